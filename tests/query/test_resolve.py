"""What a name means: one table of names, and every command that takes one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.builds.build import build
from kg.curation.targets import Documents
from kg.errors import InputError, UsageError
from kg.explore import search
from kg.explore.explain import explain
from kg.query.answer import Table
from kg.query.library import bind, find
from kg.query.resolve import is_mentioned, not_mentioned, resolve, spellings_of
from kg.query.run import run
from kg.rdf.iris import KG, PREFIXES, as_iri, concept, document_key, thing
from kg.store.graph import Graph, open_graph
from kg.suggestions import did_you_mean, unknown
from kg.views.view import ViewRequest, view
from places import TESTS

SAMPLE = TESTS / "graphs" / "sample.trig"

LETTER = """5 June 2021

Dear Ms Harling

## Focused visit to {council} children’s services

This letter sums up the findings of the focused visit to {council} children’s services on
{day} and 19 May 2021. The inspectors were Norma Penfold, HMI, and Nick Tracey, HMI.

Assessments of children are timely. Too many children wait for help.

Yours sincerely

Nick Tracey
Her Majesty’s Inspector
"""
COUNCILS = (
    "City of Bradford Metropolitan District Council",
    "Bournemouth, Christchurch and Poole Council",
    "Bath and North East Somerset Council",
    "Blackburn with Darwen Borough Council",
)

NAMES = [
    ("Bradford", "E08000032", "the short name"),
    ("City of Bradford", "E08000032", "a name that the kind of council makes"),
    ("Bradford Council", "E08000032", "another"),
    ("bradford metropolitan district council", "E08000032", "a longer one, in lower case"),
    ("  Bradford\u00a0MDC ", "E08000032", "an abbreviation, with blanks around and a hard one inside"),
    ("E08000032", "E08000032", "the GSS code"),
    ("e08000032", "E08000032", "the GSS code in lower case"),
    ("380", "E08000032", "the LA code"),
    (thing("council", "E08000032"), "E08000032", "the IRI"),
    (f"<{thing('council', 'E08000032')}>", "E08000032", "the IRI as Turtle writes it"),
    ("council:E08000032", "E08000032", "the IRI with its prefix"),
    ("council/E08000032", "E08000032", "the IRI as a curation file writes it"),
    ("BCP", "E06000058", "an abbreviation"),
    ("Bath & North East Somerset", "E06000022", "an ampersand"),
    ("Báth and North East Sömerset", "E06000022", "accents"),
    ("Blackburn-with-Darwen", "E06000008", "hyphens"),
    ("blackburn with darwen council", "E06000008", "all in lower case"),
]  # fmt: skip
IDS = [name[2] for name in NAMES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of one letter a council."""
    home = tmp_path_factory.mktemp("resolve")
    for number, council in enumerate(COUNCILS):
        text = LETTER.format(council=council, day=10 + number)
        (home / f"{number}.md").write_text(text, encoding="utf-8")
    assert len(build([home], home / "out").documents) == len(COUNCILS)
    return home / "out"


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    return open_graph(folder)


@pytest.fixture(scope="module")
def sample() -> Graph:
    return open_graph(SAMPLE)


@pytest.mark.parametrize(("name", "gss", "reason"), NAMES, ids=IDS)
def test_kg_query_takes_every_name_of_a_council(
    name: str, gss: str, reason: str, graph: Graph
) -> None:
    answer = run(graph, bind(find("council-overview"), {"council": name}))
    assert isinstance(answer, Table)
    at = answer.columns.index("gss")
    assert {getattr(row[at], "value", "") for row in answer.rows} == {gss}, reason


@pytest.mark.parametrize(("name", "gss", "reason"), NAMES, ids=IDS)
def test_kg_find_takes_every_name_of_a_council(
    name: str, gss: str, reason: str, folder: Path
) -> None:
    found = search.find(
        folder, search.SearchRequest(("children",), councils=(name,), kind="finding")
    )
    assert found.hits, reason
    assert {code for hit in found.hits for code, _ in hit.councils} == {gss}, reason


@pytest.mark.parametrize(("name", "gss", "reason"), NAMES, ids=IDS)
def test_kg_why_takes_every_name_of_a_council(
    name: str, gss: str, reason: str, graph: Graph
) -> None:
    quotes = explain(graph, name)
    assert quotes and quotes == explain(graph, thing("council", gss)), reason


