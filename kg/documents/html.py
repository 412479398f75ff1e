"""HTML: the main text of a page, without navigation and notices, read by trafilatura."""

from __future__ import annotations

import re

from lxml import etree

from kg.documents.plain import decode
from kg.documents.raw import RawBlock, RawDocument
from kg.errors import DocumentError
from kg.model import BlockKind

__all__ = ["read"]

MAX_BYTES = 20_000_000
#: Maximum nesting of elements; deeper trees exhaust the parser's stack.
MAX_DEPTH = 2_000
DECLARED_ENCODING = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.I)
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*?(/?)>")
#: Elements without an end tag, or with an optional one: they don't add to the nesting.
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
NOT_NESTING = frozenset((*VOID, "dd", "dt", "li", "option", "p", "td", "th", "tr", "track"))
KINDS = {"head": BlockKind.HEADING, "item": BlockKind.BULLET}
BLOCK_TAGS = ("p", "head", "item", "quote", "cell", "ab")


def read(data: bytes) -> RawDocument:
    """Read the main text of an HTML page; raises DocumentError if there is none."""
    import trafilatura  # takes 250 ms
    from trafilatura.settings import Document

    if len(data) > MAX_BYTES:
        raise DocumentError(f"an HTML page larger than {MAX_BYTES:,} bytes")
    declared = DECLARED_ENCODING.search(data[:4096])
    encoding = declared[1].decode("ascii") if declared else None
    if encoding and encoding.lower().startswith("utf-16"):
        encoding = None  # a label that is legible as ASCII is not in UTF-16
    html, notes = decode(data, encoding)
    if _depth(html) > MAX_DEPTH:
        raise DocumentError(f"HTML nested more than {MAX_DEPTH:,} levels deep")
    page = trafilatura.bare_extraction(
        html,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        # only a date that the page declares, not one guessed from its text
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    body = getattr(page, "body", None)
    if not isinstance(page, Document) or body is None:
        raise DocumentError("an HTML page without main text")
    blocks = []
    for element in body.iter(etree.Element):
        if element.tag in BLOCK_TAGS:
            words = _own_words(element)
            if words.strip():
                kind = KINDS.get(element.tag, BlockKind.PARAGRAPH)
                blocks.append(RawBlock(kind, ((None, words),)))
    if not blocks:
        raise DocumentError("an HTML page without main text")
    title = page.title
    if title and not any(title.strip() == b.lines[0][1].strip() for b in blocks[:3]):
        blocks.insert(0, RawBlock(BlockKind.TITLE, ((None, title),)))
    return RawDocument(
        "text/html",
        tuple(blocks),
        title=title,
        published=page.date,
        url=page.url,
        publisher=page.sitename,
        notes=notes,
    )


def _own_words(element: etree._Element) -> str:
    """An element's words, without those of the blocks inside it."""
    words = [element.text or ""]
    for child in element:
        if child.tag not in BLOCK_TAGS:
            words.append(_own_words(child))
        words.append(child.tail or "")
    return " ".join(words)


def _depth(html: str) -> int:
    depth = deepest = 0
    for close, name, empty in TAG.findall(html):
        if name.lower() in NOT_NESTING:
            continue
        if close:
            depth = max(0, depth - 1)
        elif not empty:
            depth += 1
            deepest = max(deepest, depth)
    return deepest
