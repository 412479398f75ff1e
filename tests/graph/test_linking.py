"""What linking decides from facts alone: nothing is extracted from a text, nothing is written.

The councils are real, because the gazetteer knows them; people, bodies and sentences are invented.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from kg.graph.linked import Linked
from kg.graph.linking import link, link_added, linked_inspection
from kg.model import (
    CouncilMention,
    Document,
    DocumentKind,
    Evidence,
    Facts,
    Finding,
    FollowUp,
    Inspection,
    Inspector,
    Judgement,
    Leader,
    NamedThing,
    PartialDate,
    Response,
    Unresolved,
)
from kg.rdf.iris import THINGS, concept, expand
from linked_reports import ilacs, visit
from linked_reports import linked as linked_text

DERBY, LEICESTER, LUTON = "E06000015", "E06000016", "E06000032"
BUCKS_COUNTY, BUCKS = "E10000002", "E06000060"
KEY = "0" * 16
DCS, OTHER, SECOND = "director-of-childrens-services", "other", "assistant-director"

TITLE, HEADING, PASSING = 20, 14, 1
SUMMER = Inspection("ilacs", PartialDate("2024-07-08"), PartialDate("2024-07-19"))
VISIT = Inspection("focused-visit", PartialDate("2019-02-05"))
JOINT = Inspection("joint-targeted-area", PartialDate("2023-01-06"))


def document(text: str) -> Document:
    """A document of one text without blocks or pages."""
    return Document("0" * 64, "text/markdown", text, ())


def words(text: str, quote: str) -> Evidence:
    """The first place of words in a text."""
    start = text.index(quote)
    return Evidence(start, start + len(quote), "test")


def mention(*codes: str, weight: int = PASSING, full: bool = True) -> CouncilMention:
    """A council's name that may stand for each of these."""
    return CouncilMention(codes, weight, full, Evidence(0, 5, "test"))


def about(*codes: str, inspection: Inspection = SUMMER) -> Facts:
    """The facts of a report whose title names these councils."""
    mentions = tuple(mention(gss, weight=40) for gss in codes)
    return Facts(kind=DocumentKind.REPORT, inspections=(inspection,), councils=mentions)


def short(iri: str | None) -> str | None:
    """An IRI without the part that all have."""
    return iri and iri.removeprefix(THINGS)


# --- councils and inspections ---


@dataclass(frozen=True)
class Councils:
    """Mentions of councils in a document on an inspection, and what they come to."""

    mentions: tuple[CouncilMention, ...]
    subjects: tuple[str, ...]
    mentioned: tuple[str, ...]
    reasons: tuple[str, ...]
    why: str
    inspection: Inspection = SUMMER


NO_COUNCIL = "an inspection, but of no council that it names"
DERBYSHIRE = "E10000007"
CITY_OR_COUNTY = "may be Derby City Council or Derbyshire County Council"

