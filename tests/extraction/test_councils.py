"""Councils in the text: every name of every council, the subject, those only mentioned.

The councils are real, because the gazetteer knows them; people and sentences are invented.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import pytest

from kg.documents.readers import read
from kg.extraction.pipeline import extract
from kg.gazetteer import Gazetteer
from kg.graph.linked import Linked
from kg.graph.linking import link
from kg.model import CouncilMention

GAZETTEER = Gazetteer.load()


def linked(text: str) -> Linked:
    """What a text says, with its councils decided."""
    doc = read(text.encode(), "a.md", "0" * 64)
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


def letter(body: str, *, subject: str, address: str) -> str:
    """A letter with its head and its close around a body."""
    return f"""Piccadilly Gate
Store Street
Manchester

28 February 2019

{address}

Dear Ms Harling

## {subject}

{body}

Yours sincerely

Norma Penfold
Her Majesty’s Inspector"""


DERBY, DERBYSHIRE, BEDFORD, CENTRAL = "E06000015", "E10000007", "E06000055", "E06000056"
BEXLEY, BRADFORD, HULL, TELFORD = "E09000004", "E08000032", "E06000010", "E06000020"
BCP, KENSINGTON, MEDWAY, LEICESTER = "E06000058", "E09000020", "E06000035", "E06000016"
DONCASTER, BUCKS_COUNTY, BUCKS, LINCOLNSHIRE = "E08000017", "E10000002", "E06000060", "E10000019"


def titled(council: str, dates: str = "8 to 19 July 2022") -> str:
    """A report whose title block names a council."""
    return ilacs("1. The council did X.", council=council, dates=dates)


@dataclass(frozen=True)
class Subject:
    """A text, its subject councils and those that it only mentions."""

    text: str
    subjects: set[str]
    mentioned: set[str]
    why: str


SUBJECTS = [
    Subject(
        titled("City of Bradford Metropolitan District Council"), {BRADFORD}, set(), "a long name"
    ),
    Subject(titled("London Borough of Bexley"), {BEXLEY}, set(), "a London borough"),
    Subject(titled("Royal Borough of Kensington and Chelsea"), {KENSINGTON}, set(), "a royal one"),
    Subject(titled("Bournemouth, Christchurch and Poole Council"), {BCP}, set(), "three towns"),
    Subject(titled("BCP Council"), {BCP}, set(), "its letters"),
    Subject(titled("Kingston upon Hull City Council"), {HULL}, set(), "the long name of Hull"),
    Subject(titled("Hull City Council"), {HULL}, set(), "the short name"),
    Subject(titled("Telford & Wrekin Council"), {TELFORD}, set(), "an ampersand"),
    Subject(titled("Telford and Wrekin Council"), {TELFORD}, set(), "a written and"),
    Subject(titled("Bedford Borough Council"), {BEDFORD}, set(), "Bedford"),
    Subject(titled("Central Bedfordshire Council"), {CENTRAL}, set(), "Central Bedfordshire"),
    Subject(
        titled("Buckinghamshire County Council", "6 to 17 November 2017"),
        {BUCKS_COUNTY},
        set(),
        "a council that has since been replaced",
    ),
    Subject(
        titled("Buckinghamshire Council", "6 to 17 December 2021"),
        {BUCKS},
        set(),
        "and its successor",
    ),
    Subject(
        ilacs("1. Derby City Council’s improvement partner, Lincolnshire County Council, did X."),
        {DERBY},
        {LINCOLNSHIRE},
        "a partner is mentioned",
    ),
    Subject(
        ilacs(
            "1. Practice in Derby is good. Derby’s leaders know Derby. Derbyshire Constabulary helps."
        ),
        {DERBY},
        set(),
        "a police force is no council",
    ),
    Subject(
        letter(
            "Doncaster Children’s Services Trust delivers services for the council. The visit took "
            "place on 5 and 6 February 2019. Inspectors saw much.",
            subject="Focused visit to Doncaster children’s services",
            address="Ms Sue Harling\nChief Executive\nDoncaster Children’s Services Trust",
        ),
        {DONCASTER},
        set(),
        "a trust that delivers for a council",
    ),
    Subject(
        "# Medway towns in bloom\n\nGardens in the Medway towns won a prize.",
        set(),
        set(),
        "a region's name",
    ),
    Subject(
        "# Leicester City win again\n\nLeicester City beat Derby County in an inspection of nerves.",
        set(),
        set(),
        "football clubs",
    ),
    Subject(
        "# Which council am I in?\n\nBedford Borough Council and Central Bedfordshire Council are "
        "neighbours.",
        set(),
        {BEDFORD, CENTRAL},
        "a page about no inspection",
    ),
    Subject(
        "# A day in Reading\n\nReading books in Bury is fun, and so is Kent, says Derby.",
        set(),
        set(),
        "everyday words and bare places",
    ),
    Subject(
        letter(
            "Between 6 and 10 February 2023, Ofsted and the CQC inspected Derby City Council.",
            subject="Joint targeted area inspection of Derby",
            address="Martin Purcell, Director of Children’s Services, Derby City Council\n"
            "Trevor Rodney, Chief Constable, Derbyshire Constabulary",
        ),
        {DERBY},
        set(),
        "a joint inspection's partners",
    ),
]


@pytest.mark.parametrize("case", SUBJECTS, ids=lambda case: case.why)
def test_councils(case: Subject) -> None:
    found = linked(case.text)
    assert set(found.subjects) == case.subjects
    assert {c.gss for c in found.councils if not c.subject} == case.mentioned
    assert all(one.gss in case.subjects for one in found.inspections)


def test_the_same_name_twice_is_counted() -> None:
    found = linked(ilacs("1. Derby City Council did X. Derby City Council did Y."))
    (council,) = found.councils
    assert council.count == 3
    assert (
        found.document.quote(council.evidence.start, council.evidence.end) == "Derby City Council"
    )


def test_what_cannot_be_decided_is_unresolved() -> None:
    found = linked("# A page\n\nNorthamptonshire Council and Northamptonshire did X.")
    assert not found.subjects
    for one in found.unresolved:
        assert found.document.quote(one.start, one.end) == one.text
        assert one.reason


def test_an_inspection_of_no_known_council_is_reported() -> None:
    found = linked(ilacs(council="Ruritania Council"))
    assert found.subjects == ()
    assert [one.what for one in found.unresolved] == ["council"]


# --- prose ---


@dataclass(frozen=True)
class Bare:
    """A sentence of a story, and the bare names of places in it that are mentions."""

    sentence: str
    names: list[str]
    why: str


BARE = [
    Bare("Bury has lost its director.", ["Bury"], "the subject of a verb"),
    Bare("Calderdale has been told to act.", ["Calderdale"], "told to act"),
    Bare("Few children in Sefton wait.", ["Sefton"], "in a place"),
    Bare("It failed Sefton’s most vulnerable families.", ["Sefton"], "owner of families"),
    Bare("It praised Derbyshire's SEND services.", ["Derbyshire"], "owner of a name in capitals"),
    Bare("Neither Bromley nor Greenwich did as well.", ["Bromley", "Greenwich"], "two of them"),
    Bare("Nearby Kent is short of staff.", ["Kent"], "a first word that is no first name"),
    Bare("The Kent-based charity left.", ["Kent"], "based there"),
    Bare("The Derby Safeguarding Children Board met.", ["Derby"], "its safeguarding board"),
    Bare("OFSTED TELLS DERBY TO ACT", ["DERBY"], "a headline in capitals"),
    Bare("Derby Drops From First To Last Place Again", ["Derby"], "a headline in title case"),
    Bare("Staff liked Nadine Bolton and her team.", [], "a surname"),
    Bare("Rob Kent left.", [], "a surname in the first two words"),
    Bare("Ms Ann Hale-Derby left.", [], "half of a surname"),
    Bare("Cllr Bolton and Mr Kent left.", [], "surnames after titles"),
    Bare("Readers of the Oldham Times wrote in.", [], "a newspaper"),
    Bare("OLDHAM EVENING TIMES", [], "a newspaper in capitals"),
    Bare("It was reported by Radio Derby today.", [], "a station"),
    Bare("Officers of Kent Police came.", [], "a police force"),
    Bare("Medway police came.", [], "a police force in lower case"),
    Bare("Staff of Derby and Burton Hospitals Trust came.", [], "half of a trust’s name"),
    Bare("A house on Sutton Road was shut.", [], "a road"),
    Bare("Fans of Leicester City and Derby County sang.", [], "football clubs"),
    Bare("Fans of Bury FC sang.", [], "a football club’s letters"),
    Bare("Safe and Sound Suffolk works at night.", [], "the end of a service’s name"),
    Bare("Officers of Greater Manchester came.", [], "a larger place"),
]


@pytest.mark.parametrize("case", BARE, ids=lambda case: case.why)
def test_bare_names_in_prose(case: Bare) -> None:
    text = f"By Ann Writer\n\nOfsted sent a letter, it says.\n\n{case.sentence}"
    document = read(text.encode(), "a.txt", "0" * 64)
    facts = extract(document)
    assert facts.kind.is_prose
    found = [document.quote(m.evidence.start, m.evidence.end) for m in facts.councils]
    assert found == case.names
    assert not any(mention.full for mention in facts.councils)
    assert not link(document, facts).councils


def story(date: str, body: str) -> str:
    """A page with a date and a body."""
    return f"---\ndate: {date}\n---\n\nOfsted made a focused visit, it says.\n\n{body}"


NORTHANTS, NORTH, WEST = "E10000021", "E06000061", "E06000062"


@dataclass(frozen=True)
class OldName:
    """A story's date and sentence, and the councils that it is about or mentions."""

    date: str
    sentence: str
    subjects: set[str]
    mentioned: set[str]
    unresolved: list[str]
    why: str


