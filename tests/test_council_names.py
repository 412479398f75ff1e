"""Which council a name means at a date.  The councils and their dates are real."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from kg.council_names import Undecided, resolve, resolve_as_written, resolve_former

NORTHANTS, NORTH, WEST = "E10000021", "E06000061", "E06000062"
CUMBRIA, CUMBERLAND = "E10000006", "E06000063"
BUCKS_COUNTY, BUCKS = "E10000002", "E06000060"
POOLE, BCP, DERBY = "E06000029", "E06000058", "E06000015"


@dataclass(frozen=True)
class Name:
    """The candidates of a name, the document's date, what else it names, and the answer."""

    candidates: tuple[str, ...]
    when: dt.date | None
    certain: frozenset[str]
    answer: str | None
    why: str


def name(*candidates: str, at: str = "", certain: str = "", is_: str | None, why: str) -> Name:
    """A case; `at` is an ISO date, `certain` codes with spaces between them."""
    when = dt.date.fromisoformat(at) if at else None
    return Name(candidates, when, frozenset(certain.split()), is_, why)


NAMES = [
    name(DERBY, at="2025-03-04", is_=DERBY, why="a council of all times"),
    name(NORTHANTS, at="2021-03-31", is_=NORTHANTS, why="the day before its abolition"),
    name(NORTHANTS, at="2021-04-01", is_=None, why="two successors, none of them named"),
    name(NORTHANTS, at="2025-03-04", certain=WEST, is_=WEST, why="the successor that is named"),
    name(NORTHANTS, at="2025-03-04", certain=f"{NORTH} {WEST}", is_=None, why="both are named"),
    name(NORTHANTS, at="2025-03-04", certain=NORTHANTS, is_=None, why="the county itself is gone"),
    name(NORTHANTS, is_=NORTHANTS, why="without a date a name is taken as it stands"),
    name(
        CUMBRIA, at="2023-06-01", certain=DERBY, is_=None, why="a council of elsewhere is no help"
    ),
    name(CUMBRIA, at="2023-06-01", certain=CUMBERLAND, is_=CUMBERLAND, why="another county"),
    name(POOLE, at="2020-01-07", is_=BCP, why="its only successor"),
    name(BUCKS_COUNTY, at="2024-01-07", is_=BUCKS, why="a successor of the same name"),
    name(BUCKS, at="2018-01-07", is_=BUCKS_COUNTY, why="the county before it"),
    name(BUCKS_COUNTY, BUCKS, at="2018-01-07", is_=BUCKS_COUNTY, why="one of two namesakes"),
]


@pytest.mark.parametrize("case", NAMES, ids=lambda case: case.why)
def test_a_name_at_a_date(case: Name) -> None:
    found = resolve(case.candidates, case.when, case.certain)
    assert (found if isinstance(found, str) else None) == case.answer


def test_the_reason_says_what_became_of_the_council() -> None:
    assert resolve([NORTHANTS], dt.date(2025, 3, 4)) == Undecided(
        "Northamptonshire County Council was abolished on 2021-04-01: "
        "may be North Northamptonshire Council or West Northamptonshire Council"
    )


def test_the_reason_of_an_ambiguous_name_has_no_date() -> None:
    assert resolve([DERBY, BCP], None) == Undecided(
        "may be Derby City Council or Bournemouth, Christchurch and Poole Council"
    )


@pytest.mark.parametrize(
    ("candidates", "when", "answer"),
    [
        ((NORTHANTS,), dt.date(2025, 3, 4), NORTHANTS),
        ((BUCKS_COUNTY, BUCKS), dt.date(2025, 3, 4), BUCKS_COUNTY),
        ((NORTHANTS,), dt.date(2019, 3, 4), None),
        ((DERBY,), dt.date(2025, 3, 4), None),
        ((POOLE, CUMBRIA), dt.date(2025, 3, 4), None),
    ],
    ids=["divided", "of the same name", "not yet abolished", "never abolished", "two of them"],
)
def test_a_council_of_the_past(
    candidates: tuple[str, ...], when: dt.date, answer: str | None
) -> None:
    assert resolve_former(candidates, when) == answer


def test_a_report_names_an_abolished_council_on_purpose() -> None:
    assert resolve_as_written([NORTHANTS], dt.date(2025, 3, 4), {WEST}) == NORTHANTS
