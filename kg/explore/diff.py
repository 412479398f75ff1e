"""Compares two graphs: facts added, removed and changed, by council and kind.

A fact has a key, which is what it is about, and values, which are what claims say about that.
Claims with the same key are one fact, whichever documents they come from.  A fact has changed if
its values differ.  So renaming a document changes only the fact about the document itself, and
processing it again changes only the facts that are now extracted differently.  People, programmes,
organisations and councils in both graphs are compared by name and kind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from kg.query.answer import Table
from kg.rdf.iris import expand
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

__all__ = ["Change", "ComparedFact", "compare", "facts", "summary", "table"]

_LABEL = expand("rdfs:label")


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


#: Documents, inspections, and all claims that list `DIFF` in `kg.rdf.vocabulary`.
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


@dataclass(slots=True)
class ComparedFact:
    """A fact of one graph: a text for its key, each distinct value, and the documents."""

    text: str
    values: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A fact that is in only one of two graphs, or has different values in them.

    `change` is added, removed or changed.  `council` is a name, "" if the fact is about none.
    """

    council: str
    kind: str
    fact: str
    change: str
    before: str
    after: str
    documents: tuple[str, ...]


#: Council, kind, and the terms of the fact's key.
Key = tuple[str, str, tuple[str, ...]]


def facts(graph: Graph) -> dict[Key, ComparedFact]:
    """The facts of a graph by council, kind and key."""
    found: dict[Key, ComparedFact] = {}
    label_of = _labeller(graph)
    for kind in _KINDS:
        for claim, properties in _claims(graph, kind.of):
            if kind.only and kind.only not in properties:
                continue
            properties[""] = {claim}
            key = tuple(" ".join(sorted(map(str, properties.get(name, ())))) for name in kind.key)
            values = "; ".join(
                ", ".join(sorted(map(label_of, properties[name])))
                for name in kind.values
                if name in properties
            )
            text = ", ".join(
                " ".join(sorted(map(label_of, properties[name])))
                for name in kind.key
                if name in properties
            )
            paths = _documents(graph, kind, claim, properties)
            for council in _councils(graph, claim, properties) or {""}:
                fact = found.setdefault((council, kind.name, key), ComparedFact(text))
                fact.values.add(values)
                fact.documents |= paths
    return found


def compare(before: Graph, after: Graph) -> tuple[Change, ...]:
    """The changes from one graph to another, sorted by council, kind and fact."""
    old_facts, new_facts = facts(before), facts(after)
    changes = []
    for key in old_facts.keys() | new_facts.keys():
        council, kind, _ = key
        old, new = old_facts.get(key), new_facts.get(key)
        if old is not None and new is not None and old.values == new.values:
            continue
        changes.append(
            Change(
                council=_label(before, after, council),
                kind=kind,
                fact=(new or old or ComparedFact("")).text,
                change="added" if old is None else "removed" if new is None else "changed",
                before=_text_of(old),
                after=_text_of(new),
                documents=tuple(sorted((new or old or ComparedFact("")).documents)),
            )
        )
    return tuple(sorted([*changes, *_name_changes(before, after)]))


def summary(changes: Iterable[Change]) -> list[str]:
    """Lines with the numbers of changes, in all and by council."""
    by_council: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    for change in changes:
        total[change.change] += 1
        by_council[change.council or "no council"][f"{change.kind} {change.change}"] += 1
    if not total:
        return ["no facts added, removed or changed"]
    counts = ", ".join(f"{total[name]:,} {name}" for name in ("added", "removed", "changed"))
    return [
        f"facts: {counts}",
        *(
            f"  {council}: "
            + ", ".join(f"{count:,} {what}" for what, count in sorted(kinds.items()))
            for council, kinds in sorted(by_council.items())
        ),
    ]