@pytest.fixture(scope="module")
def page(graph: Graph) -> Callable[[str], bytes]:
    """The page around a council, by its IRI."""
    pages: dict[str, bytes] = {}

    def of(iri: str) -> bytes:
        if iri not in pages:
            pages[iri] = view(graph, ViewRequest((iri,)))
        return pages[iri]

    return of


@pytest.mark.parametrize(("name", "gss", "reason"), NAMES, ids=IDS)
def test_kg_view_takes_every_name_of_a_council(
    name: str, gss: str, reason: str, graph: Graph, page: Callable[[str], bytes]
) -> None:
    drawn = view(graph, ViewRequest((name,)))
    assert drawn == page(thing("council", gss)), reason


@pytest.mark.parametrize(("name", "gss", "reason"), NAMES, ids=IDS)
def test_a_curation_file_takes_every_name_of_a_council(
    name: str, gss: str, reason: str, graph: Graph
) -> None:
    hashes = {
        quad.object.value
        for quad in graph.store.quads_for_pattern(None, ox.NamedNode(KG + "sha256"), None)
        if isinstance(quad.object, ox.Literal)
    }

    def quads(sha: str) -> bytes:
        named = ox.NamedNode(thing("graph", document_key(sha)))
        found = graph.store.quads_for_pattern(None, None, None, named)
        return ox.serialize(found, format=ox.RdfFormat.N_QUADS) or b""

    documents = Documents.of(hashes, quads, lambda sha: graph.text(sha) or "")
    assert documents.thing({"council": name}) == thing("council", gss), reason


# --- other things, in a graph that is written by hand ---

OTHERS = [
    ("una vale", ("person/una-vale",), "a person, whatever the case"),
    ("person/una-vale", ("person/una-vale",), "the end of an IRI"),
    ("Jo Reed", ("person/jo-reed-E06000055", "person/jo-reed-E06000056"), "two of one name: both"),
    ("harbour-families", ("programme/harbour-families",), "a programme, with a hyphen"),
    ("2021/central.pdf", ("document/a000000000000008",), "a document, by its path"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "things", "reason"), OTHERS, ids=[o[2] for o in OTHERS])
def test_what_the_graph_itself_names(
    text: str, things: tuple[str, ...], reason: str, sample: Graph
) -> None:
    found = resolve(sample, text).things
    assert tuple(iri.removeprefix(thing("")) for iri in found) == things, reason


