"""Grades and other judgements, in tables, lines and prose."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from reports import FOUR, STORY, VISIT, facts_of, ilacs, letter, single

TABLE = [
    ("The impact of leaders on social work practice with children and families", "Good"),
    (
        "The experiences and progress of children who need help and protection",
        "Requires improvement to be good",
    ),
    ("The experiences and progress of children in care and care leavers", "Outstanding"),
    ("Overall effectiveness", "Good"),
]


@dataclass(frozen=True)
class Graded:
    """A text and its judgements: area to grade."""

    text: str
    grades: dict[str, str]
    why: str


GRADED = [
    Graded(
        ilacs("Judgement\n\nGrade\n\n" + "\n\n".join(f"{a}\n\n{g}" for a, g in TABLE)),
        FOUR,
        "area and grade on lines of their own",
    ),
    Graded(ilacs("\n\n".join(f"{a} {g}" for a, g in TABLE)), FOUR, "area and grade on one line"),
    Graded(
        ilacs("\n\n".join(f"## {a}: {g}\n\n{n}. Help is X." for n, (a, g) in enumerate(TABLE, 1))),
        FOUR,
        "headings that carry the grade",
    ),
    Graded(
        ilacs("\n\n".join(f"## {a} is {g.lower()}" for a, g in TABLE)), FOUR, "headings in prose"
    ),
    Graded(
        ilacs(
            "\n".join(["| Judgement | Grade |", "|---|---|", *(f"| {a} | {g} |" for a, g in TABLE)])
        ),
        FOUR,
        "a Markdown table",
    ),
    Graded(
        ilacs(
            "The experiences and progress of children in care\n\nGood\n\n"
            "The experiences and progress of care leavers\n\nInadequate"
        ),
        {"in-care": "good", "care-leavers": "inadequate"},
        "two judgements that were one until 2023",
    ),
    Graded(
        single(
            "Children’s services in Derby require improvement to be good\n\n"
            "1. Children who need help and protection\n\nRequires improvement\n\n"
            "2. Children looked after and achieving permanence\n\nGood\n\n"
            "2.1 Adoption performance\n\nOutstanding\n\n"
            "2.2 Experiences and progress of care leavers\n\nGood\n\n"
            "3. Leadership, management and governance\n\nInadequate"
        ),
        {
            "overall-effectiveness": "requires-improvement",
            "help-and-protection": "requires-improvement",
            "looked-after-and-permanence": "good",
            "adoption": "outstanding",
            "care-leavers": "good",
            "leadership": "inadequate",
        },
        "the numbered table of 2013 to 2018",
    ),
    Graded(
        single(
            "The graded judgement for adoption performance is that it is good\n\n"
            "## The Local Safeguarding Children Board is inadequate"
        ),
        {"adoption": "good", "lscb": "inadequate"},
        "the headings of 2013 to 2018, the board's among them",
    ),
    Graded(
        STORY.format(
            body="Published 4 May 2022\n\nOfsted reports on its inspection of Derby’s children’s "
            "services. Inspectors rated the council’s children’s services ‘good’. The overall grade is "
            "‘good’."
        ),
        {"overall-effectiveness": "good"},
        "a story's overall grade",
    ),
    Graded(
        STORY.format(
            body="Published 7 April 2017\n\nChildren’s services in Derby require improvement to be "
            "good, Ofsted has concluded after a single inspection. Adoption performance and the "
            "experiences of care leavers were both judged good."
        ),
        {
            "overall-effectiveness": "requires-improvement",
            "adoption": "good",
            "care-leavers": "good",
        },
        "a story that grades several areas at once",
    ),
    Graded(
        STORY.format(
            body="Published 4 May 2022\n\nOfsted reports on its inspection of Derby’s children’s "
            "services, which were judged inadequate in 2015. Inspectors rated children’s services good overall."
        ),
        {"overall-effectiveness": "good"},
        "a grade of another time",
    ),
    Graded(
        ilacs(
            "Overall effectiveness\n\nGood\n\nIn 2016, children’s services in Derby were judged "
            "to be inadequate. Practice is good. Leadership is strong and outstanding."
        ),
        {"overall-effectiveness": "good"},
        "prose adds nothing to a table",
    ),
    Graded(
        letter(VISIT + " In 2017 this part of the service was graded inadequate."),
        {},
        "a visit gives no grades",
    ),
    Graded(
        letter(
            "Derby was judged inadequate in 2018.\n\nOverall effectiveness\n\nInadequate",
            subject="Monitoring visit to Derby City Council children’s services",
        ),
        {},
        "a table in a monitoring letter is of another inspection",
    ),
    Graded(
        ilacs("## Contents\n\nOverall effectiveness\n\nGood\n\n## Findings\n\nHelp is X."),
        {},
        "a list of contents",
    ),
]


@pytest.mark.parametrize("case", GRADED, ids=lambda case: case.why)
def test_judgements(case: Graded) -> None:
    assert {j.area: j.grade for j in facts_of(case.text).judgements} == case.grades
