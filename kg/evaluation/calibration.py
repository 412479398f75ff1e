"""Compares the confidence of findings with the share that is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.evaluation.gold import GoldSentence
from kg.evaluation.sentences import PredictedFinding, Range, agree, shared_length

__all__ = ["Bin", "Calibration", "Outcome", "calibrate", "outcomes"]

#: Number of bins, of equal width, for confidences from 0 to 1.
BINS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """The confidence of a finding in a labelled passage, and whether its kind is right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Findings of similar confidence: their number, mean confidence, and share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The bins that are not empty, in order.

    `error` is the expected calibration error: the mean distance between confidence and the share
    that is right, with each bin weighted by its count.
    """

    bins: tuple[Bin, ...]
    count: int
    error: float


def outcomes(
    sentences: Sequence[GoldSentence],
    places: Sequence[Range | None],
    findings: Iterable[PredictedFinding],
) -> Iterator[Outcome]:
    """The outcome of each finding in a labelled sentence, by its place.

    A finding about two councils counts once.
    """
    labelled = [
        (place, sentence.kind)
        for place, sentence in zip(places, sentences, strict=True)
        if sentence.kind != "skip"
    ]
    for finding in {finding.range: finding for finding in findings}.values():
        common, kind = max(
            ((shared_length(place, finding.range), kind) for place, kind in labelled),
            key=lambda item: item[0],
            default=(0, ""),
        )
        if common:
            yield Outcome(finding.confidence, agree(kind, finding.kind))


def calibrate(outcomes: Iterable[Outcome]) -> Calibration:
    """Calibrate; a confidence on the edge of two bins is in the upper one."""
    groups: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        # 0.7 * 10 is 7.000…1: confidences have three digits
        groups[min(BINS - 1, int(round(outcome.confidence * BINS, 6)))].append(outcome)
    bins = tuple(_bin(number, groups[number]) for number in sorted(groups))
    count = sum(item.count for item in bins)
    total_gap = sum(item.count * abs(item.confidence - item.right) for item in bins)
    return Calibration(bins, count, total_gap / count if count else 0.0)


def _bin(number: int, group: Sequence[Outcome]) -> Bin:
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        count=len(group),
        confidence=sum(outcome.confidence for outcome in group) / len(group),
        right=sum(outcome.right for outcome in group) / len(group),
    )
