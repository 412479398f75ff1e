"""From raw blocks to one text with exact offsets.

Lines are joined into sentences, over pages too; line-end hyphens stay (in these documents they
are nearly always real: "multi-agency"); control and private-use characters go.  It never drops a
word: what a reader left in, the text holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kg.documents.raw import RawBlock, RawDocument
from kg.model import Block, BlockKind, Document

__all__ = ["assemble", "clean_line"]

SEPARATOR = "\n\n"
#: A longer block than this, in characters, is prose.
PROSE = 60
#: A line that ends so is joined to the next one without a space.
JOINED = re.compile(r"(?<=\S)[-/]$")
#: A hyphen left hanging ("pre- and post-birth") is followed by one of these.
HANGING = re.compile(r"(?:and|or|to)\b")
HYPHENS = str.maketrans({"\ufffe": "-", "\u2010": "-", "\u2011": "-"})
#: A soft hyphen is printed at a line's end and nowhere else.
SOFT_HYPHEN = re.compile("\u00ad(?!$)")
#: A longer run of one sign than this says nothing more, and costs a tokenizer dear.
MOST_REPEATED = 40
REPEATED = re.compile(rf"([^\w\s])\1{{{MOST_REPEATED},}}")
LIGATURES = re.compile("[\ufb00-\ufb06]")
SPACES = re.compile(r"[\s\u200b\u200e\u200f\u2028\u2029\ufeff]+")
#: C0, C1, private use, noncharacters and lone surrogates carry no words.
NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufff0-\uffff"
    "\U000f0000-\U0010ffff]"
)


def clean_line(text: str) -> str:
    """One line's words: hyphens mended, ligatures opened, white space single, no control codes."""
    text = SOFT_HYPHEN.sub("", text.rstrip()).replace("\u00ad", "-").translate(HYPHENS)
    text = REPEATED.sub(lambda m: m[1] * MOST_REPEATED, NO_TEXT.sub(" ", text))
    text = LIGATURES.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    return unicodedata.normalize("NFC", SPACES.sub(" ", text).strip())


def assemble(raw: RawDocument, sha256: str) -> Document:
    """The document: each raw block's lines joined, blocks parted by a blank line."""
    parts: list[str] = []
    blocks: list[Block] = []
    page_starts: dict[int, int] = {}
    offset = 0
    for raw_block in continued(raw.blocks):
        text = ""
        starts: list[tuple[int, int]] = []
        for page, line in raw_block.lines:
            cleaned = clean_line(line)
            if not cleaned:
                continue
            joined = JOINED.search(text) and not (text[-1] == "-" and HANGING.match(cleaned))
            text += "" if not text or joined else " "
            if page is not None:
                starts.append((page, offset + len(text)))
            text += cleaned
        if not text:
            continue
        for page, start in starts:
            page_starts.setdefault(page, start)
        blocks.append(Block(raw_block.kind, offset, offset + len(text), raw_block.number))
        parts.append(text)
        offset += len(text) + len(SEPARATOR)
    return Document(
        sha256=sha256,
        media_type=raw.media_type,
        text=SEPARATOR.join(parts) + ("\n" if parts else ""),
        blocks=tuple(blocks),
        pages=_page_offsets(page_starts, raw.pages, offset),
        title=raw.title,
        published=raw.published,
        url=raw.url,
        publisher=raw.publisher,
        notes=raw.notes,
    )


def _page_offsets(starts: dict[int, int], pages: int | None, end: int) -> tuple[int, ...]:
    """Where each page begins; a page without text begins where the next one with text does."""
    if pages is None:
        return ()
    offsets = [end] * pages
    following = end
    for page in range(pages, 0, -1):
        following = starts.get(page, following)
        offsets[page - 1] = following
    if offsets:
        offsets[0] = 0
    return tuple(offsets)


def continued(blocks: Iterable[RawBlock]) -> list[RawBlock]:
    """Blocks with sentences that run on put together, footnotes moved behind them.

    A paragraph or bullet that ends without a full stop goes on in the next paragraph when that
    one begins in lower case, whatever footnotes stand between the two.
    """
    out: list[RawBlock] = []
    for block in blocks:
        last = _last_running(out)
        if last is not None and runs_on(out[last], block):
            before = out[last]
            out[last] = RawBlock(before.kind, before.lines + block.lines, before.number)
        else:
            out.append(block)
    return out


def _last_running(blocks: list[RawBlock]) -> int | None:
    for index in range(len(blocks) - 1, -1, -1):
        if blocks[index].kind is not BlockKind.FOOTNOTE:
            return index
    return None


def runs_on(before: RawBlock, after: RawBlock) -> bool:
    """Whether `after` goes on with the sentence that `before` left open."""
    running = (BlockKind.PARAGRAPH, BlockKind.BULLET)
    if before.kind not in running or after.kind is not BlockKind.PARAGRAPH or after.number:
        return False
    tail, head = before.lines[-1][1].rstrip(), after.lines[0][1].lstrip()
    if not tail or not head or len(tail) < 12:
        return False
    if tail.endswith((".", "!", "?", ":", ";", ".”", ".’", '."')):
        return False
    if head[0].islower() or tail.endswith((",", "\ufffe", "\u00ad", "-")):
        return True
    # a page may end inside a name; a row of a table is short
    return before.lines[-1][0] != after.lines[0][0] and sum(map(_length, before.lines)) > PROSE


def _length(line: tuple[int | None, str]) -> int:
    return len(line[1])
