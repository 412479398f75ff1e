"""Plain text and Markdown: blocks parted by blank lines, light marks for headings and bullets.

Markdown's own marks are read in both, for many letters travel as text with them.
"""

from __future__ import annotations

import codecs
import re

from kg.documents.raw import RawBlock, RawDocument
from kg.errors import DocumentError
from kg.list_markers import BULLET, NUMBERED
from kg.model import BlockKind

__all__ = ["decode", "read", "read_markdown", "text_blocks"]

MARKDOWN = "text/markdown"
#: Lines of these lengths were cut at a width; a shorter one ends by itself, a longer one is whole.
WRAPPED = range(55, 121)
HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*$")
#: Marks of strong words, whether or not their line holds both.
EMPHASIS = re.compile(
    r"\*\*(?=[^\s*])|(?<=[^\s*])\*\*|(?<!\w)__(?=[^\s_])|(?<=[^\s_])__(?!\w)"
    r"|(?<!\S)\*(?=[A-Za-z“‘(])|(?<=[\w.,;:!?”’)])\*(?!\S)"
)
LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,2000}(?:\s+\"[^\"]{0,300}\")?\)")
RULE = re.compile(r"^[-*_=|:\s]{3,}$|^\s*\|\s*$")
QUOTE = re.compile(r"^\s{0,3}>\s?")
ROW = re.compile(r"^\s*\|(.+)\|\s*$")


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Bytes to text, with a note when the encoding had to be guessed.

    The order: the declared encoding, a byte order mark, UTF-8, then Windows-1252.
    """
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(bom):
            declared = encoding
    for encoding in filter(None, (declared, "utf-8")):
        try:
            return data.decode(encoding), ()
        except (LookupError, UnicodeError):
            continue
    text = data.decode("cp1252", errors="replace")
    note = "read as Windows-1252: neither a declared encoding nor UTF-8 fits"
    if "\ufffd" in text:
        note += f"; {text.count(chr(0xFFFD))} bytes are undefined in it"
    return text, (note,)


def read(data: bytes, media_type: str = "text/plain") -> RawDocument:
    """A text or Markdown file; raises DocumentError when it holds no words."""
    text, notes = decode(data)
    wrapped = media_type == MARKDOWN or _is_wrapped(text)
    blocks = text_blocks(text, WRAPPED if wrapped else range(0))
    if not blocks:
        raise DocumentError("no words in it")
    return RawDocument(media_type, tuple(blocks), notes=notes)


def read_markdown(data: bytes) -> RawDocument:
    """A Markdown file."""
    return read(data, MARKDOWN)


def text_blocks(text: str, widths: range) -> list[RawBlock]:
    """Blocks of a text: a line goes on in the next one when its length is among `widths`."""
    blocks: list[RawBlock] = []
    open_kind: BlockKind | None = None
    length = 0
    for written in text.splitlines():
        before, length = length, len(written)
        line = EMPHASIS.sub("", LINK.sub(r"\1", QUOTE.sub("", written)))
        if not line.strip() or RULE.match(line):
            open_kind = None
            continue
        if row := ROW.match(line):
            cells = [cell.strip() for cell in row[1].split("|") if cell.strip()]
            blocks += [RawBlock(BlockKind.PARAGRAPH, ((None, cell),)) for cell in cells]
            open_kind = None
            continue
        kind, words, number = _line(line)
        plain = kind is BlockKind.PARAGRAPH and number is None
        if plain and open_kind is not None and before in widths:
            last = blocks[-1]
            blocks[-1] = RawBlock(last.kind, (*last.lines, (None, words)), last.number)
            continue
        blocks.append(RawBlock(kind, ((None, words),), number))
        open_kind = None if kind is BlockKind.HEADING else kind
    return blocks


def _line(line: str) -> tuple[BlockKind, str, str | None]:
    if heading := HEADING.match(line):
        kind = BlockKind.TITLE if len(heading[1]) == 1 else BlockKind.HEADING
        return kind, heading[2], None
    if bullet := BULLET.match(line):
        return BlockKind.BULLET, line[bullet.end() :], None
    if numbered := NUMBERED.match(line):
        return BlockKind.PARAGRAPH, line[numbered.end() :], numbered[1]
    return BlockKind.PARAGRAPH, line, None


def _is_wrapped(text: str) -> bool:
    """Whether lines are cut at a width, so that neighbours belong together."""
    lengths = [len(line) for line in text.splitlines() if line.strip()]
    if not lengths or max(lengths) >= WRAPPED.stop:
        return False
    return sum(lengths) > WRAPPED.start * len(lengths)
