"""Stems are those of the index: a word finds its other forms, and nothing else."""

from __future__ import annotations

import pytest

from kg.store.stemming import stems

CASES = [
    ("Caseloads caseload", True, "singular and plural"),
    ("ADVOCACY advocacy", True, "case"),
    ("café cafe", True, "accents"),
    ("assessed assessment", True, "another part of speech"),
    ("adoption adapted", False, "another word"),
]


@pytest.mark.parametrize(("words", "alike", "why"), CASES)
def test_forms_of_a_word_have_one_stem(words: str, alike: bool, why: str) -> None:
    ((first, second),) = stems([words])
    assert (first == second) is alike, why


def test_each_text_has_its_own_in_order() -> None:
    assert stems(["step-down", "", "“one’s”"]) == [("step", "down"), (), ("on", "s")]
    assert stems([]) == []
