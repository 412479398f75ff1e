"""Texts to facts, one kind of fact at a time.

The councils are real, because the gazetteer knows them; people and sentences are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kg.documents.readers import read
from kg.extraction.pipeline import COMPONENTS, extract, pipeline
from kg.extraction.text.passages import passage_at, passages_of
from kg.extraction.text.patterns import rules
from kg.extraction.text.sentences import sentence_ranges
from kg.graph.linking import Linked, link
from kg.model import Document, DocumentKind, Facts, PartialDate

SHA = "0" * 64


def document(text: str) -> Document:
    """A document from Markdown, or from HTML when it begins like a page."""
    name = "a.html" if text.lstrip().startswith("<") else "a.md"
    return read(text.encode(), name, SHA)


def facts_of(text: str) -> Facts:
    """What a text says."""
    return extract(document(text))


def linked(text: str) -> Linked:
    """What a text says, with its councils decided."""
    doc = document(text)
    return link(doc, extract(doc))


def ilacs(
    body: str = "", *, council: str = "Derby City Council", dates: str = "8 to 19 July 2024"
) -> str:
    """The opening of a report as Ofsted writes them since 2018, and a body."""
    return f"""# {council}

## Inspection of children’s social care services

Inspection dates: {dates}

Lead inspector: Norma Penfold, His Majesty’s Inspector

{body}"""


def single(body: str = "") -> str:
    """The opening of a report of the framework of 2013 to 2018, and a body."""
    return f"""# Derby

## Inspection of services for children in need of help and protection, children looked after and care leavers

Inspection date: 23 January 2017 – 16 February 2017

Report published: 7 April 2017

{body}"""


def letter(
    body: str,
    *,
    subject: str = "Focused visit to Derby City Council children’s services",
    date: str = "28 February 2019",
    address: str = "Ms Sue Harling\nDirector of Children’s Services\nDerby City Council",
    signature: str = "Norma Penfold\nHer Majesty’s Inspector",
) -> str:
    """A letter with its head and its close around a body."""
    return f"""Piccadilly Gate
Store Street
Manchester

{date}

{address}

Dear Ms Harling

## {subject}

{body}

Yours sincerely

{signature}
"""


VISIT = (
    "This letter sums up the findings of the focused visit to Derby City Council children’s "
    "services on 5 and 6 February 2019. The inspectors were Norma Penfold, HMI, and Nick Tracey, "
    "HMI."
)
STORY = """# Council’s children’s services inspected

{body}

