r"""Rich Text Format: what a word processor prints of it, as if tracked changes were accepted.

striprtf, the library for this, prints words that were deleted and loses footnotes.  The format is a
run of groups in braces; a group inherits the state of the one around it, and some hold no text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.documents.plain import table_row
from kg.documents.raw import RawBlock, RawDocument
from kg.documents.sniff import RTF
from kg.documents.styles import styled_block
from kg.model import BlockKind

__all__ = ["read"]

#: A control word with its number, a byte in hexadecimal, a control symbol, a brace, a line end of
#: the file, or text.
TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+"
    rb"|([^\\{}\r\n]+)"
)
#: Groups without text of the document; so is each that begins with \*.
NOT_TEXT = frozenset((
    "aftnsep", "aftnsepc", "annotation", "atnid", "author", "colortbl", "comment", "datafield",
    "filetbl", "fldinst", "fonttbl", "footer", "footerf", "footerl", "footerr", "ftnsep",
    "ftnsepc", "header", "headerf", "headerl", "headerr", "info", "nonshppict", "objdata", "pict",
    "shprslt", "stylesheet", "tc", "template", "themedata", "xe",
))  # fmt: skip
CHARACTERS = {
    "bullet": "•",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "ldblquote": "“",
    "line": "\n",
    "lquote": "‘",
    "rdblquote": "”",
    "rquote": "’",
    "tab": "\t",
    "~": "\u00a0",
    "-": "\u00ad",
    "_": "-",
    "\\": "\\",
    "{": "{",
    "}": "}",
}
PARAGRAPH_ENDS = frozenset({"par", "sect", "page"})
#: Marks of letters that are not printed: tracked deletions and hidden words.
UNPRINTED = frozenset({"deleted", "v"})
CODE_PAGES = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}


@dataclass(frozen=True, slots=True)
class _Group:
    """The state of a group: whether it has text, whose letters are printed, and where they go."""

    text: bool = True
    unprinted: frozenset[str] = frozenset()
    #: Characters that stand for a \u character where Unicode is not known.
    fallback: int = 1
    note: bool = False


@dataclass(slots=True)
class _Page:
    """The blocks that were read, and the paragraph, row and note that are being read."""

    codec: str = "cp1252"
    blocks: list[RawBlock] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    notes: list[RawBlock] = field(default_factory=list)
    heading: bool = False
    tracked: bool = False

    def add(self, text: str, group: _Group) -> None:
        if group.text and not group.unprinted:
            (self.note if group.note else self.words).append(text)

    def end_paragraph(self) -> None:
        text = "".join(self.words)
        if text.strip():
            self.blocks.append(styled_block("heading" if self.heading else "", text))
        self.words.clear()
        self.blocks += self.notes
        self.notes.clear()

    def end_cell(self) -> None:
        self.cells.append("".join(self.words).strip())
        self.words.clear()

    def end_row(self) -> None:
        self.blocks += [*table_row(self.cells), *self.notes]
        self.cells.clear()
        self.notes.clear()

    def end_note(self) -> None:
        text = "".join(self.note)
        if text.strip():
            self.notes.append(RawBlock(BlockKind.FOOTNOTE, ((None, text),)))
        self.note.clear()


def read(data: bytes) -> RawDocument:
    """Read an RTF file; whatever is not understood is left out."""
    page = _Page()
    group = _Group()
    around: list[_Group] = []
    left_out = 0  # characters that repeat the last \u character
    first = False  # whether the next word is the first of its group
    at = 0
    while token := TOKEN.match(data, at):
        at = token.end()
        word, number, byte, symbol, brace, plain = token.groups()
        if brace == b"{":
            around.append(group)
            left_out, first = 0, True
            continue
        if brace == b"}":
            group, left_out = _close(group, around, page), 0
        elif plain is not None or byte is not None:
            letters = bytes.fromhex(byte.decode()) if byte else plain or b""
            text = letters.decode(page.codec, "replace")
            page.add(text[left_out:], group)
            left_out = max(0, left_out - len(text))
        elif symbol is not None:
            if symbol == b"*" and first:
                group = replace(group, text=False)
                continue
            group = _after(
                "par" if symbol in b"\r\n" else symbol.decode("latin-1"), None, group, page
            )
        elif word is not None:
            name, value = word.decode(), int(number) if number else None
            if name == "bin" and value:
                at += max(0, value)
            elif name == "u" and value is not None:
                page.add(chr(value % 65536), group)
                left_out = group.fallback
            else:
                group = _after(name, value, group, page)
        first = False
    page.end_paragraph()
    page.end_row()
    note = ("has tracked changes: read as if all were accepted",) if page.tracked else ()
    return RawDocument(RTF, tuple(_joined(page.blocks)), notes=note)


def _after(name: str, value: int | None, group: _Group, page: _Page) -> _Group:
    """Do what a control word says; returns the state of its group behind it."""
    if name in NOT_TEXT:
        return replace(group, text=False)
    if name in UNPRINTED:
        page.tracked |= name == "deleted"
        marks = group.unprinted - {name} if value == 0 else group.unprinted | {name}
        return replace(group, unprinted=marks)
    if name == "plain":
        return replace(group, unprinted=frozenset())
    if name == "shptxt":
        return replace(group, text=True)
    if name == "footnote":
        return replace(group, note=True)
    if name == "uc" and value is not None:
        return replace(group, fallback=max(0, min(value, 10)))
    if name == "ansicpg" or name in CODE_PAGES:
        page.codec = _known(CODE_PAGES.get(name, f"cp{value}"))
    elif name in CHARACTERS:
        page.add(CHARACTERS[name], group)
    elif group.text:
        _break(name, group, page)
    return group


def _break(name: str, group: _Group, page: _Page) -> None:
    """Begin a new paragraph, cell or row."""
    if name == "pard":
        page.heading = False
    elif name == "outlinelevel":
        page.heading = True
    elif name in PARAGRAPH_ENDS and (group.note or group.unprinted):
        page.add(" ", group)
    elif name in PARAGRAPH_ENDS:
        page.end_paragraph()
    elif name in ("cell", "nestcell"):
        page.end_cell()
    elif name in ("row", "nestrow"):
        page.end_row()


def _known(codec: str) -> str:
    try:
        return codecs.lookup(codec).name
    except LookupError:
        return "cp1252"


def _close(group: _Group, around: list[_Group], page: _Page) -> _Group:
    """End a group; returns the state of the one around it."""
    before = around.pop() if around else group
    if group.note and not before.note:
        page.end_note()
    return before


def _joined(blocks: list[RawBlock]) -> Iterator[RawBlock]:
    """The blocks with characters made whole that stand as two control words."""
    for block in blocks:
        lines = tuple(
            (page, text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
            for page, text in block.lines
        )
        yield replace(block, lines=lines)
