"""Views: what is drawn, where it stands, and the bytes of the page."""

from __future__ import annotations

import hashlib
import json
import math
import os
import random
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, UsageError
from kg.query.run import run
from kg.rdf.iris import KG, PREFIXES, concept, thing
from kg.store.graph import Graph, open_graph
from kg.views.date_format import span, spoken
from kg.views.focus import find_focus
from kg.views.model import Counts, Edge, Fact, Network, Node, Source
from kg.views.page import render
from kg.views.selection import constructed, neighbourhood, overview
from kg.views.view import Wanted, view

SAMPLE = Path(__file__).parent / "browser" / "sample.trig"
ASSETS = Path(__file__).parents[1] / "kg" / "views" / "assets"

NORTHMOOR = thing("council", "E99000001")
FIRST = thing("inspection", "E99000001", "ilacs", "2018-03-05")
VISIT = thing("inspection", "E99000001", "focused-visit", "2020-11-10")
LATEST = thing("inspection", "E99000001", "ilacs", "2022-05-09")
ADA = thing("person", "ada-marsh")
OPEN_DOOR = thing("programme", "open-door")
POLICE = thing("organisation", "moor-police")
WORKFORCE = concept("theme", "workforce")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return open_graph(SAMPLE)


def node(network: Network, iri: str) -> Node:
    return next(node for node in network.nodes if node.iri == iri)


def edge(network: Network, source: str, target: str) -> Edge:
    return next(e for e in network.edges if (e.source, e.target) == (source, target))


# What is drawn.


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
        "42 findings, folded into the links to themes",
        "1 organisation: drawn with --whole, or around a council",
    )
    ends = {iri for edge in network.edges for iri in (edge.source, edge.target)}
    assert ends <= {node.iri for node in network.nodes}


