"""Shapes that can't be applied are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.explore.shacl.shapes import read_shapes
from kg.resources import ontology_dir

PREFIXES = "@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        (":S sh:targetNode :x ; sh:node :S .", "<urn:x:S> refers to itself"),
        (
            ":S sh:targetNode :x ; sh:node :T . :T sh:property :U . :U sh:path :p ; sh:node :S .",
            "<urn:x:S> refers to itself",
        ),
        (
            ":S sh:targetNode :x ; sh:sparql [ sh:select 'SELECT $this {}' ] .",
            "<urn:x:S> has sh:sparql, which is not in SHACL Core",
        ),
        (":S sh:targetNode :x ; sh:minCuont 1 .", "<urn:x:S> has sh:minCuont"),
        (":S sh:targetNode :x ; sh:in :y .", "<urn:x:y> is no list"),
        (":S sh:targetNode :x ; sh:property [ sh:path [ :p :q ] ] .", "is no path"),
    ],
)
def test_shapes_that_can_not_be_applied(shapes: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(PREFIXES + shapes, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        read_shapes(path)
    assert str(error.value).startswith(f"{path}: the shapes can't be applied (")
    assert said in str(error.value)


def test_a_list_in_a_circle(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    first = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
    rest = first.replace("first", "rest")
    path.write_text(
        f"{PREFIXES} :S sh:targetNode :x ; sh:in :l . :l {first} 1 ; {rest} :l .", encoding="utf-8"
    )
    with pytest.raises(UsageError, match="is no list"):
        read_shapes(path)


def test_only_shapes_with_targets_are_roots() -> None:
    shapes = read_shapes(ontology_dir() / "shapes.ttl")
    assert len(shapes) > 20
    assert all(shape.targets for shape in shapes)
    assert [shape.node.value for shape in shapes] == sorted(shape.node.value for shape in shapes)  # type: ignore[union-attr]
