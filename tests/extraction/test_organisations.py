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
