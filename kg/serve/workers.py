"""Processes that make answers: what takes long or may crash runs there, and can be stopped.

A query can't be interrupted, and a few kilobytes of brackets crash the engine.  So a worker runs
one at a time, without network and with bounded memory; it keeps the build open that it was last
asked about.  One whose time is up is killed, and the next request gets a new one.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from kg.errors import InputError, KgError, QueryError, StoreError, UsageError
from kg.query.confinement import end_with_parent, isolate_network, limit_resources, tied
from kg.store.graph import Graph

__all__ = ["Answered", "Busy", "Made", "Overdue", "Work", "Workers"]

#: Maximum bytes of memory of a worker, where the system can enforce it (not on Windows).
MEMORY = 2 << 30
#: Maximum bytes of an answer: a limit on rows is not enough, because a row may be of any length.
MAX_BYTES = 256 << 20
#: Bytes of an answer that stay in the server's memory until they are sent; the rest is on disk.
IN_MEMORY = 1 << 20
#: Bytes sent at a time.
CHUNK = 1 << 16
#: Answers after which a worker is replaced, so that memory that it doesn't give back can't add up.
ANSWERS = 2_000
#: Seconds that a request may wait for a worker.
WAIT = 10.0
#: Seconds that a worker may take to start.
START = 30.0

# The first byte of a message: the media type and the headers; a part of the body; its end; the
# name and message of an error.
_HEAD, _PART, _END, _ERROR = b"h", b"p", b"e", b"!"

_ERRORS = {kind.__name__: kind for kind in (InputError, QueryError, StoreError, UsageError)}


class Busy(KgError):  # noqa: N818 -- the server is, and there is no error
    """Too much is asked at once."""


class Overdue(KgError):  # noqa: N818 -- ditto
    """An answer took more time than it has."""


@dataclass(frozen=True)
class Made:
    """An answer as a worker makes it."""

    media: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answered:
    """An answer as the server has it: `body` is an open file at its beginning."""

    media: str
    headers: Mapping[str, str]
    body: IO[bytes]
    size: int


#: A function of a module, whose first argument is the open graph.
Work = Callable[..., Made]


class Workers:
    """Up to `count` workers; `waiting` more requests wait for one, and others are refused."""

    def __init__(self, count: int, waiting: int) -> None:
        self._waiting = waiting
        self._free = asyncio.Semaphore(count)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._threads = ThreadPoolExecutor(count, "worker")
        self._age = 0

    async def answer(self, where: Path, seconds: float, work: Work, *args: object) -> Answered:
        """What `work` makes of the graph in a folder, within some `seconds`.

        Raises Busy, Overdue, QueryError if it crashes, or the KgError of `work`.
        """
        if self._waiting <= 0:
            raise Busy("too much is asked at once; ask again in a few seconds")
        self._waiting -= 1
        try:
            async with asyncio.timeout(WAIT):
                await self._free.acquire()
        except TimeoutError:
            raise Busy("too much is asked at once; ask again in a few seconds") from None
        finally:
            self._waiting += 1
        done = asyncio.get_running_loop().run_in_executor(
            self._threads, self._answer, where, seconds, work, args
        )
        done.add_done_callback(lambda _: self._free.release())
        return await asyncio.shield(done)

    def renew(self) -> None:
        """Replace all workers as soon as they are idle, so that none keeps an old build open."""
        self._age += 1
        with suppress(IndexError):
            while True:
                self._end(self._idle.pop())

    def close(self) -> None:
        """Stop all workers, also those that are at work."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in list(self._all):
            worker.kill()

    def _answer(
        self, where: Path, timeout: float, work: Work, args: tuple[object, ...]
    ) -> Answered:
        age = self._age
        try:
            worker = self._idle.pop()
        except IndexError:
            worker = _Worker()
            self._all.add(worker)
        try:
            return worker.answer(where, timeout, work, args)
        finally:
            if worker.usable and age == self._age:
                self._idle.append(worker)
            else:
                self._end(worker)

    def _end(self, worker: _Worker) -> None:
        self._all.discard(worker)
        worker.kill()
        worker.close()


