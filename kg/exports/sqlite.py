"""The tables of a graph as one SQLite database, with full-text search, for datasette and others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from kg.query.answer import Table, plain_value

__all__ = ["database"]

#: Columns of sentences and titles, in which to search.
SEARCHED = ("title", "text", "quote")


def database(tables: Iterable[tuple[str, Table]]) -> bytes:
    """A database with these tables, hyphens in their names replaced by underscores.

    A table with sentences or titles has an FTS5 index beside it, `NAME_fts`.  Numbers are typed,
    and empty cells are NULL.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        for name, table in tables:
            _write(connection, name.replace("-", "_"), table)
        connection.commit()
        return bytes(connection.serialize())


def _write(connection: sqlite3.Connection, name: str, table: Table) -> None:
    columns = ", ".join(map(_quoted, table.columns))
    places = ", ".join("?" * len(table.columns))
    connection.execute(f"CREATE TABLE {_quoted(name)} ({columns})")
    rows: Iterator[list[str | float | None]] = ([*map(plain_value, row)] for row in table.rows)
    connection.executemany(f"INSERT INTO {_quoted(name)} VALUES ({places})", rows)  # noqa: S608 -- quoted
    searched = [column for column in SEARCHED if column in table.columns]
    if searched:
        index = _quoted(f"{name}_fts")
        connection.execute(
            f"CREATE VIRTUAL TABLE {index} USING fts5({', '.join(map(_quoted, searched))}, "
            f"content = {_quoted(name)}, tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608 -- quoted


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