MISSING = [
    ("Una Vael", None, "Unknown name 'Una Vael'. Did you mean 'Una Vale'?", "a slip of the pen"),
    ("Bradfrod", None, "Unknown name 'Bradfrod'.", "no reference data in this graph to suggest from"),
    ("Atlantis", None, "Unknown name 'Atlantis'.", "nothing is near"),
    ("", None, "Unknown name ''.", "nothing at all"),
    ("person:nobody", None, "Unknown IRI 'person:nobody'.", "an IRI that the graph does not have"),
    ("person:una-vale", ("council", "theme"), "'person:una-vale' is not a council or theme.", "another kind"),
    ("Una Vale", ("council", "theme"), "Unknown name 'Una Vale'.", "a name of another kind"),
    ("Jo Reed", None, "'Jo Reed' may be Jo Reed (person/jo-reed-E06000055) or Jo Reed (person/jo-reed-E06000056). Give the IRI.", "two of one name"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kinds", "message", "reason"), MISSING, ids=[m[3] for m in MISSING]
)
def test_why_a_text_is_not_one_thing(
    text: str, kinds: tuple[str, ...] | None, message: str, reason: str, sample: Graph
) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(sample, text, kinds).one  # noqa: B018 - the property raises
    assert str(caught.value) == message, reason


def test_a_council_suggests_its_official_name_everywhere(graph: Graph, folder: Path) -> None:
    wanted = "'Bradfrod'. Did you mean 'City of Bradford Metropolitan District Council'?"
    asked: list[Callable[[], object]] = [
        lambda: bind(find("council-overview"), {"council": "Bradfrod"}),
        lambda: search.find(folder, search.SearchRequest(("children",), councils=("Bradfrod",))),
        lambda: explain(graph, "Bradfrod"),
        lambda: view(graph, ViewRequest(("Bradfrod",))),
    ]
    for ask in asked:
        with pytest.raises(UsageError) as caught:
            ask()
        assert str(caught.value).endswith(wanted)


@pytest.mark.parametrize(
    ("name", "message", "reason"),
    [
        ("Essex", "Essex County Council (E10000012) is known, but no document in {graph} mentions it.", "a council"),
        ("Ofsted", "Ofsted: graphs don't record mentions of inspectorates. Search the text instead: kg find 'Ofsted'", "an inspectorate"),
        ("Barnardo’s", "Barnardo's is known, but no document in {graph} mentions it.", "an organisation"),
    ],
)  # fmt: skip
def test_what_is_known_and_not_mentioned(
    name: str, message: str, reason: str, graph: Graph
) -> None:
    iri = resolve(graph, name).one
    assert not is_mentioned(graph, iri)
    assert not_mentioned(graph, [iri]) == message.format(graph=graph.name), reason
    assert explain(graph, name) == (), reason
    with pytest.raises(InputError) as caught:
        view(graph, ViewRequest((name,)))
    assert str(caught.value) == message.format(graph=graph.name), reason


def test_the_council_before_a_reform_is_suggested_where_documents_mention_that() -> None:
    graph = Graph(ox.Store(), None, "g")
    claim, council = (
        ox.NamedNode(thing(*one)) for one in (("inspection", "x"), ("council", "E10000009"))
    )
    for predicate, value in (
        ("council", council),
        ("evidence", ox.NamedNode(thing("evidence", "x"))),
    ):
        graph.store.add(ox.Quad(claim, ox.NamedNode(KG + predicate), value))
    assert not_mentioned(graph, resolve(graph, "Dorset").things) == (
        "Dorset Council (E06000059) is known, but no document in g mentions it. "
        "Did you mean Dorset County Council (E10000009)?"
    )


def test_a_name_stands_for_both_iris_of_a_person_and_an_iri_for_itself() -> None:
    graph = open_graph(SAMPLE)
    other, una = (ox.NamedNode(thing("person", name)) for name in ("una-vail", "una-vale"))
    for predicate, value in (("owl:sameAs", una), ("rdfs:label", ox.Literal("Una Vail"))):
        prefix, _, name = predicate.partition(":")
        graph.store.add(ox.Quad(other, ox.NamedNode(PREFIXES[prefix] + name), value))
    assert resolve(graph, "Una Vail").one == una.value
    assert spellings_of(graph, una.value) == (una.value, other.value)
    assert resolve(graph, "person:una-vail").one == other.value
    assert explain(graph, "Una Vail") and not explain(graph, "person:una-vail")


def test_a_theme_is_meant_where_themes_are_asked_for(graph: Graph) -> None:
    assert resolve(graph, "care leavers", ("theme",)).one == concept("theme", "care-leavers")
    assert resolve(graph, "care leavers").things == (), "kg why looks for the words of findings"


@pytest.mark.parametrize("text", ["https://example.org/a b", "person:a b"])
def test_a_malformed_iri_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a valid IRI"):
        as_iri(text)


# --- suggestions ---

KNOWN = ("Bedford", "Bradford", "Central Bedfordshire", "Essex", "Oxfordshire", "C")


@pytest.mark.parametrize(
    ("word", "suggested", "reason"),
    [
        ("Bradfrod", "Did you mean 'Bradford'?", "two letters change places"),
        ("bradford", "Did you mean 'Bradford'?", "another case"),
        ("Bdford", "Did you mean 'Bedford'?", "a letter left out, and not one that is further off"),
        ("Bedfordshire", "Did you mean 'Central Bedfordshire'?", "a word of a name"),
        ("Bradford East", "Did you mean 'Bradford'?", "a name and more"),
        ("BCP", "", "a letter in common is not near"),
        ("Atlantis", "", "nothing near"),
        ("", "", "nothing at all"),
        ("a" * 10_000, "", "no name at all"),
    ],
)
def test_what_is_suggested(word: str, suggested: str, reason: str) -> None:
    assert did_you_mean(word, KNOWN) == suggested, reason
    assert did_you_mean(word, reversed(KNOWN)) == suggested, "whatever the order"


def test_several_suggestions_and_control_characters() -> None:
    assert did_you_mean("ade", ["abe", "ale", "ace", "are"]) == ""
    assert did_you_mean("plans", ["plant", "plane", "plank", "plain"]) == (
        "Did you mean 'plain', 'plane' or 'plank'?"
    )
    assert "\x1b" not in unknown("query", "\x1bx", ["\x1bxy"])
