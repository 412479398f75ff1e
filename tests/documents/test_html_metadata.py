"""When a web page was published, and who publishes it."""

from __future__ import annotations

import pytest

from files import LONG, document, page

BODY = f"<main><h1>Buses stop in May</h1><p>{LONG.capitalize()}.</p><p>So {LONG}.</p></main>"


def story(**properties: str) -> str:
    """A JSON-LD story."""
    values = "".join(f', "{name}": "{value}"' for name, value in properties.items())
    return '{"@context": "https://schema.org", "@type": "NewsArticle"' + values + "}"


def script(json: str) -> str:
    """JSON-LD in a page's head."""
    return f'<script type="application/ld+json">{json}</script>'


OWN = story(headline="Buses stop in May", datePublished="2022-03-04T06:30:00Z")
OTHER = story(headline="Ferry sinks", datePublished="2021-01-01")


@pytest.mark.parametrize(
    ("head", "body", "expected", "why"),
    [
        (script(OWN), "", "2022-03-04", "JSON-LD"),
        (script(f"[{OTHER}, {OWN}]"), "", "2022-03-04", "of the story with the page's headline"),
        (script(OTHER), "", None, "not of another story"),
        (script(f'{{"@graph": [{OTHER}, {OWN}]}}'), "", "2022-03-04", "in a graph"),
        (
            script(story(headline="Buses stop in May", dateModified="2022-03-05")),
            "",
            None,
            "a change is no publication",
        ),
        (
            script(OWN.removesuffix("}") + f', "mentions": [{OTHER}]}}'),
            "",
            "2022-03-04",
            "stories that it mentions are others",
        ),
        (script("{not json"), "", None, "damaged JSON-LD"),
        (
            '<meta property="article:published_time" content="2022-03-04T06:30:00+01:00">',
            "",
            "2022-03-04",
            "Open Graph",
        ),
        ('<meta name="DC.date" content="04/03/2022">', "", "2022-03-04", "Dublin Core, in numbers"),
        ('<meta name="DCTERMS.issued" content="4 March 2022">', "", "2022-03-04", "in words"),
        ('<meta name="DCTERMS.modified" content="2022-03-04">', "", None, "a change"),
        (
            (
                '<meta property="article:modified_time" content="2022-03-05">'
                '<meta property="article:published_time" content="2022-03-04">'
            ),
            "",
            "2022-03-04",
            "publication, not change",
        ),
        ("", '<time datetime="2022-03-04T06:30">Friday</time>', "2022-03-04", "a time element"),
        (
            "",
            '<aside><time datetime="2022-03-04">Friday</time> Ferry sinks</aside>',
            None,
            "that of a linked story",
        ),
        ('<meta name="date" content="2022-13-41">', "", None, "no such day"),
    ],
)
def test_day_of_publication(head: str, body: str, expected: str | None, why: str) -> None:
    assert document(page(body + BODY, head), "a.html").published == expected, why


@pytest.mark.parametrize(
    ("head", "margin", "publisher", "names", "why"),
    [
        (
            '<meta property="og:site_name" content="Vale Post">',
            "",
            "Vale Post",
            ("Vale Post",),
            "Open Graph",
        ),
        (
            '<meta name="DC.publisher" content="Vale Council"><title>Item | Intranet</title>',
            "",
            "Vale Council",
            ("Vale Council", "Intranet"),
            "Dublin Core precedes the title",
        ),
        (
            script(OWN.removesuffix("}") + ', "publisher": {"name": "Vale Post"}}'),
            "",
            "Vale Post",
            ("Vale Post",),
            "JSON-LD",
        ),
        (
            "<title>Buses stop in May - News - Vale Borough Council</title>",
            "",
            "Vale Borough Council",
            ("Vale Borough Council",),
            "the end of the title",
        ),
        ("<title>Buses stop | Bus services</title>", "", None, (), "a section is no publisher"),
        ("<title>Buses stop - in May</title>", "", None, (), "the title itself"),
        (
            "<title>Buses stop</title>",
            (
                '<div id="banner"><a href="https://democracy.vale.gov.uk/x"><img alt="Vale Council">'
                "</a></div>"
            ),
            "Vale Council",
            ("Vale Council", "democracy.vale.gov.uk"),
            "the logo, and the address of the council's site",
        ),
        (
            "<title>Buses stop</title>",
            "<footer><p>© 2022 Vale Council. All rights reserved</p></footer>",
            "Vale Council",
            ("Vale Council",),
            "the line of the copyright",
        ),
    ],
)
def test_publisher(
    head: str, margin: str, publisher: str | None, names: tuple[str, ...], why: str
) -> None:
    doc = document(page(margin + BODY, '<meta charset="utf-8">' + head), "a.html")
    assert (doc.publisher, doc.names) == (publisher, names), why
