"""A graph as an atlas: the same numbers, whatever is shown and however the graph is stored."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.rdf.iris import thing
from kg.store.graph import Graph
from kg.views.read import MAX_WORDS, read_atlas
from national import national_graph

LEEDS = [thing("council", "E08000035")]


@pytest.mark.parametrize(
    ("one_graph", "about", "max_words", "reason"),
    [
        (False, LEEDS, MAX_WORDS, "findings of other documents are counted by the store"),
        (False, None, 0, "and so are all where none is shown"),
        (True, None, MAX_WORDS, "a file without named graphs is read as a whole"),
        (True, LEEDS, MAX_WORDS, "and no finding in it is counted twice"),
        (True, None, 0, "or left out"),
    ],
)
def test_an_atlas_has_the_same_numbers(
    one_graph: bool, about: list[str] | None, max_words: int, reason: str
) -> None:
    graph: Graph = national_graph()
    whole = read_atlas(graph)
    if one_graph:
        triples = (ox.Quad(q.subject, q.predicate, q.object) for q in graph.store)
        merged = ox.Store()
        merged.extend(triples)
        graph = Graph(merged, None, "made up")
    atlas = read_atlas(graph, about=about, max_words=max_words)
    assert atlas.found == whole.found == len(whole.findings) > 3_000, reason
    assert atlas.counts == whole.counts, reason
    shown = {document.iri for document in atlas.documents if document.findings}
    assert bool(shown) == bool(max_words), reason
    own = [(f.document, f.start, f.kind, f.themes) for f in whole.findings if f.document in shown]
    assert [(f.document, f.start, f.kind, f.themes) for f in atlas.findings] == own, reason
