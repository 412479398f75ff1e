"""JSON-LD that people and plain JSON tools can read: short keys, plain values, one node a line.

The `@context` gives each property a name, and a datatype if all of its values share one, so that
most values are plain strings and numbers.  Named graphs are nodes with a `@graph` inside.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyoxigraph as ox

from kg.rdf.iris import CONCEPTS, PREFIXES, THINGS, expand
from kg.rdf.turtle import NAMES_FIRST, Lines

__all__ = ["jsonld"]

_TYPE = expand("rdf:type")
#: Integers that every JSON parser reads the same.
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_NATIVE = {expand("xsd:integer"): _INTEGER, expand("xsd:boolean"): re.compile("true|false")}
#: A prefix in JSON-LD may be followed by any characters, so two prefixes cover all things.
_BASES = {"thing": THINGS, "concept": CONCEPTS} | {
    name: base for name, base in PREFIXES.items() if not base.startswith(THINGS)
}
_RANKS = {iri: rank for rank, iri in enumerate(NAMES_FIRST)}


def jsonld(graphs: Sequence[tuple[str, Lines]]) -> Iterator[bytes]:
    """Graphs as JSON-LD, in parts: each an IRI (empty for the default graph) and its lines."""
    names = _ShortNames(line for _, graph in graphs for line in graph.lines)
    context = ",\n".join(f"  {_json(k)}: {_json(v)}" for k, v in names.context().items())
    yield f'{{"@context": {{\n{context}\n}},\n"@graph": ['.encode()
    before = "\n"
    for name, graph in graphs:
        nodes = ",\n".join(_json(node) for node in _nodes(graph.lines, names))
        if nodes:
            named = f'{{"id": {_json(names.iri(name))}, "@graph": [\n{nodes}\n]}}'
            yield (before + (named if name else nodes)).encode()
            before = ",\n"
    yield b"\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _ShortNames:
    """The names of properties, classes and other IRIs, and the form of values."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        kinds: dict[bytes, set[bytes]] = defaultdict(set)
        classes: set[bytes] = set()
        marker = f"<{_TYPE}>".encode()
        for line in lines:
            _, predicate, value = line.split(b" ", 2)
            if predicate == marker:
                classes.add(value[1:-4])
            else:
                kinds[predicate[1:-1]].add(_kind(value[:-3]))
        self.terms: dict[str, str] = {}
        taken = {"id", "type", *_BASES}
        for iri in sorted(_decoded(kinds) | _decoded(classes), key=_in_order):
            local = re.split("[/#:]", iri)[-1]
            free = local not in taken and re.fullmatch("[A-Za-z][A-Za-z0-9]*", local)
            self.terms[iri] = local if free else self.iri(iri)
            taken.add(self.terms[iri])
        self.coerced = {
            _decode(iri): _decode(*found) for iri, found in kinds.items() if len(found) == 1
        }
        self.properties = _decoded(kinds)

    def context(self) -> dict[str, Any]:
        """The `@context`."""
        context: dict[str, Any] = {"id": "@id", "type": "@type", **_BASES}
        for iri, term in sorted(self.terms.items(), key=lambda item: item[1]):
            kind = self.coerced.get(iri, "") if iri in self.properties else ""
            short = self.iri(iri)
            if kind.startswith("@") and kind != "@id":
                context[term] = {"@id": short, "@language": kind[1:]}
            elif kind and kind not in _NATIVE:
                context[term] = {"@id": short, "@type": self.iri(kind)}
            elif term != short:
                context[term] = short
        return context

    def iri(self, iri: str) -> str:
        """An IRI with its prefix, if it has one."""
        for name, base in _BASES.items():
            if iri.startswith(base) and not iri.startswith("//", len(base)):
                return f"{name}:{iri[len(base) :]}"
        return iri

    def value(self, predicate: str, term: Any) -> Any:
        """The JSON value of a property's object."""
        coerced = self.coerced.get(predicate)
        if not isinstance(term, ox.Literal):
            iri = self.iri(term.value) if isinstance(term, ox.NamedNode) else str(term)
            return iri if coerced == "@id" else {"id": iri}
        text, datatype = term.value, term.datatype.value
        if term.language:
            plain = coerced == f"@{term.language}"
            return text if plain else {"@value": text, "@language": term.language}
        if datatype == expand("xsd:string"):
            return text
        if datatype in _NATIVE and _NATIVE[datatype].fullmatch(text):
            return json.loads(text)
        if coerced == datatype and datatype not in _NATIVE:
            return text
        return {"@value": text, "@type": self.iri(datatype)}


def _kind(value: bytes) -> bytes:
    """`@id`, `@` and a language, a datatype, or empty for a plain string."""
    if not value.startswith(b'"'):
        return b"@id"
    if value.endswith(b'"'):
        return b""
    tail = value[value.rindex(b'"') + 1 :]
    return tail.lower() if tail.startswith(b"@") else tail[3:-1]


def _nodes(lines: Sequence[bytes], names: _ShortNames) -> Iterable[dict[str, Any]]:
    described: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(b"".join(lines), ox.RdfFormat.N_TRIPLES):
        subject = quad.subject
        iri = names.iri(subject.value) if isinstance(subject, ox.NamedNode) else str(subject)
        predicate = quad.predicate.value
        if predicate == _TYPE and isinstance(quad.object, ox.NamedNode):
            described[iri]["type"].append(names.terms[quad.object.value])
        else:
            described[iri][predicate].append(names.value(predicate, quad.object))
    for iri, properties in described.items():
        node: dict[str, Any] = {"id": iri}
        for predicate in sorted(properties, key=_in_order):
            values = properties[predicate]
            node[names.terms.get(predicate, predicate)] = values[0] if len(values) == 1 else values
        yield node


def _in_order(predicate: str) -> tuple[int, bool, str]:
    """Sort key: the type, then names, then the rest; kg's own properties before others."""
    rank = -1 if predicate == "type" else _RANKS.get(predicate, len(_RANKS))
    return rank, not predicate.startswith(PREFIXES["kg"]), predicate


def _decode(iri: bytes) -> str:
    """An IRI of N-Triples, which may contain escapes."""
    return iri.decode() if b"\\" not in iri else _unescaped(iri)


def _unescaped(iri: bytes) -> str:
    """An IRI with its escapes resolved by the parser."""
    quad = next(iter(ox.parse(b"<%b> <%b> <%b> .\n" % (iri, iri, iri), ox.RdfFormat.N_TRIPLES)))
    return str(quad.predicate.value)


def _decoded(iris: Iterable[bytes]) -> set[str]:
    return {_decode(iri) for iri in iris}
