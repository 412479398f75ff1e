"""Load, count and remove whole named graphs of a store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox

__all__ = ["count_quads", "load_quads", "remove_graphs"]

#: Bytes of N-Quads in one call of the store's loader.
BATCH_BYTES = 50_000_000


def load_quads(store: ox.Store, parts: Iterable[bytes], threads: int) -> None:
    """Load N-Quads in batches, in several threads: loading releases the GIL."""

    def load(batch: list[bytes]) -> None:
        store.bulk_load(b"".join(batch), ox.RdfFormat.N_QUADS)

    with ThreadPoolExecutor(threads) as pool:
        pending = []
        for batch in _batches(parts):
            pending.append(pool.submit(load, batch))
            if len(pending) > threads:
                pending.pop(0).result()
        for future in pending:
            future.result()


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
    matches = (store.quads_for_pattern(None, None, None, ox.NamedNode(g)) for g in graphs)
    return sum(1 for quads in matches for _ in quads)


def remove_graphs(store: ox.Store, graphs: Collection[str]) -> int:
    """Remove named graphs (IRIs) from a store; returns the number of quads removed."""
    removed = count_quads(store, graphs)
    for graph in graphs:
        store.remove_graph(ox.NamedNode(graph))
    return removed
