"""Everything that a brief is made from: the council's record, and answers of the query library."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from kg.briefs.model import Source
from kg.briefs.record import Inspection, Record, read_record
from kg.gazetteer import Council, Gazetteer
from kg.query.answer import Table
from kg.query.library import bind, find
from kg.query.run import run
from kg.store.graph import Graph

__all__ = ["Material", "Row", "read_material"]

#: A row of an answer, as text; "" for an empty cell.
Row = Mapping[str, str]


@dataclass(frozen=True)
class Material:
    """What is known of a council; rows are those of the library query of that name."""

    record: Record
    replaced: tuple[Record, ...]
    neighbours: tuple[Record, ...]
    documents: Mapping[str, Row]
    findings: tuple[Row, ...]
    recommendations: tuple[Row, ...]
    conflicting_grades: tuple[Row, ...]
    conflicting_dates: tuple[Row, ...]

    @property
    def council(self) -> Council:
        """The council."""
        return self.record.council

    @property
    def own_documents(self) -> tuple[str, ...]:
        """The paths of the documents that are about the council, by what they report."""
        reported = {path for one in self.record.inspections for path in one.claim.paths}
        subject = {
            quote.path
            for quote in self.record.quotes
            if ("mention role", "subject") in quote.states
        }
        return tuple(sorted(reported | subject, key=lambda path: (self.day_of(path), path)))

    def day_of(self, path: str) -> str:
        """The first day of what a document reports, else its day of publication, else ""."""
        days = (one.when for one in self.record.inspections if path in one.claim.paths)
        return min(filter(None, days), default="") or self.documents[path]["published"]

    def inspection_of(self, path: str) -> Inspection | None:
        """The inspection that a document reports, if it reports one only."""
        found = [one for one in self.record.inspections if path in one.claim.paths]
        return found[0] if len(found) == 1 else None

    def source(self, finding: Row) -> Source:
        """The words of a finding with their place."""
        page = finding["page"]
        title = self.documents[finding["document"]]["title"] or finding["document"]
        return Source(
            finding["document"],
            title,
            int(page) if page else None,
            finding["paragraph"] or None,
            finding["text"],
        )


def read_material(graph: Graph, council: Council) -> Material:
    """What the graph has on a council."""
    documents = {row["document"]: row for row in _rows(graph, "documents")}
    kinds = {path: row["kind"] for path, row in documents.items()}
    record = read_record(graph, council.gss, kinds)
    paths = {quote.path for quote in record.quotes}
    about = {"council": council.gss}
    return Material(
        record,
        tuple(read_record(graph, gss, kinds, only_grades=True) for gss in _lineage(council)),
        tuple(read_record(graph, gss, kinds, only_grades=True) for gss in council.neighbours),
        documents,
        tuple(_rows(graph, "findings", about, paths)) if paths else (),
        tuple(_rows(graph, "recommendations", about)),
        tuple(_rows(graph, "conflicting-grades", about)),
        tuple(_rows(graph, "conflicting-dates", about)),
    )


def _lineage(council: Council) -> Iterator[str]:
    """The councils that it replaced, directly or not."""
    for gss in council.predecessors:
        yield from _lineage(Gazetteer.load().councils[gss])
        yield gss


def _rows(
    graph: Graph,
    name: str,
    values: Mapping[str, str] | None = None,
    documents: Collection[str] | None = None,
) -> Iterator[Row]:
    """The rows of a library query; `documents` are those that matter, by path."""
    answer = run(graph, bind(find(name), values or {}), documents)
    assert isinstance(answer, Table)
    for cells in answer.rows:
        texts = (getattr(cell, "value", "") for cell in cells)
        yield dict(zip(answer.columns, texts, strict=True))
