"""Files as bytes, and documents read from them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from kg.documents.readers import read
from kg.model import Block, BlockKind, Document

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


SHA = "0" * 64


def document(data: bytes | str, name: str) -> Document:
    """A document from bytes or text."""
    return read(data.encode() if isinstance(data, str) else data, name, SHA)


def words(doc: Document, kind: BlockKind | None = None) -> list[str]:
    """The words of each block, or of each block of one kind."""
    return [doc.quote(b.start, b.end) for b in doc.blocks if kind in (None, b.kind)]


def block_with(doc: Document, text: str) -> Block:
    """The block in which a text stands."""
    found = doc.block_at(doc.text.index(text))
    assert found is not None
    return found


def zipped(entries: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def changed(
    data: bytes, entries: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip archive with some entries replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**old, **entries}, method)


def word_file(*, body: str | None = None, empty: bool = False) -> bytes:
    """A Word file; `body` replaces the whole of `word/document.xml`."""
    made = docx.Document()
    if not empty:
        made.add_paragraph("The council did X.")
    buffer = io.BytesIO()
    made.save(buffer)
    if body is None:
        return buffer.getvalue()
    return changed(buffer.getvalue(), {"word/document.xml": body})


def page(body: str, head: str = '<meta charset="utf-8">') -> bytes:
    """An HTML page."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


@dataclass(frozen=True)
class Line:
    """A line to draw: `gap` points below the line before it, `x` points from the left."""

    text: str
    gap: float = 14
    x: float = 72
    size: float = 11
    bold: bool = False
    #: A raised number right after the text.
    mark: str = ""
    #: A second text further right on the same line, as in a table.
    right: str = ""


LONG = "the work of the council with families has a shape that everyone in it can now describe"


def pdf(*pages: Iterable[Line], header: str = "", footer: str = "", scaled: bool = False) -> bytes:
    """A PDF of pages of lines; `{page}` in header and footer is the page's number.

    With `scaled`, letters are of size 1 and their text is scaled.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    for number, lines in enumerate(pages, start=1):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(72, A4[1] - 40, header.format(page=number))
        y = A4[1] - 110
        for line in lines:
            y -= line.gap
            font = "Helvetica-Bold" if line.bold else "Helvetica"
            text = canvas.beginText(line.x, y)
            text.setFont(font, 1 if scaled else line.size)
            if scaled:
                text.setTextTransform(line.size, 0, 0, line.size, line.x, y)
            text.textOut(line.text)
            if line.mark:
                text.setRise(4)
                text.setFont(font, 6)
                text.textOut(line.mark)
            canvas.drawText(text)
            if line.right:
                canvas.setFont(font, line.size)
                canvas.drawString(400, y, line.right)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(290, 36, footer.format(page=number))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
