"""Links between inspections: what follows what, which grade was held, what a finding addresses.

A link comes from a claim of one document, which has its evidence.  It is made only if exactly one
inspection, or one recommendation, matches; other follow-ups are reported as unresolved.

An inspection *follows* another if a claim's date falls between the other's first day and its
publication, and their types agree.  A claim that gives no type means a full inspection.  Many
reports don't say when they were published: if no inspection fits, one that ended up to
`UNTIL_PUBLISHED` days before the claim's date may.

A grade is *held at* an inspection that began while it was the council's overall one: of the grades
that the inspection's document states for earlier inspections, that of the last day, and of the
grades that other inspections in the graph gave, that of the last one.  Grades of the same day are
all held, because nothing tells which one was.

A follow-up *addresses* the recommendation whose words it repeats.  A word's weight is 1 divided by
the number of that inspection's recommendations that contain it.  A recommendation's score is the
total weight of the words that it shares with the follow-up.  The best one must share at least
`MIN_SHARED_WORDS` words, score at least `MIN_SCORE`, and at least `MIN_LEAD` times as much as the
second.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import NamedTuple

import pyoxigraph as ox

from kg.model import Unresolved
from kg.rdf.iris import ENTITIES_GRAPH, concept
from kg.rdf.vocabulary import literal, named_node, prologue
from kg.resources import word_lists
from kg.store.select import text_rows

__all__ = ["InspectionLinks"]

MIN_SCORE, MIN_LEAD, MIN_SHARED_WORDS = 1.2, 1.5, 2
#: Confidence of a link to an inspection whose days a claim does not name.
NOT_BY_ITS_DAYS = 0.7
#: Days from an inspection's end within which its report is published.
UNTIL_PUBLISHED = 100

GRAPH = ox.NamedNode(ENTITIES_GRAPH)
#: Types of inspection that "the last inspection" may mean when no type is given.
FULL = tuple(concept("inspection-type", kind) for kind in ("single-inspection", "ilacs", "other"))
#: The type of claims about another body or another framework, which are not linked.
OTHER = concept("inspection-type", "other")
WORD = re.compile(r"[a-z]{4,}|\b\d{1,2}\b")
ENDING = re.compile(r"(?:ings?|ed|ies|es|s|ly|ment)$")

PROLOGUE = prologue("kg", "oa", "org", "xsd")
CLAIMS = """SELECT DISTINCT ?claim ?inspection ?council ?from ?to ?type {
  ?claim a kg:EarlierInspection ; kg:inspection ?inspection ; kg:council ?council ;
    kg:whenEarliest ?from ; kg:whenLatest ?to .
  OPTIONAL { ?claim kg:inspectionType ?type } }"""
# One sub-SELECT for each property, so that an inspection that many documents report, which has
# each of its properties many times, does not multiply the rows.
INSPECTIONS = """SELECT DISTINCT ?inspection ?council ?type ?start ?end ?published {
  { SELECT DISTINCT ?inspection { ?inspection a kg:Inspection } }
  { SELECT DISTINCT ?inspection ?council { ?inspection kg:council ?council } }
  { SELECT DISTINCT ?inspection ?type { ?inspection kg:inspectionType ?type } }
  { SELECT DISTINCT ?inspection ?start { ?inspection kg:startEarliest ?start } }
  { SELECT DISTINCT ?inspection ?end { ?inspection kg:endLatest ?end } }
  OPTIONAL {
    SELECT DISTINCT ?inspection ?published { ?inspection kg:publishedLatest ?published } } }"""
PREDECESSORS = """SELECT DISTINCT ?council ?before {
  ?change org:originalOrganization ?before ; org:resultingOrganization ?council }"""
# Overall grades of a council that a document states for inspections before the one it reports.
GRADES_STATED = f"""SELECT DISTINCT ?document ?inspection ?council ?claim ?day {{
  ?claim a kg:EarlierInspection ; kg:document ?document ; kg:council ?council ; kg:grade ?grade ;
    kg:whenEarliest ?from ; kg:whenLatest ?day .
  ?document kg:reports ?inspection .
  ?inspection kg:council ?council
  OPTIONAL {{ ?inspection kg:startEarliest ?start }}
  MINUS {{ ?claim kg:gradedArea ?part }}
  MINUS {{ ?claim kg:inspectionType <{OTHER}> }}
  FILTER(!BOUND(?start) || ?from < ?start) }}"""
# Overall grades that inspections gave; joined with STARTS in Python, which is faster.
GRADES_GIVEN = f"""SELECT DISTINCT ?inspection ?council ?claim ?day {{
  ?claim kg:area <{concept("area", "overall-effectiveness")}> ; kg:grade ?grade ;
    kg:inspection ?inspection ; kg:council ?council .
  ?inspection kg:council ?council ; kg:startEarliest ?day }}"""
STARTS = """SELECT DISTINCT ?inspection ?council ?day {
  ?inspection a kg:Inspection ; kg:council ?council ; kg:startEarliest ?day }"""
FOLLOW_UPS = """SELECT DISTINCT ?claim ?inspection ?from ?to ?words ?start ?end ?sha ?finding {
  ?claim a kg:FollowUp ; kg:inspection ?inspection ; kg:document/kg:sha256 ?sha ;
    kg:evidence ?evidence .
  ?evidence kg:text ?words ; kg:startOffset ?start ; kg:endOffset ?end .
  OPTIONAL { ?claim kg:whenEarliest ?from ; kg:whenLatest ?to }
  OPTIONAL { ?claim kg:finding ?finding } }"""
RECOMMENDATIONS = f"""SELECT DISTINCT ?inspection ?item ?text {{
  ?item kg:findingKind <{concept("finding-kind", "recommendation")}> ; kg:text ?text ;
    kg:inSection/kg:inspection ?inspection }}"""


@dataclass(frozen=True, slots=True)
class _Inspection:
    """An inspection in the graph; `published` is the last day of its publication date, if known."""

    iri: str
    council: str
    type: str
    start: str
    end: str
    published: str | None

    @property
    def until(self) -> str:
        """The last day that a claim may mean by the inspection's date: publication, or its end."""
        return self.published or self.end

    @property
    def latest(self) -> str:
        """The same where publication is not known: the last day on which it is likely."""
        if self.published:
            return self.published
        return (date.fromisoformat(self.end) + timedelta(days=UNTIL_PUBLISHED)).isoformat()


