"""The graph that pictures are drawn of."""

from __future__ import annotations

import pytest

from kg.store.graph import Graph, open_graph
from places import TESTS

SAMPLE = TESTS / "browser" / "sample.trig"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return open_graph(SAMPLE)
