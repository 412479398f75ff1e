"""The picture of a journey: a band of grades for each area, and visits as ticks.

It is drawn with Pillow and its own typeface, so that the same values give the same bytes on every
machine with the same Pillow, and no font file is looked for.  Colours are those of `kg view`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.reference_data import grade_colours
from kg.views.stated import in_years

if TYPE_CHECKING:
    from PIL import ImageDraw

__all__ = ["Band", "Chart", "Lane", "draw"]

#: Pixels of a point: the picture is made for paper.
SCALE = 3
#: Sizes in points.
WIDTH, LEFT, RIGHT, HEAD, LANE, FOOT = 500, 96, 2, 2, 21, 18
INK, MUTED, LINE, NONE, PAPER = "#1c2536", "#586174", "#dedbd2", "#e4e1d8", "#ffffff"
#: Grades on which dark letters are legible; the others have white ones.
LIGHT = ("requires-improvement", "adequate", "")


@dataclass(frozen=True, slots=True)
class Band:
    """A grade from one day until another, with its letters; without a colour where it is ""."""

    start: str
    end: str
    grade: str
    letters: str


@dataclass(frozen=True, slots=True)
class Lane:
    """An area with its bands."""

    label: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bands by area, the days of visits, and the words for visits."""

    lanes: tuple[Lane, ...]
    visits: tuple[str, ...]
    visits_label: str


def draw(chart: Chart) -> bytes:
    """The chart as PNG, with an axis of whole years."""
    from PIL import Image, ImageDraw

    days = [day for lane in chart.lanes for band in lane.bands for day in (band.start, band.end)]
    years = [int(day[:4]) for day in (*days, *chart.visits)]
    axis = _Axis(min(years), max(years) + 1)
    rows = len(chart.lanes) + bool(chart.visits)
    size = (WIDTH * SCALE, (HEAD + rows * LANE + FOOT) * SCALE)
    image = Image.new("RGB", size, PAPER)
    pen = _Pen(ImageDraw.Draw(image))
    foot = HEAD + rows * LANE
    for year in range(axis.first, axis.last + 1):
        pen.line(axis.x(f"{year}-01-01"), HEAD, foot, LINE)
    for year in axis.labels():
        pen.text(axis.x(f"{year}"), foot + 11, str(year), MUTED)
    for row, lane in enumerate(chart.lanes):
        top = HEAD + row * LANE
        pen.label(top + LANE / 2, lane.label)
        for band in lane.bands:
            pen.band(axis.x(band.start), axis.x(band.end), top + 2, band)
    if chart.visits:
        top = HEAD + len(chart.lanes) * LANE
        pen.label(top + LANE / 2, chart.visits_label)
        for day in chart.visits:
            pen.tick(axis.x(day), top + 5, top + LANE - 5)
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", dpi=(72 * SCALE, 72 * SCALE), optimize=True)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Axis:
    first: int
    last: int

    def x(self, day: str) -> float:
        """The place of a day, in points from the left."""
        part = (in_years(day) - self.first) / (self.last - self.first)
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    def labels(self) -> Sequence[int]:
        """The years that are written below: not more than fit."""
        return range(self.first, self.last, 1 if self.last - self.first <= 14 else 2)


class _Pen:
    """Draws in points."""

    def __init__(self, pen: ImageDraw.ImageDraw) -> None:
        from PIL import ImageFont

        self.pen = pen
        self.font = ImageFont.load_default(9 * SCALE)

    def line(self, x: float, top: float, foot: float, colour: str) -> None:
        self.pen.line(_scaled(x, top, x, foot), fill=colour, width=SCALE // 2)

    def tick(self, x: float, top: float, foot: float) -> None:
        self.pen.line(_scaled(x, top, x, foot), fill=INK, width=2 * SCALE)

    def text(self, x: float, y: float, words: str, colour: str) -> None:
        self.pen.text((x * SCALE, y * SCALE), words, fill=colour, font=self.font, anchor="mm")

    def label(self, y: float, words: str) -> None:
        self.pen.text(((LEFT - 6) * SCALE, y * SCALE), words, fill=INK, font=self.font, anchor="rm")

    def band(self, start: float, end: float, top: float, band: Band) -> None:
        foot = top + LANE - 5
        fill = grade_colours().get(band.grade, NONE)
        self.pen.rectangle(_scaled(start, top, end, foot), fill=fill)
        self.pen.line(_scaled(start, top, start, foot), fill=PAPER, width=SCALE)
        ink = INK if band.grade in LIGHT else PAPER
        place = (start + 4) * SCALE, (top + foot) / 2 * SCALE
        self.pen.text(place, band.letters, fill=ink, font=self.font, anchor="lm")


def _scaled(*points: float) -> list[int]:
    return [round(point * SCALE) for point in points]
