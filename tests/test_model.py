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


@given(st.dates(dt.date(1990, 1, 1), dt.date(2049, 12, 31)), st.sampled_from([4, 7, 10]))
def test_a_day_lies_in_each_coarser_date(day: dt.date, length: int) -> None:
    date = PartialDate(day.isoformat()[:length])
    assert date.earliest <= day.isoformat() <= date.latest
    assert date.earliest[:length] == date.latest[:length] == date.iso
