"""Mentions to entities: who and what the names in one document refer to.

Linking uses the document and the gazetteer alone, so a document's entities don't depend on other
documents.  Nothing is guessed: ambiguous mentions are returned as `Unresolved`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kg.gazetteer import Gazetteer
from kg.graph.council_linking import link_councils
from kg.graph.linked import (
    Context,
    Linked,
    LinkedFollowUp,
    LinkedInspection,
    LinkedJudgement,
    MentionedCouncil,
)
from kg.graph.people_linking import link_inspector, link_post, link_response
from kg.graph.thing_linking import link_findings, link_thing
from kg.model import Document, Facts, Finding, FollowUp, Inspection, Judgement, Unresolved
from kg.rdf.iris import document_key, expand, thing, token
from kg.reference_data import read_reference
from kg.resources import word_lists

__all__ = ["link", "link_added", "linked_inspection"]


def link(document: Document, facts: Facts) -> Linked:
    """Decide what the facts of a document are about and what the names in them refer to."""
    subjects, councils, unresolved = link_councils(document, facts)
    inspections = tuple(_inspections(document, facts, subjects))
    return _link(
        Context(document, facts, subjects, inspections),
        councils,
        (*unresolved, *facts.unresolved, *_without_subject(document, facts, subjects)),
    )


def link_added(document: Document, facts: Facts, inspections: Iterable[LinkedInspection]) -> Linked:
    """Link further facts of a document that reports these inspections."""
    known = tuple(inspections)
    subjects = tuple(dict.fromkeys(inspection.gss for inspection in known))
    return _link(Context(document, facts, subjects, known), (), ())


def linked_inspection(gss: str, iri: str, fact: Inspection) -> LinkedInspection:
    """An inspection of a council, with the council's name."""
    return LinkedInspection(gss, Gazetteer.load().councils[gss].name, iri, fact)


def _link(
    context: Context,
    councils: tuple[MentionedCouncil, ...],
    unresolved: tuple[Unresolved, ...],
) -> Linked:
    facts = context.facts
    programmes = tuple(link_thing(context, "programme", name) for name in facts.programmes)
    organisations = tuple(link_thing(context, "organisation", name) for name in facts.organisations)
    judgements, ungraded = _judgements(context)
    posts = tuple(link_post(context, post) for post in facts.leaders)
    return Linked(
        context=context,
        councils=councils,
        judgements=judgements,
        inspectors=tuple(map(link_inspector, facts.inspectors)),
        posts=posts,
        programmes=programmes,
        organisations=organisations,
        findings=link_findings(context, (*programmes, *organisations)),
        responses=tuple(link_response(context, fact, posts) for fact in facts.responses),
        follow_ups=tuple(_link_follow_up(fact, facts.findings) for fact in facts.followups),
        unresolved=(*unresolved, *ungraded),
    )


def _without_subject(
    document: Document, facts: Facts, subjects: tuple[str, ...]
) -> Iterator[Unresolved]:
    """The words that report an inspection in a document without a known subject council."""
    if subjects:
        return
    for inspection in facts.inspections:
        if inspection.type is None:
            continue
        for evidence in inspection.evidence[:1]:
            quote = document.quote(evidence.start, evidence.end)
            reason = "an inspection, but of no council that it names"
            yield Unresolved("council", quote, evidence.start, evidence.end, reason)


def _inspections(
    document: Document, facts: Facts, subjects: tuple[str, ...]
) -> Iterator[LinkedInspection]:
    """Each inspection that the facts report, of each council that it is about."""
    undated: Counter[str] = Counter()
    for fact in facts.inspections:
        if fact.type is None:
            continue
        for gss in (fact.council,) if fact.council else subjects:
            iri = _inspection_iri(document, fact, gss)
            if fact.start is None:
                undated[iri] += 1
                # Without dates, the order in the document tells two visits apart.
                iri = iri if undated[iri] == 1 else f"{iri}-{undated[iri]}"
            yield linked_inspection(gss, iri, fact)


def _inspection_iri(document: Document, inspection: Inspection, gss: str) -> str:
    """The IRI of an inspection; without a date it ends in the document's hash."""
    last = inspection.start.iso if inspection.start else document_key(document.sha256)
    return thing("inspection", gss, inspection.type or "other", last)


def _judgements(
    context: Context,
) -> tuple[tuple[LinkedJudgement, ...], tuple[Unresolved, ...]]:
    """Each judgement with the inspection that gave it, and those that no inspection can have given.

    A judgement that names no council is given by an inspection of each subject.
    """
    linked, unresolved = [], []
    for judgement in context.facts.judgements:
        for gss in context.councils(judgement.council):
            inspection = _graded_by(context, judgement, gss)
            if inspection is None:
                reason = "a grade of a council of which no inspection is reported that gives grades"
            elif _gives(inspection, judgement.area):
                linked.append(LinkedJudgement(judgement, inspection))
                continue
            else:
                reason = "an overall grade, which no inspection of this time gives"
            start, end = judgement.evidence.start, judgement.evidence.end
            quote = context.document.quote(start, end)
            unresolved.append(Unresolved("inspection", quote, start, end, reason))
    return tuple(linked), tuple(unresolved)


def _graded_by(context: Context, judgement: Judgement, gss: str) -> LinkedInspection | None:
    """The inspection of a council that gave a judgement.

    It is the first that gives grades; if the judgement names no council, any inspection will do.
    """
    inspections = context.inspections_of(gss)
    ungraded = word_lists("inspections")["ungraded"]
    graded = [inspection for inspection in inspections if inspection.fact.type not in ungraded]
    found = graded or ([] if judgement.council else inspections)
    return found[0] if found else None


def _gives(inspection: LinkedInspection, area: str) -> bool:
    """Whether an inspection of its time may give a grade for an area."""
    fact = inspection.fact
    return fact.start is None or not any(
        fact.type == kind and area == left_out and first <= fact.start.earliest <= last
        for kind, left_out, first, last in _left_out()
    )


def _left_out() -> Iterator[tuple[str, str, str, str]]:
    """The areas that frameworks leave out: type of inspection, area, first day and last day."""
    for node in read_reference("concepts").values():
        for area in node.get(expand("kg:leavesOutArea"), ()):
            kind, first = node[expand("kg:inspectionType")][0], node[expand("kg:validFrom")][0]
            last = node.get(expand("kg:validUntil"), ["9999-12-31"])[0]
            yield token(kind), token(area), first, last


def _link_follow_up(follow_up: FollowUp, findings: Iterable[Finding]) -> LinkedFollowUp:
    start, end = follow_up.evidence.start, follow_up.evidence.end
    within = (finding for finding in findings if start <= finding.evidence.start < end)
    return LinkedFollowUp(follow_up, tuple(within))
