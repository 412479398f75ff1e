"""Explains a fact: the quotes behind an entity, a claim or a finding.

Claims, inspections and documents have their own evidence.  The evidence of an entity is that of
the claims that point to it.  Findings about a council or an inspection are separate facts, so they
don't count as its evidence.  What others say in a document is shown with the document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.citation import FORMATS
from kg.errors import UsageError
from kg.explore.node_reader import NodeReader, Term
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
_CLAIMS_ABOUT = """SELECT ?claim ?type {{
  {{ ?claim kg:council {0} }} UNION {{ ?claim kg:inspection {0} }}
  OPTIONAL {{ ?claim a ?type }}
}}"""
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
_REPORTS, _EVIDENCE = map(named_node, ("kg:reports", "kg:evidence"))


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
    reader = NodeReader(graph.store)
    subjects = _subjects(reader, graph, meaning)
    if not subjects:
        raise UsageError(meaning.reason)
    claims = dict.fromkeys(claim for subject in subjects for claim in _claims(reader, subject))
    reader.read(claims)
    wanted = [claim for claim in claims if kinds is None or _kind(reader, claim) in kinds]
    found = _quotes_of(reader, wanted)
    return tuple(
        sorted(found, key=lambda q: (_rank(q.kind), q.path, q.start, q.end, q.claim, q.states))
    )


def quotes_in(graph: Graph, document: str) -> tuple[Quote, ...]:
    """All quotes from a document, given by its IRI, in the order of its text."""
    reader = NodeReader(graph.store)
    node = ox.NamedNode(document)
    path = reader.text(node, "kg:path")
    reported = [iri for iri in reader.objects(node, _REPORTS) if isinstance(iri, ox.NamedNode)]
    claims = (node, *reported, *reader.subjects(named_node("kg:document"), node))
    reader.read(claims)
    wanted = [claim for claim in claims if _kind(reader, claim)]
    found = {quote for quote in _quotes_of(reader, wanted) if quote.path == path}
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


def _subjects(reader: NodeReader, graph: Graph, meaning: Meaning) -> list[ox.NamedNode]:
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


def _claims(reader: NodeReader, subject: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """Everything that may have evidence for a subject: itself, and the claims that point to it."""
    yield subject
    for predicate in _POINTERS:
        yield from reader.subjects(predicate, subject)
    yield from _evidence_for(reader, subject)
    for claim in reader.subjects(named_node("kg:document"), subject):
        if RESPONSE.node in reader.objects(claim, RDF_TYPE):
            yield claim


def _evidence_for(reader: NodeReader, thing: ox.NamedNode) -> list[ox.NamedNode]:
    """The claims about a council or an inspection that are no separate facts."""
    types: dict[Term, set[Term | None]] = defaultdict(set)
    for claim, claim_type in reader.select(_CLAIMS_ABOUT.format(thing)):
        types[claim].add(claim_type)
    return [
        claim
        for claim, found in types.items()
        if isinstance(claim, ox.NamedNode) and _SEPARATE_FACTS.isdisjoint(found)
    ]


def _quotes_of(reader: NodeReader, claims: Collection[ox.NamedNode]) -> set[Quote]:
    for name in (_EVIDENCE, _IN_SECTION):
        reader.read(node for claim in claims for node in reader.objects(claim, name))
    return {quote for claim in claims for quote in _quotes(reader, claim)}


def _quotes(reader: NodeReader, claim: ox.NamedNode) -> Iterator[Quote]:
    kind = _kind(reader, claim)
    # The words of a finding or a response are its own evidence.
    for evidence in reader.objects(claim, _EVIDENCE) or [claim]:
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


def _states(
    reader: NodeReader, claim: ox.NamedNode, evidence: ox.NamedNode
) -> list[tuple[str, str]]:
    """What the claim says, or the part of it that this evidence supports."""
    parts = {
        part.value for part in reader.objects(evidence, _STATES) if isinstance(part, ox.NamedNode)
    }
    shown = {
        (_words(token(name)), _value(reader, value))
        for node in (claim, *reader.objects(claim, _IN_SECTION))
        for name, values in ((p.value, values) for p, values in reader.said_of(node).items())
        if name not in _HIDDEN_PROPERTIES and not name.endswith(("Earliest", "Latest"))
        if not parts or name in parts
        for value in values
    }
    return sorted(shown)


def _value(reader: NodeReader, value: Term) -> str:
    """A value for people: a token, a label or the text of a literal."""
    if not isinstance(value, ox.NamedNode):
        return value.value if isinstance(value, ox.Literal) else str(value)
    is_thing = value.value.startswith(THINGS)
    for predicate in (LABEL, NOTATION) if is_thing else (NOTATION, LABEL):
        for name in reader.objects(value, predicate):
            if isinstance(name, ox.Literal):
                return name.value
    return compact(value.value)


def _kind(reader: NodeReader, claim: ox.NamedNode) -> str:
    types = reader.objects(claim, RDF_TYPE)
    return next((kind for kind in _KINDS if named_node(f"kg:{kind}") in types), "")


def _rank(kind: str) -> int:
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def _words(name: str) -> str:
    """`inspectionType` as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
