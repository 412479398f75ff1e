"""Grades and kinds of findings, as eyes with another colour vision see them.

The matrices are those of Machado, Oliveira and Fernandes (2009) for a vision without one kind of
cone; the distance is that of CIE 1976 in L*a*b*, where 2.3 is just noticed.
"""

from __future__ import annotations

import re
from itertools import combinations
from math import dist

import pytest

from kg.views.page import style_sheet

STYLE = style_sheet()
VISIONS = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no L cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no M cones": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no S cones": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
GRADES = ("outstanding", "good", "requires-improvement", "inadequate")
KINDS = ("strength", "weakness", "recommendation")
Colour = tuple[float, float, float]


def colour(name: str, dark: bool) -> Colour:
    """A colour of the style sheet as linear light; dark colours come second, where they differ."""
    found = re.findall(rf"--{name}: #([0-9a-f]{{6}});", STYLE)
    code = bytes.fromhex(found[-1 if dark else 0])
    r, g, b = (
        (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
        for c in (v / 255 for v in code)
    )
    return r, g, b


def lab(light: Colour, matrix: tuple[tuple[float, ...], ...]) -> Colour:
    """A colour in L*a*b*, as a vision sees it."""
    r, g, b = (
        min(1, max(0, sum(m * c for m, c in zip(row, light, strict=True)))) for row in matrix
    )
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("names", [GRADES, KINDS], ids=["grades", "kinds of findings"])
def test_no_two_look_alike(names: tuple[str, ...], vision: str, dark: bool) -> None:
    seen = {name: lab(colour(name, dark), VISIONS[vision]) for name in names}
    near = {pair: round(dist(seen[pair[0]], seen[pair[1]])) for pair in combinations(names, 2)}
    assert min(near.values()) >= 10, near


def test_the_two_palettes_are_told_apart() -> None:
    matrix = VISIONS["all cones"]
    for grade in GRADES:
        for kind in KINDS:
            apart = dist(lab(colour(grade, False), matrix), lab(colour(kind, False), matrix))
            assert apart >= 20, (grade, kind, apart)
