"""Graphs to read: the finished build of a graph folder, or an RDF file in memory.

    DIR/builds, DIR/current  the finished build (kg.builds)
    DIR/texts/<sha256>.txt   the cleaned text of each document, which character ranges count in
    DIR/report.json          what the build read, found, and could not decide
    DIR/curation.yaml        what people decided (kg.curation), where they did
    DIR/pushed/              what other stores have confirmed, a file a store (kg.push)

Readers open only finished builds, read-only.  RDF files are read by pyoxigraph alone, which loads
nothing that they name.  It refuses RDF/XML and TriX: both can hide entities that swell when they
are parsed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.store import build_folder
from kg.store.locks import ReadLock
from kg.store.rdf_file import read_rdf_file

__all__ = ["Graph", "is_url", "open_graph", "quad_order"]


#: `C:\\x` is a path; `https:x` is a URL with something missing.
_URL = re.compile(r"https?:|[a-z][a-z0-9+.-]+://", re.IGNORECASE)

QueryResult = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean


class Graph:
    """A graph to read: query it, walk its quads, fetch the text behind a document."""

    def __init__(
        self,
        store: ox.Store,
        folder: Path | None,
        name: str,
        build: Path | None = None,
        held: ReadLock | None = None,
    ) -> None:
        self._store: ox.Store | None = store
        self._build, self._locked_build = build, held
        #: The graph folder; None for a graph that was read from a file.
        self.folder = folder
        #: What to call this graph in a message: the folder or file it came from.
        self.name = name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's files."""
        self._store = None
        if self._locked_build is not None:
            self._locked_build.close()

    @property
    def store(self) -> ox.Store:
        """The Oxigraph store behind the graph."""
        if self._store is None:
            raise StoreError(f"{self.name}: the graph is closed")
        return self._store

    def query(self, sparql: str) -> QueryResult:
        """Run a SPARQL query; the default graph is the union of the named graphs.

        Raises SyntaxError when the query is malformed (pyoxigraph's own message).
        """
        return self.store.query(sparql, use_default_graph_as_union=True)

    def quads(self) -> list[ox.Quad]:
        """All quads, sorted, so that what is written from them is the same every time."""
        return sorted(self.store, key=quad_order)

    def text(self, sha256: str) -> str | None:
        """The cleaned text of a document; None when this graph came without texts."""
        if self.folder is None or self._build is None:
            return None
        return build_folder.read_text(self.folder, self._build, sha256)


def quad_order(quad: ox.Quad) -> tuple[str, str, str, str]:
    """The sort key of a quad: graph, subject, predicate, object as N-Quads writes them."""
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def is_url(where: str) -> bool:
    """Whether a graph is named by a URL, and so is not on this machine's disk."""
    return _URL.match(where) is not None


def open_graph(where: str | Path) -> Graph:
    """Open a graph folder (read-only), or read an RDF file into memory.

    Raises StoreError, in one line that says what to do, when it is neither, and UsageError for a
    URL, which is not repeated: it may hold a password.
    """
    if is_url(str(where)):
        raise UsageError(
            "only kg query asks a SPARQL endpoint; give a graph folder or an RDF file here"
        )
    path = Path(where)
    if path.is_dir():
        store, build, held = build_folder.open_build(path)
        return Graph(store, path, str(path), build, held)
    if path.is_file():
        return Graph(read_rdf_file(path), None, str(path))
    raise StoreError(f"{path}: no such graph; build one with: kg build SOURCES -o {path}")
