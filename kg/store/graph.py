"""Graphs for reading: the finished build of a graph folder, or an RDF file in memory.

    DIR/builds, DIR/current  the finished build (kg.store.build_folder)
    DIR/texts/<sha256>.txt   the cleaned text of each document, which character offsets refer to
    DIR/report.json          what the build read, found and could not decide
    DIR/curation.yaml        what people decided (kg.curation); optional
    DIR/pushed/              what other stores have confirmed, one file for each (kg.exports.push)

Readers open only finished builds, read-only.  Only pyoxigraph parses RDF files; it loads nothing
that they refer to.  RDF/XML and TriX are refused because they can contain entity bombs.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.store import build_folder
from kg.store.locks import ReadLock

__all__ = ["Graph", "is_url", "open_graph", "quad_order"]

#: `C:\\x` is a path; `https:x` is an incomplete URL.
_URL = re.compile(r"https?:|[a-z][a-z0-9+.-]+://", re.IGNORECASE)

QueryResult = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean


class Graph:
    """An open graph: query it, list its quads, fetch the text of a document."""

    def __init__(
        self,
        store: ox.Store,
        folder: Path | None,
        name: str,
        build: Path | None = None,
        lock: ReadLock | None = None,
    ) -> None:
        self._store: ox.Store | None = store
        self._build, self._lock = build, lock
        self._files: build_folder.BuildFiles | None = None
        #: The graph folder; None for a graph read from a file.
        self.folder = folder
        #: The folder or file that the graph came from, for messages.
        self.name = name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store's files."""
        self._store = None
        if self._lock is not None:
            self._lock.close()

    @property
    def store(self) -> ox.Store:
        """The Oxigraph store behind the graph."""
        if self._store is None:
            raise StoreError(f"{self.name}: the graph is closed")
        return self._store

    def query(self, sparql: str, base: str | None = None) -> QueryResult:
        """Run a SPARQL query; the default graph is the union of the named graphs.

        `base` is what relative IRIs are relative to; without it they are malformed.

        Raises SyntaxError when the query is malformed (pyoxigraph's own message).
        """
        return self.store.query(sparql, base_iri=base, use_default_graph_as_union=True)

    def quads(self) -> list[ox.Quad]:
        """All quads, sorted, so that output is deterministic."""
        return sorted(self.store, key=quad_order)

    def text(self, sha256: str) -> str | None:
        """The cleaned text of a document; None when this graph has no texts."""
        if self.folder is None or self._build is None:
            return None
        if self._files is None:
            self._files = build_folder.build_files(self.folder, self._build)
        return build_folder.read_text(self.folder, self._build, self._files, sha256)


def quad_order(quad: ox.Quad) -> tuple[str, str, str, str]:
    """The sort key of a quad: graph, subject, predicate and object, as in N-Quads."""
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def is_url(where: str) -> bool:
    """Whether a graph is named by a URL, not by a path."""
    return _URL.match(where) is not None


def open_graph(where: str | Path) -> Graph:
    """Open a graph folder (read-only), or read an RDF file into memory.

    Raises StoreError when there is no such graph, and UsageError for a URL, which the message does
    not repeat because it may contain a password.
    """
    if is_url(str(where)):
        raise UsageError(
            "only kg query can use a SPARQL endpoint; name a graph folder or an RDF file"
        )
    path = Path(where)
    try:
        path.stat()
    except PermissionError as error:
        raise build_folder.unreadable(path, error) from None
    except OSError:
        raise StoreError(
            f"{path}: no such graph; build one with: kg build SOURCES -o {path}"
        ) from None
    if path.is_dir():
        store, build, lock = build_folder.open_build(path)
        return Graph(store, path, str(path), build, lock)
    if path.is_file():
        from kg.store.rdf_file import read_rdf_file

        return Graph(read_rdf_file(path), None, str(path))
    raise StoreError(f"{path}: not a graph folder and not an RDF file")
