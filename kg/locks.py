"""Locks on files: who writes to a graph folder, and who reads a build of it.

The system holds them for a process and lets go of them when it ends, however it ends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import StoreError

__all__ = ["alone", "reading", "unread"]

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
        if not _lock(file, shared=False):
            pid = file.read(20).decode("ascii", "replace").strip() or "unknown"
            raise StoreError(
                f"{path.parent}: another kg (process {pid}) writes to this graph; "
                "wait until it has ended"
            )
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode())
        file.flush()
        yield


def reading(file: IO[bytes]) -> bool:
    """Say that the build to which an open file belongs is read, until the file is closed.

    False when the build is just being removed.
    """
    return _lock(file, shared=True)


@contextmanager
def unread(path: Path) -> Iterator[bool]:
    """Whether nobody reads the build to which a file belongs; nobody begins to while this holds."""
    try:
        file = path.open("rb")
    except OSError:
        yield True
        return
    with file:
        yield _lock(file, shared=False)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes], *, shared: bool) -> bool:
        """Windows removes no file that is open, so readers need no lock of ours."""
        if shared or file.mode == "rb":
            return True
        file.seek(FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True

else:
    import fcntl

    def _lock(file: IO[bytes], *, shared: bool) -> bool:
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(file.fileno(), how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks
        return True
