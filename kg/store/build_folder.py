"""The builds of a graph folder: how one is written, checked, switched to, and removed.

    DIR/current                    the name of the finished build, replaced in one step
    DIR/lock                       held by the one process that writes
    DIR/builds/<name>/store        Oxigraph on disk; the name is a hash of what was built
    DIR/builds/<name>/find.sqlite  the full-text index of that store
    DIR/builds/<name>/texts/       the texts that its character ranges count in
    DIR/builds/<name>/inputs.json  what the next build has to know: places, manifest, decisions
    DIR/builds/<name>/build.json   the format, and each of these files: size, crc, time

A build is written beside the others, flushed to the disk, renamed and only then named in
`current`: whatever ends it before leaves the finished one as it was.  Oxigraph checks each block
of its tables as it reads them; all other files are checked here as they are opened.  A build that
finds nothing changed only compares size and time of the last change: what rots on the disk without
a change is found by who reads it.
"""

from __future__ import annotations

import json
import re
import time
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.store.locks import ReadLock

if TYPE_CHECKING:  # a build that finds nothing changed opens no store
    import pyoxigraph as ox

__all__ = [
    "FORMAT",
    "checked_file",
    "current_build",
    "is_current",
    "open_build",
    "read_inputs",
    "read_text",
]

#: Goes up when the layout of a graph folder changes; folders of another format are refused.
FORMAT = 3
MANIFEST = "build.json"
#: The suffix of Oxigraph's tables, which never change once written.
TABLE = ".sst"
INPUTS = "inputs.json"
#: How often a reader tries again when the build is replaced between finding and opening it.
TRIES = 20
#: Seconds between two tries.
PAUSE = 0.02
CHUNK = 1 << 20


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


def open_build(folder: Path) -> tuple[ox.Store, Path, ReadLock]:
    """The store of the finished build, the build's folder, and what holds it for us.

    Raises StoreError, which says what to do, for a folder without a build, of another format, or
    damaged.
    """
    import pyoxigraph as ox

    held, build = _locked_build(folder)
    try:
        _check(folder, build, (n for n in build_files(folder, build) if not n.startswith("texts/")))
        return ox.Store.read_only(str(build / "store")), build, held
    except StoreError:
        held.close()
        raise
    except (OSError, RuntimeError) as error:  # pyoxigraph's own, some over several lines
        held.close()
        raise _damaged(folder, " ".join(str(error).split())) from None


def checked_file(folder: Path, name: str) -> Path:
    """A file of the finished build; raises StoreError when it is not as it was written."""
    held, build = _locked_build(folder)
    try:
        _check(folder, build, [name], deep=True)
    finally:
        held.close()
    return build / name


def read_text(folder: Path, build: Path, sha256: str) -> str | None:
    """A document's text as a build has it; None when it has no such document."""
    name = f"texts/{sha256}.txt"
    if name not in build_files(folder, build):
        return None
    _check(folder, build, [name])
    return (build / name).read_bytes().decode("utf-8")


def read_inputs(folder: Path) -> dict[str, Any]:
    """What the finished build was made from; empty when there is none that can be read."""
    try:
        values = json.loads((current_build(folder) / INPUTS).read_bytes())
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def is_current(folder: Path, name: str) -> bool:
    """Whether the finished build has this name, and each of its files is as it was written.

    A file is read for that when its size or its time is another than was noted.
    """
    try:
        build = current_build(folder)
        if build.name == name:
            files = build_files(folder, build)
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


def _locked_build(folder: Path) -> tuple[ReadLock, Path]:
    """The finished build, with a file of it open so that it stays."""
    build = current_build(folder)
    for _ in range(TRIES):
        with suppress(FileNotFoundError):
            return ReadLock(build / MANIFEST), build
        time.sleep(PAUSE)
        before, build = build, current_build(folder)
        if build == before and not (build / MANIFEST).exists():
            break
    if (build / "store").is_dir():
        raise _old(folder, "an older version of kg")
    raise _damaged(folder, f"{build.name} is gone")


def build_files(folder: Path, build: Path) -> dict[str, list[int]]:
    """Each file of a build by name: its size in bytes, its crc, its time in nanoseconds."""
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
    files = build_files(folder, build)
    for name in names:
        if name not in files:
            raise _old(folder, "another version of kg")
        size, crc, _ = files[name]
        light = not deep and (name.endswith(TABLE) or "/" not in name)
        try:
            good = (build / name).stat().st_size == size
            if not good or not (light or checksum(build / name) == crc):
                raise _damaged(folder, name)
        except StoreError:
            raise
        except OSError as error:
            raise _damaged(folder, f"{name}: {error.strerror or error}") from None


def checksum(path: Path) -> int:
    """A CRC-32: it is damage that is looked for, for who can change a file can change its sum."""
    value = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            value = zlib.crc32(chunk, value)
    return value


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
