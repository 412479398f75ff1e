"""Draws a graph as one HTML file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.store.graph import Graph
from kg.views.filters import EVERYTHING, ViewRequest

if TYPE_CHECKING:
    from kg.query.answer import Answer

__all__ = ["ViewRequest", "view"]


def view(
    graph: Graph,
    request: ViewRequest = EVERYTHING,
    answer: Answer | None = None,
    title: str | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> bytes:
    """The page that is requested, or that of the answer of a CONSTRUCT query.

    `title` replaces the heading; `say` receives each step.  Raises UsageError when the focus is
    not found, QueryError when the query has no triples as its answer, and InputError when there is
    nothing to draw.
    """
    from kg.errors import InputError, QueryError
    from kg.query.answer import Triples
    from kg.views.focus import find_focus
    from kg.views.page import render
    from kg.views.selection import constructed, neighbourhood, overview

    focus: list[str] = []
    if answer is not None:
        if not isinstance(answer, Triples):
            raise QueryError("A view needs a CONSTRUCT or DESCRIBE query.")
        network = constructed(graph, answer.triples, request, say)
        title = title or "Results of a query"
    elif request.focus:
        focus = list(dict.fromkeys(find_focus(graph, text) for text in request.focus))
        network = neighbourhood(graph, focus, request, say)
        names = {node.iri: node.label for node in network.nodes}
        title = title or _listed([names[iri] for iri in focus if iri in names])
    else:
        network = overview(graph, request, say)
        years = sorted({node.when[:4] for node in network.nodes if node.when})
        period = f", {years[0]} to {years[-1]}" if len(years) > 1 else ""
        title = title or f"Councils and their inspections{period}"
    if len(network.nodes) < (2 if request.focus else 1):
        raise InputError(_why_empty(graph, request, focus, answer is not None))
    say(f"writing the page with {len(network.nodes):,} things")
    return render(network, title)


def _listed(names: list[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _why_empty(graph: Graph, request: ViewRequest, focus: list[str], is_query: bool) -> str:
    """The message for an empty picture."""
    from kg.query.resolve import not_mentioned

    name = graph.name
    filters = [
        option
        for option, given in (
            ("--kind", request.kinds),
            ("--since", request.since),
            ("--until", request.until),
            ("--min-support", request.support > 1),
        )
        if given
    ]
    if filters:
        return f"Nothing to draw in {name}. Leave out or widen {' and '.join(filters)}."
    if is_query:
        return f"Nothing to draw: the query finds no triples in {name}."
    if focus:
        return not_mentioned(graph, focus)
    return f"Nothing to draw: no document in {name} mentions a council."
