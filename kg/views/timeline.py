"""Arrangements along time: from left to right as the dates go, in lanes from top to bottom.

Around one council the lanes are its inspections, people and programmes; around an inspector the
councils that the inspections led to; around a programme or a leader the councils that it is named
at.  In any other picture each council has a lane of its own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kg.views.layout import rounded
from kg.views.picture import Arrangement, Edge, Mark, Network, Node
from kg.views.plane import Point, open_folds

__all__ = ["timeline"]

#: The width of a year and of the whole axis, at least, in canvas units.
YEAR, AXIS = 115, 1_000
#: The same where councils stand in several blocks.
NARROW = 620
#: Things without a date stand this far left of the axis.
UNDATED = -110
#: Height of a lane's line, and of the space around it.
LINE, AIR = 50, 34
#: Up to so many councils, a lane has people and programmes too; above, blocks of so many lanes.
FEW, BLOCK = 6, 18
LANES = {
    "inspection": "Inspections",
    "inspector": "Inspectors",
    "leader": "Leaders",
    "programme": "Programmes",
    "organisation": "Organisations",
    "theme": "Themes",
}
QUIET = ("theme", "programme", "organisation", "post")


def timeline(network: Network) -> Arrangement | None:
    """The arrangement along time that suits the focus; None where too little has a date."""
    seen = _Seen(network)
    inspections = [node for node in seen.of("inspection") if node.when]
    if len({node.when for node in inspections}) < 2 or not seen.of("council"):
        return None
    focus = [seen.nodes[iri] for iri in network.focus]
    if len(focus) != 1 or focus[0].kind in ("theme", "inspection", "other"):
        return _councils(seen)
    kind = focus[0].kind
    if kind == "council":
        return _one_council(seen, focus[0])
    if any(edge.kind == "inspector" for edge in seen.links[focus[0].iri]):
        return _travels(seen, focus[0])
    return _spread(seen, focus[0])


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
        times = [_time(node.when) for node in self.of("inspection") if node.when]
        times += [_time(day) for n in self.nodes.values() for day in self._days(n.iri)]
        self.first = math.floor(min(times, default=0.0))
        self.last = math.floor(max(times, default=0.0)) + 1
        self.wide = max(AXIS, YEAR * (self.last - self.first))

    def of(self, *kinds: str) -> list[Node]:
        """The things of some kinds, by date and name."""
        found = [node for node in self.nodes.values() if node.kind in kinds]
        return sorted(found, key=lambda node: (node.when or "9", node.label, node.iri))

    def near(self, iri: str, *kinds: str) -> list[Node]:
        """The neighbours of some kinds."""
        ends = {edge.target if edge.source == iri else edge.source for edge in self.links[iri]}
        return [self.nodes[end] for end in sorted(ends) if self.nodes[end].kind in kinds]

    def _days(self, iri: str) -> list[str]:
        """The days of the documents that a thing's links rest on."""
        if self.nodes[iri].kind in ("theme", "council", "inspection"):
            return []
        return [one.when for edge in self.links[iri] for one in edge.sources if one.when]

    def at(self, day: str) -> float:
        """The place of a day on the axis."""
        if not day:
            return UNDATED
        return (_time(day) - self.first) / (self.last - self.first) * self.wide

    def when(self, node: Node) -> float:
        """Where a thing stands: at its day, in the middle of its inspections, or where named."""
        if node.kind == "inspection":
            return self.at(node.when)
        days = [one.when for one in self.near(node.iri, "inspection") if one.when]
        if days and node.kind != "programme":
            return sum(map(self.at, days)) / len(days)
        return self.at(min(self._days(node.iri), default=""))

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
    bottom: float = 0.0

    def fill(self, label: str, nodes: Iterable[Node], at: Callable[[Node], float]) -> None:
        """A lane with the nodes at their places, in as many lines as their labels need."""
        ends: list[float] = []
        wishes = sorted((at(node), node.label, node.iri, node) for node in nodes)
        if not wishes:
            return
        top = self.bottom
        line_high = LINE + (14 if any(one[3].kind == "inspection" for one in wishes) else 0)
        for x, _, iri, node in wishes:
            half = _half(node)
            line = next((n for n, end in enumerate(ends) if end <= x - half), len(ends))
            if line == len(ends):
                ends.append(0.0)
            ends[line] = x + half
            self.points[iri] = (x, top + AIR + line * line_high)
        self.close(label, top + 2 * AIR + (len(ends) - 1) * line_high)

    def spread(self, label: str, nodes: list[Node], wide: float) -> None:
        """A lane with the nodes side by side, without a meaning of left and right."""
        if not nodes:
            return
        row = max(1, int(wide // 150))
        rows = math.ceil(len(nodes) / row)
        row = math.ceil(len(nodes) / rows)
        for number, node in enumerate(nodes):
            y = self.bottom + AIR + (number // row) * (LINE + 14)
            self.points[node.iri] = ((number % row + 0.5) * wide / row, y)
        self.close(label, self.bottom + 2 * AIR + (rows - 1) * (LINE + 14))

    def close(self, label: str, bottom: float) -> None:
        """End a lane, and draw its band."""
        self.marks.append(Mark("y", round(self.bottom), round(bottom), label))
        self.bottom = bottom

    def made(
        self, seen: _Seen, head: tuple[str, str, str], quiet: tuple[str, ...], side: str = "below"
    ) -> Arrangement:
        """The arrangement."""
        points = dict(self.points)
        points.update(open_folds(seen.network, points))
        anchors = {"theme": "below", "council": side}
        return Arrangement(*head, rounded(points), (*seen.years(), *self.marks), quiet, anchors)


def _half(node: Node) -> float:
    """Half the width of a node with its label."""
    text = node.caption or node.label
    longest = len(text) if len(text) <= 17 else max(len(text) // 2 + 3, 14)
    return max(node.size + 4, 3.3 * min(longest, 34))


def _one_council(seen: _Seen, council: Node) -> Arrangement:
    lanes = _Lanes()
    lanes.fill("", [council], lambda _: seen.wide / 2)
    lanes.fill("Inspections", seen.near(council.iri, "inspection"), seen.when)
    for kind in ("inspector", "leader", "programme", "organisation"):
        lanes.fill(LANES[kind], seen.of(kind), seen.when)
    lanes.spread(LANES["theme"], seen.of("theme"), seen.wide)
    says = "From left to right as the dates go: inspections, and what their reports name."
    return lanes.made(seen, ("timeline", "Timeline", says), QUIET)


def _travels(seen: _Seen, person: Node) -> Arrangement:
    own = seen.near(person.iri, "inspection")
    lanes = _Lanes()
    councils = {one.iri: one for node in own for one in seen.near(node.iri, "council")}
    mine = {node.iri for node in own}

    def middle(node: Node) -> float:
        days = [n.when for n in seen.near(node.iri, "inspection") if n.iri in mine and n.when]
        return sum(map(seen.at, days)) / len(days) if days else UNDATED

    lanes.fill("Councils", councils.values(), middle)
    lanes.fill("Inspections", own, seen.when)
    lanes.fill("", [person], lambda _: seen.wide / 2)
    with_them = {n.iri: n for node in own for n in seen.near(node.iri, "inspector", "leader")}
    lanes.fill("With them", [n for n in with_them.values() if n is not person], middle)
    lanes.spread(LANES["theme"], seen.of("theme"), seen.wide)
    says = "The inspections that a person took part in, from left to right as the dates go."
    return lanes.made(seen, ("travels", "Travels", says), (*QUIET, "follows"), "right")


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

    def first(council: Node) -> float:
        days = [one.when for one in links[council.iri].sources if one.when]
        return seen.at(min(days, default=""))

    lanes.fill("", [thing], lambda _: seen.wide / 2)
    lanes.fill("Councils", councils, first)
    lanes.fill("Inspections", naming.values(), seen.when)
    says = "Each council where a document first names it, from left to right as the dates go."
    return lanes.made(seen, ("spread", "Spread", says), ("theme", "follows"))


def _councils(seen: _Seen) -> Arrangement:
    """A lane for each council: those in focus first, the others by name."""
    order = [*seen.network.focus]
    councils = sorted(
        seen.of("council"),
        key=lambda n: (order.index(n.iri) if n.iri in order else len(order), n.label, n.iri),
    )
    says = "A lane for each council, with its inspections from left to right as the dates go."
    head = ("timeline", "Timeline", says)
    if len(councils) > FEW:
        return _blocks(seen, councils, head)
    lanes = _Lanes()
    homes: dict[str, list[str]] = {}
    for node in seen.of("inspector", "leader", "programme", "organisation"):
        direct = seen.near(node.iri, "council")
        through = [
            c for i in seen.near(node.iri, "inspection") for c in seen.near(i.iri, "council")
        ]
        homes[node.iri] = sorted({council.iri for council in direct + through})
    for council in councils:
        top = lanes.bottom
        own = [seen.nodes[iri] for iri, of in homes.items() if of == [council.iri]]
        lanes.fill(council.label, [*seen.near(council.iri, "inspection"), *own], seen.when)
        lanes.points[council.iri] = (UNDATED - 90, (top + lanes.bottom) / 2)
    shared = [seen.nodes[iri] for iri, of in homes.items() if len(of) > 1]
    lanes.fill("Shared", shared, seen.when)
    lanes.spread(LANES["theme"], seen.of("theme"), seen.wide)
    return lanes.made(seen, head, (*QUIET, "inspection"), "left")


def _blocks(seen: _Seen, councils: list[Node], head: tuple[str, str, str]) -> Arrangement:
    """Many councils: in blocks beside each other, each with the axis of its own."""
    count = math.ceil(len(councils) / BLOCK)
    rows = math.ceil(len(councils) / count)
    seen.wide = NARROW
    points: dict[str, Point] = {}
    marks: list[Mark] = []
    for block in range(count):
        left = block * (NARROW + 250)
        marks += seen.years(left)
        for row, council in enumerate(councils[block * rows : (block + 1) * rows]):
            y = row * LINE
            points[council.iri] = (left - 50, y)
            before = -math.inf
            inspections = seen.near(council.iri, "inspection")
            for at, iri in sorted((seen.when(node), node.iri) for node in inspections):
                # No disc over another: what is close in time is moved on a little.
                before = max(at if at >= 0 else -20.0, before + 31)
                points[iri] = (left + before, y)
    marks += [
        Mark("y", round((row - 0.5) * LINE), round((row + 0.5) * LINE), "")
        for row in range(0, rows, 2)
    ]
    points.update(open_folds(seen.network, points))
    anchors = {"council": "left"}
    quiet = (*QUIET, "inspection", "follows", "inspector")
    return Arrangement(*head, rounded(points), tuple(marks), quiet, anchors)
