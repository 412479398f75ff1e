"""Dates as prose says them: "7 and 8 December", "last month", "on Tuesday", "three years ago".

What a phrase leaves out is taken from the document's own date, and only from it: without one, a
phrase that needs it has no date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.extraction.text.dates import parse
from kg.extraction.text.patterns import Rule, pattern, rules, table
from kg.model import PartialDate

__all__ = ["DateMention", "find_dates"]

WEEKDAYS = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")
DAYS_OF = {"day": 1, "week": 7, "fortnight": 14}
MONTHS_OF = {"month": 1, "year": 12, "decade": 120}
#: Units that are too coarse for a month: "three years ago" gives a year.
YEARS = ("year", "decade")

#: Expressions that need the day of the document, not only its month.
TO_THE_DAY = ("weekday", "yesterday", "today", "week")

#: A name that is no day of the week.
MONTH_WORD = re.compile(r"\b(?!\w+day\b)[A-Z][a-z]{2}")
#: "September 2 and 13", where the month comes first and counts for both days.
MONTH_THEN_DAYS = re.compile(
    r"\b([A-Z][a-z]+\.?) (\d{1,2}(?:st|nd|rd|th)?(?:\s*(?:and|to|until|,|&|–|—|-)\s*(?:the )?"
    r"\d{1,2}(?:st|nd|rd|th)?)+)(?!\d| [A-Z])"
)

#: "October last year".
YEAR_WORD = re.compile(r" (last|this|next) year$")

Dates = tuple[PartialDate, PartialDate]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: its range, and the first and the last date that it means.

    `coming` is what it means when the sentence speaks of what is to come ("in November" is then
    the next one).  `form` is the name of the expression in `timewords.toml`; `relative` says that
    the document's date was needed.
    """

    start: int
    end: int
    first: PartialDate
    last: PartialDate
    form: str
    relative: bool
    coming: PartialDate

    def coming_is_ahead(self, today: PartialDate | None) -> bool:
        """Whether the date, if it is to come, is after the document's own."""
        return today is None or self.coming.latest >= today.earliest


def find_dates(text: str, start: int, end: int, today: PartialDate | None) -> list[DateMention]:
    """The dates in `text[start:end]` of a document with the date `today`, in order."""
    day = dt.date.fromisoformat(today.iso) if today is not None and today.is_day else None
    month = dt.date.fromisoformat(today.latest) if today is not None and "-" in today.iso else None
    found: list[DateMention] = []
    at = start
    while at < end:
        mention = _next(text, at, start, end, day or _year_end(found) or month)
        if mention is None:
            break
        if (
            found
            and mention.form == "dates"
            and not MONTH_WORD.search(text[mention.start : mention.end])
        ):
            # "most of February, from the 1st to the 25th"
            named = _days_and_months(
                f"{text[mention.start : mention.end]} {_spelt(found[-1])}", day
            )
            mention = replace(mention, first=named[0][0], last=named[0][1]) if named else mention
        # a year that the sentence names does not say which is this one
        this_year = month is None and YEAR_WORD.search(text[mention.start : mention.end])
        if day is None and (mention.form in TO_THE_DAY or this_year):
            at = mention.end
            continue
        if found and _is_spelt_out(text, found[-1], mention):
            found.pop()
        found.append(mention)
        at = mention.end
    return found


def _is_spelt_out(text: str, relative: DateMention, date: DateMention) -> bool:
    """Whether a date in brackets spells out the one before it: "today (Friday 19 February)"."""
    between = text[relative.end : date.start]
    return relative.form in TO_THE_DAY and bool(re.fullmatch(r",? ?\(", between))


def _year_end(found: Sequence[DateMention]) -> dt.date | None:
    """The last day of the year that a sentence has named: its further dates are in that year."""
    return dt.date(int(found[-1].first.iso[:4]), 12, 31) if found else None


def _spelt(mention: DateMention) -> str:
    """The month and year of a date in words."""
    return f"{dt.date.fromisoformat(mention.first.earliest):%B %Y}"


@cache
def _any_expression() -> re.Pattern[str]:
    """All expressions as one pattern, each a group, so that the text is searched once."""
    return re.compile(
        "|".join(f"(?P<x{k}>{_nameless(rule)})" for k, rule in enumerate(_expressions()))
    )


def _expressions() -> tuple[Rule, ...]:
    return rules("timewords", "expression")


def _nameless(rule: Rule) -> str:
    flags = "(?i:" if rule.regex.flags & re.IGNORECASE else "(?:"
    return flags + re.sub(r"\(\?P<\w+>", "(?:", rule.regex.pattern) + ")"


def _next(text: str, at: int, start: int, end: int, today: dt.date | None) -> DateMention | None:
    for match in _any_expression().finditer(text, at, end):
        rule = _expressions()[int(str(match.lastgroup)[1:])]
        exact = rule.regex.match(text, match.start(), end)
        if exact is None or _is_no_date(text, start, exact, rule.name):
            continue
        dates = _read(rule.name, exact, today)
        if dates is not None:
            return DateMention(*exact.span(), *dates[0], rule.name, *dates[1:])
    return None


