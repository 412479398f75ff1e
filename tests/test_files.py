from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.atomic_files import write_atomically
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