class _Earlier(NamedTuple):
    """The earlier inspection that a claim refers to, and the inspection that makes the claim."""

    inspection: str
    earlier: str
    confidence: float


class _Addressed(NamedTuple):
    """The recommendation that a follow-up addresses, and the findings within the follow-up."""

    recommendation: str
    findings: tuple[str, ...]
    confidence: float


class InspectionLinks:
    """The links that the claims in a store state; each kind is computed once, when needed."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def quads(self) -> Iterator[ox.Quad]:
        """The links, as quads of the graph `entities`."""
        follows = set()
        for (claim, _), link in sorted(self._earlier.items()):
            follows.add((link.inspection, link.earlier))
            yield _quad(claim, "refersTo", ox.NamedNode(link.earlier))
            yield _quad(claim, "confidence", _decimal(link.confidence))
        for inspection, earlier in sorted(follows):
            yield _quad(inspection, "follows", ox.NamedNode(earlier))
        for claim, inspection in sorted(self._grades_held()):
            yield _quad(claim, "gradeHeldAt", ox.NamedNode(inspection))
        for claim, addressed in sorted(self._addressed.items()):
            item = addressed.recommendation
            yield _quad(claim, "addressesRecommendation", ox.NamedNode(item))
            yield _quad(claim, "confidence", _decimal(addressed.confidence))
            for finding in addressed.findings:
                yield _quad(finding, "addressesRecommendation", ox.NamedNode(item))

    def unresolved(self) -> Mapping[str, tuple[Unresolved, ...]]:
        """The follow-ups that don't clearly address one recommendation, by document hash."""
        found: dict[str, list[Unresolved]] = defaultdict(list)
        for claim, rows in sorted(self._follow_ups.items()):
            if claim not in self._addressed:
                row = rows[0]
                start, end = int(row["start"]), int(row["end"])
                earlier = self._inspection_followed_up(row)
                reason = (
                    "no one recommendation of the earlier inspection is clearly meant"
                    if earlier is not None and self._recommendations.get(earlier)
                    else "the earlier inspection is not in the graph, or not dated in the text"
                )
                mention = Unresolved("recommendation", row["words"], start, end, reason)
                found[row["sha"]].append(mention)
        return {
            sha: tuple(sorted(each, key=lambda item: item.start)) for sha, each in found.items()
        }

    @cached_property
    def _inspections(self) -> dict[str, _Inspection]:
        """Each inspection in the graph, by its IRI."""
        return {
            row["inspection"]: _Inspection(
                row["inspection"],
                row["council"],
                row["type"],
                row["start"],
                row["end"],
                row.get("published"),
            )
            for row in _rows(self._store, INSPECTIONS)
        }

    @cached_property
    def _earlier(self) -> dict[tuple[str, str], _Earlier]:
        """Each claim that refers to exactly one earlier inspection of the graph.

        The keys are the IRIs of the claim and of an inspection that it belongs to: a document may
        report several inspections of the council.
        """
        predecessors: dict[str, list[str]] = defaultdict(list)
        for row in _rows(self._store, PREDECESSORS):
            predecessors[row["council"]].append(row["before"])
        by_council: dict[str, list[_Inspection]] = defaultdict(list)
        for inspection in self._inspections.values():
            by_council[inspection.council].append(inspection)
        found = {}
        for row in _rows(self._store, CLAIMS):
            councils = [row["council"], *predecessors[row["council"]]]
            possible = [
                inspection
                for council in councils
                for inspection in by_council[council]
                if self._matches(row, inspection)
            ]
            dated = [inspection for inspection in possible if inspection.until >= row["from"]]
            matches = dated or possible
            if len(matches) == 1:
                details = (row["from"][:7] == row["to"][:7]) + ("type" in row)
                confidence = (0.8, 0.9, 1.0)[details] if dated else NOT_BY_ITS_DAYS
                key = row["claim"], row["inspection"]
                found[key] = _Earlier(row["inspection"], matches[0].iri, confidence)
        return found

    def _matches(self, row: Mapping[str, str], inspection: _Inspection) -> bool:
        """Whether a claim may refer to an inspection, which must be earlier than its own."""
        types = (row["type"],) if "type" in row else FULL
        own = self._inspections.get(row["inspection"])
        return (
            inspection.iri != row["inspection"]
            and inspection.type in types
            and row.get("type") != OTHER
            and inspection.start <= row["to"]
            and inspection.latest >= row["from"]
            and (own is None or inspection.start < own.start)
        )

    def _grades_held(self) -> set[tuple[str, str]]:
        """Each claim whose grade a council held when an inspection began, with that inspection."""
        found: set[tuple[str, str]] = set()
        for (_, inspection, _), grades in self._grades_before().items():
            last = max(day for day, _ in grades)
            found.update((claim, inspection) for day, claim in grades if day == last)
        return found

    def _grades_before(self) -> dict[tuple[str, str, str], set[tuple[str, str]]]:
        """The overall grades of a council before an inspection: last day and claim of each.

        The keys are a document, or "" for what the graph tells, the inspection and the council.
        """
        found: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
        for row in _rows(self._store, GRADES_STATED):
            key = row["document"], row["inspection"], row["council"]
            found[key].add((row["day"], row["claim"]))
        given: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in _rows(self._store, GRADES_GIVEN):
            given[row["council"]].append(row)
        for row in _rows(self._store, STARTS):
            for grade in given[row["council"]]:
                if grade["day"] < row["day"] and grade["inspection"] != row["inspection"]:
                    key = "", row["inspection"], row["council"]
                    found[key].add((grade["day"], grade["claim"]))
        return found

    @cached_property
    def _follow_ups(self) -> dict[str, list[dict[str, str]]]:
        """The rows of each follow-up, one for each finding in it, by the claim's IRI."""
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in _rows(self._store, FOLLOW_UPS):
            found[row["claim"]].append(row)
        return {claim: sorted(rows, key=str) for claim, rows in found.items()}

    @cached_property
    def _recommendations(self) -> dict[str, dict[str, str]]:
        """The recommendations of each inspection with their text, by the inspection's IRI."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for row in _rows(self._store, RECOMMENDATIONS):
            found[row["inspection"]][row["item"]] = row["text"]
        return found

    def _inspection_followed_up(self, row: Mapping[str, str]) -> str | None:
        """The inspection that made the recommendation that a follow-up mentions.

        It is the one of the date that the follow-up gives, or else the last full inspection.
        """
        followed = [
            self._inspections[link.earlier]
            for link in self._earlier.values()
            if link.inspection == row["inspection"]
        ]
        if "from" in row:
            dated = {
                earlier.iri
                for earlier in followed
                if earlier.start <= row["to"] and earlier.until >= row["from"]
            }
            return dated.pop() if len(dated) == 1 else None
        full = {(earlier.start, earlier.iri) for earlier in followed if earlier.type in FULL}
        return max(full)[1] if full else None

    @cached_property
    def _addressed(self) -> dict[str, _Addressed]:
        """Each follow-up that clearly addresses one recommendation, by the claim's IRI."""
        found = {}
        for claim, rows in self._follow_ups.items():
            earlier = self._inspection_followed_up(rows[0])
            if earlier is None:
                continue
            best = _best_recommendation(rows[0]["words"], self._recommendations.get(earlier, {}))
            if best is not None:
                findings = tuple(row["finding"] for row in rows if "finding" in row)
                found[claim] = _Addressed(best[0], findings, best[1])
        return found


