"""What a graph is as a network: all of it, a neighbourhood, or an answer."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.network.model import Counts, Edge, Network, Node, Quote
from kg.network.reader import read_network
from kg.network.selection import constructed, neighbourhood
from kg.rdf.iris import KG, PREFIXES, concept, thing
from kg.store.graph import Graph, open_graph
from places import TESTS

NORTHMOOR = thing("council", "E99000001")
FIRST = thing("inspection", "E99000001", "ilacs", "2018-03-05")
VISIT = thing("inspection", "E99000001", "focused-visit", "2020-11-10")
LATEST = thing("inspection", "E99000001", "ilacs", "2022-05-09")
ADA, TOM = thing("person", "ada-marsh"), thing("person", "tom-birch")
OPEN_DOOR = thing("programme", "open-door")
POLICE = thing("organisation", "moor-police")
WORKFORCE = concept("theme", "workforce")


def node(network: Network, iri: str) -> Node:
    return next(node for node in network.nodes if node.iri == iri)


def edge(network: Network, source: str, target: str) -> Edge:
    return next(e for e in network.edges if (e.source, e.target) == (source, target))


def test_a_network_has_what_documents_speak_of(network: Network) -> None:
    kinds = [node.kind for node in network.nodes]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "council": 2,  # not the two that no document names
        "inspection": 4,
        "inspector": 2,
        "leader": 1,
        "organisation": 1,
        "programme": 1,
        "theme": 3,
    }
    ends = {iri for edge in network.edges for iri in (edge.source, edge.target)}
    assert ends <= {node.iri for node in network.nodes}


def test_an_inspection_has_its_grade_and_its_dates(network: Network) -> None:
    inspection = node(network, FIRST)
    assert (inspection.grade, inspection.when) == ("requires-improvement", "2018-03-05")
    assert inspection.detail == "Standard inspection · 5 to 16 March 2018"
    assert node(network, VISIT).grade == ""


def test_claims_become_edges_with_a_label_and_a_quote(network: Network) -> None:
    assert edge(network, ADA, FIRST).label == "Lead inspector"
    given = edge(network, NORTHMOOR, FIRST)
    assert given.label == "Requires improvement"
    assert given.quote == Quote(
        "overall-effectiveness: requires-improvement",
        "Letter to Northmoor, 2018",
        1,
        "https://reports.example.org/aaaa000000000001#page=1",
    )
    assert edge(network, VISIT, FIRST).kind == "follows"
    post = edge(network, thing("person", "joan-pell-E99000001"), NORTHMOOR)
    assert post.label == "Director of Children’s Services"
    assert all(one.kind == "follows" or one.quote for one in network.edges)


def test_findings_are_counted_and_the_surest_quoted(network: Network) -> None:
    on_theme = edge(network, FIRST, WORKFORCE)
    assert on_theme.counts == Counts(strength=10, weakness=6, recommendation=4)
    assert on_theme.quote is not None
    assert on_theme.quote.words == "How quickly the first assessment of need is finished."


def test_two_iris_of_one_person_are_one_node() -> None:
    graph = open_graph(TESTS / "network" / "sample.trig")
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
    network = read_network(graph)
    assert other.value not in {node.iri for node in network.nodes}
    assert "Tom Burch" in node(network, TOM).also
    assert VISIT in {edge.target for edge in network.edges if edge.source == TOM}


@pytest.mark.parametrize(
    ("iri", "depth", "has", "has_not", "why"),
    [
        (NORTHMOOR, 1, {FIRST, OPEN_DOOR, POLICE}, {ADA, WORKFORCE}, "its own links"),
        (NORTHMOOR, 2, {ADA, WORKFORCE}, {thing("council", "E99000002")}, "not through a theme"),
        (ADA, 1, {FIRST, LATEST}, {NORTHMOOR}, "the inspections made"),
        (ADA, 2, {NORTHMOOR, WORKFORCE}, {OPEN_DOOR}, "and what they are of"),
        (OPEN_DOOR, 1, {NORTHMOOR, thing("council", "E99000002")}, {FIRST}, "councils with it"),
        (FIRST, 1, {NORTHMOOR, ADA, WORKFORCE, VISIT}, {LATEST}, "and the one that follows"),
        (NORTHMOOR, 0, {NORTHMOOR}, {FIRST}, "nothing but itself"),
    ],
)
def test_neighbourhood(
    network: Network, iri: str, depth: int, has: set[str], has_not: set[str], why: str
) -> None:
    drawn = {node.iri for node in neighbourhood(network, [iri], depth).nodes}
    assert has <= drawn, why
    assert not has_not & drawn, why


def test_a_constructed_network_keeps_names_kinds_and_quotes(graph: Graph) -> None:
    knows, label = ox.NamedNode("https://example.org/led"), ox.NamedNode("http://a.org/label")
    new = ox.NamedNode("https://example.org/new")
    network = constructed(
        graph,
        [
            ox.Triple(ox.NamedNode(ADA), knows, ox.NamedNode(FIRST)),
            ox.Triple(new, label, ox.Literal("A new thing")),
            ox.Triple(new, knows, ox.BlankNode("b")),
        ],
    )
    assert (node(network, ADA).kind, node(network, ADA).label) == ("inspector", "Ada Marsh")
    assert node(network, new.value).label == "A new thing"
    made = edge(network, ADA, FIRST)
    assert (made.kind, made.label) == ("link", "led")
    assert made.quote is not None and made.quote.words == "Lead inspector: Ada Marsh"
    assert edge(network, new.value, "_:b").quote is None
