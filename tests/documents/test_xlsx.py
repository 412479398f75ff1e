"""Excel files."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

from files import changed, document, words
from kg.documents import xlsx
from kg.errors import DocumentError
from kg.model import BlockKind


def workbook(*rows: tuple[object, ...], hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Visits"
    for row in rows:
        sheet.append(list(row))
    if hidden:
        book.create_sheet("Old").sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_rows_as_people_write_them() -> None:
    data = workbook(
        ("Area", "Day", "Cases"), ("Leadership", dt.date(2024, 3, 4), 12.0), ("Help", None, 0.5, "")
    )
    doc = document(data, "a.xlsx")
    assert words(doc) == ["Visits", "Area | Day | Cases", "Leadership | 4 March 2024 | 12", "Help | | 0.5"]  # fmt: skip
    assert words(doc, BlockKind.HEADING) == ["Visits"]


def test_no_digit_is_lost() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>12345678.0</v></c></row></sheetData></worksheet>'
    )
    data = changed(workbook(("A",)), {"xl/worksheets/sheet1.xml": sheet})
    assert words(document(data, "a.xlsx"))[1:] == ["12345678"]


def test_a_hidden_sheet_is_told_of() -> None:
    assert document(workbook(("A",), hidden=True), "a.xlsx").notes == ("not read: 1 hidden sheet",)


def test_cells_far_apart_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_CELLS", 100)
    with pytest.raises(DocumentError, match="more than 100 cells"):
        document(workbook(("A",), (*([None] * 120), "B")), "a.xlsx")


def test_a_workbook_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    sheet = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Seen &x;</t></is></c></row></sheetData></worksheet>'
    )
    data = changed(workbook(("A",)), {"xl/worksheets/sheet1.xml": sheet})
    try:
        text = document(data, "a.xlsx").text
    except DocumentError:
        return
    assert "the secret" not in text
