"""Writes a network as one self-contained HTML file: no server, no connection, no other file.

pyvis describes the nodes, the edges and the options.  Its page is not used, because it loads remote
files and can run script from a label.  This page is a Jinja2 template with autoescape, with
vis-network, the scripts, the style sheet, and the data as JSON.  A content security policy lists
the hashes of the scripts and styles and forbids all connections, as a second defence against
injected script.

The data is one JSON object.  Nodes, edges, facts, texts and documents are referred to by their
position in a list, from 0:

    title       the heading
    focus       [node, ...] the nodes in focus
    folded      [sentence, ...] what of the graph is left out
    grades      [[token, label], ...] best first; regions: the same, of the councils drawn
    network     {nodes: [{id, x, y, size}], edges: [{id, from, to}], options} for vis-network, and
                smooth: {kind of edge: its `smooth` option}; other kinds have false
    nodes       [iri, kind, label, caption, detail, [other name, ...], grade, when, [fact, ...],
                region, rank, community, between, more]
                  when      the first day of an inspection, or the month or year ("2014-03")
                  region    the token of a council's region
                  rank      priority of the label, 0 is the highest; all differ
                  community the number of its community of closely linked nodes, the largest is 0
                  between   betweenness in thousandths of the highest
                  more      findings that name it and are not among its facts
    edges       [from, to, kind, label (a text), counts, [fact, ...], more, [document, ...]]
                  kind      inspection, inspector, post, programme, theme, follows, organisation
                            or link; two nodes have at most one edge of a kind
                  counts    [strengths, weaknesses, mixed, recommendations], or 0 for none
                  more      its findings that are not among its facts
                  documents the documents of all its facts and findings
    folds       [node, [member, ...], count, description, command]: the node replaces `count`
                others.  Its members are nodes too, with positions.  They and their edges are hidden
                until the reader opens the fold; then the node and its edges are hidden instead.
                Without members, `command` draws them.
    layouts     [{name, label, description, places: [[x, y] or null for each node], marks, quiet,
                anchors, cells}], the initial one first (`network.nodes` has its x and y).
                A node without a position is not drawn in that layout.  The description is a
                sentence on what the positions mean.  The names: network, comparison, timeline,
                travels, spread.
                  marks     [axis "x" or "y", start, end, label]: a line across that axis where
                            start is end (the first day of a year), else a band (a lane)
                  quiet     kinds of edges that are drawn only when one of their ends is selected
                  anchors   {kind of node: "left", "right" or "below"}, the best side for its label
                  cells     [[edge, x, y], ...] edges to themes that are drawn as a disc instead of
                            a line: its colour is the balance of the findings, its area their number
    facts       [label (a text), value (a text), quote (a text), document, page or null, paragraph]
    texts       [text, ...] without repeats
    documents   [title, path, url, paged (0 or 1), when]: url is "" or http(s), and takes #page=N
                where the document is paged; when is the first day of the inspection that it
                reports, else the day of its publication
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from kg.views.model import Arrangement, CitedFact, CitedSource, Edge, Fold, Network, Node
from kg.views.scripts import bundle

__all__ = ["render"]

#: Curves of some kinds of edges; the others are straight.
SMOOTH = {
    "theme": {
        "enabled": True,
        "type": "cubicBezier",
        "forceDirection": "horizontal",
        "roundness": 0.45,
    },
    "follows": {"enabled": True, "type": "curvedCW", "roundness": 0.25},
    "link": {"enabled": True, "type": "curvedCW", "roundness": 0.08},
}

#: Characters in strings that HTML, or JavaScript before 2019, would not read as plain text.
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
        # Markup: files of this package, and JSON that _json has escaped.
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        data=Markup(_json(_data(network, title))),
    ).encode()


def _json(value: object) -> str:
    """JSON with `<`, `>`, `&` and line separators escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(ESCAPES)


@cache
def _asset(name: str) -> str:
    return (files("kg.views") / "assets" / name).read_bytes().decode("utf-8")


