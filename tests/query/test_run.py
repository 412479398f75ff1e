"""Queries that cannot be run, in one line."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, StoreError
from kg.query.run import run
from kg.store.graph import Graph


@pytest.mark.parametrize(
    ("sparql", "message"),
    [("SELECT", "the query is malformed"), ("SELECT ?x { ?x }", "the query is malformed")],
)
def test_malformed_queries_are_one_line(sparql: str, message: str, graph: Graph) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        run(graph, sparql)
    assert "\n" not in str(caught.value)


def test_a_closed_graph_says_so() -> None:
    closed = Graph(ox.Store(), None, "gone")
    closed.close()
    with pytest.raises(StoreError, match="gone: the graph is closed"):
        run(closed, "ASK {}")
