"""Why the graph says so: the words that an entity, a claim or a finding rests on.

A claim, an inspection and a document have evidence of their own.  An entity has that of the
claims that point to it; findings about a council or an inspection are facts of their own, and not
what these rest on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import UsageError
from kg.gazetteer import Gazetteer, fold
from kg.printable import printable
from kg.rdf.iris import KG, PREFIXES, THINGS, compact, thing
from kg.store.graph import Graph

__all__ = ["Quote", "format_quotes", "why"]

_RDFS, _SKOS, _OA, _DCTERMS = (PREFIXES[p] for p in ("rdfs", "skos", "oa", "dcterms"))
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_LABEL, _NOTATION = ox.NamedNode(_RDFS + "label"), ox.NamedNode(_SKOS + "notation")

#: What an entity is called.
_NAMES = (
    _LABEL,
    ox.NamedNode(_SKOS + "altLabel"),
    _NOTATION,
    ox.NamedNode(KG + "officialName"),
    ox.NamedNode(KG + "shortName"),
    ox.NamedNode(KG + "path"),
    ox.NamedNode(_DCTERMS + "title"),
)

#: By which a claim points to an entity, or an inspection to its council.
_POINTERS = tuple(
    ox.NamedNode(iri)
    for iri in (
        KG + "mentions",
        KG + "names",
        KG + "finding",
        KG + "takesUp",
        PREFIXES["prov"] + "agent",
        PREFIXES["org"] + "member",
        PREFIXES["org"] + "organization",
    )
)
_ABOUT = (ox.NamedNode(KG + "council"), ox.NamedNode(KG + "inspection"))
#: What is a fact of its own, and no ground of the council or inspection that it is about.
_FINDINGS = frozenset(ox.NamedNode(KG + name) for name in ("Finding", "FollowUp"))

#: The order in which claims are shown.
_KINDS = (
    "Document",
    "Inspection",
    "Mention",
    "Judgement",
    "Association",
    "Post",
    "EarlierInspection",
    "FollowUp",
    "Finding",
)

#: What says nothing about the world, or is told beside the quote.
_SILENT = frozenset(
    {_TYPE.value, _LABEL.value, _DCTERMS + "title"}
    | {
        KG + name
        for name in (
            *("document", "evidence", "path", "sha256", "mediaType", "pages", "words"),
            *("text", "quote", "section", "page", "paragraph", "confidence"),
        )
    }
)

_STATES = ox.NamedNode(KG + "states")


@dataclass(frozen=True)
class Quote:
    """Words of a document, and the claim that rests on them.

    `start` and `end` count code points in the document's cleaned text.  `states` has what the
    words are said to show, as (property, value); page, paragraph and confidence may be missing.
    """

    claim: str
    kind: str
    states: tuple[tuple[str, str], ...]
    words: str
    title: str
    path: str
    page: int | None
    paragraph: str | None
    start: int
    end: int
    component: str
    confidence: float | None


def why(graph: Graph, what: str) -> tuple[Quote, ...]:
    """The words behind what a label, a code, an IRI or the words of a finding stand for.

    Raises UsageError, with the nearest labels, when the graph has nothing of that name.
    """
    reader = _Reader(graph.store)
    found = {
        quote
        for subject in _subjects(reader, what)
        for claim in _claims(reader, subject)
        for quote in _quotes(reader, claim)
    }
    return tuple(
        sorted(found, key=lambda q: (_rank(q.kind), q.path, q.start, q.end, q.claim, q.states))
    )


def format_quotes(quotes: Iterable[Quote]) -> str:
    """The quotes as text for a terminal: what is stated, the words, and where they stand."""
    return "\n".join("".join(f"{line}\n" for line in _lines(quote)) for quote in quotes)


def _lines(quote: Quote) -> Iterator[str]:
    stated = ", ".join(f"{name} {value}" for name, value in quote.states)
    places = [quote.path]
    if quote.page is not None:
        places.append(f"page {quote.page}")
    if quote.paragraph is not None:
        places.append(f"paragraph {quote.paragraph}")
    places.append(f"characters {quote.start} to {quote.end}")
    sure = "" if quote.confidence is None else f", confidence {quote.confidence:g}"
    yield printable(f"{_words(quote.kind).capitalize()}: {stated}".removesuffix(": "))
    yield printable(f"  “{quote.words}”")
    yield printable(f"  {quote.title}: {', '.join(places)}")
    yield printable(f"  found by {quote.component}{sure}; {quote.claim}")


class _Reader:
    """A store to walk: each look-up a triple, whatever its graph."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[_Term]:
        found = {quad.object for quad in self.store.quads_for_pattern(subject, predicate, None)}
        return sorted(found, key=str)

    def subjects(self, predicate: ox.NamedNode, value: ox.NamedNode) -> list[ox.NamedNode]:
        found = {quad.subject for quad in self.store.quads_for_pattern(None, predicate, value)}
        return sorted((s for s in found if isinstance(s, ox.NamedNode)), key=str)

    def node(self, subject: ox.NamedNode | None, name: str) -> ox.NamedNode | None:
        """The one resource that a property leads to, None when it leads nowhere."""
        values = self.objects(subject, ox.NamedNode(name)) if subject else []
        return next((value for value in values if isinstance(value, ox.NamedNode)), None)

    def text(self, subject: ox.NamedNode | None, name: str) -> str | None:
        """The first literal of a property."""
        values = self.objects(subject, ox.NamedNode(name)) if subject else []
        return next((value.value for value in values if isinstance(value, ox.Literal)), None)

    def literals(self, predicate: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, str]]:
        """Every thing with the values that it has for a property."""
        for quad in self.store.quads_for_pattern(None, predicate, None):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal):
                yield subject, value.value


