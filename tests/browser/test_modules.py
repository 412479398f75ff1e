"""The modules of the page: each is used, small, and makes no markup of text."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from kg.views.scripts import linked

ASSETS = Path(str(files("kg.views"))) / "assets"


@pytest.fixture(scope="module")
def modules() -> dict[str, str]:
    folder = ASSETS / "js"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_every_module_and_export_is_used(modules: dict[str, str]) -> None:
    page = linked(modules, "main.js")
    assert sorted(page) == sorted(modules)
    wanted = {
        (path, name) for module in page.values() for path, names in module.imports for name in names
    }
    offered = {(path, name) for path, module in page.items() for name in module.exports}
    assert offered == wanted


def test_every_module_is_small_and_safe(modules: dict[str, str]) -> None:
    for name, text in modules.items():
        assert len(text.splitlines()) <= 320, name
        assert text.startswith("//"), f"{name} does not say what it is for"
        found = re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(", text
        )
        assert found is None, (name, found)
