"""Writes a network as GraphML and GEXF, for Gephi, Cytoscape, yEd and networkx.

Nodes and edges are those of the page, with its colours and positions; none is folded.  Each edge
has its first quote and the number of its findings.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.printable import xml_safe
from kg.views.model import CitedFact, Counts, Edge, Network, Node

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
#: Colours of the light page, by kind of node and by grade.
_COLOUR = re.compile(
    r'--([a-z]+): #([0-9a-f]{6});|\[data-grade="([a-z-]+)"\] \{ background: #([0-9a-f]{6})'
)


def graphml(network: Network) -> bytes:
    """GraphML.  Positions and colours are plain attributes, which Gephi understands."""
    from networkx.readwrite.graphml import GraphMLWriter  # type: ignore[import-untyped]

    graph = networkx_graph(network)
    for node, data in zip(network.nodes, graph.nodes.values(), strict=True):
        red, green, blue = _colour(node)
        data |= {"x": node.x, "y": -node.y, "size": node.size, "r": red, "g": green, "b": blue}
    # Not write_graphml: it uses lxml where installed, which writes different bytes.
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph_element(graph)
    out = io.BytesIO()
    writer.dump(out)
    return out.getvalue() + b"\n"


def gexf(network: Network) -> bytes:
    """GEXF 1.2, with positions, sizes and colours in its `viz` module."""
    from networkx.readwrite.gexf import GEXFWriter  # type: ignore[import-untyped]

    graph = networkx_graph(network)
    for node, data in zip(network.nodes, graph.nodes.values(), strict=True):
        red, green, blue = _colour(node)
        data["viz"] = {
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "position": {"x": node.x, "y": -node.y, "z": 0},
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
        **{name: counts[name] for name in _KINDS if any(counts.values())},
    )


def _link(edge: Edge) -> dict[str, Any]:
    source = _source(edge.facts[0]) if edge.facts else {}
    counts = {name: getattr(edge.counts, name) for name in _KINDS if edge.counts.total}
    return _without_empty(
        label=edge.label or _counted(edge.counts) or edge.kind,
        kind=edge.kind,
        weight=float(edge.counts.total or 1),
        **counts,
        **source,
    )


def _source(fact: CitedFact) -> dict[str, Any]:
    title = fact.source.title
    page = f"{title}, page {fact.page}" if fact.page else title
    return {"quote": fact.quote, "source": page, "url": fact.source.address(fact.page)}


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
    known = _colours()
    code = known.get(node.grade) or known.get(node.kind) or known["other"]
    red, green, blue = bytes.fromhex(code)
    return red, green, blue


@cache
def _colours() -> dict[str, str]:
    """The colours of the light page by name, from its style sheet."""
    style = (files("kg.views") / "assets" / "style.css").read_bytes().decode("utf-8")
    colours: dict[str, str] = {}
    for kind, of_kind, grade, of_grade in _COLOUR.findall(style):
        colours.setdefault(kind or grade, of_kind or of_grade)
    return colours
