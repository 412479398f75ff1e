"""The builds of a graph folder: how one is written, checked, switched to, and removed.

    DIR/current                    the name of the finished build, replaced in one step
    DIR/lock                       held by the one process that writes
    DIR/builds/<name>/store        Oxigraph on disk; the name is a hash of what was built
    DIR/builds/<name>/find.sqlite  the full-text index of that store
    DIR/builds/<name>/texts/       the texts that its character ranges count in
    DIR/builds/<name>/inputs.json  what the next build has to know: places, manifest, decisions
    DIR/builds/<name>/build.json   the format, and the size and checksum of each of these files

A build is written beside the others, flushed to the disk, renamed and only then named in
`current`: whatever ends it before leaves the finished one as it was.  Oxigraph checks each block
of its tables as it reads them; all other files are checked here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.files import flush_folder, write_atomically
from kg.locks import Held, unread

__all__ = [
    "FORMAT",
    "checked_file",
    "current_build",
    "inputs",
    "is_current",
    "open_build",
    "publish",
    "text",
    "tidy",
]

#: Another number for another layout of a graph folder: one of an older kg is refused by it.
FORMAT = 1
MANIFEST = "build.json"
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


def publish(
    folder: Path,
    name: str,
    fill: Callable[[ox.Store, Path], None],
    made_from: Mapping[str, Any],
    texts: Mapping[str, Callable[[], bytes]],
    base: Path | None = None,
) -> None:
    """Make what `fill` writes the finished build of a folder, under `name`.

    `fill` gets the store and the folder that it stands in; the store is empty, or begins as that
    of another build, `base`.  Call it with the folder's lock held.
    Raises OSError when it can't be written; the finished build is then as it was.
    """
    builds = folder / "builds"
    home, new = builds / name, builds / ".new"
    if not is_current(folder, name):
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        try:
            if base is not None:  # on one file system it shares the tables: they never change
                ox.Store.read_only(str(base / "store")).backup(str(new / "store"))
            store = ox.Store(str(new / "store"))
            fill(store, new)
            store.flush()
            del store
            for sha256, words in texts.items():
                _write(new / "texts" / f"{sha256}.txt", words())
            _write(new / INPUTS, json.dumps(made_from, ensure_ascii=False).encode("utf-8"))
            _seal(new)
            _remove(home)
            new.rename(home)
        finally:
            shutil.rmtree(new, ignore_errors=True)
        flush_folder(builds)
        _share_texts(folder, home, replace=False)
        write_atomically(folder / "current", f"{name}\n".encode())
    _share_texts(folder, home, replace=True)
    for old in builds.iterdir():
        if old.name != name:
            with unread(old / MANIFEST) as free:
                if free:
                    _remove(old)


def is_current(folder: Path, name: str) -> bool:
    """Whether the finished build has this name, and each of its files is as it was written."""
    try:
        build = current_build(folder)
        if build.name == name:
            _check(folder, build, _files(folder, build), deep=True)
            return True
    except StoreError:
        pass
    return False


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
    """Each file of a build by name: its size in bytes and its checksum."""
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
        size, checksum = files[name]
        light = not deep and (name.endswith(".sst") or "/" not in name)
        try:
            good = (build / name).stat().st_size == size
            if not good or not (light or _checksum(build / name) == checksum):
                raise _damaged(folder, name)
        except StoreError:
            raise
        except OSError as error:
            raise _damaged(folder, f"{name}: {error.strerror or error}") from None


def _seal(build: Path) -> None:
    """Flush a build to the disk, and note what each of its files is."""
    files = {}
    for path in sorted(path for path in build.rglob("*") if path.is_file()):
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        files[path.relative_to(build).as_posix()] = [path.stat().st_size, _checksum(path)]
    sealed = {"format": FORMAT, "sum": zlib.crc32(json.dumps(files).encode()), "files": files}
    _write(build / MANIFEST, json.dumps(sealed).encode())
    with (build / MANIFEST).open("rb+") as file:
        os.fsync(file.fileno())
    for path in (*(path for path in build.rglob("*") if path.is_dir()), build):
        flush_folder(path)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


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
        f"build it again with: kg build SOURCES -o {folder}"
    )


def _old(folder: Path, whose: str) -> StoreError:
    return StoreError(
        f"{folder}: it was built by {whose} and can't be read by this one; "
        f"build it again with: kg build SOURCES -o {folder}"
    )
