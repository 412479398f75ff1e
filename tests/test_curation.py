"""What people decide: the file, what each decision does to a graph, and that it can be undone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.builds.build import Report, build
from kg.curation.curation_file import append, parse, read, without_last
from kg.errors import InputError
from kg.explore.validate import validate
from kg.rdf.iris import CURATION_GRAPH, PREFIXES, document_key
from kg.store.graph import Graph, open_graph

DERBY = """28 February 2019

Dear Ms Harling

## Focused visit to Derby City Council children’s services

This letter sums up the findings of the focused visit to Derby City Council children’s services on
5 and 6 February 2019. The inspectors were Norma Penfold, HMI, and Nick Tracey, HMI.

Supervision is exemplary and helps social workers to reflect. Too many plans lack focus. The
‘Bright Steps’ programme helps parents. Ms Penfold met Nick Tracey and heard of the Bright Start
programme. The director of children’s services, Ada Wynn, has been in post since May 2017.

Yours sincerely

Norma Penfold
Her Majesty’s Inspector
"""
LUTON = """14 June 2021

Dear Mr Oduya

## Focused visit to Luton Borough Council children’s services

This letter sums up the findings of the focused visit to Luton Borough Council children’s services
on 18 and 19 May 2021. The inspectors were Nick Tracey, HMI, and Rosa Quill, HMI.

Assessments are timely. Too many children wait for help. Luton works with Derby City Council.

Yours sincerely

