"""The limit on rows is exact, whoever writes the table."""

from __future__ import annotations

import io
import json

import pyoxigraph as ox
import pytest

from graphs import graph_of
from kg.serve.forms import TABLES, Form
from kg.serve.limited import CUT, LIMIT, Asked, answer_query
from kg.store.graph import Graph

#: Values with what ends a row in each format.
NASTY = '},{ <result> "\n" \t \\u007b'


@pytest.fixture(scope="module")
def numbers() -> Graph:
    node, value = ox.NamedNode("http://example.org/a"), ox.NamedNode("http://example.org/value")
    rows = [ox.Quad(node, value, ox.Literal(number)) for number in range(LIMIT)]
    nasty = [
        ox.Quad(node, ox.NamedNode("http://example.org/nasty"), ox.Literal(f"{NASTY} {n}"))
        for n in range(9000)
    ]
    return graph_of([*rows, *nasty])


def rows(form: Form, data: bytes) -> int:
    kinds = {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "tsv": ox.QueryResultsFormat.TSV,
    }
    if form.name in kinds:
        found = ox.parse_query_results(io.BytesIO(data), format=kinds[form.name])
        assert isinstance(found, ox.QuerySolutions)
        return len(list(found))
    if form.name == "csv":
        import csv

        return len(list(csv.reader(io.StringIO(data.decode(), newline="")))) - 1
    return data.count(b"<tr>") - 1


@pytest.mark.parametrize("form", TABLES, ids=lambda form: form.name)
@pytest.mark.parametrize(
    ("query", "expected", "cut"),
    [
        ("SELECT ?o { ?s <http://example.org/value> ?o }", LIMIT, False),
        ("SELECT ?o { { ?s <http://example.org/value> ?o } UNION { BIND(1 AS ?o) } }", LIMIT, True),
        ("SELECT ?o { ?s <http://example.org/value> ?o } LIMIT 3", 3, False),
        ("SELECT ?o { ?s <http://example.org/nasty> ?o }", 9000, False),
        ("SELECT * { VALUES ?x { 1 } FILTER(false) }", 0, False),
    ],
    ids=["as many as may be", "one more", "few", "values that look like ends of rows", "none"],
)
def test_the_limit_is_exact(
    numbers: Graph, form: Form, query: str, expected: int, cut: bool
) -> None:
    made = answer_query(numbers, Asked(query, "http://example.org/"), form)
    assert (rows(form, made.body), CUT in made.headers) == (expected, cut)


def test_a_json_table_that_is_cut_has_a_link(numbers: Graph) -> None:
    query = "SELECT ?o ?p { ?s <http://example.org/value> ?o . ?s <http://example.org/nasty> ?p }"
    made = answer_query(numbers, Asked(query, "http://example.org/"), TABLES[0])
    assert json.loads(made.body)["head"]["link"] == ["/sparql#cut-at-10000-rows"]
