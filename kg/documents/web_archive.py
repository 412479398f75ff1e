"""Web archives (.mhtml), which browsers save: the page in them, read as HTML."""

from __future__ import annotations

from dataclasses import replace

from kg.documents import html, mail
from kg.documents.raw import RawDocument
from kg.documents.sniff import WEB_ARCHIVE
from kg.errors import DocumentError

__all__ = ["read"]


def read(data: bytes) -> RawDocument:
    """Read the page of a web archive; raises DocumentError if there is none.

    The page is the first part that is one; pictures, styles and frames are other parts.
    """
    archive = mail.message(data)
    page = next((p for p in mail.leaves(archive) if p.get_content_type() == "text/html"), None)
    if page is None:
        raise DocumentError("a web archive without a page")
    raw = html.read(mail.content(page), mail.charset(page))
    address = mail.text_header(archive, "snapshot-content-location")
    address = address or mail.text_header(page, "content-location")
    own = address if address.startswith(("http://", "https://")) else None
    return replace(raw, media_type=WEB_ARCHIVE, url=raw.url or own)
