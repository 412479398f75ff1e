"""`/api`: each query of the library, with the bytes of `kg query`."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import openpyxl
import pandas as pd  # type: ignore[import-untyped]
import pytest

from kg.query.answer import Triples
from kg.query.library import bind, library
from kg.query.result_formats import write
from kg.query.run import run
from kg.serve.library_api import forms, queries
from kg.store.graph import open_graph
from serving import Server

Run = Callable[..., "subprocess.CompletedProcess[str]"]

#: A value for each parameter that a query must have.
NEEDED = {"council": "Bradford", "document": "bradford.html"}


@pytest.mark.parametrize("name", sorted(queries()))
def test_a_query_has_the_bytes_of_kg_query(
    client: httpx.Client, demo_graph: Path, name: str
) -> None:
    query = queries()[name]
    needed = {p.name for p in query.parameters if p.required and p.default is None}
    values = {name: NEEDED[name] for name in needed}
    with open_graph(demo_graph) as graph:
        answer = run(graph, bind(query, values))
    names = [form.name for form in forms(query)]
    assert ("ttl" in names) == isinstance(answer, Triples)
    for form in names:
        done = client.get(f"/api/{name}.{form}", params=values)
        assert (done.status_code, done.content) == (200, write(answer, form)), form


def test_the_bytes_are_those_of_the_command(
    client: httpx.Client, demo_graph: Path, run_kg: Run
) -> None:
    done = run_kg(
        "query", "judgements", "-p", "council=Bradford", "--graph", demo_graph, "-f", "csv"
    )
    answer = client.get("/api/judgements.csv", params={"council": "Bradford"})
    assert answer.text.splitlines() == done.stdout.splitlines()


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/html,*/*;q=0.8", "text/html; charset=utf-8"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",) * 2,
    ],
)
def test_without_an_extension_the_client_chooses(
    client: httpx.Client, accept: str, media: str
) -> None:
    done = client.get("/api/judgements", headers={"Accept": accept})
    assert (done.status_code, done.headers["Content-Type"]) == (200, media)


@pytest.mark.parametrize(
    ("target", "status", "reason"),
    [
        ("/api/judgement", 404, "unknown query"),
        ("/api/judgements.exe", 404, "judgements has no such format; it has: json, xml, csv"),
        ("/api/judgements.ttl", 404, "judgements has no such format"),
        ("/api/judgements.csv?councl=Bradford", 400, "Unknown parameter 'councl' of judgements"),
        ("/api/judgements.csv?council=Nowhere", 400, "Nowhere"),
        ("/api/judgements.csv?grade=fine", 400, "grade"),
        (
            "/api/judgements.csv?council=Luton&council=Bradford",
            400,
            "each parameter may be given once",
        ),
        ("/api/council-graph.ttl", 400, "council"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    client: httpx.Client, target: str, status: int, reason: str
) -> None:
    done = client.get(target)
    assert done.status_code == status and reason in done.text and done.text.count("\n") == 1


def test_pandas_reads_a_table(server: Server) -> None:
    table = pd.read_csv(f"{server.url}api/judgements.csv")
    assert list(table.columns[:6]) == ["document", "council", "gss", "published", "area", "grade"]
    assert len(table) > 10


def test_a_workbook_opens(client: httpx.Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/judgements.xlsx").content))
    assert [cell.value for cell in next(book.worksheets[0].iter_rows())][:2] == [
        "document",
        "council",
    ]


def test_the_list_has_all_queries(client: httpx.Client) -> None:
    assert [query["name"] for query in client.get("/api").json()] == [q.name for q in library()]
