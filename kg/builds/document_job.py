"""The job of a worker process: one document, from its bytes to its quads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.builds.cache import DocumentResult, pack
from kg.builds.versions import document_version
from kg.errors import DocumentError

if TYPE_CHECKING:
    from kg.model import Document

__all__ = ["GIVEN", "DocumentJob", "process", "run", "run_jobs"]

#: Columns of the manifest by which prose is read: when, where and by whom it was published.
GIVEN = ("url", "published", "publisher")

#: Maximum seconds for a document that may be a scan.
OCR_TIME_LIMIT = 1_800
#: Batches submitted for each worker ahead of their results.
BATCHES_AHEAD = 8
#: Documents in a batch on a cluster.
BATCH_SIZE = 4


@dataclass(frozen=True, slots=True)
class DocumentJob:
    """A document to process: a file that the worker can read, and the hash of its bytes.

    `given` are the values that the manifest gives for it (`GIVEN`); `inside` leads to a file that
    the one at `path` holds.  With `ocr`, the words of a scan are told from its pictures.
    """

    path: Path
    name: str
    sha256: str
    given: Mapping[str, str] = field(default_factory=dict, hash=False)
    inside: tuple[str, ...] = ()
    ocr: bool = False


def process(
    data: bytes,
    name: str,
    sha256: str,
    given: Mapping[str, str] = MappingProxyType({}),
    *,
    ocr: bool = False,
) -> bytes:
    """Process a document; returns the bytes of its cache file (`kg.builds.cache.pack`).

    What the manifest gives precedes the file's own metadata.  Raises DocumentError when the
    document can't be read.
    """
    from kg.documents.likeness import likeness
    from kg.documents.readers import read
    from kg.extraction.pipeline import extract
    from kg.graph.document_graph import document_quads
    from kg.graph.document_metadata import title_of
    from kg.graph.linking import link
    from kg.model import DocumentKind

    file = read(data, name, sha256, ocr=ocr)
    document = with_given(file, given)
    facts = extract(document)
    linked = link(document, facts)
    declared = {
        key: value for key, value in (("url", file.url), ("publisher", file.publisher)) if value
    }
    if file.published and facts.published is None:
        declared["published"] = file.published
    official = facts.kind in (DocumentKind.REPORT, DocumentKind.LETTER)
    unpublished = official and facts.inspection.published is None
    result = DocumentResult(
        sha256=sha256,
        media_type=document.media_type,
        likeness=likeness(document),
        title=title_of(document),
        declared=declared,
        given=dict(given),
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


def with_given(document: Document, given: Mapping[str, str]) -> Document:
    """The document with the values of the manifest instead of those of its file."""
    publisher = given.get("publisher")
    names = (publisher, *(n for n in document.names if n != publisher)) if publisher else None
    return replace(
        document,
        url=given.get("url") or document.url,
        published=given.get("published") or document.published,
        publisher=publisher or document.publisher,
        names=names or document.names,
    )


def run(job: DocumentJob) -> bytes | str:
    """Runs in a worker: the bytes of a document's cache file, or the reason why it failed."""
    try:
        data = _bytes(job)
        if hashlib.sha256(data).hexdigest() != job.sha256:
            return "changed while it was being read; build again"
        return process(data, job.name, job.sha256, job.given, ocr=job.ocr)
    except DocumentError as error:
        return str(error)
    except OSError as error:
        return f"can't be read ({error.strerror or error})"


def _bytes(job: DocumentJob) -> bytes:
    if not job.inside:
        return job.path.read_bytes()
    from kg.documents.containers import entry

    return entry(job.path, job.inside)


def run_jobs(
    todo: list[DocumentJob], jobs: int, cluster: str | None
) -> Iterator[tuple[DocumentJob, bytes | str]]:
    """Each job with its result, or the reason why it failed, in the order of `todo`."""
    if not todo:
        return
    from kg.builds.worker_pool import Workers, in_order

    if cluster is None:
        seconds = OCR_TIME_LIMIT if any(job.ocr for job in todo) else None
        with Workers(run, min(jobs, len(todo)), seconds) as submit:
            yield from in_order(submit, todo, 1, BATCHES_AHEAD * jobs)
        return
    from kg.builds.dask_cluster import Cluster

    with Cluster(cluster, run, document_version) as workers:
        yield from in_order(workers, todo, BATCH_SIZE, BATCHES_AHEAD * max(1, workers.count))
