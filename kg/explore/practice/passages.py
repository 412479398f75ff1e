"""The passages of strength in the full-text index that have words of a question."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.explore.practice.question import Question
from kg.rdf.iris import thing

__all__ = ["Match", "Passage", "read_matches", "read_passages"]

#: How well each passage (id) matches a phrase, by the index's own BM25.
_SCORES = """
SELECT words.rowid, -bm25(words, 1.0, 0.0) FROM words JOIN entry ON entry.id = words.rowid
WHERE words MATCH :phrases AND kind = 'strength'"""
_PASSAGES = """
SELECT entry.id, iri, themes, text, place.council, name, document.path, title, date, earliest, page, paragraph
FROM json_each(:ids) AS wanted JOIN entry ON entry.id = wanted.value JOIN place ON place.entry = entry.id
  JOIN document ON document.id = place.document JOIN council ON gss = place.council
WHERE (:theme IS NULL OR instr(' ' || themes || ' ', ' ' || :theme || ' '))
  AND (:since IS NULL OR latest >= :since)
  AND (:until IS NULL OR earliest BETWEEN '0' AND :until)
ORDER BY entry.id, place.rowid"""


@dataclass(frozen=True)
class Match:
    """How well a passage has one thing that is asked for, by BM25: under the name that the question
    gives it, under the best of its other names, and in separate words, on average.
    """

    asked: float = 0.0
    synonym: float = 0.0
    separate: float = 0.0


@dataclass(frozen=True)
class Passage:
    """A finding of strength about one council, with its place.

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


def read_matches(
    connection: sqlite3.Connection, question: Question
) -> list[Mapping[int, Match]]:
    """For each term of a question, the passages that have it or one of its words."""
    return [_matches(connection, term.asked, term.synonyms) for term in question.terms]


def _matches(
    connection: sqlite3.Connection, asked: str, synonyms: Iterable[str]
) -> Mapping[int, Match]:
    words = asked.split()
    named = dict(_scores(connection, [asked]))
    separate = dict(_scores(connection, words)) if len(words) > 1 else {}
    others: dict[int, float] = {}
    for synonym in synonyms:
        for number, score in _scores(connection, [synonym]):
            others[number] = max(score, others.get(number, 0.0))
    return {
        number: Match(
            named.get(number, 0.0), others.get(number, 0.0), separate.get(number, 0.0) / len(words)
        )
        for number in sorted(named.keys() | others.keys() | separate.keys())
    }


def _scores(connection: sqlite3.Connection, phrases: Iterable[str]) -> Iterator[tuple[int, float]]:
    """The passages with all of these phrases, and how well they match them."""
    every = " AND ".join(f'"{phrase}"' for phrase in phrases)
    return connection.execute(_SCORES, {"phrases": every})


def read_passages(
    connection: sqlite3.Connection,
    ids: Iterable[int],
    *,
    theme: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Iterator[Passage]:
    """The passages with these ids, one for each council, within a theme and a period."""
    values = {"ids": json.dumps(list(ids)), "theme": theme, "since": since, "until": until}
    for row in connection.execute(_PASSAGES, values):
        number, iri, themes, text, gss, name, path, title, date, earliest, page, paragraph = row
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
