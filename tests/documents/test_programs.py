"""Programs that read for kg: how they end."""

from __future__ import annotations

import sys

import psutil
import pytest

from kg.documents.programs import Ended, run
from kg.errors import DocumentError


@pytest.mark.parametrize(
    ("code", "expected", "why"),
    [
        ("print('a'); print('b'); print()", Ended(0, "b"), "the last line that it says"),
        ("import sys; print('no', file=sys.stderr); sys.exit(3)", Ended(3, "no"), "also of errors"),
        ("print('x' * 50_000)", Ended(0, "x" * 9_999), "much of it"),
        ("pass", Ended(0, ""), "nothing"),
    ],
)
def test_how_a_program_ends(code: str, expected: Ended, why: str) -> None:
    assert run("Python", [sys.executable, "-c", code], 60) == expected, why


def test_what_takes_too_long_is_ended_with_all_it_started() -> None:
    child = "import time; time.sleep(599)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(DocumentError, match="Python took longer than 2 seconds"):
        run("Python", [sys.executable, "-c", parent], 2)
    left = [one.cmdline() for one in psutil.Process().children(recursive=True)]
    assert not any(child in command for command in left)
