"""Network files, read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def read_network(path: Path) -> Any:
    import networkx as nx  # type: ignore[import-untyped]

    if path.suffix == ".gexf":
        return nx.read_gexf(path)
    return nx.read_graphml(path, force_multigraph=True)
