"""Which part of the graph is drawn: the part worth seeing, a neighbourhood, or a query's answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

import pyoxigraph as ox

from kg.rdf.iris import CONCEPTS, THINGS
from kg.store.graph import Graph
from kg.views.claims_to_edges import QUOTED, Reading
from kg.views.filters import EVERYTHING, Wanted, choose, only
from kg.views.folding import LIMIT, counted, fold
from kg.views.layout.network import arrange, in_order
from kg.views.layout.timeline import timelines
from kg.views.model import Edge, Fact, Network, Node, Source

__all__ = ["constructed", "neighbourhood", "overview"]

THIS = Source("This query")

#: An overview of more nodes than this shows as one what one council alone has of these kinds.
CROWD = 300
CROWDED = ("programme", "organisation")

#: A neighbourhood is not continued through these, unless it starts there: they lead everywhere.
CROSSROADS = {"theme", "programme", "organisation"}

Say = Callable[[str], None]


def silent(_: str) -> None:
    """Tell nobody."""


def overview(
    graph: Graph, wanted: Wanted = EVERYTHING, say: Say = silent, limit: int = LIMIT
) -> Network:
    """The graph worth seeing: councils, their inspections, people, programmes and themes.

    With `wanted.whole`, all of it, with every quote.
    """
    say("reading the graph")
    reading = Reading(graph, wanted.period)
    network = reading.network(kinds=wanted.findings, quoted=None if wanted.whole else QUOTED)
    network = choose(network, wanted)
    if not wanted.whole and not wanted.things:
        network = _worth_seeing(network)
    crowded = len(network.nodes) > CROWD and not wanted.whole
    return _drawn(network, say, limit, first=CROWDED if crowded else ())


def _worth_seeing(network: Network) -> Network:
    """Without organisations, and without whoever has no other link."""
    organisations = {node.iri for node in network.nodes if node.kind == "organisation"}
    if not organisations:
        return network
    kept = only(network, {node.iri for node in network.nodes} - organisations)
    linked = {iri for edge in kept.edges for iri in (edge.source, edge.target)}
    kept = only(kept, {node.iri for node in kept.nodes if node.iri in linked or node.facts})
    said = f"{counted(len(organisations), 'organisation')}: drawn with --whole, or around a council"
    return replace(kept, folded=(*kept.folded, said))


def neighbourhood(
    graph: Graph,
    focus: Collection[str],
    wanted: Wanted = EVERYTHING,
    say: Say = silent,
    limit: int = LIMIT,
) -> Network:
    """What lies within `wanted.depth` links of some things, and the links between all of that."""
    say("reading the graph")
    reading = Reading(graph, wanted.period)
    places = None
    if not any(iri.startswith(f"{CONCEPTS}theme/") for iri in focus):
        # Findings lead on to themes alone: it is enough to read those of what is near.
        base = reading.network(focus, ())
        near = only(base, _within(base, focus, wanted.depth))
        places = [node.iri for node in near.nodes if node.kind in ("inspection", "council")]
    whole = reading.network(focus, places, wanted.findings)
    reached = _within(whole, focus, wanted.depth)
    if places is None:
        # Around a theme, the others would be all that its inspections speak of.
        reached -= {n.iri for n in whole.nodes if n.kind == "theme" and n.iri not in focus}
    part = replace(only(whole, reached), focus=tuple(focus))
    return _drawn(choose(part, wanted), say, limit)


def _within(network: Network, focus: Collection[str], depth: int) -> set[str]:
    """The nodes that `depth` links lead to."""
    kinds = {node.iri: node.kind for node in network.nodes}
    near: dict[str, list[str]] = defaultdict(list)
    for edge in network.edges:
        near[edge.source].append(edge.target)
        near[edge.target].append(edge.source)
    reached = frontier = set(focus)
    for _ in range(depth):
        through = [one for one in frontier if one in focus or kinds.get(one) not in CROSSROADS]
        frontier = {other for one in through for other in near[one]} - reached
        reached = reached | frontier
    return reached


def constructed(
    graph: Graph,
    triples: Iterable[ox.Triple],
    wanted: Wanted = EVERYTHING,
    say: Say = silent,
    limit: int = LIMIT,
) -> Network:
    """What a CONSTRUCT query made: a node for each IRI, an edge for each link between two.

    Literals become facts of their subject.  A thing that the graph knows keeps its name, its kind
    and its sources, and so does a link that the graph holds between the same two.
    """
    say("reading the graph")
    reading = Reading(graph, wanted.period)
    made: dict[str, list[Fact]] = defaultdict(list)
    names: dict[str, str] = {}
    labels: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for triple in sorted(triples, key=str):
        subject, predicate = reading.things.person(_name(triple.subject)), triple.predicate.value
        made[subject]
        word = predicate.replace("#", "/").rpartition("/")[2]
        if isinstance(triple.object, ox.Literal):
            if word in ("label", "prefLabel", "title", "name", "text"):
                names.setdefault(subject, triple.object.value)
            made[subject].append(Fact(word, triple.object.value, source=THIS))
        elif word == "type":
            made[subject].append(Fact("Type", _name(triple.object), source=THIS))
        else:
            target = reading.things.person(_name(triple.object))
            made[target]
            if target != subject:
                labels[subject, target].setdefault(word)
    whole = reading.network(
        places=[iri for iri in made if iri.startswith(THINGS)], kinds=wanted.findings
    )
    known = {node.iri: node for node in whole.nodes}
    behind: dict[frozenset[str], list[Edge]] = defaultdict(list)
    for edge in whole.edges:
        behind[frozenset((edge.source, edge.target))].append(edge)
    nodes = []
    for iri, facts in sorted(made.items()):
        name = names.get(iri) or reading.things.title(iri) or iri.removeprefix(THINGS)
        node = known.get(iri, Node(iri, "other", name))
        nodes.append(replace(node, facts=(*facts, *node.facts)))
    edges = []
    for (source, target), words in sorted(labels.items()):
        same = behind[frozenset((source, target))]
        said = tuple(fact for edge in same for fact in edge.facts)
        sources = tuple(sorted({one for edge in same for one in edge.sources}))
        edges.append(Edge(source, target, "link", ", ".join(words), facts=said, sources=sources))
    network = replace(whole, nodes=tuple(nodes), edges=tuple(edges), folded=())
    return _drawn(choose(network, wanted), say, limit)


def _drawn(network: Network, say: Say, limit: int, first: Collection[str] = ()) -> Network:
    """The network folded and laid out in the ways that suit it."""
    network = fold(network, limit, keep=network.focus, first=first)
    say(f"laying out {len(network.nodes):,} things")
    network = arrange(network)
    along = timelines(network)
    if along and along[0].name == "timeline":
        return replace(network, arrangements=(*network.arrangements, *along))
    return in_order(network, *along)


def _name(term: ox.NamedNode | ox.BlankNode | ox.Triple | ox.Literal) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
