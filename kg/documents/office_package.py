"""Office files as zip archives of XML parts, within bounds: .docx, .pptx and .odt are such files.

Only the parts that a reader asks for are unpacked, so that a damaged picture costs no text.  The
XML parser resolves no entities, loads no DTD and asks nobody.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from kg.errors import DocumentError

__all__ = [
    "DAMAGE_ERRORS",
    "MAX_ENTRIES",
    "MAX_UNZIPPED",
    "Package",
    "attribute",
    "children",
    "local",
    "reading",
]

MAX_ENTRIES = 2_000
MAX_UNZIPPED = 100_000_000
CHUNK = 1 << 20
#: Exceptions of zipfile, lxml and what walks their trees for a damaged or unknown archive.
DAMAGE_ERRORS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,  # includes NotImplementedError and RecursionError
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Read a file of a kind ("Word document"): damage becomes a DocumentError that names it."""
    try:
        yield
    except DocumentError:
        raise
    except DAMAGE_ERRORS as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise DocumentError(f"a damaged {what} ({reason})") from None


class Package:
    """The parts of an office file, by name.

    Raises DocumentError for too many entries or too many bytes: those that are declared, and those
    that the parts which are read unpack to, because an archive may declare anything.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._left = MAX_UNZIPPED
        entries = self._archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise DocumentError(f"a zip archive with more than {MAX_ENTRIES:,} entries")
        if sum(entry.file_size for entry in entries) > MAX_UNZIPPED:
            raise _too_large()
        self.names = frozenset(entry.filename for entry in entries)

    def part(self, name: str) -> bytes:
        """The bytes of a part; raises KeyError if there is none."""
        with self._archive.open(name) as file:
            chunks: list[bytes] = []
            while chunk := file.read(CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise _too_large()
                chunks.append(chunk)
        return b"".join(chunks)

    def xml(self, name: str) -> etree._Element:
        """The root element of a part; raises KeyError if there is none."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(self.part(name), parser)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part (or "", the whole file) refers to: kind and name, by their id."""
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self.names:
            return {}
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))[1:],
            )
            for one in children(self.xml(relations))
            if one.get("TargetMode") != "External"
        }

    def related_part(self, name: str, kind: str) -> str | None:
        """The first part of a kind ("styles") that a part refers to."""
        parts = (part for each, part in self.related(name).values() if each == kind)
        return next((part for part in parts if part in self.names), None)

    def title(self) -> str | None:
        """The title in the file's properties."""
        part = self.related_part("", "core-properties")
        if part is None:
            return None
        titles = (child.text for child in children(self.xml(part)) if local(child) == "title")
        return next((title.strip() for title in titles if title and title.strip()), None)


def local(element: etree._Element) -> str:
    """An element's name without its namespace, which differs between editions of the formats."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element) -> Iterator[etree._Element]:
    """The elements in an element; no comments, instructions or entities."""
    return element.iterchildren(etree.Element)


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its name without a namespace."""
    return next(
        (str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), None
    )


def _too_large() -> DocumentError:
    return DocumentError(f"unzips to more than {MAX_UNZIPPED:,} bytes (a zip bomb?)")
