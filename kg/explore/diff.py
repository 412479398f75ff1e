"""What changed between two graphs: facts added, removed and changed, by council and kind.

A fact is what claims say, whatever document says it: two claims are one fact when they agree in
what it is about (the key of its kind), and it has changed when they say something else of that.
So a document that is renamed changes no fact but its own, and one that is read again only those
that it now states otherwise.  People, programmes and organisations are compared by their names
and kinds where both graphs have them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from kg.query.answer import Table
from kg.rdf.iris import KG, PREFIXES
from kg.store.graph import Graph

__all__ = ["Change", "Fact", "changes", "facts", "summary", "table"]

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_LABEL, _NOTATION = PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "notation"
_AGENT, _MEMBER = PREFIXES["prov"] + "agent", PREFIXES["org"] + "member"
_ROLE, _BODY = PREFIXES["org"] + "role", PREFIXES["org"] + "organization"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A class of claims: what the fact is about, and what is said of it, as properties.

    A claim is of the kind when it has a value for `only`, where that is given.
    """

    name: str
    of: str
    key: tuple[str, ...]
    values: tuple[str, ...]
    only: str = ""


def _kg(*names: str) -> tuple[str, ...]:
    return tuple(name if ":" in name else KG + name for name in names)


_KINDS = (
    _Kind(
        "document",
        "Document",
        _kg("path"),
        _kg(PREFIXES["dcterms"] + "title", "documentKind", "published", "sha256"),
    ),
    _Kind(
        "inspection",
        "Inspection",
        ("",),
        _kg("inspectionType", "start", "end", "published", "follows"),
    ),
    _Kind("judgement", "Judgement", _kg("area", "inspection"), _kg("grade")),
    _Kind("inspector", "Association", _kg(_AGENT, "inspection"), _kg(PREFIXES["prov"] + "hadRole")),
    _Kind(
        "leader",
        "Post",
        _kg("name", _ROLE, _BODY, "organisationText"),
        _kg("roleText", "since", "inPostAt"),
    ),
    _Kind("programme", "Mention", _kg("mentions"), _kg("programmeKind"), KG + "programmeKind"),
    _Kind(
        "organisation", "Mention", _kg("mentions"), _kg("organisationKind"), KG + "organisationKind"
    ),
    _Kind("council", "Mention", _kg("mentions"), _kg("mentionRole"), KG + "mentionRole"),
    _Kind(
        "earlier inspection",
        "EarlierInspection",
        _kg("when", "inspection"),
        _kg("grade", "inspectionType", "refersTo"),
    ),
    _Kind(
        "finding",
        "Finding",
        _kg("text"),
        _kg("findingKind", "mainTheme", "theme", "trend", "takesUp"),
    ),
)
#: Things that have a name of their own: class, and what is said of them beside it.
_NAMED = (
    ("name of a person", ("Inspector", "Leader"), (PREFIXES["owl"] + "sameAs",)),
    ("name of a programme", ("Programme",), (KG + "programmeKind",)),
    ("name of an organisation", ("Organisation",), (KG + "organisationKind",)),
    ("name of a council", ("Council",), ()),
)


