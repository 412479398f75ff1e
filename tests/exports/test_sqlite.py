"""The tables as an SQLite database: values typed, sentences found, the same bytes each time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from command_line import kg
from kg.exports.sqlite import database
from kg.query.answer import Cell, Table


@contextmanager
def opened(data: bytes) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        yield connection


@pytest.mark.parametrize(
    ("cell", "value", "why"),
    [
        (ox.Literal("Children’s"), "Children’s", "text"),
        (ox.Literal("12"), "12", "digits that are text"),
        (ox.Literal(12), 12, "a whole number"),
        (ox.Literal("0.93", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")), 0.93, "a number"),
        (ox.NamedNode("https://example.org/a"), "https://example.org/a", "an IRI"),
        (ox.Literal(""), None, "an empty text"),
        (None, None, "no value"),
    ],
)  # fmt: skip
def test_values(cell: Cell, value: object, why: str) -> None:
    with opened(database([("a-b", Table(("end", 'x"y'), ((cell, None),)))])) as connection:
        assert connection.execute('SELECT "end" FROM a_b').fetchall() == [(value,)], why


def test_a_graph_as_a_database(demo_graph: Path, tmp_path: Path) -> None:
    written = []
    for name in ("one.sqlite", "two.sqlite"):
        assert kg("export", tmp_path / name, "--graph", demo_graph).exit_code == 0
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    with opened(written[0]) as connection:
        (tables,) = connection.execute(
            "SELECT group_concat(name) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%fts%'"
        ).fetchone()
        assert {"documents", "findings", "judgements", "previous_inspections"} <= {
            *tables.split(",")
        }
        found = connection.execute(
            "SELECT council FROM findings JOIN findings_fts ON findings.rowid = findings_fts.rowid "
            "WHERE findings_fts MATCH 'caseload' AND kind = 'strength' AND date > '2018'"
        ).fetchall()
        assert ("Bradford",) in found, "words are found in any form, and columns beside them"


def test_a_set_of_tables_and_what_does_not_fit(demo_graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "visits.sqlite"
    assert kg("export", target, "--graph", demo_graph, "--tables", "analysis").exit_code == 0
    with opened(target.read_bytes()) as connection:
        assert connection.execute("SELECT count(*) FROM inspections_by_year").fetchone()[0] > 3
    done = kg("export", tmp_path / "x.sqlite.gz", "--graph", demo_graph)
    assert done.exit_code == 2 and "(not .xlsx, .sqlite and .parquet)" in done.stderr
