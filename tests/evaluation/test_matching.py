"""When a found fact is one of the gold, and the measures that follow."""

from __future__ import annotations

import pytest

from kg.evaluation.gold import GoldFact, council_facts
from kg.evaluation.matching import KINDS, Tally, alike, compare, mean, same_person


@pytest.mark.parametrize(
    ("one", "other", "same", "reason"),
    [
        ("Mary Vale", "Mary Vale", True, "as it is"),
        ("Mary O’Vale", "MARY O'VALE", True, "case and apostrophe"),
        ("M Vale", "Mary Vale", True, "an initial"),
        ("Jon Vale", "Jonathan Vale", True, "the first three letters"),
        ("Mary Jane Vale", "Mary Vale", True, "a name in the middle"),
        ("Mary Vale", "Mark Vale", True, "three letters are all that is asked"),
        ("Mary Vale", "Ruth Vale", False, "another first name"),
        ("Mary Vale", "Mary Dale", False, "another last name"),
        ("", "Mary Vale", False, "no name"),
    ],
)
def test_people(one: str, other: str, same: bool, reason: str) -> None:
    assert same_person(one, other) is same, reason


@pytest.mark.parametrize(
    ("one", "other", "same", "reason"),
    [
        ("Harbour Families", "harbour families", True, "case"),
        ("the Harbour Families programme", "Harbour Families service", True, "words that say what it is"),
        ("Harbour Families Project", "Harbour Family", True, "nearly the same"),
        ("Harbour Families", "Harbour Families and Friends", True, "one within the other"),
        ("Ash", "Ash Tree", False, "within the other, but short"),
        ("Willow", "Harbour", False, "another name"),
        ("the service", "the service", True, "nothing but common words"),
        ("the service", "a team", False, "nothing but other common words"),
    ],
)  # fmt: skip
def test_schemes(one: str, other: str, same: bool, reason: str) -> None:
    assert alike(one, other) is same, reason


NOTHING: dict[str, tuple[GoldFact, ...]] = {kind.name: () for kind in KINDS}


def facts(*values: str) -> tuple[GoldFact, ...]:
    """`"a, b"` is a fact with two values."""
    return tuple(GoldFact(tuple(one.split(", "))) for one in values)


@pytest.mark.parametrize(
    ("kind", "gold", "found", "tally", "reason"),
    [
        ("dates", ["start, 2024-03"], ["start, 2024-03-11"], (1, 0, 0), "finer than the gold"),
        ("dates", ["start, 2024-03-11"], ["start, 2024-03"], (0, 1, 1), "coarser than the gold"),
        ("dates", ["start, 2024-03-11"], ["end, 2024-03-11"], (0, 1, 1), "of something else"),
        ("judgements", ["leadership, good"], ["leadership, good", "adoption, good"], (1, 0, 1), "one too many"),
        ("inspectors", ["Mary Vale, lead"], ["Mary Vale, team"], (1, 0, 0), "the name alone"),
        ("inspector roles", ["Mary Vale, lead"], ["Mary Vale, team"], (0, 1, 1), "the role too"),
        ("named leaders", ["Jo Ash, other:Harbour Master"], ["Jo Ash, other:Master"], (1, 0, 0), "a post in words of its own"),
        ("named leaders", ["Jo Ash, mayor"], ["Jo Ash, lead-member"], (0, 1, 1), "a post of the scheme"),
        ("tenures", ["mayor, 2015"], ["mayor, 2015-02"], (1, 0, 0), "finer than the gold"),
        ("previous inspections", ["2015-02, "], ["2015, good"], (1, 0, 0), "the gold has no grade; the year counts"),
        ("previous inspections", ["2015, good"], ["2015, "], (0, 1, 1), "the grade is missing"),
        ("programmes", ["Harbour Families", "Harbour Families"], ["Harbour Families"], (1, 1, 0), "one to one"),
        ("organisations", [], ["Riverside Trust"], (0, 0, 1), "nothing to find"),
        ("council", ["E06000055"], [], (0, 1, 0), "not found"),
    ],
)  # fmt: skip
def test_facts_match_one_to_one(
    kind: str, gold: list[str], found: list[str], tally: tuple[int, int, int], reason: str
) -> None:
    scores, misses = compare("a", {**NOTHING, kind: facts(*gold)}, {**NOTHING, kind: facts(*found)})
    assert scores[kind] == Tally(*tally), reason
    assert len(misses) == tally[1] + tally[2]
    assert all(miss.fact == kind and miss.document == "a" for miss in misses)


def test_a_council_told_of_as_the_subject_is_not_missed_as_a_mention() -> None:
    bedford = council_facts(["E06000055"])
    scores, _ = compare(
        "a", {**NOTHING, "councils mentioned": bedford}, {**NOTHING, "council": bedford}
    )
    assert scores["councils mentioned"] == Tally()
    assert scores["council"] == Tally(fp=1)


@pytest.mark.parametrize(
    ("tally", "precision", "recall", "f1", "reason"),
    [
        (Tally(3, 1, 2), 0.6, 0.75, 2 / 3, "some of each"),
        (Tally(0, 2, 0), 0.0, 0.0, 0.0, "nothing found"),
        (Tally(0, 0, 2), 0.0, 0.0, 0.0, "nothing to find"),
        (Tally(), 0.0, 0.0, 0.0, "nothing at all"),
    ],
)
def test_measures(tally: Tally, precision: float, recall: float, f1: float, reason: str) -> None:
    assert (tally.precision, tally.recall) == (precision, recall), reason
    assert tally.f1 == pytest.approx(f1), reason


def test_the_mean_leaves_out_kinds_whose_gold_is_not_complete() -> None:
    scores = {"council": Tally(1), "dates": Tally(0, 1), "organisations": Tally(0, 0, 9)}
    assert mean(scores) == 0.5
    assert mean({}) == 0.0
