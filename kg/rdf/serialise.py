"""Triples and quads as bytes: sorted, so that the same graph gives the same bytes.

Formats without named graphs contain the union, each triple once.  Turtle, TriG and JSON-LD are
written for people, by `kg.rdf.turtle` and `kg.rdf.jsonld`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    import rdflib

__all__ = ["Part", "parts", "rdflib_graph", "serialise", "write"]


@dataclass(frozen=True)
class Part:
    """One graph: its name (None for the default graph) and its N-Triples lines."""

    name: ox.NamedNode | ox.BlankNode | None
    lines: list[bytes]


def parts(store: ox.Store) -> Iterator[Part]:
    """Each non-empty graph of a store: the default graph, then the named graphs by name."""
    for name in (ox.DefaultGraph(), *sorted(store.named_graphs(), key=str)):
        data = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name)
        if data:
            named = None if isinstance(name, ox.DefaultGraph) else name
            yield Part(named, sorted(data.splitlines(keepends=True)))


def serialise(triples: Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Triples in a format; their order does not matter."""
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return write([Part(None, sorted(set(data.splitlines(keepends=True))))], form)


def write(graphs: Iterable[Part], form: ox.RdfFormat) -> bytes:
    """Graphs in a format."""
    if form == ox.RdfFormat.N_QUADS:
        return b"".join(_quads(graphs))
    if form == ox.RdfFormat.TRIG:
        from kg.rdf.turtle import trig

        return trig((str(part.name) if part.name else "", part.lines) for part in graphs)
    if form == ox.RdfFormat.JSON_LD:
        from kg.rdf.jsonld import jsonld

        return jsonld([(_plain(part.name), part.lines) for part in graphs])
    union = sorted({line for part in graphs for line in part.lines})
    if form == ox.RdfFormat.N_TRIPLES:
        return b"".join(union)
    from kg.rdf.turtle import turtle

    return turtle(union)


def _quads(graphs: Iterable[Part]) -> Iterator[bytes]:
    for part in graphs:
        suffix = f"{part.name} .\n".encode() if part.name else b".\n"
        yield from (line[:-2] + suffix for line in part.lines)


def _plain(name: ox.NamedNode | ox.BlankNode | None) -> str:
    return name.value if isinstance(name, ox.NamedNode) else str(name or "")


def rdflib_graph(statements: Iterable[ox.Quad] | Iterable[ox.Triple]) -> rdflib.Graph:
    """Triples, or those of all named graphs, as one rdflib graph in memory.

    Raises UsageError for a triple term, which rdflib does not support.
    """
    import rdflib

    from kg.rdf.rdflib_view import rdflib_term

    node = lru_cache(maxsize=200_000)(rdflib_term)
    merged = rdflib.Graph()
    for statement in statements:
        merged.add((node(statement.subject), node(statement.predicate), node(statement.object)))
    return merged
