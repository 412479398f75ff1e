"""The composition: sources in, a finished graph folder out.

Each document is worked on alone, in a worker process or on a cluster, and what comes of it is kept
under its hash and the code's.  So a second build works on what changed alone, one that was
interrupted goes on where it stopped, and one bad document costs itself.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg.builds.assemble import Places, Stored, build_name, early, is_whole, store
from kg.builds.build_report import Report, places_before, report, report_again, write_report
from kg.builds.cache import Kept, keep, recall
from kg.builds.versions import build_version, document_version
from kg.curation import curation_file as curations
from kg.curation.curation_file import Curation
from kg.documents.sources import Failure, Sources, find_sources
from kg.errors import InputError, StoreError
from kg.store.build_folder import inputs
from kg.store.draft import tidy
from kg.store.locks import alone

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kg.builds.document_job import Task
    from kg.builds.incremental import Begun
    from kg.builds.removal import Removed

__all__ = ["Progress", "Report", "build", "remove"]

#: What a folder holds that a build made; any other folder that is not empty is left alone.
OURS = ("current", "report.json", "builds", "cache", "lock", curations.FILE)
#: Held by the one process that writes to the folder.
LOCK = "lock"
#: So many failures are named in one message.
MOST_NAMED = 3


class Progress(Protocol):
    """What is told of each document that is done."""

    def __call__(self, done: int, total: int, name: str, words: int = 0, /) -> None:
        """So many are done of so many; the name of the last, and its words."""


def build(
    paths: Iterable[Path],
    folder: Path,
    *,
    add: bool = False,
    jobs: int = 1,
    cluster: str | None = None,
    manifest: Path | None = None,
    curation: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read, extract, link and store; returns how it went.

    With `add`, documents of the folder that are not among the sources stay.  Documents are
    processed by `jobs` processes, or by the Dask cluster that `cluster` names (see
    `kg.builds.dask_cluster`).
    Decisions are those of `curation`, else those of the folder's own file, if it has one.

    Raises InputError for a bad manifest, bad decisions or no sources at all, StoreError when the
    folder can't be written or another build is writing to it, UsageError for a cluster that can't
    be used.
    """
    started = time.monotonic()
    _check_folder(folder)
    declared = _declared(manifest)
    decisions = _decisions(folder, curation)
    sources = find_sources(paths)
    with alone(folder / LOCK):
        tidy(folder)
        made = inputs(folder)
        before = _places_in(made) or places_before(folder)
        places = _places(sources)
        if add:
            places = _added(before, places)
            declared = {**made.get("manifest", {}), **declared}
        name = build_name(places, declared, decisions)
        if not sources.failures and is_whole(folder, name, places):
            again = report_again(folder, name, sources, time.monotonic() - started)
            if again is not None:
                return again
        done: dict[str, Kept] = {}
        failures = list(sources.failures)
        from kg.builds.document_job import outcomes

        todo = _recall_all(folder, places, sources, done, failures)
        with ExitStack() as beside:
            begun = None
            if todo and not decisions.decisions:
                begun = beside.enter_context(early(folder, places, declared))
            for number, (source, outcome) in enumerate(outcomes(todo, jobs, cluster), start=1):
                words = 0
                if isinstance(outcome, bytes):
                    done[source.sha256] = keep(folder, source.sha256, outcome)
                    words = done[source.sha256].outcome.summary["words"]
                else:
                    failures += [Failure(name, outcome) for name in places[source.sha256]]
                if progress:
                    progress(number, len(todo), source.name, words)
            if not done:
                reasons = "; ".join(
                    f"{failure.name}: {failure.reason}" for failure in failures[:MOST_NAMED]
                )
                raise InputError(f"no document could be read, so no graph was made: {reasons}")
            fresh = sum(source.sha256 in done for source in todo)
            kept = {sha: names for sha, names in places.items() if sha in done}
            stored = Stored(folder, kept, done, declared, decisions, jobs)
            return _finish(stored, sources, failures, before, fresh, started, begun)


def remove(names: Iterable[str], folder: Path, *, dry_run: bool = False) -> Removed:
    """Take documents out of a graph folder, with all that rests on them alone.

    `names` are places of documents, or the beginning of their hashes.  A document that stands in
    another place too stays.  Raises UsageError for a name that is none, InputError when nothing
    would stay, StoreError when the folder was built by another version of kg.
    """
    from kg.builds.removal import leaving, without
    from kg.store.graph import open_graph

    started = time.monotonic()
    with open_graph(folder) as graph:
        made = inputs(folder)
        before = _places_in(made)
        places = without(before, names)
        removed = leaving(graph, before, places)
    if dry_run:
        return removed
    with alone(folder / LOCK):
        tidy(folder)
        if inputs(folder) != made:
            raise StoreError(f"{folder}: another kg has just written to it; try again")
        if not places:
            raise InputError(f"{folder}: no document would stay; remove the folder instead")
        known = {sha: recall(folder, sha) for sha in places}
        done = {sha: kept for sha, kept in known.items() if kept is not None}
        if len(done) < len(places):
            raise StoreError(
                f"{folder}: it was built by another version of kg; "
                "build it again from its sources, without these documents"
            )
        decisions = curations.parse(made["curation"], str(folder / curations.FILE))
        stored = Stored(folder, places, done, made["manifest"], decisions, 1)
        _finish(stored, Sources((), (), ()), (), before, 0, started)
    return removed


