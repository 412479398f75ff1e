"""Mentions to entities: who and what the names in one document refer to.

Linking uses the document and the gazetteer alone, so a document's entities don't depend on other
documents.  Nothing is guessed: ambiguous mentions are returned as `Unresolved`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.gazetteer import Gazetteer
from kg.graph.council_linking import link_councils
from kg.graph.linked import (
    Context,
    Linked,
    LinkedFollowUp,
    LinkedInspection,
    MentionedCouncil,
)
from kg.graph.people_linking import link_inspector, link_post
from kg.graph.thing_linking import link_findings, link_thing
from kg.model import Document, Facts, Finding, FollowUp, Inspection, Unresolved
from kg.rdf.iris import document_key, thing

__all__ = ["link", "link_added"]


def link(document: Document, facts: Facts) -> Linked:
    """Decide what the facts of a document are about and what the names in them refer to."""
    councils, unresolved = link_councils(document, facts)
    subjects = tuple(council.gss for council in councils if council.subject)
    inspections = ((gss, _inspection_iri(document, facts.inspection, gss)) for gss in subjects)
    return _link(
        Context(document, facts, subjects, _named(inspections)),
        councils,
        (*unresolved, *facts.unresolved, *_without_subject(document, facts, subjects)),
    )


def link_added(document: Document, facts: Facts, inspections: Iterable[tuple[str, str]]) -> Linked:
    """Link further facts of a document; its inspections are given as (GSS code, IRI)."""
    known = _named(inspections)
    subjects = tuple(dict.fromkeys(inspection.gss for inspection in known))
    return _link(Context(document, facts, subjects, known), (), ())


def _link(
    context: Context,
    councils: tuple[MentionedCouncil, ...],
    unresolved: tuple[Unresolved, ...],
) -> Linked:
    facts = context.facts
    programmes = tuple(link_thing(context, "programme", name) for name in facts.programmes)
    organisations = tuple(link_thing(context, "organisation", name) for name in facts.organisations)
    return Linked(
        document=context.document,
        facts=facts,
        subjects=context.subjects,
        inspections=context.inspections,
        councils=councils,
        inspectors=tuple(map(link_inspector, facts.inspectors)),
        posts=tuple(link_post(context, post) for post in facts.leaders),
        programmes=programmes,
        organisations=organisations,
        findings=link_findings(context, (*programmes, *organisations)),
        follow_ups=tuple(_link_follow_up(fact, facts.findings) for fact in facts.followups),
        unresolved=unresolved,
    )


def _without_subject(
    document: Document, facts: Facts, subjects: tuple[str, ...]
) -> Iterator[Unresolved]:
    """The words that report an inspection in a document without a known subject council."""
    if facts.inspection.type is None or subjects:
        return
    for evidence in facts.inspection.evidence[:1]:
        quote = document.quote(evidence.start, evidence.end)
        reason = "an inspection, but of no council that it names"
        yield Unresolved("council", quote, evidence.start, evidence.end, reason)


def _named(inspections: Iterable[tuple[str, str]]) -> tuple[LinkedInspection, ...]:
    councils = Gazetteer.load().councils
    return tuple(LinkedInspection(gss, councils[gss].name, iri) for gss, iri in inspections)


def _inspection_iri(document: Document, inspection: Inspection, gss: str) -> str:
    """The IRI of an inspection; without a date it ends in the document's hash."""
    last = inspection.start.iso if inspection.start else document_key(document.sha256)
    return thing("inspection", gss, inspection.type or "other", last)


def _link_follow_up(follow_up: FollowUp, findings: Iterable[Finding]) -> LinkedFollowUp:
    start, end = follow_up.evidence.start, follow_up.evidence.end
    within = (finding for finding in findings if start <= finding.evidence.start < end)
    return LinkedFollowUp(follow_up, tuple(within))
