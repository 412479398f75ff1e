"""When two spellings can be one person's name: a slip of the pen, or a first name cut short.

It says what is near, not what is one: that takes the same post or the same inspectorate too.
"""

from __future__ import annotations

from functools import cache

from kg.rdf.iris import slug
from kg.resources import word_lists

__all__ = ["may_be_same_name", "may_be_same_surname"]

#: A slip is told from another name in words of at least so many letters.
LEAST_FIRST, LEAST_LAST = 5, 6
VOWELS = frozenset("aeiouy")
#: Letters that can be left out without being heard much.
SILENT = VOWELS | {"h"}


def may_be_same_name(one: str, other: str, *, same_post: bool = False) -> bool:
    """Whether two full names can be two spellings of one.

    `same_post` says that both hold one post, so that any letter may have slipped; without it
    "Johnson" and "Johnston" are two surnames.

    >>> may_be_same_name("Ursuala Gallimore", "Ursula Gallimore"), may_be_same_name("Sue Myatt", "Susan Myatt")
    (True, True)
    >>> may_be_same_name("Nigel Parker", "Nigel Parkes"), may_be_same_name("Paul Marden", "Paula Marden")
    (False, False)
    >>> may_be_same_name("Nigel Johnson", "Nigel Johnston", same_post=True)
    True
    """
    a, b = slug(one).split("-"), slug(other).split("-")
    if a == b:
        return True
    if len(a) < 2 or len(b) < 2:
        return False
    if a[1:] == b[1:]:
        return _short(a[0], b[0]) or (
            _same_end(a[0], b[0]) and _slip(a[0], b[0], LEAST_FIRST, any_letter=same_post)
        )
    return a[0] == b[0] and may_be_same_surname("".join(a[1:]), "".join(b[1:]), same_post=same_post)


def may_be_same_surname(one: str, other: str, *, same_post: bool = False) -> bool:
    """Whether two surnames can be two spellings of one."""
    a, b = slug(one), slug(other)
    return a == b or _slip(a, b, LEAST_LAST, any_letter=same_post)


def _same_end(a: str, b: str) -> bool:
    """Whether first names end alike: "Paul" and "Paula", "Julie" and "Julia" are two."""
    return a[-1] == b[-1]


def _short(a: str, b: str) -> bool:
    return frozenset({a, b}) in _short_forms()


@cache
def _short_forms() -> frozenset[frozenset[str]]:
    """Each short form of a first name with a name that it may stand for."""
    return frozenset(
        frozenset({short, name})
        for short, names in word_lists("names")["short_for"].items()
        for name in names
    )


@cache
def _two_names() -> frozenset[frozenset[str]]:
    """Names that a slip would make of each other, and that are two."""
    return frozenset(map(frozenset, word_lists("names")["two_names"]))


def _slip(a: str, b: str, least: int, *, any_letter: bool) -> bool:
    """Whether one letter behind the first makes the difference, or two out of turn.

    Unless it may be any letter: one dropped or doubled, a vowel or a silent h, a vowel for another.
    """
    if min(len(a), len(b)) < least or a[0] != b[0] or frozenset({a, b}) in _two_names():
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