COUNCILS = [
    Councils((mention(DERBY, weight=TITLE),), (DERBY,), (), (), "one council"),
    Councils(
        (mention(DERBY, weight=TITLE), mention(LUTON)), (DERBY,), (LUTON,), (), "another in passing"
    ),
    Councils(
        (mention(LUTON), mention(DERBY, weight=TITLE), *[mention(LUTON)] * 30),
        (DERBY,),
        (LUTON,),
        (),
        "a title goes before any number of mentions",
    ),
    Councils(
        (mention(DERBY, weight=40), mention(LUTON, weight=30)),
        (DERBY, LUTON),
        (),
        (),
        "two in titles that weigh nearly the same",
    ),
    Councils(
        (mention(LUTON, weight=30), mention(DERBY, weight=40)),
        (LUTON, DERBY),
        (),
        (),
        "subjects stand in the order of the text",
    ),
    Councils(
        (mention(DERBY, weight=60), mention(LUTON, weight=35)),
        (DERBY,),
        (LUTON,),
        (),
        "a second one that weighs too little beside the first",
    ),
    Councils(
        (mention(DERBY, weight=30), mention(LUTON, weight=29)),
        (DERBY,),
        (LUTON,),
        (),
        "a second one that weighs too little by itself",
    ),
    Councils(
        (mention(DERBY, weight=40), *[mention(LUTON, weight=13)] * 3),
        (DERBY,),
        (LUTON,),
        (),
        "a second one that no title names",
    ),
    Councils(
        (mention(DERBY, weight=HEADING), mention(LUTON, full=False)),
        (DERBY,),
        (),
        (),
        "a mere place is not mentioned as a council",
    ),
    Councils(
        (mention(DERBY, DERBYSHIRE), mention(DERBY, weight=TITLE)),
        (DERBY,),
        (),
        (),
        "an ambiguous name stands for the council named elsewhere",
    ),
    Councils(
        (mention(DERBY, DERBYSHIRE), mention(DERBY), mention(DERBYSHIRE)),
        (DERBY,),
        (DERBYSHIRE,),
        (CITY_OR_COUNTY,),
        "both are named elsewhere",
    ),
    Councils(
        (mention(DERBY, DERBYSHIRE),),
        (),
        (),
        (CITY_OR_COUNTY, NO_COUNCIL),
        "neither is named elsewhere",
    ),
    Councils((), (), (), (NO_COUNCIL,), "no council at all"),
    Councils(
        (mention(BUCKS, BUCKS_COUNTY, weight=TITLE),),
        (BUCKS,),
        (),
        (),
        "the council of the day of the inspection: after the reform",
    ),
    Councils(
        (mention(BUCKS, BUCKS_COUNTY, weight=TITLE),),
        (BUCKS_COUNTY,),
        (),
        (),
        "the council of the day of the inspection: before the reform",
        VISIT,
    ),
    Councils(
        (mention(DERBY, weight=TITLE),), (), (DERBY,), (), "no inspection: no subject", Inspection()
    ),
]


@pytest.mark.parametrize("case", COUNCILS, ids=[case.why for case in COUNCILS])
def test_councils(case: Councils) -> None:
    text = "Derby was inspected."
    inspection = replace(case.inspection, evidence=(words(text, "was inspected"),))
    linked = link(document(text), Facts(inspections=(inspection,), councils=case.mentions))
    assert linked.subjects == case.subjects
    assert tuple(one.gss for one in linked.councils if not one.subject) == case.mentioned
    assert tuple(one.reason for one in linked.unresolved) == case.reasons
    assert tuple(one.gss for one in linked.inspections) == case.subjects


# --- old names of councils ---

NORTHANTS, NORTH, WEST = "E10000021", "E06000061", "E06000062"
IN_2025, IN_2019 = PartialDate("2025-03-04"), PartialDate("2019-03-04")


@dataclass(frozen=True)
class OldName:
    """Mentions in a document of a genre and a date, and the councils that they come to."""

    kind: DocumentKind
    date: PartialDate
    mentions: tuple[CouncilMention, ...]
    subjects: tuple[str, ...]
    mentioned: tuple[str, ...]
    unresolved: int
    why: str


COUNTY, WEST_IN_FULL = mention(NORTHANTS, weight=TITLE), mention(WEST)
PAST = replace(COUNTY, former=True)
NEWS, REPORT = DocumentKind.NEWS, DocumentKind.REPORT

OLD_NAMES = [
    OldName(NEWS, IN_2019, (COUNTY,), (NORTHANTS,), (), 0, "a story before the abolition"),
    OldName(NEWS, IN_2025, (COUNTY,), (), (), 1, "after it, without a successor"),
    OldName(NEWS, IN_2025, (COUNTY, WEST_IN_FULL), (WEST,), (), 0, "with one successor"),
    OldName(NEWS, IN_2025, (PAST,), (), (NORTHANTS,), 0, "of the past: no subject"),
    OldName(
        NEWS, IN_2025, (PAST, WEST_IN_FULL), (WEST,), (NORTHANTS,), 0, "of the past, beside one"
    ),
    OldName(
        NEWS, IN_2025, (replace(COUNTY, full=False),), (), (), 0, "a bare name alone is left alone"
    ),
    OldName(
        NEWS,
        IN_2025,
        (COUNTY, mention(WEST), mention(NORTH, weight=0)),
        (WEST,),
        (NORTH,),
        1,
        "with two successors it may be either",
    ),
    OldName(REPORT, IN_2025, (COUNTY,), (NORTHANTS,), (), 0, "a report means what it says"),
]


