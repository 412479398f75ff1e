"""Finds the thing that a page opens at, or that a network is drawn around."""

from __future__ import annotations

import pyoxigraph as ox

from kg.query.resolve import resolve
from kg.rdf.vocabulary import SAME_AS
from kg.store.graph import Graph

__all__ = ["find_focus"]

#: Kinds of things that a picture can be drawn around.
KINDS = ("council", "person", "programme", "organisation", "inspection", "theme")


def find_focus(graph: Graph, text: str) -> str:
    """The IRI of the thing with this name, code or IRI.

    For a person with two IRIs, the canonical one.  Raises UsageError when the name is unknown, with
    the nearest names, or ambiguous, with the candidates.
    """
    iri = resolve(graph, text, KINDS).one
    same = graph.store.quads_for_pattern(ox.NamedNode(iri), SAME_AS, None)
    return next((quad.object.value for quad in same if isinstance(quad.object, ox.NamedNode)), iri)
