"""Graphs made by hand."""

from __future__ import annotations

import pyoxigraph as ox

from kg.store.graph import Graph


def graph_of(quads: list[ox.Quad]) -> Graph:
    store = ox.Store()
    store.extend(quads)
    return Graph(store, None, "made")


def without_quads(graph: Graph, *texts: str) -> Graph:
    return graph_of([q for q in graph.quads() if not any(text in str(q) for text in texts)])
