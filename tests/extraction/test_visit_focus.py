"""What a focused visit looked at: a table of openings with a reason each."""

from __future__ import annotations

import pytest

from kg.extraction.visit_focus import focus_of
from reports import VISIT, facts_of, letter

LOOKED = "Inspectors looked at the local authority’s "


@pytest.mark.parametrize(
    ("sentence", "areas", "why"),
    [
        (LOOKED + "arrangements for the front door.", "front-door", "the front door"),
        ("The focus of this visit was on children in care, in homes or with kin.", "children-in-care", "a focus as a noun"),
        ("The subject of our focused visit was care leavers: how they fare.", "care-leavers", "a subject"),
        ("The focus of the last inspection was care leavers.", "", "of another inspection"),
        ("The focus of the visit will be care leavers.", "", "one to come"),
        (LOOKED + "arrangements for contacts and referrals in the multi-agency safeguarding hub and thresholds for children in need.", "front-door", "thresholds are a detail"),
        (LOOKED + "arrangements for children in need or subject to a protection plan.", "child-in-need-and-child-protection", "both are one area"),
        (LOOKED + "arrangements for providing help and protection for vulnerable adolescents.", "vulnerable-adolescents", "protection, of whom"),
        (LOOKED + "arrangements for the protection of children from extra-familial risk.", "vulnerable-adolescents", "in the words since 2021"),
        (LOOKED + "arrangements for children in care.", "children-in-care", "children in care"),
        (LOOKED + "arrangements for children in care and care leavers.", "children-in-care;care-leavers", "two areas"),
        (LOOKED + "arrangements for planning and achieving permanence for children in care.", "planning-and-permanence", "for whom is a detail"),
        (LOOKED + "arrangements for care leavers, which included a specific focus on children in care aged 17.", "care-leavers", "a specific focus is a detail"),
        (LOOKED + "arrangements for children who need help and protection. Specifically, they considered contacts and referrals.", "front-door", "the next sentence says what of it"),
        (LOOKED + "arrangements for children who need help and protection, in line with the framework. Specifically, inspectors looked at the ‘front door’ and the hub.", "front-door", "the same after a detail"),
        (LOOKED + "arrangements for children in need of help and protection. Specifically, they considered thresholds for children in need.", "child-in-need-and-child-protection", "a detail of the same area"),
        (LOOKED + "arrangements for care leavers. Specifically, they considered contacts and referrals of homeless young people.", "care-leavers", "an area that is no wide one is not narrowed"),
        (LOOKED + "arrangements for children in need. Inspectors considered contacts and referrals.", "child-in-need-and-child-protection", "another sentence is not its detail"),
        (LOOKED + "arrangements at the first point of contact for children in need.", "front-door", "another name of the front door"),
        (LOOKED + "arrangements for receiving referrals about children in need.", "front-door", "referrals that come in"),
        (LOOKED + "arrangements for children in need and referrals to a trust.", "child-in-need-and-child-protection", "referrals that go out"),
        (LOOKED + "arrangements for care leavers, including how children in care are prepared for it.", "care-leavers", "what is included is a detail"),
        (LOOKED + "arrangements for children in need, with a particular focus on exploitation.", "child-in-need-and-child-protection", "a particular focus is a detail"),
        (LOOKED + "arrangements for the front door; and the local authority’s response to children who present as homeless.", "front-door;other:children who present as homeless", "a second thing, without a token"),
        ("The visit looked at the quality and impact of key decision-making across help and protection, children in care and services for care leavers.", "covid-19", "all areas at once"),
        ("However, the delivery model was adapted to reflect the COVID-19 context.", "covid-19", "nothing is said but this"),
        (LOOKED + "arrangements for care leavers. The delivery model was adapted to reflect the COVID-19 context.", "care-leavers", "a visit of that time with a focus"),
        ("Inspectors looked at a range of evidence, including the case records of children in care.", "", "how they worked"),
        ("Inspectors reviewed the action since the last visit on the front door. " + LOOKED + "arrangements for care leavers.", "care-leavers", "what an earlier visit looked at"),
    ],
)  # fmt: skip
def test_focus(sentence: str, areas: str, why: str) -> None:
    found = focus_of(sentence)
    assert ";".join(found.areas if found else ()) == areas, why


def test_a_letter_about_a_visit_has_its_focus_and_the_words() -> None:
    words = LOOKED + "arrangements for children in care."
    (inspection,) = facts_of(letter(f"{VISIT}\n\n{words}")).inspections
    assert inspection.focus is not None
    assert inspection.focus.areas == ("children-in-care",)
    assert inspection.focus.evidence in inspection.evidence


def test_other_inspections_have_none() -> None:
    words = "This letter summarises the findings of the second monitoring visit. " + LOOKED
    (inspection,) = facts_of(
        letter(f"{words}care leavers.", subject="Monitoring visit to Derby")
    ).inspections
    assert inspection.focus is None
