"""How a build grows: `growth.py SIZE... [--jobs N]`, by default 25 50 100 generated documents.

For each size, a build of its own: seconds, the largest worker, the writer, the graph folder, and
library queries; then the exponent that fits each (1 is linear), and how much of the known facts
was found.  Generated data stays in a temporary folder.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from generate import generate

QUERIES = ("inspections", "findings", "recurring-weaknesses")
EVERY = 0.2


@dataclass
class Size:
    """What a build of so many documents took: seconds, and bytes."""

    documents: int
    seconds: float
    worker: int
    writer: int
    store: int
    quads: int
    queries: dict[str, float] = field(default_factory=dict)
    found: float = 0.0


def measured(command: Sequence[str | Path]) -> tuple[float, int, int]:
    """Seconds of a build, and the most bytes that its largest worker and its writer had."""
    worker = writer = 0
    started = time.perf_counter()
    child = subprocess.Popen([*map(str, command)], stderr=subprocess.PIPE)
    ended = threading.Event()

    def watch() -> None:
        nonlocal worker, writer
        while not ended.wait(EVERY):
            try:
                main = psutil.Process(child.pid)
                writer = max(writer, main.memory_info().rss)
                worker = max([worker, *(c.memory_info().rss for c in main.children())])
            except psutil.Error:
                continue

    thread = threading.Thread(target=watch)
    thread.start()
    _, errors = child.communicate()
    ended.set()
    thread.join()
    if child.returncode:
        sys.exit(errors.decode())
    return time.perf_counter() - started, worker, writer


def build(documents: int, jobs: int, home: Path) -> Size:
    sources, graph = home / f"{documents}", home / f"{documents}.graph"
    generate(documents, sources)
    kg = [sys.executable, "-m", "kg"]
    seconds, worker, writer = measured(
        [*kg, "build", sources, "-o", graph, "--jobs", str(jobs), "--quiet"]
    )
    report = json.loads((graph / "report.json").read_bytes())
    files = [path for path in (graph / "builds").rglob("*") if path.is_file()]
    size = Size(
        documents,
        seconds,
        worker,
        writer,
        sum(path.stat().st_size for path in files),
        report["quads"],
    )
    for query in QUERIES:
        started = time.perf_counter()
        done = subprocess.run(
            [*kg, "query", query, "-f", "csv", "--graph", graph],
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        size.queries[query] = time.perf_counter() - started
        if query == "inspections":
            size.found = share_found(sources, done.stdout)
    return size


def share_found(sources: Path, answer: str) -> float:
    """The share of the facts of the documents that the query `inspections` gives."""
    known = json.loads((sources / "quotes.json").read_bytes())
    rows = {row["document"]: row for row in csv.DictReader(io.StringIO(answer))}
    asked = [(name, key, value) for name, facts in known.items() for key, value in facts.items()]
    right: int = sum(rows.get(name, {}).get(key) == value for name, key, value in asked)
    return right / len(asked)


def exponent(sizes: Sequence[Size], values: Sequence[float]) -> float:
    """The slope of the straight line through the logarithms."""
    x = [math.log(size.documents) for size in sizes]
    y = [math.log(max(value, 1e-9)) for value in values]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    above: float = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    below: float = sum((a - mean_x) ** 2 for a in x)
    return above / below


def grow(documents: Sequence[int], jobs: int) -> list[Size]:
    with tempfile.TemporaryDirectory() as home:
        return [build(count, jobs, Path(home)) for count in documents]


def lines(sizes: Sequence[Size]) -> list[str]:
    """A table in Markdown, its last row the exponents."""
    heads = ("documents", "seconds", "worker MB", "writer MB", "store MB", "quads", *QUERIES)
    columns: list[tuple[str, list[float]]] = [
        ("{:.1f}", [size.seconds for size in sizes]),
        ("{:.0f}", [size.worker / 1e6 for size in sizes]),
        ("{:.0f}", [size.writer / 1e6 for size in sizes]),
        ("{:.0f}", [size.store / 1e6 for size in sizes]),
        ("{:,.0f}", [size.quads for size in sizes]),
        *(("{:.2f} s", [size.queries[query] for size in sizes]) for query in QUERIES),
    ]
    rows = [
        [str(size.documents), *(form.format(values[at]) for form, values in columns)]
        for at, size in enumerate(sizes)
    ]
    if len(sizes) > 1:
        rows.append(["exponent", *(f"{exponent(sizes, values):.2f}" for _, values in columns)])
    found = ", ".join(f"{size.found:.1%}" for size in sizes)
    table = [f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows)]
    return [*table, "", f"Facts of the title block found: {found}."]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[25, 50, 100])
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    print("\n".join(lines(grow(given.sizes, given.jobs))))
