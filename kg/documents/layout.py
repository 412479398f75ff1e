"""Groups the lines of pages into blocks: headings, numbered paragraphs, bullets, footnotes.

Running headers and page numbers are removed.  Size, weight, position and the gaps between lines
decide the rest.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import chain, groupby, pairwise

from kg.documents.raw import RawBlock
from kg.list_markers import BULLET, NUMBERED
from kg.model import BlockKind

__all__ = ["Line", "group_lines"]

#: Share of the page's height, at top and bottom, that holds running headers and footers.
MARGIN = 0.1
#: The same for a line that is nothing but the number of its own page.
WIDE_MARGIN = 0.13
PAGE_NUMBER = re.compile(r"^(?:page\s+)?\d{1,3}(?:\s+of\s+\d{1,3})?$", re.I)
#: Maximum characters of a heading, which is bold or larger than the body.
MAX_HEADING = 220
#: Jump to the right, in points, that starts another column.
COLUMN_GAP = 60
#: Maximum share of the text's width of a first column that says whose the text beside it is.
MAX_SIDE = 0.45
#: Maximum characters of a cell that says whose the text beside it is; a longer one is prose.
MAX_CELL = 160
#: Minimum white between two columns, in letter sizes; a raised footnote number leaves less.
MIN_COLUMN_GAP = 0.5
#: Points by which lines of one row of a table may differ in height.
SAME_ROW = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    `x`, `right` and `baseline` are points from the page's left and bottom; `y` is `baseline` as a
    share of the page's height.
    """

    text: str
    page: int
    x: float
    right: float
    y: float
    baseline: float
    size: float
    bold: bool
    footnote: bool


@dataclass(frozen=True, slots=True)
class Style:
    """A document's usual letter size, distance between lines, and right edge, in points."""

    size: float
    pitch: float
    right: float


def group_lines(lines: Sequence[Line]) -> list[RawBlock]:
    """Group a document's lines into blocks, in reading order."""
    body = without_headers_and_footers(lines)
    if not body:
        return []
    style = usual_style(body)
    body = [line for line in body if not _is_marker(line, style)]
    largest = max(line.size for line in body if line.page == body[0].page)
    blocks: list[RawBlock] = []
    last: Line | None = None
    for line, column in zip(body, columns(body, style), strict=True):
        kind, text, number = classify(line, style, largest)
        if column is Column.SIDE:
            kind, text, number = BlockKind.CELL, line.text, None
        if last is not None and continues_block(
            blocks[-1], last, kind, line, number, style, in_table=column is not Column.NONE
        ):
            before = blocks[-1]
            blocks[-1] = RawBlock(before.kind, (*before.lines, (line.page, text)), before.number)
        else:
            blocks.append(RawBlock(kind, ((line.page, text),), number))
        last = line
    return blocks


