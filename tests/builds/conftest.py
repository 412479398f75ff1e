"""A small graph that is built once and copied for each test."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.builds.build import build
from letters import LETTER, NOTE, write

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder `docs` with three documents and the graph `out` of them, to be copied."""
    home = tmp_path_factory.mktemp("built")
    files = {"letter.md": LETTER, "notes/one.md": NOTE.format(1), "notes/two.txt": NOTE.format(2)}
    report = build([write(home / "docs", files)], home / "out")
    assert (len(report.documents), report.processed, report.failures) == (3, 3, ())
    return home


@pytest.fixture
def work(built: Path, tmp_path: Path) -> Path:
    """A copy of `built` of the test's own."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(scope="session")
def second_build(run_kg: Run, examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo again: another hash seed, one worker, its files one by one in another order."""
    folder = tmp_path_factory.mktemp("again") / "graph"
    files = sorted((examples / "corpus").iterdir())
    random.Random(7).shuffle(files)
    manifest = examples / "manifest.csv"
    done = run_kg("build", *files, "--manifest", manifest, "-o", folder, PYTHONHASHSEED="4242")
    assert done.returncode == 0, done.stderr
    return folder
