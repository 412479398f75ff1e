"""Counts of doubtful facts in a graph: the rows of the queries tagged `quality`."""

from __future__ import annotations

from collections import Counter

from kg.model import ROWS
from kg.query.library import bind, library
from kg.query.run import translated_errors
from kg.store.graph import Graph
from kg.store.select import text_rows

__all__ = ["ROWS", "TAG", "counts"]

TAG = "quality"


def counts(graph: Graph) -> dict[str, dict[str, int]]:
    """The number of rows of each quality query.

    A query with a column `missing` has a count for each value of it, others one count under `ROWS`.
    """
    counts_by_query: dict[str, dict[str, int]] = {}
    for query in library():
        if TAG not in query.tags:
            continue
        sparql = bind(query, {})
        with translated_errors(graph, sparql):
            columns, *rows = text_rows(graph.store, sparql, use_default_graph_as_union=True)
        column = columns.index("missing") if "missing" in columns else None
        counter = Counter(ROWS if column is None else row[column] for row in rows)
        counts_by_query[query.name] = dict(sorted(counter.items()))
    return counts_by_query
