"""SHACL: a good graph conforms, a bad one is told what is wrong, line by line."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.explore.validate import validate
from kg.rdf.iris import REFERENCE_GRAPH, thing
from kg.resources import reference_files
from kg.store.graph import Graph
from places import TESTS

SAMPLE = TESTS / "graphs" / "sample.trig"
STORY = ox.NamedNode(thing("graph", "a000000000000005"))


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    store.load(path=str(SAMPLE), format=ox.RdfFormat.TRIG)
    for path in reference_files():
        store.load(
            path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(REFERENCE_GRAPH)
        )
    return store


def test_the_sample_conforms(store: ox.Store) -> None:
    """Two documents that give one inspection different ends are a conflict, and no fault."""
    assert validate(Graph(store, None, "sample")) == (True, "")


def test_each_violation_is_a_line(store: ox.Store) -> None:
    store.remove_graph(STORY)
    store.update(
        "PREFIX kg: <https://w3id.org/inspection-kg/ontology#> "
        "INSERT DATA { GRAPH <urn:g> { <urn:claim> a kg:Finding } }"
    )
    conforms, report = validate(Graph(store, None, "broken"))
    assert not conforms
    lines = report.splitlines()
    assert "urn:claim: a finding is in a section" in lines
    assert "urn:claim: evidence is in exactly one document" in lines
    assert lines == sorted(lines) and all(line.startswith("urn:claim: ") for line in lines)


def test_shapes_of_ones_own(store: ox.Store, tmp_path: Path) -> None:
    shapes = tmp_path / "mine.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . "
        "@prefix kg: <https://w3id.org/inspection-kg/ontology#> . "
        "<urn:shape> a sh:NodeShape ; sh:targetClass kg:Document ; sh:property "
        '[ sh:path kg:pageCount ; sh:maxInclusive 30 ; sh:message "too long" ] .',
        encoding="utf-8",
    )
    assert validate(Graph(store, None, "sample"), shapes) == (
        False,
        (
            "document:a000000000000002: too long (has 36)\n"
            "document:a000000000000007: too long (has 40)\n"
        ),
    )


def test_shapes_that_can_not_be_asked(tmp_path: Path) -> None:
    shapes = tmp_path / "mine.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . "
        "<urn:shape> a sh:NodeShape ; sh:targetNode <urn:x> ; sh:hasValue [] .",
        encoding="utf-8",
    )
    with pytest.raises(UsageError, match=r"mine\.ttl: urn:shape can't be applied"):
        validate(Graph(ox.Store(), None, "empty"), shapes)


@pytest.mark.parametrize("content", [None, "this is no Turtle"], ids=["no such file", "no Turtle"])
def test_shapes_that_can_not_be_read(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="can't be read as Turtle"):
        validate(Graph(ox.Store(), None, "empty"), path)
