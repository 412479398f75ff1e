"""Draws tables that fit the width of a terminal.

Columns keep their order in the query.  If there is no room for all, the least important ones are
left out and named below the table.  The box is drawn here because rich takes six times as long for
the same one; rich is only used for the width of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from textwrap import wrap

__all__ = ["lines"]

#: Minimum width of any column, of one with long words, and of one with sentences, unless its text
#: is shorter.  Paths may break anywhere, other words only at a hyphen.
MIN_ANY, MIN_LONG_WORD, MIN_SENTENCE = 10, 16, 28

#: Number of spaces from which the text of a cell counts as a sentence.
SENTENCE_SPACES = 6

#: Columns to leave out first: they repeat other columns, or matter more to programs than to people.
DISPENSABLE = (
    "sha256", "gss", "section", "paragraph", "confidence", "end", "published", "page",
    "lead_inspector",
)  # fmt: skip

#: Number of rows sampled to classify a column.
SAMPLE = 500


_PATH = re.compile(r"[^ ]+\.[a-z]{2,5}")


@dataclass(frozen=True)
class _Column:
    """A column: its index, its full width, its minimum width, and whether it holds sentences."""

    index: int
    name: str
    width: int
    min_width: int
    has_sentences: bool


def lines(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The lines of a table that is `width` wide; the texts must hold no control characters.

    The table is wider if `width` is too narrow for the first column and a sentence.
    """
    all_columns = [_column(index, columns[index], rows) for index in range(len(columns))]
    visible = _visible(all_columns, width)
    yield from _box(
        [column.name for column in visible],
        ([row[column.index] for column in visible] for row in rows),
        _widths(visible, width),
    )
    hidden = [column.name for column in all_columns if column not in visible]
    if hidden:
        note = f"no room for: {', '.join(hidden)} (widen the window or use -f csv)"
        yield from wrap(note, max(width, MIN_SENTENCE), break_on_hyphens=False)


def _column(index: int, name: str, rows: Sequence[Sequence[str]]) -> _Column:
    from rich.cells import cell_len

    sample = [row[index] for row in rows[:SAMPLE]]
    width = max(cell_len(name), max((cell_len(row[index]) for row in rows), default=0))
    has_sentences = any(cell.count(" ") >= SENTENCE_SPACES for cell in sample)
    path = any(map(_PATH.fullmatch, sample))
    word = 0 if path else max(len(w) for cell in (name, *sample) for w in re.split("[ -]", cell))
    need = MIN_SENTENCE if has_sentences else max(MIN_ANY, min(word, MIN_LONG_WORD))
    return _Column(index, name, width, min(width, need), has_sentences)


def _visible(columns: Sequence[_Column], width: int) -> list[_Column]:
    """The columns to show; always the first column and the first one with sentences."""
    has_sentences = next((column for column in columns if column.has_sentences), None)
    visible = list(columns)
    dispensable = [column for name in DISPENSABLE for column in columns if column.name == name]
    for column in (*dispensable, *reversed(columns)):
        if sum(other.min_width for other in visible) <= _room(len(visible), width):
            break
        if column in visible and column is not columns[0] and column is not has_sentences:
            visible.remove(column)
    return visible


def _room(columns: int, width: int) -> int:
    """The width that borders and padding leave for text."""
    return width - 3 * columns - 1


def _widths(columns: Sequence[_Column], width: int) -> list[int]:
    """The width of each column: the widest ones get the same limit so that all fit."""
    room = _room(len(columns), width)
    tight = sum(column.min_width for column in columns) > room

    def at(cap: int) -> list[int]:
        return [max(min(c.width, cap), 1 if tight else c.min_width, 1) for c in columns]

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
