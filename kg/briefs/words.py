"""The words of a brief: its sentences are patterns in `words.toml`; dates and grades in words."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from kg.date_format import dates_in_words

__all__ = [
    "counted",
    "grade_letter",
    "grade_name",
    "grade_phrase",
    "inspection_phrase",
    "one_line",
    "say",
    "shortened",
    "spelt",
    "table_of",
    "years_of",
]


@cache
def _words() -> Mapping[str, Any]:
    text = (files("kg.briefs") / "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def table_of(section: str) -> Mapping[str, Any]:
    """The patterns of a section."""
    table: Mapping[str, Any] = _words()[section]
    return table


def say(section: str, name: str, /, **values: object) -> str:
    """A pattern with its values.

    >>> say("standing", "overall-same", grade="good", dates="May 2019")
    'Overall effectiveness was good already in May 2019.'
    """
    pattern: str = _words()[section][name]
    return pattern.format(**values)


def counted(section: str, name: str, count: int) -> str:
    """A number of things.

    >>> counted("documents", "document", 1), counted("praised", "strength", 1200)
    ('1 document', '1,200 strengths')
    """
    one, many = _words()[section][name]
    return f"{count:,} {one if count == 1 else many}"


def spelt(section: str, name: str, count: int) -> str:
    """A number of things, up to nine in words.

    >>> spelt("documents", "document", 3), spelt("documents", "document", 12)
    ('three documents', '12 documents')
    """
    words: Sequence[str] = table_of("numbers")["words"]
    told = counted(section, name, count)
    return f"{words[count]} {told.partition(' ')[2]}" if count < len(words) else told


def grade_name(grade: str) -> str:
    """A grade on its own: `Requires improvement`."""
    return str(_words()["grades"][grade][0])


def grade_phrase(grade: str) -> str:
    """A grade within a sentence: `requires improvement to be good`."""
    return str(_words()["grades"][grade][1])


def grade_letter(grade: str) -> str:
    """A grade in a letter or two, as on the page of `kg view`."""
    return str(_words()["grades"][grade][2])


def inspection_phrase(type_: str, start: str, end: str) -> str:
    """An inspection with its dates.

    >>> inspection_phrase("ilacs", "2026-01-12", "2026-01-23")
    'full inspection of 12 to 23 January 2026'
    >>> inspection_phrase("focused-visit", "2023-06-14", "2023-06-15")
    'focused visit of 14 and 15 June 2023'
    """
    name = say("inspections", type_ or "unknown")
    dates = dates_in_words(start, end)
    if _is_next_day(start, end):
        dates = dates.replace(" to ", " and ")
    return say("inspections", "dated" if dates else "undated", type=name, dates=dates)


def _is_next_day(start: str, end: str) -> bool:
    days = [dt.date.fromisoformat(day) for day in (start, end) if len(day) == len("2019-01-01")]
    return len(days) == 2 and days[1] - days[0] == dt.timedelta(days=1)


def years_of(days: Iterable[str]) -> str:
    """The years from the first day to the last; "" without any.

    >>> years_of(["2019-02", "2016", ""]), years_of(["2019"])
    ('2016 to 2019', '2019')
    """
    years = sorted({day[:4] for day in days if day})
    return " to ".join(dict.fromkeys((years[0], years[-1]))) if years else ""


def one_line(text: str) -> str:
    """Words of a document without its line breaks."""
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut between words and then with an ellipsis.

    >>> shortened("Plans for children are clear.", 20)
    'Plans for children …'
    """
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0]} …"
