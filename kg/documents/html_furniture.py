"""What is not a web page's own text: navigation, share bars, captions, comments, lists of links.

Elements are told by their tag, their role, and the words of their classes and ids, which are data
(`kg/words/web_pages.toml`).  An element with much of the page's text stays, whatever it is called.
"""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from kg.printable import xml_safe
from kg.resources import word_lists

__all__ = ["remove_furniture", "words_of"]

#: Share of the page's words above which an element is the text itself, whatever it is called.
MAX_SHARE = 0.35
#: ... and the words that such a page has at least.
MIN_WORDS = 60
#: Minimum entries of a list of links.
MIN_LINKS = 2
#: Containers of the text; what contains one is not removed.
CONTAINERS = ("html", "body", "main", "article", "h1")
#: Elements that are never removed for their name: words of a line, and parts of a table.
NOT_BY_NAME = ("time", "a", "b", "strong", "em", "i", "table", "tr", "td", "th")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
NAME_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def remove_furniture(body: etree._Element) -> None:
    """Remove what is not text from a page's body."""
    total = max(len(words_of(body).split()), MIN_WORDS)
    for element in list(body.iter(etree.Comment, etree.ProcessingInstruction)):
        _remove(element)
    for element in list(body.iter(etree.Element)):
        if element is body or not _is_within(element, body) or not _is_furniture(element):
            continue
        always = element.tag in ("script", "style", "noscript", "template", "svg")
        if always or not _has_text(element, total):
            _remove(element)


def words_of(element: etree._Element) -> str:
    """All words of an element and what is in it, but those of scripts and styles."""
    return " ".join(
        text
        for node in element.iter(etree.Element)
        if node.tag not in ("script", "style", "noscript", "template")
        for text in (node.text or "", *(child.tail or "" for child in node))
    )


def _has_text(element: etree._Element, total: int) -> bool:
    """Whether an element holds the page's text, so that its name misleads."""
    if any(True for _ in element.iter("main", "article", "h1")):
        return element.tag not in ("nav", "aside", "footer")
    return len(words_of(element).split()) > MAX_SHARE * total


def _is_furniture(element: etree._Element) -> bool:
    tag = element.tag
    if tag in CONTAINERS:
        return False
    if tag in _tags():
        return True
    if tag == "header":  # of a page, not of its story
        return not any(parent.tag in ("article", "main") for parent in element.iterancestors())
    if tag in ("ul", "ol"):
        return _is_list_of_links(element) or _is_named(element)
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if HIDDEN.search(element.get("style") or ""):
        return True
    return (element.get("role") or "").lower() in _roles() or _is_named(element)


def _is_named(element: etree._Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not names.strip() or element.tag in (
        "time",
        "a",
        "b",
        "strong",
        "em",
        "i",
        "td",
        "tr",
        "table",
    ):
        return False
    found = {word.lower() for word in NAME_WORDS.findall(names)}
    return any(_names().fullmatch(word) for word in found) or bool(_pairs().search(names))


def _is_list_of_links(element: etree._Element) -> bool:
    """Whether each entry of a list is a link and nothing else."""
    entries = [child for child in element if child.tag == "li"]
    return len(entries) >= MIN_LINKS and all(map(_is_link, entries))


def _is_link(entry: etree._Element) -> bool:
    linked = sum(len(words_of(link)) for link in entry.iter("a") if link.get("href"))
    return 0 < len(words_of(entry).strip()) <= linked + 12


def _is_within(element: etree._Element, body: etree._Element) -> bool:
    """Whether an element is still in the tree: what it was in may have been removed."""
    return any(parent is body for parent in element.iterancestors())


def _remove(element: etree._Element) -> None:
    """Remove an element and keep the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    # the parser reads characters that it would not take back
    tail = xml_safe(element.tail or "")
    if tail.strip() and before is not None:
        before.tail = f"{xml_safe(before.tail or '')} {tail}"
    elif tail.strip():
        parent.text = f"{xml_safe(parent.text or '')} {tail}"
    parent.remove(element)


@cache
def _tags() -> frozenset[str]:
    return frozenset(word_lists("web_pages")["not_text"])


@cache
def _roles() -> frozenset[str]:
    return frozenset(word_lists("web_pages")["not_text_roles"])


@cache
def _names() -> re.Pattern[str]:
    return re.compile("|".join(word_lists("web_pages")["not_text_names"]))


@cache
def _pairs() -> re.Pattern[str]:
    return re.compile(
        r"(?<![a-z])(?:" + "|".join(word_lists("web_pages")["not_text_pairs"]) + ")", re.I
    )
