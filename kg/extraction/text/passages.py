"""Passages: each block with its heading, its section and its sentences.

All components use the same passages, so headings and sentences are found once.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.prose.furniture import furniture
from kg.extraction.text.patterns import Rule, rules
from kg.extraction.text.sentences import sentence_ranges
from kg.model import Block, BlockKind, Document

__all__ = [
    "BOILERPLATE",
    "HEADINGS",
    "PLAIN",
    "Passage",
    "Range",
    "passage_at",
    "passages_of",
    "section_of",
]

#: Section under a heading that no rule matches.
PLAIN = "plain"
#: Section of what is not the document's own text.
BOILERPLATE = "boilerplate"
#: Maximum characters of a table row; a longer paragraph is prose.
MAX_TABLE_ROW = 150
#: How a sentence ends.
SENTENCE_ENDS = (".", "?", "!", ":", ".”")
#: Kinds of block that are headings.
HEADINGS = (BlockKind.HEADING, BlockKind.TITLE)

#: The start and the end of words in a text, in code points.
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A block, the nearest heading above it, the kind of section, and its sentences as ranges.

    A heading is in the section that it opens.
    """

    block: Block
    heading: str | None
    section: str
    sentences: tuple[Range, ...]


def passages_of(document: Document, *, prose: bool = False) -> tuple[Passage, ...]:
    """The passages of a document, one for each block, in order.

    In prose, a line of furniture is boilerplate alone, and a title opens no section.
    """
    not_text = furniture(document) if prose else frozenset()
    result: list[Passage] = []
    heading: str | None = None
    section = PLAIN
    before_notice: str | None = None  # the section that goes on after a notice
    for block in document.blocks:
        words = document.quote(block.start, block.end)
        if before_notice is not None and _is_prose(words, block):
            section, before_notice = before_notice, None
        if block.kind in HEADINGS:
            # a signature's lines may be set as headings: only its section ends a letter
            if section != "signature":
                heading, before_notice = words, None
                is_title = block.kind is BlockKind.TITLE or words == document.title
                section = PLAIN if prose and is_title else section_of(words, section)
                if prose and section == BOILERPLATE:
                    section = PLAIN  # which lines of prose are boilerplate, `furniture` decides
        elif section == "table" and block.end - block.start > MAX_TABLE_ROW:
            heading, section = None, PLAIN
        elif (notice := _notice(words, block, prose=prose)) is not None:
            if notice.fields.get("until_prose"):
                before_notice = before_notice or section
            section = _section_below(notice)
        sentences = tuple(sentence_ranges(document.text, block.start, block.end))
        own_section = BOILERPLATE if block.start in not_text else section
        result.append(Passage(block, heading, own_section, sentences))
    return tuple(result)


def section_of(heading: str | None, above: str = PLAIN) -> str:
    """The kind of section that a heading opens in the section `above` (rules of `sections.toml`).

    >>> section_of("The LSCB", "method"), section_of("The LSCB")
    ('method', 'plain')
    """
    if heading is None:
        return PLAIN
    found = (
        rule.name
        for rule in rules("sections")
        if rule.fields.get("within") in (None, above) and rule.regex.search(heading)
    )
    return next(found, PLAIN)


def _notice(words: str, block: Block, *, prose: bool) -> Rule | None:
    """The rule for a paragraph that opens a section of its own."""
    if block.number is not None:
        return None
    for rule in rules("sections", "paragraph"):
        if rule.regex.match(words) and not (prose and _section_below(rule) == BOILERPLATE):
            return rule
    return None


def _section_below(notice: Rule) -> str:
    return str(notice.fields.get("section", BOILERPLATE))


def _is_prose(words: str, block: Block) -> bool:
    """Whether a block is a sentence, an item or a numbered paragraph, not a line of an address."""
    is_sentence = words.endswith(SENTENCE_ENDS) or len(words) > MAX_TABLE_ROW
    return block.kind is BlockKind.BULLET or block.number is not None or is_sentence


def passage_at(passages: tuple[Passage, ...], offset: int) -> Passage | None:
    """The passage that contains the character at `offset`."""
    index = bisect.bisect_right(passages, offset, key=lambda p: p.block.start) - 1
    if index < 0 or offset >= passages[index].block.end:
        return None
    return passages[index]


@Language.component("kg_passages")
def passages(doc: Doc) -> Doc:
    """Set `passages` on the doc."""
    doc._.passages = passages_of(doc._.document, prose=doc._.kind.is_prose)
    return doc
