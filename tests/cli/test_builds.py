"""`kg builds` and `kg build --undo` at the terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from command_line import kg
from kg.cli.builds import megabytes

Run = Callable[..., "CompletedProcess[str]"]


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "under 1 MB"), (999_999, "under 1 MB"), (1_400_000, "1 MB"), (2_500_000_000, "2,500 MB")],
)
def test_a_size(size: int, shown: str) -> None:
    assert megabytes(size) == shown


def test_a_removal_is_listed_and_undone(copy: Path) -> None:
    (line,) = kg("builds", "--graph", copy).stdout.splitlines()
    assert line.startswith("current ") and "19 documents" in line and str(copy / "builds") in line
    assert kg("remove", "bradford-ilacs-2018.pdf", "--graph", copy).exit_code == 0
    now, before = kg("builds", "--graph", copy).stdout.splitlines()
    assert "18 documents" in now and before.startswith("previous ") and "19 documents" in before
    done = kg("build", "--undo", "-o", copy)
    assert done.exit_code == 0 and done.stderr.splitlines()[0] == line
    assert "18 documents" in done.stderr.splitlines()[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing argument 'SOURCES...'"),
        (("--undo", "docs"), "--undo takes no SOURCES"),
        (("--undo", "--add"), "--undo takes no SOURCES, --add"),
        (("docs", "--add", "--mirror"), "give one of them"),
    ],
)
def test_options_that_do_not_go_together(arguments: tuple[str, ...], message: str) -> None:
    done = kg("build", *arguments)
    assert done.exit_code == 2 and message in done.stderr


def test_a_build_says_when_the_graph_is_that_of_the_environment(
    run_kg: Run, examples: Path, tmp_path: Path
) -> None:
    note = examples / "corpus" / "thurrock-briefing.md"
    graph = str(tmp_path / "g")
    done = run_kg("build", note, KG_GRAPH=graph)
    assert done.returncode == 0 and f"{graph} is the graph of $KG_GRAPH" in done.stderr
    done = run_kg("build", note, "-o", graph, KG_GRAPH="elsewhere")
    assert done.returncode == 0 and "$KG_GRAPH" not in done.stderr
