"""What whole documents of prose state: inspections, their grades, and the inspections before."""

from __future__ import annotations

import dataclasses

import pytest

from files import document
from kg.extraction.pipeline import extract
from kg.gazetteer import Gazetteer
from kg.model import Facts, Inspection

OFSTED = "Ofsted inspects children's services in England."
COUNCILS = Gazetteer.load().councils


def facts(*paragraphs: str, day: str | None = "2022-04-22") -> Facts:
    """The facts of a text with these paragraphs, of a day unless it is None."""
    doc = document("\n\n".join(paragraphs), "a.txt")
    return extract(dataclasses.replace(doc, published=day))


def name(gss: str | None) -> str:
    """The short name of a council."""
    return COUNCILS[gss].name if gss else "?"


def told(inspection: Inspection) -> str:
    """An inspection in short: "Bury ilacs #2 2022-01-24..2022-02-04 out 2022-03-14"."""
    parts = [name(inspection.council), inspection.type or "?"]
    if inspection.ordinal is not None:
        parts.append(f"#{inspection.ordinal}")
    dates = [date.iso if date else "" for date in (inspection.start, inspection.end)]
    if any(dates):
        parts.append("..".join(dict.fromkeys(dates)))
    if inspection.published is not None:
        parts.append(f"out {inspection.published.iso}")
    if inspection.next is not None:
        when, focus = inspection.next.when, inspection.next.focus
        parts.append(f"next {when.iso if when else '?'}" + (f" on {focus}" if focus else ""))
    return " ".join(parts)


def graded(found: Facts) -> list[str]:
    """The judgements in short, by council and area."""
    return sorted(f"{name(j.council)} {j.area} {j.grade}" for j in found.judgements)


def earlier(found: Facts) -> list[str]:
    """The earlier inspections in short."""
    return sorted(
        " ".join(filter(None, (name(e.council), e.when.iso, e.type, e.grade)))
        for e in found.earlier
    )


OVERALL, HELP, LEADERS = "overall-effectiveness", "help-and-protection", "leadership"
LOOKED_AFTER = "looked-after-and-permanence"

