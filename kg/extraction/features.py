"""What the classifier sees of a sentence, in five groups of sparse features.

The same functions serve training and use, so that both see the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from kg.list_markers import BULLET

__all__ = ["GROUPS", "Sentence", "features", "parts", "places", "runs", "words_of"]

WORD = re.compile(r"[a-z0'][a-z0'-]*|[:;]")
DIGITS = re.compile(r"\d+")
HEADING_WORDS = 12
#: Of words of more letters than this, the classifier sees the parts too.
WHOLE = 4
#: How long the parts of a word are, its two ends counted.
PARTS = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands."""

    text: str
    bullet: bool
    section: str
    heading: str | None
    #: The sentence before, in the same document.
    previous: str = ""
    #: The two sentences before and the one after.
    nearby: tuple[str, ...] = ()


#: The groups, each with the length of its vector; `place` has that value for each feature.
GROUPS = {"words": 1.0, "parts": 0.7, "before": 0.5, "around": 0.5, "place": 0.3}


def features(sentence: Sentence) -> dict[str, list[str]]:
    """The features of a sentence by group, repeated as often as they occur.

    >>> features(Sentence("Plans are not SMART", False, "plain", None))["words"][:3]
    ['plans', 'are', 'not']
    """
    words = words_of(sentence.text)
    return {
        "words": list(runs(words)),
        "parts": list(chain.from_iterable(map(parts, words))),
        "before": [f"<{word}" for word in words_of(sentence.previous)],
        "around": [f"~{word}" for text in sentence.nearby for word in words_of(text)],
        "place": list(dict.fromkeys(places(sentence, words))),
    }


@lru_cache(maxsize=64)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, every number as 0, without the mark of a list item."""
    plain = DIGITS.sub("0", BULLET.sub("", text).replace("’", "'").lower())
    return tuple(WORD.findall(plain))


def runs(words: tuple[str, ...]) -> Iterator[str]:
    """Words, pairs and triples."""
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"
    for first, second, third in zip(words, words[1:], words[2:], strict=False):
        yield f"{first} {second} {third}"


@lru_cache(maxsize=20_000)
def parts(word: str) -> tuple[str, ...]:
    """The parts of a long word: they tell of words that training never saw.

    >>> parts("late"), parts("delay")[:2]
    ((), ('/^de', '/del'))
    """
    if len(word) <= WHOLE:
        return ()
    ends = f"^{word}$"
    return tuple(
        f"/{ends[start : start + length]}"
        for length in PARTS
        for start in range(len(ends) - length + 1)
    )


def places(sentence: Sentence, words: tuple[str, ...]) -> Iterator[str]:
    """Where a sentence stands: list item, section, heading; and how it begins and ends."""
    section = sentence.section
    yield f"@section={section}"
    if sentence.bullet:
        yield "@bullet"
        yield f"@bullet,section={section}"
    if not sentence.text.rstrip().endswith((".", "!", "?", "”", '"')):
        yield "@open"
        yield f"@open,section={section}"
    yield f"@length={min(len(words) // 5, 8)}"
    if words:
        yield f"@first={words[0]}"
        yield f"@begin={' '.join(words[:2])}"
        yield f"@last={words[-1]}"
    for word in words_of(sentence.heading or "")[:HEADING_WORDS]:
        yield f"@heading={word}"
