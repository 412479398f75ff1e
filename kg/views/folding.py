"""A network that is too large for a page is folded: one node stands for many of its kind.

First the things of one kind that belong to one council alone become one, by theme where they have
one, then those of one kind with the same neighbours, then those of one kind with the fewest links.
Organisations are folded first and councils last, and no more than is needed.  What is folded stays
in the page, within bounds, and is opened there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from kg.views.model import Counts, Edge, Fold, Network, Node, Source

__all__ = ["LIMIT", "MOST", "PLURALS", "counted", "fold", "homes"]

#: A page that shows more nodes than this is neither readable nor quick.
LIMIT = 3_000
#: A page holds no more than this, folded ones among them.
MOST = 6_000

#: What is folded first, and what each kind is called in the sentence that says so.
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

#: What folded nodes have in common: a word for it, and the IRIs.
Bond = tuple[str, str, tuple[str, ...]]


def counted(number: int, kind: str) -> str:
    """`1 council`, `1,200 programmes`."""
    one = "other thing" if kind == "other" else kind
    return f"{number:,} {one if number == 1 else PLURALS[kind]}"


def homes(network: Network) -> dict[str, tuple[str, ...]]:
    """The councils that each node is tied to: directly, or through an inspection."""
    kinds = {node.iri: node.kind for node in network.nodes}
    near = _near(network)
    of = {iri: {end for end in near[iri] if kinds[end] == "council"} for iri in kinds}
    found = {}
    for iri, kind in kinds.items():
        through = [] if kind == "inspection" else [i for i in near[iri] if kinds[i] == "inspection"]
        found[iri] = tuple(sorted(of[iri].union(*(of[end] for end in through))))
    return found


def fold(
    network: Network,
    limit: int = LIMIT,
    keep: Collection[str] = (),
    first: Collection[str] = (),
    most: int = MOST,
) -> Network:
    """The network with at most `limit` nodes in sight, and at most about `most` in all.

    What is in `keep` stays in sight.  Of the kinds in `first`, what belongs to one council alone
    is folded even when it would fit.
    """
    bonds: dict[str, Bond] = {}
    for what, kind, found in _stages(network, keep):
        shown = len(network.nodes) - len(bonds) + len(set(bonds.values()))
        if shown > limit or (what == "council" and kind in first):
            sizes = Counter(found.values())
            bonds |= {iri: bond for iri, bond in found.items() if sizes[bond] > 1}
    if len(network.nodes) - len(bonds) + len(set(bonds.values())) > limit:
        bonds = _cut(network, bonds, limit, keep)
    return _stood_for(network, bonds, most) if bonds else network


def _stages(network: Network, keep: Collection[str]) -> Iterator[tuple[str, str, dict[str, Bond]]]:
    """What could be folded, kind by kind: ever more of it into one."""
    of, near = homes(network), _near(network)
    themes = {node.iri for node in network.nodes if node.kind == "theme"}
    nodes = {
        kind: [n.iri for n in network.nodes if n.kind == kind and n.iri not in keep]
        for kind in PLURALS
    }
    inner = {kind: iris for kind, iris in nodes.items() if kind not in ("theme", "council")}
    for kind, iris in inner.items():
        on = {iri: tuple(sorted(near[iri] & themes)) for iri in iris if len(of[iri]) == 1}
        yield "theme", kind, {i: (kind, "theme", of[i] + on[i]) for i in on if on[i]}
    for kind, iris in inner.items():
        yield "council", kind, {i: (kind, "council", of[i]) for i in iris if len(of[i]) == 1}
    for kind, iris in nodes.items():
        yield "links", kind, {i: (kind, "links", tuple(sorted(near[i]))) for i in iris if near[i]}


def _near(network: Network) -> dict[str, set[str]]:
    """The neighbours of each node."""
    near: dict[str, set[str]] = {node.iri: set() for node in network.nodes}
    for edge in network.edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    return near


def _cut(
    network: Network, bonds: Mapping[str, Bond], limit: int, keep: Collection[str]
) -> dict[str, Bond]:
    """The least connected of the least telling kinds, each kind as one."""
    links = Counter(iri for edge in network.edges for iri in (edge.source, edge.target))
    order = list(PLURALS)
    nodes = [node for node in network.nodes if node.iri not in keep]
    nodes.sort(key=lambda n: (links[n.iri] > 1, order.index(n.kind), links[n.iri], n.iri))
    made = dict(bonds)
    groups = Counter(made.values())
    shown = len(network.nodes) - groups.total() + len(groups)
    for node in nodes:
        if shown <= limit:
            break
        old, new = made.get(node.iri), (node.kind, "kind", ())
        if old == new:
            continue
        # One less in sight, unless others of its group stay or it begins one.
        shown += (not groups[new]) - (old is None or groups[old] == 1)
        if old is not None:
            groups[old] -= 1
        groups[new] += 1
        made[node.iri] = new
    return {iri: bond for iri, bond in made.items() if groups[bond] > 1}


def _stood_for(network: Network, bonds: Mapping[str, Bond], most: int) -> Network:
    """The network with a stand-in, its links and a fold for each bond."""
    known = {node.iri: node for node in network.nodes}
    groups: dict[Bond, list[str]] = defaultdict(list)
    for node in network.nodes:
        if node.iri in bonds:
            groups[bonds[node.iri]].append(node.iri)
    held = len(known) - len(bonds) + len(groups)
    stand_ins, folds, gone = [], [], set()
    for bond, members in sorted(groups.items(), key=lambda item: (len(item[1]), item[0])):
        node, says = _stand_in(bond, members, known)
        order = (bond[0], [known[iri].label for iri in bond[2]], bond)
        stand_ins.append(node)
        held += len(members)
        if held <= most:
            folds.append((order, Fold(node.iri, tuple(members), len(members), says)))
        else:
            held -= len(members)
            gone.update(members)
            folds.append((order, Fold(node.iri, (), len(members), says, _how(bond, known))))
    of = {iri: _name(bond) for iri, bond in bonds.items()}
    edges = [e for e in network.edges if e.source not in gone and e.target not in gone]
    return replace(
        network,
        nodes=(*(node for node in network.nodes if node.iri not in gone), *stand_ins),
        edges=(*edges, *_links(network.edges, of, gone)),
        folds=(*network.folds, *(fold for _, fold in sorted(folds, key=lambda one: one[0]))),
        folded=(*network.folded, *_said(groups)),
    )


def _links(edges: Iterable[Edge], of: Mapping[str, str], gone: Collection[str]) -> list[Edge]:
    """The edges of the stand-ins, to whatever may be in sight beside them."""
    merged: dict[tuple[str, str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        a, b = edge.source, edge.target
        for source, target in ((of.get(a), b), (a, of.get(b)), (of.get(a), of.get(b))):
            if source and target and source != target and not (source in gone or target in gone):
                merged[source, target, edge.kind].append(edge)
    made = []
    for (source, target, kind), some in sorted(merged.items()):
        sources: set[Source] = {one for edge in some for one in edge.sources}
        counts = sum((edge.counts for edge in some), Counts())
        label = some[0].label if len({edge.label for edge in some}) == 1 else ""
        made.append(
            Edge(source, target, kind, label, counts, (), counts.total, tuple(sorted(sources)))
        )
    return made


def _name(bond: Bond) -> str:
    kind, what, iris = bond
    return "fold:" + " ".join((kind, what, *iris))


def _stand_in(bond: Bond, members: list[str], known: Mapping[str, Node]) -> tuple[Node, str]:
    kind, what, iris = bond
    number = counted(len(members), kind)
    says = number
    if what in ("council", "theme"):
        on = "".join(f", {known[iri].label}" for iri in iris[1:3])
        says = f"{number} of {known[iris[0]].label} alone{on}"
    elif what == "links":
        names = [known[iri].label for iri in iris[:3]]
        says = f"{number} with the same links: {', '.join(names)}{' …' if len(iris) > 3 else ''}"
    elif what == "kind":
        says = f"{number} with the fewest links"
    days = sorted(filter(None, (known[iri].when for iri in members)))
    return Node(_name(bond), kind, says, number, when=days[0] if days else ""), says


def _how(bond: Bond, known: Mapping[str, Node]) -> str:
    _, what, iris = bond
    if what in ("council", "theme"):
        return f'kg view --focus "{known[iris[0]].label}"'
    return "kg export FILE.gexf"


def _said(groups: Mapping[Bond, list[str]]) -> list[str]:
    """A sentence for each kind and way of folding."""
    tally: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (kind, what, _), members in groups.items():
        tally[kind, what].append(len(members))
    ways = {
        "theme": "of one council alone, folded by council and theme",
        "council": "of one council alone, folded into one for each council",
        "links": "with the same links, folded together",
        "kind": "with the fewest links, folded into one",
    }
    order = [*PLURALS]
    return [
        f"{counted(sum(sizes), kind)} {ways[what]}"
        for (kind, what), sizes in sorted(
            tally.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    ]