def _added(before: Places, given: Places) -> dict[str, tuple[str, ...]]:
    """The places of all documents, before and now; a file given again replaces what it was."""
    again = {name for names in given.values() for name in names}
    left = {sha: tuple(n for n in names if n not in again) for sha, names in before.items()}
    both = {sha: (*left.get(sha, ()), *given.get(sha, ())) for sha in (*left, *given)}
    return {sha: tuple(sorted(names)) for sha, names in both.items() if names}


def _declared(manifest: Path | None) -> Mapping[str, Mapping[str, str]]:
    if manifest is None:
        return {}
    from kg.documents.manifest import read_manifest

    return read_manifest(manifest)


def _decisions(folder: Path, given: Path | None) -> Curation:
    own = folder / curations.FILE
    if given is None and not own.exists():
        return Curation(str(own))
    return curations.read(given or own)


def _places_in(made: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {sha: tuple(names) for sha, names in made.get("places", {}).items()}


def _finish(
    stored: Stored,
    sources: Sources,
    failures: Iterable[Failure],
    before: Places,
    fresh: int,
    started: float,
    begun: Future[Begun] | None = None,
) -> Report:
    """Store what became of the documents, switch to it, and report."""
    folder, places = stored.folder, stored.places
    inputs_before = inputs(folder)
    name = build_name(places, stored.manifest, stored.curation)
    account, decided = store(stored, name, begun)
    seconds = time.monotonic() - started
    summaries = {sha: decided.hidden_in(stored.done[sha].outcome.summary) for sha in places}
    found = report(sources, places, summaries, failures, before, fresh, account, seconds)
    idle = [asdict(one) for one in decided.idle]
    if not stored.curation.text and inputs_before.get("curation"):
        reason = "no curation file was given: name it with --curation, or they are undone"
        idle.append({"number": 0, "decision": "those of the last build", "reason": reason})
    found = replace(found, decisions=decided.applied, idle=tuple(idle))
    write_report(folder, found, build_version(), name)
    _tidy(folder, places)
    return found


def _recall_all(
    folder: Path,
    places: Places,
    sources: Sources,
    done: dict[str, Kept],
    failures: list[Failure],
) -> list[Task]:
    """Fill `done` with what earlier builds kept; the documents that are to be worked on."""
    from kg.builds.document_job import Task

    by_hash = {source.sha256: source for source in reversed(sources.found)}
    todo: list[Task] = []
    for sha256 in sorted(places):
        kept = recall(folder, sha256)
        source = by_hash.get(sha256)
        if kept is not None:
            done[sha256] = kept
        elif source is not None:
            todo.append(Task(source.path.absolute(), source.name, sha256))
        else:
            reason = "was built by another version of kg; give its file again"
            failures.append(Failure(places[sha256][0], reason))
    return todo


def _check_folder(folder: Path) -> None:
    """Refuse to write among other people's files."""
    strange = folder.is_dir() and any(folder.iterdir())
    if strange and not any((folder / name).exists() for name in OURS):
        raise StoreError(f"{folder}: not a graph folder, and not empty; name another with -o")


def _places(sources: Sources) -> dict[str, tuple[str, ...]]:
    """Hash to the names under which those bytes stand, in order."""
    places: dict[str, list[str]] = {}
    for source in sources.found:
        places.setdefault(source.sha256, []).append(source.name)
    return {sha: tuple(dict.fromkeys(names)) for sha, names in places.items()}


def _is_ours(name: str) -> bool:
    """Whether a file in `texts` or `cache` is one that a build wrote, now or by an older kg."""
    return bool(re.fullmatch(r"[0-9a-f]{64}(?:\.txt|-[0-9a-f]{16}\.(?:kg|json))", name))


def _tidy(folder: Path, places: Places) -> None:
    """Remove the texts and kept outcomes of documents that are no longer in the graph."""
    for name in ("texts", "cache"):
        for file in (folder / name).glob("*"):
            sha256 = file.name[:64]
            stale = name == "cache" and not file.name.endswith(f"-{document_version()}.kg")
            if _is_ours(file.name) and (sha256 not in places or stale):
                with suppress(OSError):  # on Windows a reader may have it open
                    file.unlink()
