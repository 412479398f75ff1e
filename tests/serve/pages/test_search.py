"""The search as a page: what `kg find` finds."""

from __future__ import annotations

import html
import re
from pathlib import Path

import httpx
import pytest

from kg.explore.search import SearchRequest, find


@pytest.mark.parametrize(
    ("asked", "request_"),
    [
        ({"q": "caseloads"}, SearchRequest(("caseloads",))),
        ({"q": '"social workers"'}, SearchRequest(('"social workers"',))),
        ({"q": "caseloads NOT falling"}, SearchRequest(("caseloads", "NOT", "falling"))),
        ({"q": "assess*", "kind": "weakness"}, SearchRequest(("assess*",), kind="weakness")),
        (
            {"q": "children", "council": "Bradford"},
            SearchRequest(("children",), councils=("Bradford",)),
        ),
        ({"q": "children", "theme": "workforce"}, SearchRequest(("children",), theme="workforce")),
        (
            {"q": "children", "since": "2019", "until": "2021-06"},
            SearchRequest(("children",), since="2019", until="2021-06"),
        ),
        ({"q": "burke", "kind": "person"}, SearchRequest(("burke",), kind="person")),
        ({"q": '"workers social"'}, SearchRequest(('"workers social"',))),
        ({"q": "zzz"}, SearchRequest(("zzz",))),
        ({"q": '"'}, SearchRequest(('"',))),
    ],
)
def test_it_finds_what_kg_find_finds(
    pages: httpx.Client, graph: Path, asked: dict[str, str], request_: SearchRequest
) -> None:
    page = pages.get("/search", params=asked)
    found = find(graph, request_)
    assert page.status_code == 200
    hits = re.findall(r'<li class="card"', page.text)
    assert len(hits) == len(found.hits)
    assert re.search(rf"<h1>{found.total:,} hits? for ", page.text)
    text = html.unescape(re.sub(r"</?mark>", "", page.text))
    for hit in found.hits:
        assert hit.text in text
    for value in asked.values():
        assert f'value="{value}"' in text, "the form keeps what was asked"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"q": "x", "council": "Nowhere"}, "Nowhere"),
        ({"q": "x", "kind": "nonsense"}, "Unknown kind"),
        ({"q": "x", "theme": "nonsense"}, "Unknown theme"),
        ({"q": "x", "since": "never"}, "never"),
        ({"q": "a " * 200}, "at most 100 words"),
    ],
)
def test_a_wrong_filter_is_explained(pages: httpx.Client, asked: dict[str, str], says: str) -> None:
    page = pages.get("/search", params=asked)
    assert page.status_code == 400
    (heading,) = re.findall(r"<h1>(.*?)</h1>", page.text)
    assert says in html.unescape(heading)


def test_more_hits_are_shown_on_demand(pages: httpx.Client) -> None:
    first = pages.get("/search", params={"q": "children", "kind": "finding"})
    assert first.text.count('<li class="card"') == 20
    (more,) = re.findall(r'<a href="(\?[^"]*limit=40[^"]*)"', first.text)
    second = pages.get("/search" + html.unescape(more))
    assert 20 < second.text.count('<li class="card"') <= 40
    assert pages.get("/search?q=children&limit=999999999").text.count('<li class="card"') <= 1000


def test_matching_words_are_marked(pages: httpx.Client) -> None:
    page = pages.get("/search", params={"q": "caseload"})
    assert re.search("<mark>[Cc]aseloads?</mark>", page.text), "in another form too"
