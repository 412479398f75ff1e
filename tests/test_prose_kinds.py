"""The kinds of error that prose causes: short documents, and what is asserted of each.

`prose/kinds.toml` has the documents and the right answers; `prose/README.md` says what its keys
mean.  All documents are built into one graph by `kg.build`.  A case is asked with its own document
and the reference data alone, since documents on one inspection would share its dates.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import kg
from kg.gazetteer import Gazetteer
from kg.graph.claims import document_graph_iri
from kg.model import PartialDate
from kg.query.library import bind
from kg.query.result_formats import write
from kg.query.run import run
from kg.rdf.iris import ENTITIES_GRAPH, REFERENCE_GRAPH
from kg.store.graph import Graph, open_graph
from places import TESTS
from queries import named

Row = Mapping[str, Any]
Rows = list[dict[str, str]]

KINDS = range(1, 14)
#: Cases of each kind that are our own, at least.
OWN = 5
METADATA = ("url", "published", "title", "publisher")
#: The lists of a case: the query that answers it, and the keys that its rows may have.
LISTS = {
    "subjects": ("mentions", ()),
    "inspections": (
        "inspections",
        ("council", "type", "start", "end", "published", "ordinal", "next"),
    ),
    "judgements": ("judgements", ("council", "area", "grade")),
    "leaders": ("leaders", ("name", "role", "body", "since")),
    "earlier": ("previous-inspections", ("council", "when", "grade")),
    "findings": ("findings", ("kind", "words", "council")),
    "responses": ("responses", ("speaker", "words")),
    "programmes": ("programmes", ()),
    "organisations": ("organisations", ()),
    "unresolved": ("unresolved-mentions", ()),
}
COUNCILS = {c.official_name: c for c in Gazetteer.load().councils.values()}


@dataclass(frozen=True)
class Case:
    """A document with the right answer; `table` is its table in the file."""

    name: str
    table: Row

    @property
    def kind(self) -> int:
        return int(self.table["kind"])

    @property
    def file(self) -> str:
        return f"{self.name}.{self.table.get('format', 'txt')}"


def read_cases() -> list[Case]:
    """The cases in their order, each named after its kind and its number within it."""
    tables = tomllib.loads((TESTS / "prose" / "kinds.toml").read_text("utf-8"))["case"]
    counts: Counter[int] = Counter()
    cases = []
    for table in tables:
        counts[table["kind"]] += 1
        cases.append(Case(f"kind-{table['kind']:02}-{counts[table['kind']]:02}", table))
    return cases


CASES = read_cases()


# --- the graph ---


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The graph of all cases."""
    home = tmp_path_factory.mktemp("kinds")
    docs, manifest = home / "docs", home / "manifest.csv"
    docs.mkdir()
    for case in CASES:
        (docs / case.file).write_text(case.table["text"], "utf-8", newline="\n")
    with manifest.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("file", *METADATA))
        for case in CASES:
            values = [case.table.get(key, "") for key in METADATA]
            if any(values):
                writer.writerow((case.file, *values))
    report = kg.build([docs], home / "graph", manifest=manifest)
    assert report.failures == ()
    with open_graph(home / "graph") as graph:
        yield graph


@pytest.fixture(scope="module")
def documents(built: Graph) -> dict[str, str]:
    """The hash of each case's document, by the name of its file."""
    hashes = {Path(row["document"]).name: row["sha256"] for row in answer(built, "documents")}
    assert hashes.keys() == {case.file for case in CASES}, "two cases have the same text"
    return hashes


@pytest.fixture(scope="module")
def shared_store(built: Graph) -> ox.Store:
    """The quads that all cases share: reference data, and the labels of entities."""
    store = ox.Store()
    for name in (REFERENCE_GRAPH, ENTITIES_GRAPH):
        store.extend(quads_of(built.store, name))
    return store


@contextmanager
def alone(case: Case, built: Graph, sha256: str, shared: ox.Store) -> Iterator[Graph]:
    """The graph of one case's document: its quads are in the shared store for the time."""
    name = document_graph_iri(sha256)
    shared.extend(quads_of(built.store, name))
    try:
        yield Graph(shared, None, case.name)
    finally:
        shared.remove_graph(ox.NamedNode(name))


def quads_of(store: ox.Store, name: str) -> Iterator[ox.Quad]:
    """The quads of a named graph."""
    return store.quads_for_pattern(None, None, None, ox.NamedNode(name))


def answer(graph: Graph, query: str) -> Rows:
    """The rows of a query of the library, as its CSV has them."""
    table = run(graph, bind(named(query), {}))
    assert not isinstance(table, bool)
    return list(csv.DictReader(io.StringIO(write(table, "csv").decode(), newline="")))


# --- comparing ---


def plain(text: str) -> str:
    """Text in lower case, with single spaces and straight quotes."""
    for curly, straight in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"')):
        text = text.replace(curly, straight)
    return " ".join(text.casefold().split())


