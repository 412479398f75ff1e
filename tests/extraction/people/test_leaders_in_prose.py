"""Leaders by the shapes in which texts name them: speakers in prose, addressees in lists.

The people are invented; the shapes are those of real documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from leaders import (
    CHAIR,
    CHIEF,
    DCS,
    LEAD,
    LEADER,
    MAYOR,
    OTHER,
    SECOND,
    STRATEGIC,
    facts_of,
    joint,
    story,
)


def area(details: str) -> str:
    """The end of an area SEND report."""
    return (
        "# Area SEND inspection of Derby Local Area Partnership\n\nInspection dates: 18 to 22 "
        f"November 2024\n\n## Local area partnership details\n\n{details}\n\n## Information about "
        "this inspection\n\nInspectors met leaders.\n"
    )


@dataclass(frozen=True)
class Case:
    """A text, and who leads in it: name, role, and what else the case is about."""

    text: str
    people: Sequence[tuple[str | None, str]]
    why: str


SPEAKERS: list[tuple[str, list[tuple[str | None, str]], str]] = [
    ("Councillor Jane Rowley, cabinet member for children, said so.", [("Jane Rowley", LEAD)], "the commonest shape"),
    ("Cllr Jane Rowley, Derby City Council’s cabinet member for children and young people, said so.", [("Jane Rowley", LEAD)], "the council before the post"),
    ("Cllr Jane Rowley, Cabinet Member for Children’s Services and Education at Derby City Council, said so.", [("Jane Rowley", LEAD)], "the council behind the post"),
    ("“We are glad,” said Jane Rowley, the council’s director of children’s services.", [("Jane Rowley", DCS)], "behind the words"),
    ("The council’s new director of children’s services, Jane Rowley, said so.", [("Jane Rowley", DCS)], "a post before its holder"),
    ("Director of children’s services Jane Rowley said so.", [("Jane Rowley", DCS)], "no comma"),
    ("Cabinet member for children Cllr Tom Ashby said so.", [("Tom Ashby", LEAD)], "a title between"),
    ("Leader of Derby City Council, Councillor Tom Ashby, said so.", [("Tom Ashby", LEADER)], "a leader"),
    ("Council leader Tom Ashby said so.", [("Tom Ashby", LEADER)], "a leader in two words"),
    ("Tom Ashby, leader of the council, and Jane Rowley, chief executive, said so.", [("Tom Ashby", LEADER), ("Jane Rowley", CHIEF)], "two at once"),
    ("The Leader of the Council, Cllr Jane Rowley, agreed with the Chief Executive, Tom Ashby.", [("Jane Rowley", LEADER), ("Tom Ashby", CHIEF)], "two, posts first"),
    ("Cllr Tom Ashby (Lab), the deputy leader and cabinet member for children, said so.", [("Tom Ashby", LEAD)], "one person with two posts"),
    ("Tom Ashby, who is the council’s executive member for children, said so.", [("Tom Ashby", LEAD)], "a clause"),
    ("Jane Rowley, Labour’s cabinet member for children’s services, said so.", [("Jane Rowley", LEAD)], "a party"),
    ("Jane Rowley - executive director of children and families - said so.", [("Jane Rowley", DCS)], "dashes"),
    ("Councillor Jane Rowley said so.", [], "a councillor without a post leads nothing"),
    ("Cllr Jane Rowley, cabinet member for finance, said so.", [("Jane Rowley", OTHER)], "another portfolio"),
    ("Mayor Jane Rowley said so.", [("Jane Rowley", MAYOR)], "a mayor"),
    ("Mayor of Derby Jane Rowley said so.", [("Jane Rowley", MAYOR)], "a place is none of the name"),
    ("Jane Rowley, strategic director of care, wellbeing and learning, said so.", [("Jane Rowley", DCS)], "a portfolio without children"),
    ("Jane Rowley, corporate director for children, lifelong learning and thriving families, said so.", [("Jane Rowley", DCS)], "a portfolio of three"),
    ("Jane Rowley, corporate director for brighter places, said so.", [("Jane Rowley", STRATEGIC)], "a portfolio of any words"),
    ("Jane Rowley, interim executive director for people, said so.", [("Jane Rowley", DCS)], "people are a portfolio"),
    ("Jane Rowley, director of children’s social care, said so.", [("Jane Rowley", OTHER)], "the line below the statutory director"),
    ("Jane Rowley, assistant director for safeguarding, said so.", [("Jane Rowley", SECOND)], "an assistant"),
    ("Jane Rowley, Service Director for Children’s Social Care, said so.", [("Jane Rowley", SECOND)], "a service director"),
    ("Jane Rowley, deputy chief executive of the council, said so.", [("Jane Rowley", STRATEGIC)], "a deputy is no chief executive"),
    ("Jane Rowley, acting chief executive of Derby City Council, said so.", [("Jane Rowley", CHIEF)], "acting"),
    ("Chief Constable Tom Ashby and Police and Crime Commissioner Jane Rowley said so.", [("Tom Ashby", OTHER), ("Jane Rowley", OTHER)], "the police"),
    ("Jane Rowley, independent chair of Derby Safeguarding Children Partnership, said so.", [("Jane Rowley", CHAIR)], "a partnership’s chair"),
    ("Dr Zoë O’Dea-Smyth, director of children’s services, said so.", [("Zoë O’Dea-Smyth", DCS)], "accents, apostrophe, hyphen"),
    ("Pieter van der Berg, director of children’s services, said so.", [("Pieter van der Berg", DCS)], "particles"),
    ("Jane Rowley, former director of children’s services, said so.", [], "whoever held a post before"),
    ("The former director of children’s services, Jane Rowley, left.", [], "before, the post first"),
    ("Jane Rowley, previously assistant director at Luton Council, is chief executive.", [("Jane Rowley", CHIEF)], "before and now"),
    ("Yvonne Stansted, Ofsted’s national director for social care, said so.", [], "an inspectorate’s director"),
    ("Ofsted’s Regional Director, Mike Sheridan-Roe, said so.", [], "an inspectorate’s director, post first"),
    ("Mike Sheridan-Roe, director for regulation at Ofsted, said so.", [], "an inspectorate behind the post"),
    ("The Mayor of London was there.", [], "a mayor without a name"),
    ("The chair of Derby City and County Board spoke.", [], "a place in a post"),
    ("Cafcass, director of children’s services, said so.", [], "a body is nobody"),
    ("Good Overall, director of children’s services.", [], "a grade is nobody"),
    ("Photographs by Halton, Kew and Jane Rowley. The director of children’s services was glad.", [], "a name in another sentence"),
    ("Jane Rowley, a parent, thanked the director of children’s services and the lead member.", [], "a name that holds no post"),
]  # fmt: skip


LETTERS: list[tuple[str, list[tuple[str | None, str]], str]] = [
    ("Tom Ashby, Director of Children’s Services, Derby City Council", [("Tom Ashby", DCS)], "a director"),
    ("Tom Ashby, Executive Director: People, Derby", [("Tom Ashby", DCS)], "a colon"),
    ("Tom Ashby, Deputy Chief Executive (People) & Statutory Director of Children’s Services, Derby", [("Tom Ashby", DCS)], "two posts, the statutory one names both"),
    ("Jane Rowley, Derbyshire Police and Crime Commissioner", [("Jane Rowley", OTHER)], "the area before the post"),
    ("Jane Rowley, Police and Crime Commissioner for Derbyshire", [("Jane Rowley", OTHER)], "the area behind the post"),
    ("Jane Rowley QPM Chief Constable, Derbyshire Constabulary", [("Jane Rowley", OTHER)], "an honour and no comma"),
    ("Mr Tom Ashby, Chief Constable of Derbyshire police force", [("Tom Ashby", OTHER)], "a title"),
    ("Jane Rowley, Designated Nurse Safeguarding Children", [("Jane Rowley", OTHER)], "a nurse"),
    ("Jane Rowley, CRC Director, Example Community Rehabilitation Company", [("Jane Rowley", OTHER)], "an abbreviation before the post"),
    ("Jane Rowley, Assistant Direct, Cafcass", [("Jane Rowley", SECOND)], "a letter short"),
    ("Jane Rowley, Assistant Director, National Probation Service", [("Jane Rowley", SECOND)], "an assistant of a partner"),
    ("Jane Rowley, Chair of Derby LSCB", [("Jane Rowley", CHAIR)], "a board’s chair"),
    ("Jane Rowley, Independent Chair, Our Safeguarding Children Partnership for Derby", [("Jane Rowley", CHAIR)], "a partnership’s chair"),
    ("Jane Rowley, Independent Chair at NHS Example ICB", [("Jane Rowley", OTHER)], "the chair of another board"),
    ("Jane Rowley, Clinical Commissioning Group", [("Jane Rowley", OTHER)], "a body without a post"),
    ("Jane Rowley, Head of Example and Derby Local Delivery Unit, National Probation Service Tom Ashby, Chair of Derby LSCB", [("Jane Rowley", OTHER), ("Tom Ashby", CHAIR)], "two on one line"),
    ("Jane Rowley, Chief Executive\nCivic Hall, High Street", [("Jane Rowley", CHIEF)], "an address below"),
]  # fmt: skip


CASES = [
    *(Case(story(body), people, why) for body, people, why in SPEAKERS),
    *(Case(joint(lines), people, why) for lines, people, why in LETTERS),
    Case(
        area("Derby City Council NHS Example ICB\n\nTom Ashby, DCS Jane Rowley, chief executive"),
        [("Tom Ashby", DCS), ("Jane Rowley", CHIEF)],
        "columns that became one line",
    ),
    Case(
        area("Tom Ashby, Executive Director for\nChildren & Young People\n\nJane Rowley, lead person"),
        [("Tom Ashby", DCS), ("Jane Rowley", OTHER)],
        "a post over two lines",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_who_leads(case: Case) -> None:
    assert [(one.name, one.role) for one in facts_of(case.text).leaders] == list(case.people)


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("Jane Rowley, Chief Nurse, Example, Luton and Milton Keynes Integrated Care Board (ELMK ICB)", "Example, Luton and Milton Keynes Integrated Care Board (ELMK ICB)"),
        ("Jane Rowley, CEO, Humber , Trent and North Example Community Rehabilitation Company", "Humber, Trent and North Example Community Rehabilitation Company"),
        ("Jane Rowley, Director of Nursing, Example Partnership Foundation NHS Trust", "Example Partnership Foundation NHS Trust"),
        ("Jane Rowley, Chief Officer NHS South Example CCG", "NHS South Example CCG"),
        ("Jane Rowley, Chair of Derby LSCB", "Derby LSCB"),
        ("Jane Rowley, Derbyshire Police and Crime Commissioner", "Derbyshire"),
        ("Jane Rowley, Independent Scrutineer", None),
    ],
)  # fmt: skip
def test_a_body_is_whole(words: str, body: str | None) -> None:
    assert [one.organisation for one in facts_of(joint(words)).leaders] == [body]
