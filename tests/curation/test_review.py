"""`kg review`: what is doubtful, and what people say of it at the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import kg
from kg.curation.curation_file import Curation, read
from kg.curation.review import BACK, QUIT, UNDECIDED, doubts, walk
from kg.store.graph import open_graph

LETTER = """14 June 2021

## Focused visit to Bedford Borough Council children’s services

This letter sums up the findings of the focused visit to Bedford Borough Council children’s services
on 8 and 9 June 2021. The Bedford Borough Safeguarding Children Partnership met.
"""


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A letter that spells a body of the examples in another way."""
    file = tmp_path_factory.mktemp("letter") / "letter.md"
    file.write_text(LETTER, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def demo_graph(examples: Path, letter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the examples and of the letter."""
    folder = tmp_path_factory.mktemp("doubts") / "graph"
    manifest = examples / "manifest.csv"
    done = kg("build", examples / "corpus", letter, "--manifest", manifest, "-o", folder, "--quiet")
    assert done.exit_code == 0, done.output
    return folder


def test_the_doubts_of_a_graph(demo_graph: Path) -> None:
    with open_graph(demo_graph) as graph:
        found = list(doubts(graph, Curation("none")))
    questions = [one.question for one in found]
    assert (
        sum("Are they the same?" in q for q in questions) >= 1
        and sum("What kind is it?" in q for q in questions) > 5
    )
    assert all(one.lines and one.answers[-1] == UNDECIDED for one in found)


def test_answers_become_decisions_that_apply(copy: Path, examples: Path, letter: Path) -> None:
    done = kg("review", "--graph", copy, "--by", "Jo", typed="s\nw\nb\nm\nu\nx\nn\nq\n")
    assert done.exit_code == 0, done.output
    assert "3 decisions saved" in done.stderr and "Unknown answer 'x'." in done.stderr
    decisions = read(copy / "curation.yaml").decisions
    assert [(d.kind, d.keys.get("kind"), d.by) for d in decisions] == [
        ("same", None, "Jo"), ("finding", "mixed", "Jo"), ("drop", None, "Jo"),
    ]  # fmt: skip
    manifest = examples / "manifest.csv"
    sources = examples / "corpus", letter
    built = kg("build", *sources, "--manifest", manifest, "-o", copy, "--quiet")
    assert built.exit_code == 0 and "decisions applied: 3" in built.stderr
    with open_graph(copy) as graph:
        again = next(doubts(graph, read(copy / "curation.yaml")))
    assert "What kind is it?" in again.question, "what is decided is asked no more"


def test_going_back_leaves_nothing_in_the_file(demo_graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    with open_graph(demo_graph) as graph:
        found = list(doubts(graph, Curation("none")))[:4]
    answers = iter([found[0].answers[0], BACK, BACK, UNDECIDED, found[1].answers[1], BACK, QUIT])
    asked = []

    def ask(doubt: object, number: int) -> str:
        asked.append((doubt, number))
        return next(answers)

    assert walk(iter(found), ask, file, "Jo", "2026-11-22") == 0
    assert read(file).decisions == ()
    assert [number for _, number in asked] == [1, 2, 1, 1, 2, 3, 2]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminal of this kind")
def test_review_at_a_real_terminal(
    demo_graph: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    import pty

    ours, theirs = pty.openpty()
    file = tmp_path / "c.yaml"
    command = ["review", "--graph", str(demo_graph), "--curation", str(file)]
    child = subprocess.Popen([sys.executable, "-m", "kg", *command], stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True)  # fmt: skip
    os.close(theirs)
    shown = ""

    def until(words: str) -> None:
        nonlocal shown
        while words not in shown:
            shown += os.read(ours, 4096).decode("utf-8", "replace")
        shown = shown.partition(words)[2]

    until("for the record: ")
    os.write(ours, b"Jo\n")
    until("q quit: ")
    os.write(ours, b"n\n")
    until("q quit: ")
    os.write(ours, b"\x04")  # the end of the input: what is decided stays
    until("1 decision saved")
    assert child.wait(30) == 0
    os.close(ours)
    (decision,) = read(file).decisions
    assert (decision.kind, decision.by) == ("different", "Jo")
