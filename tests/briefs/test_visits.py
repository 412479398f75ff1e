"""Visits and other inspections in a brief."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kg.briefs.material import Material, read_material
from kg.briefs.model import Remark, sentences
from kg.briefs.visits import visits
from kg.gazetteer import Gazetteer
from kg.store.graph import open_graph


@pytest.fixture(scope="module")
def material(demo_graph: Path) -> Material:
    with open_graph(demo_graph) as graph:
        return read_material(graph, Gazetteer.load().resolve("Central Bedfordshire"))


def told(material: Material) -> list[str]:
    blocks = visits(material).blocks
    lines = [[b.text] if isinstance(b, Remark) else [s.text for s in sentences(b)] for b in blocks]
    return [line for some in lines for line in some]


def test_a_visit_before_the_full_inspection_has_what_it_looked_at(material: Material) -> None:
    none, before, visit = told(material)
    assert none.startswith("The graph has no visit to Central Bedfordshire Council since")
    assert before == "Before the newest full inspection:"
    assert visit.startswith("Focused visit of ")
    assert ", on " in visit


@pytest.mark.parametrize(
    ("type_", "by", "reason"),
    [
        ("focused-visit", "", "Ofsted alone: said once for all"),
        ("area-send", " (by Care Quality Commission and Ofsted)", "two have a part in it"),
    ],
)
def test_a_visit_since_then_has_its_first_finding(
    material: Material, type_: str, by: str, reason: str
) -> None:
    visit = next(one for one in material.record.inspections if not one.is_full)
    later = dataclasses.replace(visit, type=type_, start="2023-03-01", end="2023-03-02")
    record = dataclasses.replace(material.record, inspections=(*material.record.full, later))
    row = next(one for one in material.findings if one["document"] in visit.claim.paths)
    text = "Social workers visit children often and know them well."
    found = {**row, "kind": "strength", "text": text, "confidence": "0.95"}
    first, second = told(dataclasses.replace(material, record=record, findings=(found,)))
    assert f"1 and 2 March 2023{by}" in first, reason
    assert second == f"Its first finding: “{text}”"
