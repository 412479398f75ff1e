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
    Graded(
        single(
            "The effectiveness of the Local Safeguarding Children Board (LSCB) is\n\ninadequate.\n\n"
            "The LSCB has no plan."
        ),
        {"lscb": "inadequate"},
        "59: the board's grade on the next line, with a full stop",
    ),
    Graded(
        single("The effectiveness of the Local Safeguarding Children Board (LSCB) is\n\ngood"),
        {"lscb": "good"},
        "60: the board's grade on the next line",
    ),
    Graded(
        single(
            "1. Children who need help and protection Requires\n\nimprovement\n\n"
            "2. Children looked after and achieving permanence Requires\n\nimprovement\n\n"
            "2.1 Adoption performance Good\n\n"
            "The effectiveness of the Local Safeguarding Children Board (LSCB)\n\n"
            "Requires improvement."
        ),
        {
            "help-and-protection": "requires-improvement",
            "looked-after-and-permanence": "requires-improvement",
            "adoption": "good",
            "lscb": "requires-improvement",
        },
        "61: the grade's second word on the next line",
    ),
    Graded(
        single("3. Leadership, management and governance Requires\n\nimprovement"),
        {"leadership": "requires-improvement"},
        "62: the same in the row of leadership",
    ),
    Graded(
        single(
            "2. Children looked after and achieving\n\npermanence\n\nRequires improvement\n\n"
            "2.1 Adoption performance Good"
        ),
        {"looked-after-and-permanence": "requires-improvement", "adoption": "good"},
        "63: the area's name broken over lines",
    ),
    Graded(
        single("The overall judgement is that children’s service requires\n\nimprovement."),
        {"overall-effectiveness": "requires-improvement"},
        "64: the overall judgement broken over lines, of a service in the singular",
    ),
    Graded(
        ilacs(f"{TABLE[0][0]}.\n\nGood\n\n{TABLE[1][0]}. Inadequate"),
        {"leadership": "good", "help-and-protection": "inadequate"},
        "65: a row that ends in a full stop",
    ),
    Graded(
        single("Adoption performance Requires\n\nmore staff\n\nGood"),
        {},
        "lines that do not make a row together",
    ),
    Graded(
        single(
            "2.1 Adoption performance Good\n\n"
            "The effectiveness of the Local Safeguarding Children Board is not judged.\n\n"
            "The chair was\n\ngood"
        ),
        {"adoption": "good"},
        "a grade two lines on, of something else",
    ),
    Graded(
        single(
            "The Local Safeguarding Children Board\n\nAdoption performance is good\n\nInadequate"
        ),
        {"adoption": "good"},
        "a name above a row with its own area",
    ),
    *(
        Graded(
            ilacs(f"{above}\n\n{heading}\n\nOverall effectiveness: inadequate"),
            {"overall-effectiveness": "inadequate"},
            f"no grade of what stands above a heading: {above}, {heading}",
        )
        for above in ("Children’s services in Derby", "## Children’s services in Derby")
        for heading in ("What is good", "What is outstanding", "Fostering is good")
    ),
    Graded(
        ilacs("Children’s services in Derby\n\nRequires improvement to be good"),
        {"overall-effectiveness": "requires-improvement"},
        "a grade alone below the services",
    ),
    Graded(
        ilacs("## Information about this local authority area\n\nIts schools are\n\nGood"),
        {},
        "a grade of schools",
    ),
]


@pytest.mark.parametrize("case", GRADED, ids=lambda case: case.why)
def test_judgements(case: Graded) -> None:
    assert {j.area: j.grade for j in facts_of(case.text).judgements} == case.grades
