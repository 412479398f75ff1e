"""A network as one HTML file that needs nothing else: no server, no connection, no other file.

pyvis describes the nodes, the edges and the options; its own page is not used, because it loads
remote files and can run script from a label.  Ours is a Jinja2 template with autoescape around
vis-network, our scripts and style, and the data as JSON.  A content security policy names the
hash of each script and style that may run and forbids all connections, so that even an escape
that failed would do nothing.

The data is one JSON object.  A thing is named by its position in a list, from 0:

    title       the heading
    focus       [node, ...] what the picture is about: none, one, or several that are compared
    folded      [sentence, ...] what the graph holds and the picture does not
    grades      [[token, label], ...] best first; regions: the same, of the councils drawn
    network     {nodes: [{id, x, y, size}], edges: [{id, from, to}], options} for vis-network, and
                smooth: {kind of edge: its `smooth` option}, of other kinds false
    nodes       [iri, kind, label, caption, detail, [other name, ...], grade, when, [fact, ...],
                region, rank, community, between, more]
                  when      of an inspection, its first day, as coarse as stated ("2014-03")
                  region    of a council, the token of its region
                  rank      0 is the node whose label matters most; all differ
                  community groups of closely linked nodes, the largest is 0
                  between   betweenness in thousandths of the largest in the picture
                  more      findings that name it and are not among its facts
    edges       [from, to, kind, label (a text), counts, [fact, ...], more, [document, ...]]
                  kind      inspection, inspector, post, programme, theme, follows, organisation
                            or link; between two things there is one edge of a kind
                  counts    [strengths, weaknesses, mixed, recommendations]; 0 where it has none
                  more      findings that it stands for and that are not among its facts
                  documents all that it rests on, also for those findings
    folds       [node, [member, ...], count, sentence, how]: the node stands for `count` others.
                Its members are nodes too, with places, and are hidden with their edges until the
                fold is opened; then they are shown and the node, with its edges, is hidden.
                Without members, `how` is the command that draws them.
    layouts     [{name, label, says, places: [[x, y] or null for each node], marks, quiet,
                anchors, cells}], the one to begin with first (`network.nodes` has its x and y).
                A node without a place is not drawn in that layout.  `says` is a sentence on what
                the places mean.  The names: network, comparison, timeline, travels, spread.
                  marks     [axis "x" or "y", start, end, label]: a line across that axis where
                            start is end (the first day of a year), else a band (a lane)
                  quiet     kinds of edges that are drawn only when one of their ends is selected
                  anchors   {kind of node: "left", "right" or "below"}, where its label stands best
                  cells     [[edge, x, y], ...] edges to themes that are a disc at that place, and
                            no line: its colour the balance of the findings, its area their number
    facts       [label (a text), value (a text), quote (a text), document, page or null, paragraph]
    texts       [text, ...] each once
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

from kg.views.model import Arrangement, Edge, Fact, Fold, Network, Node, Source
from kg.views.scripts import bundle

__all__ = ["render"]

#: How edges of some kinds are bent; the others are straight.
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
    """Our modules as one script."""
    folder = files("kg.views") / "assets" / "js"
    return bundle({item.name: _asset(f"js/{item.name}") for item in folder.iterdir()}, "main.js")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _data(network: Network, title: str) -> dict[str, Any]:
    """What the page's scripts read; the head of this file says what each part means."""
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
        "layouts": [_layout(one, network) for one in network.arrangements],
        "facts": tables.facts,
        "texts": list(tables.texts),
        "documents": [
            [source.title, source.path, source.url, int(source.paged), source.when]
            for source in tables.sources
        ],
    }


def _drawn(network: Network) -> tuple[list[Any], list[Any], Any]:
    """Nodes, edges and options as pyvis hands them to vis-network; ids are positions in lists.

    Without what the page sets itself, or what the rows of a node or an edge have.
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
    """Facts, texts and documents written once each, and referred to by their place in a list."""

    def __init__(self) -> None:
        self.facts: list[list[Any]] = []
        self.texts: dict[str, int] = {"": 0}
        self.sources: dict[Source, int] = {}
        self._seen: dict[Fact, int] = {}

    def places(self, facts: tuple[Fact, ...]) -> list[int]:
        return [self._place(fact) for fact in facts]

    def _place(self, fact: Fact) -> int:
        place = self._seen.get(fact)
        if place is None:
            place = self._seen[fact] = len(self.facts)
            texts = [self.text(text) for text in (fact.label, fact.value, fact.quote)]
            self.facts.append([*texts, self.source(fact.source), fact.page, fact.paragraph])
        return place

    def text(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def source(self, source: Source) -> int:
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
        tables.places(edge.facts), edge.more, [tables.source(one) for one in edge.sources],
    ]  # fmt: skip


def _fold_row(fold: Fold, number: dict[str, int]) -> list[Any]:
    members = [number[iri] for iri in fold.members]
    return [number[fold.node], members, fold.count, fold.says, fold.how]


def _layout(one: Arrangement, network: Network) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "says": one.says,
        "places": [one.places.get(node.iri) for node in network.nodes],
        "marks": [[mark.axis, mark.start, mark.end, mark.label] for mark in one.marks],
        "quiet": one.quiet,
        "anchors": dict(sorted(one.anchors.items())),
        "cells": [
            [i, *one.cells[edge.source, edge.target]]
            for i, edge in enumerate(network.edges)
            if edge.kind == "theme" and (edge.source, edge.target) in one.cells
        ],
    }
