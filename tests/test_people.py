"""People, by the shapes in which texts name them.

The councils are real, because the gazetteer knows them; people, bodies and sentences are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox
import pytest

from kg.documents.readers import read
from kg.extraction.pipeline import extract
from kg.graph.document_graph import document_quads
from kg.graph.entity_graph import entity_quads
from kg.graph.linking import link
from kg.model import Document, Facts
from kg.person_names import near, near_surname
from kg.rdf.iris import PREFIXES, THINGS

DCS, LEAD, CHIEF = "director-of-childrens-services", "lead-member", "chief-executive"
SECOND, STRATEGIC, CHAIR = "assistant-director", "strategic-director", "lscb-chair"
LEADER, MAYOR, OTHER = "council-leader", "mayor", "other"


def document(text: str, sha: str = "0" * 64) -> Document:
    """A document from Markdown."""
    return read(text.encode(), "a.md", sha)


def facts_of(text: str) -> Facts:
    """What a text says."""
    return extract(document(text))


def story(body: str, council: str = "Derby") -> str:
    """A news story on an inspection."""
    return (
        f"# {council} City Council’s children’s services inspected\n\nOfsted has inspected "
        f"{council} City Council’s children’s services. Inspectors saw much. {body}\n\n"
        "“We welcome all that the inspectors found,” said a spokesperson.\n"
    )


def single(body: str) -> str:
    """A report of the framework of 2013 to 2018 with a section on local leaders."""
    return (
        "# Derby\n\n## Inspection of services for children in need of help and protection, "
        "children looked after and care leavers\n\nInspection date: 23 January 2017 – 16 February "
        f"2017\n\nReport published: 7 April 2017\n\n## Local leadership\n\n{body}\n"
    )


def joint(addressees: str, body: str = "") -> str:
    """The letter of a joint inspection, an addressee a line."""
    lines = addressees.replace("\n", "\n\n")
    return (
        f"10 February 2023\n\n{lines}\n\nDear local partnership\n\n## Joint targeted area "
        "inspection of Derby\n\nBetween 6 and 10 January 2023, Ofsted and the Care Quality "
        f"Commission (CQC) inspected Derby City Council.\n\n{body}\n\nYours sincerely\n\n"
        "Yvonne Stansted\n\nNational Director, Social Care, Ofsted\n"
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
    ("Councillor Jane Rowley said so.", [("Jane Rowley", OTHER)], "a councillor without a portfolio"),
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


TENURES = [
    ("The DCS has been in post since March 2014.", DCS, "2014-03"),
    ("The LSCB chair has been in post since February 2016.", CHAIR, "2016-02"),
    ("The interim director of children’s services (DCS) has been in post since 1 September 2015.", DCS, "2015-09-01"),
    ("The chief executive took up post in January 2015.", CHIEF, "2015-01"),
    ("The chief executive took up her role in early 2015.", CHIEF, "2015"),
    ("A new chief executive was appointed in October 2015.", CHIEF, "2015-10"),
    ("In February 2016, a new chief executive was appointed.", CHIEF, "2016-02"),
    ("Since the appointment of an interim DCS in March 2016, leaders have done more.", DCS, "2016-03"),
    ("Since March 2016, with the appointment of the current DCS, leaders have done more.", DCS, "2016-03"),
    ("Since their appointment in June 2016, the DCS has done more.", DCS, "2016-06"),
    ("The DCS, newly in post in 2016, has done more.", DCS, "2016"),
    ("The DCS also leads adult services. She has been in post since March 2013.", DCS, "2013-03"),
    ("The DCS, who reports to the chief executive, has been in post since May 2013.", DCS, "2013-05"),
    ("The chief executive has served in this role since the autumn of 2012.", CHIEF, "2012"),
    ("The principal social worker commenced in post in May 2016.", OTHER, "2016-05"),
]  # fmt: skip
NO_TENURES = [
    "The DCS will take up post in May 2017.",
    "A new chair of the LSCB has been appointed and is due to take up post in January 2017.",
    "The chair of the LSCB retired in August 2014.",
    "The DCS has led the improvement work since the inspection in 2014.",
    "The chair of the adoption panel has been in post since May 2012.",
    "An additional team manager was appointed in May 2016.",
]


@pytest.mark.parametrize(("text", "role", "since"), TENURES, ids=lambda value: value[:60])
def test_since_when(text: str, role: str, since: str) -> None:
    found = facts_of(single(text)).leaders
    assert [(one.role, one.since.iso if one.since else None) for one in found] == [(role, since)]


@pytest.mark.parametrize("text", NO_TENURES)
def test_since_nothing(text: str) -> None:
    assert facts_of(single(text)).leaders == ()


def test_a_date_belongs_to_the_one_who_is_named_in_the_post() -> None:
    text = joint(
        "Jane Rowley, Chair of Derby Safeguarding Children Board",
        "The board is strong. The chair, who was appointed in February 2016, has had an impact.",
    )
    (one,) = facts_of(text).leaders
    assert (one.name, one.since and one.since.iso) == ("Jane Rowley", "2016-02")
    assert [words.states for words in one.also] == [("since",)]


# --- one person in one document ---


def test_a_surname_with_a_title_is_the_full_name() -> None:
    text = story("Jane Rowley, chief executive, was glad. Ms Rowley added more. Mrs Rowley left.")
    (one,) = facts_of(text).leaders
    doc = document(text)
    quotes = [doc.quote(words.start, words.end) for words in one.also]
    assert (one.name, quotes) == ("Jane Rowley", ["Ms Rowley", "Mrs Rowley"])


def test_a_post_beside_a_surname_is_that_of_the_full_name() -> None:
    text = story("Jane Rowley met staff. Ms Rowley, the director of children’s services, was glad.")
    assert [(one.name, one.role) for one in facts_of(text).leaders] == [("Jane Rowley", DCS)]


@pytest.mark.parametrize(
    ("body", "resolved", "unresolved"),
    [
        ("Tom Ashby, chief executive, and Jane Ashby spoke. Dr Ashby left.", 0, ["Dr Ashby"]),
        ("Mr Tom Ashby, chief executive, and Ms Jane Ashby spoke. Mr Ashby left.", 1, []),
        ("Tom Ashby, chief executive, and Cllr Jo Ashby spoke. Cllr Ashby left.", 0, []),
        ("Tom Ashby, chief executive, spoke. Mr Halden, a parent, left.", 0, []),
    ],
    ids=["two fit", "titles decide", "a councillor is another", "nobody of that name"],
)
def test_a_surname_that_two_may_have(body: str, resolved: int, unresolved: list[str]) -> None:
    facts = facts_of(story(body))
    (one,) = (one for one in facts.leaders if one.name == "Tom Ashby")
    assert len(one.also) == resolved
    assert [item.text for item in facts.unresolved] == unresolved
    assert all("may be" in item.reason for item in facts.unresolved)


def test_a_slip_of_the_pen_is_another_spelling() -> None:
    text = story(
        "Ursula Gallimore, director of children’s services, was glad. “It is so,” said Ursuala "
        "Gallimore, director of children’s services."
    )
    (one,) = facts_of(text).leaders
    assert (one.name, one.other_names) == ("Ursula Gallimore", ("Ursuala Gallimore",))


@pytest.mark.parametrize(
    ("one", "other", "alike", "why"),
    [
        ("Ursula Gallimore", "Ursuala Gallimore", True, "a vowel too many"),
        ("Donna Marsdenn", "Donna Marsden", True, "a letter twice"),
        ("Michael Dolan", "Micheal Dolan", True, "two letters out of turn"),
        ("Zoë Hartwell", "Zoe Hartwell", True, "an accent left out"),
        ("Stephanie Marden", "Steph Marden", True, "cut short"),
        ("Sue Myatt", "Susan Myatt", True, "cut short and changed"),
        ("Paul Marden", "Paula Marden", False, "two names"),
        ("Julie Marden", "Julia Marden", False, "two names, one letter at the end"),
        ("Frances Marden", "Francis Marden", False, "a woman and a man"),
        ("Nigel Parker", "Nigel Parkes", False, "two surnames"),
        ("Nigel Johnson", "Nigel Johnston", False, "two surnames, one letter longer"),
        ("Andy Cook", "Andy Cooke", False, "too short to tell"),
        ("Alison Smales", "Alison Smaile", False, "two slips"),
        ("Jane Rowley", "Joan Rowley", False, "two short names"),
        ("Rowley", "Rowley Jane", False, "a surname alone"),
    ],
)
def test_names_that_may_be_one(one: str, other: str, alike: bool, why: str) -> None:
    assert near(one, other) is near(other, one) is alike, why


def test_one_post_forgives_more() -> None:
    assert near("Nigel Johnson", "Nigel Johnston", same_post=True)
    assert near_surname("Marsdenn", "Marsden")
    assert not near("Paul Marden", "Paula Marden", same_post=True)


# --- one person in many documents ---


def people(*texts: str) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Whom the graph of several texts takes for one: IRI -> IRI, and the names of each IRI."""
    store = ox.Store()
    for number, text in enumerate(texts):
        doc = document(text, f"{number:016d}".ljust(64, "0"))
        store.load(document_quads(link(doc, extract(doc))), ox.RdfFormat.N_QUADS)
    same: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for quad in entity_quads(store):
        subject = str(quad.subject.value).removeprefix(THINGS)  # type: ignore[union-attr]
        if quad.predicate.value == PREFIXES["owl"] + "sameAs":
            same[subject] = quad.object.value.removeprefix(THINGS)  # type: ignore[union-attr]
        elif subject.startswith("person/") and isinstance(quad.object, ox.Literal):
            names.setdefault(subject, set()).add(quad.object.value)
    return same, names


