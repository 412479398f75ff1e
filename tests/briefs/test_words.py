"""The words of briefs: those of the page, and one for each token of the ontology."""

from __future__ import annotations

import re

import pytest

from kg.briefs.words import grade_letter, shortened, table_of
from kg.reference_data import concept_labels, grade_colours
from places import ROOT

WORDS_JS = ROOT / "kg" / "views" / "assets" / "js" / "words.js"


def test_the_letters_are_those_of_the_page() -> None:
    found = re.search(r"LETTERS = \{(.*)\}", WORDS_JS.read_text(encoding="utf-8"))
    assert found is not None
    page = dict(re.findall(r'"?([a-z-]+)"?: "([A-Z]+)"', found[1]))
    assert {grade: grade_letter(grade) for grade in page} == page
    assert set(page) == set(table_of("grades")) == set(grade_colours())


@pytest.mark.parametrize(
    ("section", "scheme"),
    [("grades", "grade"), ("inspections", "inspection-type"), ("area-phrases", "area")],
)
def test_each_token_has_its_words(section: str, scheme: str) -> None:
    assert set(concept_labels(scheme)) <= set(table_of(section))


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Plans are clear.", 16, "Plans are clear."),
        ("Plans are\n\nclear.", 16, "Plans are clear."),
        ("Plans are clear.", 12, "Plans are …"),
    ],
)
def test_long_words_are_cut_between_words(text: str, most: int, short: str) -> None:
    assert shortened(text, most) == short
