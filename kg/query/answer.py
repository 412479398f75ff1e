"""The answer of a query: a table, triples, or true or false."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.rdf.iris import expand

__all__ = ["Answer", "Cell", "Table", "Triples", "first_rows", "plain_value"]

#: A cell of a table; None if the variable has no value.
Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None

#: Python's type for each numeric datatype.
_NUMBERS: Mapping[str, type[int | float]] = {
    expand("xsd:integer"): int,
    expand("xsd:decimal"): float,
    expand("xsd:double"): float,
}
#: The first integer that 64 bits can't hold.
_TOO_LARGE = 1 << 63


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


def plain_value(cell: Cell) -> str | float | None:
    """A cell for a table of typed columns: numbers are numbers, and an empty cell is None.

    A number that is malformed, or an integer of more than 64 bits, stays text.
    """
    if cell is None:
        return None
    if not isinstance(cell, ox.Literal):
        return cell.value if isinstance(cell, ox.NamedNode) else str(cell)
    try:
        number = _NUMBERS[cell.datatype.value](cell.value)
    except (KeyError, ValueError):
        return cell.value or None
    return number if isinstance(number, float) or -_TOO_LARGE <= number < _TOO_LARGE else cell.value


def first_rows(answer: Answer, limit: int | None) -> tuple[Answer, bool]:
    """The first rows or triples of an answer, and whether there are more; all without a limit."""
    if limit is None or isinstance(answer, bool):
        return answer, False
    if isinstance(answer, Table):
        return Table(answer.columns, answer.rows[:limit]), len(answer.rows) > limit
    triples = sorted(answer.triples, key=str)[:limit]
    return Triples(frozenset(triples)), len(answer.triples) > limit
