"""The words of a programme's name: which tell it from any other, and which name a place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.extraction.text.patterns import table
from kg.gazetteer import Gazetteer, fold

__all__ = [
    "distinctive_words",
    "generic_words",
    "kind_of_noun",
    "long_form",
    "normalised_words",
    "noun_classes",
    "place_words",
]

WORD = re.compile(r"[\w’'+@-]+")


def normalised_words(name: str) -> list[str]:
    """The words of a name in lower case, without a possessive s."""
    words = (word.casefold().replace("’", "'") for word in WORD.findall(name))
    return [word.removesuffix("'s") for word in words]


def distinctive_words(name: str) -> list[str]:
    """The words that are neither generic, nor places, nor numbers."""
    return [
        word
        for word in normalised_words(name)
        if word not in generic_words() and word not in place_words() and not word.isdigit()
    ]


@cache
def generic_words() -> frozenset[str]:
    """Words in the names of any council's services."""
    return frozenset(table("programmes")["generic"])


@cache
def place_words() -> frozenset[str]:
    """The names of councils' places, and the longer words in them."""
    names = {fold(name) for name in Gazetteer.load().place_names}
    return frozenset(names | {word for name in names for word in name.split() if len(word) > 3})


@cache
def noun_classes() -> Mapping[str, tuple[str, str | None]]:
    """Nouns with which names end, and their plurals, each with its class and kind."""
    found: dict[str, tuple[str, str | None]] = {}
    for entry in table("programmes")["noun"]:
        for word in entry["words"]:
            found[word] = found[word + "s"] = (entry["name"], entry.get("kind"))
    return found


def kind_of_noun(noun: str) -> str:
    """The kind of programme that a noun tells."""
    return noun_classes().get(noun.casefold(), ("", None))[1] or "service"


def long_form(name: str, abbreviation: str) -> str:
    """The last words of `name` with initials that spell `abbreviation`, some skipped; or "".

    >>> long_form("practitioner in the complex safeguarding team", "CST")
    'complex safeguarding team'
    >>> long_form("in the assessment and intervention team", "A&I")
    'assessment and intervention team'
    """
    words = name.split()
    for count in range(2, len(words) + 1):
        parts = [part for word in words[-count:] for part in word.split("-") if part]
        initials = iter("".join(part[0] for part in parts).casefold())
        letters = re.sub(r"\W|s$", "", abbreviation).casefold()
        spelt = parts[0][0].casefold() == letters[0] and all(c in initials for c in letters)
        if spelt and parts[0] not in ("and", "or", "of", "the", "for", "in", "to"):
            return " ".join(words[-count:])
    return ""
