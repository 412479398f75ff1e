"""What reports praised and asked for: which examples, items and later statements are shown."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kg.briefs.material import Material, Row, read_material
from kg.briefs.model import Items, Paragraph, Remark, sentences
from kg.briefs.reports import EACH, LINES, _stands_alone, asked
from kg.gazetteer import Gazetteer
from kg.store.graph import open_graph


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
    assert _stands_alone({"text": text, "confidence": confidence}) is alone, reason


@pytest.fixture(scope="module")
def material(demo_graph: Path) -> Material:
    with open_graph(demo_graph) as graph:
        return sure(read_material(graph, Gazetteer.load().resolve("Central Bedfordshire")), "0.95")


def sure(material: Material, confidence: str) -> Material:
    """The same, with this confidence of all findings."""
    findings = tuple({**row, "confidence": confidence} for row in material.findings)
    return dataclasses.replace(material, findings=findings)


def rows_of(material: Material, path: str, *later: tuple[int, str, str]) -> list[Row]:
    """The items of a document, the first with later statements: number, state, confidence."""
    found = [one for one in material.findings if one["document"] == path]
    items = [one for one in found if one["kind"] == "recommendation"]
    strengths = [one for one in material.findings if one["kind"] == "strength"]
    rows: list[Row] = []
    for n, item in enumerate(items):
        row = {
            **item,
            "recommendation": f"urn:{path}:{n}",
            "priority": "",
            "state": "no-later-word",
        }
        told = later if n == 0 else ()
        empty = dict.fromkeys(("later_document", "later_text", "later_start", "later_date"), "")
        rows += [
            {
                **row, "state": state, "later_state": state, "confidence": confidence, "later_date": "2022-01-17",
                **{f"later_{name}": strengths[which][name] for name in ("document", "text", "start")},
            }
            for which, state, confidence in told
        ] or [{**row, **empty}]  # fmt: skip
    return rows


OLD, NEW = "central-bedfordshire-single-inspection-2017.pdf", "central-bedfordshire-ilacs-2022.pdf"


def told(material: Material, *rows: Row) -> list[str]:
    blocks = asked(dataclasses.replace(material, recommendations=rows)).blocks
    return [
        *(s.text for b in blocks if isinstance(b, Paragraph | Items) for s in sentences(b)),
        *(b.text for b in blocks if isinstance(b, Remark)),
    ]


def test_items_of_the_newest_report_are_listed_and_others_counted(material: Material) -> None:
    lines = told(material, *rows_of(material, OLD), *rows_of(material, NEW))
    assert lines[0] == (
        "The full inspection of 17 to 21 January 2022 lists 3 items under what needs to improve or "
        "be done:"
    )
    assert not any("2017 lists" in line for line in lines)
    assert lines[-1].endswith("kg query recommendations -p council=E06000056.")


def test_an_earlier_item_that_came_up_again_has_its_later_words(material: Material) -> None:
    later = ((0, "settled", "0.95"), (1, "raised-again", "0.9"), (2, "settled", "0.87"))
    lines = told(material, *rows_of(material, OLD, *later), *rows_of(material, NEW))
    at = next(n for n, line in enumerate(lines) if "2017 lists" in line)
    assert lines[at].endswith("; 1 here:")
    assert lines[at + 1].startswith("“")
    assert lines[at + 2].startswith("January 2022, read as settled: “")
    assert lines[at + 3].startswith("January 2022, read as raised again: “")
    assert lines[at + 4].startswith("An item without a line below it has no later word")


@pytest.mark.parametrize(
    ("link", "kind", "reason"),
    [("0.8", "0.99", "it may be about something else"), ("0.99", "0.6", "it may be no strength")],
)
def test_a_later_statement_that_is_not_sure_is_left_to_the_query(
    material: Material, link: str, kind: str, reason: str
) -> None:
    doubtful = sure(material, kind)
    rows = rows_of(doubtful, OLD, (0, "settled", link)) + rows_of(doubtful, NEW)
    lines = told(doubtful, *rows)
    assert not any("read as" in line or "2017 lists" in line for line in lines), reason


@pytest.mark.parametrize(
    ("confidence", "shown", "reason"),
    [
        ("0.95", "read as raised again: “", "the latest document is sure"),
        ("0.8", "", "the latest is not sure, and what the earlier one said may no longer hold"),
    ],
)
def test_the_latest_document_speaks_for_an_item(
    material: Material, confidence: str, shown: str, reason: str
) -> None:
    strengths = [one["document"] for one in material.findings if one["kind"] == "strength"]
    visit = strengths.index("central-bedfordshire-focused-visit-2019.pdf")
    later = ((visit, "settled", "0.95"), (strengths.index(NEW), "raised-again", confidence))
    lines = told(material, *rows_of(material, OLD, *later), *rows_of(material, NEW))
    read = [line for line in lines if ", read as " in line]
    assert len(read) == bool(shown), reason
    assert all(shown in line for line in read), reason


def test_the_section_has_room_for_some_lines(material: Material) -> None:
    item = rows_of(material, NEW)[0]
    many = [{**item, "recommendation": f"urn:{n}"} for n in range(40)]
    lines = told(material, *many)
    assert sum(line.startswith("“") and "Read as" not in line for line in lines) == min(EACH, LINES)
    assert lines[-1].startswith(f"{40 - EACH} items more in the graph")


def test_a_priority_action_says_so(material: Material) -> None:
    item = {**rows_of(material, NEW)[0], "priority": "true"}
    assert told(material, item)[1].startswith("Priority action: “")


def test_nothing_asked_for_is_said(material: Material) -> None:
    assert told(material) == [
        "The graph has no item on what Central Bedfordshire needs to improve."
    ]
