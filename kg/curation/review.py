"""Asks people about doubtful links between names and doubtful findings.

Each doubt shows the quotes behind it, and each answer becomes a decision in the curation file.
Doubts that a decision already settles are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.curation.curation_file import Curation, append, remove_last
from kg.explore.explain import Quote, explain
from kg.gazetteer import fold
from kg.printable import printable
from kg.rdf.iris import THINGS, absolute, kind_of, token
from kg.rdf.vocabulary import ABOUT, FINDING, LABEL, RDF_TYPE, SAME_AS, named_node
from kg.reference_data import concept_labels
from kg.store.graph import Graph

__all__ = ["BACK", "QUIT", "Doubt", "Review", "Side", "doubts", "walk"]

#: Confidence below which a finding is doubtful, as in the query `doubtful-findings`.
DOUBTFUL = 0.6
#: Similarity (0 to 100) from which two names may mean one thing.
SIMILAR = 92
#: Quotes shown for each thing.
MAX_QUOTES = 3
UNDECIDED = "undecided"
SAME, NOT_SAME, NO_FINDING = "same", "not the same", "no finding"
#: What people may enter instead of an answer.
BACK, QUIT = "back", "quit"

_CONFIDENCE, _KIND = named_node("kg:confidence"), named_node("kg:findingKind")
_MAIN_THEME, _THEME = named_node("kg:mainTheme"), named_node("kg:theme")


@dataclass(frozen=True)
class Side:
    """One of the things that a doubt is about: its name or "", and the first of its quotes.

    `more` is the number of quotes that are not shown.
    """

    name: str
    quotes: tuple[Quote, ...]
    more: int = 0


@dataclass(frozen=True)
class Doubt:
    """A question to decide, the quotes behind it, and the possible answers.

    `about` is a pair of IRIs, or the address of a finding's words; `themes` are those of the
    finding, as tokens.
    """

    question: str
    sides: tuple[Side, ...]
    answers: tuple[str, ...]
    about: tuple[str, ...] | Mapping[str, Any]
    themes: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The quotes as lines for a terminal."""
        return tuple(line for side in self.sides for line in _lines(side))


class Review:
    """Doubts one after the other.  Each decision is written at once, and the last is taken back."""

    def __init__(self, found: Iterator[Doubt], path: Path) -> None:
        self._found, self._path = found, path
        self._answered: list[tuple[Doubt, dict[str, Any]]] = []
        self._reopened: list[Doubt] = []
        #: The doubt to decide now; None when there are no more.
        self.current: Doubt | None = next(found, None)

    @property
    def number(self) -> int:
        """The number of the current doubt, from 1."""
        return len(self._answered) + 1

    @property
    def decided(self) -> int:
        """The number of decisions that were written."""
        return sum(bool(decision) for _, decision in self._answered)

    def answer(self, answer: str, by: str, on: str, themes: Collection[str] = ()) -> None:
        """Decide the current doubt by one of its answers; `themes` are those of the finding.

        Raises InputError when the file can't be written to.
        """
        if self.current is None:
            return
        decision = _decision(self.current, answer, by, on, themes)
        if decision:
            append(self._path, decision)
        self._answered.append((self.current, decision))
        self.current = self._reopened.pop() if self._reopened else next(self._found, None)

    def back(self) -> None:
        """Take the last answer back, and ask again."""
        if not self._answered:
            return
        last, decision = self._answered[-1]
        if decision:
            remove_last(self._path, decision)
        self._answered.pop()
        if self.current is not None:
            self._reopened.append(self.current)
        self.current = last


def doubts(graph: Graph, curation: Curation) -> Iterator[Doubt]:
    """The undecided doubts of a graph: links between names first, then findings."""
    decided = _decided_in_file(curation) | _decided_in_graph(graph)
    for pair, linked in _pairs(graph):
        if frozenset(pair) not in decided:
            yield _pair_doubt(graph, pair, linked)
    for iri, confidence in _findings(graph):
        doubt = _finding_doubt(graph, iri, confidence)
        if doubt is not None and _place(doubt.about) not in decided and iri not in decided:
            yield doubt


