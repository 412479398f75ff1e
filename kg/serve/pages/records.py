"""What a page says of a thing: its name, its properties, the facts about it with their quotes."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyoxigraph as ox

from kg.date_format import date_in_words
from kg.errors import UsageError
from kg.explore.explain import Quote
from kg.rdf.iris import THINGS, expand, kind_of, token
from kg.rdf.vocabulary import CLAIMS, JUDGEMENT, LABEL, RDF_TYPE, named_node
from kg.reference_data import concept_labels, read_reference
from kg.store.graph import Graph
from kg.wording import upper_first

__all__ = [
    "Fact",
    "GradeTable",
    "Property",
    "Section",
    "Value",
    "documents_on",
    "facts",
    "grade_table",
    "is_known",
    "kind_name",
    "name_of",
    "properties",
    "sections",
    "texts",
]

#: Properties with the name of a thing; the first that it has is shown.
_NAMES = tuple(map(named_node, ("rdfs:label", "skos:prefLabel", "dcterms:title", "kg:path")))
#: Properties that are not listed: those of machines, and those that the page shows otherwise.
_HIDDEN = frozenset(
    {RDF_TYPE.value, LABEL.value, expand("dcterms:title")}
    | {expand(f"kg:{name}") for name in ("evidence", "sha256", "mediaType", "text", "quote")}
    | {expand(f"kg:{name}") for name in ("startOffset", "endOffset", "component", "inSection")}
)
_BOUND = ("Earliest", "Latest")
#: Properties that lead to an inspection.
_INSPECTED = frozenset({"inspection", "in post at"})
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
#: The name of an inspection in the graph: "Surrey: focused visit, 2021-06-08".
_INSPECTION = re.compile(r"(?P<council>.+): (?P<kind>[a-z ]+)(?:, (?P<date>\d{4}(?:-\d\d){0,2}))?")


@dataclass(frozen=True)
class Value:
    """A value as text, with the IRI of the thing or concept that it names, else ""."""

    text: str
    iri: str = ""


@dataclass(frozen=True)
class Property:
    """A property of a thing: its label, and all values."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Fact:
    """A claim or a part of it: what is stated, as pairs of label and value, the quotes behind it.

    `token` is that of the grade or the kind of finding that it states, or "".  `inspection` is the
    name of the inspection that it is about, and `when` the date of it (ISO 8601), or "".
    """

    claim: str
    kind: str
    states: tuple[tuple[str, str], ...]
    token: str
    inspection: str
    when: str
    quotes: tuple[Quote, ...]

    @property
    def short(self) -> str:
        """What it states in a few words: a finding's themes, else what tells it from others."""
        if self.kind == "Finding":
            stated = dict(self.states)
            themes = [stated[name] for name in ("main theme", "theme") if name in stated]
            return ", ".join(themes) or "no theme"
        told = [value for label, value in self.states if label in words()["short"][self.kind]]
        return ", ".join(told) or self.kind.lower()


@dataclass(frozen=True)
class Section:
    """The facts of one kind under a heading, newest first, those of one claim together."""

    heading: str
    kind: str
    claims: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True)
class GradeTable:
    """Grades by inspection, newest first, and by area: a fact, or None where none is stated."""

    areas: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Fact | None, ...]], ...]


def kind_name(iri: str) -> str:
    """The kind of a thing in words.

    >>> kind_name(THINGS + "follow-up/a/b"), kind_name(THINGS + "earlier/a/b")
    ('Follow-up', 'Earlier inspection')
    """
    kind = kind_of(iri)
    names = {claim.iri_part: claim.name for claim in CLAIMS}
    node = read_reference("kg").get(expand(f"kg:{names.get(kind, kind.capitalize())}"), {})
    return upper_first(next(iter(node.get(LABEL.value, ())), kind))


def is_known(graph: Graph, iri: str) -> bool:
    """Whether a graph says anything of a thing."""
    return any(True for _ in graph.store.quads_for_pattern(ox.NamedNode(iri), None, None))


def name_of(graph: Graph, iri: str) -> str:
    """The name of a thing or concept in words; "" where it has none, as claims don't."""
    for name in _NAMES:
        found = (
            quad.object for quad in graph.store.quads_for_pattern(ox.NamedNode(iri), name, None)
        )
        names = sorted(value.value for value in found if isinstance(value, ox.Literal))
        if names:
            return _in_words(names[0])
    return ""


def texts(graph: Graph, iri: str, name: str) -> tuple[str, ...]:
    """The literals of a property, such as `kg:path`, sorted."""
    quads = graph.store.quads_for_pattern(ox.NamedNode(iri), named_node(name), None)
    return tuple(sorted(q.object.value for q in quads if isinstance(q.object, ox.Literal)))


def properties(graph: Graph, iri: str) -> tuple[Property, ...]:
    """The properties of a thing, sorted by label; those of machines are left out."""
    values: dict[str, set[Value]] = defaultdict(set)
    for quad in graph.store.quads_for_pattern(ox.NamedNode(iri), None, None):
        name = quad.predicate.value
        if name not in _HIDDEN and not name.endswith(_BOUND):
            values[_label(name)].add(_value(graph, quad.object))
    return tuple(
        Property(label, tuple(sorted(found, key=lambda value: (value.text, value.iri))))
        for label, found in sorted(values.items())
    )


