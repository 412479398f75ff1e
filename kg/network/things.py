"""Names, kinds and dates of single things, from the records of a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from kg.date_format import dates_in_words
from kg.network.graph_reader import Record
from kg.network.model import Node
from kg.rdf.iris import scheme_of, token
from kg.rdf.vocabulary import MENTION

__all__ = ["KINDS", "Things"]

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

    @cached_property
    def subjects(self) -> Mapping[str, list[str]]:
        """The councils that each document is about."""
        found: dict[str, list[str]] = defaultdict(list)
        for claim in self.by_class[MENTION.name]:
            if token(self.one(claim, "mentionRole")) == "subject":
                found[self.one(claim, "document")].extend(self.all(claim, "mentions"))
        return found

    def councils_of(self, claim: str) -> list[str]:
        """The councils that a claim is about: its own, else those of its document."""
        document = self.one(claim, "document")
        return (
            self.all(claim, "council")
            or self.subjects.get(document)
            or [c for iri in self.all(document, "reports") for c in self.all(iri, "council")]
        )

    def title(self, document: str) -> str:
        """The title of a document, else its path."""
        return self.one(document, "title") or self.one(document, "path") or token(document)

    def address(self, document: str, page: int | None) -> str:
        """The web address of a document, of a page where it has pages; "" where there is none."""
        url = self.one(document, "url")
        if not url.lower().startswith(("https://", "http://")):
            return ""
        paged = self.one(document, "mediaType") == "application/pdf" and "#" not in url
        return f"{url}#page={page}" if paged and page is not None else url

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

    def node(self, iri: str, grade: str) -> Node:
        """The node of a thing."""
        kind = self.kind(iri) or "other"
        detail = when = ""
        if kind == "inspection":
            when = self.day(iri)
            detail = " · ".join(filter(None, (self.type(iri) or "Inspection", self.days(iri))))
        elif kind == "council":
            detail = " · ".join(self.label(region) for region in self.all(iri, "region"))
        elif kind in ("programme", "organisation"):
            detail = ", ".join(self.label(token) for token in self.all(iri, f"{kind}Kind"))
        label = self.label(iri)
        also = [
            value
            for thing in (iri, *self.others.get(iri, ()))
            for name in ("label", "altLabel", "officialName", "notation", "formerCode")
            for value in self.all(thing, name)
        ]
        names = tuple(name for name in dict.fromkeys(also) if name != label)
        return Node(iri, kind, label, detail, names, grade, when)
