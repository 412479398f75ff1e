"""The layouts along time: in date order from left to right, in lanes from top to bottom.

For one council, the lanes are its inspections, people and programmes; for an inspector, their
inspections and councils; for a programme or a leader, the councils whose documents name it.  In
any other picture, each council has a lane.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kg.views.layout.network import rounded
from kg.views.layout.packing import Point, open_folds
from kg.views.model import Arrangement, Edge, Mark, Network, Node

__all__ = ["timelines"]

#: Minimum width of a year and of the whole axis, in canvas units.
YEAR, AXIS = 115, 1_000
#: Width of the axis where councils are in several blocks.
NARROW = 620
#: Position on the axis of things without a date.
UNDATED = -110
#: Height of a lane's line, and of the space around it.
LINE, AIR = 50, 34
#: Height of a theme's row; width of an inspection's column.
ROW, COLUMN = 27, 92
#: Councils above which they are in blocks side by side, and the space between blocks.
BLOCK, BLOCK_GAP = 16, 470
#: Width of a screen relative to its height.
SCREEN = 1.6
PEOPLE = ("inspector", "leader", "programme", "organisation")
LANES = {
    "inspector": "Inspectors",
    "leader": "Leaders",
    "programme": "Programmes",
    "organisation": "Organisations",
}
QUIET = ("theme", "programme", "organisation", "post")


def timelines(network: Network) -> list[Arrangement]:
    """The layouts along time that suit the focus; none with fewer than two inspection dates."""
    visible = _VisibleNetwork(network)
    days = {node.when for node in visible.of("inspection") if node.when}
    if len(days) < 2 or not visible.of("council"):
        return []
    focus = [visible.nodes[iri] for iri in network.focus]
    if len(focus) > 1 and all(node.kind == "council" for node in focus):
        return [_side_by_side(visible, focus), _by_council(visible)]
    if len(focus) != 1 or focus[0].kind in ("theme", "inspection", "other"):
        return [_by_council(visible)]
    if focus[0].kind == "council":
        return [_one_council(visible, focus[0])]
    if any(edge.kind == "inspector" for edge in visible.links[focus[0].iri]):
        return [_travels(visible, focus[0])]
    return [_spread(visible, focus[0])]


class _VisibleNetwork:
    """The visible nodes of a network, their edges and the time axis."""

    def __init__(self, network: Network) -> None:
        folded = {iri for fold in network.folds for iri in fold.members}
        self.network = network
        self.nodes = {node.iri: node for node in network.nodes if node.iri not in folded}
        self.links: dict[str, list[Edge]] = defaultdict(list)
        for edge in network.edges:
            if edge.source in self.nodes and edge.target in self.nodes:
                self.links[edge.source].append(edge)
                self.links[edge.target].append(edge)
        self.first = self.last = 0
        self.wide = 0.0
        self.left = 0.0
        self._moved: dict[str, float] = {}

    def of(self, *kinds: str) -> list[Node]:
        """The nodes of some kinds, by date and name."""
        found = [node for node in self.nodes.values() if node.kind in kinds]
        return sorted(found, key=lambda node: (node.when or "9", node.label, node.iri))

    def near(self, iri: str, *kinds: str) -> list[Node]:
        """The neighbours of some kinds."""
        ends = {edge.target if edge.source == iri else edge.source for edge in self.links[iri]}
        return [self.nodes[end] for end in sorted(ends) if self.nodes[end].kind in kinds]

    def span(self, days: Iterable[str], wide: int = 0) -> None:
        """Set the axis to whole years, from the first of some days to the last."""
        times = [math.floor(_time(day)) for day in days if day]
        self.first, self.last = min(times, default=0), max(times, default=0) + 1
        self.wide = wide or max(AXIS, YEAR * (self.last - self.first))

    def days(self, node: Node) -> list[str]:
        """The day of an inspection, or the days of the documents behind a node's edges."""
        if node.kind == "inspection":
            return [node.when] if node.when else []
        sources = (source for edge in self.links[node.iri] for source in edge.sources)
        return [source.when for source in sources if source.when]

    def at(self, day: str) -> float:
        """The position of a day on the axis."""
        if not day:
            return UNDATED
        return (_time(day) - self.first) / (self.last - self.first) * self.wide

    def separate(self, inspections: list[Node]) -> None:
        """Move inspections that are close in time apart, so that no disc covers another."""
        after = -math.inf
        for at, iri in sorted((self.at(node.when), node.iri) for node in inspections if node.when):
            after = self._moved[iri] = max(at, after + 32)
        undated = sorted(node.iri for node in inspections if not node.when)
        for number, iri in enumerate(reversed(undated)):
            self._moved[iri] = UNDATED - 32 * number
        if undated:
            self.left = min(self.left, UNDATED - 32 * (len(undated) - 1))

    def when(self, node: Node) -> float:
        """The position of a node: at its day, at the mean of its inspections, or where named."""
        if node.kind == "inspection":
            return self._moved.get(node.iri, self.at(node.when))
        near = [self.when(end) for end in self.near(node.iri, "inspection") if end.when]
        if near and node.kind != "programme":
            return sum(near) / len(near)
        return self.at(min(self.days(node), default=""))

    def years(self, start: float = 0.0) -> list[Mark]:
        """A line for the beginning of each year."""
        wide = self.wide / (self.last - self.first)
        every = max(1, math.ceil(52 / wide))
        marks = []
        for year in range(self.first, self.last):
            at = round(start + (year - self.first) * wide)
            label = "" if (year - self.first) % every else str(year)
            marks.append(Mark("x", at, at, label))
        return marks


