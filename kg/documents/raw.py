"""What a reader hands to `clean`: blocks with their words, before offsets exist."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import BlockKind

__all__ = ["RawBlock", "RawDocument"]


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as a reader found it; `page` counts from 1, None for formats without pages.

    A block made of lines of several pages carries the page on which each line stands in `lines`.
    """

    kind: BlockKind
    lines: tuple[tuple[int | None, str], ...]
    number: str | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a reader found in a file, with what the file's own metadata declares."""

    media_type: str
    blocks: tuple[RawBlock, ...]
    pages: int | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    publisher: str | None = None
    notes: tuple[str, ...] = field(default=())
