"""Clauses: splits a sentence where it turns from one judgement to another.

Only the words decide here; `findings.py` decides whether the halves are two findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extraction.text.patterns import compiled, pattern, rules, table

__all__ = ["halves"]

#: Minimum characters and words of a half.
MIN_LENGTH = 15
MIN_WORDS = 3
COMMA = re.compile(r",\s+")
#: Characters between two halves that belong to neither.
SEPARATORS = " \t\n,;:–—-"

Range = tuple[int, int]
Pattern = re.Pattern[str]


def halves(text: str, start: int, end: int) -> tuple[Range, Range] | None:
    """The two clauses of a contrast in the sentence `text[start:end]`; None if it has no contrast.

    Both are ranges in `text` that begin and end with a word or the sentence's full stop.  The
    conjunction belongs to neither, unless the second has no subject of its own ("... but do not
    say by when").  A sentence with several turns is split at the strongest.

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
    opening, turn_patterns = _patterns()
    opener = opening.match(text, start, end)
    if opener:
        for comma in COMMA.finditer(text, opener.end(), end):
            if _is_main_clause(text, comma.end(), end):
                yield (opener.end(), comma.start()), (comma.end(), end)
    for turn, unless in turn_patterns:
        for match in turn.finditer(text, start, end):
            if unless and unless.search(text, start, match.start()):
                continue
            left = _trimmed(text, start, match.start())
            if _pattern("dangling").search(text, *left):
                continue
            has_subject = _has_subject(text, match.end("conjunction"), end)
            right = match.end() if has_subject else match.start("conjunction")
            yield left, (right, end)


def _is_main_clause(text: str, start: int, end: int) -> bool:
    """Whether the words after a comma are the main clause, not more of the clause before it."""
    if _pattern("continuation").match(text, start, end):
        return False
    comma = COMMA.search(text, start, end)
    if comma and _pattern("adjective").match(text, start, comma.start()):
        comma = COMMA.search(text, comma.end(), end)
    verb = _pattern("verb").search(text, start, comma.start() if comma else end)
    if comma and verb is None and _pattern("lead_in").match(text, start, end):
        return _is_main_clause(text, comma.end(), end)
    return verb is not None and verb.start() > start


def _has_subject(text: str, start: int, end: int) -> bool:
    """Whether a clause has a subject: more than adverbs before its first verb."""
    verb = _pattern("verb").search(text, start, end)
    return bool(verb and _pattern("subject").search(text, start, verb.start()))


def _is_clause(text: str, part: Range) -> bool:
    start, end = part
    return (
        end - start >= MIN_LENGTH
        and len(text[start:end].split()) >= MIN_WORDS
        and _pattern("verb").search(text, start, end) is not None
    )


def _trimmed(text: str, start: int, end: int) -> Range:
    while end > start and text[end - 1] in SEPARATORS:
        end -= 1
    return start, end


def _pattern(name: str) -> Pattern:
    return pattern("clauses", name)


@cache
def _patterns() -> tuple[Pattern, tuple[tuple[Pattern, Pattern | None], ...]]:
    """The pattern of openings, and those of turns, each with what must not come before it."""
    (opening,) = rules("clauses", "opening")
    return opening.regex, tuple(
        (
            turn.regex,
            compiled("clauses", turn.fields["unless"]) if "unless" in turn.fields else None,
        )
        for turn in rules("clauses", "turn")
    )


def foreground(text: str, start: int, end: int) -> Range:
    """The sentence `text[start:end]` without a "Despite ..." or "Where this is not so" clause.

    >>> text = "Thresholds are unclear, despite much training."
    >>> text[slice(*foreground(text, 0, len(text)))]
    'Thresholds are unclear'
    """
    words = text[start:end]
    if not any(sign in words.lower() for sign in table("clauses")["background_signs"]):
        return start, end
    for rule in rules("clauses", "background"):
        match = rule.regex.search(words)
        if match:
            opens = match.start() == 0
            rest = (start + match.end(), end) if opens else (start, start + match.start())
            if _is_clause(text, rest):
                return rest
    return start, end
