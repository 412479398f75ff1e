"""Grades that only later documents state: of which inspection, and which of several."""

from __future__ import annotations

import pytest

from kg.views.stated import Stated, counts, is_another, settled


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


@pytest.mark.parametrize(
    ("claim", "taken", "reason"),
    [
        ("2016 good single-inspection - letter", True, "an overall grade in a letter"),
        ("2016 good - - report", True, "of no stated type"),
        ("2016 - ilacs - report", False, "no grade"),
        ("2016 good other - report", False, "of one service, or of an older kind"),
        ("2016 good ilacs leadership report", False, "of an area alone"),
        ("2012 good - - report", False, "before the first framework"),
        ("2016 good ilacs - news", False, "a newspaper says so"),
    ],
)
def test_what_counts_as_an_overall_grade(claim: str, taken: bool, reason: str) -> None:
    when, grade, type_, area, kind = (part.strip("-") for part in claim.split())
    assert counts(when, grade, type_, [area] if area else [], [kind]) is taken, reason
