"""Finds the source files that a build reads, and hashes them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.documents.sniff import EXTENSIONS
from kg.errors import InputError

__all__ = ["Failure", "Source", "Sources", "find_sources"]

#: Maximum bytes of a file.
MAX_SIZE = 100_000_000
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, with its size in bytes and its SHA-256 (hexadecimal).

    `name` is its path relative to the SOURCE that it was found in, with forward slashes.
    """

    path: Path
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that gave no document, and the reason."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that a build was given: readable, unreadable and ignored ones.

    `ignored` names files in folders with an extension that no reader reads.
    """

    found: tuple[Source, ...]
    failures: tuple[Failure, ...]
    ignored: tuple[str, ...]


def find_sources(paths: Iterable[Path], aside: Collection[Path] = ()) -> Sources:
    """Find the sources in `paths`, in the order of their names.

    Files in `aside` are read otherwise, so they are neither sources nor ignored.

    A path that does not exist is a failure.  In folders, files are chosen by their extension; a
    file that is given by itself is always read.  Links that lead out of a folder are not followed.
    Raises InputError if there is no source at all.
    """
    found: list[Source] = []
    failures: list[Failure] = []
    ignored: list[str] = []
    for path in paths:
        if path.is_dir():
            for file, name in _walk(path):
                if file.suffix.lower() in EXTENSIONS:
                    _add_file(file, name, found, failures)
                elif file not in aside:
                    ignored.append(os.fsencode(name).decode("utf-8", "replace"))
        elif path.exists():
            _add_file(path, path.name, found, failures)
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
        inside = _is_inside(Path(where), root)  # on Windows a folder may lead elsewhere
        for name in sorted(files):
            file = Path(where) / name
            inside_root = _is_inside(file, root) if file.is_symlink() else inside
            if not name.startswith(".") and inside_root:
                yield file, file.relative_to(folder).as_posix()


def _is_graph(folder: Path) -> bool:
    """Whether a folder is a graph that `kg build` wrote; its texts are not sources."""
    return (folder / "current").is_file() and (folder / "builds").is_dir()


def _is_inside(file: Path, root: Path) -> bool:
    try:
        return file.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # links that lead in a circle
        return False


def _add_file(file: Path, name: str, found: list[Source], failures: list[Failure]) -> None:
    name = os.fsencode(name).decode("utf-8", "replace")  # a name may not be UTF-8
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
        failures.append(Failure(name, f"can't be read: {error.strerror or error}"))
