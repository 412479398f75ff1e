"""Standard streams that are closed, or on a full disk: one line, and the work is done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full and sh")

FULL = "can't be written (No space left on device)"
SHUT = "can't be written (Bad file descriptor)"

CASES = [
    ("query --list", ">/dev/full", 1, FULL, "a full disk behind standard output"),
    ("query councils --explain", ">/dev/full", 1, FULL, "another command"),
    ("query all.rq", ">/dev/full", 1, FULL, "an answer"),
    ("--help", ">/dev/full", 1, FULL, "the help text is no command's"),
    ("query --list", ">&-", 1, SHUT, "a closed standard output"),
    ("query -", "<&-", 1, "malformed", "a closed standard input has no query in it"),
    ("query all.rq -o out.csv", "2>/dev/full", 0, "", "messages may get lost"),
    ("query all.rq -o out.csv", ">&- 2>&- <&-", 0, "", "as in some services"),
    ("query nothing", "2>/dev/full", 2, "", "the exit code stays"),
]


@pytest.mark.parametrize(("words", "streams", "code", "said", "reason"), CASES)
def test_streams(
    words: str,
    streams: str,
    code: int,
    said: str,
    reason: str,
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    (tmp_path / "g.ttl").write_text("<urn:a> a <urn:b> .")
    (tmp_path / "all.rq").write_text("SELECT * { ?s ?p ?o }")
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m kg {words} {streams}"],
        env={**environment, "KG_GRAPH": "g.ttl"},
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (code, 1 if said else 0), done.stderr
    assert said in done.stderr, reason
    assert (tmp_path / "out.csv").exists() == ("-o" in words)