@pytest.mark.parametrize("case", OLD_NAMES, ids=lambda case: case.why)
def test_old_names(case: OldName) -> None:
    facts = Facts(
        kind=case.kind,
        published=(case.date, Evidence(0, 5, "test")),
        inspections=(Inspection("focused-visit"),),
        councils=case.mentions,
    )
    found = link(document("Words of a story."), facts)
    assert found.subjects == case.subjects
    assert tuple(one.gss for one in found.councils if not one.subject) == case.mentioned
    assert sum("abolished" in one.reason for one in found.unresolved) == case.unresolved


def test_what_extraction_left_unresolved_stays_so() -> None:
    left = Unresolved("date", "last year", 0, 9, "no year")
    linked = link(document("Last year."), replace(about(DERBY), unresolved=(left,)))
    assert linked.unresolved == (left,)


@pytest.mark.parametrize(
    ("inspection", "iri", "why"),
    [
        (SUMMER, f"inspection/{DERBY}/ilacs/2024-07-08", "its first day"),
        (Inspection("ilacs"), f"inspection/{DERBY}/ilacs/{KEY}", "no date: the document's key"),
    ],
)
def test_inspections(inspection: Inspection, iri: str, why: str) -> None:
    (one,) = link(document(""), about(DERBY, inspection=inspection)).inspections
    assert (one.gss, one.council_name, short(one.iri)) == (DERBY, "Derby", iri), why


# --- people and posts ---


def of(gss: str | None, type_: str, start: str | None) -> Inspection:
    """An inspection of a council, with evidence."""
    when = PartialDate(start) if start else None
    return Inspection(type_, when, council=gss, evidence=(Evidence(0, 5, "test"),))


@pytest.mark.parametrize(
    ("subjects", "inspections", "named", "expected", "why"),
    [
        (
            None,
            (of(DERBY, "ilacs", "2024-07"), of(LUTON, "focused-visit", "2024-05")),
            (DERBY, LUTON),
            (f"{DERBY}/ilacs/2024-07", f"{LUTON}/focused-visit/2024-05"),
            "the inspections name the subjects",
        ),
        (
            None,
            (of(None, "ilacs", "2024-07"),),
            (DERBY,),
            (f"{DERBY}/ilacs/2024-07",),
            "the text decides the subject",
        ),
        (
            (LUTON,),
            (of(None, "ilacs", "2024-07"),),
            (LUTON,),
            (f"{LUTON}/ilacs/2024-07",),
            "the facts name a subject that the text names less often than another",
        ),
        ((LUTON,), (), (LUTON,), (), "a subject without an inspection"),
        ((), (of(None, "ilacs", "2024-07"),), (), (), "no subject at all"),
        (
            (DERBY, LUTON),
            (of(None, "joint-targeted-area", "2023-01"),),
            (DERBY, LUTON),
            (f"{DERBY}/joint-targeted-area/2023-01", f"{LUTON}/joint-targeted-area/2023-01"),
            "an inspection of every subject",
        ),
        (
            (DERBY,),
            (of(DERBY, "monitoring-visit", None), of(DERBY, "monitoring-visit", None)),
            (DERBY,),
            (f"{DERBY}/monitoring-visit/{KEY}", f"{DERBY}/monitoring-visit/{KEY}-2"),
            "two visits without dates are two",
        ),
        ((DERBY,), (Inspection(),), (DERBY,), (), "nothing is reported"),
    ],
)
def test_several_inspections(
    subjects: tuple[str, ...] | None,
    inspections: tuple[Inspection, ...],
    named: tuple[str, ...],
    expected: tuple[str, ...],
    why: str,
) -> None:
    facts = Facts(
        subjects=subjects,
        inspections=inspections,
        councils=(mention(DERBY, weight=TITLE), mention(LUTON)),
    )
    linked = link(document("Derby"), facts)
    assert linked.subjects == named, why
    assert [short(each.iri) for each in linked.inspections] == [
        f"inspection/{iri}" for iri in expected
    ], why
    assert {each.gss for each in linked.councils if each.subject} == set(named), why


