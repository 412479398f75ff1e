"""Runs untrusted queries, each in a separate process that can be killed.

pyoxigraph has no time limit, follows SERVICE, and overflows its stack on a few kilobytes of
brackets.  So an untrusted query is checked, parsed and run in a child process.  The child sends the
answer as bytes while it is being computed, and is killed when the time is up or the parent has
enough rows.
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
from kg.query.run import translated_errors

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["ask"]

#: Maximum bytes of memory of the child, where the system can enforce it (not on Windows).
MEMORY = 2 << 30
#: Maximum bytes of an answer: the limit on rows is not enough, because a row may be of any length.
MAX_BYTES = 256 << 20
#: Bytes sent at a time.
CHUNK = 1 << 16

# The first byte of a message: the child is ready; the answer's media type; a part of the answer;
# its end; the name and message of an error.
_READY, _MEDIA, _PART, _END, _ERROR = b"r", b"m", b"p", b"e", b"!"

_ERRORS = {kind.__name__: kind for kind in (QueryError, RemoteError, StoreError, UsageError)}


def ask(where: str, sparql: str, timeout: float | None, limit: int | None) -> tuple[Answer, bool]:
    """The answer of an untrusted query, and whether it was cut at `limit` rows.

    `where` is a graph folder, an RDF file or the URL of an endpoint.  `timeout` does not include
    the time to open it.  None means no limit.  Raises QueryError for a query that is refused,
    fails, or exceeds its time or memory, StoreError or RemoteError if the graph can't be opened or
    queried.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_run_child, args=(sender, where, sparql), daemon=True)
    child.start()
    sender.close()
    try:
        parts = _received(receiver, timeout)
        media = next(parts).decode()
        return read(media, parts, limit)
    finally:
        child.kill()
        child.join()
        receiver.close()


def _received(pipe: Connection, timeout: float | None) -> Iterator[bytes]:
    """The media type of the answer, then its bytes in parts, as the child sends them."""
    deadline: float | None = None
    size = 0
    while True:
        if deadline is not None and not pipe.poll(max(deadline - time.monotonic(), 0)):
            raise QueryError(
                f"stopped after {timeout:g} s; ask for less, or raise the limit with --timeout"
            )
        try:
            message = pipe.recv_bytes()
        except EOFError:
            raise QueryError(
                f"the query crashed the engine: it needs more than {MEMORY >> 30} GB of memory, "
                "or is too long or too deeply nested"
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
            if size > MAX_BYTES:
                raise QueryError(f"the answer is larger than {MAX_BYTES >> 20} MB; ask for less")
            yield body


def _run_child(pipe: Connection, where: str, sparql: str) -> None:
    """The main function of the child: send the answer through the pipe."""
    # hide the crash report of the engine: the parent reports the crash in one line
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        _answer(pipe, where, sparql)
    except KgError as error:
        pipe.send_bytes(_ERROR + f"{type(error).__name__} {error}".encode("utf-8", "replace"))
    except BrokenPipeError:
        return  # the parent has enough rows
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
    _isolate_network()
    with open_graph(where) as graph:
        pipe.send_bytes(_READY)
        _limit_memory()
        text = guarded(sparql)
        try:
            with translated_errors(graph), io.BufferedWriter(_PipeWriter(pipe), CHUNK) as out:
                _serialize(graph.query(text), pipe, out)
        except MemoryError:
            os._exit(1)  # as the engine does when it runs out of memory


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


class _PipeWriter(io.RawIOBase):
    """A writable file that sends its bytes through the pipe."""

    def __init__(self, pipe: Connection) -> None:
        super().__init__()
        self._pipe = pipe

    def writable(self) -> bool:
        """True."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Send all of the data."""
        part = bytes(data)
        self._pipe.send_bytes(_PART + part)
        return len(part)


def _limit_memory() -> None:
    """Limit this process to MEMORY and forbid core files; does nothing on Windows."""
    if sys.platform == "win32":
        return
    import resource

    for resource_kind, maximum in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(resource_kind)
        bound = maximum if hard == resource.RLIM_INFINITY else min(maximum, hard)
        resource.setrlimit(resource_kind, (bound, bound))


def _isolate_network() -> None:
    """On Linux, move this process to an empty network: a second defence behind the guard.

    Does nothing on other systems, or where Linux forbids it.  Must be called before any thread
    starts.
    """
    if sys.platform == "linux":
        import ctypes

        new_user, new_network = 0x10000000, 0x40000000
        # root would lose its rights over files in a new user namespace
        flags = new_network if os.geteuid() == 0 else new_user | new_network
        ctypes.CDLL(None, use_errno=True).unshare(flags)
