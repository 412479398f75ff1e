"""Limits of a child process: it ends with its parent, and takes no more than it may.

The parent kills the child when its time is up, but the parent may itself be killed: then these
limits hold.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess, parent_process
from threading import Thread

__all__ = ["end_with_parent", "isolate_network", "limit_resources", "tied"]

#: The option of Linux's prctl(2) that asks for a signal when the parent ends.
PR_SET_PDEATHSIG = 1


@contextmanager
def tied(child: BaseProcess) -> Iterator[None]:
    """On Windows, put a child into a job, which ends with this process; see `end_with_parent`."""
    if sys.platform != "win32":
        yield
        return
    from kg.query.windows_job import job

    with job(child.sentinel):
        yield


def end_with_parent(parent: int) -> None:
    """End this process, a child, with its parent, whose number is `parent`.

    Linux sends a signal; on macOS a thread waits, which runs between the calls of the engine.
    Windows does it by `tied`.
    """
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended before it was asked for
            os._exit(1)
    elif sys.platform != "win32":
        Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def limit_resources(memory: int, seconds: float | None) -> None:
    """Limit this process to bytes of memory and, from now on, seconds of processor time.

    It leaves no core file.  Does nothing on Windows.
    """
    if sys.platform == "win32":
        return
    import resource

    limits = {resource.RLIMIT_AS: (memory, memory), resource.RLIMIT_CORE: (0, 0)}
    if seconds is not None:
        whole = math.ceil(sum(os.times()[:2]) + seconds) + 1
        limits[resource.RLIMIT_CPU] = (whole, whole + 1)  # a signal, and a second later the end
    for kind, wanted in limits.items():
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            wanted = (min(wanted[0], hard), min(wanted[1], hard))
        resource.setrlimit(kind, wanted)


def isolate_network() -> None:
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
