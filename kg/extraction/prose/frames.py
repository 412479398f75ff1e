"""Frames: what one sentence states of inspections, bound by its grammar.

A frame is a grade, a visit, a publication or an announced visit, with its arguments: areas, dates,
and the council if the sentence names it.  Its time says whether it holds for the inspection that
the document reports, for an earlier or a coming one, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extraction.prose.dates import DateMention
from kg.extraction.prose.grades import Grade, grades_of
from kg.extraction.prose.grammar import Sentence
from kg.extraction.prose.reading import SentenceReading, Time
from kg.extraction.prose.visits import Announced, Visit, announced_in, published_in, visits_in
from kg.extraction.text.passages import Range
from kg.model import PartialDate
from kg.resources import word_lists

__all__ = ["Frames", "frames_of"]


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of one sentence, in the order of the text; `published` are publication dates."""

    grades: tuple[Grade, ...] = ()
    visits: tuple[Visit, ...] = ()
    published: tuple[DateMention, ...] = ()
    announced: Announced | None = None


def frames_of(
    text: str,
    sentence: Sentence,
    dates: Sequence[DateMention],
    councils: Sequence[Range],
    today: PartialDate | None,
    last_grade: str | None = None,
    *,
    says_inspectorate: bool = False,
    dated: bool = True,
) -> Frames:
    """The frames of a sentence of a text.

    `dates` and `councils` are those in the sentence; `today` is the document's date; `last_grade`
    is what "that grade" means at the start of the sentence; `says_inspectorate` is whose words
    they are.  Without a date of its own (`dated` is False), `today` is the latest in the text.
    """
    reading = SentenceReading(text, sentence, dates, councils, today, says_inspectorate, dated)
    visits = visits_in(reading)
    return Frames(
        grades=_dated_by_visit(grades_of(reading, last_grade), visits),
        visits=visits,
        published=published_in(reading),
        announced=announced_in(reading),
    )


def _dated_by_visit(grades: tuple[Grade, ...], visits: Sequence[Visit]) -> tuple[Grade, ...]:
    """Earlier grades without a date with that of the one earlier visit beside them.

    "The last time that it was inspected, in 2015, it was given the lowest rating".
    """
    ungraded = word_lists("inspections")["ungraded"]
    told = {visit.dates for visit in visits if visit.time is Time.EARLIER}
    if len(told) != 1 or len({grade.grade for grade in grades}) != 1:
        return grades
    (date,) = told
    if any(visit.time is not Time.EARLIER or visit.type in ungraded for visit in visits):
        return grades
    return tuple(
        replace(grade, when=date) if grade.time is Time.EARLIER and grade.when is None else grade
        for grade in grades
    )
