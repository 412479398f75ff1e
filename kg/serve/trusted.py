"""What a worker does for our own routes: library queries, briefs, news, statements on a thing.

Nothing here has a limit but the time: what is run does not come from outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, islice
from pathlib import Path

import pyoxigraph as ox

from kg.query.library import bind, find
from kg.query.result_formats import write
from kg.query.run import run
from kg.serve.forms import Form
from kg.serve.statements import serialised
from kg.serve.workers import Made
from kg.store.graph import Graph, open_graph

__all__ = ["answer_library", "news_since", "things_statements", "write_brief"]

#: Maximum statements about a thing in which it is the object: all of England has thousands.
INCOMING = 10_000


def answer_library(graph: Graph, name: str, values: Mapping[str, str], form: Form) -> Made:
    """The answer of a library query, with the bytes of `kg query NAME -f FORM`."""
    return Made(form.media, write(run(graph, bind(find(name), values)), form.name))


def write_brief(graph: Graph, council: str, form: Form) -> Made:
    """The brief on a council, with the bytes of `kg brief COUNCIL -o FILE.FORM`."""
    from kg.briefs.write import WRITERS, brief

    return Made(form.media, brief(graph, council, WRITERS[f".{form.name}"]))


def news_since(graph: Graph, before: Path | None, media: str) -> Made:
    """The news from an earlier build to this one, as Atom; without one a feed with no entries."""
    from kg.explore.compared_facts import words
    from kg.explore.diff import compare
    from kg.explore.news import news
    from kg.explore.news_formats import as_atom

    if before is None or not before.is_dir():  # it may be deleted by hand to free its space
        return Made(media, as_atom(news((), graph, graph)).encode())
    with open_graph(before) as earlier:
        return Made(media, as_atom(news(compare(earlier, graph, words), earlier, graph)).encode())


def things_statements(graph: Graph, iri: str, form: Form) -> Made:
    """All statements of which a thing is the subject, and those of which it is the object."""
    node = ox.NamedNode(iri)
    quads = chain(
        graph.store.quads_for_pattern(node, None, None, None),
        islice(graph.store.quads_for_pattern(None, None, node, None), INCOMING),
    )
    return Made(form.media, serialised((quad.triple for quad in quads), form))
