"""Tables of grades in prose: rows of an area and its grades, with a column for each inspection.

A row is a line with cells, or the lines of its cells one below the other.  Only the column of this
inspection counts, however its cell is filled: an empty cell has no grade.  A list of areas under a
line with their grade counts as a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.judgements import area_named, grade_named
from kg.extraction.prose.dates import DateMention, find_dates
from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import pattern, rules
from kg.model import Document, PartialDate

__all__ = ["TableGrade", "TableVisit", "grades_in_lists", "grades_in_tables", "visits_in_tables"]

#: Maximum characters of a cell, and of a row.
MAX_CELL = 120
MAX_ROW = 300
#: Minimum cells of a row about a visit.
MIN_VISIT_CELLS = 3
#: Words for areas that name none.
UNNAMED = frozenset({"all", "others", "none"})
CELL = re.compile(r"\s*\|\s*|\t")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class TableGrade:
    """A grade in a table: its area, its range, and the year of its column if not this inspection's.

    `is_earlier`: it stands in the column of an earlier inspection, whose `year` may be told.
    """

    area: str
    grade: str
    is_earlier: bool
    year: PartialDate | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of grades: whether it is of an earlier inspection, and its year if told."""

    is_earlier: bool
    year: PartialDate | None


#: The column of the inspection that a document reports.
THIS = _Column(False, None)


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row, and its range."""

    cells: tuple[str, ...]
    start: int
    end: int


def grades_in_tables(document: Document, passages: Sequence[Passage]) -> tuple[TableGrade, ...]:
    """The grades in the tables of a document, in the order of the text."""
    found: list[TableGrade] = []
    columns: tuple[_Column, ...] = ()
    for row in _rows(document, passages):
        heads = tuple(map(_head, row.cells))
        if area_named(row.cells[0]) is None and any(head is not None for head in heads[1:]):
            columns = _columns(row.cells[1:])
            continue
        found.extend(_grades(row, columns))
    return tuple(found)


def grades_in_lists(document: Document, passages: Sequence[Passage]) -> tuple[TableGrade, ...]:
    """The grades of lists of areas: "These areas were good:", and an area in each item.

    The range of a grade begins with the line above the list.
    """
    found: list[TableGrade] = []
    opening: tuple[int, str] | None = None
    for passage in passages:
        block = passage.block
        words = document.quote(block.start, block.end)
        area = _only_area(words) if opening is not None and len(words) <= MAX_CELL else None
        if opening is not None and area is not None:
            found.append(TableGrade(area, opening[1], False, None, opening[0], block.end))
        else:
            opening = _opening_of_list(document, passage)
    return tuple(found)


def _only_area(item: str) -> str | None:
    """The area of an item that names just one; a sentence is no such item."""
    if item.rstrip().endswith("."):
        return None
    named = area_named(item)
    areas = {
        str(rule.fields["area"]) for rule in rules("grades", "area") if rule.regex.search(item)
    }
    return named or (areas.pop() if len(areas) == 1 and not areas & UNNAMED else None)


def _opening_of_list(document: Document, passage: Passage) -> tuple[int, str] | None:
    """Where a line above a list starts, and the one grade that it names; it names no area."""
    start, end = passage.sentences[-1] if passage.sentences else (0, 0)
    words = document.quote(start, end)
    match = pattern("tables", "list_of_areas", ignore_case=True).search(words)
    grade = grade_named(match["grade"]) if match else None
    return (start, grade) if grade is not None else None


@dataclass(frozen=True, slots=True)
class TableVisit:
    """A row about a visit: the dates of the visit and of its letter, and its words with ranges."""

    visited: DateMention | None
    published: DateMention | None
    words: str
    start: int
    end: int


def visits_in_tables(
    document: Document, passages: Sequence[Passage], today: PartialDate | None
) -> tuple[TableVisit, ...]:
    """The rows of tables that date visits, by the heads of their columns."""
    found: list[TableVisit] = []
    heads: tuple[str, ...] = ()
    for row in _rows(document, passages):
        if len(row.cells) < MIN_VISIT_CELLS or "|" not in document.quote(row.start, row.end):
            continue
        dates = find_dates(document.text, row.start, row.end, today)
        if not dates:
            heads = row.cells
            continue
        visited, published = _visit_dates(document, row, heads, dates)
        words = document.quote(row.start, row.end)
        found.append(TableVisit(visited, published, words, row.start, row.end))
    return tuple(found)


def _visit_dates(
    document: Document, row: _Row, heads: Sequence[str], dates: Sequence[DateMention]
) -> tuple[DateMention | None, DateMention | None]:
    """The dates of a row that are the visit's and the letter's; without heads, the first two."""
    by_head: dict[str, DateMention] = {}
    for date in dates:
        column = len(CELL.findall(document.text[row.start : date.start]))
        head = heads[column] if column < len(heads) else ""
        for name in ("column_published", "column_visited"):
            if pattern("tables", name).search(head):
                by_head.setdefault(name, date)
                break
    if by_head:
        return by_head.get("column_visited"), by_head.get("column_published")
    return dates[0], dates[1] if len(dates) > 1 else None


def _grades(row: _Row, columns: Sequence[_Column]) -> Iterator[TableGrade]:
    area = _area(row.cells[0])
    if area is None:
        return
    for index, cell in enumerate(row.cells[1:]):
        grade = grade_named(re.sub(r"^Grade \d \((.*)\)$", r"\1", cell.strip("*† ")))
        if grade is not None and (index == 0 or index < len(columns)):
            column = columns[index] if index < len(columns) else THIS
            yield TableGrade(area, grade, column.is_earlier, column.year, row.start, row.end)


def _area(cell: str) -> str | None:
    named = area_named(cell)
    if named is not None:
        return named
    whole = cell.strip(" :")
    for rule in rules("grades", "area"):
        match = rule.regex.search(whole)
        if match and rule.fields["area"] not in UNNAMED and len(match[0]) >= len(whole) / 2:
            return str(rule.fields["area"])
    return None


def _head(cell: str) -> str | None:
    """The words of a column's head that say which inspection it is of; None for another cell."""
    return cell if YEAR.search(cell) or pattern("tables", "column").search(cell) else None


