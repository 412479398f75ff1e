"""People's names, found by their form, without titles.

Phrases that only look like names ("Good Overall", "Inspection Report") contain excluded words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extraction.text.patterns import fragment, pattern, table
from kg.gazetteer import Gazetteer
from kg.resources import word_lists

__all__ = ["find_names", "is_person", "strip_titles"]

#: Maximum words of a name.
MAX_WORDS = 5


@cache
def _name_run() -> re.Pattern[str]:
    """A run of words that may be part of a name, including titles and particles."""
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


@cache
def _first_names() -> frozenset[str]:
    return frozenset(table("people")["first_names"])


@cache
def _given() -> frozenset[str]:
    """First names that are in common use, in lower case."""
    names = word_lists("names")
    short = names["short_for"]
    return frozenset((*names["given"], *short, *(name for each in short.values() for name in each)))


@cache
def _places() -> frozenset[str]:
    """Names of councils' places that are nobody's first name."""
    words = (name.split()[0] for name in Gazetteer.load().place_names)
    return frozenset(word for word in words if word.casefold() not in _given())


def _is_excluded(word: str) -> bool:
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
    if not 2 <= len(words) <= MAX_WORDS or not re.match(fragment("UPPER"), name):
        return False
    if any(_is_excluded(word) for word in words[1:-1]):
        return False
    if len(words) == 2 and words[0] in _places() and pattern("people", "land").search(words[1]):
        return False
    if _is_excluded(words[0]) and not (words[0] in _first_names() and len(words) == 2):
        return False
    if _is_excluded(words[-1]) and words[-1] not in _surnames():
        return False
    # an initial and two letters is a degree ("B Ch"), not a name
    return len(words[-1].strip(".")) > (2 if len(words[0].strip(".")) == 1 else 1)


def find_names(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Ranges of person names in `text[start:end]`, without titles before them.

    A run of capitalised words is split at excluded words.
    """
    stop = len(text) if end is None else end
    for match in _name_run().finditer(text, start, stop):
        for begin, finish in _split_run(text, *match.span()):
            title = _title().match(text[begin:finish])
            if title:
                begin += title.end()
            if is_person(text[begin:finish]):
                yield begin, finish


def _split_run(text: str, begin: int, finish: int) -> Iterator[tuple[int, int]]:
    """The parts of a run between excluded words, and the two names that stand beside each other."""
    for start, end in _between_excluded(text, begin, finish):
        second = _second_name(text[start:end])
        if second is not None:
            yield start, start + second - 1
            start += second
        yield start, end


def _second_name(words: str) -> int | None:
    """Where the second of two names begins that only a space parts: "Jo Bloggs Ann Other"."""
    first, *rest = words.split(" ")
    if len(rest) != 3 or not {first.casefold(), rest[1].casefold()} <= _given():
        return None
    return None if rest[0].casefold() in _given() else len(f"{first} {rest[0]} ")


def _is_first_name(text: str, start: int, end: int, finish: int) -> bool:
    """Whether an excluded word is the first name of someone in a list: "June Bloggs"."""
    alone = re.fullmatch(rf" {fragment('NAME_WORD')}", text[end:finish])
    listed = pattern("people", "list_before").search(text, max(0, start - 8), start)
    return text[start:end] in _first_names() and bool(alone) and bool(listed)


def _between_excluded(text: str, begin: int, finish: int) -> Iterator[tuple[int, int]]:
    """The parts of a run between excluded words."""
    name_start: int | None = None
    name_end = begin
    for word in re.finditer(r"\S+", text[begin:finish]):
        ends_name = (
            name_start is not None and word[0] in _surnames() and begin + word.end() == finish
        )
        if name_start is not None and _title().match(word[0] + " "):
            # "Dear X. Ms Bloggs": a title begins another name
            yield name_start, name_end
            name_start, name_end = begin + word.start(), begin + word.end()
        elif (
            _is_excluded(word[0])
            and not ends_name
            and not _is_first_name(text, begin + word.start(), begin + word.end(), finish)
        ):
            if name_start is not None:
                yield name_start, name_end
            name_start = None
        else:
            name_start = begin + word.start() if name_start is None else name_start
            name_end = begin + word.end()
    if name_start is not None:
        yield name_start, name_end
