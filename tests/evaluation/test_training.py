"""Training: what is learnt is told again, and the same sentences give the same model."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.labelled import read_labelled
from kg.evaluation.training import FOLDS, lines, train
from kg.extraction.classifier import Classifier
from kg.extraction.features import SentenceInContext
from labels import labelled


def test_what_is_trained_is_told_again(tmp_path: Path) -> None:
    model = train(read_labelled(labelled(tmp_path))).classifier
    praise, blame = model.classify(
        [
            SentenceInContext(
                "Support for staff is strong and caseloads are low.", False, "plain", None
            ),
            SentenceInContext(
                "Plans are weak and reviews are late.", False, "recommendations", None
            ),
        ]
    )
    assert (praise.kind, praise.themes[0]) == ("strength", "workforce")
    assert (blame.kind, blame.themes[0]) == ("weakness", "planning")


def test_the_same_sentences_give_the_same_model(tmp_path: Path) -> None:
    read = read_labelled(labelled(tmp_path))
    data = train(read).classifier.to_bytes()
    assert train(read).classifier.to_bytes() == data
    again = Classifier.from_bytes(data)
    assert again.kinds == ("none", "strength", "weakness")


def test_each_document_is_left_out_once_and_the_table_counts_all(tmp_path: Path) -> None:
    read = read_labelled(labelled(tmp_path))
    trained = train(read)
    by_document = {(row.document, int(fold)) for row, fold in zip(read, trained.folds, strict=True)}
    assert len(by_document) == FOLDS, "a document stands in one part"
    table = list(lines(read, trained))
    assert table[0].startswith(f"{len(read)} sentences of 5 documents")
    strength = next(line.split() for line in table if line.startswith("strength"))
    assert strength[3] == "1.000", "five documents that say the same are told without a fault"
    assert strength[-1] == "30"


def test_training_needs_as_many_documents_as_parts(tmp_path: Path) -> None:
    few = [row for row in read_labelled(labelled(tmp_path)) if row.document in "abcd"]
    with pytest.raises(InputError, match="5 documents"):
        train(few)
