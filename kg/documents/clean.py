"""Joins a reader's raw blocks into one text with exact offsets.

Lines are joined into sentences, across pages too.  Hyphens at line ends are kept, because in these
documents they are nearly always real ("multi-agency"), unless they part a word that the document
has whole and neither part is a word of it ("chil-dren").  Control and private-use characters are
removed.  No word is dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kg.documents.raw import RawBlock, RawDocument
from kg.model import Block, BlockKind, Document

__all__ = ["assemble", "clean_line"]

SEPARATOR = "\n\n"
#: Maximum characters of a table row; a longer block is prose.
MAX_ROW = 60
#: Line endings after which the next line follows without a space.
NO_SPACE_AFTER = re.compile(r"(?<=\S)[-/]$")
#: Words after a hanging hyphen ("pre- and post-birth"), which is followed by a space.
AND_OR_TO = re.compile(r"(?:and|or|to)\b")
HYPHENS = str.maketrans({"\ufffe": "-", "\u2010": "-", "\u2011": "-"})
#: Lines and strokes that stand for a dash: a rule of several is none.
DASH = re.compile(
    r"(?<![\u2500\u2015])[\u2500\u2015](?![\u2500\u2015])|(?<!\S)[\u0335\u0336](?!\S)"
)
#: A word that a line end, which some readers mark, parts.
PARTED = re.compile("(?<![\\w-])([A-Za-z]{2,})\ufffe([a-z]{2,})(?![\\w\ufffe-])")
#: Words, with the hyphens and marked line ends in them.
WORDS = re.compile("[\\w\ufffe-]+")
#: Soft hyphens inside a line, which are not printed.
SOFT_HYPHEN = re.compile("\u00ad(?!$)")
#: Maximum repeats of one punctuation mark; longer runs slow the tokenizer down.
MAX_REPEATED = 40
REPEATED = re.compile(rf"([^\w\s])\1{{{MAX_REPEATED},}}")
LIGATURES = re.compile("[\ufb00-\ufb06]")
SPACES = re.compile(r"[\s\u200b\u200e\u200f\u2028\u2029\ufeff]+")
#: Characters without words: C0, C1, private use, noncharacters and lone surrogates.
NON_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufff0-\uffff"
    "\U000f0000-\U0010ffff]"
)


def clean_line(text: str) -> str:
    """A line with plain hyphens, single spaces, no ligatures and no control characters."""
    text = SOFT_HYPHEN.sub("", text.rstrip()).replace("\u00ad", "-").translate(HYPHENS)
    text = REPEATED.sub(lambda m: m[1] * MAX_REPEATED, NON_TEXT.sub(" ", text))
    text = DASH.sub("–", text)
    text = LIGATURES.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    return unicodedata.normalize("NFC", SPACES.sub(" ", text).strip())


def _whole_words(raw: RawDocument) -> dict[str, str]:
    """Words parted at line ends, as they stand in the text, and whole as the document has them."""
    lines = [line for block in raw.blocks for _, line in block.lines]
    parted = {match[0]: match for line in lines for match in PARTED.finditer(line)}
    if not parted:
        return {}
    known = set(WORDS.findall(" ".join(lines).casefold()))
    return {
        words: match[1] + match[2]
        for words, match in parted.items()
        if (match[1] + match[2]).casefold() in known
        and known.isdisjoint((match[1].casefold(), match[2]))
    }


def assemble(raw: RawDocument, sha256: str) -> Document:
    """The document: each raw block's lines joined, blocks separated by a blank line."""
    parts: list[str] = []
    blocks: list[Block] = []
    page_starts: dict[int, int] = {}
    offset = 0
    whole = _whole_words(raw)
    for raw_block in join_continued(raw.blocks):
        text = ""
        starts: list[tuple[int, int]] = []
        for page, line in raw_block.lines:
            if whole and "\ufffe" in line:
                line = PARTED.sub(lambda match: whole.get(match[0], match[0]), line)
            cleaned = clean_line(line)
            if not cleaned:
                continue
            hanging = text.endswith("-") and AND_OR_TO.match(cleaned)
            joined = NO_SPACE_AFTER.search(text) and not hanging
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
        names=raw.names or ((raw.publisher,) if raw.publisher else ()),
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


def join_continued(blocks: Iterable[RawBlock]) -> list[RawBlock]:
    """Join blocks that share a sentence; footnotes and cells between them move behind it.

    A paragraph or bullet that ends without a full stop continues in the next paragraph if that
    begins in lower case.
    """
    joined: list[RawBlock] = []
    for block in blocks:
        last = _last_of_the_text(joined)
        if last is not None and continues_sentence(joined[last], block):
            before = joined[last]
            joined[last] = RawBlock(before.kind, before.lines + block.lines, before.number)
        else:
            joined.append(block)
    return joined


def _last_of_the_text(blocks: list[RawBlock]) -> int | None:
    for index in range(len(blocks) - 1, -1, -1):
        if blocks[index].kind not in (BlockKind.FOOTNOTE, BlockKind.CELL):
            return index
    return None


def continues_sentence(before: RawBlock, after: RawBlock) -> bool:
    """Whether `after` continues an unfinished sentence of `before`."""
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
    # a page may end inside a name; a table row is short
    return before.lines[-1][0] != after.lines[0][0] and sum(map(_length, before.lines)) > MAX_ROW


def _length(line: tuple[int | None, str]) -> int:
    return len(line[1])
