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
from kg.gazetteer import fold
from kg.printable import printable
from kg.query.resolve import Meaning, resolve, spellings_of
from kg.rdf.iris import THINGS, as_iri, compact, expand, token
from kg.rdf.vocabulary import CLAIMS, LABEL, NOTATION, RDF_TYPE, named_node
from kg.store.graph import Graph

__all__ = ["Quote", "format_quotes", "why"]


#: By which a claim points to an entity, or an inspection to its council.
_POINTERS = tuple({named_node(name): None for kind in CLAIMS for name in kind.pointers})
_ABOUT = (named_node("kg:council"), named_node("kg:inspection"))
#: What is a fact of its own, and no ground of the council or inspection that it is about.
_APART = frozenset(kind.node for kind in CLAIMS if kind.independent)

#: The order in which claims are shown.
_KINDS = (
    "Document",
    "Inspection",
    *(kind.name for kind in sorted(CLAIMS, key=lambda kind: kind.quote_order)),
)

#: What says nothing about the world, or is told beside the quote.
_SILENT = frozenset(
    {RDF_TYPE.value, LABEL.value, expand("dcterms:title")}
    | {
        expand(f"kg:{name}")
        for name in (
            *("document", "evidence", "path", "sha256", "mediaType", "pageCount", "wordCount"),
            *("text", "quote", "section", "page", "paragraph", "confidence"),
        )
    }
)

_STATES = named_node("kg:states")


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
    """The words behind what a name, a code, an IRI or the words of a finding stand for.

    Nothing when it is known, but no document mentions it.  Raises UsageError, with the nearest
    names, when the graph has nothing of that name.
    """
    meaning = resolve(graph, what)
    reader = _Reader(graph.store)
    subjects = _subjects(reader, graph, meaning)
    found = {
        quote
        for subject in subjects
        for claim in _claims(reader, subject)
        for quote in _quotes(reader, claim)
    }
    if not subjects:
        raise UsageError(meaning.reason)
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
        values = self.objects(subject, named_node(name)) if subject else []
        return next((value for value in values if isinstance(value, ox.NamedNode)), None)

    def text(self, subject: ox.NamedNode | None, name: str) -> str | None:
        """The first literal of a property."""
        values = self.objects(subject, named_node(name)) if subject else []
        return next((value.value for value in values if isinstance(value, ox.Literal)), None)

    def literals(self, predicate: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, str]]:
        """Every thing with the values that it has for a property."""
        for quad in self.store.quads_for_pattern(None, predicate, None):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal):
                yield subject, value.value


_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def _subjects(reader: _Reader, graph: Graph, meaning: Meaning) -> list[ox.NamedNode]:
    """What is meant, and where nothing is called so, the findings that have these words."""
    if meaning.things:
        # an IRI is asked for alone, a name for all IRIs that a person has
        alone = as_iri(meaning.text) is not None
        iris = {
            iri for one in meaning.things for iri in ([one] if alone else spellings_of(graph, one))
        }
        return [ox.NamedNode(iri) for iri in sorted(iris)]
    wanted = "" if as_iri(meaning.text) else fold(meaning.text)
    return sorted(
        (
            finding
            for finding, text in reader.literals(named_node("kg:text"))
            if wanted and wanted in fold(text)
        ),
        key=str,
    )


def _claims(reader: _Reader, subject: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """What has evidence of its own: the subject, and the claims that point to it."""
    yield subject
    for predicate in _POINTERS:
        yield from reader.subjects(predicate, subject)
    for predicate in _ABOUT:
        for claim in reader.subjects(predicate, subject):
            if _APART.isdisjoint(reader.objects(claim, RDF_TYPE)):
                yield claim


def _quotes(reader: _Reader, claim: ox.NamedNode) -> Iterator[Quote]:
    kind = _kind(reader, claim)
    for evidence in reader.objects(claim, named_node("kg:evidence")):
        if not isinstance(evidence, ox.NamedNode):
            continue
        target = reader.node(evidence, "oa:hasTarget")
        selector = reader.node(target, "oa:hasSelector")
        document = reader.node(target, "oa:hasSource")
        page, confidence = (reader.text(evidence, f"kg:{name}") for name in ("page", "confidence"))
        path = reader.text(document, "kg:path") or ""
        yield Quote(
            claim=claim.value,
            kind=kind,
            states=tuple(_states(reader, claim, evidence)),
            words=reader.text(selector, "oa:exact") or "",
            title=reader.text(document, "dcterms:title") or path,
            path=path,
            page=None if page is None else int(page),
            paragraph=reader.text(evidence, "kg:paragraph"),
            start=int(reader.text(selector, "oa:start") or 0),
            end=int(reader.text(selector, "oa:end") or 0),
            component=reader.text(evidence, "kg:component") or "",
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
        (_words(token(name)), _value(reader, value))
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
