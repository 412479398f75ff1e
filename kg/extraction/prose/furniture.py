"""Furniture: the lines of a story or a page that are not its text, told by their form.

A line such as "Sign up to our newsletter" drops itself alone.  The head of a list of other stories,
of comments or of notes drops what follows it too: up to the next prose, or to the document's end.
"""

from __future__ import annotations

from kg.extraction.prose.document_date import is_running
from kg.extraction.text.patterns import Rule, rules
from kg.model import Block, BlockKind, Document

__all__ = ["furniture"]

#: Maximum characters of a line of furniture, if its rule gives none.
MAX_LINE = 160
#: Maximum characters of the head of a list.
MAX_HEAD = 90
#: Minimum characters of a sentence with which the text goes on.
MIN_SENTENCE = 50
#: Minimum paragraphs of running prose above a list that ends the document: a counter of comments
#: may come first on the page.
MIN_PROSE = 3
#: Maximum running prose below a list that ends the document, as a share of that above it.
MAX_AFTER = 1.0


def furniture(document: Document) -> frozenset[int]:
    """The starts of the blocks of a document that are furniture."""
    words = [document.quote(block.start, block.end) for block in document.blocks]
    prose = [len(text) if is_running(text) else 0 for text in words]
    found: set[int] = set()
    until = ""
    for index, (block, text) in enumerate(zip(document.blocks, words, strict=True)):
        opened = None if block.kind is BlockKind.BULLET else _list_opened(text)
        if opened is not None and not (opened == "end" and not _may_end(prose, index)):
            until = opened
        elif until == "prose" and (_is_prose(block, text) or _is_heading(block)):
            until = ""
        if until or opened is not None or (is_furniture_line(text) and not _is_row(words, index)):
            found.add(block.start)
    return frozenset(found)


def is_furniture_line(text: str) -> bool:
    """Whether a line is furniture by itself."""
    return any(
        len(text) <= rule.fields.get("longest", MAX_LINE) and rule.regex.match(text)
        for rule in rules("furniture", "line")
    )


def _list_opened(text: str) -> str | None:
    """Where the list ends that a line is the head of; None for another line."""
    if len(text) > MAX_HEAD:
        return None
    rule: Rule | None = next(
        (rule for rule in rules("furniture", "list") if rule.regex.match(text)), None
    )
    return None if rule is None else str(rule.fields["until"])


def _is_row(words: list[str], index: int) -> bool:
    """Whether a line is a row of a table: the line above or below it has as many cells."""
    bars = words[index].count("|")
    return bars > 1 and any(text.count("|") == bars for text in _neighbours(words, index))


def _neighbours(words: list[str], index: int) -> list[str]:
    return [*words[max(index - 1, 0) : index], *words[index + 1 : index + 2]]


def _may_end(prose: list[int], index: int) -> bool:
    """Whether the text may end before a block: most of its prose is above it."""
    before, after = prose[:index], prose[index:]
    return sum(map(bool, before)) >= MIN_PROSE and sum(after) <= MAX_AFTER * sum(before)


def _is_prose(block: Block, text: str) -> bool:
    """Whether a paragraph is a sentence, which the titles of other stories are not."""
    ends = text.rstrip("”\"'’) ").endswith((".", "!", "?"))
    return block.kind is BlockKind.PARAGRAPH and len(text) >= MIN_SENTENCE and ends


def _is_heading(block: Block) -> bool:
    return block.kind in (BlockKind.HEADING, BlockKind.TITLE)
