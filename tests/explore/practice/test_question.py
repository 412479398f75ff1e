"""What a question asks for: names of the field, their other names, themes, and words that count."""

from __future__ import annotations

import pytest

from kg.explore.practice.question import read_question
from kg.reference_data import concept_labels

ASKED = [
    ("caseloads manageable", "caseloads|manageable", "each word counts"),
    ("What did other councils do about caseloads?", "caseloads", "words of asking do not"),
    ("return home interviews", "return home interviews", "a name of the field is one thing"),
    ("return interviews at home", "return interviews|home", "so is a shorter one; what is left counts"),
    ("RHI, return home interview", "RHI", "two names of one thing are one thing"),
    ("PLO and pre-proceedings", "PLO", "and two names in one question"),
    ("homeless 16 and 17 year olds", "homeless 16 and 17 year olds", "small words within a name stay"),
    ("caseload caseloads", "caseload", "a word twice counts once"),
    ("what did others do", "", "nothing is asked for"),
    ("“” — *", "", "nor by marks"),
    ("\0 \ud800", "", "nor by what no index can hold"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "asked", "why"), ASKED)
def test_what_is_asked_for(question: str, asked: str, why: str) -> None:
    terms = read_question(question).terms
    assert "|".join(term.asked for term in terms) == asked, why


OTHERS = [
    ("MASH", "multi-agency safeguarding hub", True, "from the abbreviation to the words"),
    ("multi-agency safeguarding hubs", "MASH", True, "and back, from the plural too"),
    ("PLO", "Public Law Outline", True, "abbreviations of all parts of the field"),
    ("iros", "independent reviewing officer", True, "in small letters, and of several"),
    ("UASC", "unaccompanied asylum-seeking children", True, ""),
    ("SEND", "special educational needs and disabilities", True, ""),
    ("CSE", "child sexual exploitation", True, ""),
    ("looked after children", "children in care", True, "words of other years"),
    ("CSE", "county lines", False, "what is near is another thing"),
    ("hub", "MASH", False, "a part of a name is not the name"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "other", "known", "why"), OTHERS)
def test_other_names(question: str, other: str, known: bool, why: str) -> None:
    (term,) = read_question(question).terms
    assert (other in term.others) is known, why
    assert term.asked not in term.others


THEMES = [
    ("MASH", "front-door", "the theme that a thing is part of"),
    ("supporting care leavers in their pathway plans", "care-leavers", "both once"),
    ("county lines and CAMHS", "health-and-wellbeing missing-and-exploitation", "one for each thing"),
    ("strategy discussions", "child-protection", "a name of a theme"),
    ("plumbing", "", "none"),
    ("children living in care homes", "", "words apart are no name"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "themes", "why"), THEMES)
def test_themes(question: str, themes: str, why: str) -> None:
    found = read_question(question).themes
    assert " ".join(sorted(found)) == themes, why
    assert found <= set(concept_labels("theme"))
