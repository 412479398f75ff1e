"""Whether two spellings may be one person's name: a typing error, or a short first name.

Similar names alone don't identify a person: that also takes the same post or inspectorate.
"""

from __future__ import annotations

from functools import cache

from kg.rdf.iris import slug
from kg.resources import word_lists

__all__ = ["may_be_same_name", "may_be_same_surname"]

#: Minimum letters of a first name and a surname that may be misspelled.
MIN_FIRST, MIN_LAST = 5, 6
#: Minimum letters of a surname that is misspelled in one place and written often without.
MIN_LAST_OF_SLIP = 5
VOWELS = frozenset("aeiouy")
#: Letters that can be omitted without changing the sound much.
SILENT = VOWELS | {"h"}


def may_be_same_name(one: str, other: str, *, same_post: bool = False, slip: bool = False) -> bool:
    """Whether two full names may be two spellings of one.

    With `same_post`, both hold the same post, so any letter may be misspelled; otherwise "Johnson"
    and "Johnston" are different surnames.  With `slip`, one stands in one place and the other in
    many, so a surname may be shorter too.

    >>> may_be_same_name("Ursuala Gallimore", "Ursula Gallimore")
    True
    >>> may_be_same_name("Sue Myatt", "Susan Myatt")
    True
    >>> may_be_same_name("Nigel Parker", "Nigel Parkes")
    False
    >>> may_be_same_name("Paul Marden", "Paula Marden")
    False
    >>> may_be_same_name("Nigel Johnson", "Nigel Johnston", same_post=True)
    True
    """
    a, b = slug(one).split("-"), slug(other).split("-")
    any_letter = same_post or slip
    if len(a) != len(b):
        # "Ann J Hartwell" is Ann Hartwell
        a, b = _without_initials(a), _without_initials(b)
    if a == b:
        return True
    if len(a) < 2 or len(b) < 2:
        return False
    if a[1:] == b[1:]:
        return _is_short_form(a[0], b[0]) or (
            _same_end(a[0], b[0]) and _is_misspelling(a[0], b[0], MIN_FIRST, any_letter=any_letter)
        )
    least = MIN_LAST_OF_SLIP if slip else MIN_LAST
    return a[0] == b[0] and _is_misspelling(
        "".join(a[1:]), "".join(b[1:]), least, any_letter=any_letter
    )


def _without_initials(parts: list[str]) -> list[str]:
    """A name's parts without initials behind the first name."""
    return [*parts[:1], *(part for part in parts[1:] if len(part) > 1)]


def may_be_same_surname(one: str, other: str, *, same_post: bool = False) -> bool:
    """Whether two surnames may be two spellings of one."""
    a, b = slug(one), slug(other)
    return a == b or _is_misspelling(a, b, MIN_LAST, any_letter=same_post)


def _same_end(a: str, b: str) -> bool:
    """Whether first names end alike: "Paul" and "Paula" are different names."""
    return a[-1] == b[-1]


def _is_short_form(a: str, b: str) -> bool:
    return frozenset({a, b}) in _short_forms()


@cache
def _short_forms() -> frozenset[frozenset[str]]:
    """Each short form of a first name, paired with each name that it may be short for."""
    return frozenset(
        frozenset({short, name})
        for short, names in word_lists("names")["short_for"].items()
        for name in names
    )


@cache
def _different_names() -> frozenset[frozenset[str]]:
    """Pairs of different names that are one typing error apart."""
    return frozenset(map(frozenset, word_lists("names")["two_names"]))


def _is_misspelling(a: str, b: str, least: int, *, any_letter: bool) -> bool:
    """Whether two words differ by one letter after the first, or by two swapped letters.

    Without `any_letter` the letter must be dropped or doubled, silent, or a vowel for another.
    """
    if min(len(a), len(b)) < least or a[0] != b[0] or frozenset({a, b}) in _different_names():
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), -1)
    start = min(len(a), len(b)) if start < 0 else start
    x, y = a[start:], b[start:]
    if len(x) == len(y):
        swapped = x[:2] == y[1::-1] and x[2:] == y[2:]
        return swapped or (x[1:] == y[1:] and (any_letter or {x[0], y[0]} <= VOWELS))
    longer, shorter = (x, y) if len(x) > len(y) else (y, x)
    extra = longer[0]
    return longer[1:] == shorter and (
        any_letter or extra in SILENT or extra == a[start - 1] or shorter.startswith(extra)
    )
