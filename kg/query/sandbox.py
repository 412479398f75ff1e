"""Queries from outside the library, each in a process of its own that can be stopped.

pyoxigraph has no time limit, follows SERVICE, and overflows its stack on a few kilobytes of
brackets.  So such a query is guarded, parsed and run in a child process; the answer comes back as
bytes while it is found, and the child is killed when the time is over or enough rows are there.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kg.errors import KgError, QueryError, RemoteError, StoreError, UsageError
from kg.query.answer import Answer
from kg.query.result_stream import JSON, NTRIPLES, read
from kg.query.run import errors

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["ask"]

#: Bytes of memory that the child may use, where the system can hold it to that (not on Windows).
MEMORY = 2 << 30
#: An answer of so many bytes is cut short with an error: a row may be of any length.
MOST_BYTES = 256 << 20
#: Bytes that are sent at once.
CHUNK = 1 << 16

# How a message begins: the child is ready; the answer's media type; a part of the answer; its end;
# the name of an error and what it says.
_READY, _MEDIA, _PART, _END, _ERROR = b"r", b"m", b"p", b"e", b"!"

_ERRORS = {kind.__name__: kind for kind in (QueryError, RemoteError, StoreError, UsageError)}


def ask(where: str, sparql: str, timeout: float | None, limit: int | None) -> tuple[Answer, bool]:
    """The answer of a query that nobody vouches for, and whether it was cut at `limit` rows.

    `where` is a graph folder, an RDF file or the URL of an endpoint; the time to open it does not
    count.  None is no limit.  Raises QueryError for a query that is refused, fails, or takes more
    than `timeout` seconds or the memory there is; StoreError and RemoteError as opening and asking
    do.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(theirs, where, sparql), daemon=True)
    child.start()
    theirs.close()
    try:
        parts = _parts(ours, timeout)
        media = next(parts).decode()
        return read(media, parts, limit)
    finally:
        child.kill()
        child.join()
        ours.close()


def _parts(pipe: Connection, timeout: float | None) -> Iterator[bytes]:
    """The media type of the answer, then its bytes in parts."""
    deadline: float | None = None
    size = 0
    while True:
        if deadline is not None and not pipe.poll(max(deadline - time.monotonic(), 0)):
            raise QueryError(
                f"stopped after {timeout:g} s; ask for less, or give it more (kg query --timeout)"
            )
        try:
            message = pipe.recv_bytes()
        except EOFError:
            raise QueryError(
                f"the query crashed: it needs more than {MEMORY >> 30} GB of memory, or is too "
                "long or too nested for the engine"
            ) from None
        tag, body = message[:1], message[1:]
        if tag == _READY:
            deadline = time.monotonic() + timeout if timeout is not None else None
        elif tag == _END:
            return
        elif tag == _ERROR:
            kind, _, reason = body.decode("utf-8", "replace").partition(" ")
            raise _ERRORS.get(kind, QueryError)(reason)
        else:
            size += len(body)
            if size > MOST_BYTES:
                raise QueryError(f"the answer is larger than {MOST_BYTES >> 20} MB; ask for less")
            yield body


def _work(pipe: Connection, where: str, sparql: str) -> None:
    """The child: answer the query into the pipe."""
    # an engine that dies says so there, and the parent says it in one line
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        _answer(pipe, where, sparql)
    except KgError as error:
        pipe.send_bytes(_ERROR + f"{type(error).__name__} {error}".encode("utf-8", "replace"))
    except BrokenPipeError:
        return  # the parent has enough
    else:
        pipe.send_bytes(_END)


def _answer(pipe: Connection, where: str, sparql: str) -> None:
    from kg.query.guard import guarded
    from kg.store.graph import is_url, open_graph

    if is_url(where):
        from kg.query.endpoint import Endpoint

        with Endpoint(where) as endpoint:
            pipe.send_bytes(_READY)
            _limit_memory()
            with endpoint.stream(guarded(sparql)) as (media, chunks):
                pipe.send_bytes(_MEDIA + media.encode())
                for chunk in chunks:
                    pipe.send_bytes(_PART + chunk)
        return
    _leave_network()
    with open_graph(where) as graph:
        pipe.send_bytes(_READY)
        _limit_memory()
        text = guarded(sparql)
        try:
            with errors(graph), io.BufferedWriter(_Parts(pipe), CHUNK) as out:
                _serialize(graph.query(text), pipe, out)
        except MemoryError:
            os._exit(1)  # as an engine ends that has none left


def _serialize(
    result: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean,
    pipe: Connection,
    out: BinaryIO,
) -> None:
    if isinstance(result, ox.QueryTriples):
        pipe.send_bytes(_MEDIA + NTRIPLES.encode())
        result.serialize(out, format=ox.RdfFormat.N_TRIPLES)
    else:
        pipe.send_bytes(_MEDIA + JSON.encode())
        result.serialize(out, format=ox.QueryResultsFormat.JSON)


class _Parts(io.RawIOBase):
    """A file whose bytes go into the pipe."""

    def __init__(self, pipe: Connection) -> None:
        super().__init__()
        self._pipe = pipe

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Send it all."""
        part = bytes(data)
        self._pipe.send_bytes(_PART + part)
        return len(part)


def _limit_memory() -> None:
    """Hold this process to MEMORY, and keep it from writing a core file; not on Windows."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))


def _leave_network() -> None:
    """A second wall behind the guard: a network of its own with nothing in it, on Linux.

    Where the system allows that to nobody, and on other systems, the guard stands alone.  It has to
    come before there are threads.
    """
    if sys.platform == "linux":
        import ctypes

        new_user, new_network = 0x10000000, 0x40000000
        # root keeps its rights over files only in the user namespace that it has
        flags = new_network if os.geteuid() == 0 else new_user | new_network
        ctypes.CDLL(None, use_errno=True).unshare(flags)
