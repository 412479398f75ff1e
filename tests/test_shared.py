"""The real reports beside the checkout: all are built, and what is found is what people found."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.names import KG, PREFIXES, slug
from kg.store import Graph, open_graph

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


#: Names that stand in several documents, and names that are nearly alike, with whom they stand for
#: as someone decided who read the documents: a list of mentions (first digits of the document's
#: hash, start, end) for each person.
HOMOGRAPHS = Path(__file__).with_name("homographs.json")


def test_people_are_told_apart_and_kept_together(real_graph: Path) -> None:
    """Of all pairs of mentions in a group: those of one person and those of two."""
    groups = json.loads(HOMOGRAPHS.read_text(encoding="utf-8"))
    counts: Counter[str] = Counter()
    with open_graph(real_graph) as graph:
        people, texts = _people(graph)
    for group in groups:
        mentions = [
            (number, people.get((sha, slug(texts[sha][start:end]))))
            for number, person in enumerate(group["people"])
            for sha, start, end in person
        ]
        counts["not found"] += sum(iri is None for _, iri in mentions)
        for (number, iri), (other, other_iri) in combinations(mentions, 2):
            kept = iri is not None and iri == other_iri
            counts[f"{'one' if number == other else 'two'}, {'one' if kept else 'two'} found"] += 1
    assert (counts["not found"], counts["two, one found"]) == (0, 0), counts
    # one person whom two letters name with two posts in two divisions of a body
    assert counts["one, two found"] <= 1, counts
    assert counts["one, one found"] > 250, counts
    assert counts["two, two found"] > 30, counts


def _people(graph: Graph) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    """Who a name stands for in a document: (hash, slug of the name) -> IRI; and the texts."""
    prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    rows = graph.query(
        f"{prologue} SELECT ?sha ?name ?iri {{ ?claim kg:document/kg:sha256 ?sha ; kg:name ?name . "
        "{ ?claim prov:agent ?person } UNION { ?claim org:member ?person } "
        "OPTIONAL { ?person owl:sameAs ?main } BIND(COALESCE(?main, ?person) AS ?iri) }"
    )
    assert isinstance(rows, ox.QuerySolutions)
    people, texts = {}, {}
    for row in rows:
        sha = row["sha"].value
        texts[sha[:16]] = graph.text(sha) or ""
        people[sha[:16], slug(row["name"].value)] = row["iri"].value
    return people, texts
