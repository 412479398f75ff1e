"""The statements of one document: quads and text that decisions can change."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.rdf.iris import THINGS, document_key, kind_of, thing, token
from kg.rdf.vocabulary import named_node

__all__ = ["END", "EXACT", "START", "DocumentStatements", "replacer", "to_nquads"]


def to_nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Quads as N-Quads, with sorted lines."""
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(data.splitlines(keepends=True)))


#: What words say, and the range of them.
EXACT, START, END = (named_node(f"kg:{name}") for name in ("text", "startOffset", "endOffset"))
#: Kinds of node that are there for what points to them alone.
_PARTS = ("evidence", "section")


@dataclass(slots=True)
class DocumentStatements:
    """The quads and the text of one document, both loaded on demand."""

    sha256: str
    load: Callable[[], bytes]
    load_text: Callable[[], str]
    parsed: set[ox.Quad] | None = None
    changed_text: str | None = None

    @property
    def key(self) -> str:
        """The part of the document's hash that is used in IRIs."""
        return document_key(self.sha256)

    @property
    def quads(self) -> set[ox.Quad]:
        """The quads; changing this set changes the document's statements."""
        if self.parsed is None:
            self.parsed = set(ox.parse(self.load(), format=ox.RdfFormat.N_QUADS))
        return self.parsed

    @property
    def text(self) -> str:
        """The text, after any redaction; ranges count its characters."""
        return self.load_text() if self.changed_text is None else self.changed_text

    def nquads(self) -> bytes:
        """The quads as N-Quads."""
        return self.load() if self.parsed is None else to_nquads(self.parsed)

    def subjects(self, predicate: ox.NamedNode, value: ox.NamedNode) -> list[ox.NamedNode]:
        """The subjects that have this value for a property."""
        found = {q.subject for q in self.quads if q.predicate == predicate and q.object == value}
        return sorted((s for s in found if isinstance(s, ox.NamedNode)), key=str)

    def objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        """The resources that are values of a property."""
        found = {q.object for q in self.quads if q.subject == subject and q.predicate == predicate}
        return sorted((o for o in found if isinstance(o, ox.NamedNode)), key=str)

    def texts(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> set[str]:
        """The texts that are values of a property."""
        return {
            q.object.value
            for q in self.quads
            if q.subject == subject
            and q.predicate == predicate
            and isinstance(q.object, ox.Literal)
        }

    def remove(self, nodes: set[ox.NamedNode]) -> None:
        """Remove nodes, what points to them, and evidence and sections left unused."""
        self.parsed = {q for q in self.quads if q.subject not in nodes and q.object not in nodes}
        used = {q.object for q in self.parsed}
        self.parsed = {
            q
            for q in self.parsed
            if q.subject in used or kind_of(str(q.subject)[1:-1]) not in _PARTS
        }

    def ranges(self) -> dict[ox.NamedNode, tuple[int, int]]:
        """The first character, and the one after the last, of all nodes that are words."""
        found: dict[ox.NamedNode, dict[ox.NamedNode, int]] = defaultdict(dict)
        for quad in self.quads:
            if quad.predicate in (START, END) and isinstance(quad.subject, ox.NamedNode):
                found[quad.subject][quad.predicate] = int(quad.object.value)  # type: ignore[union-attr]
        return {node: (ends[START], ends[END]) for node, ends in found.items()}

    def put(
        self,
        subject: ox.NamedNode,
        predicate: ox.NamedNode,
        values: Iterable[ox.NamedNode | ox.Literal],
    ) -> None:
        """Replace the values of a node's property."""
        graph = ox.NamedNode(thing("graph", self.key))
        self.parsed = {q for q in self.quads if (q.subject, q.predicate) != (subject, predicate)}
        self.parsed |= {ox.Quad(subject, predicate, value, graph) for value in values}

    def replace(self, new: Callable[[str], str]) -> None:
        """Replace each IRI by what `new` returns for it."""

        def node(old: ox.NamedNode) -> ox.NamedNode:
            value = new(old.value)
            return old if value == old.value else ox.NamedNode(value)

        self.parsed = {
            ox.Quad(
                node(q.subject) if isinstance(q.subject, ox.NamedNode) else q.subject,
                q.predicate,
                node(q.object) if isinstance(q.object, ox.NamedNode) else q.object,
                q.graph_name,
            )
            for q in self.quads
        }


def replacer(new: Mapping[str, str]) -> Callable[[str], str]:
    """A function that replaces IRIs, and the codes of replaced councils within other IRIs."""
    codes = {token(old): token(iri) for old, iri in new.items() if kind_of(old) == "council"}
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
