"""Kinds of the sentences of prose: what each finds, if it is a finding.

The sentence classifier learned from reports, which have a language of their own.  A small model
weighs its scores with the words of stories; a second one looks at the sentences around, since
strengths stand beside strengths until a "but".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from kg.extraction.classifier import Verdict
from kg.extraction.classifier import load as load_classifier
from kg.extraction.features import SentenceInContext, ngrams, normalised_words
from kg.extraction.prose.linear import Features, Floats, LinearModel, load
from kg.extraction.text.passages import PLAIN
from kg.extraction.text.patterns import pattern, table

__all__ = [
    "FIRST",
    "SECOND",
    "KindReader",
    "first_features",
    "second_features",
    "turns_of",
    "with_classifier",
]

#: The models in `kg/extraction/model/`: of a sentence alone, and of a sentence among others.
FIRST, SECOND = "prose-kinds", "prose-kinds-in-order"
NEARBY = (-2, -1, 1, 2)
#: Added to chances before their logarithm.
LEAST = 1e-3
#: Share of the sentence classifier in the chances of a sentence alone.
SHARE = 0.15
#: Weight of the words of the heading.
HEADING = 0.5
MAX_HEADING_WORDS = 8


def first_features(sentences: Sequence[SentenceInContext]) -> list[Features]:
    """The features of each sentence alone."""
    kinds = load_classifier().kinds
    names = [*(f"score={kind}" for kind in kinds), *(f"bare={kind}" for kind in kinds)]
    bare = [_bare(sentence) for sentence in sentences]
    scores = np.hstack([load_classifier().kind_scores(given) for given in (sentences, bare)])
    return [
        dict(zip(names, map(float, row), strict=True)) | dict(_features(sentence))
        for sentence, row in zip(sentences, scores, strict=True)
    ]


def with_classifier(
    chances: Floats, classes: Sequence[str], features: Sequence[Features]
) -> Floats:
    """The chances by the first model, drawn towards those of the sentence classifier.

    The first model learned from few stories; plain findings are as in reports, of which the
    classifier has read thousands.
    """
    if not len(chances):
        return chances
    scores = np.array([[one[f"bare={kind}"] for kind in classes] for one in features])
    scores -= scores.max(axis=1, keepdims=True)
    report = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    both = (1.0 - SHARE) * np.log(chances + LEAST) + SHARE * np.maximum(report, np.log(LEAST))
    drawn = np.exp(both - both.max(axis=1, keepdims=True))
    result: Floats = drawn / drawn.sum(axis=1, keepdims=True)
    return result


def first_chances(sentences: Sequence[SentenceInContext]) -> Floats:
    """The chances of the kinds for each sentence alone."""
    features = first_features(sentences)
    model = load(FIRST)
    return with_classifier(model.chances(features), model.classes, features)


def _bare(sentence: SentenceInContext) -> SentenceInContext:
    """A sentence without its source and without what stands around it, as in a report."""
    words = pattern("voices", "bare", "source").sub("", sentence.text).strip(' ,“”"')
    return SentenceInContext(words[:1].upper() + words[1:], False, PLAIN, None)


def _features(sentence: SentenceInContext) -> Iterator[tuple[str, float]]:
    words = normalised_words(sentence.text)
    for name in dict.fromkeys(ngrams(words)):
        if name.count(" ") < 2:
            yield f"w={name}", 1.0
    yield f"first={' '.join(words[:2])}", 1.0
    yield "grading", 2.0 * sum(word in _grading() for word in words) / max(1, len(words))
    if pattern("voices", "finds", "grade").search(sentence.text):
        yield "grading,grade", 3.0 * sum(word in _grading() for word in words) / max(1, len(words))
    for name in _patterns():
        if pattern("voices", "finds", name).search(sentence.text):
            yield f"@{name}", 1.0
    if sentence.bullet:
        yield "@bullet", 1.0
    for word in normalised_words(sentence.heading or "")[:MAX_HEADING_WORDS]:
        yield f"heading={word}", HEADING


@cache
def _grading() -> frozenset[str]:
    return frozenset(table("voices")["bare"]["grading"])


@cache
def _patterns() -> tuple[str, ...]:
    return tuple(table("voices")["finds"])


def second_features(
    chances: Floats,
    classes: Sequence[str],
    turns: Sequence[bool],
    heard: Sequence[float],
    nearby: Sequence[int] = NEARBY,
) -> list[Features]:
    """The features of each sentence among those around it, which are at the steps `nearby`.

    `chances` are the probabilities by the first model, a row a sentence; `turns` says which
    sentences turn from one side to the other; `heard` is the chance that the inspectorate is heard.
    """
    return [
        _second_features(chances[at], at, chances, classes, turns, heard, nearby)
        for at in range(len(chances))
    ]


def _second_features(
    own: Floats,
    at: int,
    chances: Floats,
    classes: Sequence[str],
    turns: Sequence[bool],
    heard: Sequence[float],
    nearby: Sequence[int] = NEARBY,
) -> Features:
    found: dict[str, float] = {"heard": _log_odds(heard[at])}
    for column, kind in enumerate(classes):
        found[f"own={kind}"] = float(np.log(own[column] + LEAST))
        for step in nearby:
            there = at + step
            if 0 <= there < len(chances):
                chance = float(chances[there, column]) * heard[there]
                turn = turns[max(at, there)]
                found[f"{step}={kind}"] = chance
                found[f"{step}={kind},turn={turn}"] = chance
    for step in nearby:
        if 0 <= at + step < len(chances):
            found[f"{step}:heard"] = heard[at + step]
    return found


def _log_odds(chance: float) -> float:
    return float(np.log((chance + LEAST) / (1.0 - chance + LEAST)))


@dataclass(frozen=True)
class KindReader:
    """Reads the kinds of a document's sentences, given in order.

    `heard` is for each the chance that the inspectorate is heard in it.
    """

    sentences: Sequence[SentenceInContext]
    heard: Sequence[float]
    chances: Floats
    turns: Sequence[bool]

    @classmethod
    def of(cls, sentences: Sequence[SentenceInContext], heard: Sequence[float]) -> KindReader:
        """A reader of the sentences of a document."""
        return cls(sentences, heard, first_chances(sentences), turns_of(sentences))

    def verdicts(self) -> list[Verdict]:
        """A verdict for each sentence, with the themes of the sentence classifier."""
        model = load(SECOND)
        features = second_features(self.chances, load(FIRST).classes, self.turns, self.heard)
        return _verdicts(self.sentences, model.chances(features), model)

    def clauses(self, at: int, clauses: Sequence[SentenceInContext]) -> list[Verdict]:
        """A verdict for each clause of the sentence with number `at`."""
        model = load(SECOND)
        own = first_chances(clauses)
        features = [
            _second_features(row, at, self.chances, load(FIRST).classes, self.turns, self.heard)
            for row in own
        ]
        return _verdicts(clauses, model.chances(features), model)


def turns_of(sentences: Sequence[SentenceInContext]) -> list[bool]:
    """Which sentences turn from praise to blame or back, by their words."""
    turn = pattern("voices", "finds", "turn")
    return [bool(turn.search(sentence.text)) for sentence in sentences]


def _verdicts(
    sentences: Sequence[SentenceInContext], chances: Floats, model: LinearModel
) -> list[Verdict]:
    themes = [verdict.themes for verdict in load_classifier().classify(sentences)]
    found = []
    for row, named in zip(chances, themes, strict=True):
        second, best = (int(k) for k in np.argsort(row, kind="stable")[-2:])
        found.append(
            Verdict(
                model.classes[best],
                round(float(row[best]), 3),
                named,
                (model.classes[second], round(float(row[second]), 3)),
            )
        )
    return found
