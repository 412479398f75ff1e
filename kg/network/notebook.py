"""A network as a `pyvis.Network`, for notebooks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.network.colours import colour
from kg.network.model import Edge, Network

if TYPE_CHECKING:
    import pyvis.network  # type: ignore[import-untyped]

__all__ = ["pyvis_network"]

SHAPES = {
    "council": "square",
    "leader": "diamond",
    "programme": "hexagon",
    "organisation": "triangle",
    "theme": "star",
}
#: Nodes up to which pyvis lays the network out by forces.
FORCES_UP_TO = 400
#: What pyvis's page would load, even with its scripts inside.
REMOTE = re.compile(r"<link[^>]+https?://[^>]+>|<script[^>]+https?://[^>]+></script>")


def pyvis_network(network: Network) -> pyvis.network.Network:
    """The network for pyvis.  Its page loads nothing: the scripts are inside it.

    Names are not markup: pyvis writes them as JSON with `<` escaped, and its scripts show them as
    text.
    """
    from pyvis.network import Network as Drawing

    class Offline(Drawing):  # type: ignore[misc]
        def generate_html(self, *args: Any, **options: Any) -> str:
            """The page, without the style sheets that pyvis would load."""
            return REMOTE.sub("", super().generate_html(*args, **options))

    drawing = Offline(
        height="640px", width="100%", directed=True, notebook=True, cdn_resources="in_line"
    )
    drawing.toggle_physics(len(network.nodes) <= FORCES_UP_TO)
    for node in network.nodes:
        drawing.add_node(
            node.iri,
            label=node.label,
            title="\n".join(filter(None, (node.label, node.detail, node.grade))),
            color=colour(node),
            shape=SHAPES.get(node.kind, "dot"),
            size=node.size,
        )
    for edge in network.edges:
        drawing.add_edge(edge.source, edge.target, title=_words(edge), value=edge.counts.total or 1)
    return drawing


def _words(edge: Edge) -> str:
    """What an edge says, with the first words that it rests on."""
    label = edge.label or f"{edge.counts.total} findings"
    if edge.quote is None:
        return label
    page = f", page {edge.quote.page}" if edge.quote.page else ""
    return f"{label}\n“{edge.quote.words}”\n{edge.quote.title}{page}"
