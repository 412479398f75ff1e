"""Hostile input and faults: how much is tried, and what came of it, in a line each.

`make test` runs a small form; `make hostile` (KG_HOSTILE=full) the sizes that the project promises.
"""

from __future__ import annotations

import http.server
import importlib.util
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FULL = os.environ.get("KG_HOSTILE") == "full"
TRIALS = pytest.StashKey[list["Trial"]]()
#: Threats and faults that other tests try, and where these stand; `make hostile` runs them too.
ELSEWHERE = {
    "T6 values that leave their place in a query": "tests/test_naughty.py",
    "T9 script in names, addresses and quotes": "tests/browser/test_hostile.py",
    "T14 formulas in cells": "tests/query/test_workbook.py",
    "T17 credentials, redirects, plain http": "tests/exports/test_push.py tests/test_http_client.py",
    "T20 a publisher that sends something else": "tests/harvest",
    "T21 decisions that are refused": "tests/curation",
    "F8 encodings": "tests/documents",
    "F10 workers that die, hang or grow": "tests/builds/test_worker_pool.py",
    "F14 a push to a failing server": "tests/stores",
}


@dataclass
class Trial:
    """A threat or fault: what was tried, and what went wrong, each in words."""

    name: str
    tried: int = 0
    crashed: list[str] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def line(self) -> str:
        return (
            f"{self.name}: tried {self.tried:,}, crashed {len(self.crashed)}, "
            f"hung {len(self.hung)}, leaked {len(self.leaked)}, lost {len(self.lost)}"
        )

    def wrong(self) -> list[str]:
        kinds = ("crashed", "hung", "leaked", "lost")
        return [f"{kind}: {what}" for kind in kinds for what in getattr(self, kind)]


@pytest.fixture(scope="session")
def tricks() -> list[str]:
    """The queries that tests/query/test_guard.py refuses."""
    spec = importlib.util.spec_from_file_location(
        "guard_cases", HERE.parent / "query" / "test_guard.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [sparql for sparql, _, _ in module.TRICKS]


@pytest.fixture
def full() -> bool:
    """Whether the promised sizes are tried, and not the small form."""
    return FULL


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Iterator[Trial]:
    """The trial of a test, named by the first line of its docstring; nothing may go wrong in it."""
    name = (request.function.__doc__ or request.function.__name__).splitlines()[0].rstrip(".")
    one = Trial(name)
    yield one
    request.config.stash.setdefault(TRIALS, []).append(one)
    assert one.tried and not one.wrong(), one.line() + "\n" + "\n".join(one.wrong()[:20])


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server that nothing may ask: its address, and what was asked of it."""
    asked: list[str] = []

    class Canary(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_HEAD = do_PUT = do_GET  # noqa: N815 - as the server calls them

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()
    thread.join()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The lines of all trials."""
    trials = terminalreporter.config.stash.get(TRIALS, [])
    if trials:
        terminalreporter.section("threats and faults")
        for one in trials:
            terminalreporter.write_line(one.line())
    for name, paths in ELSEWHERE.items():
        right, wrong = (
            sum(
                report.nodeid.startswith(tuple(paths.split()))
                for report in terminalreporter.stats.get(key, [])
            )
            for key in ("passed", "failed")
        )
        if right + wrong:
            terminalreporter.write_line(f"{name}: {right + wrong} tests of {paths}, failed {wrong}")
