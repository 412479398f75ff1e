"""Views: a picture of the graph in one HTML file that opens by double click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.store import Graph

if TYPE_CHECKING:
    from kg.queries import Answer

__all__ = ["view"]


def view(
    graph: Graph, focus: str | None, depth: int, made: Answer | None, title: str | None = None
) -> bytes:
    """The page of a thing's neighbourhood, of a CONSTRUCT query's answer, or of the whole graph.

    `focus` is a label, another name, a GSS code or an IRI, and `depth` how many links to follow
    from it; `made` is what the query answered.  With neither, the graph worth seeing.  `title`
    replaces the heading.  Raises UsageError when the focus is not found, and QueryError when the
    query makes no graph.
    """
    from kg.errors import InputError, QueryError
    from kg.queries import Triples
    from kg.views.focus import find_focus
    from kg.views.network import constructed, neighbourhood, overview
    from kg.views.page import render

    if made is not None:
        if not isinstance(made, Triples):
            raise QueryError("a view needs a CONSTRUCT or DESCRIBE query: this one makes no graph")
        return render(constructed(graph, made.triples), title or "Answer of a query")
    if focus is not None:
        network = neighbourhood(graph, find_focus(graph, focus), depth)
        if len(network.nodes) < 2:
            raise InputError(f"{focus}: known, but no document in {graph.name} speaks of it")
        name = next(node.label for node in network.nodes if node.iri == network.focus)
        return render(network, title or name)
    network = overview(graph)
    years = sorted({node.when[:4] for node in network.nodes if node.when})
    period = f", {years[0]} to {years[-1]}" if len(years) > 1 else ""
    return render(network, title or f"Councils and their inspections{period}")
