"""Workbooks: cells have types, nothing in them runs, the same table gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
import zipfile
from typing import Any

import openpyxl
import pyoxigraph as ox
import pytest

from kg.query.answer import Cell, Table
from kg.query.workbook import Sheet, workbook
from kg.rdf.iris import PREFIXES

XSD = PREFIXES["xsd"]


DAY = dt.datetime.fromisoformat("2019-02-05")


def typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))


def read(*cells: Cell) -> list[Any]:
    table = Table(tuple(f"c{n}" for n in range(len(cells))), (cells,))
    book = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("answer", table)])))
    return list(book["answer"][2])


#: A term, what a spreadsheet makes of it (a value and openpyxl's name of its type), the reason.
CELLS = [
    (typed("412", "integer"), 412, "n", "an integer"),
    (typed("-0.981", "decimal"), -0.981, "n", "a decimal"),
    (typed("1.5E3", "double"), 1500, "n", "a double"),
    (typed("INF", "double"), "INF", "s", "what Excel has no number for"),
    (typed("12345678901234567890", "integer"), "12345678901234567890", "s", "digits it would lose"),
    (typed("x", "integer"), "x", "s", "a number that is none"),
    (typed("true", "boolean"), True, "b", "a truth"),
    (typed("2019-02-05", "date"), DAY, "d", "a day"),
    (ox.Literal("2019-02-05"), DAY, "d", "a day as queries give it"),
    (typed("2014-03", "gYearMonth"), "2014-03", "s", "a month is no day"),
    (ox.Literal("2014"), "2014", "s", "a year is no number"),
    (ox.Literal("2019-02-31"), "2019-02-31", "s", "no day of any year"),
    (ox.Literal("1066-10-14"), "1066-10-14", "s", "before Excel's first day"),
    (ox.Literal("007"), "007", "s", "a code is no number"),
    (ox.Literal("=1+1"), "=1+1", "s", "a formula stays text"),
    (ox.Literal("=cmd|' /C calc'!A0"), "=cmd|' /C calc'!A0", "s", "the same with more in mind"),
    (ox.Literal("{=1+1}"), "{=1+1}", "s", "an array formula"),
    (ox.Literal("@SUM(1)"), "@SUM(1)", "s", "an old formula"),
    (ox.Literal("+44 20"), "+44 20", "s", "a telephone number"),
    (ox.Literal("-1"), "-1", "s", "text, as the query says"),
    (ox.Literal("http://example.org"), "http://example.org", "s", "words, no link"),
    (ox.Literal("a\x00b\x1b\x0b\ufffe"), "a\ufffdb\ufffd\ufffd\ufffd", "s", "what XML forbids"),
    (ox.Literal("<r>a</b>&</r>"), "<r>a</b>&</r> ", "s", "the library's own markup"),
    (ox.Literal("_x0041_"), "_x0041_", "s", "what Excel would read as an escape"),
    (ox.Literal(" a\n\tb "), " a\n\tb ", "s", "blanks and lines"),
    (ox.Literal("😀 \u202e é"), "😀 \u202e é", "s", "any other letter"),
    (ox.Literal("word", language="en"), "word", "s", "a language"),
    (ox.Literal(""), None, "n", "an empty string"),
    (None, None, "n", "no value"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "value", "kind", "reason"), CELLS, ids=[c[-1] for c in CELLS])
def test_cells(cell: Cell, value: object, kind: str, reason: str) -> None:
    (found,) = read(cell)
    assert (found.value, found.data_type) == (value, kind), reason
    assert found.hyperlink is None


@pytest.mark.parametrize(
    ("cell", "link"),
    [
        (ox.NamedNode("https://example.org/a?b=1&c=%20#d"), True),
        (typed("http://example.org/x", "anyURI"), True),
        (typed("file:///etc/passwd", "anyURI"), False),
        (ox.NamedNode("javascript:alert(1)"), False),
        (ox.NamedNode("https://example.org/" + "x" * 3000), False),
    ],
)
def test_links_lead_to_the_web_alone(cell: ox.NamedNode | ox.Literal, link: bool) -> None:
    (found,) = read(cell)
    assert found.value == cell.value
    where = found.hyperlink and "#".join(
        filter(None, (found.hyperlink.target, found.hyperlink.location))
    )
    assert where == (cell.value if link else None)


def test_a_text_too_long_for_a_cell_is_cut() -> None:
    (found,) = read(ox.Literal("x" * 40_000))
    assert len(found.value) == 32_767 and found.value.endswith("x…")


def test_a_sheet_is_ready_to_be_read() -> None:
    long = ox.Literal("word " * 100)
    table = Table(("document", "text"), tuple((ox.Literal("a.pdf"), long) for _ in range(9)))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("answer", table)])))["answer"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B10"
    assert sheet["A1"].font.b and not sheet["A2"].font.b
    widths = [sheet.column_dimensions[name].width for name in "AB"]
    assert widths[0] < 20 and 50 < widths[1] < 70
    assert sheet["B2"].alignment.wrap_text


def test_names_of_sheets_are_what_excel_takes() -> None:
    table = Table(("x",), ((typed("1", "integer"),),))
    wanted = ["a/b:c", "x" * 40, "X" * 40, "contents", "", "'"]
    book = openpyxl.load_workbook(io.BytesIO(workbook([Sheet(n, table, "why") for n in wanted])))
    first, *names = book.sheetnames
    assert first == "contents"
    assert names == ["a b c", "x" * 31, "X" * 27 + " 2", "contents 2", "answer", "answer 2"]
    row = list(book["contents"][2])
    assert [cell.value for cell in row] == ["a b c", 1, "why"]
    assert row[0].hyperlink and row[0].hyperlink.location == "'a b c'!A1"


def test_an_answer_without_rows_or_columns() -> None:
    for table in (Table((), ((),)), Table(("x",), ())):
        assert openpyxl.load_workbook(io.BytesIO(workbook([Sheet("answer", table)]))).sheetnames


def test_the_clock_leaves_no_trace(environment: dict[str, str]) -> None:
    code = (
        "import sys, pyoxigraph as ox; from kg.query.answer import Table; "
        "from kg.query.workbook import Sheet, workbook; "
        "t = Table(('a',), ((ox.Literal('x'),), (ox.NamedNode('http://example.org/'),))); "
        "sys.stdout.buffer.write(workbook([Sheet('one', t), Sheet('two', t)]))"
    )
    written = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**environment, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert written[0] == written[1]
    with zipfile.ZipFile(io.BytesIO(written[0])) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")
