"""The real reports beside the checkout: all are built, and what is found is what they state."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.rdf.iris import KG, PREFIXES, slug
from kg.store.graph import Graph, open_graph
from places import ROOT, TESTS

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
            f"{prologue} SELECT ?sha ?start ?end ?exact {{ ?e kg:startOffset ?start ; "
            "kg:endOffset ?end ; kg:text ?exact ; kg:document/kg:sha256 ?sha }"
        )
        assert isinstance(rows, ox.QuerySolutions)
        texts: dict[str, str] = {}
        checked = wrong = 0
        for row in rows:
            sha, start, end, exact = (row[n].value for n in ("sha", "start", "end", "exact"))
            text = texts.setdefault(sha, graph.text(sha) or "")
            checked += 1
            wrong += text[int(start) : int(end)] != exact
        is_a = ox.NamedNode(PREFIXES["rdf"] + "type")
        nodes = sum(
            1
            for name in ("Evidence", "Finding", "Response")
            for _ in graph.store.quads_for_pattern(None, is_a, ox.NamedNode(KG + name))
        )
    assert (checked, wrong) == (nodes, 0)
    assert checked > 10_000


# --- the peer ---

#: The columns of the peer's overview, in its order.
OVERVIEW = (
    "urn,la_code,region_code,ltla23cd,stat_neighbours,stat_neighbour_judgement,local_authority,"
    "inspection_link,overall_effectiveness_grade,inspection_framework,inspector_name,"
    "inspection_start_date,inspection_end_date,publication_date,local_link_to_all_inspections,"
    "impact_of_leaders_grade,help_and_protection_grade,in_care_grade,care_leavers_grade,"
    "inspectors_inspections_count"
)
#: What a manifest would give, and the corpus has none.
DECLARED = {"inspection_link", "publication_date"}
#: Where the report shows the peer wrong: council, start and field, with what each has.
OVERVIEW_DIFFERENCES = {
    ("rochdale", "29/01/2018", "in_care_grade", "good", "requires improvement"),
}
#: Regions as the peer's lookup has them.
LOOKUP = ("la_code", "region_code")


def test_the_peers_overview_field_by_field(run_kg: Run, shared: Path, real_graph: Path) -> None:
    done = run_kg("query", "ilacs-latest", "--graph", real_graph, "-f", "csv")
    ours = list(csv.DictReader(io.StringIO(done.stdout)))
    assert ",".join(ours[0]) == OVERVIEW
    assert len({row["urn"] for row in ours}) == len(ours) > 30, "one row for each council"
    history = {
        (row["urn"], row["inspection_start_date"]): row
        for row in table(shared / "corpus" / "peer-ilacs-history.csv")
    }
    lookup = {row["urn"]: row for row in table(shared / "corpus" / "councils.csv")}
    compared, differ = 0, set()
    for row in ours:
        for field in LOOKUP:
            assert lookup[row["urn"]][field] in ("", row[field])
        assert row["stat_neighbours"] == lookup[row["urn"]]["stat_neighbours"]
        theirs = history.get((row["urn"], row["inspection_start_date"]), {})
        for field in theirs.keys() & row.keys() - DECLARED:
            value = theirs[field]
            if field == "inspector_name":  # the overview has it in lower case
                value = value.lower().replace(" -", "-")
            compared += 1
            if row[field] != value:
                where = (row["local_authority"], row["inspection_start_date"], field)
                differ.add((*where, row[field], value))
    assert compared > 300 and differ <= OVERVIEW_DIFFERENCES, differ


#: A field of the peer's row, and the column that holds it.
PEER_FIELDS = {
    "start": "inspection_start_date",
    "end": "inspection_end_date",
    "lead": "inspector_name",
    "overall-effectiveness": "overall_effectiveness_grade",
    "leadership": "impact_of_leaders_grade",
    "help-and-protection": "help_and_protection_grade",
    "in-care": "in_care_grade",
    "care-leavers": "care_leavers_grade",
}

#: What the peer writes where we write a token: care leavers have had a grade since 2023.
PEER_WORDS = {"requires improvement": "requires-improvement", "inspection_pre_dates_judgement": ""}

#: Where the peer differs from us, and the words of the report that we go by.
DIFFERENCES = TESTS / "data" / "peer-differences.csv"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def peer_value(field: str, written: str) -> str:
    if field in ("start", "end") and written:
        return dt.datetime.strptime(written, "%d/%m/%Y").date().isoformat()  # noqa: DTZ007
    return PEER_WORDS.get(written, written)


def test_the_peer_agrees_or_the_report_shows_it_wrong(
    run_kg: Run, shared: Path, real_graph: Path
) -> None:
    def asked(query: str) -> list[dict[str, str]]:
        done = run_kg("query", query, "--graph", real_graph, "-f", "csv")
        return list(csv.DictReader(io.StringIO(done.stdout)))

    ours: dict[tuple[str, str], str] = {}
    for row in asked("inspections"):
        lead = row["lead_inspector"].replace("’", "'").lower()
        for field, value in (("start", row["start"]), ("end", row["end"]), ("lead", lead)):
            ours[row["document"], field] = value
    for row in asked("judgements"):
        # before 2023 children in care and care leavers were judged as one
        area = "in-care" if row["area"] == "in-care-and-care-leavers" else row["area"]
        ours[row["document"], area] = row["grade"]
    compared = 0
    differ: set[tuple[str, str, str, str]] = set()
    for row in table(shared / "corpus" / "peer-ilacs-summary.csv"):
        for field, column in PEER_FIELDS.items():
            own, theirs = ours.get((row["document"], field), ""), peer_value(field, row[column])
            compared += 1
            if own != theirs:
                differ.add((row["document"], field, own, theirs))
    listed = table(DIFFERENCES)
    assert differ == {(row["document"], row["field"], row["ours"], row["peer"]) for row in listed}
    for row in listed:
        text = (real_graph / "texts" / f"{row['sha256']}.txt").read_bytes().decode("utf-8")
        quote = " ".join(text[int(row["start"]) : int(row["end"])].split())
        print(f"{row['document']}, {row['field']}: “{quote}”")  # noqa: T201
        assert quote == row["quote"], "the range of the words has moved"
    assert (compared, len(differ)) == (448, 8)


def test_each_difference_is_told_with_its_quote() -> None:
    doc = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    told = " ".join(doc.split())
    for row in table(DIFFERENCES):
        assert row["document"] in told
        assert f"“{row['quote']}”" in told


# --- the score ---


@pytest.fixture(scope="module")
def theirs(
    environment: dict[str, str], shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What the scorer says of the gold: `mean`, and precision, recall, F1 by kind of fact."""
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
    values: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return values


