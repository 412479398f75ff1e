"""One document: a task for a worker, and what comes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.builds.cache import Outcome, pack
from kg.builds.versions import document_version
from kg.errors import DocumentError

__all__ = ["Task", "outcomes", "work", "work_file"]

#: So many batches a worker are begun before their results are due.
AHEAD = 8
#: So many documents make a batch on a cluster.
TOGETHER = 4


@dataclass(frozen=True, slots=True)
class Task:
    """A document to work on: a file that its worker can read, and the hash of its bytes."""

    path: Path
    name: str
    sha256: str


def work(data: bytes, name: str, sha256: str) -> bytes:
    """One document, from its bytes to what is kept of it (`kg.builds.cache.pack`).

    Raises DocumentError when it can't be read.
    """
    from kg.documents.readers import read
    from kg.extraction.pipeline import extract
    from kg.graph.document_graph import document_quads
    from kg.graph.document_metadata import title_of
    from kg.graph.linking import link
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
        reports=tuple(one.iri for one in linked.inspections) if unpublished else (),
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


def outcomes(
    todo: list[Task], jobs: int, cluster: str | None
) -> Iterator[tuple[Task, bytes | str]]:
    """Outcomes in the order of `todo`, here or on a cluster."""
    if not todo:
        return
    from kg.builds.worker_pool import Workers, in_order

    if cluster is None:
        with Workers(work_file, min(jobs, len(todo))) as submit:
            yield from in_order(submit, todo, 1, AHEAD * jobs)
        return
    from kg.builds.dask_cluster import Cluster

    with Cluster(cluster, work_file, document_version) as many:
        yield from in_order(many, todo, TOGETHER, AHEAD * max(1, many.count))
