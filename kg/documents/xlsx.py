"""Excel files (.xlsx): the rows of their sheets, as they were last calculated."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Iterator

from kg.documents.office_package import Package, reading
from kg.documents.plain import table_row
from kg.documents.raw import RawBlock, RawDocument
from kg.documents.sniff import XLSX
from kg.errors import DocumentError
from kg.model import BlockKind

__all__ = ["read"]

#: Maximum cells of a file, empty ones before others included.
MAX_CELLS = 2_000_000


def read(data: bytes) -> RawDocument:
    """Read the sheets; raises DocumentError for a damaged file, or too many bytes or cells."""
    from openpyxl import load_workbook  # takes 200 ms

    with reading("Excel file"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it does not know
        Package(data)  # checks its bounds
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        blocks: list[RawBlock] = []
        cells = 0
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()  # the file may declare any
            blocks.append(RawBlock(BlockKind.HEADING, ((None, sheet.title),)))
            for row in sheet.iter_rows(values_only=True):
                cells += len(row)
                if cells > MAX_CELLS:
                    raise DocumentError(f"more than {MAX_CELLS:,} cells; save a part of it")
                blocks += _row(row)
        hidden = sum(sheet.sheet_state != "visible" for sheet in book.worksheets)
        title = book.properties.title
    notes = (f"not read: {hidden} hidden sheet{'s' if hidden > 1 else ''}",) if hidden else ()
    return RawDocument(XLSX, tuple(blocks), title=title or None, notes=notes)


def _row(values: tuple[object, ...]) -> Iterator[RawBlock]:
    cells = [_words(value) for value in values]
    while cells and not cells[-1]:
        cells.pop()
    yield from table_row(cells)


def _words(value: object) -> str:
    """A value as people write it; a formula that was never calculated has none."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.day} {value:%B} {value.year}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
