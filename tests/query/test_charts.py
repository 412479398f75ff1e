"""Charts in workbooks: native ones, drawn from the cells, as openpyxl reads them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pyoxigraph as ox
import pytest

from kg.query.answer import Table
from kg.query.charts import KINDS, Chart
from kg.query.workbook import Sheet, workbook

SERIES = (("good", "#00805c"), ("none_at_all", "#b9c0ca"), ("worse", "#c43d16"))


def table(*rows: tuple[str | None, int, int, int]) -> Table:
    cells = tuple(
        (ox.Literal(name) if name else None, *(ox.Literal(number) for number in numbers))
        for name, *numbers in rows
    )
    return Table(("region", "good", "none_at_all", "worse"), cells)


def drawn(rows: Table, kind: str = "stacked bars") -> tuple[Any, list[Any]]:
    """The sheet and its charts."""
    chart = Chart("Grades of regions", kind, "region", SERIES, "councils")
    book = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("by region", rows, chart=chart)])))
    sheet: Any = book["by region"]
    return sheet, sheet._charts


NORTH_AND_SOUTH = table(("North", 3, 0, 1), ("South", 2, 0, 0))


@pytest.mark.parametrize(("kind", "direction", "grouping"), [
    ("stacked columns", "col", "stacked"), ("stacked bars", "bar", "stacked"), ("bars", "bar", "clustered"),
])  # fmt: skip
def test_the_kinds_of_chart(kind: str, direction: str, grouping: str) -> None:
    _, (chart,) = drawn(NORTH_AND_SOUTH, kind)
    assert (chart.barDir, chart.grouping) == (direction, grouping)
    assert kind in KINDS and len(KINDS) == 3


def test_a_chart_is_drawn_from_the_cells_of_its_table() -> None:
    sheet, (chart,) = drawn(NORTH_AND_SOUTH)
    assert sheet["A1"].value == "region" and sheet["B2"].value == 3
    assert [
        (one.cat.strRef or one.cat.numRef).f + " " + one.val.numRef.f for one in chart.series
    ] == [
        "'by region'!$A$2:$A$3 'by region'!$B$2:$B$3",
        "'by region'!$A$2:$A$3 'by region'!$D$2:$D$3",
    ], "the series in order, without the one that has no number"
    assert [one.graphicalProperties.solidFill.srgbClr for one in chart.series] == [
        "00805C", "C43D16",
    ]  # fmt: skip
    assert [one.tx.v for one in chart.series] == ["good", "worse"]
    assert chart.anchor._from.row > sheet.max_row, "below the table"


@pytest.mark.parametrize(
    ("rows", "cells", "reason"),
    [
        (table((None, 9, 0, 9), ("North", 1, 0, 0)), ["'by region'!$B$3"], "a row without a name stands first"),
        (table(("North", 0, 0, 0)), [], "no number at all: no chart"),
        (table((None, 9, 0, 9)), [], "nothing to name a bar by"),
        (table(), [], "no row"),
    ],
)  # fmt: skip
def test_what_is_not_drawn(rows: Table, cells: list[str], reason: str) -> None:
    _, charts = drawn(rows)
    assert [one.val.numRef.f for chart in charts for one in chart.series] == cells, reason


def test_a_chart_says_in_words_what_it_is() -> None:
    import zipfile

    chart = Chart("Grades of regions", "bars", "region", SERIES, "councils")
    data = workbook([Sheet("by region", NORTH_AND_SOUTH, chart=chart)])
    drawing = zipfile.ZipFile(io.BytesIO(data)).read("xl/drawings/drawing1.xml").decode()
    assert 'descr="Grades of regions: the numbers of the table above"' in drawing