“We welcome all that the inspectors found,” said a spokesperson.
"""


# --- the pipeline ---


def test_components_run_in_their_order() -> None:
    assert tuple(pipeline().pipe_names) == COMPONENTS
    assert pipeline() is pipeline()


def test_a_text_without_facts_has_none() -> None:
    facts = facts_of("The council did X.")
    assert facts == Facts(kind=DocumentKind.OTHER)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("inspection", "type"),
        ("inspection", "dates"),
        ("inspection", "published"),
        ("inspection", "kind"),
        ("judgements", "line"),
        ("judgements", "prose"),
        ("people", "inspector"),
        ("posts", "post"),
        ("posts", "tenure"),
        ("earlier", "rule"),
        ("earlier", "grade_after"),
        ("earlier", "grade_next"),
        ("earlier", "undated"),
        ("organisations", "rule"),
        ("programmes", "shape"),
        ("programmes", "cue"),
        ("organisations", "before"),
        ("sections", "rule"),
        ("findings", "trend"),
    ],
)
def test_every_rule_compiles_and_gives_its_reason(name: str, key: str) -> None:
    found = rules(name, key)
    assert found
    assert all(rule.fields.get("why") for rule in found)


# --- sections and sentences ---


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("What needs to improve in this area of social work practice", "recommendations"),
        ("What does the area partnership need to do better?", "recommendations"),
        ("Areas for priority action", "recommendations"),
        ("Recommendations", "recommendations"),
        ("Strengths", "strengths"),
        ("What is the area partnership doing that is effective?", "strengths"),
        ("The inspection team", "team"),
        ("Information about this local authority area", "area"),
        ("Previous Ofsted inspections", "area"),
        ("Local leadership", "area"),
        ("Information about this inspection", "method"),
        ("What the inspection judgements mean", "method"),
        ("Contents", "contents"),
        ("Related stories", "boilerplate"),
        ("Findings", "plain"),
        ("The experiences and progress of children in care: Good", "plain"),
    ],
)
def test_what_a_heading_says(heading: str, kind: str) -> None:
    doc = document(f"Before.\n\n## {heading}\n\nBelow.\n\n## Findings\n\nEnd.")
    passages = passages_of(doc)
    assert (passages[0].heading, passages[0].section) == (None, "plain")
    assert [(one.heading, one.section) for one in passages[1:3]] == [(heading, kind)] * 2
    assert (passages[-1].heading, passages[-1].section) == ("Findings", "plain")
    assert [passage_at(passages, one.block.start) for one in passages] == list(passages)
    assert passage_at(passages, len(doc.text)) is None


def test_the_notice_of_the_publisher_ends_a_report() -> None:
    doc = document(
        ilacs(
            "## Findings\n\nHelp is good.\n\nThe Office for Standards in Education inspects.\n\nMore."
        )
    )
    found = [one.section for one in passages_of(doc)]
    assert found[-3:] == ["plain", "boilerplate", "boilerplate"]


@pytest.mark.parametrize(
    ("text", "count", "why"),
    [
        ("Help is good. Plans are not.", 2, "two sentences"),
        ("Is help good? It is! So be it.", 3, "question and exclamation marks"),
        ("Ms. Harling and Dr. Woods agree, e.g. on plans.", 1, "titles and abbreviations"),
        ("Mr J. R. Hartwell leads the service.", 1, "initials"),
        ("It fell from 2.5 to 1.5 a week.", 1, "decimals"),
        ("“Help is good.” So he said.", 2, "a quote ends its sentence"),
        ("They know. (They do.) And so on.", 3, "brackets"),
        ("Visit www.example.org. Then read.", 2, "an address"),
        ("It is item No. 5 of the list.", 1, "a number"),
        ("The work took place in Sept. 2019.", 1, "a month cut short"),
        ("It improved in 2018. 38 children were seen.", 2, "a year, then a number"),
        ("children are safe.Leaders know this well.", 2, "a space that was lost"),
        ("", 0, "nothing"),
    ],
)
def test_sentences(text: str, count: int, why: str) -> None:
    ranges = list(sentence_ranges(text, 0, len(text)))
    assert len(ranges) == count, [text[slice(*one)] for one in ranges]
    assert "".join(text[slice(*one)] for one in ranges).replace(" ", "") == text.replace(" ", "")
    assert all(text[slice(*one)].strip() == text[slice(*one)] for one in ranges), why


# --- type ---

TYPES = [
    (ilacs(), "ilacs", "the title of 2018 to 2021"),
    (
        (
            "# Inspection of Derby City Council local authority children’s services\n\n"
            "Inspection dates: 8 to 19 July 2024\n\nLead inspector: Norma Penfold"
        ),
        "ilacs",
        "the title since 2021",
    ),
    (single(), "single-inspection", "the framework of 2013 to 2018"),
    (letter(VISIT), "focused-visit", "a focused visit"),
    (
        letter(VISIT.replace("focused", "focussed"), subject="Focussed visit to Derby"),
        "focused-visit",
        "spelt the other way",
    ),
    (
        letter("The visit did X.", subject="Focused assurance visit to Derby City Council"),
        "focused-visit",
        "the assurance visits of 2020 and 2021",
    ),
    (
        letter(
            "This letter summarises the findings of the second monitoring visit.",
            subject="Monitoring visit to Derby City Council children’s services",
        ),
        "monitoring-visit",
        "a monitoring visit",
    ),
    (
        letter(
            "Between 6 and 10 February 2023, Ofsted and the Care Quality Commission (CQC) carried "
            "out a joint inspection.",
            subject="Joint targeted area inspection of Derby",
        ),
        "joint-targeted-area",
        "a joint inspection",
    ),
    (
        (
            "# Area SEND inspection of Derby Local Area Partnership\n\n"
            "Inspection dates: 18 to 22 November 2024"
        ),
        "area-send",
        "an area SEND report",
    ),
    (
        letter(
            "Between 6 and 10 May 2019, Ofsted and the Care Quality Commission (CQC) inspected.",
            subject="Joint local area SEND inspection in Derby",
        ),
        "area-send",
        "an area SEND letter",
    ),
    (
        (
            "# Derby\n\n## Inspection of local authority arrangements for the protection of children"
            "\n\nInspection dates: 5 to 14 March 2012\n\nLead inspector: Norma Penfold"
        ),
        "other",
        "a framework before 2013",
    ),
    (
        ilacs("Help has got worse since the joint targeted area inspection (JTAI) of April 2017."),
        "ilacs",
        "a report that speaks of a joint inspection",
    ),
    (
        ilacs(
            "Leaders know the service well. " * 8
            + "\n\n## The council’s progress since the monitoring visit\n\nHelp is better."
        ),
        "ilacs",
        "a report with a heading that speaks of a monitoring visit",
    ),
    (
        letter(VISIT + " This follows the single inspection of 2016 and a monitoring visit."),
        "focused-visit",
        "a letter that speaks of earlier inspections",
    ),
    (
        ilacs("Assessments are better than at the single inspection in 2016."),
        "ilacs",
        "a report that speaks of the older framework",
    ),
    (
        STORY.format(
            body="Ofsted inspectors made a focused visit to Derby City Council. The inspectors "
            "looked at X."
        ),
        "focused-visit",
        "a story",
    ),
    (
        STORY.format(
            body="Ofsted published the report of its inspection of Derby’s children’s services. "
            "Inspectors judged the experiences and progress of children in care good."
        ),
        "ilacs",
        "a story that names the judgements",
    ),
    (
        STORY.format(
            body="Ofsted inspected Derby’s children’s services in March 2022. Inspectors saw much."
        ),
        "ilacs",
        "a story with a verb and no noun",
    ),
    (
        (
            "# Roadworks in Derby\n\nDerby City Council closes a street. An inspection of the bridge "
            "was due, and inspectors came."
        ),
        None,
        "an inspection of something else",
    ),
    (
        (
            "# Food hygiene\n\nOur inspectors visit restaurants in Derby. After the inspection each "
            "gets a rating."
        ),
        None,
        "food inspectors",
    ),
    (
        (
            "# School news\n\nOfsted inspectors judged Example Primary School good. The inspection "
            "took place in May 2022."
        ),
        None,
        "a school's inspection",
    ),
    ("# Which council am I in?\n\nDerby City Council empties the bins.", None, "no inspection"),
]


@pytest.mark.parametrize(("text", "expected", "why"), TYPES, ids=[why for *_, why in TYPES])
def test_type(text: str, expected: str | None, why: str) -> None:
    assert facts_of(text).inspection.type == expected, why


# --- genre ---


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (letter(VISIT), DocumentKind.LETTER),
        (ilacs(), DocumentKind.REPORT),
        (single(), DocumentKind.REPORT),
        (STORY.format(body="Ofsted has inspected Derby City Council."), DocumentKind.NEWS),
        ("Notes for a meeting. The council did X.", DocumentKind.OTHER),
        ("<html><body><p>" + "The council did X. " * 30 + "</p></body></html>", DocumentKind.PAGE),
    ],
)
def test_genre(text: str, kind: DocumentKind) -> None:
    assert facts_of(text).kind == kind


# --- dates ---


@dataclass(frozen=True)
class When:
    """A text, the dates of its inspection (ISO 8601) and of its publication."""

    text: str
    start: str | None
    end: str | None
    published: str | None
    why: str


WHEN = [
    When(ilacs(), "2024-07-08", "2024-07-19", None, "the title block; no publication stated"),
    When(single(), "2017-01-23", "2017-02-16", "2017-04-07", "both labelled"),
    When(letter(VISIT), "2019-02-05", "2019-02-06", "2019-02-28", "a letter's own date"),
    When(
        letter(VISIT, date="Thursday 28 February 2019"),
        "2019-02-05",
        "2019-02-06",
        "2019-02-28",
        "a letter's date with its weekday",
    ),
    When(
        ilacs("Published: 2 September 2024\n\n© Crown copyright 2024"),
        "2024-07-08",
        "2024-07-19",
        "2024-09-02",
        "a label of its own",
    ),
    When(
        ilacs("© Crown copyright 2023"),
        "2024-07-08",
        "2024-07-19",
        None,
        "a copyright year is no publication",
    ),
    When(
        ilacs("The council was last inspected from 4 to 8 June 2018."),
        "2024-07-08",
        "2024-07-19",
        None,
        "an earlier inspection in the text",
    ),
    When(
        letter(
            VISIT.replace(
                "on 5 and 6 February 2019", "in the light of the inspection of 14 May 2017"
            )
        ),
        None,
        None,
        "2019-02-28",
        "only an earlier inspection has a date",
    ),
    When(
        letter(
            "Between 6 and 10 February 2023, Ofsted, the Care Quality Commission (CQC) and HMICFRS "
            "carried out a joint inspection.",
            subject="Joint targeted area inspection of Derby",
            date="31 March 2023",
        ),
        "2023-02-06",
        "2023-02-10",
        "2023-03-31",
        "a joint inspection's opening",
    ),
    When(
        letter(
            "The joint inspection was carried out from 14 to 16 May and 4 to 8 June 2018.",
            subject="Joint targeted area inspection of Derby",
            date="31 July 2018",
        ),
        "2018-05-14",
        "2018-06-08",
        "2018-07-31",
        "two windows",
    ),
    When(
        letter(
            "This letter summarises the findings of the monitoring visit to Derby children’s "
            "services on 8 and 9 October 2019.",
            subject="Monitoring visit to Derby children’s services",
            date="18 December 2019",
        ),
        "2019-10-08",
        "2019-10-09",
        "2019-12-18",
        "a monitoring visit",
    ),
    When(
        STORY.format(
            body="Published 7 April 2017\n\nThe single inspection of Derby’s children’s services "
            "ran from January 23 to February 16, Ofsted says. Inspectors saw much."
        ),
        "2017-01-23",
        "2017-02-16",
        None,
        "a story's dates take the year of its publication, which is not the report's",
    ),
    When(
        STORY.format(
            body="Inspectors came back to Derby’s children’s services. The monitoring visit took "
            "place in October. Ofsted saw much."
        ),
        None,
        None,
        None,
        "a month whose year nobody states",
    ),
    When(
        STORY.format(
            body="Ofsted’s inspection of Derby’s children’s services took place in March 2022. "
            "Inspectors saw much. The report was published on 4 May 2022."
        ),
        "2022-03",
        "2022-03",
        "2022-05-04",
        "a month, and when the report came out",
    ),
]


def iso(date: PartialDate | None) -> str | None:
    """A date's text."""
    return date.iso if date else None


