from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kg.atomic_files import write_atomically, write_folder
from kg.errors import StoreError


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "new" / "answer.csv"
    write_atomically(target, b"one")
    write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["answer.csv"]


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(b"one")
    link = tmp_path / "link.csv"
    link.symlink_to("real.csv")
    write_atomically(link, b"two")
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"two"


@pytest.mark.skipif(os.name != "posix", reason="no named pipes in folders on Windows")
def test_what_is_no_file_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"through")
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be written"):
        write_atomically(tmp_path, b"")


posix = pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")


@posix
@pytest.mark.parametrize(
    ("umask", "before", "after", "reason"),
    [
        (0o077, None, 0o600, "a new file is as private as the user wants"),
        (0o002, None, 0o664, "or his group's too"),
        (0o022, 0o600, 0o600, "a private file stays private"),
        (0o077, 0o640, 0o640, "a file keeps its readers"),
    ],
)
def test_who_may_read_a_file(
    umask: int, before: int | None, after: int, reason: str, tmp_path: Path
) -> None:
    target = tmp_path / "names.csv"
    if before is not None:
        target.touch()
        target.chmod(before)
    old = os.umask(umask)
    try:
        write_atomically(target, b"x")
        write_folder(tmp_path / "new", {"a.csv": b"x"}, re.compile(r"a\.csv"))
    finally:
        os.umask(old)
    assert target.stat().st_mode & 0o777 == after, reason
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o777 & ~umask
    assert (tmp_path / "new" / "a.csv").stat().st_mode & 0o777 == 0o666 & ~umask


@posix
def test_a_private_folder_stays_private(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    target.mkdir()
    target.chmod(0o700)
    write_folder(target, {"a.csv": b"x"}, re.compile(r"a\.csv"))
    assert target.stat().st_mode & 0o777 == 0o700
