"""What was asked for: which items and later statements are shown."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kg.briefs.asked import EACH, EARLIER, ENOUGH, LEAST, asked
from kg.briefs.material import Material, Row, read_material
from kg.briefs.model import Items, Paragraph, Remark, sentences
from kg.gazetteer import Gazetteer
from kg.store.graph import open_graph


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
        "The full inspection of 17 to 21 January 2022 identified three areas for improvement:"
    )
    assert not any("2017 identified" in line for line in lines)
    assert not any("kg’s reading" in line for line in lines)  # nothing is read
    assert lines[-1].endswith("kg query recommendations -p council=E06000056.")


def test_an_earlier_item_that_came_up_again_has_its_later_words(material: Material) -> None:
    later = ((0, "settled", "0.95"), (1, "raised-again", "0.9"), (2, "settled", "0.87"))
    lines = told(material, *rows_of(material, OLD, *later), *rows_of(material, NEW))
    at = next(n for n, line in enumerate(lines) if "2017 identified" in line)
    assert lines[at].endswith(", one of which is shown here:")
    assert lines[at + 1].startswith("“")
    assert lines[at + 2].startswith("January 2022, praised: “")
    assert lines[at + 3].startswith("January 2022, criticised again: “")
    assert lines[at + 4].startswith("Where nothing appears beneath an item, no later")


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
    assert not any(
        "January 2022, praised" in line or "2017 identified" in line for line in lines
    ), reason


@pytest.mark.parametrize(
    ("confidence", "shown", "reason"),
    [
        ("0.95", "criticised again: “", "the latest document is sure"),
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
    read = [line for line in lines if ": “" in line]
    assert len(read) == bool(shown), reason
    assert all(shown in line for line in read), reason


def test_the_section_has_room_for_some_lines(material: Material) -> None:
    item = rows_of(material, NEW)[0]
    many = [{**item, "recommendation": f"urn:{n}"} for n in range(40)]
    lines = told(material, *many)
    assert sum(line.startswith("“") for line in lines) == EACH
    assert lines[-1].startswith(f"A further {40 - EACH} items are not shown")


@pytest.mark.parametrize(
    ("later", "says", "reason"),
    [
        ([(0, "raised-again", "0.95")], "criticised again", "the only statement"),
        ([(0, "raised-again", "0.95"), (1, "settled", "0.5")], "some progress", "its document says both"),
    ],
)  # fmt: skip
def test_a_document_that_says_both_finds_some_progress(
    material: Material, later: list[tuple[int, str, str]], says: str, reason: str
) -> None:
    lines = told(material, *rows_of(material, OLD, *later), *rows_of(material, NEW))
    assert [line for line in lines if line.startswith(f"January 2022, {says}: “")], reason


def test_earlier_items_of_each_kind_are_shown_in_turn(material: Material) -> None:
    rows: list[Row] = []
    for n, state in enumerate(["settled"] * 9 + ["raised-again"]):
        first, *_ = rows_of(material, OLD, (0, state, "0.95"))
        rows.append({**first, "recommendation": f"urn:{n}"})
    shown = [line for line in told(material, *rows) if line.startswith("January 2022, ")]
    assert len(shown) == EARLIER
    assert sum("criticised again" in line for line in shown) == 1
    new = [
        {**rows_of(material, NEW)[0], "recommendation": f"urn:new-{n}"} for n in range(ENOUGH + 1)
    ]
    fewer = [line for line in told(material, *rows, *new) if line.startswith("January 2022, ")]
    assert len(fewer) == LEAST


def test_a_priority_action_says_so(material: Material) -> None:
    item = {**rows_of(material, NEW)[0], "priority": "true"}
    assert told(material, item)[1].startswith("Priority action: “")


def test_nothing_asked_for_is_said(material: Material) -> None:
    assert told(material) == [
        "The graph has no item on what Central Bedfordshire Council needs to improve."
    ]


@pytest.mark.parametrize(
    ("words", "gap", "count", "reason"),
    [
        ("This includes speech therapy.", 1, "two", "it says more of the item before it"),
        ("This includes speech therapy.", 80, "three", "it stands elsewhere"),
        ("Speech therapy.", 1, "three", "an item of its own"),
    ],
)
def test_a_sentence_that_goes_on_is_no_item_of_its_own(
    material: Material, words: str, gap: int, count: str, reason: str
) -> None:
    first, second, *others = rows_of(material, NEW)
    start = str(int(first["end"]) + gap)
    next_to = {"text": words, "start": start, "end": str(int(start) + len(words))}
    findings = tuple(
        {**one, **next_to} if one["start"] == second["start"] and one["document"] == NEW else one
        for one in material.findings
    )
    rows = [first, {**second, **next_to}, *others]
    lines = told(dataclasses.replace(material, findings=findings), *rows)
    assert lines[0].endswith(f"identified {count} areas for improvement:"), reason
    joined = f"“{first['text']} {words}”" in lines
    assert joined == (count == "two"), reason