def leaders_of(names: dict[str, set[str]]) -> list[str]:
    """The IRIs but that of the letters' signatory."""
    return sorted(set(names) - {"person/yvonne-stansted"})


def test_the_same_name_in_two_councils_is_two_people() -> None:
    body = "Jane Rowley, director of children’s services, said so."
    same, names = people(story(body), story(body, "Leicester"))
    assert same == {}
    assert sorted(names) == ["person/jane-rowley-E06000015", "person/jane-rowley-E06000016"]


@pytest.mark.parametrize(
    ("move", "one"),
    [
        ("Jane Rowley, director of people, joined the council from Derby City Council.", True),
        ("Jane Rowley, previously chief executive of Derby City Council, is our DCS.", True),
        ("Jane Rowley, director of people, joined the council from Luton Council.", False),
        ("Jane Rowley, director of people, spoke of Derby City Council.", False),
    ],
    ids=["joined from", "previously", "from a third council", "only speaks of it"],
)
def test_a_stated_move_makes_them_one(move: str, one: bool) -> None:
    same, _ = people(story("Jane Rowley, chief executive, spoke."), story(move, "Leicester"))
    assert bool(same) is one


def test_the_same_post_makes_them_one() -> None:
    """Two letters of two councils to one chief constable, and a name with a slip."""
    letter = "Jane Rowley, Chief Constable, Example Constabulary\nTom Ashby, Independent Scrutineer"
    _, names = people(joint(letter), joint(letter).replace("Derby", "Leicester"))
    assert leaders_of(names) == [
        "person/jane-rowley-example-constabulary",
        "person/tom-ashby-independent-scrutineer",
    ]
    said = "Nigel Johnson, chief executive, spoke."
    same, names = people(story(said), story(said.replace("Johnson", "Johnston")))
    assert same == {"person/nigel-johnson-E06000015": "person/nigel-johnston-E06000015"}
    assert names["person/nigel-johnston-E06000015"] == {"Nigel Johnson", "Nigel Johnston"}


def test_an_inspector_is_one_person_across_councils() -> None:
    team = single("X.") + "\n## The inspection team\n\nLead inspector: {}\n\nTeam inspectors: {}\n"
    same, names = people(
        team.format("Stephanie Marden", "Donna Marsden"),
        team.format("Steph Marden", "Donna Marsdenn").replace("Derby", "Leicester"),
        team.format("Stephanie Marden", "Paula Marden and Paul Marden"),
    )
    assert same == {
        "person/steph-marden": "person/stephanie-marden",
        "person/donna-marsden": "person/donna-marsdenn",
    }
    assert names["person/stephanie-marden"] == {"Stephanie Marden", "Steph Marden"}


def test_two_in_one_document_are_two_in_all() -> None:
    """ "Chris" may be either of the two whom one team has, so nothing is said of him or her."""
    team = single("X.") + "\n## The inspection team\n\nLead inspector: {}\n\nTeam inspectors: {}\n"
    same, _ = people(
        team.format("Christine Marden", "Christopher Marden"),
        team.format("Chris Marden", "Donna Marsden").replace("Derby", "Leicester"),
    )
    assert same == {}
