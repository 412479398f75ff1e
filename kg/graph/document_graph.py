"""Claims to quads: one named graph a document, evidence on every fact, no blank nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.gazetteer import Gazetteer
from kg.graph import linking
from kg.graph.claims import (
    LABEL,
    Term,
    Triple,
    Writer,
    dates,
    decimal,
    document_graph,
    kg,
    nquads,
    number,
    ref,
    term,
    text,
    typed,
)
from kg.graph.linking import Linked
from kg.model import BlockKind, Document, Evidence, Inspector, Leader, PartialDate
from kg.rdf.iris import concept, document_key, slug, thing

__all__ = ["document_quads", "further_quads", "metadata_quads", "title_of"]

TITLE_LENGTH = 200


def document_quads(linked: Linked) -> bytes:
    """What a document says, as quads of its own graph: N-Quads, lines sorted."""
    writer = Writer(linked)
    _document(writer)
    for gss, iri in linked.inspections:
        _inspection(writer, gss, iri)
    _mentions(writer)
    _things(writer)
    _people(writer)
    _findings(writer)
    _unresolved(writer)
    _follow_ups(writer)
    return writer.nquads()


def further_quads(linked: Linked) -> bytes:
    """Facts beside those that a document's own quads have, without what these say of it."""
    writer = Writer(linked)
    for gss, iri in linked.inspections:
        _judgements(writer, gss, iri)
        _earlier(writer, gss, iri)
    _things(writer)
    _people(writer)
    _findings(writer)
    return writer.nquads()


def _document(writer: Writer) -> None:
    document, facts = writer.document, writer.linked.facts
    writer.node(
        writer.iri,
        "Document",
        (kg("sha256"), text(document.sha256)),
        (kg("mediaType"), text(document.media_type)),
        (kg("documentKind"), ref(concept("document-kind", facts.kind.value))),
        (kg("words"), number(len(document.text.split()))),
        (kg("pages"), number(len(document.pages)) if document.pages else None),
    )
    for _, iri in writer.linked.inspections:
        writer.add([(writer.iri, kg("reports"), ref(iri))])
    if facts.published is not None:
        date, evidence = facts.published
        writer.add(dates(writer.iri, "published", date))
        writer.because(writer.iri, evidence)


def _inspection(writer: Writer, gss: str, iri: str) -> None:
    inspection = writer.linked.facts.inspection
    council = Gazetteer.load().councils[gss]
    when = inspection.start.iso if inspection.start else "no date"
    kind = (inspection.type or "other").replace("-", " ")
    writer.node(
        iri,
        "Inspection",
        (LABEL, text(f"{council.name}: {kind}, {when}")),
        (kg("council"), ref(thing("council", gss))),
        (
            kg("inspectionType"),
            ref(concept("inspection-type", inspection.type or "other")),
        ),
    )
    for name in ("start", "end", "published"):
        writer.add(dates(iri, name, getattr(inspection, name)))
    for evidence in inspection.evidence:
        writer.because(iri, evidence)
    _judgements(writer, gss, iri)
    _earlier(writer, gss, iri)


def _judgements(writer: Writer, gss: str, iri: str) -> None:
    for judgement in writer.linked.facts.judgements:
        writer.claim(
            thing("judgement", writer.key, gss, judgement.area),
            "Judgement",
            judgement.evidence,
            (kg("inspection"), ref(iri)),
            (kg("council"), ref(thing("council", gss))),
            (kg("area"), ref(concept("area", judgement.area))),
            (kg("grade"), ref(concept("grade", judgement.grade))),
        )


def _earlier(writer: Writer, gss: str, iri: str) -> None:
    for earlier in writer.linked.facts.earlier:
        node = thing("earlier", writer.key, gss, f"{earlier.when.iso}-{earlier.evidence.start}")
        writer.claim(
            node,
            "EarlierInspection",
            earlier.evidence,
            (kg("inspection"), ref(iri)),
            (kg("council"), ref(thing("council", gss))),
            (
                kg("grade"),
                ref(concept("grade", earlier.grade)) if earlier.grade else None,
            ),
            (
                kg("inspectionType"),
                ref(concept("inspection-type", earlier.type)) if earlier.type else None,
            ),
        )
        writer.add(dates(node, "when", earlier.when))
        if earlier.grade_evidence is not None:
            writer.because(node, earlier.grade_evidence)


