"""Linked facts to quads: one graph for each document, evidence on every fact, no blank nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.graph.claims import LABEL, DocumentTriples
from kg.graph.linked import Context, Linked, LinkedInspection, LinkedThing
from kg.model import Announcement, BlockKind, Document, Evidence, Finding, Inspector, Leader
from kg.rdf.iris import concept, slug, thing
from kg.rdf.nquads import Term, Triple, dates, kg, number, ref, term, text, typed
from kg.rdf.vocabulary import (
    ASSOCIATION,
    EARLIER_INSPECTION,
    FINDING,
    FOLLOW_UP,
    JUDGEMENT,
    MENTION,
    RESPONSE,
    TENURE,
    UNRESOLVED_MENTION,
)

__all__ = ["added_fact_quads", "document_quads"]


def document_quads(linked: Linked) -> bytes:
    """A linked document as quads of its own graph: N-Quads, lines sorted."""
    triples = DocumentTriples(linked.document)
    _add_document(triples, linked)
    for inspection in linked.inspections:
        _add_inspection(triples, inspection)
    _add_facts(triples, linked)
    _add_councils(triples, linked)
    _add_responses(triples, linked)
    _add_unresolved(triples, linked)
    _add_follow_ups(triples, linked)
    return triples.nquads()


def added_fact_quads(linked: Linked) -> bytes:
    """Facts that people add to a document, as quads of its graph: N-Quads, lines sorted.

    The document's own quads describe the document and its inspections, so these are left out.
    """
    triples = DocumentTriples(linked.document)
    _add_facts(triples, linked)
    return triples.nquads()


def _add_facts(triples: DocumentTriples, linked: Linked) -> None:
    _add_judgements(triples, linked)
    _add_earlier_inspections(triples, linked)
    _add_things(triples, linked)
    _add_inspectors(triples, linked)
    _add_posts(triples, linked)
    _add_findings(triples, linked)


def _add_document(triples: DocumentTriples, linked: Linked) -> None:
    document, facts = linked.document, linked.facts
    triples.add_node(
        triples.iri,
        "Document",
        (kg("sha256"), text(document.sha256)),
        (kg("mediaType"), text(document.media_type)),
        (kg("documentKind"), ref(concept("document-kind", facts.kind.value))),
        (kg("wordCount"), number(len(document.text.split()))),
        (kg("pageCount"), number(len(document.pages)) if document.pages else None),
    )
    triples.add(
        (triples.iri, kg("reports"), ref(inspection.iri)) for inspection in linked.inspections
    )
    if facts.published is not None:
        date, evidence = facts.published
        triples.add(dates(triples.iri, "published", date))
        triples.add_evidence(triples.iri, evidence)


def _add_inspection(triples: DocumentTriples, reported: LinkedInspection) -> None:
    inspection, iri = reported.fact, reported.iri
    when = inspection.start.iso if inspection.start else "no date"
    kind = (inspection.type or "other").replace("-", " ")
    triples.add_node(
        iri,
        "Inspection",
        (LABEL, text(f"{reported.council_name}: {kind}, {when}")),
        (kg("council"), ref(thing("council", reported.gss))),
        (kg("inspectionType"), ref(concept("inspection-type", inspection.type or "other"))),
    )
    if inspection.ordinal is not None:
        triples.add([(iri, kg("ordinal"), number(inspection.ordinal))])
    if inspection.focus is not None:
        triples.add(_focus(iri, area) for area in inspection.focus.areas)
    for name in ("start", "end", "published"):
        triples.add(dates(iri, name, getattr(inspection, name)))
    if inspection.next is not None:
        _add_announcement(triples, iri, inspection.next)
    for evidence in inspection.evidence:
        triples.add_evidence(iri, evidence)


def _focus(iri: str, area: str) -> Triple:
    """What a visit looked at: a concept, or the words where there is none."""
    words = area.removeprefix("other:")
    if words != area:
        return iri, kg("otherFocus"), text(words)
    return iri, kg("focus"), ref(concept("focus", area))


def _add_announcement(triples: DocumentTriples, iri: str, announced: Announcement) -> None:
    """Add the next inspection or visit that is announced after the inspection `iri`."""
    triples.add(dates(iri, "nextDue", announced.when))
    if announced.focus:
        triples.add([(iri, kg("nextFocus"), text(announced.focus))])
    stated = {"nextDue": announced.when, "nextFocus": announced.focus}
    states = tuple(name for name, value in stated.items() if value)
    triples.add_evidence(iri, replace(announced.evidence, states=states))


def _add_judgements(triples: DocumentTriples, linked: Linked) -> None:
    for linked_judgement in linked.judgements:
        judgement, inspection = linked_judgement.fact, linked_judgement.inspection
        triples.add_claim(
            JUDGEMENT.iri(triples.key, inspection.gss, judgement.area),
            JUDGEMENT,
            judgement.evidence,
            (kg("inspection"), ref(inspection.iri)),
            (kg("council"), ref(thing("council", inspection.gss))),
            (kg("area"), ref(concept("area", judgement.area))),
            (kg("grade"), ref(concept("grade", judgement.grade))),
        )


def _add_earlier_inspections(triples: DocumentTriples, linked: Linked) -> None:
    for earlier in linked.facts.earlier:
        last = f"{earlier.when.iso}-{earlier.evidence.start}"
        for gss in linked.context.councils(earlier.council):
            node = EARLIER_INSPECTION.iri(triples.key, gss, last)
            triples.add_claim(
                node,
                EARLIER_INSPECTION,
                earlier.evidence,
                *_about(linked.context, gss),
                (kg("grade"), ref(concept("grade", earlier.grade)) if earlier.grade else None),
                *((kg("gradedArea"), ref(concept("area", part))) for part in earlier.parts),
                (
                    kg("inspectionType"),
                    ref(concept("inspection-type", earlier.type)) if earlier.type else None,
                ),
            )
            triples.add(dates(node, "when", earlier.when))
            if earlier.grade_evidence is not None:
                triples.add_evidence(node, earlier.grade_evidence)


def _about(context: Context, council: str | None) -> list[tuple[Term, Term]]:
    """The inspections and councils that a fact with this `council` is about."""
    inspections = context.inspections_of(council)
    return [
        *((kg("inspection"), ref(inspection.iri)) for inspection in inspections),
        *_councils(context, council),
    ]


def _own(council: str | None) -> tuple[str, ...]:
    """The part of a claim's IRI that distinguishes the same name under several councils."""
    return (council,) if council else ()


