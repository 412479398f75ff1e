"""Inspections, their dates and grades in words."""

from __future__ import annotations

from collections import defaultdict

from kg.briefs.record import OVERALL, Inspection
from kg.briefs.words import grade_phrase, inspection_phrase, say, table_of
from kg.date_format import date_in_words
from kg.wording import joined

__all__ = ["grades_by_area", "month", "phrase"]


def phrase(inspection: Inspection) -> str:
    """An inspection in words."""
    return inspection_phrase(inspection.type, inspection.start, inspection.end)


def month(when: str) -> str:
    """The month of a date, in words; the year where no month is stated."""
    return date_in_words(when[:7])


def grades_by_area(inspection: Inspection) -> str:
    """The grades of an inspection for areas: "good for leadership; inadequate for care leavers"."""
    areas: dict[str, list[str]] = defaultdict(list)
    for one in inspection.grades:
        if one.area != OVERALL:
            areas[one.grade].append(table_of("area-phrases")[one.area])
    return "; ".join(
        say("standing", "for-areas", grade=grade_phrase(grade), areas=joined(areas[grade]))
        for grade in table_of("grades")
        if grade in areas
    )
