"""What ranks a passage before another: one comparison for each weight."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.explore.practice.passages import Match
from kg.explore.practice.ranking import WEIGHTS, recency, score, specificity, word_scores

WORDS = [
    ([{1: Match(asked=5.0), 2: Match(other=5.0)}], [1, 2], "the question's own name before another"),
    ([{1: Match(asked=5.0), 2: Match(apart=5.0)}], [1, 2], "a name before its words apart"),
    ([{1: Match(other=5.0), 2: Match(apart=5.0)}], [1, 2], "another name too"),
    ([{2: Match(asked=4.0), 1: Match(asked=2.0, other=4.0)}], [2, 1], "the best name counts, once"),
    ([{1: Match(asked=3.0), 2: Match(asked=3.0)}, {2: Match(asked=3.0)}], [2, 1], "both things before one"),
    ([{1: Match(asked=9.0)}, {2: Match(asked=2.0)}], [1], "a common word alone is too little"),
    ([{1: Match(asked=9.0)}, {}], [1], "a word that nothing has asks for nothing"),
    ([{}, {}], [], "nothing has any"),
]  # fmt: skip


@pytest.mark.parametrize(("by_term", "order", "why"), WORDS)
def test_words(by_term: list[dict[int, Match]], order: list[int], why: str) -> None:
    scores = word_scores(by_term)
    assert sorted(scores, key=lambda number: -scores[number]) == order, why


def test_other_names_can_count_for_nothing() -> None:
    assert word_scores([{1: Match(other=5.0)}], replace(WEIGHTS, other_name=0)) == {}


ASKED = frozenset({"workforce"})
BETTER = [
    ((2.0, (), "good", 0.5, 0.5), (1.0, (), "good", 0.5, 0.5), "more of the words"),
    ((1.0, ("workforce",), "good", 0, 0), (1.0, ("education", "workforce"), "good", 0, 0), "the main theme before another"),
    ((1.0, ("education", "workforce"), "good", 0, 0), (1.0, ("education",), "good", 0, 0), "another theme before none"),
    ((1.0, (), "outstanding", 0, 0), (1.0, (), "good", 0, 0), "the better grade"),
    ((1.0, (), "good", 0.6, 0), (1.0, (), "good", 0.5, 0), "what says more of what is done"),
    ((1.0, (), "good", 0, 1.0), (1.0, (), "good", 0, 0), "the newer one"),
    ((1.5, (), "good", 0, 0), (1.0, ("workforce",), "good", 0, 1.0), "but words before theme and date"),
]  # fmt: skip


@pytest.mark.parametrize(("better", "worse", "why"), BETTER)
def test_order(
    better: tuple[float, tuple[str, ...], str, float, float],
    worse: tuple[float, tuple[str, ...], str, float, float],
    why: str,
) -> None:
    def rank(words: float, themes: tuple[str, ...], *rest: object) -> float:
        return score(words, themes, ASKED, *rest)  # type: ignore[arg-type]

    assert rank(*better) > rank(*worse), why


SPECIFIC = [
    ("A weekly panel tracks each plan.", "Plans are good.", "a measure before praise"),
    ("A weekly panel chaired by heads tracks drift.", "A weekly panel is of good quality.", "two before one"),
    ("Visits are frequent, so that trust grows.", "Visits are frequent, and trust has grown well.", "to what end"),
    ("Staff feel valued, calm and ready for what the day brings them.", "Staff feel valued.", "the fuller one"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "less", "why"), SPECIFIC)
def test_specificity(more: str, less: str, why: str) -> None:
    high, low = specificity([more, less])
    assert high > low, why


def test_specificity_is_a_share() -> None:
    full = "A panel, a hub, a tracker and a team meet weekly, so that drift is seen by all. " * 9
    assert specificity(["", full]) == [0.0, pytest.approx(1.0)]


@pytest.mark.parametrize(
    ("day", "newest", "share", "why"),
    [
        ("2024-05-01", "2024-11-30", 1.0, "of the newest year"),
        ("2020-01-01", "2024-01-01", 0.6, "four years older"),
        ("2009-01-01", "2024-01-01", 0.0, "old"),
        ("", "2024-01-01", 0.0, "undated"),
        ("", "", 0.0, "where nothing is dated"),
    ],
)
def test_recency(day: str, newest: str, share: float, why: str) -> None:
    assert recency(day, newest) == pytest.approx(share), why