def _about(writer: Writer) -> list[tuple[Term, Term | None]]:
    """The inspections and councils that a claim of the document is about."""
    about: list[tuple[Term, Term | None]] = []
    for gss, iri in writer.linked.inspections:
        about.append((kg("inspection"), ref(iri)))
        about.append((kg("council"), ref(thing("council", gss))))
    return about


def _mentions(writer: Writer) -> None:
    linked = writer.linked
    for council in linked.councils:
        writer.claim(
            thing("mention", writer.key, "council", council.gss),
            "Mention",
            council.evidence,
            (kg("mentions"), ref(thing("council", council.gss))),
            (
                kg("mentionRole"),
                ref(concept("mention-role", "subject" if council.subject else "mentioned")),
            ),
            (kg("count"), number(council.count)),
        )


def _things(writer: Writer) -> None:
    linked = writer.linked
    councils = [(kg("council"), ref(thing("council", gss))) for gss in linked.subjects]
    groups = (
        ("programme", linked.facts.programmes, linking.programme),
        ("organisation", linked.facts.organisations, linking.body),
    )
    for kind, things, iri_of in groups:
        for named in things:
            quote = text(writer.document.quote(*named.quote)) if kind == "programme" else None
            writer.claim(
                thing("mention", writer.key, kind, slug(named.name)),
                "Mention",
                named.evidence,
                (kg("mentions"), ref(iri_of(linked, named))),
                (kg("name"), text(named.name)),
                (kg(f"{kind}Kind"), ref(concept(f"{kind}-kind", named.kind))),
                (kg("quote"), quote),
                (kg("count"), number(named.count)),
                *councils,
            )


def _people(writer: Writer) -> None:
    linked = writer.linked
    for one in linked.facts.inspectors:
        node, person = thing("association", writer.key, slug(one.name)), linking.inspector(one.name)
        writer.claim(
            node,
            "Association",
            one.evidence,
            (term("prov", "agent"), ref(person)),
            (term("prov", "hadRole"), ref(concept("inspector-role", one.role))),
            (kg("name"), text(one.name)),
            *_about(writer),
        )
        _further(writer, node, person, one)
    for post in linked.facts.leaders:
        _, organisation = linking.organisation(linked, post)
        node = thing("post", writer.key, f"{post.role}-{post.evidence.start}")
        holder = linking.leader(linked, post) if post.name else None
        writer.claim(
            node,
            "Post",
            post.evidence,
            (term("org", "member"), ref(holder) if holder else None),
            (kg("name"), text(post.name) if post.name else None),
            (term("org", "role"), ref(concept("post-role", post.role))),
            (kg("roleText"), text(post.role_text)),
            (
                term("org", "organization"),
                ref(organisation) if organisation else None,
            ),
            (kg("organisationText"), text(post.organisation) if post.organisation else None),
            *((kg("council"), ref(thing("council", g))) for g in linked.subjects),
            *((kg("inPostAt"), ref(iri)) for iri in linking.in_post_at(linked, post)),
        )
        writer.add(dates(node, "since", post.since))
        writer.add((node, kg("heldBefore"), ref(b)) for b in linking.before(linked, post))
        if holder:
            _further(writer, node, holder, post)


def _further(writer: Writer, claim: str, person: str, one: Inspector | Leader) -> None:
    """Other spellings of a person's name, and the other words about the person."""
    for name in one.other_names:
        writer.add([(person, term("skos", "altLabel"), text(name))])
    for evidence in one.also:
        writer.because(claim, evidence)


