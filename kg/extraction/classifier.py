"""The sentence classifier: a linear model over sparse features, shipped as plain numbers.

`model/findings.npz` holds the vocabulary, the inverse document frequencies and the weights; there
is no pickle in it.  `docs/model-card.md` says what it was trained on and how well it does.
"""

from __future__ import annotations

import bisect
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from io import BytesIO
from itertools import chain, zip_longest
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kg.errors import InputError
from kg.extraction.features import GROUPS, Sentence, parts, places, words_of
from kg.resources import model_file

__all__ = ["Classifier", "Columns", "Sentence", "Verdict", "load", "vectors"]

#: A second or third theme is given when it is at least this likely.
THEME_BAR = 0.3
MOST_THEMES = 3
#: The words of so many texts are remembered: each stands near four sentences.
NEARBY = 64
#: So many sentences are worked on at once.
BATCH = 64

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]
#: Vectors of sentences by row: the rows, the columns and the values of all cells.
Matrix = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Numbers]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the classifier says of a sentence: its kind, how likely that is, and its themes."""

    kind: str
    confidence: float
    themes: tuple[str, ...]
    #: The likeliest kind after `kind`, and how likely it is.
    second: tuple[str, float]


class _Word(NamedTuple):
    """The columns of a word, of its parts, of it before and around a sentence, and of its runs.

    `pairs` holds, for each word that may follow, the column of the two; `triples` for two words.
    """

    own: tuple[int, ...]
    parts: tuple[int, ...]
    before: tuple[int, ...]
    around: tuple[int, ...]
    pairs: dict[str, int]
    triples: dict[str, dict[str, int]]


class Columns:
    """The columns of a vocabulary that sentences have, group by group: those of `features`.

    What is known of a word is looked up when it is first met: a vocabulary is too large to look
    for each run of words in it.
    """

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self.vocabulary = vocabulary
        self._names = sorted(vocabulary)
        self._word = cache(self._look_up)
        self._words = lru_cache(maxsize=NEARBY)(self._words_of)

    def of(self, sentence: Sentence) -> tuple[list[int], ...]:
        """The columns of a sentence in each group, in the order of `GROUPS`."""
        known = self._words(sentence.text)
        words = words_of(sentence.text)
        return (
            [*chain.from_iterable([word.own for word in known]), *_runs(known, words)],
            list(chain.from_iterable([word.parts for word in known])),
            [column for word in self._words(sentence.previous) for column in word.before],
            [column for text in sentence.nearby for w in self._words(text) for column in w.around],
            self._known(dict.fromkeys(places(sentence, words))),
        )

    def _words_of(self, text: str) -> list[_Word]:
        return [self._word(word) for word in words_of(text)]

    def _known(self, names: Iterable[str]) -> list[int]:
        get = self.vocabulary.get
        return [column for name in names if (column := get(name)) is not None]

    def _look_up(self, word: str) -> _Word:
        pairs: dict[str, int] = {}
        triples: dict[str, dict[str, int]] = {}
        for at in range(bisect.bisect_left(self._names, f"{word} "), len(self._names)):
            name = self._names[at]
            if not name.startswith(f"{word} "):
                break
            second, _, third = name[len(word) + 1 :].partition(" ")
            if third:
                triples.setdefault(second, {})[third] = self.vocabulary[name]
            else:
                pairs[second] = self.vocabulary[name]
        return _Word(
            own=tuple(self._known([word])),
            parts=tuple(self._known(parts(word))),
            before=tuple(self._known([f"<{word}"])),
            around=tuple(self._known([f"~{word}"])),
            pairs=pairs,
            triples=triples,
        )


def _runs(known: list[_Word], words: tuple[str, ...]) -> Iterator[int]:
    """The columns of pairs and triples of words."""
    for word, second, third in zip_longest(known, words[1:], words[2:]):
        if second in word.pairs:
            yield word.pairs[second]
        if second in word.triples and third in word.triples[second]:
            yield word.triples[second][third]


def vectors(sentences: Sequence[Sentence], known: Columns, idf: Floats) -> Matrix:
    """The sparse vectors of sentences.

    Each group of features is weighed by tf-idf and has the length that `GROUPS` gives it; those
    of place have that value each.
    """
    of_each = [known.of(sentence) for sentence in sentences]
    found = []
    for number, (group, length) in enumerate(GROUPS.items()):
        lists = [each[number] for each in of_each]
        sizes = [len(one) for one in lists]
        rows = np.repeat(np.arange(len(lists)), sizes)
        columns = np.fromiter(chain.from_iterable(lists), np.int64, sum(sizes))
        cells, counts = np.unique(rows * len(idf) + columns, return_counts=True)
        rows, columns = np.divmod(cells, len(idf))
        if group == "place":
            values = np.full(len(cells), length)
        else:
            values = (1.0 + np.log(counts)) * idf[columns]
            lengths = np.sqrt(np.bincount(rows, values * values, len(lists)))
            values *= length / lengths[rows]
        found.append((rows, columns, values))
    rows, columns, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(rows, kind="stable")
    return rows[order], columns[order], values[order]


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

    def classify(self, sentences: Iterable[Sentence]) -> list[Verdict]:
        """A verdict for each sentence."""
        found = list(sentences)
        batches = (found[start : start + BATCH] for start in range(0, len(found), BATCH))
        return [verdict for batch in batches for verdict in self._verdicts(batch)]

    def _scores(self, sentences: Sequence[Sentence]) -> Floats:
        """A row a sentence; the columns are the kinds, then the themes."""
        rows, columns, values = vectors(sentences, self.columns, self.idf)
        scores = np.repeat(self.bias[np.newaxis].astype(np.float64), len(sentences), axis=0)
        here, starts = np.unique(rows, return_index=True)
        if len(here):
            scores[here] += np.add.reduceat(values[:, np.newaxis] * self.weights[columns], starts)
        return scores.astype(np.float32)

    def _verdicts(self, sentences: Sequence[Sentence]) -> Iterator[Verdict]:
        scores = self._scores(sentences)
        split = len(self.kinds)
        kinds = np.exp(scores[:, :split] - scores[:, :split].max(axis=1, keepdims=True))
        kinds /= kinds.sum(axis=1, keepdims=True)
        themes = 1.0 / (1.0 + np.exp(-scores[:, split:]))
        likeliest = np.argsort(kinds, axis=1, kind="stable")[:, -2:]
        order = np.argsort(-themes, axis=1, kind="stable")[:, :MOST_THEMES]
        for row in zip(
            likeliest.tolist(),
            np.take_along_axis(kinds, likeliest, axis=1).tolist(),
            order.tolist(),
            np.take_along_axis(themes, order, axis=1).tolist(),
            strict=True,
        ):
            yield self._verdict(*row)

    def _verdict(
        self, kinds: list[int], likely: list[float], themes: list[int], chances: list[float]
    ) -> Verdict:
        """A verdict from the two likeliest kinds, best last, and the themes, likeliest first."""
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
