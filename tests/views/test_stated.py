"""Grades that only later documents state: of which inspection, and which of several."""

from __future__ import annotations

import pytest

from kg.views.stated import Stated, is_another, settled


@pytest.mark.parametrize(
    ("stated", "found", "reason"),
    [
        ([("2016-05", "good", "a")], [("2016-05", "good", ("a",))], "one document"),
        ([("2016", "good", "a"), ("2016-09", "good", "b")], [("2016-09", "good", ("a", "b"))], "the most exact date"),
        ([("2016", "good", "a"), ("2019", "good", "b")], [("2016", "good", ("a",)), ("2019", "good", ("b",))], "two inspections"),
        ([("2016", "good", "a"), ("2016", "inadequate", "b")], [], "documents disagree"),
        ([("2016", "good", "a"), ("2016", "inadequate", "b"), ("2016", "good", "c")], [("2016", "good", ("a", "c"))], "most of them"),
        ([], [], "nothing is stated"),
    ],
)  # fmt: skip
def test_what_is_stated_of_one_inspection_is_one_grade(
    stated: list[Stated], found: list[tuple[str, str, tuple[str, ...]]], reason: str
) -> None:
    assert list(settled(stated)) == found, reason


@pytest.mark.parametrize(
    ("when", "graded", "another", "reason"),
    [
        ("2017", [2017.3], False, "the year of an inspection here"),
        ("2016", [2017.4], True, "nearly a year before it"),
        ("2017-01", [2016.9], False, "dated by its report"),
        ("2017", [], True, "no inspection here"),
    ],
)
def test_an_inspection_here_is_not_told_again(
    when: str, graded: list[float], another: bool, reason: str
) -> None:
    assert is_another(when, graded) is another, reason