def walk(
    found: Iterator[Doubt], ask: Callable[[Doubt, int], str], path: Path, by: str, on: str
) -> int:
    """Ask about each doubt and write each decision at once; returns the number written.

    `ask` gets a doubt and its number, from 1.  It returns one of the doubt's answers, BACK (to
    remove the last decision and ask about it again) or QUIT.
    """
    review = Review(found, path)
    while review.current is not None:
        answer = ask(review.current, review.number)
        if answer == QUIT:
            break
        if answer == BACK:
            review.back()
        else:
            review.answer(answer, by, on)
    return review.decided


def _decision(
    doubt: Doubt, answer: str, by: str, on: str, themes: Collection[str]
) -> dict[str, Any]:
    """The decision for an answer, as written to the file; empty for "undecided"."""
    signature = {"by": by, "on": on}
    if answer == UNDECIDED:
        return {}
    if isinstance(doubt.about, tuple):
        things = [iri.removeprefix(THINGS) for iri in doubt.about]
        return {"same" if answer == SAME else "different": things, **signature}
    if answer == NO_FINDING:
        return {"drop": dict(doubt.about), **signature}
    kept = [theme for theme in doubt.themes if theme in themes]  # the main theme stays the first
    ordered = [*kept, *(theme for theme in themes if theme not in kept)]
    changed = {"themes": ordered} if themes and set(themes) != set(doubt.themes) else {}
    return {"finding": dict(doubt.about), "kind": answer, **changed, **signature}


def _decided_in_file(curation: Curation) -> set[object]:
    """What the decisions of a file are about: IRIs, pairs of IRIs, and places of words."""
    found: set[object] = set()
    for decision in curation.decisions:
        about = [absolute(a) if isinstance(a, str) else _place(a) for a in decision.about]
        found |= set(about)
        if decision.kind in ("same", "different"):
            found |= {frozenset(pair) for pair in combinations(about, 2)}
    return found


def _decided_in_graph(graph: Graph) -> set[object]:
    """Pairs of IRIs that applied decisions are about: the file may refer to them by name."""
    about: dict[object, set[str]] = defaultdict(set)
    for quad in graph.store.quads_for_pattern(None, named_node("kg:about"), None):
        if isinstance(quad.object, ox.NamedNode):
            about[quad.subject].add(quad.object.value)
    return {frozenset(pair) for iris in about.values() for pair in combinations(sorted(iris), 2)}


def _place(about: Any) -> tuple[str, int, int] | None:
    if isinstance(about, Mapping) and "document" in about:
        return str(about["document"])[:16], int(about["start"]), int(about["end"])
    return None


def _pairs(graph: Graph) -> Iterator[tuple[tuple[str, str], bool]]:
    """Pairs that may be one thing, and whether the graph links them; linked pairs come first."""
    linked = {
        (quad.object.value, quad.subject.value)
        for quad in graph.store.quads_for_pattern(None, SAME_AS, None)
        if isinstance(quad.object, ox.NamedNode) and isinstance(quad.subject, ox.NamedNode)
    }
    yield from ((pair, True) for pair in sorted(linked))
    known = {frozenset(pair) for pair in linked}
    for classes in ("Inspector", "Leader"), ("Programme",), ("Organisation",):
        names = {iri: name for class_ in classes for iri, name in _named(graph, class_)}
        for pair in _similar(names):
            if frozenset(pair) not in known:
                yield pair, False


def _named(graph: Graph, class_: str) -> Iterator[tuple[str, str]]:
    for quad in graph.store.quads_for_pattern(None, RDF_TYPE, named_node(f"kg:{class_}")):
        if isinstance(quad.subject, ox.NamedNode) and _has_claims(graph, quad.subject):
            labels = graph.store.quads_for_pattern(quad.subject, LABEL, None)
            names = [q.object.value for q in labels if isinstance(q.object, ox.Literal)]
            if names:
                yield quad.subject.value, min(names)


