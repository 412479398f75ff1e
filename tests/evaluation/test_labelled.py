"""Labelled sentences, as files and tables give them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.labelled import (
    LabelledSentence,
    read_labelled,
    read_ranges,
    without_duplicates,
    words_checksum,
)
from kg.extraction.features import SentenceInContext
from labels import labelled, rows


def test_headings_in_the_list_give_the_section(tmp_path: Path) -> None:
    read = read_labelled(labelled(tmp_path))
    weak = [row.sentence for row in read if row.kind == "weakness"]
    assert {sentence.section for sentence in weak} == {"recommendations"}
    assert {row.sentence.section for row in read if row.kind == "strength"} == {"plain"}


def test_a_sentence_knows_its_neighbours_in_its_own_document(tmp_path: Path) -> None:
    read = read_labelled(labelled(tmp_path))
    texts = [row.sentence.text for row in read]
    assert read[0].sentence.previous == "", "a document begins with nothing before it"
    assert read[3].sentence.previous == texts[2]
    assert read[3].sentence.nearby == (texts[1], texts[2], texts[4])
    first_of_b = next(row.sentence for row in read if row.document == "b")
    assert (first_of_b.previous, len(first_of_b.nearby)) == ("", 1)


LETTER = """Inspection of Ashbourne Vale children's services

Social workers visit often and know children well.

Too many plans are out of date.
"""


def test_labels_without_text_find_their_sentences(tmp_path: Path) -> None:
    documents, labels = tmp_path / "reports", tmp_path / "labels"
    documents.mkdir()
    labels.mkdir()
    report = documents / "vale.txt"
    report.write_text(LETTER, encoding="utf-8")
    start = LETTER.index("Too many")
    wanted = "Too many plans are out of date."
    moved = f"0,20,{words_checksum('words that stand elsewhere')},strength,,"
    (labels / f"{hashlib.sha256(report.read_bytes()).hexdigest()[:16]}.csv").write_text(
        "start,end,check,kind,themes,trend\n"
        f"{start},{start + len(wanted)},{words_checksum(wanted)},weakness,planning-and-review,\n"
        f"{moved}\n",
        encoding="utf-8",
    )
    (only,) = read_ranges(labels, documents)
    assert (only.document, only.kind, only.themes) == ("vale", "weakness", ("planning-and-review",))
    assert only.sentence.text == wanted
    assert only.sentence.previous == "Social workers visit often and know children well."


def test_a_sentence_labelled_twice_counts_once() -> None:
    row = LabelledSentence(
        "a", SentenceInContext("Plans are late.", False, "plain", None), "weakness", ()
    )
    spaced = LabelledSentence(
        "a", SentenceInContext("Plans  are late.", False, "plain", None), "none", ()
    )
    other = LabelledSentence("b", row.sentence, "weakness", ())
    assert without_duplicates([row, spaced, other]) == [row, other]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("no json", id="a line that is no JSON"),
        pytest.param('{"doc": "a", "kind": "none"}', id="a sentence without text"),
        pytest.param('["a"]', id="a list"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(rows()[0]) + "\n" + line, encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.jsonl: line 2"):
        read_labelled(path)
