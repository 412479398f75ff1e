"""What `kg harvest` prints, and where."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import kg
from kg.cli import harvest as command
from kg.harvest import harvest
from places import ROOT
from publisher import Clock, Publisher, invented, served


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    clock = Clock()
    monkeypatch.setattr(harvest, "Pace", clock.pace)
    with served(invented(4, 6, 4)) as one:
        yield one


def test_what_is_new_and_gone(tmp_path: Path, publisher: Publisher) -> None:
    folder = tmp_path / "reports"
    planned = kg("harvest", "-o", folder, "--url", publisher.url, "--dry-run", "--quiet")
    assert planned.stdout.splitlines()[:3] == [
        f"10 documents of 4 councils listed, 0 in {folder}",
        "to fetch: 10",
        "  ashford-vale-0/2014-01-06-ilacs-50000000.pdf",
    ]
    first = kg("harvest", "-o", folder, "--url", publisher.url)
    assert first.exit_code == 0
    assert first.stdout.splitlines()[:2] == [
        f"10 documents of 4 councils listed, 10 in {folder}",
        "new: 10",
    ]
    assert "read 10 of 10 pages or documents" in first.stderr
    again = kg("harvest", "-o", folder, "--url", publisher.url, "--quiet")
    assert again.output == f"10 documents of 4 councils listed, 10 in {folder}\n"
    publisher.documents["90003"].clear()
    less = kg("harvest", "-o", folder, "--url", publisher.url, "--quiet")
    assert less.exit_code == 1
    assert less.stdout.splitlines() == [
        f"8 documents of 3 councils listed, 8 in {folder}",
        "gone from the listing (kept here): 2",
        "  dunford-st-marys-3/2014-01-21-ilacs-50000003.pdf",
        "  dunford-st-marys-3/2014-02-10-focused-visit-50000007.pdf",
        "notes: 1",
        "  councils without a document: Dunford St. Mary’s 3",
        "fewer documents listed than last time: 1",
        "  Dunford St. Mary’s 3: 0 of 2",
        "  nothing was deleted; if that is right, run it again with --accept-fewer",
    ]


def test_failures_and_a_part(tmp_path: Path, publisher: Publisher) -> None:
    folder = tmp_path / "reports"
    publisher.script = lambda _, path: (404, {}, b"") if path.endswith("50000004") else None
    done = kg("harvest", "-o", folder, "--url", publisher.url, "--quiet", "--type", "ilacs")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == (
        f"10 documents of 4 councils listed, 6 of them wanted, 5 in {folder}"
    )
    assert done.stdout.splitlines()[-2:] == [
        "failed: 1",
        f"  ashford-vale-0/2014-01-26-ilacs-50000004.pdf: {publisher.url}/v1/file/50000004: 404 Not Found",
    ]


def test_help_says_what_it_was_tested_against() -> None:
    shown = " ".join(kg("harvest", "--help").output.split())
    assert "tested against a mock-up of the listing, not the live site" in shown


def test_the_recipes_give_options_that_there_are() -> None:
    text = (ROOT / "docs" / "fresh.md").read_text(encoding="utf-8")
    known = {option for parameter in command.harvest.params for option in parameter.opts}
    lines = re.findall(r"kg harvest (-.*)", text)
    assert len(lines) >= 6
    assert {word for line in lines for word in line.split() if re.match("--?[a-z]", word)} <= known
    assert "tested against a mock-up of the listing, not the live site" in text


@pytest.mark.skipif(shutil.which("sh") is None, reason="the script is for a POSIX shell")
def test_the_script_of_the_recipe_runs(tmp_path: Path) -> None:
    """With a kg that says how it was called, and a harvest that fails."""
    (script,) = re.findall(
        r"```sh\n(.*?)```", (ROOT / "docs" / "fresh.md").read_text("utf-8"), re.S
    )
    (tmp_path / "refresh.sh").write_text(script, encoding="utf-8")
    (tmp_path / "kg").write_text(
        '#!/bin/sh\necho "$@" >> calls\nmkdir -p graph\n[ "$1" != harvest ]\n', encoding="utf-8"
    )
    (tmp_path / "kg").chmod(0o755)
    path = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    for _ in range(2):
        done = subprocess.run(["sh", "refresh.sh"], cwd=tmp_path, env=path, check=False)
        assert done.returncode == 1, "what failed is told, after the build"
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in calls] == ["harvest", "build", "diff"] * 2
