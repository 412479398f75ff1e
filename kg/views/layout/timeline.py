"""Arrangements along time: from left to right as the dates go, in lanes from top to bottom.

Around one council the lanes are its inspections, people and programmes; around an inspector the
councils that the inspections led to; around a programme or a leader the councils that it is named
at.  In any other picture each council has a lane of its own.
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

#: The width of a year and of the whole axis, at least, in canvas units.
YEAR, AXIS = 115, 1_000
#: The same where councils stand in several blocks.
NARROW = 620
#: Things without a date stand this far left of the axis.
UNDATED = -110
#: Height of a lane's line, and of the space around it.
LINE, AIR = 50, 34
#: Height of a theme's row; width of an inspection's column.
ROW, COLUMN = 27, 92
#: More councils than this stand in blocks side by side, with this between two of them.
BLOCK, BESIDE = 16, 470
#: A screen is so much wider than it is high.
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
    """The arrangements along time that suit the focus; none where too little has a date."""
    seen = _Seen(network)
    days = {node.when for node in seen.of("inspection") if node.when}
    if len(days) < 2 or not seen.of("council"):
        return []
    focus = [seen.nodes[iri] for iri in network.focus]
    if len(focus) > 1 and all(node.kind == "council" for node in focus):
        return [_side_by_side(seen, focus), _by_council(seen)]
    if len(focus) != 1 or focus[0].kind in ("theme", "inspection", "other"):
        return [_by_council(seen)]
    if focus[0].kind == "council":
        return [_one_council(seen, focus[0])]
    if any(edge.kind == "inspector" for edge in seen.links[focus[0].iri]):
        return [_travels(seen, focus[0])]
    return [_spread(seen, focus[0])]


class _Seen:
    """What is in sight of a network, its links and the scale of time."""

    def __init__(self, network: Network) -> None:
        apart = {iri for fold in network.folds for iri in fold.members}
        self.network = network
        self.nodes = {node.iri: node for node in network.nodes if node.iri not in apart}
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
        """The things of some kinds, by date and name."""
        found = [node for node in self.nodes.values() if node.kind in kinds]
        return sorted(found, key=lambda node: (node.when or "9", node.label, node.iri))

    def near(self, iri: str, *kinds: str) -> list[Node]:
        """The neighbours of some kinds."""
        ends = {edge.target if edge.source == iri else edge.source for edge in self.links[iri]}
        return [self.nodes[end] for end in sorted(ends) if self.nodes[end].kind in kinds]

    def span(self, days: Iterable[str], wide: int = 0) -> None:
        """Set the axis: whole years, from the first of some days to the last."""
        times = [math.floor(_time(day)) for day in days if day]
        self.first, self.last = min(times, default=0), max(times, default=0) + 1
        self.wide = wide or max(AXIS, YEAR * (self.last - self.first))

    def days(self, node: Node) -> list[str]:
        """The day of an inspection, or of the documents that a thing's links rest on."""
        if node.kind == "inspection":
            return [node.when] if node.when else []
        return [one.when for edge in self.links[node.iri] for one in edge.sources if one.when]

    def at(self, day: str) -> float:
        """The place of a day on the axis."""
        if not day:
            return UNDATED
        return (_time(day) - self.first) / (self.last - self.first) * self.wide

    def apart(self, inspections: list[Node]) -> None:
        """Move inspections that lie close in time apart, so that no disc covers another."""
        after = -math.inf
        for at, iri in sorted((self.at(node.when), node.iri) for node in inspections if node.when):
            after = self._moved[iri] = max(at, after + 32)
        undated = sorted(node.iri for node in inspections if not node.when)
        for number, iri in enumerate(reversed(undated)):
            self._moved[iri] = UNDATED - 32 * number
        if undated:
            self.left = min(self.left, UNDATED - 32 * (len(undated) - 1))

    def when(self, node: Node) -> float:
        """Where a thing stands: at its day, in the middle of its inspections, or where named."""
        if node.kind == "inspection":
            return self._moved.get(node.iri, self.at(node.when))
        near = [self.when(one) for one in self.near(node.iri, "inspection") if one.when]
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
    """A date as a number of years; what is coarse lies in the middle.

    >>> _time("2019"), _time("2019-01-01")
    (2019.5, 2019.0)
    """
    year, month, date = (*map(int, day.split("-")), 0, 0)[:3]
    if not month:
        return year + 0.5
    return year + (month - 1 + ((date - 1) / 31 if date else 0.5)) / 12


