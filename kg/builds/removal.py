"""Taking documents out of a graph: which go, and what goes with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import UsageError
from kg.rdf.iris import (
    CURATION_GRAPH,
    ENTITIES_GRAPH,
    REFERENCE_GRAPH,
    THINGS,
    document_key,
    kind_of,
    thing,
)
from kg.rdf.vocabulary import CLAIMS, LABEL, RDF_TYPE
from kg.store.graph import Graph
from kg.suggestions import unknown

__all__ = ["Removed", "places_without", "removal_effects", "summary_lines"]

#: Characters of a hash that name a document.
LEAST = 8
#: What may be left without a document that speaks of it.
KINDS = ("person", "programme", "organisation", "inspection")
#: Classes of claims, as people call them.
_PLURALS = {kind.node: kind.plural for kind in CLAIMS}
#: The beginning of a document's IRI, in full or in short.
_DOCUMENT_IRI = re.compile(rf"^<?(?:{re.escape(THINGS)}document/|document[:/])|>$")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Removed:
    """What leaves a graph: documents by place, facts by kind, and things nobody speaks of then.

    `duplicates` are places that go while their document stands in another place and stays.
    """

    documents: tuple[str, ...]
    duplicates: tuple[str, ...]
    facts: Mapping[str, int]
    orphans: tuple[str, ...]


def places_without(
    places: Mapping[str, tuple[str, ...]], names: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Hash to places without those named: by a place, the beginning of a hash, or an IRI.

    Raises UsageError for an unknown document, with the nearest places, and for a hash that is
    ambiguous.
    """
    left = {sha: list(there) for sha, there in places.items()}
    for name in dict.fromkeys(names):
        key = _DOCUMENT_IRI.sub("", name)
        hashes = [sha for sha in places if len(key) >= LEAST and sha.startswith(key)]
        holders = [sha for sha, there in places.items() if name in there]
        if len(hashes) > 1:
            raise UsageError(
                f"{name!r} may be any of {len(hashes)} documents. Give more of the hash."
            )
        if not hashes and not holders:
            every = sorted(place for there in places.values() for place in there)
            raise UsageError(unknown("document", name, every))
        for sha in hashes:
            left[sha] = []
        for sha in holders:
            left[sha] = [place for place in left[sha] if place != name]
    return {sha: tuple(there) for sha, there in left.items() if there}


def removal_effects(
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
            if goes and quad.predicate == RDF_TYPE and isinstance(quad.object, ox.NamedNode):
                facts[_PLURALS.get(quad.object, "")] += 1
            for node in (quad.subject, quad.object):
                if isinstance(node, ox.NamedNode) and node.value.startswith(THINGS):
                    spoken_of[goes].add(node.value)
    facts.pop("", None)
    places_left = {place for there in after.values() for place in there}
    dropped = {p for there in before.values() for p in there} - places_left
    whole = {p for sha, there in before.items() if sha not in after for p in there}
    return Removed(
        documents=tuple(sorted(whole)),
        duplicates=tuple(sorted(dropped - whole)),
        facts=dict(sorted(facts.items())),
        orphans=tuple(
            sorted(
                f"{kind_of(iri)} {_label(graph, iri)}"
                for iri in spoken_of[True] - spoken_of[False]
                if kind_of(iri) in KINDS
            )
        ),
    )


def summary_lines(removed: Removed, *, dry_run: bool) -> Iterator[str]:
    """What left, or would leave, for people."""
    verb = "would leave" if dry_run else "left"
    yield from (f"{place} {verb} the graph" for place in removed.documents)
    for place in removed.duplicates:
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
    quads = graph.store.quads_for_pattern(ox.NamedNode(iri), LABEL, None)
    labels = sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.Literal))
    return labels[0] if labels else iri.removeprefix(THINGS)
