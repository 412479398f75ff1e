"""Who holds which post in which body, as prose tells it, since when; and who inspected."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kg.documents.readers import read
from kg.extraction.prose.inspectors import inspectors_in_prose
from kg.extraction.prose.lines import prose_sentences
from kg.extraction.prose.people import leaders_in_prose
from kg.extraction.text.passages import passages_of
from kg.model import Document, Leader, PartialDate

DCS, CHIEF, LEADER, LEAD = (
    "director-of-childrens-services",
    "chief-executive",
    "council-leader",
    "lead-member",
)
MAYOR, SCB, STRATEGIC, ASSISTANT, OTHER = (
    "mayor",
    "lscb-chair",
    "strategic-director",
    "assistant-director",
    "other",
)
MEDWAY, KENT = "E06000035", "E10000016"
#: The date of the documents below, unless a case gives another.
TODAY = PartialDate("2022-04-22")
#: Says that a document is about children's services.
ABOUT = "\n\nOfsted inspectors held an ILACS inspection of children's services."


def document(text: str) -> Document:
    """A text as a document."""
    return read(text.encode(), "story.txt", "x")


def leaders(text: str, today: PartialDate | None = TODAY) -> tuple[Leader, ...]:
    """The leaders of a text that is about children's services in Medway."""
    story = document(text + ABOUT)
    sentences = prose_sentences(story.text, passages_of(story))
    about = {start: MEDWAY for start, _ in sentences}
    return leaders_in_prose(story, sentences, today, about)[0]


