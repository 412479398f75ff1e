"""SELECT queries over a store, with every value as text."""

from __future__ import annotations

import csv
import io
from typing import Any

import pyoxigraph as ox

__all__ = ["MAX_TEXT_LENGTH", "text_rows"]

#: Maximum length of a value, in characters; csv's own limit is 131,072.
MAX_TEXT_LENGTH = 1 << 30


def text_rows(store: ox.Store, sparql: str, **where: Any) -> list[list[str]]:
    """A SELECT's variables, then its rows, as plain text: "" where a variable is unbound.

    The store writes all rows in one call, which releases the GIL; row by row, the GIL would be
    contended.  `where` holds the arguments of pyoxigraph's `query` that choose the graphs.
    """
    solutions = store.query(sparql, **where)
    assert isinstance(solutions, ox.QuerySolutions)
    data = solutions.serialize(format=ox.QueryResultsFormat.CSV) or b""
    csv.field_size_limit(MAX_TEXT_LENGTH)
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
