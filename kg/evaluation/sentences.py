"""Compares the findings of a document with its labelled sentences, by wording and by place.

By wording, all findings that resemble a sentence decide its kind together, wherever they are.  A
short list item ("The quality of plans") resembles parts of other sentences too, so even perfect
findings don't score 1: `with_labels` makes such findings, and their score is the ceiling.  By
place, the finding at a sentence's range decides its kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from kg.evaluation.gold import GoldSentence
from kg.evaluation.matching import Tally, normal

__all__ = [
    "KINDS",
    "PredictedFinding",
    "PredictedLabel",
    "Range",
    "agree",
    "by_place",
    "by_wording",
    "locate",
    "shared_length",
    "tallies",
    "with_labels",
]

#: Kinds that are scored; a mixed sentence is right if either half was found.
KINDS = ("strength", "weakness", "recommendation", "none")

#: A range of characters in a document's text, start included, end excluded.
Range = tuple[int, int]


@dataclass(frozen=True)
class PredictedFinding:
    """A finding as the standard queries return it."""

    kind: str
    themes: tuple[str, ...]
    text: str
    range: Range
    confidence: float

    @cached_property
    def normal(self) -> str:
        """The words, without case and punctuation."""
        return normal(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The distinct words."""
        return frozenset(self.normal.split())


@dataclass(frozen=True, slots=True)
class PredictedLabel:
    """A sentence's kind by the findings, and the themes of the finding that fits best."""

    kind: str
    themes: tuple[str, ...] = ()


NO_FINDING = PredictedLabel("none")


# By wording


def by_wording(sentence: str, findings: Iterable[PredictedFinding]) -> PredictedLabel:
    """The kind of the findings that together cover at least half of the sentence's words.

    A finding counts by the share of the sentence that it covers, if above 0.15.  With more than 0.2
    of strengths and more than 0.2 of weaknesses the sentence is mixed.
    """
    sentence_text = normal(sentence)
    words = frozenset(sentence_text.split())
    coverage: dict[str, float] = defaultdict(float)
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for finding in findings:
        share = _share(sentence_text, words, finding)
        if share > 0.15:
            coverage[finding.kind] += share
            best = max(best, (share, finding.themes))
    if sum(coverage.values()) < 0.5:
        return NO_FINDING
    if min(coverage.get("strength", 0.0), coverage.get("weakness", 0.0)) > 0.2:
        return PredictedLabel("mixed", best[1])
    return PredictedLabel(max(coverage, key=lambda kind: coverage[kind]), best[1])


def _share(sentence_text: str, words: frozenset[str], finding: PredictedFinding) -> float:
    """The share of a sentence that a finding covers; 0 if it is much longer or different."""
    finding_text = finding.normal
    if not finding_text or len(finding_text) > 2.2 * len(sentence_text) + 40:
        return 0.0
    if finding_text in sentence_text:
        return len(finding_text) / max(len(sentence_text), 1)
    if sentence_text in finding_text:
        return 1.0
    if len(words & finding.words) < 0.4 * min(len(words), len(finding.words)):
        return 0.0
    same = SequenceMatcher(None, sentence_text, finding_text, autojunk=False).get_matching_blocks()
    # shorter runs than this are stray letters
    return sum(block.size for block in same if block.size > 12) / max(len(sentence_text), 1)


def with_labels(
    sentences: Sequence[GoldSentence],
    findings: Iterable[PredictedFinding],
    places: Sequence[Range | None],
) -> list[PredictedFinding]:
    """The findings as they would be if every label were right.

    Labels replace the findings in the labelled passages; the others stay.
    """
    elsewhere = [
        finding
        for finding in findings
        if not any(place and _overlap(place, finding.range) > 0 for place in places)
    ]
    labelled = [
        PredictedFinding(sentence.kind, sentence.themes, sentence.text, (0, 0), 1.0)
        for sentence in sentences
        if sentence.kind not in ("none", "skip")
    ]
    return [*elsewhere, *labelled]


# By place


class _LettersOnly:
    """The letters of a text, in lower case, with their offsets.

    Spaces, hyphens, bullets and numbers depend on the reader of a page; letters do not.
    """

    def __init__(self, text: str) -> None:
        pairs = [
            (low, at)
            for at, letter in enumerate(text)
            if letter.isalpha()
            for low in letter.casefold()
        ]
        self.text = "".join(letter for letter, _ in pairs)
        self.offsets = [at for _, at in pairs]


def locate(text: str, sentences: Sequence[GoldSentence]) -> list[Range | None]:
    """The range of each sentence in a document's text; None if it is not there.

    Sentences are in document order: the first place after the previous sentence counts.
    """
    letters = _LettersOnly(text)
    places: list[Range | None] = []
    search_from = 0
    for sentence in sentences:
        sentence_text = _LettersOnly(sentence.text).text
        start = letters.text.find(sentence_text, search_from) if sentence_text else -1
        if start < 0 and sentence_text:
            start = letters.text.find(sentence_text)
        if start < 0:
            places.append(None)
            continue
        search_from = start + len(sentence_text)
        places.append((letters.offsets[start], letters.offsets[search_from - 1] + 1))
    return places


def by_place(place: Range | None, findings: Iterable[PredictedFinding]) -> PredictedLabel:
    """The kind and themes of the finding that overlaps a sentence's range most.

    A finding that shares less than half of the shorter range belongs to another sentence; of two
    with equal overlap the first counts.
    """
    best = max(findings, key=lambda finding: shared_length(place, finding.range), default=None)
    if best is None or not shared_length(place, best.range):
        return NO_FINDING
    return PredictedLabel(best.kind, best.themes)


def shared_length(first: Range | None, second: Range) -> int:
    """The number of characters that two ranges share; 0 if under half of the shorter one."""
    if first is None:
        return 0
    common = _overlap(first, second)
    shorter = min(first[1] - first[0], second[1] - second[0])
    return common if 2 * common >= shorter else 0


def _overlap(first: Range, second: Range) -> int:
    """The number of characters that two ranges share; negative if they don't touch."""
    return min(first[1], second[1]) - max(first[0], second[0])


# Counting


def agree(label: str, predicted: str) -> bool:
    """Whether a label and a predicted kind agree; either half of a mixed sentence is enough."""
    halves = ("strength", "weakness", "mixed")
    half_right = "mixed" in (label, predicted) and label in halves and predicted in halves
    return label == predicted or half_right


def tallies(
    sentences: Iterable[GoldSentence], predictions: Iterable[PredictedLabel]
) -> tuple[dict[str, Tally], list[tuple[GoldSentence, PredictedLabel]]]:
    """Tallies by kind, and for first themes under "theme"; and the sentences that were misread.

    A first theme is right if the label has it.
    """
    counts = {kind: Tally() for kind in (*KINDS, "theme")}
    misread: list[tuple[GoldSentence, PredictedLabel]] = []

    def count(kind: str, tally: Tally) -> None:
        if kind in counts:
            counts[kind] += tally

    for sentence, predicted in zip(sentences, predictions, strict=True):
        if sentence.kind == "skip":
            continue
        if not agree(sentence.kind, predicted.kind):
            count(sentence.kind, Tally(fn=1))
            count(predicted.kind, Tally(fp=1))
            misread.append((sentence, predicted))
            continue
        count(predicted.kind if sentence.kind == "mixed" else sentence.kind, Tally(tp=1))
        if sentence.kind != "none" and sentence.themes:
            right = predicted.themes[:1] and predicted.themes[0] in sentence.themes
            count("theme", Tally(tp=1) if right else Tally(fn=1, fp=1))
    return counts, misread
