"""A server of pages, on a copy of the examples' graph in which decisions may be written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from serving import serving


@pytest.fixture(scope="session")
def graph(demo_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(demo_graph, tmp_path_factory.mktemp("pages") / "kg-demo"))


@pytest.fixture(scope="session")
def pages(graph: Path, examples: Path, environment: dict[str, str]) -> Iterator[httpx.Client]:
    """What a browser at this machine gets."""
    options = "--review", "--docs", str(examples / "corpus")
    with serving(graph, *options, environment=environment) as server, server.client() as client:
        yield client