ILACS, MONITORING = of(DERBY, "ilacs", "2024-07"), of(DERBY, "monitoring-visit", "2023-02")
LUTON_ILACS = of(LUTON, "ilacs", "2024-05")
LATE, LAST = of(DERBY, "ilacs", "2026-04-27"), of(DERBY, "ilacs", "2026-04-20")
NO_OVERALL = "an overall grade, which no inspection of this time gives"
NO_GRADES = "a grade of a council of which no inspection is reported that gives grades"


@pytest.mark.parametrize(
    ("inspections", "council", "given_by", "reasons", "why"),
    [
        ((MONITORING, ILACS), DERBY, (ILACS,), (), "a monitoring visit gives no grades"),
        ((ILACS, LUTON_ILACS), DERBY, (ILACS,), (), "its own council's"),
        ((ILACS, LUTON_ILACS), None, (ILACS, LUTON_ILACS), (), "of every subject"),
        ((MONITORING, ILACS), None, (ILACS,), (), "one inspection of each subject"),
        ((MONITORING,), None, (MONITORING,), (), "the only one there is"),
        ((MONITORING,), DERBY, (), (NO_GRADES,), "no inspection can have given it"),
        ((ILACS,), LUTON, (), (NO_GRADES,), "of a council without an inspection"),
        ((LATE,), DERBY, (), (NO_OVERALL,), "inspections give no overall grade any more"),
        ((LAST,), DERBY, (LAST,), (), "the last days of the overall grade"),
    ],
)
def test_a_judgement_is_given_by_one_inspection(
    inspections: tuple[Inspection, ...],
    council: str | None,
    given_by: tuple[Inspection, ...],
    reasons: tuple[str, ...],
    why: str,
) -> None:
    judgement = Judgement("overall-effectiveness", "good", Evidence(0, 5, "test"), council)
    linked = link(document("Derby"), Facts(inspections=inspections, judgements=(judgement,)))
    assert tuple(each.inspection.fact for each in linked.judgements) == given_by, why
    assert tuple(mention.reason for mention in linked.unresolved) == reasons, why


