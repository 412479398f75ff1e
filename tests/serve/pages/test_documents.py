"""A document with the words of a fact marked, and the pictures of its pages."""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.explore.explain import quotes_in
from kg.rdf.iris import THINGS
from kg.rdf.vocabulary import RDF_TYPE
from kg.serve.pages.documents import Paragraph, paragraphs
from kg.serve.pages.records import facts, texts
from kg.store.graph import open_graph
from serving import serving

PDF = "suffolk-ilacs-2019.pdf"


@pytest.mark.parametrize(
    ("text", "place", "expected", "why"),
    [
        ("One.\nTwo.", (0, 0), [("One.", "", ""), ("Two.", "", "")], "nothing is marked"),
        ("One two.", (4, 7), [("One ", "two", ".")], "within a paragraph"),
        ("One.\nTwo.", (1, 7), [("O", "ne.", ""), ("", "Tw", "o.")], "over two"),
        ("One.\n\nTwo.", (6, 10), [("One.", "", ""), ("", "Two.", "")], "empty lines are left out"),
        ("One.", (2, 99), [("On", "e.", "")], "a place beyond the end"),
        ("One.", (99, 120), [("One.", "", "")], "a place that is not there"),
        ("a\U0001f3e0b", (1, 2), [("a", "\U0001f3e0", "b")], "a place counts code points"),
    ],
)
def test_paragraphs(
    text: str, place: tuple[int, int], expected: list[tuple[str, str, str]], why: str
) -> None:
    found = list(paragraphs(text, place, ()))
    assert [(one.before, one.marked, one.after) for one in found] == expected, why
    assert sum(one.is_first for one in found) == any(one.marked for one in found), "one anchor"


@pytest.fixture(scope="module")
def key(graph: Path) -> str:
    """The key of a PDF."""
    with open_graph(graph) as one:
        ((document,),) = one.query(
            f'SELECT ?d {{ ?d <https://w3id.org/inspection-kg/ontology#path> "{PDF}" }}'
        )  # type: ignore[misc]
    return str(document.value).rpartition("/")[2]


def test_each_fact_of_a_document_stands_beside_its_text(
    pages: httpx.Client, graph: Path, key: str
) -> None:
    text = html.unescape(pages.get(f"/document/{key}").text)
    with open_graph(graph) as one:
        found = facts(quotes_in(one, f"{THINGS}document/{key}"))
    assert len(found) > 20
    for fact in found:
        assert f"?at={fact.quotes[0].start}-{fact.quotes[0].end}#here" in text


def test_quotes_are_words_of_the_document_they_are_shown_in(graph: Path) -> None:
    """An inspection has quotes from several documents, and each page has its own alone."""
    kind = ox.NamedNode("https://w3id.org/inspection-kg/ontology#Document")
    with open_graph(graph) as one:
        found = [q.subject.value for q in one.store.quads_for_pattern(None, RDF_TYPE, kind)]  # type: ignore[union-attr]
        assert len(found) == 19
        for document in found:
            (sha256,) = texts(one, document, "kg:sha256")
            text = one.text(sha256) or ""
            for quote in quotes_in(one, document):
                assert text[quote.start : quote.end] == quote.words


def test_facts_stand_in_the_paragraph_where_their_words_begin(graph: Path, key: str) -> None:
    with open_graph(graph) as one:
        found = facts(quotes_in(one, f"{THINGS}document/{key}"))
        sha256 = next(
            path.stem for path in (graph / "texts").iterdir() if path.stem.startswith(key)
        )
        text = one.text(sha256) or ""
    lines: list[Paragraph] = list(paragraphs(text, (0, 0), found))
    assert sum(len(line.notes) for line in lines) == len(found)
    for line in lines:
        for note in line.notes:
            assert note.quotes[0].words.split("\n")[0][:20] in line.before


def test_a_finding_is_shown_in_its_document(pages: httpx.Client, graph: Path, key: str) -> None:
    with open_graph(graph) as one:
        quotes = quotes_in(one, f"{THINGS}document/{key}")
    finding = next(quote for quote in quotes if quote.kind == "Finding")
    page = html.unescape(pages.get(finding.claim.removeprefix(THINGS[:-1])).text)
    marked = re.findall(r'<mark(?: id="here")? class="here">(.*?)</mark>', page, re.DOTALL)
    assert "\n".join(marked) == finding.words
    assert page.count('id="here"') == 1
    assert f'href="/document/{key}"' in page
    assert "Cite these words" in page
    assert f"page {finding.page}" in page


def test_a_page_has_its_picture_with_the_words_marked(
    pages: httpx.Client, graph: Path, key: str
) -> None:
    with open_graph(graph) as one:
        quotes = [q for q in quotes_in(one, f"{THINGS}document/{key}") if q.page]
    for quote in quotes[:: max(1, len(quotes) // 8)]:
        page = pages.get(f"/document/{key}?at={quote.start}-{quote.end}").text
        assert f"/document/{key}/page/{quote.page}.png" in page
        assert "<rect" in page, quote.words
    picture = pages.get(f"/document/{key}/page/1.png")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/document/{key}/page/0.png", "pages count from 1"),
        ("/document/{key}/page/999.png", "no such page"),
        ("/document/{key}/page/1.svg", "no such format"),
        ("/document/{key}/page/../../../etc/passwd", "no path"),
        ("/document/0000000000000000/page/1.png", "no such document"),
        ("/document/..%2f..%2fetc%2fpasswd", "no path either"),
        ("/finding/{key}/b-1-2", "no such finding"),
        ("/finding/{key}", "a part of an address"),
    ],
)
def test_what_is_not_there(pages: httpx.Client, key: str, path: str, why: str) -> None:
    assert pages.get(path.format(key=key)).status_code == 404, why


@pytest.mark.parametrize("at", ["x", "5", "9-3", "-1-5", "1-99999999999", "٣-٩", "0-0"])
def test_a_place_that_is_none_marks_nothing(pages: httpx.Client, key: str, at: str) -> None:
    page = pages.get(f"/document/{key}", params={"at": at})
    assert page.status_code == 200
    assert 'id="here"' not in page.text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("none", "start the server with --docs"),
        ("gone", "The PDF is not in the folder of --docs"),
        ("other", "is not the one that was built"),
        ("damaged", "is not the one that was built"),
        ("outside", "The PDF is not in the folder of --docs"),
    ],
)
def test_why_there_is_no_picture(
    graph: Path, key: str, tmp_path: Path, examples: Path, environment: dict[str, str],
    change: str, says: str,
) -> None:  # fmt: skip
    docs = tmp_path / "docs"
    docs.mkdir()
    original = examples / "corpus" / PDF
    if change == "other":
        (docs / PDF).write_bytes((examples / "corpus" / "bradford-ilacs-2023.pdf").read_bytes())
    elif change == "damaged":
        (docs / PDF).write_bytes(original.read_bytes()[:-100])
    elif change == "outside":
        if sys.platform == "win32":
            pytest.skip("Windows lets only some people make links")
        (docs / PDF).symlink_to(original)
    options = () if change == "none" else ("--docs", str(docs))
    with open_graph(graph) as one:
        quote = next(q for q in quotes_in(one, f"{THINGS}document/{key}") if q.page)
    with serving(graph, *options, environment=environment) as server, server.client() as client:
        page = client.get(f"/document/{key}?at={quote.start}-{quote.end}")
        assert page.status_code == 200
        assert says in html.unescape(page.text)
        assert "ETag" not in page.headers, "the PDF may come"
        assert str(tmp_path) not in page.text
        assert client.get(f"/document/{key}/page/1.png").status_code == 404