def _has_claims(graph: Graph, node: ox.NamedNode) -> bool:
    """Whether a claim is about it; things that are only in the reference data have none."""
    return any(any(graph.store.quads_for_pattern(None, name, node)) for name in ABOUT)


def _similar(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of IRIs with similar names; only names with a common first or last word count."""
    from rapidfuzz import fuzz

    folded = {iri: fold(name) for iri, name in names.items()}
    blocks: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(names):
        for word in {*folded[iri].split()[:1], *folded[iri].split()[-1:]}:
            blocks[word].append(iri)
    pairs = {pair for block in blocks.values() for pair in combinations(block, 2)}
    for first, second in sorted(pairs):
        # local things of two councils may have one name
        if kind_of(first) != "person" and _have_different_councils(first, second):
            continue
        if fuzz.ratio(folded[first], folded[second], score_cutoff=SIMILAR) >= SIMILAR:
            yield first, second


def _have_different_councils(first: str, second: str) -> bool:
    """Whether two IRIs name local things of different councils."""
    parts = [iri.removeprefix(THINGS).split("/") for iri in (first, second)]
    return all(len(part) > 2 for part in parts) and parts[0][1] != parts[1][1]


def _pair_doubt(graph: Graph, pair: tuple[str, str], linked: bool) -> Doubt:
    now = "the same" if linked else "different"
    question = f"The graph treats these two as {now}. Are they the same?"
    sides = tuple(_side(graph, iri) for iri in pair)
    return Doubt(question, sides, (SAME, NOT_SAME, UNDECIDED), pair)


def _side(graph: Graph, iri: str) -> Side:
    quotes = explain(graph, iri)
    more = max(len(quotes) - MAX_QUOTES, 0)
    return Side(iri.removeprefix(THINGS), quotes[:MAX_QUOTES], more)


def _lines(side: Side) -> Iterator[str]:
    if side.name:
        yield side.name
    for quote in side.quotes:
        yield from _shown(quote)
    if side.more:
        yield f"    and {side.more} more"


def _shown(quote: Quote) -> Iterator[str]:
    yield printable(f"    “{quote.words}”")
    page = f", page {quote.page}" if quote.page is not None else ""
    yield printable(f"    {quote.path}{page}, characters {quote.start} to {quote.end}")


def _findings(graph: Graph) -> list[tuple[str, float]]:
    """Doubtful findings with their confidence, the lowest first."""
    found = {
        quad.subject.value: float(quad.object.value)
        for quad in graph.store.quads_for_pattern(None, _CONFIDENCE, None)
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
        and float(quad.object.value) < DOUBTFUL
        and any(graph.store.quads_for_pattern(quad.subject, RDF_TYPE, FINDING.node))
    }
    return sorted(found.items(), key=lambda item: (item[1], item[0]))


def _finding_doubt(graph: Graph, iri: str, confidence: float) -> Doubt | None:
    quotes = [quote for quote in explain(graph, iri) if quote.claim == iri]
    kinds = [q.object for q in graph.store.quads_for_pattern(ox.NamedNode(iri), _KIND, None)]
    if not quotes or not kinds:
        return None
    main, others = (
        sorted(
            token(quad.object.value)
            for quad in graph.store.quads_for_pattern(ox.NamedNode(iri), name, None)
            if isinstance(quad.object, ox.NamedNode)
        )
        for name in (_MAIN_THEME, _THEME)
    )
    quote = quotes[0]
    kind = token(str(kinds[0])[1:-1])
    about = {
        "document": iri.removeprefix(THINGS).split("/")[1],
        "start": quote.start,
        "end": quote.end,
        "fact": "finding",
        "quote": quote.words,
    }
    answers: Iterable[str] = concept_labels("finding-kind")
    return Doubt(
        question=f"Classified as {kind}, with confidence {confidence:g}. What kind is it?",
        sides=(Side("", (quote,)),),
        answers=(*answers, NO_FINDING, UNDECIDED),
        about=about,
        themes=tuple(dict.fromkeys((*main, *others))),
    )