def _time(day: str) -> float:
    """A date as a number of years; a year or month counts as its middle.

    >>> _time("2019"), _time("2019-01-01")
    (2019.5, 2019.0)
    """
    year, month, date = (*map(int, day.split("-")), 0, 0)[:3]
    if not month:
        return year + 0.5
    return year + (month - 1 + ((date - 1) / 31 if date else 0.5)) / 12


@dataclass
class _Lanes:
    """Lanes below each other, while they are filled."""

    points: dict[str, Point] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    cells: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    bottom: float = 0.0

    def fill(
        self, label: str, nodes: Iterable[Node], at: Callable[[Node], float], bent: float = 0.0
    ) -> None:
        """Add a lane with the nodes at their positions, in as many lines as their labels need.

        With `bent`, nodes may move sideways, so that fewer lines are needed; it is the cost of a
        unit sideways, relative to a unit down.
        """
        lines: list[list[tuple[float, float]]] = []
        wishes = sorted((at(node), node.label, node.iri, node) for node in nodes)
        if not wishes:
            return
        high = LINE + (14 if any(one[3].kind == "inspection" for one in wishes) else 0)
        for wish, _, iri, node in wishes:
            half = _half(node)
            line, x = _room(lines, wish, half, bent)
            if line == len(lines):
                lines.append([])
            lines[line].append((x - half, x + half))
            self.points[iri] = (x, self.bottom + AIR + line * high)
        below = 14 if any(one[3].kind == "council" for one in wishes) else 0
        self.close(label, self.bottom + 2 * AIR + (len(lines) - 1) * high + below)

    def matrix(self, visible: _VisibleNetwork, columns: Iterable[str], left: float) -> None:
        """Add a row for each theme, that with the most findings first, with cells in columns."""
        total: Counter[str] = Counter()
        cells = []
        for iri in columns:
            for edge in visible.links[iri]:
                if edge.kind == "theme":
                    total[edge.target] += edge.counts.total
                    cells.append(edge)
        if not cells:
            return
        order = sorted(total, key=lambda iri: (-total[iri], visible.nodes[iri].label, iri))
        top = self.bottom + 2 * AIR
        for row, iri in enumerate(order):
            self.points[iri] = (left, top + row * ROW)
        for edge in cells:
            x = self.points[edge.source][0]
            self.cells[edge.source, edge.target] = (round(x), round(self.points[edge.target][1]))
        self.close("Themes", top + (len(order) - 1) * ROW + AIR)

    def close(self, label: str, bottom: float) -> None:
        """End a lane, and draw its band."""
        self.marks.append(Mark("y", round(self.bottom), round(bottom), label))
        self.bottom = bottom

    def arrangement(
        self,
        network: Network,
        head: tuple[str, str, str],
        marks: Iterable[Mark] = (),
        quiet: tuple[str, ...] = QUIET,
        council: str = "below",
    ) -> Arrangement:
        """The lanes as an arrangement."""
        points = self.points | open_folds(network, self.points)
        anchors = {"theme": "left", "council": council}
        all_marks = (*marks, *self.marks)
        return Arrangement(*head, rounded(points), all_marks, quiet, anchors, self.cells)


