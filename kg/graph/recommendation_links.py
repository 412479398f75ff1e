"""What became of recommendations: later statements about the same issue, and a state.

Each recommendation is compared with the findings of later inspections of the same council
(`kg.graph.same_issue`).  A pair that is likely enough is a follow-up: a claim with the finding's
words as evidence.  What it says, by `kg/words/recommendation_states.toml`, is that the issue is
settled, that there is some progress, or that it is raised again.  The latest document that speaks
of a recommendation decides its state.

An inspection without a date has no place in this order: its recommendations have no state, and its
findings follow up nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pyoxigraph as ox

from kg.graph.same_issue import Statement, confidence, may_match
from kg.graph.subjects import has_phrase
from kg.rdf.iris import ENTITIES_GRAPH, concept, token
from kg.rdf.vocabulary import FOLLOW_UP, RDF_TYPE, literal, named_node, prologue
from kg.resources import word_lists
from kg.store.select import text_rows

__all__ = ["Link", "Place", "follow_up_quads", "links", "said", "state"]

#: The most characters between two findings of which one goes on with the other.
NEXT_TO = 3
#: In single inspections, the share of the text after which recommendations are to the board.
BOARD_PART = 0.6

GRAPH = ox.NamedNode(ENTITIES_GRAPH)
PROLOGUE = prologue("kg", "skos")
NO_LATER_WORD = "no-later-word"

DATES = """SELECT DISTINCT ?inspection ?first ?last ?type {
  ?inspection kg:startEarliest ?first ; kg:startLatest ?last ; kg:inspectionType/skos:notation ?type
}"""
FINDINGS = """SELECT DISTINCT ?finding ?document ?inspection ?kind ?main ?text ?start ?end {
  ?finding kg:findingKind ?kind ; kg:mainTheme ?main ; kg:text ?text ; kg:document ?document ;
    kg:inSection/kg:inspection ?inspection ; kg:startOffset ?start ; kg:endOffset ?end }"""
COUNCILS = "SELECT DISTINCT ?finding ?council { ?finding kg:inSection/kg:council ?council }"
THEMES = "SELECT DISTINCT ?finding ?theme { ?finding kg:theme ?theme }"
STATED = """SELECT DISTINCT ?item ?finding ?confidence {
  ?claim a kg:FollowUp ; kg:addressesRecommendation ?item ; kg:finding ?finding ;
    kg:confidence ?confidence
  MINUS { ?claim kg:recommendationState ?says } }"""
TRENDS = "SELECT DISTINCT ?finding ?trend { ?finding kg:trend ?trend }"


#: The findings that answer a recommendation in a document's own words, with a confidence.
Stated = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Place:
    """A finding in its council and its document.

    `start` is its first character; `first` and `last` are the days between which its inspection
    began.
    """

    statement: Statement
    council: str
    document: str
    start: int
    first: str
    last: str
    trend: str

    @property
    def order(self) -> tuple[str, str, int, str]:
        """By date, then by document and place."""
        return self.first, self.document, self.start, self.statement.iri


@dataclass(frozen=True, slots=True)
class Link:
    """A later statement about the issue of a recommendation; `says` is a state."""

    recommendation: Place
    later: Place
    says: str
    confidence: float


def links(places: Iterable[Place], stated: Stated) -> Iterator[tuple[Place, list[Link]]]:
    """Each dated recommendation with its later statements, in order of their dates."""
    by_council: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_council[place.council].append(place)
    for _, own in sorted(by_council.items()):
        own.sort(key=lambda place: place.order)
        days = [place.first for place in own]
        numbers = {place.statement.iri: k for k, place in enumerate(own)}
        with_subject = _by_subject(own)
        for item in own:
            if item.statement.kind == "recommendation":
                after = bisect_right(days, item.last)
                answers = stated.get(item.statement.iri, {})
                near = {numbers[iri] for iri in answers if iri in numbers}
                near.update(*(with_subject[name] for name in item.statement.about.subjects))
                later = [(own[k], own[k + 1 : k + 2]) for k in sorted(near) if k >= after]
                yield item, _later_links(item, later, answers)


def _later_links(
    item: Place, near: Iterable[tuple[Place, Sequence[Place]]], stated: Mapping[str, float]
) -> list[Link]:
    """The links of a recommendation to those of some findings that are about its issue.

    Each finding comes with the one after it, if there is one.
    """
    threshold = word_lists("same_issue")["threshold"]
    found = []
    for later, following in near:
        likely = stated.get(later.statement.iri)
        if likely is None and may_match(item.statement, later.statement):
            likely = round(confidence(item.statement, later.statement), 2)
            likely = likely if likely >= threshold else None
        if likely is not None:
            says = said(later.statement, later.trend)
            if any(_says_otherwise(item, later, one) for one in following):
                says = "some-progress"
            found.append(Link(item, later, says, likely))
    return found


def _says_otherwise(item: Place, later: Place, following: Place) -> bool:
    """Whether the next sentence of the document finds the contrary on the same issue."""
    gap = following.start - later.start - len(later.statement.text)
    return (
        following.document == later.document
        and {later.statement.kind, following.statement.kind} == {"strength", "weakness"}
        and 0 <= gap <= NEXT_TO
        and bool(item.statement.about.telling & following.statement.about.subjects)
    )


def _by_subject(places: Sequence[Place]) -> Mapping[str, list[int]]:
    """The numbers of the findings that name each subject, or go on with one that does."""
    found: dict[str, list[int]] = defaultdict(list)
    for k, place in enumerate(places):
        for name in place.statement.about.subjects | place.statement.goes_on_about:
            found[name].append(k)
    return found


def said(statement: Statement, trend: str) -> str:
    """What a later statement says of an issue: the state of the first rule that fits."""
    return next(
        str(rule["state"])
        for rule in word_lists("recommendation_states")["rule"]
        if rule.get("kind", statement.kind) == statement.kind
        and rule.get("trend", trend) == trend
        and (not rule.get("unfinished") or has_phrase(statement.text, "unfinished"))
        and (not rule.get("hedged") or bool(_hedge().search(statement.text)))
    )


@cache
def _hedge() -> re.Pattern[str]:
    words = "|".join(map(re.escape, word_lists("recommendation_states")["hedges"]))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def state(found: Sequence[Link]) -> str:
    """The state of a recommendation: what the latest document that speaks of it says.

    A document that asks for it again raises it again; one that says several things says that
    there is some progress.
    """
    if not found:
        return NO_LATER_WORD
    last = max(found, key=lambda link: link.later.order).later
    latest = [link for link in found if link.later.document == last.document]
    if any(link.later.statement.kind == "recommendation" for link in latest):
        return "raised-again"
    says = Counter(link.says for link in latest)
    return next(iter(says)) if len(says) == 1 else "some-progress"


def follow_up_quads(store: ox.Store) -> Iterator[ox.Quad]:
    """The follow-ups and the states, as quads of the graph `entities`."""
    stated: dict[str, dict[str, float]] = defaultdict(dict)
    for item, finding, likely in _rows(store, STATED):
        stated[item][finding] = float(likely)
    of_all_councils: dict[str, list[Link]] = defaultdict(list)
    for recommendation, found in links(_places(store), stated):
        of_all_councils[recommendation.statement.iri] += found
        for link in found:
            yield from _claim(link)
    for iri, found in of_all_councils.items():
        yield _quad(iri, "recommendationState", _state(state(found)))


def _claim(link: Link) -> Iterator[ox.Quad]:
    later, item = link.later, link.recommendation
    key, local = later.statement.iri.split("/")[-2:]
    claim = FOLLOW_UP.iri(key, local, *item.statement.iri.split("/")[-2:])
    yield ox.Quad(ox.NamedNode(claim), RDF_TYPE, FOLLOW_UP.node, GRAPH)
    for name, value in (
        ("finding", later.statement.iri),
        ("addressesRecommendation", item.statement.iri),
        ("document", later.document),
        ("evidence", later.statement.iri),
        ("council", later.council),
    ):
        yield _quad(claim, name, ox.NamedNode(value))
    yield _quad(claim, "recommendationState", _state(link.says))
    yield _quad(claim, "confidence", literal(f"{link.confidence:g}", "decimal"))


def _quad(subject: str, name: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), named_node(f"kg:{name}"), value, GRAPH)


def _state(name: str) -> ox.NamedNode:
    return ox.NamedNode(concept("recommendation-state", name))


def _places(store: ox.Store) -> Iterator[Place]:
    """The findings in a store of inspections whose date is known."""
    dates = {row[0]: (row[1], row[2], row[3]) for row in _rows(store, DATES)}
    councils, themes = _values(store, COUNCILS), _values(store, THEMES)
    trends = _values(store, TRENDS)
    rows = {row[0]: row for row in sorted(_rows(store, FINDINGS), reverse=True)}
    ranges = {iri: (int(row[-2]), int(row[-1])) for iri, row in rows.items()}
    ends: dict[str, int] = defaultdict(int)
    for iri, (_, end) in ranges.items():
        ends[rows[iri][1]] = max(ends[rows[iri][1]], end)

    def statement(iri: str, inspection_type: str, before: Statement | None) -> Statement:
        _, document, _, kind, main, text, *_ = rows[iri]
        others = themes.get(iri, set())
        return Statement(
            iri,
            text,
            token(kind),
            tuple(map(token, (main, *sorted(others)))),
            inspection_type,
            in_board_part=inspection_type == "single-inspection"
            and ranges[iri][0] > BOARD_PART * ends[document],
            before=before,
        )

    before = _before({iri: (row[1], *ranges[iri]) for iri, row in rows.items()})
    for iri, (_, document, inspection, *_) in rows.items():
        if inspection not in dates:
            continue
        first, last, kind = dates[inspection]
        earlier = statement(before[iri], kind, None) if iri in before else None
        one = statement(iri, kind, earlier)
        trend = token(min(trends[iri])) if iri in trends else ""
        for council in councils.get(iri, ()):
            start = ranges[iri][0]
            yield Place(one, council, document, start, first, last, trend)


def _before(spans: Mapping[str, tuple[str, int, int]]) -> dict[str, str]:
    """The finding right before another, by the other's IRI; spans are document, start and end."""
    ordered = sorted(spans, key=lambda iri: (spans[iri], iri))
    return {
        second: first
        for first, second in pairwise(ordered)
        if spans[first][0] == spans[second][0]
        and 0 <= spans[second][1] - spans[first][2] <= NEXT_TO
    }


def _values(store: ox.Store, query: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for iri, value in _rows(store, query):
        found[iri].add(value)
    return found


def _rows(store: ox.Store, query: str) -> Iterator[list[str]]:
    _, *rows = text_rows(store, PROLOGUE + query, use_default_graph_as_union=True)
    yield from rows