# fmt: off
#: Words, the people with their roles, and the construction.
POSTS = [
    # --- apposition ---
    ("Hanna Weir, director of children's services, said so.", [("Hanna Weir", DCS)], "apposition"),
    ("Councillor Jo Pollard, cabinet member for children, said so.", [("Jo Pollard", LEAD)], "a title before the name"),
    ("Cllr Jo Pollard (Lab), lead member for children, agreed.", [("Jo Pollard", LEAD)], "a party in brackets"),
    ("Hanna Weir, 52, the director of children's services, agreed.", [("Hanna Weir", DCS)], "an age between"),
    ("Hanna Weir (Strategic Director, Children's Services) spoke.", [("Hanna Weir", DCS)], "a bracket"),
    ("Hanna Weir - executive director of children and families - spoke.", [("Hanna Weir", DCS)], "dashes"),
    ("Medway Council leader, Cllr Jo Pollard said so.", [("Jo Pollard", "council-leader")], "the post, a comma, a verb after the name"),
    ("The council has a new director of children's services, Hanna Weir and a new head.", [("Hanna Weir", DCS)], "the post, a comma, and another"),
    ("Jo Pollard, cabinet portfolio holder for children and families, agreed.", [("Jo Pollard", LEAD)], "cabinet portfolio holder"),
    ("Jo Pollard, Executive Lead Member for Children's Services, agreed.", [("Jo Pollard", LEAD)], "executive lead member"),
    ("Hanna Weir, the council's recently appointed director of children's services, spoke.", [("Hanna Weir", DCS)], "recently appointed"),
    ("Asked about the director of children's services, Jo Pollard said that she was leaving.", [], "the post in an opening phrase is not hers"),
    ("Ofsted's Chief Inspector, Yvette Moss said so of an inspection.", [], "the chief inspector is no police officer"),
    ("The Strategic Director, Hanna Weir, presented the report.", [("Hanna Weir", DCS)], "a post without a portfolio, in a text on children's services"),
    ("“No,” said the council's director of children's services, Hanna Weir.", [("Hanna Weir", DCS)], "the post before, after a verb of speech"),
    ("The leader of the council, Ben Adams, left.", [("Ben Adams", LEADER)], "leader of the council"),
    ("Leader of the council Ben Adams left.", [("Ben Adams", LEADER)], "without a comma"),
    ("Ben Adams, councillor and leader of Medway Council, left.", [("Ben Adams", LEADER)], "councillor and leader"),
    ("Council leader Ben Adams and Cllr Jo Pollard, the lead member, left.", [("Ben Adams", LEADER), ("Jo Pollard", LEAD)], "one post before, one after"),
    ("Chief executive Hanna Weir thanked Cllr Jo Pollard, cabinet member for children.", [("Hanna Weir", CHIEF), ("Jo Pollard", LEAD)], "a post for each of two names"),
    ("The leader, Ben Adams, the chief executive, Hanna Weir, and the lead member, Jo Pollard, left.", [("Ben Adams", LEADER), ("Hanna Weir", CHIEF), ("Jo Pollard", LEAD)], "a list with the post first"),
    ("Ben Adams, the leader, Hanna Weir, the chief executive, and Jo Pollard, the lead member, left.", [("Ben Adams", LEADER), ("Hanna Weir", CHIEF), ("Jo Pollard", LEAD)], "a list with the name first"),
    ("Hanna Weir, deputy chief executive and director for families, who holds the DCS role, left.", [("Hanna Weir", DCS)], "several posts: the most telling counts"),
    ("Cllr Jo Pollard, deputy leader and cabinet member for children, left.", [("Jo Pollard", LEAD)], "two posts joined by and"),
    ("Hanna Weir, executive director for people and our director of children's services, left.", [("Hanna Weir", DCS)], "the statutory role beside the post"),
    ("Jo Pollard, Labour's cabinet member for children, left.", [("Jo Pollard", LEAD)], "a party's member"),
    # --- clauses ---
    ("Hanna Weir, who is director of children's services, left early.", [("Hanna Weir", DCS)], "relative clause"),
    ("Hanna Weir, who was director of children's services in Kent and is now chief executive here, left.", [("Hanna Weir", CHIEF)], "a post that was, and one that is"),
    ("Hanna Weir is the council's new director of children's services.", [("Hanna Weir", DCS)], "copula"),
    ("The new director of children's services is Hanna Weir.", [("Hanna Weir", DCS)], "copula the other way round"),
    ("Hanna Weir has been appointed director of children's services.", [("Hanna Weir", DCS)], "a passive"),
    ("Hanna Weir was named by Medway Council as its director of children's services.", [("Hanna Weir", DCS)], "a passive with its agent"),
    ("The council has chosen Hanna Weir to be its next director of children's services.", [("Hanna Weir", DCS)], "an object with an infinitive"),
    ("Bosses have made former social care chief Hanna Weir the director for children.", [("Hanna Weir", DCS)], "an object with its predicate; the former post is none"),
    ("The appointment of Hanna Weir as director of children's services surprised us.", [("Hanna Weir", DCS)], "a noun for the act"),
    ("Hanna Weir was appointed as director of the department in 2019.", [("Hanna Weir", DCS)], "of the department"),
    ("Cllr Jo Pollard, who holds the children's brief, agreed.", [("Jo Pollard", LEAD)], "a brief"),
    ("I rang Cllr Jo Pollard, who holds the portfolio for education.", [("Jo Pollard", LEAD)], "a portfolio"),
    ("The leader has taken the children's portfolio away from Jo Pollard.", [("Jo Pollard", LEAD)], "a portfolio that is taken away"),
    ("Cllr Jo Pollard, who looks after children's services in my cabinet, agreed.", [("Jo Pollard", LEAD)], "what she does in the cabinet"),
    ("Jo Pollard, who speaks for children in the Kent cabinet, agreed.", [("Jo Pollard", LEAD)], "whom she speaks for"),
    ("Interim director Hanna Weir, whose post covers children's services, left.", [("Hanna Weir", DCS)], "what the post covers"),
    ("Ben Adams, who leads the opposition, agreed.", [("Ben Adams", OTHER)], "leader of the opposition: not of the council"),
    ("Ben Adams, leader of the independent group, agreed.", [("Ben Adams", OTHER)], "leader of a group"),
    ("Labour group leader Ben Adams agreed.", [("Ben Adams", OTHER)], "group leader"),
    ("Pat Moss, who chairs the safeguarding board independently, agreed.", [("Pat Moss", SCB)], "who chairs"),
    ("The safeguarding board, chaired by Pat Moss, met.", [("Pat Moss", SCB)], "chaired by"),
    ("The improvement board, chaired by Pat Moss, met.", [("Pat Moss", OTHER)], "chaired by, of another board"),
    # --- words for posts ---
    ("Cllr Jo Pollard, cabinet member for a fairer start, agreed.", [("Jo Pollard", LEAD)], "a portfolio that only the text explains"),
    ("Councillor Jo Pollard, Lead Member, Children, Young People and Families, spoke.", [("Jo Pollard", LEAD)], "a portfolio behind a comma"),
    ("Cllr Jo Pollard, cabinet spokesperson for children, spoke.", [("Jo Pollard", LEAD)], "spokesperson"),
    ("Cllr Jo Pollard, cabinet member for finance, spoke.", [("Jo Pollard", OTHER)], "another portfolio"),
    ("Councillor Jo Pollard, for Children, Families and Skills at Medway Council, spoke.", [("Jo Pollard", LEAD)], "a portfolio without its noun"),
    ("Councillor Jo Pollard, chairman of the children's services committee, spoke.", [("Jo Pollard", LEAD)], "a council with committees"),
    ("Children's services director Hanna Weir spoke.", [("Hanna Weir", DCS)], "the portfolio first"),
    ("Hanna Weir took up her post as director of children and adult's services.", [("Hanna Weir", DCS)], "took up her post as"),
    ("Hanna Weir, interim head of Medway's children's services, spoke.", [("Hanna Weir", DCS)], "a council inside the post"),
    ("Hanna Weir, assistant director for safeguarding, spoke.", [("Hanna Weir", ASSISTANT)], "the second line"),
    ("Mayor Ben Adams spoke.", [("Ben Adams", MAYOR)], "a mayor"),
    ("Mayor of Medway Ben Adams spoke.", [("Ben Adams", MAYOR)], "the place between post and name"),
    ("Executive mayor Ben Adams spoke.", [("Ben Adams", MAYOR)], "an executive mayor"),
    ("Supt Ben Adams of Kent Police spoke.", [("Ben Adams", OTHER)], "a rank"),
    ("Children's minister Ben Adams spoke.", [("Ben Adams", OTHER)], "a minister"),
    ("Dr Pat Moss, clinical chair of the CCG, spoke.", [("Pat Moss", OTHER)], "a partner"),
    # --- names ---
    ("Ana Weir-Holt, director of children's services, spoke.", [("Ana Weir-Holt", DCS)], "a double-barrelled name"),
    ("Coun Jo Pollard, portfolio holder for children, spoke.", [("Jo Pollard", LEAD)], "a title of newspapers"),
    ("G Blyth Director of Children's Services\n\nGerda Blyth, the Director, spoke.", [("Gerda Blyth", DCS)], "an initial, and later the name"),
    ("Ms Weir spoke first. Hanna Weir, director of children's services, was late.", [("Hanna Weir", DCS)], "a surname before the full name"),
    # --- lines ---
    ("IN ATTENDANCE\n\nTim Low Head of the Virtual School\n\nHanna Weir - Director of Children's Services", [("Tim Low", OTHER), ("Hanna Weir", DCS)], "a list of those who attended"),
    ("OFFICERS - Ann Lee, Assistant Director of Children's Services; Tim Low, Head of First Response.", [("Ann Lee", ASSISTANT), ("Tim Low", OTHER)], "a list in one line"),
    ("“We are proud.\n\nCllr Ben Adams, Leader of the Council\n\nThe report is out.", [("Ben Adams", LEADER)], "the speaker below a quotation"),
    ("Hanna Weir\n\nDirector of Children's Services", [("Hanna Weir", DCS)], "the post on the next line"),
    ("MY WEEK by Ben Adams\n\nThe leader of Kent County Council writes for the Clarion", [("Ben Adams", LEADER)], "a byline"),
    ("2. From the chief executive\n\nHanna Weir writes: I am glad.", [("Hanna Weir", CHIEF)], "a heading, and who writes"),
    # --- the discourse ---
    ("Medway Council has appointed a new director of children's services.\n\nHanna Weir will start soon.", [("Hanna Weir", DCS)], "the next sentence names her"),
    ("Medway's chief executive has resigned.\n\nHanna Weir, 60, said it was time.", [("Hanna Weir", CHIEF)], "who has resigned"),
    ("Ann Lee, Kent's director of children's services, left. Her counterpart in Medway, Hanna Weir, did not.", [("Ann Lee", DCS), ("Hanna Weir", DCS)], "a counterpart"),
    ("Ann Lee has resigned as director of children's services. She will be replaced by Hanna Weir.", [("Ann Lee", DCS), ("Hanna Weir", DCS)], "who leaves, and who follows"),
    ("Cllr Jo Pollard, lead member for children, and Cllr Sam Lee, portfolio holder for education, left.", [("Jo Pollard", LEAD), ("Sam Lee", OTHER)], "the member for education beside the one for children"),
    ("Jo Pollard (Con), who became cabinet member for children in 2021, left.", [("Jo Pollard", LEAD)], "a party before a clause"),
    # --- nobody's post ---
    ("Hanna Weir, former director of children's services, spoke.", [], "a former post"),
    ("Kent's former director, Hanna Weir, spoke.", [], "a former post before the name"),
    ("Hanna Weir was director of children's services until 2019.", [], "a post that is over"),
    ("Hanna Weir was previously director of children's services in Kent.", [], "an earlier post"),
    ("Hanna Weir, director of children's services until 2019, spoke.", [], "over, in an apposition"),
    ("Yvette Moss, Ofsted's national director for social care, spoke.", [], "a director of the inspectorate"),
    ("Ofsted regional director Yvette Moss spoke.", [], "... before the name"),
    ("Ann Lee, children's commissioner for England, spoke.", [], "a post of the nation"),
    ("Film director Ken Lowe visited.", [], "another kind of director"),
    ("Ann Lee, director general of a ministry, visited.", [], "director general"),
    ("“Show us the therapists,” said its chair, Moira Tenn.", [], "a chair of what?"),
    ("Councillor Jo Pollard asked a question.", [], "a councillor without a post"),
    ("The director of children's services met Ann Lee, a parent.", [], "a name that the grammar gives no post"),
    ("The director of children's services said sorry. Ann Lee, a mother of two, wept.", [], "a name in the next sentence, and no change of post"),
    ("A letter from the director of children's services reached Ann Lee on Monday.", [], "nearness is nothing"),
    ("Members were told by the director that Ann Lee had left.", [], "the subject of another clause"),
    ("The cabinet member for Lifelong Learning and the Director spoke.", [], "a portfolio is no name"),
]

