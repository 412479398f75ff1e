"""Full-text search in findings, responses, names and titles, ranked, with quotes.

Words are stemmed, accents are ignored, and all words must occur (`kg.explore.search_words`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.explore.hit_text import bold, place_line
from kg.explore.search_words import match_expression
from kg.gazetteer import Gazetteer, fold
from kg.period import Period
from kg.printable import printable
from kg.query.answer import Cell, Table
from kg.reference_data import concept_labels
from kg.store import text_index
from kg.store.index_reader import marks, open_index
from kg.suggestions import unknown

__all__ = [
    "Hit",
    "SearchRequest",
    "SearchResult",
    "filters",
    "find",
    "find_in",
    "format_hits",
    "table",
]

#: Kinds of hits, besides the kinds of finding in the concept scheme.
KINDS = ("finding", "response", "council", "person", "programme", "organisation", "document")

#: Maximum council names shown for a hit.
MAX_COUNCILS = 3

# A match in other names counts half as much as one in the name.
_FIND = """
SELECT entry.id, council, coalesce(name, council), document, date, path, title, page, paragraph,
  quote
FROM words JOIN entry ON entry.id = words.rowid JOIN place ON place.entry = entry.id
  JOIN document ON document.id = place.document LEFT JOIN council ON gss = place.council
WHERE words MATCH :words
  AND (:kinds IS NULL OR kind IN (SELECT value FROM json_each(:kinds)))
  AND (:theme IS NULL OR instr(' ' || themes || ' ', ' ' || :theme || ' '))
  AND (:councils IS NULL OR place.council IN (SELECT value FROM json_each(:councils)))
  AND (:since IS NULL OR latest >= :since)
  AND (:until IS NULL OR earliest BETWEEN '0' AND :until)
