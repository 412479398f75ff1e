"""Train the sentence classifier from labelled sentences.

Input is JSON lines in document order, one sentence each:

    {"doc": "…", "text": "…", "kind": "strength", "themes": ["workforce"], "section": "plain"}

`section`, `heading` and `bullet` may be left out: a heading that stands in the list as a sentence
of its own gives them.  Needs scikit-learn: `pip install inspection-kg[train]`.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.errors import InputError, UsageError
from kg.extraction.classifier import Classifier, Floats, Sentence, vector
from kg.extraction.features import context_features, previous_features, word_features
from kg.extraction.passages import section_of
from kg.marks import BULLET

__all__ = ["Labelled", "read_labelled", "train"]

#: A feature that fewer sentences have is noise.
LEAST = 2
HEADING_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled sentence and the document that it comes from."""

    document: str
    sentence: Sentence
    kind: str
    themes: tuple[str, ...]


def read_labelled(path: Path) -> list[Labelled]:
    """The labelled sentences of a file; raises InputError naming the file and line."""
    out: list[Labelled] = []
    heading: str | None = None
    document, previous = None, ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            text, kind = row["text"].strip(), row["kind"]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{path}: line {number} is no labelled sentence ({error})") from None
        if row["doc"] != document:
            document, heading, previous = row["doc"], None, ""
        if kind == "none" and _is_heading(text):
            heading = text
        heading = row.get("heading", heading)
        section = row.get("section") or section_of(heading)
        bullet = row.get("bullet", bool(BULLET.match(text)))
        sentence = Sentence(text, bullet, section, heading, previous)
        previous = text
        label = "none" if kind == "skip" else kind
        out.append(Labelled(row["doc"], sentence, label, tuple(row.get("themes", ()))))
    return out


def _is_heading(text: str) -> bool:
    return (
        len(text) < HEADING_LENGTH
        and not re.search(r"[.!;,]$", text)
        and len(text.split()) < 18
        and not BULLET.match(text)
    )


def train(rows: Sequence[Labelled]) -> Classifier:
    """A classifier of these rows; the same rows give the same classifier."""
    try:
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        raise UsageError("training needs scikit-learn: pip install inspection-kg[train]") from None
    vocabulary, idf = _vocabulary(row.sentence for row in rows)
    indptr, columns, values = [0], [], []
    for row in rows:
        own_columns, own_values = vector(row.sentence, vocabulary, idf)
        columns += own_columns
        values += own_values
        indptr.append(len(columns))
    matrix = csr_matrix((values, columns, indptr), shape=(len(rows), len(vocabulary)))
    kinds = LogisticRegression(C=8, max_iter=500).fit(matrix, [row.kind for row in rows])
    evaluative = [k for k, row in enumerate(rows) if row.themes]
    themes = sorted({theme for row in rows for theme in row.themes})
    weights, bias = [kinds.coef_.T], [kinds.intercept_]
    for theme in themes:
        has = [theme in rows[k].themes for k in evaluative]
        importance = [2.0 if rows[k].themes[0] == theme else 1.0 for k in evaluative]
        one = LogisticRegression(C=8, max_iter=500)
        one.fit(matrix[evaluative], has, sample_weight=importance)
        weights.append(one.coef_.T)
        bias.append(one.intercept_)
    return Classifier(
        vocabulary=vocabulary,
        idf=idf,
        kinds=tuple(str(kind) for kind in kinds.classes_),
        themes=tuple(themes),
        weights=np.hstack(weights).astype(np.float32),
        bias=np.concatenate(bias).astype(np.float32),
    )


def _vocabulary(sentences: Iterable[Sentence]) -> tuple[dict[str, int], Floats]:
    counts: Counter[str] = Counter()
    total = 0
    for sentence in sentences:
        total += 1
        counts.update(set(word_features(sentence.text)))
        counts.update(set(previous_features(sentence.previous)))
        counts.update(
            context_features(
                sentence.text,
                bullet=sentence.bullet,
                section=sentence.section,
                heading=sentence.heading,
            )
        )
    kept = sorted(word for word, count in counts.items() if count >= LEAST)
    idf = [1.0 + math.log((1 + total) / (1 + counts[word])) for word in kept]
    return {word: column for column, word in enumerate(kept)}, np.asarray(idf, dtype=np.float32)