def _is_no_date(text: str, start: int, match: re.Match[str], form: str) -> bool:
    before = text[max(start, match.start() - 24) : match.start()]
    if pattern("timewords", "not_time").search(before):
        return True
    if form != "dates":
        return False
    if not re.search(r"\d", match[0]):
        first_word = match.start() == start
        return not (pattern("timewords", "month_needs").search(before) and not first_word)
    if not MONTH_WORD.search(match[0]):
        if not re.match(r"the |\d+(?:st|nd|rd|th)", match[0]):
            return True
        return not pattern("timewords", "day_needs").search(before)
    return False


def _read(
    form: str, match: re.Match[str], today: dt.date | None
) -> tuple[Dates, bool, PartialDate] | None:
    """First and last date, whether they needed today's, and the date if it is to come."""
    if form in ("iso", "year"):
        both = parse(match[0])
        return (both, False, both[0]) if both else None
    if form == "numbers":
        return _numbers(match)
    if form == "dates":
        return _days_and_months(match[0], today)
    if form == "season" and match["year"]:
        year = PartialDate(match["year"])
        return (year, year), False, year
    if today is None:
        return None
    date, coming = _counted(form, match, today)
    return ((date, date), True, coming) if date else None


def _numbers(match: re.Match[str]) -> tuple[Dates, bool, PartialDate] | None:
    year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
    try:
        date = PartialDate(dt.date(year, int(match["m"]), int(match["d"])).isoformat())
    except ValueError:
        return None
    return (date, date), False, date


def _days_and_months(words: str, today: dt.date | None) -> tuple[Dates, bool, PartialDate] | None:
    """Days and months; without a year the last that is not after today, and the next after it."""
    words = re.sub(r"\b(\d{1,2}(?:st|nd|rd|th)?) of (?=[A-Z])", r"\1 ", words)
    words = MONTH_THEN_DAYS.sub(r"\2 \1", words)
    if re.search(r"(?:19|20)\d\d", words):
        both = parse(words)
        return (both, False, both[0]) if both else None
    if today is None:
        return None
    if not MONTH_WORD.search(words):
        words = f"{words} {today:%B}"
        this = parse(words, today.year)
        return (this, True, this[0]) if this else None
    if suffix := YEAR_WORD.search(words):
        year = today.year + {"this": 0, "last": -1, "next": 1}[suffix[1]]
        told = parse(words[: suffix.start()], year)
        return (told, True, told[0]) if told else None
    now = parse(words, today.year)
    if now is None:
        return None
    past = now if now[0].earliest <= today.isoformat() else parse(words, today.year - 1)
    coming = now if now[1].latest >= today.isoformat() else parse(words, today.year + 1)
    return (past, True, coming[0]) if past and coming else None


def _counted(
    form: str, match: re.Match[str], today: dt.date
) -> tuple[PartialDate | None, PartialDate]:
    """A time that is counted from today: the date, and the date if it is to come."""
    on = PartialDate(today.isoformat())
    if form in ("ago", "after"):
        return _ago(match["count"], match["unit"], today), on
    if form == "weekday":
        target = next(k for k, name in enumerate(WEEKDAYS) if match["day"].startswith(name))
        back = (today.weekday() - target) % 7
        if match["before"]:
            back = today.weekday() - target + 7
        if match["last"] and back == 0:
            back = 7
        past = today - dt.timedelta(days=back)
        return PartialDate(past.isoformat()), PartialDate((past + dt.timedelta(days=7)).isoformat())
    if form == "yesterday":
        return PartialDate((today - dt.timedelta(days=1)).isoformat()), on
    if form == "today":
        return on, on
    if form == "week":
        weeks = 0 if match["which"].lower() == "this" else 1
        monday = today - dt.timedelta(days=today.weekday() + 7 * weeks)
        return PartialDate(f"{monday:%Y-%m}"), on
    which = {"this": 0, "last": -1, "next": 1}.get(match["which"].lower(), 0)
    if form == "month":
        return _month(today, which), _month(today, which)
    year = PartialDate(f"{today.year + which:04d}")
    return year, year


def _ago(count: str, unit: str, today: dt.date) -> PartialDate | None:
    numbers = table("timewords")["numbers"]
    number = int(count) if count.isdigit() else int(numbers[count.lower()])
    unit = unit.lower().removesuffix("s")
    if unit in DAYS_OF:
        date = today - dt.timedelta(days=number * DAYS_OF[unit])
        return PartialDate(date.isoformat() if unit == "day" else f"{date:%Y-%m}")
    month = _month(today, -number * MONTHS_OF[unit])
    return PartialDate(month.iso[:4]) if unit in YEARS else month


def _month(today: dt.date, months: int) -> PartialDate:
    count = today.year * 12 + today.month - 1 + months
    return PartialDate(f"{count // 12:04d}-{count % 12 + 1:02d}")
