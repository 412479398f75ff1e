"""Selects part of a network: a neighbourhood, or the answer of a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

import pyoxigraph as ox

from kg.network.model import Edge, Network, Node
from kg.network.reader import read_network
from kg.rdf.iris import THINGS, token
from kg.store.graph import Graph

__all__ = ["constructed", "neighbourhood"]

#: Kinds that a neighbourhood passes only where it starts, because they link nearly everything.
HUBS = {"theme", "programme", "organisation"}
#: Properties whose values name a thing.
NAMES = {"label", "prefLabel", "title", "name", "text"}


def neighbourhood(network: Network, focus: Collection[str], depth: int) -> Network:
    """The things within `depth` links of the focus, and the links between them."""
    kinds = {node.iri: node.kind for node in network.nodes}
    near: dict[str, list[str]] = defaultdict(list)
    for edge in network.edges:
        near[edge.source].append(edge.target)
        near[edge.target].append(edge.source)
    reached = frontier = set(focus)
    for _ in range(depth):
        through = [iri for iri in frontier if iri in focus or kinds.get(iri) not in HUBS]
        frontier = {end for iri in through for end in near[iri]} - reached
        reached = reached | frontier
    return Network(
        tuple(node for node in network.nodes if node.iri in reached),
        tuple(e for e in network.edges if e.source in reached and e.target in reached),
    )


def constructed(graph: Graph, triples: Iterable[ox.Triple]) -> Network:
    """The network of a CONSTRUCT query's triples: a node for each IRI, an edge for each link.

    Things and links that are in the graph keep their names, kinds and quotes.
    """
    whole = read_network(graph)
    known = {node.iri: node for node in whole.nodes}
    between: dict[frozenset[str], list[Edge]] = defaultdict(list)
    for edge in whole.edges:
        between[frozenset((edge.source, edge.target))].append(edge)
    names: dict[str, str] = {}
    things: set[str] = set()
    labels: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for triple in sorted(triples, key=str):
        subject, word = _name(triple.subject), token(triple.predicate.value)
        things.add(subject)
        if isinstance(triple.object, ox.Literal):
            if word in NAMES:
                names.setdefault(subject, triple.object.value)
        elif word != "type":
            target = _name(triple.object)
            things.add(target)
            if target != subject:
                labels[subject, target].setdefault(triple.predicate.value)
    nodes = (
        known.get(iri) or Node(iri, "other", names.get(iri) or iri.removeprefix(THINGS))
        for iri in sorted(things)
    )
    edges = []
    for ends, properties in sorted(labels.items()):
        quotes = (edge.quote for edge in between[frozenset(ends)] if edge.quote is not None)
        words, first = ", ".join(map(token, properties)), next(iter(properties))
        edges.append(Edge(*ends, "link", words, quote=next(quotes, None), property=first))
    return replace(whole, nodes=tuple(nodes), edges=tuple(edges))


def _name(term: ox.NamedNode | ox.BlankNode | ox.Triple | ox.Literal) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
