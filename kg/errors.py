"""The errors that `kg` raises on purpose.

    KgError(Exception)            one line: what happened, to which file, what to do
    ├── InputError(ValueError)    an input or an answer is bad                    exit code 1
    │   ├── DocumentError         a document that can't be read; the others are built
    │   └── QueryError            a query that is refused, malformed or too long
    │       └── OutOfTimeError    its time is up
    ├── UsageError(ValueError)    an unknown name, parameter or format             exit code 2
    ├── StoreError(OSError)       a graph folder that can't be opened or written   exit code 1
    └── RemoteError(OSError)      a server can't be reached, refuses or fails      exit code 1

`kg.cli` turns each into one line on stderr and its exit code; nothing else catches them all.
"""

from __future__ import annotations

__all__ = [
    "DocumentError",
    "InputError",
    "KgError",
    "OutOfTimeError",
    "QueryError",
    "RemoteError",
    "StoreError",
    "UsageError",
]


class KgError(Exception):
    """An error that `kg` reports in one line instead of a traceback."""

    exit_code = 1


class InputError(KgError, ValueError):
    """An input file, a value in it, or an answer is bad."""


class DocumentError(InputError):
    """One document can't be read; the message is the reason given in the report."""


class QueryError(InputError):
    """A query is malformed, refused, or did not finish."""


class OutOfTimeError(QueryError):
    """The time of a query is up."""


class UsageError(KgError, ValueError):
    """The caller named something unknown: a query, parameter, format or focus."""

    exit_code = 2


class StoreError(KgError, OSError):
    """A graph folder is missing, unfinished, in use or damaged."""


class RemoteError(KgError, OSError):
    """A server can't be reached, refuses a request, or keeps failing."""
