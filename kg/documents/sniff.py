"""Detects a file's format by its first bytes; the name only separates text from Markdown.

A file is refused if its extension and its bytes differ and reading it would mislead: an error page
saved as .pdf is not the report.
"""

from __future__ import annotations

import io
import re
import struct
from pathlib import PurePosixPath

from kg.errors import DocumentError

__all__ = ["EXTENSIONS", "media_type"]

PDF = "application/pdf"
HTML = "text/html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"

#: Extensions of the files that are read from a folder.
EXTENSIONS = {
    ".pdf": PDF,
    ".html": HTML,
    ".htm": HTML,
    ".docx": DOCX,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": PLAIN,
}
HTML_START = re.compile(
    rb"\A\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)", re.I | re.S
)
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def media_type(data: bytes, name: str) -> str:
    """The media type of `data`; raises DocumentError if no reader can read it."""
    expected = EXTENSIONS.get(PurePosixPath(name).suffix.lower())
    found = _detect(data)
    if expected in (PDF, DOCX) and found != expected:
        raise DocumentError(_mismatch(expected, found, data))
    if found is None:
        raise DocumentError("a binary file of an unknown format; kg reads PDF, HTML, DOCX and text")
    if found == PLAIN and expected in (HTML, MARKDOWN):
        return expected
    return found


def _detect(data: bytes) -> str | None:
    if not data:
        raise DocumentError("an empty file (0 bytes)")
    head = data[:1024]
    if b"%PDF-" in head:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return DOCX if _is_docx(data) else None
    if HTML_START.match(data[:65536]):
        return HTML
    if head.startswith(BYTE_ORDER_MARKS):
        return PLAIN
    sample = data[:65536]
    control = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in sample)
    return None if b"\0" in sample or control > len(sample) // 100 else PLAIN


def _is_docx(data: bytes) -> bool:
    import zipfile  # few documents need it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error):
        return False


def _mismatch(expected: str, found: str | None, data: bytes) -> str:
    names = {PDF: "a PDF", DOCX: "a Word document"}
    if found == HTML:
        return f"an HTML page, not {names[expected]}: perhaps an error page; download it again"
    if expected == DOCX and data[:4] == b"\xd0\xcf\x11\xe0":
        return "an old or password-protected Word file; save it as .docx without a password"
    return f"not {names[expected]}, although its extension says so"
