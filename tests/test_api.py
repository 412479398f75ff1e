"""kg.open: answers as Python has them, and the notebook that shows it."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx as nx  # type: ignore[import-untyped]
import pytest
import rdflib

import kg
from kg import errors
from kg.api import OpenGraph
from kg.errors import StoreError, UsageError
from kg.query.answer import Table
from kg.query.library import bind, find, library
from kg.query.run import run
from kg.store.graph import open_graph
from places import ROOT, TESTS

NOTEBOOK = ROOT / "examples" / "explore.ipynb"


@pytest.fixture(scope="module")
def opened(demo_graph: Path) -> OpenGraph:
    return kg.open(demo_graph)


def test_rows_are_those_of_the_query(opened: OpenGraph, demo_graph: Path) -> None:
    with open_graph(demo_graph) as graph:
        for query in library():
            if any(p.required for p in query.parameters):
                continue
            answer = run(graph, bind(query, {}))
            rows = opened.query(query.name)
            if isinstance(answer, Table):
                assert [tuple(row) for row in rows] == [answer.columns] * len(answer.rows)


def test_cells_are_text_and_numbers(opened: OpenGraph) -> None:
    documents = {row["document"]: row for row in opened.query("documents")}
    report = documents["bradford-ilacs-2023.pdf"]
    assert isinstance(report["pages"], int) and isinstance(report["words"], int)
    assert report["published"] == "2023-01-31" and len(report["sha256"]) == 64
    assert documents["bedfordshire-councils.html"]["pages"] is None
    (finding, *_) = opened.query("findings")
    assert isinstance(finding["start"], int) and isinstance(finding["confidence"], float)


@pytest.mark.parametrize("council", ["Thurrock", "thurrock council", "E06000034"])
def test_a_council_by_any_name(council: str, opened: OpenGraph) -> None:
    rows = opened.query("inspections", council=council)
    assert rows and {row["gss"] for row in rows} == {"E06000034"}


def test_values_of_other_types(opened: OpenGraph) -> None:
    some = opened.query("doubtful-findings", below=0.7)
    assert some == opened.query("doubtful-findings", below="0.7")
    assert opened.query("findings", kind=None) == opened.query("findings")
    with pytest.raises(UsageError, match="can't be a parameter"):
        opened.query("findings", kind=["strength"])
    with pytest.raises(UsageError, match=r"^Unknown "):
        opened.query("findings", kind=dt.date(2020, 1, 1))


def test_a_parameter_may_be_called_name(opened: OpenGraph) -> None:
    rows = opened.query("inspector-careers", name="burke")
    assert {row["name"] for row in rows} == {"Margaret Burke"}


def test_a_construct_is_an_rdflib_graph(opened: OpenGraph) -> None:
    graph = opened.query("council-graph", council="Thurrock")
    assert isinstance(graph, rdflib.Graph) and len(graph) > 20


def test_rdflib_has_the_triples_and_networkx_the_things(
    opened: OpenGraph, demo_graph: Path
) -> None:
    with open_graph(demo_graph) as graph:
        assert len(opened.to_rdflib()) == len({quad.triple for quad in graph.store})
    network = opened.to_networkx()
    assert isinstance(network, nx.MultiDiGraph)
    thurrock = "https://w3id.org/inspection-kg/id/council/E06000034"
    assert network.nodes[thurrock]["label"] == "Thurrock"


def test_what_goes_wrong(opened: OpenGraph, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such graph"):
        kg.open(tmp_path / "nothing")
    with pytest.raises(UsageError, match=r"Unknown query 'finding'\. Did you mean 'findings'"):
        opened.query("finding")
    with pytest.raises(UsageError, match="only kg query can use a SPARQL endpoint"):
        kg.open("https://me:secret@example.org/sparql")
    own = tmp_path / "own.rq"
    own.write_text("SELECT * { SERVICE <http://127.0.0.1:9/> { } }")
    with pytest.raises(UsageError, match="Unknown query"):
        opened.query(str(own))
    with kg.open(TESTS / "graphs" / "sample.trig") as graph:
        assert find("documents").is_builtin and graph.query("documents") == []
    with pytest.raises(StoreError, match="the graph is closed"):
        graph.query("documents")


def test_import_kg_is_light() -> None:
    code = (
        "import sys, kg; print(*(m for m in sys.modules if m.startswith(('kg.', 'pyox', 'rdf'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"kg.api", "kg.errors"}


def cells() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    return loaded


def test_the_notebook_keeps_no_outputs() -> None:
    code = [cell for cell in cells() if cell["cell_type"] == "code"]
    assert len(code) > 5
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_the_notebook_runs(
    demo_graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(demo_graph.parent)
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pandas: a notebook shows them and goes on
        for cell in cells():
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    assert len(names["documents"]) == 19
    assert set(names["judgements"]["gss"]) == {"E06000034"}
    first, *_ = names["weaknesses"]
    assert " ".join(names["words"](first).split()) == " ".join(first["text"].split())
    assert first["document"] in capsys.readouterr().out
    assert max(names["met"].values()) > 1
    assert len(names["classes"]) == 5


def test_all_is_what_is_public() -> None:
    """What `import kg` gives, besides the folders and modules that Python adds when they load."""
    public = {
        name
        for name, value in vars(kg).items()
        if not name.startswith("_") and not isinstance(value, ModuleType) and name != "annotations"
    }
    assert public | {"__version__"} == set(kg.__all__)


def test_the_errors_are_public() -> None:
    """Who calls `kg` from Python catches what it raises without looking into its folders."""
    assert {
        name for name in errors.__all__ if getattr(kg, name, None) is not vars(errors)[name]
    } == set()


def test_each_verb(tmp_path: Path, examples: Path) -> None:
    """The whole way in Python: documents in; a graph, a page, a file and a check out."""
    folder = tmp_path / "graph"
    seen: list[str] = []
    report = kg.build(
        [examples / "corpus" / "thurrock-ilacs-2019.pdf"],
        folder,
        progress=lambda _done, _total, name, _words=0: seen.append(name),
    )
    assert [one["file"] for one in report.documents] == seen == ["thurrock-ilacs-2019.pdf"]
    hits = kg.find(folder, "children", council="Thurrock", limit=3)
    assert len(hits) == 3 and {code for hit in hits for code, _ in hit.councils} == {"E06000034"}
    quotes = kg.explain(folder, hits[0].iri)
    assert quotes and quotes[0].words == hits[0].text
    page = kg.view(folder, tmp_path / "view.html", focus=["Thurrock"])
    assert page.read_bytes().startswith(b"<!DOCTYPE html>")
    triples = rdflib.Graph().parse(kg.export(folder, tmp_path / "kg.ttl"))
    with kg.open(folder) as graph:
        assert len(graph.to_rdflib()) == len(triples)
    assert kg.validate(folder) == (True, "")


@pytest.mark.parametrize(
    ("call", "error", "reason"),
    [
        (lambda folder: kg.open(folder / "none"), kg.StoreError, "there is no graph"),
        (
            lambda folder: kg.build([folder / "none"], folder / "out"),
            kg.InputError,
            "there is no source",
        ),
        (
            lambda folder: kg.find(folder / "none", "x"),
            kg.StoreError,
            "there is no graph to search",
        ),
        (
            lambda folder: kg.export(folder / "none", folder / "x.ttl"),
            kg.StoreError,
            "nor one to export",
        ),
    ],
)
def test_errors_are_kgs_own(
    call: Any, error: type[kg.KgError], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(error) as raised:
        call(tmp_path)
    assert isinstance(raised.value, kg.KgError), reason
