"""The words of a search, as people type them and as SQLite's FTS5 reads them.

The text is split into words, "phrases", prefix*, OR and NOT, and joined again with each word
quoted, so that SQLite can't read any of it as a command.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.errors import UsageError
from kg.resources import word_lists

__all__ = ["MAX_WORDS", "OPERATORS", "Piece", "match_expression", "pieces", "wanted"]

OPERATORS = frozenset({"AND", "NOT", "OR"})
#: Maximum words in a search.
MAX_WORDS = 100

_PIECE = re.compile(r'"(?P<phrase>[^"]*)"?(?P<star>\*?)|(?P<word>[^\s"]+)')
#: Characters that end a string in SQLite or that it can't hold.
_UNSAFE = re.compile('["\0\ud800-\udfff]')


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or a phrase, without its star; `is_prefix` is whether it had one."""

    text: str
    is_phrase: bool = False
    is_prefix: bool = False

    @property
    def is_operator(self) -> bool:
        """Whether it is AND, OR or NOT."""
        return not self.is_phrase and self.text in OPERATORS


def match_expression(arguments: Sequence[str], connection: sqlite3.Connection) -> str | None:
    """The arguments as an FTS5 expression; None if they hold no word to search for.

    All terms must occur; OR joins two terms, NOT excludes one.  Words that almost every text has
    are left out, unless there are no others.  Raises UsageError for too many words.
    """
    required: list[list[str]] = []
    excluded: list[str] = []
    operator = ""
    for piece in wanted(pieces(arguments)):
        if piece.is_operator:
            operator = piece.text
            continue
        term = _term(piece.text, piece.is_prefix, connection)
        if not term:
            continue
        if operator == "NOT":
            excluded.append(term)
        elif operator == "OR" and required:
            required[-1].append(term)
        else:
            required.append([term])
        operator = ""
    if not required:
        return None
    every = " AND ".join(f"({' OR '.join(terms)})" for terms in required)
    return f"({every}) NOT ({' OR '.join(excluded)})" if excluded else every


def pieces(arguments: Sequence[str]) -> tuple[Piece, ...]:
    """The words, phrases and operators; raises UsageError for too many words.

    An argument of several words, which had quotes of the shell, is as good as several arguments.
    """
    found = tuple(
        Piece(
            text=(match["word"] or match["phrase"] or "").rstrip("*"),
            is_phrase=match["word"] is None,
            is_prefix=match["star"] == "*" or (match["word"] or "").endswith("*"),
        )
        for argument in arguments
        for match in _PIECE.finditer(argument)
    )
    if sum(len(piece.text.split()) for piece in found) > MAX_WORDS:
        raise UsageError(f"a search can have at most {MAX_WORDS} words")
    return found


def wanted(found: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces without stop words; with them if there is no other word."""
    every = tuple(found)
    stop = frozenset(word_lists("search")["stop"])
    kept = tuple(
        piece
        for piece in every
        if piece.is_phrase or piece.is_prefix or piece.is_operator or piece.text.lower() not in stop
    )
    return kept if any(not piece.is_operator for piece in kept) else every


def _term(text: str, is_prefix: bool, connection: sqlite3.Connection) -> str:
    """A word or phrase as FTS5 writes it; "" when it has no letter or digit."""
    clean = _UNSAFE.sub(" ", text)
    if not any(character.isalnum() for character in clean):
        return ""
    if not is_prefix:
        return f'"{clean}"'
    *before, last = re.findall(r"[^\W_]+", _plain(clean)) or [""]
    if len(last) < 3:
        return f'"{" ".join([*before, last])}" *'  # short enough to be the start of a stem
    # The index holds stems, and none starts with "assessme", so search for the full words instead.
    words = connection.execute(
        "SELECT word FROM vocabulary WHERE word >= ? AND word < ? ORDER BY word",
        (last, last + "\U0010ffff"),
    )
    found = [word for (word,) in words] or [last]
    return "(" + " OR ".join(f'"{" ".join([*before, word])}"' for word in found) + ")"


def _plain(text: str) -> str:
    """Text in the form of the index's vocabulary: lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
