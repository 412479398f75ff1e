"""What the classifier sees of a sentence: its words in runs of up to three, and where it stands.

The same function serves training and use, so that both see the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.marks import BULLET

__all__ = ["context_features", "previous_features", "word_features"]

WORD = re.compile(r"[a-z0'][a-z0'-]*|[:;]")
DIGITS = re.compile(r"\d+")
HEADING_WORDS = 12


def _plain(text: str) -> str:
    return DIGITS.sub("0", text.replace("’", "'").lower())


def word_features(text: str) -> list[str]:
    """Words, pairs and triples of a sentence, in lower case with every number as 0.

    >>> word_features("Plans are not yet SMART")[:3]
    ['plans', 'are', 'not']
    """
    words: list[str] = WORD.findall(_plain(BULLET.sub("", text)))
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    triples = [f"{a} {b} {c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)]
    return words + pairs + triples


def previous_features(text: str) -> list[str]:
    """Words and pairs of the sentence before, marked as such."""
    words: list[str] = WORD.findall(_plain(BULLET.sub("", text)))
    return [f"<{word}" for word in words] + [f"<{a} {b}" for a, b in pairwise(words)]


def context_features(
    text: str, *, bullet: bool, section: str, heading: str | None
) -> Iterator[str]:
    """Where a sentence stands: list item, kind of section, heading; and how it begins and ends."""
    words: list[str] = WORD.findall(_plain(BULLET.sub("", text)))
    stripped = text.rstrip()
    yield f"@section={section}"
    if bullet:
        yield "@bullet"
        yield f"@bullet,section={section}"
    if not stripped.endswith((".", "!", "?", "”", '"')):
        yield "@open"
        yield f"@open,section={section}"
    yield f"@length={min(len(words) // 5, 8)}"
    if words:
        yield f"@first={words[0]}"
        yield f"@begin={' '.join(words[:2])}"
        yield f"@last={words[-1]}"
    if heading:
        for word in dict.fromkeys(WORD.findall(_plain(heading))[:HEADING_WORDS]):
            yield f"@heading={word}"
