"""`kg diff`: what changed between two graphs."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from command_line import kg
from graphs import graph_of, without_quads
from kg.explore.diff import compare, summary
from kg.rdf.iris import KG
from kg.store.graph import open_graph

LETTER = "bradford-ilacs-2018.pdf"


def test_the_same_graph_has_no_changes(demo_graph: Path) -> None:
    with open_graph(demo_graph) as graph:
        assert compare(graph, graph) == ()
        assert summary(()) == ["no facts added, removed or changed"]


def test_what_was_added_is_what_was_removed_the_other_way(demo_graph: Path) -> None:
    with open_graph(demo_graph) as graph:
        (kept, *_) = graph.store.quads_for_pattern(
            None, ox.NamedNode(KG + "path"), ox.Literal(LETTER)
        )
        less = graph_of([q for q in graph.quads() if q.graph_name != kept.graph_name])
        gone, come = compare(graph, less), compare(less, graph)
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
        (change,) = compare(graph, graph_of(other))
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
        ("md", "# What is new"),
        ("atom", "<feed xmlns="),
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
