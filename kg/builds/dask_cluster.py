"""Documents processed by many machines: a Dask cluster, given by its scheduler's address.

The machines share the source folders, under the same paths, and run the same `kg`: both are
checked, the first by each document's hash.  A task is a batch of documents.  Each Dask worker
passes them to its own processes, with the limits of `kg.builds.worker_pool`, so that a bad
document fails alone, as on one machine.  When a worker is lost, its batch starts again on another;
results are taken once, in order, so the graph is the same to the byte.

`local:N` starts a cluster of N worker processes on this machine for the duration of the build.
"""

from __future__ import annotations

import itertools
import logging
import re
import threading
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cache
from multiprocessing import current_process
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from kg.builds.worker_pool import Workers
from kg.errors import UsageError

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Cluster"]

#: Seconds to wait for a scheduler, and for its first worker.
TIMEOUT = 15
#: Batches that a worker of `local:N` has at a time: it processes one while the results of another
#: are sent.
BATCHES_PER_WORKER = 2
LOCAL = re.compile(r"local:([1-9][0-9]{0,3})")
#: Dask's setting that forbids its worker processes to start others.
DAEMON = "distributed.worker.daemon"

#: Held while a Dask worker, which may have several threads, looks up its processes.
_LOCK = threading.Lock()

T = TypeVar("T")
R = TypeVar("R")


class Cluster(Generic[T, R]):
    """The workers of a Dask cluster, for calls of one function (see `worker_pool.Workers`).

    `version` must return the same here and on each worker.  Raises UsageError, which says what to
    do, when there is no such cluster or its version differs.
    """

    def __init__(
        self, address: str, function: Callable[[T], R], version: Callable[[], str]
    ) -> None:
        import distributed  # noqa: F401 - to see before anything is read whether it is installed

        self.address = address
        self.function = function
        self.version = version
        self.count = 0
        #: Processes of each Dask worker; None for one a thread.
        self.processes = 1 if LOCAL.fullmatch(address) else None
        self._open = ExitStack()
        self._run = uuid.uuid4().hex[:8]
        self._numbers = itertools.count()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.client = stack.enter_context(_client(self.address, stack))
            self._check()
            self._open = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def __call__(self, tasks: Sequence[T]) -> Callable[[], list[R | str]]:
        """Start a batch of calls (see `worker_pool.Submit`)."""
        future = self.client.submit(
            _work,
            self.function,
            self.version,
            self.version(),
            self.processes,
            tasks,
            key=f"kg-{self._run}-{next(self._numbers)}",
            pure=False,
        )

        def wait() -> list[R | str]:
            try:
                results: list[R | str] = future.result()
            except Exception as error:  # noqa: BLE001 - a cluster may raise anything
                reason = next(iter(str(error).splitlines()), "")
                return [f"the cluster returned no result ({type(error).__name__}: {reason})"] * len(
                    tasks
                )
            finally:
                future.release()
            return results

        return wait

    def _check(self) -> None:
        """Raise UsageError unless there are workers of the same kg that may start processes."""
        from distributed import TimeoutError as DaskTimeoutError

        try:
            self.client.wait_for_workers(1, timeout=TIMEOUT)
        except (DaskTimeoutError, TimeoutError):
            raise UsageError(f"{self.address}: this cluster has no workers; start some") from None
        self.count = sum(self.client.nthreads().values())
        expected = self.version()
        for worker, answer in sorted(self.client.run(_about, self.version).items()):
            if answer["version"] != expected:
                raise UsageError(
                    f"{worker}: runs another version of kg or of its libraries; install the same"
                )
            if answer["daemon"]:
                raise UsageError(
                    f"{worker}: is not allowed to start processes; start Dask's workers with "
                    "DASK_DISTRIBUTED__WORKER__DAEMON=False"
                )


def _client(address: str, stack: ExitStack) -> Client:
    import dask
    from distributed import Client, LocalCluster

    logging.getLogger("distributed").setLevel(logging.ERROR)
    local = LOCAL.fullmatch(address)
    if address.startswith("local:") and not local:
        raise UsageError(f"{address}: write local:N with the number of workers, such as local:2")
    scheduler: Any = address
    if local:
        stack.enter_context(dask.config.set({DAEMON: False}))
        scheduler = stack.enter_context(
            LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=int(local[1]),
                threads_per_worker=BATCHES_PER_WORKER,
                host="127.0.0.1",
                dashboard_address=None,
                silence_logs=logging.ERROR,
            )
        )
    try:
        return Client(scheduler, timeout=TIMEOUT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise UsageError(
            f"{address}: no Dask scheduler answers at this address ({reason}); "
            "name a scheduler, such as tcp://host:8786, or local:N"
        ) from None


def _about(version: Callable[[], str]) -> dict[str, Any]:
    """Runs on a worker: its version, and whether it is forbidden to start processes."""
    return {"version": version(), "daemon": current_process().daemon}


def _work(
    function: Callable[[T], R],
    version: Callable[[], str],
    expected: str,
    count: int | None,
    tasks: Sequence[T],
) -> list[R | str]:
    """Runs on a worker, which may have joined after the check; see `worker_pool.Submit`."""
    if version() != expected:
        return ["a worker of the cluster runs another version of kg"] * len(tasks)
    with _LOCK:
        workers = _processes(function, count)
    return workers(tasks)()


@cache
def _processes(function: Callable[[T], R], count: int | None) -> Workers[T, R]:
    """The processes of a Dask worker: `count`, or one a thread; they end with it."""
    from distributed import get_worker

    return Workers(function, count or get_worker().state.nthreads)
