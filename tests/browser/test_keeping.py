"""What a reader takes away or comes back to: history, addresses, files."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.rdf.iris import KG
from kg.views.model import Network
from kg.views.page import render

pytestmark = pytest.mark.browser

#: All of a view that an address keeps, as JSON.
VIEW = """() => JSON.stringify(Object.entries(kg.state).filter(([name]) => name !== "dark")
  .map(([name, value]) => [name, value instanceof Set ? [...value].map((one) => one.iri ?? one)
    : Array.isArray(value) ? value.map((one) => one.iri) : value?.iri ?? value?.id ?? value]))"""


def test_a_step_back_is_a_step_back(opener: Any, world: Network) -> None:
    opened = opener(render(world, "World"), fresh=True)
    page = opened.page
    assert page.is_disabled("#undo")
    views = [page.evaluate(VIEW)]
    for step in (
        "kg.select(kg.nodes[0])",
        "kg.change({region: 'urn:region:north'})",
        "kg.change({folded: new Set([kg.nodes[0]])})",
        "kg.change({table: 'links'})",
        "kg.change({table: '', since: '2018'})",
    ):
        page.evaluate(step)
        views.append(page.evaluate(VIEW))
    assert len(set(views)) == len(views)

    def now_is(view: str) -> None:
        opened.until(f"({VIEW})() === {json.dumps(view)}")

    for view, way in zip(views[-2::-1], ("button", "key", "browser", "button", "key"), strict=True):
        if way == "button":
            page.click("#undo")
        elif way == "key":
            page.keyboard.press("Control+z")
        else:
            page.go_back()
        now_is(view)
    assert page.is_disabled("#undo")
    page.keyboard.press("Control+z")
    page.click("#redo")
    now_is(views[1])
    page.keyboard.press("Control+y")
    now_is(views[2])
    page.evaluate("kg.change({noLeaves: true})")
    assert page.is_disabled("#redo"), "a new step takes the place of those that were undone"
    assert opened.errors == []


def test_an_address_brings_the_view_back(opener: Any, world: Network) -> None:
    data = render(world, "World")
    opened = opener(data, fresh=True)
    page = opened.page
    page.evaluate(
        """() => {
          kg.select(kg.nodes.find((node) => node.label === "Ada Marsh"));
          kg.change({since: "2018", offKinds: new Set(["leader"]), folded: new Set([kg.nodes[1]])});
          kg.picture.zoom(1.7);
          kg.picture.pan(40, -25);
        }"""
    )
    opened.until("location.hash.includes('at=')")
    kept, view, spot = page.url, page.evaluate(VIEW), opened.spot("Ada Marsh")
    again = opener(data, "#" + kept.partition("#")[2])
    assert again.page.evaluate(VIEW) == view
    assert again.spot("Ada Marsh") == pytest.approx(spot, abs=1.5)
    assert again.page.inner_text("#panel h2") == "Ada Marsh"
    assert again.page.url == kept
    assert opener(data, "#node=%E0%A4%A&at=x").errors == []
    assert again.errors == []


def saved(opened: Any, item: str, folder: Path) -> bytes:
    """The file that an item of the menu saves."""
    opened.page.keyboard.press("s")
    with opened.page.expect_download() as download:
        opened.page.locator("#saves .item", has_text=item).click()
    target: Path = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target.read_bytes()


def test_files_to_take_away(opener: Any, world: Network, tmp_path: Path) -> None:
    opened = opener(render(world, "A World; of <two>"), viewport={"width": 1200, "height": 800})
    opened.page.evaluate(
        "kg.change({offKinds: new Set(['leader']), folded: new Set([kg.nodes[1]])})"
    )
    shown = json.loads(
        opened.page.evaluate("JSON.stringify([...kg.shown().nodes].map((n) => n.label))")
    )
    assert "Joan Pell" not in shown

    png = saved(opened, "PNG", tmp_path)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20]) == 2 * opened.page.evaluate("kg.picture.view().width")
    assert len(png) > 20_000

    svg = ET.fromstring(saved(opened, "SVG", tmp_path))
    words = " ".join(
        filter(None, (one.text for one in svg.iter("{http://www.w3.org/2000/svg}text")))
    )
    assert "A World; of <two>" in words
    assert "North" in words
    assert "Joan" not in words
    assert len(svg.findall("{http://www.w3.org/2000/svg}path")) > len(shown)
    assert [one.tag for one in svg.iter() if one.tag.endswith("script")] == []

    rows = list(csv.DictReader(io.StringIO(saved(opened, "CSV of things", tmp_path).decode())))
    assert sorted(row["Name"] for row in rows) == sorted(shown)
    assert list(rows[0])[:6] == ["Name", "Kind", "Details", "Date", "Grade", "Links"]
    rows = list(csv.DictReader(io.StringIO(saved(opened, "CSV of links", tmp_path).decode())))
    assert len(rows) == opened.page.evaluate("kg.shown().edges.size")
    (work,) = [row for row in rows if row["To"] == "Workforce"]
    assert work["In the words of the source"] == "“Many” left;\nso"
    assert [work[name] for name in ("Strengths", "Weaknesses", "Page", "Document")] == [
        "1",
        "2",
        "1",
        "north-2018.pdf",
    ]

    turtle = saved(opened, "Turtle", tmp_path)
    triples = set(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    things = {
        quad.object.value
        for quad in triples
        if quad.predicate == label and isinstance(quad.subject, ox.NamedNode)
    }
    assert things == set(shown)
    quotes = {quad.object.value for quad in triples if quad.predicate.value == f"{KG}quote"}
    assert "“Many” left;\nso" in quotes
    council = ox.NamedNode(f"{KG}council")
    assert any(
        q.predicate == council
        and q.subject.value == "urn:kg:n1"
        and q.object.value == "urn:kg:north"
        for q in triples
    )
    assert sorted(path.name for path in tmp_path.glob("a-world-*")) == [
        "a-world-of-two.links.csv", "a-world-of-two.png", "a-world-of-two.svg",
        "a-world-of-two.things.csv", "a-world-of-two.ttl",
    ]  # fmt: skip
    assert opened.asked == []
    assert opened.errors == []


def test_the_state_of_the_page_is_said_aloud(opener: Any, world: Network) -> None:
    opened = opener(render(world, "World"))
    said = opened.page.locator("#announcement")
    opened.select("North")
    assert said.inner_text() == "Selected: North, Council"
    opened.page.evaluate("kg.change({offKinds: new Set(['leader'])})")
    assert re.fullmatch(r"\d+ of 14 shown", said.inner_text())
