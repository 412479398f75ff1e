"""The composition: sources in, a finished graph folder out.

Each document is worked on alone, in a worker process, and what comes of it is kept under its hash
and the code's; so a second build works only on what changed, and one bad document costs itself.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import index
from kg.errors import DocumentError, InputError, StoreError
from kg.files import write_atomically
from kg.manifest import read_manifest
from kg.model import Failure, Source, Unresolved
from kg.names import REFERENCE_GRAPH
from kg.quality import counts
from kg.report import Report, places_before, report, write_report
from kg.resources import model_file, reference_files
from kg.sources import Sources, find_sources
from kg.store import open_graph, publish

__all__ = ["Report", "build", "work"]

#: What decides what comes of a document, beside the folders `documents` and `extraction`.
MODULES = (
    "__init__",
    "build",
    "entities",
    "gazetteer",
    "graph",
    "identities",
    "linking",
    "links",
    "marks",
    "model",
    "names",
    "quads",
    "spelling",
)
LIBRARIES = ("spacy", "pypdfium2", "trafilatura", "python-docx")
#: What a folder holds that a build made; any other folder that is not empty is left alone.
OURS = ("current", "report.json", "builds", "cache")
#: A document may take a worker this long, in seconds.
TIME_LIMIT = 180
#: So many failures are named in one message.
MOST_NAMED = 3

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of one document: its quads, its text, and what the report says of it."""

    sha256: str
    quads: bytes
    text: str
    title: str
    declared: dict[str, str]
    reports: tuple[str, ...]
    summary: dict[str, Any]


