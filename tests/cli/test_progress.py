"""What a build says on the terminal while it runs and when it ends."""

from __future__ import annotations

import csv
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from kg.builds.build import Report
from kg.cli.progress import summary_lines
from letters import LETTER, NOTE, saved, write

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_summary_counts_the_rows_of_the_quality_queries(run_kg: Run, demo_graph: Path) -> None:
    quality = saved(demo_graph)["quality"]
    assert list(quality) == [
        "dates-out-of-order",
        "doubtful-facts",
        "doubtful-findings",
        "not-found",
        "unresolved-mentions",
    ]
    for name, counted in quality.items():
        done = run_kg("query", name, "--graph", demo_graph, "-f", "csv")
        rows = list(csv.DictReader(done.stdout.splitlines()))
        kinds = Counter(row.get("missing", "rows") for row in rows)
        assert counted == kinds, name
    report = Report(
        (),
        (),
        (),
        (),
        (),
        0,
        0,
        0.0,
        quality={"not-found": {"dates": 2}, "doubt": {"rows": 3}, "none": {}},
    )
    *_, line = summary_lines(report, Path("out"))
    assert line == "to review with kg query: not-found (2: 2 dates), doubt (3)"


def names_of(lines: Iterable[str]) -> set[str]:
    """The file names in lines of a summary."""
    return {line.split(":")[0].strip() for line in lines}


def test_quiet_shows_the_summary_alone(run_kg: Run, tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {"letter.md": LETTER, "note.md": NOTE})
    done = run_kg("build", docs, "-o", tmp_path / "out", "--quiet")
    assert done.stdout == ""
    assert names_of(done.stderr.splitlines()[1:]) == {
        "inspections",
        "to review with kg query",
        "without an inspection",
    }
