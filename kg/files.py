"""Writing files so that a reader sees the old one or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kg.errors import StoreError

__all__ = ["write_atomically"]


def write_atomically(target: Path, data: bytes) -> None:
    """Write `data` beside `target`, flush it to the disk, and move it into place.

    Raises StoreError when the folder can't be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink()
            raise
    except OSError as error:
        raise StoreError(f"{target}: can't be written ({error.strerror or error})") from None
