"""One writer at a time, who is named."""

from __future__ import annotations

import os
from pathlib import Path

from command_line import kg
from kg.store.locks import write_lock


def test_the_one_who_writes_is_named(copy: Path, examples: Path) -> None:
    with write_lock(copy / "lock"):
        done = kg("build", examples / "corpus" / "thurrock-briefing.md", "-o", copy)
    assert done.exit_code == 1 and f"(process {os.getpid()})" in done.stderr
    assert done.stderr.count("\n") == 1
