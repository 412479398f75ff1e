"""How well a passage answers a question, and all weights that decide it.

    words      what is asked for, by the index's BM25; under another name it counts less
    theme      whether its theme is one of the question's
    grade      how good the council was then
    specific   whether it says what is done, and not only that it is good
    recent     how near its date is to the newest
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.explore.practice.passages import Match
from kg.resources import word_lists
from kg.store.stemming import stems

__all__ = ["WEIGHTS", "Weights", "recency", "score", "specificity", "word_scores"]

@dataclass(frozen=True)
class Weights:
    """All weights of the ranking."""

    #: A name of what is asked for, other than the question's own, against that.
    synonym: float = 0.8
    #: The separate words of a name, against the name.
    separate: float = 0.5
    #: The smallest share of what is asked for that a passage must have.
    least: float = 0.5
    #: What is added for the main theme, ...
    theme: float = 0.3
    #: ... and for another of its themes.
    other_theme: float = 0.15
    #: What is added for outstanding.
    outstanding: float = 0.1
    #: What is added for a passage that says in full what is done.
    specific: float = 3.0
    #: What a text's length adds to that, up to `long` words; ...
    length: float = 0.45
    long: int = 30
    #: ... the measures that it names; and how they work.
    measures: float = 0.4
    means: float = 0.15
    #: What is added for the newest passage; for one that is `old` years older, nothing.
    recent: float = 0.1
    old: int = 10


WEIGHTS = Weights()


def word_scores(
    by_term: Sequence[Mapping[int, Match]], weights: Weights = WEIGHTS
) -> dict[int, float]:
    """How well each passage has the words of a question; those with too few are left out.

    `by_term` has the matches of each thing that is asked for.  A thing is worth its best match, so
    that rare words count more.
    """
    best = [
        {number: _best(match, weights) for number, match in matches.items()} for matches in by_term
    ]
    worth = [max(scores.values(), default=0.0) for scores in best]
    found: dict[int, float] = {}
    for number in sorted(set().union(*best)):
        own = [scores.get(number, 0.0) for scores in best]
        share = sum(w for w, one in zip(worth, own, strict=True) if one) / sum(worth)
        if share >= weights.least:
            found[number] = sum(own)
    return found


def _best(match: Match, weights: Weights) -> float:
    return max(
        match.asked, weights.synonym * match.synonym, weights.separate * match.separate
    )


def score(
    words: float,
    themes: Sequence[str],
    asked_themes: frozenset[str],
    grade: str,
    specific: float,
    recent: float,
    weights: Weights = WEIGHTS,
) -> float:
    """How well a passage answers, from its parts: `specific` and `recent` lie between 0 and 1."""
    theme = 0.0
    if themes and themes[0] in asked_themes:
        theme = weights.theme
    elif not asked_themes.isdisjoint(themes):
        theme = weights.other_theme
    outstanding = weights.outstanding if grade == "outstanding" else 0.0
    return (
        words
        * (1 + theme)
        * (1 + outstanding)
        * (1 + weights.specific * specific)
        * (1 + weights.recent * recent)
    )


def recency(day: str, newest: str, weights: Weights = WEIGHTS) -> float:
    """1 for the newest day, 0 for one that is old or unknown."""
    years = int(newest[:4]) - int(day[:4]) if day and newest else weights.old
    return max(0.0, 1 - years / weights.old)


def specificity(texts: Sequence[str], weights: Weights = WEIGHTS) -> list[float]:
    """How much each text says of what is done, from 0 to 1.

    >>> dull, full = specificity(["Support is good.", "A weekly panel tracks plans by risk."])
    >>> dull < full
    True
    """
    measures, means = _cues("measures"), _cues("means")
    found = []
    for words in stems(texts):
        joined = f" {' '.join(words)} "
        found.append(
            weights.length * min(1, len(words) / weights.long)
            + weights.measures * min(1, sum(cue in joined for cue in measures) / 3)
            + weights.means * min(1, sum(cue in joined for cue in means) / 2)
        )
    return found


@cache
def _cues(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f" {' '.join(s)} " for s in stems(word_lists("practice")[name])))
