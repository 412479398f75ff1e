"""Folds a network that is too large for a page: one placeholder node replaces many of its kind.

Nodes of one kind are folded in this order, as far as needed: those linked to one council only, by
theme where they have one; those with the same neighbours; those with the fewest links.
Organisations are folded first and councils last.  Folded nodes stay in the page, within bounds,
and the reader can open the fold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from kg.views.model import CitedSource, Counts, Edge, Fold, Network, Node

__all__ = ["MAX_NODES", "MAX_SHOWN", "PLURALS", "counted", "fold", "home_councils"]

#: Nodes shown at most: with more, a page is neither readable nor fast.
MAX_SHOWN = 3_000
#: Nodes in a page at most, folded nodes included.
MAX_NODES = 6_000

#: Plurals of the kinds of nodes, in the order of folding.
PLURALS = {
    "organisation": "organisations",
    "other": "other things",
    "programme": "programmes",
    "leader": "leaders",
    "inspector": "inspectors",
    "inspection": "inspections",
    "theme": "themes",
    "council": "councils",
}

#: The nodes of a fold: their kind, what they have in common, and the IRIs of that.
FoldGroup = tuple[str, str, tuple[str, ...]]


def counted(number: int, kind: str) -> str:
    """`1 council`, `1,200 programmes`."""
    singular = "other thing" if kind == "other" else kind
    return f"{number:,} {singular if number == 1 else PLURALS[kind]}"


def home_councils(network: Network) -> dict[str, tuple[str, ...]]:
    """The councils that each node is linked to, directly or through an inspection."""
    kinds = {node.iri: node.kind for node in network.nodes}
    near = _neighbours(network)
    direct = {iri: {end for end in near[iri] if kinds[end] == "council"} for iri in kinds}
    found = {}
    for iri, kind in kinds.items():
        through = [] if kind == "inspection" else [i for i in near[iri] if kinds[i] == "inspection"]
        found[iri] = tuple(sorted(direct[iri].union(*(direct[end] for end in through))))
    return found


def fold(
    network: Network,
    limit: int = MAX_SHOWN,
    keep: Collection[str] = (),
    first: Collection[str] = (),
    most: int = MAX_NODES,
) -> Network:
    """The network with at most `limit` nodes shown, and at most about `most` in all.

    Nodes in `keep` are never folded.  Nodes of the kinds in `first` that are linked to one council
    only are always folded.
    """
    group_of: dict[str, FoldGroup] = {}
    for common, kind, groups in _stages(network, keep):
        if _shown(network, group_of) > limit or (common == "council" and kind in first):
            sizes = Counter(groups.values())
            group_of |= {iri: group for iri, group in groups.items() if sizes[group] > 1}
    if _shown(network, group_of) > limit:
        group_of = _fold_least_linked(network, group_of, limit, keep)
    return _with_placeholders(network, group_of, most) if group_of else network


def _shown(network: Network, group_of: Mapping[str, FoldGroup]) -> int:
    """The number of nodes shown when these nodes are folded."""
    return len(network.nodes) - len(group_of) + len(set(group_of.values()))


def _stages(
    network: Network, keep: Collection[str]
) -> Iterator[tuple[str, str, dict[str, FoldGroup]]]:
    """What nodes have in common, their kind, and the group of each: from small groups to large."""
    homes, near = home_councils(network), _neighbours(network)
    themes = {node.iri for node in network.nodes if node.kind == "theme"}
    nodes = {
        kind: [n.iri for n in network.nodes if n.kind == kind and n.iri not in keep]
        for kind in PLURALS
    }
    inner = {kind: iris for kind, iris in nodes.items() if kind not in ("theme", "council")}
    for kind, iris in inner.items():
        on = {iri: tuple(sorted(near[iri] & themes)) for iri in iris if len(homes[iri]) == 1}
        yield "theme", kind, {i: (kind, "theme", homes[i] + on[i]) for i in on if on[i]}
    for kind, iris in inner.items():
        groups = {i: (kind, "council", homes[i]) for i in iris if len(homes[i]) == 1}
        yield "council", kind, groups
    for kind, iris in nodes.items():
        yield "links", kind, {i: (kind, "links", tuple(sorted(near[i]))) for i in iris if near[i]}


def _neighbours(network: Network) -> dict[str, set[str]]:
    """The neighbours of each node."""
    near: dict[str, set[str]] = {node.iri: set() for node in network.nodes}
    for edge in network.edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    return near


def _fold_least_linked(
    network: Network, group_of: Mapping[str, FoldGroup], limit: int, keep: Collection[str]
) -> dict[str, FoldGroup]:
    """Groups that also fold the nodes with the fewest links, one group for each kind."""
    links = Counter(iri for edge in network.edges for iri in (edge.source, edge.target))
    order = list(PLURALS)
    nodes = [node for node in network.nodes if node.iri not in keep]
    nodes.sort(key=lambda n: (links[n.iri] > 1, order.index(n.kind), links[n.iri], n.iri))
    folded = dict(group_of)
    sizes = Counter(folded.values())
    shown = len(network.nodes) - sizes.total() + len(sizes)
    for node in nodes:
        if shown <= limit:
            break
        old, new = folded.get(node.iri), (node.kind, "kind", ())
        if old == new:
            continue
        # One node fewer is shown, unless its old group keeps others or its new group is empty.
        shown += (not sizes[new]) - (old is None or sizes[old] == 1)
        if old is not None:
            sizes[old] -= 1
        sizes[new] += 1
        folded[node.iri] = new
    return {iri: group for iri, group in folded.items() if sizes[group] > 1}


def _with_placeholders(network: Network, group_of: Mapping[str, FoldGroup], most: int) -> Network:
    """The network with a placeholder, its edges and a fold for each group."""
    known = {node.iri: node for node in network.nodes}
    groups: dict[FoldGroup, list[str]] = defaultdict(list)
    for node in network.nodes:
        if node.iri in group_of:
            groups[group_of[node.iri]].append(node.iri)
    total = len(known) - len(group_of) + len(groups)
    placeholders, folds, removed = [], [], set()
    for group, members in sorted(groups.items(), key=lambda item: (len(item[1]), item[0])):
        placeholder = _placeholder(group, members, known)
        order = (group[0], [known[iri].label for iri in group[2]], group)
        placeholders.append(placeholder)
        fits = total + len(members) <= most
        if fits:
            total += len(members)
        else:
            removed.update(members)
        fold = Fold(
            placeholder.iri,
            tuple(members) if fits else (),
            len(members),
            placeholder.label,
            "" if fits else _command(group, known),
        )
        folds.append((order, fold))
    names = {iri: _name(group) for iri, group in group_of.items()}
    edges = [e for e in network.edges if e.source not in removed and e.target not in removed]
    return replace(
        network,
        nodes=(*(node for node in network.nodes if node.iri not in removed), *placeholders),
        edges=(*edges, *_placeholder_edges(network.edges, names, removed)),
        folds=(*network.folds, *(fold for _, fold in sorted(folds, key=lambda item: item[0]))),
        folded=(*network.folded, *_summaries(groups)),
    )


def _placeholder_edges(
    edges: Iterable[Edge], placeholder: Mapping[str, str], removed: Collection[str]
) -> list[Edge]:
    """The edges from or to placeholders, also between a placeholder and a node that is folded."""
    merged: dict[tuple[str, str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        a, b = edge.source, edge.target
        above_a, above_b = placeholder.get(a), placeholder.get(b)
        for source, target in ((above_a, b), (a, above_b), (above_a, above_b)):
            if (
                source
                and target
                and source != target
                and not (source in removed or target in removed)
            ):
                merged[source, target, edge.kind].append(edge)
    found = []
    for (source, target, kind), parts in sorted(merged.items()):
        sources: set[CitedSource] = {source for edge in parts for source in edge.sources}
        counts = sum((edge.counts for edge in parts), Counts())
        label = parts[0].label if len({edge.label for edge in parts}) == 1 else ""
        found.append(
            Edge(source, target, kind, label, counts, (), counts.total, tuple(sorted(sources)))
        )
    return found


def _name(group: FoldGroup) -> str:
    kind, common, iris = group
    return "fold:" + " ".join((kind, common, *iris))


def _placeholder(group: FoldGroup, members: list[str], known: Mapping[str, Node]) -> Node:
    kind, common, iris = group
    number = counted(len(members), kind)
    label = number
    if common in ("council", "theme"):
        themes = "".join(f", {known[iri].label}" for iri in iris[1:3])
        label = f"{number} linked to {known[iris[0]].label} only{themes}"
    elif common == "links":
        names = [known[iri].label for iri in iris[:3]]
        label = f"{number} with the same links: {', '.join(names)}{' …' if len(iris) > 3 else ''}"
    elif common == "kind":
        label = f"{number} with the fewest links"
    days = sorted(filter(None, (known[iri].when for iri in members)))
    return Node(_name(group), kind, label, number, when=days[0] if days else "")


def _command(group: FoldGroup, known: Mapping[str, Node]) -> str:
    """The command that shows the nodes of a group."""
    _, common, iris = group
    if common in ("council", "theme"):
        return f'kg view --focus "{known[iris[0]].label}"'
    return "kg export FILE.gexf"


def _summaries(groups: Mapping[FoldGroup, list[str]]) -> list[str]:
    """A sentence for each kind of node and way of folding."""
    tally: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (kind, common, _), members in groups.items():
        tally[kind, common].append(len(members))
    ways = {
        "theme": "linked to one council only, folded by council and theme",
        "council": "linked to one council only, folded by council",
        "links": "with the same links, folded together",
        "kind": "with the fewest links, folded into one",
    }
    order = [*PLURALS]
    return [
        f"{counted(sum(sizes), kind)} {ways[common]}"
        for (kind, common), sizes in sorted(
            tally.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    ]
