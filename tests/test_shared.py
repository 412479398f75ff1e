"""The real reports beside the checkout: all are built, and what is found is what people found."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.names import KG, PREFIXES
from kg.store import open_graph

pytestmark = pytest.mark.slow

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def real_graph(run_kg: Run, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of all reports and seeds."""
    folder = tmp_path_factory.mktemp("real") / "graph"
    corpus = shared / "corpus"
    done = run_kg("build", corpus / "reports", corpus / "seeds", "-o", folder, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    return folder


def test_every_document_is_accounted_for(shared: Path, real_graph: Path) -> None:
    given = [
        path.name
        for name in ("reports", "seeds")
        for path in (shared / "corpus" / name).rglob("*")
        if path.is_file()
    ]
    report = json.loads((real_graph / "report.json").read_text(encoding="utf-8"))
    assert report["failures"] == []
    assert sorted(name for d in report["documents"] for name in d["files"]) == sorted(given)
    assert len(given) == 104


def test_every_quote_is_a_range_of_its_text(real_graph: Path) -> None:
    with open_graph(real_graph) as graph:
        prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
        rows = graph.query(
            f"{prologue} SELECT ?sha ?start ?end ?exact {{ ?e a kg:Evidence ; oa:hasTarget ?t . "
            "?t oa:hasSource ?d ; oa:hasSelector ?s . ?d kg:sha256 ?sha . "
            "?s oa:start ?start ; oa:end ?end ; oa:exact ?exact }"
        )
        assert isinstance(rows, ox.QuerySolutions)
        texts: dict[str, str] = {}
        checked = wrong = 0
        for row in rows:
            sha, start, end, exact = (row[n].value for n in ("sha", "start", "end", "exact"))
            text = texts.setdefault(sha, graph.text(sha) or "")
            checked += 1
            wrong += text[int(start) : int(end)] != exact
        evidence = ox.NamedNode(KG + "Evidence")
        is_a = ox.NamedNode(PREFIXES["rdf"] + "type")
        nodes = sum(1 for _ in graph.store.quads_for_pattern(None, is_a, evidence))
    assert (checked, wrong) == (nodes, 0)
    assert checked > 10_000


@pytest.fixture(scope="module")
def scores(
    environment: dict[str, str], shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, float]:
    """F1 by kind of fact, and `mean`."""
    home = tmp_path_factory.mktemp("score")
    target = home / "scores.json"
    command = [
        *(sys.executable, str(shared / "eval" / "score.py")),
        *(str(shared / "corpus" / "gold"), str(shared / "corpus")),
        *("--kg", shlex.join([sys.executable, "-m", "kg"])),
        *("--out", str(home / "work"), "--json", str(target)),
    ]
    done = subprocess.run(
        command, env=environment, cwd=home, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    values = json.loads(target.read_text(encoding="utf-8"))
    assert values["inexact"] == 0
    return {k: v["f1"] if isinstance(v, dict) else v for k, v in values.items()}


@pytest.mark.parametrize(
    ("fact", "least"),
    [
        ("mean", 0.75),
        ("council", 0.95),
        ("inspection type", 0.95),
        ("dates", 0.95),
        ("judgements", 0.95),
    ],
)
def test_what_is_found_is_what_people_found(
    scores: dict[str, float], fact: str, least: float
) -> None:
    assert scores[fact] >= least
