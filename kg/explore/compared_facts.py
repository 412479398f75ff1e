"""The facts of a graph, each with a key and values, so that two graphs can be compared.

A fact has a key, which is what it is about, and values, which are what claims say about that.
Claims with the same key are one fact, whichever documents they come from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from kg.date_format import date_in_words, dates_in_words
from kg.rdf.iris import expand, token
from kg.rdf.vocabulary import (
    ASSOCIATION,
    EARLIER_INSPECTION,
    FINDING,
    JUDGEMENT,
    MENTION,
    NOTATION,
    RDF_TYPE,
    RESPONSE,
    TENURE,
    named_node,
)
from kg.store.graph import Graph

__all__ = [
    "ComparedFact",
    "Facts",
    "Labeller",
    "Term",
    "Texts",
    "facts",
    "named_things",
    "tokens",
    "value_names",
    "words",
]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_LABEL = expand("rdfs:label")
_COUNCIL, _IN_SECTION = expand("kg:council"), expand("kg:inSection")
_THEME, _MAIN_THEME = expand("kg:theme"), expand("kg:mainTheme")
_DATES = frozenset(expand(f"xsd:{name}") for name in ("date", "gYearMonth", "gYear"))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of fact: a class of claims, with the properties of its key and its values.

    If `only` is given, only claims with a value for that property are of this kind.
    """

    name: str
    of: str
    key: tuple[str, ...]
    values: tuple[str, ...]
    only: str = ""


def _iris(*names: str) -> tuple[str, ...]:
    return tuple(map(expand, names))


#: Documents, inspections, and all claims that don't list `DIFF` in `kg.rdf.vocabulary`.
_KINDS = (
    _Kind(
        "document",
        "Document",
        _iris("kg:path"),
        _iris("dcterms:title", "kg:documentKind", "kg:published", "kg:sha256"),
    ),
    _Kind(
        "inspection",
        "Inspection",
        ("",),
        _iris(
            "kg:inspectionType",
            "kg:ordinal",
            "kg:start",
            "kg:end",
            "kg:published",
            "kg:nextDue",
            "kg:nextFocus",
            "kg:follows",
        ),
    ),
    _Kind("judgement", JUDGEMENT.name, _iris("kg:area", "kg:inspection"), _iris("kg:grade")),
    _Kind(
        "inspector", ASSOCIATION.name, _iris("prov:agent", "kg:inspection"), _iris("prov:hadRole")
    ),
    _Kind(
        "leader",
        TENURE.name,
        _iris("kg:name", "org:role", "org:organization", "kg:organisationText"),
        _iris("kg:roleText", "kg:since", "kg:inPostAt"),
    ),
    *(
        _Kind(name, MENTION.name, _iris("kg:mentions"), _iris(value), expand(value))
        for name, value in (
            ("programme", "kg:programmeKind"),
            ("organisation", "kg:organisationKind"),
            ("council", "kg:mentionRole"),
        )
    ),
    _Kind(
        "earlier inspection",
        EARLIER_INSPECTION.name,
        _iris("kg:when", "kg:inspection"),
        _iris("kg:grade", "kg:inspectionType", "kg:refersTo"),
    ),
    _Kind(
        "finding",
        FINDING.name,
        _iris("kg:text"),
        _iris(
            "kg:findingKind", "kg:mainTheme", "kg:theme", "kg:trend", "kg:addressesRecommendation"
        ),
    ),
    _Kind(
        "response",
        RESPONSE.name,
        _iris("kg:text"),
        _iris("kg:voice", "kg:speakerText", "kg:bodyText"),
    ),
)
#: Named things: kind of change, classes, and the properties compared besides the name.
_NAMED_THINGS = (
    ("name of a person", ("Inspector", "Leader"), _iris("owl:sameAs")),
    ("name of a programme", ("Programme",), _iris("kg:programmeKind")),
    ("name of an organisation", ("Organisation",), _iris("kg:organisationKind")),
    ("name of a council", ("Council",), ()),
)


#: A text for each property of a key or of values, "" where a claim has none.
Texts = tuple[str, ...]


@dataclass(slots=True)
class ComparedFact:
    """A fact of one graph: its key in texts, each distinct value, and the documents."""

    key: Texts
    values: set[Texts] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)


#: Council, kind, and the terms of the fact's key.
Key = tuple[str, str, tuple[str, ...]]
#: The text of a term.
Labeller = Callable[[Term], str]
Facts = dict[Key, ComparedFact]


