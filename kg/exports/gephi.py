"""Writes a network as GraphML and GEXF, for Gephi, Cytoscape, yEd and networkx.

Nodes have networkx's measures, and sizes and colours but no positions: these programs lay networks
out.  Each edge has its first quote and the number of its findings.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kg.network.colours import colour
from kg.network.model import Counts, Edge, Network, Node, Quote
from kg.printable import xml_safe

if TYPE_CHECKING:
    import networkx as nx  # type: ignore[import-untyped]

__all__ = ["FORMATS", "gexf", "graphml", "networkx_graph"]

_PLURALS = {
    "strength": "strengths",
    "weakness": "weaknesses",
    "mixed": "mixed",
    "recommendation": "recommendations",
}
_KINDS = tuple(_PLURALS)


def graphml(network: Network) -> bytes:
    """GraphML.  Sizes and colours are plain attributes, which Gephi understands."""
    from networkx.readwrite.graphml import GraphMLWriter  # type: ignore[import-untyped]

    graph = networkx_graph(network)
    for node, data in zip(network.nodes, graph.nodes.values(), strict=True):
        red, green, blue = _colour(node)
        data |= {"size": node.size, "r": red, "g": green, "b": blue}
    # Not write_graphml: it uses lxml where installed, which writes different bytes.
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph_element(graph)
    out = io.BytesIO()
    writer.dump(out)
    return out.getvalue() + b"\n"


def gexf(network: Network) -> bytes:
    """GEXF 1.2, with sizes and colours in its `viz` module."""
    from networkx.readwrite.gexf import GEXFWriter  # type: ignore[import-untyped]

    graph = networkx_graph(network)
    for node, data in zip(network.nodes, graph.nodes.values(), strict=True):
        red, green, blue = _colour(node)
        data["viz"] = {
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "size": node.size,
        }
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    # The meta element has today's date and the version of networkx.
    writer.xml.remove(writer.xml.find("meta"))
    writer.add_graph(graph)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue() + b"\n"


FORMATS: Mapping[str, Callable[[Network], bytes]] = {".graphml": graphml, ".gexf": gexf}


def networkx_graph(network: Network) -> nx.MultiDiGraph[str]:
    """The network for networkx; attributes are text and numbers, and empty ones are left out."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    tally: dict[str, Counter[str]] = {node.iri: Counter() for node in network.nodes}
    for edge in network.edges:
        for name in _KINDS:
            for end in (edge.source, edge.target):
                tally[end][name] += getattr(edge.counts, name)
    for node in network.nodes:
        graph.add_node(_text(node.iri), **_attributes(node, tally[node.iri]))
    for number, edge in enumerate(network.edges):
        graph.add_edge(_text(edge.source), _text(edge.target), key=number, **_link(edge))
    return graph


def _attributes(node: Node, counts: Counter[str]) -> dict[str, Any]:
    year = node.when[:4]
    return _without_empty(
        label=node.label,
        kind=node.kind,
        detail=node.detail,
        other_names="; ".join(node.also),
        grade=node.grade,
        date=node.when,
        year=int(year) if year.isdecimal() else None,
        community=node.community,
        betweenness=node.between / 1000,
        **{name: counts[name] for name in _KINDS if any(counts.values())},
    )


def _link(edge: Edge) -> dict[str, Any]:
    source = _source(edge.quote) if edge.quote else {}
    counts = {name: getattr(edge.counts, name) for name in _KINDS if edge.counts.total}
    return _without_empty(
        label=edge.label or _counted(edge.counts) or edge.kind,
        kind=edge.kind,
        weight=float(edge.counts.total or 1),
        **counts,
        **source,
    )


def _source(quote: Quote) -> dict[str, Any]:
    page = f"{quote.title}, page {quote.page}" if quote.page else quote.title
    return {"quote": quote.words, "source": page, "url": quote.url}


def _counted(counts: Counts) -> str:
    """`3 strengths, 1 weakness`."""
    found = ((getattr(counts, name), name) for name in _KINDS)
    return ", ".join(
        f"{number} {_PLURALS[name] if number > 1 else name}" for number, name in found if number
    )


def _without_empty(**values: Any) -> dict[str, Any]:
    """The attributes that have a value, with characters that XML forbids replaced."""
    return {
        name: _text(value) if isinstance(value, str) else value
        for name, value in values.items()
        if value not in ("", None)
    }


def _text(text: str) -> str:
    return xml_safe(text)


def _colour(node: Node) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour(node).removeprefix("#"))
    return red, green, blue
