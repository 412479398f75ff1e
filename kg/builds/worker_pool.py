"""Processes that call one function each, with limits; results in the order of the calls.

A call that takes too long or too much memory, or that ends its process, costs itself alone: its
result is the reason.  The limits are watched from outside, on every system in the same way: a
worker that is busy in a library's own code could not watch itself.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from itertools import islice
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from typing import Generic, Self, TypeVar

import psutil
from pebble import ProcessExpired, ProcessPool

__all__ = ["MEMORY_LIMIT", "TIME_LIMIT", "Submit", "Workers", "in_order"]

#: A call may take a worker this long, in seconds.
TIME_LIMIT = 180
#: So much memory may a worker have in use, in bytes; one at work on reports has 0.25 GB.
MEMORY_LIMIT = 2_000_000_000
#: How often memory is looked at, in seconds.
EVERY = 0.1

T = TypeVar("T")
R = TypeVar("R")


#: Begins a batch of calls; what it returns waits for a result, or the reason why there is none,
#: for each.
Submit = Callable[[Sequence[T]], Callable[[], list[R | str]]]


def in_order(
    submit: Submit[T, R], tasks: Iterable[T], batch: int, ahead: int
) -> Iterator[tuple[T, R | str]]:
    """Each task with its result, in order; no more than `ahead` batches are begun before due."""
    waiting: deque[tuple[Sequence[T], Callable[[], list[R | str]]]] = deque()
    rest = iter(tasks)
    while True:
        while len(waiting) < ahead and (some := list(islice(rest, batch))):
            waiting.append((some, submit(some)))
        if not waiting:
            return
        begun, wait = waiting.popleft()
        yield from zip(begun, wait(), strict=True)


class Workers(Generic[T, R]):
    """A number of processes for calls of one function, which has to be importable.

    They begin when they are first needed and end with the `with` block, at once when it is left
    by an exception.
    """

    def __init__(self, function: Callable[[T], R], count: int) -> None:
        self.function = function
        context = get_context("spawn")
        self._begun: SimpleQueue[int] = context.SimpleQueue()
        self.pool = ProcessPool(
            max_workers=count, context=context, initializer=_begin, initargs=(self._begun,)
        )
        self.too_large: set[int] = set()
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._watch_memory, daemon=True)
        self._watch.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.pool.close()  # type: ignore[no-untyped-call]
        else:
            self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()
        self._ended.set()
        self._watch.join()

    def __call__(self, tasks: Sequence[T]) -> Callable[[], list[R | str]]:
        """Begin a batch of calls (see `Submit`)."""
        futures = [
            self.pool.schedule(self.function, args=(task,), timeout=TIME_LIMIT) for task in tasks
        ]
        return lambda: [self._result(future) for future in futures]

    def _result(self, future: Future[R]) -> R | str:
        try:
            return future.result()
        except TimeoutError:
            return f"took longer than {TIME_LIMIT} seconds"
        except ProcessExpired as error:
            if error.pid in self.too_large:
                return f"took more than {MEMORY_LIMIT // 1_000_000:,} MB of memory"
            return f"the worker that read it ended (exit code {error.exitcode})"
        except MemoryError:
            return "needs more memory than there is"
        except Exception as error:  # noqa: BLE001 - a fault of kg's own costs one document
            return f"kg failed on it ({type(error).__name__}: {error}); report it"

    def _watch_memory(self) -> None:
        workers: set[psutil.Process] = set()
        while not self._ended.wait(EVERY):
            while not self._begun.empty():
                with suppress(psutil.Error):
                    workers.add(psutil.Process(self._begun.get()))
            for worker in tuple(workers):
                try:
                    if worker.memory_info().rss > MEMORY_LIMIT:
                        self.too_large.add(worker.pid)
                        worker.kill()
                except psutil.Error:  # it has ended
                    workers.discard(worker)


def _begin(begun: SimpleQueue[int]) -> None:
    """Runs in each process as it begins: whoever began it may have others that are not its own."""
    begun.put(os.getpid())
