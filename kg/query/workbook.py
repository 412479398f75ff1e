"""Tables as an Excel workbook: cells with types, so that nothing in them runs.

XlsxWriter, because it writes a sheet in two thirds of openpyxl's time and loads in a quarter of
it.  The same tables give the same bytes: it dates the files of the archive 1980, and the workbook
gets that date too.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.query.answer import Cell, Table
from kg.rdf.iris import PREFIXES

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Sheet", "workbook"]

#: What Excel takes: characters in a cell, links in a sheet, characters in a link, rows.
LONGEST, LINKS, LONGEST_LINK, ROWS = 32_767, 65_530, 2_079, 1_048_576
#: Characters of a column; longer cells are wrapped.
NARROWEST, WIDEST = 8, 60
#: So many rows say how wide a column has to be.
SAMPLE = 200
#: The first day that Excel can write.
FIRST_DAY = "1900-03-01"
#: An integer of more digits is no number to Excel, which keeps 15.
DIGITS = 15

_XSD = PREFIXES["xsd"]
_NUMBERS = {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long")}
_DATES = {f"{_XSD}{name}" for name in ("date", "string")}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f']")

_TITLE_DAY = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's dates have no time zone


@dataclass(frozen=True)
class Sheet:
    """A table with its name and what it answers.

    `link` gives the address that a cell leads to, from its row (column -> text) and its column.
    """

    name: str
    table: Table
    about: str = ""
    link: Callable[[Mapping[str, str], str], str | None] | None = None


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file: a sheet a table, after a first one with their names when there are several.

    Numbers and dates are such, all else is text; what is too long for a cell ends in `…`.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": True})
    book.set_properties({"created": _TITLE_DAY})
    formats = {
        "head": book.add_format({"bold": True, "bg_color": "#E8ECF3", "bottom": 1}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
        "link": book.add_format({"font_color": "#1D4ED8", "underline": 1, "valign": "top"}),
        "text": book.add_format({"valign": "top"}),
        "long": book.add_format({"valign": "top", "text_wrap": True}),
    }
    names = _names([sheet.name for sheet in sheets])
    pages = list(zip(names, sheets, strict=True))
    if len(sheets) > 1:
        _write(book.add_worksheet("contents"), _contents(pages), formats)
    for name, sheet in pages:
        _write(book.add_worksheet(name), sheet, formats)
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


def _names(wanted: Sequence[str]) -> list[str]:
    """Names that Excel takes: 31 characters, each once whatever the case, `contents` is ours."""
    taken = {"contents", "history"}
    names = []
    for wish in wanted:
        name = base = _SHEET_NAME.sub(" ", wish)[:31].strip() or "answer"
        number = 2
        while name.lower() in taken:
            name = f"{base[:27]} {number}"
            number += 1
        taken.add(name.lower())
        names.append(name)
    return names


def _write(sheet: Worksheet, page: Sheet, formats: Mapping[str, Any]) -> None:
    columns, rows = page.table.columns, page.table.rows[: ROWS - 1]
    widths = [
        max(map(len, (column, *(_text(row[number]) for row in rows[:SAMPLE]))))
        for number, column in enumerate(columns)
    ]
    for number, width in enumerate(widths):
        sheet.set_column(number, number, min(max(width + 2, NARROWEST), WIDEST))
    for number, column in enumerate(columns):
        sheet.write_string(0, number, _safe(column), formats["head"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), max(len(columns) - 1, 0))
    style = [formats["long" if width > WIDEST else "text"] for width in widths]
    links = 0
    for number, row in enumerate(rows, 1):
        known = dict(zip(columns, map(_text, row), strict=True))
        for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if not known[column]:
                continue
            url = (page.link and page.link(known, column)) or _address(cell)
            if url and links < LINKS and len(url) <= LONGEST_LINK:
                links += 1
                sheet.write_url(number, place, url, formats["link"], _safe(_text(cell)))
            else:
                _cell(sheet, number, place, cell, style[place], formats["date"])


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
    """The value as Excel knows it; a date less precise than a day stays text."""
    text = _text(cell)
    if not isinstance(cell, ox.Literal):
        return text
    datatype = cell.datatype.value
    if datatype in _NUMBERS and _NUMBER.fullmatch(text):
        number = float(text)
        exact = sum(map(str.isdigit, text)) <= DIGITS
        return (int(number) if number.is_integer() else number) if exact else text
    if datatype == f"{_XSD}boolean":
        return text in ("true", "1")
    if datatype in _DATES and _DATE.fullmatch(text) and text >= FIRST_DAY:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _address(cell: Cell) -> str | None:
    """The address that a cell is: of an IRI or an xsd:anyURI on the web."""
    link = isinstance(cell, ox.NamedNode) or (
        isinstance(cell, ox.Literal) and cell.datatype.value == f"{_XSD}anyURI"
    )
    text = _text(cell)
    return text if link and text.startswith(("http://", "https://")) else None


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.value if isinstance(cell, ox.Literal | ox.NamedNode) else str(cell)


def _safe(text: str) -> str:
    """Text that XML and a cell can hold.

    XlsxWriter takes a string from `<r>` to `</r>` for markup of its own: a blank stops that.
    """
    text = _NO_XML.sub("\ufffd", text)
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