def documents_on(graph: Graph, iri: str) -> tuple[Property, ...]:
    """The documents that report on an inspection, as a property of it; none for other things."""
    found = graph.store.quads_for_pattern(None, named_node("kg:reports"), ox.NamedNode(iri))
    iris = sorted({q.subject.value for q in found if isinstance(q.subject, ox.NamedNode)})
    values = tuple(Value(name_of(graph, document), document) for document in iris)
    return (Property("Documents", values),) if values else ()


def facts(quotes: Iterable[Quote], thing: str = "") -> tuple[Fact, ...]:
    """The quotes by what they support, in their order.

    What only repeats `thing`, the name of what the page is about, is left out.
    """
    return tuple(
        Fact(
            claim,
            kind,
            tuple(_shown(states, thing)),
            _token(states),
            *_inspected(claim, states),
            tuple(group),
        )
        for (kind, claim, states), group in groupby(
            quotes, key=lambda quote: (quote.kind, quote.claim, quote.states)
        )
    )


def sections(found: Iterable[Fact]) -> tuple[Section, ...]:
    """Facts by their kinds."""
    by_kind: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in found:
        by_kind[fact.kind][fact.claim].append(fact)
    return tuple(
        Section(heading, kind, tuple(_newest_first(by_kind[kind].values())))
        for kind, heading in words()["headings"].items()
        if kind in by_kind
    )


def grade_table(found: Iterable[Fact]) -> GradeTable:
    """The grades among some facts; the areas of the newest inspection come first."""
    cells: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for fact in found:
        area = dict(fact.states).get("area")
        if fact.kind == JUDGEMENT.name and area:
            cells[fact.when, fact.inspection].setdefault(area, fact)
    rows = sorted(cells.items(), key=itemgetter(0), reverse=True)
    in_order = tuple(_labels("area").values())
    areas = tuple(dict.fromkeys(area for _, row in rows for area in in_order if area in row))
    return GradeTable(
        areas,
        tuple((inspection, tuple(map(row.get, areas))) for (_, inspection), row in rows),
    )


def _newest_first(claims: Iterable[list[Fact]]) -> Iterator[tuple[Fact, ...]]:
    return map(tuple, sorted(claims, key=lambda claim: claim[0].when, reverse=True))


@cache
def words() -> dict[str, Any]:
    """The tables of `words.toml`."""
    return tomllib.loads((files("kg.serve.pages") / "words.toml").read_text(encoding="utf-8"))


def _in_words(text: str) -> str:
    """A date or the name of an inspection in words; any other text as it is.

    >>> _in_words("Surrey: focused visit, 2021-06"), _in_words("2021-06-08")
    ('Surrey: focused visit, June 2021', '8 June 2021')
    """
    if _DATE.fullmatch(text):
        return date_in_words(text)
    named = _INSPECTION.fullmatch(text)
    kind = words()["inspections"].get(named["kind"]) if named else None
    if not named or not kind:
        return text
    when = date_in_words(named["date"]) if named["date"] else "undated"
    return f"{named['council']}: {kind}, {when}"


def _shown(states: Iterable[tuple[str, str]], thing: str) -> Iterator[tuple[str, str]]:
    """What is stated, in words; several values of a property as one."""
    values: dict[str, list[str]] = defaultdict(list)
    own = words()["properties"]
    for name, value in states:
        shown = _in_words(_labels(name).get(value, value))
        is_repeated = name == "name" and any(shown in found for found in values.values())
        if shown != thing and not is_repeated:
            values[own.get(name, name)].append(shown)
    return ((label, ", ".join(found)) for label, found in values.items())


def _inspected(claim: str, states: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The name of the inspection that a claim is about, and its date."""
    label = next((value for name, value in states if name in _INSPECTED), "")
    named = _INSPECTION.fullmatch(label)
    if named:
        return _in_words(label), named["date"] or ""
    return "", token(claim) if _DATE.fullmatch(token(claim)) else ""


def _token(states: Iterable[tuple[str, str]]) -> str:
    return next((value for name, value in states if name in ("grade", "finding kind")), "")


def _value(graph: Graph, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Value:
    if isinstance(value, ox.NamedNode):
        return Value(name_of(graph, value.value) or value.value.removeprefix(THINGS), value.value)
    return Value(_in_words(value.value) if isinstance(value, ox.Literal) else str(value))


@cache
def _label(name: str) -> str:
    """The label of a property, or its name in words."""
    node = read_reference("kg").get(name, {})
    in_words = _words(token(name))
    own = words()["properties"].get(in_words)
    return upper_first(own or next(iter(node.get(LABEL.value, ())), in_words))


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


@cache
def _labels(name: str) -> Mapping[str, str]:
    """The labels of the concepts that a property has as its values, by token."""
    scheme = words()["schemes"].get(name, name.replace(" ", "-"))
    with suppress(UsageError):  # the property has other values
        return {token: labels[0] for token, labels in concept_labels(scheme).items()}
    return {}
