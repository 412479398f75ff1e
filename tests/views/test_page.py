"""The libraries of the atlas are the files that were published, in the order they need each other."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

import kg.views
from kg.views.page import VENDOR

FOLDER = Path(kg.views.__file__).parent / "assets" / "vendor"
ENTRIES = json.loads((FOLDER / "vendor.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["name"] for entry in ENTRIES])
def test_a_library_is_the_one_that_was_published(entry: dict[str, object]) -> None:
    data = (FOLDER / str(entry["file"])).read_bytes()
    assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    assert b"</script" not in data.lower()
    assert b"<!--" not in data
    if data.startswith(b"// https://d3js.org/"):
        assert f"v{entry['version']} ".encode() in data[:80]
    licences = entry["licence_files"]
    assert isinstance(licences, list)
    assert all((FOLDER / name).stat().st_size > 500 for name in licences)


def test_each_file_is_listed_and_each_library_is_on_the_page() -> None:
    assert {entry["file"] for entry in ENTRIES} == set(VENDOR)
    listed = {name for entry in ENTRIES for name in [entry["file"], *entry["licence_files"]]}
    assert {path.name for path in FOLDER.iterdir()} == {*listed, "vendor.json"}


def test_a_library_comes_after_those_that_it_needs() -> None:
    for n, name in enumerate(VENDOR):
        head = (FOLDER / name).read_text(encoding="utf-8")[:900]
        # What a library would need of Node is not there in a browser, and not asked for.
        needed = {f"{other}.min.js" for other in re.findall(r'require\("(d3-[\w-]+)"\)', head)}
        assert needed <= set(VENDOR[:n]), name
