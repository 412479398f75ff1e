"""Leadership posts in the council and its partners: who holds them, and since when.

A post counts with a name next to it, or with the date since when it is held.  Addressees of a
letter are leaders.  "Ms Bloggs" later in the text is one more mention of her.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.people.leaders_in_lists import ListEntry, addressees, area_leaders
from kg.extraction.people.leaders_in_prose import Prose, leader
from kg.extraction.people.register import (
    FORMER,
    Register,
    ShortName,
    add_or_merge,
    is_named,
    with_mention,
    with_since_dates,
)
from kg.extraction.prose.lines import prose_sentences
from kg.extraction.prose.people import declared_date, leaders_in_prose
from kg.extraction.text.passages import Passage
from kg.model import Document, Evidence, Leader, Unresolved
from kg.rdf.iris import slug

__all__ = ["COMPONENT"]

COMPONENT = "leaders"
SKIPPED_SECTIONS = ("boilerplate", "contents", "team", "signature", "method")


@Language.component("kg_leaders")
def leaders(doc: Doc) -> Doc:
    """Set `leaders` on the doc, each person and each dated post without a name once.

    Surnames that fit two people are added to `unresolved`.
    """
    if doc._.kind.is_prose:
        return _of_prose(doc)
    document: Document = doc._.document
    passages: tuple[Passage, ...] = doc._.passages
    searched = [p for p in passages if p.section not in SKIPPED_SECTIONS]
    register = Register(document.text, ((p.block.start, p.block.end) for p in searched))
    inspector_slugs = {slug(inspector.name) for inspector in doc._.inspectors}
    council_ranges = [(mention.evidence.start, mention.evidence.end) for mention in doc._.councils]
    found: list[Leader] = []
    entries = [*addressees(document, doc._.kind), *area_leaders(document, passages, council_ranges)]
    listed = {entry.name[0] for entry in entries}
    prose = [p for p in searched if not any(p.block.start <= at < p.block.end for at in listed)]
    mentions = [
        *(_listed_leader(document, entry) for entry in entries),
        *Prose(document, doc._.kind, register, council_ranges).leaders(prose),
    ]
    for mention in mentions:
        if mention.name is None or slug(mention.name) not in inspector_slugs:
            add_or_merge(found, mention)
    found = [mention for mention in found if mention.role != FORMER]
    found_leaders, inspectors = tuple(with_since_dates(found)), doc._.inspectors
    for short_name in register.short_names:
        full_names = register.full_names_for(short_name)
        known = [name for name in full_names if is_named(name, (*found_leaders, *inspectors))]
        evidence = Evidence(short_name.start, short_name.end, COMPONENT)
        if len(known) == 1 == len(full_names):
            found_leaders = tuple(
                with_mention(person, known[0], evidence) for person in found_leaders
            )
            inspectors = tuple(with_mention(person, known[0], evidence) for person in inspectors)
        elif known:
            doc._.unresolved = (*doc._.unresolved, _ambiguous(document, register, short_name))
    doc._.leaders, doc._.inspectors = found_leaders, inspectors
    return doc


def _of_prose(doc: Doc) -> Doc:
    """Set `leaders` on a doc of prose."""
    published = doc._.published[0] if doc._.published else declared_date(doc._.document)
    inspector_slugs = {slug(inspector.name) for inspector in doc._.inspectors}
    found, unresolved = leaders_in_prose(
        doc._.document,
        prose_sentences(doc._.document.text, doc._.passages),
        published,
        council_at=doc._.council_at,
    )
    found = tuple(
        leader
        for leader in found
        if leader.name is None or slug(leader.name) not in inspector_slugs
    )
    # who leads the partners of an inspected council counts; who leads any other body does not
    others = tuple(
        leader
        for leader in found
        if not doc._.subjects and leader.organisation is not None and leader.council is None
    )
    doc._.leaders = tuple(leader for leader in found if leader not in others)
    elsewhere = (_of_another_body(doc._.document, leader) for leader in others)
    doc._.unresolved = (*doc._.unresolved, *unresolved, *elsewhere)
    return doc


def _of_another_body(document: Document, leader: Leader) -> Unresolved:
    """What is said of a person who leads a body in a document that reports no inspection."""
    where = leader.evidence
    reason = f"a post in {leader.organisation}, but no council is inspected here"
    return Unresolved.at(document, where.start, where.end, "person", reason)


def _ambiguous(document: Document, register: Register, short_name: ShortName) -> Unresolved:
    reason = f"may be {' or '.join(sorted(register.full_names_for(short_name)))}"
    return Unresolved.at(document, short_name.start, short_name.end, "person", reason)


def _listed_leader(document: Document, entry: ListEntry) -> Leader:
    """The leader of an entry; a missing post becomes one with an empty range."""
    post = entry.post or (entry.name[1], entry.name[1], "other")
    name = document.text[slice(*entry.name)]
    return leader(document, name, post, entry.span, entry.organisation)
