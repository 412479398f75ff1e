"""A small linear model over named features, shipped as plain numbers in `kg/extraction/model/`.

The files hold the names of features and classes and the weights; they contain no pickle.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.errors import InputError

__all__ = ["Features", "LinearModel", "load"]

FOLDER = Path(__file__).parents[1] / "model"

Floats = npt.NDArray[np.float64]
#: The features of one sentence and their values.
Features = Mapping[str, float]


@dataclass(frozen=True)
class LinearModel:
    """Weights with a row for each feature and a column for each class, and a bias."""

    names: Mapping[str, int]
    classes: tuple[str, ...]
    weights: Floats
    bias: Floats

    def chances(self, sentences: Iterable[Features]) -> Floats:
        """The probability of each class (columns) for each sentence (rows)."""
        scores = np.array([self._scores(features) for features in sentences])
        if not len(scores):
            return np.zeros((0, len(self.classes)))
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: Floats = likely / likely.sum(axis=1, keepdims=True)
        return chances

    def _scores(self, features: Features) -> Floats:
        known = sorted((self.names[name], value) for name, value in features.items()
                       if name in self.names)  # fmt: skip
        if not known:
            return self.bias
        rows, values = zip(*known, strict=True)
        scores: Floats = self.bias + np.asarray(values) @ self.weights[list(rows)]
        return scores

    def to_bytes(self) -> bytes:
        """The model as an .npz archive of plain arrays."""
        buffer = BytesIO()
        np.savez_compressed(
            buffer,
            names=_to_bytes_array(tuple(self.names)),
            classes=_to_bytes_array(self.classes),
            weights=self.weights.astype(np.float32),
            bias=self.bias.astype(np.float32),
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> LinearModel:
        """Read what `to_bytes` wrote; raises ValueError or KeyError for anything else."""
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            names = arrays["names"].tobytes().decode("utf-8").split("\n")
            return cls(
                names={name: row for row, name in enumerate(names)},
                classes=tuple(arrays["classes"].tobytes().decode("utf-8").split("\n")),
                weights=arrays["weights"].astype(np.float64),
                bias=arrays["bias"].astype(np.float64),
            )


def _to_bytes_array(names: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)


@cache
def load(name: str) -> LinearModel:
    """A model of `kg/extraction/model/`; raises InputError naming the file if it is none."""
    path = FOLDER / f"{name}.npz"
    try:
        return LinearModel.from_bytes(path.read_bytes())
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: not a model of kg ({error})") from None
