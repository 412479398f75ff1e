"""Whether the confidence of findings is the share of them that is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.evaluation.gold import Sentence
from kg.evaluation.sentences import Finding, Range, agree, shared

__all__ = ["Bin", "Calibration", "Vote", "calibrate", "votes"]

#: Confidences from 0 to 1 fall into so many bins of one width.
BINS = 10


@dataclass(frozen=True, slots=True)
class Vote:
    """A finding in a labelled passage: how sure it was, and whether its kind is the label's."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Findings of about one confidence: how many, how sure on average, which share is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Bins in order, without empty ones.

    `error` is the mean distance between confidence and the share that is right, each bin weighted
    by its count (expected calibration error).
    """

    bins: tuple[Bin, ...]
    count: int
    error: float


def votes(
    sentences: Sequence[Sentence], places: Sequence[Range | None], findings: Iterable[Finding]
) -> Iterator[Vote]:
    """A vote for each finding that stands in a labelled sentence, by its place.

    A finding of two councils is one finding.
    """
    labelled = [
        (place, sentence.kind)
        for place, sentence in zip(places, sentences, strict=True)
        if sentence.kind != "skip"
    ]
    for finding in {finding.range: finding for finding in findings}.values():
        common, kind = max(
            ((shared(place, finding.range), kind) for place, kind in labelled),
            key=lambda one: one[0],
            default=(0, ""),
        )
        if common:
            yield Vote(finding.confidence, agree(kind, finding.kind))


def calibrate(cast: Iterable[Vote]) -> Calibration:
    """How reliable confidence is; a confidence on the edge of two bins falls into the upper one."""
    groups: dict[int, list[Vote]] = defaultdict(list)
    for vote in cast:
        # 0.7 * 10 is 7.000…1: confidences have three digits
        groups[min(BINS - 1, int(round(vote.confidence * BINS, 6)))].append(vote)
    bins = tuple(_bin(number, groups[number]) for number in sorted(groups))
    count = sum(one.count for one in bins)
    apart = sum(one.count * abs(one.confidence - one.right) for one in bins)
    return Calibration(bins, count, apart / count if count else 0.0)


def _bin(number: int, group: Sequence[Vote]) -> Bin:
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        count=len(group),
        confidence=sum(vote.confidence for vote in group) / len(group),
        right=sum(vote.right for vote in group) / len(group),
    )
