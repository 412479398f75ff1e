"""Tables in prose: grades by area and column, and rows that date visits."""

from __future__ import annotations

import pytest

from files import document
from kg.extraction.prose.tables import grades_in_lists, grades_in_tables, visits_in_tables
from kg.extraction.text.passages import passages_of
from prose import TODAY, span


def grades(*lines: str) -> list[str]:
    """The grades of a text with these paragraphs: "area grade", "area grade earlier 2018"."""
    doc = document("\n\n".join(lines), "a.txt")
    return [
        f"{row.area} {row.grade}"
        + " earlier" * row.is_earlier
        + (f" {row.year.iso}" if row.is_earlier and row.year else "")
        for row in grades_in_tables(doc, passages_of(doc, prose=True))
    ]


def visits(*lines: str) -> list[str]:
    """The visits of a text with these paragraphs, "visited / published"."""
    doc = document("\n\n".join(lines), "a.txt")
    rows = visits_in_tables(doc, passages_of(doc, prose=True), TODAY)
    return [
        " / ".join(span(date) if date else "-" for date in (row.visited, row.published))
        for row in rows
    ]


# fmt: off
OVERALL, LEADERS = "overall-effectiveness", "leadership"
GRADES = [
    # --- rows on one line ---
    (("Overall effectiveness | Good",), [f"{OVERALL} good"], "cells with bars"),
    (("Leadership: good",), [f"{LEADERS} good"], "area_colon_grade: a colon"),
    (("Adoption – outstanding",), ["adoption outstanding"], "area_colon_grade: a dash"),
    (("The impact of leaders was 'requires improvement'.",), [f"{LEADERS} requires-improvement"], "area_colon_grade: a verb and quotation marks"),
    (("Overall effectiveness | Grade 2 (Good)",), [f"{OVERALL} good"], "a number before the grade"),
    (("Overall effectiveness | Good*",), [f"{OVERALL} good"], "a note's mark"),
    (("Car parks: good",), [], "no area"),
    (("Leadership: new",), [], "no grade"),
    (("Good | Bad",), [], "a row of no area"),
    # --- columns ---
    (("Judgement | 2018 | 2022", "Leadership | Inadequate | Good"), [f"{LEADERS} inadequate earlier 2018", f"{LEADERS} good"], "the last year is this inspection's"),
    (("Judgement | 2022 | 2018", "Leadership | Good | Inadequate"), [f"{LEADERS} good", f"{LEADERS} inadequate earlier 2018"], "in either order"),
    (("Judgement | Previous | Now", "Leadership | Inadequate | Good"), [f"{LEADERS} inadequate earlier", f"{LEADERS} good"], "column_earlier: a word for before, without a year"),
    (("Area | This inspection | Last inspection", "Leadership | Good | Inadequate"), [f"{LEADERS} good", f"{LEADERS} inadequate earlier"], "column: words alone"),
    (("Judgement | 2018 | 2022", "Leadership | Inadequate |  "), [f"{LEADERS} inadequate earlier 2018"], "an empty cell has no grade"),
    (("Judgement | 2018 | 2022", "Leadership |  | Good"), [f"{LEADERS} good"], "an empty cell of the year before"),
    (("Judgement | 2018 | 2022", "Leadership | n/a | Good"), [f"{LEADERS} good"], "a cell with words"),
    (("Leadership | Good | Inadequate", "Adoption | Good | Outstanding"), [f"{LEADERS} good", "adoption good"], "without heads only the first column counts"),
    # --- cells below each other ---
    (("Overall effectiveness", "Good", "Leadership", "Inadequate"), [f"{OVERALL} good", f"{LEADERS} inadequate"], "an area, and its grade below"),
    (("2018", "2022", "Overall effectiveness", "Inadequate", "Good"), [f"{OVERALL} inadequate earlier 2018", f"{OVERALL} good"], "heads, then an area and its grades"),
    (("Overall effectiveness", "Good", "Nobody came.", "Inadequate"), [f"{OVERALL} good"], "a line that is no grade ends the row"),
    (("The town hall", "Good"), [], "no area"),
]
VISITS = [
    (("Visit | Date of visit | Letter published", "First | 3 March 2021 | 12 April 2021"), ["2021-03-03 / 2021-04-12"], "heads: the visit first"),
    (("Visit | Letter published | Date of visit", "First | 12 April 2021 | 3 March 2021"), ["2021-03-03 / 2021-04-12"], "heads: the letter first"),
    (("Visit | On site | Out", "First | 3 and 4 March 2021 | 12 April 2021"), ["2021-03-03..2021-03-04 / 2021-04-12"], "column_visited and column_published in other words"),
    (("First | 3 March 2021 | 12 April 2021",), ["2021-03-03 / 2021-04-12"], "without heads: the visit comes first"),
    (("First | 3 March 2021 | care leavers",), ["2021-03-03 / -"], "one date is the visit's"),
    (("Visit | Letter published | Theme", "First | 12 April 2021 | care leavers"), ["- / 2021-04-12"], "only the letter has a date"),
    (("First | 3 March 2021",), [], "two cells are no row about a visit"),
    (("First | third | last",), [], "no date"),
]
# fmt: on


@pytest.mark.parametrize(("lines", "expected", "why"), GRADES)
def test_grades(lines: tuple[str, ...], expected: list[str], why: str) -> None:
    assert grades(*lines) == expected, why


@pytest.mark.parametrize(("lines", "expected", "why"), VISITS)
def test_visits(lines: tuple[str, ...], expected: list[str], why: str) -> None:
    assert visits(*lines) == expected, why


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Leadership | Good | " + "x" * 300, "too long for a row"),
        ("© 2022 Bury Council | Leadership | Good", "a line of the margin"),
    ],
)
def test_lines_that_are_no_rows(line: str, why: str) -> None:
    assert grades("Overall effectiveness | Good", line) == [f"{OVERALL} good"], why


def test_a_row_has_its_range() -> None:
    doc = document("How we did\n\nLeadership | Good", "a.txt")
    (row,) = grades_in_tables(doc, passages_of(doc, prose=True))
    assert doc.quote(row.start, row.end) == "Leadership | Good"


# fmt: off
LISTS = [
    (("These areas were good:", "Adoption", "The experiences of care leavers"), ["adoption good", "care-leavers good"], "items that name an area each"),
    (("The following area requires improvement:", "Adoption", "", "Nothing else."), ["adoption requires-improvement"], "a sentence ends the list"),
    (("These areas were not good:", "Adoption"), [], "denied"),
    (("These areas were good or outstanding:", "Adoption"), [], "two grades"),
    (("These areas were good:", "Adoption and care leavers"), [], "an item with two areas"),
]
# fmt: on


@pytest.mark.parametrize(("lines", "expected", "why"), LISTS)
def test_lists(lines: tuple[str, ...], expected: list[str], why: str) -> None:
    doc = document("\n\n".join(filter(None, lines)), "a.txt")
    rows = grades_in_lists(doc, passages_of(doc, prose=True))
    assert [f"{row.area} {row.grade}" for row in rows] == expected, why
    assert all(doc.text[row.start : row.end].startswith(lines[0]) for row in rows)
