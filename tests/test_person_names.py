"""Names that may be two spellings of one."""

from __future__ import annotations

import pytest

from kg.person_names import may_be_same_name, may_be_same_surname


@pytest.mark.parametrize(
    ("one", "other", "alike", "why"),
    [
        ("Ursula Gallimore", "Ursuala Gallimore", True, "a vowel too many"),
        ("Donna Marsdenn", "Donna Marsden", True, "a letter twice"),
        ("Michael Dolan", "Micheal Dolan", True, "two letters out of turn"),
        ("Zoë Hartwell", "Zoe Hartwell", True, "an accent left out"),
        ("Stephanie Marden", "Steph Marden", True, "cut short"),
        ("Ann-Marie Hartwell", "Anne-Marie Hartwell", True, "F3: half of a double name"),
        ("Clare Hartwell", "Claire Hartwell", True, "two spellings of a first name"),
        ("Ann J Hartwell", "Ann Hartwell", True, "F3: an initial left out"),
        ("Ann J Hartwell", "Ann K Hartwell", False, "two initials"),
        ("Gerry Bateson", "Geraldine Bateson", True, "cut short and changed"),
        ("Debora Hartwell", "Deborah Hartwell", True, "two spellings of a first name"),
        ("Sue Myatt", "Susan Myatt", True, "cut short and changed"),
        ("Paul Marden", "Paula Marden", False, "two names"),
        ("Julie Marden", "Julia Marden", False, "two names, one letter at the end"),
        ("Frances Marden", "Francis Marden", False, "a woman and a man"),
        ("Nigel Parker", "Nigel Parkes", False, "two surnames"),
        ("Nigel Johnson", "Nigel Johnston", False, "two surnames, one letter longer"),
        ("Andy Cook", "Andy Cooke", False, "too short to tell"),
        ("Alison Smales", "Alison Smaile", False, "two slips"),
        ("Jane Rowley", "Joan Rowley", False, "two short names"),
        ("Rowley", "Rowley Jane", False, "a surname alone"),
    ],
)
def test_names_that_may_be_one(one: str, other: str, alike: bool, why: str) -> None:
    assert may_be_same_name(one, other) is may_be_same_name(other, one) is alike, why


@pytest.mark.parametrize(
    ("one", "other", "alike", "why"),
    [
        ("Alison Smaile", "Alison Smale", True, "a short surname, a vowel too many"),
        ("Patrick Thompson", "Patrick Thomson", True, "a letter that is heard"),
        ("Janet Frazer", "Janet Fraser", True, "another letter"),
        ("Andy Cook", "Andy Cooke", False, "too short even so"),
        ("Nick Stacey", "Nick Tracey", False, "another first letter"),
        ("Alison Smales", "Alison Smaile", False, "two slips"),
        ("Jane Rowley", "Joan Rowley", False, "two short names"),
    ],
)
def test_a_slip_made_once_forgives_more(one: str, other: str, alike: bool, why: str) -> None:
    assert may_be_same_name(one, other, slip=True) is alike, why


def test_one_post_forgives_more() -> None:
    assert may_be_same_name("Nigel Johnson", "Nigel Johnston", same_post=True)
    assert may_be_same_surname("Marsdenn", "Marsden")
    assert not may_be_same_name("Paul Marden", "Paula Marden", same_post=True)
