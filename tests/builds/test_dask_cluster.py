"""A Dask cluster on this machine: the same graph as without one, whatever happens to workers."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kg
from kg.store.graph import open_graph

Run = Callable[..., "subprocess.CompletedProcess[str]"]

LETTER = """{n} February 2019

Dear Ms Harling

## Focused visit to Derby City Council children’s services

This letter sums up the findings of the focused visit to Derby City Council children’s services on
{n} February 2019. The inspectors were Norma Penfold, HMI, and Nick Tracey, HMI.

"""
SENTENCE = "Supervision is exemplary and helps social workers in team {n} to reflect. "
#: How long a cluster may take for anything, in seconds.
PATIENCE = 120


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("letters")
    for n in range(1, 17):
        words = "\n\n".join(SENTENCE.format(n=n * k) * 10 for k in range(1, 8))
        (folder / f"{n}.md").write_text(LETTER.format(n=n) + words, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def alone(run_kg: Run, documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the documents, built without a cluster."""
    folder = tmp_path_factory.mktemp("alone") / "graph"
    done = run_kg("build", documents, "-o", folder)
    assert done.returncode == 0, done.stderr
    return folder


def state(folder: Path) -> list[bytes]:
    """The name of the build, its quads and its texts."""
    with open_graph(folder) as graph:
        quads = "\n".join(map(str, graph.quads())).encode()
    texts = [path.read_bytes() for path in sorted((folder / "texts").iterdir())]
    return [(folder / "current").read_bytes(), quads, *texts]


@contextlib.contextmanager
def cluster(
    environment: dict[str, str], home: Path, **more: str
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two worker processes: its address, and the workers."""
    port = home / "scheduler.json"
    common = ["--scheduler-file", str(port), "--no-dashboard"]
    each = {"env": {**environment, **more}, "cwd": home, "stderr": subprocess.DEVNULL}
    with contextlib.ExitStack() as stack:

        def start(kind: str, *options: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "dask", kind, *common, *options]
            process = subprocess.Popen(command, **each)  # type: ignore[call-overload]
            stack.callback(process.wait)
            stack.callback(process.kill)
            assert isinstance(process, subprocess.Popen)
            return process

        start("scheduler", "--host", "127.0.0.1", "--port", "0")
        deadline = time.monotonic() + PATIENCE
        while not (port.is_file() and port.stat().st_size):
            assert time.monotonic() < deadline, "no scheduler"
            time.sleep(0.05)
        options = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1")
        workers = [start("worker", *options) for _ in range(2)]
        yield json.loads(port.read_bytes())["address"], workers


@pytest.mark.skipif(os.name == "nt", reason="POSIX only: kill -9")
def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    environment: dict[str, str], documents: Path, alone: Path, tmp_path: Path
) -> None:
    out = tmp_path / "graph"
    with cluster(environment, tmp_path) as (address, workers):
        command = ["build", str(documents), "-o", str(out), "--cluster", address, "--quiet"]
        child = subprocess.Popen(
            [sys.executable, "-m", "kg", *command],
            env=environment,
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        deadline = time.monotonic() + PATIENCE
        while len(list(out.glob("cache/*.kg"))) < 4:
            assert child.poll() is None, child.communicate()[1]
            assert time.monotonic() < deadline
            time.sleep(0.01)
        workers[0].send_signal(signal.SIGKILL)
        _, errors = child.communicate(timeout=PATIENCE)
    assert child.returncode == 0, errors
    assert "16 documents" in errors and "unchanged" not in errors, errors
    assert state(out) == state(alone)


def test_a_cluster_of_this_machine_gives_the_same_bytes(
    run_kg: Run, documents: Path, alone: Path, tmp_path: Path
) -> None:
    done = run_kg("build", documents, "-o", tmp_path / "graph", "--cluster", "local:2", "--quiet")
    assert done.returncode == 0, done.stderr
    assert state(tmp_path / "graph") == state(alone)


@pytest.mark.parametrize(
    ("address", "reason", "why"),
    [
        ("tcp://127.0.0.1:9", "no Dask scheduler answers at this address", "nobody listens"),
        ("local:0", "local:N", "no workers are none"),
        ("local:two", "local:N", "a number in words"),
    ],
)
def test_no_such_cluster_is_one_line(
    run_kg: Run, documents: Path, tmp_path: Path, address: str, reason: str, why: str
) -> None:
    done = run_kg("build", documents, "-o", tmp_path / "graph", "--cluster", address)
    assert done.returncode == 2, why
    (line,) = done.stderr.splitlines()[-1:]
    assert address in line and reason in line, why
    assert "Traceback" not in done.stderr, why
    assert not (tmp_path / "graph" / "current").exists(), why


def test_a_worker_that_runs_another_kg_is_refused(
    environment: dict[str, str], run_kg: Run, documents: Path, tmp_path: Path
) -> None:
    model = Path(kg.__file__).parent / "extraction" / "model" / "findings.npz"
    other = tmp_path / "other.npz"
    other.write_bytes(model.read_bytes() + b"another")
    with cluster(environment, tmp_path, KG_MODEL=str(other)) as (address, _):
        done = run_kg("build", documents, "-o", tmp_path / "graph", "--cluster", address)
    assert done.returncode == 2, done.stderr
    assert "runs another version of kg" in done.stderr
