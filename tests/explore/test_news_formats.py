"""The feed is valid Atom and the message valid Markdown, whatever documents say."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from markdown_it import MarkdownIt

from kg.citation import Citation
from kg.errors import UsageError
from kg.explore.news import GONE, NEW, REREAD, Item, News
from kg.explore.news_formats import as_atom, as_markdown

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<b>&amp; ]]> </div> *a* _b_ `c` [d](javascript:e) ![f](g) \\ | ~ \x01\u202e\x1b[31m\n# h"

REPORT = Citation(
    "a0", "Inspection of Exbridge", ("Ofsted",), official=True, published="2021-12-06"
)
STORY = Citation("a1", HOSTILE, (HOSTILE,), published="2022-04", url="https://example.org/a b<c>")
UNDATED = Citation("a2", "Minutes")
NEWS = News(
    (
        Item("", None, REREAD, ("A is now B.",)),
        Item("Exbridge", STORY, NEW, (HOSTILE, "Findings: 1 new.")),
        Item("Exbridge", REPORT, NEW, ("Leadership: good.",)),
        Item("Exbridge", UNDATED, GONE, ("Findings: 3 gone.",)),
        Item("St Mary’s & Wexcombe", REPORT, NEW, ("Leadership: good.",)),
    ),
    "2022-04",
)


def parsed(text: str) -> Any:
    found = feedparser.parse(text.encode())
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_a_reader_of_feeds_reads_it() -> None:
    found = parsed(as_atom(NEWS))
    assert found.feed.updated == "2022-04-01T00:00:00Z"
    assert [(one.id.rpartition("/")[2], one.updated) for one in found.entries] == [
        ("changes#no-council", "2022-04-01T00:00:00Z"),
        ("a1#exbridge", "2022-04-01T00:00:00Z"),
        ("a2#exbridge", "2022-04-01T00:00:00Z"),
        ("a0#exbridge", "2021-12-06T00:00:00Z"),
        ("a0#st-marys-wexcombe", "2021-12-06T00:00:00Z"),
    ]
    report = found.entries[3]
    assert report.title == "Exbridge: Inspection of Exbridge (new)"
    assert (report.author, report.tags[0].term) == ("Ofsted", "Exbridge")
    assert "<li>Leadership: good.</li>" in report.content[0].value
    assert found.entries[1].link == "https://example.org/a%20b%3Cc%3E"


def test_it_has_what_the_rfc_asks_for() -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2: what a feed and an entry must have, once or at least once."""
    feed = ET.fromstring(as_atom(NEWS))
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            (one,) = element.findall(f"{ATOM}{name}")
            assert one.text
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.findtext(f"{ATOM}updated") or "")
        assert re.match(r"https://", element.findtext(f"{ATOM}id") or "")
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    for entry in entries:
        (content,) = entry.findall(f"{ATOM}content")
        (div,) = content  # 4.1.3.3: xhtml is one div
        assert (content.get("type"), div.tag) == ("xhtml", "{http://www.w3.org/1999/xhtml}div")


def test_what_identifies_an_entry_stays() -> None:
    """A later comparison, in which the same report is read differently."""
    later = News((Item("Exbridge", REPORT, REREAD, ("Other words.",)),), "2023-01-01")
    (entry,) = parsed(as_atom(later)).entries
    assert entry.id in {one.id for one in parsed(as_atom(NEWS)).entries}
    assert entry.updated == "2023-01-01T00:00:00Z", "a change of an old document is as new as B"
    assert as_atom(NEWS) == as_atom(NEWS)


def test_markup_in_a_document_is_text() -> None:
    feed = ET.fromstring(as_atom(NEWS))
    assert {element.tag.rpartition("}")[2] for element in feed.iter()} == {
        *("feed", "id", "title", "updated", "author", "name", "generator", "entry", "category"),
        *("link", "content", "div", "p", "ul", "li"),
    }
    assert "<b>&amp; ]]> </div> *a*" in (feed.findtext(f".//{ATOM}entry[2]/{ATOM}title") or "")


@pytest.mark.parametrize(
    ("news", "entries"),
    [(News((), "2022"), 0), (News((Item("Exbridge", UNDATED, NEW, ()),), "2022"), 1)],
    ids=["nothing is new", "a new document without a date"],
)
def test_a_feed_is_as_new_as_the_newest_document(news: News, entries: int) -> None:
    found = parsed(as_atom(news))
    assert (found.feed.updated, len(found.entries)) == ("2022-01-01T00:00:00Z", entries)


def test_no_date_is_made_up() -> None:
    with pytest.raises(UsageError, match="use -f md"):
        as_atom(News((Item("Exbridge", UNDATED, NEW, ()),), ""))


def test_a_message() -> None:
    text = as_markdown(News(NEWS.items[2:4], "2022"))
    assert (
        text
        == """# What is new in the inspection reports

Documents: 1 new, 1 gone.

## Exbridge

**New:** Ofsted: Inspection of Exbridge, published 6 December 2021.

- Leadership: good.

**Gone:** Minutes.

- Findings: 3 gone.
"""
    )


def test_a_message_shows_text_as_it_stands() -> None:
    tokens = MarkdownIt().parse(as_markdown(NEWS))
    inside = [child.type for token in tokens for child in token.children or []]
    assert set(inside) <= {"text", "text_special", "softbreak", "strong_open", "strong_close"}
    assert inside.count("strong_open") == len(NEWS.items), "what became of each document"
    headings = [token for token in tokens if token.type == "heading_open"]
    assert len(headings) == 1 + 3, "the heading, each council"


def test_a_message_on_nothing() -> None:
    assert as_markdown(News((), "")).endswith("Documents: none.\n")
