"""The graph of two letters, with decisions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from curated import DERBY, LUTON, Curated
from kg.builds.build import Report, build
from kg.store.graph import Graph, open_graph


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two letters, and the graph `out` of them."""
    home = tmp_path_factory.mktemp("curation")
    (home / "docs").mkdir()
    (home / "docs" / "derby.md").write_text(DERBY, encoding="utf-8")
    (home / "docs" / "luton.md").write_text(LUTON, encoding="utf-8")
    assert len(build([home / "docs"], home / "out").documents) == 2
    return home


@pytest.fixture
def curated(home: Path, tmp_path: Path) -> Curated:
    """A graph of the letters with decisions, given as the items of the file."""

    def run(items: str) -> tuple[Graph, Report]:
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(home / "out", out)
        file = tmp_path / "c.yaml"
        file.write_text("by: Jo Bloggs\non: 2026-11-22\ndecisions:\n" + items, encoding="utf-8")
        report = build([home / "docs"], out, curation=file)
        assert report.processed == 0, "decisions need no document read again"
        return open_graph(out), report

    return run
