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
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kg.errors import KgError, OutOfTimeError, QueryError, RemoteError, StoreError, UsageError
from kg.query.answer import Answer
from kg.query.confinement import end_with_parent, isolate_network, limit_resources, tied
from kg.query.guard import guarded
from kg.query.result_stream import JSON, NTRIPLES, read
from kg.query.run import translated_errors
from kg.store.graph import is_url, open_graph

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


@dataclass(frozen=True)
class _Request:
    """What a child is asked: see `ask`."""

    where: str
    sparql: str
    timeout: float | None
    base: str | None
    trusted: bool


def ask(
    where: str,
    sparql: str,
    timeout: float | None,
    limit: int | None,
    *,
    base: str | None = None,
    trusted: bool = False,
) -> tuple[Answer, bool]:
    """The answer of a query, and whether it was cut at `limit` rows.

    `where` is a graph folder, an RDF file or the URL of an endpoint.  `timeout` does not include
    the time to open it.  None means no limit.  `base` is what relative IRIs are relative to.  A
    `trusted` query is not checked, and has no limits of memory and bytes.

    Raises QueryError for a query that is refused, fails, or exceeds its time or memory, StoreError
    or RemoteError if the graph can't be opened or queried.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    request = _Request(where, sparql, timeout, base, trusted)
    child = context.Process(target=_run_child, args=(sender, os.getpid(), request), daemon=True)
    child.start()
    sender.close()
    try:
        with tied(child):
            parts = _received(receiver, child, timeout, None if trusted else MAX_BYTES)
            media = next(parts).decode()
            return read(media, parts, limit)
    finally:
        child.kill()
        child.join()
        receiver.close()


def _received(
    pipe: Connection, child: BaseProcess, timeout: float | None, max_bytes: int | None
) -> Iterator[bytes]:
    """The media type of the answer, then its bytes in parts, as the child sends them."""
    deadline: float | None = None
    size = 0
    while True:
        if deadline is not None and not pipe.poll(max(deadline - time.monotonic(), 0)):
            raise OutOfTimeError(f"stopped after {timeout:g} s; ask for less")
        try:
            message = pipe.recv_bytes()
        except EOFError:
            child.join()
            raise _death(child.exitcode, timeout) from None
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
            if max_bytes is not None and size > max_bytes:
                raise QueryError(f"the answer is larger than {max_bytes >> 20} MB; ask for less")
            yield body


def _death(exit_code: int | None, timeout: float | None) -> QueryError:
    """Why a child ended without an answer."""
    if timeout is not None and exit_code == -getattr(signal, "SIGXCPU", 0):
        return OutOfTimeError(f"stopped after {timeout:g} s; ask for less")
    return QueryError(
        f"the query crashed the engine: it needs more than {MEMORY >> 30} GB of memory, "
        "or is too long or too deeply nested"
    )


def _run_child(pipe: Connection, parent: int, request: _Request) -> None:
    """The main function of the child: send the answer through the pipe."""
    # hide the crash report of the engine: the parent reports the crash in one line
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if not is_url(request.where):
        isolate_network()
    end_with_parent(parent)
    try:
        _answer(pipe, request)
    except BrokenPipeError:
        return  # the parent has enough rows
    except KgError as error:
        _send_error(pipe, error)
    except MemoryError:
        reason = f"the query needs more than {MEMORY >> 30} GB of memory; ask for less"
        _send_error(pipe, QueryError(reason))
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent says it in one line
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        _send_error(pipe, QueryError(f"kg failed on this query ({reason}); please report it"))
    else:
        pipe.send_bytes(_END)


def _send_error(pipe: Connection, error: KgError) -> None:
    pipe.send_bytes(_ERROR + f"{type(error).__name__} {error}".encode("utf-8", "replace"))


def _answer(pipe: Connection, request: _Request) -> None:
    if is_url(request.where):
        from kg.query.endpoint import Endpoint

        with Endpoint(request.where) as endpoint:
            text = _started(pipe, request)
            with endpoint.stream(text) as (media, chunks):
                pipe.send_bytes(_MEDIA + media.encode())
                for chunk in chunks:
                    pipe.send_bytes(_PART + chunk)
        return
    with open_graph(request.where) as graph:
        text = _started(pipe, request)
        with translated_errors(graph, text):
            result = graph.query(text, request.base)
            with io.BufferedWriter(_PipeWriter(pipe), CHUNK) as out:
                _serialize(result, pipe, out)


def _started(pipe: Connection, request: _Request) -> str:
    """The text to run: the time begins, and the limits hold."""
    pipe.send_bytes(_READY)
    if request.trusted:
        return request.sparql
    limit_resources(MEMORY, request.timeout)
    return guarded(request.sparql)


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
