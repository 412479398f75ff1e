"""RDF files read into memory."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import StoreError

__all__ = ["FORMATS", "MAX_INFLATION", "MIN_SIZE_LIMIT", "REFUSED", "read_rdf_file"]

#: Supported formats by file extension (`.gz` may follow).
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
}

#: Extensions of formats that are refused.
REFUSED = (".rdf", ".xml", ".owl", ".trix")

#: Limits of a compressed file: times its own size, or this many bytes if that is more.
MAX_INFLATION, MIN_SIZE_LIMIT = 100, 100_000_000


def read_rdf_file(path: Path) -> ox.Store:
    """Read a file; its relative IRIs are relative to its own address.

    Raises StoreError when it can't be read or its format is not supported.
    """
    suffixes = [s.lower() for s in path.suffixes]
    compressed = suffixes[-1:] == [".gz"]
    extension = ((suffixes[:-1] if compressed else suffixes)[-1:] or [""])[0]
    form = FORMATS.get(extension)
    if extension in REFUSED:
        raise StoreError(
            f"{path}: RDF/XML and TriX are not supported, as they can contain entity bombs; "
            "save it as Turtle or N-Quads"
        )
    if form is None:
        raise StoreError(f"{path}: unknown graph format; use one of {' '.join(FORMATS)} (or .gz)")
    store = ox.Store()
    base = path.resolve().as_uri()
    try:
        with path.open("rb") as file:
            if not compressed:
                store.bulk_load(file, form, base_iri=base)
            else:
                with _BoundedGzip(fileobj=file) as inflated:
                    inflated.limit = max(MIN_SIZE_LIMIT, MAX_INFLATION * path.stat().st_size)
                    store.bulk_load(cast(IO[bytes], inflated), form, base_iri=base)
    except (OSError, EOFError, SyntaxError, ValueError, zlib.error) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise StoreError(f"{path}: can't be read as {extension}: {reason}") from None
    except MemoryError:  # pyoxigraph's own limit of a term
        raise StoreError(f"{path}: can't be read: a value in it is longer than 16 MB") from None
    return store


class _BoundedGzip(gzip.GzipFile):
    """A gzip file that stops at a limit, as it may be a decompression bomb."""

    limit = 0

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; raises ValueError beyond the limit."""
        data = super().read(size)
        if self.tell() > self.limit:
            raise ValueError(f"it decompresses to more than {self.limit:,} bytes")
        return data
