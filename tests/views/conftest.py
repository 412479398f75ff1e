"""The graph that pages show."""

from __future__ import annotations

import pytest

from kg.store.graph import Graph, open_graph
from places import TESTS


@pytest.fixture(scope="module")
def graph() -> Graph:
    return open_graph(TESTS / "graphs" / "sample.trig")
