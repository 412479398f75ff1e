"""What axe-core says of the page: for people who use a screen reader, a keyboard, other colours."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from kg.views.model import Network
from kg.views.page import render

pytestmark = pytest.mark.browser

VENDOR = Path(__file__).parent / "vendor"

#: A part of the page that is not there at first, and how it comes.
STATES = (
    ("at first", "() => {}"),
    ("a council", "() => kg.select(kg.nodes.find((node) => node.kind === 'council'))"),
    ("a link", "() => kg.selectEdge(kg.edges.find((edge) => edge.facts.length))"),
    ("a path", "() => kg.selectPath(kg.nodes[0], kg.nodes[1])"),
    (
        "filters",
        "() => { kg.change({since: '2018', noLeaves: true, offKinds: new Set(['leader'])}); document.querySelector('#filter').click(); }",
    ),
    ("the files", "() => document.querySelector('#save').click()"),
    ("things", "() => kg.change({table: 'things'})"),
    ("links", "() => kg.change({table: 'links'})"),
    ("the keys", "() => { kg.change({table: ''}); document.querySelector('#keys-help').click(); }"),
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_axe_is_the_one_that_was_published() -> None:
    (entry,) = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
    data = (VENDOR / entry["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    assert f"axe v{entry['version']}".encode() in data[:60]
    for licence in entry["licence_files"]:
        assert (VENDOR / licence).stat().st_size > 1_000


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"color_scheme": "dark"},
        {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    ],
    ids=["light", "dark", "phone"],
)
def test_axe_finds_no_serious_fault(opener: Any, world: Network, options: dict[str, Any]) -> None:
    opened = opener(render(world, "World"), reduced_motion="reduce", **options)
    page = opened.page
    # Not as an element of the page: its policy would stop it.
    page.evaluate((VENDOR / "axe.min.js").read_text(encoding="utf-8"))
    faults = []
    for name, come in STATES:
        page.evaluate(come)
        found = page.evaluate(
            "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
            RULES,
        )
        faults += [
            (
                name,
                one["id"],
                one["impact"],
                [node["html"][:120] for node in one["nodes"]][:3],
                one["nodes"][0]["failureSummary"],
            )
            for one in found["violations"]
            if one["impact"] in ("serious", "critical", "moderate")
        ]
        page.evaluate(
            "() => document.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))"
        )
    assert faults == []
    assert opened.errors == []