# fmt: off
#: The paragraphs of a story on Bury of April 2022, and its inspections.
INSPECTIONS = [
    # --- types and frameworks ---
    (("Ofsted has rated children's services in Bury good.",), ["Bury ilacs"], "a grade is one of a full inspection"),
    (("Ofsted made a focused visit to Bury's children's services on 8 and 9 March.",), ["Bury focused-visit 2022-03-08..2022-03-09"], "a focused visit"),
    (("Bury has had a monitoring visit of its children's services.", "Ofsted inspectors came on 8 and 9 March."), ["Bury monitoring-visit 2022-03-08..2022-03-09"], "a type in one sentence, dates in another"),
    (("Ofsted inspected Bury's children's services from 24 January to 4 February.",), ["Bury ilacs 2022-01-24..2022-02-04"], "a full inspection of today"),
    (("Ofsted inspectors were in Bury on 8 and 9 March to look at children's social care.", "Bury was rated inadequate in 2019."), ["Bury monitoring-visit 2022-03-08..2022-03-09"], "a short visit to a council that was inadequate"),
    (("Ofsted inspectors were in Bury on 8 and 9 March to look at children's social care.", "It was rated good in 2019."), ["Bury focused-visit 2022-03-08..2022-03-09"], "a short visit to any other"),
    (("Four inspectorates, Ofsted among them, looked at how Bury protects children in care in March.", "Ofsted's inspectors visited Bury on 8 March 2022."), ["Bury joint-targeted-area 2022-03-08"], "document_type: the inspectorates of police and health too"),
    (("Ofsted and the CQC have been to Bury.", "They looked at help for children with SEND, and at social workers.", "They were there from 7 to 11 March 2022."), ["Bury area-send 2022-03-07..2022-03-11"], "document_type: with the CQC"),
    # --- dates ---
    (("A full inspection of Bury's children's services by Ofsted began on 24 January 2022.", "The inspection finished on 4 February 2022."), ["Bury ilacs 2022-01-24..2022-02-04"], "start and end in sentences of their own"),
    (("A full inspection of Bury's children's services by Ofsted began on 24 January 2022.",), ["Bury ilacs 2022-01-24.."], "a start alone"),
    (("Ofsted inspected Bury's children's services in February.", "The report was published on 14 March."), ["Bury ilacs 2022-02 out 2022-03-14"], "the day of publication"),
    (("Ofsted's report on Bury's children's services, published in March, rates them good.", "The report was published on 14 March."), ["Bury ilacs out 2022-03-14"], "the most precise day"),
    (("Ofsted has rated children's services in Bury good after its inspection, which took place earlier this year from 28 February to 4 March.",), ["Bury ilacs 2022-02-28..2022-03-04"], "earlier this year is no earlier inspection"),
    (("Ofsted made a monitoring visit to Bury's children's services.", "The visit, which took place in March, builds on two earlier monitoring visits in 2021."), ["Bury monitoring-visit 2022-03"], "earlier_ones: not those before"),
    (("The results of a Joint Targeted Area Inspection of Bury – carried out jointly by inspectors from Ofsted and His Majesty's Inspectorate of Probation (HMIP) over five days in March – have been published today (Friday 22 April.)",), ["Bury joint-targeted-area 2022-03 out 2022-04-22"], "in_brackets: the day of publication"),
    (("22/04/2022 - Ofsted inspection of Bury's services for children with SEND",), ["Bury area-send"], "stamp: the day of the page"),
    (("Ofsted has been to Bury's children's services under the single inspection framework, which was introduced in November.",), ["Bury single-inspection"], "other: when the framework was introduced"),
    (("The monitoring visit by Ofsted to children's services in Bury found progress.", "Inspectors said so in a letter published after the March inspection."), ["Bury monitoring-visit"], "after an inspection is no day of publication"),
    # --- numbers and what comes next ---
    (("Ofsted made its third monitoring visit to Bury's children's services on 8 March.",), ["Bury monitoring-visit #3 2022-03-08"], "its number"),
    (("Ofsted made a monitoring visit to Bury's children's services on 8 March.", "The next visit, in July, will focus on care leavers."), ["Bury monitoring-visit 2022-03-08 next 2022-07 on care leavers"], "the next one"),
    # --- none ---
    (("Bury children's services have a new office.", OFSTED), [], "no inspection"),
    (("Most councils' children's services are rated good by Ofsted.", "Bury has a new social worker."), [], "councils in general"),
]
GRADES = [
    (("Ofsted has rated children's services in Bury good.",), [f"Bury {OVERALL} good"], "no area: the overall grade"),
    (("Ofsted has rated children's services in Bury good.", "Leadership was judged outstanding."), [f"Bury {LEADERS} outstanding", f"Bury {OVERALL} good"], "an area in another sentence"),
    (("Ofsted rates Bury's children's services good", "Inspectors rated the council's services outstanding overall."), [f"Bury {OVERALL} outstanding"], "a headline may not overrule the text"),
    (("Ofsted has rated children's services in Bury good in all areas.",), [f"Bury {HELP} good", "Bury in-care-and-care-leavers good", f"Bury {LEADERS} good", f"Bury {OVERALL} good"], "all: the areas of the framework"),
    (("Ofsted has rated children's services in Bury good in all areas, which include leadership, care leavers, and help and protection.",), [f"Bury {HELP} good", "Bury in-care-and-care-leavers good", f"Bury {LEADERS} good", f"Bury {OVERALL} good"], "all, with examples"),
    (("Ofsted has been to Bury's children's services.", "While adoption was rated as good, the overall services in Bury were rated inadequate."), ["Bury adoption good", f"Bury {OVERALL} inadequate"], "overall: the grade of its own clause, not the nearest"),
    (("Ofsted inspectors rated Bury's overall service for children as ‘Requires improvement to be good’ - with the experiences and progress of children in care rated ‘good’.",), ["Bury in-care-and-care-leavers good", f"Bury {OVERALL} requires-improvement"], "aside: behind a dash"),
    (("Ofsted found that Bury's children's services required \"improvement to be good\".",), [f"Bury {OVERALL} requires-improvement"], "a grade with its marks in the middle"),
    (("Ofsted rated the experiences and progress of children in Bury's care ‘outstanding’.",), ["Bury in-care-and-care-leavers outstanding"], "an area with the council's name in it"),
    (("Bury Children's Homes was founded in 2018 after the council's services were rated inadequate by Ofsted.", "A joint targeted area inspection of services in Bury has found weaknesses."), [], "a grade from before the year of its sentence"),
    (("Bury's children's services have been rated good by Ofsted, up from requires improvement in 2018.",), [f"Bury {OVERALL} good"], "moved_up: behind whoever rates"),
    (("Ofsted has been to Bury's children's services.", "Help and protection was graded requires improvement and leadership good."), [f"Bury {HELP} requires-improvement", f"Bury {LEADERS} good"], "graded_next: a grade right behind its area"),
    (("Bury's children's services have been rated good by Ofsted.", "Its adoption service was outstanding. The fostering service was good. Adoption services are shared."), ["Bury adoption outstanding", f"Bury {OVERALL} good"], "a council's own adoption and fostering services"),
    (("Ofsted has been to Bury's children's services.", "Child protection plans were inadequate, inspectors found."), [], "partial: child protection plans are no overall grade"),
    (("Bury children's services rated outstanding by Ofsted", "Bury council, which had a focused visit in March 2022, is celebrating."), [f"Bury {OVERALL} outstanding"], "a headline's grade stays, whatever visit was before"),
    (("Ofsted inspectors gave Bury's children's services grades of good for leadership outstanding for care leavers.",), ["Bury care-leavers outstanding", f"Bury {LEADERS} good"], "given_to comes before right_behind"),
    (("The quality of Bury's services for children was judged to be inadequate by Ofsted.",), [f"Bury {OVERALL} inadequate"], "the quality of all services"),
    (("Ofsted has rated Bury's children's services good.", "Councillors get a budget monitoring report every quarter."), [f"Bury {OVERALL} good"], "a monitoring report of something else"),
    (("Ofsted has been to Bury's children's services.", "Ofsted judged the quality of assessments to be inadequate."), [], "partial: the quality of one thing"),
    (("Ofsted has rated children's services in Bury good.", "They were rated good and the service improved.", "Elsewhere it was rated outstanding."), [f"Bury {OVERALL} good"], "of two grades, the one that is stated most often"),
    (("Bury was graded as follows by Ofsted.", "The report found that these areas were good:", "Leadership", "Adoption", "It found that this area requires improvement:", "Children who need help and protection"), ["Bury adoption good", f"Bury {HELP} requires-improvement", f"Bury {LEADERS} good"], "list_of_areas: areas under a line with their grade"),
    (("Ofsted has rated children's services in Bury good in all areas.", "Leadership was judged outstanding."), [f"Bury {HELP} good", "Bury in-care-and-care-leavers good", f"Bury {LEADERS} outstanding", f"Bury {OVERALL} good"], "an area that is named overrules all"),
    (("Ofsted has made a focused visit to children's services in Bury.", "The services were rated good in 2018."), [], "a visit has no grades"),
    (("Ofsted has rated children's services in Bury.", "Judgement | 2018 | 2022", "Overall effectiveness | Inadequate | Good", "Leadership | Inadequate | "), [f"Bury {OVERALL} good"], "a table: an empty cell has no grade"),
]
EARLIER = [
    (("Ofsted has rated children's services in Bury good.", "They were inadequate in 2018."), ["Bury 2018 inadequate"], "a grade with its year"),
    (("Ofsted has rated children's services in Bury good.", "The last full inspection was in May 2018."), ["Bury 2018-05"], "a visit without a grade"),
    (("Ofsted has rated children's services in Bury good, as in 2018.",), ["Bury 2018 good"], "the same grade before"),
    (("Bury's children's services have gone from inadequate in 2018 to good, says Ofsted.",), ["Bury 2018 inadequate"], "a move"),
    (("Ofsted has rated children's services in Bury good.", "Adoption was rated outstanding in 2018."), [], "the grade of an area is no inspection's"),
    (("Ofsted has rated children's services in Bury good.", "Judgement | 2018 | 2022", "Overall effectiveness | Inadequate | Good"), ["Bury 2018 inadequate"], "the column of the year before"),
    (("Ofsted has rated children's services in Bury good.", "They were once rated inadequate."), [], "no date"),
    (("This is the first time that Bury's children's services have been rated good by Ofsted since it began to inspect councils in this way in 2012.",), [], "first_since: not the year of the grade"),
    (("Ofsted has rated children's services in Bury good.", "They were rated inadequate in 2013 and 2016."), ["Bury 2013 inadequate", "Bury 2016 inadequate"], "also: two years, one grade"),
    (("Ofsted has rated children's services in Bury good.", "They were rated inadequate in 2013, and in 2016 they were rated good."), ["Bury 2013 inadequate", "Bury 2016 good"], "and_year: a year with a clause of its own"),
    (("Ofsted has rated children's services in Bury good.", "They were rated inadequate in 2013 and 2016 brought a new director."), ["Bury 2013 inadequate"], "and_year_ends: a year that begins another clause"),
    (("Ofsted has rated children's services in Bury good.", "Once rated inadequate, the council had its last monitoring visit in 2020."), ["Bury 2020 monitoring-visit"], "a visit that gives no grade dates none"),
    (("Ofsted has rated children's services in Bury good.", "They were weak between 2013 and 2016, and rated inadequate in 2017."), ["Bury 2017 inadequate"], "a span of years is no grade's"),
    (("Ofsted has rated children's services in Bury good.", "In 2017, the services left special measures and were rated inadequate."), ["Bury 2017 inadequate"], "a date at the head of two joined clauses"),
    (("Ofsted has rated children's services in Bury good.", "The last time the council was inspected in 2017, it was given the lowest rating of “inadequate”."), ["Bury 2017 inadequate"], "the date of the earlier visit beside it"),
]
#: A story on a full inspection: its day, its areas, the type, and the names of areas then.
ERAS = [
    ("2012-04-22", "care leavers", ["Bury other"], ["Bury care-leavers good"], "before the single inspection framework: no overall grade is implied"),
    ("2016-04-22", "children in care", ["Bury single-inspection"], [f"Bury {LOOKED_AFTER} good", f"Bury {OVERALL} good"], "single inspection: children looked after"),
    ("2016-04-22", "children in care and care leavers", ["Bury single-inspection"], ["Bury care-leavers good", f"Bury {LOOKED_AFTER} good", f"Bury {OVERALL} good"], "single inspection: two areas"),
    ("2020-04-22", "children in care", ["Bury ilacs"], ["Bury in-care-and-care-leavers good", f"Bury {OVERALL} good"], "2018 to 2022: one area for both"),
    ("2020-04-22", "looked-after children", ["Bury ilacs"], ["Bury in-care-and-care-leavers good", f"Bury {OVERALL} good"], "... by its older name"),
    ("2023-04-22", "children in care and care leavers", ["Bury ilacs"], ["Bury care-leavers good", "Bury in-care good", f"Bury {OVERALL} good"], "since 2023: two areas"),
    ("2023-04-22", "looked-after children", ["Bury ilacs"], ["Bury in-care good", f"Bury {OVERALL} good"], "... by its older name"),
]
# fmt: on


