"""Answers on a terminal: paged when long, and never moving it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click
import pyoxigraph as ox
import pytest

from kg.cli import run_query
from kg.errors import UsageError
from kg.query.answer import Table
from kg.query.result_formats import write
from kg.store.graph import Graph


@pytest.mark.parametrize(
    ("rows", "tty", "format_name", "paged", "reason"),
    [
        (100, True, "table", True, "longer than the terminal"),
        (5, True, "table", False, "it fits"),
        (100, False, "table", False, "somebody reads it with a program"),
        (100, True, "csv", False, "what is for programs"),
    ],
)
def test_a_long_table_goes_through_the_pager(
    rows: int,
    tty: bool,
    format_name: str,
    paged: bool,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    shown: list[str] = []
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setattr(click, "echo_via_pager", shown.append)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: tty, raising=False)
    answer = Table(("n",), tuple((ox.Literal("a\x1b[31mb"),) for _ in range(rows)))
    run_query.show(answer, format_name, None)
    written = capfdbinary.readouterr().out
    assert bool(shown) is paged, reason
    assert bool(written) is not paged
    if paged:
        assert "\x1b" not in shown[0] and "a[31mb" in shown[0]


@pytest.mark.parametrize("format_name", ["table", "csv", "tsv", "json", "xml", "md", "html"])
def test_no_format_moves_the_terminal(
    format_name: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    run_query.show(
        Table(("n",), ((ox.Literal("a\x1b]52;c;x\x07\x9b\u202eb\rc\td"),),)), format_name, None
    )
    shown = capfdbinary.readouterr().out.decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert "52;c;x" in shown


def test_a_workbook_can_not_be_shown_in_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    with pytest.raises(UsageError, match="name a file with -o"):
        run_query.show(Table(("n",), ((ox.Literal(1),),)), "xlsx", None)


def test_a_file_is_never_paged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    answer = Table(("n",), tuple((ox.Literal(n),) for n in range(100)))
    run_query.show(answer, "table", tmp_path / "answer.txt")
    assert (tmp_path / "answer.txt").read_bytes().count(b"\n") == 104


@pytest.mark.parametrize(
    ("name", "values", "format_name", "file", "saved", "reason"),
    [
        ("findings", {}, None, "f.csv", 11, "document by document"),
        ("findings", {"kind": "weakness"}, "csv", "f.txt", 6, "of one kind, in a format that is given"),
        ("findings", {"council": "Kent"}, None, "f.csv", 0, "no rows, but the names of the columns"),
        ("findings", {}, None, "f.json", None, "another format"),
        ("judgements", {}, None, "f.csv", None, "a query that needs the whole graph"),
    ],
)  # fmt: skip
def test_rows_go_to_a_file_as_they_come(
    name: str,
    values: dict[str, str],
    format_name: str | None,
    file: str,
    saved: int | None,
    reason: str,
    graph: Graph,
    tmp_path: Path,
) -> None:
    where, output = tmp_path / "sample.nq", tmp_path / file
    where.write_bytes(graph.store.dump(format=ox.RdfFormat.N_QUADS) or b"")
    assert run_query.save_rows(str(where), name, values, format_name, output) == saved, reason
    whole = write(run_query.ask(str(where), name, values), "csv")
    assert (output.read_bytes() if output.exists() else None) == (None if saved is None else whole)
