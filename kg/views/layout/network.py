"""The network layout.  It is deterministic.

Each council is a hub.  Its inspections are on an arc above it, in date order from left to right,
and the people and programmes that are linked to it only are around it.  Councils that share people
or programmes are near each other, with the shared nodes between them.  Themes are in two columns,
curved like brackets, at the sides.

No two nodes touch: each takes the free position nearest to its ideal one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from kg.views.layout.metrics import measured
from kg.views.layout.packing import ASPECT, GAP, GOLDEN_ANGLE, Plane, Point, box, mean, open_folds
from kg.views.model import Arrangement, Edge, Network, Node

__all__ = ["arrange", "in_order", "rounded"]

HEAD = ("network", "Network", "Things with many links between them are close together.")
#: Space between the councils and a column of themes.
SIDE = 105
#: Nodes up to which a network without councils is laid out by forces; above, in rings.
FORCES_UP_TO = 400

Links = Mapping[str, list[str]]


def arrange(network: Network) -> Network:
    """The network with its measures and the network layout."""
    folded = frozenset(iri for fold in network.folds for iri in fold.members)
    network = measured(network, folded)
    links: dict[str, list[str]] = defaultdict(list)
    for edge in network.edges:
        if edge.source not in folded and edge.target not in folded:
            links[edge.source].append(edge.target)
            links[edge.target].append(edge.source)
    nodes = {node.iri: node for node in network.nodes if node.iri not in folded}
    inner = {iri: node for iri, node in nodes.items() if node.kind != "theme"}
    themes = [node for node in nodes.values() if node.kind == "theme"]
    if any(node.kind == "council" for node in inner.values()):
        points = _hubs(inner, links, network.focus)
    else:
        points = _free(inner, network.edges)
    points.update(_brackets(themes, points))
    points.update(open_folds(network, points))
    return in_order(network, Arrangement(*HEAD, rounded(points)))


def in_order(network: Network, *more: Arrangement) -> Network:
    """The network with further layouts before those it has; nodes get positions of the first."""
    arrangements = (*more, *network.arrangements)
    places = {iri: place for one in reversed(arrangements) for iri, place in one.places.items()}
    nodes = tuple(replace(n, x=places[n.iri][0], y=places[n.iri][1]) for n in network.nodes)
    return replace(network, nodes=nodes, arrangements=arrangements)


def rounded(points: Mapping[str, Point]) -> dict[str, tuple[int, int]]:
    """Positions in whole units."""
    return {iri: (round(x), round(y)) for iri, (x, y) in points.items()}


def _hubs(nodes: dict[str, Node], links: Links, focus: Collection[str]) -> dict[str, Point]:
    """Positions of the nodes of a network that has councils."""
    home_councils = {iri: _home_councils(iri, nodes, links) for iri in nodes}
    members: dict[str, list[Node]] = defaultdict(list)
    shared = []
    for iri, node in nodes.items():
        if node.kind == "council":
            continue
        if len(home_councils[iri]) == 1:
            members[home_councils[iri][0]].append(node)
        else:
            shared.append(node)
    hubs = sorted(iri for iri, node in nodes.items() if node.kind == "council")
    # With few councils, there is room for wider flowers.
    roomy = max(1.0, 1.9 - 0.15 * len(hubs))
    flowers = {hub: _flower(nodes[hub], members[hub], links, roomy) for hub in hubs}
    # A shared node in focus goes to the middle of the picture.
    between = [node for node in shared if node.iri in focus][:1]
    clear = 60.0 if between else 0.0
    centres = _centres(hubs, flowers, [home_councils[node.iri] for node in shared], clear)
    plane = Plane(90)
    points: dict[str, Point] = {node.iri: (0.0, 0.0) for node in between}
    for node in between:
        plane.put((0.0, 0.0), node.size + GAP)
        shared.remove(node)
    for hub in hubs:
        left, top = centres[hub]
        for iri, (x, y) in flowers[hub].items():
            points[iri] = (left + x, top + y)
            plane.put(points[iri], nodes[iri].size + (14 if iri == hub else 5))
    # Nodes with the most neighbours first: a poor position would lengthen the most edges.
    for node in sorted(shared, key=lambda node: (-len(links.get(node.iri, ())), node.iri)):
        near = [points[iri] for iri in links.get(node.iri, ()) if iri in points]
        wish = mean(near) if near else (0.0, 0.0)
        points[node.iri] = plane.place_near(wish, node.size + GAP, 7)
    return points


def _home_councils(iri: str, nodes: Mapping[str, Node], links: Links) -> list[str]:
    """The councils that a node is linked to, directly or through an inspection."""
    found = set()
    for near in links.get(iri, ()):
        if near in nodes and nodes[near].kind == "council":
            found.add(near)
        elif near in nodes and nodes[near].kind == "inspection":
            found.update(
                far for far in links[near] if far in nodes and nodes[far].kind == "council"
            )
    return sorted(found)


def _flower(hub: Node, members: list[Node], links: Links, roomy: float) -> dict[str, Point]:
    """Positions around (0, 0) of a council and the nodes linked to it only.

    Its inspections are above it in date order, with their people outside, and its own people and
    programmes are below it.
    """
    points: dict[str, Point] = {hub.iri: (0.0, 0.0)}
    plane = Plane(60)
    plane.put((0.0, 0.0), hub.size + 14)
    inspections = [node for node in members if node.kind == "inspection"]
    inspections.sort(key=lambda node: (node.when, node.iri))
    count = len(inspections)
    sweep = math.radians(min(230.0, 44.0 * (count - 1)))
    radius = max(66.0, 46.0 * (count - 1) / sweep if count > 1 else 0.0)
    for number, node in enumerate(inspections):
        share = number / (count - 1) - 0.5 if count > 1 else 0.0
        angle = share * sweep - math.pi / 2
        points[node.iri] = (radius * math.cos(angle), radius * math.sin(angle))
        plane.put(points[node.iri], node.size + 5)
    others = [node for node in members if node.kind != "inspection"]
    others.sort(key=lambda node: (node.kind, node.label, node.iri))
    below = [n for n in others if not any(near in points for near in _but(links, n, hub))]
    for number, node in enumerate(below):
        # A single node goes to the side, because the council's name is below the council.
        share = number / (len(below) - 1) - 0.5 if len(below) > 1 else -1.0
        angle = math.pi / 2 + share * math.radians(min(150.0, max(50.0, 44.0 * (len(below) - 1))))
        # Low enough to leave room for the council's name.
        wish = (88 * math.cos(angle), 88 * math.sin(angle))
        points[node.iri] = plane.place_near(wish, node.size + GAP, 7)
    for node in others:
        if node.iri in points:
            continue
        x, y = mean([points[near] for near in _but(links, node, hub) if near in points])
        away = 1 + 40 / (math.hypot(x, y) or 1)
        points[node.iri] = plane.place_near((x * away, y * away), node.size + GAP, 7)
    left, top, right, bottom = box(points.values())
    middle = ((left + right) / 2, (top + bottom) / 2)
    return {
        iri: ((x - middle[0]) * roomy, (y - middle[1]) * roomy) for iri, (x, y) in points.items()
    }


def _but(links: Links, node: Node, hub: Node) -> list[str]:
    """A node's neighbours except the hub."""
    return [iri for iri in links.get(node.iri, ()) if iri != hub.iri]


