"""What is written of a document that reports several inspections, or lets others speak.

The facts are made by hand: nothing is extracted.  The councils are real, because the gazetteer knows
them; people and sentences are invented.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.explore.compared_facts import facts
from kg.explore.diff import compare
from kg.explore.explain import explain
from kg.explore.search import SearchRequest, find
from kg.explore.validate import validate
from kg.graph.document_graph import document_quads
from kg.graph.entity_graph import entity_quads
from kg.graph.linking import link
from kg.model import (
    Announcement,
    Block,
    BlockKind,
    CouncilMention,
    Document,
    DocumentKind,
    EarlierInspection,
    Evidence,
    Facts,
    Finding,
    Inspection,
    Inspector,
    Judgement,
    Leader,
    NamedThing,
    PartialDate,
    Response,
)
from kg.query.library import bind, load
from kg.query.result_formats import write
from kg.query.run import run
from kg.rdf.iris import PREFIXES, REFERENCE_GRAPH, concept, thing, token
from kg.resources import reference_files
from kg.store.graph import Graph, open_graph
from kg.views.read import read_atlas

DERBY, LEICESTER, LUTON = "E06000015", "E06000016", "E06000032"
SHA = "0" * 64
DCS = "director-of-childrens-services"

TEXT = """Three councils

Derby City Council was rated good in July 2024. It had been inadequate in 2019.
A monitoring visit to Leicester, the third, was in May 2024. The next, in November 2024, will look
at care leavers. Ann Moss led it.
Luton has a new director, Jo Reed. Luton was inspected in 2022.
Plans in Derby are clear. Children in Leicester wait too long.
Jo Reed, of Luton Council, said: “We will do better.” The union said: “Caseloads are too high.”
Strong Roots helps families in Derby.
"""


def words(quote: str, component: str = "test") -> Evidence:
    start = TEXT.index(quote)
    return Evidence(start, start + len(quote), component)


def mention(gss: str, name: str) -> CouncilMention:
    return CouncilMention((gss,), 20, True, words(name))


def finding(kind: str, quote: str, council: str | None) -> Finding:
    return Finding(kind, ("planning-and-review",), None, None, words(quote), council)


DERBY_ILACS = Inspection(
    "ilacs", PartialDate("2024-07"), evidence=(words("in July 2024"),), council=DERBY
)
LEICESTER_VISIT = Inspection(
    "monitoring-visit",
    PartialDate("2024-05"),
    evidence=(words("A monitoring visit to Leicester, the third"),),
    council=LEICESTER,
    ordinal=3,
    next=Announcement(PartialDate("2024-11"), "care leavers", words("in November 2024")),
)
ROUND_UP = Facts(
    kind=DocumentKind.NEWS,
    councils=(mention(DERBY, "Derby"), mention(LEICESTER, "Leicester"), mention(LUTON, "Luton")),
    subjects=(DERBY, LEICESTER, LUTON),
    inspections=(DERBY_ILACS, LEICESTER_VISIT),
    judgements=(Judgement("overall-effectiveness", "good", words("rated good"), DERBY),),
    inspectors=(
        Inspector(
            "Ann Moss", "lead", words("Ann Moss led it"), council=LEICESTER,
            further_role="signatory",
        ),
    ),
    leaders=(
        Leader(
            "Jo Reed", DCS, "new director", None, None, words("new director, Jo Reed"),
            council=LUTON,
        ),
    ),
    programmes=(
        NamedThing(
            "Strong Roots", "programme", None, 1, (TEXT.index("Strong Roots"), len(TEXT) - 1),
            words("Strong Roots"), DERBY,
        ),
    ),
    earlier=(
        EarlierInspection(
            PartialDate("2019"), "inadequate", None, words("inadequate in 2019"), council=DERBY
        ),
        EarlierInspection(
            PartialDate("2022"), "good", None, words("in 2022"), council=LUTON,
            parts=("care-leavers",),
        ),
    ),
    findings=(
        finding("strength", "Plans in Derby are clear.", DERBY),
        finding("weakness", "Children in Leicester wait too long.", LEICESTER),
    ),
    responses=(
        Response("council", "Jo Reed", "Luton Council", words("We will do better."), LUTON),
        Response("other", None, "The union", words("Caseloads are too high."), None),
    ),
)  # fmt: skip


def graph_of(tmp_path: Path, stated: Facts, name: str = "a.nq") -> Graph:
    """A graph with a document that states these facts."""
    document = Document(
        SHA, "text/plain", TEXT, (Block(BlockKind.PARAGRAPH, 0, len(TEXT)),), pages=(0,)
    )
    path = f'<{thing("document", "0" * 16)}> <https://w3id.org/inspection-kg/ontology#path> "a.txt"'
    data = document_quads(link(document, stated))
    data += f"{path} <{thing('graph', '0' * 16)}> .\n".encode()
    store = ox.Store()
    store.load(data, format=ox.RdfFormat.N_QUADS)
    for file in reference_files():
        reference = ox.NamedNode(REFERENCE_GRAPH)
        store.load(path=str(file), format=ox.RdfFormat.TURTLE, to_graph=reference)
    store.extend(list(entity_quads(store)))
    (tmp_path / name).write_bytes(store.dump(format=ox.RdfFormat.N_QUADS) or b"")
    return open_graph(tmp_path / name)


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    return graph_of(tmp_path, ROUND_UP)


def rows(graph: Graph, name: str, *columns: str) -> list[tuple[str, ...]]:
    """The rows of a query of the library, some of their columns."""
    data = write(run(graph, bind(load(name, io.StringIO()), {})), "csv")
    table = csv.DictReader(io.StringIO(data.decode(), newline=""))
    return [tuple(row[column] for column in columns) for row in table]


@pytest.mark.parametrize(
    ("query", "columns", "expected", "why"),
    [
        (
            "inspections",
            ("council", "type", "start", "lead_inspector", "overall", "ordinal", "next", "next_focus"),
            [
                ("Derby", "ilacs", "2024-07", "", "good", "", "", ""),
                ("Leicester", "monitoring-visit", "2024-05", "Ann Moss", "", "3", "2024-11", "care leavers"),
            ],
            "a row for each, with its own grade and its own lead inspector",
        ),
        ("judgements", ("council", "grade"), [("Derby", "good")], "of its own council alone"),
        (
            "findings",
            ("council", "kind"),
            [("Derby", "strength"), ("Leicester", "weakness")],
            "no response among them",
        ),
        ("inspectors", ("name", "council"), [("Ann Moss", "Leicester")], "who led one of two"),
        (
            "previous-inspections",
            ("council", "when", "grade"),
            [("Derby", "2019", "inadequate"), ("Luton", "2022", "good")],
            "Luton's too, though no inspection of it is reported",
        ),
        ("leaders", ("name", "organisation"), [("Jo Reed", "Luton")], "in the council of the post"),
        ("programmes", ("name", "council"), [("Strong Roots", "Derby")], "of one of three"),
        (
            "mentions",
            ("council", "role"),
            [("Derby", "subject"), ("Leicester", "subject"), ("Luton", "subject")],
            "the facts name the subjects",
        ),
        (
            "responses",
            ("council", "by", "speaker", "body", "text", "page"),
            [
                ("Luton", "council", "Jo Reed", "Luton Council", "We will do better.", "1"),
                ("Derby", "other", "", "The union", "Caseloads are too high.", "1"),
                ("Leicester", "other", "", "The union", "Caseloads are too high.", "1"),
                ("Luton", "other", "", "The union", "Caseloads are too high.", "1"),
            ],
            "under its own council, or under all that the document is about",
        ),
    ],
)  # fmt: skip
def test_each_fact_stands_under_its_own_council(
    query: str, columns: tuple[str, ...], expected: list[tuple[str, ...]], why: str, graph: Graph
) -> None:
    assert rows(graph, query, *columns) == expected, why


def objects(graph: Graph, name: str) -> set[str]:
    """The things that a property of the ontology leads to."""
    quads = graph.store.quads_for_pattern(None, ox.NamedNode(f"{PREFIXES['kg']}{name}"), None)
    return {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}


def test_who_inspected_and_signed_has_both_roles(graph: Graph) -> None:
    assert objects(graph, "furtherRole") == {concept("inspector-role", "signatory")}


def test_the_grade_of_a_part_says_of_which(graph: Graph) -> None:
    assert objects(graph, "gradedArea") == {concept("area", "care-leavers")}, (
        "that of the whole names none"
    )


def test_a_response_is_linked_to_its_speaker_and_council(graph: Graph) -> None:
    response = ox.NamedNode(
        thing("response", "0" * 16, "{0.start}-{0.end}".format(words("We will do better.")))
    )
    stated = {
        str(quad.predicate.value).rpartition("#")[2]: quad.object
        for quad in graph.store.quads_for_pattern(response, None, None)
    }
    assert stated["speaker"] == ox.NamedNode(thing("person", f"jo-reed-{LUTON}"))
    assert stated["body"] == ox.NamedNode(thing("council", LUTON))


@pytest.mark.parametrize(
    ("what", "shown", "why"),
    [
        ("Luton", True, "the council that it is about"),
        ("Jo Reed", True, "who says it"),
        ("a.txt", True, "the document in which it stands"),
        ("will do better", True, "some of its words"),
        ("Strong Roots", False, "another thing"),
        (thing("inspection", LEICESTER, "monitoring-visit", "2024-05"), False, "another council's"),
    ],
)
def test_the_words_of_a_response_are_shown(what: str, shown: bool, why: str, graph: Graph) -> None:
    quotes = [quote.words for quote in explain(graph, what) if quote.kind == "Response"]
    assert ("We will do better." in quotes) == shown, why


def test_an_announced_visit_is_shown_with_its_words(graph: Graph) -> None:
    quotes = explain(graph, thing("inspection", LEICESTER, "monitoring-visit", "2024-05"))
    assert (("next due", "2024-11"), ("next focus", "care leavers")) in [
        quote.states for quote in quotes if quote.words == "in November 2024"
    ]


@pytest.mark.parametrize(
    ("request_", "expected", "why"),
    [
        (SearchRequest(("caseloads",)), [("response", 3)], "a response, about three councils"),
        (SearchRequest(("better",), kind="response"), [("response", 1)], "by its kind"),
        (SearchRequest(("better",), kind="finding"), [], "it is no finding"),
        (
            SearchRequest(("plans",), councils=("Leicester",)),
            [],
            "a finding is its own council's alone",
        ),
        (SearchRequest(("plans",), councils=("Derby",)), [("strength", 1)], "and found there"),
    ],
)
def test_search(
    request_: SearchRequest, expected: list[tuple[str, int]], why: str, tmp_path: Path
) -> None:
    graph_of(tmp_path, ROUND_UP)
    hits = find(tmp_path / "a.nq", request_).hits
    assert [(hit.kind, len(hit.councils)) for hit in hits] == expected, why


def test_the_page_has_responses_beside_findings(graph: Graph) -> None:
    atlas = read_atlas(graph)
    names = {council.iri: council.name for council in atlas.councils}
    said = {
        (names[iri], response.speaker, response.places[0].words)
        for response in atlas.responses
        for iri in response.councils
    }
    assert ("Luton", "Jo Reed, Luton Council", "We will do better.") in said
    assert ("Derby", "The union", "Caseloads are too high.") in said
    assert ("Derby", "Jo Reed, Luton Council", "We will do better.") not in said
    assert len(atlas.findings) == 2


def test_a_response_that_another_says_has_changed(graph: Graph, tmp_path: Path) -> None:
    responses = tuple(
        Response("other", "Al Day", None, fact.evidence, fact.council)
        for fact in ROUND_UP.responses[:1]
    )
    other = graph_of(tmp_path, replace(ROUND_UP, responses=responses), "b.nq")
    changes = [c for c in compare(graph, other) if c.kind == "response"]
    assert [(c.council, c.change) for c in changes if c.fact == "We will do better."] == [
        ("Luton", "changed")
    ]
    assert {kind for _, kind, _ in facts(other)} >= {"response", "finding"}


CLEAR, WAIT = "Plans in Derby are clear.", "Children in Leicester wait too long."


@pytest.mark.parametrize(
    ("clear", "wait", "sections", "why"),
    [
        ((DERBY, "Plans"), (DERBY, "Plans"), [("Plans", {DERBY}, 1, {CLEAR, WAIT})], "one of both"),
        (
            (DERBY, "Plans"),
            (DERBY, "Waits"),
            [("Plans", {DERBY}, 1, {CLEAR}), ("Waits", {DERBY}, 1, {WAIT})],
            "two headings",
        ),
        (
            (DERBY, "Plans"),
            (LEICESTER, "Plans"),
            [("Plans", {DERBY}, 1, {CLEAR}), ("Plans", {LEICESTER}, 1, {WAIT})],
            "two councils under one heading",
        ),
        (
            (None, None),
            (LUTON, None),
            [("", {DERBY, LEICESTER, LUTON}, 2, {CLEAR}), ("", {LUTON}, 0, {WAIT})],
            "all that the document is about, and a council that it reports no inspection of",
        ),
    ],
)
def test_a_section_has_what_its_findings_have_in_common(
    clear: tuple[str | None, str | None],
    wait: tuple[str | None, str | None],
    sections: list[tuple[str, set[str], int, set[str]]],
    why: str,
    tmp_path: Path,
) -> None:
    stated = tuple(
        replace(finding("mixed", quote, council), section=heading)
        for quote, (council, heading) in ((CLEAR, clear), (WAIT, wait))
    )
    graph = graph_of(tmp_path, replace(ROUND_UP, findings=stated))
    found: dict[str, tuple[str, set[str], set[str], set[str]]] = {}
    rows = graph.query(
        f"""PREFIX kg: <{PREFIXES["kg"]}> SELECT ?section ?heading ?council ?on ?text {{
          ?finding kg:inSection ?section ; kg:text ?text . ?section kg:council ?council
          OPTIONAL {{ ?section kg:heading ?heading }} OPTIONAL {{ ?section kg:inspection ?on }} }}"""
    )
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        section, heading, council, on, text = (cell.value if cell else "" for cell in row)
        one = found.setdefault(section, (heading, set(), set(), set()))
        one[1].add(token(council))
        one[2].update({on} - {""})
        one[3].add(text)
    stated_of = [(h, c, len(i), t) for h, c, i, t in found.values()]
    assert sorted(stated_of, key=lambda section: max(section[3])) == sorted(
        sections, key=lambda section: max(section[3])
    ), why


def test_the_shapes_hold(graph: Graph) -> None:
    conforms, report = validate(graph)
    assert conforms, report


@pytest.mark.parametrize(
    ("names", "programmes", "reason"),
    [
        (("Reach Out", "Reach Out!"), 2, "a sign at the end tells two programmes apart"),
        (("Family", "Family+"), 2, "another one"),
        (("Zoë’s Place", "Zoes Place"), 1, "one programme in two spellings, each with its words"),
        (("Very " * 15 + "Good", "Very " * 15 + "Bad"), 1, "names that are alike for long"),
    ],
)
def test_names_that_are_alike_keep_their_own_quotes(
    names: tuple[str, str], programmes: int, reason: str, tmp_path: Path
) -> None:
    named = tuple(
        NamedThing(name, "programme", None, number, (place, place + 9), Evidence(place, place + 9, "test"), DERBY)
        for number, (name, place) in enumerate(zip(names, (0, 12), strict=True), start=1)
    )  # fmt: skip
    graph = graph_of(tmp_path, replace(ROUND_UP, programmes=named))
    told = rows(graph, "programmes", "name", "quote")
    assert sorted(told) == sorted(
        (name, TEXT[place : place + 9]) for name, place in zip(names, (0, 12), strict=True)
    ), reason
    mentions = {q.object for q in graph.store if str(q.predicate).endswith("#mentions>")}
    assert len([iri for iri in mentions if "/programme/" in str(iri)]) == programmes, reason
    conforms, report = validate(graph)
    assert conforms, report
