"""Locks on files: who writes to a graph folder, and who reads a build of it.

The system holds them for a process and lets go of them when it ends, however it ends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError

__all__ = ["Held", "alone", "unread"]

#: A byte far behind the end of any file: on Windows a locked byte can't be read.
FAR = 1 << 30


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the one lock of those who write; the file keeps the number of the process.

    Raises StoreError, with that number, when another process holds it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(f"{path}: can't be written ({error.strerror or error})") from None
    with os.fdopen(handle, "r+b") as file:
        if not _lock(file.fileno(), shared=False):
            pid = file.read(20).decode("ascii", "replace").strip() or "unknown"
            raise StoreError(
                f"{path.parent}: another kg (process {pid}) writes to this graph; "
                "wait until it has ended"
            )
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode())
        file.flush()
        yield


class Held:
    """A build that is read, so that nobody removes it: until it is closed or dropped."""

    def __init__(self, path: Path) -> None:
        """Raises FileNotFoundError when the build of this file is gone, or just about to go."""
        self._handle: int | None = None
        self._handle = os.open(path, os.O_RDONLY)
        if not (_lock(self._handle, shared=True) and path.exists()):
            self.close()
            raise FileNotFoundError(path)

    def close(self) -> None:
        """Let go of it."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    __del__ = close


@contextmanager
def unread(path: Path) -> Iterator[bool]:
    """Whether nobody reads the build to which a file belongs; nobody begins to while this holds."""
    if sys.platform == "win32":  # a folder with an open file can't be renamed: that is the check
        yield True
        return
    try:
        file = path.open("r+b")  # an exclusive lock over a network needs a file to be written
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
        """Windows removes no file that is open, so readers need no lock of ours."""
        if shared:
            return True
        os.lseek(handle, FAR, os.SEEK_SET)
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
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks
        return True
