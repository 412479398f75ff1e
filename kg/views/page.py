"""A network as one HTML file that needs nothing else: no server, no connection, no other file.

pyvis describes the nodes, the edges and the options; its own page is not used, because it loads
remote files and can run script from a label.  Ours is a Jinja2 template with autoescape around
vis-network, our scripts and style, and the data as JSON.  A content security policy names the
hash of each script and style that may run and forbids all connections, so that even an escape
that failed would do nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from kg.views.picture import Edge, Fact, Network, Node

__all__ = ["render"]

#: The page's scripts, in the order in which they are joined into one.
SCRIPTS = (
    "data.js",
    "state.js",
    "palette.js",
    "labels.js",
    "picture.js",
    "details.js",
    "search.js",
    "legend.js",
    "table.js",
    "main.js",
)


#: What HTML, or a JavaScript of before 2019, would read as more than text inside a string.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def render(network: Network, title: str) -> bytes:
    """The page as UTF-8.  The same network and title give the same bytes."""
    from jinja2 import Environment
    from markupsafe import Markup

    scripts = [_asset("js/prelude.js"), _asset("vendor/vis-network.min.js"), _program()]
    style = _asset("style.css")
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(map(_hash, scripts)),
            f"style-src {_hash(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    template = Environment(autoescape=True, trim_blocks=True).from_string(_asset("template.html"))
    return template.render(
        title=title,
        policy=policy,
        # Markup: our own and vendored files, and JSON that _json has escaped.
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        data=Markup(_json(_data(network, title))),
    ).encode()


def _json(value: object) -> str:
    """JSON in which no `<`, `>`, `&` or line separator is left to be misread."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(ESCAPES)


@cache
def _asset(name: str) -> str:
    return (files("kg.views") / "assets" / name).read_bytes().decode("utf-8")


@cache
def _program() -> str:
    """Our scripts as one, in a scope of its own."""
    modules = "\n".join(_asset(f"js/{name}") for name in SCRIPTS)
    return f'"use strict";\n(() => {{\n{modules}}})();\n'


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _data(network: Network, title: str) -> dict[str, Any]:
    """What the page's scripts read: see assets/js/data.js for the meaning of each list."""
    nodes, edges, options = _drawn(network)
    facts = _Facts()
    number = {node.iri: i for i, node in enumerate(network.nodes)}
    return {
        "title": title,
        "focus": None if network.focus is None else number.get(network.focus),
        "folded": network.folded,
        "grades": network.grades,
        "network": {"nodes": nodes, "edges": edges, "options": options},
        "nodes": [_node_row(node, facts) for node in network.nodes],
        "edges": [_edge_row(edge, number, facts) for edge in network.edges],
        "facts": facts.rows,
        "documents": list(facts.documents),
    }


def _drawn(network: Network) -> tuple[list[Any], list[Any], Any]:
    """Nodes, edges and options as pyvis hands them to vis-network; ids are positions in lists."""
    from pyvis.network import Network as Drawing  # type: ignore[import-untyped]

    drawing = Drawing(directed=True)
    number = {node.iri: i for i, node in enumerate(network.nodes)}
    for i, node in enumerate(network.nodes):
        drawing.add_node(
            i, label=node.label, shape="custom", group=node.kind, x=node.x, y=node.y,
            size=node.size,
        )  # fmt: skip
    for i, edge in enumerate(network.edges):
        drawing.add_edge(
            number[edge.source], number[edge.target], id=i, arrows="", **_look(edge, network)
        )
    drawing.options = {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {"selectable": False, "dragNodes": False, "hover": False},
        "nodes": {"chosen": False},
        "edges": {"chosen": False, "selectionWidth": 0, "hoverWidth": 0},
    }
    nodes, edges, _heading, _height, _width, options = drawing.get_network_data()
    return nodes, edges, json.loads(options)


def _look(edge: Edge, network: Network) -> dict[str, Any]:
    """Shape of an edge; its colour and width are the page's business, which knows the theme."""
    if edge.kind == "theme":
        curve = {"type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45}
        return {"smooth": {"enabled": True, **curve}}
    if edge.kind == "follows":
        return {"smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.25}}
    if edge.kind == "link" and len(network.edges) < 400:
        return {"smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.08}}
    return {"smooth": False}


class _Facts:
    """Facts and documents written once each, and referred to by their place in a list."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.documents: dict[tuple[str, str], int] = {}
        self._seen: dict[Fact, int] = {}

    def places(self, facts: tuple[Fact, ...]) -> list[int]:
        return [self._place(fact) for fact in facts]

    def _place(self, fact: Fact) -> int:
        place = self._seen.get(fact)
        if place is None:
            source = self.documents.setdefault((fact.title, fact.path), len(self.documents))
            place = self._seen[fact] = len(self.rows)
            self.rows.append(
                [fact.label, fact.value, fact.quote, source, fact.page, fact.paragraph, fact.url]
            )
        return place


def _node_row(node: Node, facts: _Facts) -> list[Any]:
    return [
        node.iri, node.kind, node.label, node.caption, node.detail, node.also, node.grade,
        node.when, facts.places(node.facts),
    ]  # fmt: skip


def _edge_row(edge: Edge, number: dict[str, int], facts: _Facts) -> list[Any]:
    counts = edge.counts
    return [
        number[edge.source], number[edge.target], edge.kind, edge.label,
        [counts.strength, counts.weakness, counts.mixed, counts.recommendation],
        facts.places(edge.facts), edge.more,
    ]  # fmt: skip
