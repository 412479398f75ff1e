"""Train the sentence classifier, and measure it on documents that it was not trained on.

Needs scikit-learn: `pip install '.[train]'` in a checkout.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.errors import InputError, UsageError
from kg.evaluation.calibration import Vote, calibrate
from kg.evaluation.gold import Sentence as Judged
from kg.evaluation.labelled import Labelled
from kg.evaluation.sentences import Reading, agree, tallies
from kg.extraction.classifier import Classifier, Columns, Floats, vectors
from kg.extraction.features import SentenceInContext, features

__all__ = ["Trained", "lines", "train"]

#: A feature that fewer sentences have is noise.
LEAST = 2
#: How often the documents are divided to measure on those left out.
FOLDS = 5
#: Inverse strength of the penalty on weights, for kinds and for themes.
KINDS_C = 0.7
THEMES_C = 0.3
#: The score of a class that a fold has never seen.
NEVER = -2.0

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trained:
    """A classifier, and what one trained on the other documents says of each sentence.

    `kinds` has a row a sentence and a column a kind: how likely it is; `theme` is the likeliest
    one.  `folds` numbers the part of the documents that a sentence was left out with.
    """

    classifier: Classifier
    kinds: Numbers
    theme: tuple[str, ...]
    folds: npt.NDArray[np.int64]


def train(rows: Sequence[Labelled], progress: Callable[[str], None] = lambda _: None) -> Trained:
    """A classifier of these rows; the same rows give the same classifier.

    The weights are those of linear support vector machines; how likely a verdict is comes from
    what they say of documents that they were not trained on, folded into the weights, so that the
    model stays linear.  Raises InputError for fewer documents than folds, UsageError without
    scikit-learn.
    """
    try:
        from scipy.sparse import csr_matrix
        from sklearn.model_selection import GroupKFold
    except ImportError:
        raise UsageError("training needs scikit-learn: pip install '.[train]'") from None
    documents = [row.document for row in rows]
    if len(set(documents)) < FOLDS:
        raise InputError(f"training needs sentences of {FOLDS} documents or more")
    vocabulary, idf = _vocabulary(row.sentence for row in rows)
    cells = vectors([row.sentence for row in rows], Columns(vocabulary), idf)
    matrix = csr_matrix((cells[2], cells[:2]), shape=(len(rows), len(vocabulary)))
    task = _Task(
        kinds=tuple(sorted({row.kind for row in rows})),
        themes=tuple(sorted({theme for row in rows for theme in row.themes})),
        rows=rows,
    )
    left_out = np.zeros((len(rows), len(task.kinds) + len(task.themes)))
    folds = np.zeros(len(rows), dtype=np.int64)
    for fold, (others, these) in enumerate(GroupKFold(FOLDS).split(matrix, groups=documents)):
        progress(f"part {fold + 1} of {FOLDS}")
        weights, bias = task.fit(matrix, others)
        left_out[these] = matrix[these] @ weights + bias
        folds[these] = fold
    progress("all sentences")
    weights, bias = task.fit(matrix, np.arange(len(rows)))
    turn, shift = task.calibrate(left_out)
    classifier = Classifier(
        vocabulary=vocabulary,
        idf=idf,
        kinds=task.kinds,
        themes=task.themes,
        weights=(weights @ turn).astype(np.float32),
        bias=(bias @ turn + shift).astype(np.float32),
    )
    scores = left_out @ turn + shift
    split = len(task.kinds)
    likely = np.exp(scores[:, :split] - scores[:, :split].max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    theme = tuple(task.themes[int(k)] for k in scores[:, split:].argmax(axis=1))
    return Trained(classifier, likely, theme, folds)


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be told: kinds of every sentence, themes of those that have any."""

    kinds: tuple[str, ...]
    themes: tuple[str, ...]
    rows: Sequence[Labelled]

    def fit(self, matrix: Any, these: npt.NDArray[np.int64]) -> tuple[Numbers, Numbers]:
        """Weights (features by kinds and themes) and biases, from some of the rows."""
        fits = [
            self._one(matrix, these, [self.rows[k].kind == kind for k in these], None, KINDS_C)
            for kind in self.kinds
        ]
        themed = np.asarray([k for k in these if self.rows[k].themes], dtype=np.int64)
        for theme in self.themes:
            has = [theme in self.rows[k].themes for k in themed]
            # the first theme fits best: it counts twice
            importance = [1.0 + (self.rows[k].themes[0] == theme) for k in themed]
            fits.append(self._one(matrix, themed, has, importance, THEMES_C))
        return np.stack([fit[0] for fit in fits], axis=1), np.asarray([fit[1] for fit in fits])

    @staticmethod
    def _one(
        matrix: Any,
        these: npt.NDArray[np.int64],
        has: list[bool],
        importance: list[float] | None,
        strength: float,
    ) -> tuple[Numbers, float]:
        from sklearn.svm import LinearSVC

        if len(set(has)) < 2:
            return np.zeros(matrix.shape[1]), -NEVER if all(has) else NEVER
        machine = LinearSVC(C=strength, random_state=0, max_iter=4000)
        machine.fit(matrix[these], has, sample_weight=importance)
        return machine.coef_[0], float(machine.intercept_[0])

    def calibrate(self, scores: Numbers) -> tuple[Numbers, Numbers]:
        """The linear map from scores to log odds that fits scores of unseen documents best."""
        from sklearn.linear_model import LogisticRegression

        split = len(self.kinds)
        turn, shift = np.zeros((scores.shape[1],) * 2), np.zeros(scores.shape[1])
        kinds = LogisticRegression(C=10, max_iter=1000)
        kinds.fit(scores[:, :split], [row.kind for row in self.rows])
        if split > 2:
            turn[:split, :split], shift[:split] = kinds.coef_.T, kinds.intercept_
        else:  # two classes have one row of weights
            turn[:split, 1], shift[1] = kinds.coef_[0], kinds.intercept_[0]
        themed = [k for k, row in enumerate(self.rows) if row.themes]
        for column, theme in enumerate(self.themes, start=split):
            has = [theme in self.rows[k].themes for k in themed]
            if all(has):
                turn[column, column] = 1.0
                continue
            own = scores[themed, column : column + 1]
            one = LogisticRegression(C=10, max_iter=1000).fit(own, has)
            turn[column, column], shift[column] = one.coef_[0, 0], one.intercept_[0]
        return turn, shift