@pytest.mark.parametrize(("paragraphs", "expected", "why"), INSPECTIONS)
def test_inspections(paragraphs: tuple[str, ...], expected: list[str], why: str) -> None:
    assert [told(one) for one in facts(*paragraphs).inspections] == expected, why


@pytest.mark.parametrize(("paragraphs", "expected", "why"), GRADES)
def test_judgements(paragraphs: tuple[str, ...], expected: list[str], why: str) -> None:
    assert graded(facts(*paragraphs)) == expected, why


@pytest.mark.parametrize(("paragraphs", "expected", "why"), EARLIER)
def test_earlier_inspections(paragraphs: tuple[str, ...], expected: list[str], why: str) -> None:
    assert earlier(facts(*paragraphs)) == expected, why


@pytest.mark.parametrize(("day", "area", "inspections", "judgements", "why"), ERAS)
def test_frameworks_and_names_of_areas_by_date(
    day: str, area: str, inspections: list[str], judgements: list[str], why: str
) -> None:
    found = facts(
        "Ofsted has rated children's services in Bury good.",
        f"It was rated good for {area}.",
        day=day,
    )
    assert [told(one) for one in found.inspections] == inspections, why
    assert graded(found) == judgements, why


# --- documents without a date ---

# fmt: off
UNDATED = [
    (("Ofsted inspected Bury's children's services in February 2022.", "They were rated good.", "In 2018 they were rated inadequate."), [f"Bury {OVERALL} good"], ["Bury 2018 inadequate"], "a year beside a grade without a date is one of before"),
    (("Ofsted rated Bury's children's services good in March 2022.", "They were rated inadequate in May 2017."), [f"Bury {OVERALL} good"], ["Bury 2017-05 inadequate"], "the latest date of the text is today"),
    (("Ofsted has rated Bury's children's services good.", "Adoption was rated outstanding."), ["Bury adoption outstanding", f"Bury {OVERALL} good"], [], "no date at all"),
    (("Ofsted has rated Bury's children's services good.", "They were previously rated inadequate in 2013 and again in 2019."), [f"Bury {OVERALL} good"], ["Bury 2013 inadequate", "Bury 2019 inadequate"], "also: the latest year of the text too"),
    (("Bury's children's services were inspected in May 2018, when they were rated inadequate.", "Some concerns remain, said Ofsted after a focused visit to Bury."), [], ["Bury 2018-05 inadequate"], "a dated inspection beside a short visit is the one before"),
]
# fmt: on


