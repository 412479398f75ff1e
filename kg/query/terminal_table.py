"""Tables for a terminal: a box that fits its width, whatever the cells hold.

Columns keep the order that the query's author gave them.  Where there is no room for all, those
that a reader misses least are left out and named below.  The box is drawn here, because rich takes
six times as long for the same one; rich knows how wide a character is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from textwrap import wrap

__all__ = ["lines"]

#: Cells of the terminal that a column needs at least, if its text is as long: any column, one with
#: long words (paths break anywhere, others at a hyphen), and one with sentences.
NARROWEST, WORD, SENTENCE = 10, 16, 28

#: A cell of so many words is a sentence.
WORDS = 6

#: Columns that say again what others say, or that programs need more than people: first to go.
SPARE = (
    "sha256", "gss", "section", "paragraph", "confidence", "end", "published", "page",
    "lead_inspector",
)  # fmt: skip

#: So many rows show what a column is like.
SAMPLE = 500


_PATH = re.compile(r"[^ ]+\.[a-z]{2,5}")


@dataclass(frozen=True)
class _Column:
    """A column's place, how wide its cells are, and how narrow it can be."""

    place: int
    name: str
    width: int
    floor: int
    prose: bool


def lines(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The lines of a table in `width` cells of a terminal; texts hold no control characters.

    A terminal too narrow for a first column and a sentence gets a wider table.
    """
    every = [_column(place, columns[place], rows) for place in range(len(columns))]
    kept = _kept(every, width)
    yield from _box(
        [column.name for column in kept],
        ([row[column.place] for column in kept] for row in rows),
        _widths(kept, width),
    )
    hidden = [column.name for column in every if column not in kept]
    if hidden:
        words = f"no room for: {', '.join(hidden)} (a wider window or -f csv has them)"
        yield from wrap(words, max(width, SENTENCE), break_on_hyphens=False)


def _column(place: int, name: str, rows: Sequence[Sequence[str]]) -> _Column:
    from rich.cells import cell_len

    sample = [row[place] for row in rows[:SAMPLE]]
    width = max(cell_len(name), max((cell_len(row[place]) for row in rows), default=0))
    prose = any(cell.count(" ") >= WORDS for cell in sample)
    path = any(map(_PATH.fullmatch, sample))
    word = 0 if path else max(len(w) for cell in (name, *sample) for w in re.split("[ -]", cell))
    need = SENTENCE if prose else max(NARROWEST, min(word, WORD))
    return _Column(place, name, width, min(width, need), prose)


def _kept(columns: Sequence[_Column], width: int) -> list[_Column]:
    """The columns to show: always the first, and the first of those with sentences."""
    prose = next((column for column in columns if column.prose), None)
    kept = list(columns)
    spare = [column for name in SPARE for column in columns if column.name == name]
    for column in (*spare, *reversed(columns)):
        if sum(one.floor for one in kept) <= _room(len(kept), width):
            break
        if column in kept and column is not columns[0] and column is not prose:
            kept.remove(column)
    return kept


def _room(columns: int, width: int) -> int:
    """What the borders and blanks of a box leave."""
    return width - 3 * columns - 1


def _widths(columns: Sequence[_Column], width: int) -> list[int]:
    """As wide as the cells are, the widest columns cut to one measure so that all fit."""
    room = _room(len(columns), width)
    tight = sum(column.floor for column in columns) > room

    def at(cap: int) -> list[int]:
        return [max(min(c.width, cap), 1 if tight else c.floor, 1) for c in columns]

    low, high = 1, max((column.width for column in columns), default=1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sum(at(middle)) <= room else (low, middle - 1)
    return at(low)


def _box(
    columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
) -> Iterator[str]:
    def rule(left: str, middle: str, right: str) -> str:
        return left + middle.join("─" * (width + 2) for width in widths) + right

    def written(cells: Sequence[str]) -> Iterator[str]:
        wrapped = [_wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
        for parts in zip_longest(*wrapped, fillvalue=""):
            padded = (_pad(part, width) for part, width in zip(parts, widths, strict=True))
            yield f"│ {' │ '.join(padded)} │"

    yield rule("┌", "┬", "┐")
    yield from written(columns)
    yield rule("├", "┼", "┤")
    for row in rows:
        yield from written(row)
    yield rule("└", "┴", "┘")


def _wrap(text: str, width: int) -> list[str]:
    from rich.cells import cell_len, chop_cells

    if cell_len(text) <= width:
        return [text]
    if text.isascii() or cell_len(text) == len(text):
        return wrap(text, width) or [""]
    return chop_cells(text, width)


def _pad(text: str, width: int) -> str:
    from rich.cells import cell_len

    return text + " " * (width - cell_len(text))
