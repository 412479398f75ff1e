"""An evaluation as lines for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from kg.evaluation.evaluate import TYPES, Evaluation, finding_fact
from kg.evaluation.matching import Tally

__all__ = ["lines", "miss_lines", "to_json"]

NAME = 22
#: A miss shows so much of its words.
QUOTE = 140


def lines(evaluation: Evaluation) -> Iterator[str]:
    """The scores in tables of fixed width."""
    yield from _facts(evaluation)
    yield ""
    yield from _sentences(evaluation)
    yield ""
    yield from _types(evaluation)
    yield ""
    yield from _calibration(evaluation)


def miss_lines(evaluation: Evaluation) -> Iterator[str]:
    """What was missed, extra or misread, by kind of fact, each with the words behind it."""
    misses = [miss for document in evaluation.documents for miss in document.misses]
    for fact in [fact for fact in evaluation.scores if any(miss.fact == fact for miss in misses)]:
        yield ""
        yield f"{fact}:"
        for miss in misses:
            if miss.fact == fact:
                quote = f"  “{miss.quote[:QUOTE]}”" if miss.quote else ""
                yield f"  {miss.document}  {miss.what:7}  {miss.value}{quote}"


def to_json(evaluation: Evaluation) -> bytes:
    """Everything, as one object; tallies with precision, recall and F1."""
    values = {
        "mean": evaluation.mean,
        "exact": sum(document.exact for document in evaluation.documents),
        "inexact": sum(document.inexact for document in evaluation.documents),
        "unplaced": sum(document.unplaced for document in evaluation.documents),
        "facts": _values(evaluation.scores),
        "by_place": _values(evaluation.total("place")),
        "ceiling": _values(evaluation.total("ceiling")),
        "by_type": {
            kind: {
                "documents": count,
                "facts": _values(evaluation.total("facts", kind)),
                "by_wording": _values(evaluation.total("wording", kind)),
                "by_place": _values(evaluation.total("place", kind)),
            }
            for kind, count in _counts(evaluation).items()
        },
        "calibration": asdict(evaluation.calibration),
        "documents": [
            {"name": one.name, "source": one.source, "type": one.type}
            for one in evaluation.documents
        ],
        "failures": [asdict(failure) for failure in evaluation.failures],
        "misses": [asdict(miss) for one in evaluation.documents for miss in one.misses],
    }
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def _values(tallies: Mapping[str, Tally]) -> dict[str, dict[str, Any]]:
    return {
        name: {
            "precision": tally.precision,
            "recall": tally.recall,
            "f1": tally.f1,
            "gold": tally.gold,
            **asdict(tally),
        }
        for name, tally in tallies.items()
    }


def _counts(evaluation: Evaluation) -> dict[str, int]:
    """How many documents each type has, in the order of `TYPES`."""
    kinds = [document.type for document in evaluation.documents]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(TYPES.values()) if kind in kinds}


def _facts(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'fact':{NAME}} precision  recall     F1   gold  right missed  extra"
    for name, tally in evaluation.scores.items():
        yield (
            f"{name:{NAME}}     {tally.precision:.3f}   {tally.recall:.3f}  {tally.f1:.3f}"
            f"  {tally.gold:5}  {tally.tp:5}  {tally.fn:5}  {tally.fp:5}"
        )
    yield (
        f"{'mean F1':{NAME}}                      {evaluation.mean:.3f}"
        f"  over {len(evaluation.documents)} documents"
    )
    exact = sum(document.exact for document in evaluation.documents)
    total = exact + sum(document.inexact for document in evaluation.documents)
    yield f"{exact} of {total} findings are the words of their text at their range"
    for failure in evaluation.failures:
        yield f"not read: {failure.name}: {failure.reason}"


def _sentences(evaluation: Evaluation) -> Iterator[str]:
    parts = {name: evaluation.total(name) for name in ("wording", "ceiling", "place")}
    yield f"{'F1 of sentences':{NAME}} by wording  its ceiling  by place   gold"
    for kind, tally in parts["place"].items():
        wording, ceiling = parts["wording"][kind].f1, parts["ceiling"][kind].f1
        scores = f"     {wording:.3f}        {ceiling:.3f}     {tally.f1:.3f}"
        yield f"{kind:{NAME}} {scores}  {tally.gold:5}"
    unplaced = sum(document.unplaced for document in evaluation.documents)
    if unplaced:
        yield f"{unplaced} sentences were not found in the text of their document"


def _types(evaluation: Evaluation) -> Iterator[str]:
    counts = _counts(evaluation)
    yield f"{'F1 and gold by type':{NAME}}" + "".join(f"{kind:>11}" for kind in counts)
    yield f"{'documents':{NAME}}" + "".join(f"{count:11}" for count in counts.values())
    for part, title in (("facts", "{}"), ("wording", "{}"), ("place", "{}, by place")):
        by_type = [evaluation.total(part, kind) for kind in counts]
        for name in dict.fromkeys(name for tallies in by_type for name in tallies):
            head = title.format(name if part == "facts" else finding_fact(name))
            yield f"{head.replace('finding: ', ''):{NAME}}" + "".join(
                f"{_cell(tallies[name]):>11}" for tallies in by_type
            )


def _cell(tally: Tally) -> str:
    return f"{tally.f1:.2f} {tally.gold:4}" if tally != Tally() else "–"


def _calibration(evaluation: Evaluation) -> Iterator[str]:
    found = evaluation.calibration
    yield f"{'confidence':{NAME}}  findings      mean   right"
    for one in found.bins:
        span = f"{one.low:.1f} to {one.high:.1f}"
        yield f"{span:{NAME}}     {one.count:5}     {one.confidence:.3f}   {one.right:.3f}"
    yield f"expected calibration error {found.error:.3f} over {found.count} findings"