def without_headers_and_footers(lines: Sequence[Line]) -> list[Line]:
    """The lines without page numbers and text repeated in the margins of several pages."""
    pages = {line.page for line in lines}
    seen: Counter[str] = Counter()
    for _, group in groupby(lines, key=lambda line: line.page):
        seen.update({_shape(line.text) for line in group if _in_margin(line)})
    min_repeats = max(2, len(pages) // 4)

    def is_header_or_footer(line: Line) -> bool:
        if not _in_margin(line):
            return line.text == str(line.page) and _in_margin(line, WIDE_MARGIN)
        return bool(PAGE_NUMBER.match(line.text)) or seen[_shape(line.text)] >= min_repeats

    return [line for line in lines if not is_header_or_footer(line)]


def _in_margin(line: Line, margin: float = MARGIN) -> bool:
    return line.y < margin or line.y > 1 - margin


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold()


def usual_style(lines: Sequence[Line]) -> Style:
    """The most common size, by number of letters, and the most common gap between its lines."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0]
    gaps = Counter(
        round(above.baseline - below.baseline)
        for above, below in pairwise(lines)
        if above.page == below.page
        and abs(above.size - size) < 0.6
        and above.baseline > below.baseline
    )
    ends = sorted(line.right for line in lines if abs(line.size - size) < 0.6)
    pitch = float(gaps.most_common(1)[0][0]) if gaps else 1.2 * size
    return Style(size, pitch, ends[len(ends) * 9 // 10])


class Column(Enum):
    """Where a line stands in a table of two columns: a narrow cell, and the text beside it."""

    NONE = auto()
    SIDE = auto()
    TEXT = auto()


def columns(lines: Sequence[Line], style: Style) -> list[Column]:
    """The column of each line; pages give the cells of a row one after the other."""
    found: list[Column] = []
    edge = 0.0  # where the second column of the last table begins
    prose: Line | None = None  # the last line of running text in a narrow column
    texts = _texts_beside(lines, style)
    for number, (line, beside) in enumerate(zip(lines, texts, strict=True)):
        last = lines[number - 1] if found and found[-1] is not Column.NONE else None
        if beside is not None and (
            (prose is not None and _is_next_line(prose, line, style))
            or _is_prose(lines, number, beside.x, style)
        ):
            prose = line
            found.append(Column.NONE)
        elif beside is not None:
            edge = beside.x
            found.append(Column.SIDE)
        elif last is not None and line.x > edge - SAME_ROW and not line.bold:
            found.append(Column.TEXT)
        elif last is not None and found[-1] is Column.SIDE and _is_next_line(last, line, style):
            found.append(Column.SIDE if line.right < edge else Column.NONE)
        else:
            found.append(Column.NONE)
    return found


def _texts_beside(lines: Sequence[Line], style: Style) -> list[Line | None]:
    """For each line, the running text that stands to its right on the same row, if it is narrow.

    It is the first such line before the next bold one or the end of the page.
    """
    found: list[Line | None] = [None] * len(lines)
    wide: defaultdict[float, list[int]] = defaultdict(list)  # by height, the last one first
    page = None
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if line.page != page or line.bold:
            wide.clear()
        page = line.page
        if line.bold:
            continue
        height = line.baseline // SAME_ROW
        if not (BULLET.match(line.text) or NUMBERED.match(line.text)):
            near = chain.from_iterable(wide.get(height + step, ()) for step in (-1, 0, 1))
            first = min((n for n in near if _is_beside(line, lines[n], style)), default=None)
            found[number] = None if first is None else lines[first]
        if line.right - line.x > (1 - MAX_SIDE) * (style.right - line.x):
            wide[height].append(number)
    return found


def _is_beside(line: Line, other: Line, style: Style) -> bool:
    return (
        abs(other.baseline - line.baseline) < SAME_ROW
        and COLUMN_GAP < other.x - line.x < MAX_SIDE * (style.right - line.x)
        and other.x - line.right > MIN_COLUMN_GAP * style.size
    )


def _is_prose(lines: Sequence[Line], number: int, edge: float, style: Style) -> bool:
    """Whether the words in a narrow column, as far as they go on, are running text.

    They are long, or end like a sentence; `edge` is where the column beside them begins.
    """
    last = lines[number]
    length = len(last.text)
    for later in range(number + 1, len(lines)):
        line = lines[later]
        if line.page == last.page and abs(line.baseline - last.baseline) < SAME_ROW:
            continue  # in the column beside it
        if line.bold or line.right >= edge or not _is_next_line(last, line, style):
            break
        last = line
        length += len(line.text)
        if length > MAX_CELL:
            return True
    return last.text.rstrip(" ”’\"'").endswith((".", "?", "!"))


def _is_next_line(last: Line, line: Line, style: Style) -> bool:
    return last.page == line.page and 0 < last.baseline - line.baseline < 1.3 * style.pitch


def _is_marker(line: Line, style: Style) -> bool:
    """Whether a line is only a footnote's raised number."""
    return line.size < 0.8 * style.size and line.text.isdigit()


def has_hard_break(last: Line, line: Line, style: Style) -> bool:
    """Whether the author broke `last`: the next line's first word would have fitted on it.

    Only a line that begins like a new sentence or name counts, so that a narrow table cell stays
    whole when it wraps.
    """
    if not re.match(r"[A-Z0-9‘“(]", line.text):
        return False
    letter = (line.right - line.x) / max(len(line.text), 1)
    word = len(line.text.split()[0]) + 1
    return last.right + word * letter < style.right - 2 * letter


def classify(line: Line, style: Style, largest: float) -> tuple[BlockKind, str, str | None]:
    """The kind of block that a line would begin, its words without the mark, and its number."""
    if line.footnote and line.size < style.size:
        return BlockKind.FOOTNOTE, line.text, None
    if bullet := BULLET.match(line.text):
        return BlockKind.BULLET, line.text[bullet.end() :], None
    if line.size >= max(largest - 0.6, style.size * 1.4) and line.page == 1:
        return BlockKind.TITLE, line.text, None
    if len(line.text) <= MAX_HEADING and (line.bold or line.size >= style.size * 1.1):
        return BlockKind.HEADING, line.text, None
    if numbered := NUMBERED.match(line.text):
        return BlockKind.PARAGRAPH, line.text[numbered.end() :], numbered[1]
    if line.size <= style.size * 0.86 and line.y < 0.3 and re.match(r"\d{1,2}\s", line.text):
        return BlockKind.FOOTNOTE, line.text, None
    return BlockKind.PARAGRAPH, line.text, None


def continues_block(
    block: RawBlock,
    last: Line,
    kind: BlockKind,
    line: Line,
    number: str | None,
    style: Style,
    *,
    in_table: bool = False,
) -> bool:
    """Whether a line continues the block of the line before it.

    `in_table`: it stands in a table of two columns, whose lines are short without being broken.
    """
    if BlockKind.CELL in (kind, block.kind):
        return kind is block.kind and _is_next_line(last, line, style)
    if number is not None or kind in (BlockKind.BULLET, BlockKind.FOOTNOTE):
        return False
    if abs(line.size - last.size) > 0.9:
        return False
    if line.page != last.page:
        return False
    gap = last.baseline - line.baseline
    if block.kind in (BlockKind.TITLE, BlockKind.HEADING):
        same = kind is block.kind and line.bold == last.bold
        same = same and not has_hard_break(last, line, style)
        return same and 0 < gap < 1.75 * line.size and line.x - last.x < COLUMN_GAP
    if kind in (BlockKind.TITLE, BlockKind.HEADING):
        if block.kind is BlockKind.BULLET and (line.size, line.bold) == (last.size, last.bold):
            # an item in larger letters than the rest of the text goes on in its next line
            return line.text[0].islower() and 0 < gap < 1.75 * line.size and _is_unfinished(block)
        # a bold word may begin a line inside a paragraph
        return gap < 1.15 * style.pitch and line.size <= style.size and _is_unfinished(block)
    if gap <= 0 or line.x - last.x > COLUMN_GAP:
        return -1 < gap <= 0 and line.x > last.x and block.kind is BlockKind.BULLET
    is_near = gap < max(1.3 * style.pitch, 1.5 * line.size)
    return is_near and (in_table or not has_hard_break(last, line, style))


def _is_unfinished(block: RawBlock) -> bool:
    return not block.lines[-1][1].rstrip().endswith((".", "?", "!", ":"))
