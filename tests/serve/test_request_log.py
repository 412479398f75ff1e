"""A line for each request, which does not say what was asked unless that is wanted."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from serving import serving


@pytest.mark.parametrize("option", [(), ("--log-queries",)], ids=["as it is", "with queries"])
def test_a_line_for_each_request(
    demo_graph: Path, environment: dict[str, str], option: tuple[str, ...]
) -> None:
    with serving(demo_graph, *option, environment=environment) as server:
        server.raw(
            b"GET /api/judgements.csv?council=Luton HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        server.raw(b"GET /a%0d%0ab%1b[31m HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        deadline = time.monotonic() + 10
        while len(server.log) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        first, second = server.log[1:3]
    assert ("Luton" in first) == bool(option)
    assert re.search(r"Z? GET /api/judgements\.csv\S* 200 \d+ bytes \d+ ms$", first.strip()), first
    assert "/a%0D%0Ab%1B%5B31m 404" in second, second
