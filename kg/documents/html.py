"""HTML: the main text of a page, without navigation and notices.

What is told by its name to be no text is removed first; trafilatura then finds where the text is,
and everything in that part of the page is read, so that no paragraph, row or speaker is lost.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from lxml import etree
from lxml import html as lxml_html

from kg.documents.html_blocks import HtmlBlock, html_blocks
from kg.documents.html_encoding import declared_encoding
from kg.documents.html_furniture import remove_furniture
from kg.documents.html_metadata import page_metadata
from kg.documents.plain import decode
from kg.documents.raw import RawBlock, RawDocument
from kg.errors import DocumentError
from kg.model import BlockKind

__all__ = ["read"]

MAX_BYTES = 20_000_000
#: Maximum nesting of elements; deeper trees exhaust the parser's stack.
MAX_DEPTH = 2_000
PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*?(/?)>")
#: Elements without an end tag, or with an optional one: they don't add to the nesting.
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
NOT_NESTING = frozenset((*VOID, "dd", "dt", "li", "option", "p", "td", "th", "tr", "track"))
#: Share of the text found by trafilatura that its container must hold.
CONTAINED = 0.9


def read(data: bytes, codec: str | None = None) -> RawDocument:
    """Read the main text of an HTML page; raises DocumentError if there is none.

    A `codec` that was sent with the page precedes the encoding that it declares.
    """
    from trafilatura.metadata import extract_metadata  # takes 250 ms

    if len(data) > MAX_BYTES:
        raise DocumentError(f"an HTML page larger than {MAX_BYTES:,} bytes")
    html, notes = decode(data, codec or declared_encoding(data))
    if _depth(html) > MAX_DEPTH:
        raise DocumentError(f"HTML nested more than {MAX_DEPTH:,} levels deep")
    tree = _parse(html)
    declared_by_page = page_metadata(tree)
    page = extract_metadata(copy.deepcopy(tree), date_config={"extensive_search": False})
    body = tree.find("body")
    if body is None:
        raise DocumentError("an HTML page without main text")
    remove_furniture(body)
    blocks = [block.raw() for block in _main_blocks(tree, body)]
    if not blocks:
        raise DocumentError("an HTML page without main text")
    title = page.title
    if title and title.strip() not in {block.lines[0][1] for block in blocks}:
        blocks.insert(0, RawBlock(BlockKind.TITLE, ((None, title),)))
    return RawDocument(
        "text/html",
        tuple(blocks),
        title=title,
        published=declared_by_page.published,
        url=page.url,
        publisher=next(iter(declared_by_page.names), None),
        names=declared_by_page.names,
        notes=notes,
    )


def _parse(html: str) -> etree._Element:
    try:
        return lxml_html.document_fromstring(PROLOG.sub("", html))
    except (etree.ParserError, ValueError):
        raise DocumentError("an HTML page without main text") from None


def _main_blocks(tree: etree._Element, body: etree._Element) -> list[HtmlBlock]:
    """The blocks of the main text, in order: all of the part of the page that holds it."""
    import trafilatura
    from trafilatura.settings import Document

    page = trafilatura.bare_extraction(
        copy.deepcopy(tree),
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        deduplicate=False,
    )
    text = page.text if isinstance(page, Document) else ""
    found = _squeezed(text or "")
    blocks = html_blocks(body)
    main = [index for index, block in enumerate(blocks) if _squeezed(block.words) in found]
    if not main:
        return blocks  # trafilatura loses text that stands in no element of its own
    container = _container(body, [blocks[index] for index in main])
    inside = [index for index, block in enumerate(blocks) if _contains(container, block.element)]
    first, last = min(main), max(main)
    parts = {blocks[index].element for index in main}  # lines of one element are one text
    chosen = sorted(
        {
            *main,
            *(i for i in inside if first <= i <= last or blocks[i].element in parts),
            *_heading(blocks, first),
        }
    )
    return _without_repeated_quotes([blocks[index] for index in chosen])


def _squeezed(text: str) -> str:
    """The letters and digits of a text, to compare readings that differ in spaces and marks."""
    return re.sub(r"[\W_]+", "", text)


def _container(body: etree._Element, blocks: Sequence[HtmlBlock]) -> etree._Element:
    """The smallest element that holds nearly all of the blocks."""
    held: Counter[etree._Element] = Counter()
    for block in blocks:
        held.update(
            dict.fromkeys((block.element, *block.element.iterancestors()), len(block.words))
        )
    needed = CONTAINED * held[body]
    container = body
    while True:
        inner = next((child for child in container if held[child] >= needed), None)
        if inner is None:
            return container
        container = inner


def _contains(container: etree._Element, element: etree._Element) -> bool:
    return element is container or any(parent is container for parent in element.iterancestors())


def _heading(blocks: Sequence[HtmlBlock], first: int) -> Iterable[int]:
    """The page's heading above the text, with the lines between them: the date, the writer."""
    above = [index for index in range(first) if blocks[index].element.tag == "h1"]
    return range(above[-1], first) if above else ()


def _without_repeated_quotes(blocks: Sequence[HtmlBlock]) -> list[HtmlBlock]:
    """The blocks without the quotations in large type that repeat words of the text."""
    whole = [_squeezed(block.words) for block in blocks]

    def repeats(index: int) -> bool:
        element = blocks[index].element
        drawn = element.tag == "blockquote" or "quote" in (element.get("class") or "").lower()
        return drawn and any(whole[index] in each for n, each in enumerate(whole) if n != index)

    return [block for index, block in enumerate(blocks) if not repeats(index)]


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
