"""The stems of words, as the full-text index makes them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing

__all__ = ["TOKENIZER", "stems"]

#: How the index makes words of a text, in the terms of SQLite's FTS5.
TOKENIZER = "porter unicode61 remove_diacritics 2"

_SCHEMA = f"""
CREATE VIRTUAL TABLE given USING fts5(text, tokenize = '{TOKENIZER}');
CREATE VIRTUAL TABLE stem USING fts5vocab(given, instance);
"""


def stems(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """The stems of each text's words, in their order.

    >>> stems(["Caseloads are manageable.", ""])
    [('caseload', 'ar', 'manag'), ()]
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_SCHEMA)
        numbered = list(enumerate(texts))
        connection.executemany("INSERT INTO given (rowid, text) VALUES (?, ?)", numbered)
        found: list[list[str]] = [[] for _ in numbered]
        for number, stem in connection.execute("SELECT doc, term FROM stem ORDER BY doc, offset"):
            found[number].append(stem)
    return [tuple(text) for text in found]
