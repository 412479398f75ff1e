"""The current build of a graph folder and the one before it: listed, brought back, cleaned up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.atomic_files import write_atomically
from kg.builds.build_report import FILE as REPORT
from kg.builds.incremental import SUMMARY
from kg.builds.versions import document_version
from kg.errors import StoreError
from kg.store.build_folder import (
    MANIFEST,
    build_files,
    check_build,
    current_build,
    inputs_of,
    previous_build,
)
from kg.store.draft import clean_up, make_current, remove_leftovers
from kg.store.locks import write_lock

__all__ = ["LOCK", "KeptBuild", "bytes_of_previous", "kept_builds", "remove_stale", "undo"]

#: Held by the one process that writes to the folder.
LOCK = "lock"


@dataclass(frozen=True, slots=True)
class KeptBuild:
    """A build of a graph folder.

    `made` is when it was finished, in seconds since 1970.  `size` is in bytes; for the previous
    build, only the files that it doesn't share with the current one.  `readable` says whether this
    version of kg can read it, `quads` is None where that can't be told.
    """

    name: str
    current: bool
    made: float
    documents: int
    quads: int | None
    size: int
    readable: bool


def kept_builds(folder: Path) -> Iterator[KeptBuild]:
    """The current build, then the previous one if there is one; StoreError without any."""
    current, previous = current_build(folder), previous_build(folder)
    yield _kept(folder, current, _bytes(current), current=True)
    if previous is not None:
        yield _kept(folder, previous, _bytes(previous, current), current=False)


def bytes_of_previous(folder: Path) -> int | None:
    """The bytes that the previous build takes beside the current one; None when there is none."""
    previous = previous_build(folder)
    return None if previous is None else _bytes(previous, current_build(folder))


def undo(folder: Path) -> None:
    """Make the previous build of a folder the current one, and the current one the previous.

    Raises StoreError, and changes nothing, when there is no graph or no previous build, or that is
    damaged or was made by a version of kg with another format.
    """
    _previous(folder)  # first, because the lock would make the folder
    with write_lock(folder / LOCK):
        previous = _previous(folder)
        remove_leftovers(folder)
        check_build(folder, previous)
        make_current(folder, previous.name)
        try:
            write_atomically(folder / REPORT, (previous / REPORT).read_bytes())
        except FileNotFoundError:  # it was interrupted before its report, or is of an older version
            (folder / REPORT).unlink(missing_ok=True)
        clean_up(folder)
        remove_stale(folder)


def _previous(folder: Path) -> Path:
    previous = previous_build(folder)
    if previous is None:
        current_build(folder)  # raises when there is no graph at all
        raise StoreError(f"{folder}: no previous build is kept")
    return previous


def remove_stale(folder: Path) -> None:
    """Remove texts of documents outside the current build, and cached results outside both."""
    current = current_build(folder)
    inputs = inputs_of(current)
    texts = {f"{sha}.txt" for sha in inputs["places"] if sha not in inputs.get("copies", {})}
    builds = [build for build in (current, previous_build(folder)) if build is not None]
    cache = {
        f"{sha}-{document_version()}.kg"
        for build in builds
        for sha in inputs_of(build).get("places", ())  # that of the previous build may be damaged
    }
    for name, wanted in (("texts", texts), ("cache", cache)):
        for file in (folder / name).glob("*"):
            if _is_written_by_kg(file.name) and file.name not in wanted:
                with suppress(OSError):  # on Windows a reader may have it open
                    file.unlink()


def _is_written_by_kg(name: str) -> bool:
    """Whether this is the name of a text or cached result, of this or an older version of kg."""
    return bool(re.fullmatch(r"[0-9a-f]{64}(?:\.txt|-[0-9a-f]{16}\.(?:kg|json))", name))


def _documents(inputs: Mapping[str, Any]) -> int:
    """The number of documents: files of the same text are one."""
    return len(inputs.get("places", ())) - len(inputs.get("copies", ()))


def _kept(folder: Path, build: Path, size: int, *, current: bool) -> KeptBuild:
    try:
        quads = int(json.loads((build / SUMMARY).read_bytes())["quads"])
    except (OSError, ValueError, KeyError, TypeError):
        quads = None
    try:
        readable = bool(build_files(folder, build))
    except StoreError:
        readable = False
    return KeptBuild(
        name=build.name,
        current=current,
        made=(build / MANIFEST).stat().st_mtime,
        documents=_documents(inputs_of(build)),
        quads=quads,
        size=size,
        readable=readable,
    )


def _bytes(build: Path, other: Path | None = None) -> int:
    """The bytes of a build's files, but for those that are the same file in `other`."""
    shared = set(_files(other)) if other else set()
    return sum(size for key, size in _files(build).items() if key not in shared)


def _files(build: Path) -> dict[tuple[int, int], int]:
    """Bytes of each file of a build, by device and number."""
    statuses = (path.stat() for path in build.rglob("*") if path.is_file())
    return {(status.st_dev, status.st_ino): status.st_size for status in statuses}
