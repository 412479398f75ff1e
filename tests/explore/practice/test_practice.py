"""What is found for a question, for whom, what is left out, and how it is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli import main
from kg.errors import UsageError
from kg.explore.practice.practice import PracticeResult, find_practice
from kg.explore.practice.shown import format_practice, looked_for, table
from kg.explore.search import SearchRequest
from kg.gazetteer import Gazetteer
from kg.query.result_formats import FORMATS, write
from kg.rdf.iris import THINGS
from made_up import HEAD, finding, inspection, with_links

BEDFORD, MEDWAY, ASKS = "E06000055", "E06000035", "E06000034"
GOOD = "overall-effectiveness=good help-and-protection=outstanding"
WEAK = "overall-effectiveness=inadequate help-and-protection=inadequate leadership=good"

GRAPH = "".join(
    [
        inspection("best", BEDFORD, start="2024-03-04", grades=GOOD),
        inspection("old", BEDFORD, start="2019-03-04", grades=GOOD),
        inspection("weak", MEDWAY, start="2022-03-07", grades=WEAK),
        inspection("visit", MEDWAY, kind="focused-visit", start="2023-05-09"),
        inspection("first", ASKS, kind="focused-visit", start="2017-05-09"),
        finding("best/1", "best", "A daily MASH meeting sends each referral to the right team.", theme="front-door"),
        finding("best/2", "best", "The MASH is good.", theme="front-door"),
        finding("best/3", "best", "Referrals wait too long in the MASH.", "weakness", "front-door"),
        finding("old/1", "old", "A daily MASH meeting sends each referral to the right team!", theme="front-door"),
        finding("weak/1", "weak", "The multi-agency safeguarding hub has a co-located health worker.", theme="front-door", council=MEDWAY),
        finding("weak/2", "weak", "Caseloads are low, because a MASH pilot was funded.", theme="workforce", council=MEDWAY),
        finding("visit/1", "visit", "The MASH has a new dashboard.", theme="front-door", council=MEDWAY),
        '<urn:d:stray> a kg:Document ; kg:path "stray.txt" .',
        finding("stray/1", "stray", "Nobody knows whose MASH has a tracker.").replace(f"kg:council council:{BEDFORD} ;", ""),
        finding("first/1", "first", "The MASH is well led.", theme="front-door", council=ASKS),
        # words of most passages are worth nothing, so some have others
        *(finding(f"weak/{n}", "weak", f"Plans drift {n}.", "weakness", council=MEDWAY) for n in range(10, 30)),
    ]
)  # fmt: skip
NAMES = "".join(
    f'council:{gss} rdfs:label "{Gazetteer.load().councils[gss].name}"@en .\n'
    for gss in (BEDFORD, MEDWAY, ASKS)
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    turtle = HEAD + with_links(GRAPH) + NAMES
    for letter, kind in (("f", "finding"), ("d", "document")):
        turtle = turtle.replace(f"urn:{letter}:", f"{THINGS}{kind}/")
    file = tmp_path_factory.mktemp("practice") / "graph.ttl"
    file.write_text(turtle, encoding="utf-8")
    return file


def names(found: PracticeResult) -> str:
    return " ".join(one.passage.iri.removeprefix(f"{THINGS}finding/") for one in found.found)


FOUND: list[tuple[str, dict[str, Any], str, str]] = [
    ("MASH", {}, "best/1 best/2 weak/2", "what is done before praise; good in the area of the theme is enough"),
    ("multi-agency safeguarding hub", {}, "best/1 best/2 weak/2", "by its other names"),
    ("MASH referrals", {}, "best/1 best/2 weak/2", "most of the question is enough"),
    ("caseloads", {}, "weak/2", "one council"),
    ("plumbing", {}, "", "nothing"),
    ("MASH", {"theme": "workforce"}, "weak/2", "on a theme"),
    ("MASH", {"since": "2023"}, "best/1 best/2", "in a period"),
    ("MASH", {"until": "2020"}, "old/1", "before a day"),
    ("MASH", {"councils": ("Bedford",)}, "weak/2", "what others did"),
    ("MASH", {"kind": "strength"}, "best/1 best/2 weak/2", "a strength it is anyway"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "bounds", "expected", "why"), FOUND)
def test_found(graph: Path, question: str, bounds: dict[str, Any], expected: str, why: str) -> None:
    found = find_practice(graph, SearchRequest((question,), **bounds))
    assert names(found) == expected, why
    assert found.total == len(found.found)


def test_what_is_said_of_a_passage(graph: Path) -> None:
    best, *others = find_practice(graph, SearchRequest(("MASH",))).found
    assert (best.held.grade, best.held.area, best.region) == (
        "outstanding",
        "help-and-protection",
        "East of England",
    )
    assert (best.repeats, best.passage.date, best.passage.path) == (1, "2024-03-04", "best.pdf")
    assert [best.passage.text[start:end] for start, end in best.marks] == ["MASH"]
    assert {one.neighbour for one in (best, *others)} == {None}, "nobody asks"


def test_what_is_left_out_is_counted(graph: Path) -> None:
    found = find_practice(graph, SearchRequest(("MASH plumbing",), limit=1))
    assert (found.total, len(found.found), found.ungraded, found.nowhere) == (
        3,
        1,
        2,
        ("plumbing",),
    )
    assert list(looked_for(found))[1:] == [
        "no strength mentions: plumbing",
        "left out: 2 on councils whose grade at the time is unknown",
    ]


@pytest.mark.parametrize("asks", [BEDFORD, MEDWAY, ASKS])
def test_neighbours_of_the_council_that_asks(graph: Path, asks: str) -> None:
    known = Gazetteer.load().councils[asks].neighbours
    found = find_practice(graph, SearchRequest(("MASH",), councils=(asks,))).found
    assert found
    assert [one.neighbour for one in found] == [one.passage.gss in known for one in found]


WRONG: list[tuple[tuple[str, ...], dict[str, Any], str, str]] = [
    (("what", "others", "do"), {}, "name a subject", "asks for nothing"),
    (("MASH", "OR", "hub"), {}, "without AND, OR and NOT", "a search of the other kind"),
    (("MASH",), {"kind": "weakness"}, "finds strengths only", "another kind"),
    (("MASH",), {"councils": ("Nowhere",)}, "Nowhere", "an unknown council"),
    (("a1 " * 101,), {}, "at most 100 words", "too long"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "bounds", "message", "why"), WRONG)
def test_questions_that_are_refused(
    graph: Path, words: tuple[str, ...], bounds: dict[str, Any], message: str, why: str
) -> None:
    with pytest.raises(UsageError) as error:
        find_practice(graph, SearchRequest(words, **bounds))
    assert message in str(error.value), why


@given(words=st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_any_words_are_answered_or_refused(graph: Path, words: list[str]) -> None:
    try:
        find_practice(graph, SearchRequest(tuple(words)))
    except UsageError as error:
        assert "\n" not in str(error)


def test_text(graph: Path) -> None:
    found = find_practice(graph, SearchRequest(("MASH",), councils=(MEDWAY,), limit=1))
    assert format_practice(found) == (
        "Bedford (East of England), outstanding in help-and-protection, 2024-03-04\n"
        "  “A daily \x1b[1mMASH\x1b[0m meeting sends each referral to the right team.”\n"
        "  best.pdf: best.pdf (said once more)\n"
        f"  {THINGS}finding/best/1\n"
    )


@pytest.mark.parametrize(
    "format_name", ["table", "csv", "tsv", "json", "xml", "md", "html", "xlsx"]
)
def test_formats(graph: Path, format_name: str) -> None:
    assert format_name in FORMATS
    found = table(find_practice(graph, SearchRequest(("MASH",), councils=(MEDWAY,))))
    assert write(found, format_name) == write(found, format_name)


@pytest.fixture
def run(graph: Path) -> Callable[..., tuple[str, str]]:
    def find(*arguments: str) -> tuple[str, str]:
        done = CliRunner().invoke(main, ["find", "--practice", *arguments, "--graph", str(graph)])
        assert done.exit_code == 0, done.output
        return done.stdout, done.stderr

    return find


def test_the_command(run: Callable[..., tuple[str, str]]) -> None:
    out, err = run("MASH", "--limit", "1")
    assert out.count("finding/") == 1
    assert "looked for MASH (or multi-agency safeguarding hub, " in err
    assert "themes: front-door" in err
    assert "showing the best 1 of 3" in err


def test_the_command_as_json(run: Callable[..., tuple[str, str]]) -> None:
    rows = json.loads(run("MASH", "-f", "json")[0])["results"]["bindings"]
    assert [row["grade"]["value"] for row in rows] == ["outstanding", "outstanding", "good"]
    assert rows[0]["repeats"]["value"] == "1"


def test_the_command_finds_nothing(run: Callable[..., tuple[str, str]]) -> None:
    out, err = run("plumbing")
    assert out == ""
    assert err == (
        "nothing found in the strengths of good and outstanding councils\n"
        "looked for plumbing\nno strength mentions: plumbing\n"
    )


def test_from_python(graph: Path) -> None:
    found = kg.find_practice(graph, "caseloads")
    assert [one.passage.council for one in found] == ["Medway"]
