"""Builds that would lose documents by surprise are refused, and leave the graph as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import kg
from kg.builds.build import build
from kg.builds.losses import check_losses, folders_of, lost
from kg.errors import InputError
from kg.store.build_folder import current_build
from letters import NOTE, paths, saved, write

Places = dict[str, tuple[str, ...]]


@pytest.mark.parametrize(
    ("after", "gone", "why"),
    [
        ({"1": ("a",), "2": ("b",)}, [], "nothing has changed"),
        ({"1": ("c",), "2": ("b",)}, [], "a file that has another name"),
        ({"9": ("a",), "2": ("b",)}, [], "a file that has changed"),
        ({"2": ("b",)}, ["1"], "a file that is gone"),
        ({"9": ("c",)}, ["1", "2"], "other files"),
    ],
)
def test_which_documents_leave(after: Places, gone: list[str], why: str) -> None:
    assert sorted(lost({"1": ("a",), "2": ("b",)}, after)) == gone, why


SIX: Places = {str(n): (f"{n}.md",) for n in range(6)}


@pytest.mark.parametrize(
    ("left", "last", "now", "refused", "why"),
    [
        (4, ["../x"], ["../x"], None, "a third is not more than a third"),
        (3, ["../x"], ["../x"], "more than a third", "half of them"),
        (5, ["../x", "../y"], ["../x"], "also read", "one, but of a folder that was not given"),
        (5, ["../x", "../y"], ["../y", "../x"], None, "the same folders in another order"),
        (5, ["../x/2019"], ["../x"], None, "the folder around it"),
        (5, ["../x"], ["../x/2019"], "also read", "a folder within it"),
        (5, ["../x"], ["../../there"], "also read", "a folder that only begins with the same"),
        (5, ["../x"], [".."], None, "the folder around the graph"),
        (5, [], ["../x"], None, "a graph that names no folders"),
        (6, ["../y"], ["../x"], None, "nothing leaves, from wherever it is read"),
    ],
)
def test_which_losses_are_refused(
    tmp_path: Path, left: int, last: list[str], now: list[str], refused: str | None, why: str
) -> None:
    after = dict(list(SIX.items())[:left])
    if refused is None:
        check_losses(tmp_path / "g", SIX, after, last, now)
    else:
        with pytest.raises(InputError, match=refused) as caught:
            check_losses(tmp_path / "g", SIX, after, last, now)
        assert "--add" in str(caught.value) and "--mirror" in str(caught.value), why


def test_folders_move_with_the_graph(tmp_path: Path) -> None:
    for home in ("one", "two"):
        (tmp_path / home / "docs").mkdir(parents=True)
        assert folders_of([tmp_path / home / "docs"], tmp_path / home / "g") == ("../docs",)


def test_a_build_of_another_folder_changes_nothing(work: Path) -> None:
    more = write(work / "more", {"three.md": NOTE.format(3)})
    before, report = current_build(work / "out"), saved(work / "out")
    done = kg("build", more, "-o", work / "out")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith(
        f"kg: {work / 'out'}: 3 of 3 documents would leave the graph"
    )
    assert (current_build(work / "out"), saved(work / "out")) == (before, report)
    done = kg("build", more, "-o", work / "out", "--mirror")
    assert done.exit_code == 0 and paths(work / "out") == ["three.md"]


def test_documents_that_can_no_longer_be_read_do_not_leave_by_surprise(work: Path) -> None:
    for path in (work / "docs" / "notes").iterdir():
        path.write_bytes(b"\0\1\2\3" * 100)
    with pytest.raises(InputError, match="2 of 3 documents would leave"):
        build([work / "docs"], work / "out")
    assert len(paths(work / "out")) == 3


def test_the_folders_of_all_builds_count_where_documents_were_added(work: Path) -> None:
    more = write(work / "more", {"three.md": NOTE.format(3)})
    build([more], work / "out", add=True)
    with pytest.raises(InputError, match=r"the last build also read .*docs"):
        build([more], work / "out")


# --- a graph that an older version made ---


def an_older_version(graph: Path) -> None:
    """Make a graph folder what an older version leaves: another format, and results of its own."""
    manifest = current_build(graph) / "build.json"
    values = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps({**values, "format": values["format"] - 1}), encoding="utf-8")
    for path in (graph / "cache").iterdir():
        path.rename(path.with_name(re.sub("-[0-9a-f]{16}", f"-{'0' * 16}", path.name)))


def no_change(graph: Path) -> None:
    """Leave the graph of this version as it is."""


@pytest.mark.parametrize("change", [an_older_version, no_change])
def test_adding_to_a_graph_after_an_upgrade(work: Path, change: Callable[[Path], None]) -> None:
    """It keeps what the graph holds, or else writes nothing and says what to give."""
    more = write(work / "more", {"three.md": NOTE.format(3)})
    change(work / "out")
    before = {path: path.read_bytes() for path in work.rglob("*") if path.is_file()}
    done = kg("build", more, "-o", work / "out", "--add")
    if change is an_older_version:
        assert done.exit_code == 1 and done.stderr.count("\n") == 1
        assert "3 documents were built by another version of kg" in done.stderr
        assert done.stderr.rstrip().endswith(str(work / "docs"))
        after = {path: path.read_bytes() for path in work.rglob("*") if path.is_file()}
        assert {k: v for k, v in after.items() if k.name != "lock"} == {
            k: v for k, v in before.items() if k.name != "lock"
        }
        done = kg("build", work / "docs", more, "-o", work / "out", "--add")
    assert done.exit_code == 0, done.output
    assert paths(work / "out") == ["letter.md", "notes/one.md", "notes/two.txt", "three.md"]


def test_a_graph_that_says_nothing_of_its_documents_is_not_added_to(work: Path) -> None:
    (current_build(work / "out") / "inputs.json").write_text("{", encoding="utf-8")
    (work / "out" / "report.json").unlink()
    with pytest.raises(InputError, match="doesn't tell which documents it holds"):
        build([work / "docs" / "letter.md"], work / "out", add=True)