def same_role(expected: str, found: str) -> bool:
    """Whether a post is the expected one; "other" stands for any post without a token."""
    return found == expected or (expected == "other" and found.startswith("other:"))


def same_council(expected: str, row: Row, column: str = "council") -> bool:
    """Whether a row is about a council, by its code where the row has one, or else by its name."""
    council = COUNCILS.get(expected)
    if council is None:
        return False
    if "gss" in row:
        return bool(row["gss"] == council.gss)
    return row[column] in (council.name, council.official_name)


def same_body(expected: str, row: Row) -> bool:
    """Whether a post is in a body, a council or another."""
    if expected in COUNCILS:
        return same_council(expected, row, "organisation")
    return plain(row["organisation"]).removeprefix("the ") == plain(expected)


def words_in(column: str) -> Callable[[str, Row], bool]:
    return lambda expected, row: plain(expected) in plain(row[column])


def is_in(column: str) -> Callable[[str, Row], bool]:
    return lambda expected, row: row.get(column, f"no column {column}") == expected


#: How a key of an expected row is compared with a row of the answer, where it isn't by equality
#: with the column of its name.
SAME: Mapping[str, Callable[[str, Row], bool]] = {
    "council": same_council,
    "role": lambda expected, row: same_role(expected, row["role"]),
    "body": same_body,
    # an earlier inspection may be dated more finely than the case says
    "when": lambda expected, row: row["when"].startswith(expected),
    "words": words_in("text"),
}


def agrees(expected: Row, row: Row) -> bool:
    """Whether a row of the answer is the expected one; a list of values means any of them."""
    return all(
        any(
            SAME.get(key, is_in(key))(one, row)
            for one in (value if isinstance(value, list) else [value])
        )
        for key, value in expected.items()
        if key != "optional"
    )


def differences(expected: Sequence[Row], rows: Rows) -> list[str]:
    """What is expected and not in the rows, and what is in the rows and not expected."""
    return [
        *(
            f"missing: {dict(one)}"
            for one in expected
            if not one.get("optional") and not any(agrees(one, row) for row in rows)
        ),
        *(
            f"not expected: { {k: v for k, v in row.items() if v and k != 'document'} }"
            for row in rows
            if not any(agrees(one, row) for one in expected)
        ),
    ]


def differences_of_names(expected: Sequence[str], found: Sequence[str]) -> list[str]:
    """The same for names, which count without case and without an article."""
    right, given = ({plain(n).removeprefix("the ") for n in names} for names in (expected, found))
    return [
        *(f"missing: {name}" for name in sorted(right - given)),
        *(f"not expected: {name}" for name in sorted(given - right)),
    ]


def compare(key: str, expected: Sequence[Any], rows: Rows) -> list[str]:
    """How the rows of the query of a list differ from what a case expects."""
    if key == "subjects":
        found = [row["gss"] for row in rows if row["role"] == "subject"]
        return differences_of_names([COUNCILS[name].gss for name in expected], found)
    if key in ("programmes", "organisations"):
        return differences_of_names(expected, [row["name"] for row in rows])
    if key == "unresolved":
        # other words of the document may be unresolved too, unless nothing is to be
        names = [plain(row["name"]) for row in rows]
        if not expected:
            return [f"not expected: {name}" for name in names]
        return [f"missing: {w}" for w in expected if not any(plain(w) in n for n in names)]
    if key == "inspections":
        found_rows = [row for row in rows if row["type"] or row["gss"]]
        counted = [] if len(found_rows) == len(expected) else [f"{len(found_rows)} inspections"]
        return [*differences(expected, found_rows), *counted]
    if key == "responses":
        # a speaker may say more than the case lists
        missing = [f"missing: {one}" for one in expected if not any(agrees(one, r) for r in rows)]
        speakers = {one["speaker"] for one in expected}
        return missing + [f"not expected: {r}" for r in rows if r["speaker"] not in speakers]
    return differences(expected, rows)


# --- the cases ---


@pytest.mark.parametrize(
    "case",
    [
        # strict: a case that is read at last must lose its `not_yet`
        pytest.param(case, marks=pytest.mark.xfail(reason=case.table["not_yet"], strict=True))
        if "not_yet" in case.table
        else case
        for case in CASES
    ],
    ids=lambda case: case.name,
)
def test_what_is_asserted(
    case: Case, built: Graph, documents: Mapping[str, str], shared_store: ox.Store
) -> None:
    with alone(case, built, documents[case.file], shared_store) as graph:
        wrong = [
            f"{key}: {difference}"
            for key, (query, _) in LISTS.items()
            if key in case.table
            for difference in compare(key, case.table[key], answer(graph, query))
        ]
        if "dated" in case.table:
            (document,) = answer(graph, "documents")
            if document["published"] != case.table["dated"]:
                wrong.append(f"dated: {document['published']!r} and not {case.table['dated']!r}")
    assert wrong == [], case.table["why"]


# --- the table itself ---