#: Kind 6 of the errors of real prose: words, and name, role, body and council of each leader.
BODIES = [
    ("Kent CC's chief executive Hanna Weir has been appointed commissioner at Medway Council after a report.", [("Hanna Weir", CHIEF, "Kent CC", KENT)], "a possessive gives the body"),
    ("The news follows the sacking of Kent's director of children's services, Hanna Weir.", [], "she is no longer in post"),
    ("Hanna Weir, who is chief executive and director of children's services at Achieving for Children, a social enterprise, has been appointed as commissioner for children's services in Medway.", [("Hanna Weir", DCS, "Achieving for Children", None)], "a body that is no council"),
    ("The chair invited Councillor Pollard, the Cabinet Member for Children, and Hanna Weir, Executive Director - Children's Services at Medway Council, to speak.", [("Pollard", "lead-member", None, MEDWAY), ("Hanna Weir", DCS, "Medway Council", MEDWAY)], "not the post of the councillor before her, who has a surname only"),
    ("Doncaster Children's Trust Chief Executive Hanna Weir.", [("Hanna Weir", CHIEF, "Doncaster Children's Trust", None)], "the body is no person"),
    ("Hanna Weir, chief executive of Achieving for Children, the company that runs the service, spoke.", [("Hanna Weir", CHIEF, "Achieving for Children", None)], "a name with a preposition in it"),
    ("Hanna Weir, director of children's services at neighbouring Kent County Council, spoke.", [("Hanna Weir", DCS, "Kent County Council", KENT)], "a neighbour's director"),
    ("Hanna Weir, director of children's services, spoke.", [("Hanna Weir", DCS, None, MEDWAY)], "no body: the council that the text is about"),
    ("The company's chief executive, Hanna Weir, spoke.", [("Hanna Weir", CHIEF, None, None)], "a body that is only described"),
    ("The leader of Kent County Council, Ben Adams, spoke.", [("Ben Adams", LEADER, "Kent County Council", KENT)], "of a council"),
    ("Pat Moss, independent chair of the Kent Safeguarding Children Partnership, spoke.", [("Pat Moss", SCB, "Kent Safeguarding Children Partnership", None)], "the board is the body"),
    ("Assistant Chief Constable Ben Adams of Kent Police spoke.", [("Ben Adams", OTHER, "Kent Police", None)], "a force"),
    ("Ann Lee, chief executive of Kent Community NHS Foundation Trust, spoke.", [("Ann Lee", CHIEF, "Kent Community NHS Foundation Trust", None)], "two nouns of bodies at the end of a name"),
    ("Ann Lee, Wakefield's interim director, spoke.", [("Ann Lee", DCS, "Wakefield", "E08000036")], "a place for its council"),
]