def _centres(
    hubs: list[str],
    flowers: Mapping[str, dict[str, Point]],
    shared: Iterable[list[str]],
    clear: float,
) -> dict[str, Point]:
    """The centre of each council's flower, near those that share the most nodes with it.

    A disc of radius `clear` in the middle is left free.
    """
    import networkx as nx  # type: ignore[import-untyped]

    radii = {
        hub: max(math.hypot(x, y) for x, y in flower.values()) + 36
        for hub, flower in flowers.items()
    }
    if len(hubs) == 1:
        return {hubs[0]: (0.0, 0.0)}
    graph = nx.Graph()
    graph.add_nodes_from(hubs)
    for home_councils in shared:
        for first, second in combinations(home_councils, 2):
            weight = graph.get_edge_data(first, second, {"weight": 0})["weight"]
            # A node that many councils share is a weak link between any two of them.
            graph.add_edge(first, second, weight=weight + 1 / (len(home_councils) - 1))
    start = {hub: _sunflower(number, len(hubs)) for number, hub in enumerate(hubs)}
    force = nx.spring_layout(graph, pos=start, iterations=80, weight="weight", seed=1)
    # Keep each direction, but spread the distances evenly: forces push single hubs far away.
    order = sorted(hubs, key=lambda hub: (math.hypot(*force[hub]), hub))
    wishes = {}
    for rank, hub in enumerate(order):
        angle, distance = math.atan2(force[hub][1], force[hub][0]), math.sqrt(rank / len(hubs))
        wishes[hub] = (distance * math.cos(angle), distance * math.sin(angle))
    tried = [_packed(wishes, radii, wide, clear) for wide in (0.8, 0.95, 1.1, 1.25, 1.4)]
    return min(tried, key=lambda centres: abs(_proportion(centres) - ASPECT))


