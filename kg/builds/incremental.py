"""What a build begins with: the draft of its store, with what stays of the last build.

Where little has changed, that is a copy of the last store without what left or changed, else the
reference data alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.builds.build_report import Account
from kg.errors import StoreError
from kg.rdf.iris import CURATION_GRAPH, ENTITIES_GRAPH, REFERENCE_GRAPH
from kg.resources import reference_files
from kg.store.build_folder import current_build, is_current
from kg.store.draft import Draft

if TYPE_CHECKING:  # what is slow to import waits until something has changed
    from concurrent.futures import Future

    import pyoxigraph as ox

__all__ = ["ACCOUNT", "Begun", "account", "begin", "beginning", "count", "load", "remove"]

#: What a build came to, in its folder.
ACCOUNT = "account.json"
#: So many bytes of N-Quads are loaded into the store at once, a thread.
BATCH = 50_000_000
#: A build that takes over less than this share of the documents of the last begins anew.
WORTH = 0.5


@dataclass(frozen=True, slots=True)
class Begun:
    """A build that was begun: its draft, and what stays in it of the last one (hash to part name).

    The reference data are in it, and nothing that spans documents: `quads` in all.
    """

    draft: Draft
    stays: Mapping[str, str]
    quads: int


@contextmanager
def beginning(
    folder: Path, code: str, reference: str, parts: Mapping[str, str]
) -> Iterator[Future[Begun]]:
    """Begin a build (see `begin`) in a thread of its own, while its documents are worked on.

    A draft that was not published by the end of the `with` block is gone.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as beside:
        begun = beside.submit(begin, folder, code, reference, parts)
        try:
            yield begun
        finally:
            with suppress(OSError):
                begun.result().draft.close()


def begin(folder: Path, code: str, reference: str, parts: Mapping[str, str]) -> Begun:
    """A draft with what stays of the last build: the `parts` (hash to name) that it has too.

    `code` and `reference` are the versions of what made it and of its reference data.  Raises
    OSError when the draft can't be written.
    """
    from kg.graph.claims import document_graph

    base, last = _base(folder, code, reference, parts)
    draft = Draft(folder, base)
    try:
        if last is None:
            load(draft.store, [_reference()], 1)
            return Begun(draft, {}, len(draft.store))
        stays = {sha: part for sha, part in last.parts.items() if parts.get(sha) == part}
        left = [document_graph(sha) for sha in last.parts if sha not in stays]
        left += [ENTITIES_GRAPH, CURATION_GRAPH]
        return Begun(draft, stays, last.quads - remove(draft.store, left))
    except BaseException:
        draft.close()
        raise


def remove(store: ox.Store, graphs: Collection[str]) -> int:
    """Take named graphs out of a store; returns how many quads they had."""
    import pyoxigraph as ox

    had = count(store, graphs)
    for graph in graphs:
        store.remove_graph(ox.NamedNode(graph))
    return had


def count(store: ox.Store, graphs: Iterable[str]) -> int:
    """How many quads named graphs have."""
    import pyoxigraph as ox

    found = (store.quads_for_pattern(None, None, None, ox.NamedNode(g)) for g in graphs)
    return sum(1 for quads in found for _ in quads)


def load(store: ox.Store, parts: Iterable[bytes], threads: int) -> None:
    """Load N-Quads in batches, as many at a time as there are threads: loading needs no GIL."""
    from concurrent.futures import ThreadPoolExecutor

    import pyoxigraph as ox

    def load_one(batch: list[bytes]) -> None:
        store.bulk_load(b"".join(batch), ox.RdfFormat.N_QUADS)

    with ThreadPoolExecutor(threads) as pool:
        waiting = []
        for batch in _batches(parts):
            waiting.append(pool.submit(load_one, batch))
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
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _base(
    folder: Path, code: str, reference: str, parts: Mapping[str, str]
) -> tuple[Path, Account] | tuple[None, None]:
    """The finished build to begin with, and its account; none where too little of it would stay."""
    try:
        build = current_build(folder)
        last = account(build)
        same = (last.code, last.reference) == (code, reference)
        stays = sum(parts.get(sha) == part for sha, part in last.parts.items())
        worth = stays > WORTH * max(len(parts), len(last.parts))
        if same and worth and is_current(folder, build.name):
            return build, last
    except (StoreError, OSError):
        pass
    return None, None


def account(build: Path) -> Account:
    """What a build came to; raises OSError when that can't be read."""
    try:
        return Account(**json.loads((build / ACCOUNT).read_bytes()))
    except (ValueError, TypeError) as error:
        raise OSError(f"{build / ACCOUNT}: {error}") from None


def _reference() -> bytes:
    import pyoxigraph as ox

    graph = ox.NamedNode(REFERENCE_GRAPH)
    quads = (
        ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for file in reference_files()
        for triple in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    )
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