def test_an_inspection_has_its_grade_its_dates_and_its_judgements(graph: Graph) -> None:
    inspection = node(overview(graph), FIRST)
    assert (inspection.grade, inspection.when) == ("requires-improvement", "2018-03-05")
    assert inspection.detail == "Standard inspection · 5 to 16 March 2018"
    said = {fact.label: fact for fact in inspection.facts}
    assert said["Leadership"] == Fact(
        "Leadership",
        "Requires improvement",
        quote="leadership: requires-improvement",
        source=Source(
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
    network = neighbourhood(graph, [iri], Wanted(depth=depth))
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


# Positions.


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


# The focus.


@pytest.mark.parametrize(
    ("text", "iri", "why"),
    [
        ("Northmoor", NORTHMOOR, "the label"),
        ("  NORTH  moor ", NORTHMOOR, "another name, whatever the case and the spaces"),
        ("northmoor county council", NORTHMOOR, "the official name"),
        ("e99000001", NORTHMOOR, "the GSS code"),
        ("E99000009", NORTHMOOR, "a code of before"),
        (NORTHMOOR, NORTHMOOR, "the IRI"),
        ("council/E99000001", NORTHMOOR, "the end of the IRI"),
        ("A. Marsh", ADA, "another spelling of a person"),
        ("care leavers", concept("theme", "care-leavers"), "a theme by its label"),
        ("workforce", WORKFORCE, "a theme by its token"),
        ("Saltholme", thing("council", "E99000003"), "the council of today before the one gone"),
    ],
)
def test_find_focus(graph: Graph, text: str, iri: str, why: str) -> None:
    assert find_focus(graph, text) == iri, why


def test_a_focus_that_is_not_there_names_the_nearest(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"nothing in .* is called 'Nortmoor'; nearest: Northmoor"):
        find_focus(graph, "Nortmoor")
    with pytest.raises(UsageError, match=r"nothing in .* is called 'ξξξ'$"):
        find_focus(graph, "ξξξ")


def test_a_focus_of_several_things_lists_them() -> None:
    graph = open_graph(SAMPLE)
    twin = ox.NamedNode(thing("person", "ada-marsh-2"))
    for predicate, value in (
        (PREFIXES["rdf"] + "type", ox.NamedNode(KG + "Leader")),
        (PREFIXES["rdfs"] + "label", ox.Literal("Ada Marsh")),
    ):
        graph.store.add(ox.Quad(twin, ox.NamedNode(predicate), value))
    with pytest.raises(UsageError, match=r"2 things .*person/ada-marsh or .*person/ada-marsh-2"):
        find_focus(graph, "Ada Marsh")


# The page.


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
    wanted = Wanted(focus)
    assert view(graph, wanted) == view(shuffled(graph), wanted)


def test_the_same_graph_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    """Sets of text have another order in each process."""
    code = (
        "import hashlib, sys; from kg.store.graph import open_graph; from kg.views.view import Wanted, view\n"
        "graph = open_graph(sys.argv[1])\n"
        "for focus in ((), ('Northmoor',), ('Northmoor', 'Eastwick'), ('Ada Marsh',)):\n"
        "    print(hashlib.sha256(view(graph, Wanted(focus))).hexdigest())\n"
        "print(hashlib.sha256(view(graph, Wanted(whole=True, support=2))).hexdigest())"
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
    assert b"<title>Answer of a query</title>" in view(graph, made=led)
    assert b"<title>One</title>" in view(graph, made=led, title="One")
    with pytest.raises(QueryError, match="CONSTRUCT"):
        view(graph, made=run(graph, "SELECT * WHERE { ?a ?b ?c }"))


def test_the_page_names_each_script_and_style_in_its_policy(graph: Graph) -> None:
    page = view(graph).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    rules = policy[1].replace("&#39;", "'")
    assert rules.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in rules
    assert "http" not in rules
    assert "*" not in rules
    assert rules.count("'sha256-") == page.count("<script>") + page.count("<style>")
    assert not re.search(r"<(link|iframe|img|object|embed|base)\b", page.split("<script")[0])


def test_no_text_leaves_its_place_in_the_page() -> None:
    hostile = "</script><script>alert(1)</script><!--&\u2028"
    fact = Fact(hostile, hostile, hostile, Source(hostile, hostile, hostile), 1, hostile)
    node = Node(hostile, "other", hostile, hostile, hostile, (hostile,), hostile, hostile)
    network = Network((Node("a", "other", "a", facts=(fact,)), node), (), (hostile,))
    page = render(network, hostile).decode()
    assert hostile not in page
    assert page.count("<script>alert(1)") == 0
    assert "<title>&lt;/script&gt;&lt;script&gt;" in page
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert not re.search("[<>&\u2028]", data[1])
    assert json.loads(data[1])["nodes"][1][2] == hostile


def test_vendored_files_are_the_ones_that_were_published() -> None:
    for entry in json.loads((ASSETS / "vendor" / "vendor.json").read_text(encoding="utf-8")):
        data = (ASSETS / "vendor" / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], entry["name"]
        assert f"@version {entry['version']}".encode() in data[:400]
        assert b"</script" not in data.lower()
        assert b"<!--" not in data
        for licence in entry["licence_files"]:
            assert (ASSETS / "vendor" / licence).stat().st_size > 1_000


# Dates.


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2019-02-05", "2019-02-06", "5 to 6 February 2019"),
        ("2019-01-30", "2019-02-06", "30 January to 6 February 2019"),
        ("2018-12-30", "2019-01-04", "30 December 2018 to 4 January 2019"),
        ("2019-02-05", "2019-02-05", "5 February 2019"),
        ("2019-02", "", "February 2019"),
        ("", "2019", "2019"),
        ("", "", ""),
        ("unknown", "", "unknown"),
    ],
)
def test_spans(start: str, end: str, words: str) -> None:
    assert span(start, end) == words


def test_short_months() -> None:
    assert [spoken(date, short=True) for date in ("2019-02", "2019", "")] == [
        "Feb 2019",
        "2019",
        "",
    ]