def _best_recommendation(
    words: str, recommendations: Mapping[str, str]
) -> tuple[str, float] | None:
    """The recommendation that words clearly refer to, with a confidence; None when unclear.

    The confidence rises from 0.6 with the share of the recommendation that the words repeat.
    """
    contents = {item: _content_words(text) for item, text in recommendations.items()}
    spread = Counter(word for content in contents.values() for word in content)
    repeated = _content_words(words)
    ranked = sorted((-_weight(each & repeated, spread), item) for item, each in contents.items())
    if not ranked:
        return None
    score, best = -ranked[0][0], ranked[0][1]
    second = -ranked[1][0] if len(ranked) > 1 else 0.0
    shared = contents[best] & repeated
    if score < MIN_SCORE or score < MIN_LEAD * second or len(shared) < MIN_SHARED_WORDS:
        return None
    return best, round(0.6 + 0.4 * score / _weight(contents[best], spread), 2)


def _weight(words: Iterable[str], spread: Mapping[str, int]) -> float:
    """The total weight of words; `spread` counts the recommendations that contain each word."""
    return sum(1 / spread[word] for word in sorted(words))


def _content_words(text: str) -> frozenset[str]:
    """The words that distinguish recommendations, without their endings."""
    return frozenset(
        ENDING.sub("", word) for word in WORD.findall(text.casefold()) if word not in _common()
    )


@cache
def _common() -> frozenset[str]:
    """Words of any recommendation, which don't distinguish them."""
    return frozenset(word for group in word_lists("recommendations").values() for word in group)


def _rows(store: ox.Store, query: str) -> Iterator[dict[str, str]]:
    """The solutions of a query: variable to text, without unbound variables."""
    names, *rows = text_rows(store, PROLOGUE + query, use_default_graph_as_union=True)
    for row in rows:
        yield {name: value for name, value in zip(names, row, strict=True) if value}


def _quad(subject: str, name: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), named_node(f"kg:{name}"), value, GRAPH)


def _decimal(value: float) -> ox.Literal:
    return literal(f"{value:g}" if value % 1 else f"{value:.1f}", "decimal")
