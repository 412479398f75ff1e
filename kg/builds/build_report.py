"""The report of a build: what became of every source; `report.json` in the graph folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kg.atomic_files import write_atomically
from kg.documents.sources import Failure, Sources

__all__ = ["Account", "Report", "places_before", "report", "report_again", "write_report"]

FILE = "report.json"


@dataclass(frozen=True, slots=True)
class Account:
    """What a build came to, as a file beside its store keeps it.

    `code`, `reference` and `parts` (hash to name) are what the next build compares, to begin with
    this one; `unresolved` are, by hash, the links of a document that could not be found; `quality`
    are the counts of the quality queries.
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
    worked: int
    quads: int
    seconds: float
    counts: Mapping[str, int] = field(default_factory=dict)
    quality: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    #: How many decisions of people were applied, and those that do not apply: number, decision
    #: and reason.
    decisions: int = 0
    idle: tuple[Mapping[str, Any], ...] = ()


def report(
    sources: Sources,
    places: Mapping[str, tuple[str, ...]],
    summaries: Mapping[str, dict[str, Any]],
    failures: Iterable[Failure],
    before: Mapping[str, tuple[str, ...]],
    worked: int,
    account: Account,
    seconds: float,
) -> Report:
    """What became of every source.

    `places` and `before` map hashes to names, now and in the last report; `summaries` say what was
    found in a document alone, `account` what in all together.
    """
    documents = tuple(
        {
            "file": names[0],
            "files": list(names),
            "sha256": sha,
            **summaries[sha],
            "unresolved": [*summaries[sha]["unresolved"], *account.unresolved.get(sha, ())],
        }
        for sha, names in sorted(places.items(), key=lambda item: item[1])
    )
    gone = {sha: names for sha, names in before.items() if sha not in places}
    return Report(
        documents=documents,
        failures=tuple(sorted(failures, key=lambda failure: failure.name)),
        ignored=sources.ignored,
        duplicates=tuple(
            {"sha256": sha, "files": list(names)}
            for sha, names in sorted(places.items(), key=lambda item: item[1])
            if len(names) > 1
        ),
        removed=tuple(sorted(_names(gone) - _names(places))),
        worked=worked,
        quads=account.quads,
        quality=account.quality,
        seconds=seconds,
        counts=_counts(documents),
    )


def _names(places: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {name for names in places.values() for name in names}


def write_report(folder: Path, done: Report, code: str, build: str) -> None:
    """Write `report.json`; `code` is the version that made the build, `build` its name."""
    from kg.gazetteer import Gazetteer

    councils = Gazetteer.load().councils
    values = {
        "documents": [
            {**document, "councils": [f"{g} {councils[g].name}" for g in document["councils"]]}
            for document in done.documents
        ],
        "failures": [asdict(failure) for failure in done.failures],
        "ignored": list(done.ignored),
        "duplicates": list(done.duplicates),
        "removed": list(done.removed),
        "decisions": done.decisions,
        "idle": list(done.idle),
        "quads": done.quads,
        "quality": done.quality,
        "worked": done.worked,
        "seconds": round(done.seconds, 2),
        "code": code,
        "build": build,
    }
    _write(folder, values)


def report_again(folder: Path, build: str, sources: Sources, seconds: float) -> Report | None:
    """The report of a build that found nothing changed; None when the last one can't tell.

    It is written too: what was ignored may be other files.
    """
    try:
        values = json.loads((folder / FILE).read_bytes())
        if values["build"] != build:
            return None
        documents = tuple(
            {**document, "councils": [c.partition(" ")[0] for c in document["councils"]]}
            for document in values["documents"]
        )
        found = Report(
            documents=documents,
            failures=(),
            ignored=sources.ignored,
            duplicates=tuple(values["duplicates"]),
            removed=(),
            worked=0,
            quads=values["quads"],
            quality=values["quality"],
            decisions=values["decisions"],
            idle=tuple(values["idle"]),
            seconds=seconds,
            counts=_counts(documents),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    ignored = list(sources.ignored)
    values |= {"failures": [], "ignored": ignored, "removed": [], "worked": 0}
    _write(folder, values | {"seconds": round(seconds, 2)})
    return found


def _write(folder: Path, values: Mapping[str, Any]) -> None:
    data = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    write_atomically(folder / FILE, data.encode("utf-8"))


def _counts(documents: Iterable[dict[str, Any]]) -> dict[str, int]:
    return dict(sorted(Counter(d["inspection"] or "none" for d in documents).items()))


def places_before(folder: Path) -> dict[str, tuple[str, ...]]:
    """Hash to names of the documents of the last report; empty without one."""
    try:
        report = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {doc["sha256"]: tuple(doc["files"]) for doc in report["documents"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
