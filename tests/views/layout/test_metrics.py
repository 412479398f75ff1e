"""Measures of a network."""

from __future__ import annotations

from kg.rdf.iris import thing
from kg.store.graph import Graph
from kg.views.layout.metrics import measured
from kg.views.model import Network, Node
from kg.views.selection import neighbourhood, overview

NORTHMOOR, EASTWICK = thing("council", "E99000001"), thing("council", "E99000002")


ADA, TOM = thing("person", "ada-marsh"), thing("person", "tom-birch")


JOAN = thing("person", "joan-pell-E99000001")


def around(graph: Graph, *focus: str) -> Network:
    return neighbourhood(graph, focus)


def node(network: Network, iri: str) -> Node:
    return next(node for node in network.nodes if node.iri == iri)


def test_ranks_differ_and_what_matters_comes_first(graph: Graph) -> None:
    network = around(graph, ADA)
    ranked = sorted(network.nodes, key=lambda node: node.rank)
    assert [node.rank for node in ranked] == list(range(len(ranked)))
    assert ranked[0].iri == ADA
    assert {node.kind for node in ranked[1:3]} == {"council"}


def test_who_stands_between_others_has_the_most_betweenness(graph: Graph) -> None:
    network = overview(graph)
    assert max(node.between for node in network.nodes) == 1000
    assert node(network, JOAN).between == 0, "who has one link stands between nobody"
    assert node(network, NORTHMOOR).between > node(network, EASTWICK).between
    assert 0 in {node.community for node in network.nodes}


def test_an_empty_network_has_measures_too() -> None:
    assert measured(Network((), ())) == Network((), ())
