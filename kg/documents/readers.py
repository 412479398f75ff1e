"""Reads files as documents, each by the reader of its format, which the first bytes decide.

`read` raises a DocumentError for a file that it can't read; its message is the reason that the
build's report shows.  It never returns an empty document.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from kg.documents import sniff
from kg.documents.scan import CONFIDENCE, NOTE
from kg.errors import DocumentError

if TYPE_CHECKING:
    from kg.documents.raw import RawDocument
    from kg.model import Document

__all__ = ["READERS", "read"]

#: Maximum characters of a document's text.
MAX_TEXT = 10_000_000

#: Module of this folder and its function (bytes to RawDocument) for each media type.
#: Modules are imported when needed: a build without changes needs none.
READERS = {
    sniff.PDF: ("pdf", "read"),
    sniff.HTML: ("html", "read"),
    sniff.WEB_ARCHIVE: ("web_archive", "read"),
    sniff.DOCX: ("docx", "read"),
    sniff.ODT: ("odt", "read"),
    sniff.RTF: ("rtf", "read"),
    sniff.PPTX: ("pptx", "read"),
    sniff.XLSX: ("xlsx", "read"),
    sniff.DOC: ("doc", "read"),
    sniff.MAIL: ("mail", "read"),
    sniff.OUTLOOK: ("mail", "read"),
    sniff.MARKDOWN: ("plain", "read_markdown"),
    sniff.PLAIN: ("plain", "read"),
}


def read(data: bytes, name: str, sha256: str, *, ocr: bool = False) -> Document:
    """Read a file's bytes; only the extension of `name` is used.

    With `ocr`, the words of a scan are told from its pictures (`kg.documents.scan`).
    """
    from kg.documents.clean import assemble

    kind = sniff.media_type(data, name)
    if kind == sniff.ZIP:
        raise DocumentError("a zip archive without a document that kg reads")
    document = assemble(_scan(data) if ocr and kind == sniff.PDF else _raw(kind, data), sha256)
    if not document.text.strip():
        raise DocumentError("no text in it")
    if len(document.text) > MAX_TEXT:
        raise DocumentError(f"more than {MAX_TEXT:,} characters of text; split it")
    return replace(document, confidence=CONFIDENCE) if NOTE in document.notes else document


def _raw(kind: str, data: bytes) -> RawDocument:
    module, function = READERS[kind]
    raw: RawDocument = getattr(import_module(f"{__package__}.{module}"), function)(data)
    return raw


def _scan(data: bytes) -> RawDocument:
    """A PDF, by OCR if it has no words."""
    from kg.documents import pdf
    from kg.documents.scan import mended, recognised

    try:
        return pdf.read(data)
    except pdf.ScanError:
        raw = pdf.read(recognised(data), mended)
        return replace(raw, notes=(NOTE, *raw.notes))
