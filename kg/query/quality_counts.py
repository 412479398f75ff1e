"""How much of a graph asks for a second look: what the queries tagged `quality` count."""

from __future__ import annotations

from collections import Counter

from kg.model import ROWS
from kg.query.library import bind, library
from kg.query.run import errors
from kg.store.graph import Graph
from kg.store.select import text_rows

__all__ = ["ROWS", "TAG", "counts"]

TAG = "quality"


def counts(graph: Graph) -> dict[str, dict[str, int]]:
    """Rows by quality query: for each value in its column `missing`, or in all under `ROWS`."""
    out: dict[str, dict[str, int]] = {}
    for query in library():
        if TAG not in query.tags:
            continue
        with errors(graph):
            sparql = bind(query, {})
            columns, *rows = text_rows(graph.store, sparql, use_default_graph_as_union=True)
        column = columns.index("missing") if "missing" in columns else None
        found = Counter(ROWS if column is None else row[column] for row in rows)
        out[query.name] = dict(sorted(found.items()))
    return out
