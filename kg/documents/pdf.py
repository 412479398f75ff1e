"""PDF: the lines of pages with their size, weight and position, read by pypdfium2.

`layout` groups them into blocks.  JavaScript, forms and attachments are never opened.  Text in
pictures is not read; a document without other text is refused.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from kg.documents.layout import Line, group_lines
from kg.documents.raw import RawDocument
from kg.errors import DocumentError
from kg.list_markers import BULLET, NUMBERED

__all__ = ["ScanError", "read"]

#: What to do with a scan.
ADVICE = "read it with kg build --ocr"

MAX_PAGES = 2_000
PASSWORD_NEEDED = 4
#: A hyphen at the end of a page, which PDFium joins to the page number below it.
HYPHEN_BEFORE_PAGE_NUMBER = re.compile(r"\ufffe\d{1,3}\s*$")
#: Sizes up to this many points are no letters' own, but a unit that is scaled.
MAX_UNIT = 2.0
#: Minimum weight of a bold font.
BOLD = 600
#: Raised digits that mark a footnote: after a word, before a space or the line's end.
FOOTNOTE_MARKER = re.compile(r"(?<=[A-Za-z)’'”.,;:])\d{1,2}(?=[\s,.;:]|$)|^\d{1,2}(?=[A-Z ])")


class ScanError(DocumentError):
    """A PDF of pictures, whose words can be told by OCR."""


def read(data: bytes, mend: Callable[[str], str] = str) -> RawDocument:
    """Read a PDF; raises DocumentError if it is damaged, locked, too long or without text.

    `mend` may change the letters of each line, but not their number.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_NEEDED or "password" in str(error).lower():
            raise DocumentError(
                "a password-protected PDF; save a copy without the password"
            ) from None
        raise DocumentError(f"a damaged PDF ({error})") from None
    try:
        pages = len(document)
        if pages > MAX_PAGES:
            raise DocumentError(f"a PDF with more than {MAX_PAGES:,} pages; split it")
        lines: list[Line] = []
        notes: list[str] = []
        for number in range(pages):
            try:
                lines += _page_lines(document, number, mend)
            except pdfium.PdfiumError as error:
                notes.append(f"page {number + 1} can't be read: {error}")
    finally:
        document.close()
    blocks = group_lines(lines)
    if not blocks:
        if not notes:
            raise ScanError(f"no text: only a scan or pictures; {ADVICE}")
        raise DocumentError(f"no text: {'; '.join(notes)}")
    return RawDocument("application/pdf", tuple(blocks), pages=pages, notes=tuple(notes))


def _page_lines(
    document: pdfium.PdfDocument, number: int, mend: Callable[[str], str]
) -> Iterator[Line]:
    page = document[number]
    text_page = page.get_textpage()
    try:
        height = page.get_height()
        x, y, right, y_low, y_high = (ctypes.c_double() for _ in range(5))
        offset = 0
        for whole in text_page.get_text_range().split("\r\n"):
            start, offset = offset, offset + len(whole) + 2
            text = mend(HYPHEN_BEFORE_PAGE_NUMBER.sub("\ufffe", whole))
            if not text.strip():
                continue
            first = start + len(text) - len(text.lstrip())
            pdfium_c.FPDFText_GetCharOrigin(text_page, first, x, y)
            left = x.value
            # not only the first letter, which may be a raised footnote number
            last = start + len(text.rstrip()) - 1
            size = max(_size(text_page, first), _size(text_page, last))
            pdfium_c.FPDFText_GetCharBox(text_page, last, x, right, y_low, y_high)
            plain, footnote = _without_markers(text_page, text, start, size)
            bold = _is_bold(text_page, first)
            if mark := BULLET.match(text) or NUMBERED.match(text):
                # a bullet or a number may be larger, or bolder, than its words
                first = start + mark.end()
                size = min(size, max(_size(text_page, first), _size(text_page, last)))
                bold = bold and _is_bold(text_page, first)
            if plain.strip():
                yield Line(
                    text=plain.strip(),
                    page=number + 1,
                    x=left,
                    right=right.value,
                    y=y.value / height if height else 0.0,
                    baseline=y.value,
                    size=size,
                    bold=bold,
                    footnote=footnote,
                )
    finally:
        text_page.close()
        page.close()


def _size(text_page: pdfium.PdfTextPage, index: int) -> float:
    """The size of a letter in points; some files set letters of size 1 and scale their text."""
    size = float(pdfium_c.FPDFText_GetFontSize(text_page, index))
    if size > MAX_UNIT:
        return size
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFText_GetMatrix(text_page, index, matrix):
        return size
    return size * math.hypot(matrix.c, matrix.d)


def _is_bold(text_page: pdfium.PdfTextPage, index: int) -> bool:
    """Whether a font is bold, by its weight, or by its name if it states no weight."""
    if pdfium_c.FPDFText_GetFontWeight(text_page, index) >= BOLD:
        return True
    name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(text_page, index, name, len(name), flags)
    return b"bold" in name.value.lower()


def _without_markers(
    text_page: pdfium.PdfTextPage, text: str, start: int, size: float
) -> tuple[str, bool]:
    """The line without raised footnote numbers, and whether it begins with one."""
    at_start = False
    pieces, copied_to = [], 0
    for match in FOOTNOTE_MARKER.finditer(text):
        if _size(text_page, start + match.start()) < 0.8 * size:
            pieces.append(text[copied_to : match.start()])
            copied_to = match.end()
            at_start = at_start or match.start() == 0
    return ("".join(pieces) + text[copied_to:], at_start) if pieces else (text, False)
