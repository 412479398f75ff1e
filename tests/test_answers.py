"""The answer of each query of the library on the example graph, compared with what it was before.

`pytest --golden` rewrites `tests/answers/`: a CSV a query, or sorted N-Triples for a CONSTRUCT. Read
the diff before you keep it.  The standard queries stand in `tests/cases`, by document.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.query.answer import Table, Triples
from kg.query.library import Query, bind, library
from kg.query.result_formats import write
from kg.query.run import run
from kg.store.graph import Graph, open_graph

ANSWERS = Path(__file__).resolve().parent / "answers"
QUERIES = [query for query in library() if "standard" not in query.tags]

#: Values for what a query needs and has no default for.
VALUES = {"council": "Buckinghamshire", "document": "bedford-news-focused-visit.html"}

#: Follow from the last digits of sums, and from bytes that no stage reads.
LEFT_OUT = {"confidence", "sha256"}


@pytest.fixture(scope="module")
def demo(demo_graph: Path) -> Iterator[Graph]:
    with open_graph(str(demo_graph)) as graph:
        yield graph


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_answer(query: Query, demo: Graph, golden: bool) -> None:
    needed = [p.name for p in query.parameters if p.required and p.default is None]
    answer = run(demo, bind(query, {name: VALUES[name] for name in needed}))
    assert isinstance(answer, Table | Triples)
    form = "csv" if isinstance(answer, Table) else "nt"
    path = ANSWERS / f"{query.name}.{form}"
    text = rows(answer) if isinstance(answer, Table) else triples(answer)
    if golden:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.is_file(), f"answers/{path.name} is missing: run pytest --golden"
    assert text == path.read_text(encoding="utf-8"), "changed: read it, then run pytest --golden"


def rows(answer: Table) -> str:
    """A CSV without what is left out; sorted where it was ordered by something left out."""
    header, *body = csv.reader(io.StringIO(write(answer, "csv").decode(), newline=""))
    kept = [k for k, name in enumerate(header) if name not in LEFT_OUT]
    if len(kept) < len(header):
        body = sorted([row[k] for k in kept] for row in body)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([[header[k] for k in kept], *body])
    return text.getvalue()


def triples(answer: Triples) -> str:
    """N-Triples by line, without what is left out."""
    kept = [t for t in answer.triples if t.predicate.value.rpartition("#")[2] not in LEFT_OUT]
    return "".join(sorted(f"{triple} .\n" for triple in kept))


def test_every_answer_has_its_query() -> None:
    assert {path.stem for path in ANSWERS.iterdir()} == {query.name for query in QUERIES}
