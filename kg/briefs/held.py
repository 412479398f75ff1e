"""How long each grade of a council held, area by area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.briefs.model import Source
from kg.briefs.record import OVERALL, Inspection, Record

__all__ = ["Held", "held", "inspection_days", "unchanged"]


@dataclass(frozen=True, slots=True)
class Held:
    """What an inspection gave for an area, and until when it held ("" where it still does).

    `grades` has several where documents disagree, and none where the framework gives none.
    `inspection` is None where only a later document states the grade.
    """

    when: str
    until: str
    grades: tuple[str, ...]
    sources: tuple[Source, ...]
    inspection: Inspection | None

    @property
    def grade(self) -> str:
        """The grade, if there is one and documents agree on it, else ""."""
        return self.grades[0] if len(self.grades) == 1 else ""


def held(record: Record, area: str) -> tuple[Held, ...]:
    """The council's own dated grades for an area, oldest first.

    A grade holds until the next full inspection, also one that doesn't grade the area by itself, or
    until the council was abolished.
    """
    days = inspection_days(record)
    abolished = record.council.abolished
    end = abolished.isoformat() if abolished else ""

    def until(when: str) -> str:
        return next((day for day in days if day > when), end)

    found = [*_reported(record, area), *(_stated(record) if area == OVERALL else ())]
    found.sort(key=lambda one: one[0])
    return tuple(Held(when, until(when), *rest) for when, *rest in found)


def inspection_days(record: Record) -> list[str]:
    """The days of the full inspections that the graph knows, oldest first."""
    return sorted([*(one.when for one in record.full), *(one.when for one in record.stated)])


def unchanged(steps: tuple[Held, ...]) -> tuple[Held, ...]:
    """The last steps that follow each other with the grade of the last one, oldest first.

    >>> steps = [Held(when, until, (grade,), (), None) for when, until, grade in (
    ...     ("2014", "2018", "good"), ("2018", "2022", "inadequate"), ("2022", "", "inadequate"))]
    >>> [step.when for step in unchanged(tuple(steps))]
    ['2018', '2022']
    """
    first = len(steps) - 1
    while first > 0 and _goes_on(steps[first - 1], steps[first]):
        first -= 1
    return steps[first:]


def _goes_on(step: Held, following: Held) -> bool:
    return step.grades == following.grades and step.until == following.when


_Given = tuple[str, tuple[str, ...], tuple[Source, ...], Inspection | None]


def _reported(record: Record, area: str) -> Iterator[_Given]:
    for inspection in record.full:
        given = inspection.given(area)
        if given or area in inspection.no_grade:
            sources = tuple(source for grade in given for source in grade.sources[:1])
            grades = tuple(dict.fromkeys(grade.grade for grade in given))
            yield inspection.when, grades, sources or inspection.dated_by(), inspection


def _stated(record: Record) -> Iterator[_Given]:
    for stated in record.stated:
        yield stated.when, (stated.grade,), stated.sources, None
