"""The tables as Parquet: values typed, the same bytes each time, and read by another program."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyarrow.parquet import read_table

from command_line import kg
from kg.exports.parquet import parquet
from kg.query.answer import Cell, Table
from kg.rdf.vocabulary import literal


@pytest.mark.parametrize(
    ("cells", "values", "kind", "why"),
    [
        ([ox.Literal(3), None, ox.Literal(12)], [3, None, 12], "int64", "whole numbers, and a gap"),
        ([ox.Literal(3), literal("0.9", "decimal")], [3.0, 0.9], "double", "some are not whole"),
        ([ox.Literal(3), ox.Literal("3a")], ["3", "3a"], "string", "one is none: all are text"),
        ([ox.Literal("12")], ["12"], "string", "digits that are text"),
        ([literal("2019-05", "gYearMonth")], ["2019-05"], "string", "a date that is no day"),
        ([literal("9" * 30, "integer")], ["9" * 30], "string", "more than 64 bits"),
        ([literal("many", "integer")], ["many"], "string", "a malformed number of a foreign graph"),
        ([ox.NamedNode("urn:a")], ["urn:a"], "string", "an IRI"),
        ([ox.Literal(""), None], [None, None], "string", "nothing at all"),
        ([], [], "string", "no rows"),
    ],
)  # fmt: skip
def test_columns(cells: list[Cell], values: list[object], kind: str, why: str) -> None:
    table = read_table(io.BytesIO(parquet(Table(("x",), tuple((cell,) for cell in cells)))))
    assert (table["x"].to_pylist(), str(table.schema.field("x").type)) == (values, kind), why


def test_a_graph_as_a_folder_of_parquet(demo_graph: Path, tmp_path: Path) -> None:
    written = []
    for _ in range(2):  # the second replaces the first
        done = kg("export", tmp_path / "tables.parquet", "--graph", demo_graph)
        assert done.exit_code == 0, done.output
        written.append({p.name: p.read_bytes() for p in (tmp_path / "tables.parquet").iterdir()})
    assert written[0] == written[1]
    assert kg("export", f"{tmp_path}/csv/", "--graph", demo_graph).exit_code == 0
    names = {path.stem for path in (tmp_path / "csv").glob("*.csv")}
    assert written[0].keys() == {f"{name}.parquet" for name in names} | {"ro-crate-metadata.json"}
    findings = read_table(tmp_path / "tables.parquet" / "findings.parquet")
    lines = kg("query", "findings", "-f", "json", "--graph", demo_graph).stdout.count('"document"')
    assert findings.num_rows == lines - 1 > 500
    assert {str(findings.schema.field(name).type) for name in ("start", "page")} == {"int64"}


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("x.parquet.gz", "(not .xlsx, .sqlite and .parquet)"),
        ("notes.parquet", "contains 'notes.txt', which would be lost"),
        ("file.parquet", "can't be written"),
    ],
)
def test_what_can_not_be_written(target: str, said: str, demo_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.parquet").mkdir()
    (tmp_path / "notes.parquet" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file.parquet").write_text("mine", encoding="utf-8")
    done = kg("export", tmp_path / target, "--graph", demo_graph)
    assert done.exit_code in {1, 2} and said in done.stderr, done.stderr
    assert (tmp_path / "file.parquet").read_text(encoding="utf-8") == "mine"
