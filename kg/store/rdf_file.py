"""An RDF file, read into memory."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import StoreError

__all__ = ["FORMATS", "MAX_RATIO", "MIN_LIMIT", "REFUSED", "read_rdf_file"]


#: Formats that are read, by file extension (`.gz` may follow).
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


#: Formats that are named and refused.
REFUSED = (".rdf", ".xml", ".owl", ".trix")


#: A packed graph may inflate so many times, or to so many bytes.
MAX_RATIO, MIN_LIMIT = 100, 100_000_000


def read_rdf_file(path: Path) -> ox.Store:
    suffixes = [s.lower() for s in path.suffixes]
    packed = suffixes[-1:] == [".gz"]
    extension = ((suffixes[:-1] if packed else suffixes)[-1:] or [""])[0]
    form = FORMATS.get(extension)
    if extension in REFUSED:
        raise StoreError(
            f"{path}: RDF/XML and TriX are not read, for they can hide entities that swell; "
            "save it as Turtle or N-Quads"
        )
    if form is None:
        raise StoreError(
            f"{path}: not a graph format that kg reads; use one of {' '.join(FORMATS)} (or .gz)"
        )
    store = ox.Store()
    try:
        with path.open("rb") as file:
            if not packed:
                store.bulk_load(file, form)
            else:
                with _BoundedGzip(fileobj=file) as inflated:
                    inflated.limit = max(MIN_LIMIT, MAX_RATIO * path.stat().st_size)
                    store.bulk_load(cast(IO[bytes], inflated), form)
    except (OSError, EOFError, SyntaxError, ValueError, zlib.error) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise StoreError(f"{path}: can't be read as {extension}: {reason}") from None
    return store


class _BoundedGzip(gzip.GzipFile):
    """What an archive holds, up to a bound: it may swell without end."""

    limit = 0

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; raises ValueError beyond the bound."""
        data = super().read(size)
        if self.tell() > self.limit:
            raise ValueError(f"it inflates to more than {self.limit:,} bytes (a bomb?)")
        return data