_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def _subjects(reader: _Reader, what: str) -> list[ox.NamedNode]:
    iri = _iri(what)
    if iri is not None:
        if not any(reader.store.quads_for_pattern(iri, None, None)):
            raise UsageError(f"{iri.value} does not stand in the graph")
        return [iri]
    wanted = fold(what)
    names = [
        (node, name)
        for predicate in _NAMES
        for node, name in reader.literals(predicate)
        if node.value.startswith(THINGS)
    ]
    found = {node for node, name in names if name == what or fold(name) == wanted}
    gazetteer = Gazetteer.load()
    coded = gazetteer.by_code(what)
    councils = (*gazetteer.candidates(what), *([coded.gss] if coded else []))
    found |= {ox.NamedNode(thing("council", gss)) for gss in councils}
    found = found or {
        finding
        for finding, text in reader.literals(ox.NamedNode(KG + "text"))
        if wanted and wanted in fold(text)
    }
    if not found:
        near = ", ".join(_nearest(wanted, {name for _, name in names}))
        raise UsageError(f"nothing is called {what!r}; the nearest: {near or 'none'}")
    return sorted(found, key=str)


def _iri(what: str) -> ox.NamedNode | None:
    """The IRI that a text is, in full or with a known prefix; None when it is a name."""
    text = what.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not local.startswith(" "):
        text = PREFIXES[prefix] + local
    elif "://" not in text:
        return None
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise UsageError(f"{what!r} is no IRI: {error}") from None


def _nearest(wanted: str, names: set[str], limit: int = 5) -> list[str]:
    from rapidfuzz import process

    folded = {fold(name): name for name in sorted(names)}
    return [folded[name] for name, _, _ in process.extract(wanted, list(folded), limit=limit)]


def _claims(reader: _Reader, subject: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """What has evidence of its own: the subject, and the claims that point to it."""
    yield subject
    for predicate in _POINTERS:
        yield from reader.subjects(predicate, subject)
    for predicate in _ABOUT:
        for claim in reader.subjects(predicate, subject):
            if _FINDINGS.isdisjoint(reader.objects(claim, _TYPE)):
                yield claim


def _quotes(reader: _Reader, claim: ox.NamedNode) -> Iterator[Quote]:
    kind = _kind(reader, claim)
    for evidence in reader.objects(claim, ox.NamedNode(KG + "evidence")):
        if not isinstance(evidence, ox.NamedNode):
            continue
        target = reader.node(evidence, _OA + "hasTarget")
        selector = reader.node(target, _OA + "hasSelector")
        document = reader.node(target, _OA + "hasSource")
        page, confidence = (reader.text(evidence, KG + name) for name in ("page", "confidence"))
        path = reader.text(document, KG + "path") or ""
        yield Quote(
            claim=claim.value,
            kind=kind,
            states=tuple(_states(reader, claim, evidence)),
            words=reader.text(selector, _OA + "exact") or "",
            title=reader.text(document, _DCTERMS + "title") or path,
            path=path,
            page=None if page is None else int(page),
            paragraph=reader.text(evidence, KG + "paragraph"),
            start=int(reader.text(selector, _OA + "start") or 0),
            end=int(reader.text(selector, _OA + "end") or 0),
            component=reader.text(evidence, KG + "component") or "",
            confidence=None if confidence is None else float(confidence),
        )


def _states(reader: _Reader, claim: ox.NamedNode, evidence: ox.NamedNode) -> list[tuple[str, str]]:
    """What the claim says, or that part of it that this evidence is for."""
    parts = {
        part.value for part in reader.objects(evidence, _STATES) if isinstance(part, ox.NamedNode)
    }
    seen = {
        (quad.predicate.value, quad.object)
        for quad in reader.store.quads_for_pattern(claim, None, None)
    }
    told = {
        (_words(re.split(r"[#/]", name)[-1]), _value(reader, value))
        for name, value in seen
        if name not in _SILENT and not name.endswith(("Earliest", "Latest"))
        if not parts or name in parts
    }
    return sorted(told)


def _value(reader: _Reader, value: _Term) -> str:
    """A value as people say it: a token, a label or the text of a literal."""
    if not isinstance(value, ox.NamedNode):
        return value.value if isinstance(value, ox.Literal) else str(value)
    is_thing = value.value.startswith(THINGS)
    for predicate in (_LABEL, _NOTATION) if is_thing else (_NOTATION, _LABEL):
        for name in reader.objects(value, predicate):
            if isinstance(name, ox.Literal):
                return name.value
    return compact(value.value)


def _kind(reader: _Reader, claim: ox.NamedNode) -> str:
    types = {str(kind)[1:-1].removeprefix(KG) for kind in reader.objects(claim, _TYPE)}
    return next((kind for kind in _KINDS if kind in types), "")


def _rank(kind: str) -> int:
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def _words(name: str) -> str:
    """`inspectionType` as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
