"""The blocks of an HTML tree: paragraphs, headings, entries of lists, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from kg.documents.raw import CELL, MAX_CELL, MIN_COLUMNS, RawBlock
from kg.model import BlockKind

__all__ = ["HtmlBlock", "html_blocks"]

#: Elements that begin a block; all others are part of the line around them.
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Maximum characters of a bold line that is a heading.
MAX_BOLD = 80
SPACES = re.compile(r"[\s\u00a0]+")
#: The end of a line of the page (`br`); two of them end a block.
BREAK = "\u2028"
#: Maximum columns that a cell spans.
MAX_SPAN = 20
BREAKS = re.compile(rf"[\s\u00a0]*{BREAK}[\s\u00a0]*{BREAK}[\s\u00a0]*")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table and its cells."""

    element: etree._Element
    cells: list[str]


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A block and the element that it is from."""

    element: etree._Element
    kind: BlockKind
    words: str

    def raw(self) -> RawBlock:
        """The block as readers return it."""
        return RawBlock(self.kind, ((None, self.words),))


def html_blocks(element: etree._Element) -> list[HtmlBlock]:
    """The blocks of an element in the order of the page, each once."""
    return list(_blocks(element))


def _blocks(element: etree._Element) -> Iterator[HtmlBlock]:
    separator = _separator(rows) if (rows := _rows(element)) else None
    if separator is not None:
        for row in rows:
            yield HtmlBlock(row.element, BlockKind.PARAGRAPH, separator.join(row.cells))
    elif element.tag == "dl":
        yield from _definitions(element)
    else:
        yield from _lines(element)


def _lines(element: etree._Element) -> Iterator[HtmlBlock]:
    """The blocks of an element: its own runs of text, and those of the elements in it."""
    first = True
    line: list[str] = [element.text or ""]
    for child in element.iterchildren(etree.Element):
        if _is_block(child):
            for block in _flush(element, line, first=first):
                yield block
                first = False
            line = [child.tail or ""]
            for block in _blocks(child):
                yield _in_list(element, block, first=first)
                first = False
        else:
            line += [_inline(child), child.tail or ""]
    yield from _flush(element, line, first=first)


def _is_block(element: etree._Element) -> bool:
    """Whether an element begins a block; a speaker named under a quotation does too."""
    if element.tag == "cite":
        return any(parent.tag == "blockquote" for parent in element.iterancestors())
    return element.tag in BLOCKS or any(
        child.tag in BLOCKS for child in element.iter(etree.Element)
    )


def _inline(element: etree._Element) -> str:
    if element.tag == "br":
        return BREAK
    parts = [element.text or ""]
    for child in element.iterchildren(etree.Element):
        parts += [_inline(child), child.tail or ""]
    return "".join(parts)


def _flush(element: etree._Element, line: list[str], *, first: bool) -> Iterator[HtmlBlock]:
    """The blocks of a run of text: one, or more where empty lines part it."""
    for words in BREAKS.split("".join(line)):
        plain = SPACES.sub(" ", words).strip()
        if plain:
            yield HtmlBlock(element, _kind(element, plain, first=first), plain)
            first = False


def _in_list(parent: etree._Element, block: HtmlBlock, *, first: bool) -> HtmlBlock:
    """A paragraph that begins an entry of a list is the entry."""
    if parent.tag == "li" and first and block.kind is BlockKind.PARAGRAPH:
        return HtmlBlock(block.element, BlockKind.BULLET, block.words)
    return block


def _kind(element: etree._Element, words: str, *, first: bool) -> BlockKind:
    if element.tag in HEADINGS:
        return BlockKind.HEADING
    if element.tag == "li" and first:
        return BlockKind.BULLET
    if element.tag in ("p", "div") and _is_bold_heading(element, words):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH


def _is_bold_heading(element: etree._Element, words: str) -> bool:
    """Whether a short line is all in bold type and is no sentence, speaker or list of words."""
    if len(words) > MAX_BOLD or re.search(r"[.,;!|]|[.!?][”\"’']?$", words):
        return False
    bold = "".join(_inline(child) for child in element if child.tag in ("b", "strong"))
    return SPACES.sub(" ", bold).strip() == words


def _rows(table: etree._Element) -> list[_Row]:
    """The rows of a table with all their cells; none for another element or a table of tables."""
    if table.tag != "table":
        return []
    rows: list[_Row] = []
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            return []
        words: list[str] = []
        for cell in row.iterchildren("td", "th"):
            span = cell.get("colspan") or "1"
            words.append(SPACES.sub(" ", _inline_all(cell)).strip())
            words += [""] * (min(int(span), MAX_SPAN) - 1 if span.isdigit() else 0)
        if any(words):
            rows.append(_Row(row, words))
    return rows


def _separator(rows: list[_Row]) -> str | None:
    """What joins the cells of each row; None for a table of prose, whose cells are blocks."""
    if all(len(row.cells) == 2 and row.cells[0].endswith(":") for row in rows):
        short = all(len(row.cells[1]) <= 2 * MAX_CELL for row in rows)
        return " " if short else None
    if max(len(row.cells) for row in rows) < MIN_COLUMNS:
        return None
    return CELL if all(len(cell) <= MAX_CELL for row in rows for cell in row.cells[1:]) else None


def _inline_all(element: etree._Element) -> str:
    """All text of an element, its blocks parted by spaces."""
    parts = [element.text or ""]
    for child in element.iterchildren(etree.Element):
        space = " " if child.tag in BLOCKS or child.tag == "br" else ""
        parts += [space, _inline_all(child), space, child.tail or ""]
    return "".join(parts)


def _definitions(element: etree._Element) -> Iterator[HtmlBlock]:
    """The entries of a list of definitions: "term: definition" if both are short."""
    term = ""
    for child in element.iter("dt", "dd"):
        words = SPACES.sub(" ", _inline_all(child)).strip()
        if child.tag == "dt":
            if term:
                yield HtmlBlock(child, BlockKind.PARAGRAPH, term)
            term = words
        elif len(words) <= 2 * MAX_CELL and term:
            yield HtmlBlock(child, BlockKind.PARAGRAPH, f"{term.rstrip(':')}: {words}")
            term = ""
        else:
            if term:
                yield HtmlBlock(child, BlockKind.HEADING, term)
            term = ""
            yield from _blocks(child)
    if term:
        yield HtmlBlock(element, BlockKind.PARAGRAPH, term)
