"""The prefixes of kg in queries that don't declare them."""

from __future__ import annotations

import re

from kg.rdf.iris import PREFIXES
from kg.rdf.vocabulary import prologue

__all__ = ["with_prefixes"]

_DECLARED = re.compile(r"\bPREFIX\s+(?P<prefix>[\w.-]*):", re.IGNORECASE)
_USED = re.compile(r"(?<![\w.:-])(?P<prefix>[A-Za-z][\w-]*):")


def with_prefixes(sparql: str) -> str:
    """The query, with a declaration of each of kg's prefixes that it uses and does not declare.

    The declarations stand in its first line, so that messages count its lines as they were.  A word
    in a string or a comment may look like a prefix: its declaration changes nothing.

    >>> with_prefixes("ASK { ?s a org:Post ; my:size 1 }").count("PREFIX")
    1
    """
    declared = {match["prefix"] for match in _DECLARED.finditer(sparql)}
    used = dict.fromkeys(match["prefix"] for match in _USED.finditer(sparql))
    missing = [prefix for prefix in used if prefix in PREFIXES and prefix not in declared]
    lines = prologue(*missing) if missing else ""
    return lines.replace("\n", " ") + sparql
