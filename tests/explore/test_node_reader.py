"""What is said of nodes, read with one query or one by one."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.explore import node_reader
from kg.explore.node_reader import NodeReader

EX = "http://example.org/"
NAME, LIKES = ox.NamedNode(EX + "name"), ox.NamedNode(EX + "likes")
DATA = """
GRAPH <http://example.org/1> { <http://example.org/a> <http://example.org/name> "B", "A" . }
GRAPH <http://example.org/2> {
  <http://example.org/a> <http://example.org/name> "A" ; <http://example.org/likes> <http://example.org/b> .
  <http://example.org/b> <http://example.org/name> "C" . }
"""


@pytest.fixture
def reader() -> NodeReader:
    store = ox.Store()
    store.load(DATA.encode(), ox.RdfFormat.TRIG)
    return NodeReader(store)


@pytest.mark.parametrize("at_once", [1, 2, 500])
@pytest.mark.parametrize(
    ("node", "predicate", "expected", "reason"),
    [
        ("a", NAME, ["A", "B"], "sorted, and one that two graphs have only once"),
        ("a", LIKES, [EX + "b"], "a value that is an IRI"),
        ("b", LIKES, [], "a property that the node lacks"),
        ("c", NAME, [], "a node that the graph lacks"),
    ],
)
def test_objects_are_the_same_read_before_or_not(
    node: str,
    predicate: ox.NamedNode,
    expected: list[str],
    reason: str,
    at_once: int,
    reader: NodeReader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(node_reader, "AT_ONCE", at_once)
    subject = ox.NamedNode(EX + node)
    alone = reader.objects(subject, predicate)
    reader.read([ox.NamedNode(EX + name) for name in ("a", "b", "c", "a")])
    for found in (
        alone,
        reader.objects(subject, predicate),
        list(reader.said_of(subject).get(predicate, [])),
    ):
        assert [value.value for value in found if not isinstance(value, ox.Triple)] == expected, (
            reason
        )


def test_nodes_without_an_iri_have_nothing(reader: NodeReader) -> None:
    reader.read([ox.Literal("A"), ox.BlankNode()])
    assert reader.said_of(ox.Literal("A")) == {}
