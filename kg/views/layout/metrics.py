"""Measures the importance of each node: links, betweenness, community.

The measures are those of networkx.  Nodes are numbered instead of named, so that results do not
depend on hashes or on the order of sets.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

from kg.views.model import Network, Node

__all__ = ["measured"]

#: Nodes from which betweenness is estimated, where there are more.
SAMPLE = 60
SEED = 1
#: Kinds of nodes by priority of their labels.
LABELLED = ("council", "theme", "inspection", "programme", "leader", "inspector", "organisation")


def measured(network: Network, folded: frozenset[str] = frozenset()) -> Network:
    """The network with a size, a rank, a community and a betweenness for each node.

    Folded nodes are not counted, and their labels come last.
    """
    import networkx as nx  # type: ignore[import-untyped]

    number = {node.iri: i for i, node in enumerate(network.nodes) if node.iri not in folded}
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
            node.iri in folded,
            LABELLED.index(node.kind) if node.kind in LABELLED[:3] else 3,
            -(findings[node.iri] or links.get(node.iri, 0)),
            -between.get(node.iri, 0.0),
            node.label,
            node.iri,
        )

    ranks = {node.iri: rank for rank, node in enumerate(sorted(nodes, key=first))}
    return replace(network, nodes=tuple(replace(node, rank=ranks[node.iri]) for node in nodes))


def _size(node: Node, links: int, between: float, findings: float) -> int:
    """The radius of a node: by kind, and larger with more links, findings or betweenness."""
    if node.kind == "council":
        return round(15 + 5 * math.sqrt(between))
    if node.kind == "inspection":
        return 15
    if node.kind == "theme":
        return round(9 + 11 * math.sqrt(findings))
    return round(5 + min(6, math.sqrt(links)) + 3 * math.sqrt(between))


def _communities(graph: object) -> dict[int, int]:
    """The number of each node's community, by the Louvain method; the largest is 0."""
    import networkx as nx

    found = [sorted(group) for group in nx.community.louvain_communities(graph, seed=SEED)]
    found.sort(key=lambda group: (-len(group), group))
    return {node: place for place, group in enumerate(found) for node in group}
