"""Removing documents from a graph: which places remain, and what is removed with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import UsageError
from kg.rdf.iris import SHARED_GRAPHS, THINGS, document_key, kind_of, thing
from kg.rdf.vocabulary import CLAIMS, LABEL, RDF_TYPE
from kg.store.graph import Graph
from kg.suggestions import unknown

__all__ = ["Removed", "files_at", "places_without", "removal_effects", "summary_lines"]

#: Minimum length of a hash that names a document.
MIN_HASH = 8
#: Kinds of things that are reported when no document mentions them any more.
ORPHAN_KINDS = ("person", "programme", "organisation", "inspection")
#: The plural of each class of claims.
_PLURALS = {kind.node: kind.plural for kind in CLAIMS}
#: The start of a document's IRI, in full or with a prefix.
_DOCUMENT_IRI = re.compile(rf"^<?(?:{re.escape(THINGS)}document/|document[:/])|>$")
#: Orphans that are listed.
_MAX_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Removed:
    """What a removal takes: documents by place, facts by kind, and things left unmentioned.

    `duplicates` are removed places of documents that remain under another place.
    """

    documents: tuple[str, ...]
    duplicates: tuple[str, ...]
    facts: Mapping[str, int]
    orphans: tuple[str, ...]


def places_without(
    places: Mapping[str, tuple[str, ...]], names: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Remove named places: each name is a place, the start of a hash, or a document's IRI.

    Raises UsageError for an unknown document, with the nearest places, and for a hash that is
    ambiguous.
    """
    remaining = {sha: list(names) for sha, names in places.items()}
    for name in dict.fromkeys(names):
        key = _DOCUMENT_IRI.sub("", name)
        hashes = [sha for sha in places if len(key) >= MIN_HASH and sha.startswith(key)]
        with_place = [sha for sha, paths in places.items() if name in paths]
        if len(hashes) > 1:
            raise UsageError(f"{name!r} matches {len(hashes)} documents. Give more of the hash.")
        if not hashes and not with_place:
            known = sorted(place for paths in places.values() for place in paths)
            raise UsageError(unknown("document", name, known))
        for sha in hashes:
            remaining[sha] = []
        for sha in with_place:
            remaining[sha] = [place for place in remaining[sha] if place != name]
    return {sha: tuple(paths) for sha, paths in remaining.items() if paths}


def files_at(
    files: Mapping[str, tuple[str, ...]],
    copies: Mapping[str, str],
    documents: Mapping[str, tuple[str, ...]],
) -> dict[str, tuple[str, ...]]:
    """The files at the places that documents have; `copies` lead from files to documents."""
    left = {
        sha: tuple(name for name in names if name in documents.get(copies.get(sha, sha), ()))
        for sha, names in files.items()
    }
    return {sha: names for sha, names in left.items() if names}


def removal_effects(
    graph: Graph, before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]
) -> Removed:
    """What a graph loses when its documents change from `before` to `after`."""
    removed_graphs = {thing("graph", document_key(sha)) for sha in before if sha not in after}
    facts: Counter[str] = Counter()
    mentioned: dict[bool, set[str]] = {True: set(), False: set()}
    for name in graph.store.named_graphs():
        if str(name)[1:-1] in SHARED_GRAPHS:
            continue
        removed = str(name)[1:-1] in removed_graphs
        for quad in graph.store.quads_for_pattern(None, None, None, name):
            if removed and quad.predicate == RDF_TYPE and isinstance(quad.object, ox.NamedNode):
                facts[_PLURALS.get(quad.object, "")] += 1
            for node in (quad.subject, quad.object):
                if isinstance(node, ox.NamedNode) and node.value.startswith(THINGS):
                    mentioned[removed].add(node.value)
    facts.pop("", None)
    places_after = {place for paths in after.values() for place in paths}
    removed_places = {place for paths in before.values() for place in paths} - places_after
    documents = {place for sha, paths in before.items() if sha not in after for place in paths}
    return Removed(
        documents=tuple(sorted(documents)),
        duplicates=tuple(sorted(removed_places - documents)),
        facts=dict(sorted(facts.items())),
        orphans=tuple(
            sorted(
                f"{kind_of(iri)} {_label(graph, iri)}"
                for iri in mentioned[True] - mentioned[False]
                if kind_of(iri) in ORPHAN_KINDS
            )
        ),
    )


def summary_lines(removed: Removed, *, dry_run: bool) -> Iterator[str]:
    """Lines for people about what was removed, or would be."""
    verb = "would be removed" if dry_run else "removed"
    yield from (f"{place} {verb} from the graph" for place in removed.documents)
    for place in removed.duplicates:
        yield f"{place} {verb} from the graph; the same document remains under another path"
    facts = ", ".join(f"{count:,} {kind}" for kind, count in removed.facts.items())
    if facts:
        yield f"with {facts}"
    if removed.orphans:
        yield f"no other document mentions: {len(removed.orphans)}"
        yield from (f"  {orphan}" for orphan in removed.orphans[:_MAX_SHOWN])
        if len(removed.orphans) > _MAX_SHOWN:
            yield f"  and {len(removed.orphans) - _MAX_SHOWN:,} more"


def _label(graph: Graph, iri: str) -> str:
    quads = graph.store.quads_for_pattern(ox.NamedNode(iri), LABEL, None)
    labels = sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.Literal))
    return labels[0] if labels else iri.removeprefix(THINGS)