def _councils(context: Context, council: str | None) -> list[tuple[Term, Term]]:
    return [(kg("council"), ref(thing("council", gss))) for gss in context.councils(council)]


def _add_councils(triples: DocumentTriples, linked: Linked) -> None:
    for council in linked.councils:
        role = "subject" if council.subject else "mentioned"
        triples.add_claim(
            MENTION.iri(triples.key, "council", council.gss),
            MENTION,
            council.evidence,
            (kg("mentions"), ref(thing("council", council.gss))),
            (kg("mentionRole"), ref(concept("mention-role", role))),
            (kg("count"), number(council.count)),
        )


def _add_things(triples: DocumentTriples, linked: Linked) -> None:
    for programme, name in _with_own_names(linked.programmes):
        quote = linked.document.quote(*programme.fact.quote)
        _add_thing(triples, linked, "programme", programme, name, (kg("quote"), text(quote)))
    for organisation, name in _with_own_names(linked.organisations):
        _add_thing(triples, linked, "organisation", organisation, name)


def _with_own_names(things: Iterable[LinkedThing]) -> Iterator[tuple[LinkedThing, str]]:
    """Each thing with the name in the IRI of its mention.

    Of names that are alike in it, all but the first have the place of their evidence too.
    """
    taken = set()
    for named in things:
        fact = named.fact
        name = slug(fact.name)
        yield named, f"{name}-{fact.evidence.start}" if (fact.council, name) in taken else name
        taken.add((fact.council, name))


def _add_thing(
    triples: DocumentTriples,
    linked: Linked,
    kind: str,
    named: LinkedThing,
    name: str,
    *more: tuple[Term, Term],
) -> None:
    fact = named.fact
    triples.add_claim(
        MENTION.iri(triples.key, kind, *_own(fact.council), name),
        MENTION,
        fact.evidence,
        (kg("mentions"), ref(named.iri)),
        (kg("name"), text(fact.name)),
        (kg(f"{kind}Kind"), ref(concept(f"{kind}-kind", fact.kind))),
        (kg("count"), number(fact.count)),
        *more,
        *_councils(linked.context, fact.council),
    )


def _add_inspectors(triples: DocumentTriples, linked: Linked) -> None:
    for inspector in linked.inspectors:
        fact = inspector.fact
        node = ASSOCIATION.iri(triples.key, *_own(fact.council), slug(fact.name))
        triples.add_claim(
            node,
            ASSOCIATION,
            fact.evidence,
            (term("prov", "agent"), ref(inspector.person)),
            (term("prov", "hadRole"), ref(concept("inspector-role", fact.role))),
            (
                kg("furtherRole"),
                ref(concept("inspector-role", fact.further_role)) if fact.further_role else None,
            ),
            (kg("name"), text(fact.name)),
            *_about(linked.context, fact.council),
        )
        _add_other_words(triples, node, inspector.person, fact)