OLD_NAMES = [
    OldName(
        "2019-03-04",
        "Inspectors visited Northamptonshire County Council.",
        {NORTHANTS},
        set(),
        [],
        "before its abolition",
    ),
    OldName(
        "2025-03-04",
        "Inspectors visited Northamptonshire children’s services.",
        set(),
        set(),
        ["Northamptonshire"],
        "after it, and no successor is named",
    ),
    OldName(
        "2025-03-04",
        "West Northamptonshire Council said that children’s services in Northamptonshire are new.",
        {WEST},
        set(),
        [],
        "one successor is named",
    ),
    OldName(
        "2025-03-04",
        "West Northamptonshire Council took over from the former Northamptonshire County Council.",
        {WEST},
        {NORTHANTS},
        [],
        "a council of the past, by the word before it",
    ),
    OldName(
        "2025-03-04",
        "Northamptonshire County Council, which was abolished in 2021, left West Northamptonshire "
        "Council a debt.",
        {WEST},
        {NORTHANTS},
        [],
        "a council of the past, by the words after it",
    ),
    OldName(
        "2025-03-04",
        "When Northamptonshire County Council was broken up, files were lost.",
        set(),
        {NORTHANTS},
        [],
        "a council of the past alone is no subject",
    ),
]


@pytest.mark.parametrize("case", OLD_NAMES, ids=lambda case: case.why)
def test_old_names_in_prose(case: OldName) -> None:
    found = linked(story(case.date, case.sentence))
    assert set(found.subjects) == case.subjects
    assert {c.gss for c in found.councils if not c.subject} == case.mentioned
    assert [one.text for one in found.unresolved if "may be" in one.reason] == case.unresolved


