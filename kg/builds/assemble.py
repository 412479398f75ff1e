"""Assemble a finished build from documents, people's decisions, and links between documents."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg.builds.build_report import BuildSummary
from kg.builds.cache import CachedResult
from kg.builds.incremental import (
    SUMMARY,
    StartedDraft,
    read_summary,
    start_draft,
    start_draft_in_background,
)
from kg.builds.same_text import copies, merged
from kg.builds.versions import build_version
from kg.curation.curation_file import Curation
from kg.errors import StoreError
from kg.manifest import declared_for
from kg.rdf.iris import CURATION_GRAPH, ENTITIES_GRAPH, document_key
from kg.store.build_folder import current_build, is_current, read_inputs
from kg.store.draft import clean_up

if TYPE_CHECKING:  # slow imports are deferred until something has changed
    from concurrent.futures import Future

    from kg.curation.result import CurationResult

__all__ = [
    "BuildContents",
    "Places",
    "assemble",
    "build_name",
    "is_up_to_date",
    "start_draft_without_decisions",
]

#: The places of each document, by hash.
Places = Mapping[str, tuple[str, ...]]
Manifest = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class BuildContents:
    """The inputs of a build: documents by hash, the manifest and the decisions.

    `files` are the places of each file, `copies` the hash of the document that a file repeats, and
    `places` those of each document.
    """

    folder: Path
    files: Places
    copies: Mapping[str, str]
    places: Places
    results: Mapping[str, CachedResult]
    manifest: Manifest
    curation: Curation
    jobs: int

    @classmethod
    def of(
        cls,
        folder: Path,
        files: Places,
        results: Mapping[str, CachedResult],
        manifest: Manifest,
        curation: Curation,
        jobs: int,
    ) -> Self:
        """The contents of a build of these files: those of the same text are one document."""
        same = copies(files, results)
        return cls(folder, files, same, merged(files, same), results, manifest, curation, jobs)

    def quads(self, sha256: str) -> bytes:
        """A document's quads, including its metadata, as N-Quads."""
        from kg.graph.document_metadata import metadata_quads

        document = self.results[sha256].document
        declared = {**document.declared, **declared_for(self.manifest, self.places[sha256])}
        if document.summary["published"]:
            declared.pop("published", None)
        title = declared.get("title") or document.title
        names = self.places[sha256]
        metadata = metadata_quads(sha256, names, title, declared, document.reports)
        return self.results[sha256].quads() + metadata

    def text(self, sha256: str) -> str:
        """A document's text."""
        return self.results[sha256].text().decode("utf-8")


def build_name(places: Places, manifest: Manifest, curation: Curation) -> str:
    """The name of the build of these documents: a hash of everything that affects it."""
    documents = [
        (sha, names, declared_for(manifest, names)) for sha, names in sorted(places.items())
    ]
    return _digest(build_version(), documents, sorted(manifest.items()), curation.text)


def _part_name(names: tuple[str, ...], manifest: Manifest, *decided: bytes | None) -> str:
    """A hash of everything but the file and the code that affects a document's part of a build."""
    changes = [hashlib.sha256(data).hexdigest() for data in decided if data]
    return _digest(names, declared_for(manifest, names), changes)