def _room(
    lines: list[list[tuple[float, float]]], wish: float, half: float, bent: float
) -> tuple[int, float]:
    """The line and the position with the lowest cost where a node fits."""
    best = (len(lines), wish)
    least: float = LINE * len(lines)
    for number, taken in enumerate(lines):
        tries = [wish]
        if bent:
            tries += [end + half for _, end in taken] + [start - half for start, _ in taken]
        for x in tries:
            cost = LINE * number + bent * abs(x - wish)
            free = all(x + half <= start or end <= x - half for start, end in taken)
            if free and cost < least:
                best, least = (number, x), cost
    return best


def _half(node: Node) -> float:
    """Half the width of a node with its label."""
    text = node.caption or node.label
    longest = len(text) if len(text) <= 17 else max(len(text) // 2 + 3, 14)
    return max(node.size + 4, 3.3 * min(longest, 34))


def _one_council(visible: _VisibleNetwork, council: Node) -> Arrangement:
    lanes = _Lanes()
    inspections = visible.near(council.iri, "inspection")
    visible.span(day for node in (*inspections, *visible.of(*PEOPLE)) for day in visible.days(node))
    visible.separate(inspections)
    lanes.fill("", [council], lambda _: visible.wide / 2)
    lanes.fill("Inspections", inspections, visible.when)
    for kind in PEOPLE:
        lanes.fill(LANES[kind], visible.of(kind), visible.when, bent=1.6)
    lanes.matrix(visible, [node.iri for node in (council, *inspections)], visible.left - 40)
    text = "In date order from left to right: inspections, and the people and programmes named."
    return lanes.arrangement(visible.network, ("timeline", "Timeline", text), visible.years())


def _travels(visible: _VisibleNetwork, person: Node) -> Arrangement:
    own = visible.near(person.iri, "inspection")
    visible.span(node.when for node in own)
    visible.separate(own)
    lanes = _Lanes()
    councils = {near.iri: near for node in own for near in visible.near(node.iri, "council")}
    own_iris = {node.iri for node in own}

    def middle(node: Node) -> float:
        near = visible.near(node.iri, "inspection")
        days = [visible.when(inspection) for inspection in near if inspection.iri in own_iris]
        return sum(days) / len(days) if days else UNDATED

    lanes.fill("Person", [person], lambda _: visible.wide / 2)
    lanes.fill("Inspections", own, visible.when)
    lanes.fill("Councils", councils.values(), middle)
    with_them = {n.iri: n for node in own for n in visible.near(node.iri, "inspector", "leader")}
    lanes.fill("With them", [n for n in with_them.values() if n is not person], middle, 0.8)
    lanes.matrix(visible, [node.iri for node in own], visible.left - 40)
    text = "The inspections that a person took part in, in date order from left to right."
    quiet = (*QUIET, "follows")
    return lanes.arrangement(visible.network, ("travels", "Travels", text), visible.years(), quiet)


def _spread(visible: _VisibleNetwork, thing: Node) -> Arrangement:
    lanes = _Lanes()
    links = {edge.target: edge for edge in visible.links[thing.iri] if edge.source == thing.iri}
    councils = [visible.nodes[iri] for iri in links if visible.nodes[iri].kind == "council"]
    naming: dict[str, Node] = {}
    for council in councils:
        paths = {source.path for source in links[council.iri].sources}
        for edge in visible.links[council.iri]:
            if edge.kind == "inspection" and paths & {source.path for source in edge.sources}:
                naming[edge.target] = visible.nodes[edge.target]

    visible.span(day for node in (thing, *naming.values()) for day in visible.days(node))

    def first(council: Node) -> float:
        days = [source.when for source in links[council.iri].sources if source.when]
        return visible.at(min(days, default=""))

    lanes.fill("", [thing], lambda _: visible.wide / 2)
    lanes.fill("Councils", councils, first)
    lanes.fill("Inspections", naming.values(), visible.when)
    text = "Each council, at the date when a document of it first names this."
    quiet = ("theme", "follows")
    return lanes.arrangement(visible.network, ("spread", "Spread", text), visible.years(), quiet)


def _side_by_side(visible: _VisibleNetwork, councils: list[Node]) -> Arrangement:
    """A column for each inspection of some councils, with a row for each theme."""
    lanes = _Lanes()
    at: dict[str, float] = {}
    left = 0.0
    for council in councils:
        own = sorted(visible.near(council.iri, "inspection"), key=lambda n: (n.when or "9", n.iri))
        wide = max(3, len(own)) * COLUMN
        start = left + (wide - COLUMN * (len(own) - 1)) / 2
        at |= {node.iri: start + number * COLUMN for number, node in enumerate(own)}
        at[council.iri] = left + wide / 2
        left += wide + COLUMN
    for iri in [*at]:
        for node in visible.near(iri, *PEOPLE):
            near = {end.iri for end in visible.near(node.iri, "council", "inspection")}
            places = [at[iri] for iri in sorted(near) if iri in at]
            at[node.iri] = sum(places) / len(places)
    lanes.fill("", councils, lambda node: at[node.iri])
    inspections = [visible.nodes[iri] for iri in at if visible.nodes[iri].kind == "inspection"]
    lanes.fill("Inspections", inspections, lambda node: at[node.iri])
    lanes.matrix(visible, [n.iri for n in (*councils, *inspections)], -COLUMN / 2)
    for kind in PEOPLE:
        nodes = [visible.nodes[iri] for iri in at if visible.nodes[iri].kind == kind]
        lanes.fill(LANES[kind], nodes, lambda node: at[node.iri], bent=0.7)
    text = "Councils side by side: their inspections in date order, and their findings by theme."
    return lanes.arrangement(visible.network, ("comparison", "Side by side", text))


def _by_council(visible: _VisibleNetwork) -> Arrangement:
    """A lane for each council: those in focus first, then by name; many are in blocks."""
    order = [*visible.network.focus]
    councils = sorted(
        visible.of("council"),
        key=lambda n: (order.index(n.iri) if n.iri in order else len(order), n.label, n.iri),
    )
    days = [node.when for node in visible.of("inspection")]
    visible.span(days, NARROW if len(councils) > BLOCK else 0)
    wide = visible.wide + BLOCK_GAP
    # Enough blocks for the picture to have about the proportions of a screen.
    count = round(math.sqrt(SCREEN * len(councils) * LINE / wide)) or 1
    rows = math.ceil(len(councils) / count)
    high = max(LINE, 420 / rows)
    lanes = _Lanes()
    marks: list[Mark] = []
    for council in councils:
        visible.separate(visible.near(council.iri, "inspection"))
    for block in range(count):
        left = block * wide
        marks += visible.years(left)
        for row, council in enumerate(councils[block * rows : (block + 1) * rows]):
            y = (row + 0.5) * high
            inspections = visible.near(council.iri, "inspection")
            lanes.points[council.iri] = (left + min(visible.left - 60, UNDATED / 2), y)
            for node in inspections:
                lanes.points[node.iri] = (left + visible.when(node), y)
    for _ in range(rows):
        lanes.close("", lanes.bottom + high)
    text = "A lane for each council, with its inspections in date order from left to right."
    quiet = (*QUIET, "inspection", "follows", "inspector")
    return lanes.arrangement(visible.network, ("timeline", "Timeline", text), marks, quiet, "left")
