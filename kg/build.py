"""The composition: sources in, a finished graph folder out.

Each document is worked on alone, in a worker process or on a cluster, and what comes of it is kept
under its hash and the code's.  So a second build works on what changed alone, one that was
interrupted goes on where it stopped, and one bad document costs itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg import curation as curations
from kg.builds import current_build, inputs, is_current, publish, tidy
from kg.curation import Curation
from kg.errors import DocumentError, InputError, StoreError
from kg.locks import alone
from kg.manifest import read_manifest
from kg.model import Failure, Unresolved
from kg.names import CURATION_GRAPH, ENTITIES_GRAPH, REFERENCE_GRAPH
from kg.outcomes import Kept, Outcome, code_version, keep, pack, recall
from kg.removal import Removed, leaving, without
from kg.report import Report, places_before, report, report_again, write_report
from kg.resources import reference_files
from kg.sources import Sources, find_sources

if TYPE_CHECKING:  # what is slow to import waits until something has changed
    import pyoxigraph as ox

    from kg.decisions import Decided

__all__ = ["Progress", "Report", "Task", "build", "remove", "work", "work_file"]

#: What a folder holds that a build made; any other folder that is not empty is left alone.
OURS = ("current", "report.json", "builds", "cache", "lock", curations.FILE)
#: Held by the one process that writes to the folder.
LOCK = "lock"
#: So many failures are named in one message.
MOST_NAMED = 3
#: So many batches a worker are begun before their results are due.
AHEAD = 8
#: So many documents make a batch on a cluster.
TOGETHER = 4
#: So many bytes of N-Quads are loaded into the store at once, a thread.
BATCH = 50_000_000
#: A build that takes over less than this share of the documents of the last begins anew.
WORTH = 0.5

Places = Mapping[str, tuple[str, ...]]
Manifest = Mapping[str, Mapping[str, str]]


class Progress(Protocol):
    """What is told of each document that is done."""

    def __call__(self, done: int, total: int, name: str, words: int = 0, /) -> None:
        """So many are done of so many; the name of the last, and its words."""


@dataclass(frozen=True, slots=True)
class Task:
    """A document to work on: a file that its worker can read, and the hash of its bytes."""

    path: Path
    name: str
    sha256: str


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

    With `add`, documents of the folder that are not among the sources stay.  Documents are worked
    on by `jobs` processes, or by the Dask cluster that `cluster` names (`kg.cluster`).  Decisions
    are those of `curation`, else those of the folder's own file, if it has one.  Raises InputError
    for a bad manifest, bad decisions or no sources at all, StoreError when the folder can't be
    written or another build writes to it, UsageError for a cluster that can't be used.
    """
    started = time.monotonic()
    _check_folder(folder)
    declared = read_manifest(manifest) if manifest else {}
    decisions = _decisions(folder, curation)
    sources = find_sources(paths)
    with alone(folder / LOCK):
        tidy(folder)
        made = inputs(folder)
        before = _places_in(made) or places_before(folder)
        places = _places(sources)
        if add:
            given = {name for names in places.values() for name in names}
            # a file that is given again replaces what stood under its name
            kept = {sha: names for sha, names in before.items() if not given.issuperset(names)}
            places = {**kept, **places}
            declared = {**made.get("manifest", {}), **declared}
        name = _name(places, declared, decisions)
        if not sources.failures and _is_whole(folder, name, places):
            again = report_again(folder, name, sources, time.monotonic() - started)
            if again is not None:
                return again
        done: dict[str, Kept] = {}
        failures = list(sources.failures)
        todo = _recall_all(folder, places, sources, done, failures)
        for number, (source, outcome) in enumerate(_work_all(todo, jobs, cluster), start=1):
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
        stored = _Stored(folder, kept, done, declared, decisions, jobs)
        return _finish(stored, sources, failures, before, fresh, started)


def remove(names: Iterable[str], folder: Path, *, dry_run: bool = False) -> Removed:
    """Take documents out of a graph folder, with all that rests on them alone.

    `names` are places of documents, or the beginning of their hashes.  A document that stands in
    another place too stays.  Raises UsageError for a name that is none, InputError when nothing
    would stay, StoreError when the folder was built by another version of kg.
    """
    from kg.store import open_graph

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
        stored = _Stored(folder, places, done, made["manifest"], decisions, 1)
        _finish(stored, Sources((), (), ()), (), before, 0, started)
    return removed


def _decisions(folder: Path, given: Path | None) -> Curation:
    own = folder / curations.FILE
    if given is None and not own.exists():
        return Curation(str(own))
    return curations.read(given or own)