@dataclass(slots=True)
class Fact:
    """What claims say of one thing: the values (one text a way in which it is said), and where."""

    text: str
    values: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A fact that is in one graph alone, or that both have and not alike.

    `change` is added, removed or changed; `council` is a name, "" where a document is about none.
    """

    council: str
    kind: str
    fact: str
    change: str
    before: str
    after: str
    documents: tuple[str, ...]


#: Council, kind and what a fact is about, as terms.
Key = tuple[str, str, tuple[str, ...]]


def facts(graph: Graph) -> dict[Key, Fact]:
    """The facts of a graph by council, kind and what they are about."""
    found: dict[Key, Fact] = {}
    say = _reader(graph)
    for kind in _KINDS:
        for claim, said in _claims(graph, KG + kind.of):
            if kind.only and kind.only not in said:
                continue
            said[""] = {claim}
            key = tuple(" ".join(sorted(map(str, said.get(name, ())))) for name in kind.key)
            values = "; ".join(
                ", ".join(sorted(map(say, said[name]))) for name in kind.values if name in said
            )
            text = ", ".join(
                " ".join(sorted(map(say, said[name]))) for name in kind.key if name in said
            )
            paths = _documents(graph, kind, claim, said)
            for council in _councils(graph, claim, said) or {""}:
                fact = found.setdefault((council, kind.name, key), Fact(text))
                fact.values.add(values)
                fact.documents |= paths
    return found


def changes(before: Graph, after: Graph) -> tuple[Change, ...]:
    """What changed from one graph to another, by council, kind and fact."""
    old, new = facts(before), facts(after)
    found = []
    for key in old.keys() | new.keys():
        council, kind, _ = key
        one, other = old.get(key), new.get(key)
        if one is not None and other is not None and one.values == other.values:
            continue
        found.append(
            Change(
                council=_label(before, after, council),
                kind=kind,
                fact=(other or one or Fact("")).text,
                change="added" if one is None else "removed" if other is None else "changed",
                before=_said(one),
                after=_said(other),
                documents=tuple(sorted((other or one or Fact("")).documents)),
            )
        )
    return tuple(sorted([*found, *_names(before, after)]))


def summary(found: Iterable[Change]) -> list[str]:
    """How many facts changed, in all and by council, in lines for people."""
    by_council: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    for one in found:
        total[one.change] += 1
        by_council[one.council or "no council"][f"{one.kind} {one.change}"] += 1
    if not total:
        return ["no facts added, removed or changed"]
    counts = ", ".join(f"{total[change]:,} {change}" for change in ("added", "removed", "changed"))
    return [
        f"facts: {counts}",
        *(
            f"  {council}: "
            + ", ".join(f"{count:,} {what}" for what, count in sorted(kinds.items()))
            for council, kinds in sorted(by_council.items())
        ),
    ]


def table(found: Iterable[Change]) -> Table:
    """The changes as an answer that `kg.query.result_formats` can write."""
    rows = (
        (
            one.change,
            one.council,
            one.kind,
            one.fact,
            one.before,
            one.after,
            ";".join(one.documents),
        )
        for one in found
    )
    columns = ("change", "council", "kind", "fact", "before", "after", "documents")
    return Table(columns, tuple(tuple(ox.Literal(c) if c else None for c in row) for row in rows))


def _said(fact: Fact | None) -> str:
    return " | ".join(sorted(fact.values)) if fact else ""


def _claims(graph: Graph, of: str) -> Iterator[tuple[ox.NamedNode, dict[str, set[_Term]]]]:
    """Each claim of a class with the values of its properties, whatever graph they stand in."""
    seen = set()
    for quad in graph.store.quads_for_pattern(None, _TYPE, ox.NamedNode(of)):
        claim = quad.subject
        if isinstance(claim, ox.NamedNode) and claim not in seen:
            seen.add(claim)
            said: dict[str, set[_Term]] = defaultdict(set)
            for one in graph.store.quads_for_pattern(claim, None, None):
                said[one.predicate.value].add(one.object)
            yield claim, said


_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def _values(graph: Graph, subject: _Term, predicate: str) -> set[_Term]:
    if not isinstance(subject, ox.NamedNode):
        return set()
    quads = graph.store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
    return {quad.object for quad in quads}


def _documents(
    graph: Graph, kind: _Kind, claim: ox.NamedNode, said: Mapping[str, set[_Term]]
) -> set[str]:
    """Where the documents stand that say so."""
    documents: set[_Term] = set(said.get(KG + "document", ()))
    if kind.of == "Document":
        documents = {claim}
    if kind.of == "Inspection":
        quads = graph.store.quads_for_pattern(None, ox.NamedNode(KG + "reports"), claim)
        documents = {quad.subject for quad in quads}
    paths = (min(map(_text, _values(graph, d, KG + "path")), default="") for d in documents)
    return {path for path in paths if path}


def _councils(graph: Graph, claim: ox.NamedNode, said: Mapping[str, set[_Term]]) -> set[str]:
    """The councils that a claim is about, else those of the inspections of its document."""
    named = said.get(KG + "council")
    if not named:
        documents = said.get(KG + "document") or {claim}
        reported = {i for d in documents for i in _values(graph, d, KG + "reports")}
        named = {c for i in reported for c in _values(graph, i, KG + "council")}
    return {council.value for council in named if isinstance(council, ox.NamedNode)}


def _text(term: _Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _reader(graph: Graph) -> Callable[[_Term], str]:
    """How a graph calls a term: by its label or its token."""

    @cache
    def say(term: _Term) -> str:
        if isinstance(term, ox.NamedNode):
            for name in (_LABEL, _NOTATION, KG + "text"):
                found = _values(graph, term, name)
                if found:
                    return min(map(_text, found))
        return _text(term)

    return say


def _label(before: Graph, after: Graph, council: str) -> str:
    if not council:
        return ""
    for graph in (after, before):
        found = _values(graph, ox.NamedNode(council), _LABEL)
        if found:
            return min(map(_text, found))
    return council


def _names(before: Graph, after: Graph) -> Iterator[Change]:
    """Things that both graphs have and call or class differently."""
    for kind, classes, more in _NAMED:
        old, new = (_things(graph, classes, more) for graph in (before, after))
        for iri in old.keys() & new.keys():
            if old[iri] != new[iri]:
                yield Change("", kind, iri, "changed", old[iri], new[iri], ())


def _things(graph: Graph, classes: Iterable[str], more: Iterable[str]) -> dict[str, str]:
    found = {}
    say = _reader(graph)
    for of in classes:
        for thing, said in _claims(graph, KG + of):
            found[thing.value] = "; ".join(
                ", ".join(sorted(map(say, said[name]))) for name in (_LABEL, *more) if name in said
            )
    return found
