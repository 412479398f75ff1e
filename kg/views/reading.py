"""From the graph to everything that can be drawn: claims become edges and carry their evidence.

Findings are folded onto the edge between their inspection (or council) and each of their themes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from kg.names import CONCEPTS
from kg.store import Graph
from kg.views.dates import span, spoken
from kg.views.picture import Counts, Edge, Fact, Network, Node
from kg.views.records import Record, findings, quotes, records, token

__all__ = ["QUOTES", "Reading"]

#: How many findings an edge quotes; the others are counted.
QUOTES = 8

REFERENCE = "Reference data"

FINDING_KINDS = ("strength", "weakness", "mixed", "recommendation")

#: The classes that are nodes, in the order in which a thing of two classes takes its kind.
KINDS = {
    "Council": "council",
    "Inspection": "inspection",
    "Leader": "leader",
    "Inspector": "inspector",
    "Programme": "programme",
    "Organisation": "organisation",
}


@dataclass
class _Link:
    """An edge while it is being gathered."""

    labels: dict[str, None] = field(default_factory=dict)
    facts: dict[Fact, None] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    more: int = 0


@dataclass(frozen=True)
class _Source:
    """The document behind a fact, as a reader of the page would cite it."""

    title: str
    path: str
    url: str | None
    paged: bool


class Reading:
    """All claims of a graph but the findings, which are read when it is known which are wanted."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.records = records(graph)
        self.quotes = quotes(graph)
        self.by_class: dict[str, list[str]] = defaultdict(list)
        for iri, record in sorted(self.records.items()):
            for name in record.get("type", ()):
                self.by_class[name.rpartition("#")[2]].append(iri)
        self.documents = {iri: self._document(iri) for iri in self.by_class["Document"]}
        self.links: dict[tuple[str, str, str], _Link] = defaultdict(_Link)
        self.facts: dict[str, dict[Fact, None]] = defaultdict(dict)
        self.grades: dict[str, str] = {}
        self.subjects = self._subjects()
        self._judgements()
        self._inspections()
        self._people()
        self._mentions()

    def network(self, focus: str | None = None, places: Collection[str] | None = None) -> Network:
        """All that the graph holds and a picture can show, without positions.

        Of councils and themes, those that a document speaks of, and the one in focus; of
        findings, those about these inspections and councils, or all where `places` is None.
        """
        if places is None or places:
            self._findings(findings(self.graph, places))
        nodes = [self._node(iri) for iri in self._drawn(focus)]
        edges = [
            Edge(*ends, "; ".join(link.labels), link.counts, tuple(link.facts), link.more)
            for ends, link in sorted(self.links.items())
        ]
        grades = [iri for iri in self.by_class["Concept"] if iri.startswith(f"{CONCEPTS}grade/")]
        grades.sort(key=lambda iri: (self._one(iri, "order"), token(iri)))
        return Network(
            tuple(nodes),
            tuple(edges),
            grades=tuple((self._one(iri, "notation"), self._label(iri)) for iri in grades),
        )

    # What the records say.

    def _all(self, iri: str, name: str) -> list[str]:
        return self.records.get(iri, {}).get(name, [])

    def _one(self, iri: str, name: str) -> str:
        values = self._all(iri, name)
        return values[0] if values else ""

    def _label(self, iri: str) -> str:
        """A thing's or a concept's name; the end of its IRI when nobody named it."""
        return self._one(iri, "label") or self._one(iri, "prefLabel") or token(iri)

    def title(self, iri: str) -> str:
        """The title of a document, or the name of a concept; nothing for what has neither."""
        return self._one(iri, "title") or self._one(iri, "prefLabel")

    def _document(self, iri: str) -> _Source:
        path, url = self._one(iri, "path"), self._one(iri, "url")
        title = self._one(iri, "title") or path or token(iri)
        return _Source(title, path, url or None, self._one(iri, "mediaType") == "application/pdf")

    def _fact(
        self, label: str, value: str, quote: str, document: str, page: str, paragraph: str
    ) -> Fact:
        source = self.documents.get(document, _Source(token(document), "", None, False))
        url = source.url
        if url and page and source.paged and "#" not in url:
            url = f"{url}#page={page}"
        number = int(page) if page.isdecimal() else None
        return Fact(label, value, quote, source.title, source.path, number, paragraph, url)

    def _cited(self, claim: str, label: str, value: str) -> list[Fact]:
        """The fact once for each place that it rests on."""
        return [self._fact(label, value, *place) for *place, _ in self.quotes.get(claim, ())]

    def _when(self, iri: str) -> str:
        return span(self._one(iri, "start"), self._one(iri, "end"))

    def _subjects(self) -> dict[str, list[str]]:
        """Document -> the councils that it is about."""
        subjects: dict[str, list[str]] = defaultdict(list)
        for claim in self.by_class["Mention"]:
            if token(self._one(claim, "mentionRole")) == "subject":
                subjects[self._one(claim, "document")].extend(self._all(claim, "mentions"))
        return subjects

    def _councils(self, claim: str) -> list[str]:
        """The councils that a claim is about: as it says, else those of its document."""
        document = self._one(claim, "document")
        return (
            self._all(claim, "council")
            or self.subjects.get(document)
            or [c for iri in self._all(document, "reports") for c in self._all(iri, "council")]
        )

    def _places(self, claim: str) -> list[str]:
        """What a claim hangs on: its inspection, else its councils."""
        return self._all(claim, "inspection") or self._councils(claim)

    def _link(self, source: str, target: str, kind: str, label: str, facts: Iterable[Fact]) -> None:
        link = self.links[source, target, kind]
        if label:
            link.labels.setdefault(label)
        link.facts.update(dict.fromkeys(facts))

    def _note(self, iri: str, facts: Iterable[Fact]) -> None:
        self.facts[iri].update(dict.fromkeys(facts))

    # From claims to edges and facts.

    def _inspections(self) -> None:
        for iri in self.by_class["Inspection"]:
            cited = list(self._stated(iri))
            self._note(iri, cited)
            for council in self._all(iri, "council"):
                self._link(council, iri, "inspection", "", cited[:1])
            for earlier in self._all(iri, "follows"):
                self._link(iri, earlier, "follows", "follows", ())
        for iri in self.documents:
            value = spoken(self._one(iri, "published"))
            for inspection in self._all(iri, "reports"):
                self._note(inspection, self._cited(iri, "Published", value))
        for claim in self.by_class["EarlierInspection"]:
            parts = [spoken(self._one(claim, "when"))]
            for name in ("inspectionType", "grade"):
                parts.extend(map(self._label, self._all(claim, name)))
            cited = self._cited(claim, "Earlier inspection", ", ".join(filter(None, parts)))
            for place in self._places(claim):
                self._note(place, cited)

    def _stated(self, inspection: str) -> Iterator[Fact]:
        """The kind and the dates of an inspection, each with the words that state it."""
        type_, when = self._type(inspection), self._when(inspection)
        for *place, states in self.quotes.get(inspection, ()):
            if not states:
                both = ", ".join(filter(None, (type_, when)))
                yield self._fact("Inspection", both, *place)
            if "inspectionType" in states:
                yield self._fact("Kind of inspection", type_, *place)
            if states & {"start", "end"}:
                yield self._fact("Dates", when, *place)

    def _type(self, inspection: str) -> str:
        type_ = self._one(inspection, "inspectionType")
        return self._label(type_) if type_ else ""

    def _judgements(self) -> None:
        overall = f"{CONCEPTS}area/overall-effectiveness"
        for claim in sorted(
            self.by_class["Judgement"], key=lambda iri: self._one(iri, "area") != overall
        ):
            grade, area = self._one(claim, "grade"), self._one(claim, "area")
            cited = self._cited(claim, self._label(area), self._label(grade))
            for inspection in self._all(claim, "inspection"):
                self._note(inspection, cited)
                if area == overall:
                    self.grades.setdefault(inspection, token(grade))
                    for council in self._councils(claim):
                        self._link(council, inspection, "inspection", self._label(grade), cited)

    def _people(self) -> None:
        for claim in self.by_class["Association"]:
            role = self._label(self._one(claim, "hadRole"))
            cited = self._cited(claim, role, self._one(claim, "name"))
            for person in self._all(claim, "agent"):
                for place in self._places(claim):
                    self._link(person, place, "inspector", role, cited)
        for claim in self.by_class["Post"]:
            role = self._one(claim, "roleText") or self._label(self._one(claim, "role"))
            since = spoken(self._one(claim, "since"))
            value = ", ".join(filter(None, (self._one(claim, "name"), since and f"since {since}")))
            cited = self._cited(claim, role, value or "named without a holder")
            councils = self._councils(claim)
            for person in self._all(claim, "member"):
                for place in dict.fromkeys(councils + self._all(claim, "organization")):
                    self._link(person, place, "post", role, cited)
            if not self._all(claim, "member"):
                for council in councils:
                    self._note(council, cited)

    def _mentions(self) -> None:
        for claim in self.by_class["Mention"]:
            document = self._one(claim, "document")
            for thing in self._all(claim, "mentions"):
                kind = self._kind(thing)
                if kind == "council":
                    alone = not self._all(document, "reports")
                    if alone and thing in self.subjects.get(document, ()):
                        title = self.documents[document].title
                        self._note(thing, self._cited(claim, "Subject of", title))
                elif kind:
                    cited = self._cited(claim, "Named", self._one(claim, "name"))
                    for council in self._councils(claim):
                        self._link(thing, council, kind, "named in its documents", cited)

    def _findings(self, found: dict[str, Record]) -> None:
        on_theme: dict[tuple[str, str], list[str]] = defaultdict(list)
        naming: dict[str, list[str]] = defaultdict(list)
        for claim, finding in sorted(found.items()):
            places = finding.get("inspection") or finding.get("council", [])
            for theme in finding.get("theme", ()):
                for place in places:
                    on_theme[place, theme].append(claim)
            for thing in finding.get("names", ()):
                naming[thing].append(claim)
        for (place, theme), claims in on_theme.items():
            kinds = Counter(token(found[claim]["findingKind"][0]) for claim in claims)
            link = self.links[place, theme, "theme"]
            link.counts = Counts(**{name: kinds[name] for name in FINDING_KINDS})
            link.facts.update(dict.fromkeys(self._strongest(found, claims)))
            link.more = len(claims) - len(link.facts)
        for thing, claims in naming.items():
            self._note(thing, self._strongest(found, claims))

    def _strongest(self, found: dict[str, Record], claims: list[str]) -> Iterator[Fact]:
        """The findings with the highest confidence, in an order that never changes."""

        def first(claim: str, name: str) -> str:
            return found[claim].get(name, [""])[0]

        ordered = sorted((-float(first(claim, "confidence") or 0), claim) for claim in claims)
        for _, claim in ordered[:QUOTES]:
            trend = first(claim, "trend")
            place = (first(claim, name) for name in ("text", "document", "page", "paragraph"))
            kind = self._label(first(claim, "findingKind"))
            yield self._fact(kind, self._label(trend) if trend else "", *place)

    # From things to nodes.

    def _kind(self, iri: str) -> str:
        classes = {name.rpartition("#")[2] for name in self._all(iri, "type")}
        return next((kind for name, kind in KINDS.items() if name in classes), "")

    def _drawn(self, focus: str | None) -> list[str]:
        """Things with a link or with a fact of their own, and the focus."""
        ends = {iri for source, target, _ in self.links for iri in (source, target)}
        things = (iri for name in KINDS for iri in self.by_class[name])
        kept = {iri for iri in things if iri in self.facts or iri == focus}
        return sorted(ends | kept)

    def _node(self, iri: str) -> Node:
        kind = self._kind(iri) or ("theme" if iri.startswith(f"{CONCEPTS}theme/") else "other")
        caption = detail = when = ""
        facts = list(self.facts.get(iri, ()))
        if kind == "inspection":
            type_ = self._type(iri) or "Inspection"
            when = self._one(iri, "start") or self._one(iri, "end")
            detail = " · ".join(filter(None, (type_, self._when(iri))))
            long = len(type_) > 30
            caption = spoken(when[:7], short=True) if long or iri in self.grades else type_
        elif kind == "council":
            detail = " · ".join(self._label(region) for region in self._all(iri, "region"))
            facts += self._reference(iri)
        elif kind in ("programme", "organisation"):
            detail = ", ".join(self._label(token) for token in self._all(iri, f"{kind}Kind"))
        elif kind == "theme":
            facts += [
                Fact("Definition", value, title=REFERENCE) for value in self._all(iri, "definition")
            ]
        also = [
            value
            for name in ("altLabel", "officialName", "notation", "formerCode")
            for value in self._all(iri, name)
        ]
        label = self._label(iri)
        grade = self.grades.get(iri, "")
        return Node(iri, kind, label, caption, detail, tuple(also), grade, when, facts=tuple(facts))

    def _reference(self, council: str) -> list[Fact]:
        rows = (
            ("Official name", self._all(council, "officialName")),
            ("Kind", [self._label(iri) for iri in self._all(council, "councilKind")]),
            ("GSS code", self._all(council, "notation")),
            ("LA code", self._all(council, "laCode")),
            ("Ofsted URN", self._all(council, "urn")),
            ("Formed", [spoken(value) for value in self._all(council, "formed")]),
            ("Abolished", [spoken(value) for value in self._all(council, "abolished")]),
        )
        return [Fact(label, "; ".join(values), title=REFERENCE) for label, values in rows if values]