def _add_posts(triples: DocumentTriples, linked: Linked) -> None:
    for post in linked.posts:
        fact = post.fact
        node = TENURE.iri(triples.key, f"{fact.role}-{fact.evidence.start}")
        triples.add_claim(
            node,
            TENURE,
            fact.evidence,
            (term("org", "member"), ref(post.holder) if post.holder else None),
            (kg("name"), text(fact.name) if fact.name else None),
            (term("org", "role"), ref(concept("post-role", fact.role))),
            (kg("roleText"), text(fact.role_text)),
            (term("org", "organization"), ref(post.body) if post.body else None),
            (kg("organisationText"), text(fact.organisation) if fact.organisation else None),
            *_councils(linked.context, fact.council),
            *((kg("inPostAt"), ref(iri)) for iri in post.in_post_at),
            *((kg("heldBefore"), ref(iri)) for iri in post.held_before),
        )
        triples.add(dates(node, "since", fact.since))
        if post.holder:
            _add_other_words(triples, node, post.holder, fact)


def _add_other_words(
    triples: DocumentTriples, claim: str, person: str, fact: Inspector | Leader
) -> None:
    """Add other spellings of a person's name, and further words about the person as evidence."""
    triples.add((person, term("skos", "altLabel"), text(name)) for name in fact.other_names)
    for evidence in fact.also:
        triples.add_evidence(claim, evidence)


def _add_findings(triples: DocumentTriples, linked: Linked) -> None:
    sections: dict[tuple[str | None, str | None], str] = {}
    for linked_finding in linked.findings:
        finding, span = linked_finding.fact, linked_finding.fact.evidence
        placed = finding.council, finding.section
        if placed not in sections:
            sections[placed] = _add_section(triples, linked.context, finding)
        triples.add_claim(
            _finding_iri(triples, span),
            FINDING,
            span,
            (kg("inSection"), ref(sections[placed])),
            (kg("findingKind"), ref(concept("finding-kind", finding.kind))),
            (kg("mainTheme"), ref(concept("theme", finding.themes[0]))),
            *((kg("theme"), ref(concept("theme", theme))) for theme in finding.themes[1:]),
            (kg("trend"), ref(concept("trend", finding.trend)) if finding.trend else None),
            (kg("priority"), typed("true", "boolean") if finding.priority else None),
            (
                kg("frameworkReference"),
                text(finding.framework_reference) if finding.framework_reference else None,
            ),
            *((kg("namesThing"), ref(iri)) for iri in linked_finding.names),
        )


def _add_section(triples: DocumentTriples, context: Context, first: Finding) -> str:
    """Add the section that a finding is the first of; its IRI has where that begins."""
    span = first.evidence
    iri = thing("section", triples.key, *_own(first.council), f"{span.component}-{span.start}")
    triples.add_node(
        iri,
        "Section",
        (kg("document"), ref(triples.iri)),
        (kg("heading"), text(first.section) if first.section else None),
        *_about(context, first.council),
    )
    return iri


def _add_responses(triples: DocumentTriples, linked: Linked) -> None:
    for linked_response in linked.responses:
        response, span = linked_response.fact, linked_response.fact.evidence
        triples.add_claim(
            RESPONSE.iri(triples.key, f"{span.start}-{span.end}"),
            RESPONSE,
            span,
            (kg("voice"), ref(concept("voice", response.by))),
            (kg("speaker"), ref(linked_response.speaker) if linked_response.speaker else None),
            (kg("speakerText"), text(response.speaker) if response.speaker else None),
            (kg("body"), ref(linked_response.body) if linked_response.body else None),
            (kg("bodyText"), text(response.body) if response.body else None),
            *_about(linked.context, response.council),
        )


def _paragraph(document: Document, span: Evidence) -> str:
    """The printed number of the paragraph that contains the words; "" for none."""
    block = document.block_at(span.start)
    return block.number if block and block.number else ""


def _finding_iri(triples: DocumentTriples, span: Evidence) -> str:
    block = triples.document.block_at(span.start)
    paragraph = _paragraph(triples.document, span)
    bullet = block is not None and block.kind is BlockKind.BULLET
    mark = f"p{paragraph}" if paragraph else "b" if bullet else "t"
    return FINDING.iri(triples.key, f"{mark}-{span.start}-{span.end}")


def _add_follow_ups(triples: DocumentTriples, linked: Linked) -> None:
    """Add the passages that refer to a recommendation of an earlier inspection."""
    about = _about(linked.context, None)
    for follow_up in linked.follow_ups:
        span = follow_up.fact.evidence
        node = FOLLOW_UP.iri(triples.key, f"{span.start}-{span.end}")
        triples.add_claim(
            node,
            FOLLOW_UP,
            span,
            *about,
            *(
                (kg("finding"), ref(_finding_iri(triples, finding.evidence)))
                for finding in follow_up.findings
            ),
        )
        triples.add(dates(node, "when", follow_up.fact.when))


def _add_unresolved(triples: DocumentTriples, linked: Linked) -> None:
    for mention in linked.unresolved:
        start, end = mention.start, mention.end
        triples.add_claim(
            UNRESOLVED_MENTION.iri(triples.key, f"{mention.what}-{start}-{end}"),
            UNRESOLVED_MENTION,
            Evidence(start, end, "linking", confidence=0.0),
            (kg("sought"), text(mention.what)),
            (kg("name"), text(mention.text)),
            (kg("reason"), text(mention.reason)),
        )
