"""What workers of `kg serve` do in tests: functions of a module, which another process imports."""

from __future__ import annotations

import os
import time

from kg.errors import UsageError
from kg.serve.workers import MAX_BYTES, Made
from kg.store.graph import Graph


def say(_graph: Graph, text: str) -> Made:
    return Made("text/plain", text.encode())


def fail(_graph: Graph) -> Made:
    raise UsageError("nothing like that")


def err(_graph: Graph) -> Made:
    raise ValueError("a mistake of ours")


def crash(_graph: Graph) -> Made:
    os._exit(11)


def sleep(_graph: Graph, seconds: float) -> Made:
    time.sleep(seconds)
    return Made("text/plain", b"late")


def grow(_graph: Graph) -> Made:
    return Made("text/plain", bytes(3 << 30))


def much(_graph: Graph) -> Made:
    return Made("text/plain", bytes(MAX_BYTES + 1))


def slow_process(graph: Graph) -> Made:
    time.sleep(1)
    return process(graph)


def process(_graph: Graph) -> Made:
    return Made("text/plain", str(os.getpid()).encode())
