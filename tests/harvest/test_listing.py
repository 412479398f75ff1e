"""Pages of the listing: what is read of them, and what is not there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from kg.harvest.entries import Provider, file_name
from kg.harvest.listing import provider_page, search_page
from kg.harvest.site import load_site
from publisher import Council, Listed, Publisher, invented

SITE = load_site()
BASE = "https://kg.example"
COUNCIL = Provider("Ashford Vale", f"{BASE}/provider/44/90000", "90000")
DAY = dt.date(2026, 3, 4)


def page_of(*listed: Listed) -> bytes:
    publisher = Publisher([Council("90000", "Ashford Vale")], {"90000": list(listed)}, url=BASE)
    return publisher.provider("90000")


@pytest.mark.parametrize(
    ("label", "words", "published", "kind", "why"),
    [
        ("Children's services inspection, pdf - 24 March 2026", "Children's services inspection", "2026-03-24", "ilacs", "as the site has it"),
        ("Children’s services inspection,\n  pdf – 04 March 2026", "Children’s services inspection", "2026-03-04", "ilacs", "other signs and blanks"),
        ("Single inspection of LA children's services as pdf - 02 August 2013", "Single inspection of LA children's services", "2013-08-02", "ilacs", "an older framework"),
        ("Children's services focused visit, pdf - 01 August 2024", "Children's services focused visit", "2024-08-01", "focused-visit", "a focused visit"),
        ("Children's services monitoring visit, pdf - 01 August 2024", "Children's services monitoring visit", "2024-08-01", "monitoring-visit", "a monitoring visit"),
        ("Joint area child protection inspection, pdf - 30 January 2024", "Joint area child protection inspection", "2024-01-30", "jtai", "several inspectorates"),
        ("Joint targeted area inspection, pdf - 30 January 2024", "Joint targeted area inspection", "2024-01-30", "jtai", "by its other name"),
        ("Area SEND full inspection, pdf - 12 July 2024", "Area SEND full inspection", "2024-07-12", "area-send", "special needs"),
        ("Inspection of SEND services, pdf - 12 July 2024", "Inspection of SEND services", "2024-07-12", "area-send", "by its letters"),
        ("Annual engagement letter, pdf - 12 July 2024", "Annual engagement letter", "2024-07-12", "other", "no known kind"),
        ("Send us a complaint about children's homes", "Send us a complaint about children's homes", "", "other", "another word"),
        ("Children's services inspection, pdf", "Children's services inspection", "", "ilacs", "no date"),
        ("Children's services inspection, pdf - 31 February 2026", "Children's services inspection", "", "ilacs", "no such day"),
    ],
)  # fmt: skip
def test_labels(label: str, words: str, published: str, kind: str, why: str) -> None:
    html = page_of(Listed("5001", "x", None, label.replace("{", "{{")))
    (entry,) = provider_page(html, COUNCIL, SITE).entries
    assert (entry.title, entry.published, entry.type) == (words, published, kind), why
    assert entry.url == f"{BASE}/v1/file/5001"


def test_the_date_is_that_of_the_label_not_of_the_time_line() -> None:
    """The time line may have the day of the inspection."""
    html = page_of(Listed("5001", "Letter", DAY)).replace(b"<time>04 March", b"<time>01 January")
    (entry,) = provider_page(html, COUNCIL, SITE).entries
    assert entry.published == "2026-03-04"


def test_a_page_says_whose_it_is() -> None:
    html = page_of(Listed("5001", "Letter", DAY), Listed("5001", "Letter", DAY))
    page = provider_page(html, COUNCIL, SITE)
    assert (page.urn, page.items, len(page.entries), page.unlabelled) == ("90000", 2, 1, 0)
    without = provider_page(html.replace(b'rel="canonical"', b""), COUNCIL, SITE)
    assert without.urn is None


@pytest.mark.parametrize("html", [b"", b"   ", b"<", b"\x00\xff", b"<html></html>", b"%PDF-1.7"])
def test_what_is_no_page_has_nothing(html: bytes) -> None:
    assert provider_page(html, COUNCIL, SITE).entries == ()
    found = search_page(html, BASE, SITE)
    assert (found.providers, found.results, found.total, found.has_next) == ((), 0, None, False)


def test_a_page_of_results() -> None:
    publisher = replace(invented(154, 0, 0), url=BASE)
    html = publisher.results({"start": ["0"], "rows": ["200"]})
    page = search_page(html, f"{BASE}/search?start=0", SITE)
    assert (page.results, len(page.providers), page.total, page.has_next) == (100, 100, 151, True)
    assert page.providers[0] == Provider("Ashford Vale 0", f"{BASE}/provider/44/90000", "90000")
    last = search_page(publisher.results({"start": ["100"], "rows": ["100"]}), BASE, SITE)
    assert (last.results, last.has_next) == (51, False)


def test_results_that_are_no_councils_still_count() -> None:
    html = invented(3, 0, 0).results({"start": ["0"], "rows": ["9"]})
    page = search_page(html.replace(b"/provider/44/90001", b"/help"), BASE, SITE)
    assert (page.results, len(page.providers)) == (3, 2)


def test_nothing_on_a_page_moves_the_terminal() -> None:
    html = page_of(Listed("50\x1b[2J01", "Let\x1b]52;c;x\x07ter \u202eexe", DAY))
    (entry,) = provider_page(html, COUNCIL, SITE).entries
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", entry.title + entry.url)


@pytest.mark.parametrize("href", ["https://[kg.example/a", "//[/a", "", "javascript:x", "\x00"])
def test_addresses_that_are_none_break_nothing(href: str) -> None:
    html = page_of(Listed("5001", "Letter", DAY)).replace(
        b"https://kg.example/v1/file/5001", href.encode()
    )
    for entry in provider_page(html, COUNCIL, SITE).entries:
        assert file_name(entry).startswith("ashford-vale/2026-03-04-other-")
    results = invented(3, 0, 0).results({"start": ["0"], "rows": ["9"]})
    page = search_page(results.replace(b"/provider/44/90001", href.encode()), BASE, SITE)
    assert (page.results, len(page.providers)) == (3, 2)


def test_long_texts_are_cut() -> None:
    html = page_of(Listed("5001", "inspection of " * 100_000, DAY))
    (entry,) = provider_page(html, COUNCIL, SITE).entries
    assert len(entry.title) <= 300
