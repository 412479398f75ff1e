"""Links between documents that their texts state: which inspection follows which, and which
recommendation a later finding takes up.

A link rests on a claim of one document, whose words are its evidence.  It is drawn only where just
one inspection, or one recommendation, fits; the rest is reported as unresolved.

*Follows*: the claim's date lies within the days of the other inspection (to its publication), and
the kinds agree.  A claim that gives no kind means a full inspection.

*Takes up*: each word of a recommendation weighs one through the number of recommendations of that
inspection that have it, so a word that only one has weighs one.  A recommendation is as close to a
follow-up as the words that they share weigh.  The closest must share `SHARED` words or more that
weigh `LEAST`, and be `CLEAR` times as close as the second.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import pyoxigraph as ox

from kg.model import Unresolved
from kg.rdf.iris import ENTITIES_GRAPH, KG, PREFIXES, concept
from kg.resources import word_lists
from kg.store.select import texts

__all__ = ["Links"]

LEAST, CLEAR, SHARED = 1.2, 1.5, 2

GRAPH = ox.NamedNode(ENTITIES_GRAPH)
#: What "the last inspection" may be, where its kind is not said.
FULL = tuple(concept("inspection-type", kind) for kind in ("single-inspection", "ilacs", "other"))
#: An inspection of another kind is of another body, or of another framework.
OTHER = concept("inspection-type", "other")
WORD = re.compile(r"[a-z]{4,}|\b\d{1,2}\b")
ENDING = re.compile(r"(?:ings?|ed|ies|es|s|ly|ment)$")

PROLOGUE = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("kg", "oa", "org", "xsd")
)
CLAIMS = """SELECT DISTINCT ?claim ?inspection ?council ?from ?to ?type {
  ?claim a kg:EarlierInspection ; kg:inspection ?inspection ; kg:council ?council ;
    kg:whenEarliest ?from ; kg:whenLatest ?to .
  OPTIONAL { ?claim kg:inspectionType ?type } }"""
# A sub-SELECT a property: an inspection that many documents report has each of them many times.
INSPECTIONS = """SELECT DISTINCT ?inspection ?council ?type ?start ?end ?published {
  { SELECT DISTINCT ?inspection { ?inspection a kg:Inspection } }
  { SELECT DISTINCT ?inspection ?council { ?inspection kg:council ?council } }
  { SELECT DISTINCT ?inspection ?type { ?inspection kg:inspectionType ?type } }
  { SELECT DISTINCT ?inspection ?start { ?inspection kg:startEarliest ?start } }
  { SELECT DISTINCT ?inspection ?end { ?inspection kg:endLatest ?end } }
  OPTIONAL {
    SELECT DISTINCT ?inspection ?published { ?inspection kg:publishedLatest ?published } } }"""
BEFORE = """SELECT DISTINCT ?council ?before {
  ?change org:originalOrganization ?before ; org:resultingOrganization ?council }"""
FOLLOW_UPS = """SELECT DISTINCT ?claim ?inspection ?from ?to ?words ?start ?end ?sha ?finding {
  ?claim a kg:FollowUp ; kg:inspection ?inspection ; kg:document/kg:sha256 ?sha ;
    kg:evidence/oa:hasTarget/oa:hasSelector ?selector .
  ?selector oa:exact ?words ; oa:start ?start ; oa:end ?end .
  OPTIONAL { ?claim kg:whenEarliest ?from ; kg:whenLatest ?to }
  OPTIONAL { ?claim kg:finding ?finding } }"""
RECOMMENDATIONS = f"""SELECT DISTINCT ?inspection ?item ?text {{
  ?item kg:findingKind <{concept("finding-kind", "recommendation")}> ; kg:inspection ?inspection ;
    kg:text ?text }}"""


@dataclass(frozen=True, slots=True)
class _Inspection:
    """An inspection of the graph, with the first and last day that it may mean."""

    iri: str
    council: str
    type: str
    start: str
    end: str
    until: str


class Links:
    """What the claims of a store link, worked out once."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def quads(self) -> Iterator[ox.Quad]:
        """The links, as quads of the graph `entities`."""
        follows = set()
        for claim, (inspection, earlier, sure) in sorted(self.referred.items()):
            follows.add((inspection, earlier))
            yield _quad(claim, "refersTo", ox.NamedNode(earlier))
            yield _quad(claim, "confidence", _decimal(sure))
        for inspection, earlier in sorted(follows):
            yield _quad(inspection, "follows", ox.NamedNode(earlier))
        for claim, (item, findings, sure) in sorted(self.taken_up.items()):
            yield _quad(claim, "takesUp", ox.NamedNode(item))
            yield _quad(claim, "confidence", _decimal(sure))
            for finding in findings:
                yield _quad(finding, "takesUp", ox.NamedNode(item))

    def unresolved(self) -> Mapping[str, tuple[Unresolved, ...]]:
        """Hash of a document to its follow-ups of which no recommendation is clearly meant."""
        found: dict[str, list[Unresolved]] = defaultdict(list)
        for claim, rows in sorted(self.follow_ups.items()):
            if claim not in self.taken_up:
                row = rows[0]
                start, end = int(row["start"]), int(row["end"])
                reason = (
                    "no one recommendation of the earlier inspection is clearly meant"
                    if any(self.items[earlier] for earlier in self.meant(row))
                    else "the earlier inspection is not in the graph, or not dated in the text"
                )
                one = Unresolved("recommendation", row["words"], start, end, reason)
                found[row["sha"]].append(one)
        return {sha: tuple(sorted(each, key=lambda one: one.start)) for sha, each in found.items()}

    @cached_property
    def inspections(self) -> dict[str, _Inspection]:
        """Each inspection of the graph, by its IRI."""
        return {
            row["inspection"]: _Inspection(
                row["inspection"],
                row["council"],
                row["type"],
                row["start"],
                row["end"],
                row.get("published", row["end"]),
            )
            for row in _rows(self.store, INSPECTIONS)
        }

    @cached_property
    def referred(self) -> dict[str, tuple[str, str, float]]:
        """Claim to (inspection, the earlier one that it means, confidence)."""
        before: dict[str, list[str]] = defaultdict(list)
        for row in _rows(self.store, BEFORE):
            before[row["council"]].append(row["before"])
        by_council: dict[str, list[_Inspection]] = defaultdict(list)
        for one in self.inspections.values():
            by_council[one.council].append(one)
        found = {}
        for row in _rows(self.store, CLAIMS):
            councils = [row["council"], *before[row["council"]]]
            fits = [
                one.iri
                for council in councils
                for one in by_council[council]
                if self._fits(row, one)
            ]
            if len(fits) == 1:
                exact = (row["from"][:7] == row["to"][:7]) + ("type" in row)
                found[row["claim"]] = (row["inspection"], fits[0], (0.8, 0.9, 1.0)[exact])
        return found

    def _fits(self, row: Mapping[str, str], one: _Inspection) -> bool:
        kinds = (row["type"],) if "type" in row else FULL
        own = self.inspections.get(row["inspection"])
        return (
            one.iri != row["inspection"]
            and one.type in kinds
            and row.get("type") != OTHER
            and one.start <= row["to"]
            and one.until >= row["from"]
            and (own is None or one.start < own.start)
        )

    @cached_property
    def follow_ups(self) -> dict[str, list[dict[str, str]]]:
        """Claim to its rows, one a finding."""
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in _rows(self.store, FOLLOW_UPS):
            found[row["claim"]].append(row)
        return {claim: sorted(rows, key=str) for claim, rows in found.items()}

    @cached_property
    def items(self) -> dict[str, dict[str, str]]:
        """Inspection to its recommendations, with their words."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for row in _rows(self.store, RECOMMENDATIONS):
            found[row["inspection"]][row["item"]] = row["text"]
        return found

    def meant(self, row: Mapping[str, str]) -> list[str]:
        """The inspection that a follow-up speaks of: that of its date, or the last full one."""
        followed = [
            self.inspections[earlier]
            for inspection, earlier, _ in self.referred.values()
            if inspection == row["inspection"]
        ]
        if "from" in row:
            dated = {
                one.iri for one in followed if one.start <= row["to"] and one.until >= row["from"]
            }
            return sorted(dated) if len(dated) == 1 else []
        full = {(one.start, one.iri) for one in followed if one.type in FULL}
        return [max(full)[1]] if full else []

    @cached_property
    def taken_up(self) -> dict[str, tuple[str, tuple[str, ...], float]]:
        """Claim to (recommendation, findings that take it up, confidence)."""
        found = {}
        for claim, rows in self.follow_ups.items():
            findings = tuple(row["finding"] for row in rows if "finding" in row)
            best = None
            for earlier in self.meant(rows[0]):
                best = _closest(rows[0]["words"], self.items[earlier])
            if best is not None:
                found[claim] = (best[0], findings, best[1])
        return found


def _closest(words: str, items: Mapping[str, str]) -> tuple[str, float] | None:
    """The recommendation that words clearly mean, with a confidence; None when none is clear.

    The confidence grows from 0.6 with the share of the recommendation that the words repeat.
    """
    contents = {item: _content(text) for item, text in items.items()}
    spread = Counter(word for content in contents.values() for word in content)
    said = _content(words)
    ranked = sorted((-_weight(each & said, spread), item) for item, each in contents.items())
    if not ranked:
        return None
    best, item = -ranked[0][0], ranked[0][1]
    second = -ranked[1][0] if len(ranked) > 1 else 0.0
    if best < LEAST or best < CLEAR * second or len(contents[item] & said) < SHARED:
        return None
    return item, round(0.6 + 0.4 * best / _weight(contents[item], spread), 2)


def _weight(words: Iterable[str], spread: Mapping[str, int]) -> float:
    return sum(1 / spread[word] for word in sorted(words))


def _content(text: str) -> frozenset[str]:
    """The words that tell one recommendation from another, without their endings."""
    return frozenset(
        ENDING.sub("", word) for word in WORD.findall(text.casefold()) if word not in _common()
    )


@cache
def _common() -> frozenset[str]:
    """Words of any recommendation, which do not tell one from another."""
    return frozenset(word for group in word_lists("recommendations").values() for word in group)


def _rows(store: ox.Store, query: str) -> Iterator[dict[str, str]]:
    """The solutions of a query: variable to value as text, without those that are unbound."""
    names, *rows = texts(store, PROLOGUE + query, use_default_graph_as_union=True)
    for row in rows:
        yield {name: value for name, value in zip(names, row, strict=True) if value}


def _quad(subject: str, name: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(KG + name), value, GRAPH)


def _decimal(value: float) -> ox.Literal:
    number = ox.NamedNode(PREFIXES["xsd"] + "decimal")
    return ox.Literal(f"{value:g}" if value % 1 else f"{value:.1f}", datatype=number)
