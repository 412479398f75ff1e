"""What a reader means by the name of a thing."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.network.focus import find_focus
from kg.rdf.iris import KG, PREFIXES, concept, thing
from kg.store.graph import Graph, open_graph
from places import TESTS

SAMPLE = TESTS / "network" / "sample.trig"


NORTHMOOR = thing("council", "E99000001")


ADA = thing("person", "ada-marsh")


WORKFORCE = concept("theme", "workforce")


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
    with pytest.raises(
        UsageError, match=r"Unknown name 'Nortmoor'\. Did you mean 'Northmoor County Council'\?$"
    ):
        find_focus(graph, "Nortmoor")
    with pytest.raises(UsageError, match=r"^Unknown name 'ξξξ'\.$"):
        find_focus(graph, "ξξξ")


def test_a_focus_of_several_things_lists_them() -> None:
    graph = open_graph(SAMPLE)
    twin = ox.NamedNode(thing("person", "ada-marsh-2"))
    for predicate, value in (
        (PREFIXES["rdf"] + "type", ox.NamedNode(KG + "Leader")),
        (PREFIXES["rdfs"] + "label", ox.Literal("Ada Marsh")),
    ):
        graph.store.add(ox.Quad(twin, ox.NamedNode(predicate), value))
    with pytest.raises(
        UsageError, match=r"'Ada Marsh' may be .*\(person/ada-marsh\) or .*\(person/ada-marsh-2\)"
    ):
        find_focus(graph, "Ada Marsh")
