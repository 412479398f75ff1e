"""The picture of a journey: its colours, its letters' place, its bytes."""

from __future__ import annotations

import io

from PIL import Image

from kg.briefs.chart import SCALE, WIDTH, Band, Chart, Lane, draw
from kg.reference_data import grade_colours

CHART = Chart(
    (
        Lane("Overall", (Band("2014-02-18", "2018-09-17", "inadequate", "I"), Band("2018-09-17", "2026-12-31", "good", "(G)"))),
        Lane("Leadership", (Band("2018", "2026-12-31", "", "none given"),)),
    ),
    ("2020-12-15", "2021"),
    "Visits",
)  # fmt: skip


def test_bands_have_the_colours_of_the_page() -> None:
    image = Image.open(io.BytesIO(draw(CHART))).convert("RGB")
    assert image.width == WIDTH * SCALE
    pixels = image.tobytes()
    colours = {f"#{pixels[n : n + 3].hex()}" for n in range(0, len(pixels), 3)}
    assert {grade_colours()["inadequate"], grade_colours()["good"]} <= colours
    assert grade_colours()["outstanding"] not in colours


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert draw(CHART) == draw(CHART)
    assert b"tIME" not in draw(CHART)


def test_a_chart_of_one_day_is_a_year_wide() -> None:
    one = Chart((Lane("Overall", (Band("2026-04-27", "2026-12-31", "good", "G"),)),), (), "Visits")
    assert Image.open(io.BytesIO(draw(one))).height < Image.open(io.BytesIO(draw(CHART))).height
