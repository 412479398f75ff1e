"""Web pages: their encodings, and their words without what surrounds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from files import LONG, block_with, document, page, words
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


PLAIN = f"{LONG.capitalize()}, and so it does. "


@pytest.mark.parametrize(
    ("data", "expected", "why"),
    [
        (f"<div><p>{PLAIN}</p><p>B</p></div>", [PLAIN.strip(), "B"], "a part of a page"),
        (f"<p>{PLAIN}</p>", [PLAIN.strip()], "a paragraph"),
        ("<section><p>Short.</p></section>", ["Short."], "a few words"),
        (
            f"<html><body>{PLAIN}<br>{PLAIN}</body></html>",
            [f"{PLAIN}{PLAIN}".strip()],
            "lines in no element of their own",
        ),
        (
            "<html><body>" + "<br><br>".join(f"{PLAIN} {n}" for n in range(9)) + "</body></html>",
            [f"{PLAIN}{n}" for n in range(9)],
            "the last of the lines too",
        ),
        ("<html><body><nav><a href='/'>Home</a></nav>A<br>B<br></body></html>", ["A B"], "no menu"),
    ],
)
def test_parts_of_pages_and_bare_lines(data: str, expected: list[str], why: str) -> None:
    assert words(document(data, "a.html")) == expected, why


def around(part: str) -> list[str]:
    """The blocks of a story with a part in its middle, without the paragraphs around it."""
    filler = f"<p>{LONG.capitalize()}, and so it does.</p>" * 4
    doc = document(page(f"<main><h1>A page</h1>{filler}{part}{filler}</main>"), "a.html")
    return [text for text in words(doc) if text != "A page" and LONG[4:] not in text]


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ("<nav><ul><li>News</li><li>Sport</li></ul></nav>", "navigation"),
        ("<aside><p>Read about the ferry that sank in the bay.</p></aside>", "an aside"),
        ("<figure><img alt='Good view'><figcaption>Good view</figcaption></figure>", "a picture"),
        ("<p class='wp-caption-text'>The station on a good day</p>", "a caption"),
        ("<div class='share-bar'><span>Share</span> <a href='#'>X</a></div>", "a share bar"),
        ("<div class='shareTools'><p>Share this</p></div>", "a name with capitals"),
        ("<div class='inline-newsletter'><p>Get our news by email.</p></div>", "a newsletter"),
        ("<div id='cookie-banner'><p>We use cookies.</p></div>", "a cookie note"),
        ("<section id='comments'><p>An outstanding disgrace.</p></section>", "comments"),
        ("<div class='mostRead'><p>Good bus guide</p></div>", "the most read"),
        ("<div role='complementary'><p>Other news of the day.</p></div>", "by its role"),
        ("<div hidden><p>Loading the next page of news.</p></div>", "hidden"),
        ("<p style='display: none'>Loading the next page.</p>", "hidden by its style"),
        (
            "<ul><li><a href='/a'>Trams stop</a></li><li><a href='/b'>Ferry sinks</a></li></ul>",
            "links",
        ),
        ("<div class='ad'>Advertisement</div>", "an advertisement"),
        ("<!-- a note of the editor --><script>var a = 'good';</script>", "comments and scripts"),
    ],
)
def test_what_is_not_the_text_of_a_page(part: str, why: str) -> None:
    assert around(part) == [], why


@pytest.mark.parametrize(
    ("part", "expected", "why"),
    [
        (
            "<blockquote><p>We are proud.</p><cite>Una Quill, Leader</cite></blockquote>",
            ["We are proud.", "Una Quill, Leader"],
            "a quotation with its speaker under it",
        ),
        (
            "<blockquote>We are proud. <cite>Una Quill, Leader</cite></blockquote>",
            ["We are proud.", "Una Quill, Leader"],
            "the same without paragraphs",
        ),
        (
            (
                "<table><tr><th>Area</th><th>2019</th><th>2022</th></tr>"
                "<tr><td>Care leavers</td><td></td><td>Good</td></tr></table>"
            ),
            ["Area | 2019 | 2022", "Care leavers | | Good"],
            "rows of a table, with empty cells",
        ),
        (
            "<table><tr><td colspan='2'>Buses</td><td>Good</td></tr></table>",
            ["Buses | | Good"],
            "a cell that spans two columns",
        ),
        (
            (
                "<table><tr><th>Better</th><th>Worse</th></tr><tr><td>Buses run on time again</td>"
                "<td>Trams are late</td></tr></table>"
            ),
            ["Better", "Worse", "Buses run on time again", "Trams are late"],
            "two columns: each cell says something of its own",
        ),
        (
            "<table><tr><td>Decision maker:</td><td>Cabinet</td></tr></table>",
            ["Decision maker: Cabinet"],
            "a label and its value",
        ),
        (
            "<dl><dt>Date of decision</dt><dd>4 May 2022</dd></dl>",
            ["Date of decision: 4 May 2022"],
            "a list of labels and values",
        ),
        (
            "<div>Buses run.<br><br>Trams do not.</div>",
            ["Buses run.", "Trams do not."],
            "empty lines part paragraphs",
        ),
        ("<p>Buses <b>run</b>, <a href='#'>mostly</a>.</p>", ["Buses run, mostly."], "marks"),
        (
            "<ul><li><p>Buses run</p><p>Every day.</p></li></ul>",
            ["Buses run", "Every day."],
            "items",
        ),
    ],
)
def test_parts_of_the_text(part: str, expected: list[str], why: str) -> None:
    assert around(part) == expected, why


def test_a_name_does_not_hide_the_text_itself() -> None:
    """A theme may call the column of the text a widget or a sidebar."""
    text = "".join(f"<p>{LONG.capitalize()}, {n} times.</p>" for n in range(6))
    doc = document(page(f"<div class='widget sidebar-left'>{text}</div><p>End.</p>"), "a.html")
    assert "5 times." in doc.text


def test_a_bold_line_is_a_heading() -> None:
    filler = f"<p>{LONG.capitalize()}, and so it does.</p>" * 4
    lines = "<p><b>Minutes:</b></p><p><b>Buses are late, and nobody knows why.</b></p>"
    doc = document(page(f"<main><h1>A page</h1>{filler}{lines}{filler}</main>"), "a.html")
    assert block_with(doc, "Minutes:").kind is BlockKind.HEADING
    assert block_with(doc, "Buses are").kind is BlockKind.PARAGRAPH


def test_a_quotation_in_large_type_is_read_once() -> None:
    filler = f"<p>{LONG.capitalize()}, and so it does.</p>" * 4
    said = "<p>She said: “Nobody told us that the buses would stop.”</p>"
    drawn = "<blockquote class='pullquote'>Nobody told us that the buses would stop</blockquote>"
    alone = "<div class='pull-quote'>“Trams are no better,” she said</div>"
    doc = document(page(f"<main>{filler}{drawn}{said}{alone}{filler}</main>"), "a.html")
    assert doc.text.count("Nobody told us") == 1
    assert "Trams are no better" in doc.text, "one that repeats nothing is text"
