"""Frames of one sentence, together, and of sentences of any words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.text.patterns import table
from kg.model import PartialDate
from prose import TODAY, frames, span, told, told_announced, told_visit


def test_all_frames_of_a_sentence() -> None:
    found = frames(
        "In a letter published on Tuesday after its third monitoring visit on 8 and 9 March, "
        "Ofsted said Bury, which was rated inadequate in 2019, was now good for adoption."
    )
    assert [told(grade) for grade in found.grades] == [
        "earlier inadequate @2019",
        "good: adoption",
    ]
    assert [told_visit(visit) for visit in found.visits] == [
        "monitoring-visit #3 @2022-03-08..2022-03-09"
    ]
    assert [span(date) for date in found.published] == ["2022-04-19"]
    assert found.announced is None


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("The bins will be emptied on Friday.", "nothing of an inspection"),
        ("", "no word"),
        ("…", "no word"),
    ],
)
def test_a_sentence_without_frames(words: str, why: str) -> None:
    found = frames(words)
    assert (found.grades, found.visits, found.published) == ((), (), ()), why
    assert told_announced(found.announced) is None, why


# --- any words ---


def _words_of(value: object) -> set[str]:
    """The plain words in the patterns of a file."""
    if isinstance(value, str):
        return set(re.findall(r"[A-Za-z]{2,}", value))
    children = (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    )
    return {word for child in children for word in _words_of(child)}


WORDS = sorted(
    {word for name in ("grades", "visits", "reading", "grammar") for word in _words_of(table(name))}
    | {"Bury", "Wigan", "2015", "March 2022", "last month", "8 and 9 March", "on Tuesday", "three years"}
    | set("“”‘’\"'()?,;:.–|")
)  # fmt: skip
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
DAYS = st.sampled_from([None, TODAY, PartialDate("2022-04"), PartialDate("2022")])


@settings(max_examples=150)
@given(SENTENCES, DAYS, st.sampled_from([None, "good"]), st.booleans(), st.booleans())
def test_any_words_have_frames_within_the_sentence(
    words: str, today: PartialDate | None, last: str | None, inspectorate: bool, dated: bool
) -> None:
    found = frames(words, today, last, says_inspectorate=inspectorate, dated=dated)
    ranges = [
        *((grade.start, grade.end) for grade in found.grades),
        *((visit.start, visit.end) for visit in found.visits),
        *((date.start, date.end) for date in found.published),
    ]
    for start, end in ranges:
        assert 0 <= start < end <= len(words)
    starts = [visit.start for visit in found.visits]
    assert starts == sorted(starts)
