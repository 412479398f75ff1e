"""The builds of a graph folder: how one is written, checked, switched to, and removed.

    DIR/current                    the name of the finished build, replaced in one step
    DIR/lock                       held by the one process that writes
    DIR/builds/<name>/store        Oxigraph on disk; the name is a hash of what was built
    DIR/builds/<name>/find.sqlite  the full-text index of that store
    DIR/builds/<name>/texts/       the texts that its character ranges count in
    DIR/builds/<name>/inputs.json  what the next build has to know: places, manifest, decisions
    DIR/builds/<name>/build.json   the format, and each of these files: size, checksum, time

A build is written beside the others, flushed to the disk, renamed and only then named in
`current`: whatever ends it before leaves the finished one as it was.  Oxigraph checks each block
of its tables as it reads them; all other files are checked here as they are opened.  A build that
finds nothing changed only compares size and time of the last change: what rots on the disk without
a change is found by who reads it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.files import flush_folder, write_atomically
from kg.locks import Held, unread

if TYPE_CHECKING:  # a build that finds nothing changed opens no store
    import pyoxigraph as ox

__all__ = [
    "FORMAT",
    "Draft",
    "checked_file",
    "current_build",
    "inputs",
    "is_current",
    "open_build",
    "settle",
    "text",
    "tidy",
]

#: Another number for another layout of a graph folder: one of an older kg is refused by it.
FORMAT = 3
MANIFEST = "build.json"
#: What the names of Oxigraph's tables end in: files that are written once.
TABLE = ".sst"
INPUTS = "inputs.json"
#: A reader looks again so often when the build that it found is gone by the time that it opens it.
TRIES = 20
#: Seconds between two looks.
PAUSE = 0.02
CHUNK = 1 << 20
#: Temporary files of a write that was cut off, by the beginning of their names.
LEFT = re.compile(r"\.(?:current|report\.json|[0-9a-f]{40})\.\w+|\.(?:new|old)\b.*")


def current_build(folder: Path) -> Path:
    """The folder of the finished build; raises StoreError when there is none."""
    try:
        name = (folder / "current").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        raise StoreError(
            f"{folder}: no finished graph in this folder; run: kg build SOURCES -o {folder}"
        ) from None
    if not re.fullmatch(r"[0-9a-f]{16}", name):
        raise _damaged(folder, "current")
    return folder / "builds" / name


def open_build(folder: Path) -> tuple[ox.Store, Path, Held]:
    """The store of the finished build, the build's folder, and what holds it for us.

    Raises StoreError, which says what to do, for a folder without a build, of another format, or
    damaged.
    """
    import pyoxigraph as ox

    held, build = _held(folder)
    try:
        _check(folder, build, (n for n in _files(folder, build) if not n.startswith("texts/")))
        return ox.Store.read_only(str(build / "store")), build, held
    except StoreError:
        held.close()
        raise
    except (OSError, RuntimeError) as error:  # pyoxigraph's own, some over several lines
        held.close()
        raise _damaged(folder, " ".join(str(error).split())) from None


def checked_file(folder: Path, name: str) -> Path:
    """A file of the finished build; raises StoreError when it is not as it was written."""
    held, build = _held(folder)
    try:
        _check(folder, build, [name], deep=True)
    finally:
        held.close()
    return build / name


def text(folder: Path, build: Path, sha256: str) -> str | None:
    """A document's text as a build has it; None when it has no such document."""
    name = f"texts/{sha256}.txt"
    if name not in _files(folder, build):
        return None
    _check(folder, build, [name])
    return (build / name).read_bytes().decode("utf-8")


def inputs(folder: Path) -> dict[str, Any]:
    """What the finished build was made from; empty when there is none that can be read."""
    try:
        values = json.loads((current_build(folder) / INPUTS).read_bytes())
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


class Draft:
    """A build that is being written: a store to fill, and the folder that it stands in.

    The store is empty, or begins as that of `base`, a finished build; files may be written beside
    it.  Call all of it with the graph folder's lock held.  All raise OSError when the draft can't
    be written; the finished build is then as it was.
    """

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        import pyoxigraph as ox

        self.folder, self.base = folder, base
        self.home = folder / "builds" / ".new"
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        if base is not None:  # on one file system it shares the tables: they never change
            ox.Store.read_only(str(base / "store")).backup(str(self.home / "store"))
        self._store: ox.Store | None = ox.Store(str(self.home / "store"))

    @property
    def store(self) -> ox.Store:
        """The store, until the draft is closed."""
        assert self._store is not None
        return self._store

    def close(self) -> None:
        """Let go of the store; a draft that was not published is gone."""
        self._store = None
        shutil.rmtree(self.home, ignore_errors=True)

    def publish(
        self,
        name: str,
        made_from: Mapping[str, Any],
        texts: Mapping[str, Callable[[], bytes] | None],
    ) -> None:
        """Make the draft the finished build of its folder, under `name`.

        `texts` are by hash; for one that is as in the base there is None.
        """
        self.store.flush()
        self._store = None
        for sha256, words in texts.items():
            target = self.home / "texts" / f"{sha256}.txt"
            if words is not None:
                _write(target, words())
            elif self.base is not None:
                _link(self.base / "texts" / target.name, target)
        _write(self.home / INPUTS, json.dumps(made_from, ensure_ascii=False).encode("utf-8"))
        _seal(self.folder, self.home, self.base)
        home = self.folder / "builds" / name
        _remove(home)
        self.home.rename(home)
        flush_folder(home.parent)
        _share_texts(self.folder, home, replace=False)
        write_atomically(self.folder / "current", f"{name}\n".encode())


