"""The graph that networks are made of."""

from __future__ import annotations

import pytest

from kg.network.model import Network
from kg.network.reader import read_network
from kg.store.graph import Graph, open_graph
from places import TESTS


@pytest.fixture(scope="module")
def graph() -> Graph:
    return open_graph(TESTS / "network" / "sample.trig")


@pytest.fixture(scope="module")
def network(graph: Graph) -> Network:
    return read_network(graph)
