"""Organisations, by their names and shapes."""

from __future__ import annotations

import pytest

from reports import Named, facts_of, ilacs

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
    Named(
        "Chiefs of Derby City Council NHS Derby and Derbyshire ICB met.",
        ["NHS Derby and Derbyshire ICB"],
        "two cells of a table are two bodies",
    ),
    Named(
        "Staff of Cheshire West and Chester and Cheshire Police met.",
        ["Cheshire Police"],
        "a council before a police force",
    ),
    Named(
        "The Metropolitan Police Service met. The Metropolitan Police helps.",
        ["Metropolitan Police Service"],
        "a force by two names",
    ),
    Named("The Kent Police and Crime Commissioner came.", [], "a commissioner is no force"),
    Named("The Quiet Police met.", [], "a force has a place"),
    Named("Leaders of South East London ICB met.", ["South East London ICB"], "its whole name"),
    Named("They met NHS Essex ICB.", ["NHS Essex ICB"], "a board that is not listed"),
    Named(
        "They met NHS Surrey and Sussex ICB.",
        ["NHS Surrey and Sussex ICB"],
        "a board of two places is not that of the second",
    ),
    Named(
        "They met NHS England and Sussex ICB.", ["NHS England", "Sussex ICB"], "two health bodies"
    ),
    Named(
        "They met NHS Lantern Valley Integrated Care Board and Suffolk Integrated Care Board.",
        ["NHS Lantern Valley Integrated Care Board", "Suffolk Integrated Care Board"],
        "boards that are not listed, in full",
    ),
    Named(
        "They met Bedfordshire, Hertfordshire and Cambridgeshire Police.",
        ["Bedfordshire Police", "Hertfordshire Constabulary", "Cambridgeshire Police"],
        "forces with one noun",
    ),
    Named(
        "They met Thames Valley and Hampshire Police.",
        ["Thames Valley Police", "Hampshire Police"],
        "a force of two words before another",
    ),
    Named(
        "Work with Kent, Essex Police and schools is good.", ["Essex Police"], "a place in a list"
    ),
    Named(
        "They met St Example’s Hospital and Lantern Health Trust.",
        ["St Example’s Hospital", "Lantern Health Trust"],
        "a hospital and a trust",
    ),
    Named(
        "They met Lantern Women’s Hospital and Children’s NHS Foundation Trust.",
        ["Lantern Women’s Hospital and Children’s NHS Foundation Trust"],
        "a trust of two hospitals",
    ),
    Named(
        "Partners in Norfolk and Suffolk Police met.", ["Suffolk Police"], "a place before a force"
    ),
    Named(
        "They met DAP and Derby Safeguarding Adults Board.",
        ["Derby Safeguarding Adults Board"],
        "an abbreviation before a name",
    ),
    Named(
        "They met the SEND and Inclusion Board.",
        ["SEND and Inclusion Board"],
        "an abbreviation that is part of a name",
    ),
    Named(
        "Jo Sample, Independent Scrutineer, Derby Safeguarding Children Board, wrote.",
        ["Derby Safeguarding Children Board"],
        "a post before a name",
    ),
    Named(
        "The Local Safeguarding Children Board met. Derby LSCB met.",
        ["Derby LSCB"],
        "the name that says most",
    ),
    Named("Derby Local Area Partnership works.", ["Derby Local Area Partnership"], "by its place"),
    Named("The Local Area Partnership works.", [], "without a place"),
    Named("The Children’s Trust met.", ["Children’s Trust"], "a partnership of its time"),
    Named("Children’s Trust arrangements ended.", [], "arrangements are no body"),
    Named("The local charity, LANTERN, helps parents.", ["LANTERN"], "a charity by what it is"),
    Named("The Lantern Foundation helps.", ["Lantern Foundation"], "a charity by its last word"),
    Named("It is part of the Lantern Foundation Stage.", [], "a stage of school"),
    Named("Lantern Healthcare Trust runs it.", ["Lantern Healthcare Trust"], "without NHS"),
    Named(
        "The Lantern Recruitment Group and Lantern College met.",
        ["Lantern Recruitment Group", "Lantern College"],
        "a group by its task, a college",
    ),
    Named("The Black Country consortium helps.", ["Black Country consortium"], "in lower case"),
    Named("A local consortium helps.", [], "a common noun"),
    Named("Parent carer voice Derby told inspectors so.", ["Parent carer voice Derby"], "parents"),
    Named(
        "They rely on the regional adoption agency (Adopt@lantern).",
        ["Adopt@lantern"],
        "an agency of one word",
    ),
    Named(
        "The children in care council ‘Loud Lanterns’ speaks up.",
        ["Loud Lanterns"],
        "a children's council in quotation marks",
    ),
    Named("The children in care council (CiCC) speaks up.", [], "its abbreviation alone"),
    Named("The ‘Lanterns’ participation group helps.", ["Lanterns"], "a children's group"),
    Named("The ‘Lanterns’ group for fathers helps.", [], "a group of others"),
    Named(
        "Young people in the ‘Lanterns’ group speak up.",
        ["‘Lanterns’ group"],
        "a group by its name",
    ),
    Named("They refer to the ‘Lanterns’ panel.", [], "a meeting on cases"),
    Named("The ‘user voice’ group speaks up.", [], "a group by what it does"),
    Named(
        "They work with partners like Kindling and schools.", ["Kindling"], "one of the partners"
    ),
    Named("They work with partners in Kindling.", [], "a place"),
    Named(
        "The Upper Lantern Foster Carers Association helps.",
        ["Upper Lantern Foster Carers Association"],
        "carers by their last word",
    ),
    Named("The Upper Lantern Housing Association helps.", [], "a landlord: not a rule for all"),
    Named("They visited the Council for Kids.", [], "part of another name"),
    Named("They follow Social Care in Partnership now.", [], "a way of working"),
    Named("The Care Board met.", [], "a part of a name"),
    Named("The Commissioning Group met.", [], "a group without a name"),
    Named("The Children’s Strategic Group met.", [], "a group of any council"),
    Named("The Youth Cabinet met.", [], "a youth council without its place"),
    Named("The Derby Youth Cabinet met.", ["Derby Youth Cabinet"], "a youth council of a place"),
    Named("They use the Early Foundation curriculum.", [], "a stage of school, cut short"),
    Named("The Virtual College helps.", [], "a part of the virtual school"),
    Named(
        "The youth parliament and the Department of Work and Pensions helped.",
        ["youth parliament", "Department of Work and Pensions"],
        "national bodies by other names",
    ),
    Named(
        "They wait for Disclosure and Barring Service (DBS) checks.",
        [],
        "checks are done, and are no body",
    ),
    Named(
        "The Disclosure and Barring Service replied.",
        ["Disclosure and Barring Service"],
        "a body that checks",
    ),
    Named(
        "ONS mid-year estimates for 2014 and HMRC snapshot figures say so.",
        [],
        "the source of a number",
    ),
    Named(
        "These are population estimates, August 2014 (ONS).",
        [],
        "the source of a number, in brackets",
    ),
    Named("The Home Office (2014) wrote to leaders.", ["Home Office"], "a body with a year"),
    Named(
        "She joined the Safer Lanterns Executive Board.",
        ["Safer Lanterns Executive Board"],
        "a board whose name has the word executive",
    ),
    Named(
        "They met the Lantern Alliance, Star Steering Group.",
        ["Star Steering Group"],
        "the last of two bodies with a comma between them",
    ),
    Named(
        "Staff in the Emergency Department of Lantern Hospital helped.",
        ["Lantern Hospital"],
        "a department of a hospital",
    ),
    Named(
        "The Derby partnership and the Derby strategic partnership agree.",
        [],
        "all who work together in a place",
    ),
    Named(
        "The Derby lantern partnership and the Safer Derby Partnership agree.",
        ["Derby lantern partnership", "Safer Derby Partnership"],
        "partnerships with a name",
    ),
    Named(
        "Help comes from Derby’s family nurse partnership.", [], "a programme called a partnership"
    ),
    Named(
        "The youth offending team and the Youth Offending Team met. The Derby Youth Offending Teams met.",
        ["Derby Youth Offending Teams"],
        "teams with and without a place",
    ),
    Named("The Prisons and Youth Offending Services met.", [], "services without a place"),
    Named(
        "Help comes from the Quiet Lantern Coalition and Lantern Support UK.",
        ["Quiet Lantern Coalition", "Lantern Support UK"],
        "charities by their last word",
    ),
    Named("Adoption Support helps in the UK.", [], "the country"),
    Named(
        "Voluntary organisations such as Quiet Lantern, Kindling and ABC help.",
        ["Quiet Lantern"],
        "one of the organisations",
    ),
    Named("Good work with agencies such as MARAC and CDOP helps.", [], "abbreviations of meetings"),
    Named(
        "They work with the parent carer forum, Lantern Families (LF), on plans.",
        ["Lantern Families"],
        "a parents' forum by its name",
    ),
    Named(
        "‘Lantern2gether’, the local parent carer forum (PCF), helps.",
        ["Lantern2gether"],
        "a parents' forum by its name, before",
    ),
    Named(
        "They work with Lantern Parent Involvement (LPI, the Derby parent carer forum) on plans.",
        ["Lantern Parent Involvement"],
        "a parents' forum by one name, not two",
    ),
    Named(
        "Leaders listen to the parent carer forum (PCF).",
        ["parent carer forum (PCF)"],
        "a parents' forum with an abbreviation",
    ),
    Named("Leaders listen to the local parent carer forum.", [], "a parents' forum of any place"),
    Named(
        "LUMEN, the lively care leavers’ group, meets often.",
        ["LUMEN"],
        "a group of children, explained",
    ),
    Named("Derby, the largest city, has a care leavers’ group.", [], "a place with a group"),
    Named(
        "It pays for the Lantern Academy Trust.", ["Lantern Academy Trust"], "a trust of schools"
    ),
    Named(
        "They are on the SEND partnership board.",
        ["SEND partnership board"],
        "a board in lower case",
    ),
    Named(
        "She is the Director of Nursing Lantern Dales, Starton and Quietfield CCG and Derby CCG.",
        ["Lantern Dales, Starton and Quietfield CCG", "Derby CCG"],
        "two commissioners",
    ),
    Named(
        "She wrote to the multi-agency children and young lanterns’ partnership (CYLP).",
        ["children and young lanterns’ partnership"],
        "what a partnership is, before its name",
    ),
    Named(
        "A multi-agency looked after partnership (MALAP) helps.",
        ["multi-agency looked after partnership"],
        "a first word that the abbreviation has",
    ),
    Named(
        "The Health and Well-being Board met. The Health and Wellbeing Board agreed.",
        ["Health and Well-being Board"],
        "one board, spelt in two ways",
    ),
    Named(
        "The Children’s Trust met. The Children’s Trust Board agreed.",
        ["Children’s Trust Board"],
        "a trust and its board",
    ),
    Named("She is a Foster to Adopt Champion now.", [], "a person"),
    Named(
        "They wrote to the Children and Families Advisory and Support Service (Cafcass).",
        ["Children and Families Advisory and Support Service"],
        "a body by a wrong name",
    ),
]


