"""Filters a network by the kinds, the period and the support that a user asks for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from kg.errors import UsageError
from kg.period import Period
from kg.suggestions import unknown
from kg.views.claims_to_edges import FINDING_KINDS
from kg.views.folding import counted
from kg.views.model import CitedFact, CitedSource, Counts, Edge, Network

__all__ = ["EVERYTHING", "KINDS", "ViewRequest", "narrow", "subnetwork"]

#: Values of --kind, besides the kinds of findings, with the kinds of nodes.
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
#: Kinds of nodes that --min-support applies to.
SUPPORTED = ("inspector", "leader", "programme", "organisation")


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """The part of a graph to draw.

    `focus` has labels, other names, GSS codes or IRIs, and `depth` is the number of links to follow
    from them.  Without a focus, the overview is drawn, or with `whole` the whole graph.  `kinds`
    are names of `KINDS` and of kinds of findings; `since` and `until` are years, months or days.
    People, programmes and organisations need `support` documents that name them, and a link to a
    theme needs `support` findings.  Raises UsageError for an unknown kind.
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
                raise UsageError(unknown("kind", kind, known, listed=True))

    @property
    def period(self) -> Period:
        """The period; raises UsageError for an invalid date."""
        return Period.read(self.since, self.until)

    @property
    def things(self) -> frozenset[str]:
        """The kinds of nodes to draw; empty for all."""
        return frozenset(kind for name in self.kinds for kind in KINDS.get(name, ()))

    @property
    def findings(self) -> tuple[str, ...]:
        """The kinds of findings to count."""
        return tuple(kind for kind in FINDING_KINDS if kind in self.kinds) or FINDING_KINDS


EVERYTHING = ViewRequest()


def narrow(network: Network, request: ViewRequest) -> Network:
    """The part of a network that is requested."""
    part = _supported(_of_kinds(network, request.things), request.support)
    if any(edge.kind == "theme" for edge in part.edges):
        return part
    # The notes on findings are about links to themes.
    return replace(part, folded=part.folded[len(network.folded) :])


def subnetwork(network: Network, iris: Collection[str]) -> Network:
    """The network of these nodes and the edges between them."""
    return replace(
        network,
        nodes=tuple(node for node in network.nodes if node.iri in iris),
        edges=tuple(e for e in network.edges if e.source in iris and e.target in iris),
    )


def _of_kinds(network: Network, kinds: Collection[str]) -> Network:
    """Nodes of these kinds, and those in focus.

    Edges of inspections that are not drawn move to their councils.
    """
    if not kinds:
        return network
    iris = {n.iri for n in network.nodes if n.kind in kinds or n.iri in network.focus}
    if "inspection" not in kinds and "council" in kinds:
        network = _moved_to_councils(network, iris)
    return subnetwork(network, iris)


def _moved_to_councils(network: Network, drawn: Collection[str]) -> Network:
    council_of = {
        edge.target: edge.source
        for edge in network.edges
        if edge.kind == "inspection" and edge.target not in drawn
    }
    merged: dict[tuple[str, str, str], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        source = council_of.get(edge.source, edge.source)
        target = council_of.get(edge.target, edge.target)
        if source != target:
            merged[source, target, edge.kind].append(edge)
    edges = (_merged(ends, parts) for ends, parts in sorted(merged.items()))
    return replace(network, edges=tuple(edges))


def _merged(ends: tuple[str, str, str], parts: list[Edge]) -> Edge:
    """Several edges as one."""
    if len(parts) == 1 and (parts[0].source, parts[0].target) == ends[:2]:
        return parts[0]
    facts: dict[CitedFact, None] = {}
    labels: dict[str, None] = {}
    sources: set[CitedSource] = set()
    for edge in parts:
        facts.update(dict.fromkeys(edge.facts))
        labels.update(dict.fromkeys(filter(None, [edge.label])))
        sources.update(edge.sources)
    return Edge(
        *ends,
        "; ".join(labels),
        sum((edge.counts for edge in parts), Counts()),
        tuple(facts),
        sum(edge.more for edge in parts),
        tuple(sorted(sources)),
    )


def _supported(network: Network, least: int) -> Network:
    """The nodes that `least` documents name, and links to themes with `least` findings."""
    if least <= 1:
        return network
    edges = tuple(e for e in network.edges if e.kind != "theme" or e.counts.total >= least)
    sources: dict[str, set[CitedSource]] = defaultdict(set)
    for edge in network.edges:
        for iri in (edge.source, edge.target):
            sources[iri].update(edge.sources)
    linked = {iri for edge in edges for iri in (edge.source, edge.target)}
    removed = {
        node.iri: node.kind
        for node in network.nodes
        if node.iri not in network.focus
        and (
            (node.kind == "theme" and node.iri not in linked)
            or (node.kind in SUPPORTED and len(sources[node.iri]) < least)
        )
    }
    tally = Counter(removed.values())
    notes = [
        f"{counted(tally[kind], kind)} that fewer than {least} documents name"
        for kind in SUPPORTED
        if tally[kind]
    ]
    remaining = {node.iri for node in network.nodes} - removed.keys()
    part = subnetwork(replace(network, edges=edges), remaining)
    return replace(part, folded=(*part.folded, *notes))
