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
from concurrent.futures import Future
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
    exception.
    """

    def __init__(self, function: Callable[[T], R], count: int) -> None:
        self.function = function
        context = get_context("spawn")
        self._pids: SimpleQueue[int] = context.SimpleQueue()
        self.pool = ProcessPool(
            max_workers=count, context=context, initializer=_report_pid, initargs=(self._pids,)
        )
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