@pytest.mark.parametrize(
    ("start", "given", "why"),
    [("2030-12-31", 1, "before"), ("2031-01-01", 0, "its first day"), ("2032-01-01", 1, "after")],
)
def test_what_a_framework_leaves_out_is_read_from_the_ontology(
    start: str, given: int, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    framework = {
        expand("kg:inspectionType"): [concept("inspection-type", "ilacs")],
        expand("kg:leavesOutArea"): [concept("area", "leadership")],
        expand("kg:validFrom"): ["2031-01-01"],
        expand("kg:validUntil"): ["2031-12-31"],
    }
    monkeypatch.setattr("kg.graph.linking.read_reference", lambda name: {name: framework})
    judgement = Judgement("leadership", "good", Evidence(0, 5, "test"), None)
    facts = Facts(inspections=(of(DERBY, "ilacs", start),), judgements=(judgement,))
    assert len(link(document("Derby"), facts).judgements) == given, why


SAM = Leader(
    "Sam Roe", DCS, "DCS", None, None, Evidence(0, 5, "test"), ("Samuel Roe",), council=LUTON
)


@pytest.mark.parametrize(
    ("speaker", "body", "person", "council", "why"),
    [
        ("Sam Roe", "Luton Council", f"person/sam-roe-{LUTON}", f"council/{LUTON}", "both named"),
        ("Samuel Roe", None, f"person/sam-roe-{LUTON}", None, "by another spelling"),
        ("Al Day", "Unison", None, None, "nobody whose post the text gives"),
        (None, "Leicester City Council", None, None, "a council that the text is not about"),
        (None, None, None, None, "nobody is named"),
    ],
)
def test_who_responds(
    speaker: str | None, body: str | None, person: str | None, council: str | None, why: str
) -> None:
    response = Response("council", speaker, body, Evidence(0, 5, "test"))
    facts = Facts(subjects=(LUTON,), leaders=(SAM,), responses=(response,))
    (linked,) = link(document("Derby"), facts).responses
    assert (short(linked.speaker), short(linked.body)) == (person, council), why


def test_an_inspector_is_one_person_of_that_name() -> None:
    inspector = Inspector("Zoë O’Dea", "lead", Evidence(0, 1, "test"))
    linked = link(document("X"), replace(about(DERBY), inspectors=(inspector,)))
    assert [(one.fact, short(one.person)) for one in linked.inspectors] == [
        (inspector, "person/zoe-odea")
    ]


@dataclass(frozen=True)
class Post:
    """A post in a document, and who holds it where."""

    role: str
    organisation: str | None
    holder: str | None
    body: str | None
    why: str
    inspection: Inspection = SUMMER
    subjects: tuple[str, ...] = (DERBY,)
    name: str | None = "Jo Roe"
    role_text: str = "Chief Constable"


POSTS = [
    Post(DCS, None, f"jo-roe-{DERBY}", f"council/{DERBY}", "the one council of the document"),
    Post(DCS, None, None, f"council/{DERBY}", "a post whose holder is not named", name=None),
    Post(DCS, "Luton Borough Council", f"jo-roe-{LUTON}", f"council/{LUTON}", "another council"),
    Post(DCS, "Luton", f"jo-roe-{LUTON}", f"council/{LUTON}", "a council by its short name"),
    Post(DCS, "Luton Council (LBC)", f"jo-roe-{LUTON}", f"council/{LUTON}", "with its letters"),
    Post(DCS, "Ruritania Trust", f"jo-roe-{DERBY}", f"council/{DERBY}", "always in the council"),
    Post(DCS, None, f"jo-roe-{KEY}", None, "of two councils none", subjects=(DERBY, LEICESTER)),
    Post(DCS, None, f"jo-roe-{KEY}", None, "no council", subjects=()),
    Post(
        "mayor",
        "West Anyshire",
        "jo-roe-west-anyshire",
        f"organisation/{DERBY}/west-anyshire",
        "98: the mayor of a wider area is not the council's",
    ),
    Post("mayor", None, f"jo-roe-{DERBY}", f"council/{DERBY}", "a mayor of nowhere else"),
    Post(OTHER, "Luton", "jo-roe-luton", f"organisation/{DERBY}/luton", "a place is no council"),
    Post(OTHER, "Luton Borough Council", f"jo-roe-{LUTON}", f"council/{LUTON}", "it says council"),
    Post(
        OTHER,
        "Example Constabulary",
        "jo-roe-example-constabulary",
        f"organisation/{DERBY}/example-constabulary",
        "another body, within the council's area",
    ),
    Post(OTHER, None, f"jo-roe-{DERBY}", f"council/{DERBY}", "no body: the council's"),
    Post(
        OTHER,
        None,
        "jo-roe-chief-constable",
        None,
        "no body, and several are inspected",
        inspection=JOINT,
    ),
    Post(
        OTHER,
        None,
        f"jo-roe-{KEY}",
        None,
        "nor words for the post",
        inspection=JOINT,
        role_text="",
    ),
    Post(
        SECOND,
        None,
        f"jo-roe-{DERBY}",
        f"council/{DERBY}",
        "the director's deputies are in the council even so",
        inspection=JOINT,
    ),
]


@pytest.mark.parametrize("case", POSTS, ids=[case.why for case in POSTS])
def test_posts(case: Post) -> None:
    fact = Leader(
        case.name, case.role, case.role_text, case.organisation, None, Evidence(0, 1, "test")
    )
    facts = replace(about(*case.subjects, inspection=case.inspection), leaders=(fact,))
    (post,) = link(document("X"), facts).posts
    assert post.fact == fact
    assert short(post.holder) == (case.holder and f"person/{case.holder}")
    assert short(post.body) == case.body


@pytest.mark.parametrize(
    ("bodies", "expected", "why"),
    [
        (("Luton Borough Council",), (LUTON,), "a council"),
        (("Luton Council", "Luton Borough Council"), (LUTON,), "each council once"),
        (("Example Constabulary",), (), "another body"),
        (("Luton Council", "Leicester City Council"), (LUTON, LEICESTER), "two"),
    ],
)
def test_posts_held_before(bodies: tuple[str, ...], expected: tuple[str, ...], why: str) -> None:
    fact = Leader("Jo Roe", DCS, "DCS", None, None, Evidence(0, 1, "test"), before=bodies)
    (post,) = link(document("X"), replace(about(DERBY), leaders=(fact,))).posts
    assert tuple(map(short, post.held_before)) == tuple(f"council/{gss}" for gss in expected), why


IN_SUMMER = (f"inspection/{DERBY}/ilacs/2024-07-08",)
DIRECTOR = "The director, Jo Roe, spoke."


@pytest.mark.parametrize(
    ("text", "since", "facts", "expected", "why"),
    [
        (DIRECTOR, None, about(DERBY), IN_SUMMER, "a report"),
        (DIRECTOR, "2024-07", about(DERBY), IN_SUMMER, "since the month of the inspection"),
        (DIRECTOR, "2024-07-19", about(DERBY), IN_SUMMER, "since the last day of the inspection"),
        (DIRECTOR, "2024-08", about(DERBY), (), "only after the inspection"),
        (f"The former {DIRECTOR}", None, about(DERBY), (), "a former one"),
        (f"He left. {'So it was then. ' * 3}{DIRECTOR}", None, about(DERBY), IN_SUMMER, "too far"),
        (DIRECTOR, None, replace(about(DERBY), kind=DocumentKind.NEWS), (), "a story"),
        (DIRECTOR, None, about(DERBY, inspection=Inspection("ilacs")), (), "no date"),
        (
            DIRECTOR,
            None,
            about(DERBY, LEICESTER),
            (*IN_SUMMER, f"inspection/{LEICESTER}/ilacs/2024-07-08"),
            "of two councils, either",
        ),
    ],
)
def test_in_post_at(
    text: str, since: str | None, facts: Facts, expected: tuple[str, ...], why: str
) -> None:
    began = PartialDate(since) if since else None
    fact = Leader("Jo Roe", DCS, "director", None, began, words(text, "director, Jo Roe"))
    (post,) = link(document(text), replace(facts, leaders=(fact,))).posts
    assert tuple(map(short, post.in_post_at)) == expected, why


def test_in_post_at_the_inspection_of_its_own_council() -> None:
    fact = Leader("Jo Roe", DCS, "DCS", "Leicester City Council", None, Evidence(0, 1, "test"))
    (post,) = link(document("X"), replace(about(DERBY, LEICESTER), leaders=(fact,))).posts
    assert tuple(map(short, post.in_post_at)) == (f"inspection/{LEICESTER}/ilacs/2024-07-08",)


# --- programmes, organisations, and the findings that name them ---

SAFETY = "Signs of Safety"


def named(text: str, name: str, entity: str | None = None) -> NamedThing:
    """A programme or organisation by the words of a text."""
    span = words(text, name)
    return NamedThing(name, "programme", entity, 1, (span.start, span.end), span)


@pytest.mark.parametrize(
    ("entity", "subjects", "last", "why"),
    [
        ("signs-of-safety", (DERBY,), "signs-of-safety", "the gazetteer's"),
        (None, (DERBY,), f"{DERBY}/signs-of-safety", "a name within the council"),
        (None, (LUTON, DERBY), f"{LUTON}/signs-of-safety", "of two councils, the first"),
        (None, (), f"{KEY}/signs-of-safety", "no council: within the document"),
    ],
)
def test_programmes_and_organisations(
    entity: str | None, subjects: tuple[str, ...], last: str, why: str
) -> None:
    thing = named(SAFETY, SAFETY, entity)
    facts = replace(about(*subjects), programmes=(thing,), organisations=(thing,))
    linked = link(document(SAFETY), facts)
    assert [short(one.iri) for one in linked.programmes] == [f"programme/{last}"], why
    assert [short(one.iri) for one in linked.organisations] == [f"organisation/{last}"], why


@pytest.mark.parametrize(
    ("name", "last", "why"),
    [
        ("Star", "star", "as it is"),
        ("Star team", "star", "with a noun behind it"),
        ("Star Team", "star", "in another case"),
        ("star programme", "star", "with another noun"),
        ("Star-Light service", "star-light", "with a hyphen"),
        ("Star Light", "star-light", "without one"),
        ("Star Academy", "star-academy", "an academy is a thing of its own"),
        ("The Team", "team", "no other word"),
    ],
)
def test_the_names_of_a_councils_programme(name: str, last: str, why: str) -> None:
    thing = named(name, name)
    linked = link(document(name), replace(about(DERBY), programmes=(thing,)))
    assert [short(one.iri) for one in linked.programmes] == [f"programme/{DERBY}/{last}"], why


@pytest.mark.parametrize(
    ("name", "last", "why"),
    [
        ("Metropolitan Police", "metropolitan-police", "a force that is listed"),
        ("Metropolitan Police Service", "metropolitan-police", "by its other name"),
        ("Example Police", f"{DERBY}/example-police", "one that is not"),
        ("Star team", f"{DERBY}/star-team", "a body keeps its last word"),
    ],
)
def test_the_bodies_of_posts(name: str, last: str, why: str) -> None:
    fact = Leader("Jo Roe", OTHER, "chief constable", name, None, Evidence(0, 1, "test"))
    (post,) = link(document("X"), replace(about(DERBY), leaders=(fact,))).posts
    assert post.body is not None
    assert short(post.body) == f"organisation/{last}", why


@dataclass(frozen=True)
class Names:
    """Sentences of which each is a finding, and the programmes that each one names."""

    sentences: tuple[str, ...]
    programmes: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    why: str


NAMES = [
    Names(("Star works.", "Plans are weak."), ("Star",), (("star",), ()), "one names it"),
    Names(("Star works.", "Star is new."), ("Star",), (("star",), ("star",)), "each that names it"),
    Names(("Starlight shone. Star.",), ("Star",), (("star",),), "a word of its own"),
    Names(("Starlight shone.", "Star."), ("Star",), ((), ("star",)), "a longer word is another"),
    Names(("Star Plus and Star.",), ("Star", "Star Plus"), (("star-plus", "star"),), "two names"),
    Names(("Star Plus works.", "Star."), ("Star", "Star Plus"), (("star-plus",), ("star",)), "longer"),
    Names(("Star helps Star.",), ("Star",), (("star",),), "each thing once"),
    Names(("Plans are weak.",), (), ((),), "nothing to name"),
]  # fmt: skip


@pytest.mark.parametrize("case", NAMES, ids=[case.why for case in NAMES])
def test_findings_name_things(case: Names) -> None:
    linked = _with_findings(case.sentences, case.programmes, ())
    assert [
        tuple(iri.rsplit("/", 1)[-1] for iri in finding.names) for finding in linked.findings
    ] == list(case.names)


@pytest.mark.parametrize(
    ("follow_up", "expected", "why"),
    [
        ("Plans are weak.", [0], "one sentence"),
        ("Plans are weak. Visits are late.", [0, 1], "two"),
        ("are weak. Visits are late.", [1], "a finding that began before it is left out"),
    ],
)
def test_follow_ups_have_their_findings(follow_up: str, expected: list[int], why: str) -> None:
    sentences = ("Plans are weak.", "Visits are late.", "All is well.")
    linked = _with_findings(sentences, (), (follow_up,))
    (one,) = linked.follow_ups
    assert list(one.findings) == [linked.findings[place].fact for place in expected], why


def _with_findings(
    sentences: tuple[str, ...], programmes: tuple[str, ...], follow_ups: tuple[str, ...]
) -> Linked:
    text = " ".join(sentences)
    facts = replace(
        about(DERBY),
        findings=tuple(
            Finding("strength", ("workforce",), None, None, words(text, sentence))
            for sentence in sentences
        ),
        programmes=tuple(named(text, name) for name in programmes),
        followups=tuple(FollowUp(None, words(text, quote)) for quote in follow_ups),
    )
    return link(document(text), facts)


# --- facts added to a document ---


def test_added_facts_are_about_the_inspections_that_are_given() -> None:
    iri = THINGS + f"inspection/{DERBY}/ilacs/2024-07-08"
    leader = Leader("Jo Roe", DCS, "DCS", None, None, Evidence(0, 1, "curation"))
    linked = link_added(
        document(SAFETY),
        Facts(leaders=(leader,), programmes=(named(SAFETY, SAFETY),)),
        [linked_inspection(DERBY, iri, SUMMER)],
    )
    assert linked.subjects == (DERBY,)
    assert [(one.gss, one.iri) for one in linked.inspections] == [(DERBY, iri)]
    assert [short(post.holder) for post in linked.posts] == [f"person/jo-roe-{DERBY}"]
    assert [short(one.iri) for one in linked.programmes] == [f"programme/{DERBY}/signs-of-safety"]
    assert (linked.councils, linked.unresolved) == ((), ()), "its own quads have those"


# --- from a text: who was in post, and what a finding names ---

STORY = """<html><head><meta property="og:type" content="article"><title>News</title></head><body>
<h1>Inspectors visit Derby</h1><p>Ofsted inspected Derby City Council on 8 and 9 July 2024. It was a
focused visit.</p><p>Councillor Ann Marsh, lead member for children, said: “We are proud of our
staff and their work.”</p></body></html>"""


@pytest.mark.parametrize(
    ("text", "posts", "why"),
    [
        (ilacs("The DCS has been in post since May 2021."), 1, "a report says so"),
        (ilacs("The DCS has been in post since August 2024."), 0, "only after the inspection"),
        (
            ilacs("The appointment of an interim DCS in May 2021 helped."),
            0,
            "one who came for a time may have gone again",
        ),
        (
            visit("A visit took place on 5 and 6 February 2019.", "28 February 2019"),
            1,
            "the addressee of the letter",
        ),
        (
            STORY,
            0,
            "a story speaks of another day",
        ),
    ],
)
def test_a_leader_is_in_post_where_the_document_of_the_inspection_says_so(
    text: str, posts: int, why: str
) -> None:
    one = linked_text(text)
    assert one.posts, why
    held = [iri for post in one.posts for iri in post.in_post_at]
    assert held == [inspection.iri for inspection in one.inspections] * posts, why


EMBEDDED = "1. Signs of Safety is well embedded and improves practice."


@pytest.mark.parametrize(
    ("body", "named", "why"),
    [
        (EMBEDDED, 1, "in the finding"),
        (
            "1. Staff use Signs of Safety.\n\n2. Plans for children are weak and out of date.",
            0,
            "elsewhere in the document",
        ),
        (
            f"{EMBEDDED}\n\n2. Too few social workers use Signs of Safety well.",
            2,
            "in each finding that names it, not only the first",
        ),
        (
            "1. Signs of Safetyville is well run and improves practice greatly for children.",
            0,
            "a longer word is another name",
        ),
    ],
)
def test_a_finding_names_what_stands_in_its_words(body: str, named: int, why: str) -> None:
    one = linked_text(ilacs(body))
    found = [iri for finding in one.findings for iri in finding.names]
    assert [iri.rsplit("/", 1)[-1] for iri in found] == ["signs-of-safety"] * named, why
