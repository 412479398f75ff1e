"""The builds of a graph folder: where they are, and how they are opened and checked.

    DIR/current                    the name of the finished build, replaced in one step
    DIR/previous                   the name of the build before it, which is kept for an undo
    DIR/lock                       held by the one process that writes
    DIR/builds/<name>/store        Oxigraph on disk; the name is a hash of what was built
    DIR/builds/<name>/find.sqlite  the full-text index of that store
    DIR/builds/<name>/texts/       the documents' texts, which character offsets refer to
    DIR/builds/<name>/inputs.json  what the next build needs: places, manifest, decisions
    DIR/builds/<name>/build.json   the format, and the size, checksum and time of each file
    DIR/builds/<name>/report.json  the report of that build, the same as DIR/report.json

A build is written beside the others, flushed to the disk, renamed and only then named in
`current`, so an interrupted build leaves the finished one unchanged.  Oxigraph checks each block
of its tables as it reads them; this module checks all other files when they are opened.  A build
that finds nothing changed only compares sizes and modification times; readers find any other
damage.
"""

from __future__ import annotations

import json
import re
import time
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.store.locks import ReadLock

if TYPE_CHECKING:  # a build that finds nothing changed opens no store
    import pyoxigraph as ox

__all__ = [
    "FORMAT",
    "BuildFiles",
    "build_files",
    "check_build",
    "checked_file",
    "current_build",
    "inputs_of",
    "is_current",
    "open_build",
    "previous_build",
    "read_inputs",
    "read_text",
    "unreadable",
]

#: The size (bytes), checksum and modification time (ns) of files of a build, by name.
BuildFiles = Mapping[str, Sequence[int]]
#: Increased when the layout of a graph folder changes; other formats are refused.
FORMAT = 5
BUILDS = "builds"
MANIFEST = "build.json"
#: The suffix of Oxigraph's tables, which never change once written.
TABLE = ".sst"
INPUTS = "inputs.json"
PREVIOUS = "previous"
NAME = re.compile(r"[0-9a-f]{16}")
#: What pyoxigraph says, with the system's words, where a file may not be read.
FORBIDDEN = ("Permission denied", "Access is denied")
#: Attempts to open a build that is replaced between looking it up and opening it.
TRIES = 20
#: Seconds between two attempts.
PAUSE = 0.02
#: Bytes read at a time.
CHUNK = 1 << 20


def current_build(folder: Path) -> Path:
    """The folder of the finished build; raises StoreError when there is none.

    The folder of a build stands for itself: it is read, whichever build is current.
    """
    if folder.parent.name == BUILDS and (folder / MANIFEST).is_file():
        return folder
    try:
        name = (folder / "current").read_text(encoding="utf-8").strip()
    except PermissionError as error:
        raise unreadable(folder, error) from None
    except (OSError, UnicodeError):
        raise StoreError(
            f"{folder}: no finished graph in this folder; run: kg build SOURCES -o {folder}"
        ) from None
    if not NAME.fullmatch(name):
        raise _damaged(folder, "current")
    return folder / BUILDS / name


def previous_build(folder: Path) -> Path | None:
    """The folder of the build before the finished one; None when none is kept."""
    try:
        name = (folder / PREVIOUS).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        return None
    build = folder / "builds" / name
    if not NAME.fullmatch(name) or not (build / MANIFEST).is_file():
        return None
    with suppress(StoreError):
        if current_build(folder) == build:
            return None
    return build


def check_build(folder: Path, build: Path) -> None:
    """Read all files of a build; raises StoreError when it is damaged or of another format."""
    _check(folder, build, build_files(folder, build), deep=True)


def open_build(folder: Path) -> tuple[ox.Store, Path, ReadLock]:
    """The store of the finished build, its folder, and the lock that protects it.

    Raises StoreError, which says what to do, when the folder has no build or a damaged one, or is
    of another format.
    """
    import pyoxigraph as ox

    lock, build = _locked_build(folder)
    try:
        files = build_files(folder, build)
        _check(folder, build, {n: files[n] for n in files if not n.startswith("texts/")})
        return ox.Store.read_only(str(build / "store")), build, lock
    except StoreError:
        lock.close()
        raise
    except (OSError, RuntimeError) as error:  # from pyoxigraph; some messages have several lines
        lock.close()
        reason = " ".join(str(error).split())
        if any(words in reason for words in FORBIDDEN):
            raise unreadable(folder, error) from None
        raise _damaged(folder, reason) from None


