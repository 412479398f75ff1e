"""The texts of facts: short for tables, in words for sentences."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest

from kg.explore.compared_facts import facts, tokens, value_names, words
from kg.rdf.iris import concept
from made_up import inspection, made_up_graph

GRAPH = made_up_graph(inspection("visit", start="2019-02-05", grades="leadership=good"))
VISIT = ox.NamedNode("urn:i:visit")


@pytest.mark.parametrize(
    ("term", "short", "long", "reason"),
    [
        (ox.NamedNode(concept("area", "leadership")), "leadership", "Leadership", "a concept"),
        (VISIT, "visit", "Inspection of local authority children's services, 5 February 2019", "an inspection"),
        (ox.Literal("2019-02", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth")), "2019-02", "February 2019", "a date"),
        (ox.Literal("2019-02"), "2019-02", "2019-02", "a text that looks like a date is a text"),
        (ox.NamedNode("urn:nobody"), "urn:nobody", "urn:nobody", "what has no name is called by its IRI"),
    ],
)  # fmt: skip
def test_texts(term: ox.NamedNode | ox.Literal, short: str, long: str, reason: str) -> None:
    assert (tokens(GRAPH)(term), words(GRAPH)(term)) == (short, long), reason


@pytest.mark.parametrize("labeller", [tokens, words])
def test_the_same_facts_whatever_they_are_called(labeller: Any) -> None:
    assert facts(GRAPH, labeller).keys() == facts(GRAPH).keys()


def test_values_have_names() -> None:
    assert value_names("inspection")[:4] == ("inspection type", "ordinal", "start", "end")