#: Words, the date of the document, the role and the date since when, and the construction.
SINCE = [
    ("Hanna Weir, who has been director of children's services since 2019, spoke.", None, (DCS, "2019"), "since a year: no date needed"),
    ("Hanna Weir, director of children's services since 2018, spoke.", None, (DCS, "2018"), "in an apposition"),
    ("Hanna Weir, who took over as director of children's services in January 2021, spoke.", None, (DCS, "2021-01"), "took over"),
    ("Hanna Weir, who arrived as director of children's services last September, spoke.", TODAY, (DCS, "2021-09"), "last September"),
    ("Hanna Weir, who became director of children's services in May, spoke.", TODAY, (DCS, "2021-05"), "a month: the last one"),
    ("Hanna Weir, who became director of children's services in May, spoke.", None, (DCS, None), "a month, in a document without a date"),
    ("Hanna Weir will take up the post of director of children's services in May.", TODAY, (DCS, "2022-05"), "a month to come"),
    ("A new director, Hanna Weir, has been in post since the beginning of this month.", TODAY, (DCS, "2022-04"), "this month"),
    ("Hanna Weir, who took over two years ago as director of children's services, spoke.", TODAY, (DCS, "2020"), "two years ago"),
    ("Hanna Weir, director of children's services since March last year, spoke.", TODAY, (DCS, "2021-03"), "March last year"),
    ("Hanna Weir, Corporate Director, who had taken up her post in January 2017, spoke.", None, (DCS, "2017-01"), "the post in an apposition, the date in a clause"),
    ("Hanna Weir, director of children's services, spoke. Ms Weir began in August.", TODAY, (DCS, "2021-08"), "the date in a later sentence"),
    ("The council chose Hanna Weir as its director of children's services. Ms Weir will join in June from Kent.", TODAY, (DCS, "2022-06"), "will join"),
    ("Kent's director of children's services has resigned. Hanna Weir, who had been in the job since 2020, will leave.", TODAY, (DCS, "2020"), "in the job"),
    ("Hanna Weir, director of children's services, spoke about 2019.", TODAY, (DCS, None), "a date that is not the post's"),
]

