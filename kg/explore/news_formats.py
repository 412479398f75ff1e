"""What is new, to send and to publish: Markdown for a mail, and a feed in Atom (RFC 4287)."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from xml.etree import ElementTree as ET

from kg import __version__
from kg.citation import Citation, as_text
from kg.errors import UsageError
from kg.explore.news import NEW, Item, News
from kg.printable import printable, xml_safe
from kg.rdf.iris import slug, thing

__all__ = ["as_atom", "as_markdown"]

_ATOM, _XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&])")
_HEADING = "What is new in the inspection reports"


def as_markdown(news: News) -> str:
    """A message by council and document."""
    events = Counter(item.event for item in news.items if item.document)
    counts = ", ".join(f"{count:,} {event}" for event, count in events.items())
    lines = [f"# {_HEADING}", "", f"Documents: {counts or 'none'}.", ""]
    for council, items in groupby(news.items, key=lambda item: item.council):
        lines += [f"## {_md(council or 'No council')}", ""]
        for item in items:
            about = _cited(item.document) if item.document else "facts that rest on no document"
            lines += [f"**{item.event.capitalize()}:** {_md(about)}", ""]
            lines += [*(f"- {_md(sentence)}" for sentence in item.sentences), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def as_atom(news: News) -> str:
    """A feed with an entry for each document and council.

    An entry keeps its id from one comparison to the next.  Its date is that of a new document, or
    that of the newest document if an older one is read differently or is gone: no clock is read.
    Raises UsageError if no document has a date.
    """
    if not news.newest:
        raise UsageError("-f atom needs dates: no document of graph B has one; use -f md")
    feed = ET.Element("feed", {"xmlns": _ATOM})
    dated = [(item, (item.event == NEW and item.date) or news.newest) for item in news.items]
    _add(feed, "id", thing("changes"))
    _add(feed, "title", _HEADING)
    _add(feed, "updated", _instant(max((date for _, date in dated), default=news.newest)))
    _add(ET.SubElement(feed, "author"), "name", "kg")
    _add(feed, "generator", "kg", version=__version__)
    for item, date in sorted(dated, key=lambda pair: pair[1], reverse=True):
        _add_entry(feed, item, date)
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _add_entry(feed: ET.Element, item: Item, date: str) -> None:
    entry = ET.SubElement(feed, "entry")
    place = thing("document", item.document.document) if item.document else thing("changes")
    _add(entry, "id", f"{place}#{slug(item.council or 'no council')}")
    _add(entry, "title", ": ".join(filter(None, (item.council, _title(item)))))
    _add(entry, "updated", _instant(date))
    for name in item.document.authors if item.document else ():
        _add(ET.SubElement(entry, "author"), "name", name)
    if item.council:
        ET.SubElement(entry, "category", {"term": xml_safe(item.council)})
    if item.document and item.document.url:
        ET.SubElement(entry, "link", {"rel": "alternate", "href": item.document.address})
    content = ET.SubElement(entry, "content", {"type": "xhtml"})
    body = ET.SubElement(content, "div", {"xmlns": _XHTML})
    if item.document:
        _add(body, "p", _cited(item.document))
    points = ET.SubElement(body, "ul")
    for sentence in item.sentences:
        _add(points, "li", sentence)


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = xml_safe(printable(text))


def _title(item: Item) -> str:
    if item.document is None:
        return "Facts that rest on no document"
    return f"{item.document.title} ({item.event})"


def _cited(document: Citation) -> str:
    return as_text([document]).rstrip("\n")


def _instant(date: str) -> str:
    """The beginning of a day, month or year, as RFC 3339 writes it."""
    year, month, day = (*date.split("-"), "01", "01")[:3]
    return f"{year}-{month}-{day}T00:00:00Z"


def _md(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", printable(text))
