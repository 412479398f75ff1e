"""The report of a build: the outcome for each source (`report.json` in the graph folder)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kg.atomic_files import write_atomically
from kg.builds.losses import lost
from kg.documents.sources import Failure, Sources
from kg.model import NO_INSPECTION

__all__ = [
    "FILE",
    "BuildSummary",
    "Report",
    "make_report",
    "previous_folders",
    "previous_places",
    "repeat_report",
    "write_report",
]

FILE = "report.json"


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """The summary of a build, in a file beside its store.

    The next build compares `code`, `reference` and `parts` (hash to name) to reuse this one.
    `unresolved` are each document's links that could not be resolved, by hash; `quality` are the
    counts of the quality queries.
    """

    code: str
    reference: str
    parts: Mapping[str, str]
    quads: int
    unresolved: Mapping[str, Sequence[Mapping[str, Any]]]
    quality: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Report:
    """How a build went; `report.json` holds the same."""

    documents: tuple[dict[str, Any], ...]
    failures: tuple[Failure, ...]
    ignored: tuple[str, ...]
    duplicates: tuple[dict[str, Any], ...]
    removed: tuple[str, ...]
    processed: int
    quads: int
    seconds: float
    counts: Mapping[str, int] = field(default_factory=dict)
    quality: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    #: Number of curation decisions applied, and those that do not apply: number, decision, reason.
    decisions_applied: int = 0
    decisions_not_applied: tuple[Mapping[str, Any], ...] = ()
    #: The source folders, relative to the graph folder; with `add` those of earlier builds too.
    folders: tuple[str, ...] = ()
    #: What was not looked at: hidden files, links that lead elsewhere, graphs.
    left_out: tuple[Failure, ...] = ()


def make_report(
    sources: Sources,
    places: Mapping[str, tuple[str, ...]],
    copies: Mapping[str, str],
    summaries: Mapping[str, dict[str, Any]],
    failures: Iterable[Failure],
    before: Mapping[str, tuple[str, ...]],
    folders: tuple[str, ...],
    processed: int,
    summary: BuildSummary,
    seconds: float,
) -> Report:
    """The report of a build.

    `places` and `before` map hashes to names, now and in the previous report; `copies` are the
    files that repeat a document's text.  `summaries` are of single documents, `summary` is of the
    whole build.
    """
    repeated = set(copies.values())
    documents = tuple(
        {
            "file": names[0],
            "files": list(names),
            "sha256": sha,
            **summaries[sha],
            "unresolved": [*summaries[sha]["unresolved"], *summary.unresolved.get(sha, ())],
        }
        for sha, names in sorted(places.items(), key=lambda item: item[1])
    )
    return Report(
        documents=documents,
        failures=tuple(sorted(failures, key=lambda failure: failure.name)),
        ignored=sources.ignored,
        duplicates=tuple(
            {
                "sha256": sha,
                "files": list(names),
                "same": "text" if sha in repeated else "bytes",
            }
            for sha, names in sorted(places.items(), key=lambda item: item[1])
            if len(names) > 1
        ),
        removed=tuple(sorted(_names(lost(before, places)) - _names(places))),
        folders=folders,
        processed=processed,
        quads=summary.quads,
        quality=summary.quality,
        seconds=seconds,
        counts=_counts(documents),
        left_out=sources.left_out,
    )


def _names(places: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {name for names in places.values() for name in names}


def write_report(folder: Path, report: Report, code: str, build: str) -> None:
    """Write `report.json`; `code` is the version of the code, `build` the name of the build."""
    from kg.gazetteer import Gazetteer

    councils = Gazetteer.load().councils
    values = {
        "documents": [
            {**document, "councils": [f"{g} {councils[g].name}" for g in document["councils"]]}
            for document in report.documents
        ],
        "failures": [asdict(failure) for failure in report.failures],
        "ignored": list(report.ignored),
        "left_out": [asdict(one) for one in report.left_out],
        "duplicates": list(report.duplicates),
        "removed": list(report.removed),
        "folders": list(report.folders),
        "decisions_applied": report.decisions_applied,
        "decisions_not_applied": list(report.decisions_not_applied),
        "quads": report.quads,
        "quality": report.quality,
        "processed": report.processed,
        "seconds": round(report.seconds, 2),
        "code": code,
        "build": build,
    }
    _write(folder, values)


def repeat_report(
    folder: Path, build: str, sources: Sources, folders: tuple[str, ...], seconds: float
) -> Report | None:
    """The report of a build that found nothing changed; None when the old one can't be read.

    It is written again, because what is ignored or left out may differ.
    """
    try:
        values = json.loads((folder / FILE).read_bytes())
        if values["build"] != build:
            return None
        documents = tuple(
            {**document, "councils": [c.partition(" ")[0] for c in document["councils"]]}
            for document in values["documents"]
        )
        report = Report(
            documents=documents,
            failures=(),
            ignored=sources.ignored,
            duplicates=tuple(values["duplicates"]),
            removed=(),
            folders=folders,
            processed=0,
            quads=values["quads"],
            quality=values["quality"],
            decisions_applied=values["decisions_applied"],
            decisions_not_applied=tuple(values["decisions_not_applied"]),
            seconds=seconds,
            counts=_counts(documents),
            left_out=sources.left_out,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    ignored = list(sources.ignored)
    left_out = [asdict(one) for one in sources.left_out]
    values |= {"failures": [], "ignored": ignored, "left_out": left_out}
    values |= {"removed": [], "processed": 0}
    _write(folder, values | {"folders": list(folders), "seconds": round(seconds, 2)})
    return report


def _write(folder: Path, values: Mapping[str, Any]) -> None:
    """Write a report to the graph folder, and beside the build, for when that is brought back."""
    data = (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    for place in (folder / "builds" / values["build"], folder):
        write_atomically(place / FILE, data)


def _counts(documents: Iterable[dict[str, Any]]) -> dict[str, int]:
    """The number of inspections of each type that documents report, and of documents on none."""
    types = (kind for document in documents for kind in document["inspections"] or [NO_INSPECTION])
    return dict(sorted(Counter(types).items()))


def previous_places(folder: Path) -> dict[str, tuple[str, ...]]:
    """The names of the documents of the previous report, by hash; empty without a report."""
    try:
        report = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {doc["sha256"]: tuple(doc["files"]) for doc in report["documents"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def previous_folders(folder: Path) -> tuple[str, ...]:
    """The source folders of the previous report; empty where it names none."""
    try:
        return tuple(json.loads((folder / FILE).read_text(encoding="utf-8"))["folders"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
