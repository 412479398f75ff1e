"""Leaders in whole documents: reports, letters, stories."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from reports import STORY, VISIT, facts_of, ilacs, iso, letter, single

Held = tuple[str | None, str, str | None]


DCS = "director-of-childrens-services"


@dataclass(frozen=True)
class Leaders:
    """A text and the posts held in it: (name, role, since)."""

    text: str
    posts: list[Held]
    why: str


LEADERS = [
    Leaders(letter(VISIT), [("Sue Harling", DCS, None)], "a letter's addressee, post below"),
    Leaders(
        letter(VISIT, address="Ms Sue Harling Director of Children’s Services Derby City Council"),
        [("Sue Harling", DCS, None)],
        "an addressee on one line without commas",
    ),
    Leaders(
        letter(
            "Between 6 and 10 February 2023, Ofsted and the CQC inspected Derby.",
            subject="Joint targeted area inspection of Derby",
            address="Martin Purcell, Director of Children’s Services, Derby City Council\n"
            "Sarah Stanford, Chief Nurse, NHS Example Integrated Care Board\n"
            "Trevor Rodney, Chief Constable, Derbyshire Constabulary",
            signature="Yvonne Stansted\nOfsted",
        ),
        [
            ("Martin Purcell", DCS, None),
            ("Sarah Stanford", "other", None),
            ("Trevor Rodney", "other", None),
        ],
        "several addressees, a line each",
    ),
    Leaders(
        single(
            "## Local leadership\n\n"
            "- The director of children’s services (DCS) has been in post since March 2014.\n"
            "- The chief executive has been in post since 2009.\n"
            "- The chair of the LSCB was appointed in June 2014."
        ),
        [
            (None, DCS, "2014-03"),
            (None, "chief-executive", "2009"),
            (None, "lscb-chair", "2014-06"),
        ],
        "posts without names, with dates",
    ),
    Leaders(
        STORY.format(
            body="Ofsted has inspected Derby’s children’s services. Inspectors saw much. Mayor Dave "
            "Hodges welcomed it. Councillor Shan Hurst, lead member for children’s services, added "
            "that work goes on. Sue Harling, director of children’s services, agreed."
        ),
        [
            ("Dave Hodges", "mayor", None),
            ("Shan Hurst", "lead-member", None),
            ("Sue Harling", DCS, None),
        ],
        "a story's speakers",
    ),
    Leaders(
        STORY.format(
            body="Ofsted has inspected Derby’s children’s services. Inspectors saw much. Mark Dunstan "
            "is now in post as strategic director of children’s services."
        ),
        [("Mark Dunstan", DCS, None)],
        "now in post as",
    ),
    Leaders(
        STORY.format(
            body="Ofsted has inspected Derby’s children’s services. Inspectors saw much. The chief "
            "executive of Derby City Council, Jane Exton, and the leader of the council, Tom "
            "Ashford, spoke."
        ),
        [("Jane Exton", "chief-executive", None), ("Tom Ashford", "council-leader", None)],
        "names behind posts",
    ),
    Leaders(
        ilacs("1. The director of children’s services (DCS) knows her service well."),
        [],
        "a post without a name or a date",
    ),
    Leaders(
        ilacs("1. The interim DCS, Mark Dunstan, has been in post since May 2023."),
        [("Mark Dunstan", DCS, "2023-05")],
        "an interim with a name and a date is one post",
    ),
    Leaders(ilacs(), [], "an inspector is no leader"),
]


@pytest.mark.parametrize("case", LEADERS, ids=lambda case: case.why)
def test_leaders(case: Leaders) -> None:
    found = [(one.name, one.role, iso(one.since)) for one in facts_of(case.text).leaders]
    assert found == case.posts


def test_who_leads_a_body_where_no_council_is_inspected_is_unresolved() -> None:
    facts = facts_of(
        "By Ann Writer\n\nAnn Hale, chief executive of Achieving for Children, the company, left. "
        "Ofsted heard her."
    )
    assert facts.leaders == ()
    assert [one.what for one in facts.unresolved] == ["person"]


HEAD = "## Local area partnership details\n\n## Local authority Integrated care board\n\n"
ICB = "NHS Derby and Derbyshire Integrated Care Board"
MANY = "NHS Derby ICB and NHS Trent ICB"
COLUMNS = [
    (
        (
            f"Derby City Council {ICB}\n\nJane Rowley, Director of Children’s Services\n\n"
            "Bob Gray, Assistant Director of Education\n\nTom Ashby, Chief Executive"
        ),
        [
            ("Jane Rowley", DCS, None),
            ("Bob Gray", "assistant-director", None),
            ("Tom Ashby", "chief-executive", ICB),
        ],
        "the second line of the council, by its services, is in the first column",
    ),
    (
        (
            f"Derby City Council {ICB}\n\nJane Rowley, Director of Children’s\n\nServices\n\n"
            "Tom Ashby, Chief Executive Officer www.derby.gov.uk"
        ),
        [("Jane Rowley", DCS, None), ("Tom Ashby", "chief-executive", ICB)],
        "F3: the body at the head of the second column",
    ),
    (
        (
            "Derby City\n\nCouncil\n\nNHS Derby and Derbyshire Integrated\n\nCare Board\n\n"
            "Jane Rowley, Director of Children’s Services\n\n"
            "Tom Ashby, Chief Nursing Officer and Deputy Chief Executive."
        ),
        [("Jane Rowley", DCS, None), ("Tom Ashby", "other", ICB)],
        "97: the second line of a health body is none of the council's; heads broken over lines",
    ),
    (
        (
            f"Derby City Council {ICB}\n\nJane Rowley Tony Ashby\n\n"
            f"Executive Director, People Services Chief Executive Officer at {ICB}."
        ),
        [("Jane Rowley", DCS, None), ("Tony Ashby", "chief-executive", ICB)],
        "89: two names side by side, then their two posts",
    ),
    (
        (
            f"Derby City Council {MANY}\n\nJane Rowley, DCS\n\nTom Ashby, Chief Executive Officer\n\n"
            "Sue Harling, Chief Executive Officer of NHS Trent ICB"
        ),
        [
            ("Jane Rowley", DCS, None),
            ("Tom Ashby", "chief-executive", None),
            ("Sue Harling", "chief-executive", "NHS Trent ICB"),
        ],
        "two bodies at the head: nobody is in either, unless it is said",
    ),
    (
        (
            f"Derby City Council {ICB}\n\nJane Rowley, DCS\n\n"
            "Tom Ashby, Chief Executive of the Integrated Care Board"
        ),
        [("Jane Rowley", DCS, None), ("Tom Ashby", "chief-executive", ICB)],
        "F3: a body that has no name of its own behind the post",
    ),
]


@pytest.mark.parametrize(("body", "people", "why"), COLUMNS, ids=[why for *_, why in COLUMNS])
def test_columns(body: str, people: list[tuple[str, str, str | None]], why: str) -> None:
    text = (
        "# Area SEND inspection of Derby Local Area Partnership\n\n"
        f"Inspection dates: 18 to 22 November 2024\n\n{HEAD}{body}"
    )
    found = [(one.name, one.role, one.organisation) for one in facts_of(text).leaders]
    assert found == people, why


@pytest.mark.parametrize(
    ("address", "organisation", "why"),
    [
        (
            "Tom Ashby, Chief Executive, Derby Children’s Trust\nDerby Metropolitan Borough Council",
            "Derby Children’s Trust",
            "the body of the next line is another",
        ),
        (
            "Tom Ashby, Chief Executive, Derby and District Hospitals\nTrust",
            "Derby and District Hospitals Trust",
            "a name that goes on in the next line",
        ),
        (
            "Tom Ashby, Director of Nursing Durham Fells, Easingdon and Weardale CCG",
            "Durham Fells, Easingdon and Weardale CCG",
            "86: a place that looks like a name",
        ),
    ],
)
def test_bodies_of_addressees(address: str, organisation: str, why: str) -> None:
    (one,) = facts_of(letter(VISIT, address=address)).leaders
    assert (one.name, one.organisation) == ("Tom Ashby", organisation), why
