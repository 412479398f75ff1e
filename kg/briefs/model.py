"""A brief as frozen values: sections of blocks of sentences, each with its notes.

A sentence states something of a document, so it has a note.  A `Remark` says what the graph does
not have, or how to read the brief, and rests on no document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.citation import Citation

__all__ = [
    "Block",
    "Brief",
    "Items",
    "Note",
    "Paragraph",
    "Picture",
    "Remark",
    "Section",
    "Sentence",
    "Source",
    "Table",
    "sentences",
]


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Words of a document: its path and title, and the page or paragraph, where it has them."""

    path: str
    title: str
    page: int | None
    paragraph: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a sentence rests on: words of documents, and what reference data say (`about`)."""

    sources: tuple[Source, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or the text of a cell, with its notes."""

    text: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that follow each other."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; an item has one sentence or several."""

    items: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.  Each row rests on the notes of its cells; `widths` are shares of the whole."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (PNG), with a text that says the same."""

    png: bytes
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What the graph does not have, or how to read the brief."""

    text: str


Block = Paragraph | Items | Table | Picture | Remark


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The brief on a council; `cited` has each place that a note leads to once, in their order."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    cited: tuple[Citation, ...] = ()


def sentences(block: Block) -> Iterator[Sentence]:
    """The sentences of a block, in order."""
    match block:
        case Paragraph():
            yield from block.sentences
        case Items():
            yield from (sentence for item in block.items for sentence in item)
        case Table():
            yield from (cell for row in block.rows for cell in row)
        case Picture() | Remark():
            return
