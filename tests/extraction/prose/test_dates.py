"""Dates as prose says them, with the date of the document and without it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.prose.dates import find_dates
from kg.model import PartialDate
from prose import TODAY, span


def dates(words: str, today: PartialDate | None = TODAY) -> list[str]:
    """The dates of a text in short."""
    return [span(date) for date in find_dates(words, 0, len(words), today)]


# fmt: off
#: Words, their dates in a document of 22 April 2022 (a Friday), those in one without a date.
CASES = [
    # --- dates that need no other ---
    ("It came out on 2022-01-14.", ["2022-01-14"], ["2022-01-14"], "iso: as machines write it"),
    ("Letter of 14/01/2022", ["2022-01-14"], ["2022-01-14"], "numbers: the day first, as in England"),
    ("as at 31.03.17", ["2017-03-31"], ["2017-03-31"], "numbers: a year of two digits"),
    ("as at 31/02/2022", [], [], "numbers: no such day"),
    ("on 30 February 2022", [], [], "no such day in words"),
    ("from 23 January to 16 February 2017", ["2017-01-23..2017-02-16"], ["2017-01-23..2017-02-16"], "the year of the last counts for the first"),
    ("from 12 December to 6 January 2023", ["2022-12-12..2023-01-06"], ["2022-12-12..2023-01-06"], "over the new year"),
    ("on Monday 7 to Friday 11 February 2022", ["2022-02-07..2022-02-11"], ["2022-02-07..2022-02-11"], "days of the week beside dates"),
    ("between 8 and 9 March 2022", ["2022-03-08..2022-03-09"], ["2022-03-08..2022-03-09"], "one month for two days"),
    ("on the 4th of May 2021", ["2021-05-04"], ["2021-05-04"], "of between day and month"),
    ("on May 4, 2021", ["2021-05-04"], ["2021-05-04"], "the month first"),
    ("on September 2 and 13", ["2021-09-02..2021-09-13"], [], "a month for both of the days after it"),
    ("in March 2021", ["2021-03"], ["2021-03"], "a month of a year"),
    ("in Nov. 2021 and in Feb 2022", ["2021-11", "2022-02"], ["2021-11", "2022-02"], "short names of months"),
    ("It was good in 2018.", ["2018"], ["2018"], "a year"),
    ("published today (Friday, 22 April 2022)", ["2022-04-22"], ["2022-04-22"], "a date in brackets spells out the one before it"),
    ("a year before Kent was inspected", [], [], "ago: before something else"),
    ("the Joint Area Reviews Regulations 2015", [], [], "not_time: the year of regulations"),
    ("in the summer of 2019", ["2019"], ["2019"], "the season of a year: the year is told"),
    # --- days and months that need the year ---
    ("on 7 and 8 December", ["2021-12-07..2021-12-08"], [], "the last December"),
    ("on 7 March", ["2022-03-07"], [], "this year's, if it is over"),
    ("in May", ["2021-05"], [], "a month that has not come yet is last year's"),
    ("in March and April", ["2022-03..2022-04"], [], "a month that has begun is this year's"),
    ("in October last year", ["2021-10"], [], "a month with a word for its year"),
    ("in March this year", ["2022-03"], [], "this year"),
    ("in October next year", ["2023-10"], [], "next year"),
    ("for most of February, from the 1st to the 25th", ["2022-02", "2022-02-01..2022-02-25"], [], "days of the month before them"),
    ("in June 2019, from the 3rd to the 7th", ["2019-06", "2019-06-03..2019-06-07"], ["2019-06", "2019-06-03..2019-06-07"], "days of the month and year before them"),
    ("In 2019 they came from 3 to 7 June", ["2019", "2021-06-03..2021-06-07"], ["2019", "2019-06-03..2019-06-07"], "without the document's date, the year that the sentence has named"),
    ("on the 5th", ["2022-04-05"], [], "a day of this month"),
    # --- times counted from today ---
    ("three years ago", ["2019"], [], "years: the year"),
    ("a decade ago", ["2012"], [], "decades are years"),
    ("two months ago", ["2022-02"], [], "months: the month"),
    ("almost two weeks ago", ["2022-04"], [], "weeks: the month that they end in"),
    ("a fortnight earlier", ["2022-04"], [], "a fortnight is two weeks"),
    ("ten days ago", ["2022-04-12"], [], "days: the day"),
    ("six months before", ["2021-10"], [], "before, earlier and previously count like ago"),
    ("two years after it was failed", ["2020"], [], "after: an event so long ago"),
    ("twelve months on from the last verdict", ["2021-04"], [], "on from is after"),
    ("on Tuesday", ["2022-04-19"], [], "the last Tuesday"),
    ("on Friday", ["2022-04-22"], [], "the day itself"),
    ("last Friday", ["2022-04-15"], [], "last Friday is not today"),
    ("on Tuesday of last week", ["2022-04-12"], [], "the week before"),
    ("in Tuesday's letter", ["2022-04-19"], [], "a possessive"),
    ("yesterday", ["2022-04-21"], [], "the day before"),
    ("today and this morning", ["2022-04-22", "2022-04-22"], [], "the day itself"),
    ("this week", ["2022-04"], [], "week: its month"),
    ("last week", ["2022-04"], [], "week: the month that it began in"),
    ("last month", ["2022-03"], [], "month"),
    ("earlier this month", ["2022-04"], [], "this month"),
    ("next month", ["2022-05"], [], "next month"),
    ("last year", ["2021"], [], "year in words"),
    ("next year", ["2023"], [], "a year to come"),
    ("last summer", ["2021"], [], "season: its year is told"),
    ("this spring", ["2022"], [], "a season of this year"),
    # --- words that are no dates ---
    ("They may visit and march on.", [], [], "months are verbs too"),
    ("May said so. March Street heard.", [], [], "a bare month at the start of a sentence, or without a preposition"),
    ("in May and since March", ["2021-05", "2022-03"], [], "a bare month after a preposition"),
    ("under Theresa May", [], [], "not_time: a person"),
    ("Cllr May and Ms May said", [], [], "not_time: titles"),
    ("under the Children Act 1989 and the Act of 2004", [], [], "not_time: a law"),
    ("on page 2019 and item 2018", [], [], "not_time: a number of something"),
    ("the 25th child", [], [], "a bare day without its preposition"),
    ("homes for 12 and 14 of them", [], [], "numbers without the marks of a day"),
    ("£2022, 2022%, 2,018 and 2021/22", [], [], "numbers that look like years"),
    ("They called twice.", [], [], "nothing to find"),
]
# fmt: on


@pytest.mark.parametrize(("words", "dated", "undated", "why"), CASES)
def test_dates(words: str, dated: list[str], undated: list[str], why: str) -> None:
    assert dates(words) == dated, why
    assert dates(words, None) == undated, why


@pytest.mark.parametrize(
    ("words", "relative", "why"),
    [
        ("in March 2021", False, "it has its year"),
        ("in March", True, "the year is the document's"),
        ("on Tuesday", True, "counted from the document's date"),
        ("in the summer of 2019", False, "a season with its year"),
        ("last summer", True, "a season without"),
    ],
)
def test_relative_dates(words: str, relative: bool, why: str) -> None:
    assert [d.relative for d in find_dates(words, 0, len(words), TODAY)] == [relative], why


@pytest.mark.parametrize(
    ("words", "coming", "ahead", "why"),
    [
        ("in November", "2022-11", True, "the next November"),
        ("in April", "2022-04", True, "this month is not over"),
        ("on 7 March", "2023-03-07", True, "the next one"),
        ("on Tuesday", "2022-04-26", True, "the next Tuesday"),
        ("next month", "2022-05", True, "as told"),
        ("in March 2021", "2021-03", False, "a date with its year is what it is"),
        ("last month", "2022-03", False, "as told"),
    ],
)
def test_dates_to_come(words: str, coming: str, ahead: bool, why: str) -> None:
    (date,) = find_dates(words, 0, len(words), TODAY)
    assert (date.coming.iso, date.coming_is_ahead(TODAY)) == (coming, ahead), why


@pytest.mark.parametrize(
    ("words", "today", "expected", "why"),
    [
        ("yesterday", "2022-01-01", ["2021-12-31"], "over the new year"),
        ("last month", "2022-01-15", ["2021-12"], "over the new year"),
        ("on 29 February 2024", "2024-03-02", ["2024-02-29"], "a leap year"),
        ("on Tuesday", "2022-04", [], "a document of a month has no Tuesday"),
        ("in 2018", "2022-04", ["2018"], "... but has the years that are told"),
    ],
)
def test_the_day_of_the_document(words: str, today: str, expected: list[str], why: str) -> None:
    assert dates(words, PartialDate(today)) == expected, why


def test_a_document_of_a_month_tells_months_and_no_days() -> None:
    assert dates("in September, and on Tuesday", PartialDate("2019-11")) == ["2019-09"]


def test_only_the_range_is_searched() -> None:
    text = "In 2018 and in 2019 and in 2020"
    found = find_dates(text, 8, 20, None)
    assert [text[d.start : d.end] for d in found] == ["2019"]


# --- any text ---

#: Parts of dates, and what may stand between.
PARTS = st.lists(
    st.sampled_from(
        ["29", "31", "the 1st", "February", "Feb", "May", "2022", "1900", "2099", "99", "Monday",
         "last", "next", "this", "year", "month", "week", "ago", "after", "a", "ten", "decades",
         "years", "to", "and", "of", "in", "on", "–", ",", "/", ".", "-", "12/13/2022", "0/0/22",
         "summer", "of last week", "’s"]
    ),
    max_size=14,
)  # fmt: skip
DAYS = st.one_of(
    st.none(),
    st.dates(min_value=dt.date(1950, 1, 1)).map(lambda day: PartialDate(day.isoformat())),
    st.sampled_from([PartialDate("2022"), PartialDate("2022-04"), PartialDate("2024-02-29")]),
)


@given(st.one_of(st.text(max_size=60), PARTS.map(" ".join), PARTS.map("".join)), DAYS)
def test_any_text_has_dates_in_order_and_within_it(text: str, today: PartialDate | None) -> None:
    found = find_dates(text, 0, len(text), today)
    at = 0
    for date in found:
        assert at <= date.start < date.end <= len(text)
        assert date.first.earliest <= date.last.latest
        at = date.end
    assert not (today is None and found and found[0].relative)
