"""The graph folder: one finished Oxigraph store that readers open, and the next one beside it.

    DIR/current              the name of the finished build, replaced in one step
    DIR/builds/<name>/store  Oxigraph on disk; the name is a hash of its content
    DIR/builds/<name>/find.sqlite  the full-text index of that store
    DIR/texts/<sha256>.txt   the cleaned text of each document, which character ranges count in
    DIR/report.json          what the build read, found, and could not decide
    DIR/pushed/              what other stores have confirmed, a file a store (kg.push)

Readers open only finished builds, read-only.  It refuses RDF/XML and TriX: both can hide
entities that swell when they are parsed.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.files import write_atomically

__all__ = ["Graph", "current_build", "is_url", "open_graph", "publish", "quad_order"]

#: Formats that are read, by file extension (`.gz` may follow).
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
}

#: `C:\\x` is a path; `https:x` is a URL with something missing.
_URL = re.compile(r"https?:|[a-z][a-z0-9+.-]+://", re.IGNORECASE)

QueryResult = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean


class Graph:
    """A graph to read: query it, walk its quads, fetch the text behind a document."""

    def __init__(self, store: ox.Store, folder: Path | None, name: str) -> None:
        self._store: ox.Store | None = store
        #: The graph folder; None for a graph that was read from a file.
        self.folder = folder
        #: What to call this graph in a message: the folder or file it came from.
        self.name = name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's files."""
        self._store = None

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
        if self.folder is None:
            return None
        path = self.folder / "texts" / f"{sha256}.txt"
        try:
            return path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            return None


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
        return Graph(_open_folder(path), path, str(path))
    if path.is_file():
        return Graph(_read_file(path), None, str(path))
    raise StoreError(f"{path}: no such graph; build one with: kg build SOURCES -o {path}")


def current_build(folder: Path) -> Path:
    """The folder of the finished build; raises StoreError when there is none."""
    try:
        name = (folder / "current").read_text(encoding="utf-8").strip()
    except OSError:
        raise StoreError(
            f"{folder}: no finished graph in this folder; run: kg build SOURCES -o {folder}"
        ) from None
    return folder / "builds" / name


def _open_folder(folder: Path) -> ox.Store:
    build = current_build(folder)
    try:
        return ox.Store.read_only(str(build / "store"))
    except OSError as error:
        raise StoreError(
            f"{folder}: the store can't be opened ({error}); "
            f"build it again with: kg build SOURCES -o {folder}"
        ) from None


def _read_file(path: Path) -> ox.Store:
    suffixes = [s.lower() for s in path.suffixes]
    packed = suffixes[-1:] == [".gz"]
    extension = (suffixes[:-1] if packed else suffixes)[-1:]
    form = FORMATS.get(extension[0]) if extension else None
    if form is None:
        raise StoreError(
            f"{path}: not a graph format that kg reads; use one of {' '.join(FORMATS)} (or .gz)"
        )
    store = ox.Store()
    try:
        data = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
        store.bulk_load(io.BytesIO(data), form)
    except (OSError, EOFError, SyntaxError, ValueError, zlib.error) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise StoreError(f"{path}: can't be read as {extension[0]}: {reason}") from None
    return store


def publish(
    folder: Path, name: str, fill: Callable[[ox.Store], None], base: Path | None = None
) -> None:
    """Make the store that `fill` fills the finished graph of a folder, under `name`.

    With `base`, another build, the store begins as a copy of that one's.

    The store is built beside the current one; `current` is replaced last, in one step, so a
    reader sees the old graph or the new one.  Builds that are no longer current are removed,
    where nobody has them open.
    """
    builds = folder / "builds"
    home = builds / name
    if not _is_current(folder, name):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True, exist_ok=True)
        if base is not None:  # on one file system it shares the files: they never change
            ox.Store.read_only(str(base / "store")).backup(str(home / "store"))
        store = ox.Store(str(home / "store"))
        fill(store)
        store.flush()
        del store
        write_atomically(folder / "current", f"{name}\n".encode())
    for old in _others(builds, name):
        shutil.rmtree(old, ignore_errors=True)


def _is_current(folder: Path, name: str) -> bool:
    try:
        finished = (folder / "current").read_text(encoding="utf-8").strip()
    except OSError:
        return False
    return finished == name and (folder / "builds" / name / "store").is_dir()


def _others(builds: Path, name: str) -> Iterator[Path]:
    with os.scandir(builds) as entries:
        for entry in entries:
            if entry.name != name and re.fullmatch("[0-9a-f]{16}", entry.name):
                yield Path(entry.path)
