"""Writes tables as an Excel workbook, with typed cells, so that no text can run as a formula.

It uses XlsxWriter, which takes two thirds of openpyxl's time to write a sheet and a quarter to
import.  The same tables give the same bytes: XlsxWriter dates the files in the archive 1980, and
the workbook gets the same date.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.printable import xml_safe
from kg.query.answer import Cell, Table
from kg.query.charts import Chart, draw
from kg.rdf.iris import expand

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Sheet", "workbook"]

#: Excel's limits: characters in a cell, links in a sheet, characters in a link, rows.
MAX_TEXT, MAX_LINKS, MAX_URL, MAX_ROWS = 32_767, 65_530, 2_079, 1_048_576
#: Minimum and maximum width of a column in characters; longer text is wrapped.
MIN_WIDTH, MAX_WIDTH = 8, 60
#: Points of a line, and the most lines that Excel shows in a row.
LINE_HEIGHT, MAX_LINES = 15, 27
#: Number of rows sampled to choose the width of a column.
SAMPLE_ROWS = 200
#: The first day that Excel stores correctly.
FIRST_DAY = "1900-03-01"
#: Maximum digits of a number in Excel; longer numbers stay text.
MAX_DIGITS = 15

_NUMBERS = {
    expand(f"xsd:{name}") for name in ("integer", "decimal", "double", "float", "int", "long")
}
_DATES = {expand(f"xsd:{name}") for name in ("date", "string")}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f']")

_CREATED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's dates have no time zone


@dataclass(frozen=True)
class Sheet:
    """A table with its name and a description.

    `link` returns the URL for a cell, given its row (column -> text) and its column.  `lists` are
    columns of long lists, which stay on one line.  The chart stands below the table.
    """

    name: str
    table: Table
    about: str = ""
    link: Callable[[Mapping[str, str], str], str | None] | None = None
    lists: tuple[str, ...] = ()
    chart: Chart | None = None


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file with one sheet for each table; if there are several, a list of contents first.

    Numbers, dates and booleans are typed, everything else is text.  Text too long for a cell is cut
    and ends in `…`.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": True})
    book.set_properties({"created": _CREATED})
    formats = {
        "head": book.add_format({"bold": True, "bg_color": "#E8ECF3", "bottom": 1}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
        "link": book.add_format({"font_color": "#1D4ED8", "underline": 1, "valign": "top"}),
        "text": book.add_format({"valign": "top"}),
        "long": book.add_format({"valign": "top", "text_wrap": True}),
        "list": book.add_format({"valign": "top", "indent": 1}),
    }
    names = _names([sheet.name for sheet in sheets])
    pages = list(zip(names, sheets, strict=True))
    if len(sheets) > 1:
        _write(book.add_worksheet("contents"), _contents(pages), formats)
    for name, sheet in pages:
        worksheet = book.add_worksheet(name)
        _write(worksheet, sheet, formats)
        drawn = draw(book, worksheet, name, sheet.table, sheet.chart) if sheet.chart else 0
        if drawn:
            worksheet.fit_to_pages(1, 1)  # else a page may end in the chart
        last = min(len(sheet.table.rows) + drawn, MAX_ROWS - 1)
        worksheet.print_area(0, 0, last, max(len(sheet.table.columns) - 1, 0))
    book.close()
    return out.getvalue()


def _contents(pages: Sequence[tuple[str, Sheet]]) -> Sheet:
    rows = tuple(
        (ox.Literal(name), ox.Literal(len(sheet.table.rows)), ox.Literal(sheet.about))
        for name, sheet in pages
    )
    return Sheet(
        "contents",
        Table(("sheet", "rows", "about"), rows),
        link=lambda row, column: f"internal:'{row['sheet']}'!A1" if column == "sheet" else None,
    )


def _names(requested: Sequence[str]) -> list[str]:
    """Names that Excel accepts: up to 31 characters, unique in any case, and not reserved."""
    taken = {"contents", "history"}
    names = []
    for request in requested:
        name = base = _SHEET_NAME.sub(" ", request)[:31].strip() or "answer"
        number = 2
        while name.lower() in taken:
            name = f"{base[:27]} {number}"
            number += 1
        taken.add(name.lower())
        names.append(name)
    return names


def _write(sheet: Worksheet, page: Sheet, formats: Mapping[str, Any]) -> None:
    columns, rows = page.table.columns, page.table.rows[: MAX_ROWS - 1]
    widths = [
        max(map(len, (column, *(_text(row[number]) for row in rows[:SAMPLE_ROWS]))))
        for number, column in enumerate(columns)
    ]
    for number, width in enumerate(widths):
        sheet.set_column(number, number, min(max(width + 2, MIN_WIDTH), MAX_WIDTH))
    for number, column in enumerate(columns):
        sheet.write_string(0, number, _safe(column), formats["head"])
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(rows), max(len(columns) - 1, 0))
    style = [
        formats["list" if column in page.lists else "long" if width > MAX_WIDTH else "text"]
        for column, width in zip(columns, widths, strict=True)
    ]
    wrapped = [
        column for column, used in zip(columns, style, strict=True) if used is formats["long"]
    ]
    links = 0
    for number, row in enumerate(rows, 1):
        texts = dict(zip(columns, map(_text, row), strict=True))
        lines = max((_lines(texts[column]) for column in wrapped), default=1)
        if lines > 1:  # LibreOffice leaves a row at the height that the file says
            sheet.set_row(number, LINE_HEIGHT * min(lines, MAX_LINES))
        for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if not texts[column]:
                continue
            url = (page.link and page.link(texts, column)) or _address(cell)
            if url and links < MAX_LINKS and len(url) <= MAX_URL:
                links += 1
                sheet.write_url(number, place, url, formats["link"], _safe(_text(cell)))
            else:
                _cell(sheet, number, place, cell, style[place], formats["date"])


def _lines(text: str) -> int:
    """The lines that wrapped text takes in the widest column."""
    return sum(len(line) // MAX_WIDTH + 1 for line in text.split("\n"))


def _cell(sheet: Worksheet, row: int, column: int, cell: Cell, style: Any, date: Any) -> None:
    value = _typed(cell)
    if isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, date)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, _safe(value), style)


def _typed(cell: Cell) -> str | float | bool | dt.date:
    """The value as a type of Excel; a date less precise than a day stays text."""
    text = _text(cell)
    if not isinstance(cell, ox.Literal):
        return text
    datatype = cell.datatype.value
    if datatype in _NUMBERS and _NUMBER.fullmatch(text):
        number = float(text)
        exact = sum(map(str.isdigit, text)) <= MAX_DIGITS
        return (int(number) if number.is_integer() else number) if exact else text
    if datatype == expand("xsd:boolean"):
        return text in ("true", "1")
    if datatype in _DATES and _DATE.fullmatch(text) and text >= FIRST_DAY:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _address(cell: Cell) -> str | None:
    """The web address in a cell that holds an IRI or an xsd:anyURI."""
    link = isinstance(cell, ox.NamedNode) or (
        isinstance(cell, ox.Literal) and cell.datatype.value == expand("xsd:anyURI")
    )
    text = _text(cell)
    return text if link and text.startswith(("http://", "https://")) else None


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.value if isinstance(cell, ox.Literal | ox.NamedNode) else str(cell)


def _safe(text: str) -> str:
    """Text that XML and a cell can hold.

    XlsxWriter treats a string from `<r>` to `</r>` as its own markup; an added space prevents that.
    """
    text = xml_safe(text)
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - 1] + "…"
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