# --- every name of every council ---


def mentions_of(names: list[str], sentence: str) -> dict[str, tuple[str, CouncilMention]]:
    """The first mention in a sentence of its own for each name, with the words it has."""
    text = "\n\n".join(sentence.format(name=name) for name in names)
    document = read(text.encode(), "a.md", "0" * 64)
    found: dict[int, CouncilMention] = {}
    for mention in extract(document).councils:
        block = document.block_at(mention.evidence.start)
        assert block is not None
        found.setdefault(block.start, mention)
    by_name = {}
    for name, block in zip(names, document.blocks, strict=True):
        if block.start in found:
            evidence = found[block.start].evidence
            words = document.quote(evidence.start, evidence.end)
            by_name[name] = (words, found[block.start])
    return by_name


NAMES = sorted(GAZETTEER.names())
PLACES = sorted(GAZETTEER.place_names)
LONG = [name for name in NAMES if name not in GAZETTEER.place_names]


@pytest.mark.parametrize(
    ("names", "sentence", "full"),
    [
        (LONG, "Much of the work of {name} is new.", True),
        (PLACES, "Much of the work in {name} is new.", False),
        (PLACES, "{name}’s children’s services know much.", True),
        (PLACES, "A plan was agreed by {name} Council and its staff.", True),
        (PLACES, "{name} local authority knows much.", True),
        (PLACES, "It has a service that neighbouring {name} shares.", True),
        (PLACES, "Its improvement partner, {name}, knows much.", True),
    ],
)
def test_every_name_is_found(names: list[str], sentence: str, full: bool) -> None:
    found = mentions_of(names, sentence)
    for name in names:
        words, mention = found[name]
        assert words.startswith(name)
        assert set(GAZETTEER.names()[name]) == set(mention.candidates)
        assert mention.full is full


