"""The sentence classifier: a linear model over sparse features, shipped as plain numbers.

`model/findings.npz` holds the vocabulary, the inverse document frequencies and the weights; it
contains no pickle.  `docs/model-card.md` describes its training and its accuracy.
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
from kg.extraction.features import (
    GROUPS,
    SentenceInContext,
    normalised_words,
    position_features,
    subwords,
)
from kg.resources import model_file

__all__ = ["Classifier", "Columns", "SentenceInContext", "Verdict", "load", "vectors"]

#: Minimum probability of a second or third theme.
MIN_THEME_CHANCE = 0.3
MAX_THEMES = 3
#: Texts cached as words: each is read as context for about four other sentences.
CACHED_TEXTS = 64
#: Sentences classified at once.
BATCH_SIZE = 64

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]
#: Vectors of sentences by row: the rows, the columns and the values of all cells.
Matrix = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Numbers]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The classifier's result for a sentence: its kind, that kind's probability, and its themes."""

    kind: str
    confidence: float
    themes: tuple[str, ...]
    #: The second most likely kind, and its probability.
    second: tuple[str, float]


class _WordColumns(NamedTuple):
    """A word's columns: in the sentence, before and around it, and those of its subwords.

    `pairs` holds the column of the word with each next word, `triples` with each next two.
    """

    own: tuple[int, ...]
    subwords: tuple[int, ...]
    before: tuple[int, ...]
    around: tuple[int, ...]
    pairs: dict[str, int]
    triples: dict[str, dict[str, int]]


class Columns:
    """Maps sentences to columns of the vocabulary, by group of `features`.

    A word's columns are looked up once, with all pairs and triples that begin with it: looking up
    every pair and triple of a sentence would take too long.
    """

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self.vocabulary = vocabulary
        self._names = sorted(vocabulary)
        self._word = cache(self._look_up)
        self._cached_words_of = lru_cache(maxsize=CACHED_TEXTS)(self._words_of)

    def columns_of(self, sentence: SentenceInContext) -> tuple[list[int], ...]:
        """The columns of a sentence, by group, in the order of `GROUPS`."""
        known = self._cached_words_of(sentence.text)
        words = normalised_words(sentence.text)
        return (
            [*chain.from_iterable([word.own for word in known]), *_ngram_columns(known, words)],
            list(chain.from_iterable([word.subwords for word in known])),
            [column for word in self._cached_words_of(sentence.previous) for column in word.before],
            [
                column
                for text in sentence.nearby
                for w in self._cached_words_of(text)
                for column in w.around
            ],
            self._columns_of_names(dict.fromkeys(position_features(sentence, words))),
        )

    def _words_of(self, text: str) -> list[_WordColumns]:
        return [self._word(word) for word in normalised_words(text)]

    def _columns_of_names(self, names: Iterable[str]) -> list[int]:
        get = self.vocabulary.get
        return [column for name in names if (column := get(name)) is not None]

    def _look_up(self, word: str) -> _WordColumns:
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
        return _WordColumns(
            own=tuple(self._columns_of_names([word])),
            subwords=tuple(self._columns_of_names(subwords(word))),
            before=tuple(self._columns_of_names([f"<{word}"])),
            around=tuple(self._columns_of_names([f"~{word}"])),
            pairs=pairs,
            triples=triples,
        )


def _ngram_columns(known: list[_WordColumns], words: tuple[str, ...]) -> Iterator[int]:
    """The columns of pairs and triples of words."""
    for word, second, third in zip_longest(known, words[1:], words[2:]):
        if second in word.pairs:
            yield word.pairs[second]
        if second in word.triples and third in word.triples[second]:
            yield word.triples[second][third]


def vectors(sentences: Sequence[SentenceInContext], known: Columns, idf: Floats) -> Matrix:
    """The sparse vectors of sentences.

    Each group of features is weighted by tf-idf and has the length given in `GROUPS`; in `place`
    each feature has that value.
    """
    sentence_columns = [known.columns_of(sentence) for sentence in sentences]
    found = []
    for number, (group, length) in enumerate(GROUPS.items()):
        lists = [groups[number] for groups in sentence_columns]
        sizes = [len(columns) for columns in lists]
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
    rows, columns, values = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
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
        """The columns of the vocabulary."""
        return Columns(self.vocabulary)

    def classify(self, sentences: Iterable[SentenceInContext]) -> list[Verdict]:
        """A verdict for each sentence."""
        found = list(sentences)
        batches = (found[start : start + BATCH_SIZE] for start in range(0, len(found), BATCH_SIZE))
        return [verdict for batch in batches for verdict in self._verdicts(batch)]

    def kind_scores(self, sentences: Sequence[SentenceInContext]) -> Floats:
        """The scores of the kinds (columns) for each sentence (rows), before the softmax."""
        found = [
            self._scores(sentences[start : start + BATCH_SIZE])
            for start in range(0, len(sentences), BATCH_SIZE)
        ]
        return np.concatenate([*found, np.zeros((0, self.bias.size), np.float32)])[
            :, : len(self.kinds)
        ]

    def _scores(self, sentences: Sequence[SentenceInContext]) -> Floats:
        """A row a sentence; the columns are the kinds, then the themes."""
        rows, columns, values = vectors(sentences, self.columns, self.idf)
        scores = np.repeat(self.bias[np.newaxis].astype(np.float64), len(sentences), axis=0)
        here, starts = np.unique(rows, return_index=True)
        if len(here):
            scores[here] += np.add.reduceat(values[:, np.newaxis] * self.weights[columns], starts)
        return scores.astype(np.float32)

    def _verdicts(self, sentences: Sequence[SentenceInContext]) -> Iterator[Verdict]:
        scores = self._scores(sentences)
        split = len(self.kinds)
        kinds = np.exp(scores[:, :split] - scores[:, :split].max(axis=1, keepdims=True))
        kinds /= kinds.sum(axis=1, keepdims=True)
        themes = 1.0 / (1.0 + np.exp(-scores[:, split:]))
        likeliest = np.argsort(kinds, axis=1, kind="stable")[:, -2:]
        order = np.argsort(-themes, axis=1, kind="stable")[:, :MAX_THEMES]
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
        """A verdict from the two most likely kinds, best last, and the themes, best first."""
        first, *others = (self.themes[theme] for theme in themes)
        likely_others = [
            theme
            for theme, chance in zip(others, chances[1:], strict=True)
            if chance >= MIN_THEME_CHANCE
        ]
        return Verdict(
            kind=self.kinds[kinds[1]],
            confidence=round(likely[1], 3),
            themes=(first, *likely_others),
            second=(self.kinds[kinds[0]], round(likely[0], 3)),
        )

    def to_bytes(self) -> bytes:
        """The model as an .npz archive of plain arrays, each column of weights in 256 steps."""
        steps = np.abs(self.weights).max(axis=0) / 127 + np.float32(1e-9)
        arrays: dict[str, Any] = {
            "vocabulary": _to_bytes_array("\n".join(self.vocabulary)),
            "names": _to_bytes_array("\n".join(self.kinds) + "\0" + "\n".join(self.themes)),
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


def _to_bytes_array(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


@cache
def load() -> Classifier:
    """The classifier in use; raises InputError naming the file if it is not a model."""
    path = model_file()
    try:
        return Classifier.from_bytes(path.read_bytes())
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: not a model that `kg train` wrote ({error})") from None
