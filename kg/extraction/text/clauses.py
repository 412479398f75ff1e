"""Clauses: where a sentence turns from one judgement to another.

Pure text: whether the two halves are two findings is for the classifier to say (`findings.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extraction.text.patterns import compiled, pattern, rules, table

__all__ = ["halves"]

#: Shorter halves than this, in characters and in words, claim nothing by themselves.
LEAST = 15
FEWEST_WORDS = 3
COMMA = re.compile(r",\s+")
#: The signs that stand between two halves and belong to neither.
EDGE = " \t\n,;:–—-"

Range = tuple[int, int]
Pattern = re.Pattern[str]


def halves(text: str, start: int, end: int) -> tuple[Range, Range] | None:
    """The two clauses of a contrast in the sentence `text[start:end]`; None without one.

    Both are ranges in `text` that begin and end with a word or the sentence's own full stop.  The
    conjunction between them belongs to neither, unless the second has no subject of its own
    ("... but do not say by when").  A sentence with several turns is cut at the strongest.

    >>> text = "Although visits are regular, plans are weak and late."
    >>> [text[a:b] for a, b in halves(text, 0, len(text))]
    ['visits are regular', 'plans are weak and late.']
    """
    words = text[start:end].lower()
    if not any(sign in words for sign in table("clauses")["signs"]):
        return None
    for left, right in _cuts(text, start, end):
        if _is_clause(text, left) and _is_clause(text, right):
            return left, right
    return None


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[Range, Range]]:
    opening, turns = _patterns()
    begun = opening.match(text, start, end)
    if begun:
        for comma in COMMA.finditer(text, begun.end(), end):
            if _goes_on(text, comma.end(), end):
                yield (begun.end(), comma.start()), (comma.end(), end)
    for turn, unless in turns:
        for match in turn.finditer(text, start, end):
            if unless and unless.search(text, start, match.start()):
                continue
            left = _trimmed(text, start, match.start())
            if _words("dangling").search(text, *left):
                continue
            own = _has_subject(text, match.end("conjunction"), end)
            right = match.end() if own else match.start("conjunction")
            yield left, (right, end)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether what follows a comma is the main clause, and no further part of the one before."""
    continuation, lead_in, verb = _words("continuation"), _words("lead_in"), _words("verb")
    if continuation.match(text, start, end):
        return False
    comma = COMMA.search(text, start, end)
    if comma and lead_in.match(text, start, end):
        comma = COMMA.search(text, comma.end(), end)
    return verb.search(text, start, comma.start() if comma else end) is not None


def _has_subject(text: str, start: int, end: int) -> bool:
    """Whether a clause begins with its subject: before its first verb stands more than adverbs."""
    verb = _words("verb").search(text, start, end)
    return bool(verb and _words("subject").search(text, start, verb.start()))


def _is_clause(text: str, part: Range) -> bool:
    start, end = part
    return (
        end - start >= LEAST
        and len(text[start:end].split()) >= FEWEST_WORDS
        and _words("verb").search(text, start, end) is not None
    )


def _trimmed(text: str, start: int, end: int) -> Range:
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def _words(name: str) -> Pattern:
    return pattern("clauses", name)


@cache
def _patterns() -> tuple[Pattern, tuple[tuple[Pattern, Pattern | None], ...]]:
    """How a sentence opens, and its turns, each with what must not stand before it."""
    (opening,) = rules("clauses", "opening")
    return opening.regex, tuple(
        (
            turn.regex,
            compiled("clauses", turn.fields["unless"]) if "unless" in turn.fields else None,
        )
        for turn in rules("clauses", "turn")
    )


def foreground(text: str, start: int, end: int) -> Range:
    """The sentence `text[start:end]` without a "Despite ..." before or behind it.

    >>> text = "Thresholds are unclear, despite much training."
    >>> text[slice(*foreground(text, 0, len(text)))]
    'Thresholds are unclear'
    """
    words = text[start:end].lower()
    if not any(sign in words for sign in table("clauses")["background_signs"]):
        return start, end
    for rule in rules("clauses", "background"):
        match = rule.regex.search(text, start, end)
        if match:
            kept = (match.end(), end) if match.start() == start else (start, match.start())
            if _is_clause(text, kept):
                return kept
    return start, end
