"""The standard streams, where they are closed or can't be written to."""

from __future__ import annotations

import os
import sys
from typing import Any, TextIO, cast

__all__ = ["discard_stdout", "prepare"]


def prepare() -> None:
    """Open the standard streams that are closed, and let messages get lost where they must.

    A closed number would be given to the next file that is opened, and messages of libraries
    written into it.  Reading from a closed standard input gives nothing, writing to a closed
    standard output fails.
    """
    if sys.stdin is None:
        sys.stdin = _opened("r", os.O_RDONLY)
    if sys.stdout is None:
        sys.stdout = _opened("w", os.O_RDONLY)
    if sys.stderr is None:
        sys.stderr = _opened("w", os.O_WRONLY)
    if not isinstance(sys.stderr, _Forgiving):
        sys.stderr = cast(TextIO, _Forgiving(sys.stderr))


def discard_stdout() -> None:
    """Lose what is still to be written to standard output, so that nothing fails at the exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _opened(mode: str, flags: int) -> TextIO:
    """The null device as a stream, at the lowest number that is free."""
    handle = os.open(os.devnull, flags)
    return cast(TextIO, os.fdopen(handle, mode, encoding="utf-8", errors="replace"))


class _Forgiving:
    """Standard error that loses what can't be written: a graph matters more than its messages."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write the text, if that is possible."""
        try:
            return self._stream.write(text)
        except OSError:
            return len(text)

    def flush(self) -> None:
        """Flush the stream, if that is possible."""
        try:
            self._stream.flush()
        except OSError:
            discard = os.open(os.devnull, os.O_WRONLY)
            os.dup2(discard, self._stream.fileno())
