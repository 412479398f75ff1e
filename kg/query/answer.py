"""The answer of a query: a table, triples, or yes and no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    pass

__all__ = ["Answer", "Cell", "Table", "Triples"]


#: What stands in a cell of an answer; None where the variable has no value.
Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None


@dataclass(frozen=True)
class Table:
    """The answer of a SELECT: the names of its columns, and rows of as many cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Triples:
    """The answer of a CONSTRUCT or DESCRIBE."""

    triples: frozenset[ox.Triple]


#: An ASK answers with a bool.
Answer = Table | Triples | bool
