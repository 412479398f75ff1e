"""What the records of a graph say of single things: names, kinds, dates, documents."""

from __future__ import annotations

from collections import defaultdict

from kg.rdf.iris import CONCEPTS
from kg.views.date_format import span, spoken
from kg.views.graph_reader import Record, token
from kg.views.model import Fact, Node, Source

__all__ = ["KINDS", "Things"]

REFERENCE = Source("Reference data")

#: The classes that are nodes, in the order in which a thing of two classes takes its kind.
KINDS = {
    "Council": "council",
    "Inspection": "inspection",
    "Leader": "leader",
    "Inspector": "inspector",
    "Programme": "programme",
    "Organisation": "organisation",
}


class Things:
    """Records, and what they say."""

    def __init__(self, records: dict[str, Record]) -> None:
        self.records = records
        self.by_class: dict[str, list[str]] = defaultdict(list)
        #: Whoever has two IRIs -> the one that stands for the person.
        self.main: dict[str, str] = {}
        self.others: dict[str, list[str]] = defaultdict(list)
        for iri, record in sorted(records.items()):
            for name in record.get("type", ()):
                self.by_class[name.rpartition("#")[2]].append(iri)
            for main in record.get("sameAs", ()):
                self.main[iri] = main
                self.others[main].append(iri)
        self.sources = {iri: self._source(iri) for iri in self.by_class["Document"]}

    def person(self, iri: str) -> str:
        """The IRI that stands for a person who has several; any other as it is."""
        return self.main.get(iri, iri)

    def all(self, iri: str, name: str) -> list[str]:
        """The values of a property."""
        return self.records.get(iri, {}).get(name, [])

    def one(self, iri: str, name: str) -> str:
        """The first value of a property, or nothing."""
        values = self.all(iri, name)
        return values[0] if values else ""

    def label(self, iri: str) -> str:
        """A thing's or a concept's name; the end of its IRI when nobody named it."""
        return self.one(iri, "label") or self.one(iri, "prefLabel") or token(iri)

    def title(self, iri: str) -> str:
        """The title of a document, or the name of a concept; nothing for what has neither."""
        return self.one(iri, "title") or self.one(iri, "prefLabel")

    def kind(self, iri: str) -> str:
        """What a thing is drawn as; nothing for what is not drawn."""
        if iri.startswith(f"{CONCEPTS}theme/"):
            return "theme"
        classes = {name.rpartition("#")[2] for name in self.all(iri, "type")}
        return next((kind for name, kind in KINDS.items() if name in classes), "")

    def type(self, inspection: str) -> str:
        """The name of the kind of an inspection."""
        type_ = self.one(inspection, "inspectionType")
        return self.label(type_) if type_ else ""

    def day(self, inspection: str) -> str:
        """The first day of an inspection, as coarse as it is stated."""
        return self.one(inspection, "start") or self.one(inspection, "end")

    def days(self, inspection: str) -> str:
        """The dates of an inspection, for people."""
        return span(self.one(inspection, "start"), self.one(inspection, "end"))

    def scheme(self, name: str) -> list[str]:
        """The concepts of a scheme, in its order."""
        found = [i for i in self.by_class["Concept"] if i.startswith(f"{CONCEPTS}{name}/")]
        return sorted(found, key=lambda iri: (self.one(iri, "order"), token(iri)))

    def node(self, iri: str, facts: list[Fact], grade: str, more: int) -> Node:
        """A thing as it is drawn; in the middle as yet."""
        kind = self.kind(iri) or "other"
        caption = detail = when = region = ""
        if kind == "inspection":
            type_ = self.type(iri) or "Inspection"
            when = self.day(iri)
            detail = " · ".join(filter(None, (type_, self.days(iri))))
            long = len(type_) > 30
            caption = spoken(when[:7], short=True) if long or grade else type_
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
                    Fact("Definition", text, source=REFERENCE)
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

    def _source(self, iri: str) -> Source:
        path, url = self.one(iri, "path"), self.one(iri, "url")
        days = (self.day(inspection) for inspection in self.all(iri, "reports"))
        return Source(
            self.one(iri, "title") or path or token(iri),
            path,
            url if url.lower().startswith(("https://", "http://")) else "",
            self.one(iri, "mediaType") == "application/pdf",
            min(filter(None, days), default="") or self.one(iri, "published"),
        )

    def _reference(self, council: str) -> list[Fact]:
        rows = (
            ("Official name", self.all(council, "officialName")),
            ("Kind", [self.label(iri) for iri in self.all(council, "councilKind")]),
            ("GSS code", self.all(council, "notation")),
            ("LA code", self.all(council, "laCode")),
            ("Ofsted URN", self.all(council, "urn")),
            ("Formed", [spoken(value) for value in self.all(council, "formed")]),
            ("Abolished", [spoken(value) for value in self.all(council, "abolished")]),
        )
        return [
            Fact(label, "; ".join(values), source=REFERENCE) for label, values in rows if values
        ]
