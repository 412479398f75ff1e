"""What people decide: the file, what each decision does to a graph, and that it can be undone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curated import DERBY, LUTON, Curated, ask, key, people, place
from kg.builds.build import build
from kg.explore.validate import validate
from kg.rdf.iris import CURATION_GRAPH, PREFIXES
from kg.store.graph import open_graph

# --- what each decision does ---


def test_two_that_are_one(curated: Curated) -> None:
    graph, report = curated("- same: [person/nick-tracey, person/rosa-quill]\n")
    assert people(graph) == ["nick-tracey", "norma-penfold"]
    names = ask(graph, "?name { ?p skos:altLabel ?name . ?p rdfs:label 'Nick Tracey' }")
    assert names == [("Rosa Quill",)] and (
        report.decisions_applied,
        report.decisions_not_applied,
    ) == (1, ())


def test_one_that_is_two(curated: Curated, home: Path) -> None:
    graph, _ = curated(f"- different: person/nick-tracey\n  documents: {key(home, 'Luton')}\n")
    assert people(graph) == sorted(
        ["nick-tracey", f"nick-tracey-{key(home, 'Luton')}", "norma-penfold", "rosa-quill"]
    )


def test_a_mention_of_another_council(curated: Curated, home: Path) -> None:
    graph, _ = curated(
        f"- different: {{council: Derby}}\n  documents: [{key(home, 'Luton')}]\n"
        "  as: council/E10000007\n"
    )
    pattern = "?g { ?m kg:mentions ?c ; kg:document/kg:path 'luton.md' . ?c skos:notation ?g }"
    assert ask(graph, pattern) == [("E06000032",), ("E10000007",)]
    # where the council is the document's own, its inspection goes with it
    graph, _ = curated(
        f"- different: {{council: Derby}}\n  documents: [{key(home, 'Harling')}]\n"
        "  as: council/E10000007\n"
    )
    labels = [label for (label,) in ask(graph, "?l { ?i a kg:Inspection ; rdfs:label ?l }")]
    assert "Derbyshire: focused visit, 2019-02-05" in labels and len(labels) == 2
    assert not ask(
        graph, "?c { ?i a kg:Inspection ; kg:council ?c . ?c skos:notation 'E06000015' }"
    )


def test_another_name(curated: Curated) -> None:
    graph, _ = curated(
        "- rename: {programme: Bright Steps, council: Derby}\n  to: Brighter Steps\n"
    )
    found = ask(
        graph, "?name ?other { ?p rdfs:label ?name ; skos:altLabel ?other . ?c kg:mentions ?p }"
    )
    assert found == [("Brighter Steps", "Bright Steps")]


@pytest.mark.parametrize(
    ("name", "others", "why"),
    [
        ("Luton", [], "the name that reference data give, in English, is no other name beside itself"),
        ("Luton Town", ["Luton"], "the name that reference data give stays as another"),
    ],
)  # fmt: skip
def test_another_name_of_reference_data(
    curated: Curated, name: str, others: list[str], why: str
) -> None:
    graph, _ = curated(f"- rename: council/E06000032\n  to: {name}\n")
    luton = "<https://w3id.org/inspection-kg/id/council/E06000032>"
    assert ask(graph, f"?name {{ {luton} rdfs:label ?name }}") == [(name,)]
    found = ask(graph, f"?o {{ {luton} skos:altLabel ?o FILTER(STRSTARTS(STR(?o), 'Luton')) }}")
    assert [other for (other,) in found] == others, why


def test_another_kind(curated: Curated) -> None:
    graph, _ = curated("- retype: {programme: Bright Steps, council: Derby}\n  to: service\n")
    pattern = "?t { ?p rdfs:label 'Bright Steps' ; kg:programmeKind/skos:notation ?t }"
    assert ask(graph, pattern) == [("service",)]


@pytest.mark.parametrize("by_words", [True, False])
def test_a_fact_that_is_dropped(curated: Curated, home: Path, by_words: bool) -> None:
    words = "Too many plans lack focus."
    plain, _ = curated("")
    (iri,) = ask(plain, f"?f {{ ?f a kg:Finding ; kg:text '{words}' }}")[0]
    item = place(home, words) if by_words else iri
    before = set(plain.store)  # the next graph takes the place of its folder
    graph, _ = curated(f"- drop: {item}\n")
    assert not ask(graph, f"?f {{ ?f kg:text '{words}' }}")
    gone = {q for q in before - set(graph.store) if "/dataset/" not in str(q)}
    assert gone and all("/finding/" in str(q) or "/section/" in str(q) for q in gone)


def test_a_programme_that_is_none(curated: Curated) -> None:
    graph, _ = curated("- drop: {programme: Bright Steps}\n")
    assert not ask(graph, "?s { ?s ?p ?o FILTER(CONTAINS(STR(?s), 'bright-steps')) }")


def test_a_finding_of_another_kind(curated: Curated, home: Path) -> None:
    graph, _ = curated(
        f"- finding: {place(home, 'Too many plans lack focus.')}\n"
        "  kind: recommendation\n  themes: [early-help, workforce]\n  trend: declining\n"
    )
    pattern = """?kind ?main ?trend ?sure { ?f kg:text 'Too many plans lack focus.' ;
      kg:findingKind/skos:notation ?kind ; kg:mainTheme/skos:notation ?main ;
      kg:trend/skos:notation ?trend ; kg:confidence ?sure }"""
    assert ask(graph, pattern) == [("recommendation", "early-help", "declining", "1")]


def test_who_and_when_stand_in_the_graph(curated: Curated) -> None:
    graph, _ = curated(
        "- rename: person/rosa-quill\n  to: Rosa Mary Quill\n  why: as she signs\n  by: Ann Lee\n"
    )
    pattern = """?kind ?about ?who ?day ?why { ?d a kg:Decision ; kg:decides ?kind ; kg:about ?about ;
      prov:wasAttributedTo/rdfs:label ?who ; dcterms:date ?day ; rdfs:comment ?why }"""
    about = f"{PREFIXES['person']}rosa-quill"
    assert ask(graph, pattern) == [("rename", about, "Ann Lee", "2026-11-22", "as she signs")]


# --- what does not apply is said ---

IDLE = [
    ("- drop: person/nobody\n", "Unknown person 'person/nobody'."),
    ("- drop: finding/0000000000000000/t-1-2\n", "no such fact"),
    ("- drop: {document: '0000000000000000', start: 1, end: 2}\n", "its document is not in the graph"),
    ("- drop: PLACE\n", "the text of its document is different there now"),
    ("- rename: {programme: No Such}\n  to: x\n", "Unknown programme 'No Such'."),
    ("- rename: {person: Rosa Quil}\n  to: x\n", "Unknown person 'Rosa Quil'. Did you mean 'person/rosa-quill'?"),
    ("- drop: {council: Atlantis}\n", "Unknown council 'Atlantis'."),
    ("- drop: {programme: Bright Steps, council: Bradfrod}\n", "Unknown council 'Bradfrod'. Did you mean 'City of Bradford Metropolitan District Council'?"),
    ("- retype: {organisation: Ofsted}\n  to: other\n", "'Ofsted' is known, but no document mentions it."),
    ("- retype: {programme: Bright Steps}\n  to: servise\n", "Unknown programme-kind 'servise'. Did you mean 'service'?"),
    ("- same: [person/rosa-quill, programme/E06000015/bright-steps]\n", "only people, programmes"),
    ("- retype: person/rosa-quill\n  to: service\n", "only programmes, organisations"),
    ("- different: person/rosa-quill\n  documents: ['0000000000000000']\n", "none of these documents"),
    ("- rename: person/rosa-quill\n  to: A\n- rename: person/rosa-quill\n  to: B\n", "decision 2 overrides it"),
    ("- same: [person/rosa-quill, person/nick-tracey]\n- different: [person/nick-tracey, person/rosa-quill]\n", "decision 2 overrides it"),
]  # fmt: skip


@pytest.mark.parametrize(("items", "reason"), IDLE)
def test_a_decision_that_does_not_apply_is_reported(
    curated: Curated, home: Path, items: str, reason: str
) -> None:
    moved = place(home, "Too many plans lack focus.").replace("Too many", "Far too many")
    graph, report = curated(items.replace("PLACE", moved))
    assert [reason in one["reason"] for one in report.decisions_not_applied] == [True]
    assert graph.folder is not None
    assert reason in (graph.folder / "report.json").read_text("utf-8")


def test_decisions_that_a_build_is_not_given_again_are_missed(
    curated: Curated, home: Path, tmp_path: Path
) -> None:
    curated("- rename: person/rosa-quill\n  to: Rosa Mary Quill\n")
    report = build([home / "docs"], tmp_path / "out")
    assert (
        report.decisions_applied,
        ["--curation" in one["reason"] for one in report.decisions_not_applied],
    ) == (0, [True])


# --- undone is never done ---

ITEMS = [
    "- same: [person/nick-tracey, person/rosa-quill]\n",
    "- drop: {person: Norma Penfold}\n",
    "- rename: {programme: Bright Steps, council: Derby}\n  to: Brighter\n",
    "- retype: {programme: Bright Steps, council: Derby}\n  to: service\n",
    "- same: [council/E06000015, council/E06000032]\n",
    "- different: person/nick-tracey\n  documents: KEY\n",
    "- finding: PLACE\n  kind: strength\n",
    "- drop: {programme: Bright Steps}\n",
]


@settings(max_examples=3)
@given(st.lists(st.sampled_from(ITEMS), min_size=1, unique=True))
def test_decisions_undone_are_decisions_never_made(home: Path, items: list[str]) -> None:
    out, file = home / "undone", home / "undone.yaml"
    if not out.exists():
        shutil.copytree(home / "out", out)
    words = place(home, "Too many plans lack focus.")
    text = "".join(items).replace("KEY", key(home, "Luton")).replace("PLACE", words)
    file.write_text("decisions:\n" + text, encoding="utf-8")
    build([home / "docs"], out, curation=file)
    with open_graph(home / "out") as plain, open_graph(out) as graph:
        assert set(graph.store) != set(plain.store)
        assert any(graph.store.quads_for_pattern(None, None, None, ox.NamedNode(CURATION_GRAPH)))
        conforms, said = validate(graph, None)
        assert conforms, said
    file.write_text("decisions: []\n", encoding="utf-8")
    build([home / "docs"], out, curation=file)
    with open_graph(home / "out") as plain, open_graph(out) as graph:
        assert graph.quads() == plain.quads()
    for path in (home / "out" / "texts").iterdir():
        assert (out / "texts" / path.name).read_bytes() == path.read_bytes()


# --- again, from what is there ---


def test_a_build_that_begins_with_the_last_decides_alike(home: Path, tmp_path: Path) -> None:
    """An inspection's type decides what follows what: it is decided before that is worked out."""
    docs, file = tmp_path / "docs", tmp_path / "curation.yaml"
    docs.mkdir()
    shutil.copy(home / "docs" / "derby.md", docs)
    with open_graph(home / "out") as graph:
        (inspection, *_) = sorted(
            quad.subject.value
            for quad in graph.quads()
            if quad.predicate.value.endswith("inspectionType")
            and isinstance(quad.subject, ox.NamedNode)
        )
    file.write_text(
        f"decisions:\n- retype: {inspection}\n  to: other\n  by: Jo\n", encoding="utf-8"
    )
    build([docs], tmp_path / "out", curation=file)
    for letter in ("luton", "again"):
        text = LUTON if letter == "luton" else DERBY.replace("28 February", "1 March")
        (docs / f"{letter}.md").write_text(text, encoding="utf-8")
    build([docs], tmp_path / "out", curation=file)
    build([docs], tmp_path / "clean", curation=file)
    with open_graph(tmp_path / "out") as one, open_graph(tmp_path / "clean") as other:
        assert one.quads() == other.quads()
