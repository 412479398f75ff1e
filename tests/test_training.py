from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.extraction.classifier import Classifier, Sentence
from kg.training import read_labelled, train

GOOD = ("good", "strong", "effective", "timely", "thorough", "skilled")
POOR = ("poor", "weak", "ineffective", "late", "shallow", "absent")


def rows() -> list[dict[str, object]]:
    """Twelve praises of caseloads, twelve shortfalls of plans, under a heading each."""
    out: list[dict[str, object]] = [{"doc": "a", "text": "What works well", "kind": "none"}]
    for word in GOOD:
        text = f"Caseloads are low and support for staff is {word}."
        out += [{"doc": "a", "text": text, "kind": "strength", "themes": ["workforce"]}] * 2
    out.append({"doc": "b", "text": "What needs to improve", "kind": "none"})
    for word in POOR:
        text = f"Plans for children are {word} and reviews are not held."
        out += [{"doc": "b", "text": text, "kind": "weakness", "themes": ["planning"]}] * 2
    return out


def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "sentences.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows()), encoding="utf-8")
    return path


def test_headings_in_the_list_give_the_section(tmp_path: Path) -> None:
    read = read_labelled(labelled(tmp_path))
    assert {row.sentence.section for row in read if row.document == "b"} == {"recommendations"}
    assert {row.sentence.section for row in read if row.document == "a"} == {"plain"}
    assert read[0].sentence.previous == "", "a document begins with nothing before it"
    assert read[2].sentence.previous == read[1].sentence.text


def test_what_is_trained_is_told_again(tmp_path: Path) -> None:
    model = train(read_labelled(labelled(tmp_path)))
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
    data = train(read).to_bytes()
    assert train(read).to_bytes() == data
    again = Classifier.from_bytes(data)
    assert again.kinds == ("none", "strength", "weakness")


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
