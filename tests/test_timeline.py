"""Arrangements along time, and the measures and choices that all pictures share."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import InputError, UsageError
from kg.period import Period
from kg.rdf.iris import KG, PREFIXES, concept, thing
from kg.store.graph import Graph, open_graph
from kg.views.layout.metrics import measured
from kg.views.layout.timeline import timelines
from kg.views.model import Arrangement, Network, Node
from kg.views.selection import neighbourhood, overview
from kg.views.view import Wanted, view

SAMPLE = Path(__file__).parent / "browser" / "sample.trig"

NORTHMOOR, EASTWICK = thing("council", "E99000001"), thing("council", "E99000002")
FIRST = thing("inspection", "E99000001", "ilacs", "2018-03-05")
VISIT = thing("inspection", "E99000001", "focused-visit", "2020-11-10")
LATEST = thing("inspection", "E99000001", "ilacs", "2022-05-09")
THEIRS = thing("inspection", "E99000002", "ilacs", "2019-06-03")
ADA, TOM = thing("person", "ada-marsh"), thing("person", "tom-birch")
JOAN = thing("person", "joan-pell-E99000001")
OPEN_DOOR = thing("programme", "open-door")
WORKFORCE = concept("theme", "workforce")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return open_graph(SAMPLE)


def around(graph: Graph, *focus: str) -> Network:
    return neighbourhood(graph, focus)


def named(network: Network, name: str) -> Arrangement:
    return next(one for one in network.arrangements if one.name == name)


def node(network: Network, iri: str) -> Node:
    return next(node for node in network.nodes if node.iri == iri)


@pytest.mark.parametrize(
    ("focus", "names", "why"),
    [
        ((), ["network", "timeline"], "a lane for each council"),
        ((NORTHMOOR,), ["network", "timeline"], "a council's inspections, people and programmes"),
        ((NORTHMOOR, EASTWICK), ["comparison", "timeline", "network"], "councils side by side"),
        ((ADA,), ["travels", "network"], "an inspector's inspections"),
        ((OPEN_DOOR,), ["spread", "network"], "the councils that a programme is named at"),
        ((JOAN,), ["spread", "network"], "a leader's councils"),
        ((WORKFORCE,), ["network", "timeline"], "a theme has no lane of its own"),
        ((FIRST,), ["network", "timeline"], "nor has an inspection"),
    ],
)
def test_the_focus_chooses_the_arrangements(
    graph: Graph, focus: tuple[str, ...], names: list[str], why: str
) -> None:
    network = around(graph, *focus) if focus else overview(graph)
    assert [one.name for one in network.arrangements] == names, why
    first = network.arrangements[0]
    assert all((n.x, n.y) == first.places[n.iri] for n in network.nodes if n.iri in first.places)


def test_a_council_s_inspections_stand_where_their_dates_are(graph: Graph) -> None:
    line = named(around(graph, NORTHMOOR), "timeline")
    at = {iri: line.places[iri] for iri in (FIRST, VISIT, LATEST)}
    assert at[FIRST][0] < at[VISIT][0] < at[LATEST][0]
    assert len({y for _, y in at.values()}) == 1, "in one lane"
    years = {mark.label: mark.start for mark in line.marks if mark.axis == "x"}
    assert years["2018"] < at[FIRST][0] < years["2019"]
    assert years["2022"] < at[LATEST][0]


def test_lanes_follow_each_other_and_hold_their_kind(graph: Graph) -> None:
    network = around(graph, NORTHMOOR)
    line = named(network, "timeline")
    lanes = [mark for mark in line.marks if mark.axis == "y"]
    assert [lane.label for lane in lanes] == [
        "", "Inspections", "Inspectors", "Leaders", "Programmes", "Organisations", "Themes",
    ]  # fmt: skip
    assert all(above.end == below.start for above, below in pairwise(lanes))
    for lane, iri in zip(lanes[1:4], (FIRST, ADA, JOAN), strict=True):
        assert lane.start < line.places[iri][1] < lane.end
    assert set(line.places) == {node.iri for node in network.nodes}


def test_a_theme_has_a_row_with_a_cell_under_each_inspection(graph: Graph) -> None:
    network = around(graph, NORTHMOOR)
    line = named(network, "timeline")
    on = {(e.source, e.target) for e in network.edges if e.kind == "theme"}
    assert set(line.cells) == on
    for (inspection, theme), (x, y) in line.cells.items():
        assert (x, y) == (line.places[inspection][0], line.places[theme][1])


def test_in_a_comparison_each_council_has_columns_of_its_own(graph: Graph) -> None:
    side = around(graph, EASTWICK, NORTHMOOR).arrangements[0]
    columns = [side.places[iri][0] for iri in (THEIRS, FIRST, VISIT, LATEST)]
    assert columns == sorted(columns), "in the order of the focus, then of the dates"
    assert all(b - a >= 90 for a, b in pairwise(columns))
    assert side.places[EASTWICK][1] == side.places[NORTHMOOR][1]


def test_an_inspector_s_travels_hold_the_own_inspections_alone(graph: Graph) -> None:
    travels = around(graph, TOM).arrangements[0]
    assert {FIRST, LATEST, THEIRS, NORTHMOOR, EASTWICK, TOM, ADA} <= set(travels.places)
    assert VISIT not in travels.places, "Tom Birch was not there"


def test_a_programme_spreads_from_council_to_council(graph: Graph) -> None:
    spread = around(graph, OPEN_DOOR).arrangements[0]
    assert spread.places[NORTHMOOR][0] < spread.places[EASTWICK][0], "first named in 2018, 2019"
    assert {FIRST, THEIRS} == {iri for iri in spread.places if "/inspection/" in iri}


def test_in_no_arrangement_two_things_stand_on_one_place(graph: Graph) -> None:
    for focus in ((), (NORTHMOOR,), (NORTHMOOR, EASTWICK), (ADA,), (OPEN_DOOR,)):
        network = around(graph, *focus) if focus else overview(graph)
        for one in network.arrangements:
            for a, b in combinations(sorted(one.places), 2):
                assert one.places[a] != one.places[b], (one.name, a, b)


def test_without_two_dates_there_is_no_timeline() -> None:
    council, inspection = Node("c", "council", "C"), Node("i", "inspection", "I", when="2019")
    assert timelines(Network((council, inspection), ())) == []
    assert timelines(Network((), ())) == []


# Measures.


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


# Choices.


def kinds(network: Network) -> set[str]:
    return {node.kind for node in network.nodes}


def test_the_links_of_inspections_that_are_not_drawn_pass_to_their_councils(graph: Graph) -> None:
    network = overview(graph, Wanted(kinds=("council", "inspector", "theme")))
    assert kinds(network) == {"council", "inspector", "theme"}
    with_ada = {e.target: e for e in network.edges if e.source == ADA}
    assert set(with_ada) == {NORTHMOOR, EASTWICK}
    assert len(with_ada[NORTHMOOR].sources) == 3
    on = next(e for e in network.edges if (e.source, e.target) == (NORTHMOOR, WORKFORCE))
    whole = [e for e in overview(graph).edges if e.target == WORKFORCE and "E99000001" in e.source]
    assert on.counts.total == sum(e.counts.total for e in whole) > 20


def test_a_person_is_an_inspector_or_a_leader(graph: Graph) -> None:
    assert kinds(overview(graph, Wanted(kinds=("council", "person")))) == {
        "council", "inspector", "leader",
    }  # fmt: skip


def test_findings_of_one_kind_alone_are_counted(graph: Graph) -> None:
    network = overview(graph, Wanted(kinds=("weakness",)))
    counts = [e.counts for e in network.edges if e.kind == "theme"]
    assert counts
    assert all(c.total == c.weakness for c in counts)
    assert "council" in kinds(network)


@pytest.mark.parametrize(
    ("since", "until", "inspections", "why"),
    [
        ("2020", None, {VISIT, LATEST}, "from a year on"),
        (None, "2019-06", {FIRST, THEIRS}, "up to a month"),
        ("2019", "2020-11-09", {THEIRS}, "between"),
        ("2018-03-05", "2018-03-05", {FIRST}, "a day"),
    ],
)
def test_a_period_holds_its_inspections_and_what_their_documents_say(
    graph: Graph, since: str | None, until: str | None, inspections: set[str], why: str
) -> None:
    network = overview(graph, Wanted(since=since, until=until))
    assert {n.iri for n in network.nodes if n.kind == "inspection"} == inspections, why
    period = Period.read(since, until)
    facts = [*(n.facts for n in network.nodes), *(e.facts for e in network.edges)]
    days = {fact.source.when for some in facts for fact in some if fact.quote}
    assert days
    assert all(map(period.holds, days))


def test_around_a_theme_the_other_themes_are_left_out(graph: Graph) -> None:
    network = around(graph, WORKFORCE)
    assert [n.iri for n in network.nodes if n.kind == "theme"] == [WORKFORCE]
    assert {FIRST, NORTHMOOR} <= {n.iri for n in network.nodes}


def test_what_has_become_of_findings_is_not_said_without_themes(graph: Graph) -> None:
    assert "findings" not in " ".join(overview(graph, Wanted(kinds=("council",))).folded)
    assert "findings" in " ".join(overview(graph, Wanted(kinds=("council", "theme"))).folded)


def test_support_is_counted_in_documents_and_in_findings(graph: Graph) -> None:
    network = overview(graph, Wanted(support=3))
    assert {n.iri for n in network.nodes if n.kind in ("inspector", "leader")} == {ADA, TOM}
    assert all(e.counts.total >= 3 for e in network.edges if e.kind == "theme")
    assert "1 leader that fewer than 3 documents name" in network.folded


def test_the_whole_graph_has_its_organisations(graph: Graph) -> None:
    assert "organisation" in kinds(overview(graph, Wanted(whole=True)))
    assert "organisation" in kinds(overview(graph, Wanted(kinds=("council", "organisation"))))


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted(since="1999", until="2001"), "widen --since and --until"),
        (Wanted(("Northmoor",), kinds=("programme",), support=9), "widen --kind and --min-support"),
        (Wanted((thing("council", "E99000003"),)), "no document in .* speaks of it"),
    ],
)
def test_an_empty_picture_says_why(graph: Graph, wanted: Wanted, words: str) -> None:
    with pytest.raises(InputError, match=words):
        view(graph, wanted)


def test_an_unknown_kind_names_the_known() -> None:
    with pytest.raises(UsageError, match="'report' is no kind; one of: council, inspection"):
        Wanted(kinds=("report",))
    with pytest.raises(UsageError, match="--since 'May' is no date"):
        Period.read("May", None)


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
    assert b"<title>Tom Birch</title>" in view(graph, Wanted(("tom burch",)))