def checked_file(folder: Path, name: str) -> Path:
    """A file of the finished build; raises StoreError when it is damaged."""
    lock, build = _locked_build(folder)
    try:
        files = build_files(folder, build)
        if name not in files:
            raise _other_version(folder, "another version of kg")
        _check(folder, build, {name: files[name]}, deep=True)
    finally:
        lock.close()
    return build / name


def read_text(folder: Path, build: Path, files: BuildFiles, sha256: str) -> str | None:
    """The text of a document in a build with these files; None when there is no such document."""
    name = f"texts/{sha256}.txt"
    if name not in files:
        return None
    _check(folder, build, {name: files[name]})
    return (build / name).read_bytes().decode("utf-8")


def read_inputs(folder: Path) -> dict[str, Any]:
    """What the finished build was made from; empty when there is none or it can't be read."""
    try:
        return inputs_of(current_build(folder))
    except StoreError:
        return {}


def inputs_of(build: Path) -> dict[str, Any]:
    """What a build was made from, whatever its format; empty when that can't be read."""
    try:
        values = json.loads((build / INPUTS).read_bytes())
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def is_current(folder: Path, name: str) -> bool:
    """Whether the finished build has this name and undamaged files.

    Only a file whose size or modification time has changed is read.
    """
    try:
        build = current_build(folder)
        if build.name == name:
            files = build_files(folder, build)
            changed = {n: files[n] for n in files if _may_differ(build / n, files[n])}
            _check(folder, build, changed, deep=True)
            return True
    except StoreError:
        pass
    return False


def _may_differ(path: Path, recorded: Sequence[int]) -> bool:
    """Whether a file's size or modification time differs from the recorded one."""
    try:
        status = path.stat()
    except OSError:
        return True
    return (status.st_size, status.st_mtime_ns) != (recorded[0], recorded[2])


def _locked_build(folder: Path) -> tuple[ReadLock, Path]:
    """The finished build, locked so that it is not removed."""
    build = current_build(folder)
    for _ in range(TRIES):
        try:
            return ReadLock(build / MANIFEST), build
        except FileNotFoundError:
            pass
        except PermissionError as error:
            raise unreadable(folder, error) from None
        time.sleep(PAUSE)
        previous, build = build, current_build(folder)
        if build == previous and not (build / MANIFEST).exists():
            break
    if (build / "store").is_dir():
        raise _other_version(folder, "an older version of kg")
    raise _damaged(folder, f"{build.name} is missing")


def build_files(folder: Path, build: Path) -> BuildFiles:
    """All files of a build; raises StoreError when their list is damaged."""
    try:
        values = json.loads((build / MANIFEST).read_bytes())
        supported = values["format"] == FORMAT
        files: BuildFiles = values["files"]
        intact = zlib.crc32(json.dumps(files).encode()) == values["sum"]
    except PermissionError as error:
        raise unreadable(folder, error) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise _damaged(folder, MANIFEST) from None
    if not supported:
        raise _other_version(folder, "another version of kg")
    if not intact:
        raise _damaged(folder, MANIFEST)
    return files


def _check(folder: Path, build: Path, files: BuildFiles, *, deep: bool = False) -> None:
    """Compare files with what was written.

    Without `deep` the tables of the store are compared by size alone.
    """
    for name, (size, crc, _) in files.items():
        size_only = not deep and (name.endswith(TABLE) or "/" not in name)
        try:
            same_size = (build / name).stat().st_size == size
            if not same_size or not (size_only or checksum(build / name) == crc):
                raise _damaged(folder, name)
        except StoreError:
            raise
        except PermissionError as error:
            raise unreadable(folder, error) from None
        except OSError as error:
            raise _damaged(folder, f"{name}: {error.strerror or error}") from None


def checksum(path: Path) -> int:
    """The CRC-32 of a file: it detects damage, not tampering."""
    value = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            value = zlib.crc32(chunk, value)
    return value


def unreadable(folder: Path, error: Exception) -> StoreError:
    """The error for a graph that this user may not read, which is not damaged."""
    what = getattr(error, "filename", None) or folder
    return StoreError(
        f"{folder}: can't be read (no permission for {what}); "
        "ask whoever built this graph for the right to read it"
    )


def _damaged(folder: Path, what: str) -> StoreError:
    return StoreError(
        f"{folder}: the graph is damaged ({what}); "
        f"remove {folder / 'current'}, then build it again with: kg build SOURCES -o {folder}"
    )


def _other_version(folder: Path, version: str) -> StoreError:
    return StoreError(
        f"{folder}: was built by {version} and can't be read; "
        f"build it again with: kg build SOURCES -o {folder}"
    )
