"""A build that is being written, and the switch to it."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.atomic_files import flush_folder, write_atomically
from kg.errors import StoreError
from kg.store.build_folder import (
    FORMAT,
    INPUTS,
    MANIFEST,
    PREVIOUS,
    build_files,
    checksum,
    current_build,
    previous_build,
)
from kg.store.locks import no_readers

if TYPE_CHECKING:  # a build that finds nothing changed opens no store
    import pyoxigraph as ox

__all__ = [
    "LEFTOVER",
    "Draft",
    "clean_up",
    "make_current",
    "remove_leftovers",
    "remove_unused",
]

#: Names of the temporary files that an interrupted write leaves.
LEFTOVER = re.compile(r"\.(?:current|previous|report\.json|[0-9a-f]{40})\.\w+|\.(?:new|old)\b.*")


class Draft:
    """A build that is being written: a store to fill, and its folder (`path`).

    The store is empty, or starts as a copy of that of `base`, a finished build; files may be
    written beside it.  Hold the graph folder's lock while using a draft.  Each method raises
    OSError when the draft can't be written; the finished build is then unchanged.
    """

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        import pyoxigraph as ox

        self.folder, self.base = folder, base
        self.path = folder / "builds" / ".new"
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        if base is not None:  # tables never change, so on one file system they are shared
            ox.Store.read_only(str(base / "store")).backup(str(self.path / "store"))
        self._store: ox.Store | None = ox.Store(str(self.path / "store"))

    @property
    def store(self) -> ox.Store:
        """The store, until the draft is closed."""
        assert self._store is not None
        return self._store

    def close(self) -> None:
        """Release the store, and remove a draft that was not published."""
        self._store = None
        shutil.rmtree(self.path, ignore_errors=True)

    def publish(
        self,
        name: str,
        inputs: Mapping[str, Any],
        texts: Mapping[str, Callable[[], bytes] | None],
        *,
        keeps_previous: bool = True,
    ) -> None:
        """Make the draft the finished build of its folder, under `name`.

        `texts` maps hashes to texts; None for a text that is unchanged from `base`.  Unless it
        `keeps_previous`, `clean_up` removes the build that was current.
        """
        self.store.flush()
        self._store = None
        for sha256, read in texts.items():
            target = self.path / "texts" / f"{sha256}.txt"
            if read is not None:
                _write(target, read())
            elif self.base is not None:
                _link(self.base / "texts" / target.name, target)
        _write(self.path / INPUTS, json.dumps(inputs, ensure_ascii=False).encode("utf-8"))
        _seal(self.folder, self.path, self.base)
        build = self.folder / "builds" / name
        _remove(build)
        self.path.rename(build)
        flush_folder(build.parent)
        _share_texts(self.folder, build, replace=False)
        make_current(self.folder, name, keeps_previous=keeps_previous)


def make_current(folder: Path, name: str, *, keeps_previous: bool = True) -> None:
    """Switch to another build of a folder; the one that was current becomes the previous one.

    Unless it `keeps_previous`: then there is none, and never was for a server that looks meanwhile.
    """
    before = ""
    if not keeps_previous:
        (folder / PREVIOUS).unlink(missing_ok=True)
    with suppress(StoreError):  # there may be none, or its name can't be read
        before = current_build(folder).name
    write_atomically(folder / "current", f"{name}\n".encode())
    if keeps_previous and before not in ("", name):
        write_atomically(folder / PREVIOUS, f"{before}\n".encode())


def clean_up(folder: Path) -> None:
    """Make DIR/texts match the finished build, and remove the builds that nobody needs."""
    _share_texts(folder, current_build(folder), replace=True)
    remove_unused(folder)


def remove_unused(folder: Path) -> None:
    """Keep no builds but the finished one and the previous one.

    A build that somebody is reading remains until the next time.
    """
    build = current_build(folder)
    for old in build.parent.iterdir():
        if old not in (build, previous_build(folder)):
            with no_readers(old / MANIFEST) as unused:
                if unused:
                    _remove(old)


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of interrupted writes; hold the folder's lock."""
    for place in (folder, folder / "builds", folder / "texts", folder / "cache"):
        with suppress(OSError):
            for path in place.iterdir():
                if LEFTOVER.fullmatch(path.name):
                    _remove(path)


def _seal(folder: Path, build: Path, base: Path | None) -> None:
    """Flush a build to the disk, and record the size, checksum and time of its files.

    Files that it shares with `base` keep what was recorded there.
    """
    recorded = {} if base is None else build_files(folder, base)
    files = {}
    for path in sorted(path for path in build.rglob("*") if path.is_file()):
        name = path.relative_to(build).as_posix()
        if base is not None and name in recorded and path.samefile(base / name):
            files[name] = recorded[name]
            continue
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        status = path.stat()
        files[name] = [status.st_size, checksum(path), status.st_mtime_ns]
    manifest = {"format": FORMAT, "sum": zlib.crc32(json.dumps(files).encode()), "files": files}
    _write(build / MANIFEST, json.dumps(manifest).encode())
    with (build / MANIFEST).open("rb+") as file:
        os.fsync(file.fileno())
    for path in (*(path for path in build.rglob("*") if path.is_dir()), build):
        flush_folder(path)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def _link(path: Path, target: Path) -> None:
    """Link a file to another place; copy it where the file system has no links."""
    target.parent.mkdir(exist_ok=True)
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def _share_texts(folder: Path, build: Path, *, replace: bool) -> None:
    """Add to DIR/texts what it lacks of a build; with `replace`, also update what differs."""
    shared = folder / "texts"
    shared.mkdir(exist_ok=True)
    for path in _texts(build):
        target = shared / path.name
        if target.exists() and (not replace or _same(path, target)):
            continue
        new = shared / f".{path.name[:40]}.new"
        new.unlink(missing_ok=True)
        try:
            os.link(path, new)
        except OSError:  # a file system without links
            write_atomically(target, path.read_bytes())
            continue
        new.replace(target)
    flush_folder(shared)


def _texts(build: Path) -> Iterator[Path]:
    if (build / "texts").is_dir():
        yield from (build / "texts").iterdir()


def _same(a: Path, b: Path) -> bool:
    return a.samefile(b) or a.read_bytes() == b.read_bytes()


def _remove(path: Path) -> None:
    """Remove a file, or a folder: renamed first, so that nobody finds half of it."""
    if not path.is_dir():
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return
    old = path.with_name(f".old-{path.name.removeprefix('.')}")
    if not path.name.startswith(".old-"):
        shutil.rmtree(old, ignore_errors=True)
        try:
            path.rename(old)
        except OSError:
            if sys.platform == "win32":  # someone has it open
                return
            raise
        path = old
    shutil.rmtree(path, ignore_errors=True)
