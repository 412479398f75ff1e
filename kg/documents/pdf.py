"""PDF: pypdfium2's lines with their size, weight and place, for `layout` to make blocks of.

JavaScript, forms and attachments are never touched.  Text that is only drawn as a picture is not
read: a document without words is refused.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from kg.documents.layout import Line, blocks_of
from kg.documents.raw import RawDocument
from kg.errors import DocumentError

__all__ = ["read"]

MAX_PAGES = 2_000
PASSWORD_NEEDED = 4
#: PDFium joins a hyphen at a page's end to the page number that stands below it.
HYPHEN_AND_PAGE = re.compile(r"\ufffe\d{1,3}\s*$")
#: The least weight of a bold font.
BOLD = 600
#: A raised digit that marks a footnote: after a word, before a space or the line's end.
MARKER = re.compile(r"(?<=[A-Za-z)’'”.,;:])\d{1,2}(?=[\s,.;:]|$)|^\d{1,2}(?=[A-Z ])")


def read(data: bytes) -> RawDocument:
    """A PDF's blocks; raises DocumentError for a damaged, locked, too long or wordless one."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_NEEDED or "password" in str(error).lower():
            raise DocumentError("a password-protected PDF; save a copy without it") from None
        raise DocumentError(f"a damaged PDF ({error})") from None
    try:
        pages = len(document)
        if pages > MAX_PAGES:
            raise DocumentError(f"a PDF of more than {MAX_PAGES:,} pages; split it")
        lines: list[Line] = []
        notes: list[str] = []
        for number in range(pages):
            try:
                lines += _page_lines(document, number)
            except pdfium.PdfiumError as error:
                notes.append(f"page {number + 1} can't be read ({error})")
    finally:
        document.close()
    blocks = blocks_of(lines)
    if not blocks:
        reason = "; ".join(notes) or "a scan or pictures only; run OCR over it first"
        raise DocumentError(f"no text in it: {reason}")
    return RawDocument("application/pdf", tuple(blocks), pages=pages, notes=tuple(notes))


def _page_lines(document: pdfium.PdfDocument, number: int) -> Iterator[Line]:
    page = document[number]
    text_page = page.get_textpage()
    try:
        height = page.get_height()
        x, y, right, y_low, y_high = (ctypes.c_double() for _ in range(5))
        offset = 0
        for whole in text_page.get_text_range().split("\r\n"):
            start, offset = offset, offset + len(whole) + 2
            text = HYPHEN_AND_PAGE.sub("\ufffe", whole)
            if not text.strip():
                continue
            first = start + len(text) - len(text.lstrip())
            pdfium_c.FPDFText_GetCharOrigin(text_page, first, x, y)
            left = x.value
            # the last letter tells a line's size: its first may be a raised footnote number
            last = start + len(text.rstrip()) - 1
            size = max(
                pdfium_c.FPDFText_GetFontSize(text_page, first),
                pdfium_c.FPDFText_GetFontSize(text_page, last),
            )
            pdfium_c.FPDFText_GetCharBox(text_page, last, x, right, y_low, y_high)
            kept, footnote = _without_markers(text_page, text, start, size)
            if kept.strip():
                yield Line(
                    text=kept.strip(),
                    page=number + 1,
                    x=left,
                    right=right.value,
                    y=y.value / height if height else 0.0,
                    drop=y.value,
                    size=size,
                    bold=_is_bold(text_page, first),
                    footnote=footnote,
                )
    finally:
        text_page.close()
        page.close()


def _is_bold(text_page: pdfium.PdfTextPage, index: int) -> bool:
    """By the font's weight, or by its name where it states no weight."""
    if pdfium_c.FPDFText_GetFontWeight(text_page, index) >= BOLD:
        return True
    name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(text_page, index, name, len(name), flags)
    return b"bold" in name.value.lower()


def _without_markers(
    text_page: pdfium.PdfTextPage, text: str, start: int, size: float
) -> tuple[str, bool]:
    """The line without raised footnote numbers, and whether it begins with one."""
    begins = False
    pieces, done = [], 0
    for match in MARKER.finditer(text):
        if pdfium_c.FPDFText_GetFontSize(text_page, start + match.start()) < 0.8 * size:
            pieces.append(text[done : match.start()])
            done = match.end()
            begins = begins or match.start() == 0
    return ("".join(pieces) + text[done:], begins) if pieces else (text, False)
