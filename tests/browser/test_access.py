"""What axe-core says of the page: for people who use a screen reader, a keyboard, other colours."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

VENDOR = Path(__file__).parent / "vendor"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WINDOWS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1440, "height": 900}},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    "400%": {"viewport": {"width": 320, "height": 256}},
}
SCREENS = {
    "England": "",
    "a share": "?by=theme-care-leavers&year=2020",
    "a council": "council/E08000032",
    "a comparison": "compare?with=E08000032,E08000035,E06000015",
    "themes": "themes",
    "a theme": "theme/care-leavers",
    "findings": "findings?q=children&kind=weakness",
    "inspections": "inspections?grade=inadequate&since=2019",
    "people": "people",
    "programmes": "programmes",
    "programmes of one name": "programme/E06000001/kite?same=all",
    "network": "network?from=https%3A%2F%2Fw3id.org%2Finspection-kg%2Fid%2Fcouncil%2FE08000032",
    "a document": "document/3?at=10-40",
}


def test_axe_is_the_one_that_was_published() -> None:
    (entry,) = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
    data = (VENDOR / entry["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    assert f"axe v{entry['version']}".encode() in data[:60]
    for licence in entry["licence_files"]:
        assert (VENDOR / licence).stat().st_size > 1_000


@pytest.mark.parametrize("window", WINDOWS)
def test_axe_finds_no_fault(national: Any, window: str) -> None:
    faults = []
    for name, address in SCREENS.items():
        opened = national(address, reduced_motion="reduce", **WINDOWS[window])
        # Not as an element of the page: its policy would stop it.
        opened.page.evaluate((VENDOR / "axe.min.js").read_text(encoding="utf-8"))
        found = opened.page.evaluate(
            "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
            RULES,
        )
        faults += [
            (name, one["id"], one["impact"], [node["html"][:120] for node in one["nodes"]][:3],
             one["nodes"][0]["failureSummary"])
            for one in found["violations"]
        ]  # fmt: skip
        assert (opened.errors, opened.asked) == ([], []), name
    assert faults == []


@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_scrolls_sideways(national: Any, screen: str) -> None:
    opened = national(SCREENS[screen], **WINDOWS["400%"])
    over = opened.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0
    assert opened.page.locator("h1").count() == 1
