"""The report of a build: what went in, and what could not be decided."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Callable
from pathlib import Path

from kg.builds.build import build
from letters import LETTER, NOTE, saved, write

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_what_goes_in_is_accounted_for(tmp_path: Path) -> None:
    """Documents in = documents built + failures, copies of bad files among them."""
    docs = write(tmp_path / "docs", {"a.md": LETTER, "copy/a.md": LETTER, "b.md": NOTE})
    (docs / "bad.pdf").write_bytes(b"no PDF")
    (docs / "bad copy.pdf").write_bytes(b"no PDF")
    report = build([docs], tmp_path / "out")
    files = [name for d in report.documents for name in d["files"]]
    failed = [f.name for f in report.failures]
    assert sorted(files + failed) == sorted(
        p.relative_to(docs).as_posix() for p in docs.rglob("*.*")
    )


def test_two_reports_differ_in_their_time_and_sources(demo_graph: Path, second_build: Path) -> None:
    one, two = saved(demo_graph), saved(second_build)
    assert (len(one.pop("folders")), two.pop("folders")) == (1, []), "a folder, and single files"
    assert one.pop("seconds") > 0
    assert two.pop("seconds") > 0
    assert one == two


def test_a_report_lists_what_it_could_not_decide(demo_graph: Path) -> None:
    for document in saved(demo_graph)["documents"]:
        for one in document["unresolved"]:
            assert set(one) == {"what", "text", "start", "end", "reason"}


def test_what_could_not_be_decided_can_be_asked_for(run_kg: Run, tmp_path: Path) -> None:
    write(tmp_path / "docs", {"a.md": LETTER.replace("Derby City", "Ruritania")})
    assert run_kg("build", tmp_path / "docs", "-o", tmp_path / "out").returncode == 0
    (document,) = saved(tmp_path / "out")["documents"]
    done = run_kg("query", "unresolved-mentions", "--graph", tmp_path / "out", "-f", "csv")
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert rows
    assert [(r["sought"], r["name"], r["reason"], int(r["start"])) for r in rows] == [
        (one["what"], one["text"], one["reason"], one["start"]) for one in document["unresolved"]
    ]
