"""File locks: one for the writer of a graph folder, others for the readers of a build.

The operating system releases them when the process ends, however it ends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError

__all__ = ["ReadLock", "no_readers", "write_lock"]

#: Offset of the locked byte on Windows: beyond any file, since a locked byte can't be read.
LOCK_OFFSET = 1 << 30


@contextmanager
def write_lock(path: Path) -> Iterator[None]:
    """Hold the lock for writing, with the process ID in its file.

    Raises StoreError, which names the process, when another one holds it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise StoreError(f"{path}: can't be written ({error.strerror or error})") from None
    with os.fdopen(handle, "r+b") as file:
        if not _lock(file.fileno(), shared=False):
            pid = file.read(20).decode("ascii", "replace").strip() or "unknown"
            raise StoreError(
                f"{path.parent}: another kg (process {pid}) is writing to this graph; "
                "wait until it has finished"
            )
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode())
        file.flush()
        yield


class ReadLock:
    """A lock that protects a build from removal until it is closed or garbage collected."""

    def __init__(self, path: Path) -> None:
        """Raises FileNotFoundError when the build of this file is removed or being removed."""
        self._handle: int | None = None
        self._handle = os.open(path, os.O_RDONLY)
        if not (_lock(self._handle, shared=True) and path.exists()):
            self.close()
            raise FileNotFoundError(path)

    def close(self) -> None:
        """Release the lock."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    __del__ = close


@contextmanager
def no_readers(path: Path) -> Iterator[bool]:
    """Whether nobody is reading the build of a file; no reader can start inside `with`."""
    if sys.platform == "win32":  # no lock is needed: a folder with an open file can't be renamed
        yield True
        return
    try:
        # network file systems need a file that is open for writing to lock it exclusively
        file = path.open("r+b")
    except FileNotFoundError:
        yield True
        return
    except OSError:
        yield False
        return
    with file:
        yield _lock(file.fileno(), shared=False)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, *, shared: bool) -> bool:
        """Lock a file without waiting; readers need no lock, as Windows keeps open files."""
        if shared:
            return True
        os.lseek(handle, LOCK_OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(handle: int, *, shared: bool) -> bool:
        """Lock a file without waiting."""
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks
        return True
