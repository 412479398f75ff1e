"""Turtle and TriG for people: what belongs together stands together, under a heading.

First what documents share, class by class: terms, concepts, councils, inspections, people.  Then
each document by its path, with its claims in their order and the words that these rest on.  Of a
subject its types come first, then its names, then all else.  Input is N-Triples by line; a literal
is written in Turtle as it is there, so it needs no parser.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.rdf.iris import CONCEPTS, KG, PREFIXES, THINGS

__all__ = ["NAMES_FIRST", "trig", "turtle"]

#: Subject -> property -> values, each as N-Triples writes it.
_Described = dict[bytes, dict[bytes, list[bytes]]]

#: Properties that say what a thing is called; of each subject they come first, in this order.
NAMES_FIRST = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (
        ("rdfs", "label"), ("skos", "prefLabel"), ("dcterms", "title"), ("foaf", "name"),
        ("kg", "name"), ("skos", "altLabel"), ("rdfs", "comment"), ("skos", "definition"),
    )
)  # fmt: skip

#: What documents share, in order: the class, and its heading.
_CLASSES = tuple(
    (f"<{PREFIXES[prefix]}{name}>".encode(), heading)
    for prefix, name, heading in (
        ("owl", "Ontology", "Ontology"),
        ("owl", "Class", "Classes"),
        ("rdfs", "Class", "Classes"),
        ("owl", "ObjectProperty", "Properties"),
        ("owl", "DatatypeProperty", "Properties"),
        ("rdf", "Property", "Properties"),
        ("skos", "ConceptScheme", "Concept schemes"),
        ("skos", "Concept", "Concepts"),
        ("kg", "Council", "Councils"),
        ("kg", "Inspection", "Inspections"),
        ("kg", "Inspector", "Inspectors"),
        ("kg", "Leader", "Leaders"),
        ("kg", "Programme", "Programmes"),
        ("kg", "Organisation", "Organisations"),
    )
)
#: Of a document, in order; the first part of an IRI.
_OF_DOCUMENT = (
    "document", "judgement", "earlier", "association", "post", "mention", "finding", "evidence",
)  # fmt: skip

_TYPE = f"<{PREFIXES['rdf']}type>".encode()
_PATH = f"<{KG}path>".encode()
_NUMBERS = {
    f"<{PREFIXES['xsd']}integer>".encode(): re.compile(rb"[+-]?[0-9]+"),
    f"<{PREFIXES['xsd']}decimal>".encode(): re.compile(rb"[+-]?[0-9]*\.[0-9]+"),
}
_RANKS = {_TYPE: -1} | {f"<{iri}>".encode(): rank for rank, iri in enumerate(NAMES_FIRST)}
_KEYED = re.compile(rf"<{re.escape(THINGS)}([a-z]+)/([0-9a-f]{{16}})[/>]".encode())
#: Local names that every parser reads without an escape.
_LOCAL = re.compile(rb"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_SCHEME = re.compile(rf"{re.escape(CONCEPTS)}([a-z][a-z0-9-]*)/".encode())
_DIGITS = re.compile(rb"[0-9]+")
_UNSAFE = re.compile(rb"[\x00-\x1f\x7f]")


def turtle(lines: Iterable[bytes]) -> bytes:
    """N-Triples lines, each once, as Turtle."""
    terms = _Terms()
    body = b"".join(_body(lines, terms))
    return terms.prefixes() + body


def trig(graphs: Iterable[tuple[str, Iterable[bytes]]]) -> bytes:
    """Graphs as TriG: the name of each as N-Quads writes it (empty for the default one), lines."""
    terms = _Terms()
    out: list[bytes] = []
    for name, lines in graphs:
        opening = f"\n{name} {{\n".encode() if name else b"\n{\n"
        out += [opening, *_body(lines, terms), b"}\n"]
    return terms.prefixes() + b"".join(out)


class _Terms:
    """Terms as Turtle writes them, and the prefixes that this took."""

    def __init__(self) -> None:
        self.known = {_TYPE: b"a"}
        self.bases = {base.encode(): name.encode() for name, base in PREFIXES.items()}
        self.used: dict[bytes, bytes] = {}

    def prefixes(self) -> bytes:
        """The head of the file."""
        return b"".join(
            sorted(b"@prefix %b: <%b> .\n" % (name, base) for name, base in self.used.items())
        )

    def iri(self, term: bytes) -> bytes:
        """An IRI, with a prefix where its local name needs no escape; a blank node as it is."""
        short = self.known.get(term)
        if short is None:
            short = self.known[term] = self._shorten(term)
        return short

    def value(self, term: bytes) -> bytes:
        """An object: numbers bare, the datatype of other literals with its prefix."""
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
    """The subjects under their headings, each with a blank line before it."""
    described: _Described = defaultdict(lambda: defaultdict(list))
    for line in lines:
        subject, predicate, value = line.split(b" ", 2)
        described[subject][predicate].append(value[:-3])
    before = b""
    for _, heading, subject in sorted(_placed(described)):
        if heading != before:
            before = heading
            yield b"\n\n# %b\n" % heading
        yield b"\n" + terms.iri(subject)
        properties = described[subject]
        end = b" "
        for predicate in sorted(properties, key=_by_rank):
            values = b", ".join(map(terms.value, sorted(properties[predicate])))
            yield b"%b%b %b" % (end, terms.iri(predicate), values)
            end = b" ;\n  "
        yield b" .\n"


def _by_rank(predicate: bytes) -> tuple[int, bytes]:
    return _RANKS.get(predicate, len(_RANKS)), predicate


def _placed(
    described: _Described,
) -> Iterator[tuple[tuple[int, bytes, int, bytes], bytes, bytes]]:
    """Each subject with its place in the file and its heading."""
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
