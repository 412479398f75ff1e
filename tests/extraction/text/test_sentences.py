"""Where sentences begin and end."""

from __future__ import annotations

import pytest

from kg.extraction.text.sentences import sentence_ranges


@pytest.mark.parametrize(
    ("text", "count", "why"),
    [
        ("Help is good. Plans are not.", 2, "two sentences"),
        ("Is help good? It is! So be it.", 3, "question and exclamation marks"),
        ("Ms. Harling and Dr. Woods agree, e.g. on plans.", 1, "titles and abbreviations"),
        ("Mr J. R. Hartwell leads the service.", 1, "initials"),
        ("It fell from 2.5 to 1.5 a week.", 1, "decimals"),
        ("“Help is good.” So he said.", 2, "a quote ends its sentence"),
        ("They know. (They do.) And so on.", 3, "brackets"),
        ("Visit www.example.org. Then read.", 2, "an address"),
        ("It is item No. 5 of the list.", 1, "a number"),
        ("The work took place in Sept. 2019.", 1, "a month cut short"),
        ("It improved in 2018. 38 children were seen.", 2, "a year, then a number"),
        ("children are safe.Leaders know this well.", 2, "a space that was lost"),
        ("", 0, "nothing"),
    ],
)
def test_sentences(text: str, count: int, why: str) -> None:
    ranges = list(sentence_ranges(text, 0, len(text)))
    assert len(ranges) == count, [text[slice(*one)] for one in ranges]
    assert "".join(text[slice(*one)] for one in ranges).replace(" ", "") == text.replace(" ", "")
    assert all(text[slice(*one)].strip() == text[slice(*one)] for one in ranges), why
