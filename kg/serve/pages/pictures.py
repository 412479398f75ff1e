"""The pages of PDFs as pictures, drawn by the workers of the library: one that fails ends alone.

Only files that the build read are opened: a document's names are in the graph, its SHA-256 too, and
no part of a request is a path.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.serve.live_graph import Build
from kg.serve.pages.pdf_page import Marks, Passage, draw, from_json, marks, to_json
from kg.serve.site import Site
from kg.serve.workers import Made, Work
from kg.store.graph import Graph

__all__ = ["PdfFile", "Pictures"]

#: Maximum bytes of a file, as for a build.
MAX_SIZE = 100_000_000
#: Seconds that a page may take.
TIMEOUT = 20.0


@dataclass(frozen=True)
class PdfFile:
    """A file that a build read, and the hash that it had."""

    path: Path
    sha256: str


class Pictures:
    """Pictures of pages of the PDFs in the folder that a site names, if it names one."""

    def __init__(self, site: Site) -> None:
        self._workers = site.library
        self._folder = None if site.docs is None else site.docs.resolve()

    def file(self, names: Iterable[str], sha256: str) -> PdfFile | None:
        """The file of a document by its names, relative to the folder; None if it isn't there."""
        if self._folder is None:
            return None
        for name in names:
            with suppress(OSError, ValueError):  # a name may be one that no file can have
                path = (self._folder / name).resolve()
                inside = path.is_relative_to(self._folder) and path.is_file()
                if inside and path.stat().st_size <= MAX_SIZE:
                    return PdfFile(path, sha256)
        return None

    async def picture(self, build: Build, file: PdfFile, number: int) -> bytes:
        """A page as a PNG; b"" if the file has changed since, or can't be drawn."""
        return await self._made(build, _picture, file, number)

    async def marks(
        self, build: Build, file: PdfFile, number: int, passage: Passage
    ) -> Marks | None:
        """Where words stand on the picture of a page; None where there is no picture."""
        made = await self._made(build, _marks, file, number, passage)
        return from_json(made) if made else None

    async def _made(
        self, build: Build, work: Work, file: PdfFile, number: int, *more: Hashable
    ) -> bytes:
        try:
            made = await self._workers.answer(build.where, TIMEOUT, work, file, number, *more)
        except InputError:
            return b""
        with made.body as body:
            return body.read()


def _picture(graph: Graph, file: PdfFile, number: int) -> Made:
    from pypdfium2 import PdfiumError

    try:
        return Made("image/png", draw(file.path, file.sha256, number) or b"")
    except (OSError, PdfiumError):
        raise InputError("this page can't be drawn") from None


def _marks(graph: Graph, file: PdfFile, number: int, passage: Passage) -> Made:
    from pypdfium2 import PdfiumError

    try:
        found = marks(file.path, file.sha256, number, passage)
    except (OSError, PdfiumError):
        raise InputError("this page can't be drawn") from None
    return Made("application/json", to_json(found) if found else b"")
