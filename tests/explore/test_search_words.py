"""The words of a search: what is a word, a phrase or an operator, and what does not count."""

from __future__ import annotations

import pytest

from kg.explore.search_words import Piece, pieces, wanted


@pytest.mark.parametrize(
    ("arguments", "found", "why"),
    [
        (["one", "two"], [Piece("one"), Piece("two")], "words"),
        (["one two"], [Piece("one"), Piece("two")], "words in quotes of the shell"),
        (['"one two"'], [Piece("one two", is_phrase=True)], "a phrase in quotes of its own"),
        (["one tw*"], [Piece("one"), Piece("tw", is_prefix=True)], "a prefix"),
        (['"one tw"*'], [Piece("one tw", True, True)], "a phrase with a prefix"),
        (['a"b c"d'], [Piece("a"), Piece("b c", True), Piece("d")], "quotes within a word"),
        ([" ", ""], [], "nothing"),
    ],
)
def test_pieces(arguments: list[str], found: list[Piece], why: str) -> None:
    assert list(pieces(arguments)) == found, why


@pytest.mark.parametrize(
    ("found", "kept", "why"),
    [
        ("the plan", "plan", "a stop word"),
        ("The plan", "plan", "in any case"),
        ("the of", "the of", "nothing else"),
        ("the NOT of", "the NOT of", "nothing else but an operator"),
        ("plan OR the", "plan OR", "an operator stays"),
        ("the*", "the*", "the start of a word"),
        ('"the plan"', '"the plan"', "a phrase"),
    ],
)
def test_stop_words(found: str, kept: str, why: str) -> None:
    assert wanted(pieces([found])) == pieces([kept]), why
