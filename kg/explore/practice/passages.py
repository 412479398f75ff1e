"""The passages of strength in the full-text index that have words of a question."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.explore.practice.question import Term
from kg.rdf.iris import thing
from kg.store.index_reader import marks
from kg.store.text_index import END, START

__all__ = ["Match", "Passage", "read_marks", "read_matches", "read_passages"]

#: How well each passage (id) matches a phrase, by the index's own BM25.
_SCORES = """
SELECT words.rowid, -bm25(words, 1.0, 0.0) FROM words JOIN entry ON entry.id = words.rowid
WHERE words MATCH :phrases AND kind = 'strength'"""
_PASSAGES = """
SELECT entry.id, iri, themes, text, place.council, coalesce(name, place.council), document.path,
  title, date, earliest, page, paragraph
FROM json_each(:ids) AS wanted JOIN entry ON entry.id = wanted.value
  JOIN place ON place.entry = entry.id JOIN document ON document.id = place.document
  LEFT JOIN council ON gss = place.council
WHERE (:theme IS NULL OR instr(' ' || themes || ' ', ' ' || :theme || ' '))
  AND (:since IS NULL OR latest >= :since)
  AND (:until IS NULL OR earliest BETWEEN '0' AND :until)
ORDER BY entry.id, place.rowid"""
_MARKED = """
SELECT highlight(words, 0, :start, :end) FROM words WHERE words MATCH :phrases AND rowid = :id"""


@dataclass(frozen=True)
class Match:
    """How well a passage has one thing that is asked for, by BM25: under the name that the question
    gives it, under the best of its other names, and in words apart from one another, on average.
    """

    asked: float = 0.0
    other: float = 0.0
    apart: float = 0.0


@dataclass(frozen=True)
class Passage:
    """A finding of strength about one council ("" if none is known), with its place.

    `themes` has the main one first.  `date` is as stated, and `earliest` its first day.
    """

    id: int
    iri: str
    themes: tuple[str, ...]
    text: str
    gss: str
    council: str
    path: str
    title: str
    date: str
    earliest: str
    page: int | None
    paragraph: str

    @property
    def document(self) -> str:
        """The IRI of its document."""
        return thing("document", self.iri.split("/")[-2])


def read_matches(connection: sqlite3.Connection, term: Term) -> dict[int, Match]:
    """The passages (ids) that have one thing that is asked for."""
    words = term.asked.split()
    asked = dict(_scores(connection, [term.asked]))
    apart = dict(_scores(connection, words)) if len(words) > 1 else {}
    other: dict[int, float] = {}
    for name in term.others:
        for number, score in _scores(connection, [name]):
            other[number] = max(score, other.get(number, 0.0))
    return {
        number: Match(
            asked.get(number, 0.0), other.get(number, 0.0), apart.get(number, 0.0) / len(words)
        )
        for number in sorted(asked.keys() | other.keys() | apart.keys())
    }


def _scores(connection: sqlite3.Connection, phrases: Iterable[str]) -> Iterator[tuple[int, float]]:
    """The passages with all of these phrases, and how well they match them."""
    every = " AND ".join(f'"{phrase}"' for phrase in phrases)
    return connection.execute(_SCORES, {"phrases": every})


def read_passages(
    connection: sqlite3.Connection, ids: Iterable[int], filters: Mapping[str, str | None]
) -> Iterator[Passage]:
    """The passages with these ids, one for each council, within a theme and a period."""
    rows = connection.execute(_PASSAGES, {**filters, "ids": json.dumps(list(ids))})
    for number, iri, themes, text, gss, name, path, title, date, earliest, page, paragraph in rows:
        yield Passage(
            id=number,
            iri=iri,
            themes=tuple(themes.split()),
            text=text,
            gss=gss,
            council=name,
            path=path,
            title=title,
            date=date,
            earliest=earliest,
            page=int(page) if page else None,
            paragraph=paragraph,
        )


def read_marks(
    connection: sqlite3.Connection, passage: Passage, terms: Iterable[Term]
) -> tuple[tuple[int, int], ...]:
    """The ranges of a passage's text that have what is asked for."""
    phrases = [phrase for term in terms for phrase in (*term.asked.split(), *term.others)]
    any_of = " OR ".join(f'"{phrase}"' for phrase in phrases)
    values = {"phrases": any_of, "id": passage.id, "start": START, "end": END}
    ((text,),) = connection.execute(_MARKED, values)
    return marks(text)[1]
