"""Trains the sentence classifier, and measures it on documents held out of training.

Needs `inspection-kg[train]`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.errors import InputError
from kg.evaluation.calibration import Outcome, calibrate
from kg.evaluation.gold import GoldSentence
from kg.evaluation.labelled import LabelledSentence
from kg.evaluation.sentences import PredictedLabel, agree, tallies
from kg.extraction.classifier import Classifier, Columns, Floats, vectors
from kg.extraction.features import SentenceInContext, features

__all__ = ["Trained", "lines", "train"]

#: Minimum number of sentences with a feature; rarer features are noise.
MIN_SENTENCES = 2
#: Number of parts of the documents, each held out once.
FOLDS = 5
#: Inverse strength of the penalty on weights, for kinds and for themes.
KINDS_C = 0.7
THEMES_C = 0.3
#: Score of a class that the training part lacks.
UNSEEN_SCORE = -2.0

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trained:
    """A classifier, and predictions for each sentence by one trained on other documents.

    `kinds` has a row for each sentence and a column for each kind, with probabilities; `theme` is
    the most likely theme.  `folds` is the number of the part that a sentence was held out with.
    """

    classifier: Classifier
    kinds: Numbers
    theme: tuple[str, ...]
    folds: npt.NDArray[np.int64]


def train(
    rows: Sequence[LabelledSentence], progress: Callable[[str], None] = lambda _: None
) -> Trained:
    """Train a classifier; the same rows give the same classifier.

    The weights are those of linear support vector machines.  Probabilities are calibrated on
    documents held out of training, and the calibration is folded into the weights, so that the
    model stays linear.  Raises InputError if there are fewer documents than folds.
    """
    from scipy.sparse import csr_matrix
    from sklearn.model_selection import GroupKFold

    documents = [row.document for row in rows]
    if len(set(documents)) < FOLDS:
        raise InputError(f"training needs sentences of {FOLDS} documents or more")
    vocabulary, idf = _vocabulary(row.sentence for row in rows)
    cells = vectors([row.sentence for row in rows], Columns(vocabulary), idf)
    matrix = csr_matrix((cells[2], cells[:2]), shape=(len(rows), len(vocabulary)))
    trainer = _Trainer(
        kinds=tuple(sorted({row.kind for row in rows})),
        themes=tuple(sorted({theme for row in rows for theme in row.themes})),
        rows=rows,
    )
    held_out = np.zeros((len(rows), len(trainer.kinds) + len(trainer.themes)))
    folds = np.zeros(len(rows), dtype=np.int64)
    for fold, (rest, these) in enumerate(GroupKFold(FOLDS).split(matrix, groups=documents)):
        progress(f"part {fold + 1} of {FOLDS}")
        weights, bias = trainer.fit(matrix, rest)
        held_out[these] = matrix[these] @ weights + bias
        folds[these] = fold
    progress("all sentences")
    weights, bias = trainer.fit(matrix, np.arange(len(rows)))
    mapping, offset = trainer.calibrate(held_out)
    classifier = Classifier(
        vocabulary=vocabulary,
        idf=idf,
        kinds=trainer.kinds,
        themes=trainer.themes,
        weights=(weights @ mapping).astype(np.float32),
        bias=(bias @ mapping + offset).astype(np.float32),
    )
    scores = held_out @ mapping + offset
    split = len(trainer.kinds)
    likely = np.exp(scores[:, :split] - scores[:, :split].max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    theme = tuple(trainer.themes[int(k)] for k in scores[:, split:].argmax(axis=1))
    return Trained(classifier, likely, theme, folds)


@dataclass(frozen=True, slots=True)
class _Trainer:
    """Fits one class after another: kinds of all sentences, themes of those that have any."""

    kinds: tuple[str, ...]
    themes: tuple[str, ...]
    rows: Sequence[LabelledSentence]

    def fit(self, matrix: Any, these: npt.NDArray[np.int64]) -> tuple[Numbers, Numbers]:
        """Weights (features by kinds and themes) and biases, fitted on some of the rows."""
        fits = [
            self._fit_class(
                matrix, these, [self.rows[k].kind == kind for k in these], None, KINDS_C
            )
            for kind in self.kinds
        ]
        themed = np.asarray([k for k in these if self.rows[k].themes], dtype=np.int64)
        for theme in self.themes:
            has = [theme in self.rows[k].themes for k in themed]
            # the first theme is the most fitting, so it counts twice
            importance = [1.0 + (self.rows[k].themes[0] == theme) for k in themed]
            fits.append(self._fit_class(matrix, themed, has, importance, THEMES_C))
        return np.stack([fit[0] for fit in fits], axis=1), np.asarray([fit[1] for fit in fits])

    @staticmethod
    def _fit_class(
        matrix: Any,
        these: npt.NDArray[np.int64],
        has: list[bool],
        importance: list[float] | None,
        strength: float,
    ) -> tuple[Numbers, float]:
        from sklearn.svm import LinearSVC

        if len(set(has)) < 2:
            return np.zeros(matrix.shape[1]), -UNSEEN_SCORE if all(has) else UNSEEN_SCORE
        svm = LinearSVC(C=strength, random_state=0, max_iter=4000)
        svm.fit(matrix[these], has, sample_weight=importance)
        return svm.coef_[0], float(svm.intercept_[0])

    def calibrate(self, scores: Numbers) -> tuple[Numbers, Numbers]:
        """The linear map from held-out scores to log odds."""
        from sklearn.linear_model import LogisticRegression

        split = len(self.kinds)
        mapping, offset = np.zeros((scores.shape[1],) * 2), np.zeros(scores.shape[1])
        kinds = LogisticRegression(C=10, max_iter=1000)
        kinds.fit(scores[:, :split], [row.kind for row in self.rows])
        if split > 2:
            mapping[:split, :split], offset[:split] = kinds.coef_.T, kinds.intercept_
        else:  # for two classes scikit-learn has one row of weights
            mapping[:split, 1], offset[1] = kinds.coef_[0], kinds.intercept_[0]
        themed = [k for k, row in enumerate(self.rows) if row.themes]
        for column, theme in enumerate(self.themes, start=split):
            has = [theme in self.rows[k].themes for k in themed]
            if all(has):
                mapping[column, column] = 1.0
                continue
            theme_scores = scores[themed, column : column + 1]
            regression = LogisticRegression(C=10, max_iter=1000).fit(theme_scores, has)
            mapping[column, column] = regression.coef_[0, 0]
            offset[column] = regression.intercept_[0]
        return mapping, offset


def _vocabulary(sentences: Iterable[SentenceInContext]) -> tuple[dict[str, int], Floats]:
    counts: Counter[str] = Counter()
    total = 0
    for sentence in sentences:
        total += 1
        for names in features(sentence).values():
            counts.update(set(names))
    frequent = sorted(word for word, count in counts.items() if count >= MIN_SENTENCES)
    idf = [1.0 + math.log((1 + total) / (1 + counts[word])) for word in frequent]
    return {word: column for column, word in enumerate(frequent)}, np.asarray(idf, dtype=np.float32)


def lines(rows: Sequence[LabelledSentence], trained: Trained) -> Iterator[str]:
    """A table of the scores on held-out documents, with the spread of F1 over the parts."""
    names = trained.classifier.kinds
    predicted = [
        PredictedLabel(names[int(best)], (theme,))
        for best, theme in zip(trained.kinds.argmax(axis=1), trained.theme, strict=True)
    ]
    gold = [GoldSentence(k, row.sentence.text, row.kind, row.themes) for k, row in enumerate(rows)]
    parts = []
    for fold in range(FOLDS):
        these = [k for k in range(len(rows)) if trained.folds[k] == fold]
        parts.append(tallies([gold[k] for k in these], [predicted[k] for k in these])[0])
    documents = len({row.document for row in rows})
    yield f"{len(rows):,} sentences of {documents:,} documents; scores on held-out documents:"
    yield f"{'':16} precision  recall     F1  lowest highest   labels"
    for name, tally in tallies(gold, predicted)[0].items():
        scores = sorted(part[name].f1 for part in parts)
        yield (
            f"{name:16}     {tally.precision:.3f}   {tally.recall:.3f}  {tally.f1:.3f}"
            f"   {scores[0]:.3f}   {scores[-1]:.3f}  {tally.gold:7,}"
        )
    outcomes = [
        Outcome(float(likely.max()), agree(row.kind, label.kind))
        for row, label, likely in zip(rows, predicted, trained.kinds, strict=True)
    ]
    yield f"expected calibration error {calibrate(outcomes).error:.3f}"
