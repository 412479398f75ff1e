"""Answers in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator

import openpyxl
import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.printable import printable
from kg.query.answer import Cell, Table, Triples
from kg.query.library import bind
from kg.query.result_formats import FORMATS, write
from kg.query.run import run
from kg.store.graph import Graph
from queries import HOSTILE, STANDARD, named

CELLS = Table(
    ("value", "nothing"),
    tuple((ox.Literal(string), None) for string, _ in HOSTILE if string),
)


def test_csv_is_raw_and_reads_back() -> None:
    data = write(CELLS, "csv")
    assert data.startswith(b"value,nothing\r\n")
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))[1:]
    assert rows == [[string, ""] for string, _ in HOSTILE if string]


@pytest.mark.parametrize(
    ("cell", "written", "why"),
    [
        (ox.Literal("Children’s"), "Children’s", "a mark that tells the encoding comes first"),
        (ox.Literal("=1+1"), "'=1+1", "a formula"),
        (ox.Literal(" @SUM(1)"), "' @SUM(1)", "one after a blank"),
        (ox.Literal("＝1"), "'＝1", "one in wide letters"),
        (ox.Literal(-3), "-3", "a number is no formula"),
        (ox.Literal("2019-02-05"), "2019-02-05", "a day"),
        (ox.Literal("one\ntwo"), "one\ntwo", "lines"),
        (None, "", "no value"),
    ],
)
def test_csv_for_excel(cell: Cell, written: str, why: str) -> None:
    data = write(Table(("a", "b"), ((cell, ox.Literal("x")),)), "csv-excel")
    assert data.startswith(b"\xef\xbb\xbfa,b\r\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[1:] == [[written, "x"]], why


def test_a_sheet_has_the_name_that_its_query_gives() -> None:
    names = {
        sheet: openpyxl.load_workbook(io.BytesIO(write(CELLS, "xlsx", sheet))).sheetnames
        for sheet in ("", "overview")
    }
    assert names == {"": ["answer"], "overview": ["overview"]}


def test_csv_json_and_xml_are_those_of_pyoxigraph(graph: Graph) -> None:
    sparql = "SELECT ?s ?o ?none { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 400"
    ours = run(graph, sparql)
    formats = {"csv": ox.QueryResultsFormat.CSV, "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}  # fmt: skip
    for form, kind in formats.items():
        expected = graph.query(sparql)
        assert isinstance(expected, ox.QuerySolutions)
        reference = expected.serialize(format=kind)
        assert reference is not None
        assert list(parsed(write(ours, form), form)) == list(parsed(reference, form)), form


def parsed(data: bytes, form: str) -> Iterator[object]:
    if form == "json":
        yield json.loads(data)
    elif form == "xml":
        yield from (
            (node.tag, dict(node.attrib), (node.text or "").strip())
            for node in ET.fromstring(data).iter()
        )
    elif form == "csv":
        yield from csv.reader(io.StringIO(data.decode(), newline=""))
    else:
        solutions = ox.parse_query_results(data, format=ox.QueryResultsFormat.TSV)
        assert isinstance(solutions, ox.QuerySolutions)
        yield from (tuple(map(str, solution)) for solution in solutions)


TABLES = [form for form in FORMATS if form not in {"ttl", "nt", "jsonld"}]


@pytest.mark.parametrize("form", TABLES)
def test_every_table_format_takes_every_answer(form: str) -> None:
    for answer in (CELLS, Table(("x",), ()), True, False):
        data = write(answer, form)
        assert zipfile.is_zipfile(io.BytesIO(data)) if form == "xlsx" else data.decode("utf-8")
    if form == "xml":
        ET.fromstring(write(CELLS, form))
    if form == "json":
        assert json.loads(write(True, form)) == {"head": {}, "boolean": True}


def test_formats_that_do_not_fit_are_named() -> None:
    with pytest.raises(UsageError, match=r"Unknown format 'pdf'\. Known: table, csv"):
        write(CELLS, "pdf")
    with pytest.raises(UsageError, match="the answer is a table, which ttl can't hold"):
        write(CELLS, "ttl")
    with pytest.raises(
        UsageError, match="the answer is a graph, which csv can't hold; use one of: ttl, nt"
    ):
        write(Triples(frozenset()), "csv")


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld"])
def test_every_graph_format_holds_the_graph(form: str) -> None:
    triple = ox.Triple(
        ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("\x1b", language="en")
    )
    kinds = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    data = write(Triples(frozenset({triple})), form)
    assert [quad.triple for quad in ox.parse(data, kinds[form])] == [triple]


@pytest.mark.parametrize("width", ["20", "60", "80", "100", "200"])
def test_tables_fit_the_terminal(width: str, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for name in STANDARD:
        lines = write(run(graph, bind(named(name), {})), "table").decode().splitlines()
        assert max(map(len, lines)) <= max(int(width), 28), name


def test_nothing_that_is_shown_moves_the_terminal() -> None:
    for form in ("table", "md", "html"):
        shown = write(CELLS, form).decode()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown), form
    assert printable("a\r\nb\x1b]8;;x\x07c") == "a b]8;;xc"


def test_html_and_markdown_hold_values_as_text() -> None:
    hostile = Table(("x",), ((ox.Literal("<script>alert(1)</script> | [a](javascript:b)"),),))
    page = write(hostile, "html").decode()
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    line = write(hostile, "md").decode().splitlines()[2]
    assert line == r"| \<script\>alert(1)\</script\> \| \[a\](javascript:b) |"
