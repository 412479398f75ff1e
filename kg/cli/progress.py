"""The progress of long commands (a bar on a terminal, plain lines elsewhere) and summaries."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.model import NO_INSPECTION, ROWS, Progress
from kg.printable import printable
from kg.wording import counted

if TYPE_CHECKING:  # kg.builds is slow to import, and `kg push` doesn't need it
    from kg.builds.build_report import Report

__all__ = ["MAX_LISTED", "listed", "show_progress", "show_steps", "summary_lines"]

#: Number of items between two progress lines when there is no terminal.
LINE_INTERVAL = 25
#: Maximum number of entries that a summary lists under one heading.
MAX_LISTED = 20
#: Seconds before the first step is reported when there is no terminal.
QUIET_SECONDS = 2.0
#: Maximum characters of a name beside the bar; a longer name loses its start.
MAX_NAME_WIDTH = 40


@contextmanager
def show_progress(
    quiet: bool, verb: str = "processed", things: str = "documents", *, verbose: bool = False
) -> Iterator[Progress | None]:
    """A function to call after each item; None if `quiet`.  With `verbose` it names each."""
    if quiet:
        yield None
    elif verbose:
        yield lambda done, total, name, _=0, /: click.echo(
            f"{done} of {total} {things}: {name}", err=True
        )
    elif sys.stderr.isatty():
        yield from _bar()
    else:
        last_reported = words_read = known_total = 0
        started = time.monotonic()

        def line(done: int, total: int, _: str, words: int = 0, /) -> None:
            nonlocal last_reported, words_read, known_total
            words_read += words
            if total != known_total:  # another stage
                last_reported, known_total = 0, total
            if done > last_reported and (done % LINE_INTERVAL == 0 or done == total):
                last_reported = done
                rate = words_read / (time.monotonic() - started)
                pace = f", {rate:,.0f} words a second" if words_read else ""
                click.echo(f"{verb} {done} of {total} {things}{pace}", err=True)

        yield line


@contextmanager
def show_steps() -> Iterator[Callable[[str], None]]:
    """A function to call before each step of a task that may take long.

    On a terminal it shows the step beside a spinner; elsewhere it prints a line for each step that
    starts after QUIET_SECONDS.
    """
    if sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("") as status:
            yield lambda step: status.update(f"{step} …")
    else:
        started = time.monotonic()

        def line(step: str) -> None:
            if time.monotonic() - started > QUIET_SECONDS:
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
        words_read = 0
        started = time.monotonic()

        def step(done: int, total: int, name: str, words: int = 0, /) -> None:
            nonlocal words_read
            words_read += words
            pace = f"{words_read / (time.monotonic() - started):,.0f} words/s" if words_read else ""
            shown = printable(name)[-MAX_NAME_WIDTH:]
            bar.update(task, completed=done, total=total, description=shown, pace=pace)

        yield step


def summary_lines(report: Report, folder: Path, *, verbose: bool = False) -> Iterator[str]:
    """The summary of a build; long lists are shortened unless `verbose`."""
    shortened = partial(listed, longest=None if verbose else MAX_LISTED)
    documents = len(report.documents)
    unchanged = documents - report.processed
    unchanged_text = f", {unchanged} unchanged" if unchanged else ""
    yield (
        f"{counted(documents, 'document')}{unchanged_text}, "
        f"{report.quads:,} quads in {folder} ({report.seconds:.1f} s)"
    )
    kinds = ", ".join(f"{n} {kind}" for kind, n in report.counts.items() if kind != NO_INSPECTION)
    if kinds:
        yield f"inspections: {kinds}"
    about_none = report.counts.get(NO_INSPECTION, 0)
    if about_none:
        yield f"without an inspection: {counted(about_none, 'document')}"
    yield from shortened("failed", [f"{f.name}: {f.reason}" for f in report.failures])
    for same, heading in (("bytes", "identical files"), ("text", "files with the same text")):
        repeated = [d["files"] for d in report.duplicates if d["same"] == same]
        yield from shortened(heading, [" = ".join(files) for files in repeated])
    yield from shortened("removed from the graph", list(report.removed))
    if report.removed:
        yield "  (--add keeps documents that are not among the sources)"
    yield from shortened("ignored (unsupported format)", list(report.ignored))
    left_out = Counter(one.reason for one in report.left_out)
    if left_out:
        numbers = "; ".join(f"{number} {reason}" for reason, number in left_out.items())
        yield f"left out: {numbers} (report.json names them)"
    if report.decisions_applied:
        yield f"decisions applied: {report.decisions_applied}"
    not_applied = [
        f"{decision['number']}, {decision['decision']}: {decision['reason']}"
        for decision in report.decisions_not_applied
    ]
    yield from shortened("decisions not applied", not_applied)
    notes = [f"{d['file']}: {note}" for d in report.documents for note in d["notes"]]
    yield from shortened("notes", notes)
    checks = [_counted(name, rows) for name, rows in report.quality.items() if rows]
    if checks:
        yield f"to review with kg query: {', '.join(checks)}"


def _counted(name: str, rows: Mapping[str, int]) -> str:
    """A quality query with its number of rows, in all and by kind."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in rows.items() if kind != ROWS)
    return f"{name} ({sum(rows.values()):,}" + (f": {kinds})" if kinds else ")")


def listed(heading: str, lines: list[str], longest: int | None = MAX_LISTED) -> Iterator[str]:
    """A heading with the number of lines, and the first of them; nothing if there are none."""
    if not lines:
        return
    yield f"{heading}: {len(lines)}"
    for line in lines[:longest]:
        yield f"  {line}"
    if longest is not None and len(lines) > longest:
        yield f"  and {len(lines) - longest} more"