ORDER BY bm25(words, 1.0, 0.5), entry.id, earliest DESC, path, place.rowid"""
_SHOW = """
SELECT iri, kind, themes, highlight(words, 0, :start, :end), highlight(words, 1, :start, :end)
FROM words JOIN entry ON entry.id = words.rowid WHERE words MATCH :words AND words.rowid = :id"""


@dataclass(frozen=True)
class SearchRequest:
    """What to search for: words as people type them, and filters.

    `councils` are names, codes or IRIs, `regions` are names: any of them counts.  `kind` is a kind
    of finding or one of `KINDS`; `theme` is a token or label; `since` and `until` are a year, a
    month or a day (`2019`, `2019-02`).
    """

    words: tuple[str, ...]
    councils: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kind: str | None = None
    theme: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int = 20


@dataclass(frozen=True)
class Hit:
    """A search hit, with its place in the newest of the matching documents.

    `marks` are the matching ranges of `text`, in code points.  `also` holds other names if they
    match, with their ranges in `also_marks`.  `councils` holds pairs of GSS code and name.
    `documents` is the number of matching documents.  `date` is as the document states it.  `quote`
    holds the words behind a name; it is "" if `text` is itself the quote.
    """

    iri: str
    kind: str
    themes: tuple[str, ...]
    text: str
    marks: tuple[tuple[int, int], ...]
    also: str
    also_marks: tuple[tuple[int, int], ...]
    councils: tuple[tuple[str, str], ...]
    documents: int
    date: str
    path: str
    title: str
    page: int | None
    paragraph: str
    quote: str


@dataclass(frozen=True)
class SearchResult:
    """The best hits, best first, and the total number of hits."""

    hits: tuple[Hit, ...]
    total: int


def find(where: str | Path, request: SearchRequest) -> SearchResult:
    """Search a graph folder or an RDF file.

    Raises UsageError for an unknown council, kind, theme or date, StoreError if there is no graph
    or it has no search index.
    """
    with open_index(where) as connection:
        return find_in(connection, request)


def find_in(connection: sqlite3.Connection, request: SearchRequest) -> SearchResult:
    """Search an open index (`open_index`); raises UsageError as `find` does."""
    values = filters(request)
    expression = match_expression(request.words, connection)
    if expression is None:
        return SearchResult((), 0)
    values["words"] = expression
    rows = connection.execute(_FIND, values)
    found = [(number, list(places)) for number, places in groupby(rows, itemgetter(0))]
    best = [_hit(connection, expression, *group) for group in found[: request.limit]]
    return SearchResult(tuple(best), len(found))


def filters(request: SearchRequest) -> dict[str, str | None]:
    """The filters as parameters of an SQL query; None means no filter.

    Raises UsageError for an unknown council, kind, theme or date.
    """
    kinds = theme = councils = None
    if request.kind is not None:
        of_findings = tuple(concept_labels("finding-kind"))
        kind = _token(request.kind, "kind", (*of_findings, *KINDS))
        kinds = json.dumps(of_findings if kind == "finding" else [kind])
    if request.theme is not None:
        theme = _theme(request.theme)
    if request.councils or request.regions:
        councils = json.dumps(_codes(request))
    period = Period.read(request.since, request.until)
    return {
        "kinds": kinds,
        "theme": theme,
        "councils": councils,
        "since": period.since,
        "until": period.until,
    }


def _codes(request: SearchRequest) -> list[str]:
    """The GSS codes of the councils, or of those in the regions if any are given."""
    gazetteer = Gazetteer.load()
    named = [gazetteer.resolve(council).gss for council in request.councils]
    inside = [gss for region in request.regions for gss in gazetteer.in_region(region)]
    if not (named and inside):
        return named or inside
    both = [gss for gss in named if gss in inside]
    if not both:
        raise UsageError(f"No council that was given is in {' or '.join(request.regions)}.")
    return both


def _theme(text: str) -> str:
    labels = concept_labels("theme")
    by_name = {fold(name): token for token in labels for name in (token, *labels[token])}
    return by_name.get(fold(text)) or _token(text, "theme", labels)


def _token(text: str, what: str, tokens: Iterable[str]) -> str:
    known = list(tokens)
    if text not in known:
        raise UsageError(unknown(what, text, known, listed=True))
    return text


def _hit(
    connection: sqlite3.Connection, words: str, number: int, places: list[tuple[Any, ...]]
) -> Hit:
    iri, kind, themes, text, also = connection.execute(
        _SHOW, {"words": words, "id": number, "start": text_index.START, "end": text_index.END}
    ).fetchone()
    *_, date, path, title, page, paragraph, quote = places[0]
    plain, found = marks(text)
    other_names, other_marks = marks(also)
    return Hit(
        iri=iri,
        kind=kind,
        themes=tuple(themes.split()),
        text=plain,
        marks=found,
        also=other_names if other_marks else "",
        also_marks=other_marks,
        councils=tuple(sorted({p[1:3] for p in places if p[1]}, key=lambda c: (c[1], c[0]))),
        documents=len({p[3] for p in places}),
        date=date,
        path=path,
        title=title,
        page=int(page) if page else None,
        paragraph=paragraph,
        quote=quote,
    )


def table(found: SearchResult) -> Table:
    """The hits as a table for `kg.query.result_formats`: one row for each, best first."""
    columns = "kind themes text council gss date document title page paragraph quote iri"

    def row(hit: Hit) -> tuple[Cell, ...]:
        texts = (
            hit.kind,
            "; ".join(hit.themes),
            hit.text,
            "; ".join(name for _, name in hit.councils),
            "; ".join(gss for gss, _ in hit.councils),
            hit.date,
            hit.path,
            hit.title,
        )
        where = (hit.page, hit.paragraph, hit.quote)
        return (*(ox.Literal(t) if t else None for t in (*texts, *where)), ox.NamedNode(hit.iri))

    return Table(tuple(columns.split()), tuple(map(row, found.hits)))


def format_hits(found: SearchResult) -> str:
    """The hits as text for a terminal, with matching words in bold (ANSI codes)."""
    return "\n".join("".join(f"{line}\n" for line in _lines(hit)) for hit in found.hits)


def _lines(hit: Hit) -> Iterator[str]:
    themes = f" ({', '.join(hit.themes)})" if hit.themes else ""
    councils = ", ".join(name for _, name in hit.councils[:MAX_COUNCILS])
    if len(hit.councils) > MAX_COUNCILS:
        councils += f" and {len(hit.councils) - MAX_COUNCILS} more"
    about = [f"{hit.kind.capitalize()}{themes}", councils, hit.date]
    yield printable(", ".join(part for part in about if part))
    shown = bold(hit.text, hit.marks)
    yield f"  “{shown}”" if not hit.quote and hit.kind != "document" else f"  {shown}"
    if hit.also and hit.kind != "document":
        yield f"  also: {bold(hit.also, hit.also_marks)}"
    if hit.quote:
        yield printable(f"  “{hit.quote}”")
    title = hit.title if hit.kind != "document" else ""
    more = f" (the newest of {hit.documents} documents)" if hit.documents > 1 else ""
    yield printable(f"  {place_line(title, hit.path, hit.page, hit.paragraph)}{more}")
    yield printable(f"  {hit.iri}")
