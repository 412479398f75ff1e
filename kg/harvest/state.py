"""What was seen and fetched before: one SQLite file beside the reports.

Each request is recorded when it is answered, so that a harvest that was cut off goes on where it
stopped.  The file can be deleted: the manifest knows the files, and the rest is asked for again.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from kg.errors import StoreError
from kg.harvest.entries import Entry, Provider

__all__ = ["FILE", "Held", "Page", "State"]

FILE = ".harvest.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS page (
  url TEXT PRIMARY KEY, fresh INTEGER NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
  body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS document (
  url TEXT PRIMARY KEY, origin TEXT NOT NULL, provider TEXT NOT NULL, page TEXT NOT NULL,
  urn TEXT NOT NULL, published TEXT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL,
  publisher TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, fetched TEXT NOT NULL,
  fresh INTEGER NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL, delisted TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS unfinished (began TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, with what tells whether it has changed; `fresh` if this harvest has read it."""

    body: bytes
    fresh: bool = True
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A document that was listed by a source (`origin`), and its file if it was fetched.

    `fresh` if this harvest has asked for it; `delisted` is when it was first missing.
    """

    entry: Entry
    origin: str
    file: str = ""
    sha256: str = ""
    fetched: str = ""
    fresh: bool = False
    etag: str = ""
    modified: str = ""
    delisted: str = ""

    def listed_as(self, entry: Entry, origin: str) -> Held:
        """The same document as it is listed now."""
        return replace(self, entry=entry, origin=origin, delisted="")


class State:
    """The state of a folder of reports, open for one harvest."""

    def __init__(self, folder: Path, *, keep: bool = True) -> None:
        """Raises StoreError when another harvest has it open.

        Without `keep`, nothing is written.
        """
        self._path = folder / FILE
        try:
            if keep:
                folder.mkdir(parents=True, exist_ok=True)
            self._db = _opened(self._path) if keep else _copy(self._path)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StoreError(f"{folder}: another kg harvest is writing to it; wait") from None
            raise StoreError(f"{folder}: can't be written ({error})") from None
        except (sqlite3.DatabaseError, OSError) as error:
            raise StoreError(_unusable(self._path, error)) from None
        self._db.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def begin(self, now: str, oldest: str) -> str:
        """When this harvest began: `now`, or the time of one that was cut off since `oldest`."""
        row = self._execute("SELECT began FROM unfinished WHERE began >= ?", (oldest,)).fetchone()
        if row:
            return str(row[0])
        self.finish()
        self._execute("UPDATE page SET fresh = 0")
        self._execute("UPDATE document SET fresh = 0")
        self._execute("INSERT INTO unfinished VALUES (?)", (now,))
        return now

    def finish(self) -> None:
        """Record that the harvest was not cut off."""
        self._execute("DELETE FROM unfinished")

    def page(self, url: str) -> Page | None:
        """The page of an address as it was last read."""
        row = self._execute(
            "SELECT body, fresh, etag, modified FROM page WHERE url = ?", (url,)
        ).fetchone()
        return Page(zlib.decompress(row[0]), bool(row[1]), *row[2:]) if row else None

    def keep_page(self, url: str, page: Page) -> None:
        """Record a page."""
        self._execute(
            "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?)",
            (url, page.fresh, page.etag, page.modified, zlib.compress(page.body)),
        )

    def documents(self) -> dict[str, Held]:
        """Every document that was ever listed, by its address."""
        rows = self._execute(
            "SELECT url, provider, page, urn, published, type, title, publisher, origin, file, "
            "sha256, fetched, fresh, etag, modified, delisted FROM document ORDER BY url"
        )
        return {
            row[0]: Held(
                Entry(Provider(*row[1:4]), row[4], row[5], row[0], row[6], row[7]), *row[8:]
            )
            for row in rows
        }

    def keep(self, documents: Iterable[Held]) -> None:
        """Record documents, all or none."""
        self._execute("BEGIN")
        for held in documents:
            entry, provider = held.entry, held.entry.provider
            self._execute(
                "INSERT OR REPLACE INTO document VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    *(entry.url, held.origin, provider.name, provider.page, provider.urn),
                    *(entry.published, entry.type, entry.title, entry.publisher),
                    *(held.file, held.sha256, held.fetched, held.fresh, held.etag, held.modified),
                    held.delisted,
                ),
            )
        self._execute("COMMIT")

    def _execute(self, sql: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, values)
        except sqlite3.Error as error:
            raise StoreError(_unusable(self._path, error)) from None


def _unusable(path: Path, error: Exception) -> str:
    return f"{path}: can't be used ({error}); delete it, kg harvest goes on with manifest.csv"


def _opened(path: Path) -> sqlite3.Connection:
    """The file, for this process alone."""
    db = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        # a cut of power may lose the last records, none else: their files are found again
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("BEGIN IMMEDIATE")
        db.execute("COMMIT")
    except sqlite3.Error:
        db.close()
        raise
    return db


def _copy(path: Path) -> sqlite3.Connection:
    """A copy in memory."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    if path.is_file():
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            file.backup(memory)
    return memory
