"""The build before the current one is kept, and can be brought back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import kg.builds.kept_builds as kept_builds_module
from kg.builds.build import build
from kg.builds.kept_builds import bytes_of_previous, kept_builds, undo
from kg.errors import StoreError
from kg.store.build_folder import current_build, previous_build
from kg.store.draft import clean_up
from kg.store.graph import open_graph
from kg.store.locks import write_lock
from letters import LETTER, NOTE, paths, saved, state, write


@pytest.fixture
def twice(work: Path) -> Path:
    """`work` after a second build, which lost one document and got another."""
    (work / "docs" / "notes" / "one.md").unlink()
    write(work / "docs", {"new.md": NOTE.format(5)})
    build([work / "docs"], work / "out")
    return work


def test_a_build_is_undone_and_the_undoing_too(built: Path, twice: Path) -> None:
    out = twice / "out"
    first, second = state(built / "out"), state(out)
    reports = saved(built / "out"), saved(out)
    assert first != second
    undo(out)
    assert (state(out), saved(out)) == (first, reports[0])
    undo(out)
    assert (state(out), saved(out)) == (second, reports[1])


def test_after_an_undo_nothing_is_read_again(twice: Path) -> None:
    undo(twice / "out")
    report = build([twice / "docs" / "new.md"], twice / "out", add=True)
    assert (report.processed, len(report.documents)) == (0, 4)
    assert "notes/one.md" in paths(twice / "out")


def test_only_one_build_is_kept_beside_the_current_one(twice: Path) -> None:
    second = current_build(twice / "out")
    write(twice / "docs", {"newer.md": NOTE.format(6)})
    build([twice / "docs"], twice / "out")
    third = current_build(twice / "out")
    assert previous_build(twice / "out") == second
    assert {*(twice / "out" / "builds").iterdir()} == {second, third}
    clean_up(twice / "out")
    assert second.is_dir(), "it stays when nothing has changed"


def test_the_builds_are_listed_with_what_the_previous_one_takes(twice: Path) -> None:
    now, before = kept_builds(twice / "out")
    assert (now.current, now.documents, now.readable) == (True, 3, True)
    assert (before.current, before.documents, before.readable) == (False, 3, True)
    assert now.quads == saved(twice / "out")["quads"]
    assert 0 < before.size == bytes_of_previous(twice / "out")
    previous = twice / "out" / "builds" / before.name
    whole = sum(path.stat().st_size for path in previous.rglob("*") if path.is_file())
    assert before.size < whole, "what both share is not counted twice"


def test_a_first_build_has_none_before_it(work: Path) -> None:
    assert (len(list(kept_builds(work / "out"))), bytes_of_previous(work / "out")) == (1, None)
    with pytest.raises(StoreError, match="no previous build is kept"):
        undo(work / "out")
    with pytest.raises(StoreError, match="no finished graph in this folder"):
        undo(work / "nowhere")


def another_format(build: Path) -> None:
    """The previous build is of a version with another format."""
    values = json.loads((build / "build.json").read_bytes())
    (build / "build.json").write_text(json.dumps({**values, "format": 0}), encoding="utf-8")


def damaged(build: Path) -> None:
    """A file of the previous build is damaged."""
    path = next((build / "store").glob("*.sst"))
    data = path.read_bytes()
    path.unlink()  # the current build may share it
    path.write_bytes(data[:-1] + bytes([255 - data[-1]]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (another_format, "another version of kg"),
        (damaged, "damaged"),
        (shutil.rmtree, "no previous"),
    ],
)
def test_a_build_that_can_not_be_read_is_not_brought_back(
    twice: Path, change: object, message: str
) -> None:
    previous = previous_build(twice / "out")
    assert previous is not None and callable(change)
    before = state(twice / "out")
    change(previous)
    with pytest.raises(StoreError, match=message):
        undo(twice / "out")
    assert state(twice / "out") == before


def test_a_damaged_current_build_is_undone(built: Path, twice: Path) -> None:
    (twice / "out" / "current").write_text("?", encoding="utf-8")
    undo(twice / "out")
    assert state(twice / "out") == state(built / "out")


def test_a_build_with_a_person_who_was_taken_out_is_not_kept(twice: Path) -> None:
    curation = twice / "out" / "curation.yaml"
    curation.write_text("decisions:\n- drop: {person: Norma Penfold}\n", encoding="utf-8")
    build([twice / "docs"], twice / "out")
    assert previous_build(twice / "out") is None
    assert len(list((twice / "out" / "builds").iterdir())) == 1
    write(twice / "docs", {"other.md": LETTER.replace("Derby City", "Luton")})
    build([twice / "docs"], twice / "out")
    assert previous_build(twice / "out") is not None, "that one has no name to hide"


def test_a_build_that_was_still_read_is_removed_by_the_next_one_even_if_nothing_changed(
    twice: Path,
) -> None:
    old = current_build(twice / "out")
    curation = twice / "out" / "curation.yaml"
    curation.write_text("decisions:\n- drop: {person: Norma Penfold}\n", encoding="utf-8")
    with open_graph(twice / "out"):
        build([twice / "docs"], twice / "out")
        assert old.is_dir()
    build([twice / "docs"], twice / "out")
    assert not old.exists(), "it has the name of the person who was taken out"


def test_a_build_before_it_that_is_damaged_stops_no_build(twice: Path) -> None:
    (current_build(twice / "out") / "inputs.json").write_bytes(b"?")
    write(twice / "docs", {"newer.md": NOTE.format(6)})
    build([twice / "docs"], twice / "out")
    assert "newer.md" in paths(twice / "out")


def test_the_build_before_is_that_of_when_the_lock_is_held(
    twice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = state(twice / "out")

    @contextmanager
    def waiting(path: Path) -> Iterator[None]:
        write(twice / "docs", {"newer.md": NOTE.format(6)})
        build([twice / "docs"], twice / "out")
        with write_lock(path):
            yield

    monkeypatch.setattr(kept_builds_module, "write_lock", waiting)
    undo(twice / "out")
    assert state(twice / "out") == second
