"""The page of a graph: what it holds, where it opens, its bytes, and when there is none."""

from __future__ import annotations

import base64
import gzip
import json
import os
import random
import re
import subprocess
import sys
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import InputError, QueryError
from kg.query.run import run
from kg.rdf.iris import concept, thing
from kg.store.graph import Graph
from kg.views.page import render
from kg.views.read import read_atlas
from kg.views.view import ViewRequest, _notes, view
from national import national_graph
from places import TESTS

SAMPLE = TESTS / "graphs" / "sample.trig"
BEDFORD = thing("council", "E06000055")
Page = dict[str, Any]


def block(page: bytes, name: str) -> Any:
    """A block of data of a page."""
    found = re.search(
        rf'<script type="[a-z/]+" id="{name}">(.*?)</script>', page.decode(), re.DOTALL
    )
    assert found is not None
    if name == "data":
        return json.loads(found[1])
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (ViewRequest(since="1999", until="2001"), "widen --since and --until"),
        (ViewRequest(("Essex",)), "is known, but no document in .* mentions it"),
    ],
)
def test_an_empty_page_says_why(graph: Graph, wanted: ViewRequest, words: str) -> None:
    with pytest.raises(InputError, match=words):
        view(graph, wanted)


def shuffled(graph: Graph) -> Graph:
    """The same quads, loaded in another order."""
    quads = graph.quads()
    random.Random(7).shuffle(quads)
    store = ox.Store()
    for quad in quads:
        store.add(quad)
    return Graph(store, None, "shuffled")


@pytest.mark.parametrize("focus", [(), ("Bedford",)])
def test_the_same_graph_gives_the_same_bytes(graph: Graph, focus: tuple[str, ...]) -> None:
    wanted = ViewRequest(focus)
    assert view(graph, wanted) == view(shuffled(graph), wanted)


def test_the_same_graph_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    """Sets of text have another order in each process."""
    code = (
        "import hashlib, sys; from kg.store.graph import open_graph; from kg.views.view import ViewRequest, view\n"
        "graph = open_graph(sys.argv[1])\n"
        "for focus in ((), ('Bedford',), ('Bedford', 'Central Bedfordshire'), ('Ada Moss',)):\n"
        "    print(hashlib.sha256(view(graph, ViewRequest(focus))).hexdigest())"
    )
    seen = set()
    for seed in ("0", "1", "2"):
        command = [sys.executable, "-c", code, str(SAMPLE)]
        done = subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        )
        seen.add(done.stdout)
    assert len(seen) == 1
    assert len(seen.pop().split()) == 4


@pytest.mark.parametrize(
    ("wanted", "screen", "why"),
    [
        (ViewRequest(), "", "England"),
        (ViewRequest(("Bedford",)), "council/E06000055", "a council"),
        (
            ViewRequest(("Bedford", "Central Bedfordshire")),
            "compare?with=E06000055%2CE06000056",
            "two councils are compared",
        ),
        (ViewRequest(("Ada Moss",)), "person/ada-moss", "a person"),
        (
            ViewRequest(("Bedford",), depth=2),
            "network?from=https%3A%2F%2Fw3id.org%2Finspection-kg%2Fid%2Fcouncil%2FE06000055&depth=2",
            "with a depth, the network",
        ),
        (
            ViewRequest((thing("inspection", "E06000055", "ilacs", "2022-02-28"),)),
            "council/E06000055",
            "an inspection is shown with its council",
        ),
    ],
)
def test_where_a_page_opens(graph: Graph, wanted: ViewRequest, screen: str, why: str) -> None:
    assert block(view(graph, wanted), "data")["screen"] == screen, why


def test_a_page_that_opens_at_a_theme_has_all_findings() -> None:
    page = view(national_graph(), ViewRequest(("workforce",)))
    data = block(page, "data")
    assert data["screen"] == "theme/workforce"
    assert len(block(page, "findings")["document"]) == data["found"]


