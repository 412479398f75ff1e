"""Paths to sources: which files a build reads, and what their bytes hash to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.documents.sniff import EXTENSIONS
from kg.errors import InputError

__all__ = ["Failure", "Source", "Sources", "find_sources"]

#: A larger file than this, in bytes, is refused unread.
MAX_SIZE = 100_000_000
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its bytes are `size` long and hash to `sha256` (hexadecimal).

    `name` is its path relative to the SOURCE it was found under, with forward slashes.
    """

    path: Path
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that gave no document, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sources:
    """What a build was given: files to read, files that can't be, and files left aside.

    `ignored` names files in folders whose extension no reader takes.
    """

    found: tuple[Source, ...]
    failures: tuple[Failure, ...]
    ignored: tuple[str, ...]


def find_sources(paths: Iterable[Path]) -> Sources:
    """The sources below `paths`, in the order of their names.

    A path that does not exist is a failure of its own.  In folders, files are picked by their
    extension; a file named outright is always read.  Links that lead out of a folder are not
    followed.  Raises InputError when nothing at all is given.
    """
    found: list[Source] = []
    failures: list[Failure] = []
    ignored: list[str] = []
    for path in paths:
        if path.is_dir():
            for file, name in _walk(path):
                if file.suffix.lower() in EXTENSIONS:
                    _take(file, name, found, failures)
                else:
                    ignored.append(os.fsencode(name).decode("utf-8", "replace"))
        elif path.exists():
            _take(path, path.name, found, failures)
        else:
            failures.append(Failure(str(path), "no such file or folder"))
    if not found:
        reasons = "; ".join(f"{failure.name}: {failure.reason}" for failure in failures)
        reads = "kg reads " + " ".join(EXTENSIONS)
        raise InputError(f"no document found in the sources: {reasons or reads}")
    order = sorted(set(found), key=lambda source: (source.name, source.sha256))
    return Sources(tuple(order), tuple(failures), tuple(sorted(ignored)))


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    root = folder.resolve()
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not _is_graph(Path(where) / name)
        )
        inside = _stays_inside(Path(where), root)  # on Windows a folder may lead elsewhere
        for name in sorted(files):
            file = Path(where) / name
            stays = _stays_inside(file, root) if file.is_symlink() else inside
            if not name.startswith(".") and stays:
                yield file, file.relative_to(folder).as_posix()


def _is_graph(folder: Path) -> bool:
    """Whether a folder is a graph that `kg build` made: its texts are no sources."""
    return (folder / "current").is_file() and (folder / "builds").is_dir()


def _stays_inside(file: Path, root: Path) -> bool:
    try:
        return file.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # links that lead in a circle
        return False


def _take(file: Path, name: str, found: list[Source], failures: list[Failure]) -> None:
    name = os.fsencode(name).decode("utf-8", "replace")  # a name may be no UTF-8
    try:
        if not file.is_file():
            failures.append(Failure(name, "not a regular file"))
            return
        size = file.stat().st_size
        if size > MAX_SIZE:
            failures.append(Failure(name, f"larger than {MAX_SIZE:,} bytes; split it"))
            return
        digest = hashlib.sha256()
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
        found.append(Source(file, name, digest.hexdigest(), size))
    except OSError as error:
        failures.append(Failure(name, f"can't be read ({error.strerror or error})"))
