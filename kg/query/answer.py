"""The answer of a query: a table, triples, or true or false."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

__all__ = ["Answer", "Cell", "Table", "Triples", "first_rows"]

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


def first_rows(answer: Answer, limit: int | None) -> tuple[Answer, bool]:
    """The first rows or triples of an answer, and whether there are more; all without a limit."""
    if limit is None or isinstance(answer, bool):
        return answer, False
    if isinstance(answer, Table):
        return Table(answer.columns, answer.rows[:limit]), len(answer.rows) > limit
    triples = sorted(answer.triples, key=str)[:limit]
    return Triples(frozenset(triples)), len(answer.triples) > limit
