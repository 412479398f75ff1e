"""Word documents: all that Word prints, in its order, as if tracked changes were accepted.

Text stands in many wrappers (insertions, content controls, smart tags, fields, links); whatever is
not known to be no text is read.  Notes and text boxes follow the paragraph that they belong to.
What has words and can't be read (charts, embedded files) is counted and noted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from kg.documents.docx_tree import (
    NOT_PRINTED,
    alternative,
    has,
    has_more_than_words,
    is_hidden,
    is_left_out,
    is_merged,
    named,
    within,
)
from kg.documents.office_package import Package, attribute, children, local, reading
from kg.documents.plain import table_row
from kg.documents.raw import RawBlock, RawDocument
from kg.documents.styles import styled_block
from kg.model import BlockKind

__all__ = ["read"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Elements that stand for a character.
CHARACTERS = {
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "ptab": "\t",
    "softHyphen": "\u00ad",
    "tab": "\t",
}
#: Elements that hold pictures, shapes and text boxes.
DRAWINGS = frozenset({"drawing", "object", "pict"})
#: Elements with words that can't be read, and what to call them in a note.
UNREADABLE = {
    "OLEObject": "embedded file",
    "altChunk": "inserted document",
    "chart": "chart",
    "relIds": "diagram",
    "sym": "symbol",
}


def read(data: bytes) -> RawDocument:
    """Read a Word document; raises DocumentError if it is damaged or unzips to too many bytes."""
    with reading("Word document"):
        package = Package(data)
        main = package.related_part("", "officeDocument") or "word/document.xml"
        body = _body(package.xml(main))
        story = _Story(_styles(package, main), _notes(package, main))
        blocks = tuple(story.blocks(body))
        title = package.title()
    return RawDocument(MEDIA_TYPE, blocks, title=title, notes=tuple(story.remarks()))


@dataclass(slots=True)
class _Paragraph:
    """What one paragraph prints: its words, then its text boxes and notes."""

    words: list[str]
    style: str = ""
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(self.words)


@dataclass(slots=True)
class _Story:
    """The running text of a document, read from beginning to end."""

    #: Names of styles by id, and notes by kind ("footnote") and id.
    styles: dict[str, str]
    notes: dict[tuple[str, str], etree._Element]
    #: For each field that is open, the outermost first, whether its result has begun.
    fields: list[bool] = field(default_factory=list)
    #: The words of a paragraph whose end was deleted: they begin the next one.
    carried: str = ""
    tracked: bool = False
    unread: Counter[str] = field(default_factory=Counter)

    def blocks(self, container: etree._Element) -> Iterator[RawBlock]:
        """The blocks of an element that holds paragraphs and tables."""
        for child in children(container):
            name = local(child)
            if name == "p":
                yield from self._paragraph_blocks(child)
            elif name == "tbl":
                yield from self._table_blocks(child)
            elif name in UNREADABLE:
                self.unread[name] += 1
            elif name in NOT_PRINTED:
                self._see_change(name)
            else:
                yield from self.blocks(alternative(child))

    def remarks(self) -> Iterator[str]:
        """Notes for the report on what was read otherwise than it looks, or not at all."""
        if self.tracked:
            yield "has tracked changes: read as if all were accepted"
        for name, count in sorted(self.unread.items()):
            yield f"not read: {count} {UNREADABLE[name]}{'s' if count > 1 else ''}"

    def _paragraph_blocks(self, element: etree._Element) -> Iterator[RawBlock]:
        paragraph = self._paragraph(element)
        if paragraph.text.strip():
            yield styled_block(self.styles.get(paragraph.style, ""), paragraph.text)
        for box in paragraph.boxes:
            yield from self.blocks(box)
        for key in paragraph.notes:
            yield from self._note_blocks(key)

    def _paragraph(self, element: etree._Element) -> _Paragraph:
        """What a paragraph prints: no words if its end was deleted, for it goes on in the next."""
        paragraph = _Paragraph(words=[self.carried])
        self._add_inline(element, paragraph)
        self.carried = ""
        for properties in named(element, "pPr"):
            for style in named(properties, "pStyle"):
                paragraph.style = attribute(style, "val") or ""
        if has(element, "pPr", "rPr", "del"):
            self.tracked = True
            self.carried = paragraph.text
            paragraph.words.clear()
        return paragraph

    def _note_blocks(self, key: tuple[str, str]) -> Iterator[RawBlock]:
        note = self.notes.pop(key, None)
        if note is not None:
            words = " ".join(line for block in self.blocks(note) for _, line in block.lines)
            yield RawBlock(BlockKind.FOOTNOTE, ((None, words),))

    def _add_inline(self, element: etree._Element, paragraph: _Paragraph) -> None:
        """Add what an element of a line prints."""
        for child in children(element):
            name = local(child)
            if name in NOT_PRINTED or (name == "r" and is_hidden(child)):
                self._see_change(name)
            elif name == "t" or name in CHARACTERS:
                if not self._in_code():
                    paragraph.words.append(CHARACTERS.get(name) or child.text or "")
            elif name in UNREADABLE:
                self.unread[name] += 1
            elif name == "fldChar":
                self._step(attribute(child, "fldCharType"))
            elif name in ("footnoteReference", "endnoteReference"):
                kind = name.removesuffix("Reference")
                paragraph.notes.append((kind, attribute(child, "id") or ""))
            elif name in DRAWINGS:
                self._add_drawing(child, paragraph)
            else:
                self.tracked |= name in ("ins", "moveTo")
                self._add_inline(alternative(child), paragraph)

    def _add_drawing(self, element: etree._Element, paragraph: _Paragraph) -> None:
        for child in children(element):
            name = local(child)
            if name == "txbxContent":
                paragraph.boxes.append(child)
            elif name in UNREADABLE:
                self.unread[name] += 1
            else:
                self._add_drawing(alternative(child), paragraph)

    def _step(self, kind: str | None) -> None:
        """Follow the marks of a field: its beginning, that of its result, and its end."""
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _in_code(self) -> bool:
        """Whether words are the result of a field that stands in the code of another."""
        return len(self.fields) > 1 and self.fields[-1] and not all(self.fields)

    def _see_change(self, name: str) -> None:
        self.tracked |= name in ("del", "moveFrom")

    def _table_blocks(self, table: etree._Element) -> Iterator[RawBlock]:
        """The rows of a table; the cells of one with merged cells, or with more than words."""
        rows = [self._cells(row) for row in within(table, "tr")]
        merged = any(is_merged(cell) for row in rows for cell in row)
        for row in rows:
            if merged or any(map(has_more_than_words, row)):
                for cell in row:
                    yield from self._cell_blocks(cell)
            else:
                yield from table_row([self._cell_words(cell) for cell in row])

    def _cells(self, row: etree._Element) -> list[etree._Element]:
        """The cells of a row without those that were deleted or continue the one above."""
        if has(row, "trPr", "del"):
            self.tracked = True
            return []
        return [cell for cell in within(row, "tc") if not is_left_out(cell)]

    def _cell_blocks(self, cell: etree._Element) -> Iterator[RawBlock]:
        if has_more_than_words(cell):
            yield from self.blocks(cell)
        else:
            yield from table_row([self._cell_words(cell)])

    def _cell_words(self, cell: etree._Element) -> str:
        paragraphs = [self._paragraph(element).text for element in within(cell, "p")]
        return "\n".join(paragraphs).strip()


def _body(root: etree._Element) -> etree._Element:
    for body in named(root, "body"):
        return body
    raise LookupError("no text part")


def _styles(package: Package, main: str) -> dict[str, str]:
    """The names of styles by their ids; names are English in every edition of Word, ids are not."""
    part = package.related_part(main, "styles")
    return {
        attribute(style, "styleId") or "": attribute(name, "val") or ""
        for style in (children(package.xml(part)) if part else ())
        for name in named(style, "name")
    }


def _notes(package: Package, main: str) -> dict[tuple[str, str], etree._Element]:
    """Footnotes and endnotes by their kind and id."""
    parts = [(kind, package.related_part(main, f"{kind}s")) for kind in ("footnote", "endnote")]
    return {
        (kind, attribute(note, "id") or ""): note
        for kind, part in parts
        if part
        for note in children(package.xml(part))
    }
