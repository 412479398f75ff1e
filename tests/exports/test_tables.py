"""The analysis as a workbook: each number has its rows, each row its documents."""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kg.errors import UsageError
from kg.exports.files import export
from kg.exports.tables import ANALYSIS, SETS, table_files, tables_workbook
from kg.query.charts import KINDS
from kg.query.library import library
from kg.reference_data import grade_colours
from kg.resources import queries_dir
from kg.store.graph import Graph
from national import national_graph

PLAN = tomllib.loads((queries_dir() / "analysis/workbook.toml").read_text(encoding="utf-8"))
QUERIES = [entry["query"] for entry in PLAN["sheet"]]

Rows = Mapping[str, list[dict[str, str]]]


@pytest.fixture(scope="module", params=["sample", "national"])
def rows(request: pytest.FixtureRequest) -> Rows:
    """The rows of each query of the analysis."""
    graph = national_graph() if request.param == "national" else request.getfixturevalue("whole")
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(data.decode(), newline="")))
        for name, data in table_files(graph, ANALYSIS, ".csv")
    }


def test_the_workbook_has_each_query_of_the_analysis() -> None:
    tagged = {query.name for query in library() if ANALYSIS in query.tags}
    folder = {path.stem for path in (queries_dir() / "analysis").glob("*.rq")}
    assert len(QUERIES) == len(set(QUERIES)) and set(QUERIES) == tagged == folder


@pytest.mark.parametrize(
    "entry", [e for e in PLAN["sheet"] if "chart" in e], ids=lambda e: e["query"]
)
def test_a_chart_draws_columns_that_its_query_has(entry: Mapping[str, Any], whole: Graph) -> None:
    data = dict(table_files(whole, ANALYSIS, ".csv"))[f"{entry['query']}.csv"].decode()
    columns = data.split("\r\n", 1)[0].split(",")
    assert {entry["category"], *entry["series"]} <= set(columns) and entry["kind"] in KINDS
    for column in entry["series"]:
        grade = column.removeprefix("to_").replace("_", "-")
        assert (grade in grade_colours()) != (column in PLAN["colours"]), "one colour, in one place"


# --- the numbers ---


def counted(rows: Rows, column: str, **kept: str) -> Counter[str]:
    """How many rows of `inspections-counted` have each value of a column."""
    of_all = rows["inspections-counted"]
    return Counter(
        row[column] for row in of_all if all(row[name] == value for name, value in kept.items())
    )


def test_years_and_types_add_up(rows: Rows) -> None:
    seen = {}
    for row in rows["inspections-counted"]:  # a joint inspection has a row for each council
        seen[row["type"], row["start"], row["documents"]] = row
    for row in rows["inspections-by-year"]:
        found = Counter(one["type"] for one in seen.values() if one["year"] == row["year"])
        types = {
            name.replace("_", "-"): int(n) for name, n in row.items() if name in PLAN["colours"]
        }
        assert {name: n for name, n in types.items() if n} == found
        assert int(row["inspections"]) == found.total() == sum(types.values())


@pytest.mark.parametrize(
    ("query", "column", "kept"),
    [
        ("inspections-by-grade-held", "type", {}),
        ("focused-visits-by-focus", "focus", {"type": "focused-visit"}),
    ],
)
def test_grades_held_are_those_of_the_rows(
    query: str, column: str, kept: Mapping[str, str], rows: Rows
) -> None:
    assert rows[query]
    for row in rows[query]:
        token = "" if row[column] == "not-stated" else row[column]
        found = counted(rows, "grade_held", **kept, **{column: token})
        for grade in ("outstanding", "good", "requires-improvement", "adequate", "inadequate", ""):
            assert int(row[grade.replace("-", "_") or "not_known"]) == found[grade], (token, grade)
        assert int(row.get("visits") or row["inspections"]) == found.total()


def test_intervals_delays_and_transitions_are_those_of_the_rows(rows: Rows) -> None:
    pairs = rows["full-inspection-intervals"]
    for row in rows["intervals-by-grade"]:
        months = [int(pair["months"]) for pair in pairs if pair["grade"] == row["grade"]]
        told = [int(row[name]) for name in ("intervals", "shortest", "longest")]
        assert told == [len(months), min(months), max(months)]
        assert abs(int(row["mean"]) - sum(months) / len(months)) <= 0.5
    for row in rows["days-to-publication"]:
        days = [int(r["days"]) for r in rows["publication-delays"] if r["type"] == row["type"]]
        ends = [str(min(days)), str(max(days))] if days else ["", ""]
        assert [row["shortest"], row["longest"]] == ends
    changes = Counter(
        (row["from"], row["to"])
        for row in rows["grade-changes"]
        if row["area"] == "overall-effectiveness" and row["change"] in ("better", "worse", "same")
    )
    for row in rows["grade-transitions"]:
        for grade in ("outstanding", "good", "requires-improvement", "inadequate"):
            assert int(row[f"to_{grade.replace('-', '_')}"]) == changes[row["from"], grade]


def test_each_row_leads_to_documents(rows: Rows) -> None:
    paths = {path for row in rows["inspections-counted"] for path in row["documents"].split(";")}
    for name, each in rows.items():
        for row in each:
            named = [row[c] for c in row if c.endswith("documents")] + [row.get("undated", "")]
            documents = {path for cell in named for path in cell.split(";") if "." in path}
            assert documents <= paths, (name, row)
            assert documents or row.get("known") == "0", (name, row)


# --- the workbook ---


def test_the_sheets_charts_and_notes(whole: Graph) -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(tables_workbook(whole, ANALYSIS)))
    assert book.sheetnames == ["contents", "notes", *QUERIES]
    words = {row[0].value: row[1].value for row in book["notes"].iter_rows(min_row=2)}
    assert {*PLAN["notes"], *QUERIES} == set(words) and all(words.values())
    drawn = {name for name in QUERIES if book[name]._charts}
    assert drawn == {entry["query"] for entry in PLAN["sheet"] if "chart" in entry}
    for name in QUERIES:
        assert book[name].auto_filter.ref, "to see what a number counts"
    (chart,) = book["grades-by-region"]._charts
    fills = [one.graphicalProperties.solidFill.srgbClr.lower() for one in chart.series]
    of = grade_colours()
    assert fills == [of[grade].lstrip("#") for grade in ("outstanding", "good", "inadequate")]


@pytest.mark.parametrize("tables", SETS)
def test_the_same_graph_gives_the_same_bytes(tables: str, whole: Graph, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        export(whole, tmp_path / name, tables=tables)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_folder_of_the_analysis_replaces_one_of_the_standard_tables(
    whole: Graph, tmp_path: Path
) -> None:
    folder = tmp_path / "tables"
    export(whole, f"{folder}/")
    export(whole, f"{folder}/", tables=ANALYSIS)
    assert {path.stem for path in folder.glob("*.csv")} == set(QUERIES)


@pytest.mark.parametrize("name", ["graph.ttl", "graph.gexf", "graph.nq.gz"])
def test_tables_need_a_form_that_holds_them(name: str, whole: Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--tables needs a workbook \(\.xlsx\), a data"):
        export(whole, tmp_path / name, tables=ANALYSIS)
    assert not list(tmp_path.iterdir())
