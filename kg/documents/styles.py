"""Blocks of the paragraphs of word processors, by the names of their styles."""

from __future__ import annotations

from kg.documents.raw import RawBlock
from kg.list_markers import BULLET, NUMBERED
from kg.model import BlockKind

__all__ = ["styled_block"]


def styled_block(style: str, text: str) -> RawBlock:
    """The block of a paragraph: the name of its style tells titles, headings and lists."""
    style = style.casefold()
    if style == "title":
        return RawBlock(BlockKind.TITLE, ((None, text),))
    if style.startswith("heading"):
        return RawBlock(BlockKind.HEADING, ((None, text),))
    if bullet := BULLET.match(text):
        return RawBlock(BlockKind.BULLET, ((None, text[bullet.end() :]),))
    if style.startswith("list"):
        return RawBlock(BlockKind.BULLET, ((None, text),))
    if numbered := NUMBERED.match(text):
        return RawBlock(BlockKind.PARAGRAPH, ((None, text[numbered.end() :]),), numbered[1])
    return RawBlock(BlockKind.PARAGRAPH, ((None, text),))
