"""SELECT queries over a store, with every value as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, cast

import pyoxigraph as ox

__all__ = ["MAX_TEXT_LENGTH", "each_text_row", "text_rows"]

#: Maximum length of a value, in characters; csv's own limit is 131,072.
MAX_TEXT_LENGTH = 1 << 30


def text_rows(store: ox.Store, sparql: str, **where: Any) -> list[list[str]]:
    """A SELECT's variables, then its rows, as plain text: "" where a variable is unbound.

    `where` holds the arguments of pyoxigraph's `query` that choose the graphs.  The store writes
    all rows in one call, which releases the GIL; row by row, the GIL would be contended.
    """
    solutions = _solutions(store, sparql, where)
    data = solutions.serialize(format=ox.QueryResultsFormat.CSV) or b""
    csv.field_size_limit(MAX_TEXT_LENGTH)
    # Decoded piece by piece: as one text, the rows would take several times their bytes.
    return list(csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")))


def each_text_row(store: ox.Store, sparql: str, **where: Any) -> Iterator[list[str]]:
    """The same rows, without the variables, one after the other: only one is in memory."""
    for solution in _solutions(store, sparql, where):
        yield ["" if term is None else cast(ox.Literal, term).value for term in solution]


def _solutions(store: ox.Store, sparql: str, where: dict[str, Any]) -> ox.QuerySolutions:
    solutions = store.query(sparql, **where)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions
