"""How long a grade held."""

from __future__ import annotations

import pytest

from kg.briefs.held import held
from kg.briefs.record import Claim, Grade, Inspection, Record, StatedGrade
from kg.gazetteer import Gazetteer

COUNCIL = Gazetteer.load().councils["E06000055"]


def inspection(when: str, **grades: str) -> Inspection:
    given = tuple(
        Grade(area.replace("_", "-"), one, ())
        for area, both in grades.items()
        for one in both.split("/")
    )
    return Inspection(COUNCIL, "ilacs", when, "", (), given, {}, Claim(f"urn:{when}", ()))


def record(*inspections: Inspection, stated: str = "") -> Record:
    told = (StatedGrade(stated, "good", ()),) if stated else ()
    return Record(COUNCIL, (), inspections, told, (), (), ())


FIRST = inspection("2014-02-18", overall_effectiveness="good", care_leavers="good")
JOINT = inspection(
    "2018-09-17", overall_effectiveness="inadequate", in_care_and_care_leavers="good"
)
LAST = inspection("2024-03-04", overall_effectiveness="good", in_care="good", care_leavers="good")
TORN = inspection("2024-03-04", overall_effectiveness="good/inadequate")


@pytest.mark.parametrize(
    ("of", "area", "steps", "reason"),
    [
        (record(FIRST, JOINT), "overall-effectiveness", ["2014-02-18 2018-09-17 good", "2018-09-17  inadequate"], "until the next one"),
        (record(FIRST, JOINT, LAST), "care-leavers", ["2014-02-18 2018-09-17 good", "2024-03-04  good"], "not through an inspection that doesn't grade it"),
        (record(FIRST, JOINT, LAST), "in-care", ["2018-09-17 2024-03-04 good", "2024-03-04  good"], "an area that is compared as another"),
        (record(FIRST, stated="2020-05"), "overall-effectiveness", ["2014-02-18 2020-05 good", "2020-05  good"], "a later document states one"),
        (record(FIRST, TORN), "overall-effectiveness", ["2014-02-18 2024-03-04 good", "2024-03-04  good/inadequate"], "documents disagree"),
        (record(), "leadership", [], "nothing is known"),
    ],
)  # fmt: skip
def test_a_grade_holds_until_the_next_full_inspection(
    of: Record, area: str, steps: list[str], reason: str
) -> None:
    told = [f"{one.when} {one.until} {'/'.join(one.grades)}" for one in held(of, area)]
    assert told == steps, reason
