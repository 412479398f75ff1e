"""How well a passage answers a question, and all weights that decide it.

words      what is asked for, by the index's BM25; under another name it counts a little less
theme      whether the passage's theme is one of the question's
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
    """All weights of the ranking (docs/practice.md has what each is worth)."""

    #: Another name of what is asked for, against the question's own.
    other_name: float = 0.8
    #: The words of a name apart from one another, against the name.
    apart: float = 0.5
    #: The smallest share of what is asked for that a passage must have.
    least: float = 0.5
    #: What is added to 1 for the main theme, and for another of the passage's themes.
    theme: float = 0.3
    other_theme: float = 0.15
    #: What is added for outstanding.
    outstanding: float = 0.1
    #: What is added for a passage that is as specific as can be: by its length up to `long` words,
    #: by `measures` that it names, and by how they work (`means`), which together make 1.
    specific: float = 3.0
    length: float = 0.45
    long: int = 30
    measures: float = 0.4
    many_measures: int = 3
    means: float = 0.15
    many_means: int = 2
    #: What is added for the newest passage; nothing for one that is `old` years older.
    recent: float = 0.1
    old: int = 10


WEIGHTS = Weights()


def word_scores(
    by_term: Sequence[Mapping[int, Match]], weights: Weights = WEIGHTS
) -> dict[int, float]:
    """How well each passage has the words of a question; those with too few are left out.

    `by_term` has the matches of each thing that is asked for.  A thing is worth its best match, so
    that rare words count for more of a question than common ones.
    """
    scores = [
        {number: best for number, match in found.items() if (best := _best(match, weights))}
        for found in by_term
    ]
    worth = [max(found.values(), default=0.0) for found in scores]
    least = weights.least * sum(worth)
    passages: dict[int, float] = {}
    for number in sorted(set().union(*scores)):
        has = [
            (found[number], w) for found, w in zip(scores, worth, strict=True) if number in found
        ]
        if sum(w for _, w in has) >= least:
            passages[number] = sum(one for one, _ in has)
    return passages


def _best(match: Match, weights: Weights) -> float:
    return max(match.asked, weights.other_name * match.other, weights.apart * match.apart)


def score(
    words: float,
    themes: Sequence[str],
    asked: frozenset[str],
    grade: str,
    specific: float,
    recent: float,
    weights: Weights = WEIGHTS,
) -> float:
    """How well a passage answers a question about some themes, from what is known of it.

    `themes` are the passage's, the main one first; `specific` and `recent` lie between 0 and 1.
    """
    theme = 0.0
    if not asked.isdisjoint(themes[:1]):
        theme = weights.theme
    elif not asked.isdisjoint(themes):
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
    """1 for the newest day, 0 for one that is old or not known.

    >>> recency("2020-03-09", "2025-01-01"), recency("", "2025-01-01")
    (0.5, 0.0)
    """
    years = int(newest[:4]) - int(day[:4]) if day else weights.old
    return max(0.0, 1 - years / weights.old)


def specificity(texts: Sequence[str], weights: Weights = WEIGHTS) -> list[float]:
    """How much each text says of what is done, from 0 to 1.

    >>> praise, practice = specificity(["Support is good.", "A weekly panel tracks each plan."])
    >>> praise < practice
    True
    """
    return [
        weights.length * min(1, len(words) / weights.long)
        + weights.measures * min(1, _count("measures", words) / weights.many_measures)
        + weights.means * min(1, _count("means", words) / weights.many_means)
        for words in stems(texts)
    ]


def _count(cues: str, words: Sequence[str]) -> int:
    """How many words and phrases of a list of cues a text has."""
    text = f" {' '.join(words)} "
    return sum(cue in text for cue in _cues(cues))


@cache
def _cues(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f" {' '.join(cue)} " for cue in stems(word_lists("practice")[name])))
