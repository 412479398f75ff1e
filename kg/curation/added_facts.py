"""A fact that people add: from the keys of a decision to quads as the document's own would be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pyoxigraph as ox

from kg.curation.statements import EVIDENCE, Said
from kg.errors import InputError
from kg.gazetteer import bodies_named
from kg.graph.document_graph import added_fact_quads
from kg.graph.linked import Linked
from kg.graph.linking import link_added
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

__all__ = ["added"]


def added(said: Said, keys: Mapping[str, object], start: int, end: int) -> set[ox.Quad]:
    """The quads of a fact that rests on words of a document.

    Raises InputError for a fact of an inspection when the document reports none.
    """
    evidence = Evidence(start, end, "curation")
    linked = _linked(said, _facts(keys, evidence, said.text), start)
    if keys["fact"] in ("judgement", "previous-inspection") and not linked.inspections:
        raise InputError("its document reports no inspection")
    return set(ox.parse(added_fact_quads(linked), format=ox.RdfFormat.N_QUADS))


def _linked(said: Said, facts: Facts, start: int) -> Linked:
    """Facts added to a document, linked to the inspections that its quads say it reports."""
    iri = ox.NamedNode(thing("document", said.key))
    inspections = [
        (token(council.value), inspection.value)
        for inspection in said.objects(iri, named_node("kg:reports"))
        for council in said.objects(inspection, named_node("kg:council"))
    ]
    kinds = [
        token(k.value)
        for _, i in inspections
        for k in said.objects(ox.NamedNode(i), named_node("kg:inspectionType"))
    ]
    document = Document(said.sha256, "", said.text, (), _pages(said, start))
    inspection = Inspection(type=kinds[0] if kinds else None)
    return link_added(document, replace(facts, inspection=inspection), inspections)


def _pages(said: Said, start: int) -> tuple[int, ...]:
    """The page of added words, where the words known before and behind stand on one page."""
    pages: dict[int, int] = {}
    for quad in said.quads:
        match = EVIDENCE.search(str(quad.subject)[1:-1])
        if match and quad.predicate == named_node("kg:page"):
            pages[int(match[1])] = int(quad.object.value)  # type: ignore[union-attr]
    before = max((place for place in pages if place <= start), default=None)
    behind = min((place for place in pages if place >= start), default=None)
    if before is None or behind is None or pages[before] != pages[behind]:
        return ()
    return (0,) * pages[before]


def _facts(keys: Mapping[str, object], evidence: Evidence, words: str) -> Facts:
    """The one fact that a decision adds."""

    def value(key: str) -> str:
        return str(keys[key])

    def maybe(key: str) -> str | None:
        return value(key) if key in keys else None

    fact = value("fact")
    quote = words[evidence.start : evidence.end]
    if fact == "finding":
        themes = keys["themes"]
        assert isinstance(themes, tuple)
        return Facts(findings=(Finding(value("kind"), themes, maybe("trend"), None, evidence),))
    if fact == "inspector":
        return Facts(inspectors=(Inspector(value("name"), value("role"), evidence),))
    if fact == "judgement":
        return Facts(judgements=(Judgement(value("area"), value("grade"), evidence),))
    if fact == "previous-inspection":
        when = PartialDate(value("when"))
        return Facts(earlier=(EarlierInspection(when, maybe("grade"), maybe("type"), evidence),))
    if fact == "leader":
        since = PartialDate(value("since")) if "since" in keys else None
        post = maybe("role-text") or quote
        leader = Leader(value("name"), value("role"), post, maybe("organisation"), since, evidence)
        return Facts(leaders=(leader,))
    known = [body.slug for body in bodies_named(fact, value("name"))]
    place = (evidence.start, evidence.end)
    named = NamedThing(
        value("name"), value("kind"), known[0] if known else None, 1, place, evidence
    )
    return Facts(programmes=(named,)) if fact == "programme" else Facts(organisations=(named,))