class _Worker:
    """One process, and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, end = context.Pipe()
        self._process = context.Process(target=_work, args=(end, os.getpid()), daemon=True)
        self._process.start()
        end.close()
        self._ties = ExitStack()
        self._ties.enter_context(tied(self._process))
        self._answers = 0
        self.usable = True
        if not self._pipe.poll(START):
            self.usable = False
            return
        self._pipe.recv_bytes()

    def answer(self, where: Path, timeout: float, work: Work, args: tuple[object, ...]) -> Answered:
        self._answers += 1
        usable, self.usable = self.usable, False  # until all of the answer is here
        if not usable:
            raise Busy("a worker did not start in time; ask again in a few seconds")
        file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- whoever sends it closes it
        try:
            self._pipe.send((where, work, args))
            head = self._received(file, time.monotonic() + timeout, timeout)
        except KgError as error:
            self.usable = not isinstance(error, Overdue | _CrashedError)
            file.close()
            raise
        self.usable = self._answers < ANSWERS
        size = file.tell()
        file.seek(0)
        return Answered(head["media"], head["headers"], file, size)

    def _received(self, file: IO[bytes], deadline: float, timeout: float) -> dict[str, Any]:
        head: dict[str, Any] = {}
        while True:
            if not self._pipe.poll(max(deadline - time.monotonic(), 0)):
                raise Overdue(f"stopped after {timeout:g} s; ask for less")
            try:
                message = self._pipe.recv_bytes()
            except (EOFError, OSError):
                raise _CrashedError(
                    f"the query crashed the engine: it needs more than {MEMORY >> 30} GB of "
                    "memory, or is too long or too deeply nested"
                ) from None
            tag, body = message[:1], message[1:]
            if tag == _PART:
                file.write(body)
            elif tag == _HEAD:
                head = json.loads(body)
            elif tag == _END:
                return head
            else:
                kind, _, reason = body.decode("utf-8", "replace").partition(" ")
                raise _ERRORS.get(kind, QueryError)(reason)

    def kill(self) -> None:
        self._process.kill()
        self._process.join()

    def close(self) -> None:
        self._ties.close()
        self._pipe.close()


class _CrashedError(QueryError):
    """The worker is gone."""


def _work(pipe: Connection, server: int) -> None:
    """The main function of a worker."""
    from kg.store.graph import open_graph

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this
    # hide the crash report of the engine: the server says it in one line
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    isolate_network()
    end_with_parent(server)
    limit_resources(MEMORY, None)
    graph: Graph | None = None
    pipe.send_bytes(_END)
    while True:
        try:
            where, work, args = pipe.recv()
        except EOFError:
            return  # the server is gone
        try:
            if graph is None or graph.folder != where:
                if graph is not None:
                    graph.close()
                graph = open_graph(where)
            _send(pipe, work(graph, *args))
        except KgError as error:
            pipe.send_bytes(_ERROR + f"{type(error).__name__} {error}".encode("utf-8", "replace"))
        except MemoryError:
            os._exit(1)  # as the engine does when it runs out of memory
        except Exception as error:  # noqa: BLE001 - whatever it is, the server's log says it
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            text = f"StoreError kg failed on this ({reason}); please report it"
            pipe.send_bytes(_ERROR + text.encode("utf-8", "replace"))


def _send(pipe: Connection, made: Made) -> None:
    if len(made.body) > MAX_BYTES:
        raise QueryError(f"the answer is larger than {MAX_BYTES >> 20} MB; ask for less")
    pipe.send_bytes(
        _HEAD + json.dumps({"media": made.media, "headers": dict(made.headers)}).encode()
    )
    for start in range(0, len(made.body), CHUNK):
        pipe.send_bytes(_PART + made.body[start : start + CHUNK])
    pipe.send_bytes(_END)