#: Words, the inspectors with their roles, and the construction.
INSPECTORS = [
    ("Two of its inspectors, Ann Lee and Bo Marsh, made a focused visit.", [("Ann Lee", "team"), ("Bo Marsh", "team")], "two of them"),
    ("Her Majesty's Inspectors Ann Lee and Bo Marsh were here.", [("Ann Lee", "team"), ("Bo Marsh", "team")], "their office before"),
    ("Ann Lee and Bo Marsh, both Her Majesty's Inspectors, were here.", [("Ann Lee", "team"), ("Bo Marsh", "team")], "their office after"),
    ("It was carried out by two inspectors, one of whom, Ann Lee, came in May.", [("Ann Lee", "team")], "one of two"),
    ("Lead inspector Ann Lee and four colleagues were here.", [("Ann Lee", "lead")], "a lead inspector"),
    ("The report, by lead inspector Ann Lee, is out.", [("Ann Lee", "lead")], "by"),
    ("The inspection, led by Ann Lee, took a fortnight.", [("Ann Lee", "lead")], "led by"),
    ("Inspectors led by Ann Lee came last month.", [("Ann Lee", "lead")], "inspectors led by"),
    ("Inspectors were here. They were led by Ann Lee for Ofsted and Bo Marsh for the CQC.", [("Ann Lee", "lead"), ("Bo Marsh", "lead")], "two inspectorates"),
    ("The inspection had been led by Ann Lee HMI.", [("Ann Lee", "lead")], "her office behind"),
    ("It took place under the leadership of His Majesty's Inspector Ann Lee.", [("Ann Lee", "lead")], "leadership"),
    ("Ann Lee led the inspection of Kent.", [("Ann Lee", "lead")], "a verb"),
    ("The letter is signed by Ann Lee.", [("Ann Lee", "signatory")], "a signatory"),
    ("The letter to Ann Lee was signed by Bo Marsh, His Majesty's Inspector.", [("Bo Marsh", "signatory")], "not the one to whom it is sent"),
    ("In her report, inspector Ann Lee said it was so.", [("Ann Lee", "lead")], "a report is its lead inspector's"),
    ("The inspection is over, said Inspector Ann Lee, who headed up the inspection team.", [("Ann Lee", "lead")], "who headed the team"),
    ("In a letter to the council, sent in May, inspector Ann Lee wrote that plans were late.", [("Ann Lee", "signatory")], "the writer of a letter"),
    ("The letter to the council by Ann Lee, Her Majesty's Inspector, is out.", [("Ann Lee", "signatory")], "a letter by"),
    ("Care is better, inspector Ann Lee wrote in a letter to Bo Marsh.", [("Ann Lee", "signatory")], "wrote in a letter"),
    ("The inspector, Ann Lee, has now written to the council.", [("Ann Lee", "signatory")], "has written to"),
    ("Inspector Ann Lee, on behalf of Ofsted, has stated what must be done.", [("Ann Lee", "signatory")], "for the inspectorate"),
    ("In her report to inspectors, director Ann Lee set out a plan.", [], "a report to inspectors"),
    ("The letter by Ann Lee said that Ofsted's inspector was too harsh in the inspection.", [], "someone who complains of an inspector"),
    ("In a letter to inspectors, council leader Ann Lee disagreed.", [], "a letter to inspectors"),
    ("Yvette Moss, Ofsted's national director, welcomed the inspection.", [], "no inspector of this inspection"),
    ("Chief inspector Yvette Moss spoke about inspections.", [], "the chief inspector"),
    ("Ann Lee led the council's response to the inspection.", [], "led something else"),
    ("Inspectors met Ann Lee, a parent.", [], "someone whom they met"),
    ("Inspectors praised the team of Ann Lee.", [], "someone whom they praised"),
]
# fmt: on


