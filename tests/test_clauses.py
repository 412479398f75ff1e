"""Where a sentence turns: the splitter alone, which knows no classifier."""

from __future__ import annotations

import pytest

from kg.extraction.text.clauses import foreground, halves
from kg.extraction.text.patterns import rules

CUTS = [
    (
        "Before. Although visits are regular, plans are weak. After.",
        ("visits are regular", "plans are weak."),
        "a sentence inside a text",
    ),
    (
        "Staff know children well, but managers do not check their plans.",
        ("Staff know children well", "managers do not check their plans."),
        "but",
    ),
    (
        "Carers are trained well but are rarely visited at home.",
        ("Carers are trained well", "but are rarely visited at home."),
        "no subject of its own: the conjunction stays",
    ),
    (
        "Plans are clear; however, reviews of them are late.",
        ("Plans are clear", "reviews of them are late."),
        "however behind a semicolon",
    ),
    (
        "While reviews, visits and plans are timely, managers are not sighted on them.",
        ("reviews, visits and plans are timely", "managers are not sighted on them."),
        "commas of a list",
    ),
    ("Some children, however, wait for too long.", None, "however inside one clause"),
    ("Although late, plans are clear and well used.", None, "a half that is too short"),
    ("There is a small but keen team for adopters.", None, "but between two adjectives"),
    ("Staff are not only skilled, but they are also well led.", None, "not only ... but also"),
    ("Supervision is regular and reflective.", None, "no turn"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CUTS)
def test_halves(text: str, expected: tuple[str, str] | None, why: str) -> None:
    start = text.find("Although visits") if text.startswith("Before") else 0
    end = text.rfind(" After") if text.endswith("After.") else len(text)
    cut = halves(text, start, end)
    assert (cut and tuple(text[a:b] for a, b in cut)) == expected, why


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Despite much demand, plans are good.", "plans are good."),
        ("However, despite training, thresholds are unclear.", "thresholds are unclear."),
        ("Thresholds are unclear, despite much training.", "Thresholds are unclear"),
        ("Plans are clear and good.", "Plans are clear and good."),
    ],
)
def test_what_despite_turns_away_from_is_background(text: str, expected: str) -> None:
    start, end = foreground(text, 0, len(text))
    assert text[start:end] == expected


@pytest.mark.parametrize(
    ("file", "key"),
    [("clauses", "opening"), ("clauses", "turn"), ("clauses", "background"), ("findings", "words"), ("findings", "trend")],
)  # fmt: skip
def test_each_rule_has_a_name_and_a_reason(file: str, key: str) -> None:
    found = rules(file, key)
    assert found
    assert all(rule.name and rule.fields["why"] for rule in found)
    assert all(len(hint) <= 4 for rule in found for hint in rule.fields.get("hints", ()))