@cache
def _program() -> str:
    """The modules in assets/js as one script."""
    folder = files("kg.views") / "assets" / "js"
    return bundle({item.name: _asset(f"js/{item.name}") for item in folder.iterdir()}, "main.js")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _data(network: Network, title: str) -> dict[str, Any]:
    """The data for the page's scripts; the docstring of this module describes it."""
    nodes, edges, options = _drawn(network)
    tables = _Tables()
    number = {node.iri: i for i, node in enumerate(network.nodes)}
    node_rows = [_node_row(node, tables) for node in network.nodes]
    edge_rows = [_edge_row(edge, number, tables) for edge in network.edges]
    return {
        "title": title,
        "focus": [number[iri] for iri in network.focus if iri in number],
        "folded": network.folded,
        "grades": network.grades,
        "regions": network.regions,
        "network": {"nodes": nodes, "edges": edges, "options": options, "smooth": SMOOTH},
        "nodes": node_rows,
        "edges": edge_rows,
        "folds": [_fold_row(fold, number) for fold in network.folds],
        "layouts": [_layout(arrangement, network) for arrangement in network.arrangements],
        "facts": tables.facts,
        "texts": list(tables.texts),
        "documents": [
            [source.title, source.path, source.url, int(source.paged), source.when]
            for source in tables.sources
        ],
    }


def _drawn(network: Network) -> tuple[list[Any], list[Any], Any]:
    """Nodes, edges and options for vis-network, from pyvis; ids are positions in lists.

    Keys that the page sets itself, or that the rows of a node or an edge have, are left out.
    """
    from pyvis.network import Network as Drawing  # type: ignore[import-untyped]

    drawing = Drawing(directed=True)
    number = {node.iri: i for i, node in enumerate(network.nodes)}
    for i, node in enumerate(network.nodes):
        drawing.add_node(i, label="", shape="custom", x=node.x, y=node.y, size=node.size)
    for i, edge in enumerate(network.edges):
        drawing.add_edge(number[edge.source], number[edge.target], id=i)
    drawing.options = {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {"selectable": False, "dragNodes": False, "hover": False},
        "nodes": {"chosen": False, "shape": "custom"},
        "edges": {"chosen": False, "selectionWidth": 0, "hoverWidth": 0},
    }
    nodes, edges, _heading, _height, _width, options = drawing.get_network_data()
    return (
        [{key: node[key] for key in ("id", "x", "y", "size")} for node in nodes],
        [{key: edge[key] for key in ("id", "from", "to")} for edge in edges],
        json.loads(options),
    )


class _Tables:
    """Lists of facts, texts and documents without repeats; rows refer to positions in them."""

    def __init__(self) -> None:
        self.facts: list[list[Any]] = []
        self.texts: dict[str, int] = {"": 0}
        self.sources: dict[CitedSource, int] = {}
        self._places: dict[CitedFact, int] = {}

    def places(self, facts: tuple[CitedFact, ...]) -> list[int]:
        return [self._place(fact) for fact in facts]

    def _place(self, fact: CitedFact) -> int:
        place = self._places.get(fact)
        if place is None:
            place = self._places[fact] = len(self.facts)
            texts = [self.text(text) for text in (fact.label, fact.value, fact.quote)]
            self.facts.append([*texts, self.source(fact.source), fact.page, fact.paragraph])
        return place

    def text(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def source(self, source: CitedSource) -> int:
        return self.sources.setdefault(source, len(self.sources))


def _node_row(node: Node, tables: _Tables) -> list[Any]:
    return [
        node.iri, node.kind, node.label, node.caption, node.detail, node.also, node.grade,
        node.when, tables.places(node.facts), node.region, node.rank, node.community,
        node.between, node.more,
    ]  # fmt: skip


def _edge_row(edge: Edge, number: dict[str, int], tables: _Tables) -> list[Any]:
    counts = edge.counts
    return [
        number[edge.source], number[edge.target], edge.kind, tables.text(edge.label),
        [counts.strength, counts.weakness, counts.mixed, counts.recommendation]
        if counts.total else 0,
        tables.places(edge.facts), edge.more, [tables.source(source) for source in edge.sources],
    ]  # fmt: skip


def _fold_row(fold: Fold, number: dict[str, int]) -> list[Any]:
    members = [number[iri] for iri in fold.members]
    return [number[fold.node], members, fold.count, fold.description, fold.command]


def _layout(layout: Arrangement, network: Network) -> dict[str, Any]:
    return {
        "name": layout.name,
        "label": layout.label,
        "description": layout.description,
        "places": [layout.places.get(node.iri) for node in network.nodes],
        "marks": [[mark.axis, mark.start, mark.end, mark.label] for mark in layout.marks],
        "quiet": layout.quiet,
        "anchors": dict(sorted(layout.anchors.items())),
        "cells": [
            [i, *layout.cells[edge.source, edge.target]]
            for i, edge in enumerate(network.edges)
            if edge.kind == "theme" and (edge.source, edge.target) in layout.cells
        ],
    }
