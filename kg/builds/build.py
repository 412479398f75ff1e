"""Build a graph folder from documents: the composition of all stages.

Each document is processed alone, in a worker process or on a cluster, and its result is cached
under the hash of the file and the version of the code.  So a second build processes only what has
changed, an interrupted one continues where it stopped, and a document that fails does not stop
the others.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.builds.assemble import (
    BuildContents,
    Places,
    assemble,
    build_name,
    is_up_to_date,
    start_draft_without_decisions,
)
from kg.builds.build_report import (
    Report,
    make_report,
    previous_folders,
    previous_places,
    repeat_report,
    write_report,
)
from kg.builds.cache import CachedResult, load, save
from kg.builds.kept_builds import LOCK, remove_stale
from kg.builds.losses import check_given, check_known, check_losses, folders_of
from kg.builds.same_text import merged
from kg.builds.unpacking import unpacked
from kg.builds.versions import build_version
from kg.curation import curation_file
from kg.curation.curation_file import Curation
from kg.documents.scan import check_ocr
from kg.documents.sources import Failure, Sources, find_sources
from kg.errors import InputError, StoreError
from kg.manifest import beside as manifests_beside
from kg.manifest import declared_for, read_manifest
from kg.model import DocumentKind, Progress
from kg.store.build_folder import read_inputs
from kg.store.draft import remove_leftovers, remove_unused
from kg.store.locks import write_lock

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kg.builds.document_job import DocumentJob
    from kg.builds.incremental import StartedDraft
    from kg.builds.removal import Removed

__all__ = ["Report", "build", "remove"]

#: Files of a graph folder; a non-empty folder without any of them is left alone.
KNOWN_FILES = ("current", "report.json", "builds", "cache", "lock", curation_file.FILE)
#: Failures that an error message names.
MAX_FAILURES_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One run of `build` or `remove`: what its report adds to the contents of the build."""

    sources: Sources
    failures: tuple[Failure, ...]
    #: Places of the documents of the previous build, by hash.
    before: Places
    #: The source folders, relative to the graph folder.
    folders: tuple[str, ...]
    #: Documents processed, as opposed to read from the cache.
    processed: int
    started: float


