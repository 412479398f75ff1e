"""The sentence classifier: a linear model over sparse features, shipped as plain numbers.

`model/findings.npz` holds the vocabulary, the inverse document frequencies and the weights; there
is no pickle in it.  `docs/model-card.md` says what it was trained on and how well it does.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.extraction.features import context_features, previous_features, word_features

__all__ = ["CONTEXT_WEIGHT", "Classifier", "Sentence", "load", "vector"]

#: What a context feature counts beside the words, whose vector has length 1.
CONTEXT_WEIGHT = 0.3
#: The length of the vector of the sentence before.
PREVIOUS_WEIGHT = 0.5
#: A second or third theme is given when it is at least this likely.
THEME_BAR = 0.3
MOST_THEMES = 3

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands."""

    text: str
    bullet: bool
    section: str
    heading: str | None
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the classifier says of a sentence: its kind, how likely that is, and its themes."""

    kind: str
    confidence: float
    themes: tuple[str, ...]
    #: The likeliest kind after `kind`, and how likely it is.
    second: tuple[str, float]


def vector(
    sentence: Sentence, vocabulary: dict[str, int], idf: Floats
) -> tuple[list[int], list[float]]:
    """The sparse vector of a sentence: columns and values.

    Its words and those of the sentence before it by tf-idf, each a vector of fixed length; where
    it stands, by weight.
    """
    columns, values = _tf_idf(word_features(sentence.text), 1.0, vocabulary, idf)
    before = _tf_idf(previous_features(sentence.previous), PREVIOUS_WEIGHT, vocabulary, idf)
    columns += before[0]
    values += before[1]
    for feature in context_features(
        sentence.text,
        bullet=sentence.bullet,
        section=sentence.section,
        heading=sentence.heading,
    ):
        column = vocabulary.get(feature)
        if column is not None:
            columns.append(column)
            values.append(CONTEXT_WEIGHT)
    return columns, values


def _tf_idf(
    words: list[str], length: float, vocabulary: dict[str, int], idf: Floats
) -> tuple[list[int], list[float]]:
    columns, values = [], []
    for word, count in Counter(words).items():
        column = vocabulary.get(word)
        if column is not None:
            columns.append(column)
            values.append((1.0 + math.log(count)) * float(idf[column]))
    norm = math.sqrt(sum(value * value for value in values)) or 1.0
    return columns, [value / norm * length for value in values]


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

    def classify(self, sentences: Iterable[Sentence]) -> list[Verdict]:
        """A verdict for each sentence."""
        return [self._verdict(sentence) for sentence in sentences]

    def _verdict(self, sentence: Sentence) -> Verdict:
        columns, values = vector(sentence, self.vocabulary, self.idf)
        scores = self.bias + np.asarray(values, dtype=np.float32) @ self.weights[columns]
        split = len(self.kinds)
        kinds = np.exp(scores[:split] - scores[:split].max())
        kinds /= kinds.sum()
        second, best = (int(k) for k in np.argsort(kinds, kind="stable")[-2:])
        themes = 1.0 / (1.0 + np.exp(-scores[split:]))
        order = np.argsort(-themes, kind="stable")[:MOST_THEMES]
        named = [
            self.themes[int(k)]
            for place, k in enumerate(order)
            if place == 0 or themes[k] >= THEME_BAR
        ]
        return Verdict(
            kind=self.kinds[best],
            confidence=round(float(kinds[best]), 3),
            themes=tuple(named),
            second=(self.kinds[second], round(float(kinds[second]), 3)),
        )

    def to_bytes(self) -> bytes:
        """The model as an .npz archive of plain arrays."""
        arrays: dict[str, Any] = {
            "vocabulary": np.frombuffer("\n".join(self.vocabulary).encode("utf-8"), dtype=np.uint8),
            "names": np.frombuffer(
                ("\n".join(self.kinds) + "\0" + "\n".join(self.themes)).encode("utf-8"),
                dtype=np.uint8,
            ),
            "idf": self.idf.astype(np.float16),
            "weights": self.weights.astype(np.float16),
            "bias": self.bias,
        }
        buffer = BytesIO()
        np.savez_compressed(buffer, **arrays)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Classifier:
        """Read what `to_bytes` wrote."""
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            words = arrays["vocabulary"].tobytes().decode("utf-8").split("\n")
            kinds, themes = arrays["names"].tobytes().decode("utf-8").split("\0")
            return cls(
                vocabulary={word: column for column, word in enumerate(words)},
                idf=arrays["idf"].astype(np.float32),
                kinds=tuple(kinds.split("\n")),
                themes=tuple(themes.split("\n")),
                weights=arrays["weights"].astype(np.float32),
                bias=arrays["bias"].astype(np.float32),
            )


@cache
def load() -> Classifier:
    """The classifier that ships with kg."""
    path = files("kg.extraction").joinpath("model", "findings.npz")
    return Classifier.from_bytes(path.read_bytes())
