"""What a file is, by its bytes; the name only separates kinds of text, and says what was meant.

A file is refused if its extension and its bytes differ and reading it would mislead: an error page
saved as .pdf is not the report.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from kg.errors import DocumentError

__all__ = ["EXTENSIONS", "HEAD", "may_hold_others", "media_type", "tells_itself"]

PDF = "application/pdf"
HTML = "text/html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
DOC = "application/msword"
RTF = "application/rtf"
MAIL = "message/rfc822"
OUTLOOK = "application/vnd.ms-outlook"
WEB_ARCHIVE = "application/x-mimearchive"
ZIP = "application/zip"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"

#: Extensions of the files that are read from a folder, whatever their bytes.
EXTENSIONS = {
    ".pdf": PDF,
    ".html": HTML,
    ".htm": HTML,
    ".docx": DOCX,
    ".docm": DOCX,
    ".dotx": DOCX,
    ".doc": DOC,
    ".odt": ODT,
    ".rtf": RTF,
    ".pptx": PPTX,
    ".xlsx": XLSX,
    ".eml": MAIL,
    ".msg": OUTLOOK,
    ".mhtml": WEB_ARCHIVE,
    ".mht": WEB_ARCHIVE,
    ".zip": ZIP,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": PLAIN,
}
#: Bytes at the start of a file that tell its format, but for archives.
HEAD = 65_536
READS = "PDF, HTML, Word, OpenDocument, RTF, PowerPoint, Excel, mail, zip archives and text"
#: What a file with such an extension is called when it is something else.
NAMES = {
    PDF: "a PDF",
    DOCX: "a Word document",
    PPTX: "a PowerPoint file",
    XLSX: "an Excel file",
    ODT: "an OpenDocument text",
    DOC: "a Word document",
    RTF: "an RTF file",
    OUTLOOK: "an Outlook message",
    ZIP: "a zip archive",
}
#: Formats of office programs, in archives or OLE files that hold no other documents.
OFFICE = (DOCX, PPTX, XLSX, ODT, DOC)
#: What these are, if they are not what their extension says, is no document that somebody meant.
MISLEADING = (HTML, PLAIN, MAIL, ZIP, None)
HTML_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)",
    re.I | re.S,
)
#: The start of a part of a page, which counts if the name doesn't say that a file is text.
HTML_PART = re.compile(rb"\A\s*<(?:div|section|article|main|table|p|h1|h2|ul)[\s>]", re.I)
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
#: Exceptions of zipfile and olefile for what is damaged.
ZIP_ERRORS = (zipfile.BadZipFile, OSError, RuntimeError, ValueError, struct.error, zlib.error)
OLE_ERRORS = (OSError, ArithmeticError, LookupError, TypeError, ValueError, struct.error)
ZIP_START = (b"PK\x03\x04", b"PK\x05\x06")  # the second of an empty archive
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The header of a message: fields, of which one at least no person writes.
FIELDS = re.compile(rb"\A(?:From [^\n]*\n)?((?:[!-9;-~]{1,80}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,})")
MACHINE_FIELD = re.compile(rb"(?mi)^(?:mime-version|message-id|received|return-path):")
PAGE_FIELD = re.compile(rb"(?mi)^(?:snapshot-content-location:|from: *\"?<?saved by )")
#: Files in the archives of office programs that tell their formats.
OFFICE_FOLDERS = (("word/", DOCX), ("ppt/", PPTX), ("xl/", XLSX))
#: Streams of the files of older programs: what the file is, or why it can't be read.
OLE_STREAMS = (
    ("EncryptedPackage", "a password-protected office file; save it without a password"),
    ("__properties_version1.0", OUTLOOK),
    ("WordDocument", DOC),
    ("Workbook", "an old Excel file; save it as .xlsx"),
    ("Book", "an old Excel file; save it as .xlsx"),
    ("PowerPoint Document", "an old PowerPoint file; save it as .pptx"),
)


def media_type(data: bytes, name: str) -> str:
    """The media type of `data`; raises DocumentError if no reader can read it."""
    expected = EXTENSIONS.get(PurePosixPath(name).suffix.lower())
    found = _detect(data)
    if expected in NAMES and found != expected and found in MISLEADING:
        raise DocumentError(_mismatch(NAMES[expected], found))
    if found is None:
        raise DocumentError(f"a binary file of an unknown format; kg reads {READS}")
    if found == PLAIN and expected is None and HTML_PART.match(data[:HEAD]):
        return HTML
    if found == PLAIN and expected in (HTML, MARKDOWN, MAIL, WEB_ARCHIVE):
        return expected
    return WEB_ARCHIVE if (found, expected) == (MAIL, WEB_ARCHIVE) else found


def tells_itself(head: bytes) -> bool:
    """Whether the first bytes of a file tell that it is no plain text, but may be a document."""
    starts = (*ZIP_START, OLE_START, rb"{\rtf")
    return head.startswith(starts) or b"%PDF-" in head[:1024] or _text_format(head) != PLAIN


def may_hold_others(head: bytes, name: str) -> bool:
    """Whether a file with these first bytes may be one that holds documents, or must be opened."""
    expected = EXTENSIONS.get(PurePosixPath(name).suffix.lower())
    if head.startswith((*ZIP_START, OLE_START)):
        return expected not in OFFICE
    return expected == MAIL or _text_format(head) == MAIL


def _detect(data: bytes) -> str | None:
    if not data:
        raise DocumentError("an empty file (0 bytes)")
    if data.startswith(ZIP_START):
        return _zip_format(data)
    if data.startswith(OLE_START):
        return _ole_format(data)
    if data.startswith(rb"{\rtf"):
        return RTF
    if b"%PDF-" in data[:1024]:
        return PDF
    text = _text_format(data[:HEAD])
    if text != PLAIN or data.startswith(BYTE_ORDER_MARKS):
        return text
    sample = data[:HEAD]
    control = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in sample)
    return None if b"\0" in sample or control > len(sample) // 100 else PLAIN


def _text_format(head: bytes) -> str:
    """The format of what would else be plain text."""
    if HTML_START.match(head):
        return HTML
    header = FIELDS.match(head.replace(b"\r\n", b"\n")[:HEAD])
    if header is None or not MACHINE_FIELD.search(header[1]):
        return PLAIN
    return WEB_ARCHIVE if PAGE_FIELD.search(header[1]) else MAIL


def _zip_format(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return ODT if kind.startswith(ODT) else None
    except ZIP_ERRORS:
        return None
    kinds = (kind for folder, kind in OFFICE_FOLDERS if any(n.startswith(folder) for n in names))
    return next(kinds, ZIP) if "[Content_Types].xml" in names else ZIP


def _ole_format(data: bytes) -> str | None:
    """The format of an OLE file; raises DocumentError for one that can't be read, with advice."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            kinds = [kind for stream, kind in OLE_STREAMS if file.exists(stream)]
    except OLE_ERRORS:
        raise DocumentError("a damaged file of an older office program") from None
    found = next(iter(kinds), None)
    if found not in (OUTLOOK, DOC, None):
        raise DocumentError(found)
    return found


def _mismatch(expected: str, found: str | None) -> str:
    if found == HTML:
        return f"an HTML page, not {expected}: perhaps an error page; download it again"
    return f"not {expected}, although its extension says so"
