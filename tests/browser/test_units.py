"""The modules of the page that touch no page, in the browser that the tests have anyway."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from kg.views.model import Network
from kg.views.page import render
from kg.views.scripts import bundle, linked

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
JS = "kg/views/assets/js"
UNITS = "tests/browser/units.js"


@pytest.fixture(scope="module")
def modules() -> dict[str, str]:
    """The page's modules, wherever kg is, by their paths in the repository."""
    folder = files("kg.views") / "assets" / "js"
    return {f"{JS}/{item.name}": item.read_text(encoding="utf-8") for item in folder.iterdir()}


@pytest.fixture(scope="module")
def units(modules: dict[str, str]) -> dict[str, str]:
    """The same, and their tests."""
    return {**modules, UNITS: (HERE / "units.js").read_text(encoding="utf-8")}


def test_every_module_and_export_is_used(units: dict[str, str]) -> None:
    linked_page, linked_units = (linked(units, entry) for entry in (f"{JS}/main.js", UNITS))
    assert sorted(units) == sorted([*linked_page, f"{JS}/prelude.js", UNITS])
    wanted = {
        (path, name)
        for module in (*linked_page.values(), linked_units[UNITS])
        for path, names in module.imports
        for name in names
    }
    offered = {(path, name) for path, module in linked_page.items() for name in module.exports}
    assert offered == wanted


def test_every_module_is_small_and_safe(modules: dict[str, str]) -> None:
    for name, text in modules.items():
        assert len(text.splitlines()) <= 300, name
        assert text.startswith(("//", '"use strict";\n//')), f"{name} does not say what it is for"
        found = re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(", text
        )
        assert found is None, (name, found)


def test_units(browser: Any, world: Network, units: dict[str, str]) -> None:
    data = re.search(
        r'<script type="application/json" id="data">.*?</script>',
        render(world, "World").decode(),
        re.DOTALL,
    )
    assert data is not None
    page = browser.new_page()
    page.set_content(data[0])
    count, failed = page.evaluate(f"() => {{ {bundle(units, UNITS)}; return window.units; }}")
    page.close()
    assert failed == []
    assert count > 25
