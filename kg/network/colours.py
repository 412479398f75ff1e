"""The colour of each node: that of its grade, which the page has too, else that of its kind."""

from __future__ import annotations

from kg.network.model import Node
from kg.reference_data import grade_colours

__all__ = ["KINDS", "colour"]

KINDS = {
    "council": "#243349",
    "inspection": "#b9c0ca",
    "inspector": "#7a5aa6",
    "leader": "#b24a86",
    "programme": "#8f6a24",
    "organisation": "#5f6b7a",
    "theme": "#56657a",
    "other": "#4b5a70",
}


def colour(node: Node) -> str:
    """The colour of a node, as `#rrggbb`."""
    return grade_colours().get(node.grade) or KINDS[node.kind]
