"""Triples and quads as bytes: sorted, so that the same graph gives the same bytes.

Formats without named graphs contain the union, each triple once.  Turtle, TriG and JSON-LD are
written for people, by `kg.rdf.turtle` and `kg.rdf.jsonld`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    import rdflib

__all__ = ["Part", "parts", "rdflib_graph", "serialise", "write"]


@dataclass(frozen=True)
class Part:
    """One graph: its name (None for the default graph) and what loads its N-Triples lines."""

    name: ox.NamedNode | ox.BlankNode | None
    load: Callable[[], list[bytes]]

    @property
    def lines(self) -> list[bytes]:
        """The lines, sorted.  They are loaded each time, and not kept."""
        return sorted(self.load())


def parts(store: ox.Store) -> list[Part]:
    """Each graph of a store: the default graph, then the named graphs by name."""

    def load(name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> list[bytes]:
        data = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""
        return data.splitlines(keepends=True)

    names = sorted(store.named_graphs(), key=str)
    return [
        Part(None, partial(load, ox.DefaultGraph())),
        *(Part(name, partial(load, name)) for name in names),
    ]


def serialise(triples: Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Triples in a format; their order does not matter."""
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    lines = list(set(data.splitlines(keepends=True)))
    return b"".join(write([Part(None, lambda: lines)], form))


def write(graphs: Sequence[Part], form: ox.RdfFormat) -> Iterator[bytes]:
    """Graphs in a format, as parts of a file: one graph at a time is in memory."""
    if form == ox.RdfFormat.N_QUADS:
        return _quads(graphs)
    if form == ox.RdfFormat.N_TRIPLES:
        return _union(graphs)
    if form == ox.RdfFormat.TRIG:
        from kg.rdf.turtle import trig

        return trig((str(part.name) if part.name else "", part.lines) for part in graphs)
    if form == ox.RdfFormat.JSON_LD:
        from kg.rdf.jsonld import jsonld

        return jsonld([(_plain(part.name), part) for part in graphs])
    from kg.rdf.turtle import turtle

    return turtle(graphs)


def _union(graphs: Iterable[Part]) -> Iterator[bytes]:
    """The lines of all graphs, each once, sorted on disk."""
    with closing(sqlite3.connect("")) as lines:  # a file of its own that goes when it is closed
        lines.execute("CREATE TABLE line (text BLOB PRIMARY KEY) WITHOUT ROWID")
        for part in graphs:
            lines.executemany(
                "INSERT OR IGNORE INTO line VALUES (?)", ((line,) for line in part.lines)
            )
        yield from (line for (line,) in lines.execute("SELECT text FROM line ORDER BY text"))


def _quads(graphs: Iterable[Part]) -> Iterator[bytes]:
    for part in graphs:
        suffix = f"{part.name} .\n".encode() if part.name else b".\n"
        yield b"".join(line[:-2] + suffix for line in part.lines)


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
