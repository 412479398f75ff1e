"""One server on the examples' graph, which all tests of reading share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from serving import Server, serving


@pytest.fixture(scope="session")
def server(demo_graph: Path, environment: dict[str, str]) -> Iterator[Server]:
    with serving(demo_graph, environment=environment) as running:
        yield running


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as asking:
        yield asking


@pytest.fixture(scope="session")
def server_url(server: Server) -> str:
    return server.url.rstrip("/")
