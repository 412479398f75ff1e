"""What a search without hits looked for, and what is near it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.explore.search import SearchRequest, find
from kg.explore.search_words import Piece, match_expression, pieces, wanted
from kg.gazetteer import Gazetteer
from kg.store.index_reader import open_index
from kg.suggestions import did_you_mean
from kg.wording import joined

__all__ = ["advice"]

#: Maximum words of a council's name.
MAX_NAME = 6


def advice(where: str | Path, request: SearchRequest) -> Iterator[str]:
    """Lines on a search without hits: what it looked for, and searches that find something.

    Raises StoreError as `search.find` does.
    """
    found = [p for p in wanted(pieces(request.words)) if any(map(str.isalnum, p.text))]
    if not found:
        yield "nothing found: there is no word to look for"
        return
    filters = _command(replace(request, words=()))
    within = f", {filters}" if filters else ""
    yield f"nothing found with all of {joined(map(_shown, found))}{within}"
    with open_index(where) as connection:
        absent = [piece for piece in found if not _occurs(connection, piece)]
        vocabulary = _vocabulary(connection) if absent else []
    for piece in absent:
        near = "" if piece.is_phrase else did_you_mean(piece.text.lower(), vocabulary)
        yield f"no text has {_shown(piece)}. {near}".rstrip()
    for other in _others(request, found, absent):
        total = find(where, replace(other, limit=1)).total
        if total:
            yield f"try: kg find {_command(other)} ({total:,} found)"
            return


def _others(
    request: SearchRequest, found: Sequence[Piece], absent: Sequence[Piece]
) -> Iterator[SearchRequest]:
    """Searches that may find something, the nearest first: in a council that is named, for less."""
    if not request.councils:
        yield from _in_council(request)
    if _command(replace(request, words=())):
        yield SearchRequest(request.words)
    if any(piece.is_operator for piece in found):
        return
    if any(piece.is_phrase for piece in found):
        words = tuple(word for piece in found for word in piece.text.split())
        yield replace(request, words=words)
    some = [_shown(piece) for piece in found if piece not in absent]
    if len(found) > 1 and some:
        yield replace(request, words=(" OR ".join(some),))


def _occurs(connection: sqlite3.Connection, piece: Piece) -> bool:
    expression = match_expression([_shown(piece)], connection)
    if piece.is_operator or expression is None:
        return True
    rows = connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (expression,))
    return rows.fetchone() is not None


def _vocabulary(connection: sqlite3.Connection) -> list[str]:
    return [word for (word,) in connection.execute("SELECT word FROM vocabulary ORDER BY word")]


def _in_council(request: SearchRequest) -> Iterator[SearchRequest]:
    """The search in a council that some of the words name, for the others."""
    found = pieces(request.words)
    for first in range(len(found)):
        for end in range(min(len(found), first + MAX_NAME), first, -1):
            name = " ".join(piece.text for piece in found[first:end])
            others = tuple(map(_shown, wanted((*found[:first], *found[end:]))))
            if others and len(Gazetteer.load().candidates(name)) == 1:
                yield replace(request, words=others, councils=(name,))
                return


def _command(request: SearchRequest) -> str:
    options = [
        *(f"--council {_quoted(name)}" for name in request.councils),
        *(f"--region {_quoted(name)}" for name in request.regions),
        *(
            f"--{name} {_quoted(value)}"
            for name in ("kind", "theme", "since", "until")
            if (value := getattr(request, name))
        ),
    ]
    words = (f"'{word}'" if '"' in word else word for word in request.words)
    return " ".join([*words, *options])


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w.:/-]+", text) else f'"{text}"'


def _shown(piece: Piece) -> str:
    star = "*" if piece.is_prefix else ""
    return f'"{piece.text}"{star}' if piece.is_phrase else f"{piece.text}{star}"
