"""Facts and findings of a document, from the standard queries, to compare with the gold."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from kg.evaluation.gold import FactsByKind, GoldFact, council_facts, judgement_facts
from kg.evaluation.sentences import PredictedFinding
from kg.query.answer import Table
from kg.query.library import bind, load
from kg.query.run import run
from kg.store.graph import Graph

__all__ = ["Rows", "facts_of", "findings_of", "query_documents"]

#: Queries that are run on the graph.
QUERIES = (
    "documents",
    "mentions",
    "inspections",
    "judgements",
    "inspectors",
    "leaders",
    "programmes",
    "findings",
    "previous-inspections",
    "organisations",
)

#: A row of an answer; the value of an empty cell is "".
Row = Mapping[str, str]

#: The rows of one document, by query.
Rows = Mapping[str, list[Row]]


def query_documents(graph: Graph, documents: Iterable[str]) -> dict[str, Rows]:
    """The standard queries' rows for documents, each named without folder and extension."""
    rows: dict[str, dict[str, list[Row]]] = {
        name: {query: [] for query in QUERIES} for name in documents
    }
    for query in QUERIES:
        answer = run(graph, bind(load(query, io.StringIO()), {}))
        assert isinstance(answer, Table)
        for cells in answer.rows:
            texts = ("" if cell is None else getattr(cell, "value", str(cell)) for cell in cells)
            row = dict(zip(answer.columns, texts, strict=True))
            rows[PurePosixPath(row["document"]).stem][query].append(row)
    return dict(rows)


def findings_of(rows: Rows) -> list[PredictedFinding]:
    """The findings of a document; a finding about two councils occurs twice."""
    return [_to_finding(row) for row in rows["findings"]]


def _to_finding(row: Row) -> PredictedFinding:
    return PredictedFinding(
        kind=row["kind"],
        themes=tuple(filter(None, row["themes"].split(";"))),
        text=row["text"],
        range=(int(row["start"]), int(row["end"])),
        confidence=float(row["confidence"]),
    )


def facts_of(rows: Rows) -> FactsByKind:
    """The facts of a document, from the rows of the standard queries."""
    inspection = rows["inspections"][0] if rows["inspections"] else {}
    subjects = council_facts(row["gss"] for row in rows["mentions"] if row["role"] == "subject")
    named = council_facts(row["gss"] for row in rows["mentions"])
    inspectors = _facts(rows["inspectors"], "name", "role")
    leaders = rows["leaders"]
    return {
        "council": subjects,
        "councils mentioned": tuple(council for council in named if council not in subjects),
        "inspection type": (GoldFact((inspection["type"],)),) if inspection.get("type") else (),
        "dates": tuple(
            GoldFact((which, inspection[which]))
            for which in ("start", "end", "published")
            if inspection.get(which)
        ),
        "judgements": tuple(
            judgement_facts((row["area"], row["grade"]) for row in rows["judgements"])
        ),
        "inspectors": inspectors,
        "inspector roles": inspectors,
        "lead inspector": tuple(
            inspector for inspector in inspectors if inspector.values[1] == "lead"
        ),
        "named leaders": _facts((row for row in leaders if row["name"]), "name", "role"),
        "tenures": _facts((row for row in leaders if row["since"]), "role", "since"),
        "programmes": _facts(rows["programmes"], "name", quote="quote"),
        "previous inspections": _facts(rows["previous-inspections"], "when", "grade"),
        "organisations": _facts(rows["organisations"], "name"),
    }


def _facts(rows: Iterable[Row], *columns: str, quote: str | None = None) -> tuple[GoldFact, ...]:
    return tuple(
        GoldFact(tuple(row[column] for column in columns), row[quote] if quote else "")
        for row in rows
    )
