"""Names and labels in sentences."""

from __future__ import annotations

import pytest

from kg.wording import in_sentence, joined, upper_first


@pytest.mark.parametrize(
    ("names", "phrase"),
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_names_are_one_phrase(names: list[str], phrase: str) -> None:
    assert joined(iter(names), "or") == phrase


@pytest.mark.parametrize(
    ("label", "words", "reason"),
    [
        ("Front door", "front door", "a word"),
        ("A visit", "a visit", "a word of one letter"),
        ("SEND", "SEND", "an abbreviation"),
        ("Covid-19 assurance", "Covid-19 assurance", "a name with a number"),
        ("", "", "nothing"),
    ],
)
def test_a_label_within_a_sentence(label: str, words: str, reason: str) -> None:
    assert in_sentence(label) == words, reason


def test_a_phrase_begins_a_sentence() -> None:
    assert [upper_first(text) for text in ("full inspection", "", "Éa")] == [
        "Full inspection",
        "",
        "Éa",
    ]
