"""A picture of a graph: what is in it, its bytes, and when there is none."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import pyoxigraph as ox
import pytest

from kg.errors import InputError, QueryError
from kg.query.run import run
from kg.rdf.iris import KG, PREFIXES, thing
from kg.store.graph import Graph, open_graph
from kg.views.model import Network, Node
from kg.views.selection import overview
from kg.views.view import ViewRequest, view
from places import TESTS

SAMPLE = TESTS / "browser" / "sample.trig"


VISIT = thing("inspection", "E99000001", "focused-visit", "2020-11-10")


ADA, TOM = thing("person", "ada-marsh"), thing("person", "tom-birch")


def node(network: Network, iri: str) -> Node:
    return next(node for node in network.nodes if node.iri == iri)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (ViewRequest(since="1999", until="2001"), "widen --since and --until"),
        (
            ViewRequest(("Northmoor",), kinds=("programme",), support=9),
            "widen --kind and --min-support",
        ),
        (
            ViewRequest((thing("council", "E99000003"),)),
            "is known, but no document in .* mentions it",
        ),
    ],
)
def test_an_empty_picture_says_why(graph: Graph, wanted: ViewRequest, words: str) -> None:
    with pytest.raises(InputError, match=words):
        view(graph, wanted)


def test_two_iris_of_one_person_are_one_node() -> None:
    graph = open_graph(SAMPLE)
    other = ox.NamedNode(thing("person", "tom-burch"))
    entities = ox.NamedNode(thing("graph", "entities"))
    claim = ox.NamedNode(thing("association", "aaaa000000000002", "tom-burch"))
    document = ox.NamedNode(thing("document", "aaaa000000000002"))
    for subject, predicate, value in (
        (other, PREFIXES["rdf"] + "type", ox.NamedNode(KG + "Inspector")),
        (other, PREFIXES["rdfs"] + "label", ox.Literal("Tom Burch")),
        (other, PREFIXES["owl"] + "sameAs", ox.NamedNode(TOM)),
        (claim, PREFIXES["rdf"] + "type", ox.NamedNode(KG + "Association")),
        (claim, PREFIXES["prov"] + "agent", other),
        (claim, KG + "inspection", ox.NamedNode(VISIT)),
        (claim, KG + "document", document),
    ):
        graph.store.add(ox.Quad(subject, ox.NamedNode(predicate), value, entities))
    network = overview(graph)
    assert other.value not in {node.iri for node in network.nodes}
    assert "Tom Burch" in node(network, TOM).also
    assert VISIT in {edge.target for edge in network.edges if edge.source == TOM}
    assert b"<title>Tom Birch</title>" in view(graph, ViewRequest(("tom burch",)))


NORTHMOOR = thing("council", "E99000001")


def shuffled(graph: Graph) -> Graph:
    """The same quads, loaded in another order."""
    quads = graph.quads()
    random.Random(7).shuffle(quads)
    store = ox.Store()
    for quad in quads:
        store.add(quad)
    return Graph(store, None, "shuffled")


@pytest.mark.parametrize("focus", [(), ("Northmoor",)])
def test_the_same_graph_gives_the_same_bytes(graph: Graph, focus: tuple[str, ...]) -> None:
    wanted = ViewRequest(focus)
    assert view(graph, wanted) == view(shuffled(graph), wanted)


def test_the_same_graph_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    """Sets of text have another order in each process."""
    code = (
        "import hashlib, sys; from kg.store.graph import open_graph; from kg.views.view import ViewRequest, view\n"
        "graph = open_graph(sys.argv[1])\n"
        "for focus in ((), ('Northmoor',), ('Northmoor', 'Eastwick'), ('Ada Marsh',)):\n"
        "    print(hashlib.sha256(view(graph, ViewRequest(focus))).hexdigest())\n"
        "print(hashlib.sha256(view(graph, ViewRequest(whole=True, support=2))).hexdigest())"
    )
    seen = set()
    for seed in ("0", "1", "2"):
        command = [sys.executable, "-c", code, str(SAMPLE)]
        done = subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        )
        seen.add(done.stdout)
    assert len(seen) == 1
    assert len(seen.pop().split()) == 5


def test_a_view_of_a_query(graph: Graph) -> None:
    led = run(graph, f"CONSTRUCT {{ <{NORTHMOOR}> ?p ?o }} WHERE {{ <{NORTHMOOR}> ?p ?o }}")
    assert b"<title>Results of a query</title>" in view(graph, answer=led)
    assert b"<title>One</title>" in view(graph, answer=led, title="One")
    with pytest.raises(QueryError, match="CONSTRUCT"):
        view(graph, answer=run(graph, "SELECT * WHERE { ?a ?b ?c }"))
