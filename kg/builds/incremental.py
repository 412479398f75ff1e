"""Incremental builds: a draft that starts with what it can reuse of the last build.

When most documents are unchanged, the draft is a copy of the last store without what left or
changed; otherwise it starts with the reference data alone.
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
from kg.rdf.iris import CURATION_GRAPH, ENTITIES_GRAPH, REFERENCE_GRAPH
from kg.resources import reference_files
from kg.store.build_folder import current_build, is_current
from kg.store.draft import Draft

if TYPE_CHECKING:  # what is slow to import waits until something has changed
    from concurrent.futures import Future

__all__ = ["SUMMARY", "StartedDraft", "read_summary", "start_draft", "start_in_background"]

#: The file with the summary of a build, in its folder.
SUMMARY = "summary.json"
#: A build that can reuse less than this share of the documents starts from nothing.
LEAST_REUSED = 0.5


@dataclass(frozen=True, slots=True)
class StartedDraft:
    """A draft with the reference data and the documents that it reuses (hash to part name).

    Nothing in it spans documents; `quads` counts what it holds.
    """

    draft: Draft
    reused: Mapping[str, str]
    quads: int


@contextmanager
def start_in_background(
    folder: Path, code: str, reference: str, parts: Mapping[str, str]
) -> Iterator[Future[StartedDraft]]:
    """Start a draft (see `start_draft`) in a thread of its own, while documents are processed.

    A draft that was not published by the end of the `with` block is removed.
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
    """A draft that reuses those `parts` (hash to name) that the last build has under these names.

    `code` and `reference` are the versions of the code and of the reference data; a build with
    others is not reused.  Raises OSError when the draft can't be written.
    """
    from kg.graph.claims import document_graph_iri
    from kg.store.named_graphs import load_quads, remove_graphs

    base, last = _reusable(folder, code, reference, parts)
    draft = Draft(folder, base)
    try:
        if last is None:
            load_quads(draft.store, [_reference()], 1)
            return StartedDraft(draft, {}, len(draft.store))
        reused = {sha: part for sha, part in last.parts.items() if parts.get(sha) == part}
        left = [document_graph_iri(sha) for sha in last.parts if sha not in reused]
        left += [ENTITIES_GRAPH, CURATION_GRAPH]
        return StartedDraft(draft, reused, last.quads - remove_graphs(draft.store, left))
    except BaseException:
        draft.close()
        raise


def _reusable(
    folder: Path, code: str, reference: str, parts: Mapping[str, str]
) -> tuple[Path, BuildSummary] | tuple[None, None]:
    """The last build and its summary; none when too little of it can be reused."""
    try:
        build = current_build(folder)
        last = read_summary(build)
        same_versions = (last.code, last.reference) == (code, reference)
        reused = sum(parts.get(sha) == part for sha, part in last.parts.items())
        enough = reused > LEAST_REUSED * max(len(parts), len(last.parts))
        if same_versions and enough and is_current(folder, build.name):
            return build, last
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
    """The reference data as N-Quads of their named graph."""
    import pyoxigraph as ox

    graph = ox.NamedNode(REFERENCE_GRAPH)
    quads = (
        ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for file in reference_files()
        for triple in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    )
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
