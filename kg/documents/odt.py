"""OpenDocument texts (.odt): their text in order; what was deleted stands apart and is left out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from kg.documents.office_package import Package, attribute, children, local, reading
from kg.documents.plain import table_row
from kg.documents.raw import RawBlock, RawDocument
from kg.documents.sniff import ODT
from kg.documents.styles import styled_block
from kg.errors import DocumentError
from kg.model import BlockKind

__all__ = ["read"]

#: Elements that are not printed: deletions, comments, forms, what is said above words.
NOT_PRINTED = frozenset((
    "annotation", "covered-table-cell", "forms", "hidden-text", "note-citation", "ruby-text",
    "sequence-decls", "title", "desc", "tracked-changes",
))  # fmt: skip
#: Maximum spaces that an element stands for.
MAX_SPACES = 100


def read(data: bytes) -> RawDocument:
    """Read a text; raises DocumentError if it is damaged, locked or unzips to too many bytes."""
    with reading("OpenDocument text"):
        package = Package(data)
        manifest = "META-INF/manifest.xml"
        if manifest in package.names and b"encryption-data" in package.part(manifest):
            raise DocumentError("a password-protected text; save it without a password")
        root = package.xml("content.xml")
        text = _body(root)
        blocks = tuple(_Text(root).blocks(text))
        title = _title(package)
    changed = next(root.iter("{*}tracked-changes"), None) is not None
    notes = ("has tracked changes: read as if all were accepted",) if changed else ()
    return RawDocument(ODT, blocks, title=title, notes=notes)


def _body(root: etree._Element) -> etree._Element:
    for body in root.iter("{*}body"):
        for text in body.iterchildren("{*}text"):
            return text
    raise LookupError("no text part")


class _Text:
    """The running text of a document."""

    def __init__(self, root: etree._Element) -> None:
        #: The styles that automatic ones are made from.
        self.parents = {
            attribute(style, "name"): attribute(style, "parent-style-name")
            for styles in root.iter("{*}automatic-styles")
            for style in children(styles)
        }

    def blocks(self, container: etree._Element, *, listed: bool = False) -> Iterator[RawBlock]:
        """The blocks of an element that holds paragraphs, lists and tables."""
        for child in children(container):
            name = local(child)
            if name in ("p", "h"):
                yield from self._paragraph(child, listed=listed)
            elif name == "table":
                yield from self._table(child)
            elif name not in NOT_PRINTED:
                yield from self.blocks(child, listed=listed or name == "list-item")

    def _paragraph(self, element: etree._Element, *, listed: bool) -> Iterator[RawBlock]:
        beside: list[etree._Element] = []
        words = "".join(_words(element, beside))
        if words.strip():
            own = attribute(element, "style-name")
            style = self.parents.get(own) or own or ""
            if local(element) == "h":
                style = "heading"
            elif listed and style != "Title":
                style = "list"
            yield styled_block(style, words)
        for one in beside:
            if local(one) == "note-body":
                lines = (line for block in self.blocks(one) for _, line in block.lines)
                yield RawBlock(BlockKind.FOOTNOTE, ((None, " ".join(lines)),))
            else:
                yield from self.blocks(one)

    def _table(self, table: etree._Element) -> Iterator[RawBlock]:
        """The rows of a table; the cells of a row that holds tables, lists or merged cells."""
        for row in _rows(table):
            cells = [cell for cell in children(row) if local(cell) == "table-cell"]
            merged = any(
                attribute(cell, f"number-{way}-spanned") not in (None, "1")
                for cell in cells
                for way in ("columns", "rows")
            )
            blocks = [list(self.blocks(cell)) for cell in cells]
            if merged or any(next(cell.iter("{*}table"), None) is not None for cell in cells):
                yield from (block for each in blocks for block in each)
            else:
                yield from table_row(
                    [
                        "\n".join(line for block in each for _, line in block.lines)
                        for each in blocks
                    ]
                )


def _words(element: etree._Element, beside: list[etree._Element]) -> Iterator[str]:
    """The words of a line; the notes and text boxes in it go into `beside`."""
    yield element.text or ""
    for child in children(element):
        name = local(child)
        if name == "s":
            count = attribute(child, "c") or "1"
            yield " " * (min(int(count), MAX_SPACES) if count.isdigit() else 1)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name in ("note-body", "text-box"):
            beside.append(child)
        elif name not in NOT_PRINTED:
            yield from _words(child, beside)
        yield child.tail or ""


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in children(table):
        if local(child) == "table-row":
            yield child
        elif local(child) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)


def _title(package: Package) -> str | None:
    if "meta.xml" not in package.names:
        return None
    title = next(package.xml("meta.xml").iter("{http://purl.org/dc/elements/1.1/}title"), None)
    return title.text.strip() or None if title is not None and title.text else None
