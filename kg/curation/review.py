"""What people should look at: doubtful links between names, and doubtful findings.

Each doubt shows the words that it rests on, and each answer is a decision for the curation file.
What the file decides already is no doubt any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.curation.curation_file import Curation, append, without_last
from kg.explore.explain import Quote, explain
from kg.gazetteer import concept_labels, fold
from kg.printable import printable
from kg.rdf.iris import THINGS, absolute, kind_of, token
from kg.rdf.vocabulary import ABOUT, FINDING, LABEL, RDF_TYPE, SAME_AS, named_node
from kg.store.graph import Graph

__all__ = ["BACK", "QUIT", "Doubt", "doubts", "walk"]

#: A finding with less confidence is doubtful, as for the query `doubtful-findings`.
DOUBTFUL = 0.6
#: Names that are alike to this degree (0 to 100) may be one.
ALIKE = 92
#: So many quotes of each thing are shown.
MOST_QUOTES = 3
UNDECIDED = "undecided"
SAME, NOT_SAME, NO_FINDING = "same", "not the same", "no finding"
#: What someone may say instead of an answer.
BACK, QUIT = "back", "quit"

_CONFIDENCE, _KIND = named_node("kg:confidence"), named_node("kg:findingKind")


@dataclass(frozen=True)
class Doubt:
    """Something to decide: a question, the words behind it, and the answers that there are.

    `about` is two IRIs, or the address of a finding's words.
    """

    question: str
    lines: tuple[str, ...]
    answers: tuple[str, ...]
    about: tuple[str, ...] | Mapping[str, Any]


def doubts(graph: Graph, curation: Curation) -> Iterator[Doubt]:
    """The doubts of a graph that no decision is on: links by name first, then findings."""
    decided = _decided(curation) | _applied(graph)
    for pair, tied in _pairs(graph):
        if frozenset(pair) not in decided:
            yield _of_pair(graph, pair, tied)
    for iri, confidence in _findings(graph):
        doubt = _of_finding(graph, iri, confidence)
        if doubt is not None and _place(doubt.about) not in decided and iri not in decided:
            yield doubt


def walk(
    found: Iterator[Doubt], ask: Callable[[Doubt, int], str], path: Path, by: str, on: str
) -> int:
    """Ask for each doubt and write each decision to the file at once; returns how many it wrote.

    `ask` gets a doubt and its number, from 1, and returns one of its answers, BACK (the last
    answer is taken out of the file and asked for again) or QUIT.
    """
    answered: list[tuple[Doubt, dict[str, Any]]] = []
    again: list[Doubt] = []
    while (doubt := again.pop() if again else next(found, None)) is not None:
        answer = ask(doubt, len(answered) + 1)
        if answer == QUIT:
            break
        if answer == BACK:
            again.append(doubt)
            if answered:
                last, decided = answered.pop()
                again.append(last)
                if decided:
                    without_last(path, decided)
            continue
        decided = _decision(doubt, answer, by, on)
        if decided:
            append(path, decided)
        answered.append((doubt, decided))
    return sum(bool(decided) for _, decided in answered)


def _decision(doubt: Doubt, answer: str, by: str, on: str) -> dict[str, Any]:
    """The decision that an answer is, as it stands in the file; empty when it is undecided."""
    said = {"by": by, "on": on}
    if answer == UNDECIDED:
        return {}
    if isinstance(doubt.about, tuple):
        things = [iri.removeprefix(THINGS) for iri in doubt.about]
        return {"same" if answer == SAME else "different": things, **said}
    if answer == NO_FINDING:
        return {"drop": dict(doubt.about), **said}
    return {"finding": dict(doubt.about), "kind": answer, **said}


def _decided(curation: Curation) -> set[object]:
    """What decisions are on: pairs of IRIs, places of words, IRIs."""
    found: set[object] = set()
    for one in curation.decisions:
        full = [absolute(a) if isinstance(a, str) else _place(a) for a in one.about]
        found |= set(full)
        if one.kind in ("same", "different"):
            found |= {frozenset(pair) for pair in combinations(full, 2)}
    return found


def _applied(graph: Graph) -> set[object]:
    """Pairs that decisions in the graph are on, however the file names them."""
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
    """Things that may be one, and whether the graph ties them: the tied ones first."""
    tied = {
        (quad.object.value, quad.subject.value)
        for quad in graph.store.quads_for_pattern(None, SAME_AS, None)
        if isinstance(quad.object, ox.NamedNode) and isinstance(quad.subject, ox.NamedNode)
    }
    yield from ((pair, True) for pair in sorted(tied))
    known = {frozenset(pair) for pair in tied}
    for kind in ("Inspector", "Leader"), ("Programme",), ("Organisation",):
        names = {iri: name for of in kind for iri, name in _named(graph, of)}
        for pair in _alike(names):
            if frozenset(pair) not in known:
                yield pair, False


def _named(graph: Graph, of: str) -> Iterator[tuple[str, str]]:
    for quad in graph.store.quads_for_pattern(None, RDF_TYPE, named_node(f"kg:{of}")):
        if isinstance(quad.subject, ox.NamedNode) and _spoken(graph, quad.subject):
            labels = graph.store.quads_for_pattern(quad.subject, LABEL, None)
            names = [q.object.value for q in labels if isinstance(q.object, ox.Literal)]
            if names:
                yield quad.subject.value, min(names)


def _spoken(graph: Graph, node: ox.NamedNode) -> bool:
    """Whether a claim points to it: the gazetteer knows more than the documents say."""
    return any(any(graph.store.quads_for_pattern(None, name, node)) for name in ABOUT)


def _alike(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of IRIs whose names are nearly alike; only names that share a word are compared."""
    from rapidfuzz import fuzz

    folded = {iri: fold(name) for iri, name in names.items()}
    blocks: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(names):
        for word in {*folded[iri].split()[:1], *folded[iri].split()[-1:]}:
            blocks[word].append(iri)
    pairs = {pair for block in blocks.values() for pair in combinations(block, 2)}
    for one, other in sorted(pairs):
        # what councils call alike is a thing of each
        if kind_of(one) != "person" and _apart(one, other):
            continue
        if fuzz.ratio(folded[one], folded[other], score_cutoff=ALIKE) >= ALIKE:
            yield one, other


