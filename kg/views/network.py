"""Which part of the graph is drawn: the part worth seeing, a neighbourhood, or a query's answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

import pyoxigraph as ox

from kg.names import CONCEPTS, THINGS
from kg.store import Graph
from kg.views.focus import find_focus
from kg.views.layout import arrange
from kg.views.picture import Counts, Edge, Fact, Network, Node, Source
from kg.views.reading import Reading

__all__ = [
    "LIMIT", "Counts", "Edge", "Fact", "Network", "Node", "constructed", "find_focus", "fold",
    "neighbourhood", "overview",
]  # fmt: skip

THIS = Source("This query")

#: A page with more nodes than this is neither readable nor quick.
LIMIT = 3_000

#: An overview of more nodes than this shows no programme that one council alone is said to have.
CROWD = 300

ELSEWHERE = "drawn only around a council, or on its own"

#: A neighbourhood is not continued through these, unless it starts there: they lead everywhere.
CROSSROADS = {"theme", "programme", "organisation"}

#: What is folded first, and what each kind is called in the sentence that says so.
FOLDED_FIRST = {
    "organisation": "organisations",
    "other": "other things",
    "programme": "programmes",
    "leader": "leaders",
    "inspector": "inspectors",
    "inspection": "inspections",
    "theme": "themes",
    "council": "councils",
}


def overview(graph: Graph, limit: int = LIMIT) -> Network:
    """The graph worth seeing: councils, their inspections, people, programmes and themes."""
    whole = Reading(graph).network()
    organisations = {node.iri for node in whole.nodes if node.kind == "organisation"}
    kept = _only(whole, {node.iri for node in whole.nodes} - organisations)
    # A leader of an organisation that is left out may have no other link.
    linked = {iri for edge in kept.edges for iri in (edge.source, edge.target)}
    kept = _only(kept, {node.iri for node in kept.nodes if node.iri in linked or node.facts})
    said = []
    if organisations:
        said.append(f"{_count(len(organisations), 'organisation')}: {ELSEWHERE}")
    links = _links(kept)
    lone = {n.iri for n in kept.nodes if n.kind == "programme" and links[n.iri] == 1}
    if len(kept.nodes) > CROWD and lone:
        kept = _only(kept, {node.iri for node in kept.nodes} - lone)
        said.append(f"{_count(len(lone), 'programme')} of one council alone: {ELSEWHERE}")
    return arrange(fold(replace(kept, folded=tuple(said)), limit))


def neighbourhood(graph: Graph, iri: str, depth: int, limit: int = LIMIT) -> Network:
    """What lies within `depth` links of a thing, and the links between all of that."""
    reading = Reading(graph)
    if iri.startswith(f"{CONCEPTS}theme/"):
        whole = reading.network([iri])
    else:
        # Findings lead on to themes alone: it is enough to read those of what is near.
        base = reading.network([iri], ())
        near = _only(base, _within(base, iri, depth))
        places = [node.iri for node in near.nodes if node.kind in ("inspection", "council")]
        whole = reading.network([iri], places)
    part = replace(_only(whole, _within(whole, iri, depth)), focus=(iri,))
    return arrange(fold(part, limit, keep={iri}))


def _within(network: Network, iri: str, depth: int) -> set[str]:
    """The nodes that `depth` links lead to."""
    kinds = {node.iri: node.kind for node in network.nodes}
    near: dict[str, list[str]] = defaultdict(list)
    for edge in network.edges:
        near[edge.source].append(edge.target)
        near[edge.target].append(edge.source)
    reached = frontier = {iri}
    for _ in range(depth):
        through = [one for one in frontier if one == iri or kinds.get(one) not in CROSSROADS]
        frontier = {other for one in through for other in near[one]} - reached
        reached = reached | frontier
    return reached


def constructed(graph: Graph, triples: Iterable[ox.Triple], limit: int = LIMIT) -> Network:
    """What a CONSTRUCT query made: a node for each IRI, an edge for each link between two.

    Literals become facts of their subject.  A thing that the graph knows keeps its name, its kind
    and its sources, and so does a link that the graph holds between the same two.
    """
    made: dict[str, list[Fact]] = defaultdict(list)
    names: dict[str, str] = {}
    labels: dict[tuple[str, str], list[str]] = defaultdict(list)
    for triple in sorted(triples, key=str):
        subject, predicate = _name(triple.subject), triple.predicate.value
        made[subject]
        word = predicate.replace("#", "/").rpartition("/")[2]
        if isinstance(triple.object, ox.Literal):
            if word in ("label", "prefLabel", "title", "name"):
                names.setdefault(subject, triple.object.value)
            made[subject].append(Fact(word, triple.object.value, source=THIS))
        elif word == "type":
            made[subject].append(Fact("Type", _name(triple.object), source=THIS))
        else:
            made[_name(triple.object)]
            labels[subject, _name(triple.object)].append(word)
    reading = Reading(graph)
    whole = reading.network(places=[iri for iri in made if iri.startswith(THINGS)])
    known = {node.iri: node for node in whole.nodes}
    sources: dict[frozenset[str], list[Fact]] = defaultdict(list)
    for edge in whole.edges:
        sources[frozenset((edge.source, edge.target))].extend(edge.facts)
    nodes = []
    for iri, facts in sorted(made.items()):
        name = names.get(iri) or reading.things.title(iri) or iri.removeprefix(THINGS)
        node = known.get(iri, Node(iri, "other", name))
        nodes.append(replace(node, facts=(*facts, *node.facts)))
    edges = [
        Edge(
            source, target, "link", ", ".join(words),
            facts=tuple(sources.get(frozenset((source, target)), ())),
        )
        for (source, target), words in sorted(labels.items())
    ]  # fmt: skip
    return arrange(fold(Network(tuple(nodes), tuple(edges), grades=whole.grades), limit))


def fold(network: Network, limit: int, keep: Collection[str] = ()) -> Network:
    """The network cut to `limit` nodes, the least connected of the least telling kind first."""
    surplus = len(network.nodes) - limit
    if surplus <= 0:
        return network
    links = _links(network)
    order = list(FOLDED_FIRST)

    def worth(node: Node) -> tuple[bool, bool, int, int, str]:
        return (
            node.iri in keep,
            links[node.iri] > 1,
            order.index(node.kind),
            links[node.iri],
            node.iri,
        )

    gone = sorted(network.nodes, key=worth)[:surplus]
    tally = Counter(node.kind for node in gone)
    said = [
        f"{_count(tally[kind], kind)} with the fewest links: a page shows {limit:,} nodes at most"
        for kind in order
        if tally[kind]
    ]
    kept = _only(network, {node.iri for node in network.nodes} - {node.iri for node in gone})
    return replace(kept, folded=(*network.folded, *said))


def _links(network: Network) -> Counter[str]:
    """How many links each node has."""
    return Counter(iri for edge in network.edges for iri in (edge.source, edge.target))


def _only(network: Network, iris: Collection[str]) -> Network:
    """The network of these nodes and the edges between them."""
    return replace(
        network,
        nodes=tuple(node for node in network.nodes if node.iri in iris),
        edges=tuple(e for e in network.edges if e.source in iris and e.target in iris),
    )


def _count(number: int, kind: str) -> str:
    plural = FOLDED_FIRST[kind]
    word = plural if number != 1 else "other thing" if kind == "other" else kind
    return f"{number:,} {word}"


def _name(term: ox.NamedNode | ox.BlankNode | ox.Triple | ox.Literal) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
