"""Names hidden in text: what stands for each letter, and where a name is looked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from kg.curation.statements import _END, _EXACT, _START, Said
from kg.rdf.vocabulary import literal, named_node
from kg.resources import word_lists

__all__ = ["HIDDEN", "hide_in", "mask", "name_pattern", "titled_pattern"]

#: What stands for each letter of a name that was taken out.
HIDDEN = "█"


def name_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Whole names, however their words are parted."""
    ways = sorted(
        (r"\s+".join(map(re.escape, name.split())) for name in names), key=len, reverse=True
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE)


def titled_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Last names behind a title: how a person is called for short."""
    last = sorted({name.split()[-1] for name in names if name.split()})
    titles = "|".join(word_lists("names")["titles"])
    return re.compile(rf"\b(?:{titles})\.?\s+(?:{'|'.join(map(re.escape, last))})(?!\w)")


def mask(match: re.Match[str]) -> str:
    """As many signs as the words have, so that no range of the text moves."""
    return re.sub(r"\S", HIDDEN, match[0])


def hide_in(said: Said, patterns: Iterable[re.Pattern[str]]) -> None:
    """Take names out of a document; quotes stay the words at their range."""
    for pattern in patterns:
        said.changed_text = pattern.sub(mask, said.text)
    quads = set()
    for quad in said.quads:
        value = quad.object
        if isinstance(value, ox.Literal) and value.datatype == named_node("xsd:string"):
            words = value.value
            for pattern in patterns:
                words = pattern.sub(mask, words)
            if words != value.value and quad.predicate != named_node("kg:path"):
                quad = ox.Quad(quad.subject, quad.predicate, ox.Literal(words), quad.graph_name)
        quads.add(quad)
    said.read = quads
    ranges: dict[ox.NamedNode, dict[str, int]] = defaultdict(dict)
    for quad in said.quads:
        if quad.predicate in (_START, _END) and isinstance(quad.subject, ox.NamedNode):
            ranges[quad.subject][quad.predicate.value] = int(quad.object.value)  # type: ignore[union-attr]
    for quad in list(said.quads):
        if quad.predicate == _EXACT and quad.subject in ranges:
            where = ranges[quad.subject]  # type: ignore[index]
            words = said.text[where[_START.value] : where[_END.value]]
            said.quads.remove(quad)
            said.quads.add(ox.Quad(quad.subject, _EXACT, literal(words), quad.graph_name))
