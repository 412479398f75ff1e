"""From a question to what good councils did about it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError
from kg.explore.practice.passages import Passage, read_matches, read_passages
from kg.explore.practice.question import Question, read_question
from kg.explore.practice.ranking import WEIGHTS, Weights, recency, score, specificity, word_scores
from kg.explore.practice.repeats import fold_repeats
from kg.explore.practice.standing import GOOD, Held, read_standings
from kg.explore.search import SearchRequest, filters, open_index
from kg.gazetteer import Gazetteer
from kg.store.graph import open_graph

__all__ = ["Practice", "PracticeResult", "find_practice"]


@dataclass(frozen=True)
class Practice:
    """What one good council did: a passage, the grade then, and how often it says so."""

    passage: Passage
    held: Held
    region: str
    neighbour: bool | None
    repeats: int


@dataclass(frozen=True)
class PracticeResult:
    """The best passages, best first; how many there are; and what was looked for.

    `unknown` is the number of passages of councils whose grade then the graph does not tell.
    """

    found: tuple[Practice, ...]
    total: int
    question: Question
    unknown: int = 0


def find_practice(
    where: str | Path, request: SearchRequest, weights: Weights = WEIGHTS
) -> PracticeResult:
    values = filters(request)
    question = read_question(" ".join(request.words))
    if not question.terms:
        return PracticeResult((), 0, question)
    with open_graph(where) as graph, closing(open_index(where)) as connection:
        standings = read_standings(graph.store)
        by_term = read_matches(connection, question)
        words = word_scores(by_term, weights)
        passages = list(read_passages(connection, words, theme=values["theme"], since=values["since"], until=values["until"]))
        (newest,) = connection.execute("SELECT max(earliest) FROM document").fetchone()
    councils = Gazetteer.load().councils
    asks = values["council"]
    unknown = 0
    good: list[tuple[Passage, Held]] = []
    for passage in passages:
        if passage.gss == asks:
            continue
        standing = standings.get((passage.document, passage.gss))
        held = standing.on(passage.themes[0] if passage.themes else "") if standing else None
        if held is None:
            unknown += 1
        elif held.grade in GOOD:
            good.append((passage, held))
    specific = specificity([p.text for p, _ in good], weights)
    scored = sorted(
        (
            (
                -score(words[p.id], p.themes, question.themes, held.grade, s, recency(p.earliest, newest or "", weights), weights),
                p.id,
                p.gss,
                p,
                held,
            )
            for (p, held), s in zip(good, specific, strict=True)
        ),
        key=lambda row: row[:3],
    )
    helds = {p: held for *_, p, held in scored}
    folded = fold_repeats(p for *_, p, _ in scored)
    neighbours = councils[asks].neighbours if asks else ()
    found = tuple(
        Practice(
            p, helds[p], councils[p.gss].region if p.gss in councils else "", p.gss in neighbours if asks else None, repeats
        )
        for p, repeats in folded[: request.limit]
    )
    return PracticeResult(found, len(folded), question, unknown)
