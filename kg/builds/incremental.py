"""Incremental builds: a draft that starts with what it can reuse of the previous build.

When most documents are unchanged, the draft is a copy of the previous store without the removed
and the changed documents; otherwise it starts with the reference data alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.builds.build_report import BuildSummary
from kg.errors import StoreError
from kg.rdf.iris import CURATION_GRAPH, DESCRIPTION_GRAPH, ENTITIES_GRAPH, REFERENCE_GRAPH
from kg.resources import reference_files
from kg.store.build_folder import current_build, is_current
from kg.store.draft import Draft

if TYPE_CHECKING:  # slow imports are deferred until something has changed
    from concurrent.futures import Future

__all__ = ["SUMMARY", "StartedDraft", "read_summary", "start_draft", "start_draft_in_background"]

#: Name of the file with a build's summary, in its folder.
SUMMARY = "summary.json"
#: Minimum share of documents to reuse; with less, a build starts from nothing.
MIN_REUSED = 0.5


@dataclass(frozen=True, slots=True)
class StartedDraft:
    """A draft with the reference data and the documents that it reuses (hash to part name).

    It holds no links between documents; `quads` is its number of quads.
    """

    draft: Draft
    reused: Mapping[str, str]
    quads: int


@contextmanager
def start_draft_in_background(
    folder: Path, code: str, reference: str, parts: Mapping[str, str]
) -> Iterator[Future[StartedDraft]]:
    """Start a draft (see `start_draft`) in a thread, while documents are processed.

    A draft that is not published by the end of the `with` block is removed.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as background:
        started = background.submit(start_draft, folder, code, reference, parts)
        try:
            yield started
        finally:
            with suppress(OSError):
                started.result().draft.close()


def start_draft(folder: Path, code: str, reference: str, parts: Mapping[str, str]) -> StartedDraft:
    """A draft that reuses the `parts` (hash to name) that the previous build has unchanged.

    `code` and `reference` are the versions of the code and of the reference data; a build of other
    versions is not reused.  Raises OSError when the draft can't be written.
    """
    from kg.graph.claims import document_graph_iri
    from kg.store.named_graphs import load_quads, remove_graphs

    base, previous = _reusable(folder, code, reference, parts)
    draft = Draft(folder, base)
    try:
        if previous is None:
            load_quads(draft.store, [_reference()], 1)
            return StartedDraft(draft, {}, len(draft.store))
        reused = {sha: part for sha, part in previous.parts.items() if parts.get(sha) == part}
        obsolete = [document_graph_iri(sha) for sha in previous.parts if sha not in reused]
        obsolete += [ENTITIES_GRAPH, CURATION_GRAPH, DESCRIPTION_GRAPH]
        return StartedDraft(draft, reused, previous.quads - remove_graphs(draft.store, obsolete))
    except BaseException:
        draft.close()
        raise


def _reusable(
    folder: Path, code: str, reference: str, parts: Mapping[str, str]
) -> tuple[Path, BuildSummary] | tuple[None, None]:
    """The previous build and its summary; None twice when too little of it can be reused."""
    try:
        build = current_build(folder)
        previous = read_summary(build)
        same_versions = (previous.code, previous.reference) == (code, reference)
        reused = sum(parts.get(sha) == part for sha, part in previous.parts.items())
        enough = reused > MIN_REUSED * max(len(parts), len(previous.parts))
        if same_versions and enough and is_current(folder, build.name):
            return build, previous
    except (StoreError, OSError):
        pass
    return None, None


def read_summary(build: Path) -> BuildSummary:
    """The summary of a build; raises OSError when it can't be read."""
    try:
        return BuildSummary(**json.loads((build / SUMMARY).read_bytes()))
    except (ValueError, TypeError) as error:
        raise OSError(f"{build / SUMMARY}: {error}") from None


def _reference() -> bytes:
    """The reference data as N-Quads, in its named graph."""
    import pyoxigraph as ox

    graph = ox.NamedNode(REFERENCE_GRAPH)
    quads = (
        ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for file in reference_files()
        for triple in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    )
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