def _apart(one: str, other: str) -> bool:
    """Whether two local things are of two councils."""
    parts = [iri.removeprefix(THINGS).split("/") for iri in (one, other)]
    return all(len(part) > 2 for part in parts) and parts[0][1] != parts[1][1]


def _of_pair(graph: Graph, pair: tuple[str, str], tied: bool) -> Doubt:
    lines = [line for iri in pair for line in (iri.removeprefix(THINGS), *_quotes(graph, iri))]
    how = "The graph takes them for one" if tied else "The graph takes them for two"
    return Doubt(f"{how}: are they?", tuple(lines), (SAME, NOT_SAME, UNDECIDED), pair)


def _quotes(graph: Graph, iri: str) -> Iterator[str]:
    quotes = explain(graph, iri)
    for quote in quotes[:MOST_QUOTES]:
        yield from _shown(quote)
    if len(quotes) > MOST_QUOTES:
        yield f"    and {len(quotes) - MOST_QUOTES} more"


def _shown(quote: Quote) -> Iterator[str]:
    yield printable(f"    “{quote.words}”")
    page = f", page {quote.page}" if quote.page is not None else ""
    yield printable(f"    {quote.path}{page}, characters {quote.start} to {quote.end}")


def _findings(graph: Graph) -> list[tuple[str, float]]:
    """Doubtful findings with their confidence, the least sure first."""
    found = {
        quad.subject.value: float(quad.object.value)
        for quad in graph.store.quads_for_pattern(None, _CONFIDENCE, None)
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
        and float(quad.object.value) < DOUBTFUL
        and any(graph.store.quads_for_pattern(quad.subject, RDF_TYPE, FINDING.node))
    }
    return sorted(found.items(), key=lambda item: (item[1], item[0]))


def _of_finding(graph: Graph, iri: str, confidence: float) -> Doubt | None:
    quotes = [quote for quote in explain(graph, iri) if quote.claim == iri]
    kinds = [q.object for q in graph.store.quads_for_pattern(ox.NamedNode(iri), _KIND, None)]
    if not quotes or not kinds:
        return None
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
        question=f"It is taken for a {kind}, with a confidence of {confidence:g}: what is it?",
        lines=tuple(_shown(quote)),
        answers=(*answers, NO_FINDING, UNDECIDED),
        about=about,
    )