@pytest.mark.parametrize("case", WHEN, ids=lambda case: case.why)
def test_dates(case: When) -> None:
    inspection = facts_of(case.text).inspection
    assert (iso(inspection.start), iso(inspection.end)) == (case.start, case.end)
    assert iso(inspection.published) == case.published


# --- judgements ---

FOUR = {
    "leadership": "good",
    "help-and-protection": "requires-improvement",
    "in-care-and-care-leavers": "outstanding",
    "overall-effectiveness": "good",
}
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


# --- inspectors ---

PENFOLD, TRACEY = ("Norma Penfold", "lead"), ("Nick Tracey", "team")
TEAM_LIST = """## The inspection team

Lead inspector: Norma Penfold

Deputy lead inspector: Nigel Parkin

Team inspectors: Pauline Higgs, Tracey Metcalf and Cathy Blake

Senior data analyst: Judith Swinford

Quality assurance manager: John Mitcham
"""


@dataclass(frozen=True)
class People:
    """A text and the people that it names with their roles."""

    text: str
    people: list[tuple[str, str]]
    why: str


INSPECTORS = [
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


# --- leaders ---

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


# --- programmes and organisations ---


@dataclass(frozen=True)
class Named:
    """A sentence and the names in it."""

    sentence: str
    names: list[str]
    why: str


PROGRAMMES = [
    Named("Staff use Signs of Safety well.", ["Signs of Safety"], "a known practice model"),
    Named(
        "Signs of safety helps, and signs of safety stays.",
        ["Signs of Safety"],
        "in lower case, twice",
    ),
    Named("The ‘Quiet Lantern’ programme helps fathers.", ["Quiet Lantern"], "quoted, with a noun"),
    Named(
        "The Quiet Lantern Project helps fathers.",
        ["Quiet Lantern Project"],
        "capitals, with a noun",
    ),
    Named("The council’s social work academy trains staff.", ["social work academy"], "an academy"),
    Named("Leaders set up a systemic practice model.", ["Systemic practice"], "a kind of model"),
    Named("The early help service works with families.", [], "a service that every council has"),
    Named("The MASH and the virtual school do X.", [], "statutory functions"),
    Named("The Director of Children’s Services leads.", [], "a post"),
    Named("Children’s Services did X. Good Services count.", [], "a department, a grade"),
    Named("No service is commissioned for adults.", [], "a sentence that begins with No"),
    Named(
        "Managers drive improvement and pause for thought.", [], "verbs that are names elsewhere"
    ),
    Named(
        "His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services came.",
        [],
        "an inspectorate",
    ),
]


@pytest.mark.parametrize("case", PROGRAMMES, ids=lambda case: case.why)
def test_programmes(case: Named) -> None:
    found = facts_of(ilacs(f"1. {case.sentence}")).programmes
    assert [one.name for one in found] == case.names


def test_a_programme_is_counted_and_quoted_once() -> None:
    text = ilacs("1. Staff like Signs of Safety. It works.\n\n2. Signs of Safety is used by all.")
    doc = document(text)
    (found,) = extract(doc).programmes
    assert (found.count, found.entity) == (2, "signs-of-safety")
    assert doc.quote(*found.quote) == "Staff like Signs of Safety."


def test_a_name_does_not_cross_a_block() -> None:
    text = ilacs("Overall effectiveness\n\nGood\n\nThe Quiet Lantern services help fathers.")
    facts = facts_of(text)
    for one in (*facts.programmes, *facts.organisations):
        assert "\n" not in one.name


ORGANISATIONS = [
    Named("Cafcass and Barnardo’s agree.", ["Cafcass", "Barnardo’s"], "known bodies, as written"),
    Named(
        "Derby Safeguarding Children Board did X.",
        ["Derby Safeguarding Children Board"],
        "a board by its shape",
    ),
    Named(
        "Derbyshire Constabulary shares what it knows.",
        ["Derbyshire Constabulary"],
        "a police force",
    ),
    Named(
        "The council works with Example Valley NHS Foundation Trust.",
        ["Example Valley NHS Foundation Trust"],
        "a health trust",
    ),
    Named(
        "Staff of Example Valley NHS Foundation Trust came.",
        ["Example Valley NHS Foundation Trust"],
        "a word before the name that begins the sentence",
    ),
    Named("Ofsted and the Care Quality Commission came.", [], "inspectorates"),
    Named("The board met, and the police came.", [], "common nouns"),
]


@pytest.mark.parametrize("case", ORGANISATIONS, ids=lambda case: case.why)
def test_organisations(case: Named) -> None:
    found = facts_of(ilacs(f"1. {case.sentence}")).organisations
    assert [one.name for one in found] == case.names


# --- findings ---

FINDINGS = [
    ("Supervision is exemplary and helps social workers to reflect.", "strength", "praise"),
    ("Children benefit from stable homes and warm carers.", "strength", "an effect on children"),
    ("Children at risk are identified quickly and kept safe.", "strength", "risk, but dealt with"),
    ("There is no unnecessary delay in court work.", "strength", "a negation that is good"),
    ("Too many plans lack focus and are not updated.", "weakness", "blame"),
    ("The quality of assessments is variable.", "weakness", "variable counts as weak"),
    ("Supervision is not yet consistently effective.", "weakness", "not yet"),
    ("However, some children wait too long for help.", "weakness", "contrast"),
    ("Inspectors met social workers and read case records.", None, "how it was done"),
    ("There are 304 children looked after by the council.", None, "a number"),
]


@pytest.mark.parametrize(("sentence", "kind", "why"), FINDINGS)
def test_findings(sentence: str, kind: str | None, why: str) -> None:
    text = ilacs(f"## The experiences and progress of children in care: Good\n\n4. {sentence}")
    found = facts_of(text).findings
    assert [one.kind for one in found] == ([kind] if kind else []), why


def test_items_of_what_needs_to_improve_are_recommendations() -> None:
    text = ilacs(
        "## What needs to improve\n\n- The timeliness of health assessments.\n"
        "- How often social workers visit."
    )
    doc = document(text)
    found = extract(doc).findings
    assert [one.kind for one in found] == ["recommendation"] * 2
    assert doc.quote(found[0].evidence.start, found[0].evidence.end).startswith("The timeliness")
    assert {one.section for one in found} == {"What needs to improve"}


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("Information about this inspection", "how it was done"),
        ("Local leadership", "facts about the area"),
        ("The inspection team", "people"),
        ("Contents", "headings"),
    ],
)
def test_some_sections_hold_no_findings(heading: str, why: str) -> None:
    text = ilacs(f"## {heading}\n\nSupervision is exemplary and helps staff to reflect.")
    assert facts_of(text).findings == (), why


