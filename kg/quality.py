"""How much of a graph asks for a second look: what the queries tagged `quality` count."""

from __future__ import annotations

from collections import Counter

from kg.model import ROWS
from kg.queries import Table, bind, library, run
from kg.store import Graph

__all__ = ["ROWS", "TAG", "counts"]

TAG = "quality"


def counts(graph: Graph) -> dict[str, dict[str, int]]:
    """Rows by quality query: for each value in its column `missing`, or in all under `ROWS`."""
    out: dict[str, dict[str, int]] = {}
    for query in library():
        if TAG not in query.tags:
            continue
        answer = run(graph, bind(query, {}))
        assert isinstance(answer, Table)
        column = answer.columns.index("missing") if "missing" in answer.columns else None
        rows = Counter(ROWS if column is None else _text(row[column]) for row in answer.rows)
        out[query.name] = dict(sorted(rows.items()))
    return out


def _text(cell: object) -> str:
    return str(getattr(cell, "value", cell))
