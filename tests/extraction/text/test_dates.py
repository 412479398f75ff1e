"""Dates as the documents write them, and how coarse ones are compared."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.readers import read
from kg.extraction.pipeline import extract
from kg.extraction.text.dates import parse, single
from kg.model import PartialDate

PHRASES = [
    # (phrase, year stated elsewhere, first, last, why)
    ("5 February 2019", None, "2019-02-05", "2019-02-05", "one day"),
    ("05 February 2019", None, "2019-02-05", "2019-02-05", "a leading nought"),
    ("5th February 2019", None, "2019-02-05", "2019-02-05", "an ordinal"),
    ("1st of March 2018", None, "2018-03-01", "2018-03-01", "an ordinal with ‘of’"),
    ("22nd March, 2018", None, "2018-03-22", "2018-03-22", "a comma before the year"),
    ("Tuesday 5 February 2019", None, "2019-02-05", "2019-02-05", "a weekday"),
    ("Wednesday, 6 February 2019", None, "2019-02-06", "2019-02-06", "a weekday and a comma"),
    ("February 5, 2019", None, "2019-02-05", "2019-02-05", "the month first"),
    ("5 Feb 2019", None, "2019-02-05", "2019-02-05", "a month cut short"),
    ("5 Sept. 2019", None, "2019-09-05", "2019-09-05", "cut short with a stop"),
    ("2019-02-05", None, "2019-02-05", "2019-02-05", "ISO 8601"),
    ("05/02/2019", None, "2019-02-05", "2019-02-05", "in figures: the day first, as in Britain"),
    ("5/2/2019", None, "2019-02-05", "2019-02-05", "in figures without noughts"),
    ("28/01/2019 to 1 February 2019", None, "2019-01-28", "2019-02-01", "in figures and words"),
    ("March 2014", None, "2014-03", "2014-03", "a month"),
    ("May 2019", None, "2019-05", "2019-05", "a month that is also a verb"),
    ("2014", None, "2014", "2014", "a year"),
    ("October", 2019, "2019-10", "2019-10", "a month whose year stands elsewhere"),
    ("18 December", 2019, "2019-12-18", "2019-12-18", "a day whose year stands elsewhere"),
    ("5 and 6 February 2019", None, "2019-02-05", "2019-02-06", "two days"),
    ("5, 6 and 7 February 2019", None, "2019-02-05", "2019-02-07", "three days"),
    ("5 to 6 February 2019", None, "2019-02-05", "2019-02-06", "from and to"),
    ("8-19 July 2024", None, "2024-07-08", "2024-07-19", "a hyphen"),
    ("8–19 July 2024", None, "2024-07-08", "2024-07-19", "an en dash"),
    ("8 — 19 July 2024", None, "2024-07-08", "2024-07-19", "an em dash"),
    ("8th-19th July 2024", None, "2024-07-08", "2024-07-19", "ordinals and a hyphen"),
    ("8 until 19 July 2024", None, "2024-07-08", "2024-07-19", "until"),
    ("11 to 22 March", 2022, "2022-03-11", "2022-03-22", "no year in the phrase"),
    (
        "23 January 2017 – 16 February 2017",
        None,
        "2017-01-23",
        "2017-02-16",
        "both dates in full",
    ),
    ("23 January to 16 February 2017", None, "2017-01-23", "2017-02-16", "one year for both"),
    (
        "21 November to 2 December 2022",
        None,
        "2022-11-21",
        "2022-12-02",
        "one year, two months",
    ),
    (
        "Monday 5 February to Friday 9 February 2018",
        None,
        "2018-02-05",
        "2018-02-09",
        "two weekdays",
    ),
    ("January 23 and the February 16", 2017, "2017-01-23", "2017-02-16", "the month first, twice"),
    ("January 23 to February 16, 2017", None, "2017-01-23", "2017-02-16", "the same with a year"),
    (
        "12 December 2022 to 6 January 2023",
        None,
        "2022-12-12",
        "2023-01-06",
        "over the turn of the year",
    ),
    (
        "12 December to 6 January 2023",
        None,
        "2022-12-12",
        "2023-01-06",
        "the turn of the year with one year stated: the first date is of the year before",
    ),
    (
        "14 to 16 May and 4 to 8 June 2018",
        None,
        "2018-05-14",
        "2018-06-08",
        "two windows in one year",
    ),
    (
        "21 to 25 June 2021 and 5 to 9 July 2021",
        None,
        "2021-06-21",
        "2021-07-09",
        "two windows, each with its year",
    ),
    (
        "13 November to 24 November 2023, and 4 December 2023",
        None,
        "2023-11-13",
        "2023-12-04",
        "a day added later",
    ),
    ("October and November 2019", None, "2019-10", "2019-11", "two months"),
    ("29 February 2020", None, "2020-02-29", "2020-02-29", "a leap day"),
]


@pytest.mark.parametrize(("phrase", "year", "first", "last", "why"), PHRASES)
def test_a_phrase_says_when(phrase: str, year: int | None, first: str, last: str, why: str) -> None:
    assert parse(phrase, year) == (PartialDate(first), PartialDate(last)), why
    assert single(phrase, year) == PartialDate(first)


@pytest.mark.parametrize(
    ("phrase", "first", "last", "why"),
    [
        (phrase, first, last, why)
        for phrase, year, first, last, why in PHRASES
        if not year and not phrase[:4].isdigit()
    ],
)
def test_a_label_is_followed_by_the_whole_phrase(
    phrase: str, first: str, last: str, why: str
) -> None:
    text = f"""# Derby City Council

## Inspection of children’s social care services

Inspection dates: {phrase}

Lead inspector: Norma Penfold, His Majesty’s Inspector
"""
    inspection = extract(read(text.encode(), "a.md", "0" * 64)).inspection
    assert (inspection.start, inspection.end) == (PartialDate(first), PartialDate(last)), why


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("29 February 2019", "no leap year"),
        ("31 June 2020", "a month of 30 days"),
        ("5 February", "no year anywhere"),
        ("October", "no year anywhere"),
        ("5", "a number"),
        ("the 5th of nothing", "no month"),
        ("", "nothing"),
        ("13/2019", "figures without a day"),
        ("2019-13-01", "ISO 8601 with a month too many"),
        ("2019-02-30", "ISO 8601 with a day too many"),
    ],
)
def test_what_says_no_date(phrase: str, why: str) -> None:
    assert parse(phrase) is None, why
    assert single(phrase) is None


@given(st.dates(dt.date(1990, 1, 1), dt.date(2049, 12, 31)))
def test_every_day_is_read_in_each_way_of_writing_it(day: dt.date) -> None:
    expected = PartialDate(day.isoformat())
    for form in ("%d %B %Y", "%A %d %B %Y", "%d %b %Y", "%B %d, %Y", "%Y-%m-%d"):
        if form == "%Y-%m-%d" and day.year < 2000:
            continue
        assert single(day.strftime(form)) == expected, form


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2049, 12, 31)),
    st.integers(1, 60),
    st.sampled_from(["{} to {}", "{} – {}", "{} and {}", "{}-{}"]),
)
def test_every_pair_of_days_is_a_range(start: dt.date, days: int, form: str) -> None:
    end = start + dt.timedelta(days=days)
    write = "{0.day} {0:%B} {0.year}".format
    assert parse(form.format(write(start), write(end))) == (
        PartialDate(start.isoformat()),
        PartialDate(end.isoformat()),
    )
