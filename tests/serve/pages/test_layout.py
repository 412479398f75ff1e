"""The frame of all pages, their shared files, and addresses."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from kg.rdf.iris import BASE, THINGS, concept
from kg.rdf.vocabulary import CLAIMS
from kg.serve.pages.layout import PAGED, address, web_address

PAGES = ("/council/E08000032", "/search", "/query", "/review", "/person/margaret-burke", "/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_asks_for_files_of_the_server_alone(
    pages: httpx.Client, path: str
) -> None:
    page = pages.get(path)
    assert page.status_code == 200
    assert page.text.startswith("<!DOCTYPE html>")
    assert page.text.rstrip().endswith("</html>")
    asked = re.findall(r'(?:src|<link rel="(?:stylesheet|icon)" href)="([^"]+)"', page.text)
    assert len(asked) >= 3
    for file in asked:
        assert file.startswith("/"), "no other origin"
        assert pages.get(file).status_code == 200, file
    assert not re.findall(r"""\son[a-z]+=|style=|<style|<script>""", page.text), "the policy"


@pytest.mark.parametrize("path", PAGES[:-1])
def test_a_page_says_which_graph_and_build_it_shows(
    pages: httpx.Client, graph: Path, path: str
) -> None:
    build = (graph / "current").read_text(encoding="utf-8").strip()
    assert f"The graph <b>kg-demo</b>, build {build}." in pages.get(path).text


def test_each_kind_of_claim_has_a_page() -> None:
    assert {kind.iri_part for kind in CLAIMS} <= set(PAGED)
    assert len(PAGED) == len(set(PAGED))


@pytest.mark.parametrize(
    ("iri", "expected", "why"),
    [
        (THINGS + "finding/a/b-1-2", "/finding/a/b-1-2", "a thing"),
        (THINGS + "person/jo%20x", "/person/jo%20x", "what is encoded stays so"),
        (concept("theme", "education"), "/#/theme/education", "a theme has a screen"),
        (concept("grade", "good"), "", "another concept has none"),
        (THINGS + "evidence/a/b", "", "nor has what is no thing for people"),
        ("https://a.example/council/x", "", "nor a thing of others"),
    ],
)
def test_the_address_of_a_thing(iri: str, expected: str, why: str) -> None:
    assert address(iri) == expected, why


@pytest.mark.parametrize(
    ("text", "is_web", "why"),
    [
        ("https://a.example/x", True, "an address of the web"),
        ("HTTP://a.example", True, "in capitals"),
        ("javascript:alert(1)", False, "runs"),
        (" javascript:alert(1)", False, "runs, with a blank"),
        ("data:text/html,x", False, "is a page of its own"),
        ("//a.example", False, "depends on the page that it is on"),
        (BASE + "ontology#grade", False, "leads to no page on this machine"),
    ],
)
def test_only_addresses_of_the_web_become_links(text: str, is_web: bool, why: str) -> None:
    assert bool(web_address(text)) is is_web, why


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("council/E08000032", "/council/E08000032"),
        ("inspection/E06000056/ilacs/2022-01-17", "/inspection/E06000056/ilacs/2022-01-17"),
        ("graph/entities", "/data/graph/entities.ttl"),
        ("person/%3Cx%3E", "/person/%3Cx%3E"),
        ("/a.example/x", "/data//a.example/x.ttl"),
    ],
)
def test_where_a_thing_is_read_about(pages: httpx.Client, path: str, leads_to: str) -> None:
    assert pages.get(f"/page/{path}").headers["location"] == leads_to


def test_an_iri_leads_people_to_its_page(pages: httpx.Client) -> None:
    page = pages.get(
        "/id/person/margaret-burke", headers={"Accept": "text/html"}, follow_redirects=True
    )
    assert page.url.path == "/person/margaret-burke"
    assert "<h1>Margaret Burke" in page.text