def _vocabulary(sentences: Iterable[SentenceInContext]) -> tuple[dict[str, int], Floats]:
    counts: Counter[str] = Counter()
    total = 0
    for sentence in sentences:
        total += 1
        for names in features(sentence).values():
            counts.update(set(names))
    kept = sorted(word for word, count in counts.items() if count >= LEAST)
    idf = [1.0 + math.log((1 + total) / (1 + counts[word])) for word in kept]
    return {word: column for column, word in enumerate(kept)}, np.asarray(idf, dtype=np.float32)


def lines(rows: Sequence[Labelled], trained: Trained) -> Iterator[str]:
    """What the classifier says of documents left out, as a table: F1 with the spread over parts."""
    names = trained.classifier.kinds
    said = [
        Reading(names[int(best)], (theme,))
        for best, theme in zip(trained.kinds.argmax(axis=1), trained.theme, strict=True)
    ]
    judged = [Judged(k, row.sentence.text, row.kind, row.themes) for k, row in enumerate(rows)]
    parts = []
    for fold in range(FOLDS):
        these = [k for k in range(len(rows)) if trained.folds[k] == fold]
        parts.append(tallies([judged[k] for k in these], [said[k] for k in these])[0])
    documents = len({row.document for row in rows})
    yield f"{len(rows):,} sentences of {documents:,} documents; on the parts left out:"
    yield f"{'':16} precision  recall     F1  lowest highest   labels"
    for name, tally in tallies(judged, said)[0].items():
        scores = sorted(part[name].f1 for part in parts)
        yield (
            f"{name:16}     {tally.precision:.3f}   {tally.recall:.3f}  {tally.f1:.3f}"
            f"   {scores[0]:.3f}   {scores[-1]:.3f}  {tally.gold:7,}"
        )
    votes = [
        Vote(float(likely.max()), agree(row.kind, reading.kind))
        for row, reading, likely in zip(rows, said, trained.kinds, strict=True)
    ]
    yield f"expected calibration error {calibrate(votes).error:.3f}"
