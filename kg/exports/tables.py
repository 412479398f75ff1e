"""The graph as tables, a sheet or a CSV file for each: the standard queries, or the analysis.

The analysis has charts, and a sheet that says what its words mean; `queries/analysis/workbook.toml`
lists its sheets.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.query.answer import Table
from kg.query.charts import Chart
from kg.query.library import Query, bind, find, library
from kg.query.result_formats import write
from kg.query.run import run
from kg.query.workbook import Sheet, workbook
from kg.rdf.vocabulary import named_node
from kg.reference_data import grade_colours
from kg.resources import queries_dir
from kg.store.graph import Graph

__all__ = ["ANALYSIS", "SETS", "STANDARD", "table_files", "tables_database", "tables_workbook"]

STANDARD, ANALYSIS = "standard", "analysis"
#: The sets of tables; each is the tag of its queries.
SETS = (STANDARD, ANALYSIS)

Link = Callable[[Mapping[str, str], str], str | None]


def table_files(graph: Graph, tables: str, extension: str) -> Iterator[tuple[str, bytes]]:
    """The names of files, and in them the answers of the queries of a set, as CSV or Parquet."""
    if extension == ".parquet":
        from kg.exports.parquet import parquet as data
    else:
        data = _csv
    for query in library():
        if tables in query.tags:
            yield query.name + extension, data(_answer(graph, query))


def tables_database(graph: Graph, tables: str) -> bytes:
    """The answers of the queries of a set, a table for each, in an SQLite database."""
    from kg.exports.sqlite import database

    return database((q.name, _answer(graph, q)) for q in library() if tables in q.tags)


def tables_workbook(graph: Graph, tables: str) -> bytes:
    """The answers of the queries of a set, a sheet for each."""
    link = _link_to_sources(_urls(graph))
    if tables == ANALYSIS:
        return workbook(list(_analysis(graph, link)))
    queries = [query for query in library() if tables in query.tags]
    return workbook([Sheet(q.name, _answer(graph, q), q.summary, link) for q in queries])


def _analysis(graph: Graph, link: Link) -> Iterator[Sheet]:
    """The sheets of the analysis: what the words mean, then a sheet for each query."""
    path = queries_dir() / ANALYSIS / "workbook.toml"
    plan = tomllib.loads(path.read_text(encoding="utf-8"))
    queries = [find(entry["query"]) for entry in plan["sheet"]]
    yield _notes(plan["notes"], queries)
    for entry, query in zip(plan["sheet"], queries, strict=True):
        table = _answer(graph, query)
        lists = tuple(column for column in table.columns if column.endswith("documents"))
        chart = _chart(entry, plan["colours"]) if "chart" in entry else None
        yield Sheet(query.name, table, query.summary, link, lists, chart)


def _notes(words: Mapping[str, str], queries: list[Query]) -> Sheet:
    meanings = [*words.items(), *((q.name, " ".join(q.description.split())) for q in queries)]
    rows = tuple((ox.Literal(word), ox.Literal(meaning)) for word, meaning in meanings)
    return Sheet(
        "notes", Table(("word", "meaning"), rows), "What is counted, and what the words mean"
    )


def _chart(entry: Mapping[str, Any], colours: Mapping[str, str]) -> Chart:
    series = tuple((column, _colour(column, colours)) for column in entry["series"])
    return Chart(entry["chart"], entry["kind"], entry["category"], series, entry["axis"])


def _colour(column: str, colours: Mapping[str, str]) -> str:
    """The colour of a column: that of the grade that it counts, else that of the plan."""
    grade = column.removeprefix("to_").replace("_", "-")
    return grade_colours().get(grade) or colours[column]


def _csv(table: Table) -> bytes:
    return write(table, "csv")


def _answer(graph: Graph, query: Query) -> Table:
    answer = run(graph, bind(query, {}))
    assert isinstance(answer, Table)
    return answer


def _link_to_sources(urls: Mapping[str, str]) -> Link:
    def link(row: Mapping[str, str], column: str) -> str | None:
        """The web address of the one document in a cell, at the row's page."""
        if not column.endswith(("document", "documents")):
            return None
        url = urls.get(row[column])
        page = row.get("page")
        return f"{url}#page={page}" if url and page and "#" not in url else url

    return link


def _urls(graph: Graph) -> dict[str, str]:
    """The paths of documents with a web address, from a manifest, and that address."""
    values_by_document: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in ("path", "url"):
        for quad in graph.store.quads_for_pattern(None, named_node(f"kg:{name}"), None, None):
            if isinstance(quad.object, ox.Literal):
                values_by_document[str(quad.subject)][name].append(quad.object.value)
    return {
        path: min(found["url"])
        for found in values_by_document.values()
        for path in found["path"]
        if found["url"] and min(found["url"]).startswith(("http://", "https://"))
    }
