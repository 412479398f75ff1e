"""Turns the claims of a graph into the edges of a network, with their evidence.

Findings become counts on the edges between their inspection (or council) and their themes.  Two
IRIs of one person become one node.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from kg.period import ALWAYS, Period
from kg.rdf.iris import concept, token
from kg.rdf.vocabulary import (
    ASSOCIATION,
    EARLIER_INSPECTION,
    JUDGEMENT,
    MENTION,
    RESPONSE,
    TENURE,
    ClaimKind,
)
from kg.store.graph import Graph
from kg.views.date_format import date_in_words
from kg.views.graph_reader import Record, findings, quotes, records
from kg.views.model import CitedFact, CitedSource, Counts, Edge, Network
from kg.views.node_facts import KINDS, Things

__all__ = ["FINDING_KINDS", "MAX_QUOTED", "RESPONSE_LABEL", "NetworkReader"]

#: Findings quoted in a page; further findings are only counted.
MAX_QUOTED = 10_000

FINDING_KINDS = ("strength", "weakness", "mixed", "recommendation")


#: The label of facts that others than the inspectorate state; the page shows them by themselves.
RESPONSE_LABEL = "Response"

QUOTE_PROPERTIES = ("text", "document", "page", "paragraph")


@dataclass
class _EdgeBuilder:
    """The data of an edge while claims are read."""

    labels: dict[str, None] = field(default_factory=dict)
    facts: dict[CitedFact, None] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    more: int = 0
    sources: dict[CitedSource, None] = field(default_factory=dict)


class NetworkReader:
    """Reads the claims of a graph, from documents in a period.

    Findings are read by `network`, once it is known which are needed.
    """

    def __init__(self, graph: Graph, period: Period = ALWAYS) -> None:
        self.graph = graph
        self.things = Things(records(graph))
        self.quotes = quotes(graph)
        self.period = period
        self.outside = {
            iri for iri, source in self.things.sources.items() if not period.holds(source.when)
        }
        self.links: dict[tuple[str, str, str], _EdgeBuilder] = defaultdict(_EdgeBuilder)
        self.facts: dict[str, dict[CitedFact, None]] = defaultdict(dict)
        self.more: Counter[str] = Counter()
        self.counted = self.without_quote = 0
        self.grades: dict[str, str] = {}
        self.subjects = self._subjects()
        self._judgements()
        self._inspections()
        self._earlier()
        self._people()
        self._mentions()
        self._responses()

    def network(
        self,
        focus: Collection[str] = (),
        places: Collection[str] | None = None,
        kinds: Collection[str] = FINDING_KINDS,
        quoted: int | None = MAX_QUOTED,
    ) -> Network:
        """The whole network, without positions.

        It has the councils and themes that a document mentions, those in focus, and the findings of
        these kinds about these inspections and councils, or None for all.  About `quoted` findings
        become facts; None means all.
        """
        if places is None or places:
            self._findings(findings(self.graph, places), kinds, quoted)
        things = self.things
        nodes = [
            things.node(iri, [*self.facts.get(iri, ())], self.grades.get(iri, ""), self.more[iri])
            for iri in self._drawn_things(focus)
        ]  # fmt: skip
        edges = [
            Edge(
                *ends,
                "; ".join(link.labels),
                link.counts,
                tuple(link.facts),
                link.more,
                tuple(sorted({*link.sources, *(fact.source for fact in link.facts)})),
            )
            for ends, link in sorted(self.links.items())
        ]
        regions = {node.region for node in nodes}
        return Network(
            tuple(nodes),
            tuple(edges),
            tuple(self._notes_on_findings()),
            grades=tuple((token(i), things.label(i)) for i in things.scheme("grade")),
            regions=tuple(
                (token(i), things.label(i)) for i in things.scheme("region") if token(i) in regions
            ),
        )  # fmt: skip

    def _notes_on_findings(self) -> Iterator[str]:
        """How the page shows findings."""
        if self.counted:
            yield f"{self.counted:,} findings, shown as counts on the links to themes"
        if self.without_quote:
            yield f"quotes of {self.without_quote:,} of them; see all with --focus on a council"

    def _claims(self, kind: ClaimKind) -> Iterator[str]:
        """The claims of a kind, from documents in the period."""
        for claim in self.things.by_class[kind.name]:
            if self.things.one(claim, "document") not in self.outside:
                yield claim

    def _fact(
        self, label: str, value: str, quote: str, document: str, page: str, paragraph: str
    ) -> CitedFact:
        source = self.things.sources.get(document) or CitedSource(token(document))
        number = int(page) if page.isdecimal() else None
        return CitedFact(label, value, quote, source, number, paragraph)

    def _cited(self, claim: str, label: str, value: str) -> list[CitedFact]:
        """The fact, once for each piece of evidence."""
        return [
            self._fact(label, value, *place)
            for *place, _ in self.quotes.get(claim, ())
            if place[1] not in self.outside
        ]

    def _subjects(self) -> dict[str, list[str]]:
        """The councils that each document is about."""
        subjects: dict[str, list[str]] = defaultdict(list)
        for claim in self._claims(MENTION):
            if token(self.things.one(claim, "mentionRole")) == "subject":
                document = self.things.one(claim, "document")
                subjects[document].extend(self.things.all(claim, "mentions"))
        return subjects

    def _councils(self, claim: str) -> list[str]:
        """The councils that a claim is about: its own, else those of its document."""
        things = self.things
        document = things.one(claim, "document")
        return (
            things.all(claim, "council")
            or self.subjects.get(document)
            or [c for iri in things.all(document, "reports") for c in things.all(iri, "council")]
        )

    def _places(self, claim: str) -> list[str]:
        """The inspection that a claim belongs to, else its councils."""
        return self.things.all(claim, "inspection") or self._councils(claim)

    def _link(
        self, source: str, target: str, kind: str, label: str, facts: Iterable[CitedFact]
    ) -> None:
        link = self.links[self.things.canonical(source), self.things.canonical(target), kind]
        if label:
            link.labels.setdefault(label)
        link.facts.update(dict.fromkeys(facts))

    def _add_facts(self, iri: str, facts: Iterable[CitedFact]) -> None:
        self.facts[self.things.canonical(iri)].update(dict.fromkeys(facts))

    def _inspections(self) -> None:
        things = self.things
        drawn = {iri for iri in things.by_class["Inspection"] if self._is_in_period(iri)}
        for iri in sorted(drawn):
            cited = list(self._inspection_facts(iri))
            self._add_facts(iri, cited)
            for council in things.all(iri, "council"):
                self._link(council, iri, "inspection", "", cited[:1])
            for earlier in sorted(drawn.intersection(things.all(iri, "follows"))):
                self._link(iri, earlier, "follows", "follows", ())
        for iri in things.sources:
            value = date_in_words(things.one(iri, "published"))
            for inspection in drawn.intersection(things.all(iri, "reports")):
                self._add_facts(inspection, self._cited(iri, "Published", value))

    def _earlier(self) -> None:
        things = self.things
        for claim in self._claims(EARLIER_INSPECTION):
            parts = [date_in_words(things.one(claim, "when"))]
            for name in ("inspectionType", "grade"):
                parts.extend(map(things.label, things.all(claim, name)))
            cited = self._cited(claim, "Earlier inspection", ", ".join(filter(None, parts)))
            for place in self._places(claim):
                self._add_facts(place, cited)

    def _is_in_period(self, inspection: str) -> bool:
        """Whether an inspection is in the period: by its dates, else by those of its reports."""
        day = self.things.day(inspection)
        if day or not self.period:
            return self.period.holds(day)
        return any(
            iri not in self.outside and inspection in self.things.all(iri, "reports")
            for iri in self.things.sources
        )

    def _inspection_facts(self, inspection: str) -> Iterator[CitedFact]:
        """The type and the dates of an inspection, each with its quotes."""
        type_, when = self.things.type(inspection), self.things.days(inspection)
        for *place, states in self.quotes.get(inspection, ()):
            if place[1] in self.outside:
                continue
            if not states:
                both = ", ".join(filter(None, (type_, when)))
                yield self._fact("Inspection", both, *place)
            if "inspectionType" in states:
                yield self._fact("Kind of inspection", type_, *place)
            if states & {"start", "end"}:
                yield self._fact("Dates", when, *place)
            if states & {"nextDue", "nextFocus"}:
                due = date_in_words(self.things.one(inspection, "nextDue"))
                parts = (due, *self.things.all(inspection, "nextFocus"))
                yield self._fact("Next visit", ", ".join(filter(None, parts)), *place)

    def _judgements(self) -> None:
        things = self.things
        overall = concept("area", "overall-effectiveness")
        for claim in sorted(
            self._claims(JUDGEMENT), key=lambda iri: things.one(iri, "area") != overall
        ):
            grade, area = things.one(claim, "grade"), things.one(claim, "area")
            cited = self._cited(claim, things.label(area), things.label(grade))
            for inspection in things.all(claim, "inspection"):
                self._add_facts(inspection, cited)
                if area == overall:
                    self.grades.setdefault(inspection, token(grade))
                    for council in self._councils(claim):
                        self._link(council, inspection, "inspection", things.label(grade), cited)

    def _people(self) -> None:
        things = self.things
        for claim in self._claims(ASSOCIATION):
            role = things.label(things.one(claim, "hadRole"))
            cited = self._cited(claim, role, things.one(claim, "name"))
            for person in things.all(claim, "agent"):
                for place in self._places(claim):
                    self._link(person, place, "inspector", role, cited)
        for claim in self._claims(TENURE):
            role = things.one(claim, "roleText") or things.label(things.one(claim, "role"))
            since = date_in_words(things.one(claim, "since"))
            named = (things.one(claim, "name"), since and f"since {since}")
            value = ", ".join(filter(None, named))
            cited = self._cited(claim, role, value or "holder not named")
            councils = self._councils(claim)
            for person in things.all(claim, "member"):
                for place in dict.fromkeys(councils + things.all(claim, "organization")):
                    self._link(person, place, "post", role, cited)
            if not things.all(claim, "member"):
                for council in councils:
                    self._add_facts(council, cited)

    def _mentions(self) -> None:
        things = self.things
        for claim in self._claims(MENTION):
            document = things.one(claim, "document")
            for thing in things.all(claim, "mentions"):
                kind = things.kind(thing)
                if kind == "council":
                    reports = things.all(document, "reports")
                    if not reports and thing in self.subjects.get(document, ()):
                        title = things.sources[document].title
                        self._add_facts(thing, self._cited(claim, "Subject of", title))
                elif kind:
                    cited = self._cited(claim, "Named", things.one(claim, "name"))
                    for council in self._councils(claim):
                        self._link(thing, council, kind, "named in its documents", cited)

    def _responses(self) -> None:
        """Add what others say to the councils and inspections that it is about, and the speaker."""
        things = self.things
        for claim in self._claims(RESPONSE):
            named = (things.one(claim, "speakerText"), things.one(claim, "bodyText"))
            who = ", ".join(filter(None, named)) or things.label(things.one(claim, "voice"))
            cited = self._cited(claim, RESPONSE_LABEL, who)
            about = (things.all(claim, name) for name in ("inspection", "council", "speaker"))
            for thing in dict.fromkeys(iri for iris in about for iri in iris):
                self._add_facts(thing, cited)

    def _findings(
        self, found: dict[str, Record], kinds: Collection[str], quoted: int | None
    ) -> None:
        on_theme: dict[tuple[str, str], list[str]] = defaultdict(list)
        naming: dict[str, list[str]] = defaultdict(list)
        for claim, finding in sorted(found.items()):
            document = finding.get("document", [""])[0]
            if document in self.outside or token(finding["findingKind"][0]) not in kinds:
                continue
            places = finding.get("inspection") or finding.get("council", [])
            for theme in finding.get("theme", ()):
                for place in places:
                    on_theme[place, theme].append(claim)
            for thing in finding.get("namesThing", ()):
                naming[self.things.canonical(thing)].append(claim)
        groups = [*on_theme.values(), *naming.values()]
        most = _limit_per_group([len(group) for group in groups], quoted)
        quoted_claims: set[str] = set()
        for (place, theme), claims in on_theme.items():
            tally = Counter(token(found[claim]["findingKind"][0]) for claim in claims)
            link = self.links[place, theme, "theme"]
            link.counts = Counts(**{name: tally[name] for name in FINDING_KINDS})
            chosen = _most_confident(found, claims, most)
            quoted_claims.update(chosen)
            link.facts.update(dict.fromkeys(self._quoted(found, chosen)))
            link.more = len(claims) - len(link.facts)
            link.sources.update(dict.fromkeys(self._documents(found, claims)))
        for thing, claims in naming.items():
            chosen = _most_confident(found, claims, most)
            quoted_claims.update(chosen)
            self._add_facts(thing, self._quoted(found, chosen))
            self.more[thing] += len(claims) - len(chosen)
        self.counted = len({claim for claims in on_theme.values() for claim in claims})
        self.without_quote = len({claim for group in groups for claim in group} - quoted_claims)

    def _documents(self, found: dict[str, Record], claims: list[str]) -> Iterator[CitedSource]:
        for iri in sorted({iri for claim in claims for iri in found[claim].get("document", ())}):
            yield self.things.sources.get(iri) or CitedSource(token(iri))

    def _quoted(self, found: dict[str, Record], claims: list[str]) -> Iterator[CitedFact]:
        for claim in claims:
            trend = _first(found[claim], "trend")
            where = (_first(found[claim], name) for name in QUOTE_PROPERTIES)
            kind = self.things.label(_first(found[claim], "findingKind"))
            yield self._fact(kind, self.things.label(trend) if trend else "", *where)

    def _drawn_things(self, focus: Collection[str]) -> list[str]:
        """Things with an edge or a fact, and the focus."""
        ends = {iri for source, target, _ in self.links for iri in (source, target)}
        things = (iri for name in KINDS for iri in self.things.by_class[name])
        single = {iri for iri in things if iri in self.facts}
        single |= {iri for iri in focus if self.things.kind(iri)}
        return sorted(ends | single)


def _first(record: Record, name: str) -> str:
    return record.get(name, [""])[0]


def _most_confident(found: dict[str, Record], claims: list[str], most: int) -> list[str]:
    """Up to `most` findings, by confidence, with a fair share for each kind of finding."""
    ordered = sorted((-float(_first(found[claim], "confidence") or 0), claim) for claim in claims)
    if len(ordered) <= most:
        return [claim for _, claim in ordered]
    before: Counter[str] = Counter()
    turns = []
    for place, (_, claim) in enumerate(ordered):
        kind = _first(found[claim], "findingKind")
        turns.append((before[kind], place, claim))
        before[kind] += 1
    return [claim for _, _, claim in sorted(sorted(turns)[:most], key=lambda turn: turn[1])]


def _limit_per_group(sizes: list[int], total: int | None) -> int:
    """The largest size of a group so that all groups together have about `total`; at least 3.

    >>> [_limit_per_group([10, 2, 5], total) for total in (12, None, 1)]
    [5, 10, 3]
    """
    most = max(sizes, default=0)
    if total is None:
        return most
    while most > 3 and sum(min(size, most) for size in sizes) > total:
        most -= 1
    return most
