"""The job of a worker process: one document, from its bytes to its quads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.builds.cache import DocumentResult, pack
from kg.builds.versions import document_version
from kg.errors import DocumentError

__all__ = ["DocumentJob", "process", "run", "run_jobs"]

#: Batches submitted for each worker ahead of their results.
BATCHES_AHEAD = 8
#: Documents in a batch on a cluster.
BATCH_SIZE = 4


@dataclass(frozen=True, slots=True)
class DocumentJob:
    """A document to process: a file that the worker can read, and the hash of its bytes."""

    path: Path
    name: str
    sha256: str


def process(data: bytes, name: str, sha256: str) -> bytes:
    """Process a document; returns the bytes of its cache file (`kg.builds.cache.pack`).

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
    result = DocumentResult(
        sha256=sha256,
        title=title_of(document),
        declared=declared,
        reports=tuple(inspection.iri for inspection in linked.inspections) if unpublished else (),
        summary={
            "published": facts.published is not None,
            "pages": len(document.pages),
            "words": len(document.text.split()),
            "kind": facts.kind.value,
            "inspections": [fact.type for fact in facts.inspections if fact.type],
            "councils": list(linked.subjects),
            "findings": len(facts.findings),
            "notes": list(document.notes),
            "unresolved": [asdict(mention) for mention in linked.unresolved],
        },
    )
    return pack(result, document_quads(linked), document.text)


def run(job: DocumentJob) -> bytes | str:
    """Runs in a worker: the bytes of a document's cache file, or the reason why it failed."""
    try:
        data = job.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != job.sha256:
            return "changed while it was being read; build again"
        return process(data, job.name, job.sha256)
    except DocumentError as error:
        return str(error)
    except OSError as error:
        return f"can't be read ({error.strerror or error})"


def run_jobs(
    todo: list[DocumentJob], jobs: int, cluster: str | None
) -> Iterator[tuple[DocumentJob, bytes | str]]:
    """Each job with its result, or the reason why it failed, in the order of `todo`."""
    if not todo:
        return
    from kg.builds.worker_pool import Workers, in_order

    if cluster is None:
        with Workers(run, min(jobs, len(todo))) as submit:
            yield from in_order(submit, todo, 1, BATCHES_AHEAD * jobs)
        return
    from kg.builds.dask_cluster import Cluster

    with Cluster(cluster, run, document_version) as workers:
        yield from in_order(workers, todo, BATCH_SIZE, BATCHES_AHEAD * max(1, workers.count))