def tokens(graph: Graph) -> Labeller:
    """A function that returns the label, notation or text of a term in a graph."""

    @cache
    def label_of(term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            for name in (_LABEL, NOTATION.value, expand("kg:text")):
                found = _values(graph, term, name)
                if found:
                    return min(map(_text, found))
        return _text(term)

    return label_of


def words(graph: Graph) -> Labeller:
    """The same for sentences: the labels of concepts, and dates in words."""
    short = tokens(graph)

    def first(term: Term, name: str) -> Term | None:
        return min(_values(graph, term, expand(name)), key=str, default=None)

    @cache
    def label_of(term: Term) -> str:
        if isinstance(term, ox.Literal):
            is_date = term.datatype.value in _DATES
            return date_in_words(term.value) if is_date else term.value
        if kind := first(term, "kg:inspectionType"):
            ends = (first(term, f"kg:{name}") for name in ("start", "end"))
            days = dates_in_words(*(_text(day) if day else "" for day in ends))
            return ", ".join(filter(None, (label_of(kind), days)))
        label = first(term, "skos:prefLabel")
        return _text(label) if label else short(term)

    return label_of


def facts(graph: Graph, labeller: Callable[[Graph], Labeller] = tokens) -> Facts:
    """The facts of a graph by council, kind and key; concepts are tokens unless otherwise told."""
    found: Facts = {}
    label_of = labeller(graph)
    for kind in _KINDS:
        for claim, properties in _claims(graph, kind.of):
            if kind.only and kind.only not in properties:
                continue
            properties[""] = {claim}
            key = tuple(" ".join(sorted(map(str, properties.get(name, ())))) for name in kind.key)
            values = _texts(kind.values, properties, label_of, ", ")
            texts = _texts(kind.key, properties, label_of, " ")
            paths = _documents(graph, kind, claim, properties)
            for council in _councils(graph, claim, properties) or {""}:
                fact = found.setdefault((council, kind.name, key), ComparedFact(texts))
                fact.values.add(values)
                fact.documents |= paths
    return found


def _texts(
    names: Iterable[str], properties: Mapping[str, set[Term]], label_of: Labeller, between: str
) -> Texts:
    return tuple(between.join(sorted(map(label_of, properties.get(n, ())))) for n in names)


def _claims(graph: Graph, of: str) -> Iterator[tuple[ox.NamedNode, dict[str, set[Term]]]]:
    """Each claim of a class with the values of its properties, from all named graphs."""
    seen = set()
    for quad in graph.store.quads_for_pattern(None, RDF_TYPE, named_node(f"kg:{of}")):
        claim = quad.subject
        if isinstance(claim, ox.NamedNode) and claim not in seen:
            seen.add(claim)
            properties: dict[str, set[Term]] = defaultdict(set)
            for statement in graph.store.quads_for_pattern(claim, None, None):
                properties[statement.predicate.value].add(statement.object)
            properties[_THEME] |= properties[_MAIN_THEME]
            yield claim, properties


def _values(graph: Graph, subject: Term, predicate: str) -> set[Term]:
    if not isinstance(subject, ox.NamedNode):
        return set()
    quads = graph.store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
    return {quad.object for quad in quads}


def _documents(
    graph: Graph, kind: _Kind, claim: ox.NamedNode, properties: Mapping[str, set[Term]]
) -> set[str]:
    """The paths of the documents that a claim comes from."""
    documents: set[Term] = set(properties.get(expand("kg:document"), ()))
    if kind.of == "Document":
        documents = {claim}
    if kind.of == "Inspection":
        quads = graph.store.quads_for_pattern(None, named_node("kg:reports"), claim)
        documents = {quad.subject for quad in quads}
    paths = (min(map(_text, _values(graph, d, expand("kg:path"))), default="") for d in documents)
    return {path for path in paths if path}


def _councils(graph: Graph, claim: ox.NamedNode, properties: Mapping[str, set[Term]]) -> set[str]:
    """The councils that a claim is about, or else those of its document's inspections."""
    named = {
        *properties.get(_COUNCIL, ()),
        *(c for s in properties.get(_IN_SECTION, ()) for c in _values(graph, s, _COUNCIL)),
    }
    if not named:
        documents = properties.get(expand("kg:document")) or {claim}
        reported = {i for d in documents for i in _values(graph, d, expand("kg:reports"))}
        named = {c for i in reported for c in _values(graph, i, _COUNCIL)}
    return {council.value for council in named if isinstance(council, ox.NamedNode)}


def _text(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def value_names(kind: str) -> tuple[str, ...]:
    """What the values of a kind of fact are, in words.

    >>> value_names("leader")
    ('role text', 'since', 'in post at')
    """
    (names,) = (one.values for one in _KINDS if one.name == kind)
    return tuple(re.sub("(?=[A-Z])", " ", token(name)).lower() for name in names)


def named_things(graph: Graph) -> dict[tuple[str, str], str]:
    """The names, with what is compared besides, of people, programmes and organisations.

    The keys are the kind of change and the IRI.
    """
    found = {}
    label_of = tokens(graph)
    for kind, classes, more in _NAMED_THINGS:
        for of in classes:
            for thing, properties in _claims(graph, of):
                texts = _texts((_LABEL, *more), properties, label_of, ", ")
                found[kind, thing.value] = "; ".join(filter(None, texts))
    return found
