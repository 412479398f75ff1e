"""Networks as GraphML and GEXF: what the graph holds, with measures, sizes and colours."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.exports.files import export
from kg.network import reader
from kg.rdf.iris import CONCEPTS, THINGS
from kg.store.graph import Graph
from networks import read_network


@pytest.mark.parametrize("extension", [".graphml", ".gexf"])
def test_networks_hold_what_the_graph_holds(extension: str, whole: Graph, tmp_path: Path) -> None:
    export(whole, tmp_path / f"graph{extension}")
    read = read_network(tmp_path / f"graph{extension}")
    network = reader.read_network(whole)
    assert dict(read.nodes(data="label")) == {node.iri: node.label for node in network.nodes}
    assert dict(read.nodes(data="kind")) == {node.iri: node.kind for node in network.nodes}
    assert sorted(read.edges(data="kind")) == sorted(
        (edge.source, edge.target, edge.kind) for edge in network.edges
    )
    labels = {data["label"] for *_, data in read.edges(data=True)}
    assert {"Good; Inadequate", "follows", "1 strength", "1 weakness, 1 recommendation"} <= labels
    inspection = read.nodes[THINGS + "inspection/E06000055/ilacs/2022-02-28"]
    assert (inspection["date"], inspection["year"]) == ("2022-02-28", 2022)
    assert read.nodes[THINGS + "person/ada-moss"]["other_names"] == "A\ufffd\ufffd<"
    theme = read.nodes[CONCEPTS + "theme/health-and-wellbeing"]
    assert (theme["weakness"], theme["recommendation"]) == (
        sum(e.counts.weakness for e in network.edges if e.target.endswith("health-and-wellbeing")),
        sum(
            e.counts.recommendation
            for e in network.edges
            if e.target.endswith("health-and-wellbeing")
        ),
    )
    quoted = [data for *_, data in read.edges(data=True) if data.get("quote")]
    assert all(data["source"] for data in quoted) and quoted


def test_gexf_has_measures_sizes_and_colours(whole: Graph, tmp_path: Path) -> None:
    export(whole, tmp_path / "graph.gexf")
    assert b"<meta" not in (tmp_path / "graph.gexf").read_bytes(), "networkx writes the day there"
    read = read_network(tmp_path / "graph.gexf")
    looks = {node: data["viz"] for node, data in read.nodes(data=True)}
    assert max(data["betweenness"] for _, data in read.nodes(data=True)) == 1
    assert len({look["size"] for look in looks.values()}) > 3
    assert looks[THINGS + "council/E06000055"]["color"] == {"r": 36, "g": 51, "b": 73, "a": 1.0}
    good = looks[THINGS + "inspection/E06000055/ilacs/2022-02-28"]["color"]
    assert good == {"r": 0, "g": 128, "b": 92, "a": 1.0}
