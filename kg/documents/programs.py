"""Programs that read for kg what it can't read, each in a process of its own with a limit."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from kg.errors import DocumentError

__all__ = ["Ended", "run"]

#: Maximum bytes of what a program says that are looked at.
MAX_OUTPUT = 10_000


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit code, and the last line that it said."""

    code: int
    said: str


def run(name: str, command: Sequence[str], seconds: float) -> Ended:
    """Run a command; raises DocumentError if it takes longer, after ending all that it started."""
    with tempfile.TemporaryFile() as output:
        with subprocess.Popen(  # noqa: S603 - our own commands, no shell
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        ) as process:
            try:
                code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                for child in psutil.Process(process.pid).children(recursive=True):
                    child.kill()
                process.kill()
                raise DocumentError(f"{name} took longer than {seconds:g} seconds") from None
        output.seek(max(0, output.tell() - MAX_OUTPUT))
        lines = output.read().decode("utf-8", "replace").split("\n")
    return Ended(code, next((line.strip() for line in reversed(lines) if line.strip()), ""))