Rosa Quill
Her Majesty’s Inspector
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two letters, and the graph `out` of them."""
    home = tmp_path_factory.mktemp("curation")
    (home / "docs").mkdir()
    (home / "docs" / "derby.md").write_text(DERBY, encoding="utf-8")
    (home / "docs" / "luton.md").write_text(LUTON, encoding="utf-8")
    assert len(build([home / "docs"], home / "out").documents) == 2
    return home


Curated = Callable[[str], tuple[Graph, Report]]


@pytest.fixture
def curated(home: Path, tmp_path: Path) -> Curated:
    """A graph of the letters with decisions, given as the items of the file."""

    def run(items: str) -> tuple[Graph, Report]:
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(home / "out", out)
        file = tmp_path / "c.yaml"
        file.write_text("by: Jo Bloggs\non: 2026-11-22\ndecisions:\n" + items, encoding="utf-8")
        report = build([home / "docs"], out, curation=file)
        assert report.processed == 0, "decisions need no document read again"
        return open_graph(out), report

    return run


def ask(graph: Graph, pattern: str) -> list[tuple[str, ...]]:
    prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    solutions = graph.query(f"{prologue} SELECT {pattern}")
    assert isinstance(solutions, ox.QuerySolutions)
    return sorted(tuple(getattr(cell, "value", "") for cell in row) for row in solutions)


def key(home: Path, text: str) -> str:
    """The key of the document whose text has this in it."""
    (found,) = [p.stem for p in (home / "out" / "texts").iterdir() if text in p.read_text("utf-8")]
    return document_key(found)


def place(home: Path, words: str) -> str:
    """The address of words, as a flow mapping."""
    for path in (home / "out" / "texts").iterdir():
        text = path.read_text("utf-8")
        if words in text:
            start = text.index(words)
            end = start + len(words)
            return f'{{document: "{path.stem}", start: {start}, end: {end}, quote: "{words}"}}'
    raise AssertionError(words)


INSPECTORS = "DISTINCT ?who { ?c a kg:Association ; prov:agent ?who }"


def people(graph: Graph) -> list[str]:
    return [who.rpartition("/")[2] for (who,) in ask(graph, INSPECTORS)]


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
    graph, _ = curated(f"- drop: {item}\n")
    assert not ask(graph, f"?f {{ ?f kg:text '{words}' }}")
    gone = set(plain.store) - set(graph.store)
    assert gone and all("/finding/" in str(q) or "/evidence/" in str(q) for q in gone)


def test_a_programme_that_is_none(curated: Curated) -> None:
    graph, _ = curated("- drop: {programme: Bright Steps}\n")
    assert not ask(graph, "?s { ?s ?p ?o FILTER(CONTAINS(STR(?s), 'bright-steps')) }")


def test_a_person_taken_out_for_good(curated: Curated, home: Path) -> None:
    before = {p.stem: len(p.read_text("utf-8")) for p in (home / "out" / "texts").iterdir()}
    graph, report = curated("- drop: {person: Norma Penfold}\n- same: [person/a, person/b]\n")
    assert people(graph) == ["nick-tracey", "rosa-quill"]
    assert "penfold" not in "\n".join(map(str, graph.store)).lower()
    assert graph.folder is not None
    for path in (graph.folder / "texts").iterdir():
        text = path.read_text("utf-8")
        assert "Penfold" not in text and len(text) == before[path.stem]
    assert "penfold" not in (graph.folder / "report.json").read_text("utf-8").lower()
    index = next((graph.folder / "builds").glob("*/find.sqlite")).read_bytes().lower()
    assert b"penfold" not in index
    assert report.decisions_applied == 1
    for sha, start, end, words in ask(
        graph,
        "?sha ?a ?b ?w { ?t oa:hasSource/kg:sha256 ?sha ; oa:hasSelector ?s ."
        " ?s oa:start ?a ; oa:end ?b ; oa:exact ?w }",
    ):
        assert (graph.text(sha) or "")[int(start) : int(end)] == words


def test_a_finding_of_another_kind(curated: Curated, home: Path) -> None:
    graph, _ = curated(
        f"- finding: {place(home, 'Too many plans lack focus.')}\n"
        "  kind: recommendation\n  themes: [early-help, workforce]\n  trend: declining\n"
    )
    pattern = """?kind ?main ?trend ?sure { ?f kg:text 'Too many plans lack focus.' ;
      kg:findingKind/skos:notation ?kind ; kg:mainTheme/skos:notation ?main ;
      kg:trend/skos:notation ?trend ; kg:confidence ?sure }"""
    assert ask(graph, pattern) == [("recommendation", "early-help", "declining", "1")]


ADDED = [
    ("programme", "name: Bright Start\n  kind: programme", "?n { ?p a kg:Programme ; rdfs:label ?n }", "Bright Start"),
    ("organisation", "name: Parent Circle\n  kind: charity", "?n { ?p a kg:Organisation ; rdfs:label ?n }", "Parent Circle"),
    ("inspector", "name: Wilma Orr\n  role: team", "?n { ?c a kg:Association ; kg:name ?n }", "Wilma Orr"),
    ("leader", "name: Bo Hart\n  role: chief-executive\n  since: 2018-05", "?n { ?c a kg:Post ; kg:name ?n ; kg:since ?s }", "Bo Hart"),
    ("judgement", "area: leadership\n  grade: good", "?n { ?c a kg:Judgement ; kg:grade/skos:notation ?n }", "good"),
    ("previous-inspection", "when: 2015\n  grade: inadequate", "?n { ?c a kg:EarlierInspection ; kg:grade/skos:notation ?n }", "inadequate"),
    ("finding", "kind: mixed\n  themes: workforce", "?n { ?c a kg:Finding ; kg:findingKind/skos:notation ?n }", "mixed"),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "keys", "pattern", "expected"), ADDED, ids=[a[0] for a in ADDED])
def test_a_fact_that_is_added(
    curated: Curated, home: Path, fact: str, keys: str, pattern: str, expected: str
) -> None:
    where = place(home, "heard of the Bright Start").strip("{}").replace(", ", "\n  ")
    graph, report = curated(f"- add: {fact}\n  {where}\n  {keys}\n")
    assert report.decisions_not_applied == ()
    assert (expected,) in ask(graph, pattern)
    quotes = ask(
        graph, "?w { ?e kg:component 'curation' ; oa:hasTarget/oa:hasSelector/oa:exact ?w }"
    )
    assert quotes == [("heard of the Bright Start",)]
    conforms, said = validate(graph, None)
    assert conforms, said


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
    ("- drop: person/nobody\n", "no document speaks of it"),
    ("- drop: finding/0000000000000000/t-1-2\n", "no such fact"),
    ("- drop: {document: '0000000000000000', start: 1, end: 2}\n", "its document is not in the graph"),
    ("- drop: PLACE\n", "other words stand there now"),
    ("- rename: {programme: No Such}\n  to: x\n", "no document speaks of it"),
    ("- same: [person/rosa-quill, programme/E06000015/bright-steps]\n", "only people, programmes"),
    ("- retype: person/rosa-quill\n  to: service\n", "only programmes, organisations"),
    ("- different: person/rosa-quill\n  documents: ['0000000000000000']\n", "none of these documents"),
    ("- rename: person/rosa-quill\n  to: A\n- rename: person/rosa-quill\n  to: B\n", "decision 2 overrules it"),
    ("- same: [person/rosa-quill, person/nick-tracey]\n- different: [person/nick-tracey, person/rosa-quill]\n", "decision 2 overrules it"),
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


# --- the file ---

BAD = [
    ("[1, 2", "no YAML", "cut short"),
    ("- a\n", "a mapping with `decisions`", "a list"),
    ("decisions: 5\n", "has to be a list", "a number"),
    ("decisions:\n- 5\n", "decision 1: it has to be a mapping", "no mapping"),
    ("decisions:\n- same: [a]\n", "needs two things", "one alone"),
    ("decisions:\n- smae: [a, b]\n", "has to be one of same, different", "a slip of the pen"),
    ("decisions:\n- same: [a, b]\n  drop: c\n", "has to be one of", "two at once"),
    ("decisions:\n- rename: a\n", "needs `to`", "a key is missing"),
    ("decisions:\n- rename: a\n  too: b\n", "`rename` has no `too`; `to`?", "a key misspelt"),
    ("decisions:\n- finding: f\n  kind: weekness\n", "`weakness`?", "a token misspelt"),
    ("decisions:\n- finding: f\n", "needs `kind`, `themes` or `trend`", "nothing decided"),
    ("decisions:\n- drop: {document: xyz, start: 1, end: 2}\n", "a document's hash", "no hash"),
    ("decisions:\n- drop: {document: '0123456789abcdef', start: 2, end: 1}\n", "smaller than", "backwards"),
    ("decisions:\n- add: joke\n  document: a\n", "`add` has to be one of", "no such fact"),
    ("decisions:\n- drop: a\n  on: yesterday\n", "no day", "no date"),
    ("decisions:\n- drop: &a b\n- drop: *a\n", "no YAML", "an alias"),
    ("decisions:\n- drop: a\n  drop: b\n", "stands twice", "a key twice"),
    ("decisions:\n- !!python/object/apply:os.system [ls]\n", "no YAML", "a command"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "why"), BAD, ids=[bad[2] for bad in BAD])
def test_a_bad_file_is_one_line_that_says_where(text: str, said: str, why: str) -> None:
    with pytest.raises(InputError) as error:
        parse(text, "c.yaml")
    assert str(error.value).startswith("c.yaml") and said in str(error.value), why
    assert "\n" not in str(error.value)


def test_a_hash_of_digits_and_the_word_on_are_text() -> None:
    text = "decisions:\n- drop: {document: 12345678e9012345, start: 1, end: 2}\n  on: 2026-11-22\n"
    (decision,) = parse(text, "c.yaml").decisions
    assert decision.about == ({"document": "12345678e9012345", "start": 1, "end": 2},)
    assert decision.on == "2026-11-22"


@given(st.binary(max_size=300))
def test_any_bytes_are_decisions_or_one_line(data: bytes) -> None:
    try:
        parse(data.decode("utf-8", "replace"), "c.yaml")
    except InputError as error:
        assert "\n" not in str(error)


def test_what_is_appended_keeps_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    decision = {"same": ["person/a", "person/b"], "by": "Jo", "on": "2026-11-22"}
    append(file, decision)
    assert len(read(file).decisions) == 1
    file.write_text("# by hand\nby: Jo\ndecisions:\n- drop: person/c  # left\n", encoding="utf-8")
    before = file.read_text("utf-8")
    append(file, decision)
    assert file.read_text("utf-8").startswith(before) and len(read(file).decisions) == 2
    without_last(file, decision)
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing yet"),
        ("decisions:\n", "an empty list"),
        ("decisions: []\n", "one in brackets"),
        ("decisions: null\n", "none at all"),
        ("decisions:\n- drop: person/a\n  by: Jo\n", "at the margin"),
        ("decisions:\n  - drop: person/a\n    by: Jo\n", "indented, as most write it"),
        ("decisions:\n  - drop: person/a\nby: Jo\n", "with the name behind it"),
        ("# no decisions: yet\nby: Jo\n", "the word in a comment alone"),
    ],
)
def test_a_decision_is_appended_to_whatever_people_write(
    text: str, why: str, tmp_path: Path
) -> None:
    file = tmp_path / "curation.yaml"
    file.write_text(text, encoding="utf-8")
    before = read(file).decisions
    append(file, {"drop": "person/b", "by": "Ann"})
    (*there, new) = read(file).decisions
    assert tuple(there) == before and new.about == ("person/b",), why
    without_last(file, {"drop": "person/b", "by": "Ann"})
    assert read(file).decisions == before, why


def test_a_list_in_brackets_is_left_to_its_writer(tmp_path: Path) -> None:
    file = tmp_path / "curation.yaml"
    file.write_text("decisions: [{drop: person/a, by: Jo}]\n", encoding="utf-8")
    with pytest.raises(InputError, match="lines of its own"):
        append(file, {"drop": "person/b", "by": "Ann"})


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