@pytest.fixture(scope="module")
def ours(run_kg: Run, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `kg evaluate` says of it."""
    target = tmp_path_factory.mktemp("evaluate") / "scores.json"
    corpus = shared / "corpus"
    done = run_kg("evaluate", corpus / "gold", "--docs", corpus, "--json", target)
    assert done.returncode == 0, done.stderr
    values: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    assert values["failures"] == []
    return values


def test_evaluate_gives_the_numbers_of_the_scorer(
    ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    measures = ("precision", "recall", "f1", "gold")
    own = {
        fact: {measure: values[measure] for measure in measures}
        for fact, values in ours["facts"].items()
    }
    # a first theme is right or wrong: the scorer leaves its recall at 0
    own["finding theme"]["recall"] = 0
    facts = {fact: values for fact, values in theirs.items() if isinstance(values, dict)}
    assert list(own) == list(facts)
    for fact, values in facts.items():
        assert own[fact] == pytest.approx(values, abs=1e-12), fact
    assert ours["mean"] == pytest.approx(theirs["mean"], abs=1e-12)
    assert (ours["exact"], ours["inexact"]) == (theirs["exact"], theirs["inexact"])
    assert ours["inexact"] == 0


@pytest.mark.parametrize(
    ("fact", "least"),
    [
        ("council", 0.95),
        ("inspection type", 0.95),
        ("dates", 0.95),
        ("judgements", 0.95),
    ],
)
def test_what_is_found_is_what_the_gold_says(ours: dict[str, Any], fact: str, least: float) -> None:
    assert ours["mean"] >= 0.75
    assert ours["facts"][fact]["f1"] >= least


#: Names that stand in several documents, and names that are nearly alike, with whom they stand for
#: as someone decided who read the documents: a list of mentions (first digits of the document's
#: hash, start, end) for each person.
HOMOGRAPHS = TESTS / "data" / "homographs.json"


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