def settle(folder: Path) -> None:
    """Bring DIR/texts in line with the finished build, and remove the others that nobody reads."""
    home = current_build(folder)
    _share_texts(folder, home, replace=True)
    for old in home.parent.iterdir():
        if old != home:
            with unread(old / MANIFEST) as free:
                if free:
                    _remove(old)


def is_current(folder: Path, name: str) -> bool:
    """Whether the finished build has this name, and each of its files is as it was written.

    A file is read for that when its size or its time is another than was noted.
    """
    try:
        build = current_build(folder)
        if build.name == name:
            files = _files(folder, build)
            _check(folder, build, (n for n in files if _touched(build / n, files[n])), deep=True)
            return True
    except StoreError:
        pass
    return False


def _touched(path: Path, noted: Sequence[int]) -> bool:
    """Whether a file may be another than the one that was noted."""
    try:
        found = path.stat()
    except OSError:
        return True
    return (found.st_size, found.st_mtime_ns) != (noted[0], noted[2])


def tidy(folder: Path) -> None:
    """Remove what writes that were cut off have left; with the folder's lock held."""
    for place in (folder, folder / "builds", folder / "texts", folder / "cache"):
        with suppress(OSError):
            for path in place.iterdir():
                if LEFT.fullmatch(path.name):
                    _remove(path)


def _held(folder: Path) -> tuple[Held, Path]:
    """The finished build, with a file of it open so that it stays."""
    build = current_build(folder)
    for _ in range(TRIES):
        with suppress(FileNotFoundError):
            return Held(build / MANIFEST), build
        time.sleep(PAUSE)
        before, build = build, current_build(folder)
        if build == before and not (build / MANIFEST).exists():
            break
    if (build / "store").is_dir():
        raise _old(folder, "an older version of kg")
    raise _damaged(folder, f"{build.name} is gone")


def _files(folder: Path, build: Path) -> dict[str, list[int]]:
    """Each file of a build by name: its size in bytes, its checksum, its time in nanoseconds."""
    try:
        values = json.loads((build / MANIFEST).read_bytes())
        ours = values["format"] == FORMAT
        files: dict[str, list[int]] = values["files"]
        good = zlib.crc32(json.dumps(files).encode()) == values["sum"]
    except (OSError, ValueError, KeyError, TypeError):
        raise _damaged(folder, MANIFEST) from None
    if not ours:
        raise _old(folder, "another version of kg")
    if not good:
        raise _damaged(folder, MANIFEST)
    return files


def _check(folder: Path, build: Path, names: Iterable[str], *, deep: bool = False) -> None:
    """Compare files with what was written; tables of the store by their size alone, unless deep."""
    files = _files(folder, build)
    for name in names:
        if name not in files:
            raise _old(folder, "another version of kg")
        size, checksum, _ = files[name]
        light = not deep and (name.endswith(TABLE) or "/" not in name)
        try:
            good = (build / name).stat().st_size == size
            if not good or not (light or _checksum(build / name) == checksum):
                raise _damaged(folder, name)
        except StoreError:
            raise
        except OSError as error:
            raise _damaged(folder, f"{name}: {error.strerror or error}") from None


def _seal(folder: Path, build: Path, base: Path | None) -> None:
    """Flush a build to the disk, and note what each of its files is.

    What it shares with `base` was noted there.
    """
    noted = {} if base is None else _files(folder, base)
    files = {}
    for path in sorted(path for path in build.rglob("*") if path.is_file()):
        name = path.relative_to(build).as_posix()
        if base is not None and name in noted and path.samefile(base / name):
            files[name] = noted[name]
            continue
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        found = path.stat()
        files[name] = [found.st_size, _checksum(path), found.st_mtime_ns]
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


def _checksum(path: Path) -> int:
    """A CRC-32: it is damage that is looked for, for who can change a file can change its sum."""
    value = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            value = zlib.crc32(chunk, value)
    return value


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


def _damaged(folder: Path, what: str) -> StoreError:
    return StoreError(
        f"{folder}: the graph is damaged ({what}); "
        f"remove {folder / 'current'}, then build it again with: kg build SOURCES -o {folder}"
    )


def _old(folder: Path, whose: str) -> StoreError:
    return StoreError(
        f"{folder}: it was built by {whose} and can't be read by this one; "
        f"build it again with: kg build SOURCES -o {folder}"
    )
