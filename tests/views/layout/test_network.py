"""Where nodes stand."""

from __future__ import annotations

import math
from itertools import combinations

import pyoxigraph as ox

from kg.rdf.iris import thing
from kg.store.graph import Graph, open_graph
from kg.views.model import Network, Node
from kg.views.selection import constructed, overview
from places import TESTS

SAMPLE = TESTS / "browser" / "sample.trig"


NORTHMOOR = thing("council", "E99000001")


FIRST = thing("inspection", "E99000001", "ilacs", "2018-03-05")


VISIT = thing("inspection", "E99000001", "focused-visit", "2020-11-10")


LATEST = thing("inspection", "E99000001", "ilacs", "2022-05-09")


def node(network: Network, iri: str) -> Node:
    return next(node for node in network.nodes if node.iri == iri)


def test_nodes_do_not_touch_and_inspections_stand_in_date_order(graph: Graph) -> None:
    network = overview(graph)
    for one, other in combinations(network.nodes, 2):
        apart = math.hypot(one.x - other.x, one.y - other.y)
        assert apart > one.size + other.size, (one.label, other.label)
    council = node(network, NORTHMOOR)
    over = [node(network, iri) for iri in (FIRST, VISIT, LATEST)]
    assert over[0].x < over[1].x < over[2].x, "in date order"
    assert all(inspection.y < council.y for inspection in over)


def test_a_network_without_councils_is_laid_out_too() -> None:
    for count in (1, 2, 40, 900):
        iris = [f"https://example.org/{n}" for n in range(count)]
        triples = [
            ox.Triple(
                ox.NamedNode(iri), ox.NamedNode("https://example.org/p"), ox.NamedNode(iris[n // 3])
            )
            for n, iri in enumerate(iris)
        ]
        network = constructed(open_graph(SAMPLE), triples)
        assert len({(node.x, node.y) for node in network.nodes}) == count
