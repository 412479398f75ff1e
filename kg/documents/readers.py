"""Files to documents: one reader a format behind a dict, chosen by the first bytes.

`read` refuses what it can't read with a DocumentError whose message is the reason shown in the
report; it never returns an empty document.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kg.documents.sniff import media_type
from kg.errors import DocumentError

if TYPE_CHECKING:
    from kg.model import Document

__all__ = ["READERS", "read"]

#: The longest text that is worked on, in characters.
MAX_TEXT = 10_000_000

#: Media type to the module of this folder that reads it, and its function: bytes to RawDocument.
#: They are imported when there is something to read: a build with nothing changed needs none.
READERS = {
    "application/pdf": ("pdf", "read"),
    "text/html": ("html", "read"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx", "read"),
    "text/markdown": ("plain", "read_markdown"),
    "text/plain": ("plain", "read"),
}


def read(data: bytes, name: str, sha256: str) -> Document:
    """Read one file's bytes; `name` is only asked for what its extension promises."""
    from kg.documents.clean import assemble

    module, function = READERS[media_type(data, name)]
    raw = getattr(import_module(f"{__package__}.{module}"), function)(data)
    document = assemble(raw, sha256)
    if not document.text.strip():
        raise DocumentError("no text in it: a scan or pictures only; run OCR over it first")
    if len(document.text) > MAX_TEXT:
        raise DocumentError(f"more than {MAX_TEXT:,} characters of text; split it")
    return document
