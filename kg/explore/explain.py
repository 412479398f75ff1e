"""Explains a fact: the quotes behind an entity, a claim or a finding.

Claims, inspections and documents have their own evidence.  The evidence of an entity is that of
the claims that point to it.  Findings about a council or an inspection are separate facts, so they
don't count as its evidence.  What others say in a document is shown with the document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.citation import FORMATS
from kg.errors import UsageError
from kg.gazetteer import fold
from kg.printable import printable
from kg.query.cited_documents import cited_documents
from kg.query.resolve import Meaning, resolve, spellings_of
from kg.rdf.iris import THINGS, as_iri, compact, expand, kind_of, token
from kg.rdf.vocabulary import CLAIMS, LABEL, NOTATION, RDF_TYPE, RESPONSE, named_node
from kg.store.graph import Graph
from kg.suggestions import unknown

__all__ = ["Quote", "explain", "format_citations", "format_quotes", "quotes_in"]

#: Properties by which a claim points to an entity, and by which it names what it is about.
_POINTERS = tuple({named_node(name): None for kind in CLAIMS for name in kind.pointers})
_ABOUT = (named_node("kg:council"), named_node("kg:inspection"))
#: Classes of claims that are no evidence for the council or inspection that they are about.
_SEPARATE_FACTS = frozenset(kind.node for kind in CLAIMS if kind.independent)

#: The order in which claims are shown.
_KINDS = (
    "Document",
    "Inspection",
    *(kind.name for kind in sorted(CLAIMS, key=lambda kind: kind.quote_order)),
)

#: Properties that are not shown: technical ones, those that are shown with the quote, and what the
#: words alone don't say.
_HIDDEN_PROPERTIES = frozenset(
    {RDF_TYPE.value, LABEL.value, expand("dcterms:title")}
    | {
        expand(f"kg:{name}")
        for name in (
            *("document", "evidence", "path", "sha256", "mediaType", "pageCount", "wordCount"),
            *("text", "quote", "startOffset", "endOffset", "page", "paragraph", "component"),
            *("confidence", "inSection", "heading", "gradeHeldAt"),
        )
    }
)

_STATES, _START, _IN_SECTION = map(named_node, ("kg:states", "kg:startOffset", "kg:inSection"))
_REPORTS = named_node("kg:reports")


@dataclass(frozen=True)
class Quote:
    """A quote from a document, and the claim that it supports.

    `start` and `end` count code points in the document's cleaned text.  `states` holds what the
    quote shows, as pairs of property and value.  Page, paragraph and confidence may be missing.
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


def explain(graph: Graph, what: str, kinds: Collection[str] | None = None) -> tuple[Quote, ...]:
    """The quotes behind a name, a code, an IRI or the words of a finding or a response.

    `kinds` limits them to claims of these kinds.  Empty if it is known but no document mentions it.
    Raises UsageError, with similar names, if it is unknown.
    """
    meaning = resolve(graph, what)
    reader = _Reader(graph.store)
    subjects = _subjects(reader, graph, meaning)
    found = {
        quote
        for subject in subjects
        for claim in _claims(reader, subject)
        if kinds is None or _kind(reader, claim) in kinds
        for quote in _quotes(reader, claim)
    }
    if not subjects:
        raise UsageError(meaning.reason)
    return tuple(
        sorted(found, key=lambda q: (_rank(q.kind), q.path, q.start, q.end, q.claim, q.states))
    )


def quotes_in(graph: Graph, document: str) -> tuple[Quote, ...]:
    """All quotes from a document, given by its IRI, in the order of its text."""
    reader = _Reader(graph.store)
    node = ox.NamedNode(document)
    path = reader.text(node, "kg:path")
    reported = [iri for iri in reader.objects(node, _REPORTS) if isinstance(iri, ox.NamedNode)]
    claims = (node, *reported, *reader.subjects(named_node("kg:document"), node))
    found = {
        quote
        for claim in claims
        if _kind(reader, claim)
        for quote in _quotes(reader, claim)
        if quote.path == path
    }
    return tuple(sorted(found, key=lambda q: (q.start, q.end, _rank(q.kind), q.claim, q.states)))


def format_quotes(quotes: Iterable[Quote]) -> str:
    """The quotes as text for a terminal: the statement, the quote and its place."""
    return "\n".join("".join(f"{line}\n" for line in _lines(quote)) for quote in quotes)


