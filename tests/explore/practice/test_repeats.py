"""Passages of one council that say the same are one; those of two councils are not."""

from __future__ import annotations

import pytest

from kg.explore.practice.passages import Passage
from kg.explore.practice.repeats import fold_repeats


def passage(number: int, text: str, gss: str = "E1") -> Passage:
    return Passage(number, f"i/{number}", (), text, gss, gss, "a.pdf", "A", "", "", None, "")


TEXT = "A weekly panel tracks every plan, so that none of them drifts."
CASES = [
    ([(TEXT, "E1"), (TEXT, "E1")], [1], "the same report twice"),
    ([(TEXT, "E1"), (TEXT.upper(), "E1"), (TEXT.replace(",", ""), "E1")], [2], "in other letters and marks"),
    ([(TEXT, "E1"), (f"{TEXT[:-1]} now.", "E1")], [1], "a word more"),
    ([(TEXT, "E1"), (TEXT, "E2")], [0, 0], "another council says it of itself"),
    ([(TEXT, "E1"), ("A weekly panel tracks every visit and each review.", "E1")], [0, 0], "half the words"),
    ([("Staff stay.", "E1"), (TEXT, "E1"), ("Staff stay.", "E1")], [1, 0], "others between them"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "repeats", "why"), CASES)
def test_repeats(texts: list[tuple[str, str]], repeats: list[int], why: str) -> None:
    given = [passage(number, text, gss) for number, (text, gss) in enumerate(texts)]
    folded = fold_repeats(given)
    assert [times for _, times in folded] == repeats, why
    assert folded[0][0] is given[0], "the best one stays"
