"""The cache: the results of each document, so that the next build processes only changes.

    DIR/cache/<sha256>-<version>.kg   a line of JSON (the report's entry, the lengths of the rest),
                                      then the quads and the text, each compressed with zlib

`version` is that of the code that processed the document (`kg.builds.versions`).  A damaged cache
file is ignored and the document is processed again.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.atomic_files import write_atomically
from kg.builds.versions import document_version
from kg.errors import StoreError

__all__ = ["CachedResult", "DocumentResult", "cache_file", "load", "pack", "save"]

#: zlib's fastest level: quads repeat their IRIs, so every level shrinks them to a tenth.
LEVEL = 1
#: Maximum length of a header, in bytes.
MAX_HEADER = 50_000_000


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """The result of processing one document, without its quads and its text.

    `declared` is the file's own metadata (URL, publisher, publication date), `given` what the
    manifest said of it when it was processed; `reports` are the IRIs
    of the inspections that it reports without a publication date; `summary` goes into the report.
    `likeness` is that of its text (`kg.documents.likeness`).
    """

    sha256: str
    media_type: str
    likeness: str
    title: str
    declared: dict[str, str]
    given: dict[str, str]
    reports: tuple[str, ...]
    summary: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CachedResult:
    """A result in the cache, and the position of its quads and its text."""

    document: DocumentResult
    path: Path
    #: Lengths in bytes: the header with its line end, the quads, the text.
    header: int
    quads_length: int
    text_length: int

    def quads(self) -> bytes:
        """The quads as N-Quads; raises StoreError when the file is damaged."""
        return self._part(self.header, self.quads_length)

    def text(self) -> bytes:
        """The cleaned text as UTF-8; raises StoreError when the file is damaged."""
        return self._part(self.header + self.quads_length, self.text_length)

    def _part(self, start: int, length: int) -> bytes:
        try:
            with self.path.open("rb") as file:
                file.seek(start)
                return zlib.decompress(file.read(length))
        except (OSError, zlib.error) as error:
            self.path.unlink(missing_ok=True)
            raise StoreError(
                f"{self.path}: was damaged and has been removed ({error}); build again"
            ) from None


def pack(result: DocumentResult, quads: bytes, text: str) -> bytes:
    """A result with its quads and its text, as the bytes of its cache file."""
    packed_quads = zlib.compress(quads, LEVEL)
    packed_text = zlib.compress(text.encode("utf-8"), LEVEL)
    lengths = {"quads": len(packed_quads), "text": len(packed_text)}
    header = json.dumps({"lengths": lengths, **asdict(result)}, ensure_ascii=False)
    return header.encode("utf-8") + b"\n" + packed_quads + packed_text


def cache_file(folder: Path, sha256: str) -> Path:
    """The path of a document's cached result, for this version of the code."""
    return folder / "cache" / f"{sha256}-{document_version()}.kg"


def save(folder: Path, sha256: str, packed: bytes) -> CachedResult:
    """Write a packed result (see `pack`) to the cache."""
    write_atomically(cache_file(folder, sha256), packed)
    cached = load(folder, sha256)
    if cached is None:
        raise StoreError(f"{cache_file(folder, sha256)}: can't be read back; is the disk full?")
    return cached


def load(folder: Path, sha256: str) -> CachedResult | None:
    """The cached result of a document; None when there is none or it is damaged."""
    path = cache_file(folder, sha256)
    try:
        with path.open("rb") as file:
            header = file.readline(MAX_HEADER)
            size = file.seek(0, 2)
        values = json.loads(header)
        lengths = values.pop("lengths")
        values["reports"] = tuple(values["reports"])
        cached = CachedResult(
            DocumentResult(**values),
            path,
            len(header),
            lengths["quads"],
            lengths["text"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    complete = size == cached.header + cached.quads_length + cached.text_length
    return cached if complete and cached.document.sha256 == sha256 else None
