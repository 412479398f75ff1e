"""What surrounds kg: signals, rights, paths, streams and modes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from kg.builds.build import build
from kg.errors import InputError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals, rights and modes of POSIX")

ROWS = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6))
#: Queries without an end: one in which the engine lets other threads run, one in which it does not.
ENDLESS = (
    f"SELECT (COUNT(*) AS ?n) {{ {ROWS} }}",
    f"SELECT * {{ {ROWS} FILTER(?a0 = ?c5 && false) }}",
)
NOTE = "# Note\n\nDerby City Council is good.\n"


@pytest.fixture(scope="module")
def triples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph whose cross products nobody waits for."""
    path = tmp_path_factory.mktemp("triples") / "a.nt"
    path.write_text("".join(f"<urn:a{n}> <urn:p> <urn:a{n + 1}> .\n" for n in range(600)))
    return path


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of one note."""
    home = tmp_path_factory.mktemp("surroundings")
    (home / "docs").mkdir()
    (home / "docs" / "a.md").write_text(NOTE, encoding="utf-8")
    build([home / "docs"], home / "out")
    return home / "out"


@pytest.mark.skipif(sys.platform != "linux", reason="macOS and Windows end a child otherwise")
def test_queries_whose_kg_is_ended(
    trial: Any, full: bool, triples: Path, environment: dict[str, str]
) -> None:
    """T19 queries whose kg is ended."""
    chance = random.Random(2)
    for number in range(24 if full else 2):
        how = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)[number % 3]
        with subprocess.Popen(
            [sys.executable, "-m", "kg", "query", "-", "--graph", str(triples)],
            env=environment, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ) as parent:  # fmt: skip
            assert parent.stdin is not None
            parent.stdin.write(ENDLESS[number % 2].encode())
            parent.stdin.close()
            time.sleep(chance.uniform(1, 5))
            children = psutil.Process(parent.pid).children(recursive=True)
            parent.send_signal(how)
        trial.tried += 1
        _, alive = psutil.wait_procs(children, timeout=10)
        for child in alive:
            trial.hung.append(f"{how.name}: {child.cmdline()}")
            child.kill()


def told(docs: Path, out: Path, prefix: list[str], environment: dict[str, str]) -> str:
    """What a build of a folder says, for a user who may not read everything."""
    command = [*prefix, sys.executable, "-m", "kg", "build", str(docs), "-o", str(out), "--quiet"]
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout + done.stderr


def made_unreadable(docs: Path, how: str) -> Callable[[], None]:
    """Spoil a part of a folder; a function that mends it."""
    private = docs / "private"
    if how == "a path that is too long":
        script = "import os, sys; os.chdir(sys.argv[1])\nfor _ in range(20): os.mkdir('x' * 250); os.chdir('x' * 250)"
        subprocess.run([sys.executable, "-c", script, private], check=True)
        return lambda: None
    if how.startswith("mode"):
        private.chmod(int(how[-3:], 8))
        return lambda: private.chmod(0o755)
    (docs / "private" / "b.md").chmod(0)
    return lambda: None


def test_folders_that_can_not_be_read(
    trial: Any, full: bool, without_rights: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    """F16 folders and files that can't be read."""
    ways = ["mode 000", "mode 111", "mode 444", "a path that is too long", "a file"]
    for how in ways if full else ways[:1]:
        docs = tmp_path / "docs"
        shutil.rmtree(docs, ignore_errors=True)
        (docs / "private").mkdir(parents=True)
        (docs / "a.md").write_text(NOTE, encoding="utf-8")
        (docs / "private" / "b.md").write_text("Derby works well.", encoding="utf-8")
        mend = made_unreadable(docs, how)
        said = told(docs, tmp_path / "out", without_rights, environment)
        mend()
        trial.tried += 1
        if "Traceback" in said or "document" not in said:
            trial.crashed.append(f"{how}: {said[-300:]}")
        if "private" not in said or "can't be read" not in said:
            trial.lost.append(f"{how}: {said[-300:]}")


def test_links_and_hidden_files(trial: Any, tmp_path: Path) -> None:
    """F17 links and hidden files are told of."""
    elsewhere, docs = tmp_path / "elsewhere", tmp_path / "docs"
    for folder in (elsewhere, docs, docs / ".hidden"):
        folder.mkdir()
    (elsewhere / "secret.md").write_text("not for the graph", encoding="utf-8")
    (docs / ".note.md").write_text(NOTE, encoding="utf-8")
    (docs / "link.md").symlink_to(elsewhere / "secret.md")
    (docs / "folder").symlink_to(elsewhere)
    (docs / "round.md").symlink_to("round.md")
    names = {".hidden/", ".note.md", "folder/", "link.md", "round.md"}
    try:
        build([docs], tmp_path / "out")
        trial.leaked.append("something was read")
    except InputError as error:
        trial.lost += sorted(name for name in names if f"{name}: " not in str(error))
    (docs / "a.md").write_text(NOTE, encoding="utf-8")
    report = build([docs], tmp_path / "out")
    trial.lost += sorted(names ^ {one.name for one in report.left_out})
    trial.tried += 2 * len(names)


