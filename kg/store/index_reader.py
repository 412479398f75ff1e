"""The full-text index of a graph, opened for reading."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.store import text_index
from kg.store.build_folder import checked_file
from kg.store.graph import open_graph

__all__ = ["connect", "marks", "open_index"]


@contextmanager
def open_index(where: str | Path) -> Iterator[sqlite3.Connection]:
    """The search index of a graph folder or an RDF file, for reading.

    Raises StoreError if there is no graph, or if its index can't be read, now or while in use.
    """
    with closing(connect(where)) as connection:
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{where}: the search index can't be read ({error}); "
                "build the graph again with kg build"
            ) from None


def connect(where: str | Path) -> sqlite3.Connection:
    """A connection as `open_index` makes it, for one thread at a time; close it after use."""
    folder = Path(where)
    if not folder.is_dir():
        with open_graph(where) as graph:
            index = text_index.Index()
            index.add_documents(graph.store, None)
            index.add_names(graph.store)
            return index.connection
    path = checked_file(folder, text_index.FILE)
    unreadable = StoreError(
        f"{folder}: another version of kg built this graph, and its search index can't be read; "
        f"build it again with: kg build SOURCES -o {folder}"
    )
    if not path.is_file():
        raise unreadable
    # a finished build never changes, so SQLite needs no locks and no extra files
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError:
        version = None
    if version != text_index.VERSION:
        connection.close()
        raise unreadable
    return connection


def marks(highlighted: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without the highlighting characters, and the ranges that they enclosed."""
    plain = ""
    ranges: list[tuple[int, int]] = []
    for number, part in enumerate(re.split(f"[{text_index.START}{text_index.END}]", highlighted)):
        if number % 2:
            ranges.append((len(plain), len(plain) + len(part)))
        plain += part
    return plain, tuple(ranges)
