"""Leaders, neighbours and programmes in a brief."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kg.briefs.around import leaders, programmes
from kg.briefs.material import Material, read_material
from kg.briefs.model import Brief, Remark, Section, sentences
from kg.briefs.record import Claim
from kg.explore.explain import Quote
from kg.gazetteer import Gazetteer
from kg.store.graph import open_graph

REPORT = "central-bedfordshire-ilacs-2022.pdf"


@pytest.fixture(scope="module")
def material(demo_graph: Path) -> Material:
    with open_graph(demo_graph) as graph:
        return read_material(graph, Gazetteer.load().resolve("Central Bedfordshire"))


def claim(words: str, **states: str) -> Claim:
    named = tuple((name.replace("_", " "), value) for name, value in states.items())
    quote = Quote("urn:c", "", named, words, "Report", REPORT, 2, None, 0, len(words), "", 1.0)
    return Claim(f"urn:{words}", (quote,))


def lines(section: Section) -> list[str]:
    return [sentence.text for block in section.blocks for sentence in sentences(block)]


@pytest.mark.parametrize(
    ("name", "words", "line", "reason"),
    [
        ("Open Door", "Open Door team", "Open Door (service), 1 document, 2022.", "named as it is written"),
        ("Open Door", "door  opened", "Open Door (service; written “door opened”), 1 document, 2022.", "written otherwise"),
        ("kite team", "kite team", "Kite team (service), 1 document, 2022.", "a sentence begins with a capital"),
    ],
)  # fmt: skip
def test_a_programme_is_told_as_documents_write_it(
    material: Material, name: str, words: str, line: str, reason: str
) -> None:
    named = claim(words, mentions=name, programme_kind="service")
    section = programmes(with_record(material, programmes=(named,)))
    assert lines(section) == [line], reason


def with_record(material: Material, **changes: object) -> Material:
    record = dataclasses.replace(material.record, **changes)  # type: ignore[arg-type]
    return dataclasses.replace(material, record=record)


POST = {
    "organization": "Central Bedfordshire",
    "role": "chief-executive",
    "role_text": "chief executive",
}


@pytest.mark.parametrize(
    ("states", "row", "reason"),
    [
        (POST | {"name": "Ada Moss"}, ["Chief executive", "Ada Moss", "not stated", "January 2022"], "named"),
        (POST | {"since": "2019-05"}, [], "nobody is named"),
        (POST | {"name": "Ada Moss", "organization": "Police"}, [], "a post elsewhere"),
    ],
)  # fmt: skip
def test_a_leader_is_told_with_the_start_of_the_post(
    material: Material, states: dict[str, str], row: list[str], reason: str
) -> None:
    section = leaders(with_record(material, posts=(claim("Ada Moss, chief executive", **states),)))
    assert lines(section) == row, reason


def test_a_neighbour_without_report_says_so(brief: Brief) -> None:
    section = next(one for one in brief.sections if one.heading == "Statistical neighbours")
    assert lines(section)[:3] == ["Buckinghamshire", "December 2021", "Requires improvement"]
    assert "South Gloucestershire" not in lines(section)
    remark = next(block for block in section.blocks if isinstance(block, Remark))
    assert remark.text.startswith("No full inspection in the graph: South Gloucestershire, ")
