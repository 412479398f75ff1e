"""Values that are the same as long as a build is current, made once for each build."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from kg.serve.live_graph import Build

__all__ = ["by_build"]

T = TypeVar("T")


def by_build(make: Callable[[Build], T]) -> Callable[[Build], T]:
    """A function of a build whose value is kept for as long as the build is."""
    known: WeakKeyDictionary[Build, T] = WeakKeyDictionary()
    lock = threading.Lock()

    def kept(build: Build) -> T:
        with lock:
            if build not in known:
                known[build] = make(build)
            return known[build]

    return kept
