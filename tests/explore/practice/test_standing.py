"""The grade that a council held when a document was written: whose, of which area, and which of two."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.explore.practice.standing import Held, Standing, read_standings
from kg.reference_data import concept_labels
from made_up import HEAD, inspection, with_links

ON = [
    ({"leadership": "good", "overall-effectiveness": "requires-improvement"}, "workforce", "good leadership", "the area of the theme"),
    ({"leadership": "requires-improvement", "overall-effectiveness": "good"}, "workforce", "good overall-effectiveness", "or overall"),
    ({"leadership": "good", "overall-effectiveness": "inadequate"}, "early-help", "inadequate overall-effectiveness", "another area says nothing"),
    ({"in-care-and-care-leavers": "good"}, "care-leavers", "good in-care-and-care-leavers", "the area of its framework"),
    ({"overall-effectiveness": "outstanding"}, "voice-of-the-child", "outstanding overall-effectiveness", "a theme of all areas"),
    ({"overall-effectiveness": "good"}, "", "good overall-effectiveness", "no theme"),
    ({"leadership": "good", "in-care": "inadequate"}, "voice-of-the-child", "inadequate in-care", "no grade overall: the worst area"),
    ({}, "workforce", "", "nothing is known"),
]  # fmt: skip


@pytest.mark.parametrize(("grades", "theme", "held", "why"), ON)
def test_the_grade_of_a_theme(grades: dict[str, str], theme: str, held: str, why: str) -> None:
    expected = Held(*held.split()) if held else None
    assert Standing(grades).on(theme) == expected, why
    assert not theme or theme in concept_labels("theme")


ILACS = inspection(
    "full", start="2019-03-04", grades="overall-effectiveness=good leadership=outstanding"
)
VISIT = inspection("visit", kind="focused-visit", start="2020-05-04")
STATED = """
<urn:e> a kg:EarlierInspection ; kg:document <urn:d:visit> ; kg:council council:E06000055 ;
  kg:grade c:grade\\/outstanding ; kg:gradeHeldAt <urn:i:visit> ."""
READ = [
    (ILACS, "full", {"overall-effectiveness": "good", "leadership": "outstanding"}, "its own grades"),
    (ILACS + VISIT, "visit", {"overall-effectiveness": "good"}, "a visit: what was held then"),
    (ILACS + VISIT + STATED, "visit", {"overall-effectiveness": "outstanding"}, "as its letter states"),
    (VISIT, "visit", None, "nothing is known"),
    (inspection("early", start="2018-05-04") + ILACS, "early", None, "a later grade was not held yet"),
    (ILACS.replace("grade\\/good", "grade\\/good, c:grade\\/inadequate"), "full", {"overall-effectiveness": "inadequate", "leadership": "outstanding"}, "the lower of two"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "document", "grades", "why"), READ)
def test_grades_of_a_graph(
    data: str, document: str, grades: dict[str, str] | None, why: str
) -> None:
    store = ox.Store()
    store.load((HEAD + with_links(data)).encode(), format=ox.RdfFormat.TURTLE)
    found = read_standings(store).get((f"urn:d:{document}", "E06000055"))
    assert (found and dict(found.grades)) == grades, why
