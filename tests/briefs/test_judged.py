"""What a full inspection praised and criticised: themes, counts and examples."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kg.briefs.judged import criticised, praised, stands_alone
from kg.briefs.material import Material, read_material
from kg.briefs.model import Section, Table
from kg.briefs.record import Grade
from kg.gazetteer import Gazetteer
from kg.store.graph import open_graph

REPORT = "central-bedfordshire-ilacs-2022.pdf"


@pytest.fixture(scope="module")
def material(demo_graph: Path) -> Material:
    with open_graph(demo_graph) as graph:
        return read_material(graph, Gazetteer.load().resolve("Central Bedfordshire"))


def finding(n: int, kind: str, text: str, themes: str = "workforce") -> dict[str, str]:
    place = {"start": str(n * 100), "end": str(n * 100 + 99), "page": "1", "paragraph": ""}
    told = {"document": REPORT, "kind": kind, "text": text, "themes": themes, "confidence": "0.95"}
    return told | place


def rows(section: Section | None) -> list[list[str]]:
    assert section is not None
    return [
        [cell.text for cell in row]
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


GOOD = "Social workers are well supported by their managers."
PLAIN = "Social workers meet their managers at the office on Mondays."
BAD = "Social workers do not meet their managers often enough."
BUT = "However, managers are seldom at the office for long."


@pytest.mark.parametrize(
    ("findings", "praise", "criticism", "reason"),
    [
        ([("strength", GOOD)], [["Workforce", "1", "0", "0", f"“{GOOD}”"]], [], "only praise"),
        ([("weakness", BAD)], [], [["Workforce", "1", "0", "0", f"“{BAD}”"]], "only criticism"),
        ([("strength", GOOD), ("weakness", BAD), ("mixed", PLAIN)], [], [["Workforce", "1", "1", "1", f"“{BAD}”"]], "as much of both is not praise"),
        ([("strength", PLAIN), ("strength", GOOD)], [["Workforce", "2", "0", "0", f"“{GOOD}”"]], [], "an example judges"),
        ([("strength", GOOD), ("weakness", BUT), ("strength", PLAIN)], [["Workforce", "2", "1", "0", f"“{PLAIN}”"]], [["Workforce", "1", "2", "0", f"“{BUT}”"]], "the next sentence takes it back"),
    ],
)  # fmt: skip
def test_themes(
    material: Material,
    findings: list[tuple[str, str]],
    praise: list[list[str]],
    criticism: list[list[str]],
    reason: str,
) -> None:
    found = tuple(finding(n, kind, text) for n, (kind, text) in enumerate(findings))
    told = dataclasses.replace(material, findings=found)
    assert rows(praised(told)) == praise, reason
    assert rows(criticised(told)) == criticism, reason


def test_a_finding_counts_under_each_of_its_themes(material: Material) -> None:
    both = finding(0, "strength", GOOD, "workforce;early-help")
    told = dataclasses.replace(material, findings=(both,))
    assert [row[:2] for row in rows(praised(told))] == [["Early help", "1"], ["Workforce", "1"]]


@pytest.mark.parametrize(
    ("grades", "label", "reason"),
    [
        (("good", "inadequate"), "Care leavers (lowest grade: inadequate)", "the lowest"),
        (("inadequate", "good"), "Care leavers", "another is lower"),
        (("good", "good"), "Care leavers", "none is lower than another"),
    ],
)  # fmt: skip
def test_a_theme_of_the_lowest_area_says_so(
    material: Material, grades: tuple[str, str], label: str, reason: str
) -> None:
    newest = material.record.full[-1]
    sources = newest.grades[0].sources
    given = tuple(
        Grade(area, grade, sources)
        for area, grade in zip(("leadership", "care-leavers"), grades, strict=True)
    )
    graded = dataclasses.replace(newest, grades=given)
    record = dataclasses.replace(material.record, inspections=(graded,))
    found = (finding(0, "strength", GOOD, "care-leavers"),)
    told = dataclasses.replace(material, record=record, findings=found)
    assert rows(praised(told))[0][0] == label, reason


@pytest.mark.parametrize(
    ("text", "confidence", "alone", "reason"),
    [
        ("Social workers visit children often and know them well.", "0.95", True, "says who does what"),
        ("They visit children often, and children know them well.", "0.95", False, "points back"),
        ("Leaders know of these gaps and have plans to close them.", "0.95", False, "points back in the middle"),
        ("However, leaders have plans to close gaps in supervision.", "0.95", False, "answers the sentence before"),
        ("social workers visit children often and know them well", "0.95", False, "half a sentence"),
        ("Plans are clear.", "0.95", False, "says too little"),
        (f"Plans {'and reviews ' * 20}are clear.", "0.95", False, "too long to quote"),
        ("Social workers visit children often and know them well.", "0.62", False, "may be no strength"),
    ],
)  # fmt: skip
def test_an_example_can_be_read_alone(text: str, confidence: str, alone: bool, reason: str) -> None:
    assert stands_alone({"text": text, "confidence": confidence}) is alone, reason