@pytest.mark.parametrize("case", ORGANISATIONS, ids=lambda case: case.why)
def test_organisations(case: Named) -> None:
    found = facts_of(ilacs(f"1. {case.sentence}")).organisations
    assert [one.name for one in found] == case.names


# --- prose: more kinds of body, and everyday words that are names elsewhere ---

PROSE = [
    Named("UNISON said that pay had to follow.", ["UNISON"], "a union"),
    Named("Unite, which represents some of them, agreed.", ["Unite"], "a union at the start"),
    Named("Unite the teams, he said.", [], "a verb at the start"),
    Named("He spoke to the Hale Housing Alliance.", ["Hale Housing Alliance"], "an alliance"),
    Named(
        "It belongs to the Hale Vale Academy Trust.", ["Hale Vale Academy Trust"], "schools’ trust"
    ),
    Named("He joined Hale Vale Primary School.", ["Hale Vale Primary School"], "a school"),
    Named("A study by the Institute for Hale came out.", ["Institute for Hale"], "an institute"),
    Named("The Kent Coalition of Carers met.", ["Kent Coalition of Carers"], "a coalition"),
    Named(
        "The Kent Council of Voluntary Services met.", ["Kent Council of Voluntary Services"], "CVS"
    ),
    Named("Hale Bright, a company that Derby owns, runs it.", ["Hale Bright"], "an apposition"),
    Named("They rang the charity Hale Bright.", ["Hale Bright"], "a noun before the name"),
    Named("Derby Parents Together said so.", ["Derby Parents Together"], "a group that speaks"),
    Named("Nadine Hale, of SEND Derby Parents, wept.", ["SEND Derby Parents"], "a person’s group"),
    Named("The Lantern, which runs two refuges, agreed.", ["The Lantern"], "it runs something"),
    Named("A nurse from Hale Southwest came.", ["Hale Southwest"], "a nurse’s workplace"),
    Named("Healthwatch Derby met.", ["Healthwatch Derby"], "a local branch"),
    Named(
        "The Derby Local Area Partnership met.", ["Derby Local Area Partnership"], "by its place"
    ),
    Named("Inspectors heard the Youth Council.", ["Youth Council"], "young people’s council"),
    Named("Related: Become a foster carer", [], "a verb after a colon"),
    Named("Become an adopter today.", [], "a verb at the start"),
    Named("He is children's commissioner for Derby.", [], "a post in lower case"),
    Named("The Children and Families Scrutiny Committee met.", [], "a council’s committee"),
    Named("The Academy Trust and the Staff Union agreed.", [], "kinds of body"),
    Named("The Social Work Academy trains staff.", [], "a programme"),
    Named("The Department and the Council agreed.", [], "common nouns in capitals"),
    Named("Derby City Council, a large authority, agreed.", [], "a council"),
    Named("The Labour Group, which runs the council, agreed.", [], "a political group"),
]


@pytest.mark.parametrize("case", PROSE, ids=lambda case: case.why)
def test_organisations_in_prose(case: Named) -> None:
    text = f"By Ann Writer\n\nOfsted sent a letter, it says.\n\n{case.sentence}"
    facts = facts_of(text)
    assert facts.kind.is_prose
    assert [one.name for one in facts.organisations] == case.names


def test_a_leaders_body_has_its_whole_name_in_prose() -> None:
    text = (
        "By Ann Writer\n\nAnn Hale, chief executive of Achieving for Children, the company, left."
    )
    facts = facts_of(f"{text} Ofsted made a focused visit to Medway Council.")
    assert [one.organisation for one in facts.leaders] == ["Achieving for Children"]


def test_boards_that_are_not_listed_are_of_health() -> None:
    facts = facts_of(
        ilacs("1. They met NHS Surrey and Sussex ICB, and Suffolk Integrated Care Board.")
    )
    assert {(one.kind, one.entity) for one in facts.organisations} == {("health", None)}
