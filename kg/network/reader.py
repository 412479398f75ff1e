"""Turns the claims of a graph into a network.

Findings become counts on the edges between their inspection (or council) and their themes.  Two
IRIs of one person become one node.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.network.graph_reader import QuotePlace, findings, quotes, records
from kg.network.model import FINDING_KINDS, Counts, Edge, Network, Quote
from kg.network.things import Things
from kg.rdf.iris import concept, token
from kg.rdf.vocabulary import ASSOCIATION, JUDGEMENT, MENTION, NETWORK, TENURE, kinds_read_by
from kg.store.graph import Graph

__all__ = ["read_network"]

OVERALL = concept("area", "overall-effectiveness")


def read_network(graph: Graph) -> Network:
    """The councils, inspections, people, programmes, organisations and themes of a graph."""
    return _Reading(graph).network()


@dataclass
class _Link:
    """An edge while claims are read."""

    labels: dict[str, None] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    quote: QuotePlace | None = None
    confidence: float = 0.0


class _Reading:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.things = Things(records(graph, kinds_read_by(NETWORK)))
        self.quotes = quotes(graph)
        self.links: dict[tuple[str, str, str], _Link] = defaultdict(_Link)
        self.grades: dict[str, str] = {}
        self.single: set[str] = set()

    def network(self) -> Network:
        """All of it; a thing without an edge is there if a document is about it."""
        self._inspections()
        self._people()
        self._mentions()
        self._findings()
        ends = {iri for source, target, _ in self.links for iri in (source, target)}
        return Network(
            tuple(
                self.things.node(iri, self.grades.get(iri, ""))
                for iri in sorted(ends | self.single)
            ),
            tuple(self._edge(*ends, link) for ends, link in sorted(self.links.items())),
        )

    def _edge(self, source: str, target: str, kind: str, link: _Link) -> Edge:
        counts = Counts(**{name: link.counts[name] for name in FINDING_KINDS})
        quote = None if link.quote is None else self._quote(link.quote)
        return Edge(source, target, kind, "; ".join(link.labels), counts, quote)

    def _quote(self, place: QuotePlace) -> Quote:
        words, document, page = place
        number = int(page) if page.isdecimal() else None
        return Quote(
            words, self.things.title(document), number, self.things.address(document, number)
        )

    def _link(self, source: str, target: str, kind: str, label: str, claim: str) -> None:
        link = self.links[self.things.canonical(source), self.things.canonical(target), kind]
        if label:
            link.labels.setdefault(label)
        if link.quote is None:
            link.quote = next(iter(self.quotes.get(claim, ())), None)

    def _inspections(self) -> None:
        things = self.things
        for claim in things.by_class[JUDGEMENT.name]:
            if things.one(claim, "area") != OVERALL:
                continue
            grade = things.one(claim, "grade")
            for inspection in things.all(claim, "inspection"):
                self.grades.setdefault(inspection, token(grade))
                for council in things.councils_of(claim):
                    self._link(council, inspection, "inspection", things.label(grade), claim)
        for iri in things.by_class["Inspection"]:
            for council in things.all(iri, "council"):
                self._link(council, iri, "inspection", "", iri)
            for earlier in things.all(iri, "follows"):
                self._link(iri, earlier, "follows", "follows", "")

    def _people(self) -> None:
        things = self.things
        for claim in things.by_class[ASSOCIATION.name]:
            role = things.label(things.one(claim, "hadRole"))
            for person in things.all(claim, "agent"):
                for place in things.all(claim, "inspection") or things.councils_of(claim):
                    self._link(person, place, "inspector", role, claim)
        for claim in things.by_class[TENURE.name]:
            role = things.one(claim, "roleText") or things.label(things.one(claim, "role"))
            for person in things.all(claim, "member"):
                places = (*things.councils_of(claim), *things.all(claim, "organization"))
                for place in dict.fromkeys(places):
                    self._link(person, place, "post", role, claim)

    def _mentions(self) -> None:
        things = self.things
        for claim in things.by_class[MENTION.name]:
            for thing in things.all(claim, "mentions"):
                kind = things.kind(thing)
                if kind == "council":
                    if thing in things.subjects.get(things.one(claim, "document"), ()):
                        self.single.add(thing)
                elif kind:
                    for council in things.councils_of(claim):
                        self._link(thing, council, kind, "named in its documents", claim)

    def _findings(self) -> None:
        """Count findings on edges to themes; the quote is that of the most confident one."""
        for claim, kind, confidence, places, themes in self._found():
            for theme in themes:
                for place in places:
                    link = self.links[place, theme, "theme"]
                    link.counts[kind] += 1
                    if link.quote is None or confidence > link.confidence:
                        link.quote, link.confidence = self._words(claim), confidence

    def _found(self) -> Iterator[tuple[str, str, float, list[str], list[str]]]:
        self.findings = findings(self.graph)
        for claim, finding in sorted(self.findings.items()):
            places = finding.get("inspection") or finding.get("council", [])
            confidence = float(finding.get("confidence", ["0"])[0])
            kind = token(finding["findingKind"][0])
            yield claim, kind, confidence, places, finding.get("theme", [])

    def _words(self, claim: str) -> QuotePlace:
        text, document, page = (
            self.findings[claim].get(name, [""])[0] for name in ("text", "document", "page")
        )
        return text, document, page
