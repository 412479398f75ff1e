"""Reads files as documents, each by the reader of its format, which the first bytes decide.

`read` raises a DocumentError for a file that it can't read; its message is the reason that the
build's report shows.  It never returns an empty document.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kg.documents.sniff import media_type
from kg.errors import DocumentError

if TYPE_CHECKING:
    from kg.model import Document

__all__ = ["READERS", "read"]

#: Maximum characters of a document's text.
MAX_TEXT = 10_000_000

#: Module of this folder and its function (bytes to RawDocument) for each media type.
#: Modules are imported when needed: a build without changes needs none.
READERS = {
    "application/pdf": ("pdf", "read"),
    "text/html": ("html", "read"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx", "read"),
    "text/markdown": ("plain", "read_markdown"),
    "text/plain": ("plain", "read"),
}


def read(data: bytes, name: str, sha256: str) -> Document:
    """Read a file's bytes; only the extension of `name` is used."""
    from kg.documents.clean import assemble

    module, function = READERS[media_type(data, name)]
    raw = getattr(import_module(f"{__package__}.{module}"), function)(data)
    document = assemble(raw, sha256)
    if not document.text.strip():
        raise DocumentError("no text: only a scan or pictures; run OCR on it first")
    if len(document.text) > MAX_TEXT:
        raise DocumentError(f"more than {MAX_TEXT:,} characters of text; split it")
    return document