def test_every_name_is_found_in_capitals() -> None:
    found = mentions_of([name.upper() for name in LONG], "Much of the work of {name} is new.")
    for name in LONG:
        words, mention = found[name.upper()]
        assert words == name.upper()
        assert set(GAZETTEER.names()[name]) <= set(mention.candidates)


def test_every_possessive_and_its_council_agree() -> None:
    plain = mentions_of(LONG, "It is {name} that knows much.")
    owned = mentions_of(LONG, "It is {name}’s staff who know much.")
    for name in LONG:
        assert plain[name][1].candidates == owned[name][1].candidates


def nearest(gss: str) -> str:
    """The council of today whose name is most like another's."""
    name = GAZETTEER.councils[gss].name
    others = {
        other.name: code
        for code, other in GAZETTEER.councils.items()
        if code != gss and other.abolished is None and other.name != name
    }
    (like,) = difflib.get_close_matches(name, others, n=1, cutoff=0)
    return others[like]


@pytest.mark.parametrize("gss", sorted(GAZETTEER.councils))
def test_a_neighbour_that_is_named_often_is_not_the_subject(gss: str) -> None:
    council = GAZETTEER.councils[gss]
    other = GAZETTEER.councils[nearest(gss)]
    dates = "8 to 19 January 2018" if council.abolished else "8 to 19 July 2024"
    body = "\n\n".join(
        [f"{number}. {other.official_name} leads this work." for number in range(1, 25)]
    )
    for name in (council.official_name, council.name):
        found = linked(ilacs(body, council=name, dates=dates))
        assert found.subjects == (gss,)
        assert [c.gss for c in found.councils if not c.subject] == [
            GAZETTEER.code_at(other.gss, None if council.abolished is None else council.formed)
        ] or council.abolished


# --- what is no council ---


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Leicester City won at home.", "a football club"),
        ("A trip to see Bury Football Club was arranged.", "another"),
        ("Children from the Medway towns attend.", "a region"),
        ("The manager, Justin Bexley, is valued.", "a person"),
        ("Leaders work with Justin Bexley, who is valued.", "a person after words of partners"),
        ("Mr Kent works with families.", "a person with a title"),
        ("Essex Police shares what it knows.", "a police force"),
        ("Leaders work closely with Devon and Cornwall police.", "a force in small letters"),
        ("It is supported by Kent Constabulary.", "a constabulary"),
        ("The plan was led by Norfolk and Waveney ICB.", "a board of the NHS"),
        ("It works with Luton and Milton Keynes Integrated Care Board.", "two towns in its name"),
        ("It is supported by Norfolk and Suffolk NHS Foundation Trust.", "a trust"),
        ("In partnership with Devon Home Choice, homes were found.", "a scheme"),
        ("It has joint training with Bournemouth University.", "a university"),
        ("Courses are shared with Kirklees College.", "a college"),
        ("It is supported by the ‘Young Devon’ organisation.", "a charity"),
        ("Staff are compliant with the Southwark judgement.", "a judgement"),
        ("The event is to be held in North Tyneside.", "a place"),
        ("Children placed in Kent are visited.", "a county as a place"),
        ("They moved from Reading to Slough.", "towns"),
        ("A secure centre in Medway was closed.", "a town"),
        ("It follows the guidance of Greater Manchester.", "a region with a city in its name"),
        ("Lessons of the case in Rochdale were shared.", "a case by its place"),
        ("Plymouth and Torbay safeguarding children partnership met.", "a partnership's name"),
        ("Reading books is fun.", "an everyday word"),
        ("The University of Derby and the Bishop of Durham were thanked.", "parts of names"),
        ("Children of West Derby and New Bradford were seen.", "other places"),
        ("A visit to HMP Durham was arranged.", "a prison"),
    ],
)
def test_places_bodies_and_people_are_no_councils(sentence: str, why: str) -> None:
    found = linked(ilacs(f"1. {sentence}", council="London Borough of Camden"))
    assert [(c.gss, c.subject) for c in found.councils] == [("E09000007", True)], why


