"""Trains the models of prose (who speaks, what a sentence finds) on labelled documents.

    python -m kg.evaluation.prose_training GOLD DOCS [GOLD DOCS ...] --output FOLDER

Each GOLD holds `NAME.gold.json` and `NAME.sents.json`, each DOCS the documents.  Prints how often
models trained on other documents are right.  Needs `inspection-kg[train]`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.atomic_files import write_atomically
from kg.documents.readers import read as read_document
from kg.extraction.features import SentenceInContext
from kg.extraction.prose.kinds import (
    FIRST,
    SECOND,
    first_features,
    second_features,
    turns_of,
    with_classifier,
)
from kg.extraction.prose.linear import Features, LinearModel
from kg.extraction.prose.readings import Reading
from kg.extraction.prose.voices import (
    MODEL,
    NARRATION,
    RELAYS,
    decide,
    in_context,
    voice_inputs,
)
from kg.extraction.text.passages import passages_of
from kg.model import Document

__all__ = ["Labelled", "Trained", "labelled_documents", "train_kinds", "train_voices"]

#: Minimum number of sentences with a feature; rarer features are noise.
MIN_SENTENCES = 3
FOLDS = 10
#: Inverse strength of the penalty on weights.
VOICES_C = 1.0
FIRST_C = 0.3
SECOND_C = 0.3
#: The sentences around one from which the second model learns: a text may also end before or after.
CONTEXTS = ((-2, -1, 1, 2), (-1,), ())
#: Minimum letters for part of a labelled sentence to stand for it.
MIN_PART = 10


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document with the label of each of its sentences, None for a sentence without one.

    `reports`: it reports an inspection of children's services.
    """

    name: str
    document: Document
    reports: bool
    readings: tuple[Reading, ...]
    features: list[Features]
    labels: tuple[dict[str, Any] | None, ...]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and the chances of each class by models trained on other documents."""

    model: LinearModel
    held_out: npt.NDArray[np.float64]


def labelled_documents(gold: Path, documents: Path) -> Iterator[Labelled]:
    """The documents of a folder of gold files that label sentences."""
    for path in sorted(gold.glob("*.gold.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        listed = json.loads(
            path.with_name(path.name.replace(".gold.", ".sents.")).read_text(encoding="utf-8")
        )
        if not facts["sentences"]:
            continue
        source = documents / listed["source"]
        data = source.read_bytes()
        document = read_document(data, source.name, hashlib.sha256(data).hexdigest())
        readings, features = voice_inputs(document, passages_of(document))
        labels = {label["i"]: label for label in facts["sentences"]}
        words = {row["i"]: _plain(row["text"]) for row in listed["sentences"]}
        found = tuple(
            _label_of(_plain(document.quote(one.start, one.end)), words, labels) for one in readings
        )
        reports = facts["inspection"]["type"] is not None
        yield Labelled(facts["id"], document, reports, readings, features, found)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))


def _label_of(
    words: str, known: Mapping[int, str], labels: Mapping[int, dict[str, Any]]
) -> dict[str, Any] | None:
    """The label of the sentence with these words, or that they are part of."""
    for number, text in known.items():
        if words and (
            words == text
            or (len(words) >= MIN_PART and words in text)
            or (len(text) > MIN_PART and text in words)
        ):
            return labels.get(number)
    return None


def voice_class(label: Mapping[str, Any]) -> str:
    """The class of a labelled sentence for the voice model."""
    return RELAYS if label.get("relays") else str(label["by"] or NARRATION)


def train_voices(documents: Sequence[Labelled]) -> tuple[Trained, list[str], list[str]]:
    """Train the voice model; with it the classes and the documents of its sentences, in order."""
    rows = [
        (features, voice_class(label), one.name)
        for one in documents
        for features, label in zip(one.features, one.labels, strict=True)
        if label is not None
    ]
    classes, names = [row[1] for row in rows], [row[2] for row in rows]
    return _fit([row[0] for row in rows], classes, names, VOICES_C), classes, names


def train_kinds(
    documents: Sequence[Labelled], voices: Trained
) -> tuple[Trained, Trained, list[str]]:
    """Train the two models of kinds; with them the kinds of their sentences.

    `voices` are the voice model and its chances for all labelled sentences of the documents.  The
    first model learns from sentences in which the inspectorate is heard, and from narration; the
    second from all, given how likely it is heard.
    """
    rows: list[tuple[str, SentenceInContext, dict[str, Any], float]] = []
    start = 0
    for one in documents:
        at = [k for k, label in enumerate(one.labels) if label is not None]
        by_voice = voices.held_out[start : start + len(at)]
        start += len(at)
        if one.reports:
            voiced = decide(one.document, [one.readings[k] for k in at], by_voice, voices.model)
            context = in_context(one.document, one.readings)
            rows += [
                (one.name, context[k], one.labels[k] or {}, voice.heard)
                for k, voice in zip(at, voiced, strict=True)
            ]
    names = [row[0] for row in rows]
    kinds = ["none" if row[2]["kind"] == "skip" else str(row[2]["kind"]) for row in rows]
    learns = [_is_heard(row[2]) for row in rows]
    features = first_features([row[1] for row in rows])
    first = _fit(features, kinds, names, FIRST_C, learns)
    chances = with_classifier(first.held_out, first.model.classes, features)
    second: list[list[Features]] = [[] for _ in CONTEXTS]
    for name in dict.fromkeys(names):
        these = [k for k, other in enumerate(names) if other == name]
        turns = turns_of([rows[k][1] for k in these])
        heard = [rows[k][3] for k in these]
        for rows_so_far, nearby in zip(second, CONTEXTS, strict=True):
            given = (chances[these], first.model.classes, turns, heard, nearby)
            rows_so_far += second_features(*given)
    copies = [features for rows_so_far in second for features in rows_so_far]
    fitted = _fit(copies, kinds * len(CONTEXTS), names * len(CONTEXTS), SECOND_C)
    return first, Trained(fitted.model, fitted.held_out[: len(rows)]), kinds


def _is_heard(label: Mapping[str, Any]) -> bool:
    return bool(label.get("relays")) or label["by"] in ("inspectorate", None)


def _fit(
    features: Sequence[Features],
    classes: Sequence[str],
    documents: Sequence[str],
    strength: float,
    learns: Sequence[bool] | None = None,
) -> Trained:
    """Fit a model to the sentences it `learns` from; chances are given for all."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    counts = Counter(name for one in features for name in one)
    names = {
        name: row
        for row, name in enumerate(sorted(n for n, c in counts.items() if c >= MIN_SENTENCES))
    }
    cells = [
        (row, names[name], value)
        for row, one in enumerate(features)
        for name, value in one.items()
        if name in names
    ]
    rows, columns, values = zip(*cells, strict=True)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(features), len(names)))
    wanted = np.asarray(classes)
    order = sorted(set(classes))
    held_out = np.zeros((len(features), len(order)))
    used = np.ones(len(features), dtype=bool) if learns is None else np.asarray(learns)
    for rest, these in GroupKFold(FOLDS).split(matrix, groups=list(documents)):
        rest = rest[used[rest]]
        fitted = LogisticRegression(C=strength, max_iter=4000).fit(matrix[rest], wanted[rest])
        columns_of = [order.index(name) for name in fitted.classes_]
        held_out[np.ix_(these, columns_of)] = fitted.predict_proba(matrix[these])
    fitted = LogisticRegression(C=strength, max_iter=4000).fit(matrix[used], wanted[used])
    model = LinearModel(names, tuple(map(str, fitted.classes_)), fitted.coef_.T, fitted.intercept_)
    return Trained(model, held_out)


