"""Headings and titles of prose that has no marks for them: short lines, told by their form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.prose.document_date import is_date_line, is_running
from kg.extraction.prose.furniture import is_furniture_line
from kg.extraction.text.patterns import pattern
from kg.model import Block, BlockKind, Document

__all__ = ["with_headings"]

#: Formats whose headings have no marks, or need none.
FORMATS = ("text/plain", "text/markdown")
#: Maximum characters of a heading, and of a title.
MAX_HEADING = 80
MAX_TITLE = 200
MAX_WORDS = 11
#: Words of a title; a shorter line is the name of a paper or of a section.
MIN_TITLE_WORDS = 5
#: Blocks before the first prose in which the title is.
HEAD_BLOCKS = 15
#: Minimum characters of a paragraph under a heading.
MIN_SENTENCE = 40
CAPITALS = re.compile(r"(?:[^a-z]*[A-Z]){4}[^a-z]*")
#: Ends of lines that are sentences, or go on.
ENDS = re.compile(r"[.,;:!…](?:[”\"’')]*)$|[a-z][”\"]$")
QUOTED = re.compile(r"[‘'“\"].*[’'”\"]")


def with_headings(document: Document) -> Document:
    """The document with its title and headings marked, if its format has no marks for them."""
    if document.media_type not in FORMATS:
        return document
    words = [document.quote(block.start, block.end) for block in document.blocks]
    kinds = [block.kind for block in document.blocks]
    start = next((i for i, text in enumerate(words) if _is_sentence(text)), len(words))
    if BlockKind.TITLE not in kinds:
        title = _title(document.blocks[:start], words)
        if title is not None:
            kinds[title] = BlockKind.TITLE
    for index in range(len(words)):
        below = index > start or bool(pattern("headings", "labels").fullmatch(words[index]))
        if kinds[index] is BlockKind.PARAGRAPH and below and _is_heading(document, words, index):
            kinds[index] = BlockKind.HEADING
    blocks = zip(document.blocks, kinds, strict=True)
    return replace(document, blocks=tuple(replace(block, kind=kind) for block, kind in blocks))


def _title(head: Sequence[Block], words: Sequence[str]) -> int | None:
    """The title in a document's head: its heading, or else the first line of five words or any."""
    marked = [index for index, block in enumerate(head) if block.kind is BlockKind.HEADING]
    lines: list[int] = []
    for index, block in enumerate(head[:HEAD_BLOCKS]):
        if pattern("headings", "labels").fullmatch(words[index]):
            break  # the list of those present, in minutes
        plain = block.kind is BlockKind.PARAGRAPH and block.number is None
        if plain and len(words[index]) <= MAX_TITLE and not _is_other_line(words[index]):
            lines.append(index)
    long = [i for i in lines if len(re.findall(r"\w[\w’'-]*", words[i])) >= MIN_TITLE_WORDS]
    return next(iter([*marked, *long, *lines]), None)


def _is_heading(document: Document, words: Sequence[str], index: int) -> bool:
    """Whether a line is short, is no sentence, and has text below it."""
    block, text = document.blocks[index], words[index]
    following = words[index + 1] if index + 1 < len(words) else ""
    if block.number is not None or not following or is_furniture_line(following):
        return False
    if pattern("headings", "labels").fullmatch(text):
        return True
    if len(text) > MAX_HEADING or len(text.split()) > MAX_WORDS or _is_other_line(text):
        return False
    if ENDS.search(text) and not (QUOTED.fullmatch(text) and text[-2] not in ".,!?"):
        return False
    if CAPITALS.fullmatch(text):
        return True
    if not re.match(r"[‘'“\"(]?[A-Z0-9]", text) or "," in text or _is_line(words[index - 1]):
        return False
    if _is_sentence(following) or document.blocks[index + 1].kind is BlockKind.BULLET:
        return True
    # one line with a date may come between: "Inspected from 4 to 15 April"
    after = words[index + 2] if index + 2 < len(words) else ""
    return bool(re.search(r"\d", following)) and _is_sentence(after)


def _is_line(text: str) -> bool:
    """Whether a block is a line among others: an entry of a table, of a list of names."""
    return len(text) <= MAX_HEADING and not ENDS.search(text)


def _is_sentence(text: str) -> bool:
    return is_running(text) or (
        len(text) >= MIN_SENTENCE and text.rstrip("”\"'’) ").endswith((".", "!", "?"))
    )


def _is_other_line(text: str) -> bool:
    """Whether a line of a document's head is its date, its writer, an address or a notice."""
    return (
        is_date_line(text)
        or is_furniture_line(text)
        or bool(pattern("headings", "not_headings").fullmatch(text))
        or bool(pattern("headings", "grades").fullmatch(text))
    )