def test_graphs_that_may_not_be_read(
    trial: Any, full: bool, graph: Path, without_rights: list[str], environment: dict[str, str]
) -> None:
    """F18 graphs that may not be read are not called damaged."""
    (one,) = (graph / "builds").iterdir()
    parts = [graph, graph / "current", graph / "builds", one, one / "store", one / "build.json"]
    parts += sorted((one / "store").glob("*"))
    for part in parts if full else parts[1:2]:
        mode = part.stat().st_mode & 0o777
        for command in (["query", "councils"], ["find", "good"]):
            part.chmod(0)
            done = subprocess.run(
                [*without_rights, sys.executable, "-m", "kg", *command, "--graph", str(graph)],
                env=environment, capture_output=True, encoding="utf-8", check=False,
            )  # fmt: skip
            part.chmod(mode)
            trial.tried += 1
            wrong = "damaged" in done.stderr or "no finished" in done.stderr
            if done.returncode and (wrong or "can't be read (no permission" not in done.stderr):
                trial.lost.append(f"{part.name}: {done.stderr[-300:]}")


def test_who_may_read_what_is_written(
    trial: Any, full: bool, graph: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """F19 who may read what is written."""
    commands = [["export", "x.ttl"], ["query", "councils", "-o", "x.csv"]]
    commands += [["view", "-o", "x.html"], ["export", "x.xlsx"], ["export", "x.gexf"]]
    for command in commands if full else commands[:1]:
        name = command[-1]
        for umask, before in ((0o077, None), (0o002, None), (0o022, 0o600)):
            target = tmp_path / name
            target.unlink(missing_ok=True)
            if before is not None:
                target.touch()
                target.chmod(before)
            subprocess.run(
                [sys.executable, "-m", "kg", *command, "--graph", str(graph)],
                env=environment, cwd=tmp_path, umask=umask, capture_output=True, check=True,
            )  # fmt: skip
            trial.tried += 1
            wanted = 0o666 & ~umask if before is None else before
            if target.stat().st_mode & 0o777 != wanted:
                trial.leaked.append(f"{name}: {oct(target.stat().st_mode)}, not {oct(wanted)}")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_can_not_be_written(
    trial: Any, full: bool, graph: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """F20 output that can't be written."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(NOTE, encoding="utf-8")
    loud = ["query councils", "query --list", "query councils --explain", "find derby", "validate"]
    tries = [(words, where, 1) for words in loud for where in (">/dev/full", ">&-")]
    tries += [("build docs -o out", where, 0) for where in ("2>/dev/full", "2>&-", ">&- 2>&- <&-")]
    for words, where, code in tries if full else [*tries[:1], *tries[-1:]]:
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        done = subprocess.run(
            ["sh", "-c", f"{sys.executable} -m kg {words} {where}"],
            env={**environment, "KG_GRAPH": str(graph)},
            cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8", check=False,
        )  # fmt: skip
        trial.tried += 1
        if done.returncode != code or done.stderr.count("\n") != code:
            trial.crashed.append(f"{words} {where}: {done.returncode} {done.stderr[-300:]}")
        if words.startswith("build") and not (tmp_path / "out" / "current").is_file():
            trial.lost.append(f"{words} {where}: nothing was built")


def test_large_values(trial: Any, environment: dict[str, str], tmp_path: Path) -> None:
    """F21 values that are too large for the engine."""
    (tmp_path / "value.nt").write_text(f'<urn:a> <urn:b> "{"x" * (17 << 20)}" .')
    (tmp_path / "many.nt").write_text(
        "".join(f'<urn:a> <urn:b> "{n:04}{"x" * 996}" .\n' for n in range(20_000))
    )
    (tmp_path / "all.rq").write_text("SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c }")
    commands = [["query", "all.rq", "--graph", "many.nt"]]
    commands += [[*words, "--graph", "value.nt"] for words in (["query", "councils"], ["export", "x.ttl"], ["view", "-o", "x.html"], ["validate"])]  # fmt: skip
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "kg", *command],
            env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        trial.tried += 1
        if not done.returncode or done.stderr.count("\n") != 1 or "16 MB" not in done.stderr:
            trial.crashed.append(f"{command}: {done.stderr[-300:]}")
