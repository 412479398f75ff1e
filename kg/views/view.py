"""Views: a picture of the graph in one HTML file that opens by double click."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.store.graph import Graph
from kg.views.filters import EVERYTHING, Wanted

if TYPE_CHECKING:
    from kg.query.answer import Answer

__all__ = ["Wanted", "view"]


def view(
    graph: Graph,
    wanted: Wanted = EVERYTHING,
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
    from kg.query.answer import Triples
    from kg.views.focus import find_focus
    from kg.views.page import render
    from kg.views.selection import constructed, neighbourhood, overview

    if made is not None:
        if not isinstance(made, Triples):
            raise QueryError("a view needs a CONSTRUCT or DESCRIBE query: this one makes no graph")
        network = constructed(graph, made.triples, wanted, say)
        title = title or "Answer of a query"
    elif wanted.focus:
        focus = list(dict.fromkeys(find_focus(graph, text) for text in wanted.focus))
        network = neighbourhood(graph, focus, wanted, say)
        names = {node.iri: node.label for node in network.nodes}
        title = title or _listed([names[iri] for iri in focus if iri in names])
    else:
        network = overview(graph, wanted, say)
        years = sorted({node.when[:4] for node in network.nodes if node.when})
        period = f", {years[0]} to {years[-1]}" if len(years) > 1 else ""
        title = title or f"Councils and their inspections{period}"
    if len(network.nodes) < (2 if wanted.focus else 1):
        raise InputError(_nothing(graph.name, wanted, made is not None))
    say(f"writing the page of {len(network.nodes):,} things")
    return render(network, title)


def _listed(names: list[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _nothing(name: str, wanted: Wanted, asked: bool) -> str:
    """Why a picture has nothing in it, and what to do."""
    narrow = [
        option
        for option, given in (
            ("--kind", wanted.kinds),
            ("--since", wanted.since),
            ("--until", wanted.until),
            ("--min-support", wanted.support > 1),
        )
        if given
    ]
    if narrow:
        return f"nothing to draw in {name}: leave out or widen {' and '.join(narrow)}"
    if asked:
        return f"nothing to draw: the query makes no triples from {name}"
    if wanted.focus:
        return f"{_listed([*wanted.focus])}: known, but no document in {name} speaks of it"
    return f"nothing to draw: {name} has no documents that speak of a council"
