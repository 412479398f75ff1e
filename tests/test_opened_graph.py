"""What `kg.open` gives: queries of one's own, search, quotes, pages, and what a notebook shows."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.api import OpenGraph
from kg.errors import QueryError, StoreError, UsageError


@pytest.fixture(scope="module")
def opened(demo_graph: Path) -> OpenGraph:
    return kg.open(demo_graph)


OWN = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a kg:Document }"


@pytest.mark.parametrize("how", ["text", "path", "name of a file"])
def test_a_query_of_ones_own(how: str, opened: OpenGraph, tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text(OWN, encoding="utf-8")
    forms: dict[str, str | Path] = {"text": OWN, "path": path, "name of a file": str(path)}
    assert opened.query(forms[how]) == [{"n": 19}]


def test_a_query_of_ones_own_takes_values(opened: OpenGraph) -> None:
    rows = opened.query("SELECT ?name { ?_council_iri rdfs:label ?name }", council="Thurrock")
    assert rows == [{"name": "Thurrock"}]


def test_the_forms_of_a_query(opened: OpenGraph) -> None:
    assert opened.query("ASK { ?s a kg:Document }") is True
    assert len(opened.query("CONSTRUCT { ?s a kg:Found } WHERE { ?s a kg:Document }")) == 19


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { } }", "SERVICE contacts another server"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "changes the graph"),
        ("SELECT * { ?s ?p }", "malformed"),
    ],
)
def test_a_query_of_ones_own_only_reads(query: str, message: str, opened: OpenGraph) -> None:
    with pytest.raises(QueryError, match=message):
        opened.query(query)


def test_a_file_that_is_absent(opened: OpenGraph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        opened.query(tmp_path / "own.rq")


def test_search_quotes_and_a_page(opened: OpenGraph, demo_graph: Path, tmp_path: Path) -> None:
    assert opened.find("caseloads", council="Bradford") == kg.find(
        demo_graph, "caseloads", council="Bradford"
    )
    assert opened.why("Margaret Burke") == kg.explain(demo_graph, "Margaret Burke")
    page = opened.view(tmp_path / "page.html", focus="Thurrock")
    assert (
        page.read_bytes()
        == kg.view(demo_graph, tmp_path / "b.html", focus=["Thurrock"]).read_bytes()
    )


def test_a_notebook_shows_counts_and_tables(opened: OpenGraph, demo_graph: Path) -> None:
    shown = opened._repr_html_()
    assert "<td>19</td><td>Document</td>" in shown and str(demo_graph) in shown
    assert repr(opened) == f"kg.open({str(demo_graph)!r})"
    rows = opened.query("findings")
    table = rows._repr_html_()
    assert f"{len(rows):,} rows, the first 50 shown" in table
    assert table.count("<tr>") == 51
    assert opened.query("documents")._repr_html_().count("<tr>") == 20


def test_the_default_is_that_of_the_commands(
    demo_graph: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KG_GRAPH", str(demo_graph))
    with kg.open() as graph:
        assert graph.query(OWN) == [{"n": 19}]
    monkeypatch.delenv("KG_GRAPH")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="kg-out: no such graph"):
        kg.open()


@pytest.mark.parametrize(
    "url", ["http://example.org/sparql", "https://me:secret@example.org/sparql"]
)
def test_a_url_is_checked_as_on_the_command_line(url: str) -> None:
    with pytest.raises(UsageError) as error:
        kg.open(url)
    assert "secret" not in str(error.value)
