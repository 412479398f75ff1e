"""What ends a build, or meets it: the last finished graph stays whole, and the message says so."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.builds.build import build, remove
from kg.errors import StoreError
from kg.store.build_folder import current_build
from kg.store.graph import open_graph

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")
Run = Callable[..., "subprocess.CompletedProcess[str]"]

LETTER = """{day} February 2019

Dear Ms Harling

## Focused visit to Derby City Council children’s services

This letter sums up the findings of the focused visit to Derby City Council children’s services on
{day} February 2019. The inspectors were {who}, HMI, and Nick Tracey, HMI.

Supervision is exemplary and helps social workers to reflect. Too many plans lack focus.
The ‘Bright Steps {day}’ programme helps parents.
"""
NAMES = ("Norma Penfold", "Rosa Quill", "Ada Wynn", "Norma Penfald", "Bo Hart", "Ivy Moss")
#: Documents that differ in what only all of them together say.
TEXTS = [LETTER.format(day=day, who=who) for day, who in zip(range(3, 15), NAMES * 2, strict=True)]


def digest(folder: Path) -> str:
    """The quads of a graph and the texts that they count in, as one hash."""
    with open_graph(folder) as graph:
        quads = "\n".join(str(quad) for quad in graph.quads())
        shas = re.findall(r'ontology#sha256> "([0-9a-f]{64})"', quads)
        texts = [graph.text(sha) or "" for sha in sorted(set(shas))]
    return hashlib.sha256("\0".join([quads, *texts]).encode()).hexdigest()


def write(folder: Path, texts: dict[str, str]) -> Path:
    """A folder that holds these files alone."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders `a` and `b` of documents, and the graph `out` of `a`, with all of them kept in it."""
    home = tmp_path_factory.mktemp("faults")
    write(home / "all", {f"{n}.md": text for n, text in enumerate(TEXTS)})
    write(home / "a", {f"{n}.md": text for n, text in enumerate(TEXTS[:4])})
    write(home / "b", {f"{n}.md": text for n, text in enumerate(TEXTS[2:6])})
    build([home / "all"], home / "out", jobs=2)
    cache = home / "cache"
    shutil.copytree(home / "out" / "cache", cache)
    build([home / "a"], home / "out", mirror=True)
    shutil.copytree(cache, home / "out" / "cache", dirs_exist_ok=True)
    return home


def graph(home: Path, to: Path, *, cached: bool = True) -> Path:
    """A copy of the graph; with `cached`, no document has to be read to build another."""
    shutil.copytree(home / "out", to)
    shutil.copytree(home / "cache", to / "cache", dirs_exist_ok=True)
    if not cached:
        shutil.rmtree(to / "cache")
    return to


