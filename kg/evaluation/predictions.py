"""What the standard queries tell of a document, as facts and findings to compare."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from kg.evaluation.gold import Fact, Facts, council_facts, judgement_facts
from kg.evaluation.sentences import Finding
from kg.query.answer import Table
from kg.query.library import bind, load
from kg.query.run import run
from kg.store.graph import Graph

__all__ = ["Rows", "ask", "facts_of", "findings_of"]

#: What is asked of the graph.
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


def ask(graph: Graph, documents: Iterable[str]) -> dict[str, Rows]:
    """What the standard queries answer of documents, each named without folder and extension."""
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


def findings_of(rows: Rows) -> list[Finding]:
    """The findings of a document; one of two councils stands there twice."""
    return [_finding(row) for row in rows["findings"]]


def _finding(row: Row) -> Finding:
    return Finding(
        kind=row["kind"],
        themes=tuple(filter(None, row["themes"].split(";"))),
        text=row["text"],
        range=(int(row["start"]), int(row["end"])),
        confidence=float(row["confidence"]),
    )


def facts_of(rows: Rows) -> Facts:
    """The facts that the standard queries tell of one document."""
    first = rows["inspections"][0] if rows["inspections"] else {}
    subjects = council_facts(row["gss"] for row in rows["mentions"] if row["role"] == "subject")
    named = council_facts(row["gss"] for row in rows["mentions"])
    inspectors = _take(rows["inspectors"], "name", "role")
    leaders = rows["leaders"]
    return {
        "council": subjects,
        "councils mentioned": tuple(council for council in named if council not in subjects),
        "inspection type": (Fact((first["type"],)),) if first.get("type") else (),
        "dates": tuple(
            Fact((which, first[which]))
            for which in ("start", "end", "published")
            if first.get(which)
        ),
        "judgements": tuple(
            judgement_facts((row["area"], row["grade"]) for row in rows["judgements"])
        ),
        "inspectors": inspectors,
        "inspector roles": inspectors,
        "lead inspector": tuple(one for one in inspectors if one.values[1] == "lead"),
        "named leaders": _take((row for row in leaders if row["name"]), "name", "role"),
        "tenures": _take((row for row in leaders if row["since"]), "role", "since"),
        "programmes": _take(rows["programmes"], "name", quote="quote"),
        "previous inspections": _take(rows["previous-inspections"], "when", "grade"),
        "organisations": _take(rows["organisations"], "name"),
    }


def _take(rows: Iterable[Row], *columns: str, quote: str | None = None) -> tuple[Fact, ...]:
    return tuple(
        Fact(tuple(row[column] for column in columns), row[quote] if quote else "") for row in rows
    )
