"""The page for queries: YASGUI, and the library to begin from."""

from __future__ import annotations

import hashlib
import html
import json
import re
from pathlib import Path

import httpx
import pytest

import kg.serve.pages
from kg.query.library import bind, find, library
from kg.serve.pages.query_editor import VENDOR

FOLDER = Path(kg.serve.pages.__file__).parent / "assets" / "vendor"
ENTRIES = json.loads((FOLDER / "vendor.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["file"] for entry in ENTRIES])
def test_yasgui_is_the_one_that_was_published(entry: dict[str, object]) -> None:
    data = (FOLDER / str(entry["file"])).read_bytes()
    assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    licences = entry["licence_files"]
    assert isinstance(licences, list)
    assert all((FOLDER / name).stat().st_size > 500 for name in licences)


def test_each_file_is_listed_and_served() -> None:
    assert {entry["file"] for entry in ENTRIES} == set(VENDOR)
    listed = {name for entry in ENTRIES for name in [entry["file"], *entry["licence_files"]]}
    assert {path.name for path in FOLDER.iterdir()} == {*listed, "vendor.json"}


def shown(page: httpx.Response) -> str:
    """The query in the editor."""
    (text,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)
    return html.unescape(text)


def body(text: str) -> str:
    return "".join(line for line in text.splitlines(True) if not line.startswith("#+")).lstrip()


def test_each_query_of_the_library_can_be_chosen(pages: httpx.Client) -> None:
    page = pages.get("/query")
    for query in library():
        assert f'<option value="{query.name}">' in page.text
    for query in library()[::10]:
        needs = any(one.required and one.default is None for one in query.parameters)
        expected = query.text if needs else bind(query, {})
        assert shown(pages.get("/query", params={"name": query.name})) == body(expected)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("judgements", {"council": "Bradford"}),
        ("judgements", {"council": "E06000034", "grade": "good"}),
        ("council-history", {"council": "Thurrock"}),
    ],
)
def test_parameters_stand_in_the_query(
    pages: httpx.Client, name: str, given: dict[str, str]
) -> None:
    page = pages.get("/query", params={"name": name, **{f"-{k}": v for k, v in given.items()}})
    assert shown(page) == body(bind(find(name), given))
    (link,) = re.findall(r'href="(/api/[^"]*\.csv[^"]*)"', page.text)
    assert pages.get(html.unescape(link)).status_code == 200


def test_a_wrong_value_is_explained(pages: httpx.Client) -> None:
    page = pages.get("/query", params={"name": "judgements", "-council": "Nowhere"})
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert "Nowhere" in page.text
    assert "/api/" not in page.text


def test_a_query_of_ones_own_is_kept(pages: httpx.Client) -> None:
    own = "SELECT * { ?s ?p '</textarea><script>' }"
    assert shown(pages.get("/query", params={"query": own})) == own


def test_only_this_page_allows_styles_that_stand_in_it(pages: httpx.Client) -> None:
    policies = {
        path: pages.get(path).headers["content-security-policy"]
        for path in ("/", "/query", "/search", "/council/E08000032", "/review")
    }
    assert [path for path, policy in policies.items() if "unsafe-inline" in policy] == ["/query"]
    for policy in policies.values():
        assert policy.startswith("default-src 'self'")
        assert "unsafe-eval" not in policy
        assert "script-src" not in policy
        assert "frame-ancestors 'none'" in policy
