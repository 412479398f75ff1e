"""What the tests of the harvest share: nothing but loopback is reached, and a clock of their own."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.harvest.harvest import Report, harvest
from kg.harvest.wanted import Wanted
from publisher import Clock, Publisher, Run, invented, served


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """The hosts that something tried to reach besides this machine: none, in every test."""
    tried: list[object] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def checked_connect(self: socket.socket, address: tuple[str, int]) -> None:
        if address[0] not in {"127.0.0.1", "::1"}:
            tried.append(address)
            raise ConnectionRefusedError("blocked by the test")
        connect(self, address)

    def checked_look_up(host: str, *more: object, **named: object) -> object:
        if host not in {"127.0.0.1", "::1", "localhost"}:
            tried.append(host)
            raise socket.gaierror("blocked by the test")
        return look_up(host, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", checked_connect)
    monkeypatch.setattr(socket, "getaddrinfo", checked_look_up)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # no power is cut here
    yield tried
    assert tried == []


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def small() -> Iterator[Publisher]:
    """A publisher of four councils and ten documents."""
    with served(invented(4, 6, 4)) as publisher:
        yield publisher


@pytest.fixture
def run(tmp_path: Path, clock: Clock) -> Run:
    """`run(publisher, ...)`: a harvest into `tmp_path/reports`, later than the last one."""

    def one(
        publisher: Publisher | None = None, wanted: Wanted | None = None, **options: object
    ) -> Report:
        clock.time += 10
        base = publisher.url if publisher else None
        return harvest(
            tmp_path / "reports",
            wanted or Wanted(),
            base=base,
            pace=clock.pace(),
            **options,  # type: ignore[arg-type]
        )

    return one