def by_why(case: tuple[object, ...]) -> str:
    """A test's name: the reason of its case."""
    return str(case[-1])


@pytest.mark.parametrize("case", POSTS, ids=by_why)
def test_posts(case: tuple[str, list[tuple[str, str]], str]) -> None:
    text, people, _ = case
    assert [(leader.name, leader.role) for leader in leaders(text)] == people


@pytest.mark.parametrize("case", BODIES, ids=by_why)
def test_bodies(case: tuple[str, list[tuple[str, str, str | None, str | None]], str]) -> None:
    text, people, _ = case
    found = [(one.name, one.role, one.organisation, one.council) for one in leaders(text)]
    assert found == people


@pytest.mark.parametrize("case", SINCE, ids=by_why)
def test_since(case: tuple[str, PartialDate | None, tuple[str, str | None], str]) -> None:
    text, today, (role, since), _ = case
    (leader,) = leaders(text, today)
    assert (leader.role, leader.since and leader.since.iso) == (role, since)


@pytest.mark.parametrize("case", INSPECTORS, ids=by_why)
def test_inspectors(case: tuple[str, list[tuple[str, str]], str]) -> None:
    text, people, _ = case
    story = document(text)
    found = inspectors_in_prose(story.text, prose_sentences(story.text, passages_of(story)))
    assert [(inspector.name, inspector.role) for inspector in found] == people