def _packed(
    wishes: Mapping[str, Point], radii: Mapping[str, float], wide: float, clear: float
) -> dict[str, Point]:
    """Discs side by side, each near its wish, in an area `wide` times as wide as it is high."""
    spread = 0.3 * math.sqrt(sum((2 * radius) ** 2 for radius in radii.values()))
    plane = Plane(200, wide)
    if clear:
        plane.put((0.0, 0.0), clear)
    return {
        hub: plane.place_near((x * spread * wide, y * spread), radii[hub], 16)
        for hub, (x, y) in wishes.items()
    }


def _proportion(points: Mapping[str, Point]) -> float:
    """Width relative to height of some points, with room for a column of themes on each side."""
    left, top, right, bottom = box(points.values())
    return (right - left + 2 * SIDE) / (bottom - top + SIDE)


def _sunflower(number: int, count: int) -> Point:
    distance, angle = math.sqrt(number / count), number * GOLDEN_ANGLE
    return distance * math.cos(angle), distance * math.sin(angle)


def _free(nodes: Mapping[str, Node], edges: Iterable[Edge]) -> dict[str, Point]:
    """Positions of the nodes of a network without councils.

    They are laid out by forces in a small network, else in rings, with the most linked nodes in the
    middle.
    """
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted(nodes))
    graph.add_edges_from(
        sorted((e.source, e.target) for e in edges if e.source in nodes and e.target in nodes)
    )
    order = sorted(nodes, key=lambda iri: (-graph.degree(iri), iri))
    wishes = {iri: _sunflower(number, len(order)) for number, iri in enumerate(order)}
    if 1 < len(order) <= FORCES_UP_TO:
        force = nx.spring_layout(graph, pos=wishes, iterations=120, seed=1)
        wishes = {iri: (float(force[iri][0]), float(force[iri][1])) for iri in order}
    reach = 44 * math.sqrt(len(order))
    plane = Plane(60)
    return {
        iri: plane.place_near(
            (wishes[iri][0] * reach * ASPECT, wishes[iri][1] * reach), nodes[iri].size + GAP, 7
        )
        for iri in order
    }


def _brackets(themes: list[Node], points: Mapping[str, Point]) -> dict[str, Point]:
    """Positions of themes in alphabetical order, down the left side and then the right."""
    if not themes:
        return {}
    left, top, right, bottom = box(points.values())
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    ordered = sorted(themes, key=lambda node: (node.label, node.iri))
    half = math.ceil(len(ordered) / 2)
    height = max(bottom - top, 46.0 * half)
    width = max(right - left, 0.75 * height) + 2 * SIDE
    placed = {}
    for side, column in ((-1, ordered[:half]), (1, ordered[half:])):
        for number, node in enumerate(column):
            share = (number + 0.5) / half - 0.5
            bend = math.cos(share * math.pi * 0.62)
            placed[node.iri] = (
                middle_x + side * width / 2 * (0.8 + 0.2 * bend),
                middle_y + share * height,
            )
    return placed
