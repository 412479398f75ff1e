"""People's names: found by their shape and stripped of titles.

What only looks like a name ("Good Overall", "Inspection Report") holds a word that no name has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extraction.text.patterns import fragment, table

__all__ = ["find_names", "is_person", "strip_titles"]


#: Longer runs of capitalised words are no one's name.
MOST_WORDS = 5


@cache
def _run() -> re.Pattern[str]:
    """A run of words that could be in a name, titles and particles among them."""
    word = "|".join(fragment(part) for part in ("TITLE", "NAME_WORD", "INITIAL", "PARTICLE"))
    return re.compile(rf"(?<![\w’'])(?:{word})(?:[ ](?:{word}))+(?!\w)")


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"^(?:{fragment('TITLE')}\s+)+")


@cache
def _not_names() -> frozenset[str]:
    return frozenset(table("people")["not_names"])


@cache
def _surnames() -> frozenset[str]:
    return frozenset(table("people")["surnames"])


def _is_no_name(word: str) -> bool:
    return word.strip(".,") in _not_names() and not _title().match(word + " ")


def strip_titles(name: str) -> str:
    """A name without "Mr", "Dr", "Councillor" before it.

    >>> strip_titles("Councillor Jo Bloggs")
    'Jo Bloggs'
    """
    return _title().sub("", name).strip()


def is_person(name: str) -> bool:
    """Whether a run of capitalised words can be a person's name.

    >>> is_person("Jo Bloggs"), is_person("Good Overall")
    (True, False)
    """
    words = name.split()
    if not 2 <= len(words) <= MOST_WORDS or not re.match(fragment("UPPER"), name):
        return False
    if any(_is_no_name(word) for word in words[:-1]):
        return False
    if _is_no_name(words[-1]) and words[-1] not in _surnames():
        return False
    # an initial and two letters is a degree ("B Ch"), not a name
    return len(words[-1].strip(".")) > (2 if len(words[0].strip(".")) == 1 else 1)


def find_names(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Ranges of person names in `text[start:end]`, without titles before them.

    A run of capitalised words is cut where a word stands that is in no name.
    """
    stop = len(text) if end is None else end
    for match in _run().finditer(text, start, stop):
        for begin, finish in _segments(text, *match.span()):
            title = _title().match(text[begin:finish])
            if title:
                begin += title.end()
            if is_person(text[begin:finish]):
                yield begin, finish


def _segments(text: str, begin: int, finish: int) -> Iterator[tuple[int, int]]:
    """The parts of a run between words that are in no name."""
    open_at: int | None = None
    last = begin
    for word in re.finditer(r"\S+", text[begin:finish]):
        ends_name = open_at is not None and word[0] in _surnames() and begin + word.end() == finish
        if open_at is not None and _title().match(word[0] + " "):
            # "Dear X. Ms Bloggs": a title begins another name
            yield open_at, last
            open_at, last = begin + word.start(), begin + word.end()
        elif _is_no_name(word[0]) and not ends_name:
            if open_at is not None:
                yield open_at, last
            open_at = None
        else:
            open_at = begin + word.start() if open_at is None else open_at
            last = begin + word.end()
    if open_at is not None:
        yield open_at, last
