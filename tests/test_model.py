"""Dates as coarse as documents state them, and how they are compared."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import PartialDate


@pytest.mark.parametrize(
    ("iso", "earliest", "latest"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("2014-03", "2014-03-01", "2014-03-31"),
        ("2014-02", "2014-02-01", "2014-02-28"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2014-12", "2014-12-01", "2014-12-31"),
        ("2014-03-31", "2014-03-31", "2014-03-31"),
    ],
)
def test_a_coarse_date_has_a_first_and_a_last_day(iso: str, earliest: str, latest: str) -> None:
    date = PartialDate(iso)
    assert (date.earliest, date.latest) == (earliest, latest)


@pytest.mark.parametrize("text", ["2014", "2014-03", "2014-03-31", "2016-02-29"])
def test_a_year_a_month_and_a_day_are_dates(text: str) -> None:
    date = PartialDate.parse(text)
    assert (date.iso, date.is_day) == (text, len(text) == len("2014-03-31"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no date"),
        ("2014-13", "a month that does not exist"),
        ("2014-02-29", "a day that does not exist"),
        ("0000", "a year that does not exist"),
        ("2014-3-1", "short parts"),
        ("20140331", "ISO 8601 without dashes"),
        ("2014-W13-1", "a day of an ISO week"),
        ("2014-W13", "an ISO week"),
        ("2014-03-31T00:00", "a time"),
        (" 2014", "a space"),
        ("2014\n", "a line break"),
        ("\uff12\uff10\uff11\uff14", "digits that are not ASCII"),
    ],
)
def test_other_texts_are_no_dates(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"\A"):
        PartialDate.parse(text)
    assert reason


@given(st.dates(dt.date(1990, 1, 1), dt.date(2049, 12, 31)), st.sampled_from([4, 7, 10]))
def test_a_day_lies_in_each_coarser_date(day: dt.date, length: int) -> None:
    date = PartialDate(day.isoformat()[:length])
    assert date.earliest <= day.isoformat() <= date.latest
    assert date.earliest[:length] == date.latest[:length] == date.iso
