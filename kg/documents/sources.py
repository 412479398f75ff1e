"""Finds the source files that a build reads, and hashes them."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.documents.litter import is_litter
from kg.documents.sniff import EXTENSIONS, HEAD, may_hold_others, tells_itself
from kg.errors import InputError

__all__ = ["LITTER", "Failure", "Source", "Sources", "find_sources"]

#: Maximum bytes of a file.
MAX_SIZE = 100_000_000
CHUNK = 1 << 20
#: Maximum number of names in the message that there is no document.
MAX_TOLD = 5

#: Why something in a folder is left out.
HIDDEN = "hidden, by a dot at the start of its name"
LINK = "a link to a folder, or out of the folder that was given"
GRAPH = "a graph of kg build"
LITTER = "left there by another program"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, with its size in bytes and its SHA-256 (hexadecimal).

    `name` is its path relative to the SOURCE that it was found in, with forward slashes.  `inside`
    leads to a file in another (`kg.documents.containers`): a zip archive, a message.
    `may_hold_others` is true of a file that has to be opened to know what it is and holds; it is
    `sure` to be meant if it was given by itself, or has an extension that is read.
    """

    path: Path
    name: str
    sha256: str
    size: int
    inside: tuple[str, ...] = ()
    may_hold_others: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that gave no document, and the reason."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that a build was given: readable, unreadable and ignored ones.

    `ignored` names files in folders that no reader reads, `left_out` what is not looked at: hidden
    files, links that lead elsewhere, graphs, and what programs left there.  The name of a folder
    ends in /.
    """

    found: tuple[Source, ...]
    failures: tuple[Failure, ...]
    ignored: tuple[str, ...]
    left_out: tuple[Failure, ...] = ()


def find_sources(paths: Iterable[Path], aside: Collection[Path] = ()) -> Sources:
    """Find the sources in `paths`, in the order of their names.

    Files in `aside` are read otherwise, so they are neither sources nor ignored.

    A path that does not exist is a failure, and so is a folder that can't be read.  In folders,
    files are chosen by their extension, or by first bytes that tell their format; a file that is
    given by itself is always read.  Links that lead out of a folder are not followed.  Raises
    InputError if there is no source at all.
    """
    found: list[Source] = []
    failures: list[Failure] = []
    ignored: list[str] = []
    left_out: list[Failure] = []
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except OSError as error:
            missing = isinstance(error, FileNotFoundError | NotADirectoryError)
            reason = "no such file or folder" if missing else _unreadable(error)
            failures.append(Failure(_shown(str(path)), reason))
            continue
        if not is_folder:
            _add_file(path, path.name, found, failures)
            continue
        files = list(_walk(path, failures, left_out))
        names = {name for _, name in files}
        for file, name in files:
            if is_litter(name, names):
                left_out.append(Failure(_shown(name), LITTER))
            elif file.suffix.lower() in EXTENSIONS:
                _add_file(file, name, found, failures)
            elif tells_itself(_head(file)):
                _add_file(file, name, found, failures, sure=False)
            elif file not in aside:
                ignored.append(_shown(name))
    if not found:
        told = [f"{one.name}: {one.reason}" for one in sorted([*failures, *left_out], key=_by_name)]
        reads = "kg reads " + " ".join(EXTENSIONS)
        raise InputError(
            "no document found in the sources: " + ("; ".join(told[:MAX_TOLD]) or reads)
        )
    order = sorted(set(found), key=lambda source: (source.name, source.sha256))
    return Sources(
        tuple(order),
        tuple(failures),
        tuple(sorted(ignored)),
        tuple(sorted(left_out, key=_by_name)),
    )


def _walk(
    folder: Path, failures: list[Failure], left_out: list[Failure]
) -> Iterator[tuple[Path, str]]:
    """The files of a folder with their names; what can't be read or is left out is added."""

    def unreadable(error: OSError) -> None:
        name = os.path.relpath(error.filename, folder)
        shown = str(folder) if name == "." else Path(name).as_posix()
        failures.append(Failure(f"{_shown(shown)}/", _unreadable(error)))

    root = folder.resolve()
    for where, folders, files in os.walk(folder, onerror=unreadable):
        here = Path(where)
        inside = _is_inside(here, root)  # on Windows a folder may lead elsewhere
        reasons = {name: _why_no_folder(here / name) for name in folders}
        folders[:] = sorted(name for name in folders if not reasons[name])
        reasons |= {name: _why_no_file(here / name, root, inside) for name in files}
        for name, reason in sorted(reasons.items()):
            path = (here / name).relative_to(folder).as_posix()
            if reason:
                end = "" if name in files else "/"
                left_out.append(Failure(_shown(path) + end, reason))
            elif name in files:
                yield here / name, path


def _why_no_folder(folder: Path) -> str:
    """Why a folder is left out; empty for one that is not."""
    if folder.name.startswith("."):
        return HIDDEN
    if os.path.islink(folder):  # noqa: PTH114 - Path.is_symlink fails where a path is too long
        return LINK
    return GRAPH if _is_graph(folder) else ""


def _why_no_file(file: Path, root: Path, inside: bool) -> str:
    """Why a file is left out, in a folder that leads elsewhere or not; empty if it is not."""
    if file.name.startswith("."):
        return HIDDEN
    if os.path.islink(file):  # noqa: PTH114 - ditto
        inside = _is_inside(file, root)
    return "" if inside else LINK


def _head(file: Path) -> bytes:
    """The first bytes of a file; none of a pipe or of what can't be read."""
    try:
        if not file.is_file():
            return b""
        with file.open("rb") as stream:
            return stream.read(HEAD)
    except OSError:
        return b""


def _is_graph(folder: Path) -> bool:
    """Whether a folder is a graph that `kg build` wrote; its texts are not sources."""
    try:
        return (folder / "current").is_file() and (folder / "builds").is_dir()
    except OSError:  # it may not be entered, or its path is too long: `os.walk` says so
        return False


def _is_inside(file: Path, root: Path) -> bool:
    try:
        return file.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # links that lead in a circle
        return False


def _add_file(
    file: Path, name: str, found: list[Source], failures: list[Failure], *, sure: bool = True
) -> None:
    name = _shown(name)
    try:
        if not file.is_file():
            failures.append(Failure(name, "not a regular file"))
            return
        size = file.stat().st_size
        if size > MAX_SIZE:
            failures.append(Failure(name, f"larger than {MAX_SIZE:,} bytes; split it"))
            return
        with file.open("rb") as stream:
            head = stream.read(HEAD)
            digest = hashlib.sha256(head)
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
        holds = may_hold_others(head, name)
        found.append(Source(file, name, digest.hexdigest(), size, (), holds, sure))
    except OSError as error:
        failures.append(Failure(name, _unreadable(error)))


def _shown(name: str) -> str:
    """A name as text, though it may not be UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


def _unreadable(error: OSError) -> str:
    return f"can't be read: {error.strerror or error}"


def _by_name(one: Failure) -> str:
    return one.name
