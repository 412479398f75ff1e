"""Tables for a terminal: a box that fits its width, whatever the cells hold.

Columns come in the order that the query's author gave them, the telling ones first; where there
is no room for all, the last ones are left out and named below.  The box is drawn here, because
rich takes six times as long for the same one; rich knows how wide a character is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

__all__ = ["lines"]

#: A column is no narrower than this unless its cells are, and that of the longest cells, which
#: the others are about, keeps room for a few words.
NARROWEST, LONG = 10, 30

#: Columns that say again what others say, or that only a program needs: the first to go.
SPARE = ("sha256", "gss")


def lines(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The lines of a table in `width` cells of a terminal; texts hold no control characters.

    A terminal too narrow for two columns gets what it has to.
    """
    from rich.cells import cell_len

    natural = [max(map(cell_len, cells)) for cells in zip(columns, *rows, strict=True)]
    kept = _kept(columns, natural, width)
    widths = _fitted([natural[place] for place in kept], width)
    yield from _box(
        [columns[place] for place in kept],
        ([row[place] for place in kept] for row in rows),
        widths,
    )
    hidden = [column for place, column in enumerate(columns) if place not in kept]
    if hidden:
        words = f"no room for: {', '.join(hidden)} (a wider window or -f csv has them)"
        yield from wrap(words, max(width, LONG), break_on_hyphens=False)


def _kept(columns: Sequence[str], natural: Sequence[int], width: int) -> list[int]:
    """The places of the columns to show: never without the first and the one of the most words."""
    most = max(range(len(natural)), key=lambda place: natural[place], default=0)
    kept = list(range(len(columns)))
    spare = [columns.index(name) for name in SPARE if name in columns]
    going = [place for place in (*spare, *reversed(kept)) if place not in (0, most)]
    for place in going:
        if sum(_floors([natural[p] for p in kept])) <= _room(len(kept), width):
            break
        if place in kept:
            kept.remove(place)
    return kept


def _room(columns: int, width: int) -> int:
    """What the borders and blanks of a box leave."""
    return width - 3 * columns - 1


def _floors(natural: Sequence[int]) -> list[int]:
    floors = [min(one, NARROWEST) for one in natural]
    if natural:
        most = natural.index(max(natural))
        floors[most] = min(natural[most], LONG)
    return floors


def _fitted(natural: Sequence[int], width: int) -> list[int]:
    """As wide as the cells are, the widest columns cut to one measure so that all fit."""
    room, floors = _room(len(natural), width), _floors(natural)
    if sum(floors) > room:
        floors = [1] * len(natural)
    low, high = 1, max(natural, default=1)

    def at(cap: int) -> list[int]:
        return [max(min(one, cap), floor, 1) for one, floor in zip(natural, floors, strict=True)]

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
