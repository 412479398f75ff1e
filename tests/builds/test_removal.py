"""`kg remove`: what goes with a document, and what stays."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from command_line import kg
from kg.builds.removal import places_without
from kg.errors import UsageError
from kg.rdf.iris import DESCRIPTION_GRAPH, ENTITIES_GRAPH, KG, thing
from kg.store.build_folder import current_build
from kg.store.graph import open_graph

LETTER = "bradford-ilacs-2018.pdf"


def test_a_dry_run_changes_nothing(copy: Path) -> None:
    before = current_build(copy)
    done = kg("remove", LETTER, "--graph", copy, "--dry-run")
    assert done.exit_code == 0 and "would be removed" in done.stderr and "judgements" in done.stderr
    assert "person Neil Penswick" in done.stderr and current_build(copy) == before


def test_what_rests_on_a_document_alone_goes(copy: Path, demo_graph: Path) -> None:
    with open_graph(copy) as graph:
        (quad,) = graph.store.quads_for_pattern(None, ox.NamedNode(KG + "path"), ox.Literal(LETTER))
    done = kg("remove", LETTER, "--graph", copy)
    assert done.exit_code == 0, done.output
    with open_graph(copy) as graph, open_graph(demo_graph) as before:
        assert not any(graph.store.quads_for_pattern(None, None, None, quad.graph_name))
        assert not any(LETTER in str(q) or "neil-penswick" in str(q) for q in graph.store)
        remade = (ENTITIES_GRAPH, DESCRIPTION_GRAPH)
        others = {q for q in before.store if str(q.graph_name)[1:-1] not in remade}
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
        (["document:" + "b" * 16], {"a": ("one.md",), "c": ("three.md",)}, "by its IRI"),
        ([thing("document", "b" * 16)], {"a": ("one.md",), "c": ("three.md",)}, "its IRI in full"),
        (["one.md", "one.md"], {"b": ("two.md", "sub/two.md"), "c": ("three.md",)}, "twice"),
    ],
)
def test_which_places_stay(names: list[str], left: dict[str, tuple[str, ...]], why: str) -> None:
    assert places_without(PLACES, names) == {sha * 64: there for sha, there in left.items()}, why


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("b" * 7, "Unknown document 'bbbbbbb'."),
        ("thre.md", "Unknown document 'thre.md'. Did you mean 'three.md'?"),
        ("document:" + "d" * 16, "Unknown document 'document:dddddddddddddddd'."),
    ],
    ids=["a short hash", "a slip of the pen", "an IRI of another graph"],
)
def test_an_unknown_document_is_refused(name: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        places_without(PLACES, [name])
    assert str(caught.value) == message
