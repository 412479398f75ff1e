"""Sentences: splits a block at the full stops that end a sentence.

The end of a block always ends a sentence.  Abbreviations, initials and numbers don't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extraction.text.patterns import table

__all__ = ["sentence_ranges"]

#: Full stop (or ? or !) with its closing quotes, before a possible start of a sentence ...
STOP = re.compile(
    r"[.!?][”’\"')\]]*(?=\s+[\"'“‘(\[]*[A-ZÀ-Þ0-9])|(?<=[a-z]{3})\.(?=[A-Z][a-z]+\s[a-z])"
)
#: ... and the word before it, which may be an abbreviation.
LAST_WORD = re.compile(r"[\w.]*$")
INITIAL = re.compile(r"[A-Z]")
LOOK_BACK = 12


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(table("sentences")["abbreviations"])


def sentence_ranges(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]`, as ranges in `text` without outer white space.

    >>> text = "Ms A. Smith leads. Dr Jones (e.g. since 2014) does not."
    >>> [text[a:b] for a, b in sentence_ranges(text, 0, len(text))]
    ['Ms A. Smith leads.', 'Dr Jones (e.g. since 2014) does not.']
    """
    begin = start
    for match in STOP.finditer(text, start, end):
        before = LAST_WORD.search(text[max(begin, match.start() - LOOK_BACK) : match.start()])
        word = before[0] if before else ""
        if word in _abbreviations() or INITIAL.fullmatch(word):
            continue
        yield begin, match.end()
        begin = match.end()
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        yield begin, end
