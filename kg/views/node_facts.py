"""Names, kinds, dates and documents of single things, from the records of a graph."""

from __future__ import annotations

from collections import defaultdict

from kg.rdf.iris import scheme_of, token
from kg.views.date_format import date_in_words, dates_in_words
from kg.views.graph_reader import Record
from kg.views.model import CitedFact, CitedSource, Node

__all__ = ["KINDS", "Things"]

REFERENCE = CitedSource("Reference data")

#: Kinds of nodes by class; a thing of two classes takes the first kind.
KINDS = {
    "Council": "council",
    "Inspection": "inspection",
    "Leader": "leader",
    "Inspector": "inspector",
    "Programme": "programme",
    "Organisation": "organisation",
}


class Things:
    """The records of a graph, with lookups by IRI."""

    def __init__(self, records: dict[str, Record]) -> None:
        self.records = records
        self.by_class: dict[str, list[str]] = defaultdict(list)
        #: IRI of a person -> the canonical IRI, where they differ.
        self.main: dict[str, str] = {}
        self.others: dict[str, list[str]] = defaultdict(list)
        for iri, record in sorted(records.items()):
            for name in record.get("type", ()):
                self.by_class[token(name)].append(iri)
            for main in record.get("sameAs", ()):
                self.main[iri] = main
                self.others[main].append(iri)
        self.sources = {iri: self._source(iri) for iri in self.by_class["Document"]}

    def canonical(self, iri: str) -> str:
        """The canonical IRI of a person with several; any other IRI as it is."""
        return self.main.get(iri, iri)

    def all(self, iri: str, name: str) -> list[str]:
        """The values of a property."""
        return self.records.get(iri, {}).get(name, [])

    def one(self, iri: str, name: str) -> str:
        """The first value of a property, or ""."""
        values = self.all(iri, name)
        return values[0] if values else ""

    def label(self, iri: str) -> str:
        """The name of a thing or concept, else the last part of its IRI."""
        return self.one(iri, "label") or self.one(iri, "prefLabel") or token(iri)

    def title(self, iri: str) -> str:
        """The title of a document or the name of a concept, or ""."""
        return self.one(iri, "title") or self.one(iri, "prefLabel")

    def kind(self, iri: str) -> str:
        """The kind of node that a thing is drawn as, or "" when it is not drawn."""
        if scheme_of(iri) == "theme":
            return "theme"
        classes = {token(name) for name in self.all(iri, "type")}
        return next((kind for name, kind in KINDS.items() if name in classes), "")

    def type(self, inspection: str) -> str:
        """The name of an inspection's type."""
        type_ = self.one(inspection, "inspectionType")
        return self.label(type_) if type_ else ""

    def day(self, inspection: str) -> str:
        """The first day of an inspection, or the month or year where no day is stated."""
        return self.one(inspection, "start") or self.one(inspection, "end")

    def days(self, inspection: str) -> str:
        """The dates of an inspection in words."""
        return dates_in_words(self.one(inspection, "start"), self.one(inspection, "end"))

    def scheme(self, name: str) -> list[str]:
        """The concepts of a scheme, in order."""
        found = [i for i in self.by_class["Concept"] if scheme_of(i) == name]
        return sorted(found, key=lambda iri: (self.one(iri, "order"), token(iri)))

    def node(self, iri: str, facts: list[CitedFact], grade: str, more: int) -> Node:
        """The node of a thing, without a position."""
        kind = self.kind(iri) or "other"
        caption = detail = when = region = ""
        if kind == "inspection":
            type_ = self.type(iri) or "Inspection"
            when = self.day(iri)
            detail = " · ".join(filter(None, (type_, self.days(iri))))
            long = len(type_) > 30
            caption = date_in_words(when[:7], short=True) if long or grade else type_
        elif kind == "council":
            region = token(self.one(iri, "region"))
            detail = " · ".join(self.label(region) for region in self.all(iri, "region"))
            facts = [*facts, *self._reference(iri)]
        elif kind in ("programme", "organisation"):
            detail = ", ".join(self.label(token) for token in self.all(iri, f"{kind}Kind"))
        elif kind == "theme":
            facts = [
                *facts,
                *(
                    CitedFact("Definition", text, source=REFERENCE)
                    for text in self.all(iri, "definition")
                ),
            ]
        label = self.label(iri)
        also = [
            value
            for thing in (iri, *self.others.get(iri, ()))
            for name in ("label", "altLabel", "officialName", "notation", "formerCode")
            for value in self.all(thing, name)
        ]
        names = tuple(name for name in dict.fromkeys(also) if name != label)
        return Node(
            iri, kind, label, caption, detail, names, grade, when, region,
            facts=tuple(facts), more=more,
        )  # fmt: skip

    def _source(self, iri: str) -> CitedSource:
        path, url = self.one(iri, "path"), self.one(iri, "url")
        days = (self.day(inspection) for inspection in self.all(iri, "reports"))
        return CitedSource(
            self.one(iri, "title") or path or token(iri),
            path,
            url if url.lower().startswith(("https://", "http://")) else "",
            self.one(iri, "mediaType") == "application/pdf",
            min(filter(None, days), default="") or self.one(iri, "published"),
        )

    def _reference(self, council: str) -> list[CitedFact]:
        rows = (
            ("Official name", self.all(council, "officialName")),
            ("Kind", [self.label(iri) for iri in self.all(council, "councilKind")]),
            ("GSS code", self.all(council, "notation")),
            ("LA code", self.all(council, "laCode")),
            ("Ofsted URN", self.all(council, "urn")),
            ("Formed", [date_in_words(value) for value in self.all(council, "formed")]),
            ("Abolished", [date_in_words(value) for value in self.all(council, "abolished")]),
        )
        return [
            CitedFact(label, "; ".join(values), source=REFERENCE)
            for label, values in rows
            if values
        ]
