"""What a long command shows of itself: a bar on a terminal, plain lines elsewhere, a summary."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.model import Progress
from kg.rdf.iris import ROWS

if TYPE_CHECKING:  # what builds is slow to import, and `kg push` shows its progress too
    from kg.builds.build_report import Report

__all__ = ["show_progress", "show_steps", "summary_lines"]

#: Without a terminal a line is printed after this many things.
EVERY = 25
MOST_SHOWN = 20
#: What takes no longer than this, in seconds, says nothing of itself.
PATIENCE = 2.0
#: The end of a name that is shown beside the bar, in characters.
MOST_WIDE = 40


@contextmanager
def show_progress(
    quiet: bool, verb: str = "worked on", things: str = "documents"
) -> Iterator[Progress | None]:
    """A function to call after each thing; None when nothing is to be shown."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        yield from _bar()
    else:
        said = read = 0
        started = time.monotonic()

        def line(done: int, total: int, _: str, words: int = 0, /) -> None:
            nonlocal said, read
            read += words
            if done > said and (done % EVERY == 0 or done == total):
                said = done
                rate = read / (time.monotonic() - started)
                pace = f", {rate:,.0f} words a second" if read else ""
                click.echo(f"{verb} {done} of {total} {things}{pace}", err=True)

        yield line


@contextmanager
def show_steps() -> Iterator[Callable[[str], None]]:
    """A function to call before each step of something that may take long.

    On a terminal the step stands beside a sign that moves; elsewhere each step that begins after
    PATIENCE is a line.
    """
    if sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("") as status:
            yield lambda step: status.update(f"{step} …")
    else:
        begun = time.monotonic()

        def line(step: str) -> None:
            if time.monotonic() - begun > PATIENCE:
                click.echo(f"{step} …", err=True)

        yield line


def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}", markup=False),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, pace="")
        read = 0
        started = time.monotonic()

        def step(done: int, total: int, name: str, words: int = 0, /) -> None:
            nonlocal read
            read += words
            pace = f"{read / (time.monotonic() - started):,.0f} words/s" if read else ""
            shown = name[-MOST_WIDE:]
            bar.update(task, completed=done, total=total, description=shown, pace=pace)

        yield step


def summary_lines(report: Report, folder: Path) -> Iterator[str]:
    """How a build went, for people."""
    documents = len(report.documents)
    unchanged = documents - report.processed
    kept = f", {unchanged} unchanged" if unchanged else ""
    yield (
        f"{documents} document{'s' if documents != 1 else ''}{kept}, "
        f"{report.quads:,} quads in {folder} ({report.seconds:.1f} s)"
    )
    kinds = ", ".join(f"{count} {kind}" for kind, count in report.counts.items())
    if kinds:
        yield f"inspections: {kinds}"
    yield from _listed("failed", [f"{f.name}: {f.reason}" for f in report.failures])
    yield from _listed("in several places", [" = ".join(d["files"]) for d in report.duplicates])
    yield from _listed("left the graph", list(report.removed))
    if report.removed:
        yield "  (--add keeps what is not among the sources)"
    yield from _listed("ignored (no format that kg reads)", list(report.ignored))
    if report.decisions_applied:
        yield f"decisions applied: {report.decisions_applied}"
    not_applied = [
        f"{one['number']}, {one['decision']}: {one['reason']}"
        for one in report.decisions_not_applied
    ]
    yield from _listed("decisions that do not apply", not_applied)
    notes = [f"{d['file']}: {note}" for d in report.documents for note in d["notes"]]
    yield from _listed("notes", notes)
    checks = [_counted(name, rows) for name, rows in report.quality.items() if rows]
    if checks:
        yield f"to check with kg query NAME: {', '.join(checks)}"


def _counted(name: str, rows: Mapping[str, int]) -> str:
    """A quality query, how many rows it has, and of which kinds."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in rows.items() if kind != ROWS)
    return f"{name} {sum(rows.values()):,}" + (f" ({kinds})" if kinds else "")


def _listed(heading: str, lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    yield f"{heading}: {len(lines)}"
    for line in lines[:MOST_SHOWN]:
        yield f"  {line}"
    if len(lines) > MOST_SHOWN:
        yield f"  and {len(lines) - MOST_SHOWN} more"
