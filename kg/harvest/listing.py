"""Reads the pages of a listing: HTML in, councils and documents out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast
from urllib.parse import quote, urljoin, urlsplit

from kg.harvest.entries import Entry, Provider
from kg.harvest.site import OTHER, Site
from kg.printable import printable
from kg.stated_days import day_stated

if TYPE_CHECKING:
    from lxml.cssselect import CSSSelector
    from lxml.html import HtmlElement

__all__ = ["ProviderPage", "SearchPage", "provider_page", "search_page"]

#: Maximum characters of a name or a label.
MAX_TEXT = 300
_NUMBER = re.compile(r"\d[\d,]*")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of results: its councils, and how many results the search states to have."""

    providers: tuple[Provider, ...]
    #: Results on the page, those without a readable link included.
    results: int
    total: int | None
    has_next: bool


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """A council's page: its documents, and whose page it says it is."""

    entries: tuple[Entry, ...]
    #: Items of the page, those without a document included.
    items: int
    #: Links of documents without words that say what they are.
    unlabelled: int
    #: The number of the council in the page's own address; None if it states none.
    urn: str | None


def search_page(html: bytes, url: str, site: Site) -> SearchPage:
    """The councils on a page of results that was read from `url`."""
    root = _tree(html)
    if root is None:
        return SearchPage((), 0, None, has_next=False)
    results = _all(root, site.select["result"])
    providers = []
    for result in results:
        for link in _all(result, site.select["provider"])[:1]:
            page = _address(link, url)
            if number := _urn(page, site):
                providers.append(Provider(_text(link), page, number))
    return SearchPage(
        tuple(providers),
        len(results),
        _total(root, site),
        bool(_all(root, site.select["next"])),
    )


def provider_page(html: bytes, provider: Provider, site: Site) -> ProviderPage:
    """The documents on a council's page."""
    root = _tree(html)
    if root is None:
        return ProviderPage((), 0, 0, None)
    canonical = _all(root, site.select["canonical"])
    own = _address(canonical[0], provider.page) if canonical else None
    items = _all(root, site.select["item"])
    links = [link for item in items for link in _all(item, site.select["document"])]
    entries = [_entry(link, provider, site) for link in links if link.get("href")]
    unlabelled = sum(not entry.published and entry.type == OTHER for entry in entries)
    unique = tuple(sorted({entry.url: entry for entry in entries}.values()))
    return ProviderPage(unique, len(items), unlabelled, own and _urn(own, site))


def _entry(link: HtmlElement, provider: Provider, site: Site) -> Entry:
    labels = _all(link, site.select["label"])
    text = _text(labels[0]) if labels else _text(link)
    label = site.pattern["label"].match(text)
    words = label["words"] if label else text
    day = day_stated(label["day"]) if label and label["day"] else None
    kind = site.type_of(words) or OTHER
    address = _address(link, provider.page)
    return Entry(provider, day or "", kind, address, words, site.publisher)


def _urn(address: str, site: Site) -> str | None:
    found = site.pattern["provider"].search(urlsplit(address).path)
    return found["urn"] if found else None


def _total(root: HtmlElement, site: Site) -> int | None:
    for element in _all(root, site.select["total"]):
        if number := _NUMBER.search(_text(element)):
            return int(number[0].replace(",", ""))
    return None


def _all(element: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements below one that a CSS selector selects."""
    return cast("list[HtmlElement]", _compiled(selector)(element))


@cache
def _compiled(selector: str) -> CSSSelector:
    from lxml.cssselect import CSSSelector

    return CSSSelector(selector)


def _tree(html: bytes) -> HtmlElement | None:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        return document_fromstring(html, parser=HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError):  # an empty page
        return None


def _text(element: HtmlElement) -> str:
    return printable(" ".join(str(element.text_content()).split()))[:MAX_TEXT]


def _address(element: HtmlElement, page: str) -> str:
    """Where an element of a page leads to."""
    href = printable(element.get("href", "").strip())
    try:
        return urljoin(page, href)
    except ValueError:  # brackets in the place of the host
        return urljoin(page, quote(href, safe=""))
