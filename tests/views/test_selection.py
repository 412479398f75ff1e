"""What is drawn of a graph: all that is worth it, a neighbourhood, or an answer."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.rdf.iris import concept, thing
from kg.store.graph import Graph
from kg.views.model import CitedFact, CitedSource, Counts, Edge, Network, Node
from kg.views.selection import constructed, neighbourhood, overview
from kg.views.view import ViewRequest

NORTHMOOR = thing("council", "E99000001")


FIRST = thing("inspection", "E99000001", "ilacs", "2018-03-05")


VISIT = thing("inspection", "E99000001", "focused-visit", "2020-11-10")


LATEST = thing("inspection", "E99000001", "ilacs", "2022-05-09")


ADA = thing("person", "ada-marsh")


OPEN_DOOR = thing("programme", "open-door")


POLICE = thing("organisation", "moor-police")


WORKFORCE = concept("theme", "workforce")


def node(network: Network, iri: str) -> Node:
    return next(node for node in network.nodes if node.iri == iri)


def edge(network: Network, source: str, target: str) -> Edge:
    return next(e for e in network.edges if (e.source, e.target) == (source, target))


def test_the_overview_draws_what_documents_speak_of(graph: Graph) -> None:
    network = overview(graph)
    kinds = [node.kind for node in network.nodes]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "council": 2,  # not the two that no document names
        "inspection": 4,
        "inspector": 2,
        "leader": 1,
        "programme": 1,
        "theme": 3,
    }
    assert network.folded == (
        "42 findings, shown as counts on the links to themes",
        "1 organisation: drawn with --whole or around a council",
    )
    ends = {iri for edge in network.edges for iri in (edge.source, edge.target)}
    assert ends <= {node.iri for node in network.nodes}


def test_an_inspection_has_its_grade_its_dates_and_its_judgements(graph: Graph) -> None:
    inspection = node(overview(graph), FIRST)
    assert (inspection.grade, inspection.when) == ("requires-improvement", "2018-03-05")
    assert inspection.detail == "Standard inspection · 5 to 16 March 2018"
    said = {fact.label: fact for fact in inspection.facts}
    assert said["Leadership"] == CitedFact(
        "Leadership",
        "Requires improvement",
        quote="leadership: requires-improvement",
        source=CitedSource(
            "Letter to Northmoor, 2018",
            "reports/northmoor-2018-03-05.pdf",
            "https://reports.example.org/aaaa000000000001",
            paged=True,
            when="2018-03-05",
        ),
        page=1,
    )
    assert said["Leadership"].source.address(1).endswith("aaaa000000000001#page=1")
    assert node(overview(graph), VISIT).grade == ""


def test_claims_become_edges_with_a_label_and_a_source(graph: Graph) -> None:
    network = overview(graph)
    assert edge(network, ADA, FIRST).label == "Lead inspector"
    assert edge(network, NORTHMOOR, FIRST).label == "Requires improvement"
    assert edge(network, VISIT, FIRST).kind == "follows"
    post = edge(network, thing("person", "joan-pell-E99000001"), NORTHMOOR)
    assert post.label == "Director of Children’s Services"
    assert post.facts[0].value == "Joan Pell, since March 2014"
    assert (post.facts[0].page, post.facts[0].paragraph) == (3, "9")
    for one in network.edges:
        assert one.kind == "follows" or all(fact.quote and fact.source.path for fact in one.facts)
        assert one.kind == "follows" or one.facts


def test_a_post_without_a_named_holder_stays_with_its_council(graph: Graph) -> None:
    council = node(overview(graph), thing("council", "E99000002"))
    assert ("Chief Executive", "since 2018") in [(f.label, f.value) for f in council.facts]


def test_findings_are_folded_and_the_strongest_quoted(graph: Graph) -> None:
    on_theme = edge(overview(graph), FIRST, WORKFORCE)
    assert on_theme.counts == Counts(strength=10, weakness=6, recommendation=4)
    assert (len(on_theme.facts), on_theme.more) == (20, 0)
    assert on_theme.facts[0].paragraph == "24", "the highest confidence comes first"
    assert on_theme.facts[0].quote == "How quickly the first assessment of need is finished."


def test_a_finding_that_names_a_programme_is_a_fact_of_it(graph: Graph) -> None:
    named = [fact for fact in node(overview(graph), OPEN_DOOR).facts if fact.label == "Strength"]
    assert [fact.paragraph for fact in named] == ["1"]


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
        (thing("council", "E99000003"), 2, {thing("council", "E99000003")}, {FIRST}, "unread"),
    ],
)
def test_neighbourhood(
    graph: Graph, iri: str, depth: int, has: set[str], has_not: set[str], why: str
) -> None:
    network = neighbourhood(graph, [iri], ViewRequest(depth=depth))
    drawn = {node.iri for node in network.nodes}
    assert network.focus == (iri,)
    assert has <= drawn, why
    assert not has_not & drawn, why


def test_a_constructed_network_keeps_names_kinds_and_sources(graph: Graph) -> None:
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
    assert made.facts[0].quote == "Lead inspector: Ada Marsh"
    assert edge(network, new.value, "_:b").facts == ()
