"""From a question to what good councils did about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.explore.practice.passages import Passage, read_marks, read_matches, read_passages
from kg.explore.practice.question import Question, read_question
from kg.explore.practice.ranking import WEIGHTS, Weights, recency, score, specificity, word_scores
from kg.explore.practice.repeats import fold_repeats
from kg.explore.practice.standing import GOOD, Held, Standing, read_standings
from kg.explore.search import SearchRequest, filters
from kg.explore.search_words import MAX_WORDS, OPERATORS
from kg.gazetteer import Gazetteer
from kg.reference_data import concept_labels
from kg.store.graph import open_graph
from kg.store.index_reader import open_index

__all__ = ["Practice", "PracticeResult", "find_practice"]

#: A passage with the grade that the council held.
Graded = tuple[Passage, Held]


@dataclass(frozen=True)
class Practice:
    """What a good council did: a passage, and the grade that the council held then.

    `region` is its name.  `neighbour` is whether the council is a statistical neighbour of the one
    that asks; None if none asks.  `repeats` counts the passages that say the same again.  `marks`
    are the ranges of the text with what is asked for.
    """

    passage: Passage
    held: Held
    region: str
    neighbour: bool | None
    repeats: int
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class PracticeResult:
    """The best passages, best first, and the total number of them.

    `question` is what was looked for, and `nowhere` are those of its words that no strength has.
    `ungraded` is the number of passages left out because the grade of their council is not known.
    """

    found: tuple[Practice, ...]
    total: int
    question: Question
    nowhere: tuple[str, ...]
    ungraded: int


def find_practice(
    where: str | Path, request: SearchRequest, weights: Weights = WEIGHTS
) -> PracticeResult:
    """Passages about the request's words from reports on councils that were good or outstanding.

    The request's council is the one that asks: what others did is found.

    Raises UsageError for a question without words, and as `search.find` does.
    """
    question = _question(request)
    values = filters(request)
    asks = Gazetteer.load().resolve(request.councils[0]).gss if request.councils else None
    neighbours = Gazetteer.load().councils[asks].neighbours if asks else ()
    with open_graph(where) as graph, open_index(where) as connection:
        by_term = [read_matches(connection, term) for term in question.terms]
        words = word_scores(by_term, weights)
        others = [p for p in read_passages(connection, words, values) if p.gss != asks]
        good, ungraded = _good(others, read_standings(graph.store))
        ranked = dict(_ranked(good, words, question.themes, weights))
        folded = fold_repeats(ranked)
        found = tuple(
            Practice(
                passage,
                ranked[passage],
                _region(passage.gss),
                passage.gss in neighbours if asks else None,
                repeats,
                read_marks(connection, passage, question.terms),
            )
            for passage, repeats in folded[: request.limit]
        )
    nowhere = (term.asked for term, has in zip(question.terms, by_term, strict=True) if not has)
    return PracticeResult(found, len(folded), question, tuple(nowhere), ungraded)


def _question(request: SearchRequest) -> Question:
    words = " ".join(request.words).split()
    if request.kind not in (None, "strength"):
        raise UsageError("a search for practice finds strengths only; leave out the kind")
    if len(request.councils) > 1 or request.regions:
        raise UsageError(
            "a search for practice takes one council, the one that asks, and no region"
        )
    if not OPERATORS.isdisjoint(words):
        raise UsageError("a search for practice takes plain words, without AND, OR and NOT")
    if len(words) > MAX_WORDS:
        raise UsageError(f"a search can have at most {MAX_WORDS} words")
    question = read_question(" ".join(words))
    if not question.terms:
        raise UsageError(f"no word in {' '.join(words)!r} says what to look for; name a subject")
    return question


def _good(
    passages: Iterable[Passage], standings: Mapping[tuple[str, str], Standing]
) -> tuple[list[Graded], int]:
    """The passages on good councils, and the number of those on councils of unknown grade."""
    good: list[Graded] = []
    ungraded = 0
    for passage in passages:
        standing = standings.get((passage.document, passage.gss), Standing({}))
        held = standing.on("".join(passage.themes[:1]))
        if held is None:
            ungraded += 1
        elif held.grade in GOOD:
            good.append((passage, held))
    return good, ungraded


def _ranked(
    good: Sequence[Graded], words: Mapping[int, float], asked: frozenset[str], weights: Weights
) -> list[Graded]:
    """The passages, best first."""
    newest = max((passage.earliest for passage, _ in good), default="")
    specific = specificity([passage.text for passage, _ in good], weights)
    scores = [
        score(
            words[passage.id],
            passage.themes,
            asked,
            held.grade,
            how,
            recency(passage.earliest, newest, weights),
            weights,
        )
        for (passage, held), how in zip(good, specific, strict=True)
    ]
    best = sorted(zip(scores, good, strict=True), key=lambda pair: (-pair[0], pair[1][0].id))
    return [graded for _, graded in best]


def _region(gss: str) -> str:
    council = Gazetteer.load().councils.get(gss)
    return concept_labels("region")[council.region][0] if council else ""
