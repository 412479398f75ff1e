"""Files that hold others: zip archives, and messages with what is attached to them.

Each file in them is a document of its own, in whatever depth, known by the names that lead to it.
What they unpack to is bounded as a whole, and counted while it is unpacked.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from kg.documents import mail
from kg.documents.litter import is_litter
from kg.documents.office_package import DAMAGE_ERRORS, MAX_ENTRIES
from kg.documents.sniff import EXTENSIONS, HEAD, MAIL, OUTLOOK, ZIP, media_type, tells_itself
from kg.errors import DocumentError
from kg.printable import printable

__all__ = ["Contents", "Entry", "contents", "entry"]

#: Bounds of one file that holds others, with all that is in it.
MAX_DEPTH = 3
MAX_BYTES = 1_000_000_000
#: Maximum bytes of a file in it.
MAX_ENTRY = 100_000_000
#: The mark of a zip archive's file that needs a password.
ENCRYPTED = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a container: the names that lead to it, its SHA-256 and its size in bytes."""

    inside: tuple[str, ...]
    sha256: str
    size: int


@dataclass(slots=True)
class Contents:
    """What a file holds, by the names that lead to it: documents, failures with reasons, the rest.

    `is_document` says whether the file itself has words that can be read.
    """

    is_document: bool = False
    entries: list[Entry] = field(default_factory=list)
    failures: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    ignored: list[tuple[str, ...]] = field(default_factory=list)
    litter: list[tuple[str, ...]] = field(default_factory=list)

    def count(self) -> int:
        """The files that are told of."""
        return len((*self.entries, *self.failures, *self.ignored, *self.litter))


class _TooMuchError(DocumentError):
    """The whole of what a container holds is beyond the bounds."""


@dataclass(slots=True)
class _Budget:
    """What a container may still unpack to."""

    files: int
    size: int

    def take(self, data: bytes) -> None:
        self.files -= 1
        self.size -= len(data)
        if self.files < 0:
            raise _TooMuchError(f"holds more than {MAX_ENTRIES:,} files; unpack it")
        if self.size < 0:
            raise _TooMuchError(f"unzips to more than {MAX_BYTES:,} bytes (a zip bomb?)")
        if len(data) > MAX_ENTRY:
            raise DocumentError(f"larger than {MAX_ENTRY:,} bytes; split it")


@dataclass(frozen=True, slots=True)
class _Member:
    """A file in a container, under a name that no other has."""

    name: str
    read: Callable[[], bytes]


def contents(path: Path, name: str) -> Contents:
    """What a file holds.

    Raises DocumentError if it can't be read, or unpacks to too many files or bytes.
    """
    found = Contents()
    data = path.read_bytes()
    found.is_document = _add(found, (), data, name, _Budget(MAX_ENTRIES, MAX_BYTES))
    return found


def entry(path: Path, inside: Sequence[str]) -> bytes:
    """The bytes of a document in a container; raises DocumentError if it is not there."""
    data, name = path.read_bytes(), path.name
    for step in inside:
        members = _members(data, media_type(data, name))
        member = next((member for member in members if member.name == step), None)
        if member is None:
            raise DocumentError("changed while it was being read; build again")
        data, name = member.read(), member.name
    return data


def _add(found: Contents, inside: tuple[str, ...], data: bytes, name: str, left: _Budget) -> bool:
    """Add what a file holds; returns whether the file is a document itself."""
    kind = media_type(data, name)
    if kind not in (ZIP, MAIL, OUTLOOK):
        return True
    if len(inside) == MAX_DEPTH:
        raise DocumentError(f"stands in more than {MAX_DEPTH} files; unpack them")
    members = _members(data, kind)
    names = {member.name for member in members}
    for member in members:
        if is_litter(member.name, names):
            found.litter.append((*inside, member.name))
        else:
            _add_member(found, (*inside, member.name), member, left)
    return kind != ZIP and not mail.is_empty(data)


def _add_member(found: Contents, inside: tuple[str, ...], member: _Member, left: _Budget) -> None:
    known = PurePosixPath(member.name).suffix.lower() in EXTENSIONS
    before = found.count()
    try:
        data = member.read()
        left.take(data)
        if not known and not tells_itself(data[:HEAD]):
            found.ignored.append(inside)
        elif _add(found, inside, data, member.name, left):
            found.entries.append(Entry(inside, hashlib.sha256(data).hexdigest(), len(data)))
        elif found.count() == before:
            found.ignored.append(inside)
    except _TooMuchError:
        raise
    except DocumentError as error:
        if known:
            found.failures.append((inside, str(error)))
        else:
            found.ignored.append(inside)


def _members(data: bytes, kind: str) -> list[_Member]:
    """The files in a container; what other files are in them is not looked for."""
    if kind == ZIP:
        return _zip_members(data)
    if kind in (MAIL, OUTLOOK):
        attachments = mail.attachments(data)
        names = _names(name for name, _ in attachments)
        return [
            _Member(name, partial(bytes, content))
            for name, (_, content) in zip(names, attachments, strict=True)
        ]
    return []


def _zip_members(data: bytes) -> list[_Member]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        files = [info for info in archive.infolist() if not info.is_dir()]
    except DAMAGE_ERRORS as error:
        raise DocumentError(f"a damaged zip archive ({error})") from None
    if len(files) > MAX_ENTRIES:
        raise _TooMuchError(f"holds more than {MAX_ENTRIES:,} files; unpack it")
    names = _names(info.filename for info in files)
    return [
        _Member(name, partial(_unzip, archive, info))
        for name, info in zip(names, files, strict=True)
    ]


def _unzip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & ENCRYPTED:
        raise DocumentError("needs a password; save it without one")
    try:
        with archive.open(info) as file:
            return file.read(MAX_ENTRY + 1)
    except DAMAGE_ERRORS as error:
        raise DocumentError(f"damaged in its archive ({error})") from None


def _names(given: Iterable[str]) -> list[str]:
    """Names without what leads out of a folder or can't be shown, each once."""
    numbers: Counter[str] = Counter()
    names: dict[str, None] = {}
    for one in given:
        steps = printable(one.replace("\\", "/")).split("/")
        name = "/".join(step for step in steps if step.strip(". ")) or "without a name"
        path = PurePosixPath(name)
        wanted = name
        while name in names:  # with a number, too, it may be that of another
            numbers[wanted] += 1
            again = f"{path.stem} ({numbers[wanted] + 1}){path.suffix}"
            name = path.with_name(again).as_posix()
        names[name] = None
    return list(names)
