"""Measures of a network, and what pyvis is given."""

from __future__ import annotations

import re

from kg.network.colours import KINDS
from kg.network.metrics import measured
from kg.network.model import Edge, Network, Node
from kg.network.notebook import pyvis_network
from kg.rdf.iris import thing


def node(network: Network, iri: str) -> Node:
    return next(node for node in network.nodes if node.iri == iri)


def test_who_stands_between_others_has_the_most_betweenness(network: Network) -> None:
    found = measured(network)
    assert max(node.between for node in found.nodes) == 1000
    joan = node(found, thing("person", "joan-pell-E99000001"))
    assert joan.between == 0, "who has one link stands between nobody"
    north, east = (node(found, thing("council", gss)) for gss in ("E99000001", "E99000002"))
    assert north.between > east.between
    assert 0 in {node.community for node in found.nodes}


def test_an_empty_network_has_measures_too() -> None:
    assert measured(Network((), ())) == Network((), ())


def test_pyvis_is_given_no_markup_and_loads_nothing() -> None:
    evil = "<img src=x onerror=PWNED()>"
    network = Network(
        (Node("a", "council", evil, detail=evil), Node("b", "leader", "B")),
        (Edge("a", "b", "post", evil),),
    )
    page = pyvis_network(network).generate_html()
    assert "<img src=x" not in page
    assert r"\u003cimg src=x" in page, "as text in JSON"
    assert not re.search(r"(?:src|href)=[\"']?https?:", page)


def test_a_kind_has_a_colour() -> None:
    assert all(colour.startswith("#") and len(colour) == 7 for colour in KINDS.values())