@pytest.mark.parametrize(("paragraphs", "judgements", "before", "why"), UNDATED)
def test_documents_without_a_date(
    paragraphs: tuple[str, ...], judgements: list[str], before: list[str], why: str
) -> None:
    found = facts(*paragraphs, day=None)
    assert graded(found) == judgements, why
    assert earlier(found) == before, why


@pytest.mark.parametrize(
    ("paragraphs", "expected", "why"),
    [
        (("Ofsted has rated Bury's children's services good.",), "Bury ilacs", "no date at all: of today"),
        (("Ofsted has rated Bury's children's services good.", "In 2015 they were inadequate."), "Bury ?", "told: the inspection may be of years later"),
        (("Ofsted has rated Bury's children's services good.", "In 2019 they were inadequate."), "Bury ilacs", "told: any later year has this framework"),
        (("Ofsted has rated Bury's children's services good.", "In 2015 they were inadequate.", "The impact of leaders on social work practice was praised."), "Bury ilacs", "words: names of areas"),
        (("Ofsted inspected Bury's children's services in February 2018 and rated them good.",), "Bury ? 2018-02", "visited: between the frameworks either is possible"),
    ],
)  # fmt: skip
def test_the_framework_of_documents_without_a_date(
    paragraphs: tuple[str, ...], expected: str, why: str
) -> None:
    assert [told(one) for one in facts(*paragraphs, day=None).inspections] == [expected], why


