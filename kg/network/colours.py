"""The colour of each node: that of its grade, which the page has too, else that of its kind."""

from __future__ import annotations

from kg.network.model import Node

__all__ = ["GRADES", "colour"]

#: Chosen for any colour vision, after Okabe and Ito.
GRADES = {
    "outstanding": "#0b62a8",
    "good": "#00805c",
    "requires-improvement": "#e8a317",
    "adequate": "#f0d76a",
    "inadequate": "#c43d16",
}
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
    return GRADES.get(node.grade) or KINDS[node.kind]
