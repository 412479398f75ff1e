"""Keeping a graph: what changed, what goes, what people say at the terminal, and the folder itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kg.builds.removal import without
from kg.cli import main
from kg.curation.curation_file import Curation, read
from kg.curation.review import BACK, QUIT, UNDECIDED, doubts, walk
from kg.errors import StoreError, UsageError
from kg.explore.diff import changes, summary
from kg.rdf.iris import KG, PREFIXES
from kg.store.build_folder import FORMAT, current_build
from kg.store.draft import remove_leftovers
from kg.store.graph import Graph, open_graph
from kg.store.locks import write_lock

Run = Callable[..., "subprocess.CompletedProcess[str]"]
LETTER = "bradford-ilacs-2018.pdf"


@pytest.fixture
def copy(demo_graph: Path, tmp_path: Path) -> Path:
    """A graph of the examples that the test may change."""
    return Path(shutil.copytree(demo_graph, tmp_path / "graph"))


def kg(*arguments: str | Path, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)


# --- kg diff ---


def graph_of(quads: list[ox.Quad]) -> Graph:
    store = ox.Store()
    store.extend(quads)
    return Graph(store, None, "made")


def without_quads(graph: Graph, *texts: str) -> Graph:
    return graph_of([q for q in graph.quads() if not any(text in str(q) for text in texts)])


def test_the_same_graph_has_no_changes(demo_graph: Path) -> None:
    with open_graph(demo_graph) as graph:
        assert changes(graph, graph) == ()
        assert summary(()) == ["no facts added, removed or changed"]


def test_what_was_added_is_what_was_removed_the_other_way(demo_graph: Path) -> None:
    with open_graph(demo_graph) as graph:
        (kept, *_) = graph.store.quads_for_pattern(
            None, ox.NamedNode(KG + "path"), ox.Literal(LETTER)
        )
        less = graph_of([q for q in graph.quads() if q.graph_name != kept.graph_name])
        gone, come = changes(graph, less), changes(less, graph)
    assert {one.change for one in gone} >= {"removed"} and "added" not in {
        one.change for one in gone
    }
    pairs = [(one.council, one.kind, one.fact) for one in gone if one.change == "removed"]
    assert pairs == [(one.council, one.kind, one.fact) for one in come if one.change == "added"]
    kinds = {one.kind for one in gone}
    assert {"document", "inspection", "judgement", "inspector", "finding"} <= kinds
    assert all(LETTER in one.documents for one in gone if one.change == "removed")


def test_a_grade_that_changed_is_one_change(demo_graph: Path) -> None:
    grade = ox.NamedNode(KG + "grade")
    concepts = "https://w3id.org/inspection-kg/concept/grade/"
    with open_graph(demo_graph) as graph:
        quads = graph.quads()
        place = next(
            n for n, q in enumerate(quads) if q.predicate == grade and "/judgement/" in str(q)
        )
        was = quads[place]
        now = ox.NamedNode(concepts + ("good" if "inadequate" in str(was.object) else "inadequate"))
        other = list(quads)
        other[place] = ox.Quad(was.subject, was.predicate, now, was.graph_name)
        (change,) = changes(graph, graph_of(other))
    assert (change.change, change.kind) == ("changed", "judgement")
    assert (change.before, change.after) == (
        str(was.object)[1:-1].removeprefix(concepts),
        now.value.removeprefix(concepts),
    )
    assert change.documents


@pytest.mark.parametrize(
    ("form", "holds"),
    [
        ("csv", "change,council,kind"),
        ("json", '"bindings"'),
        ("md", "| change"),
        ("table", "change"),
    ],
)
def test_diff_at_the_command_line(demo_graph: Path, tmp_path: Path, form: str, holds: str) -> None:
    with open_graph(demo_graph) as graph:
        less = without_quads(graph, "neil-penswick")
        (tmp_path / "less.nq").write_bytes(
            ox.serialize(less.quads(), format=ox.RdfFormat.N_QUADS) or b""
        )
    target = tmp_path / f"answer.{form}"
    done = kg(
        "diff", demo_graph, tmp_path / "less.nq", "-f", form, "-o", target, "--fail-on-change"
    )
    assert done.exit_code == 1 and "1 removed" in done.stderr
    assert holds in target.read_text("utf-8")
    same = kg("diff", demo_graph, demo_graph, "--fail-on-change")
    assert (same.exit_code, same.stdout) == (0, "")


# --- kg remove ---


def test_a_dry_run_changes_nothing(copy: Path) -> None:
    before = current_build(copy)
    done = kg("remove", LETTER, "--graph", copy, "--dry-run")
    assert done.exit_code == 0 and "would leave" in done.stderr and "judgements" in done.stderr
    assert "person Neil Penswick" in done.stderr and current_build(copy) == before


def test_what_rests_on_a_document_alone_goes(copy: Path, demo_graph: Path) -> None:
    with open_graph(copy) as graph:
        (quad,) = graph.store.quads_for_pattern(None, ox.NamedNode(KG + "path"), ox.Literal(LETTER))
    done = kg("remove", LETTER, "--graph", copy)
    assert done.exit_code == 0, done.output
    with open_graph(copy) as graph, open_graph(demo_graph) as before:
        assert not any(graph.store.quads_for_pattern(None, None, None, quad.graph_name))
        assert not any(LETTER in str(q) or "neil-penswick" in str(q) for q in graph.store)
        others = {q for q in before.store if "/graph/entities" not in str(q.graph_name)}
        assert {q for q in others if q.graph_name != quad.graph_name} <= set(graph.store)
    report = json.loads((copy / "report.json").read_text("utf-8"))
    assert report["removed"] == [LETTER] and len(report["documents"]) == 18
    assert len(list((copy / "texts").iterdir())) == 18


def test_no_document_of_that_name(copy: Path) -> None:
    done = kg("remove", "bradford-ilacs-2081.pdf", "--graph", copy)
    assert done.exit_code == 2 and LETTER in done.stderr and done.stderr.count("\n") == 1


PLACES = {"a" * 64: ("one.md",), "b" * 64: ("two.md", "sub/two.md"), "c" * 64: ("three.md",)}


@pytest.mark.parametrize(
    ("names", "left", "why"),
    [
        (["one.md"], {"b": ("two.md", "sub/two.md"), "c": ("three.md",)}, "by its place"),
        (
            ["two.md"],
            {"a": ("one.md",), "b": ("sub/two.md",), "c": ("three.md",)},
            "one of two places",
        ),
        (["two.md", "sub/two.md"], {"a": ("one.md",), "c": ("three.md",)}, "both places"),
        (["b" * 8], {"a": ("one.md",), "c": ("three.md",)}, "by its hash"),
        (["one.md", "one.md"], {"b": ("two.md", "sub/two.md"), "c": ("three.md",)}, "twice"),
    ],
)
def test_which_places_stay(names: list[str], left: dict[str, tuple[str, ...]], why: str) -> None:
    assert without(PLACES, names) == {sha * 64: there for sha, there in left.items()}, why


def test_a_short_hash_names_nothing() -> None:
    with pytest.raises(UsageError):
        without(PLACES, ["b" * 7])


# --- kg review ---


def test_the_doubts_of_a_graph(demo_graph: Path) -> None:
    with open_graph(demo_graph) as graph:
        found = list(doubts(graph, Curation("none")))
    questions = [one.question for one in found]
    assert (
        sum("are they?" in q for q in questions) >= 1
        and sum("what is it?" in q for q in questions) > 5
    )
    assert all(one.lines and one.answers[-1] == UNDECIDED for one in found)


def test_answers_become_decisions_that_apply(copy: Path, examples: Path) -> None:
    done = kg("review", "--graph", copy, "--by", "Jo", typed="s\nw\nb\nm\nu\nx\nn\nq\n")
    assert done.exit_code == 0, done.output
    assert "3 decided" in done.stderr and "'x' is none of them" in done.stderr
    decisions = read(copy / "curation.yaml").decisions
    assert [(d.kind, d.keys.get("kind"), d.by) for d in decisions] == [
        ("same", None, "Jo"), ("finding", "mixed", "Jo"), ("drop", None, "Jo"),
    ]  # fmt: skip
    manifest = examples / "manifest.csv"
    built = kg("build", examples / "corpus", "--manifest", manifest, "-o", copy, "--quiet")
    assert built.exit_code == 0 and "decisions applied: 3" in built.stderr
    with open_graph(copy) as graph:
        again = next(doubts(graph, read(copy / "curation.yaml")))
    assert "what is it?" in again.question, "what is decided is asked no more"


def test_going_back_leaves_nothing_in_the_file(demo_graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    with open_graph(demo_graph) as graph:
        found = list(doubts(graph, Curation("none")))[:4]
    answers = iter([found[0].answers[0], BACK, BACK, UNDECIDED, found[1].answers[1], BACK, QUIT])
    asked = []

    def ask(doubt: object, number: int) -> str:
        asked.append((doubt, number))
        return next(answers)

    assert walk(iter(found), ask, file, "Jo", "2026-11-22") == 0
    assert read(file).decisions == ()
    assert [number for _, number in asked] == [1, 2, 1, 1, 2, 3, 2]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminal of this kind")
def test_review_at_a_real_terminal(
    demo_graph: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    import pty

    ours, theirs = pty.openpty()
    file = tmp_path / "c.yaml"
    command = ["review", "--graph", str(demo_graph), "--curation", str(file)]
    child = subprocess.Popen([sys.executable, "-m", "kg", *command], stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True)  # fmt: skip
    os.close(theirs)
    shown = ""

    def until(words: str) -> None:
        nonlocal shown
        while words not in shown:
            shown += os.read(ours, 4096).decode("utf-8", "replace")
        shown = shown.partition(words)[2]

    until("for the record: ")
    os.write(ours, b"Jo\n")
    until("q quit: ")
    os.write(ours, b"n\n")
    until("q quit: ")
    os.write(ours, b"\x04")  # the end of the input: what is decided stays
    until("1 decided")
    assert child.wait(30) == 0
    os.close(ours)
    (decision,) = read(file).decisions
    assert (decision.kind, decision.by) == ("different", "Jo")


# --- the folder ---


def test_the_format_of_a_folder_has_a_number(copy: Path) -> None:
    path = current_build(copy) / "build.json"
    values = json.loads(path.read_bytes())
    assert values["format"] == FORMAT
    path.write_text(json.dumps({**values, "format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(StoreError, match=r"another version of kg .* build it again with: kg build"):
        open_graph(copy)
    path.unlink()
    with pytest.raises(
        StoreError, match=r"an older version of kg .* build it again with: kg build"
    ):
        open_graph(copy)


@pytest.mark.parametrize("name", ["current", "build.json", "store/CURRENT", "find.sqlite"])
def test_a_damaged_file_is_told_from_an_empty_answer(copy: Path, name: str) -> None:
    build = current_build(copy)
    path = copy / name if name == "current" else build / name
    path.write_bytes(path.read_bytes()[:-3] + b"\0\0\0")
    words = ["find", "caseloads"] if name == "find.sqlite" else ["query", "councils"]
    done = kg(*words, "--graph", copy)
    assert done.exit_code == 1 and "the graph is damaged" in done.stderr, done.output
    assert done.stderr.count("\n") == 1 and "kg build SOURCES -o" in done.stderr


def test_a_damaged_text_is_no_text(copy: Path) -> None:
    path = next((current_build(copy) / "texts").iterdir())
    path.write_text("something else", encoding="utf-8")
    with open_graph(copy) as graph, pytest.raises(StoreError, match="damaged"):
        graph.text(path.stem)


def test_the_one_who_writes_is_named(copy: Path, examples: Path) -> None:
    with write_lock(copy / "lock"):
        done = kg("build", examples / "corpus" / "thurrock-briefing.md", "-o", copy)
    assert done.exit_code == 1 and f"(process {os.getpid()})" in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_a_cut_off_write_left_goes(copy: Path) -> None:
    left = [copy / ".current.abc123", copy / "texts" / f".{'0' * 40}.x1", copy / "builds" / ".new"]
    for path in left:
        path.mkdir() if path.suffix == ".new" or path.name == ".new" else path.write_text("x")
    (copy / ".mine").write_text("x", encoding="utf-8")
    remove_leftovers(copy)
    assert not any(path.exists() for path in left) and (copy / ".mine").exists()


# --- RDF files ---


@pytest.mark.parametrize("name", ["a.rdf", "a.xml", "a.owl", "a.trix"])
def test_xml_is_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<x/>", encoding="utf-8")
    with pytest.raises(StoreError, match="RDF/XML and TriX are not read"):
        open_graph(tmp_path / name)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), TEXTS), max_size=6),
    st.sampled_from([".nq", ".trig", ".jsonld"]),
)
def test_export_and_import_are_equal(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str]], extension: str
) -> None:
    from kg.exports.files import export

    label = ox.NamedNode(PREFIXES["rdfs"] + "label")
    quads = {
        ox.Quad(ox.NamedNode(f"urn:{n}"), label, ox.Literal(text), ox.NamedNode(f"urn:g:{n}"))
        for n, text in said
    }
    target = tmp_path_factory.mktemp("export") / f"all{extension}"
    with graph_of(list(quads)) as graph:
        export(graph, str(target))
    with open_graph(target) as again:
        assert set(again.store) == quads
