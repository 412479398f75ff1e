"""Parses answers that arrive as bytes, from another process or another server."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kg.errors import KgError, QueryError
from kg.query.answer import Answer, Table, Triples

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["JSON", "NTRIPLES", "TURTLE", "read"]

#: The media types of answers that can be read.
JSON, NTRIPLES, TURTLE = (
    "application/sparql-results+json",
    "application/n-triples",
    "text/turtle",
)

#: The column of the table that Virtuoso returns for an ASK.
_VIRTUOSO_ASK_COLUMN = "__ASK_RETVAL"

#: Bytes read at a time.
CHUNK = 1 << 16

_GRAPHS = {NTRIPLES: ox.RdfFormat.N_TRIPLES, TURTLE: ox.RdfFormat.TURTLE}


def read(media: str, chunks: Iterator[bytes], limit: int | None = None) -> tuple[Answer, bool]:
    """The answer, and whether it was cut at `limit` rows or triples; the rest is not read.

    Raises QueryError if the bytes are not of the type `media`, and any KgError of `chunks`.
    """
    stream = _ChunkReader(chunks)
    try:
        answer, cut = _parsed(media, io.BufferedReader(stream, CHUNK), limit)
    except (SyntaxError, ValueError, OSError) as error:
        if stream.failure is not None:
            raise stream.failure from None
        reason = " ".join(str(error).split())
        raise QueryError(f"the answer can't be read as {media}: {reason}") from None
    except MemoryError:  # pyoxigraph's own limit of a value
        raise QueryError("a value of the answer is longer than 16 MB; ask for less") from None
    if stream.failure is not None:
        raise stream.failure
    return answer, cut


def _parsed(media: str, stream: BinaryIO, limit: int | None) -> tuple[Answer, bool]:
    stop_at = None if limit is None else limit + 1
    if media in _GRAPHS:
        triples: set[ox.Triple] = set()
        for quad in ox.parse(stream, format=_GRAPHS[media]):
            triples.add(quad.triple)
            if len(triples) == stop_at:
                triples.discard(quad.triple)
                return Triples(frozenset(triples)), True
        return Triples(frozenset(triples)), False
    if media != JSON:
        raise ValueError("unsupported format")
    results = ox.parse_query_results(stream, format=ox.QueryResultsFormat.JSON)
    if not isinstance(results, ox.QuerySolutions):
        return bool(results), False
    columns = tuple(variable.value for variable in results.variables)
    rows = tuple(tuple(solution) for solution in islice(results, stop_at))
    if columns == (_VIRTUOSO_ASK_COLUMN,):
        return any(getattr(row[0], "value", "") == "1" for row in rows), False
    cut = limit is not None and len(rows) > limit
    return Table(columns, rows[:limit] if cut else rows), cut


class _ChunkReader(io.RawIOBase):
    """A readable file over chunks of bytes.

    `failure` keeps a KgError that the chunks raise, because a parser may swallow it.
    """

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._rest = b""
        self.failure: KgError | None = None

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer with the next bytes; 0 at the end."""
        try:
            while not self._rest:
                self._rest = next(self._chunks)
        except StopIteration:
            return 0
        except KgError as error:
            self.failure = error
            return 0
        room = memoryview(buffer)
        size = min(len(room), len(self._rest))
        room[:size], self._rest = self._rest[:size], self._rest[size:]
        return size
