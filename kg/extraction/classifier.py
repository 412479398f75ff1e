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
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.errors import InputError
from kg.extraction.features import GROUPS, Sentence, features
from kg.resources import model_file

__all__ = ["Classifier", "Sentence", "Verdict", "load", "vector"]

#: A second or third theme is given when it is at least this likely.
THEME_BAR = 0.3
MOST_THEMES = 3

Floats = npt.NDArray[np.float32]


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

    Each group of features is weighed by tf-idf and has the length that `GROUPS` gives it; those
    of place have that value each.
    """
    columns: list[int] = []
    values: list[float] = []
    for group, names in features(sentence).items():
        found = Counter(column for name in names if (column := vocabulary.get(name)) is not None)
        if group == "place":
            weights = [GROUPS[group]] * len(found)
        else:
            weights = [(1.0 + math.log(n)) * float(idf[column]) for column, n in found.items()]
            length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
            weights = [weight / length * GROUPS[group] for weight in weights]
        columns += found
        values += weights
    return columns, values


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
