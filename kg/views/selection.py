"""Selects the part of the graph to draw: an overview, a neighbourhood, or a query's answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

import pyoxigraph as ox

from kg.rdf.iris import THINGS, scheme_of, token
from kg.store.graph import Graph
from kg.views.claims_to_edges import MAX_QUOTED, NetworkReader
from kg.views.filters import EVERYTHING, ViewRequest, narrow, subnetwork
from kg.views.folding import MAX_SHOWN, counted, fold
from kg.views.layout.network import arrange, in_order
from kg.views.layout.timeline import timelines
from kg.views.model import CitedFact, CitedSource, Edge, Network, Node

__all__ = ["constructed", "neighbourhood", "overview"]

THIS = CitedSource("This query")

#: Nodes above which an overview folds nodes of these kinds that are linked to one council only.
CROWDED_FROM = 300
CROWDED_KINDS = ("programme", "organisation")

#: Kinds that a neighbourhood passes only where it starts, because they link nearly everything.
HUBS = {"theme", "programme", "organisation"}

Say = Callable[[str], None]


def silent(_: str) -> None:
    """Ignore the text."""


def overview(
    graph: Graph, request: ViewRequest = EVERYTHING, say: Say = silent, limit: int = MAX_SHOWN
) -> Network:
    """Councils, their inspections, people, programmes and themes.

    With `request.whole`, the whole graph with every quote.
    """
    say("reading the graph")
    reader = NetworkReader(graph, request.period)
    network = reader.network(kinds=request.findings, quoted=None if request.whole else MAX_QUOTED)
    network = narrow(network, request)
    if not request.whole and not request.things:
        network = _without_organisations(network)
    crowded = len(network.nodes) > CROWDED_FROM and not request.whole
    return _laid_out(network, say, limit, first=CROWDED_KINDS if crowded else ())


def _without_organisations(network: Network) -> Network:
    """The network without organisations, and without nodes that have no other edge or fact."""
    organisations = {node.iri for node in network.nodes if node.kind == "organisation"}
    if not organisations:
        return network
    part = subnetwork(network, {node.iri for node in network.nodes} - organisations)
    linked = {iri for edge in part.edges for iri in (edge.source, edge.target)}
    part = subnetwork(part, {node.iri for node in part.nodes if node.iri in linked or node.facts})
    note = f"{counted(len(organisations), 'organisation')}: drawn with --whole or around a council"
    return replace(part, folded=(*part.folded, note))


def neighbourhood(
    graph: Graph,
    focus: Collection[str],
    request: ViewRequest = EVERYTHING,
    say: Say = silent,
    limit: int = MAX_SHOWN,
) -> Network:
    """The things within `request.depth` links of the focus, and the links between them."""
    say("reading the graph")
    reader = NetworkReader(graph, request.period)
    places = None
    if not any(scheme_of(iri) == "theme" for iri in focus):
        # Findings link only to themes, so those of nearby inspections and councils are enough.
        base = reader.network(focus, ())
        near = subnetwork(base, _within(base, focus, request.depth))
        places = [node.iri for node in near.nodes if node.kind in ("inspection", "council")]
    whole = reader.network(focus, places, request.findings)
    reached = _within(whole, focus, request.depth)
    if places is None:
        # The other themes would be all those of its inspections.
        reached -= {n.iri for n in whole.nodes if n.kind == "theme" and n.iri not in focus}
    part = replace(subnetwork(whole, reached), focus=tuple(focus))
    return _laid_out(narrow(part, request), say, limit)


def _within(network: Network, focus: Collection[str], depth: int) -> set[str]:
    """The nodes within `depth` links of the focus."""
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
    return reached


def constructed(
    graph: Graph,
    triples: Iterable[ox.Triple],
    request: ViewRequest = EVERYTHING,
    say: Say = silent,
    limit: int = MAX_SHOWN,
) -> Network:
    """The network of a CONSTRUCT query's triples: a node for each IRI, an edge for each link.

    Literals become facts of their subject.  Things and links that are in the graph keep their
    names, kinds and sources.
    """
    say("reading the graph")
    reader = NetworkReader(graph, request.period)
    facts_of: dict[str, list[CitedFact]] = defaultdict(list)
    names: dict[str, str] = {}
    labels: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for triple in sorted(triples, key=str):
        subject, predicate = reader.things.canonical(_name(triple.subject)), triple.predicate.value
        facts_of[subject]
        word = token(predicate)
        if isinstance(triple.object, ox.Literal):
            if word in ("label", "prefLabel", "title", "name", "text"):
                names.setdefault(subject, triple.object.value)
            facts_of[subject].append(CitedFact(word, triple.object.value, source=THIS))
        elif word == "type":
            facts_of[subject].append(CitedFact("Type", _name(triple.object), source=THIS))
        else:
            target = reader.things.canonical(_name(triple.object))
            facts_of[target]
            if target != subject:
                labels[subject, target].setdefault(word)
    whole = reader.network(
        places=[iri for iri in facts_of if iri.startswith(THINGS)], kinds=request.findings
    )
    known = {node.iri: node for node in whole.nodes}
    between: dict[frozenset[str], list[Edge]] = defaultdict(list)
    for edge in whole.edges:
        between[frozenset((edge.source, edge.target))].append(edge)
    nodes = []
    for iri, facts in sorted(facts_of.items()):
        name = names.get(iri) or reader.things.title(iri) or iri.removeprefix(THINGS)
        node = known.get(iri, Node(iri, "other", name))
        nodes.append(replace(node, facts=(*facts, *node.facts)))
    edges = []
    for (source, target), words in sorted(labels.items()):
        same = between[frozenset((source, target))]
        cited = tuple(fact for edge in same for fact in edge.facts)
        sources = tuple(sorted({source for edge in same for source in edge.sources}))
        edges.append(Edge(source, target, "link", ", ".join(words), facts=cited, sources=sources))
    network = replace(whole, nodes=tuple(nodes), edges=tuple(edges), folded=())
    return _laid_out(narrow(network, request), say, limit)


def _laid_out(network: Network, say: Say, limit: int, first: Collection[str] = ()) -> Network:
    """The network, folded, with all suitable layouts."""
    network = fold(network, limit, keep=network.focus, first=first)
    say(f"laying out {len(network.nodes):,} things")
    network = arrange(network)
    along = timelines(network)
    if along and along[0].name == "timeline":
        return replace(network, arrangements=(*network.arrangements, *along))
    return in_order(network, *along)


def _name(term: ox.NamedNode | ox.BlankNode | ox.Triple | ox.Literal) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
