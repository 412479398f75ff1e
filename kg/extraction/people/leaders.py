"""Leadership posts in the council and its partners: who holds them, and since when.

A post counts with a name beside it, or with the date since when it is held.  Addressees of a
letter are leaders.  "Ms Bloggs" later in the text is one more place where she is spoken of.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.people.leaders_in_lists import Entry, addressees, area_leaders
from kg.extraction.people.leaders_in_prose import Prose, leader
from kg.extraction.people.register import FORMER, Register, Short, known, merge, seen, with_dates
from kg.extraction.text.passages import Passage
from kg.model import Document, Evidence, Leader, Unresolved
from kg.rdf.iris import slug

__all__ = ["COMPONENT"]

COMPONENT = "leaders"
SILENT = ("boilerplate", "contents", "team", "signature", "method")


@Language.component("kg_leaders")
def leaders(doc: Doc) -> Doc:
    """Set `leaders` on the doc, each person once, each unnamed post with a date once.

    Surnames that fit two people go to `unresolved`.
    """
    document: Document = doc._.document
    passages: tuple[Passage, ...] = doc._.passages
    spoken = [p for p in passages if p.section not in SILENT]
    register = Register(document.text, ((p.block.start, p.block.end) for p in spoken))
    inspectors = {slug(one.name) for one in doc._.inspectors}
    places = [(one.evidence.start, one.evidence.end) for one in doc._.councils]
    found: list[Leader] = []
    entries = [*addressees(document, doc._.kind), *area_leaders(document, passages)]
    listed = {entry.name[0] for entry in entries}
    prose = [p for p in spoken if not any(p.block.start <= at < p.block.end for at in listed)]
    candidates = [
        *(_listed(document, entry) for entry in entries),
        *Prose(document, doc._.kind, register, places).leaders(prose),
    ]
    for one in candidates:
        if one.name is None or slug(one.name) not in inspectors:
            merge(found, one)
    found = [one for one in found if one.role != FORMER]
    held, visited = tuple(with_dates(found)), doc._.inspectors
    for short in register.short:
        names = [name for name in register.fitting(short) if known(name, (*held, *visited))]
        words = Evidence(short.start, short.end, COMPONENT)
        if len(names) == 1 == len(register.fitting(short)):
            held = tuple(seen(one, names[0], words) for one in held)
            visited = tuple(seen(one, names[0], words) for one in visited)
        elif names:
            doc._.unresolved = (*doc._.unresolved, _two_fit(document, register, short))
    doc._.leaders, doc._.inspectors = held, visited
    return doc


def _two_fit(document: Document, register: Register, short: Short) -> Unresolved:
    reason = f"may be {' or '.join(sorted(register.fitting(short)))}"
    words = document.quote(short.start, short.end)
    return Unresolved("person", words, short.start, short.end, reason)


def _listed(document: Document, entry: Entry) -> Leader:
    """The leader of an entry; an addressee whose post is not given has one without words."""
    post = entry.post or (entry.name[1], entry.name[1], "other")
    name = document.text[slice(*entry.name)]
    return leader(document, name, post, entry.span, entry.organisation)
