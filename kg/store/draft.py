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
from kg.store.locks import no_readers

if TYPE_CHECKING:  # a build that finds nothing changed opens no store
    import pyoxigraph as ox
from kg.store.build_folder import FORMAT, INPUTS, MANIFEST, build_files, checksum, current_build

__all__ = ["LEFTOVER", "Draft", "clean_up", "remove_leftovers"]


#: Temporary files of a write that was cut off, by the beginning of their names.
LEFTOVER = re.compile(r"\.(?:current|report\.json|[0-9a-f]{40})\.\w+|\.(?:new|old)\b.*")


class Draft:
    """A build that is being written: a store to fill, and the folder that it stands in.

    The store is empty, or begins as that of `base`, a finished build; files may be written beside
    it.  Call all of it with the graph folder's lock held.  All raise OSError when the draft can't
    be written; the finished build is then as it was.
    """

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        import pyoxigraph as ox

        self.folder, self.base = folder, base
        self.path = folder / "builds" / ".new"
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        if base is not None:  # on one file system it shares the tables: they never change
            ox.Store.read_only(str(base / "store")).backup(str(self.path / "store"))
        self._store: ox.Store | None = ox.Store(str(self.path / "store"))

    @property
    def store(self) -> ox.Store:
        """The store, until the draft is closed."""
        assert self._store is not None
        return self._store

    def close(self) -> None:
        """Let go of the store; a draft that was not published is gone."""
        self._store = None
        shutil.rmtree(self.path, ignore_errors=True)

    def publish(
        self,
        name: str,
        inputs: Mapping[str, Any],
        texts: Mapping[str, Callable[[], bytes] | None],
    ) -> None:
        """Make the draft the finished build of its folder, under `name`.

        `texts` are by hash; for one that is as in the base there is None.
        """
        self.store.flush()
        self._store = None
        for sha256, words in texts.items():
            target = self.path / "texts" / f"{sha256}.txt"
            if words is not None:
                _write(target, words())
            elif self.base is not None:
                _link(self.base / "texts" / target.name, target)
        _write(self.path / INPUTS, json.dumps(inputs, ensure_ascii=False).encode("utf-8"))
        _seal(self.folder, self.path, self.base)
        home = self.folder / "builds" / name
        _remove(home)
        self.path.rename(home)
        flush_folder(home.parent)
        _share_texts(self.folder, home, replace=False)
        write_atomically(self.folder / "current", f"{name}\n".encode())


def clean_up(folder: Path) -> None:
    """Bring DIR/texts in line with the finished build; remove older builds that nobody reads."""
    home = current_build(folder)
    _share_texts(folder, home, replace=True)
    for old in home.parent.iterdir():
        if old != home:
            with no_readers(old / MANIFEST) as free:
                if free:
                    _remove(old)


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of interrupted writes; call it with the folder's lock held."""
    for place in (folder, folder / "builds", folder / "texts", folder / "cache"):
        with suppress(OSError):
            for path in place.iterdir():
                if LEFTOVER.fullmatch(path.name):
                    _remove(path)


def _seal(folder: Path, build: Path, base: Path | None) -> None:
    """Flush a build to the disk, and note what each of its files is.

    What it shares with `base` was noted there.
    """
    noted = {} if base is None else build_files(folder, base)
    files = {}
    for path in sorted(path for path in build.rglob("*") if path.is_file()):
        name = path.relative_to(build).as_posix()
        if base is not None and name in noted and path.samefile(base / name):
            files[name] = noted[name]
            continue
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        found = path.stat()
        files[name] = [found.st_size, checksum(path), found.st_mtime_ns]
    sealed = {"format": FORMAT, "sum": zlib.crc32(json.dumps(files).encode()), "files": files}
    _write(build / MANIFEST, json.dumps(sealed).encode())
    with (build / MANIFEST).open("rb+") as file:
        os.fsync(file.fileno())
    for path in (*(path for path in build.rglob("*") if path.is_dir()), build):
        flush_folder(path)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def _link(path: Path, target: Path) -> None:
    """The same file in another place, or a copy where a file system has no links."""
    target.parent.mkdir(exist_ok=True)
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def _share_texts(folder: Path, build: Path, *, replace: bool) -> None:
    """Bring DIR/texts in line with a build: what is missing, and with `replace` what differs."""
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


def _same(one: Path, other: Path) -> bool:
    return one.samefile(other) or one.read_bytes() == other.read_bytes()


def _remove(path: Path) -> None:
    """Remove a file, or a folder that nobody then finds half there."""
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
