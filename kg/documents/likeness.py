"""What documents of the same words have in common, whatever their formats."""

from __future__ import annotations

import hashlib
import re

from kg.list_markers import BULLET, NUMBERED
from kg.model import BlockKind, Document

__all__ = ["likeness", "squeezed"]

#: Minimum words of a document that can be told by its text; shorter ones are alike by chance.
MIN_WORDS = 50
NO_WORD = re.compile(r"[\W_]+")


def likeness(document: Document) -> str:
    """A checksum of a document's letters and digits, 16 hexadecimal digits; none of a short one.

    Line ends, hyphens and marks of lists differ between formats.  So do the places of footnotes.
    """
    if len(document.text.split()) < MIN_WORDS:
        return ""
    words = [*_words(document, notes=False), "", *sorted(_words(document, notes=True))]
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]


def squeezed(text: str) -> str:
    """The letters and digits of a document's text, without the marks and numbers of its blocks."""
    return "".join(_squeezed(block) for block in text.split("\n\n"))


def _words(document: Document, *, notes: bool) -> list[str]:
    blocks = (b for b in document.blocks if (b.kind is BlockKind.FOOTNOTE) == notes)
    words = [_squeezed(document.quote(block.start, block.end)) for block in blocks]
    return words if notes else ["".join(words)]


def _squeezed(block: str) -> str:
    mark = BULLET.match(block) or NUMBERED.match(block)
    return NO_WORD.sub("", block[mark.end() :] if mark else block).casefold()
