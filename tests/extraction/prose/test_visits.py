"""Visits of a sentence: their types, dates and numbers, when reports came out, and what is to come."""

from __future__ import annotations

import pytest

from kg.extraction.prose.visits import type_named
from prose import frames, span, told_announced, told_visit


def visits(words: str, *, dated: bool = True) -> list[str]:
    """The visits of a sentence in short."""
    return [told_visit(visit) for visit in frames(words, dated=dated).visits]


# fmt: off
TYPES = [
    ("a focused visit", "focused-visit", "focused"),
    ("a focussed visit", "focused-visit", "spelt with a double s"),
    ("an assurance visit", "focused-visit", "the visits of 2020"),
    ("its second monitoring visit", "monitoring-visit", "monitoring"),
    ("its third monitoring report", "monitoring-visit", "by its report"),
    ("the monitoring letter", "monitoring-visit", "by its letter"),
    ("a joint targeted area inspection", "joint-targeted-area", "in full"),
    ("the JTAI", "joint-targeted-area", "in short"),
    ("the local area SEND inspection", "area-send", "in short"),
    ("our local area inspection", "area-send", "of a local area"),
    ("inspected services for special educational needs", "area-send", "by its subject"),
    ("the single inspection framework", "single-inspection", "2013 to 2017"),
    ("services for children in need of help and protection, children looked after and care leavers", "single-inspection", "by its title"),
    ("an ILACS inspection", "ilacs", "since 2018"),
    ("an inspection of local authority children's services", "ilacs", "in full"),
    ("a full inspection", "full", "its date decides"),
    ("a three-week inspection", "full", "by its length"),
    ("the inspection of Bury's children's services", "full", "by what it is of"),
    ("the inspection", None, "no type"),
    ("the council", None, "no inspection"),
]
VISITS = [
    # --- dates ---
    ("Inspectors made a focused visit on 8 and 9 March 2022.", ["focused-visit @2022-03-08..2022-03-09"], "in its clause"),
    ("A monitoring visit in March 2022 found little progress.", ["monitoring-visit @2022-03"], "attached to the noun"),
    ("The inspection, held from 24 January to 4 February 2022, found good work.", ["? @2022-01-24..2022-02-04"], "attached: held from"),
    ("Inspectors were in Bury on 22 and 23 March.", ["? @2022-03-22..2022-03-23"], "surely: inspectors were there"),
    ("Ofsted visited Bury in February.", ["? @2022-02"], "a verb"),
    ("The full inspection began on 24 January 2022.", ["full @2022-01-24 start"], "began"),
    ("The full inspection finished on 4 February 2022.", ["full @2022-02-04 end"], "ended: finished"),
    ("The focused visit was the first since March 2021.", ["focused-visit #1"], "bounds: since is no date of a visit"),
    ("The focused visit looked at children in care, who went from 291 in March 2021 to 318.", ["focused-visit"], "bounds: the day of a figure"),
    ("The focused visit came before the council's cabinet met on 5 April 2022.", ["focused-visit"], "other: another event's date"),
    ("A director was appointed on 5 April 2022 after the focused visit.", ["focused-visit"], "other: appointed"),
    ("It was rated good in March 2022.", [], "grades: the date of a grade is no visit"),
    ("After February's focused visit Ofsted published its letter.", ["focused-visit @2022-02"], "of_visit: whose visit"),
    ("A three-week inspection that concluded in March praised Bury.", ["full @2022-03 end"], "the clause of the date tells the end"),
    ("Today inspectors came to Bury, where they will stay for two weeks.", ["full @2022-04-22 start"], "stays: they are still there"),
    ("Young people who had spent the winter in tents met inspectors.", [], "surely: who spent is not who inspects"),
    ("The new inspection framework was brought in in March 2022.", ["general ? @2022-03"], "describes: no inspection"),
    ("Bury has yet to have a full inspection.", ["general full"], "general: yet to"),
    ("Ofsted has been asked to run an inspection in Bury.", ["coming ?"], "coming: asked to"),
    ("Despite delays found at a focused visit in March 2022, Bury is good.", ["earlier focused-visit @2022-03"], "aside: despite"),
    ("Bury was warned in April 2018 after a focused visit.", ["earlier focused-visit @2018-04"], "a clause of long ago"),
    ("This is the first since our formation in March 2022, inspectors say.", [], "since_then: no date of a visit"),
    # --- types and numbers ---
    ("Ofsted made its third monitoring visit in March 2022.", ["monitoring-visit #3 @2022-03"], "number: right before"),
    ("It was the 2nd monitoring visit to Bury.", ["monitoring-visit #2"], "number: in figures"),
    ("The monitoring visit was the sixth since 2019.", ["monitoring-visit #6"], "number_after"),
    ("Bury was rated good after an inspection in March 2022.", ["? @2022-03"], "no type, but a date"),
    ("The second inspection found delays.", ["? #2"], "numbered: no type and no date, but a number"),
    ("The follow-up inspection found delays.", ["?"], "numbered: the follow-up"),
    ("Inspectors visited Bury.", ["?"], "inspected.who: inspectors"),
    ("The commission carried out checks on 8 March.", ["? @2022-03-08"], "inspected.did: without a noun for the visit"),
    ("The watchdog dropped in on 8 March.", ["? @2022-03-08"], "inspected.did: dropped in"),
    ("Ofsted called in March.", ["? @2022-03"], "inspected.surely: no day is needed"),
    ("The council was told by inspectors on 8 March.", [], "inspected.grades: when they told it is no visit"),
    ("The monitoring visit to services that took place in March 2022 found delays.", ["monitoring-visit @2022-03"], "inspected.took_place: a relative clause about the visit"),
    ("A social worker visited the family.", [], "a visit of no inspector"),
    ("The mayor will visit a school.", [], "nor of a mayor"),
    # --- times ---
    ("The last full inspection was in May 2017.", ["earlier full @2017-05"], "an old date"),
    ("At the previous full inspection leaders were weak.", ["earlier full"], "last: previous"),
    ("Inspectors came back two years after the last full inspection.", ["earlier full @2020"], "last, years after"),
    ("Another focused visit is on the cards.", ["coming focused-visit"], "next: another"),
    ("Leaders got ready ahead of a full inspection.", ["coming full"], "next: ahead of"),
    ("The next full inspection will be in 2023.", ["coming full @2023"], "next"),
    ("A full inspection looms for Bury.", ["coming full"], "looms"),
    ("The monitoring visit before this one found delays.", ["earlier monitoring-visit"], "preceding: the one before"),
    ("Monitoring visits are made to councils that are inadequate.", ["general monitoring-visit"], "general: visits are"),
    ("A focused visit looks at one part of a service.", ["general focused-visit"], "general: a visit looks at"),
    ("Ofsted has made monitoring visits.", ["general monitoring-visit"], "plural: of no one visit"),
    ("The focused visit in March 2022 did not find any children at risk.", ["focused-visit @2022-03"], "it is not the visit that is denied"),
    # --- quotations ---
    ("“We learned from the focused visit,” she said.", [], "someone's words"),
]
PUBLISHED = [
    ("The outcome of the inspection published on 14 March 2022 is known.", ["2022-03-14"], "right_before: the inspection published on"),
    ("Ofsted wrote to the council in March 2022 to warn it.", ["2022-03"], "letter_came: wrote to"),
    ("The report was published on 14 March 2022.", ["2022-03-14"], "did, with what"),
    ("Ofsted's letter came out on Tuesday.", ["2022-04-19"], "came out"),
    ("The findings, released yesterday, are grim.", ["2022-04-21"], "a participle"),
    ("In Tuesday's report, inspectors praised leaders.", ["2022-04-19"], "whose: the day's report"),
    ("The watchdog announced yesterday that Bury is good.", ["2022-04-21"], "ofsted_said"),
    ("The verdict was announced on 14 March 2022.", ["2022-03-14"], "letter_came"),
    ("The report was published in 2022.", [], "a year is no date of publication"),
    ("They released a newsletter on 14 March 2022.", [], "not_what: a newsletter"),
    ("The improvement plan was published on 14 March 2022.", [], "not_what: a plan"),
    ("The report of the visit of 8 March 2022 was published.", [], "the date of the visit"),
    ("A report that was published in May 2017 said so.", [], "a report of long ago"),
    ("The report will be published on 28 April 2022.", [], "still to come"),
    ("“The report came out on 14 March 2022,” said its leader.", [], "someone's words"),
]
ANNOUNCED = [
    ("The next monitoring visit will be in July.", "monitoring-visit @2022-07", "when"),
    ("A third visit in July will focus on care leavers.", "? @2022-07 on care leavers", "when, and on what"),
    ("Inspectors will return to look at the front door.", "? on the front door", "returns: on what, without a date"),
    ("A full inspection is due in 2023.", "full @2023", "due"),
    ("Ofsted will be back in November.", "? @2022-11", "returns: the month to come"),
    ("The council will publish its plan in July.", None, "something else that is to come"),
    ("The report will be published in July.", None, "a publication is no visit"),
    ("The monitoring visit was in March 2022.", None, "a visit of the past"),
    ("“Inspectors will return in July,” she said.", None, "someone's words"),
]
# fmt: on


