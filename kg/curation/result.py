"""What decisions came to: what documents say now, what a store has to be told, and the record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

import pyoxigraph as ox

from kg.curation.curation_file import Decision
from kg.curation.redaction import mask
from kg.curation.statements import kg, kind_of, literal, term
from kg.rdf.iris import CURATION_GRAPH, concept, slug, thing

__all__ = ["KIND_OF", "Decided", "NotApplied", "finish", "record_of"]

#: The property by which a thing has its kind, by the part of its IRI that says what it is.
KIND_OF = {
    "programme": ("programmeKind", "programme-kind"),
    "organisation": ("organisationKind", "organisation-kind"),
    "inspection": ("inspectionType", "inspection-type"),
}
_TYPE, _LABEL = term("rdf", "type"), term("rdfs", "label")
_OTHER_NAME = term("skos", "altLabel")


@dataclass(frozen=True, slots=True)
class NotApplied:
    """A decision that does not apply: its number in the file, what it is, and why it does not."""

    number: int
    decision: str
    reason: str

    def as_row(self) -> dict[str, Any]:
        """Its fields by name, for the report."""
        return asdict(self)


@dataclass(slots=True)
class Decided:
    """What decisions make of a graph's documents.

    `quads` and `texts` are by hash, of documents that now say something else; `apart` are pairs of
    people who are two; `names` and `kinds` are by IRI, for `finish`; `record` is the graph
    `curation`; `hidden` are names taken out.
    """

    quads: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()
    names: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    record: bytes = b""
    applied: int = 0
    not_applied: tuple[NotApplied, ...] = ()
    hidden: tuple[re.Pattern[str], ...] = ()

    def hide(self, words: str) -> str:
        """Words without the names that were taken out, as long as before."""
        for pattern in self.hidden:
            words = pattern.sub(mask, words)
        return words

    def hidden_in(self, summary: dict[str, Any]) -> dict[str, Any]:
        """What a report says of a document, without the names that were taken out."""
        if not self.hidden:
            return summary
        found: dict[str, Any] = json.loads(self.hide(json.dumps(summary, ensure_ascii=False)))
        return found


def finish(store: ox.Store, decided: Decided) -> None:
    """Give things the names and kinds that were decided, once all else is in the store."""
    for iri, name in decided.names.items():
        subject = ox.NamedNode(iri)
        old = list(store.quads_for_pattern(subject, _LABEL, None))
        graph = old[0].graph_name if old else ox.NamedNode(CURATION_GRAPH)
        for quad in old:
            store.remove(quad)
            if quad.object != ox.Literal(name):
                store.add(ox.Quad(subject, _OTHER_NAME, quad.object, quad.graph_name))
        store.remove(ox.Quad(subject, _OTHER_NAME, ox.Literal(name), graph))
        store.add(ox.Quad(subject, _LABEL, ox.Literal(name), graph))
    for iri, token in decided.kinds.items():
        name, scheme = KIND_OF[kind_of(iri)]
        for quad in list(store.quads_for_pattern(ox.NamedNode(iri), kg(name), None)):
            store.remove(quad)
            value = ox.NamedNode(concept(scheme, token))
            store.add(ox.Quad(quad.subject, quad.predicate, value, quad.graph_name))


def record_of(decision: Decision, about: Iterable[str]) -> Iterator[ox.Quad]:
    """A decision in the graph `curation`: what, on what, by whom, when and why."""
    graph = ox.NamedNode(CURATION_GRAPH)
    digest = sha256(decision.canonical.encode()).hexdigest()[:16]
    node = ox.NamedNode(thing("decision", digest))
    agent = ox.NamedNode(thing("curator", slug(decision.by)))
    yield ox.Quad(node, _TYPE, kg("Decision"), graph)
    yield ox.Quad(node, kg("decides"), literal(decision.kind), graph)
    yield ox.Quad(node, term("prov", "wasAttributedTo"), agent, graph)
    yield ox.Quad(agent, _TYPE, term("prov", "Agent"), graph)
    yield ox.Quad(agent, _LABEL, literal(decision.by), graph)
    for iri in about:
        yield ox.Quad(node, kg("about"), ox.NamedNode(iri), graph)
    if decision.on:
        day = literal(decision.on, "date")
        yield ox.Quad(node, term("dcterms", "date"), day, graph)
    if decision.why:
        yield ox.Quad(node, term("rdfs", "comment"), literal(decision.why), graph)