def test_the_grade_of_a_council_that_nobody_knows_is_no_other_councils() -> None:
    found = facts(
        "Ofsted has judged children's services at Northshire County Council to be inadequate.",
        "Bury Council said it was sorry for its neighbour.",
    )
    assert (found.judgements, [one.what for one in found.unresolved]) == ((), ["judgement"])


def test_the_county_council_is_the_one_named_before() -> None:
    found = facts(
        "Ofsted has been to Bury's children's services.",
        "The Borough Council was rated inadequate by Ofsted.",
    )
    assert graded(found) == [f"Bury {OVERALL} inadequate"]


def test_who_inspects_where_no_council_is_named_is_unresolved() -> None:
    found = facts("Lead inspector Ann Lee of Ofsted told a nursery that its inspection went badly.")
    assert (found.inspectors, [one.what for one in found.unresolved]) == ((), ["person"])


def test_a_timeline_keeps_its_dates() -> None:
    found = facts(
        "Bury children's services: a timeline of Ofsted inspections",
        "14/03/2018: Ofsted rates the council's children's services inadequate.",
        "10/03/2022: Ofsted rates the council's children's services good.",
    )
    assert (graded(found), earlier(found)) == (
        [f"Bury {OVERALL} good"],
        ["Bury 2018-03 inadequate"],
    )


def test_a_text_that_names_a_successor_is_not_about_the_county() -> None:
    found = facts(
        "Children's services in Northamptonshire have been rated good by Ofsted.",
        "They are shared by North Northamptonshire Council and West Northamptonshire Council.",
        day=None,
    )
    assert "E10000021" not in (found.subjects or ())


def test_this_year_is_not_the_year_that_a_sentence_names() -> None:
    found = facts(
        "Ofsted has rated Bury's children's services good.",
        "The first full inspection since the 2019 report was carried out in March this year.",
        day=None,
    )
    assert [one.start for one in found.inspections] == [None]


def test_an_inspection_whose_framework_is_not_known_is_told_of() -> None:
    found = facts(
        "Ofsted has rated Bury's children's services good.",
        "In 2015 they were inadequate.",
        day=None,
    )
    assert [one.what for one in found.unresolved] == ["inspection type"]


def test_a_grade_that_a_council_holds_reports_no_inspection() -> None:
    found = facts("Bury is rated good by Ofsted.", "Bury Council opens a library.")
    assert found.inspections == ()


def test_a_page_that_explains_inspections_reports_none() -> None:
    found = facts(
        "What is an Ofsted inspection of children's services?",
        "Ofsted made a focused visit to Bury Council in March 2022.",
    )
    assert found.inspections == ()


def test_a_headline_that_names_a_subject_reports_no_inspection() -> None:
    found = facts(
        "Area SEND Inspection", "Bury Council's services are open on Monday, Ofsted says."
    )
    assert found.inspections == ()


