"""Dates as these documents write them: "11 to 22 March", "23 January – 16 February 2017".

A phrase is a run of days, months and years.  What one date leaves out is taken from the next: in
"5 and 6 February 2019" the 5 is a day of February 2019.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from kg.extraction.text.patterns import fragment
from kg.model import PartialDate

__all__ = ["parse", "single"]

MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}


@cache
def _parts() -> re.Pattern[str]:
    day, month, year = fragment("DAY"), fragment("MONTH"), fragment("YEAR")
    return re.compile(
        rf"(?P<iso>{fragment('ISO_DATE')})|(?P<figures>{fragment('FIGURES_DATE')})|"
        rf"(?P<year>{year})|(?P<month>{month})|(?P<day>{day})"
    )


def parse(phrase: str, year: int | None = None) -> tuple[PartialDate, PartialDate] | None:
    """The first and the last date of a phrase; `year` is used if it states none.

    >>> parse("23 January 2017 – 16 February 2017")
    (PartialDate(iso='2017-01-23'), PartialDate(iso='2017-02-16'))
    >>> parse("January 23 and the February 16", year=2017)
    (PartialDate(iso='2017-01-23'), PartialDate(iso='2017-02-16'))
    >>> parse("1/06/2015 – 25/06/2015")
    (PartialDate(iso='2015-06-01'), PartialDate(iso='2015-06-25'))
    >>> parse("the 5th of nothing") is None
    True
    """
    dates = [date for date in _resolve(_split_dates(phrase), year) if date is not None]
    if not dates:
        return None
    return min(dates, key=lambda d: d.earliest), max(dates, key=lambda d: d.latest)


def single(phrase: str, year: int | None = None) -> PartialDate | None:
    """The first date that a phrase states."""
    found = parse(phrase, year)
    return found[0] if found else None


DateParts = tuple[int | None, int | None, int | None]


def _split_dates(phrase: str) -> list[DateParts]:
    """(day, month, year) for each date in a phrase, None for what it leaves out.

    A new date begins where a part would repeat, or at a day after a month unless the phrase puts
    months first: "23 January 2017" is one date, "January 23 and the February 16" are two.
    """
    split: list[DateParts] = []
    day = month = year = None
    parts = list(_parts().finditer(phrase))
    month_first = len(parts) > 1 and bool(parts[0]["month"]) and bool(parts[1]["day"])
    for part in parts:
        if part["iso"]:
            y, m, d = (int(x) for x in part["iso"].split("-"))
            return [(d, m, y)]
        if part["figures"]:
            if (day, month, year) != (None, None, None):
                split.append((day, month, year))
            day, month, year = (int(x) for x in part["figures"].split("/"))
            continue
        if (
            (part["day"] and (day is not None or (month is not None and not month_first)))
            or (part["month"] and month is not None)
            or (part["year"] and year is not None)
        ):
            split.append((day, month, year))
            day = month = year = None
        if part["day"]:
            day = int(re.match(r"\d+", part["day"])[0])  # type: ignore[index]
        elif part["month"]:
            month = MONTHS[part["month"][:3].lower()]
        else:
            year = int(part["year"])
    if (day, month, year) != (None, None, None):
        split.append((day, month, year))
    return split


def _resolve(split: list[DateParts], default_year: int | None) -> list[PartialDate | None]:
    resolved: list[PartialDate | None] = []
    next_month, next_year = None, default_year
    for day, month, stated_year in reversed(split):
        year = next_year if stated_year is None else stated_year
        if month is None and day is not None:
            month = next_month
        if stated_year is None and year is not None and _is_later(month, next_month):
            year -= 1  # "12 December to 6 January 2023" begins in the year before
        resolved.append(_date(day, month, year))
        next_month, next_year = month, year
    return resolved


def _is_later(month: int | None, following: int | None) -> bool:
    return month is not None and following is not None and month > following


def _date(day: int | None, month: int | None, year: int | None) -> PartialDate | None:
    if year is None:
        return None
    if month is None:
        return PartialDate(f"{year:04d}") if day is None else None
    if day is None:
        return PartialDate(f"{year:04d}-{month:02d}")
    try:
        return PartialDate(dt.date(year, month, day).isoformat())
    except ValueError:
        return None