@pytest.mark.parametrize(
    ("sentence", "trend"),
    [
        ("Practice has improved since the last inspection and is good.", "improving"),
        ("The quality of practice has deteriorated and is poor.", "declining"),
        ("Supervision is exemplary and helps staff to reflect.", None),
        ("The service needs improvement plans that are sharper.", None),
    ],
)
def test_trends(sentence: str, trend: str | None) -> None:
    found = facts_of(ilacs(f"## Findings\n\n4. {sentence}")).findings
    assert [one.trend for one in found] == [trend]


def test_a_page_about_no_inspection_has_no_findings() -> None:
    assert facts_of("# Bins\n\nThe service is exemplary and helps families.").findings == ()


def test_themes_are_known_and_the_first_is_the_most_fitting() -> None:
    text = ilacs("## Findings\n\n1. Pathway plans for care leavers are weak and late.")
    (found,) = facts_of(text).findings
    assert found.themes[0] == "care-leavers"
    assert 1 <= len(found.themes) <= 3


# --- evidence ---


@pytest.mark.parametrize(
    "text", [ilacs(), single(TEAM_LIST), letter(VISIT), STORY.format(body=VISIT)]
)
def test_every_fact_has_words(text: str) -> None:
    doc = document(text)
    facts = extract(doc)
    lists = (
        facts.councils,
        facts.judgements,
        facts.inspectors,
        facts.leaders,
        facts.programmes,
        facts.organisations,
        facts.earlier,
        facts.findings,
    )
    spans = [one.evidence for facts_ in lists for one in facts_]
    for span in (*spans, *facts.inspection.evidence):
        quote = doc.quote(span.start, span.end)
        assert quote == quote.strip() != ""
        assert 0 < span.confidence <= 1
    for inspector in facts.inspectors:
        span = inspector.evidence
        assert inspector.name in doc.quote(span.start, span.end)