def _columns(cells: Sequence[str]) -> tuple[_Column, ...]:
    """Which inspection each column is of."""
    years = [YEAR.search(cell) for cell in cells]
    latest = max((year[0] for year in years if year), default=None)
    return tuple(
        _Column(
            bool((year and year[0] != latest) or pattern("tables", "column_earlier").search(cell)),
            PartialDate(year[0]) if year else None,
        )
        for cell, year in zip(cells, years, strict=True)
    )


def _rows(document: Document, passages: Sequence[Passage]) -> Iterator[_Row]:
    """Rows in one block, and rows whose cells are blocks of their own."""
    waiting: list[tuple[str, int, int]] = []
    for passage in passages:
        block = passage.block
        words = document.quote(block.start, block.end)
        if passage.section == "boilerplate" or len(words) > MAX_ROW:
            yield from _stacked(waiting)
            waiting = []
            continue
        cells = CELL.split(words) if CELL.search(words) else _one_line(words)
        if len(cells) > 1:
            yield from _stacked(waiting)
            waiting = []
            yield _Row(tuple(cells), block.start, block.end)
        elif len(words) <= MAX_CELL:
            waiting.append((words, block.start, block.end))
        else:
            yield from _stacked(waiting)
            waiting = []
    yield from _stacked(waiting)


def _one_line(words: str) -> list[str]:
    """The area and the grade of "Leadership: good"; one cell for other lines."""
    match = pattern("tables", "area_colon_grade", ignore_case=True).fullmatch(words.strip())
    if match and _area(match["area"]) and grade_named(match["grade"]):
        return [match["area"], match["grade"]]
    return [words]


def _stacked(cells: Sequence[tuple[str, int, int]]) -> Iterator[_Row]:
    """The rows of cells that stand below each other: heads, then an area and its grades."""
    first = next((k for k, cell in enumerate(cells) if area_named(cell[0]) is not None), None)
    if first is None:
        return
    heads = [cell for cell in cells[:first] if _head(cell[0]) is not None]
    if len(heads) > 1:
        yield _Row(("", *(cell[0] for cell in heads)), heads[0][1], heads[-1][2])
    row: list[tuple[str, int, int]] = []
    for cell in cells[first:]:
        if _area(cell[0]) is not None and grade_named(cell[0]) is None:
            if len(row) > 1:
                yield _Row(tuple(c[0] for c in row), row[0][1], row[-1][2])
            row = [cell]
        elif row and grade_named(cell[0]) is not None:
            row.append(cell)
        elif row:
            if len(row) > 1:
                yield _Row(tuple(c[0] for c in row), row[0][1], row[-1][2])
            row = []
    if len(row) > 1:
        yield _Row(tuple(c[0] for c in row), row[0][1], row[-1][2])