def test_a_joint_inspection_may_be_told_by_its_inspectorates_alone() -> None:
    found = facts(
        "A report into how agencies in Bury protect children is out.",
        "It was written by Ofsted, the Care Quality Commission and HMI Probation.",
        "Inspectors found that plans are late. They found that visits are rare.",
        "They said that Bury Council has to act. Inspectors praised foster carers.",
    )
    assert [told(one) for one in found.inspections] == ["Bury joint-targeted-area"]


def test_an_area_of_the_single_inspection_framework_tells_the_type_without_a_date() -> None:
    found = facts(
        "Ofsted has rated Bury's children's services good.",
        "Adoption was rated outstanding.",
        day=None,
    )
    assert [told(one) for one in found.inspections] == ["Bury single-inspection"]


def test_the_address_of_a_page_may_tell_its_date() -> None:
    doc = document("Ofsted visited Bury's children's services on 8 and 9 March.", "a.txt")
    found = extract(dataclasses.replace(doc, url="https://example.org/2021/03/22/visit"))
    assert [told(one) for one in found.inspections] == ["Bury focused-visit 2021-03-08..2021-03-09"]


# --- stories about what follows an inspection ---


def test_an_improvement_notice_tells_of_the_inspection_that_led_to_it() -> None:
    found = facts(
        "Bury has been given an improvement notice by the children's minister.",
        "Ofsted rated its children's services inadequate in May 2021.",
    )
    assert [told(one) for one in found.inspections] == ["Bury ilacs"]
    assert graded(found) == [f"Bury {OVERALL} inadequate"]


def test_a_monitoring_visit_of_an_inadequate_council() -> None:
    found = facts(
        "Ofsted has looked again at children's services in Bury, which are rated inadequate.",
        "Monitoring visits are made to councils that are rated inadequate.",
        "Inspectors were in Bury on 8 and 9 March.",
    )
    assert [told(one) for one in found.inspections] == [
        "Bury monitoring-visit 2022-03-08..2022-03-09"
    ]
    assert graded(found) == []


# --- whose words they are ---


def test_what_others_say_in_quotation_marks_is_no_statement() -> None:
    found = facts(
        "Ofsted has rated children's services in Bury good.",
        "“We were rated outstanding for leadership in my view,” said Cllr Ann Lee, its leader.",
    )
    assert graded(found) == [f"Bury {OVERALL} good"]


@pytest.mark.parametrize(
    ("paragraphs", "why"),
    [
        (("Estyn and Care Inspectorate Wales have rated children's services in Bury good.",), "other inspectorates first"),
        (("The CQC has rated adult care in Bury good.", "Children's services were not inspected."), "the CQC alone"),
        (("Ofsted has rated a primary school in Bury good.", "Pupils like their teachers, and the school is happy.", "The head teacher is proud."), "a school"),
        (("Bury's bins have been rated good.",), "no inspectorate"),
    ],
)  # fmt: skip
def test_other_inspectorates_and_services_give_nothing(
    paragraphs: tuple[str, ...], why: str
) -> None:
    found = facts(*paragraphs)
    assert (found.subjects, found.inspections, found.judgements, found.earlier) == (
        None,
        (),
        (),
        (),
    ), why


# --- evidence ---


def test_evidence_of_grades_dates_and_what_comes_next() -> None:
    text = (
        "On 8 March Ofsted made a monitoring visit to Bury's children's services.\n\n"
        "The next visit, in July, will focus on care leavers."
    )
    found = facts(*text.split("\n\n"))
    (inspection,) = found.inspections
    words = {state: text[e.start : e.end] for e in inspection.evidence for state in e.states}
    assert words == {
        "inspectionType": "monitoring visit",
        "start": "8 March",
        "end": "8 March",
    }
    assert inspection.next is not None
    where = inspection.next.evidence
    assert text[where.start : where.end] == "The next visit, in July, will focus on care leavers."


def test_a_grade_is_as_sure_as_it_is_stated() -> None:
    found = facts(
        "Ofsted rates Bury's children's services good",
        "Ofsted's inspectors judged leadership in Bury to be outstanding.",
        "Help and protection was rated inadequate.",
        "Adoption was rated good. The report says that adoption is good.",
    )
    sure = {one.area: one.evidence.confidence for one in found.judgements}
    assert sure == {OVERALL: 0.6, LEADERS: 0.85, HELP: 0.6, "adoption": 0.9}
