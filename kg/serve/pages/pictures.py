"""The pages of PDFs as pictures, each drawn once, in a process that is ended if it takes too long.

Only files that the build read are opened: a document's names are in the graph, its SHA-256 too, and
no part of a request is a path.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar, cast

from pebble import ProcessExpired, ProcessPool
from pypdfium2 import PdfiumError
from starlette.exceptions import HTTPException

from kg.serve.pages.pdf_page import Marks, Passage, draw, marks

__all__ = ["Pictures"]

T = TypeVar("T")

#: Maximum bytes of a file, as for a build.
MAX_SIZE = 100_000_000
#: Seconds that a page may take.
TIMEOUT = 20.0
#: Pictures and marks that are kept; a picture has some 200 kB.
KEPT = 100
#: Requests that may wait for a picture.
WAITING = 8


class Pictures:
    """Pictures of pages of the files in a folder, or of none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = None if folder is None else folder.resolve()
        self._pool: ProcessPool | None = None
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()
        self._waiting = threading.BoundedSemaphore(WAITING)

    def file(self, names: Iterable[str]) -> Path | None:
        """The file of a document by its names, relative to the folder; None if it isn't there."""
        if self._folder is None:
            return None
        for name in names:
            path = (self._folder / name).resolve()
            if path.is_relative_to(self._folder) and _is_small_file(path):
                return path
        return None

    def picture(self, path: Path, sha256: str, number: int) -> bytes | None:
        """A page as a PNG; None if the file has changed since or has no such page.

        Raises HTTPException 503 when too many wait, and 422 when it can't be drawn.
        """
        return self._kept_or_made(draw, path, sha256, number)

    def marks(self, path: Path, sha256: str, number: int, passage: Passage) -> Marks | None:
        """Where words stand on the picture of a page; None and errors as for `picture`."""
        return self._kept_or_made(marks, path, sha256, number, passage)

    def _kept_or_made(self, make: Callable[..., T], path: Path, *arguments: Any) -> T:
        key = (make.__name__, *arguments)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("T", self._kept[key])
        made = self._made(make, path, *arguments)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    def _made(self, make: Callable[..., T], *arguments: Any) -> T:
        if not self._waiting.acquire(blocking=False):
            raise HTTPException(503, "too many pictures are asked for", {"Retry-After": "2"})
        try:
            with self._lock:
                if self._pool is None:
                    self._pool = ProcessPool(1, context=get_context("spawn"))
            return self._pool.schedule(make, arguments, timeout=TIMEOUT).result()
        except (OSError, PdfiumError, ProcessExpired, TimeoutError):
            raise HTTPException(422, "this page of the PDF can't be drawn") from None
        finally:
            self._waiting.release()


def _is_small_file(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= MAX_SIZE
