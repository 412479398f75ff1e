"""What a listing names: councils, and documents with the place of their file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import unquote

from kg.rdf.iris import slug

__all__ = ["Entry", "Provider", "file_name"]

#: Maximum characters of each part of a file's name: Windows allows 260 for a whole path.
MAX_PART = 50
#: Names that Windows keeps for devices, with any extension.
RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9])")


@dataclass(frozen=True, slots=True, order=True)
class Provider:
    """A council in the listing: its name, its page and its number there."""

    name: str
    page: str = ""
    urn: str = ""

    @property
    def key(self) -> str:
        """What tells a council from others: its page, or its name where a list has no pages."""
        return self.page or self.name


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A document that a listing names.

    `published` is a day in ISO 8601, or empty; `type` is that of `selectors.toml`, or empty where
    no words say it; `title` is the listing's words; `url` may be the `file:` address of a local
    file.
    """

    provider: Provider
    published: str
    type: str
    url: str
    title: str
    publisher: str = ""


def file_name(entry: Entry, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """The place of a document's file: `<council>/<date>-<type>-<file id>.pdf`.

    It is safe on all systems.  A name that another document has gets a hash of the address.

    >>> council = Provider("St. Aubrey & Vale", "https://kg.example/provider/44/1")
    >>> entry = Entry(council, "2026-03-24", "ilacs", "https://kg.example/v1/file/5001", "…")
    >>> file_name(entry)
    'st-aubrey-vale/2026-03-24-ilacs-5001.pdf'
    """
    folder = _safe(entry.provider.name or "unknown-council")
    path = re.split("[?#]", entry.url)[0]
    stem = unquote(path.rpartition("/")[2]).rpartition("/")[2].removesuffix(".pdf")
    file_id = _safe(stem.replace(entry.published, ""))
    date, kind = entry.published or "undated", entry.type or "document"
    name = f"{folder}/{date}-{kind}-{file_id}.pdf"
    if name in taken:
        digest = hashlib.sha256(entry.url.encode()).hexdigest()[:8]
        name = f"{name.removesuffix('.pdf')}-{digest}.pdf"
    return name


def _safe(text: str) -> str:
    plain = slug(text, MAX_PART)
    return f"{plain}-" if RESERVED.fullmatch(plain) else plain
