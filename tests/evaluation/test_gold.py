"""Gold files, and the facts that they state."""

from __future__ import annotations

import pytest

from kg.evaluation.gold import GoldFact, council_facts, judgement_facts, read_gold
from places import TESTS

GOLD = TESTS / "gold"


@pytest.mark.parametrize(
    ("codes", "newest", "reason"),
    [
        (["E10000002"], ["E06000060"], "a county that became a unitary council"),
        (["E08000020"], ["E08000037"], "a former code of the same council"),
        (["E10000006"], ["E10000006"], "a county that was divided"),
        (["E10000002", "E06000060"], ["E06000060"], "both codes are one council"),
        (["E99999999"], ["E99999999"], "no council: as it is written"),
    ],
)
def test_codes_of_one_council_are_one(codes: list[str], newest: list[str], reason: str) -> None:
    assert [fact.values[0] for fact in council_facts(codes)] == newest, reason


def test_judgements_in_words_of_their_own_are_not_compared() -> None:
    pairs = [("leadership", "good"), ("other:play", "good"), ("leadership", "other:mixed outcomes")]
    assert list(judgement_facts(pairs)) == [GoldFact(("leadership", "good"))]


def test_gold_is_read_by_name() -> None:
    golds = read_gold(GOLD)
    assert [gold.name for gold in golds] == ["focused-visit", "report", "story"]
    assert golds[1].source == "corpus/thurrock-ilacs-2024.pdf"
    assert golds[1].facts["lead inspector"] == (GoldFact(("Rachel Griffiths", "lead")),)
    assert golds[1].sentences[12].themes == ("workforce",)


@pytest.mark.parametrize(
    ("gold", "documents"), [("gold", "docs"), ("held-gold", "held-docs")], ids=["seen", "held out"]
)
def test_the_invented_stories_can_be_measured(gold: str, documents: str) -> None:
    """Each gold file names a document that is there: a slip would quietly shrink the measure."""
    prose = TESTS / "prose"
    sources = {one.source for one in read_gold(prose / gold)}
    assert sources and sources == {path.name for path in (prose / documents).iterdir()}
