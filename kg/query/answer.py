"""The answer of a query: a table, triples, or true or false."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

__all__ = ["Answer", "Cell", "Table", "Triples"]

#: A cell of a table; None if the variable has no value.
Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None


@dataclass(frozen=True)
class Table:
    """The answer of a SELECT: column names, and rows with one cell for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Triples:
    """The answer of a CONSTRUCT or DESCRIBE."""

    triples: frozenset[ox.Triple]


#: The answer of any query; that of an ASK is a bool.
Answer = Table | Triples | bool
