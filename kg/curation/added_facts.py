"""Turns an `add` decision into quads, the same as for a fact that `kg` found itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pyoxigraph as ox

from kg.body_names import bodies_named
from kg.curation.statements import DocumentStatements
from kg.errors import InputError
from kg.graph.document_graph import added_fact_quads
from kg.graph.linked import Linked
from kg.graph.linking import link_added, linked_inspection
from kg.model import (
    Document,
    EarlierInspection,
    Evidence,
    Facts,
    Finding,
    Inspection,
    Inspector,
    Judgement,
    Leader,
    NamedThing,
    PartialDate,
)
from kg.rdf.iris import thing, token
from kg.rdf.vocabulary import named_node

__all__ = ["added_quads"]


def added_quads(
    document: DocumentStatements, keys: Mapping[str, object], start: int, end: int
) -> set[ox.Quad]:
    """The quads of an added fact, with characters `start` to `end` of the document as evidence.

    Raises InputError for a fact about an inspection when the document reports none.
    """
    evidence = Evidence(start, end, "curation")
    linked = _linked(document, _facts(keys, evidence, document.text), start)
    if keys["fact"] in ("judgement", "previous-inspection") and not linked.inspections:
        raise InputError("its document does not report an inspection")
    return set(ox.parse(added_fact_quads(linked), format=ox.RdfFormat.N_QUADS))


def _linked(statements: DocumentStatements, facts: Facts, start: int) -> Linked:
    """The added facts, linked to the inspections that the document reports."""
    iri = ox.NamedNode(thing("document", statements.key))
    inspections = [
        linked_inspection(
            token(council.value),
            inspection.value,
            Inspection(token(type_.value), council=token(council.value)),
        )
        for inspection in statements.objects(iri, named_node("kg:reports"))
        for council in statements.objects(inspection, named_node("kg:council"))
        for type_ in statements.objects(inspection, named_node("kg:inspectionType"))
    ]
    document = Document(statements.sha256, "", statements.text, (), _pages(statements, start))
    reported = tuple(inspection.fact for inspection in inspections)
    return link_added(document, replace(facts, inspections=reported), inspections)


def _pages(document: DocumentStatements, start: int) -> tuple[int, ...]:
    """Page starts that give the page of the added words; empty where the page is uncertain.

    The page is known when the nearest evidence before and after the words is on the same page.
    """
    ranges = document.ranges()
    pages = {
        ranges[quad.subject][0]: int(quad.object.value)  # type: ignore[index, union-attr]
        for quad in document.quads
        if quad.predicate == named_node("kg:page")
    }
    before = max((place for place in pages if place <= start), default=None)
    after = min((place for place in pages if place >= start), default=None)
    if before is None or after is None or pages[before] != pages[after]:
        return ()
    return (0,) * pages[before]


def _facts(keys: Mapping[str, object], evidence: Evidence, text: str) -> Facts:
    """The fact that a decision adds."""

    def value(key: str) -> str:
        return str(keys[key])

    def optional(key: str) -> str | None:
        return value(key) if key in keys else None

    fact = value("fact")
    quote = text[evidence.start : evidence.end]
    if fact == "finding":
        themes = keys["themes"]
        assert isinstance(themes, tuple)
        return Facts(findings=(Finding(value("kind"), themes, optional("trend"), None, evidence),))
    if fact == "inspector":
        return Facts(inspectors=(Inspector(value("name"), value("role"), evidence),))
    if fact == "judgement":
        return Facts(judgements=(Judgement(value("area"), value("grade"), evidence),))
    if fact == "previous-inspection":
        when = PartialDate(value("when"))
        return Facts(
            earlier=(EarlierInspection(when, optional("grade"), optional("type"), evidence),)
        )
    if fact == "leader":
        since = PartialDate(value("since")) if "since" in keys else None
        post = optional("role-text") or quote
        leader = Leader(
            value("name"), value("role"), post, optional("organisation"), since, evidence
        )
        return Facts(leaders=(leader,))
    known = [body.slug for body in bodies_named(fact, value("name"))]
    place = (evidence.start, evidence.end)
    named = NamedThing(
        value("name"), value("kind"), known[0] if known else None, 1, place, evidence
    )
    return Facts(programmes=(named,)) if fact == "programme" else Facts(organisations=(named,))