# --- a bare name that is a council ---

STOCKTON, HARTLEPOOL, LEEDS, SWINDON = "E06000004", "E06000001", "E08000035", "E06000030"
WILTSHIRE, KENT, BURY, ROCHDALE = "E06000054", "E10000016", "E08000002", "E08000005"


@pytest.mark.parametrize(
    ("sentence", "named", "why"),
    [
        ("A partnership with Stockton-on-Tees and Hartlepool helps.", {STOCKTON, HARTLEPOOL}, "two partners"),
        ("The improvement partner Leeds helps.", {LEEDS}, "an improvement partner"),
        ("Leeds, as improvement partner, helps.", set(), "a comma between: not read"),
        ("Leeds is the improvement partner.", {LEEDS}, "and after its name"),
        ("The regional adoption agency with Wiltshire and Swindon helps.", {WILTSHIRE, SWINDON}, "an agency of several"),
        ("Collaborative arrangements with Bury and Rochdale Councils help.", {BURY, ROCHDALE}, "Councils after the last"),
        ("Bury and Rochdale councils help.", {BURY, ROCHDALE}, "councils in small letters"),
        ("Four local authorities (Bury, Rochdale, Leeds and Kent) helped.", {BURY, ROCHDALE, LEEDS, KENT}, "a list in brackets"),
        ("They were placed over the borders in Kent (86), Leeds (39) and Bury (2).", {KENT, LEEDS, BURY}, "a list with numbers"),
        ("The director is also the DCS in neighbouring Kent.", {KENT}, "a director of two councils"),
        ("Shared services with Kent came to an end.", {KENT}, "shared services"),
        ("The separation from Kent took a year.", {KENT}, "a separation"),
        ("The service is provided by Kent.", {KENT}, "who provides"),
        ("A peer challenge by Leeds helped.", {LEEDS}, "a peer challenge"),
        ("The findings of the Leeds joint targeted area inspection were read.", {LEEDS}, "an inspection of it"),
        ("She meets her counterparts in Leeds.", {LEEDS}, "counterparts"),
        ("It acts on behalf of Kent.", {KENT}, "on behalf of"),
        ("Neighbouring councils, Bury and Leeds, helped.", {BURY, LEEDS}, "neighbours in apposition"),
        ("Councils such as Leeds helped.", {LEEDS}, "such as"),
        ("Bury and Leeds share the board.", {BURY, LEEDS}, "two that share"),
        ("Kent County Council, Leeds and Bury Borough Council helped.", {KENT, BURY}, "a bare name between full ones stays a place"),
    ],
)  # fmt: skip
def test_a_bare_name_that_its_words_make_a_council(
    sentence: str, named: set[str], why: str
) -> None:
    found = linked(ilacs(f"1. {sentence}", council="London Borough of Camden"))
    assert found.subjects == ("E09000007",)
    assert {c.gss for c in found.councils if not c.subject} == named, why


@pytest.mark.parametrize(
    ("trust", "gss"),
    [
        ("Birmingham Children’s Trust", "E08000025"),
        ("Sandwell Children’s Trust", "E08000028"),
        ("Slough Children First", "E06000039"),
        ("Together for Children", "E08000024"),
        ("Brighter Futures for Children", "E06000038"),
    ],
)
def test_a_body_that_delivers_for_one_council_leads_to_it(trust: str, gss: str) -> None:
    assert linked(ilacs("1. Much is new.", council=trust)).subjects == (gss,)
    elsewhere = linked(ilacs(f"1. {trust} helps.", council="London Borough of Camden"))
    assert [c.gss for c in elsewhere.councils] == ["E09000007"]


def test_a_body_that_delivers_for_several_leads_to_none() -> None:
    assert linked(ilacs("1. Much is new.", council="Achieving for Children")).subjects == ()
