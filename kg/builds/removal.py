"""Taking documents out of a graph: which go, and what goes with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pyoxigraph as ox

from kg.errors import UsageError
from kg.rdf.iris import (
    CURATION_GRAPH,
    ENTITIES_GRAPH,
    KG,
    PREFIXES,
    REFERENCE_GRAPH,
    THINGS,
    document_key,
    thing,
)
from kg.store.graph import Graph

__all__ = ["Removed", "leaving", "summary_lines", "without"]

#: Characters of a hash that name a document.
LEAST = 8
#: What may be left without a document that speaks of it.
KINDS = ("person", "programme", "organisation", "inspection")
#: Classes of claims, as people call them.
CLAIMS = {
    "Association": "inspectors",
    "EarlierInspection": "earlier inspections",
    "Finding": "findings",
    "FollowUp": "follow-ups",
    "Judgement": "judgements",
    "Mention": "mentions",
    "Post": "posts",
    "UnresolvedMention": "unresolved mentions",
}
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_LABEL = ox.NamedNode(PREFIXES["rdfs"] + "label")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Removed:
    """What leaves a graph: documents by place, facts by kind, and things nobody speaks of then.

    `kept` are places that go while their document stands in another place and stays.
    """

    documents: tuple[str, ...]
    kept: tuple[str, ...]
    facts: Mapping[str, int]
    orphans: tuple[str, ...]


def without(
    places: Mapping[str, tuple[str, ...]], names: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Hash to places without those that are named, by a place or by the beginning of a hash.

    Raises UsageError, with the nearest place, for a name that is none.
    """
    left = {sha: list(there) for sha, there in places.items()}
    for name in dict.fromkeys(names):
        hashes = [sha for sha in places if len(name) >= LEAST and sha.startswith(name)]
        holders = [sha for sha, there in places.items() if name in there]
        if len(hashes) > 1:
            raise UsageError(f"{name!r} begins {len(hashes)} documents' hashes; give more of it")
        if not hashes and not holders:
            every = sorted(place for there in places.values() for place in there)
            near = get_close_matches(name, every, n=1, cutoff=0.4)
            raise UsageError(
                f"{name!r} is no document of this graph" + (f"; {near[0]!r}?" if near else "")
            )
        for sha in hashes:
            left[sha] = []
        for sha in holders:
            left[sha] = [place for place in left[sha] if place != name]
    return {sha: tuple(there) for sha, there in left.items() if there}


def leaving(
    graph: Graph, before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]
) -> Removed:
    """What leaves a graph whose documents are to be those of `after`."""
    gone = {thing("graph", document_key(sha)) for sha in before if sha not in after}
    facts: Counter[str] = Counter()
    spoken_of: dict[bool, set[str]] = {True: set(), False: set()}
    for name in graph.store.named_graphs():
        if str(name)[1:-1] in (CURATION_GRAPH, ENTITIES_GRAPH, REFERENCE_GRAPH):
            continue
        goes = str(name)[1:-1] in gone
        for quad in graph.store.quads_for_pattern(None, None, None, name):
            if goes and quad.predicate == _TYPE:
                kind = str(quad.object)[1:-1].removeprefix(KG)
                facts[CLAIMS.get(kind, "")] += 1
            for node in (quad.subject, quad.object):
                if isinstance(node, ox.NamedNode) and node.value.startswith(THINGS):
                    spoken_of[goes].add(node.value)
    facts.pop("", None)
    places_left = {place for there in after.values() for place in there}
    dropped = {p for there in before.values() for p in there} - places_left
    whole = {p for sha, there in before.items() if sha not in after for p in there}
    return Removed(
        documents=tuple(sorted(whole)),
        kept=tuple(sorted(dropped - whole)),
        facts=dict(sorted(facts.items())),
        orphans=tuple(
            sorted(
                f"{iri.removeprefix(THINGS).partition('/')[0]} {_label(graph, iri)}"
                for iri in spoken_of[True] - spoken_of[False]
                if iri.removeprefix(THINGS).partition("/")[0] in KINDS
            )
        ),
    )


def summary_lines(removed: Removed, *, dry_run: bool) -> Iterator[str]:
    """What left, or would leave, for people."""
    verb = "would leave" if dry_run else "left"
    yield from (f"{place} {verb} the graph" for place in removed.documents)
    for place in removed.kept:
        yield f"{place} {verb} the graph; its document stays, for it stands in another place too"
    facts = ", ".join(f"{count:,} {kind}" for kind, count in removed.facts.items())
    if facts:
        yield f"with {facts}"
    if removed.orphans:
        yield f"no other document speaks of: {len(removed.orphans)}"
        yield from (f"  {orphan}" for orphan in removed.orphans[:_SHOWN])
        if len(removed.orphans) > _SHOWN:
            yield f"  and {len(removed.orphans) - _SHOWN:,} more"


def _label(graph: Graph, iri: str) -> str:
    quads = graph.store.quads_for_pattern(ox.NamedNode(iri), _LABEL, None)
    labels = sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.Literal))
    return labels[0] if labels else iri.removeprefix(THINGS)
