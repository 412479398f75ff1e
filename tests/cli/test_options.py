"""What all commands share: Ctrl-C, standard output as a file, NO_COLOR, quiet and verbose."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from command_line import commands, kg
from kg.cli import main
from kg.cli.options import Command


def stopped(resumes: bool) -> click.Command:
    """A command during which Ctrl-C is pressed."""

    @click.command("build", cls=Command, resumes=resumes)
    def command() -> None:
        raise KeyboardInterrupt

    return command


@pytest.mark.parametrize(
    ("resumes", "says"),
    [
        (True, "\nkg: interrupted; run it again to continue where it stopped\n"),
        (False, "\nkg: interrupted\n"),
    ],
)
def test_ctrl_c_is_one_line_and_130(resumes: bool, says: str) -> None:
    done = CliRunner().invoke(stopped(resumes), [])
    assert (done.exit_code, done.stderr) == (130, says)


def test_commands_that_resume_are_those_that_keep_what_they_have_done() -> None:
    resuming = {
        name
        for name, command in commands().items()
        if isinstance(command, Command) and command.resumes
    }
    assert resuming == {"build", "harvest", "push", "review"}


@pytest.mark.skipif(os.name == "nt", reason="a signal as a terminal sends it")
def test_a_build_that_ctrl_c_ended_is_continued(
    environment: dict[str, str], examples: Path, tmp_path: Path
) -> None:
    """The whole group gets the signal, as from a terminal: no worker may print its own traceback."""
    shutil.copytree(examples / "corpus", tmp_path / "corpus")
    for number in range(30):  # enough that it is still busy
        text = f"Inspection of Suffolk. Social workers know children well in team {number}.\n"
        (tmp_path / "corpus" / f"note-{number}.txt").write_text(text, encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", "corpus", "-o", "graph", "-v"],
        env=environment,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    assert child.stderr is not None
    lines = [child.stderr.readline() for _ in range(3)]
    os.killpg(child.pid, signal.SIGINT)
    rest = child.stderr.read()
    child.stderr.close()
    assert all(" documents: " in line for line in lines), lines
    assert child.wait(60) == 130, rest
    assert rest.endswith("kg: interrupted; run it again to continue where it stopped\n")
    assert "Traceback" not in rest
    assert any((tmp_path / "graph" / "cache").rglob("*"))


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("query documents -f csv -o -", "document,"),
        ("find caseloads -o -", "Weakness (workforce)"),
        ("why Suffolk -o -", "Inspection: inspection type ilacs"),
        ("brief Suffolk -o -", "#"),
        ("view --focus Suffolk -o -", "<!doctype html>"),
        ("export -", "<http"),
        ("export - -f ttl", "@prefix"),
        ("diff GRAPH GRAPH -f csv -o -", "change,"),
    ],
)
def test_a_dash_is_standard_output(
    words: str, begins: str, demo_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    graph = () if words.startswith("diff") else ("--graph", demo_graph)
    done = kg(*words.replace("GRAPH", str(demo_graph)).split(), *graph)
    assert done.exit_code == 0, done.output
    assert done.stdout.lower().startswith(begins.lower())
    assert done.stdout
    assert [*tmp_path.iterdir()] == []


def test_a_format_is_for_standard_output_only(demo_graph: Path, tmp_path: Path) -> None:
    done = kg("export", tmp_path / "a.nt", "-f", "ttl", "--graph", demo_graph)
    assert done.exit_code == 2
    assert "give FILE the extension" in done.stderr


@pytest.mark.parametrize(("no_color", "bold"), [("1", False), ("", True)])
def test_no_color_leaves_text_plain(no_color: str, bold: bool, demo_graph: Path) -> None:
    """Without it, `kg find` sets words in bold on a terminal."""
    found = CliRunner(env={"NO_COLOR": no_color}).invoke(
        main, ["find", "caseloads", "--graph", str(demo_graph)], color=True
    )
    assert ("\x1b[1m" in found.stdout) is bold


def test_quiet_and_verbose(examples: Path, tmp_path: Path) -> None:
    source = examples / "corpus" / "suffolk-ilacs-2019.pdf"
    quiet = kg("build", source, "-o", tmp_path / "a", "-q").stderr.splitlines()
    told = kg("build", source, "-o", tmp_path / "b", "-v").stderr.splitlines()
    assert quiet[0].startswith("1 document, ")
    assert told[0] == "1 of 1 documents: suffolk-ilacs-2019.pdf"
    assert len(told) == len(quiet) + 1
