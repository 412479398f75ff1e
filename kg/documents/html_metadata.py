"""What a web page says of itself: when it was published, and who publishes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from kg.documents.html_furniture import words_of
from kg.resources import word_lists
from kg.stated_days import day_stated

__all__ = ["PageMetadata", "page_metadata"]

#: Names of meta elements with the day of publication, the surest first.
DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "dcterms.issued", "dc.date.issued", "dcterms.date",
    "dc.date", "dcterms.created", "dc.date.created", "dcterms.available", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "publication-date", "date",
)  # fmt: skip
#: Names of meta elements with the publisher, the surest first.
PUBLISHER_NAMES = (
    "dcterms.publisher", "dc.publisher", "dcterms.creator", "dc.creator", "publisher",
    "og:site_name", "application-name", "twitter:app:name:iphone",
)  # fmt: skip
#: Types of JSON-LD objects for a page with a text of its own.
STORIES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "webpage", "report")
#: Properties of JSON-LD objects whose values are other pages.
OTHER_PAGES = (
    "itemlistelement", "haspart", "ispartof", "isrelatedto", "relatedlink", "citation", "mentions",
    "comment", "video", "image", "breadcrumb",
)  # fmt: skip
#: Maximum characters of a publisher's name.
MAX_NAME = 70
#: Share of a headline's words that the page's title must have, if they are of one story.
SAME_STORY = 0.4


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The day of publication (ISO 8601) and the names of the publisher, the surest first."""

    published: str | None
    names: tuple[str, ...]


def page_metadata(tree: etree._Element) -> PageMetadata:
    """The metadata of a page, whose tree must be complete."""
    meta = _meta(tree)
    titles = [_text(each) for each in tree.iter("h1", "title")]
    titles += [meta[name] for name in ("og:title",) if name in meta]
    objects = [each for each in _json_ld(tree) if _types(each)]
    story = _story(objects, titles)
    return PageMetadata(_published(tree, meta, story), tuple(_names(tree, meta, story, objects)))


def _meta(tree: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = (element.get("content") or "").strip()
        if content:
            found.setdefault(name.lower().strip(), content)
    return found


def _json_ld(tree: etree._Element) -> Iterator[Mapping[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            try:
                yield from _objects(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for each in value:
            yield from _objects(each)
    elif isinstance(value, dict):
        yield value
        for key, each in value.items():
            if key.lower() not in OTHER_PAGES and isinstance(each, dict | list):
                yield from _objects(each)


def _types(item: Mapping[str, Any]) -> list[str]:
    types = item.get("@type")
    return [str(each).lower() for each in (types if isinstance(types, list) else [types]) if each]


def _story(objects: Iterable[Mapping[str, Any]], titles: Iterable[str]) -> Mapping[str, Any] | None:
    """The JSON-LD object of the page's own story: the one whose headline is the page's title."""
    stories = [each for each in objects if set(_types(each)).intersection(STORIES)]
    with_headline = [each for each in stories if each.get("headline") or each.get("name")]
    words = {word for title in titles for word in _words(title)}
    for each in with_headline:
        headline = _words(str(each.get("headline") or each.get("name")))
        if headline and len(headline & words) >= SAME_STORY * len(headline):
            return each
    if with_headline:
        return None
    return stories[0] if len(stories) == 1 else None


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _published(
    tree: etree._Element, meta: Mapping[str, str], story: Mapping[str, Any] | None
) -> str | None:
    stated = [str((story or {}).get("datePublished") or "")]
    stated += [meta[name] for name in DATE_NAMES if name in meta]
    marked = [each for each in tree.iter(etree.Element) if each.get("itemprop") == "datePublished"]
    stated += [each.get("content") or each.get("datetime") or _text(each) for each in marked]
    times = [each for each in tree.iter("time") if each.get("datetime")]
    if times and not _is_linked(times[0]):
        stated.append(times[0].get("datetime") or "")
    return next(filter(None, map(day_stated, stated)), None)


def _is_linked(element: etree._Element) -> bool:
    """Whether an element is in a list of other stories."""
    return any(parent.tag in ("aside", "nav", "footer", "a") for parent in element.iterancestors())


def _names(
    tree: etree._Element,
    meta: Mapping[str, str],
    story: Mapping[str, Any] | None,
    objects: Iterable[Mapping[str, Any]],
) -> Iterator[str]:
    """The names that a page gives its publisher, each once, the surest first."""
    seen: set[str] = set()
    headings = [_text(each) for each in tree.iter("h1")]
    for name in _candidates(tree, meta, story, objects):
        plain = re.sub(r"\s+", " ", name).strip(" |–—-·:,.")
        if not 1 < len(plain) <= MAX_NAME or plain.casefold() in seen or "://" in plain:
            continue
        if not _pattern("name_form").fullmatch(plain) or _no_name().fullmatch(plain):
            continue
        if any(plain in heading for heading in headings):
            continue
        seen.add(plain.casefold())
        yield plain


def _candidates(
    tree: etree._Element,
    meta: Mapping[str, str],
    story: Mapping[str, Any] | None,
    objects: Iterable[Mapping[str, Any]],
) -> Iterator[str]:
    yield from (
        meta[name] for name in PUBLISHER_NAMES if name in meta and _is_body(name, meta[name])
    )
    yield from _publishers(story)
    for each in objects:
        if set(_types(each)).intersection(("website", "organization", "newsmediaorganization")):
            yield str(each.get("name") or "")
    for title in tree.iter("title"):
        parts = _pattern("title_separator").split(_text(title))
        yield from parts[-1:] if len(parts) > 1 else ()
    for element in _margins(tree):
        yield from (image.get("alt") or "" for image in element.iter("img"))
        yield from (_text(link) for link in element.iter("a") if link.get("href") in ("/", "#"))
    for element in tree.iter(etree.Element):
        own = "" if element.tag in ("script", "style") else element.text
        for owner in map(_pattern("copyright_owner").search, (own or "", element.tail or "")):
            if owner:
                yield owner["owner"]
    for element in _margins(tree):
        words = re.sub(r"\s+", " ", words_of(element))
        yield from _pattern("council_name").findall(words)
        links = " ".join(link.get("href") or "" for link in element.iter("a"))
        yield from _pattern("council_address").findall(f"{words} {links}")


def _is_body(name: str, content: str) -> bool:
    """Whether a meta element names a body; a creator may be a person."""
    return not name.endswith("creator") or "ouncil" in content


def _publishers(story: Mapping[str, Any] | None) -> Iterator[str]:
    publishers = (story or {}).get("publisher")
    for each in publishers if isinstance(publishers, list) else [publishers]:
        if isinstance(each, Mapping):
            yield str(each.get("name") or "")


def _margins(tree: etree._Element) -> Iterator[etree._Element]:
    """The header, the banner and the footer of a page."""
    names = "|".join(word_lists("web_pages")["margin_names"])
    for element in tree.iter("header", "footer", "div", "section", "a", "p", "span"):
        own = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
        if element.tag in ("header", "footer") or re.search(rf"(?i)\b(?:{names})\b", own):
            if any(True for _ in element.iter("article", "main", "h1")):
                continue
            yield element


def _text(element: etree._Element) -> str:
    return re.sub(r"\s+", " ", words_of(element)).strip()


@cache
def _pattern(key: str) -> re.Pattern[str]:
    """A pattern of the word list; its line breaks are removed."""
    return re.compile("".join(word_lists("web_pages")[key].splitlines()))


@cache
def _no_name() -> re.Pattern[str]:
    return re.compile("|".join(word_lists("web_pages")["not_names"]), re.I)
