"""Turtle and TriG for people: related subjects are grouped under headings.

First come shared things, class by class: terms, concepts, councils, inspections, people.  Then come
the documents by path, each with its claims in order and their evidence.  The types of a subject
come first, then its names, then the rest.  The input is N-Triples lines; their literals are valid
Turtle, so no parser is needed.
"""

from __future__ import annotations

import re
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Protocol

from kg.rdf.iris import CONCEPTS, PREFIXES, THINGS, expand
from kg.rdf.vocabulary import CLAIMS

__all__ = ["NAMES_FIRST", "trig", "turtle"]

#: Subject -> property -> values, each in N-Triples syntax.
_Described = dict[bytes, dict[bytes, list[bytes]]]

#: Properties that name a thing; they come first in each subject, in this order.
NAMES_FIRST = tuple(
    expand(name)
    for name in (
        "rdfs:label", "skos:prefLabel", "dcterms:title", "foaf:name",
        "kg:name", "skos:altLabel", "rdfs:comment", "skos:definition",
    )
)  # fmt: skip

#: Classes of the things that documents share, in order, with their headings.
_CLASSES = tuple(
    (f"<{expand(name)}>".encode(), heading)
    for name, heading in (
        ("owl:Ontology", "Ontology"),
        ("owl:Class", "Classes"),
        ("rdfs:Class", "Classes"),
        ("owl:ObjectProperty", "Properties"),
        ("owl:DatatypeProperty", "Properties"),
        ("rdf:Property", "Properties"),
        ("skos:ConceptScheme", "Concept schemes"),
        ("skos:Concept", "Concepts"),
        ("kg:Council", "Councils"),
        ("kg:Inspection", "Inspections"),
        ("kg:Inspector", "Inspectors"),
        ("kg:Leader", "Leaders"),
        ("kg:Programme", "Programmes"),
        ("kg:Organisation", "Organisations"),
    )
)
#: Kinds of things in a document's section, in order, as in their IRIs.
_OF_DOCUMENT = ("document", "section", *(kind.iri_part for kind in CLAIMS), "evidence")

#: Bytes read at a time, and IRIs whose short form is kept.
CHUNK, MANY = 1 << 16, 1 << 16

