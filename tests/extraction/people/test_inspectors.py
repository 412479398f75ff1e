"""Who inspected, and in which role."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from reports import PENFOLD, STORY, TEAM_LIST, TRACEY, VISIT, facts_of, ilacs, letter, single


@dataclass(frozen=True)
class People:
    """A text and the people that it names with their roles."""

    text: str
    people: list[tuple[str, str]]
    why: str


INSPECTORS = [
    People(
        ilacs("Team inspectors: Kent Hughes, Tom Park").replace("Norma Penfold", "Bradford Young"),
        [("Bradford Young", "lead"), ("Kent Hughes", "team"), ("Tom Park", "team")],
        "names that begin with a council's place",
    ),
    People(ilacs(), [PENFOLD], "an office behind a comma"),
    People(
        ilacs().replace(", His Majesty’s Inspector", " HMI"), [PENFOLD], "an office glued behind"
    ),
    People(
        ilacs().replace(", His Majesty’s Inspector", "\nHer Majesty’s Inspector"),
        [PENFOLD],
        "an office on the next line",
    ),
    People(
        ilacs().replace("Norma Penfold", "Anna Hall"),
        [("Anna Hall", "lead")],
        "a surname that is an everyday word, after a label that leaves no doubt",
    ),
    People(
        single(TEAM_LIST),
        [
            PENFOLD,
            ("Nigel Parkin", "deputy-lead"),
            ("Pauline Higgs", "team"),
            ("Tracey Metcalf", "team"),
            ("Cathy Blake", "team"),
            ("Judith Swinford", "other"),
            ("John Mitcham", "quality-assurance"),
        ],
        "the team of a single inspection",
    ),
    People(
        single(
            "## The inspection team\n\nLead inspector: Norma Penfold\n\n"
            "Team inspectors: HMI Pauline Higgs, Tracey Metcalf, Cathy Blake."
        ),
        [PENFOLD, ("Pauline Higgs", "team"), ("Tracey Metcalf", "team"), ("Cathy Blake", "team")],
        "90: an office before the first name loses no name of the line",
    ),
    People(
        single(
            "## The inspection team\n\nLead inspector: Norma Penfold\n\n"
            "Team inspectors: Marc d’Orsay, Tracey Metcalf, Jean di Marco"
        ),
        [PENFOLD, ("Marc d’Orsay", "team"), ("Tracey Metcalf", "team"), ("Jean di Marco", "team")],
        "91: particles in lower case",
    ),
    People(
        single(
            "## The inspection team\n\nLead inspector: Norma Penfold\n\n"
            "Team inspectors: Tracey Metcalf, June Blakely, Nigel Parkin"
        ),
        [PENFOLD, ("Tracey Metcalf", "team"), ("June Blakely", "team"), ("Nigel Parkin", "team")],
        "92: a month that is a first name",
    ),
    People(
        single(
            "## The inspection team\n\nLead inspector: Norma Penfold\n\n"
            "Team inspectors: Tracey Metcalf, Nigel Parkin Any complaints about the inspection "
            "should be made by post"
        ),
        [PENFOLD, ("Tracey Metcalf", "team"), ("Nigel Parkin", "team")],
        "82: a name that runs into the next sentence",
    ),
    People(
        single(
            "## The inspection team\n\nLead inspector: Norma Penfold\n\n"
            "Team inspectors: Judith Swinford Robert Pellow, Tracey Metcalf"
        ),
        [
            PENFOLD,
            ("Judith Swinford", "team"),
            ("Robert Pellow", "team"),
            ("Tracey Metcalf", "team"),
        ],
        "83: a comma left out between two names",
    ),
    People(
        letter(
            "Between 6 and 10 February 2023, Ofsted and the CQC inspected Derby.",
            subject="Joint targeted area inspection of Derby",
            signature="HMI Constabulary HMI Probation\n\nWendy Willis Helen Davenport\n\n"
            "Her Majesty’s Inspector of Constabulary Assistant Chief Inspector",
        ),
        [("Wendy Willis", "signatory"), ("Helen Davenport", "signatory")],
        "84: two signatories in two columns",
    ),
    People(
        single(
            "## The inspection team\n\nLead inspector: Norma Penfold HMI\n\n"
            "Team inspectors: Tracey Metcalf HMI Designate, Nigel Parkin Associate Inspector"
        ),
        [PENFOLD, ("Tracey Metcalf", "team"), ("Nigel Parkin", "team")],
        "85: an office glued behind",
    ),
    People(
        letter(VISIT).replace("Yours sincerely", "Your sincerely"),
        [TRACEY, ("Norma Penfold", "signatory")],
        "a letter's close with a slip of the pen",
    ),
    People(
        letter(VISIT),
        [TRACEY, ("Norma Penfold", "signatory")],
        "who visited; one who also signed is the signatory",
    ),
    People(
        letter(
            "The visit to Derby on 5 February 2019 was carried out by Nick Tracey, HMI, and Anna "
            "Harwood, HMI."
        ),
        [TRACEY, ("Anna Harwood", "team"), ("Norma Penfold", "signatory")],
        "a signatory who did not visit",
    ),
    People(
        letter(
            "Between 6 and 10 February 2023, Ofsted and the CQC inspected Derby.",
            subject="Joint targeted area inspection of Derby",
            signature="Yvonne Stansted\nNational Director Regulation and Social Care, Ofsted\n\n"
            "Dr Sean O’Keefe\nChief Inspector of Hospitals and Interim Chief Inspector of Primary "
            "Medical Services, Care Quality Commission\n\nWendy Willis, CBE\nHis Majesty’s "
            "Inspector of Constabulary and Fire & Rescue Services",
        ),
        [
            ("Yvonne Stansted", "signatory"),
            ("Sean O’Keefe", "signatory"),
            ("Wendy Willis", "signatory"),
        ],
        "three inspectorates sign, and their offices are nobody's names",
    ),
    People(
        "# Area SEND inspection of Derby Local Area Partnership\n\nInspection dates: 18 to 22 "
        "November 2024\n\n## Inspection team\n\nCharlie Fordwych, HMI, Lead inspector\n\n"
        "Tessa Valpy, CQC Lead inspector\n\nRussel Brewer, HMI\n\nEva Manning, CQC inspector\n\n"
        "Deena Wallford, Ofsted Inspector",
        [
            ("Charlie Fordwych", "lead"),
            ("Tessa Valpy", "lead"),
            ("Russel Brewer", "team"),
            ("Eva Manning", "team"),
            ("Deena Wallford", "team"),
        ],
        "roles behind names, two leads",
    ),
    People(
        STORY.format(
            body="Ofsted has inspected Derby’s children’s services. Inspectors saw much. The "
            "director, Sue Harling, was glad."
        ),
        [],
        "a story names no inspector",
    ),
    People(
        "# Bins\n\nThe lead inspector: Norma Penfold looked at the bridge.",
        [],
        "a text about no inspection of children's services",
    ),
]


@pytest.mark.parametrize("case", INSPECTORS, ids=lambda case: case.why)
def test_inspectors(case: People) -> None:
    assert [(one.name, one.role) for one in facts_of(case.text).inspectors] == case.people


@pytest.mark.parametrize(
    ("text", "roles", "why"),
    [
        (
            letter(VISIT),
            {"Nick Tracey": ("team", None), "Norma Penfold": ("signatory", "team")},
            "one of the team signed",
        ),
        (
            letter(VISIT.replace("Norma Penfold, HMI, and ", "")),
            {"Nick Tracey": ("team", None), "Norma Penfold": ("signatory", None)},
            "who only signed",
        ),
        (
            letter(VISIT + " The lead inspector was Norma Penfold."),
            {"Nick Tracey": ("team", None), "Norma Penfold": ("lead", "signatory")},
            "who led is the lead first",
        ),
        (ilacs(), {"Norma Penfold": ("lead", None)}, "nobody signs a report"),
    ],
)
def test_who_inspected_and_signed_did_both(
    text: str, roles: dict[str, tuple[str, str | None]], why: str
) -> None:
    found = {one.name: (one.role, one.further_role) for one in facts_of(text).inspectors}
    assert found == roles, why
