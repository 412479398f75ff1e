"""Folding: a network of any size fits, loses nothing without saying so, and can be opened."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.views.folding import counted, fold, home_councils
from kg.views.model import CitedSource, Counts, Edge, Network, Node

WEST, EAST = "council/west", "council/east"


def seen(network: Network) -> set[str]:
    """What is in sight while all folds are closed."""
    hidden = {iri for fold in network.folds for iri in fold.members}
    return {node.iri for node in network.nodes} - hidden


def crowd(people: int) -> Network:
    """A council whose two inspections many people made, each third one both."""
    nodes = [Node(WEST, "council", "West"), Node("i/1", "inspection", "First")]
    nodes += [Node("i/2", "inspection", "Second"), Node("theme/work", "theme", "Work")]
    edges = [Edge(WEST, "i/1", "inspection", ""), Edge(WEST, "i/2", "inspection", "")]
    edges += [Edge("i/1", "theme/work", "theme", "", Counts(3, 1), sources=(CitedSource("A"),))]
    for n in range(people):
        nodes.append(Node(f"p/{n}", "inspector", f"Inspector {n}"))
        edges.append(Edge(f"p/{n}", "i/1", "inspector", "Team", sources=(CitedSource(f"D{n}"),)))
        if n % 3 == 0:
            edges.append(Edge(f"p/{n}", "i/2", "inspector", "Team"))
    return Network(tuple(nodes), tuple(edges))


def test_a_network_that_fits_is_left_alone() -> None:
    assert fold(crowd(10), 14) == crowd(10)


def test_the_people_of_one_council_become_one() -> None:
    folded = fold(crowd(40), 20)
    (one,) = folded.folds
    assert one.description == "40 inspectors linked to West only"
    assert (one.count, one.command, len(one.members)) == (40, "", 40)
    assert seen(folded) == {WEST, "i/1", "i/2", "theme/work", one.node}
    assert folded.folded == ("40 inspectors linked to one council only, folded by council",)


def test_a_stand_in_has_the_links_of_what_it_stands_for() -> None:
    folded = fold(crowd(40), 20)
    name = folded.folds[0].node
    ends = {edge.target: edge for edge in folded.edges if edge.source == name}
    assert set(ends) == {"i/1", "i/2"}
    assert ends["i/1"].label == "Team"
    assert len(ends["i/1"].sources) == 40, "so that a filter by document finds it"


def test_an_opened_fold_has_all_that_was_there() -> None:
    whole, folded = crowd(40), fold(crowd(40), 20)
    placeholders = {one.node for one in folded.folds}
    assert [n for n in folded.nodes if n.iri not in placeholders] == list(whole.nodes)
    kept = [e for e in folded.edges if not {e.source, e.target} & placeholders]
    assert kept == list(whole.edges)


def test_what_a_page_cannot_hold_is_named_with_the_command_that_shows_it() -> None:
    folded = fold(crowd(40), 20, most=30)
    (one,) = folded.folds
    assert (one.members, one.count) == ((), 40)
    assert one.command == 'kg view --focus "West"'
    assert len(folded.nodes) == 5
    assert {iri for e in folded.edges for iri in (e.source, e.target)} <= seen(folded)


def test_kinds_that_are_asked_for_are_folded_though_they_would_fit() -> None:
    assert fold(crowd(5), 100).folds == ()
    assert [one.count for one in fold(crowd(5), 100, first=("inspector",)).folds] == [5]
    assert fold(crowd(1), 100, first=("inspector",)).folds == (), "one thing is no crowd"


def test_what_is_in_focus_is_never_folded() -> None:
    folded = fold(crowd(40), 20, keep={"p/7"})
    assert "p/7" in seen(folded)
    assert folded.folds[0].count == 39


def test_findings_of_a_query_are_folded_by_council_and_theme() -> None:
    nodes = [Node(WEST, "council", "West"), Node(EAST, "council", "East")]
    nodes += [Node(f"theme/{name}", "theme", name) for name in ("Work", "Home")]
    edges = []
    for n in range(40):
        nodes.append(Node(f"f/{n}", "other", f"Sentence {n}"))
        edges.append(Edge(f"f/{n}", (WEST, EAST)[n % 2], "link", "council"))
        edges.append(Edge(f"f/{n}", f"theme/{('Work', 'Home')[n // 20]}", "link", "theme"))
    folded = fold(Network(tuple(nodes), tuple(edges)), 10)
    assert sorted(one.description for one in folded.folds) == [
        "10 other things linked to East only, Home",
        "10 other things linked to East only, Work",
        "10 other things linked to West only, Home",
        "10 other things linked to West only, Work",
    ]


def test_things_without_councils_are_folded_by_their_links() -> None:
    nodes = [Node("hub", "other", "Hub"), *(Node(f"n/{n}", "other", f"N{n}") for n in range(30))]
    edges = [Edge(f"n/{n}", "hub", "link", "part") for n in range(30)]
    folded = fold(Network(tuple(nodes), tuple(edges)), 10)
    assert [one.description for one in folded.folds] == ["30 other things with the same links: Hub"]


def test_a_network_without_any_shape_fits_too() -> None:
    """A ring: no council, no two with the same neighbours."""
    iris = [f"n/{n:03}" for n in range(200)]
    edges = [Edge(a, b, "link", "") for a, b in zip(iris, [*iris[1:], iris[0]], strict=True)]
    folded = fold(Network(tuple(Node(i, "other", i) for i in iris), tuple(edges)), 50)
    assert len(seen(folded)) <= 50
    assert folded.folds[0].description.endswith("with the fewest links")


KINDS = ("council", "inspection", "inspector", "programme", "theme", "other")


@given(
    st.lists(st.sampled_from(KINDS), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59)), max_size=120),
    st.integers(8, 40),
    st.integers(20, 80),
)
def test_nothing_gets_lost(
    kinds: list[str], links: list[tuple[int, int]], limit: int, most: int
) -> None:
    nodes = tuple(Node(f"n/{i}", kind, f"N{i}") for i, kind in enumerate(kinds))
    ends = sorted({(a % len(nodes), b % len(nodes)) for a, b in links})
    edges = tuple(Edge(f"n/{a}", f"n/{b}", "link", "") for a, b in ends if a != b)
    network = Network(nodes, edges)
    folded = fold(network, limit, most=most)
    known = {node.iri for node in folded.nodes}
    assert len(known) == len(folded.nodes)
    assert all({e.source, e.target} <= known for e in folded.edges)
    assert len(seen(folded)) <= limit
    placeholders = {one.node for one in folded.folds}
    here = len(known - placeholders)
    gone = sum(one.count for one in folded.folds if not one.members)
    assert here + gone == len(nodes), "each thing is in the page, or counted in one fold"
    assert max(Counter(i for one in folded.folds for i in one.members).values(), default=1) == 1
    assert all(one.members or one.command for one in folded.folds)


def test_homes_lead_through_inspections() -> None:
    found = home_councils(crowd(2))
    assert found["p/1"] == (WEST,)
    assert found["i/1"] == (WEST,)
    assert found["theme/work"] == (WEST,)


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (1, "council", "1 council"),
        (2, "programme", "2 programmes"),
        (1, "other", "1 other thing"),
        (1200, "other", "1,200 other things"),
    ],
)
def test_counted(number: int, kind: str, words: str) -> None:
    assert counted(number, kind) == words
