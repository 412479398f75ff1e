"""The output of a reader, before `clean` joins it: blocks without offsets."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import BlockKind

__all__ = ["CELL", "MAX_CELL", "MIN_COLUMNS", "RawBlock", "RawDocument"]

#: What separates the cells of a table row that is one block.
CELL = " | "
#: Minimum columns of a table whose rows are one block each; the cells of others are blocks.
MIN_COLUMNS = 3
#: Maximum characters of a cell of such a row, but for its first.
MAX_CELL = 60


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as a reader found it.

    Each of its lines has a page, counted from 1 (None for formats without pages), and text.
    """

    kind: BlockKind
    lines: tuple[tuple[int | None, str], ...]
    number: str | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """The blocks that a reader found in a file, and the file's metadata.

    `names` are the names that a web page gives its publisher, the surest first.
    """

    media_type: str
    blocks: tuple[RawBlock, ...]
    pages: int | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    publisher: str | None = None
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