_TYPE = f"<{expand('rdf:type')}>".encode()
_PATH = f"<{expand('kg:path')}>".encode()
_NUMBERS = {
    f"<{expand('xsd:integer')}>".encode(): re.compile(rb"[+-]?[0-9]+"),
    f"<{expand('xsd:decimal')}>".encode(): re.compile(rb"[+-]?[0-9]*\.[0-9]+"),
}
_RANKS = {_TYPE: -1} | {f"<{iri}>".encode(): rank for rank, iri in enumerate(NAMES_FIRST)}
_KEYED = re.compile(rf"<{re.escape(THINGS)}([a-z-]+)/([0-9a-f]{{16}})[/>]".encode())
#: Local names that every parser reads without an escape.
_LOCAL = re.compile(rb"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_SCHEME = re.compile(rf"{re.escape(CONCEPTS)}([a-z][a-z0-9-]*)/".encode())
_DIGITS = re.compile(rb"[0-9]+")
_UNSAFE = re.compile(rb"[\x00-\x1f\x7f]")


class Lines(Protocol):
    """What loads the N-Triples lines of a graph, each time that it is asked."""

    @property
    def lines(self) -> list[bytes]:
        """The lines."""
        ...


def turtle(graphs: Sequence[Lines]) -> Iterator[bytes]:
    """The union of graphs as Turtle, in parts: shared things, then each document."""
    terms = _Terms()
    return _with_prefixes(terms, chain.from_iterable(_body(p, terms) for p in _pieces(graphs)))


def trig(graphs: Iterable[tuple[str, Collection[bytes]]]) -> Iterator[bytes]:
    """Graphs as TriG: each a name in N-Quads syntax (empty for the default graph) and its lines."""
    terms = _Terms()

    def body() -> Iterator[bytes]:
        for name, lines in graphs:
            if lines:
                yield f"\n{name} {{\n".encode() if name else b"\n{\n"
                yield from _body(lines, terms)
                yield b"}\n"

    return _with_prefixes(terms, body())


def _with_prefixes(terms: _Terms, body: Iterable[bytes]) -> Iterator[bytes]:
    """The prefixes that a body uses, then the body, which waits in a file until they are known."""
    with tempfile.TemporaryFile() as file:
        file.writelines(body)
        file.seek(0)
        yield terms.prefixes()
        yield from iter(partial(file.read, CHUNK), b"")


def _pieces(graphs: Sequence[Lines]) -> Iterator[Iterable[bytes]]:
    """The lines on shared things, then those on each document and its claims, by path.

    What a graph says of its own document is read anew when its turn comes.
    """
    shared: set[bytes] = set()
    elsewhere: dict[bytes, set[bytes]] = defaultdict(set)
    homes: dict[bytes, Lines] = {}
    paths: dict[bytes, list[bytes]] = defaultdict(list)
    for graph in graphs:
        by_key: dict[bytes, list[bytes]] = defaultdict(list)
        for line in graph.lines:
            if key := _key(line):
                by_key[key].append(line)
            else:
                shared.add(line)
        own = max(by_key, key=lambda key: (len(by_key[key]), key), default=b"")
        for key, lines in by_key.items():
            paths[key] += filter(None, map(_path, lines))
            if key == own and key not in homes:
                homes[key] = graph
            else:
                elsewhere[key].update(lines)
    yield shared
    places = {key: min(found, default=b"") + b" " + key for key, found in paths.items()}
    for key in sorted(places, key=lambda key: places[key]):
        own_lines = homes[key].lines if key in homes else ()
        yield elsewhere.pop(key, set()).union(line for line in own_lines if _key(line) == key)


def _key(line: bytes) -> bytes:
    """The key of the document that the subject of a line belongs to; empty for a shared thing."""
    keyed = _KEYED.match(line)
    return keyed[2] if keyed and keyed[1].decode() in _OF_DOCUMENT else b""


def _path(line: bytes) -> bytes:
    """The path that a line gives of a document; empty for any other line."""
    subject, predicate, value = line.split(b" ", 2)
    keyed = _KEYED.match(subject)
    is_path = predicate == _PATH and keyed and keyed[1] == b"document"
    return _UNSAFE.sub(b"", value[:-3].strip(b'"')) if is_path else b""


class _Terms:
    """Terms in Turtle syntax, and the prefixes that they use."""

    def __init__(self) -> None:
        self.known: dict[bytes, bytes] = {}
        self.bases = {base.encode(): name.encode() for name, base in PREFIXES.items()}
        self.used: dict[bytes, bytes] = {}

    def prefixes(self) -> bytes:
        """The prefix lines at the start of the file."""
        return b"".join(
            sorted(b"@prefix %b: <%b> .\n" % (name, base) for name, base in self.used.items())
        )

    def iri(self, term: bytes) -> bytes:
        """An IRI, with a prefix if its local name needs no escape; a blank node unchanged."""
        short = self.known.get(term)
        if short is None:
            if len(self.known) > MANY:
                self.known.clear()
            short = self.known[term] = self._shorten(term)
        return short

    def predicate(self, term: bytes) -> bytes:
        """An IRI in the place of a predicate, the only one in which rdf:type is `a`."""
        return b"a" if term == _TYPE else self.iri(term)

    def value(self, term: bytes) -> bytes:
        """An object: numbers without quotes, the datatypes of other literals with a prefix."""
        if not term.startswith(b'"'):
            return self.iri(term)
        if not term.endswith(b">"):
            return term
        literal, _, datatype = term.rpartition(b"^^")
        bare = _NUMBERS.get(datatype)
        if bare and bare.fullmatch(literal[1:-1]):
            return literal[1:-1]
        return literal + b"^^" + self.iri(datatype)

    def _shorten(self, term: bytes) -> bytes:
        cut = max(term.rfind(b"/"), term.rfind(b"#")) + 1
        base, local = term[1:cut], term[cut:-1]
        if term.startswith(b"<<") or not _LOCAL.fullmatch(local):
            return term
        name = self.bases.get(base)
        if name is None:
            scheme = _SCHEME.fullmatch(base)
            if scheme is None or scheme[1].decode() in PREFIXES:
                return term
            name = scheme[1]
        self.used[name] = base
        return name + b":" + local


def _body(lines: Iterable[bytes], terms: _Terms) -> Iterator[bytes]:
    """The subjects under their headings, each after a blank line."""
    described: _Described = defaultdict(lambda: defaultdict(list))
    for line in lines:
        subject, predicate, value = line.split(b" ", 2)
        described[subject][predicate].append(value[:-3])
    previous = b""
    for _, heading, subject in sorted(_placed(described)):
        if heading != previous:
            previous = heading
            yield b"\n\n# %b\n" % heading
        yield b"\n" + terms.iri(subject)
        properties = described[subject]
        end = b" "
        for predicate in sorted(properties, key=_by_rank):
            values = b", ".join(map(terms.value, sorted(properties[predicate])))
            yield b"%b%b %b" % (end, terms.predicate(predicate), values)
            end = b" ;\n  "
        yield b" .\n"


def _by_rank(predicate: bytes) -> tuple[int, bytes]:
    return _RANKS.get(predicate, len(_RANKS)), predicate


def _placed(
    described: _Described,
) -> Iterator[tuple[tuple[int, bytes, int, bytes], bytes, bytes]]:
    """The place in the file, heading and IRI of each subject."""
    paths: dict[bytes, bytes] = {}
    for subject, properties in described.items():
        keyed = _KEYED.match(subject)
        if keyed and keyed[1] == b"document" and _PATH in properties:
            paths[keyed[2]] = _UNSAFE.sub(b"", min(properties[_PATH]).strip(b'"'))
    for subject, properties in described.items():
        keyed = _KEYED.match(subject)
        if keyed and keyed[1].decode() in _OF_DOCUMENT:
            key = keyed[2]
            path = paths.get(key, b"")
            place = (len(_CLASSES) + 1, path + b" " + key, _OF_DOCUMENT.index(keyed[1].decode()))
            natural = _DIGITS.sub(lambda digits: digits[0].rjust(9, b"0"), subject)
            yield (*place, natural), b"Document %b: %b" % (key, path), subject
        else:
            rank, heading = _class(properties)
            yield (rank, b"", 0, subject), heading.encode(), subject


def _class(properties: dict[bytes, list[bytes]]) -> tuple[int, str]:
    types = properties.get(_TYPE, ())
    for rank, (name, heading) in enumerate(_CLASSES):
        if name in types:
            return rank, heading
    return len(_CLASSES), "Other"
