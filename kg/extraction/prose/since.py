"""Dates since when a post is held, as stories give them: "in May", "last September", "since 2019".

What a date leaves out is taken from the document's own date, and only from that.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from kg.extraction.text.dates import MONTHS, single
from kg.extraction.text.patterns import fragment, pattern, table
from kg.model import PartialDate

__all__ = ["since_date"]


def since_date(words: str, today: PartialDate | None, future: bool = False) -> PartialDate | None:
    """The date that words give in a document of the date `today`; None if they leave it open.

    `future` is whether the post is still to begin: "in May" is then the next May, else the last.

    >>> since_date("last September", PartialDate("2016-04-22"))
    PartialDate(iso='2015-09')
    >>> since_date("May", PartialDate("2024-04-19"), future=True)
    PartialDate(iso='2024-05')
    >>> since_date("May", None) is None
    True
    """
    if re.search(fragment("YEAR"), words):
        return single(words)
    if today is None:
        return None
    day = dt.date.fromisoformat(today.earliest)
    words = words.casefold()
    month = _month(words)
    if month is not None:
        return PartialDate(f"{_year_of(month, words, day, future):04d}-{month:02d}")
    ago = pattern("holders", "when", "ago").search(words)
    if ago:
        return _ago(_number(ago["count"]), ago["unit"], day)
    return _unit(words, today, day, future)


def _month(words: str) -> int | None:
    found = _months().search(words)
    return MONTHS[found[0][:3]] if found else None


@cache
def _months() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(MONTHS)})[a-z]*\b")


def _year_of(month: int, words: str, day: dt.date, future: bool) -> int:
    """The year of a month that the words give without one."""
    if "last year" in words:
        return day.year - 1
    if "next year" in words:
        return day.year + 1
    if "this" in words:
        return day.year
    if words.startswith("last"):
        return day.year - (month >= day.month)
    if future or words.startswith("next"):
        return day.year + (month < day.month)
    return day.year - (month > day.month)


def _number(words: str) -> int:
    return int(words) if words.isdigit() else int(table("holders")["numbers"][words])


def _ago(count: int, unit: str, day: dt.date) -> PartialDate | None:
    if not count:
        return None
    if unit == "year":
        return PartialDate(f"{day.year - count:04d}")
    if unit == "month":
        months = day.year * 12 + day.month - 1 - count
        return PartialDate(f"{months // 12:04d}-{months % 12 + 1:02d}")
    return _of_month(day - dt.timedelta(weeks=count))


def _unit(words: str, today: PartialDate, day: dt.date, future: bool) -> PartialDate | None:
    """The date of "last year", "this month", "the spring", "yesterday"."""
    step = -1 if "last" in words else 1 if "next" in words else 0
    if "year" in words:
        return PartialDate(f"{day.year + step:04d}")
    season = next((name for name in table("holders")["seasons"] if name in words), None)
    if season is not None:
        first = table("holders")["seasons"][season]
        passed = step < 0 or (step == 0 and not future and first > day.month)
        return PartialDate(f"{day.year - (passed and first >= day.month):04d}")
    if not today.is_day and "month" not in words:
        return None
    if "month" in words:
        months = day.year * 12 + day.month - 1 + step
        return PartialDate(f"{months // 12:04d}-{months % 12 + 1:02d}")
    if "week" in words:
        return _of_month(day + dt.timedelta(weeks=step))
    return _of_month(day - dt.timedelta(days=1) if "yesterday" in words else day)


def _of_month(day: dt.date) -> PartialDate:
    return PartialDate(f"{day.year:04d}-{day.month:02d}")
