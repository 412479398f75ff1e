"""kg.open: answers as Python has them, and the notebook that shows it."""

from __future__ import annotations

import ast
import datetime as dt
import io
import json
import re
import shutil
import subprocess
import sys
import warnings
from contextlib import redirect_stdout
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
        opened.query("findings", kind=object())
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
    with kg.open(TESTS / "graphs" / "sample.trig") as graph:
        assert find("documents").is_builtin and graph.query("documents") == []
    with pytest.raises(StoreError, match="the graph is closed"):
        graph.query("documents")


def test_import_kg_is_light() -> None:
    code = (
        "import sys, kg; print(*(m for m in sys.modules if m.startswith(('kg.', 'pyox', 'rdf'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"kg.api", "kg.errors", "kg.extras", "kg.opened_graph"}


def loaded() -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(NOTEBOOK.read_text("utf-8"))
    return notebook


def outputs(source: str, names: dict[str, Any]) -> list[dict[str, Any]]:
    """What a notebook keeps of a cell: what it prints, and its last expression as text and HTML."""
    *before, last = ast.parse(source).body
    printed = io.StringIO()
    shown = None
    with redirect_stdout(printed):
        exec(compile(ast.Module(before, []), "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        else:
            exec(compile(ast.Module([last], []), "cell", "exec"), names)
    kept: list[dict[str, Any]] = []
    if printed.getvalue():
        lines = printed.getvalue().splitlines(keepends=True)
        kept.append({"name": "stdout", "output_type": "stream", "text": lines})
    if shown is not None:
        text = re.sub(r" at 0x[0-9a-f]+", "", repr(shown))  # where it lies in memory
        data = {"text/plain": text.splitlines(keepends=True)}
        html = getattr(shown, "_repr_html_", lambda: None)()
        data |= {"text/html": html.splitlines(keepends=True)} if html else {}
        kept.append({"data": data, "metadata": {}, "output_type": "execute_result"})
    return kept


def run_notebook() -> dict[str, Any]:
    """The notebook with the outputs that its cells have now."""
    notebook, names = loaded(), dict[str, Any]()
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(code, 1):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pandas: a notebook shows them and goes on
            cell["outputs"] = outputs("".join(cell["source"]), names)
        cell["execution_count"] = number
        for output in cell["outputs"]:
            if output["output_type"] == "execute_result":
                output["execution_count"] = number
    return notebook


def test_the_notebook_runs_from_its_folder_and_keeps_its_outputs(
    demo_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: bool
) -> None:
    pytest.importorskip("pandas")
    shutil.copytree(demo_graph, tmp_path / "kg-demo")
    (tmp_path / "examples" / "corpus").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "examples")
    notebook = run_notebook()
    if golden:
        text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
        NOTEBOOK.write_text(text, encoding="utf-8", newline="\n")
    assert notebook == loaded()
    assert sum(bool(cell.get("outputs")) for cell in notebook["cells"]) > 8


def test_the_notebook_runs_from_the_root(demo_graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(demo_graph.parent)
    run_notebook()


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