def build(
    paths: Iterable[Path],
    folder: Path,
    *,
    add: bool = False,
    jobs: int = 1,
    manifest: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read, extract, link and store; returns how it went.

    With `add`, documents of the folder that are not among the sources stay.  Raises InputError
    for a bad manifest or no sources at all, StoreError when the folder can't be written.
    """
    started = time.monotonic()
    _check_folder(folder)
    declared = read_manifest(manifest) if manifest else {}
    sources = find_sources(paths)
    places = _places(sources)
    before = places_before(folder)
    if add:
        given = {name for names in places.values() for name in names}
        # a file that is given again replaces what stood under its name
        kept = {sha: names for sha, names in before.items() if not given.issuperset(names)}
        places = {**kept, **places}
    cache_folder = folder / "cache"
    by_hash = {source.sha256: source for source in reversed(sources.found)}
    done: dict[str, Worked] = {}
    failures = list(sources.failures)
    todo: list[Source] = []
    for sha256 in sorted(places):
        worked = _recall(cache_folder, sha256)
        if worked is not None:
            done[sha256] = worked
        elif sha256 in by_hash:
            todo.append(by_hash[sha256])
        else:
            failures.append(
                Failure(
                    places[sha256][0], "was built by another version of kg; give its file again"
                )
            )
    for number, (source, outcome) in enumerate(_work_all(todo, jobs), start=1):
        if progress:
            progress(number, len(todo), source.name)
        if isinstance(outcome, Worked):
            _keep(cache_folder, outcome)
            done[source.sha256] = outcome
        else:
            failures += [Failure(name, outcome) for name in places[source.sha256]]
    if not done:
        reasons = "; ".join(
            f"{failure.name}: {failure.reason}" for failure in failures[:MOST_NAMED]
        )
        raise InputError(f"no document could be read, so no graph was made: {reasons}")
    kept = {sha: names for sha, names in places.items() if sha in done}
    quads, unresolved = _store(folder, kept, done, declared)
    with open_graph(folder) as graph:
        quality = counts(graph)
    fresh = sum(source.sha256 in done for source in todo)
    seconds = time.monotonic() - started
    summaries = {sha: done[sha].summary for sha in kept}
    found = report(
        sources, kept, summaries, failures, before, fresh, quads, quality, unresolved, seconds
    )
    write_report(folder, found, code_version())
    _tidy(folder, kept)
    return found


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


@cache
def code_version() -> str:
    """A hash of what decides what comes of a document: code, patterns, model, reference data."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\0".encode())
    files = [
        *(package / f"{name}.py" for name in MODULES),
        *sorted((package / "documents").glob("*.py")),
        *sorted((package / "extraction").rglob("*.py")),
        *sorted((package / "extraction").rglob("*.toml")),
        *reference_files(),
        model_file(),
    ]
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def work(data: bytes, name: str, sha256: str) -> Worked:
    """One document, from its bytes to its quads; raises DocumentError when it can't be read."""
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
    return Worked(
        sha256=sha256,
        quads=document_quads(linked),
        text=document.text,
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


def _work_file(path: Path, name: str, sha256: str) -> Worked | str:
    """Runs in a worker: a document's outcome, or the reason why there is none."""
    try:
        return work(path.read_bytes(), name, sha256)
    except DocumentError as error:
        return str(error)
    except OSError as error:
        return f"can't be read ({error.strerror or error})"


def _work_all(todo: list[Source], jobs: int) -> Iterator[tuple[Source, Worked | str]]:
    """Outcomes in the order of `todo`; a worker that dies or hangs costs its document alone."""
    if not todo:
        return
    from multiprocessing import get_context

    from pebble import ProcessExpired, ProcessPool

    workers = min(jobs, len(todo))
    with ProcessPool(max_workers=workers, context=get_context("spawn")) as pool:
        futures = [
            pool.schedule(_work_file, args=(s.path, s.name, s.sha256), timeout=TIME_LIMIT)
            for s in todo
        ]
        try:
            for source, future in zip(todo, futures, strict=True):
                try:
                    yield source, future.result()
                except TimeoutError:
                    yield source, f"took longer than {TIME_LIMIT} seconds"
                except ProcessExpired as error:
                    yield source, f"the worker that read it ended (exit code {error.exitcode})"
                except MemoryError:
                    yield source, "needs more memory than there is"
                except Exception as error:  # noqa: BLE001 - a fault of kg's own costs one document
                    yield source, f"kg failed on it ({type(error).__name__}: {error}); report it"
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def _keep(folder: Path, worked: Worked) -> None:
    """Keep an outcome for the next build."""
    values = asdict(worked)
    values["quads"] = worked.quads.decode("utf-8")
    name = f"{worked.sha256}-{code_version()}.json"
    write_atomically(folder / name, json.dumps(values, ensure_ascii=False).encode())


def _recall(folder: Path, sha256: str) -> Worked | None:
    """What an earlier build with the same code kept of a document."""
    try:
        values = json.loads((folder / f"{sha256}-{code_version()}.json").read_bytes())
        values["quads"] = values["quads"].encode("utf-8")
        values["reports"] = tuple(values["reports"])
        return Worked(**values)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _store(
    folder: Path,
    places: Mapping[str, tuple[str, ...]],
    done: Mapping[str, Worked],
    manifest: Mapping[str, Mapping[str, str]],
) -> tuple[int, Mapping[str, tuple[Unresolved, ...]]]:
    """Write texts, store and index, and switch to them.

    Returns the number of quads, and what of each document (by hash) no link could be found for.
    """
    from kg.entities import entity_quads
    from kg.graph import metadata_quads
    from kg.links import unresolved_links

    parts = [_reference()]
    for sha256 in sorted(places):
        worked = done[sha256]
        declared = {**worked.declared, **_declared(manifest, places[sha256])}
        if worked.summary["published"]:
            declared.pop("published", None)
        title = declared.get("title") or worked.title
        metadata = metadata_quads(sha256, places[sha256], title, declared, worked.reports)
        parts += [worked.quads, metadata]
        _write_text(folder, sha256, worked.text)
    # the index stands beside the store: where it changes, both are written again
    digest = hashlib.sha256(code_version().encode() + Path(index.__file__).read_bytes())
    for part in parts:
        digest.update(part)
    name = digest.hexdigest()[:16]

    def fill(store: ox.Store) -> None:
        for part in parts:
            store.bulk_load(io.BytesIO(part), ox.RdfFormat.N_QUADS)
        store.bulk_extend(list(entity_quads(store)))
        index.write(store, folder / "builds" / name)

    try:
        publish(folder, name, fill)
        store = ox.Store.read_only(str(folder / "builds" / name / "store"))
        return len(store), unresolved_links(store)
    except OSError as error:
        raise StoreError(f"{folder}: the graph can't be written ({error})") from None


def _declared(manifest: Mapping[str, Mapping[str, str]], names: Iterable[str]) -> dict[str, str]:
    """What the manifest says of a file, by its path or, failing that, its name alone."""
    for name in names:
        row = manifest.get(name) or manifest.get(name.rsplit("/", 1)[-1])
        if row:
            return {key: value for key, value in row.items() if value}
    return {}


def _reference() -> bytes:
    graph = ox.NamedNode(REFERENCE_GRAPH)
    quads: list[ox.Quad] = []
    for file in reference_files():
        quads += [
            ox.Quad(triple.subject, triple.predicate, triple.object, graph)
            for triple in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)
        ]
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _write_text(folder: Path, sha256: str, text: str) -> None:
    path = folder / "texts" / f"{sha256}.txt"
    data = text.encode("utf-8")
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass
    write_atomically(path, data)


def _is_ours(name: str) -> bool:
    """Whether a file in `texts` or `cache` is one that a build wrote."""
    return bool(re.fullmatch(r"[0-9a-f]{64}(?:\.txt|-[0-9a-f]{16}\.json)", name))


def _tidy(folder: Path, places: Mapping[str, tuple[str, ...]]) -> None:
    """Remove the texts and kept outcomes of documents that are no longer in the graph."""
    for name in ("texts", "cache"):
        for file in (folder / name).glob("*"):
            sha256 = file.name[:64]
            stale = name == "cache" and not file.name.endswith(f"-{code_version()}.json")
            if _is_ours(file.name) and (sha256 not in places or stale):
                with suppress(OSError):  # on Windows a reader may have it open
                    file.unlink()
