"""A finished build: what documents say, what people decided, and what only all together say."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.builds.build_report import Account
from kg.builds.cache import Kept
from kg.builds.incremental import ACCOUNT, Begun, account, begin, beginning, count, load, remove
from kg.builds.versions import build_version
from kg.curation.curation_file import Curation
from kg.errors import StoreError
from kg.rdf.iris import CURATION_GRAPH, ENTITIES_GRAPH, document_key
from kg.store.build_folder import current_build, is_current
from kg.store.draft import settle

if TYPE_CHECKING:  # what is slow to import waits until something has changed
    from concurrent.futures import Future

    from kg.curation.result import Decided

__all__ = ["Places", "Stored", "build_name", "early", "is_whole", "store"]

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
        from kg.graph.document_metadata import metadata_quads

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
    documents = [(sha, names, _declared(manifest, names)) for sha, names in sorted(places.items())]
    return _digest(build_version(), documents, sorted(manifest.items()), curation.text)


def _part_name(names: tuple[str, ...], manifest: Manifest, *decided: bytes | None) -> str:
    """What a document's part of a build depends on, beside its hash and the code."""
    changed = [hashlib.sha256(data).hexdigest() for data in decided if data]
    return _digest(names, _declared(manifest, names), changed)


def _digest(*values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


def is_whole(folder: Path, name: str, places: Places) -> bool:
    """Whether the finished graph of a folder is the build of this name, with all its files."""
    try:
        texts = {entry.name for entry in os.scandir(folder / "texts")}
    except OSError:
        return False
    return texts == {f"{sha}.txt" for sha in places} and is_current(folder, name)


def early(
    folder: Path, places: Places, manifest: Manifest
) -> AbstractContextManager[Future[Begun]]:
    """Begin a build without decisions while its documents are worked on."""
    parts = {sha: _part_name(names, manifest) for sha, names in places.items()}
    return beginning(folder, build_version(), _digest({}, {}), parts)


def store(stored: Stored, name: str, begun: Future[Begun] | None = None) -> tuple[Account, Decided]:
    """Write texts, store and index, and switch to them.

    `begun` is for a build without decisions (see `early`).  Returns what the build came to,
    and what became of the decisions.
    """
    from contextlib import closing

    from kg.curation.apply import decide

    folder, places = stored.folder, stored.places
    decided = decide(stored.curation, places, stored.quads, stored.text)
    parts = {
        sha: _part_name(
            names, stored.manifest, decided.quads.get(sha), decided.texts.get(sha, "").encode()
        )
        for sha, names in places.items()
    }
    # names and kinds that were decided stand in the reference data too
    reference = _digest(decided.names, decided.kinds)

    def text(sha256: str) -> bytes:
        changed = decided.texts.get(sha256)
        return stored.done[sha256].text() if changed is None else changed.encode("utf-8")

    made_from = {
        "places": places,
        "manifest": stored.manifest,
        "curation": stored.curation.text,
    }
    try:
        if not is_current(folder, name):
            now = begun.result() if begun else begin(folder, build_version(), reference, parts)
            with closing(now.draft) as draft:
                values = _fill(now, stored, decided, parts)
                came_to = {
                    "code": build_version(),
                    "reference": reference,
                    "parts": parts,
                    **values,
                }
                (draft.home / ACCOUNT).write_text(json.dumps(came_to, sort_keys=True), "utf-8")
                texts = {
                    sha: None if now.stays.get(sha) == part else partial(text, sha)
                    for sha, part in parts.items()
                }
                draft.publish(name, made_from, texts)
        settle(folder)
        return account(current_build(folder)), decided
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"{folder}: the graph can't be written ({error})") from None


def _fill(
    begun: Begun, stored: Stored, decided: Decided, parts: Mapping[str, str]
) -> dict[str, Any]:
    """Fill the store of a build, and write its index; what its account says of all documents.

    One thread writes the findings to the index, and then counts, while another works out what
    spans documents, and then indexes that: what both wait for needs no GIL.
    """
    from concurrent.futures import ThreadPoolExecutor
    from contextlib import closing

    from kg.curation.result import finish
    from kg.graph.claims import document_graph
    from kg.graph.entity_graph import entity_quads
    from kg.graph.inspection_links import InspectionLinks
    from kg.query.quality_counts import counts
    from kg.store.graph import Graph
    from kg.store.text_index import FILE, Index

    def quads(sha256: str) -> bytes:
        return decided.quads.get(sha256) or stored.quads(sha256)

    draft, store = begun.draft, begun.draft.store
    same = {sha for sha, part in begun.stays.items() if parts.get(sha) == part}
    fresh = [sha for sha in sorted(parts) if sha not in same]
    # what was to stay, was worked on again and could not be read any more
    before = begun.quads - remove(store, [document_graph(sha) for sha in begun.stays.keys() - same])
    load(store, map(quads, fresh), stored.jobs)
    load(store, [decided.record], 1)
    with ThreadPoolExecutor(1) as beside, closing(Index(draft.home / FILE)) as index:
        said = beside.submit(
            index.add_documents,
            store,
            map(document_key, parts),
            draft.base and draft.base / FILE,
            set(map(document_key, same)),
        )
        links = InspectionLinks(store)
        store.bulk_extend([*entity_quads(store, decided.apart), *links.quads()])
        finish(store, decided)
        said.result()
        quality = beside.submit(counts, Graph(store, None, str(stored.folder)))
        index.add_names(store)
        unresolved = {sha: list(map(asdict, some)) for sha, some in links.unresolved().items()}
        graphs = [*map(document_graph, fresh), ENTITIES_GRAPH, CURATION_GRAPH]
        few = same and not decided.applied  # a decision may reach into other graphs
        size = before + count(store, graphs) if few else len(store)
        return {"quads": size, "unresolved": unresolved, "quality": quality.result()}


def _declared(manifest: Manifest, names: Iterable[str]) -> dict[str, str]:
    """What the manifest says of a file, by its path or, failing that, its name alone."""
    for name in names:
        row = manifest.get(name) or manifest.get(name.rsplit("/", 1)[-1])
        if row:
            return {key: value for key, value in row.items() if value}
    return {}
