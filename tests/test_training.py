from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.labelled import Labelled, check_of, once, read_labelled, read_ranges
from kg.evaluation.training import FOLDS, lines, train
from kg.extraction.classifier import Classifier, load
from kg.extraction.features import Sentence

GOOD = ("good", "strong", "effective", "timely", "thorough", "skilled")
POOR = ("poor", "weak", "ineffective", "late", "shallow", "absent")


def rows() -> list[dict[str, object]]:
    """Five documents, each with praise of caseloads and shortfalls of plans under a heading."""
    out: list[dict[str, object]] = []
    for document in "abcde":
        out.append({"doc": document, "text": "What works well", "kind": "none"})
        for word in GOOD:
            text = f"Caseloads in team {document} are low and support for staff is {word}."
            out.append({"doc": document, "text": text, "kind": "strength", "themes": ["workforce"]})
        out.append({"doc": document, "text": "What needs to improve", "kind": "none"})
        for word in POOR:
            text = f"Plans for children in team {document} are {word} and reviews are not held."
            out.append({"doc": document, "text": text, "kind": "weakness", "themes": ["planning"]})
    return out


def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "sentences.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows()), encoding="utf-8")
    return path


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


def test_what_is_trained_is_told_again(tmp_path: Path) -> None:
    model = train(read_labelled(labelled(tmp_path))).classifier
    praise, blame = model.classify(
        [
            Sentence("Support for staff is strong and caseloads are low.", False, "plain", None),
            Sentence("Plans are weak and reviews are late.", False, "recommendations", None),
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


def test_another_model_is_used_when_the_environment_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.npz"
    path.write_bytes(train(read_labelled(labelled(tmp_path))).classifier.to_bytes())
    monkeypatch.setenv("KG_MODEL", str(path))
    load.cache_clear()
    try:
        assert load().themes == ("planning", "workforce")
        path.write_bytes(b"no model")
        load.cache_clear()
        with pytest.raises(InputError, match=r"mine\.npz: no model"):
            load()
    finally:
        load.cache_clear()


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
    moved = f"0,20,{check_of('words that stand elsewhere')},strength,,"
    (labels / f"{hashlib.sha256(report.read_bytes()).hexdigest()[:16]}.csv").write_text(
        "start,end,check,kind,themes,trend\n"
        f"{start},{start + len(wanted)},{check_of(wanted)},weakness,planning-and-review,\n"
        f"{moved}\n",
        encoding="utf-8",
    )
    (only,) = read_ranges(labels, documents)
    assert (only.document, only.kind, only.themes) == ("vale", "weakness", ("planning-and-review",))
    assert only.sentence.text == wanted
    assert only.sentence.previous == "Social workers visit often and know children well."


def test_a_sentence_labelled_twice_counts_once() -> None:
    row = Labelled("a", Sentence("Plans are late.", False, "plain", None), "weakness", ())
    spaced = Labelled("a", Sentence("Plans  are late.", False, "plain", None), "none", ())
    other = Labelled("b", row.sentence, "weakness", ())
    assert once([row, spaced, other]) == [row, other]


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
