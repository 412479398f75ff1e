"""Plain text and Markdown: blocks separated by blank lines, with headings and bullets.

Markdown's marks are understood in plain text too, because many letters are sent that way.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence

from kg.documents.raw import CELL, MAX_CELL, MIN_COLUMNS, RawBlock, RawDocument
from kg.errors import DocumentError
from kg.list_markers import BULLET, NUMBERED
from kg.model import BlockKind
from kg.stated_days import day_stated

__all__ = ["decode", "read", "read_markdown", "table_row", "text_blocks"]

MARKDOWN = "text/markdown"
#: Lengths of lines that were wrapped at a fixed width; shorter and longer lines are complete.
WRAPPED_LENGTHS = range(55, 121)
HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*$")
#: Marks of bold and italic words; the closing one may be on another line.
EMPHASIS = re.compile(
    r"\*\*(?=[^\s*])|(?<=[^\s*])\*\*|(?<!\w)__(?=[^\s_])|(?<=[^\s_])__(?!\w)"
    r"|(?<!\S)\*(?=[A-Za-z“‘(])|(?<=[\w.,;:!?”’)])\*(?!\S)"
)
LINK = re.compile(r"\[([^\[\]]{0,300})\]\([^()\s]{0,2000}(?:\s+\"[^\"]{0,300}\")?\)")
#: A picture, whose words are not the text's.
IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,2000}(?:\s+\"[^\"]{0,300}\")?\)")
RULE = re.compile(r"^[-*_=|:\s]{3,}$|^\s*\|\s*$")
QUOTE = re.compile(r"^\s{0,3}>\s?")
#: The metadata at the start of a Markdown file, and one of its fields.
FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n((?:[\w-]+:.*\r?\n){1,30})---[ \t]*\r?\n")
FIELD = re.compile(r"(?m)^([\w-]+):[ \t]*[\"']?(.*?)[\"']?[ \t]*\r?$")
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
ROW = re.compile(r"^\s*\|(.+)\|\s*$")


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Decode bytes to text, with a note if the encoding had to be guessed.

    A byte order mark decides first, then the declared encoding, UTF-8 and Windows-1252.
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
    note = "read as Windows-1252: not UTF-8, nor in a declared encoding"
    if "\ufffd" in text:
        note += f"; {text.count(chr(0xFFFD))} bytes are undefined in it"
    return text, (note,)


def read(data: bytes, media_type: str = "text/plain") -> RawDocument:
    """Read a text or Markdown file; raises DocumentError if it has no words."""
    text, notes = decode(data)
    declared: dict[str, str] = {}
    if media_type == MARKDOWN and (header := FRONT_MATTER.match(text)):
        declared = {key.lower(): value for key, value in FIELD.findall(header[1])}
        text = text[header.end() :]
    wrapped = media_type == MARKDOWN or _is_wrapped(text)
    blocks = text_blocks(text, WRAPPED_LENGTHS if wrapped else range(0))
    if not blocks:
        raise DocumentError("no text")
    return RawDocument(
        media_type,
        tuple(blocks),
        title=declared.get("title"),
        published=day_stated(declared.get("date") or declared.get("published") or ""),
        url=declared.get("url") or _address(blocks[0]),
        publisher=declared.get("publisher") or declared.get("source"),
        notes=notes,
    )


def _address(block: RawBlock) -> str | None:
    """The web address of a text that begins with it."""
    words = block.lines[0][1].strip()
    return words if ADDRESS.fullmatch(words) else None


def read_markdown(data: bytes) -> RawDocument:
    """Read a Markdown file."""
    return read(data, MARKDOWN)


def text_blocks(text: str, widths: range) -> list[RawBlock]:
    """The blocks of a text; a line whose length is in `widths` continues in the next one."""
    blocks: list[RawBlock] = []
    current_kind: BlockKind | None = None
    length = 0
    for raw_line in text.splitlines():
        previous_length, length = length, len(raw_line)
        line = EMPHASIS.sub("", LINK.sub(r"\1", IMAGE.sub("", QUOTE.sub("", raw_line))))
        if not line.strip() or RULE.match(line):
            current_kind = None
            continue
        if row := ROW.match(line):
            blocks += table_row([cell.strip() for cell in row[1].split("|")])
            current_kind = None
            continue
        kind, words, number = _parse_line(line)
        plain = kind is BlockKind.PARAGRAPH and number is None
        if plain and current_kind is not None and previous_length in widths:
            last = blocks[-1]
            blocks[-1] = RawBlock(last.kind, (*last.lines, (None, words)), last.number)
            continue
        blocks.append(RawBlock(kind, ((None, words),), number))
        current_kind = None if kind is BlockKind.HEADING else kind
    return blocks


def table_row(cells: Sequence[str]) -> Iterator[RawBlock]:
    """The blocks of a table row: its cells, or one block if short cells form more than two columns.

    Empty cells of such a row stay, so that each cell is known by its place.
    """
    short = len(cells) >= MIN_COLUMNS and all(len(cell) <= MAX_CELL for cell in cells[1:])
    for words in [CELL.join(cells)] if short else cells:
        if words.strip(CELL):
            yield RawBlock(BlockKind.PARAGRAPH, ((None, words),))


def _parse_line(line: str) -> tuple[BlockKind, str, str | None]:
    if heading := HEADING.match(line):
        kind = BlockKind.TITLE if len(heading[1]) == 1 else BlockKind.HEADING
        return kind, heading[2], None
    if bullet := BULLET.match(line):
        return BlockKind.BULLET, line[bullet.end() :], None
    if numbered := NUMBERED.match(line):
        return BlockKind.PARAGRAPH, line[numbered.end() :], numbered[1]
    return BlockKind.PARAGRAPH, line, None


def _is_wrapped(text: str) -> bool:
    """Whether lines were wrapped at a fixed width, so that neighbours belong together."""
    lengths = [len(line) for line in text.splitlines() if line.strip()]
    if not lengths or max(lengths) >= WRAPPED_LENGTHS.stop:
        return False
    return sum(lengths) > WRAPPED_LENGTHS.start * len(lengths)
