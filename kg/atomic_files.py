"""Writing files so that readers see the old version or the new one, never a part."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import StoreError

__all__ = ["flush_folder", "write_atomically", "write_folder"]


def write_atomically(target: Path, data: bytes | Iterable[bytes]) -> None:
    """Write `data` beside `target`, flush it to the disk, and move it into place.

    Data that comes in parts is never in memory as a whole.

    Links are followed.  An existing target that is not a regular file, such as `/dev/null` or a
    pipe, is written to directly.  A replaced file keeps who may read and write it; for a new one
    the umask decides.  Raises StoreError when the target can't be written.
    """
    parts = (data,) if isinstance(data, bytes) else data
    try:
        target = target.resolve()
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                file.writelines(parts)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = _mode(target)
        new = _beside(target)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(new, flags, 0o666 if mode is None else mode)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(parts)
                file.flush()
                os.fsync(file.fileno())
            if mode is not None:
                new.chmod(mode)
            new.replace(target)
            flush_folder(target.parent)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(f"{target}: can't be written ({error.strerror or error})") from None


def _mode(target: Path) -> int | None:
    """Who may read and write a file or folder; None if there is none."""
    return stat.S_IMODE(target.stat().st_mode) if target.exists() else None


def _beside(target: Path) -> Path:
    """A new hidden name beside a file or folder."""
    return target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}")


def flush_folder(folder: Path) -> None:
    """Flush a folder's list of files to the disk; Windows does so by itself."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError:
            pass  # some file systems don't support it
        finally:
            os.close(handle)


def write_folder(target: Path, files: Mapping[str, bytes], replaceable: re.Pattern[str]) -> None:
    """Write files into a new folder beside `target` and move it into place.

    An existing folder is replaced as a whole, so that no old file remains, but only if
    `replaceable` matches the names of all its files.  Raises StoreError when it contains anything
    else, or when the folder can't be written.
    """
    target = target.resolve()
    try:
        foreign = _foreign_entry(target, replaceable) if target.exists() else None
        if foreign is None:
            _replace_folder(target, files)
            return
    except OSError as error:
        raise StoreError(f"{target}: can't be written ({error.strerror or error})") from None
    raise StoreError(
        f"{target}: contains {foreign!r}, which would be lost; name a new or an empty folder"
    )


def _foreign_entry(folder: Path, replaceable: re.Pattern[str]) -> str | None:
    """The first entry of a folder that may not be replaced; None if there is none."""
    with os.scandir(folder) as entries:
        names = (
            entry.name
            for entry in entries
            if not entry.is_file(follow_symlinks=False) or not replaceable.fullmatch(entry.name)
        )
        return min(names, default=None)


def _replace_folder(target: Path, files: Mapping[str, bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = _mode(target)
    new = _beside(target)
    old = new.with_name(f"{new.name}.old")
    new.mkdir(0o777 if mode is None else 0o700)
    try:
        for name, data in files.items():
            write_atomically(new / name, data)
        if mode is not None:
            new.chmod(mode)
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
