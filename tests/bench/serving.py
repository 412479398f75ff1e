"""How fast `kg serve` answers: `python tests/bench/serving.py GRAPH [REQUESTS]`.

Twenty clients ask at once, each on a connection that it keeps.  `/sparql` is compared with
`oxigraph serve-read-only` on the same store, in turns; no query is asked twice.  Needs `oxigraph`
(PyPI) beside this interpreter or on the path.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

import psutil

from kg.gazetteer import Gazetteer
from kg.query.library import bind, find
from kg.store.build_folder import current_build

CLIENTS = 20
TURNS = 3
MEGABYTE = 1 << 20

COUNCILS = sorted(Gazetteer.load().councils)
WORDS = ("caseloads", "neglect", "care leavers", "supervision", "early help", "missing", "housing")
#: Library queries that take about 0.1 to 0.3 s on 390 documents.
LIBRARY = ("judgements", "leaders", "council-history", "documents", "latest-grades")

_PREFIX = "PREFIX kg: <https://w3id.org/inspection-kg/ontology#>\n"
_COUNCIL = "https://w3id.org/inspection-kg/id/council/"


def council(number: int) -> str:
    return COUNCILS[number % len(COUNCILS)]


def of_one_thing(number: int) -> str:
    return f"SELECT ?p ?o {{ <{_COUNCIL}{council(number)}> ?p ?o }} # {number}"


def joined(number: int) -> str:
    return f"""{_PREFIX}SELECT ?judgement ?area ?grade ?document {{
  ?judgement a kg:Judgement ; kg:council <{_COUNCIL}{council(number)}> ; kg:area ?area ;
             kg:grade ?grade ; kg:document ?document }} # {number}"""


def of_the_library(number: int) -> str:
    query = find(LIBRARY[number % len(LIBRARY)])
    return f"{bind(query, {})}\n# {number}"


#: What is asked of `/sparql`, and what part of the requests.
QUERIES: dict[str, tuple[Callable[[int], str], float]] = {
    "one thing": (of_one_thing, 1.0),
    "a join": (joined, 1.0),
    "the library": (of_the_library, 0.1),
}


@dataclass(frozen=True)
class Load:
    """What came of some requests: a second, and milliseconds."""

    throughput: float
    p50: float
    p95: float
    failed: int


async def _client(
    port: int, requests: Iterator[bytes], times: list[float], failed: list[bytes]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        start = time.perf_counter()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if b"transfer-encoding: chunked" in head:
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readexactly(2)
        else:
            await reader.readexactly(int(head.partition(b"content-length:")[2].split()[0]))
        times.append((time.perf_counter() - start) * 1000)
        if not head.startswith(b"http/1.1 200"):
            failed.append(head)
    writer.close()


def load(port: int, requests: Sequence[bytes]) -> Load:
    """Ask all requests, by `CLIENTS` clients."""
    times: list[float] = []
    failed: list[bytes] = []

    async def run() -> None:
        shared = iter(requests)
        await asyncio.gather(*(_client(port, shared, times, failed) for _ in range(CLIENTS)))

    start = time.perf_counter()
    asyncio.run(run())
    took = time.perf_counter() - start
    return Load(len(times) / took, median(times), quantiles(times, n=20)[-1], len(failed))


def get(target: str, accept: str = "text/html") -> bytes:
    return f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode()


def post(path: str, sparql: str) -> bytes:
    body = sparql.encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/sparql-results+json\r\n"
        f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


@contextmanager
def listening(command: Iterable[str], port: int) -> Iterator[tuple[psutil.Process, float]]:
    """A server, and the seconds until it took a connection."""
    start = time.perf_counter()
    process = subprocess.Popen(list(command), stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.02)
        yield psutil.Process(process.pid), time.perf_counter() - start
    finally:
        process.terminate()
        process.wait(30)


def memory(process: psutil.Process) -> float:
    """Megabytes of a process and its children."""
    parts = (process, *process.children(recursive=True))
    return sum(part.memory_info().rss for part in parts) / MEGABYTE


def busy(process: psutil.Process) -> float:
    """Milliseconds of processor time of a process and its children."""
    parts = (process, *process.children(recursive=True))
    return sum(sum(part.cpu_times()[:2]) for part in parts) * 1000


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def main(folder: Path, requests: int) -> None:
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    oxigraph = shutil.which("oxigraph", path=beside)
    assert oxigraph, "oxigraph is not installed"
    ours, theirs = free_port(), free_port()
    store = str(current_build(folder) / "store")
    address = f"127.0.0.1:{theirs}"
    kg = [sys.executable, "-m", "kg", "serve", str(folder), "--port", str(ours)]
    ox = [oxigraph, "serve-read-only", "-l", store, "-b", address, "--union-default-graph"]
    with listening(kg, ours) as (process, took), listening(ox, theirs) as (oxigraph_process, _):
        print(f"kg serve takes connections after {took:.2f} s")
        pages = {
            # Each council once: a second visit is answered from what is kept.
            "the page of a council": [f"/council/{one}" for one in COUNCILS],
            "a search": [
                f"/search?q={quote(WORDS[n % len(WORDS)])}&council={council(n)}"
                for n in range(requests)
            ],
        }
        for name, targets in pages.items():
            for times in ("first", "again"):
                done = load(ours, [get(target) for target in targets])
                print(
                    f"{name}, {times}: p50 {done.p50:.0f} ms, p95 {done.p95:.0f} ms, "
                    f"{done.throughput:.0f}/s, {done.failed} failed"
                )
        for name, (query, part) in QUERIES.items():
            count = max(int(requests * part), CLIENTS)
            numbers = iter(range(10_000_000))
            mine: list[Load] = []
            other: list[Load] = []
            used = {process: 0.0, oxigraph_process: 0.0}
            for turn in range(TURNS + 1):
                for server, port, path, loads in (
                    (process, ours, "/sparql", mine),
                    (oxigraph_process, theirs, "/query", other),
                ):
                    asked = [post(path, query(n)) for n in islice(numbers, count)]
                    before = busy(server)
                    done = load(port, asked)
                    if turn:  # the first warms both up
                        loads.append(done)
                        used[server] += (busy(server) - before) / count / TURNS
            ratio = median(m.throughput for m in mine) / median(o.throughput for o in other)
            line = " ".join(f"{one.throughput:.0f}" for one in mine)
            line += " against " + " ".join(f"{one.throughput:.0f}" for one in other)
            failed = sum(one.failed for one in mine)
            print(
                f"/sparql, {name}: {ratio:.2f} of oxigraph ({line} a second), "
                f"{used[process]:.1f} ms of processor time against {used[oxigraph_process]:.1f}, "
                f"{failed} failed"
            )
        mixed = cycle([*pages["a search"], *pages["the page of a council"], "/api/councils.csv"])
        sizes = [memory(process)]
        for _ in range(5):
            done = load(ours, [get(target, "*/*") for target in islice(mixed, 2000)])
            sizes.append(memory(process))
        print(
            "memory, MB, after each 2,000 of 10,000 requests:", *(f"{size:.0f}" for size in sizes)
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
