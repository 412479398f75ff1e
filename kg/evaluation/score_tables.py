"""Writes an evaluation as tables for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from kg.evaluation.evaluate import TYPES, Evaluation, finding_fact
from kg.evaluation.matching import Tally

__all__ = ["lines", "miss_lines", "to_json"]

NAME_WIDTH = 22
#: Maximum characters of a miss's quote.
MAX_QUOTE = 140


def lines(evaluation: Evaluation) -> Iterator[str]:
    """The scores, as lines of fixed-width tables."""
    yield from _facts(evaluation)
    yield ""
    yield from _sentences(evaluation)
    yield ""
    yield from _types(evaluation)
    yield ""
    yield from _calibration(evaluation)


def miss_lines(evaluation: Evaluation) -> Iterator[str]:
    """The missed and extra facts and misread sentences, by kind of fact, with quotes."""
    misses = [miss for document in evaluation.documents for miss in document.misses]
    missed = {miss.fact for miss in misses}
    for fact in dict.fromkeys((*filter(missed.__contains__, evaluation.scores), *sorted(missed))):
        yield ""
        yield f"{fact}:"
        for miss in misses:
            if miss.fact == fact:
                quote = f"  “{miss.quote[:MAX_QUOTE]}”" if miss.quote else ""
                yield f"  {miss.document}  {miss.what:7}  {miss.value}{quote}"


def to_json(evaluation: Evaluation) -> bytes:
    """The whole evaluation as a JSON object; tallies have precision, recall and F1."""
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
            {"name": document.name, "source": document.source, "type": document.type}
            for document in evaluation.documents
        ],
        "failures": [asdict(failure) for failure in evaluation.failures],
        "misses": [asdict(miss) for document in evaluation.documents for miss in document.misses],
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
    """The number of documents of each type, in the order of `TYPES`."""
    kinds = [document.type for document in evaluation.documents]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(TYPES.values()) if kind in kinds}


def _facts(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'fact':{NAME_WIDTH}} precision  recall     F1   gold  right missed  extra"
    for name, tally in evaluation.scores.items():
        yield (
            f"{name:{NAME_WIDTH}}     {tally.precision:.3f}   {tally.recall:.3f}  {tally.f1:.3f}"
            f"  {tally.gold:5}  {tally.tp:5}  {tally.fn:5}  {tally.fp:5}"
        )
    yield (
        f"{'mean F1':{NAME_WIDTH}}                      {evaluation.mean:.3f}"
        f"  over {len(evaluation.documents)} documents"
    )
    exact = sum(document.exact for document in evaluation.documents)
    total = exact + sum(document.inexact for document in evaluation.documents)
    yield f"{exact} of {total} findings quote the text at their range exactly"
    for failure in evaluation.failures:
        yield f"can't be read: {failure.name}: {failure.reason}"


def _sentences(evaluation: Evaluation) -> Iterator[str]:
    parts = {name: evaluation.total(name) for name in ("wording", "ceiling", "place")}
    yield f"{'F1 of sentences':{NAME_WIDTH}} by wording  its ceiling  by place   gold"
    for kind, tally in parts["place"].items():
        wording, ceiling = parts["wording"][kind].f1, parts["ceiling"][kind].f1
        scores = f"     {wording:.3f}        {ceiling:.3f}     {tally.f1:.3f}"
        yield f"{kind:{NAME_WIDTH}} {scores}  {tally.gold:5}"
    unplaced = sum(document.unplaced for document in evaluation.documents)
    if unplaced:
        yield f"{unplaced} sentences are not in the text of their document"


def _types(evaluation: Evaluation) -> Iterator[str]:
    counts = _counts(evaluation)
    yield f"{'F1 and gold by type':{NAME_WIDTH}}" + "".join(f"{kind:>11}" for kind in counts)
    yield f"{'documents':{NAME_WIDTH}}" + "".join(f"{count:11}" for count in counts.values())
    for part, title in (("facts", "{}"), ("wording", "{}"), ("place", "{}, by place")):
        by_type = [evaluation.total(part, kind) for kind in counts]
        for name in dict.fromkeys(name for tallies in by_type for name in tallies):
            head = title.format(name if part == "facts" else finding_fact(name))
            yield f"{head.replace('finding: ', ''):{NAME_WIDTH}}" + "".join(
                f"{_cell(tallies[name]):>11}" for tallies in by_type
            )


def _cell(tally: Tally) -> str:
    return f"{tally.f1:.2f} {tally.gold:4}" if tally != Tally() else "–"


def _calibration(evaluation: Evaluation) -> Iterator[str]:
    calibration = evaluation.calibration
    yield f"{'confidence':{NAME_WIDTH}}  findings      mean   right"
    for each in calibration.bins:
        span = f"{each.low:.1f} to {each.high:.1f}"
        yield f"{span:{NAME_WIDTH}}     {each.count:5}     {each.confidence:.3f}   {each.right:.3f}"
    yield f"expected calibration error {calibration.error:.3f} over {calibration.count} findings"
