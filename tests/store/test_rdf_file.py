"""RDF files in place of a graph folder."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs import graph_of
from kg.errors import StoreError
from kg.rdf.iris import PREFIXES
from kg.store.graph import open_graph


@pytest.mark.parametrize("name", ["a.rdf", "a.xml", "a.owl", "a.trix"])
def test_xml_is_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<x/>", encoding="utf-8")
    with pytest.raises(StoreError, match="RDF/XML and TriX are not supported"):
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


def test_relative_iris_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<#x> <b> <> .", encoding="utf-8")
    with open_graph(tmp_path / "a.ttl") as graph:
        (quad,) = graph.store
    base = tmp_path.as_uri()
    assert [quad.subject.value, quad.predicate.value, quad.object.value] == [
        f"{base}/a.ttl#x",
        f"{base}/b",
        f"{base}/a.ttl",
    ]


def test_a_value_that_no_engine_takes(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text(f'<urn:a> <urn:b> "{"x" * (17 << 20)}" .', encoding="ascii")
    with pytest.raises(StoreError, match="a value in it is longer than 16 MB"):
        open_graph(tmp_path / "a.nt")
