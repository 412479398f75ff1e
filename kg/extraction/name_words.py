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
