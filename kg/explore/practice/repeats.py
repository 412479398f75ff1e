"""Passages that say the same of one council, as one: a sentence of the summary that comes again in
the report, a report that is there twice, a letter that repeats the last.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from kg.explore.practice.passages import Passage

__all__ = ["fold_repeats"]

#: The share of all words of two passages that both have, from which they say the same.
SAME = 0.8
_WORD = re.compile(r"\w+")


def fold_repeats(ranked: Iterable[Passage]) -> list[tuple[Passage, int]]:
    """The passages without those that repeat a better one, and how many times each is repeated."""
    kept: dict[str, list[tuple[Passage, frozenset[str]]]] = defaultdict(list)
    repeats: dict[Passage, int] = {}
    for passage in ranked:
        words = frozenset(_WORD.findall(passage.text.casefold()))
        for other, theirs in kept[passage.gss]:
            if _say_the_same(words, theirs):
                repeats[other] += 1
                break
        else:
            kept[passage.gss].append((passage, words))
            repeats[passage] = 0
    return list(repeats.items())


def _say_the_same(words: frozenset[str], others: frozenset[str]) -> bool:
    return len(words & others) >= SAME * len(words | others)
