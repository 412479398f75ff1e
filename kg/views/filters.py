"""What of a network is drawn: the kinds, the period and the support that a user asks for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from kg.errors import UsageError
from kg.period import Period
from kg.views.claims_to_edges import FINDING_KINDS
from kg.views.folding import counted
from kg.views.model import Counts, Edge, Fact, Network, Source

__all__ = ["EVERYTHING", "KINDS", "Wanted", "choose", "only"]

#: What --kind takes: kinds of things, and kinds of findings.
KINDS = {
    "council": ("council",),
    "inspection": ("inspection",),
    "person": ("inspector", "leader"),
    "inspector": ("inspector",),
    "leader": ("leader",),
    "programme": ("programme",),
    "organisation": ("organisation",),
    "theme": ("theme",),
}
#: These need support to be drawn.
NAMED = ("inspector", "leader", "programme", "organisation")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a graph is to be drawn.

    `focus` has labels, other names, GSS codes or IRIs, and `depth` is how many links to follow
    from them; with none, the graph worth seeing, or with `whole` all of it.  `kinds` are names of
    `KINDS` and of kinds of findings; `since` and `until` are dates as coarse as wanted.  People,
    programmes and organisations need `support` documents that name them, and a link to a theme
    as many findings.  Raises UsageError for an unknown kind.
    """

    focus: tuple[str, ...] = ()
    depth: int = 2
    kinds: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    support: int = 1
    whole: bool = False

    def __post_init__(self) -> None:
        """Check the kinds."""
        known = (*KINDS, *FINDING_KINDS)
        for kind in self.kinds:
            if kind not in known:
                raise UsageError(f"{kind!r} is no kind; one of: {', '.join(known)}")

    @property
    def period(self) -> Period:
        """Raises UsageError for what is no date."""
        return Period.read(self.since, self.until)

    @property
    def things(self) -> frozenset[str]:
        """The kinds of things that are drawn; none for all."""
        return frozenset(kind for name in self.kinds for kind in KINDS.get(name, ()))

    @property
    def findings(self) -> tuple[str, ...]:
        """The kinds of findings that are counted."""
        return tuple(kind for kind in FINDING_KINDS if kind in self.kinds) or FINDING_KINDS


EVERYTHING = Wanted()


def choose(network: Network, wanted: Wanted) -> Network:
    """The part of a network that is wanted."""
    part = _supported(_of_kinds(network, wanted.things), wanted.support)
    if any(edge.kind == "theme" for edge in part.edges):
        return part
    # What has become of the findings says something of links to themes.
    return replace(part, folded=part.folded[len(network.folded) :])


def only(network: Network, iris: Collection[str]) -> Network:
    """The network of these nodes and the edges between them."""
    return replace(
        network,
        nodes=tuple(node for node in network.nodes if node.iri in iris),
        edges=tuple(e for e in network.edges if e.source in iris and e.target in iris),
    )


def _of_kinds(network: Network, kinds: Collection[str]) -> Network:
    """Things of these kinds, and what is in focus.

    The links of inspections that are not drawn pass to their councils.
    """
    if not kinds:
        return network
    kept = {n.iri for n in network.nodes if n.kind in kinds or n.iri in network.focus}
    if "inspection" not in kinds and "council" in kinds:
        network = _passed_on(network, kept)
    return only(network, kept)


def _passed_on(network: Network, kept: Collection[str]) -> Network:
    of = {
        edge.target: edge.source
        for edge in network.edges
        if edge.kind == "inspection" and edge.target not in kept
    }
    merged: dict[tuple[str, str, str], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        ends = of.get(edge.source, edge.source), of.get(edge.target, edge.target)
        if ends[0] != ends[1]:
            merged[(*ends, edge.kind)].append(edge)
    return replace(network, edges=tuple(_one(ends, some) for ends, some in sorted(merged.items())))


def _one(ends: tuple[str, str, str], some: list[Edge]) -> Edge:
    """Several edges as one."""
    if len(some) == 1 and (some[0].source, some[0].target) == ends[:2]:
        return some[0]
    facts: dict[Fact, None] = {}
    labels: dict[str, None] = {}
    sources: set[Source] = set()
    for edge in some:
        facts.update(dict.fromkeys(edge.facts))
        labels.update(dict.fromkeys(filter(None, [edge.label])))
        sources.update(edge.sources)
    return Edge(
        *ends,
        "; ".join(labels),
        sum((edge.counts for edge in some), Counts()),
        tuple(facts),
        sum(edge.more for edge in some),
        tuple(sorted(sources)),
    )


def _supported(network: Network, least: int) -> Network:
    """What `least` documents name, and links to themes that stand for as many findings."""
    if least <= 1:
        return network
    edges = tuple(e for e in network.edges if e.kind != "theme" or e.counts.total >= least)
    sources: dict[str, set[Source]] = defaultdict(set)
    for edge in network.edges:
        for iri in (edge.source, edge.target):
            sources[iri].update(edge.sources)
    linked = {iri for edge in edges for iri in (edge.source, edge.target)}
    gone = {
        node.iri: node.kind
        for node in network.nodes
        if node.iri not in network.focus
        and (
            (node.kind == "theme" and node.iri not in linked)
            or (node.kind in NAMED and len(sources[node.iri]) < least)
        )
    }
    tally = Counter(gone.values())
    said = [
        f"{counted(tally[kind], kind)} that fewer than {least} documents name"
        for kind in NAMED
        if tally[kind]
    ]
    kept = {node.iri for node in network.nodes} - gone.keys()
    part = only(replace(network, edges=edges), kept)
    return replace(part, folded=(*part.folded, *said))
