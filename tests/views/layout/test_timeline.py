"""Arrangements along time."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from kg.rdf.iris import concept, thing
from kg.store.graph import Graph
from kg.views.layout.timeline import timelines
from kg.views.model import Arrangement, Network, Node
from kg.views.selection import neighbourhood, overview

NORTHMOOR, EASTWICK = thing("council", "E99000001"), thing("council", "E99000002")


FIRST = thing("inspection", "E99000001", "ilacs", "2018-03-05")


VISIT = thing("inspection", "E99000001", "focused-visit", "2020-11-10")


LATEST = thing("inspection", "E99000001", "ilacs", "2022-05-09")


THEIRS = thing("inspection", "E99000002", "ilacs", "2019-06-03")


ADA, TOM = thing("person", "ada-marsh"), thing("person", "tom-birch")


JOAN = thing("person", "joan-pell-E99000001")


OPEN_DOOR = thing("programme", "open-door")


WORKFORCE = concept("theme", "workforce")


def around(graph: Graph, *focus: str) -> Network:
    return neighbourhood(graph, focus)


def named(network: Network, name: str) -> Arrangement:
    return next(one for one in network.arrangements if one.name == name)


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