def build(
    paths: Iterable[Path],
    folder: Path,
    *,
    add: bool = False,
    mirror: bool = False,
    jobs: int = 1,
    cluster: str | None = None,
    manifest: Path | None = None,
    curation: Path | None = None,
    ocr: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Read, extract, link and store documents; returns a report.

    Documents of the folder that are not among the sources remain with `add`, and otherwise leave;
    if they are many, only with `mirror` (see `kg.builds.losses`).  Documents are processed by
    `jobs` processes, or by the Dask cluster that `cluster` names (see `kg.builds.dask_cluster`).
    With `ocr`, scans are read too; one that was read stays without it.
    Without a `manifest`, those that lie beside the documents are read.  Decisions come from
    `curation`, or else from the folder's own file, if it has one.

    Raises InputError for a bad manifest, bad decisions, no readable source, or a build that would
    lose documents; StoreError when the folder can't be written or another build is writing to it;
    UsageError for a cluster that can't be used.
    """
    started = time.monotonic()
    _check_before(folder, ocr=ocr)
    given = list(paths)
    manifests = (manifest,) if manifest else manifests_beside(given)
    declared = _read_manifests(manifests)
    decisions = _read_decisions(folder, curation)
    sources = unpacked(find_sources(given, aside=manifests), jobs)
    with write_lock(folder / LOCK):
        remove_leftovers(folder)
        previous = read_inputs(folder)
        before = _places_from(previous) or previous_places(folder)
        places = _places_by_hash(sources)
        last, folders = previous_folders(folder), folders_of(given, folder)
        if add:
            check_known(folder, before)
            places = _merged(before, places)
            declared = {**previous.get("manifest", {}), **declared}
            folders = tuple(sorted({*last, *folders}))
        if not mirror:
            check_losses(folder, before, places, last, folders)
        name = build_name(places, declared, decisions)
        expected = merged(places, previous.get("copies", {}))
        if not sources.failures and is_up_to_date(folder, name, expected):
            seconds = time.monotonic() - started
            unchanged = repeat_report(folder, name, sources, folders, seconds)
            if unchanged is not None:
                remove_unused(folder)  # those that were still read when the last build ended
                return unchanged
        cached = _cached(folder, places)
        todo, missing = _remaining(places, sources, cached, declared, ocr=ocr)
        check_given(folder, missing, last)
        with ExitStack() as background:
            draft = None
            if todo and not decisions.decisions:
                draft = background.enter_context(
                    start_draft_without_decisions(folder, expected, declared)
                )
            processed: dict[str, CachedResult] = {}
            failures = list(sources.failures)
            for job, result in _process(folder, todo, jobs, cluster, progress):
                if isinstance(result, CachedResult):
                    processed[job.sha256] = result
                else:
                    failures += [Failure(place, result) for place in places[job.sha256]]
            results = {**cached, **processed}
            if not results:
                raise InputError(_nothing_read(failures))
            built = {sha: names for sha, names in places.items() if sha in results}
            if not mirror:  # documents that can't be read any more leave, too
                check_losses(folder, before, built, last, folders)
            contents = BuildContents.of(folder, built, results, declared, decisions, jobs)
            read = len(processed.keys() & contents.places.keys())
            attempt = _Attempt(sources, tuple(failures), before, folders, read, started)
            return _finish(contents, attempt, draft)


def remove(names: Iterable[str], folder: Path, *, dry_run: bool = False) -> Removed:
    """Remove documents from a graph folder, with everything that only they support.

    `names` are places of documents, or the first characters of their hashes.  A document that also
    has another place remains.  Raises UsageError for an unknown name, InputError when nothing would
    remain, StoreError when the folder was built by another version of kg.
    """
    from kg.builds.removal import files_at, places_without, removal_effects
    from kg.store.graph import open_graph

    started = time.monotonic()
    with open_graph(folder) as graph:
        previous = read_inputs(folder)
        before, same = _places_from(previous), previous.get("copies", {})
        documents = merged(before, same)
        remaining = places_without(documents, names)
        removed = removal_effects(graph, documents, remaining)
        places = files_at(before, same, remaining)
    if dry_run:
        return removed
    with write_lock(folder / LOCK):
        remove_leftovers(folder)
        if read_inputs(folder) != previous:
            raise StoreError(f"{folder}: another kg process has just written to it; try again")
        if not places:
            raise InputError(f"{folder}: no document would remain; delete the folder instead")
        results = _cached(folder, places)
        if len(results) < len(places):
            raise StoreError(
                f"{folder}: was built by another version of kg; "
                "build it again from its sources, without these documents"
            )
        decisions = curation_file.parse(previous["curation"], str(folder / curation_file.FILE))
        contents = BuildContents.of(
            folder, places, results, previous["manifest"], decisions, jobs=1
        )
        folders = previous_folders(folder)
        _finish(contents, _Attempt(Sources((), (), ()), (), before, folders, 0, started))
    return removed


def _process(
    folder: Path,
    todo: list[DocumentJob],
    jobs: int,
    cluster: str | None,
    progress: Progress | None,
) -> Iterator[tuple[DocumentJob, CachedResult | str]]:
    """Each job with its result, now in the cache, or the reason why it failed."""
    from kg.builds.document_job import run_jobs

    for number, (job, packed) in enumerate(run_jobs(todo, jobs, cluster), start=1):
        result = packed if isinstance(packed, str) else save(folder, job.sha256, packed)
        if progress:
            words = 0 if isinstance(result, str) else result.document.summary["words"]
            progress(number, len(todo), job.name, words)
        yield job, result


def _nothing_read(failures: Iterable[Failure]) -> str:
    reasons = [f"{failure.name}: {failure.reason}" for failure in failures] or ["none was found"]
    named = "; ".join(reasons[:MAX_FAILURES_NAMED])
    return f"no document could be read, so no graph was written: {named}"


def _merged(before: Places, given: Places) -> dict[str, tuple[str, ...]]:
    """The places of all documents, before and now; a file given again replaces the old one."""
    replaced = {name for names in given.values() for name in names}
    rest = {sha: tuple(n for n in names if n not in replaced) for sha, names in before.items()}
    both = {sha: (*rest.get(sha, ()), *given.get(sha, ())) for sha in (*rest, *given)}
    return {sha: tuple(sorted(names)) for sha, names in both.items() if names}


def _read_manifests(paths: Iterable[Path]) -> dict[str, Mapping[str, str]]:
    """What manifests say of each file; where several name one, the last is right."""
    return {name: row for path in paths for name, row in read_manifest(path).items()}


def _read_decisions(folder: Path, given: Path | None) -> Curation:
    own = folder / curation_file.FILE
    if given is None and not own.exists():
        return Curation(str(own))
    return curation_file.read(given or own)


def _places_from(inputs: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {sha: tuple(names) for sha, names in inputs.get("places", {}).items()}


def _finish(
    contents: BuildContents, attempt: _Attempt, draft: Future[StartedDraft] | None = None
) -> Report:
    """Assemble the build, switch to it, and report."""
    folder, places = contents.folder, contents.places
    previous = read_inputs(folder)
    name = build_name(contents.files, contents.manifest, contents.curation)
    summary, decided = assemble(contents, name, draft)
    report = make_report(
        attempt.sources,
        places,
        contents.copies,
        {sha: decided.redact_summary(contents.results[sha].document.summary) for sha in places},
        attempt.failures,
        attempt.before,
        attempt.folders,
        attempt.processed,
        summary,
        time.monotonic() - attempt.started,
    )
    not_applied = [decision.as_row() for decision in decided.not_applied]
    if not contents.curation.text and previous.get("curation"):
        reason = "no curation file was given: name it with --curation to keep them"
        not_applied.append(
            {"number": 0, "decision": "those of the previous build", "reason": reason}
        )
    report = replace(
        report, decisions_applied=decided.applied, decisions_not_applied=tuple(not_applied)
    )
    write_report(folder, report, build_version(), name)
    remove_stale(folder)
    return report


def _cached(folder: Path, places: Places) -> dict[str, CachedResult]:
    """The results that earlier builds with the same code left in the cache, by hash."""
    results = {sha256: load(folder, sha256) for sha256 in sorted(places)}
    return {sha256: result for sha256, result in results.items() if result is not None}


def _remaining(
    places: Places,
    sources: Sources,
    cached: Mapping[str, CachedResult],
    manifest: Mapping[str, Mapping[str, str]],
    *,
    ocr: bool,
) -> tuple[list[DocumentJob], list[str]]:
    """The documents that are not cached: those to process, and the names of those without a file.

    Prose of which the manifest now says something else is processed again if its file is there.
    """
    from kg.builds.document_job import GIVEN, DocumentJob

    by_hash = {source.sha256: source for source in reversed(sources.found)}
    todo: list[DocumentJob] = []
    missing: list[str] = []
    for sha256 in sorted(places):
        declared = declared_for(manifest, places[sha256])
        given = {name: declared[name] for name in GIVEN if name in declared}
        result = cached.get(sha256)
        if result is not None and not _depends_on(result, given):
            continue
        source = by_hash.get(sha256)
        if source is not None:
            path = source.path.absolute()
            todo.append(DocumentJob(path, source.name, sha256, given, source.inside, ocr))
        elif result is None:
            missing.append(places[sha256][0])
    return todo, missing


def _depends_on(result: CachedResult, given: Mapping[str, str]) -> bool:
    """Whether a result would differ if the document were processed with these values.

    Reports and letters state their date and publisher: these values change no fact of theirs.
    """
    kind = DocumentKind(result.document.summary["kind"])
    return kind.is_prose and result.document.given != given


def _check_before(folder: Path, *, ocr: bool) -> None:
    """Refuse to write into a folder of other files, and OCR that is not installed."""
    if ocr:
        check_ocr()
    occupied = folder.is_dir() and any(folder.iterdir())
    if occupied and not any((folder / name).exists() for name in KNOWN_FILES):
        raise StoreError(
            f"{folder}: not a graph folder, and not empty; name another folder with -o"
        )


def _places_by_hash(sources: Sources) -> dict[str, tuple[str, ...]]:
    """The names of the files with each hash, in order."""
    places: dict[str, list[str]] = {}
    for source in sources.found:
        places.setdefault(source.sha256, []).append(source.name)
    return {sha: tuple(dict.fromkeys(names)) for sha, names in places.items()}