class Words(HTMLParser):
    """The text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_of(case: Case) -> str:
    text: str = case.table["text"]
    return "".join(Words(text).parts) if case.file.endswith(".html") else text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_names_what_exists(case: Case) -> None:
    """Councils, dates and tokens exist, and words, names and speakers stand in the text."""
    known = {"kind", "why", "not_yet", "text", "format", "seen", "dated", *METADATA, *LISTS}
    assert case.table.keys() <= known
    assert case.kind in KINDS
    assert isinstance(case.table["seen"], bool)
    assert not (case.table["seen"] and "not_yet" in case.table), "a known input must be read"
    assert case.table["why"].strip()
    assert case.table.keys() & {*LISTS, "dated"}, "asserts nothing"
    for key in ("programmes", "organisations", "unresolved"):
        for name in case.table.get(key, ()):
            assert plain(name) in plain(text_of(case))
    assert {*case.table.get("subjects", ())} <= COUNCILS.keys()
    for key, (_, keys) in LISTS.items():
        for row in case.table.get(key, ()) if keys else ():
            assert row.keys() <= {*keys, "optional"}
            for column, value in row.items():
                for one in value if isinstance(value, list) else [value]:
                    check(case, column, one)


def check(case: Case, column: str, value: Any) -> None:
    """Whether a value of an expected row can be right."""
    if column == "council":
        assert value in COUNCILS
    elif column == "body":
        assert value in COUNCILS or plain(value) in plain(text_of(case))
    elif column in ("words", "name", "speaker"):
        assert plain(value) in plain(text_of(case))
    elif column in TOKENS:
        assert value in TOKENS[column]
    elif column in ("start", "end", "published", "next", "when", "since") and value:
        assert "2010" <= PartialDate.parse(value).earliest < "2027"


TOKENS: Mapping[str, set[str]] = {
    "type": {
        "single-inspection",
        "ilacs",
        "focused-visit",
        "monitoring-visit",
        "joint-targeted-area",
        "area-send",
        "other",
    },
    "area": {
        "overall-effectiveness",
        "help-and-protection",
        "looked-after-and-permanence",
        "adoption",
        "care-leavers",
        "in-care",
        "in-care-and-care-leavers",
        "leadership",
        "lscb",
    },
    "grade": {"outstanding", "good", "requires-improvement", "inadequate", "adequate", ""},
    "kind": {"strength", "weakness", "mixed", "recommendation"},
    "role": {
        "director-of-childrens-services",
        "chief-executive",
        "council-leader",
        "lead-member",
        "mayor",
        "lscb-chair",
        "strategic-director",
        "assistant-director",
        "other",
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_cases_of_both_sources(kind: int) -> None:
    read = [case for case in CASES if "not_yet" not in case.table]
    of_kind = [case.table["seen"] for case in read if case.kind == kind]
    assert of_kind.count(True) >= 1
    assert of_kind.count(False) >= OWN


@pytest.mark.parametrize(
    ("key", "expected", "rows", "count", "why"),
    [
        ("judgements", [], [{"gss": "E06000035", "area": "adoption", "grade": "good"}], 1, "extra"),
        ("judgements", [{"area": "adoption", "grade": "good"}], [], 1, "missing"),
        ("judgements", [{"area": "adoption", "optional": True}], [], 0, "optional"),
        (
            "judgements",
            [{"area": "adoption", "grade": "good"}],
            [{"area": "adoption", "grade": "inadequate"}],
            2,
            "another grade is one missing and one too many",
        ),
        (
            "inspections",
            [{"council": "Medway Council", "type": ["ilacs", "other"]}],
            [{"gss": "E06000035", "type": "ilacs"}],
            0,
            "any of two values",
        ),
        (
            "inspections",
            [{"type": "ilacs", "start": ""}],
            [{"gss": "E06000035", "type": "ilacs", "start": "2022"}],
            2,
            "a date where there is none",
        ),
        (
            "inspections",
            [{"type": "ilacs"}],
            [{"gss": "E06000035", "type": "ilacs"}] * 2,
            1,
            "one inspection twice",
        ),
        ("subjects", ["Medway Council"], [{"gss": "E06000035", "role": "mentioned"}], 1, "role"),
        ("programmes", ["Bright Steps"], [{"name": "the bright steps"}], 0, "case and article"),
        ("unresolved", ["Cumbria"], [{"name": "Cumbria's"}, {"name": "Kent"}], 0, "one of two"),
        ("responses", [], [{"speaker": "A", "text": "b"}], 1, "a speaker who says nothing"),
        (
            "responses",
            [{"speaker": "A", "words": "b"}],
            [{"speaker": "A", "text": "b"}, {"speaker": "A", "text": "c"}],
            0,
            "a speaker says more",
        ),
    ],
)
def test_a_difference_is_seen(
    key: str, expected: list[Any], rows: Rows, count: int, why: str
) -> None:
    assert len(compare(key, expected, rows)) == count, why
