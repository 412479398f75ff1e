"""`kg serve` in a process of its own, and requests to it: by httpx, or byte by byte."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

_READY = re.compile(r"(?P<url>http://\S+:(?P<port>\d+)/) ")


@dataclass
class Server:
    """A running server; `log` has its lines so far."""

    process: subprocess.Popen[str]
    url: str
    port: int
    log: list[str] = field(default_factory=list)

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers=headers, timeout=120, trust_env=False)

    def raw(self, request: bytes, *, seconds: float = 30) -> bytes:
        """The whole answer to some bytes; the connection is closed by the server, or after this."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            answer = b""
            try:
                connection.sendall(request)
                while part := connection.recv(1 << 16):
                    answer += part
            except (ConnectionError, TimeoutError):
                pass  # it may be closed before all of a request was sent
            return answer

    def status(
        self, target: str = "/about.json", method: str = "GET", headers: Mapping[str, str] = {}
    ) -> int:
        """The status of the answer to a request with these headers, which may replace Host."""
        lines = {"Host": f"127.0.0.1:{self.port}", "Connection": "close", **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        answer = self.raw(f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode("latin-1"))
        return int(answer.split(b" ", 2)[1]) if answer else 0


@contextmanager
def serving(
    folder: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server on a graph folder and a free port, until the end of `with`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(folder), *options],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        encoding="utf-8",
        env=dict(environment) if environment is not None else None,
    )
    lines = process.stderr
    assert lines is not None
    log: list[str] = []
    ready = threading.Event()

    def read() -> None:
        for line in lines:
            log.append(line)
            if _READY.search(line):
                ready.set()
        ready.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        ready.wait(60)
        said = _READY.search("".join(log))
        assert said is not None, "".join(log)
        yield Server(process, said["url"], int(said["port"]), log)
    finally:
        process.terminate()
        process.wait(30)
        reader.join(30)
        assert not reader.is_alive(), "a worker outlives the server"
        lines.close()