def format_citations(graph: Graph, quotes: Iterable[Quote], format_name: str) -> str:
    """The places of the quotes in a format of `kg.citation`, each place once.

    Raises UsageError for an unknown format.
    """
    writer = FORMATS.get(format_name)
    if writer is None:
        raise UsageError(unknown("format", format_name, FORMATS, listed=True))
    documents = cited_documents(graph)
    places = dict.fromkeys((quote.path, quote.page, quote.paragraph) for quote in quotes)
    return writer(
        replace(documents[path], page=page, paragraph=paragraph) for path, page, paragraph in places
    )


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
    """Looks up triples in a store, across all its graphs."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[_Term]:
        found = {quad.object for quad in self.store.quads_for_pattern(subject, predicate, None)}
        return sorted(found, key=str)

    def subjects(self, predicate: ox.NamedNode, value: ox.NamedNode) -> list[ox.NamedNode]:
        found = {quad.subject for quad in self.store.quads_for_pattern(None, predicate, value)}
        return sorted((s for s in found if isinstance(s, ox.NamedNode)), key=str)

    def node(self, subject: ox.NamedNode | None, name: str) -> ox.NamedNode | None:
        """The first IRI of a property, or None."""
        values = self.objects(subject, named_node(name)) if subject else []
        return next((value for value in values if isinstance(value, ox.NamedNode)), None)

    def text(self, subject: ox.NamedNode | None, name: str) -> str | None:
        """The first literal of a property, or None."""
        values = self.objects(subject, named_node(name)) if subject else []
        return next((value.value for value in values if isinstance(value, ox.Literal)), None)

    def literals(self, predicate: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, str]]:
        """All subjects of a property with its literal values."""
        for quad in self.store.quads_for_pattern(None, predicate, None):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal):
                yield subject, value.value


_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def _subjects(reader: _Reader, graph: Graph, meaning: Meaning) -> list[ox.NamedNode]:
    """The things of this name, or if there are none, the findings that contain these words."""
    if meaning.things:
        # an IRI means itself only, a name all the IRIs of a person
        is_iri = as_iri(meaning.text) is not None
        iris = {
            iri
            for thing in meaning.things
            for iri in ([thing] if is_iri else spellings_of(graph, thing))
        }
        return [ox.NamedNode(iri) for iri in sorted(iris)]
    words = "" if as_iri(meaning.text) else fold(meaning.text)
    return sorted(
        (
            finding
            for finding, text in reader.literals(named_node("kg:text"))
            if words and words in fold(text) and kind_of(finding.value) != "evidence"
        ),
        key=str,
    )


def _claims(reader: _Reader, subject: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """Everything that may have evidence for a subject: itself, and the claims that point to it."""
    yield subject
    for predicate in _POINTERS:
        yield from reader.subjects(predicate, subject)
    for predicate in _ABOUT:
        for claim in reader.subjects(predicate, subject):
            if _SEPARATE_FACTS.isdisjoint(reader.objects(claim, RDF_TYPE)):
                yield claim
    for claim in reader.subjects(named_node("kg:document"), subject):
        if RESPONSE.node in reader.objects(claim, RDF_TYPE):
            yield claim


def _quotes(reader: _Reader, claim: ox.NamedNode) -> Iterator[Quote]:
    kind = _kind(reader, claim)
    # The words of a finding or a response are its own evidence.
    for evidence in reader.objects(claim, named_node("kg:evidence")) or [claim]:
        if not isinstance(evidence, ox.NamedNode) or not reader.objects(evidence, _START):
            continue
        document = reader.node(evidence, "kg:document")
        page, confidence = (reader.text(evidence, f"kg:{name}") for name in ("page", "confidence"))
        path = reader.text(document, "kg:path") or ""
        yield Quote(
            claim=claim.value,
            kind=kind,
            states=tuple(_states(reader, claim, evidence)),
            words=reader.text(evidence, "kg:text") or "",
            title=reader.text(document, "dcterms:title") or path,
            path=path,
            page=None if page is None else int(page),
            paragraph=reader.text(evidence, "kg:paragraph"),
            start=int(reader.text(evidence, "kg:startOffset") or 0),
            end=int(reader.text(evidence, "kg:endOffset") or 0),
            component=reader.text(evidence, "kg:component") or "",
            confidence=None if confidence is None else float(confidence),
        )


def _states(reader: _Reader, claim: ox.NamedNode, evidence: ox.NamedNode) -> list[tuple[str, str]]:
    """What the claim says, or the part of it that this evidence supports."""
    parts = {
        part.value for part in reader.objects(evidence, _STATES) if isinstance(part, ox.NamedNode)
    }
    seen = {
        (quad.predicate.value, quad.object)
        for node in (claim, *reader.objects(claim, _IN_SECTION))
        if isinstance(node, ox.NamedNode)
        for quad in reader.store.quads_for_pattern(node, None, None)
    }
    shown = {
        (_words(token(name)), _value(reader, value))
        for name, value in seen
        if name not in _HIDDEN_PROPERTIES and not name.endswith(("Earliest", "Latest"))
        if not parts or name in parts
    }
    return sorted(shown)


def _value(reader: _Reader, value: _Term) -> str:
    """A value for people: a token, a label or the text of a literal."""
    if not isinstance(value, ox.NamedNode):
        return value.value if isinstance(value, ox.Literal) else str(value)
    is_thing = value.value.startswith(THINGS)
    for predicate in (LABEL, NOTATION) if is_thing else (NOTATION, LABEL):
        for name in reader.objects(value, predicate):
            if isinstance(name, ox.Literal):
                return name.value
    return compact(value.value)


def _kind(reader: _Reader, claim: ox.NamedNode) -> str:
    types = reader.objects(claim, RDF_TYPE)
    return next((kind for kind in _KINDS if named_node(f"kg:{kind}") in types), "")


def _rank(kind: str) -> int:
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def _words(name: str) -> str:
    """`inspectionType` as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
