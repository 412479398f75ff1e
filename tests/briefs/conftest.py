"""The briefs that several tests read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.briefs.contents import read_brief
from kg.briefs.model import Brief
from kg.store.graph import open_graph


@pytest.fixture(scope="session")
def brief(demo_graph: Path) -> Brief:
    """The brief on a council with two full inspections and a visit."""
    with open_graph(demo_graph) as graph:
        return read_brief(graph, "Central Bedfordshire")
