"""Native charts of a workbook: bars that Excel draws from the cells of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.query.answer import Cell, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["KINDS", "Chart", "draw"]

#: Each kind of chart, as XlsxWriter's type and subtype.
KINDS = {
    "stacked columns": {"type": "column", "subtype": "stacked"},
    "stacked bars": {"type": "bar", "subtype": "stacked"},
    "bars": {"type": "bar"},
}
#: Pixels: the width of a chart, its height without bars, and the height of a bar and of a row.
WIDTH, HEIGHT, BAR, ROW = 860, 170, 26, 20
#: Rows left free between a table and its chart.
GAP = 2
INK, LINES = "#1C2536", "#DEDBD2"


@dataclass(frozen=True)
class Chart:
    """Bars for the rows of a table: `category` names them, `series` are columns with a colour.

    `kind` is one of `KINDS`, and `axis` says what the numbers are.
    """

    title: str
    kind: str
    category: str
    series: tuple[tuple[str, str], ...]
    axis: str


def draw(book: Workbook, sheet: Worksheet, name: str, table: Table, chart: Chart) -> int:
    """Insert a chart below the table on the sheet `name`, whose first row has the names of columns.

    A series without any number is left out, and so are rows without a category, which stand first.
    Returns the number of rows that the chart and the gap above it cover.
    """
    category = table.columns.index(chart.category)
    first = next((n for n, row in enumerate(table.rows) if _text(row[category])), None)
    if first is None:
        return 0
    rows = first + 1, len(table.rows)
    picture = book.add_chart(KINDS[chart.kind])
    drawn = 0
    for column, colour in chart.series:
        number = table.columns.index(column)
        if any(_text(row[number]).strip("0") for row in table.rows[first:]):
            drawn += 1
            picture.add_series(
                {
                    "name": column.replace("_", " "),
                    "categories": [name, rows[0], category, rows[1], category],
                    "values": [name, rows[0], number, rows[1], number],
                    "fill": {"color": colour},
                    "border": {"color": "#FFFFFF", "width": 0.5},
                    "gap": 40,
                }
            )
    if not drawn:
        return 0
    across = KINDS[chart.kind]["type"] == "bar"
    beside = drawn if chart.kind == "bars" else 1
    height = HEIGHT + (BAR * len(table.rows) * max(1, beside * 2 // 3) if across else 2 * HEIGHT)
    _style(picture, chart, across)
    picture.set_size({"width": WIDTH, "height": height})
    sheet.insert_chart(
        len(table.rows) + 1 + GAP,
        0,
        picture,
        {"object_position": 3, "description": f"{chart.title}: the numbers of the table above"},
    )
    return GAP + height // ROW + 1


def _style(picture: Any, chart: Chart, across: bool) -> None:
    """Titles, fonts and axes; bars that lie have their first row at the top."""
    font = {"color": INK, "size": 10}
    names = {"num_font": font, "line": {"color": LINES}}
    numbers = {
        "name": chart.axis,
        "name_font": {**font, "bold": False},
        "num_font": font,
        "major_gridlines": {"visible": True, "line": {"color": LINES, "width": 0.75}},
        "line": {"none": True},
        "num_format": "0",
    }
    picture.set_title({"name": chart.title, "name_font": {"color": INK, "size": 13}})
    picture.set_legend({"position": "bottom", "font": font})
    if across:
        picture.set_x_axis(numbers)
        picture.set_y_axis({**names, "reverse": True, "crossing": "max"})
    else:
        picture.set_x_axis(names)
        picture.set_y_axis(numbers)


def _text(cell: Cell) -> str:
    return cell.value if isinstance(cell, ox.Literal) else ""
