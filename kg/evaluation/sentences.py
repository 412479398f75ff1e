"""What the findings of a document say of a labelled sentence: by wording, and by place.

By wording, all findings that resemble the sentence judge it together, wherever they stand.  That
needs no place in the text, but a short item of a list ("The quality of plans") resembles parts of
other sentences too, so that even findings which are all right don't score 1: `with_labels` makes
such findings, and their score is the ceiling.  By place, a sentence is judged by the one finding
whose range it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from kg.evaluation.gold import Sentence
from kg.evaluation.matching import Tally, normal

__all__ = [
    "KINDS",
    "Finding",
    "Range",
    "Reading",
    "agree",
    "by_place",
    "by_wording",
    "locate",
    "shared",
    "tallies",
    "with_labels",
]

#: The kinds that are scored; a mixed sentence is right when either half of it was found.
KINDS = ("strength", "weakness", "recommendation", "none")

#: A range of characters in a document's text, start included, end excluded.
Range = tuple[int, int]


@dataclass(frozen=True)
class Finding:
    """A finding as the graph tells it: its kind, its themes, its words and where they stand."""

    kind: str
    themes: tuple[str, ...]
    text: str
    range: Range
    confidence: float

    @cached_property
    def normal(self) -> str:
        """Its words without case and punctuation."""
        return normal(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its different words."""
        return frozenset(self.normal.split())


@dataclass(frozen=True, slots=True)
class Reading:
    """What findings say of a sentence: its kind, and the themes of the finding that fits best."""

    kind: str
    themes: tuple[str, ...] = ()


NOTHING = Reading("none")


# By wording


def by_wording(sentence: str, findings: Iterable[Finding]) -> Reading:
    """The kind of the findings that together hold at least half of the sentence's words.

    A finding counts by the share of the sentence that it holds, from 0.15 on; with more than 0.2
    of strengths and more than 0.2 of weaknesses the sentence is mixed.
    """
    wanted = normal(sentence)
    words = frozenset(wanted.split())
    cover: dict[str, float] = defaultdict(float)
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for finding in findings:
        share = _share(wanted, words, finding)
        if share > 0.15:
            cover[finding.kind] += share
            best = max(best, (share, finding.themes))
    if sum(cover.values()) < 0.5:
        return NOTHING
    if min(cover.get("strength", 0.0), cover.get("weakness", 0.0)) > 0.2:
        return Reading("mixed", best[1])
    return Reading(max(cover, key=lambda kind: cover[kind]), best[1])


def _share(wanted: str, words: frozenset[str], finding: Finding) -> float:
    """The share of a sentence that a finding holds; 0 for one that is much longer, or unlike it."""
    told = finding.normal
    if not told or len(told) > 2.2 * len(wanted) + 40:
        return 0.0
    if told in wanted:
        return len(told) / max(len(wanted), 1)
    if wanted in told:
        return 1.0
    if len(words & finding.words) < 0.4 * min(len(words), len(finding.words)):
        return 0.0
    same = SequenceMatcher(None, wanted, told, autojunk=False).get_matching_blocks()
    # shorter runs than this are stray letters
    return sum(block.size for block in same if block.size > 12) / max(len(wanted), 1)


def with_labels(
    sentences: Sequence[Sentence], findings: Iterable[Finding], places: Sequence[Range | None]
) -> list[Finding]:
    """The findings as they would be with every label right.

    Those in the labelled passages give way to the labels; the others stay.
    """
    elsewhere = [
        finding
        for finding in findings
        if not any(place and _common(place, finding.range) > 0 for place in places)
    ]
    labelled = [
        Finding(sentence.kind, sentence.themes, sentence.text, (0, 0), 1.0)
        for sentence in sentences
        if sentence.kind not in ("none", "skip")
    ]
    return [*elsewhere, *labelled]


# By place


class _Letters:
    """A text as its letters alone, in lower case, and where each stands.

    Spaces, hyphens, bullets and numbers differ between two readings of one page; letters do not.
    """

    def __init__(self, text: str) -> None:
        pairs = [
            (low, at)
            for at, letter in enumerate(text)
            if letter.isalpha()
            for low in letter.casefold()
        ]
        self.text = "".join(letter for letter, _ in pairs)
        self.at = [at for _, at in pairs]


def locate(text: str, sentences: Sequence[Sentence]) -> list[Range | None]:
    """Where each sentence stands in a document's text; None for one that is not there.

    Sentences are in the order of the document: of several places, the first after the sentence
    before it is taken.
    """
    letters = _Letters(text)
    places: list[Range | None] = []
    after = 0
    for sentence in sentences:
        wanted = _Letters(sentence.text).text
        start = letters.text.find(wanted, after) if wanted else -1
        if start < 0 and wanted:
            start = letters.text.find(wanted)
        if start < 0:
            places.append(None)
            continue
        after = start + len(wanted)
        places.append((letters.at[start], letters.at[after - 1] + 1))
    return places


def by_place(place: Range | None, findings: Iterable[Finding]) -> Reading:
    """What the finding says whose range overlaps that of the sentence most.

    One that has less than half of the sentence, and less than half of itself in it, is of another
    sentence; of two that have as much of it, the first counts.
    """
    best = max(findings, key=lambda finding: shared(place, finding.range), default=None)
    if best is None or not shared(place, best.range):
        return NOTHING
    return Reading(best.kind, best.themes)


def shared(one: Range | None, other: Range) -> int:
    """How many characters two ranges share; 0 when that is less than half of either."""
    if one is None:
        return 0
    common = _common(one, other)
    shorter = min(one[1] - one[0], other[1] - other[0])
    return common if 2 * common >= shorter else 0


def _common(one: Range, other: Range) -> int:
    """How many characters two ranges share; negative where they lie apart."""
    return min(one[1], other[1]) - max(one[0], other[0])


# Counting


def agree(want: str, said: str) -> bool:
    """Whether a label and a reading are the same; half of a mixed sentence is enough for both."""
    halves = ("strength", "weakness", "mixed")
    return want == said or ("mixed" in (want, said) and want in halves and said in halves)


def tallies(
    sentences: Iterable[Sentence], readings: Iterable[Reading]
) -> tuple[dict[str, Tally], list[tuple[Sentence, Reading]]]:
    """Tallies by kind, and for first themes under "theme"; the sentences that were misread.

    A first theme is right when it is among those of the label.
    """
    counts = {kind: Tally() for kind in (*KINDS, "theme")}
    misread: list[tuple[Sentence, Reading]] = []

    def count(kind: str, tally: Tally) -> None:
        if kind in counts:
            counts[kind] += tally

    for sentence, reading in zip(sentences, readings, strict=True):
        if sentence.kind == "skip":
            continue
        if not agree(sentence.kind, reading.kind):
            count(sentence.kind, Tally(fn=1))
            count(reading.kind, Tally(fp=1))
            misread.append((sentence, reading))
            continue
        count(reading.kind if sentence.kind == "mixed" else sentence.kind, Tally(tp=1))
        if sentence.kind != "none" and sentence.themes:
            right = reading.themes[:1] and reading.themes[0] in sentence.themes
            count("theme", Tally(tp=1) if right else Tally(fn=1, fp=1))
    return counts, misread
