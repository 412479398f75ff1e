"""Tables on a terminal: which columns there is room for, and how wide each is."""

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
from kg.query.terminal_table import lines

SENTENCE = "Caseloads are low, and supervision is regular and reflective at all levels."

#: Columns, a row, the width of the terminal, the columns that are shown, the reason.
SHOWN = [
    ("council grade", "Bedford|good", 80, "council grade", "room for all"),
    ("council gss grade", "Bedford|E06000055|good", 30, "council grade", "a code goes first"),
    ("a b c", "x" * 10 + "|" + "y" * 10 + "|" + "z" * 10, 30, "a b", "then the last"),
    ("document kind section text", f"a.pdf|strength|Main findings|{SENTENCE}", 60, "document kind text", "a sentence stays"),
    ("text kind", f"{SENTENCE}|strength", 30, "text", "the first stays"),
    ("council overall document", f"Bedford|requires-improvement|{'long/' * 20}a.pdf", 36, "council overall", "a path is no sentence"),
    ("document sha256", f"a.pdf|{'f' * 64}", 20, "document", "never without the first"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "row", "width", "shown", "reason"), SHOWN, ids=[s[-1] for s in SHOWN]
)
def test_what_there_is_room_for(
    columns: str, row: str, width: int, shown: str, reason: str
) -> None:
    table = list(lines(columns.split(), [row.split("|")], width))
    assert [cell.strip() for cell in table[1].strip("│").split("│")] == shown.split()
    hidden = [name for name in columns.split() if name not in shown.split()]
    below = " ".join(table).partition("no room for: ")[2].partition(" (")[0]
    assert below.split(", ") == (hidden or [""]), reason


def test_nothing_of_a_cell_is_lost() -> None:
    table = list(lines(("kind", "text"), [("strength", SENTENCE)], 50))
    words = " ".join(line.split("│")[2].strip() for line in table[3:-1])
    assert words == SENTENCE


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("東京" * 20, "letters of two columns"),
        ("e\u0301" * 30, "marks without a width"),
        ("👩‍👩‍👧" * 9, "one sign of many characters"),
        ("x" * 200, "a word longer than the line"),
        ("", "nothing"),
    ],
)
def test_borders_stand_in_line(cell: str, reason: str) -> None:
    from rich.cells import cell_len

    table = list(lines(("a", "b"), [(cell, "x")], 40))
    assert len({cell_len(line) for line in table}) == 1, reason


def test_no_columns_and_no_rows() -> None:
    assert list(lines((), [()], 80))
    assert len(list(lines(("a", "b"), [], 80))) == 4


@pytest.mark.parametrize(
    ("rows", "tty", "form", "paged", "reason"),
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
    form: str,
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
    run_query.show(answer, form, None)
    written = capfdbinary.readouterr().out
    assert bool(shown) is paged, reason
    assert bool(written) is not paged
    if paged:
        assert "\x1b" not in shown[0] and "a[31mb" in shown[0]


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "md", "html"])
def test_no_format_moves_the_terminal(
    form: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    run_query.show(Table(("n",), ((ox.Literal("a\x1b]52;c;x\x07\x9b\u202eb\rc\td"),),)), form, None)
    shown = capfdbinary.readouterr().out.decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert "52;c;x" in shown


def test_a_workbook_is_nothing_for_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    with pytest.raises(UsageError, match="name a file with -o"):
        run_query.show(Table(("n",), ((ox.Literal(1),),)), "xlsx", None)


def test_a_file_is_never_paged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    answer = Table(("n",), tuple((ox.Literal(n),) for n in range(100)))
    run_query.show(answer, "table", tmp_path / "answer.txt")
    assert (tmp_path / "answer.txt").read_bytes().count(b"\n") == 104
