"""Web pages: their encodings, and their words without what surrounds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from files import LONG, document, page, words
from kg.model import BlockKind

TEXT = "£3 million – “not yet” – Seán’s café"


def even(data: bytes) -> bytes:
    """The same page with an even number of bytes, as UTF-16 has."""
    return data + b" " * (len(data) % 2)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(page(f"<p>{TEXT}</p>" * 9), "declared and true", id="utf-8"),
        pytest.param(
            page(f"<p>{TEXT}</p>" * 9).decode().replace("utf-8", "Windows-1252").encode("cp1252"),
            "declared and true",
            id="windows-1252",
        ),
        pytest.param(
            even(page(f"<p>{TEXT}</p>" * 9, '<meta charset="utf-16">')),
            "a label that ASCII bytes can be read in must not be believed: browsers read UTF-8",
            id="utf-16-declared-in-ascii",
        ),
        pytest.param(
            page(f"<p>{TEXT}</p>" * 9, '<meta charset="undefined">'),
            "Python has an encoding of this name, which refuses everything",
            id="undefined",
        ),
    ],
)
def test_encodings_of_pages(data: bytes, why: str) -> None:
    assert TEXT in document(data, "a.html").text, why


def test_a_story_comes_without_what_surrounds_it(examples: Path) -> None:
    doc = document((examples / "corpus" / "bedford-news-2017.html").read_bytes(), "a.html")
    for noise in ("cookie", "Luton", "Milton Keynes", "beaten away", "Privacy", "dataLayer"):
        assert noise not in doc.text
    assert (
        words(doc)[0] == "Bedford Borough children’s services ‘require improvement’, say inspectors"
    )
    assert words(doc, BlockKind.HEADING)[1:] == ["What Ofsted found", "The council’s answer"]
    assert doc.text.count("say inspectors") == 1
    assert doc.published == "2017-04-07"


def test_a_page_that_declares_no_date_has_none(examples: Path) -> None:
    """A year in the text is no date of publication."""
    name = "bedford-news-focused-visit.html"
    assert document((examples / "corpus" / name).read_bytes(), name).published is None


def test_lists_of_a_page_are_bullets(examples: Path) -> None:
    name = "bedford-news-focused-visit.html"
    doc = document((examples / "corpus" / name).read_bytes(), name)
    bullets = words(doc, BlockKind.BULLET)
    assert len(bullets) == 6
    assert bullets[4] == "Disabled children receive a high-quality service."


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (
            "<p>Inspectors from <a href='/o'>Ofsted</a>, who visited <b>Somewhere</b>.</p>",
            "Inspectors from Ofsted, who visited Somewhere.",
            "marks inside a sentence add no space before its commas and stops",
        ),
        (
            "<p>Children under&shy;stand why people are worried.</p>",
            "Children understand why people are worried.",
            "a soft hyphen inside a line is not printed",
        ),
        (
            "<p>Jane Example<br>Director of Children’s Services</p>",
            "Jane Example Director of Children’s Services",
            "a line break parts words",
        ),
        (
            "<p>Caf&eacute; &amp; crèche&nbsp;– £3</p>",
            "Café & crèche – £3",
            "entities and no-break spaces",
        ),
    ],
)
def test_words_of_a_page(body: str, expected: str, why: str) -> None:
    filler = f"<p>{LONG.capitalize()}, and so it does.</p>" * 5
    doc = document(page(f"<main><h1>A page</h1>{filler}{body}{filler}</main>"), "a.html")
    assert expected in words(doc), why
