"""SELECT queries over a store, with every value as text."""

from __future__ import annotations

import csv
import io
from typing import Any

import pyoxigraph as ox

__all__ = ["MAX_TEXT_LENGTH", "text_rows"]


#: A text is no longer than this, in characters: csv reads no more than 131,072 unless told.
MAX_TEXT_LENGTH = 1 << 30


def text_rows(store: ox.Store, sparql: str, **where: Any) -> list[list[str]]:
    """A SELECT's variables, then its rows, as plain text: "" where a variable has no value.

    The store writes them in one go, while other threads run: row by row, the GIL would go to and
    fro.  `where` says which graphs are asked, as pyoxigraph has it.
    """
    solutions = store.query(sparql, **where)
    assert isinstance(solutions, ox.QuerySolutions)
    data = solutions.serialize(format=ox.QueryResultsFormat.CSV) or b""
    csv.field_size_limit(MAX_TEXT_LENGTH)
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
