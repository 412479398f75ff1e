"""Redaction: replaces a person's name in texts and quads by black squares."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from kg.curation.statements import EXACT, DocumentStatements
from kg.rdf.vocabulary import literal, named_node
from kg.resources import word_lists

__all__ = ["REDACTED", "name_pattern", "redact_document", "redact_match", "titled_pattern"]

#: The character that replaces each letter of a redacted name.
REDACTED = "█"


def name_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for whole names, with any white space between their words."""
    alternatives = sorted(
        (r"\s+".join(map(re.escape, name.split())) for name in names), key=len, reverse=True
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


def titled_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for a title and a last name, such as "Ms Penfold"."""
    last = sorted({name.split()[-1] for name in names if name.split()})
    titles = "|".join(word_lists("names")["titles"])
    return re.compile(rf"\b(?:{titles})\.?\s+(?:{'|'.join(map(re.escape, last))})(?!\w)")


def redact_match(match: re.Match[str]) -> str:
    """The matched name redacted; the length stays the same, so that ranges stay valid."""
    return re.sub(r"\S", REDACTED, match[0])


def redact_document(document: DocumentStatements, patterns: Iterable[re.Pattern[str]]) -> None:
    """Redact names in a document; quotes still equal the text at their range."""
    for pattern in patterns:
        document.changed_text = pattern.sub(redact_match, document.text)
    quads = set()
    for quad in document.quads:
        value = quad.object
        if isinstance(value, ox.Literal) and value.datatype == named_node("xsd:string"):
            words = value.value
            for pattern in patterns:
                words = pattern.sub(redact_match, words)
            if words != value.value and quad.predicate != named_node("kg:path"):
                quad = ox.Quad(quad.subject, quad.predicate, ox.Literal(words), quad.graph_name)
        quads.add(quad)
    document.parsed = quads
    ranges = document.ranges()
    for quad in list(document.quads):
        if quad.predicate == EXACT and quad.subject in ranges:
            start, end = ranges[quad.subject]  # type: ignore[index]
            words = document.text[start:end]
            document.quads.remove(quad)
            document.quads.add(ox.Quad(quad.subject, EXACT, literal(words), quad.graph_name))
