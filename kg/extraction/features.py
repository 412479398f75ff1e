"""The classifier's features of a sentence, in five groups.

Training and classification use the same functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from kg.list_markers import BULLET

__all__ = [
    "GROUPS",
    "SentenceInContext",
    "features",
    "ngrams",
    "normalised_words",
    "position_features",
    "subwords",
]

WORD = re.compile(r"[a-z0'][a-z0'-]*|[:;]")
DIGITS = re.compile(r"\d+")
MAX_HEADING_WORDS = 12
#: Maximum letters of a word without subwords.
MAX_WHOLE_WORD = 4
#: Lengths of subwords, in letters; the two ends of the word count as letters.
SUBWORD_LENGTHS = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class SentenceInContext:
    """A sentence with its position in the document."""

    text: str
    bullet: bool
    section: str
    heading: str | None
    #: The sentence before, in the same document.
    previous: str = ""
    #: The two sentences before and the one after.
    nearby: tuple[str, ...] = ()


#: Groups, each with the length of its vector; in `place` it is the value of each feature.
GROUPS = {"words": 1.0, "parts": 0.7, "before": 0.5, "around": 0.5, "place": 0.3}


def features(sentence: SentenceInContext) -> dict[str, list[str]]:
    """The features of a sentence by group, each as often as it occurs.

    >>> features(SentenceInContext("Plans are not SMART", False, "plain", None))["words"][:3]
    ['plans', 'are', 'not']
    """
    words = normalised_words(sentence.text)
    return {
        "words": list(ngrams(words)),
        "parts": list(chain.from_iterable(map(subwords, words))),
        "before": [f"<{word}" for word in normalised_words(sentence.previous)],
        "around": [f"~{word}" for text in sentence.nearby for word in normalised_words(text)],
        "place": list(dict.fromkeys(position_features(sentence, words))),
    }


@lru_cache(maxsize=64)
def normalised_words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, numbers as 0, without a list item's mark."""
    plain = DIGITS.sub("0", BULLET.sub("", text).replace("’", "'").lower())
    return tuple(WORD.findall(plain))


def ngrams(words: tuple[str, ...]) -> Iterator[str]:
    """Single words, pairs and triples."""
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"
    for first, second, third in zip(words, words[1:], words[2:], strict=False):
        yield f"{first} {second} {third}"


@lru_cache(maxsize=20_000)
def subwords(word: str) -> tuple[str, ...]:
    """The subwords of a long word, which also describe words that training never saw.

    >>> subwords("late"), subwords("delay")[:2]
    ((), ('/^de', '/del'))
    """
    if len(word) <= MAX_WHOLE_WORD:
        return ()
    ends = f"^{word}$"
    return tuple(
        f"/{ends[start : start + length]}"
        for length in SUBWORD_LENGTHS
        for start in range(len(ends) - length + 1)
    )


def position_features(sentence: SentenceInContext, words: tuple[str, ...]) -> Iterator[str]:
    """Features for a sentence's list, section and heading, and for how it begins and ends."""
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
    for word in normalised_words(sentence.heading or "")[:MAX_HEADING_WORDS]:
        yield f"@heading={word}"
