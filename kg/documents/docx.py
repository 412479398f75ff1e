"""Word documents (.docx), read by python-docx once the archive's size has been checked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.documents.plain import table_row
from kg.documents.raw import RawBlock, RawDocument
from kg.errors import DocumentError
from kg.list_markers import BULLET, NUMBERED
from kg.model import BlockKind

if TYPE_CHECKING:
    from docx.table import Table

__all__ = ["read"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_ENTRIES = 2_000
MAX_UNZIPPED = 100_000_000
CHUNK = 1 << 20
#: Exceptions of zipfile, lxml and python-docx for a damaged or unknown archive.
DAMAGE_ERRORS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,  # includes NotImplementedError and RecursionError
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def read(data: bytes) -> RawDocument:
    """Read a Word document; raises DocumentError if it is damaged or unzips to too many bytes."""
    _check_size(data)
    import docx  # takes 100 ms
    from docx.opc.exceptions import OpcError
    from docx.table import Table

    try:
        document = docx.Document(io.BytesIO(data))
        blocks: list[RawBlock] = []
        for item in document.iter_inner_content():
            if isinstance(item, Table):
                blocks += _table_blocks(item)
            elif item.text.strip():
                style = item.style.name if item.style is not None and item.style.name else ""
                blocks.append(_block(style, item.text))
        title = document.core_properties.title or None
    except (OpcError, *DAMAGE_ERRORS) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise DocumentError(f"a damaged Word document ({reason})") from None
    return RawDocument(MEDIA_TYPE, tuple(blocks), title=title)


def _table_blocks(table: Table) -> Iterator[RawBlock]:
    """The rows of a table, or the cells of one with merged cells."""
    # a merged cell is the same element in every row and column it spans
    rows = [{cell._tc: cell.text.strip() for cell in row.cells} for row in table.rows]  # noqa: SLF001
    cells = {element: text for row in rows for element, text in row.items()}
    if sum(map(len, rows)) > len(cells):
        rows = [{element: text} for element, text in cells.items()]
    for row in rows:
        yield from table_row(list(row.values()))


def _block(style: str, text: str) -> RawBlock:
    if style == "Title":
        return RawBlock(BlockKind.TITLE, ((None, text),))
    if style.startswith("Heading"):
        return RawBlock(BlockKind.HEADING, ((None, text),))
    if bullet := BULLET.match(text):
        return RawBlock(BlockKind.BULLET, ((None, text[bullet.end() :]),))
    if style.startswith("List"):
        return RawBlock(BlockKind.BULLET, ((None, text),))
    if numbered := NUMBERED.match(text):
        return RawBlock(BlockKind.PARAGRAPH, ((None, text[numbered.end() :]),), numbered[1])
    return RawBlock(BlockKind.PARAGRAPH, ((None, text),))


def _check_size(data: bytes) -> None:
    """Check the real unzipped size; the sizes that an archive declares may be false."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            for entry in entries[:MAX_ENTRIES]:
                with archive.open(entry) as file:
                    while total <= MAX_UNZIPPED and (chunk := file.read(CHUNK)):
                        total += len(chunk)
    except DAMAGE_ERRORS as error:
        raise DocumentError(f"a damaged Word document ({error})") from None
    if len(entries) > MAX_ENTRIES:
        raise DocumentError(f"a zip archive with more than {MAX_ENTRIES:,} entries")
    if total > MAX_UNZIPPED:
        raise DocumentError(f"unzips to more than {MAX_UNZIPPED:,} bytes (a zip bomb?)")
