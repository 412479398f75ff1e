"""What one document says, as quads and text that decisions can change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.rdf.iris import KG, PREFIXES, THINGS, document_key, thing

__all__ = ["Said", "kg", "kind_of", "literal", "replacer", "term", "to_nquads"]


def kg(name: str) -> ox.NamedNode:
    """A term of the ontology."""
    return ox.NamedNode(KG + name)


def term(prefix: str, name: str) -> ox.NamedNode:
    """A term of another vocabulary, by the prefix that `kg.rdf.iris` gives it."""
    return ox.NamedNode(PREFIXES[prefix] + name)


def literal(words: str | float, datatype: str = "string") -> ox.Literal:
    """A literal of a type of XML Schema."""
    return ox.Literal(str(words), datatype=term("xsd", datatype))


def to_nquads(quads: Iterable[ox.Quad]) -> bytes:
    """N-Quads, lines sorted."""
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(data.splitlines(keepends=True)))


#: The IRI of evidence, with the range of its words.
EVIDENCE = re.compile(r"/evidence/[0-9a-f]{16}/.*-(\d+)-(\d+)$")
_PLACE = re.compile(r"/(?:target|selector)$")
_EVIDENCE_OF = kg("evidence")
_EXACT, _START, _END = (term("oa", name) for name in ("exact", "start", "end"))


def kind_of(iri: str) -> str:
    """The part of a thing's IRI that says what it is."""
    return iri.removeprefix(THINGS).partition("/")[0]


@dataclass(slots=True)
class Said:
    """What one document says: its quads and its text, both read when they are needed."""

    sha256: str
    load: Callable[[], bytes]
    load_text: Callable[[], str]
    read: set[ox.Quad] | None = None
    changed_text: str | None = None

    @property
    def key(self) -> str:
        """The part of its hash that IRIs carry."""
        return document_key(self.sha256)

    @property
    def quads(self) -> set[ox.Quad]:
        """Its quads, to be looked at and changed."""
        if self.read is None:
            self.read = set(ox.parse(self.load(), format=ox.RdfFormat.N_QUADS))
        return self.read

    @property
    def text(self) -> str:
        """Its text, which ranges count in."""
        return self.load_text() if self.changed_text is None else self.changed_text

    def nquads(self) -> bytes:
        """Its quads as N-Quads."""
        return self.load() if self.read is None else to_nquads(self.read)

    def subjects(self, predicate: ox.NamedNode, value: ox.NamedNode) -> list[ox.NamedNode]:
        """What has this value for a property."""
        found = {q.subject for q in self.quads if q.predicate == predicate and q.object == value}
        return sorted((s for s in found if isinstance(s, ox.NamedNode)), key=str)

    def objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        """The resources that a property leads to."""
        found = {q.object for q in self.quads if q.subject == subject and q.predicate == predicate}
        return sorted((o for o in found if isinstance(o, ox.NamedNode)), key=str)

    def texts(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> set[str]:
        """The texts that a property has."""
        return {
            q.object.value
            for q in self.quads
            if q.subject == subject
            and q.predicate == predicate
            and isinstance(q.object, ox.Literal)
        }

    def remove(self, nodes: set[ox.NamedNode]) -> None:
        """Take out nodes, what points to them, and evidence that nothing else rests on."""
        self.read = {q for q in self.quads if q.subject not in nodes and q.object not in nodes}
        used = {q.object.value for q in self.read if q.predicate == _EVIDENCE_OF}  # type: ignore[union-attr]
        self.read = {
            q
            for q in self.read
            if "/evidence/" not in str(q.subject) or _PLACE.sub("", str(q.subject)[1:-1]) in used
        }

    def put(
        self,
        subject: ox.NamedNode,
        predicate: ox.NamedNode,
        values: Iterable[ox.NamedNode | ox.Literal],
    ) -> None:
        """Give a node other values for a property."""
        graph = ox.NamedNode(thing("graph", self.key))
        self.read = {q for q in self.quads if (q.subject, q.predicate) != (subject, predicate)}
        self.read |= {ox.Quad(subject, predicate, value, graph) for value in values}

    def replace(self, new: Callable[[str], str]) -> None:
        """Write other IRIs for the things that it speaks of."""

        def node(one: ox.NamedNode) -> ox.NamedNode:
            value = new(one.value)
            return one if value == one.value else ox.NamedNode(value)

        self.read = {
            ox.Quad(
                node(q.subject) if isinstance(q.subject, ox.NamedNode) else q.subject,
                q.predicate,
                node(q.object) if isinstance(q.object, ox.NamedNode) else q.object,
                q.graph_name,
            )
            for q in self.quads
        }


def replacer(new: Mapping[str, str]) -> Callable[[str], str]:
    """How IRIs are written anew: a thing's own, and all that a council's code is a part of."""
    codes = {
        old.rpartition("/")[2]: other.rpartition("/")[2]
        for old, other in new.items()
        if kind_of(old) == "council"
    }
    pattern = (
        re.compile(rf"(?<=[/-])(?:{'|'.join(map(re.escape, codes))})(?=/|$)") if codes else None
    )

    def replaced(iri: str) -> str:
        if iri in new:
            return new[iri]
        if pattern is not None and iri.startswith(THINGS) and kind_of(iri) != "evidence":
            return pattern.sub(lambda match: codes[match[0]], iri)
        return iri

    return replaced
