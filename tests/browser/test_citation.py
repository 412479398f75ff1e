"""Citations on the page: the same texts as `kg why` gives, to copy and to save."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from kg.citation import FORMATS
from kg.query.cited_documents import cited_documents
from kg.views.scripts import bundle
from national import national_graph
from places import TESTS

pytestmark = pytest.mark.browser

SCRIPTS = Path(str(files("kg.views"))) / "assets" / "js"
CASES: list[dict[str, Any]] = json.loads(
    (TESTS / "data" / "citations.json").read_text(encoding="utf-8")
)


def test_the_script_writes_what_kg_writes(browser: Any) -> None:
    """tests/test_citation.py holds `kg.citation` to the same cases."""
    page = browser.new_context().new_page()
    main = 'import { CITATION_FORMATS } from "./citation.js";\nwindow.formats = CITATION_FORMATS;\n'
    names = ("citation.js", "words.js")
    modules = {name: (SCRIPTS / name).read_text(encoding="utf-8") for name in names}
    page.evaluate(f"() => {{{bundle({**modules, 'main.js': main}, 'main.js')}}}")
    write = "(one) => formats.map(([, , , write]) => write(one))"
    for case in CASES:
        written = dict(zip(FORMATS, page.evaluate(write, case["citation"]), strict=True))
        assert written == {name: case[name] for name in FORMATS}, case["why"]


def shown(page: Any, name: str) -> str:
    page.select_option(".cite select", label=name)
    return str(page.input_value(".cite textarea"))


def test_a_document_is_cited(national: Any) -> None:
    documents = cited_documents(national_graph()).values()
    page = national("document/0").page
    page.click(".cite summary")
    assert page.inner_text(".cite summary") == "Cite this document"
    for label, write in zip(("Plain text", "BibTeX"), FORMATS.values(), strict=False):
        assert shown(page, label) in {write([one]) for one in documents}


def test_words_are_cited_with_their_page(national: Any) -> None:
    page = national("document/0").page
    page.click("#next-finding")
    page.wait_for_selector("mark.here")
    page.click(".cite summary")
    assert page.inner_text(".cite summary") == "Cite these words"
    assert "  pages = {" in shown(page, "BibTeX")
    assert "\nSP  - " in shown(page, "RIS")


def test_a_citation_is_saved_as_it_is_shown(national: Any, tmp_path: Path) -> None:
    page = national("document/0").page
    page.click(".cite summary")
    text = shown(page, "CSL-JSON")
    with page.expect_download() as download:
        page.click(".cite button:text('Save')")
    download.value.save_as(tmp_path / "one.json")
    assert download.value.suggested_filename.endswith("-citation.json")
    assert (tmp_path / "one.json").read_bytes().decode() == text