def start(environment: dict[str, str], docs: Path, out: Path, **more: Any) -> subprocess.Popen[str]:
    """`kg build` in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "kg", "build", str(docs), "-o", str(out), "--mirror", "--quiet"],
        env=environment,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        **more,
    )


def kill_group(child: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


@POSIX
def test_kills(
    trial: Any, full: bool, home: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """F1 kill -9 at random times."""
    out = graph(home, tmp_path / "out")
    good = {digest(out)}
    build([home / "b"], out, mirror=True)
    good.add(digest(out))
    assert len(good) == 2
    shutil.copytree(home / "cache", out / "cache", dirs_exist_ok=True)
    chance = random.Random(7)
    longest = 4.0
    for number in range(200 if full else 4):
        shutil.copytree(home / "cache", out / "cache", dirs_exist_ok=True)
        if number % 4 == 3:
            shutil.rmtree(out / "cache")  # so that workers are killed too
        began = time.monotonic()
        child = start(environment, home / ("b" if number % 2 else "a"), out)
        try:
            child.wait(chance.uniform(0.2, longest))
            longest = max(1.0, min(longest, 1.1 * (time.monotonic() - began)))
        except subprocess.TimeoutExpired:
            pass
        kill_group(child)
        trial.tried += 1
        try:
            if digest(out) not in good:
                trial.lost.append(f"kill {number}: another graph")
            json.loads((out / "report.json").read_bytes())
        except (StoreError, ValueError) as error:
            trial.lost.append(f"kill {number}: {error}")
    build([home / "a"], out, mirror=True)
    left = [p.name for p in out.rglob("*") if p.name.startswith(".")]
    if digest(out) not in good or left or len(list((out / "builds").iterdir())) > 2:
        trial.lost.append(f"after all: {left}")


@POSIX
def test_full_disk(
    trial: Any, full: bool, home: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """F3 disk full."""
    import resource

    out = graph(home, tmp_path / "out")
    before = digest(out)
    most = max(p.stat().st_size for p in out.rglob("*") if p.is_file())
    for number in range(20 if full else 2):
        limit = int(200 * (most / 400) ** (number / 19 if full else 0.3 + 0.4 * number))
        child = start(
            environment,
            home / "b",
            out,
            preexec_fn=lambda limit=limit: resource.setrlimit(
                resource.RLIMIT_FSIZE, (limit, limit)
            ),
        )
        trial.tried += 1
        try:
            _, said = child.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            kill_group(child)
            trial.hung.append(f"{limit} bytes")
            continue
        lines = said.strip().splitlines()
        if child.returncode != 1 or len(lines) != 1 or "can't be written" not in said:
            trial.crashed.append(f"{limit} bytes: {child.returncode}, {said[-300:]}")
        if digest(out) != before:
            trial.lost.append(f"{limit} bytes: another graph")
    build([home / "b"], out, mirror=True)
    if [p.name for p in out.rglob(".*")]:
        trial.lost.append("temporary files stay")


def test_two_builds_at_once(
    trial: Any, full: bool, home: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """F5 two builds at once."""
    for number in range(20 if full else 1):
        out = graph(home, tmp_path / f"out{number}", cached=False)
        pair = [start(environment, home / "b", out) for _ in range(2)]
        said = []
        for child in pair:
            try:
                said.append(child.communicate(timeout=300)[1])
            except subprocess.TimeoutExpired:
                child.kill()
                trial.hung.append(f"pair {number}")
                said.append(child.communicate()[1])
        trial.tried += 1
        codes = sorted(child.returncode for child in pair)
        loser = next((s for c, s in zip(pair, said, strict=True) if c.returncode), "")
        winner = next((c.pid for c in pair if not c.returncode), 0)
        if codes != [0, 1] or f"(process {winner})" not in loser or loser.count("\n") != 1:
            trial.crashed.append(f"pair {number}: {codes} {loser[-200:]}")
        with open_graph(out) as found:
            if len(list(found.store.named_graphs())) != 7:  # three documents, four that they share
                trial.lost.append(f"pair {number}: another graph")
        shutil.rmtree(out)


def test_readers(trial: Any, full: bool, home: Path, tmp_path: Path) -> None:
    """F6 readers during builds."""
    out = graph(home, tmp_path / "out")
    good = {digest(out)}
    build([home / "b"], out, mirror=True)
    good.add(digest(out))
    builds, reads = (50, 1000) if full else (3, 20)
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set() or trial.tried < reads:
            try:
                found = digest(out)
            except (StoreError, OSError) as error:
                trial.crashed.append(str(error))
            else:
                if found not in good:
                    trial.lost.append("neither the old graph nor the new one")
            trial.tried += 1

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        try:
            for number in range(builds):
                shutil.copytree(home / "cache", out / "cache", dirs_exist_ok=True)
                build([home / ("b" if number % 2 else "a")], out, mirror=True)
        finally:
            ended.set()
        reading.result()


def flipped(path: Path, chance: random.Random) -> None:
    """Sixty-four bytes of a file, from somewhere on, with each bit the other way."""
    data = bytearray(path.read_bytes())
    first = chance.randrange(max(1, len(data) - 64))
    data[first : first + 64] = bytes(255 - byte for byte in data[first : first + 64])
    path.write_bytes(data)


def test_damage(trial: Any, full: bool, home: Path, tmp_path: Path) -> None:
    """F7 damaged files."""
    before = digest(home / "out")
    chance = random.Random(5)
    one = current_build(home / "out")
    names = sorted(p.relative_to(home / "out") for p in one.rglob("*") if p.is_file())
    tables = [name for name in names if name.suffix == ".sst"]
    others = [name for name in names if name.suffix != ".sst"]
    todo = (others + tables) * (5 if full else 1)
    if not full:
        todo = chance.sample(todo, 12)
    for name in todo:
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(home / "out", out, ignore=shutil.ignore_patterns("cache"))
        if (out / name).stat().st_size == 0:
            continue
        flipped(out / name, chance)
        trial.tried += 1
        try:
            if digest(out) != before:
                trial.lost.append(f"{name}: another answer")
        except StoreError as error:
            if "\n" in str(error) or "build it again" not in str(error):
                trial.crashed.append(f"{name}: {error}")
        except (OSError, RuntimeError) as error:  # pyoxigraph's own, while it reads
            if "orruption" not in str(error):
                trial.crashed.append(f"{name}: {error}")


def test_shuffled_builds(
    trial: Any, full: bool, home: Path, environment: dict[str, str], examples: Path, tmp_path: Path
) -> None:
    """F11 the same input in another order."""
    chance = random.Random(3)
    files = [*(home / "all").iterdir(), *sorted((examples / "corpus").glob("*.html"))[:2]]
    found = set()
    for number in range(20 if full else 2):
        chance.shuffle(files)
        out = tmp_path / f"out{number}"
        zone, place = (("UTC", "C.UTF-8"), ("Asia/Kolkata", "C"))[number % 2]
        done = subprocess.run(
            [sys.executable, "-m", "kg", "build", *map(str, files), "-o", str(out), "--jobs", str((1, 2, 4)[number % 3])],
            env={**environment, "PYTHONHASHSEED": str(number), "TZ": zone, "LC_ALL": place},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        trial.tried += 1
        if done.returncode:
            trial.crashed.append(done.stderr[-300:])
            continue
        parts = []
        for extension in ("nq", "ttl", "csv/"):
            target = f"{tmp_path}/g{number}.{extension}"
            subprocess.run(
                [sys.executable, "-m", "kg", "export", target, "--graph", str(out)],
                env={**environment, "PYTHONHASHSEED": str(number), "TZ": zone, "LC_ALL": place},
                capture_output=True, check=True,
            )  # fmt: skip
            paths = sorted(Path(target).iterdir()) if extension == "csv/" else [Path(target)]
            parts += [path.read_bytes() for path in paths]
        report = json.loads((out / "report.json").read_bytes())
        report.pop("seconds")
        for key in [key for key in report if key in ("timings", "times", "workers")]:
            report.pop(key)
        parts.append(json.dumps(report).encode())
        found.add(hashlib.sha256(b"\0".join(parts)).hexdigest())
        shutil.rmtree(out)
    if len(found) != 1:
        trial.lost.append(f"{len(found)} different results")


def test_documents_come_and_go(trial: Any, full: bool, home: Path, tmp_path: Path) -> None:
    """F12 documents added, changed, renamed, copied and removed."""
    chance = random.Random(11)
    clean: dict[str, str] = {}
    for number in range(200 if full else 2):
        out, docs = tmp_path / "out", tmp_path / "docs"
        shutil.rmtree(out, ignore_errors=True)
        graph(home, out)
        there = {f"{n}.md": TEXTS[n] for n in range(4)}
        for _ in range(10 if full else 3):
            there = edited(there, chance)
            shutil.copytree(home / "cache", out / "cache", dirs_exist_ok=True)
            gone = chance.choice(sorted(there))
            if chance.random() < 0.3 and len(there) > 1:
                build([write(docs, there)], out, mirror=True)
                remove([gone], out)
                there = {name: text for name, text in there.items() if name != gone}
            else:
                build([write(docs, there)], out, mirror=True)
        trial.tried += 1
        key = json.dumps(there, sort_keys=True)
        if key not in clean:
            fresh = tmp_path / "fresh"
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            shutil.copytree(home / "cache", fresh / "cache")
            build([write(docs, there)], fresh)
            clean[key] = digest(fresh)
        if digest(out) != clean[key]:
            trial.lost.append(f"sequence {number}")


def edited(there: dict[str, str], chance: random.Random) -> dict[str, str]:
    """The files after one random edit."""
    there = dict(there)
    name = chance.choice(sorted(there))
    new = f"{chance.randrange(40)}-{chance.choice('xyz')}.md"
    match chance.choice(["add", "change", "rename", "copy", "remove"]):
        case "add":
            there[new] = chance.choice(TEXTS)
        case "change":
            there[name] = chance.choice(TEXTS)
        case "rename":
            there[new] = there.pop(name)
        case "copy":
            there[new] = there[name]
        case _ if len(there) > 1:
            del there[name]
    return there