def test_a_focus_leaves_out_words_but_no_numbers() -> None:
    graph = national_graph()
    whole, part = (view(graph, ViewRequest(focus)) for focus in ((), ("Leeds",)))
    data = [block(page, "data") for page in (whole, part)]
    assert data[0]["found"] == data[1]["found"]
    assert [row[13:] for row in data[0]["inspections"]] == [
        row[13:] for row in data[1]["inspections"]
    ]
    shown = {n for n, row in enumerate(data[1]["documents"]) if row[6]}
    assert 0 < len(shown) < len(data[1]["documents"]) / 10
    assert set(block(part, "findings")["document"]) == shown
    assert {n for n, text in enumerate(block(part, "texts")) if text} == shown
    assert any(
        "kg view without --focus, --since and --until has all" in note for note in data[1]["notes"]
    )


def test_texts_that_are_too_much_for_a_page_are_left_out_and_it_says_so() -> None:
    atlas = read_atlas(national_graph(), max_words=1_000)
    page = render(atlas, "England", notes=_notes(atlas, narrowed=False))
    data = block(page, "data")
    assert not any(row[6] for row in data["documents"])
    assert block(page, "findings")["document"] == []
    assert data["found"] == atlas.found > 3_000
    assert sum(sum(row[13]) for row in data["inspections"]) == data["found"]
    assert any("kg view --focus NAME has those of a council" in note for note in data["notes"])


def test_a_period_leaves_out_words_but_no_grades() -> None:
    graph = national_graph()
    whole, part = (block(view(graph, ViewRequest(since=since)), "data") for since in (None, "2022"))
    assert part["inspections"] and len(part["inspections"]) == len(whole["inspections"])
    assert [[g[:2] for g in row[10]] for row in part["inspections"]] == [
        [g[:2] for g in row[10]] for row in whole["inspections"]
    ]
    shown = {row[4][:4] for row in part["documents"] if row[6]}
    assert shown == {"2023", "2026"}


def test_counts_are_those_of_the_graph() -> None:
    graph = national_graph()
    data = block(view(graph), "data")
    themes = [row[0] for row in data["themes"]]
    counted: dict[tuple[str, str], int] = {}
    for row in data["inspections"]:
        flat = row[14]
        for at in range(0, len(flat), 5):
            key = (row[0], concept("theme", themes[flat[at]]))
            counted[key] = sum(flat[at + 1 : at + 5])
    asked = run(
        graph,
        """PREFIX kg: <https://w3id.org/inspection-kg/ontology#>
        SELECT ?inspection ?theme (COUNT(DISTINCT ?finding) AS ?n) WHERE {
          ?finding kg:inSection/kg:inspection ?inspection ; kg:theme|kg:mainTheme ?theme ; kg:findingKind ?kind
        } GROUP BY ?inspection ?theme""",
    )
    rows = getattr(asked, "rows", ())
    assert counted == {(a.value, b.value): int(n.value) for a, b, n in rows}


def test_places_are_those_of_the_words_in_scripts() -> None:
    """A character outside the basic plane counts as two in a script."""
    page = view(national_graph())
    texts, found = block(page, "texts"), block(page, "findings")
    wide = 0
    for document, start, length in zip(
        found["document"], found["start"], found["length"], strict=True
    ):
        units = texts[document].encode("utf-16-le")
        words = units[2 * start : 2 * (start + length)].decode("utf-16-le")
        assert words[0].isupper() and words.endswith("."), words
        wide += "🏠" in texts[document][: start + length]
    assert wide > 100
    assert found["words"] == {}


def test_words_without_a_text_are_on_the_page(graph: Graph) -> None:
    page = view(graph)
    found = block(page, "findings")
    assert len(found["words"]) == len(found["document"]) > 0
    assert all(len(row) == 6 for row in block(page, "data")["facts"])


def test_a_view_of_a_query(graph: Graph) -> None:
    led = run(graph, f"CONSTRUCT {{ ?i ?p <{BEDFORD}> }} WHERE {{ ?i ?p <{BEDFORD}> }}")
    data = block(view(graph, answer=led, title="One"), "data")
    assert (data["title"], data["screen"]) == ("One", "network")
    assert BEDFORD in {iri for iri, *_ in data["network"]["nodes"]}
    assert data["network"]["links"]
    with pytest.raises(QueryError, match="CONSTRUCT"):
        view(graph, answer=run(graph, "SELECT * WHERE { ?a ?b ?c }"))
    none = run(graph, "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c FILTER(false) }")
    with pytest.raises(InputError, match="finds no triples"):
        view(graph, answer=none)
