"""The modules of the page that touch no page, in the browser that the tests have anyway."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from kg.views.model import Network
from kg.views.page import SCRIPTS, render

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
JS = files("kg.views") / "assets" / "js"
#: What these start is the page.
STARTERS = ("main.js",)


def test_every_module_is_on_the_list_and_small() -> None:
    written = {item.name: item.read_text(encoding="utf-8") for item in JS.iterdir()}
    assert sorted(written) == sorted([*SCRIPTS, "prelude.js"])
    for name, text in written.items():
        assert len(text.splitlines()) <= 300, name
        assert text.startswith(("//", '"use strict";\n//')), f"{name} does not say what it is for"
        found = re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(", text
        )
        assert found is None, (name, found)


def test_units(browser: Any, world: Network) -> None:
    data = re.search(
        r'<script type="application/json" id="data">.*?</script>',
        render(world, "World").decode(),
        re.DOTALL,
    )
    assert data is not None
    modules = [(JS / name).read_text(encoding="utf-8") for name in SCRIPTS if name not in STARTERS]
    units = (HERE / "units.js").read_text(encoding="utf-8")
    page = browser.new_page()
    page.set_content(data[0])
    program = "\n".join([*modules, units])
    count, failed = page.evaluate(f'() => {{ "use strict";\n{program} }}')
    page.close()
    assert failed == []
    assert count > 25
