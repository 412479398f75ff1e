"""A graph folder: its format has a number, and damage is told from an empty answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import kg
from kg.errors import StoreError
from kg.store.build_folder import FORMAT, current_build
from kg.store.graph import open_graph


def test_the_format_of_a_folder_has_a_number(copy: Path) -> None:
    path = current_build(copy) / "build.json"
    values = json.loads(path.read_bytes())
    assert values["format"] == FORMAT
    path.write_text(json.dumps({**values, "format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(StoreError, match=r"another version of kg .* build it again with: kg build"):
        open_graph(copy)
    path.unlink()
    with pytest.raises(
        StoreError, match=r"an older version of kg .* build it again with: kg build"
    ):
        open_graph(copy)


@pytest.mark.parametrize("name", ["current", "build.json", "store/CURRENT", "find.sqlite"])
def test_a_damaged_file_is_told_from_an_empty_answer(copy: Path, name: str) -> None:
    build = current_build(copy)
    path = copy / name if name == "current" else build / name
    path.write_bytes(path.read_bytes()[:-3] + b"\0\0\0")
    words = ["find", "caseloads"] if name == "find.sqlite" else ["query", "councils"]
    done = kg(*words, "--graph", copy)
    assert done.exit_code == 1 and "the graph is damaged" in done.stderr, done.output
    assert done.stderr.count("\n") == 1 and "kg build SOURCES -o" in done.stderr
