"""A page for each thing: what is known, and every fact with its quotes."""

from __future__ import annotations

import html
from pathlib import Path

import httpx
import pytest

from kg.explore.explain import explain
from kg.store.graph import open_graph


@pytest.mark.parametrize(
    "path",
    [
        "council/E08000032",
        "person/margaret-burke",
        "inspection/E06000056/ilacs/2022-01-17",
        "inspection/E08000032/monitoring-visit/2019-10",
    ],
)
def test_each_quote_of_a_thing_is_on_its_page(pages: httpx.Client, graph: Path, path: str) -> None:
    page = pages.get(f"/{path}")
    text = html.unescape(page.text)
    with open_graph(graph) as open_one:
        quotes = explain(open_one, path)
    assert len(quotes) >= 1
    for quote in quotes:
        assert f"<blockquote>{quote.words}</blockquote>" in text
        assert f"?at={quote.start}-{quote.end}#here" in text


@pytest.mark.parametrize("extension", ["ttl", "jsonld", "nt"])
def test_a_page_leads_to_the_same_for_programs(pages: httpx.Client, extension: str) -> None:
    address = f"/data/council/E08000032.{extension}"
    assert '<link rel="alternate" type="' in pages.get("/council/E08000032").text
    assert f'href="{address}"' in pages.get("/council/E08000032").text
    assert "E08000032" in pages.get(address).text


@pytest.mark.parametrize(
    ("path", "status", "why"),
    [
        ("/council/E08000032", 200, "a council with reports"),
        ("/council/E06000001", 200, "a council of the reference data alone"),
        ("/council/Bradford", 404, "a name is no address: the search finds it"),
        ("/council/E08000032/x", 404, "more than an address"),
        ("/person/../council/E08000032", 200, "a client takes the dots away itself"),
        ("/person/%2e%2e%2fcouncil%2fE08000032", 404, "but here they are a name"),
        ("/person/", 404, "nobody"),
        ("/person/%00", 404, "nobody either"),
        ("/person/" + "x" * 3000, 404, "a long name"),
        ("/council/E08000032?from=99999999999999", 200, "a page that there is not: the first"),
        ("/council/E08000032?from=-1", 200, "ditto"),
    ],
)
def test_what_is_and_what_is_not_there(
    pages: httpx.Client, path: str, status: int, why: str
) -> None:
    assert pages.get(path).status_code == status, why


def test_the_heading_says_what_is_known(pages: httpx.Client) -> None:
    assert "<h1>Bradford: inadequate overall in 2022</h1>" in pages.get("/council/E08000032").text
    assert (
        "<h1>Margaret Burke: in 4 documents, 2017 to 2022</h1>"
        in pages.get("/person/margaret-burke").text
    )
    nothing = pages.get("/council/E06000001").text
    assert "Hartlepool: nothing in the documents of this graph" in nothing
