"""What a child process may take, and that it does not outlive its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from kg.query.confinement import end_with_parent, limit_resources

#: A process that starts a child, which keeps the interpreter's lock, and prints its number.
PARENT = """
import multiprocessing, os, re, time
from kg.query.confinement import end_with_parent

def child(parent):
    end_with_parent(parent)
    print(os.getpid(), flush=True)
    re.match("(a|aa)*c", "a" * 60)

if __name__ == "__main__":
    process = multiprocessing.get_context("spawn").Process(target=child, args=(os.getpid(),))
    process.start()
    process.join()
"""

linux = pytest.mark.skipif(sys.platform != "linux", reason="a signal that only Linux sends")


@linux
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_child_ends_with_its_parent(
    how: signal.Signals, environment: dict[str, str], tmp_path: Path
) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(how)
        parent.wait()
        child.wait(timeout=30)  # raises if it lives on


def exit_code(action: Callable[[], object]) -> int:
    """What a child that does this alone ends with."""
    child = os.fork()
    if not child:
        action()
        os._exit(7)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@linux
def test_a_parent_that_has_gone_already_is_missed() -> None:
    own, grandparent = os.getpid(), os.getppid()
    assert exit_code(lambda: end_with_parent(grandparent)) == 1
    assert exit_code(lambda: end_with_parent(own)) == 7


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize(
    ("seconds", "code", "reason"),
    [(0.1, -signal.SIGXCPU, "processor time"), (None, 7, "no limit")],
)
def test_processor_time_is_limited(seconds: float | None, code: int, reason: str) -> None:
    def work() -> None:
        limit_resources(1 << 40, seconds)
        started = time.process_time()
        while time.process_time() - started < 3:
            pass

    assert exit_code(work) == code, reason