def main() -> None:
    """Train the models on the folders given on the command line, and write them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, help="GOLD DOCS, as often as needed")
    parser.add_argument("--output", required=True, type=Path, help="the folder of models")
    given = parser.parse_args()
    pairs = zip(given.folders[::2], given.folders[1::2], strict=True)
    documents = [one for gold, docs in pairs for one in labelled_documents(gold, docs)]
    voices, classes, _ = train_voices(documents)
    first, second, kinds = train_kinds(documents, voices)
    scored = (
        ("voices", voices, classes),
        ("kinds, alone", first, kinds),
        ("kinds, in order", second, kinds),
    )
    for title, trained, wanted in scored:
        sys.stdout.writelines(line + "\n" for line in _lines(title, trained, wanted))
    for name, trained in ((MODEL, voices), (FIRST, first), (SECOND, second)):
        write_atomically(given.output / f"{name}.npz", trained.model.to_bytes())


def _lines(title: str, trained: Trained, wanted: Sequence[str]) -> Iterator[str]:
    """How often models trained on other documents are right."""
    found = [trained.model.classes[int(k)] for k in trained.held_out.argmax(axis=1)]
    right = sum(a == b for a, b in zip(found, wanted, strict=True))
    yield f"{title}: {right} of {len(wanted)} right on held-out documents"
    for name in trained.model.classes:
        both = sum(a == b == name for a, b in zip(found, wanted, strict=True))
        precision = both / max(1, found.count(name))
        recall = both / max(1, wanted.count(name))
        yield f"  {name:16} precision {precision:.3f}  recall {recall:.3f}  ({wanted.count(name)})"


if __name__ == "__main__":
    main()