def _places_in(made: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {sha: tuple(names) for sha, names in made.get("places", {}).items()}


@dataclass(frozen=True, slots=True)
class _Stored:
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


def _finish(
    stored: _Stored,
    sources: Sources,
    failures: Iterable[Failure],
    before: Places,
    fresh: int,
    started: float,
) -> Report:
    """Store what became of the documents, switch to it, and report."""
    folder, places = stored.folder, stored.places
    inputs_before = inputs(folder)
    name = _name(places, stored.manifest, stored.curation)
    quads, unresolved, quality, decided = _store(stored, name)
    seconds = time.monotonic() - started
    summaries = {sha: decided.hidden_in(stored.done[sha].outcome.summary) for sha in places}
    found = report(
        sources, places, summaries, failures, before, fresh, quads, quality, unresolved, seconds
    )
    idle = [asdict(one) for one in decided.idle]
    if not stored.curation.text and inputs_before.get("curation"):
        reason = "no curation file was given: name it with --curation, or they are undone"
        idle.append({"number": 0, "decision": "those of the last build", "reason": reason})
    found = replace(found, decisions=decided.applied, idle=tuple(idle))
    write_report(folder, found, code_version(), name)
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
    by_hash = {source.sha256: source for source in reversed(sources.found)}
    todo: list[Task] = []
    for sha256 in sorted(places):
        kept = recall(folder, sha256)
        source = by_hash.get(sha256)
        if kept is not None:
            done[sha256] = kept
        elif source is not None:
            todo.append(Task(source.path, source.name, sha256))
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


def _name(places: Places, manifest: Manifest, curation: Curation) -> str:
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


def _is_whole(folder: Path, name: str, places: Places) -> bool:
    """Whether the finished graph of a folder is the build of this name, with all its files."""
    try:
        texts = {entry.name for entry in os.scandir(folder / "texts")}
    except OSError:
        return False
    return texts == {f"{sha}.txt" for sha in places} and is_current(folder, name)


def work(data: bytes, name: str, sha256: str) -> bytes:
    """One document, from its bytes to what is kept of it (`kg.outcomes.pack`).

    Raises DocumentError when it can't be read.
    """
    from kg.documents import read
    from kg.extraction.pipeline import extract
    from kg.graph import document_quads, title_of
    from kg.linking import link
    from kg.model import DocumentKind

    document = read(data, name, sha256)
    facts = extract(document)
    linked = link(document, facts)
    declared = {
        key: value
        for key, value in (("url", document.url), ("publisher", document.publisher))
        if value
    }
    if document.published and facts.published is None:
        declared["published"] = document.published
    official = facts.kind in (DocumentKind.REPORT, DocumentKind.LETTER)
    unpublished = official and facts.inspection.published is None
    outcome = Outcome(
        sha256=sha256,
        title=title_of(document),
        declared=declared,
        reports=tuple(iri for _, iri in linked.inspections) if unpublished else (),
        summary={
            "published": facts.published is not None,
            "pages": len(document.pages),
            "words": len(document.text.split()),
            "kind": facts.kind.value,
            "inspection": facts.inspection.type,
            "councils": list(linked.subjects),
            "findings": len(facts.findings),
            "notes": list(document.notes),
            "unresolved": [asdict(one) for one in linked.unresolved],
        },
    )
    return pack(outcome, document_quads(linked), document.text)


def work_file(task: Task) -> bytes | str:
    """Runs in a worker: what is kept of a document, or the reason why there is nothing."""
    try:
        data = task.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != task.sha256:
            return "has changed while it was read; build again"
        return work(data, task.name, task.sha256)
    except DocumentError as error:
        return str(error)
    except OSError as error:
        return f"can't be read ({error.strerror or error})"


def _work_all(
    todo: list[Task], jobs: int, cluster: str | None
) -> Iterator[tuple[Task, bytes | str]]:
    """Outcomes in the order of `todo`, here or on a cluster."""
    if not todo:
        return
    from kg.workers import Workers, in_order

    if cluster is None:
        with Workers(work_file, min(jobs, len(todo))) as submit:
            yield from in_order(submit, todo, 1, AHEAD * jobs)
        return
    from kg.cluster import Cluster

    with Cluster(cluster, work_file, code_version) as many:
        yield from in_order(many, todo, TOGETHER, AHEAD * many.count)


def _store(
    stored: _Stored, name: str
) -> tuple[int, Mapping[str, tuple[Unresolved, ...]], Mapping[str, Mapping[str, int]], Decided]:
    """Write texts, store and index, and switch to them.

    Returns the number of quads, what of each document (by hash) no link could be found for, the
    counts of the quality queries, and what became of the decisions.
    """
    import pyoxigraph as ox

    from kg import index
    from kg.decisions import decide, finish
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


def _is_ours(name: str) -> bool:
    """Whether a file in `texts` or `cache` is one that a build wrote, now or by an older kg."""
    return bool(re.fullmatch(r"[0-9a-f]{64}(?:\.txt|-[0-9a-f]{16}\.(?:kg|json))", name))


def _tidy(folder: Path, places: Places) -> None:
    """Remove the texts and kept outcomes of documents that are no longer in the graph."""
    for name in ("texts", "cache"):
        for file in (folder / name).glob("*"):
            sha256 = file.name[:64]
            stale = name == "cache" and not file.name.endswith(f"-{code_version()}.kg")
            if _is_ours(file.name) and (sha256 not in places or stale):
                with suppress(OSError):  # on Windows a reader may have it open
                    file.unlink()