@pytest.mark.parametrize(("words", "expected", "why"), TYPES)
def test_types(words: str, expected: str | None, why: str) -> None:
    assert type_named(words) == expected, why


@pytest.mark.parametrize(("words", "expected", "why"), VISITS)
def test_visits(words: str, expected: list[str], why: str) -> None:
    assert visits(words) == expected, why


@pytest.mark.parametrize(("words", "expected", "why"), PUBLISHED)
def test_dates_of_publication(words: str, expected: list[str], why: str) -> None:
    assert [span(date) for date in frames(words).published] == expected, why


@pytest.mark.parametrize(("words", "expected", "why"), ANNOUNCED)
def test_visits_to_come(words: str, expected: str | None, why: str) -> None:
    assert told_announced(frames(words).announced) == expected, why


@pytest.mark.parametrize(
    ("dated", "expected", "why"),
    [
        (True, ["full @2022"], "the document's own date shows that it is recent"),
        (False, ["earlier full @2022"], "without one, the last inspection is one before"),
    ],
)
def test_the_last_inspection(dated: bool, expected: list[str], why: str) -> None:
    words = "Its last full inspection was in 2022."
    assert visits(words, dated=dated) == expected, why


@pytest.mark.parametrize(
    ("words", "expected", "why"),
    [
        ("Inspectors made a focused visit to Bury.", ["Bury"], "where they went"),
        ("Bury and Bolton were inspected in March 2022.", ["Bury", "Bolton"], "two in a row"),
        ("Inspectors made a focused visit.", [], "none is named"),
    ],
)
def test_councils_of_visits(words: str, expected: list[str], why: str) -> None:
    (visit,) = frames(words).visits
    assert [words[slice(*council)] for council in visit.councils] == expected, why


def test_a_visit_has_its_words_and_their_range() -> None:
    words = "Inspectors made a Focused Visit."
    (visit,) = frames(words).visits
    assert (words[visit.start : visit.end], visit.noun) == ("Focused Visit", "focused visit")


def test_a_visit_in_a_relative_clause_is_no_main_one() -> None:
    (visit,) = frames("Leaders, who met inspectors at a focused visit, agreed.").visits
    assert not visit.main
