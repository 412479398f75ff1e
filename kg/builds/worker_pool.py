"""Worker processes with limits for calls of one function; results are in the order of the calls.

A call that takes too long or too much memory, or that ends its process, fails alone: its result is
the reason.  The limits are checked from outside, in the same way on every system, because a worker
that is busy in native code can't check itself.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import islice
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from typing import Generic, Self, TypeVar

import psutil
from pebble import ProcessExpired, ProcessPool

__all__ = ["MEMORY_LIMIT", "TIME_LIMIT", "Submit", "Workers", "in_order"]

#: Maximum duration of a call, in seconds.
TIME_LIMIT = 180
#: Maximum memory of a worker, in bytes; reports take 0.25 GB.
MEMORY_LIMIT = 2_000_000_000
#: Seconds between checks of memory.
MEMORY_INTERVAL = 0.1
#: Seconds between two looks at whether the pool is still working.
HEALTH_INTERVAL = 1.0
#: How often a call starts again after the pool broke.
MAX_RESTARTS = 3

T = TypeVar("T")
R = TypeVar("R")

#: Starts a batch of calls and returns a function that waits for them: for each a result, or the
#: reason why it failed.
Submit = Callable[[Sequence[T]], Callable[[], list[R | str]]]


def in_order(
    submit: Submit[T, R], tasks: Iterable[T], batch: int, ahead: int
) -> Iterator[tuple[T, R | str]]:
    """Each task with its result, in order; at most `ahead` batches are started in advance."""
    pending: deque[tuple[Sequence[T], Callable[[], list[R | str]]]] = deque()
    remaining = iter(tasks)
    while True:
        while len(pending) < ahead and (calls := list(islice(remaining, batch))):
            pending.append((calls, submit(calls)))
        if not pending:
            return
        started, wait = pending.popleft()
        yield from zip(started, wait(), strict=True)


class Workers(Generic[T, R]):
    """A number of processes for calls of one function, which must be importable.

    They start when first needed and stop at the end of the `with` block, at once after an
    exception.  A call may take some `seconds`, by default `TIME_LIMIT`.
    """

    def __init__(self, function: Callable[[T], R], count: int, seconds: int | None = None) -> None:
        self.function = function
        self.seconds = seconds or TIME_LIMIT
        self.count = count
        self._context = get_context("spawn")
        self._pids: SimpleQueue[int] = self._context.SimpleQueue()
        self.pool = self._new_pool()
        self._lock = threading.Lock()
        self.too_large: set[int] = set()
        self._stopped = threading.Event()
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
        self._stopped.set()
        self._watch.join()

    def __call__(self, tasks: Sequence[T]) -> Callable[[], list[R | str]]:
        """Start a batch of calls (see `Submit`)."""
        calls = [(task, *self._schedule(task)) for task in tasks]
        return lambda: [self._result(*call) for call in calls]

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self.count,
            context=self._context,
            initializer=_report_pid,
            initargs=(self._pids,),
        )

    def _schedule(self, task: T) -> tuple[ProcessPool, Future[R]]:
        """Start a call, in a new pool if the last one broke."""
        with self._lock:  # a Dask worker calls from several threads
            try:
                future = self.pool.schedule(self.function, args=(task,), timeout=self.seconds)
            except RuntimeError:
                self.pool.stop()  # type: ignore[no-untyped-call]
                self.pool.join()
                self.pool = self._new_pool()
                future = self.pool.schedule(self.function, args=(task,), timeout=self.seconds)
            return self.pool, future

    def _result(self, task: T, pool: ProcessPool, future: Future[R]) -> R | str:
        # A worker that ends before it has said which call it took breaks its pool, and all other
        # calls in the pool with it: these start again.
        for _ in range(MAX_RESTARTS):
            if _is_done(pool, future) and not isinstance(future.exception(), BrokenProcessPool):
                return self._result_or_reason(future)
            pool, future = self._schedule(task)
        return "its worker process ended"

    def _result_or_reason(self, future: Future[R]) -> R | str:
        try:
            return future.result()
        except TimeoutError:
            return f"took longer than {self.seconds} seconds"
        except ProcessExpired as error:
            if error.pid in self.too_large:
                return f"took more than {MEMORY_LIMIT // 1_000_000:,} MB of memory"
            return f"its worker process ended (exit code {error.exitcode})"
        except MemoryError:
            return "needs more memory than is available"
        except Exception as error:  # noqa: BLE001 - a bug in kg fails one document only
            return f"internal error ({type(error).__name__}: {error}); please report it"

    def _watch_memory(self) -> None:
        workers: set[psutil.Process] = set()
        while not self._stopped.wait(MEMORY_INTERVAL):
            while not self._pids.empty():
                with suppress(psutil.Error):
                    workers.add(psutil.Process(self._pids.get()))
            for worker in tuple(workers):
                try:
                    if worker.memory_info().rss > MEMORY_LIMIT:
                        self.too_large.add(worker.pid)
                        worker.kill()
                except psutil.Error:  # it has ended
                    workers.discard(worker)


def _report_pid(pids: SimpleQueue[int]) -> None:
    """Runs in each worker at its start, since its parent may have other children too."""
    pids.put(os.getpid())


def _is_done(pool: ProcessPool, future: Future[R]) -> bool:
    """Wait for a call; False when its pool broke before it began, for it will never end."""
    while not future.done() and pool.active:
        wait([future], timeout=HEALTH_INTERVAL)
    return future.done()
