"""How much each node of a network matters: links, betweenness, the group it belongs to.

The measures are those of networkx, on whole numbers in place of names, so that neither the order
of a set nor that of a hash changes a result.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

from kg.views.model import Network, Node

__all__ = ["measured"]

#: Betweenness is estimated from this many nodes, where there are more.
SAMPLE = 60
SEED = 1
#: The first of these get their labels first.
LABELLED = ("council", "theme", "inspection", "programme", "leader", "inspector", "organisation")


def measured(network: Network, apart: frozenset[str] = frozenset()) -> Network:
    """The network with a size, a rank, a community and a betweenness for each node.

    Nodes that lie `apart`, in folds, count for nothing, and their labels come last.
    """
    import networkx as nx  # type: ignore[import-untyped]

    number = {node.iri: i for i, node in enumerate(network.nodes) if node.iri not in apart}
    themes = {node.iri for node in network.nodes if node.kind == "theme"}
    graph = nx.Graph()
    graph.add_nodes_from(number.values())
    whole = graph.copy()
    findings: Counter[str] = Counter()
    for edge in network.edges:
        if edge.source not in number or edge.target not in number:
            continue
        ends = number[edge.source], number[edge.target]
        whole.add_edge(*ends, weight=edge.counts.total or 1)
        if edge.target in themes:
            findings[edge.target] += edge.counts.total
        else:
            graph.add_edge(*ends)
    sample = min(len(graph), SAMPLE)
    found = nx.betweenness_centrality(graph, k=sample, seed=SEED) if sample else {}
    most = max(found.values(), default=0) or 1
    between = {iri: found[i] / most for iri, i in number.items()}
    groups = _communities(whole)
    most_findings = max(findings.values(), default=0) or 1
    links = {iri: whole.degree(i) for iri, i in number.items()}
    nodes = [
        replace(
            node,
            size=_size(
                node,
                graph.degree(number[node.iri]) if node.iri in number else 1,
                between.get(node.iri, 0.0),
                findings[node.iri] / most_findings,
            ),
            community=groups.get(number.get(node.iri, -1), 0),
            between=round(1000 * between.get(node.iri, 0.0)),
        )
        for node in network.nodes
    ]

    def first(node: Node) -> tuple[bool, bool, int, int, float, str, str]:
        return (
            node.iri not in network.focus,
            node.iri in apart,
            LABELLED.index(node.kind) if node.kind in LABELLED[:3] else 3,
            -(findings[node.iri] or links.get(node.iri, 0)),
            -between.get(node.iri, 0.0),
            node.label,
            node.iri,
        )

    ranks = {node.iri: rank for rank, node in enumerate(sorted(nodes, key=first))}
    return replace(network, nodes=tuple(replace(node, rank=ranks[node.iri]) for node in nodes))


def _size(node: Node, links: int, between: float, findings: float) -> int:
    """A radius: by kind, and larger for what has many links or stands between many others."""
    if node.kind == "council":
        return round(15 + 5 * math.sqrt(between))
    if node.kind == "inspection":
        return 15
    if node.kind == "theme":
        return round(9 + 11 * math.sqrt(findings))
    return round(5 + min(6, math.sqrt(links)) + 3 * math.sqrt(between))


def _communities(graph: object) -> dict[int, int]:
    """Node -> the number of its community, by Louvain's method; the largest is 0."""
    import networkx as nx

    found = [sorted(group) for group in nx.community.louvain_communities(graph, seed=SEED)]
    found.sort(key=lambda group: (-len(group), group))
    return {node: place for place, group in enumerate(found) for node in group}
