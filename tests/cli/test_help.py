"""Help: each command has examples that are right, and every summary is whole."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from command_line import commands, kg
from kg.cli import main
from kg.cli.help import examples

LINES = [(name, does, line) for name, of_command in examples().items() for does, line in of_command]


def test_each_command_has_an_example() -> None:
    assert {*examples()} - {"kg"} == {*commands()} - {"help"}


@pytest.mark.parametrize(("name", "does", "line"), LINES, ids=[line for _, _, line in LINES])
def test_an_example_is_a_call_of_its_command(name: str, does: str, line: str) -> None:
    own, *words = shlex.split(line.split(" >", maxsplit=1)[0])[1:]
    assert name in {own, "kg"}
    command = commands()[own]
    command.make_parser(click.Context(command)).parse_args(words)
    assert does[0].isupper() and does.endswith(".")
    assert line in kg(*([name, "--help"] if name != "kg" else ["--help"])).output


OFFLINE = [
    line
    for name, _, line in LINES
    if "--graph kg-demo" in line and name not in {"push", "query"} and "--open" not in line
]


@pytest.mark.parametrize("line", OFFLINE)
def test_examples_on_the_demo_succeed(
    line: str, demo_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kg-demo").symlink_to(demo_graph, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    done = kg(*shlex.split(line)[1:])
    assert done.exit_code == 0, done.output


def test_no_summary_is_cut() -> None:
    """In a window of 80 columns."""
    shown = CliRunner().invoke(main, ["--help"], terminal_width=80).output
    assert "..." not in shown.partition("Commands:")[2]


def test_help_of_a_command_is_the_same_both_ways() -> None:
    assert kg("help").output == kg("--help").output
    assert kg("help", "find").output == kg("find", "--help").output
    wrong = kg("help", "fnid")
    assert wrong.exit_code == 2
    assert "Did you mean 'find'?" in wrong.output


@pytest.mark.skipif(os.name == "nt", reason="it needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("words", "lines", "paged"),
    [
        (["query", "--help"], 20, True),
        (["query", "--help"], 200, False),
        (["--version"], 20, False),
    ],
)
def test_long_help_goes_through_a_pager_on_a_terminal(
    environment: dict[str, str], tmp_path: Path, words: list[str], lines: int, paged: bool
) -> None:
    """A pager that marks what it is given."""
    import pty  # not on Windows

    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\ncat\n", encoding="utf-8")
    pager.chmod(0o755)
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "kg", *words],
        stdin=theirs,
        stdout=theirs,
        env={**environment, "PAGER": str(pager), "LINES": str(lines), "COLUMNS": "80"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert done.wait(60) == 0
    assert shown.startswith(b"PAGED") is paged
