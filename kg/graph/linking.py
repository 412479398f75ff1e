"""Mentions to entities: who and what the names in one document stand for.

It decides from the document and the gazetteer alone, so a document's entities do not depend on
what else is built.  What it can't decide it returns as `Unresolved`: nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache

from kg.gazetteer import Gazetteer, fold
from kg.model import (
    CouncilMention,
    Document,
    DocumentKind,
    Evidence,
    Facts,
    Inspection,
    Leader,
    NamedThing,
    Unresolved,
)
from kg.rdf.iris import document_key, slug, thing
from kg.resources import word_lists

__all__ = ["Linked", "MentionedCouncil", "link"]

#: A second council is a subject too when it weighs this share of the first, and this much.
SECOND_SHARE = 0.6
SECOND_LEAST = 30
#: A mention that weighs this much stands in a title, a heading or the words that open a report.
HEAD = 14
#: Posts in the council itself, whoever's name stands with them.
COUNCIL_POSTS = (
    "director-of-childrens-services",
    "council-leader",
    "lead-member",
    "mayor",
)
#: A body's abbreviation behind its name: "(MBC)".
BRACKET = re.compile(r"\s*\([^)]*\)")

#: Documents of an inspection itself.
OFFICIAL = (DocumentKind.REPORT, DocumentKind.LETTER)
#: How far before a post, in characters, words say that it was not held at the inspection.
BEFORE_POST = 40
#: Inspections of several bodies at once: a post without its body may be in any of them.
SEVERAL_BODIES = ("joint-targeted-area", "area-send")


@dataclass(frozen=True, slots=True)
class MentionedCouncil:
    """A council that a document names: how often, first where, and whether it is its subject."""

    gss: str
    subject: bool
    count: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Linked:
    """A document's facts with what they are about: codes of councils, IRIs of inspections."""

    document: Document
    facts: Facts
    councils: tuple[MentionedCouncil, ...]
    #: One for each subject council: (GSS code, IRI).
    inspections: tuple[tuple[str, str], ...]
    unresolved: tuple[Unresolved, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        """The GSS codes of the councils that the document is about."""
        return tuple(council.gss for council in self.councils if council.subject)


def link(document: Document, facts: Facts) -> Linked:
    """Decide what a document's mentions stand for."""
    gazetteer = Gazetteer.load()
    when = _when(facts)
    decided, unresolved = _decide(gazetteer, document, facts.councils, when)
    unresolved.extend(facts.unresolved)
    subjects = _subjects(decided) if facts.inspection.type is not None else ()
    groups: dict[str, list[CouncilMention]] = {}
    for gss, mention in decided:
        groups.setdefault(gss, []).append(mention)
    councils = tuple(
        MentionedCouncil(gss, gss in subjects, len(group), _best(group).evidence)
        for gss, group in groups.items()
        if gss in subjects or any(mention.full for mention in group)
    )
    if facts.inspection.type is not None and not subjects:
        unresolved += [
            Unresolved(
                "council",
                document.quote(words.start, words.end),
                words.start,
                words.end,
                "an inspection, but of no council that it names",
            )
            for words in facts.inspection.evidence[:1]
        ]
    inspections = tuple((gss, _inspection(document, facts.inspection, gss)) for gss in subjects)
    return Linked(document, facts, councils, inspections, tuple(unresolved))


def _when(facts: Facts) -> dt.date | None:
    """When the document speaks: councils are those of that day."""
    for date in (
        facts.inspection.start,
        facts.inspection.published,
        facts.published[0] if facts.published else None,
    ):
        if date is not None:
            return dt.date.fromisoformat(date.earliest)
    return None


def _decide(
    gazetteer: Gazetteer,
    document: Document,
    mentions: tuple[CouncilMention, ...],
    when: dt.date | None,
) -> tuple[list[tuple[str, CouncilMention]], list[Unresolved]]:
    readings = [
        (mention, sorted({gazetteer.at(gss, when) for gss in mention.candidates}))
        for mention in mentions
    ]
    certain = Counter(codes[0] for _, codes in readings if len(codes) == 1)
    decided, unresolved = [], []
    for mention, codes in readings:
        likely = codes if len(codes) == 1 else [gss for gss in codes if certain[gss]]
        if len(likely) == 1:
            decided.append((likely[0], mention))
        else:
            words = document.quote(mention.evidence.start, mention.evidence.end)
            names = " or ".join(gazetteer.councils[gss].official_name for gss in codes)
            unresolved.append(
                Unresolved(
                    "council",
                    words,
                    mention.evidence.start,
                    mention.evidence.end,
                    f"may be {names}",
                )
            )
    return decided, unresolved


def _subjects(decided: list[tuple[str, CouncilMention]]) -> tuple[str, ...]:
    """The council that weighs most, and any that weighs nearly as much in titles.

    However often the text names a neighbour, a council that a head names goes before it.
    """
    weights: Counter[str] = Counter()
    best: Counter[str] = Counter()
    for gss, mention in decided:
        weights[gss] += mention.weight
        best[gss] = max(best[gss], mention.weight)
    if not weights:
        return ()
    ranked = sorted(weights, key=lambda gss: (best[gss] < HEAD, -weights[gss], gss))
    top = weights[ranked[0]]
    return tuple(
        gss
        for place, gss in enumerate(ranked)
        if place == 0
        or (
            best[gss] >= HEAD
            and weights[gss] >= SECOND_SHARE * top
            and weights[gss] >= SECOND_LEAST
        )
    )


def _best(mentions: list[CouncilMention]) -> CouncilMention:
    return max(mentions, key=lambda m: (m.full, m.weight, -m.evidence.start))


def _inspection(document: Document, inspection: Inspection, gss: str) -> str:
    """The IRI of an inspection; without a date it ends in the document's hash."""
    last = inspection.start.iso if inspection.start else document_key(document.sha256)
    return thing("inspection", gss, inspection.type or "other", last)


def inspector(name: str) -> str:
    """The IRI of an inspector: one person of that name across all documents."""
    return thing("person", slug(name))


def leader(linked: Linked, post: Leader) -> str:
    """The IRI of a leader: the name within its council or body.

    The same name in two councils is two people until something says otherwise; where a document
    of several bodies names none for a post, the words of the post stand for it.
    """
    key, body = organisation(linked, post)
    if body is None and post.role == "other" and post.role_text:
        key = slug(post.role_text)
    return thing("person", f"{slug(post.name or '')}-{key}")


def organisation(linked: Linked, post: Leader) -> tuple[str, str | None]:
    """The body in which a post is held: its key, and its IRI where more than its words is known."""
    subjects = linked.subjects
    gss = _council(linked, post) if post.organisation else None
    if gss is not None:
        return gss, thing("council", gss)
    several = linked.facts.inspection.type in SEVERAL_BODIES
    second_line = post.role in ("assistant-director", "strategic-director")
    if post.role in COUNCIL_POSTS or (not post.organisation and (second_line or not several)):
        if len(subjects) == 1:
            return subjects[0], thing("council", subjects[0])
        return document_key(linked.document.sha256), None
    if not post.organisation:
        return document_key(linked.document.sha256), None
    name = slug(fold(post.organisation))
    return name, thing("organisation", _context(linked), name)


def before(linked: Linked, post: Leader) -> tuple[str, ...]:
    """The IRIs of the councils in which a leader is said to have held a post before."""
    found = (_council_of(linked, words) for words in post.before)
    return tuple(dict.fromkeys(thing("council", gss) for gss in found if gss))


def _council(linked: Linked, post: Leader) -> str | None:
    """The council that a post is in; a mere place is none for "Chief Constable, Anyshire"."""
    words = post.organisation or ""
    if post.role == "other" and not _words_of_posts("council").search(words):
        return None
    return _council_of(linked, words)


@cache
def _words_of_posts(key: str) -> re.Pattern[str]:
    """Any of the words of a list about posts."""
    return re.compile(rf"\b(?:{'|'.join(word_lists('posts')[key])})\b", re.I)


def _council_of(linked: Linked, words: str) -> str | None:
    """The one council that the words of a body name, None where they name another body or two."""
    gazetteer = Gazetteer.load()
    when = _when(linked.facts)
    for name in (words, BRACKET.sub("", words), f"{words} Council"):
        named = {gazetteer.at(gss, when) for gss in gazetteer.candidates(name)}
        named = named & set(linked.subjects) or named
        if len(named) == 1:
            return named.pop()
    return None


def in_post_at(linked: Linked, post: Leader) -> list[str]:
    """The inspections at which the holder was in post, as the inspection's own document says.

    A story on an inspection speaks of another day; a post that began after it, or that is said to
    be someone's former one, was not held at it.
    """
    facts, text = linked.facts, linked.document.text
    inspection = facts.inspection
    last = inspection.end or inspection.start or inspection.published
    if facts.kind not in OFFICIAL or inspection.type is None or last is None:
        return []
    if post.since is not None and post.since.earliest > last.latest:
        return []
    start = post.evidence.start
    if _words_of_posts("not_held").search(text[max(0, start - BEFORE_POST) : post.evidence.end]):
        return []
    key, _ = organisation(linked, post)
    of_council = [iri for gss, iri in linked.inspections if gss == key]
    return of_council or [iri for _, iri in linked.inspections]


def names_in_findings(linked: Linked) -> dict[Evidence, list[str]]:
    """The range of each finding to the IRIs of programmes and organisations that it names.

    A name counts where its words stand in the finding; of names that overlap, the longer.
    """
    iris: dict[str, list[str]] = defaultdict(list)
    groups = ((linked.facts.programmes, programme), (linked.facts.organisations, body))
    for things, iri_of in groups:
        for one in things:
            first = linked.document.quote(one.evidence.start, one.evidence.end)
            for name in sorted({one.name, first}):
                iris[name].append(iri_of(linked, one))
    if not iris:
        return {}
    longest_first = sorted(iris, key=lambda name: (-len(name), name))
    names = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    found = {}
    for finding in linked.facts.findings:
        span = finding.evidence
        hits = names.findall(linked.document.text, span.start, span.end)
        if hits:
            found[span] = list(dict.fromkeys(iri for name in hits for iri in iris[name]))
    return found


def programme(linked: Linked, named: NamedThing) -> str:
    """The IRI of a programme: the gazetteer's, or the name within the council that runs it."""
    if named.entity:
        return thing("programme", named.entity)
    return thing("programme", _context(linked), slug(fold(named.name)))


def body(linked: Linked, named: NamedThing) -> str:
    """The IRI of an organisation: the gazetteer's, or the name within the council it works with."""
    if named.entity:
        return thing("organisation", named.entity)
    return thing("organisation", _context(linked), slug(fold(named.name)))


def _context(linked: Linked) -> str:
    subjects = linked.subjects
    return subjects[0] if subjects else document_key(linked.document.sha256)