def _findings(writer: Writer) -> None:
    document, facts = writer.document, writer.linked.facts
    about = _about(writer)
    named = linking.names_in_findings(writer.linked)
    for finding in facts.findings:
        span = finding.evidence
        number_ = _number(document, span)
        page = document.page_at(span.start)
        writer.claim(
            _finding_iri(writer, span),
            "Finding",
            span,
            (kg("findingKind"), ref(concept("finding-kind", finding.kind))),
            (kg("mainTheme"), ref(concept("theme", finding.themes[0]))),
            *((kg("theme"), ref(concept("theme", theme))) for theme in finding.themes),
            (kg("trend"), ref(concept("trend", finding.trend)) if finding.trend else None),
            (kg("text"), text(document.quote(span.start, span.end))),
            (kg("section"), text(finding.section) if finding.section else None),
            (kg("paragraph"), text(number_) if number_ else None),
            (kg("page"), number(page) if page else None),
            (kg("confidence"), decimal(span.confidence)),
            *about,
            *((kg("names"), ref(iri)) for iri in named.get(span, ())),
        )


def _number(document: Document, span: Evidence) -> str:
    """The printed number of the paragraph in which words stand, "" for none."""
    block = document.block_at(span.start)
    return block.number if block and block.number else ""


def _finding_iri(writer: Writer, span: Evidence) -> str:
    block = writer.document.block_at(span.start)
    number_ = _number(writer.document, span)
    mark = f"p{number_}" if number_ else "b" if block and block.kind is BlockKind.BULLET else "t"
    return thing("finding", writer.key, f"{mark}-{span.start}-{span.end}")


def _follow_ups(writer: Writer) -> None:
    """Findings that say they speak of a recommendation of an earlier inspection."""
    facts = writer.linked.facts
    for follow_up in facts.followups:
        span = follow_up.evidence
        node = thing("follow-up", writer.key, f"{span.start}-{span.end}")
        writer.claim(
            node,
            "FollowUp",
            span,
            *_about(writer),
            *(
                (kg("finding"), ref(_finding_iri(writer, finding.evidence)))
                for finding in facts.findings
                if span.start <= finding.evidence.start < span.end
            ),
        )
        writer.add(dates(node, "when", follow_up.when))


def _unresolved(writer: Writer) -> None:
    for one in writer.linked.unresolved:
        writer.claim(
            thing("unresolved", writer.key, f"{one.what}-{one.start}-{one.end}"),
            "UnresolvedMention",
            Evidence(one.start, one.end, "linking", confidence=0.0),
            (kg("sought"), text(one.what)),
            (kg("name"), text(one.text)),
            (kg("reason"), text(one.reason)),
        )


def title_of(document: Document) -> str:
    """What to call a document: its own title block, else what the file declares, else its start.

    A title block's headings are joined until one says what the document is ("Inspection of …").
    """
    heads: list[str] = []
    for block in document.blocks[:30]:
        if block.kind in (BlockKind.TITLE, BlockKind.HEADING):
            heads.append(document.quote(block.start, block.end))
        if len(heads) == 3 or (heads and re.search(r"inspection|visit", heads[-1], re.I)):
            break
    if any(re.search(r"inspection|visit", head, re.I) for head in heads):
        return ": ".join(heads)[:TITLE_LENGTH]
    if heads:
        return heads[0][:TITLE_LENGTH]
    if document.title:
        return document.title[:TITLE_LENGTH]
    return document.text.split("\n")[0][:100]


def metadata_quads(
    sha256: str,
    names: Iterable[str],
    title: str,
    declared: Mapping[str, str],
    reports: Iterable[str],
) -> bytes:
    """What is known of a document beside its text, as N-Quads: where it stands, and what a
    manifest adds.

    `declared` may hold `url`, `publisher` and `published` (ISO 8601, as coarse as known), each
    only where the text itself does not say it; `kg:declares` names those that the graph takes
    from there.  A publication date also holds for the inspections in `reports`.
    """
    iri = thing("document", document_key(sha256))
    triples: list[Triple] = [(iri, kg("path"), text(name)) for name in names]
    triples.append((iri, term("dcterms", "title"), text(title)))
    if declared.get("url"):
        triples.append((iri, kg("url"), typed(declared["url"], "anyURI")))
    if declared.get("publisher"):
        triples.append((iri, term("dcterms", "publisher"), text(declared["publisher"])))
    if declared.get("published"):
        published = PartialDate(declared["published"])
        for subject in (iri, *reports):
            triples += dates(subject, "published", published)
            triples.append((subject, kg("declares"), kg("published")))
    return nquads(triples, document_graph(sha256))
