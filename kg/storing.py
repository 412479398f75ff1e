"""A finished build: what documents say, what people decided, and what only all together say.

Where little has changed since the last build, the store begins as a copy of that one's.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.builds import current_build, is_current, publish
from kg.curation import Curation
from kg.errors import StoreError
from kg.model import Unresolved
from kg.names import CURATION_GRAPH, ENTITIES_GRAPH, REFERENCE_GRAPH
from kg.outcomes import Kept, code_version
from kg.resources import reference_files

if TYPE_CHECKING:  # what is slow to import waits until something has changed
    import pyoxigraph as ox

    from kg.decided import Decided

__all__ = ["Places", "Stored", "build_name", "is_whole", "store"]

#: So many bytes of N-Quads are loaded into the store at once, a thread.
BATCH = 50_000_000
#: A build that takes over less than this share of the documents of the last begins anew.
WORTH = 0.5

#: Hash to the places of a document.
Places = Mapping[str, tuple[str, ...]]
Manifest = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Stored:
    """What a build stores: documents by hash, the manifest and the decisions."""

    folder: Path
    places: Places
    done: Mapping[str, Kept]
    manifest: Manifest
    curation: Curation
    jobs: int

    def quads(self, sha256: str) -> bytes:
        """What a document says, and what is known of it beside its text."""
        from kg.graph import metadata_quads

        outcome = self.done[sha256].outcome
        declared = {**outcome.declared, **_declared(self.manifest, self.places[sha256])}
        if outcome.summary["published"]:
            declared.pop("published", None)
        title = declared.get("title") or outcome.title
        names = self.places[sha256]
        metadata = metadata_quads(sha256, names, title, declared, outcome.reports)
        return self.done[sha256].quads() + metadata

    def text(self, sha256: str) -> str:
        """A document's text."""
        return self.done[sha256].text().decode("utf-8")


def build_name(places: Places, manifest: Manifest, curation: Curation) -> str:
    """The name of the build of these documents: a hash of all that decides what is in it."""
    # the index stands beside the store: where it changes, both are written again
    deciding = [code_version(), _hash_of(Path(__file__).with_name("index.py"))]
    documents = [(sha, names, _declared(manifest, names)) for sha, names in sorted(places.items())]
    return _digest(deciding, documents, sorted(manifest.items()), curation.text)


def _part_name(names: tuple[str, ...], manifest: Manifest, decided: bytes | None) -> str:
    """What a document's part of a build depends on, beside its hash and the code."""
    changed = hashlib.sha256(decided).hexdigest() if decided is not None else None
    return _digest(names, _declared(manifest, names), changed)


def _digest(*values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


def _hash_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def is_whole(folder: Path, name: str, places: Places) -> bool:
    """Whether the finished graph of a folder is the build of this name, with all its files."""
    try:
        texts = {entry.name for entry in os.scandir(folder / "texts")}
    except OSError:
        return False
    return texts == {f"{sha}.txt" for sha in places} and is_current(folder, name)


def store(
    stored: Stored, name: str
) -> tuple[int, Mapping[str, tuple[Unresolved, ...]], Mapping[str, Mapping[str, int]], Decided]:
    """Write texts, store and index, and switch to them.

    Returns the number of quads, what of each document (by hash) no link could be found for, the
    counts of the quality queries, and what became of the decisions.
    """
    import pyoxigraph as ox

    from kg import index
    from kg.decided import finish
    from kg.decisions import decide
    from kg.entities import entity_quads
    from kg.links import unresolved_links
    from kg.quads import document_graph
    from kg.quality import counts
    from kg.store import open_graph

    folder, places = stored.folder, stored.places
    decided = decide(stored.curation, places, stored.quads, stored.text)
    parts = {
        sha: _part_name(names, stored.manifest, decided.quads.get(sha))
        for sha, names in places.items()
    }
    # names and kinds that were decided stand in the reference data too
    reference = _digest(decided.names, decided.kinds)
    base, there = _base(folder, parts, reference)

    def quads(sha256: str) -> bytes:
        return decided.quads.get(sha256) or stored.quads(sha256)

    def text(sha256: str) -> bytes:
        changed = decided.texts.get(sha256)
        return stored.done[sha256].text() if changed is None else changed.encode("utf-8")

    def fill(store: ox.Store, home: Path) -> None:
        stale = [sha for sha, part in there.items() if parts.get(sha) != part]
        for sha256 in stale:
            store.remove_graph(ox.NamedNode(document_graph(sha256)))
        for graph in (ENTITIES_GRAPH, CURATION_GRAPH):
            store.remove_graph(ox.NamedNode(graph))
        fresh = [sha for sha in sorted(parts) if there.get(sha) != parts[sha]]
        _load(store, (quads(sha) for sha in fresh), stored.jobs)
        _load(store, [decided.record, *([] if base else [_reference()])], 1)
        store.bulk_extend(list(entity_quads(store, decided.apart)))
        finish(store, decided)
        index.write(store, home)
        (home / "parts.json").write_bytes(_parts(parts, reference))

    made_from = {
        "places": places,
        "manifest": stored.manifest,
        "curation": stored.curation.text,
    }
    try:
        publish(folder, name, fill, made_from, {sha: partial(text, sha) for sha in places}, base)
        with open_graph(folder) as graph:
            return len(graph.store), unresolved_links(graph.store), counts(graph), decided
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"{folder}: the graph can't be written ({error})") from None


def _load(store: ox.Store, parts: Iterable[bytes], threads: int) -> None:
    """Load N-Quads in batches, as many at a time as there are threads: loading needs no GIL."""
    from concurrent.futures import ThreadPoolExecutor

    import pyoxigraph as ox

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
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _base(
    folder: Path, parts: Mapping[str, str], reference: str
) -> tuple[Path | None, Mapping[str, str]]:
    """The finished build to begin with, and its parts; none where too little of it would stay."""
    try:
        build = current_build(folder)
        values = json.loads((build / "parts.json").read_bytes())
        there = {str(sha): str(part) for sha, part in values["parts"].items()}
        same = (values["code"], values["reference"]) == (code_version(), reference)
        stays = sum(parts.get(sha) == part for sha, part in there.items())
        worth = stays > WORTH * max(len(parts), len(there))
        if same and worth and is_current(folder, build.name):
            return build, there
    except (StoreError, OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return None, {}


def _parts(parts: Mapping[str, str], reference: str) -> bytes:
    values = {
        "code": code_version(),
        "reference": reference,
        "parts": dict(sorted(parts.items())),
    }
    return json.dumps(values, indent=0).encode()


def _declared(manifest: Manifest, names: Iterable[str]) -> dict[str, str]:
    """What the manifest says of a file, by its path or, failing that, its name alone."""
    for name in names:
        row = manifest.get(name) or manifest.get(name.rsplit("/", 1)[-1])
        if row:
            return {key: value for key, value in row.items() if value}
    return {}


def _reference() -> bytes:
    import pyoxigraph as ox

    graph = ox.NamedNode(REFERENCE_GRAPH)
    quads = (
        ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for file in reference_files()
        for triple in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    )
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