@dataclass(frozen=True)
class Bare:
    """A text with a director without a portfolio, the role that this gives, and the reason."""

    text: str
    role: str
    why: str


BARE = [
    Bare(
        "Director Hanna Weir spoke on children's services.", DCS, "a story on children's services"
    ),
    Bare("Director Hanna Weir spoke on bins.", OTHER, "a story on something else"),
    Bare(
        "Corporate director Hanna Weir spoke. Ann Lee is the director of children's services.",
        OTHER,
        "another director holds the post",
    ),
]


@pytest.mark.parametrize("case", BARE, ids=lambda case: case.why)
def test_a_director_without_a_portfolio(case: Bare) -> None:
    story = document(case.text)
    found = leaders_in_prose(story, prose_sentences(story.text, passages_of(story)), None, {})[0]
    assert {leader.name: leader.role for leader in found}["Hanna Weir"] == case.role


def test_a_councillor_is_never_a_director() -> None:
    (leader,) = leaders("The children's services boss, Cllr Ann Hale, said so.")
    assert leader.role == LEAD


def test_a_deputy_director_of_another_body_is_no_assistant_director() -> None:
    (leader,) = leaders("Ann Hale, deputy director at Kent Police, said so.")
    assert leader.role == OTHER


def test_short_names_are_mentions() -> None:
    text = "Hanna Weir, director of children's services, spoke. Weir wept. Ms Weir left."
    (leader,) = leaders(text)
    assert [text[each.start : each.end] for each in leader.also] == ["Weir", "Ms Weir"]


def test_a_surname_of_two_people_is_unresolved() -> None:
    story = document("Tom Ashby, chief executive, and Jane Ashby spoke. Dr Ashby left.")
    found, unresolved = leaders_in_prose(
        story, prose_sentences(story.text, passages_of(story)), None, {}
    )
    assert [leader.name for leader in found] == ["Tom Ashby"]
    assert [each.text for each in unresolved] == ["Dr Ashby"]


def test_a_post_without_a_name_counts_with_its_date() -> None:
    (leader,) = leaders("The director of children's services has been in post since March 2014.")
    assert (leader.name, leader.role, leader.since) == (None, DCS, PartialDate("2014-03"))


def test_the_evidence_holds_name_and_post() -> None:
    text = "We met Hanna Weir, the director of children's services, on Monday."
    (leader,) = leaders(text)
    words = text[leader.evidence.start : leader.evidence.end]
    assert words == "Hanna Weir, the director of children's services"