def table(changes: Iterable[Change]) -> Table:
    """The changes as a table for `kg.query.result_formats`."""
    rows = (
        (
            change.change,
            change.council,
            change.kind,
            change.fact,
            change.before,
            change.after,
            ";".join(change.documents),
        )
        for change in changes
    )
    columns = ("change", "council", "kind", "fact", "before", "after", "documents")
    return Table(columns, tuple(tuple(ox.Literal(c) if c else None for c in row) for row in rows))


def _text_of(fact: ComparedFact | None) -> str:
    return " | ".join(sorted(fact.values)) if fact else ""


def _claims(graph: Graph, of: str) -> Iterator[tuple[ox.NamedNode, dict[str, set[_Term]]]]:
    """Each claim of a class with the values of its properties, from all named graphs."""
    seen = set()
    for quad in graph.store.quads_for_pattern(None, RDF_TYPE, named_node(f"kg:{of}")):
        claim = quad.subject
        if isinstance(claim, ox.NamedNode) and claim not in seen:
            seen.add(claim)
            properties: dict[str, set[_Term]] = defaultdict(set)
            for statement in graph.store.quads_for_pattern(claim, None, None):
                properties[statement.predicate.value].add(statement.object)
            yield claim, properties


_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def _values(graph: Graph, subject: _Term, predicate: str) -> set[_Term]:
    if not isinstance(subject, ox.NamedNode):
        return set()
    quads = graph.store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
    return {quad.object for quad in quads}


def _documents(
    graph: Graph, kind: _Kind, claim: ox.NamedNode, properties: Mapping[str, set[_Term]]
) -> set[str]:
    """The paths of the documents that a claim comes from."""
    documents: set[_Term] = set(properties.get(expand("kg:document"), ()))
    if kind.of == "Document":
        documents = {claim}
    if kind.of == "Inspection":
        quads = graph.store.quads_for_pattern(None, named_node("kg:reports"), claim)
        documents = {quad.subject for quad in quads}
    paths = (min(map(_text, _values(graph, d, expand("kg:path"))), default="") for d in documents)
    return {path for path in paths if path}


def _councils(graph: Graph, claim: ox.NamedNode, properties: Mapping[str, set[_Term]]) -> set[str]:
    """The councils that a claim is about, or else those of its document's inspections."""
    named = properties.get(expand("kg:council"))
    if not named:
        documents = properties.get(expand("kg:document")) or {claim}
        reported = {i for d in documents for i in _values(graph, d, expand("kg:reports"))}
        named = {c for i in reported for c in _values(graph, i, expand("kg:council"))}
    return {council.value for council in named if isinstance(council, ox.NamedNode)}


def _text(term: _Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _labeller(graph: Graph) -> Callable[[_Term], str]:
    """A function that returns the label, notation or text of a term in a graph."""

    @cache
    def label_of(term: _Term) -> str:
        if isinstance(term, ox.NamedNode):
            for name in (_LABEL, NOTATION.value, expand("kg:text")):
                found = _values(graph, term, name)
                if found:
                    return min(map(_text, found))
        return _text(term)

    return label_of


def _label(before: Graph, after: Graph, council: str) -> str:
    if not council:
        return ""
    for graph in (after, before):
        found = _values(graph, ox.NamedNode(council), _LABEL)
        if found:
            return min(map(_text, found))
    return council


def _name_changes(before: Graph, after: Graph) -> Iterator[Change]:
    """Changes of the name or kind of things that are in both graphs."""
    for kind, classes, more in _NAMED_THINGS:
        old, new = (_things(graph, classes, more) for graph in (before, after))
        for iri in old.keys() & new.keys():
            if old[iri] != new[iri]:
                yield Change("", kind, iri, "changed", old[iri], new[iri], ())


def _things(graph: Graph, classes: Iterable[str], more: Iterable[str]) -> dict[str, str]:
    found = {}
    label_of = _labeller(graph)
    for of in classes:
        for thing, properties in _claims(graph, of):
            found[thing.value] = "; ".join(
                ", ".join(sorted(map(label_of, properties[name])))
                for name in (_LABEL, *more)
                if name in properties
            )
    return found
