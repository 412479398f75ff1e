"""Measures the importance of each node: links, betweenness, community.

The measures are those of networkx.  Nodes are numbered instead of named, so that results do not
depend on hashes or on the order of sets.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

from kg.network.model import Network, Node

__all__ = ["measured"]

#: Nodes from which betweenness is estimated, where there are more.
SAMPLE = 60
SEED = 1


def measured(network: Network) -> Network:
    """The network with a size, a community and a betweenness for each node.

    Themes link nearly everything, so betweenness leaves them out.
    """
    import networkx as nx  # type: ignore[import-untyped]

    number = {node.iri: i for i, node in enumerate(network.nodes)}
    themes = {node.iri for node in network.nodes if node.kind == "theme"}
    graph = nx.Graph()
    graph.add_nodes_from(number.values())
    whole = graph.copy()
    findings: Counter[str] = Counter()
    for edge in network.edges:
        ends = number[edge.source], number[edge.target]
        whole.add_edge(*ends, weight=edge.counts.total or 1)
        if edge.target in themes:
            findings[edge.target] += edge.counts.total
        else:
            graph.add_edge(*ends)
    sample = min(len(graph), SAMPLE)
    between = nx.betweenness_centrality(graph, k=sample, seed=SEED) if sample else {}
    most = max(between.values(), default=0) or 1
    most_findings = max(findings.values(), default=0) or 1
    groups = _communities(whole)
    return replace(
        network,
        nodes=tuple(
            replace(
                node,
                size=_size(
                    node, graph.degree(i), between[i] / most, findings[node.iri] / most_findings
                ),
                community=groups[i],
                between=round(1000 * between[i] / most),
            )
            for i, node in enumerate(network.nodes)
        ),
    )


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
