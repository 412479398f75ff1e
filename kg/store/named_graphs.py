"""Whole named graphs of a store: loaded, counted and removed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox

__all__ = ["count_quads", "load_quads", "remove_graphs"]

#: Bytes of N-Quads that one call loads into the store.
BATCH_BYTES = 50_000_000


def load_quads(store: ox.Store, parts: Iterable[bytes], threads: int) -> None:
    """Load N-Quads in batches, one a thread: loading releases the GIL."""

    def load(batch: list[bytes]) -> None:
        store.bulk_load(b"".join(batch), ox.RdfFormat.N_QUADS)

    with ThreadPoolExecutor(threads) as pool:
        waiting = []
        for batch in _batches(parts):
            waiting.append(pool.submit(load, batch))
            if len(waiting) > threads:
                waiting.pop(0).result()
        for one in waiting:
            one.result()


def _batches(parts: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for part in parts:
        batch.append(part)
        size += len(part)
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def count_quads(store: ox.Store, graphs: Iterable[str]) -> int:
    """The number of quads in named graphs (IRIs)."""
    found = (store.quads_for_pattern(None, None, None, ox.NamedNode(g)) for g in graphs)
    return sum(1 for quads in found for _ in quads)


def remove_graphs(store: ox.Store, graphs: Collection[str]) -> int:
    """Remove named graphs (IRIs) from a store; returns how many quads they had."""
    had = count_quads(store, graphs)
    for graph in graphs:
        store.remove_graph(ox.NamedNode(graph))
    return had