@dataclass
class _Lanes:
    """Lanes under each other, as they are filled."""

    points: dict[str, Point] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    cells: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    bottom: float = 0.0

    def fill(
        self, label: str, nodes: Iterable[Node], at: Callable[[Node], float], bent: float = 0.0
    ) -> None:
        """A lane with the nodes at their places, in as many lines as their labels need.

        With `bent`, things may stand beside their places, so that fewer lines are needed: it is how
        much worse a unit aside is than a unit down.
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

    def matrix(self, seen: _Seen, columns: Iterable[str], left: float) -> None:
        """A row for each theme, the most spoken of first, and a cell under each thing."""
        total: Counter[str] = Counter()
        cells = []
        for iri in columns:
            for edge in seen.links[iri]:
                if edge.kind == "theme":
                    total[edge.target] += edge.counts.total
                    cells.append(edge)
        if not cells:
            return
        order = sorted(total, key=lambda iri: (-total[iri], seen.nodes[iri].label, iri))
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

    def made(
        self,
        network: Network,
        head: tuple[str, str, str],
        marks: Iterable[Mark] = (),
        quiet: tuple[str, ...] = QUIET,
        council: str = "below",
    ) -> Arrangement:
        """The arrangement."""
        points = self.points | open_folds(network, self.points)
        anchors = {"theme": "left", "council": council}
        both = (*marks, *self.marks)
        return Arrangement(*head, rounded(points), both, quiet, anchors, self.cells)  # fmt: skip


def _room(
    lines: list[list[tuple[float, float]]], wish: float, half: float, bent: float
) -> tuple[int, float]:
    """The line and the place where something fits, near to its wish: above rather than aside."""
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


def _one_council(seen: _Seen, council: Node) -> Arrangement:
    lanes = _Lanes()
    inspections = seen.near(council.iri, "inspection")
    seen.span(day for node in (*inspections, *seen.of(*PEOPLE)) for day in seen.days(node))
    seen.apart(inspections)
    lanes.fill("", [council], lambda _: seen.wide / 2)
    lanes.fill("Inspections", inspections, seen.when)
    for kind in PEOPLE:
        lanes.fill(LANES[kind], seen.of(kind), seen.when, bent=1.6)
    lanes.matrix(seen, [node.iri for node in (council, *inspections)], seen.left - 40)
    says = "From left to right as the dates go: inspections, and what their reports name."
    return lanes.made(seen.network, ("timeline", "Timeline", says), seen.years())


def _travels(seen: _Seen, person: Node) -> Arrangement:
    own = seen.near(person.iri, "inspection")
    seen.span(node.when for node in own)
    seen.apart(own)
    lanes = _Lanes()
    councils = {one.iri: one for node in own for one in seen.near(node.iri, "council")}
    mine = {node.iri for node in own}

    def middle(node: Node) -> float:
        days = [seen.when(one) for one in seen.near(node.iri, "inspection") if one.iri in mine]
        return sum(days) / len(days) if days else UNDATED

    lanes.fill("Person", [person], lambda _: seen.wide / 2)
    lanes.fill("Inspections", own, seen.when)
    lanes.fill("Councils", councils.values(), middle)
    with_them = {n.iri: n for node in own for n in seen.near(node.iri, "inspector", "leader")}
    lanes.fill("With them", [n for n in with_them.values() if n is not person], middle, 0.8)
    lanes.matrix(seen, [node.iri for node in own], seen.left - 40)
    says = "The inspections that a person took part in, from left to right as the dates go."
    quiet = (*QUIET, "follows")
    return lanes.made(seen.network, ("travels", "Travels", says), seen.years(), quiet)


def _spread(seen: _Seen, thing: Node) -> Arrangement:
    lanes = _Lanes()
    links = {edge.target: edge for edge in seen.links[thing.iri] if edge.source == thing.iri}
    councils = [seen.nodes[iri] for iri in links if seen.nodes[iri].kind == "council"]
    naming: dict[str, Node] = {}
    for council in councils:
        behind = {source.path for source in links[council.iri].sources}
        for edge in seen.links[council.iri]:
            if edge.kind == "inspection" and behind & {one.path for one in edge.sources}:
                naming[edge.target] = seen.nodes[edge.target]

    seen.span(day for node in (thing, *naming.values()) for day in seen.days(node))

    def first(council: Node) -> float:
        days = [one.when for one in links[council.iri].sources if one.when]
        return seen.at(min(days, default=""))

    lanes.fill("", [thing], lambda _: seen.wide / 2)
    lanes.fill("Councils", councils, first)
    lanes.fill("Inspections", naming.values(), seen.when)
    says = "Each council where a document first names it, from left to right as the dates go."
    quiet = ("theme", "follows")
    return lanes.made(seen.network, ("spread", "Spread", says), seen.years(), quiet)


def _side_by_side(seen: _Seen, councils: list[Node]) -> Arrangement:
    """A column for each inspection of some councils, under each other what their reports say."""
    lanes = _Lanes()
    at: dict[str, float] = {}
    left = 0.0
    for council in councils:
        own = sorted(seen.near(council.iri, "inspection"), key=lambda n: (n.when or "9", n.iri))
        wide = max(3, len(own)) * COLUMN
        start = left + (wide - COLUMN * (len(own) - 1)) / 2
        at |= {node.iri: start + number * COLUMN for number, node in enumerate(own)}
        at[council.iri] = left + wide / 2
        left += wide + COLUMN
    for iri in [*at]:
        for node in seen.near(iri, *PEOPLE):
            near = {other.iri for other in seen.near(node.iri, "council", "inspection")}
            places = [at[other] for other in sorted(near) if other in at]
            at[node.iri] = sum(places) / len(places)
    lanes.fill("", councils, lambda node: at[node.iri])
    inspections = [seen.nodes[iri] for iri in at if seen.nodes[iri].kind == "inspection"]
    lanes.fill("Inspections", inspections, lambda node: at[node.iri])
    lanes.matrix(seen, [n.iri for n in (*councils, *inspections)], -COLUMN / 2)
    for kind in PEOPLE:
        some = [seen.nodes[iri] for iri in at if seen.nodes[iri].kind == kind]
        lanes.fill(LANES[kind], some, lambda node: at[node.iri], bent=0.7)
    says = "Councils side by side: their inspections in order, and what each says of each theme."
    return lanes.made(seen.network, ("comparison", "Side by side", says))


def _by_council(seen: _Seen) -> Arrangement:
    """A lane for each council: those in focus first, the others by name; in blocks, if many."""
    order = [*seen.network.focus]
    councils = sorted(
        seen.of("council"),
        key=lambda n: (order.index(n.iri) if n.iri in order else len(order), n.label, n.iri),
    )
    days = [node.when for node in seen.of("inspection")]
    seen.span(days, NARROW if len(councils) > BLOCK else 0)
    wide = seen.wide + BESIDE
    # As many blocks as make the whole about as wide as a screen is.
    count = round(math.sqrt(SCREEN * len(councils) * LINE / wide)) or 1
    rows = math.ceil(len(councils) / count)
    high = max(LINE, 420 / rows)
    lanes = _Lanes()
    marks: list[Mark] = []
    for council in councils:
        seen.apart(seen.near(council.iri, "inspection"))
    for block in range(count):
        left = block * wide
        marks += seen.years(left)
        for row, council in enumerate(councils[block * rows : (block + 1) * rows]):
            y = (row + 0.5) * high
            inspections = seen.near(council.iri, "inspection")
            lanes.points[council.iri] = (left + min(seen.left - 60, UNDATED / 2), y)
            for node in inspections:
                lanes.points[node.iri] = (left + seen.when(node), y)
    for _ in range(rows):
        lanes.close("", lanes.bottom + high)
    says = "A lane for each council, with its inspections from left to right as the dates go."
    quiet = (*QUIET, "inspection", "follows", "inspector")
    return lanes.made(seen.network, ("timeline", "Timeline", says), marks, quiet, "left")
