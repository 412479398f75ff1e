"""Dates as people write them."""

from __future__ import annotations

import pytest

from kg.date_format import date_in_words, dates_in_words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2019-02-05", "2019-02-06", "5 to 6 February 2019"),
        ("2019-01-30", "2019-02-06", "30 January to 6 February 2019"),
        ("2018-12-30", "2019-01-04", "30 December 2018 to 4 January 2019"),
        ("2019-02-05", "2019-02-05", "5 February 2019"),
        ("2019-02", "", "February 2019"),
        ("", "2019", "2019"),
        ("", "", ""),
        ("unknown", "", "unknown"),
    ],
)
def test_spans(start: str, end: str, words: str) -> None:
    assert dates_in_words(start, end) == words


def test_short_months() -> None:
    assert [date_in_words(date, short=True) for date in ("2019-02", "2019", "")] == [
        "Feb 2019",
        "2019",
        "",
    ]
