"""The result of applying a curation file, and how it changes a store."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

import pyoxigraph as ox

from kg.curation.curation_file import Decision
from kg.curation.redaction import redact_match
from kg.rdf.iris import CURATION_GRAPH, concept, kind_of, slug, thing
from kg.rdf.vocabulary import ALT_LABEL, LABEL, RDF_TYPE, literal, named_node

__all__ = [
    "KIND_OF",
    "CurationResult",
    "NotApplied",
    "decision_quads",
    "replace_names_and_kinds",
]

#: What a thing is, from its IRI: the property for its kind, and the scheme of the kinds.
KIND_OF = {
    "programme": ("programmeKind", "programme-kind"),
    "organisation": ("organisationKind", "organisation-kind"),
    "inspection": ("inspectionType", "inspection-type"),
}


@dataclass(frozen=True, slots=True)
class NotApplied:
    """A decision that does not apply: its number in the file, a description and the reason."""

    number: int
    decision: str
    reason: str

    def as_row(self) -> dict[str, Any]:
        """The fields by name, for report.json."""
        return asdict(self)


@dataclass(slots=True)
class CurationResult:
    """The result of applying decisions to the documents of a graph.

    `quads` and `texts` have the changed documents by hash; `different_people` are pairs that must
    not be merged; `names` and `kinds` are by IRI, for `replace_names_and_kinds`; `record` is the
    named graph `curation` as N-Quads; `redacted_names` match the names to redact.
    """

    quads: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    different_people: frozenset[frozenset[str]] = frozenset()
    names: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    record: bytes = b""
    applied: int = 0
    not_applied: tuple[NotApplied, ...] = ()
    redacted_names: tuple[re.Pattern[str], ...] = ()

    def redact_summary(self, summary: dict[str, Any]) -> dict[str, Any]:
        """A document's summary for report.json, with names redacted."""
        if not self.redacted_names:
            return summary
        text = json.dumps(summary, ensure_ascii=False)
        for pattern in self.redacted_names:
            text = pattern.sub(redact_match, text)
        redacted: dict[str, Any] = json.loads(text)
        return redacted


def replace_names_and_kinds(store: ox.Store, result: CurationResult) -> None:
    """Set the decided names and kinds in a store that is otherwise complete."""
    for iri, name in result.names.items():
        subject = ox.NamedNode(iri)
        old = list(store.quads_for_pattern(subject, LABEL, None))
        graph = old[0].graph_name if old else ox.NamedNode(CURATION_GRAPH)
        for quad in old:
            store.remove(quad)
            if _text(quad) != name:
                store.add(ox.Quad(subject, ALT_LABEL, quad.object, quad.graph_name))
        for quad in list(store.quads_for_pattern(subject, ALT_LABEL, None, graph)):
            if _text(quad) == name:
                store.remove(quad)
        store.add(ox.Quad(subject, LABEL, ox.Literal(name), graph))
    for iri, token in result.kinds.items():
        name, scheme = KIND_OF[kind_of(iri)]
        predicate = named_node(f"kg:{name}")
        for quad in list(store.quads_for_pattern(ox.NamedNode(iri), predicate, None)):
            store.remove(quad)
            value = ox.NamedNode(concept(scheme, token))
            store.add(ox.Quad(quad.subject, quad.predicate, value, quad.graph_name))


def _text(quad: ox.Quad) -> str:
    """The text of a label, whether or not it has a language tag."""
    return quad.object.value if isinstance(quad.object, ox.Literal) else ""


def decision_quads(decision: Decision, about: Iterable[str]) -> Iterator[ox.Quad]:
    """The quads that record a decision: its kind, what it is about, by whom, when and why."""
    graph = ox.NamedNode(CURATION_GRAPH)
    digest = sha256(decision.canonical.encode()).hexdigest()[:16]
    node = ox.NamedNode(thing("decision", digest))
    agent = ox.NamedNode(thing("curator", slug(decision.by)))
    yield ox.Quad(node, RDF_TYPE, named_node("kg:Decision"), graph)
    yield ox.Quad(node, named_node("kg:decides"), literal(decision.kind), graph)
    yield ox.Quad(node, named_node("prov:wasAttributedTo"), agent, graph)
    yield ox.Quad(agent, RDF_TYPE, named_node("prov:Agent"), graph)
    yield ox.Quad(agent, LABEL, literal(decision.by), graph)
    for iri in about:
        yield ox.Quad(node, named_node("kg:about"), ox.NamedNode(iri), graph)
    if decision.on:
        day = literal(decision.on, "date")
        yield ox.Quad(node, named_node("dcterms:date"), day, graph)
    if decision.why:
        yield ox.Quad(node, named_node("rdfs:comment"), literal(decision.why), graph)
