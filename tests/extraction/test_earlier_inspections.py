"""Earlier inspections that a report speaks of.  The sentences are written for the project."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kg.documents.readers import read
from kg.extraction.pipeline import extract
from kg.model import EarlierInspection, Facts
from reports import VISIT, letter


def report(body: str, *, dates: str = "8 to 19 July 2024", kind: str = "ilacs") -> str:
    """A report that begins as inspectors write them, with a body."""
    if kind == "area-send":
        head = "# Area SEND inspection of Derby Local Area Partnership"
    else:
        head = "# Derby City Council\n\n## Inspection of children’s social care services"
    return f"{head}\n\nInspection dates: {dates}\n\n{body}"


def facts_of(text: str) -> Facts:
    """What a text says."""
    return extract(read(text.encode(), "a.md", "0" * 64))


Found = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Case:
    """A body and the earlier inspections it speaks of: (when, grade, type)."""

    body: str
    found: list[Found]
    why: str
    dates: str = "8 to 19 July 2024"
    kind: str = "ilacs"


def of(when: str, grade: str | None = None, kind: str | None = None) -> Found:
    """One earlier inspection."""
    return when, grade, kind


JTAI, FOCUSED, MONITORING, SEND = (
    "joint-targeted-area",
    "focused-visit",
    "monitoring-visit",
    "area-send",
)
RI = "requires-improvement"

DATES = [
    Case("Help is better than at the last inspection in 2016.", [of("2016")], "a year"),
    Case("Help is better than at the last inspection, in 2016.", [of("2016")], "a comma"),
    Case("Much was done after the inspection of March 2019.", [of("2019-03")], "a month"),
    Case(
        "After the inspection of May 2014 and the JTAI of April 2017, much was done.",
        [of("2014-05"), of("2017-04", None, JTAI)],
        "each date belongs to the noun before it",
    ),
    Case("Since the 2019 inspection, X is better.", [of("2019")], "the year goes before"),
    Case("Since the March 2019 inspection, X is better.", [of("2019-03")], "month and year before"),
    Case("X is better than at the inspection in the spring of 2019.", [of("2019")], "a season"),
    Case(
        "Services for children looked after were also last inspected in a report of April 2012, "
        "which judged them to be adequate.",
        [of("2012-04", "adequate")],
        "inspected in a report",
        dates="8 to 19 July 2014",
    ),
    Case("Since Ofsted’s 2019 inspection, X is better.", [of("2019")], "whose inspection"),
    Case("X was weak in the inspection report of 2019.", [of("2019")], "its report"),
    Case("The last inspection (May 2019) asked for X.", [of("2019-05")], "a date in brackets"),
    Case(
        "The last full inspection of services in Derby, in January 2019, asked for X.",
        [of("2019-01")],
        "words of the service between",
    ),
    Case("The previous inspection took place in early 2019.", [of("2019")], "early in a year"),
    Case(
        "A focused visit undertaken in May 2021 asked for X.",
        [of("2021-05", None, FOCUSED)],
        "a verb between",
    ),
    Case(
        "In April 2021, the focused visit found gaps.",
        [of("2021-04", None, FOCUSED)],
        "the date opens the sentence",
    ),
    Case("Ofsted last inspected these services in 2019.", [of("2019")], "a verb for a noun"),
    Case(
        "The arrangements were previously inspected in July 2019.",
        [of("2019-07")],
        "a verb in the passive",
    ),
    Case("The last time Ofsted inspected Derby was in 2019.", [of("2019")], "the last time"),
    Case(
        "Since the inspections of 2016 and 2019, X is better.",
        [of("2016"), of("2019")],
        "two years",
    ),
    Case(
        "Two focused visits in March 2021 and October 2022 asked for X.",
        [of("2021-03", None, FOCUSED), of("2022-10", None, FOCUSED)],
        "two months of two years",
    ),
    Case(
        "Focused visits in March and October 2021 asked for X.",
        [of("2021-03", None, FOCUSED), of("2021-10", None, FOCUSED)],
        "two months of one year",
    ),
    Case(
        "Inspections raised concerns in both 2016 and 2019.",
        [of("2016"), of("2019")],
        "a verb, and both",
    ),
    Case(
        "A joint targeted area inspection in May 2019 and a focused visit in March 2021 agreed.",
        [of("2019-05", None, JTAI), of("2021-03", None, FOCUSED)],
        "two kinds in one sentence",
    ),
    Case(
        "Dates of previous inspection: 3 to 7 June 2019",
        [of("2019-06-03", None, SEND)],
        "a label, of an inspection of the same kind",
        kind="area-send",
    ),
    Case(
        "Date of previous inspection: 3 June 2019",
        [of("2019-06-03", None, SEND)],
        "a label in the singular",
        kind="area-send",
    ),
    Case(
        "The previous full inspection was on 3 June 2019. There was a revisit on 4 May 2021.",
        [of("2019-06-03", None, SEND), of("2021-05-04")],
        "a revisit",
        kind="area-send",
    ),
]

GRADES = [
    Case(
        "Services were judged to be inadequate in December 2017.",
        [of("2017-12", "inadequate")],
        "the grade goes before",
    ),
    Case(
        "Services were judged inadequate in 2014 and again in 2017.",
        [of("2014", "inadequate"), of("2017", "inadequate")],
        "one grade, twice",
    ),
    Case(
        "This follows two inadequate inspection judgements in 2014 and 2017.",
        [of("2014", "inadequate"), of("2017", "inadequate")],
        "two judgements",
    ),
    Case(
        "The previous inspection was in April 2012. It was judged to be good.",
        [of("2012-04", "good")],
        "the next sentence",
    ),
    Case(
        "The previous inspection was in April 2012. The next sentence praises good practice.",
        [of("2012-04")],
        "a good in the next sentence is no grade",
    ),
    Case(
        "Since the last inspection in 2019, when services were judged to be good, X fell.",
        [of("2019", "good")],
        "a clause with when",
    ),
    Case(
        "Since the last inspection in 2019, which judged services to be good, X fell.",
        [of("2019", "good")],
        "a clause with which",
    ),
    Case(
        "The last inspection, in 2019, judged all services as requires improvement to be good.",
        [of("2019", RI)],
        "the inspection itself judged",
    ),
    Case(
        "Since 2019, when all areas of the service required improvement to be good at the last "
        "inspection in 2019, X is better.",
        [of("2019")],
        "a grade that belongs to no inspection's clause",
    ),
    Case(
        "Since the last inspection in 2019, when services required improvement to be good, X rose.",
        [of("2019", RI)],
        "a grade as a verb",
    ),
    Case(
        "The council was last inspected by Ofsted in May 2019 and was judged to be inadequate.",
        [of("2019-05", "inadequate")],
        "and was judged",
    ),
    Case(
        "In May 2019, Derby’s services were judged to be inadequate by Ofsted.",
        [of("2019-05", "inadequate")],
        "the date opens the sentence",
    ),
    Case("In 2019, inspectors judged services to be good.", [of("2019", "good")], "in the active"),
    Case(
        "Ofsted last inspected services for children in 2019, and found them to be good.",
        [of("2019", "good")],
        "found them",
    ),
    Case(
        "Since the inspection in 2019, when the overall effectiveness judgement was outstanding, "
        "X fell.",
        [of("2019", "outstanding")],
        "the judgement was",
    ),
    Case(
        "Following the judgement of inadequate in 2019, X began.",
        [of("2019", "inadequate")],
        "a judgement of",
    ),
    Case("The inspection in 2019 (good) praised X.", [of("2019", "good")], "in brackets"),
    Case(
        "Since a focused visit in May 2021, there is a fall since the inspection in 2017, when "
        "services were judged to be good.",
        [of("2021-05", None, FOCUSED), of("2017", "good")],
        "the grade is that of the date beside it",
    ),
    Case(
        "Outcomes judged good at the last inspection in 2019 have not been kept.",
        [of("2019")],
        "a part judged good is no grade of the whole",
    ),
    Case(
        "At the last inspection in 2019, the experiences of children who need help were judged "
        "to be outstanding.",
        [of("2019")],
        "one area's grade is not the inspection's",
    ),
    Case(
        "Since the 2019 inspection, when services for help and protection required improvement, "
        "X rose.",
        [of("2019")],
        "some services only",
    ),
    Case(
        "Since the last inspection in 2019, leaders did much. Services were judged good at the last "
        "inspection.",
        [of("2019", "good")],
        "a grade of the last inspection, its date elsewhere",
    ),
    Case(
        "Since the last inspection, when services were judged to be good, X fell.",
        [],
        "a grade without any date",
    ),
    Case(
        "The last inspection of arrangements for safeguarding and children looked after was in May "
        "2012. The council was judged to be adequate for safeguarding and good for children looked "
        "after.",
        [of("2012-05", "adequate"), of("2012-05", "good")],
        "a grade for each of two services",
        dates="8 to 19 July 2014",
    ),
]

ONE_OR_TWO = [
    Case(
        "Since the 2019 inspection, much was done. The 2019 inspection asked for X.",
        [of("2019")],
        "the same words twice",
    ),
    Case(
        "Since the inspection in 2019, X rose. The last inspection was in May 2019.",
        [of("2019-05")],
        "the finer date stays",
    ),
    Case(
        "The last inspection of arrangements for the protection of children was in May 2012. The "
        "council was judged to be good. The last inspection of services for children looked after "
        "was in May 2012. The council was judged to be good.",
        [of("2012-05", "good"), of("2012-05", "good")],
        "two services in one month are two inspections",
        dates="8 to 19 July 2014",
    ),
    Case(
        "Since the inspections of 2010 and 2012, X fell. The last inspection of arrangements for "
        "the protection of children was in May 2012.",
        [of("2010"), of("2012-05")],
        "a summary and its list",
        dates="8 to 19 July 2014",
    ),
    Case(
        "The last inspection report was published in July 2015. The inspection in May 2015 asked "
        "for X.",
        [of("2015-05")],
        "an inspection and its report are one",
    ),
    Case(
        "The last inspection of arrangements for safeguarding was in June 2012. Since the last "
        "inspection of arrangements for safeguarding in July 2012, X rose.",
        [of("2012-06")],
        "there is one last inspection, whatever slips in its month",
        dates="8 to 19 July 2014",
    ),
    Case(
        "Since the last inspection in 2021, X rose. The focused visit in 2021 asked for Y.",
        [of("2021"), of("2021", None, FOCUSED)],
        "an inspection and a visit of one year are two",
    ),
    Case(
        "Since the last inspection in 2019, X rose. The joint targeted area inspection in 2019 "
        "asked for Y.",
        [of("2019"), of("2019", None, JTAI)],
        "a joint inspection is not the last one",
    ),
]

KINDS = [
    Case("After the JTAI in May 2023, X rose.", [of("2023-05", None, JTAI)], "by its letters"),
    Case(
        "Following the Ofsted inspection of SEND in May 2021, X rose.",
        [of("2021-05", None, SEND)],
        "SEND",
    ),
    Case(
        "The monitoring visit in May 2023 found X.", [of("2023-05", None, MONITORING)], "monitoring"
    ),
    Case(
        "This monitoring is the first since it was judged to be inadequate in December 2022.",
        [of("2022-12", "inadequate", None)],
        "the kind of the visit is not that of the judgement",
    ),
    Case(
        "A Care Quality Commission inspection in July 2019 found X.",
        [of("2019-07", None, "other")],
        "another inspectorate",
    ),
    Case(
        "X rose since the Ofsted 2016 single inspection.",
        [of("2016", None, "single-inspection")],
        "the framework of 2013",
    ),
    Case("Since the last ILACS inspection in 2019, X rose.", [of("2019", None, "ilacs")], "ILACS"),
    Case(
        "Focused visits in 2022 and 2024 found X.",
        [of("2022", None, FOCUSED), of("2024", None, FOCUSED)],
        "a visit earlier in the year of the inspection",
    ),
]

NONE = [
    Case("At the time of this inspection, in July 2024, X was seen.", [], "this one"),
    Case("The next inspection is planned for 2027.", [], "one to come"),
    Case("In 2019, the council opened a hub.", [], "a year of something else"),
    Case("Since the last inspection, X rose.", [], "no date"),
    Case("The home was judged good at its inspection in 2019.", [], "a children's home" ),
    Case("The local authority’s children’s home was judged good in 2019.", [], "a home judged"),
    Case("The school inspection in 2019 praised X.", [], "a school"),
    Case("A peer review in 2019 praised X.", [], "a peer review"),
    Case("In 2019, 72% of statutory visits took place on time.", [], "visits to children"),
    Case("The first placement since 2013 was made during the inspection.", [], "two things"),
    Case("At the inspection, 30 plans from 2019 were read.", [], "a year of plans"),
    Case("Figures for 2013–14 were seen at the inspection.", [], "a year of figures"),
    Case("It rose from 983 in March 2019 to 643 at the time of the inspection.", [], "a number"),
    Case("Private fostering is better, from being judged inadequate in 2008.", [], "one theme"),
    Case("In July 2024, the inspection found X.", [], "its own month"),
]  # fmt: skip


@pytest.mark.parametrize(
    "case", [*DATES, *GRADES, *ONE_OR_TWO, *KINDS, *NONE], ids=lambda case: case.why
)
def test_earlier_inspections(case: Case) -> None:
    facts = facts_of(report(case.body, dates=case.dates, kind=case.kind))
    assert [(one.when.iso, one.grade, one.type) for one in facts.earlier] == case.found


def only(body: str) -> tuple[str, EarlierInspection]:
    """The text of a report, and the one earlier inspection it speaks of."""
    document = read(report(body).encode(), "a.md", "0" * 64)
    (one,) = extract(document).earlier
    return document.text, one


@pytest.mark.parametrize(
    ("body", "words", "grade_words"),
    [
        (
            "Since the last inspection in 2019, when services were judged to be good, X fell.",
            "last inspection in 2019, when services were judged to be good",
            None,
        ),
        (
            "Since the inspection in 2019, X rose. In May 2019, inspectors judged them to be good.",
            "In May 2019, inspectors judged them to be good",
            None,
        ),
        (
            "The last inspection in May 2019 asked for X. Services were judged good in 2019.",
            "last inspection in May 2019",
            "Services were judged good in 2019",
        ),
        (
            "Since the last inspection in 2019, much rose. Staff stay. It was judged good at the last inspection.",
            "last inspection in 2019",
            "It was judged good at the last inspection",
        ),
    ],
)
def test_date_and_grade_have_their_words(body: str, words: str, grade_words: str | None) -> None:
    text, one = only(body)
    assert text[one.evidence.start : one.evidence.end] == words
    found = one.grade_evidence
    assert (found and text[found.start : found.end]) == grade_words
    assert one.grade == "good"


Part = tuple[str, str | None, tuple[str, ...]]
HELP, CARE, LEAVERS = ("help-and-protection",), ("in-care",), ("care-leavers",)
LOOKED_AFTER = ("looked-after-and-permanence",)
HOMES = "The local authority operates two children’s homes."


def part(when: str, grade: str | None = None, parts: tuple[str, ...] = ()) -> Part:
    """An earlier inspection with its grade and the areas that the grade is of."""
    return when, grade, parts


@dataclass(frozen=True)
class Parts:
    """A body and the earlier inspections it speaks of: (when, grade, areas of the grade)."""

    body: str
    found: list[Part]
    why: str


PARTS = [
    Parts(
        "The council has improved help and protection since its last inspection in June 2019 when "
        "it was judged to be inadequate.",
        [part("2019-06", "inadequate")],
        "it is the council, whose inspection it was",
    ),
    Parts(
        "The help and protection service has improved since its last inspection in June 2019 when "
        "it was judged to be inadequate.",
        [part("2019-06", "inadequate", HELP)],
        "it is the service, whose inspection it was",
    ),
    Parts(
        f"{HOMES} It was judged to be inadequate in June 2019 under the ILACS framework.",
        [part("2019-06", "inadequate")],
        "it is the council, by the framework",
    ),
    Parts(
        "The local authority has one children’s home. It was judged to be inadequate in June 2019.",
        [],
        "it is the home",
    ),
    Parts(
        "The previous inspection of services for children who need help and protection was in "
        "January 2014. The council was judged to be inadequate.\n\nThe previous inspection of "
        "services for children looked after and achieving permanence was in January 2014. The "
        "council was judged to require improvement.",
        [part("2014-01", "inadequate", HELP), part("2014-01", RI, LOOKED_AFTER)],
        "73: what was inspected is a part since 2013",
    ),
    Parts(
        "Services for care leavers are better than at the last inspection, when the service was "
        "judged to be inadequate. X was asked for at the last inspection in 2016.",
        [part("2016", "inadequate", LEAVERS)],
        "74: the service is the one that the sentence is about",
    ),
    Parts(
        "Services for children in care are worse than at the last inspection in 2018, when they "
        "were judged to be good.",
        [part("2018", "good", CARE)],
        "75: they are those services",
    ),
    Parts(
        "Services for children in care are worse than at the last inspection in 2015, when they "
        "were judged to be good.",
        [part("2015", "good", LOOKED_AFTER)],
        "75: under the area's name of that time",
    ),
    Parts(
        "Services found to be outstanding in 2016, including the ‘front door’, are better still.",
        [],
        "76: only the services that were found so",
    ),
    Parts(
        "The quality of practice for children in need of help and protection has risen since the "
        "inspection in 2018, when it was judged as ‘requires improvement’, meaning much.",
        [part("2018", RI, HELP)],
        "77: it is that practice",
    ),
    Parts(
        "At the last inspection in 2023, when the experiences and progress of care leavers were "
        "judged to be good, X was seen.",
        [part("2023", "good", LEAVERS)],
        "E1: a part that is named in the clause of the grade",
    ),
    Parts(
        "Much has changed since the last inspection in 2023, which judged services to children in need of help and protection "
        "to require improvement to be good. The council was judged good at the last inspection.",
        [part("2023", RI, HELP)],
        "E1: a part in the active; another grade without a date",
    ),
    Parts(
        "Services for children in care have risen since the last inspection in 2018, when services "
        "were judged to be inadequate.",
        [part("2018", "inadequate")],
        "services alone are all of them, whatever the sentence is about",
    ),
    Parts(
        "Children in care fare better than in 2018, when overall effectiveness was judged to be "
        "good. The last inspection in 2018, when the overall effectiveness and services for care "
        "leavers were judged to be good, asked for X.",
        [part("2018", "good")],
        "a part beside the whole",
    ),
    Parts(
        "The last inspection of services for children in need of help and protection and "
        "children looked after was in May 2016. The council was judged to be good.",
        [part("2016-05", "good")],
        "all areas are the whole",
    ),
    Parts(
        "The last inspection was in May 2016. The council was judged inadequate in respect of "
        "children looked after, care leavers and overall effectiveness, while adoption was better.",
        [part("2016-05", "inadequate")],
        "the whole among the parts that a grade is for",
    ),
    Parts(
        "Since the last inspection in May 2019, when services for children in care were judged to "
        "be good, X fell. In May 2019, Derby’s services were judged to be good.",
        [part("2019-05", "good")],
        "the grade of the whole stays, where both are the same",
    ),
    Parts(
        f"{HOMES} Both were judged to be outstanding at their most recent inspection in 2015.",
        [],
        "78: homes in the sentence before",
    ),
    Parts(
        "Too many children were in a pupil referral unit. Established for 100 children but with "
        "167 in June 2017, it was judged to be inadequate in November 2017.",
        [],
        "79: a pupil referral unit in the sentence before",
    ),
    Parts(
        "The local authority operates one (secure) children’s home. This was judged to be adequate "
        "in the most recent Ofsted full inspection on 23 September 2014.",
        [],
        "80: a secure home in the sentence before",
    ),
    Parts(
        "The trust is a voluntary adoption agency and an independent fostering agency. Both were "
        "inspected in August 2015 and judged to be good.\n\nThe previous inspection of services "
        "for children in need of help and protection, including children in care, was in September "
        "2015. The council was judged to be inadequate for help and protection services. It was "
        "judged to require improvement for leadership. It was overall judged to be inadequate.",
        [part("2015-09", "inadequate")],
        "81: agencies are not the council; of several grades that of the whole",
    ),
    Parts(
        f"{HOMES} Services for children were judged good in 2015.",
        [part("2015", "good")],
        "the sentence after one about homes may be of something else",
    ),
    Parts(
        "The last inspection report was published in June 2015. The judgements for the local "
        "authority were:\n\n- Overall effectiveness: Inadequate.\n\n- Children who need help and "
        "protection: Requires improvement",
        [part("2015-06", "inadequate")],
        "E3: a list of judgements",
    ),
    Parts(
        "The last inspection report was published in June 2015. The judgements for the local "
        "authority were:\n\n- Children who need help and protection: Requires improvement",
        [part("2015-06")],
        "a list without the whole",
    ),
    Parts(
        "The last inspection was in June 2015. The service was judged to be good.",
        [part("2015-06", "good")],
        "E3: the service was judged",
    ),
    Parts(
        "At the inspection in June 2015, when Ofsted judged that services were inadequate, X fell.",
        [part("2015-06", "inadequate")],
        "E3: judged that",
    ),
    Parts(
        "Ofsted last inspected services in 2015. At that time, inspectors judged services to be "
        "good.",
        [part("2015", "good")],
        "E3: in the active, in the next sentence",
    ),
    Parts(
        "The last inspection was in June 2015. The council was judged to be Grade 2 (Good).",
        [part("2015-06", "good")],
        "E3: a grade by its number",
    ),
    Parts(
        "At the last inspection, in 2019, services had improved in all areas and were judged overall "
        "to be good.",
        [part("2019", "good")],
        "E3: the second verb of the sentence",
    ),
    Parts(
        "The last inspection was in 2019, when services to children were judged to have improved "
        "from the previously inadequate judgement.",
        [part("2019")],
        "a grade from which they improved",
    ),
    Parts(
        "Derby was last inspected in July 2017. All areas were judged to be good, with adoption "
        "judged to be outstanding.",
        [part("2017-07", "good")],
        "E3: all areas",
    ),
]


@pytest.mark.parametrize("case", PARTS, ids=lambda case: case.why)
def test_what_a_grade_is_of(case: Parts) -> None:
    facts = facts_of(report(case.body))
    assert [(one.when.iso, one.grade, one.parts) for one in facts.earlier] == case.found


FOCUS = "Inspectors looked at the local authority’s arrangements for {}. "
PART_THEN = "When the council was last inspected, in 2017, this part of the service was graded {}."
PART_LAST = "This aspect of practice was judged to be good at the last inspection. "
LAST = "Since the last inspection in May 2018, X rose. "


@pytest.mark.parametrize(
    ("looked_at", "said", "found", "why"),
    [
        ("children in care", PART_THEN.format("inadequate"), [part("2017", "inadequate", LOOKED_AFTER)], "the part that the visit looked at, by its name of that time"),
        ("care leavers", LAST + PART_LAST, [part("2018-05", "good", LEAVERS)], "in a sentence without a date"),
        ("care leavers", "In respect of children in care, " + PART_THEN.replace("When", "when").format("good"), [part("2017", "good", LOOKED_AFTER)], "the sentence names another"),
        ("homes for staff", PART_THEN.format("inadequate"), [part("2017")], "a part that no area is for has not the grade of the whole"),
        ("homes for staff", LAST + PART_LAST, [part("2018-05")], "the same, without a date"),
        ("care leavers", PART_THEN.replace("this part of the service", "it").format("inadequate"), [part("2017", "inadequate")], "the whole, whatever the visit looked at"),
        ("care leavers", PART_THEN.replace("2017", "2012").format("good"), [part("2012", "good")], "an inspection of one service, and its grade"),
    ],
)  # fmt: skip
def test_this_part_is_what_the_visit_looked_at(
    looked_at: str, said: str, found: list[Part], why: str
) -> None:
    facts = facts_of(letter(f"{VISIT} {FOCUS.format(looked_at)}\n\n{said}"))
    assert [(one.when.iso, one.grade, one.parts) for one in facts.earlier] == found, why
