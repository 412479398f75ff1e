"""Places discs on a plane so that they do not overlap."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from kg.views.model import Network

__all__ = ["ASPECT", "GAP", "GOLDEN_ANGLE", "Plane", "Point", "box", "mean", "open_folds"]

#: Space between the rims of two nodes, in canvas units.
GAP = 13
#: Width of the picture relative to its height, to leave room for labels at the sides.
ASPECT = 1.12
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))

Point = tuple[float, float]


class Plane:
    """Discs that do not overlap, indexed by a grid of square cells."""

    def __init__(self, cell: float, wide: float = ASPECT) -> None:
        self.cell = cell
        self.wide = wide
        self.discs: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
        self.widest = 0.0

    def put(self, point: Point, radius: float) -> None:
        """Put a disc at a point."""
        x, y = point
        self.widest = max(self.widest, radius)
        self.discs[int(x // self.cell), int(y // self.cell)].append((x, y, radius))

    def place_near(self, wish: Point, radius: float, step: float) -> Point:
        """Put a disc at the first free point of a sunflower spiral around `wish`."""
        return next(self.place_all_near(wish, [radius], step))

    def place_all_near(self, wish: Point, radii: Iterable[float], step: float) -> Iterator[Point]:
        """Place several discs, each further out than the one before."""
        turn = 0
        for radius in radii:
            while True:
                distance = step * math.sqrt(turn)
                angle = turn * GOLDEN_ANGLE
                point = (
                    wish[0] + distance * math.cos(angle) * self.wide,
                    wish[1] + distance * math.sin(angle),
                )
                # Far out, skip points, because most near the wish are taken.
                turn += 1 + turn // 60
                if self._free(point, radius):
                    self.put(point, radius)
                    yield point
                    break

    def _free(self, point: Point, radius: float) -> bool:
        x, y = point
        reach = radius + self.widest
        columns = range(int((x - reach) // self.cell), int((x + reach) // self.cell) + 1)
        rows = range(int((y - reach) // self.cell), int((y + reach) // self.cell) + 1)
        return all(
            (x - other_x) ** 2 + (y - other_y) ** 2 >= (radius + other_radius) ** 2
            for column in columns
            for row in rows
            for other_x, other_y, other_radius in self.discs.get((column, row), ())
        )


def open_folds(network: Network, points: Mapping[str, Point]) -> dict[str, Point]:
    """Positions for folded nodes, in free space near their placeholder."""
    plane = Plane(60, 1.0)
    sizes = {node.iri: node.size for node in network.nodes}
    for iri, point in points.items():
        plane.put(point, sizes[iri] + 4)
    placed: dict[str, Point] = {}
    for fold in network.folds:
        if fold.node in points:
            radii = [sizes[iri] + GAP for iri in fold.members]
            found = plane.place_all_near(points[fold.node], radii, 7)
            placed.update(zip(fold.members, found, strict=True))
    return placed


def box(points: Collection[Point]) -> tuple[float, float, float, float]:
    """The left, top, right and bottom of some points; all are 0 without points."""
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    return min(xs), min(ys), max(xs), max(ys)


def mean(points: list[Point]) -> Point:
    """The mean of some points."""
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
