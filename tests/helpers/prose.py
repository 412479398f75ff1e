"""One sentence of prose with its frames, and short notations of them for tables of cases.

A grade is written "good", with its areas "good: adoption, leadership", with its time unless it is
now "earlier inadequate", with its date "earlier inadequate @2015".  A visit is written
"focused-visit #2 @2022-03-08..2022-03-09 end" with its number, dates and part; "?" for no type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extraction.prose.dates import DateMention, find_dates
from kg.extraction.prose.frames import Frames, frames_of
from kg.extraction.prose.grades import Grade, domain_terms
from kg.extraction.prose.grammar import Sentence, Term, parse
from kg.extraction.prose.reading import SentenceReading, Time
from kg.extraction.prose.visits import Announced, Visit
from kg.extraction.text.passages import Range
from kg.model import PartialDate

#: A Friday: the date of the document, unless a case gives another.
TODAY = PartialDate("2022-04-22")
COUNCILS = re.compile(
    r"\b(?:Bolton|Bury|Kent|Medway|Oldham|Rochdale|Salford|Wigan)\b(?: (?:Borough |City |County )?Council)?"
)


def parsed(words: str, *terms: Term) -> Sentence:
    """A text as one sentence, parsed as the pipeline does: with the terms of the domain."""
    (sentence,) = parse(words, [(0, len(words))], terms)
    return sentence


def reading(
    words: str,
    today: PartialDate | None = TODAY,
    *,
    says_inspectorate: bool = False,
    dated: bool = True,
) -> SentenceReading:
    """A text as one sentence, with its dates and the councils that it names."""
    dates = find_dates(words, 0, len(words), today)
    councils = [match.span() for match in COUNCILS.finditer(words)]
    sentence = parsed(words, *_terms(words, dates, councils))
    return SentenceReading(words, sentence, dates, councils, today, says_inspectorate, dated)


def _terms(words: str, dates: list[DateMention], councils: list[Range]) -> Iterator[Term]:
    """Names, dates and areas as one word each, without overlaps, as the pipeline has them."""
    terms: list[Term] = [
        *((start, end, words[start:end].split(maxsplit=1)[0]) for start, end in councils),
        *(
            (d.start, d.end, "March")
            for d in dates
            if d.form == "dates" and " " in words[d.start : d.end]
        ),
        *domain_terms(words, 0, len(words)),
    ]
    at = 0
    for term in sorted(terms):
        if term[0] >= at:
            yield term
            at = term[1]


def frames(
    words: str,
    today: PartialDate | None = TODAY,
    last_grade: str | None = None,
    *,
    says_inspectorate: bool = False,
    dated: bool = True,
) -> Frames:
    """The frames of a text that is one sentence."""
    one = reading(words, today)
    return frames_of(
        words,
        one.sentence,
        one.dates,
        one.councils,
        today,
        last_grade,
        says_inspectorate=says_inspectorate,
        dated=dated,
    )


def told(grade: Grade) -> str:
    """A grade in short."""
    time = "" if grade.time is Time.NOW else f"{grade.time} "
    areas = ["overall"] * grade.overall + list(grade.areas)
    when = f" @{grade.when.first.iso}" if grade.when else ""
    return time + grade.grade + ": " * bool(areas) + ", ".join(areas) + when


def told_visit(visit: Visit) -> str:
    """A visit in short."""
    parts = [] if visit.time is Time.NOW else [str(visit.time)]
    parts.append(visit.type or "?")
    if visit.ordinal is not None:
        parts.append(f"#{visit.ordinal}")
    if visit.dates is not None:
        parts.append("@" + span(visit.dates))
    if visit.part != "both":
        parts.append(visit.part)
    return " ".join(parts)


def told_announced(announced: Announced | None) -> str | None:
    """An announced visit in short: its type, its date and its focus."""
    if announced is None:
        return None
    parts = [announced.type or "?"]
    if announced.when is not None:
        parts.append(f"@{announced.when.iso}")
    if announced.focus is not None:
        parts.append(f"on {announced.focus}")
    return " ".join(parts)


def span(date: DateMention) -> str:
    """A date, or the first and the last of a period."""
    first, last = date.first.iso, date.last.iso
    return first if first == last else f"{first}..{last}"
