"""The current build of a graph folder, and the switch to a new one while answers are under way."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.store.build_folder import current_build, previous_build
from kg.store.graph import Graph, open_graph
from kg.store.index_reader import connect

__all__ = ["Build", "LiveGraph"]

#: Attempts to open a build that may be replaced in between.
TRIES = 5


class Build:
    """One finished build, open for reading by any number of threads.

    `id` is its name, a hash of what was built.  `where` is its folder, for functions that take a
    graph folder: they read this build, whichever is current.  `before` is the folder of the build
    before it, if that is kept.
    """

    def __init__(self, where: Path, before: Path | None = None) -> None:
        """Raises StoreError if the build can't be opened."""
        self.id = where.name
        self.before = before
        self.where = where
        self.graph: Graph = open_graph(where)
        self._idle: list[sqlite3.Connection] = []

    @contextmanager
    def index(self) -> Iterator[sqlite3.Connection]:
        """A connection to the full-text index that no other thread uses meanwhile."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = connect(self.where)
        try:
            yield connection
        finally:
            self._idle.append(connection)

    def close(self) -> None:
        """Close its files."""
        self.graph.close()
        for connection in self._idle:
            connection.close()


class LiveGraph:
    """A graph folder that may be built again while it is read.

    An answer holds a build from its first to its last byte, so it never mixes two of them.  A build
    is closed when the folder has a newer one and no answer holds it any more.
    """

    def __init__(self, folder: Path) -> None:
        """Raises StoreError when the folder has no finished build."""
        self.folder = folder
        self._lock = threading.Lock()
        self._holders: Counter[Build] = Counter()
        self._current = _open(folder)

    @property
    def id(self) -> str:
        """The name of the current build."""
        return self._current.id

    @contextmanager
    def held(self) -> Iterator[Build]:
        """The current build, which stays open inside `with`."""
        with self._lock:
            build = self._current
            self._holders[build] += 1
        try:
            yield build
        finally:
            with self._lock:
                self._holders[build] -= 1
                self._close_if_unused(build)

    def refresh(self) -> bool:
        """Switch to the folder's finished build if it is another one; whether it was.

        Raises StoreError when it can't be opened; the build from before stays.
        """
        if current_build(self.folder) == self._current.where:
            return False
        new = _open(self.folder)
        with self._lock:
            old, self._current = self._current, new
            self._close_if_unused(old)
        return True

    def close(self) -> None:
        """Close all builds."""
        for build in {self._current, *self._holders}:
            build.close()

    def _close_if_unused(self, build: Build) -> None:
        if build is not self._current and not self._holders[build]:
            del self._holders[build]
            build.close()


def _open(folder: Path) -> Build:
    """The finished build, even if another one takes its place meanwhile."""
    for _ in range(TRIES):
        where = current_build(folder)
        try:
            return Build(where, previous_build(folder))
        except StoreError:
            if current_build(folder) == where:
                raise
    raise StoreError(f"{folder}: is built again and again; start when that has ended")
