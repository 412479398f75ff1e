"""Queries that cannot be run, in one line."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, StoreError
from kg.query import run as module
from kg.query.answer import Table
from kg.query.library import bind
from kg.query.run import run
from kg.rdf.iris import KG
from kg.store.graph import Graph
from queries import named


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


class Counted(Graph):
    """A graph that counts the queries that its store runs."""

    def __init__(self, store: ox.Store) -> None:
        super().__init__(store, None, "counted")
        self.wholes = 0

    def query(
        self, sparql: str, base: str | None = None
    ) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        self.wholes += 1
        return super().query(sparql, base)


def copied(graph: Graph, more: str = "") -> ox.Store:
    store = ox.Store()
    store.extend(graph.store)
    if more:
        store.update(f"PREFIX kg: <{KG}> INSERT DATA {{ {more} }}")
    return store


@pytest.mark.parametrize(
    ("more", "wholes", "reason"),
    [
        ("", 0, "each document in its own graph"),
        ("GRAPH <urn:g> { <urn:d> kg:path 'a.txt' . <urn:e> kg:path 'b.txt' }", 1, "two documents in one graph"),
        ("GRAPH <urn:g> { <urn:x> kg:count 1 }", 1, "a graph without a document may be about any"),
        ("<urn:x> kg:count 1", 1, "so may statements in no graph"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 2, 100])
def test_findings_are_listed_some_documents_at_a_time(
    size: int, more: str, wholes: int, reason: str, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are those of the whole graph, in their order."""
    monkeypatch.setattr(module, "SLICE", size)
    counted = Counted(copied(graph, more))
    answer = run(counted, bind(named("findings"), {}))
    assert counted.wholes == wholes, reason
    assert isinstance(answer, Table)
    sparql = named("findings").text.replace("#+ slices: by-document", "")
    assert run(Graph(counted.store, None, "whole"), sparql) == answer
    assert len(answer.rows) == 11


def test_the_documents_that_matter_are_enough(graph: Graph) -> None:
    whole = run(graph, bind(named("findings"), {}))
    assert isinstance(whole, Table)
    (path,) = {whole.rows[0][0].value}  # type: ignore[union-attr]
    some = run(graph, bind(named("findings"), {}), [path])
    assert isinstance(some, Table)
    assert some.rows == tuple(row for row in whole.rows if row[0].value == path)  # type: ignore[union-attr]
    assert 0 < len(some.rows) < len(whole.rows)


def test_a_graph_without_documents_has_no_slices() -> None:
    answer = run(Graph(ox.Store(), None, "empty"), named("findings").text)
    assert isinstance(answer, Table)
    assert (answer.rows, len(answer.columns)) == ((), 18)


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT * { ?s ex:p ?o }", "the prefix ex: is not declared; begin with PREFIX ex: <...>"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", "stands neither in GROUP BY nor in an aggregate"),
    ],
)  # fmt: skip
def test_common_slips_are_named(sparql: str, message: str, graph: Graph) -> None:
    with pytest.raises(QueryError) as caught:
        run(graph, sparql)
    assert message in str(caught.value)


def test_as_many_rows_as_are_wanted_come_from_the_first_documents(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLICE", 1)
    sparql = bind(named("findings"), {})
    whole, some = run(graph, sparql), run(graph, sparql, limit=1)
    assert isinstance(whole, Table) and isinstance(some, Table)
    assert 1 <= len(some.rows) < len(whole.rows)
    assert some.rows == whole.rows[: len(some.rows)]