def _digest(*values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


def is_up_to_date(folder: Path, name: str, places: Places) -> bool:
    """Whether the finished graph of a folder is the build of this name, with undamaged files."""
    try:
        texts = {entry.name for entry in os.scandir(folder / "texts")}
    except OSError:
        return False
    return texts == {f"{sha}.txt" for sha in places} and is_current(folder, name)


def start_draft_without_decisions(
    folder: Path, places: Places, manifest: Manifest
) -> AbstractContextManager[Future[StartedDraft]]:
    """Start the draft of a build without decisions while its documents are processed."""
    parts = {sha: _part_name(names, manifest) for sha, names in places.items()}
    return start_draft_in_background(folder, build_version(), _digest({}, {}), parts)


def assemble(
    contents: BuildContents, name: str, started: Future[StartedDraft] | None = None
) -> tuple[BuildSummary, CurationResult]:
    """Write texts, store and index, and switch to them.

    `started` is for a build without decisions (see `start_draft_without_decisions`).  Returns the
    build's summary and the result of the decisions.
    """
    from contextlib import closing

    from kg.curation.apply import apply_decisions

    folder, places = contents.folder, contents.places
    decided = apply_decisions(contents.curation, places, contents.quads, contents.text)
    parts = {
        sha: _part_name(
            names, contents.manifest, decided.quads.get(sha), decided.texts.get(sha, "").encode()
        )
        for sha, names in places.items()
    }
    # decided names and kinds are in the reference data too
    versions = {"code": build_version(), "reference": _digest(decided.names, decided.kinds)}

    def text(sha256: str) -> bytes:
        redacted = decided.texts.get(sha256)
        return contents.results[sha256].text() if redacted is None else redacted.encode("utf-8")

    inputs = {
        "places": contents.files,
        "copies": contents.copies,
        "manifest": contents.manifest,
        "curation": contents.curation.text,
    }
    try:
        if not is_current(folder, name):
            current = started.result() if started else start_draft(folder, **versions, parts=parts)
            with closing(current.draft) as draft:
                summary = {**versions, "parts": parts, **_fill(current, contents, decided, parts)}
                (draft.path / SUMMARY).write_text(json.dumps(summary, sort_keys=True), "utf-8")
                texts = {
                    sha: None if current.reused.get(sha) == part else partial(text, sha)
                    for sha, part in parts.items()
                }
                before = read_inputs(folder).get("curation")
                # The previous build has the names of people who are taken out now.
                redacts = decided.redacted_names and before != contents.curation.text
                draft.publish(name, inputs, texts, keeps_previous=not redacts)
        clean_up(folder)
        return read_summary(current_build(folder)), decided
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"{folder}: the graph can't be written ({error})") from None


def _fill(
    started: StartedDraft,
    contents: BuildContents,
    decided: CurationResult,
    parts: Mapping[str, str],
) -> dict[str, Any]:
    """Fill the store of a build and write its index; returns the rest of the build's summary.

    One thread indexes the findings, then runs the quality queries.  Meanwhile another links
    documents, then indexes names.  The slow parts of both release the GIL.
    """
    from concurrent.futures import ThreadPoolExecutor
    from contextlib import closing

    from kg.curation.result import replace_names_and_kinds
    from kg.graph.claims import document_graph_iri
    from kg.graph.entity_graph import entity_quads
    from kg.graph.inspection_links import InspectionLinks
    from kg.graph.recommendation_links import follow_up_quads
    from kg.query.quality_counts import counts
    from kg.store.dataset import description_quads
    from kg.store.graph import Graph
    from kg.store.named_graphs import count_quads, load_quads, remove_graphs
    from kg.store.text_index import FILE, Index

    def quads(sha256: str) -> bytes:
        return decided.quads.get(sha256) or contents.quads(sha256)

    draft, store = started.draft, started.draft.store
    unchanged = {sha for sha, part in started.reused.items() if parts.get(sha) == part}
    changed = [sha for sha in sorted(parts) if sha not in unchanged]
    # documents that the draft reuses, but that had to be processed again and can't be read
    obsolete = [document_graph_iri(sha) for sha in started.reused.keys() - unchanged]
    reused = started.quads - remove_graphs(store, obsolete)
    load_quads(store, map(quads, changed), contents.jobs)
    load_quads(store, [decided.record], 1)
    with ThreadPoolExecutor(1) as background, closing(Index(draft.path / FILE)) as index:
        indexed = background.submit(
            index.add_documents,
            store,
            map(document_key, parts),
            draft.base and draft.base / FILE,
            set(map(document_key, unchanged)),
        )
        links = InspectionLinks(store)
        entities = entity_quads(store, decided.different_people)
        store.bulk_extend([*entities, *links.quads()])
        store.bulk_extend(follow_up_quads(store))
        replace_names_and_kinds(store, decided)
        indexed.result()
        quality = background.submit(counts, Graph(store, None, str(contents.folder)))
        index.add_names(store)
        unresolved = {sha: list(map(asdict, each)) for sha, each in links.unresolved().items()}
        graphs = [*map(document_graph_iri, changed), ENTITIES_GRAPH, CURATION_GRAPH]
        countable = unchanged and not decided.applied  # decisions may change other graphs
        size = reused + count_quads(store, graphs) if countable else len(store)
        described = description_quads(store, size)
        store.bulk_extend(described)
        size += len(described)
        return {"quads": size, "unresolved": unresolved, "quality": quality.result()}
