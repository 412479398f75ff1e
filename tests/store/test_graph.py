"""An open graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store.build_folder import current_build
from kg.store.graph import open_graph


def test_a_damaged_text_is_no_text(copy: Path) -> None:
    path = next((current_build(copy) / "texts").iterdir())
    path.write_text("something else", encoding="utf-8")
    with open_graph(copy) as graph, pytest.raises(StoreError, match="damaged"):
        graph.text(path.stem)
