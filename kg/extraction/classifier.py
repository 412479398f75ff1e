"""The sentence classifier: a linear model over sparse features, shipped as plain numbers.

`model/findings.npz` holds the vocabulary, the inverse document frequencies and the weights; there
is no pickle in it.  `docs/model-card.md` says what it was trained on and how well it does.
"""

from __future__ import annotations

import math
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from io import BytesIO
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.errors import InputError
from kg.extraction.features import GROUPS, Sentence, parts, places, runs, words_of
from kg.resources import model_file

__all__ = ["Classifier", "Columns", "Sentence", "Verdict", "load", "vector"]

#: A second or third theme is given when it is at least this likely.
THEME_BAR = 0.3
MOST_THEMES = 3
#: So many texts around sentences are remembered: those of the sentences right before and behind.
NEARBY = 64

Floats = npt.NDArray[np.float32]
#: Vectors are worked out in double precision.
Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the classifier says of a sentence: its kind, how likely that is, and its themes."""

    kind: str
    confidence: float
    themes: tuple[str, ...]
    #: The likeliest kind after `kind`, and how likely it is.
    second: tuple[str, float]


class Columns:
    """The columns of a vocabulary that sentences have, group by group.

    They are those of `features`, each as often as it occurs; what sentences share (their words,
    and the texts around them) is looked up once.
    """

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self.vocabulary = vocabulary
        self._parts: dict[str, tuple[int, ...]] = {}
        self._beside = lru_cache(maxsize=NEARBY)(self._marked)

    def of(self, sentence: Sentence) -> dict[str, list[int]]:
        """The columns of a sentence by group, in the order of its features."""
        words = words_of(sentence.text)
        return {
            "words": self._known(runs(words)),
            "parts": list(chain.from_iterable(map(self._parts_of, words))),
            "before": list(self._beside("<", sentence.previous)),
            "around": [
                column for text in sentence.nearby for column in self._beside("~", text)
            ],
            "place": self._known(places(sentence, words)),
        }

    def _known(self, names: Iterable[str]) -> list[int]:
        get = self.vocabulary.get
        return [column for name in names if (column := get(name)) is not None]

    def _parts_of(self, word: str) -> tuple[int, ...]:
        found = self._parts.get(word)
        if found is None:
            found = self._parts[word] = tuple(self._known(parts(word)))
        return found

    def _marked(self, mark: str, text: str) -> tuple[int, ...]:
        return tuple(self._known(mark + word for word in words_of(text)))


def vector(
    sentence: Sentence, columns: Columns, idf: Weights
) -> tuple[list[int], Weights]:
    """The sparse vector of a sentence: columns and values.

    Each group of features is weighed by tf-idf and has the length that `GROUPS` gives it; those
    of place have that value each.
    """
    found: list[int] = []
    values: list[Weights] = []
    for group, occurring in columns.of(sentence).items():
        counted = Counter(occurring)
        own = list(counted)
        found += own
        if group == "place":
            values.append(np.full(len(own), GROUPS[group]))
            continue
        weights = idf[own]
        if len(own) < len(occurring):
            weights = weights * (1.0 + np.log(np.fromiter(counted.values(), float, len(own))))
        length = math.sqrt(weights @ weights) or 1.0
        values.append(weights / length * GROUPS[group])
    return found, np.concatenate(values)


@dataclass(frozen=True)
class Classifier:
    """Weights for kinds (softmax) and themes (one against the rest)."""

    vocabulary: dict[str, int]
    idf: Floats
    kinds: tuple[str, ...]
    themes: tuple[str, ...]
    #: One row a feature; the columns are the kinds, then the themes.
    weights: Floats
    bias: Floats

    @cached_property
    def columns(self) -> Columns:
        """The columns that sentences have in the vocabulary."""
        return Columns(self.vocabulary)

    @cached_property
    def precise(self) -> Weights:
        """The inverse document frequencies in the precision that vectors are worked out in."""
        return self.idf.astype(np.float64)

    def classify(self, sentences: Iterable[Sentence]) -> list[Verdict]:
        """A verdict for each sentence."""
        rows = [self._scores(sentence) for sentence in sentences]
        if not rows:
            return []
        scores = np.stack(rows)
        split = len(self.kinds)
        kinds = np.exp(scores[:, :split] - scores[:, :split].max(axis=1, keepdims=True))
        kinds /= kinds.sum(axis=1, keepdims=True)
        themes = 1.0 / (1.0 + np.exp(-scores[:, split:]))
        likeliest = np.argsort(kinds, axis=1, kind="stable")[:, -2:]
        order = np.argsort(-themes, axis=1, kind="stable")[:, :MOST_THEMES]
        return [
            self._verdict(*row)
            for row in zip(
                likeliest.tolist(),
                np.take_along_axis(kinds, likeliest, axis=1).tolist(),
                order.tolist(),
                np.take_along_axis(themes, order, axis=1).tolist(),
                strict=True,
            )
        ]

    def _scores(self, sentence: Sentence) -> Floats:
        columns, values = vector(sentence, self.columns, self.precise)
        scores: Floats = self.bias + values.astype(np.float32) @ self.weights[columns]
        return scores

    def _verdict(
        self, kinds: list[int], likely: list[float], themes: list[int], chances: list[float]
    ) -> Verdict:
        """A verdict from the two likeliest kinds, best last, and the likeliest themes, best first."""
        first, *more = (self.themes[theme] for theme in themes)
        more = [one for one, chance in zip(more, chances[1:], strict=True) if chance >= THEME_BAR]
        return Verdict(
            kind=self.kinds[kinds[1]],
            confidence=round(likely[1], 3),
            themes=(first, *more),
            second=(self.kinds[kinds[0]], round(likely[0], 3)),
        )

    def to_bytes(self) -> bytes:
        """The model as an .npz archive of plain arrays, each column of weights in 256 steps."""
        steps = np.abs(self.weights).max(axis=0) / 127 + np.float32(1e-9)
        arrays: dict[str, Any] = {
            "vocabulary": _letters("\n".join(self.vocabulary)),
            "names": _letters("\n".join(self.kinds) + "\0" + "\n".join(self.themes)),
            "idf": self.idf.astype(np.float16),
            "weights": np.rint(self.weights / steps).astype(np.int8),
            "steps": steps.astype(np.float32),
            "bias": self.bias,
        }
        buffer = BytesIO()
        np.savez_compressed(buffer, **arrays)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Classifier:
        """Read what `to_bytes` wrote; raises ValueError or KeyError for anything else."""
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            words = arrays["vocabulary"].tobytes().decode("utf-8").split("\n")
            kinds, themes = arrays["names"].tobytes().decode("utf-8").split("\0")
            return cls(
                vocabulary={word: column for column, word in enumerate(words)},
                idf=arrays["idf"].astype(np.float32),
                kinds=tuple(kinds.split("\n")),
                themes=tuple(themes.split("\n")),
                weights=arrays["weights"].astype(np.float32) * arrays["steps"],
                bias=arrays["bias"].astype(np.float32),
            )


def _letters(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


@cache
def load() -> Classifier:
    """The classifier in use; raises InputError naming a file that is none."""
    path = model_file()
    try:
        return Classifier.from_bytes(path.read_bytes())
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: no model that `kg train` made ({error})") from None
