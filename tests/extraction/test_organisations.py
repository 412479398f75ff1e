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
