"""Views: a picture of the graph in one HTML file that opens by double click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.store import Graph

if TYPE_CHECKING:
    from kg.queries import Answer

__all__ = ["Wanted", "view"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a graph is to be drawn.

    `focus` has labels, other names, GSS codes or IRIs, and `depth` is how many links to follow
    from them; with none, the graph worth seeing, or with `whole` all of it.
    """

    focus: tuple[str, ...] = ()
    depth: int = 2
    whole: bool = False


def view(
    graph: Graph,
    wanted: Wanted = Wanted(),
    made: Answer | None = None,
    title: str | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> bytes:
    """The page of what is wanted, or of `made`, a CONSTRUCT query's answer.

    `title` replaces the heading; `say` is told what is being done.  Raises UsageError when the
    focus is not found, QueryError when the query makes no graph, and InputError when there is
    nothing to draw.
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
    if wanted.focus:
        focus = wanted.focus[0]
        network = neighbourhood(graph, find_focus(graph, focus), wanted.depth)
        if len(network.nodes) < 2:
            raise InputError(f"{focus}: known, but no document in {graph.name} speaks of it")
        name = next(node.label for node in network.nodes if node.iri in network.focus)
        return render(network, title or name)
    network = overview(graph)
    years = sorted({node.when[:4] for node in network.nodes if node.when})
    period = f", {years[0]} to {years[-1]}" if len(years) > 1 else ""
    return render(network, title or f"Councils and their inspections{period}")
