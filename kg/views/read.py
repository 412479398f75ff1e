"""Reads a graph as an `Atlas`."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import chain

from kg.network.graph_reader import records
from kg.network.things import Things
from kg.period import ALWAYS, Period
from kg.query.cited_documents import cited_documents
from kg.rdf.iris import expand, scheme_of, token
from kg.rdf.vocabulary import (
    ASSOCIATION,
    EARLIER_INSPECTION,
    JUDGEMENT,
    MENTION,
    RESPONSE,
    TENURE,
    VIEWS,
    ClaimKind,
    kinds_read_by,
    prologue,
)
from kg.reference_data import read_reference
from kg.resources import ontology_dir
from kg.store.graph import Graph
from kg.store.select import each_text_row
from kg.views.findings import count_findings, read_findings
from kg.views.model import (
    Atlas,
    Body,
    Concept,
    Council,
    Document,
    Grade,
    Inspection,
    Naming,
    Person,
    Place,
    Post,
    Response,
    StatedGrade,
    Visit,
)
from kg.views.stated import Stated, counts, in_years, is_another, settled

__all__ = ["read_atlas"]

#: The words that a claim rests on.  Each part finds the evidence again: Oxigraph reads all that an
#: OPTIONAL could match, which for `kg:page` alone is every finding.
_PLACES = """
SELECT ?claim ?document ?start ?end ?page ?paragraph ?words WHERE {
  EVIDENCE . ?evidence kg:document ?document ; kg:text ?words
  OPTIONAL { EVIDENCE . ?evidence kg:startOffset ?start ; kg:endOffset ?end }
  OPTIONAL { EVIDENCE . ?evidence kg:page ?page }
  OPTIONAL { EVIDENCE . ?evidence kg:paragraph ?paragraph }
}"""
#: The evidence of a claim; what others say is its own.
_EVIDENCE = (
    "?claim kg:evidence ?evidence",
    "?claim kg:voice ?voice BIND(?claim AS ?evidence)",
)

#: The areas that the framework of an inspection leaves out.
_LEFT_OUT = """
SELECT DISTINCT ?inspection ?area WHERE {
  ?framework kg:leavesOutArea ?area ; kg:inspectionType ?type ; kg:validFrom ?from .
  ?inspection kg:inspectionType ?type ; kg:startEarliest ?began
  OPTIONAL { ?framework kg:validUntil ?until }
  FILTER(?began >= ?from && ?began <= COALESCE(?until, ?began))
}"""

_SUCCESSORS = """
SELECT DISTINCT ?council ?successor WHERE {
  ?change org:originalOrganization ?council ; org:resultingOrganization ?successor
  FILTER(?council != ?successor)
}"""

NEIGHBOUR = "kg:statisticalNeighbour"
#: Words of documents up to which a page has their texts: some 1,500 reports, 25 MB of page.
MAX_WORDS = 10_000_000


def read_atlas(
    graph: Graph,
    period: Period = ALWAYS,
    about: Collection[str] | None = None,
    max_words: int = MAX_WORDS,
) -> Atlas:
    """The atlas of a graph.

    Texts, and the words of findings, are only of documents in the period that mention a thing in
    `about`, or None for all; of none where these have more than `max_words` words.
    """
    return _Reading(graph, period, about, max_words).atlas()


class _Reading(Things):
    """The records of a graph while they are turned into values."""

    def __init__(
        self, graph: Graph, period: Period, about: Collection[str] | None, max_words: int
    ) -> None:
        super().__init__(records(graph, kinds_read_by(VIEWS)))
        self.graph = graph
        self.documents = set(self.by_class["Document"])
        self.shown = {iri for iri in self.documents if period.holds(self._when(iri))}
        if about:
            self.shown &= self._documents_about(about)
        if sum(int(self.one(iri, "wordCount") or 0) for iri in self.shown) > max_words:
            self.shown = set()

    def atlas(self) -> Atlas:
        """All of it."""
        findings = read_findings(self.graph, self, self.texts)
        others = self.documents - self.shown
        found, counts = count_findings(self.graph, self, findings, others)
        return Atlas(
            documents=tuple(self._documents()),
            grades=tuple(self._concepts("grade")),
            areas=tuple(self._concepts("area")),
            themes=tuple(self._concepts("theme")),
            types=tuple(self._concepts("inspection-type")),
            regions=tuple(self._concepts("region")),
            focuses=tuple(self._concepts("focus")),
            councils=tuple(self._councils()),
            inspections=tuple(self._inspections()),
            stated=tuple(self._stated()),
            people=tuple(self._people()),
            bodies=tuple(self._bodies()),
            responses=tuple(self._responses()),
            findings=findings,
            found=found,
            counts=counts,
        )

    # Records

    def token(self, iri: str, name: str) -> str:
        """The token of a concept that a property has, or ""."""
        return token(self.one(iri, name))

    def rows(self, sparql: str) -> Iterator[list[str]]:
        """The rows of a SELECT."""
        query = prologue() + sparql
        return each_text_row(self.graph.store, query, use_default_graph_as_union=True)

    def pairs(self, sparql: str) -> Mapping[str, list[str]]:
        """The second values by the first of a SELECT DISTINCT with two variables, sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for first, second in self.rows(sparql):
            found[first].append(second)
        for values in found.values():
            values.sort()
        return found

    def claims(self, kind: ClaimKind) -> Iterator[str]:
        """The claims of a kind that a document of the graph makes."""
        return (i for i in self.by_class[kind.name] if self.one(i, "document") in self.documents)

    @cached_property
    def places(self) -> Mapping[str, tuple[Place, ...]]:
        """The words that each claim, inspection and document rests on."""
        found: dict[str, set[Place]] = defaultdict(set)
        queries = (_PLACES.replace("EVIDENCE", evidence) for evidence in _EVIDENCE)
        for claim, document, start, end, page, paragraph, words in chain.from_iterable(
            map(self.rows, queries)
        ):
            if claim in self.records and document in self.documents:
                place = Place(
                    document, int(start or 0), int(end or 0), int(page or 0), paragraph, words
                )
                found[claim].add(place)
        order = {iri: n for n, iri in enumerate(self.by_class["Document"])}
        return {
            claim: tuple(sorted(places, key=lambda p: (order[p.document], p.start, p.end)))
            for claim, places in found.items()
        }

    def _when(self, document: str) -> str:
        """The first day of what a document reports, else its day of publication."""
        days = map(self.day, self.all(document, "reports"))
        return min(filter(None, days), default="") or self.one(document, "published")

    def _documents_about(self, things: Collection[str]) -> set[str]:
        """The documents with a claim about one of these things, or that report it."""
        wanted = {self.main.get(iri, iri) for iri in things}
        pointers = ("council", "mentions", "agent", "member", "organization", "inspection")
        return {
            self.one(claim, "document")
            for claim, record in self.records.items()
            for name in pointers
            if any(self.main.get(iri, iri) in wanted for iri in record.get(name, ()))
        } - {""} | {
            document
            for document in self.by_class["Document"]
            if wanted.intersection(self.all(document, "reports"))
        }

    # Values

    def _concepts(self, scheme: str) -> Iterator[Concept]:
        found = [iri for iri in self.by_class["Concept"] if scheme_of(iri) == scheme]
        for iri in sorted(found, key=lambda i: (int(self.one(i, "order") or 0), token(i))):
            yield Concept(
                token(iri),
                self.label(iri),
                self.one(iri, "definition"),
                self.token(iri, "comparedAs"),
            )

    def _documents(self) -> Iterator[Document]:
        citations = cited_documents(self.graph)
        for iri in self.by_class["Document"]:
            path = self.one(iri, "path")
            citation = citations[path]
            shown = iri in self.texts
            yield Document(
                iri,
                self.title(iri),
                path,
                citation.url,
                self.one(iri, "mediaType") == "application/pdf",
                self._when(iri),
                tuple(self.all(iri, "reports")),
                shown,
                self.texts[iri] if shown else None,
                citation,
            )

    @cached_property
    def texts(self) -> Mapping[str, str | None]:
        """The texts of the documents that are shown; None where the graph has none."""
        return {iri: self.graph.text(self.one(iri, "sha256")) for iri in sorted(self.shown)}

    def _councils(self) -> Iterator[Council]:
        successors = self.pairs(_SUCCESSORS)
        hexagons = _hexagons()
        for iri in sorted(self.by_class["Council"], key=lambda i: (self.label(i), i)):
            name = self.label(iri)
            also = [v for p in ("altLabel", "shortName", "formerCode") for v in self.all(iri, p)]
            yield Council(
                iri,
                self.one(iri, "notation"),
                name,
                self.one(iri, "officialName"),
                self.label(self.one(iri, "councilKind")),
                self.token(iri, "region"),
                self.one(iri, "formed"),
                self.one(iri, "abolished"),
                tuple(successors.get(iri, ())),
                # The reference data has them closest first; a graph has no order.
                tuple(read_reference("councils").get(iri, {}).get(expand(NEIGHBOUR), ())),
                tuple(dict.fromkeys(value for value in also if value != name)),
                hexagons.get(self.one(iri, "notation")),
            )

    def _inspections(self) -> Iterator[Inspection]:
        left_out = self.pairs(_LEFT_OUT)
        areas = {area.token: n for n, area in enumerate(self._concepts("area"))}
        grades: dict[str, dict[tuple[str, str], dict[Place, None]]] = defaultdict(dict)
        for claim in self.claims(JUDGEMENT):
            key = self.token(claim, "area"), self.token(claim, "grade")
            for inspection in self.all(claim, "inspection"):
                places = dict.fromkeys(self.places.get(claim, ()))
                grades[inspection].setdefault(key, {}).update(places)
        documents: dict[str, list[str]] = defaultdict(list)
        for document in self.by_class["Document"]:
            for inspection in self.all(document, "reports"):
                documents[inspection].append(document)
        for iri in self.by_class["Inspection"]:
            if not documents[iri]:
                continue
            yield Inspection(
                iri,
                tuple(self.all(iri, "council")),
                self.token(iri, "inspectionType"),
                self.one(iri, "start"),
                self.one(iri, "end"),
                self.one(iri, "published"),
                self.one(iri, "nextDue"),
                tuple(self.all(iri, "follows")),
                tuple(map(token, self.all(iri, "focus"))),
                tuple(map(token, left_out.get(iri, ()))),
                tuple(
                    Grade(area, grade, tuple(places))
                    for (area, grade), places in sorted(
                        grades[iri].items(), key=lambda item: (areas.get(item[0][0], 0), item[0])
                    )
                ),
                tuple(documents[iri]),
                self.places.get(iri, ()),
            )

    def _stated(self) -> Iterator[StatedGrade]:
        """Overall grades that reports and letters state of inspections without a report here."""
        found: dict[str, list[Stated]] = defaultdict(list)
        for council, when, grade, claim in self._stated_claims():
            found[council].append((when, grade, claim))
        for council, claims in sorted(found.items()):
            for when, grade, same in settled(claims):
                places = tuple(place for claim in same for place in self.places.get(claim, ()))
                yield StatedGrade(council, when, grade, places)

    def _stated_claims(self) -> Iterator[tuple[str, str, str, str]]:
        """Council, date, grade and claim of stated overall grades that no report here gives."""
        own = self._graded_days()
        for claim in self.claims(EARLIER_INSPECTION):
            when, grade = self.one(claim, "when"), self.token(claim, "grade")
            kind = self.token(self.one(claim, "document"), "documentKind")
            type_ = self.token(claim, "inspectionType")
            if not counts(when, grade, type_, self.all(claim, "gradedArea"), [kind]):
                continue
            for council in self.all(claim, "council"):
                if is_another(when, own[council]) and when >= self.one(council, "formed"):
                    yield council, when, grade, claim

    def _graded_days(self) -> Mapping[str, list[float]]:
        """When each council was graded according to the reports here, in years."""
        days: dict[str, list[float]] = defaultdict(list)
        for claim in self.claims(JUDGEMENT):
            for inspection in self.all(claim, "inspection"):
                when = self.day(inspection)
                for council in self.all(claim, "council") if when else ():
                    days[council].append(in_years(when))
        return days

    def _people(self) -> Iterator[Person]:
        posts: dict[str, list[Post]] = defaultdict(list)
        visits: dict[str, list[Visit]] = defaultdict(list)
        for claim in self.claims(TENURE):
            role = self.one(claim, "role")
            organisation = self.one(claim, "organization")
            post = Post(
                next(iter(self.councils_of(claim)), ""),
                self.label(organisation) if organisation else "",
                token(role),
                self.one(claim, "roleText") or self.label(role),
                self.one(claim, "since"),
                self.one(claim, "inPostAt"),
                self.one(claim, "document"),
                self.places.get(claim, ()),
            )
            for person in self.all(claim, "member"):
                posts[self.main.get(person, person)].append(post)
        for claim in self.claims(ASSOCIATION):
            role = self.label(self.one(claim, "hadRole"))
            for inspection in self.all(claim, "inspection"):
                visit = Visit(inspection, role, self.places.get(claim, ()))
                for person in self.all(claim, "agent"):
                    visits[self.main.get(person, person)].append(visit)
        for iri in sorted({*posts, *visits}):
            name = self.label(iri)
            names = [
                value
                for one in (iri, *self.others.get(iri, ()))
                for p in ("label", "altLabel")
                for value in self.all(one, p)
            ]
            also = tuple(dict.fromkeys(value for value in names if value != name))
            yield Person(iri, name, also, tuple(posts[iri]), tuple(visits[iri]))

    def _bodies(self) -> Iterator[Body]:
        namings: dict[str, list[Naming]] = defaultdict(list)
        for claim in self.claims(MENTION):
            for body in self.all(claim, "mentions"):
                for council in self.councils_of(claim):
                    document = self.one(claim, "document")
                    namings[body].append(Naming(council, document, self.places.get(claim, ())))
        for class_ in ("Programme", "Organisation"):
            for iri in self.by_class[class_]:
                if iri in namings:
                    sort = class_.lower()
                    yield Body(
                        iri,
                        sort,
                        ", ".join(map(self.label, self.all(iri, f"{sort}Kind"))),
                        self.label(iri),
                        tuple(self.all(iri, "altLabel")),
                        tuple(namings[iri]),
                    )

    def _responses(self) -> Iterator[Response]:
        for claim in self.claims(RESPONSE):
            named = (self.one(claim, "speakerText"), self.one(claim, "bodyText"))
            yield Response(
                ", ".join(filter(None, named)) or self.label(self.one(claim, "voice")),
                tuple(self.all(claim, "council")),
                tuple(self.all(claim, "inspection")),
                self.places.get(claim, ()),
            )


def _hexagons() -> Mapping[str, tuple[int, int]]:
    """The place of each council on the map of hexagons, by GSS code."""
    lines = (ontology_dir() / "hexagons.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["gss"]: (int(row["column"]), int(row["row"])) for row in rows}
