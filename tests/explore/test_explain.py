"""From an entity, a claim or a finding to the words that it rests on."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from command_line import kg
from kg.errors import UsageError
from kg.explore.explain import explain, format_citations, format_quotes, quotes_in
from kg.query.resolve import resolve
from kg.rdf.iris import THINGS, thing
from kg.store.graph import Graph, open_graph
from places import TESTS

SAMPLE = TESTS / "graphs" / "sample.trig"

FINDING = thing("finding", "a000000000000003", "p9-370-404")
VISIT = thing("inspection", "E06000055", "focused-visit", "2019-02-05")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return open_graph(SAMPLE)


SORRY = "We are sorry, and social workers' caseloads are down now."


@pytest.mark.parametrize(
    ("what", "words", "reason"),
    [
        ("Una Vale", {"Inspector: Una Vale"}, "a name: each claim about the person, in two reports"),
        ("una  vale", {"Inspector: Una Vale"}, "whatever its case and blanks"),
        ("person:una-vale", {"Inspector: Una Vale"}, "an IRI with a known prefix"),
        (f"<{THINGS}person/una-vale>", {"Inspector: Una Vale"}, "an IRI in full"),
        ("Sam Holt", {"Sam Holt, Chief Constable"}, "the holder of a post"),
        ("Jo Reed", {"Jo Reed, Director of Children's Services", SORRY}, "both who are called so, and what one says"),
        ("caseloads are down", {SORRY}, "a response by some of its words"),
        ("news/story.html", {"Published: 2022-04-20", SORRY}, "a document, with what others say in it"),
        ("Harbour Families", {
            "Harbour Families works with parents, and it works well.",
            "A “harbour families” team helps early; it is \\ no line end.",
            "Health assessments are now timely.",
        }, "a programme: its mentions, and the finding that names it"),
        (FINDING, {"Health assessments are now timely."}, "a finding by its IRI"),
        ("too slowly when children", {"Partners share information too slowly when children go missing."}, "a finding by some of its words"),
        (thing("judgement", "a000000000000003", "E06000055", "leadership"), {"leadership: outstanding"}, "a claim"),
        ("2021/central.pdf", {"Published: 2021-12-06"}, "a document by its path: its own date alone"),
        (VISIT, {"visited on 5 and 6 February 2019", "Inspector: Ada Moss", 'Inspector: Tom "Tim" Birch'}, "an inspection: its dates and who inspected, no finding"),
        ("Cumbria County Council", {"3 to 25 March 2015", "Cumbria County Council", "overall-effectiveness: inadequate"}, "a council by its long name: no finding"),
        ("E10000006", {"3 to 25 March 2015", "Cumbria County Council", "overall-effectiveness: inadequate"}, "and by its code"),
    ],
)  # fmt: skip
def test_the_words_behind(what: str, words: set[str], reason: str, graph: Graph) -> None:
    assert {quote.words for quote in explain(graph, what)} == words, reason


def test_a_quote_says_where_it_stands_and_what_for(graph: Graph) -> None:
    (quote,) = explain(graph, FINDING)
    assert quote.kind == "Finding"
    assert (quote.path, quote.title) == ("2022/report.pdf", "Inspection of Bedford Borough")
    assert (quote.page, quote.paragraph, quote.start, quote.end) == (4, "9", 370, 404)
    assert (quote.component, quote.confidence) == ("findings", 0.93)
    assert ("finding kind", "strength") not in quote.states, "the sample has no reference data"
    assert ("names thing", "Harbour Families") in quote.states


def test_evidence_for_a_part_of_a_claim_states_that_part_alone(graph: Graph) -> None:
    dates = next(quote for quote in explain(graph, VISIT) if quote.kind == "Inspection")
    assert dates.states == (("end", "2019-02-06"), ("start", "2019-02-05"))


def test_kinds_stand_in_a_fixed_order(graph: Graph) -> None:
    kinds = [quote.kind for quote in explain(graph, "E06000055")]
    order = [
        "Inspection",
        "Mention",
        "Judgement",
        "Association",
        "Tenure",
        "EarlierInspection",
        "Response",
    ]
    assert list(dict.fromkeys(kinds)) == order


def test_the_order_of_a_build_leaves_no_trace(graph: Graph) -> None:
    store = ox.Store()
    store.extend(sorted(graph.store, key=str, reverse=True))
    assert explain(Graph(store, None, "reversed"), "Bedford") == explain(graph, "Bedford")


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("Ada Mos", "Unknown name 'Ada Mos'. Did you mean 'Ada Moss'?"),
        ("Harbor Famlies", "Unknown name 'Harbor Famlies'. Did you mean 'Harbour Families'?"),
        ("", "Unknown name ''."),
        ("person:nobody", "Unknown IRI 'person:nobody'."),
        ("https://example.org/a b", "is not a valid IRI"),
    ],
)
def test_what_is_not_there_is_said_with_the_nearest(what: str, message: str, graph: Graph) -> None:
    with pytest.raises(UsageError) as caught:
        explain(graph, what)
    assert message in str(caught.value)


def test_a_council_of_which_nothing_is_said_has_no_words(graph: Graph) -> None:
    assert explain(graph, "Essex County Council") == ()
    assert format_quotes(()) == ""


def test_quotes_as_text(graph: Graph) -> None:
    assert format_quotes(explain(graph, "Sam Holt")) == (
        "Tenure: council council:E06000055, council council:E06000056, member Sam Holt, "
        "name Sam Holt, organisation text the police, "
        "role https://w3id.org/inspection-kg/concept/post-role/other, role text Chief Constable\n"
        "  “Sam Holt, Chief Constable”\n"
        "  Joint inspection in Bedford Borough and Central Bedfordshire: joint/letter.pdf, page 1, "
        "characters 103 to 128\n"
        "  found by leaders, confidence 1; "
        f"{thing('post', 'a000000000000004', 'other-103')}\n"
    )


def test_nothing_that_is_shown_moves_the_terminal(graph: Graph) -> None:
    store = ox.Store()
    store.extend(graph.store)
    store.update(
        "PREFIX kg: <https://w3id.org/inspection-kg/ontology#> "
        'DELETE { GRAPH ?g { ?s kg:text ?o } } INSERT { GRAPH ?g { ?s kg:text "\\u001b[31m\\u202e" } } '
        "WHERE { GRAPH ?g { ?s kg:text ?o ; kg:component ?any } }"
    )
    shown = format_quotes(explain(Graph(store, None, "hostile"), "Sam Holt"))
    assert "\x1b" not in shown and "\u202e" not in shown


def test_each_place_is_cited_once(graph: Graph) -> None:
    quotes = explain(graph, "Harbour Families")
    assert format_citations(graph, [*quotes, *quotes], "text") == format_citations(
        graph, quotes, "text"
    )
    text = format_citations(graph, explain(graph, FINDING), "text")
    assert text == "Inspection of Bedford Borough, published 19 April 2022, page 4, paragraph 9.\n"


def test_an_unknown_format_is_refused_with_those_that_are_known(graph: Graph) -> None:
    with pytest.raises(UsageError, match="text, bibtex, ris, csl-json"):
        format_citations(graph, explain(graph, FINDING), "endnote")


def test_citations_at_the_command_line(tmp_path: Path) -> None:
    shown = kg("why", FINDING, "--graph", SAMPLE, "-f", "ris")
    assert shown.exit_code == 0 and shown.stdout_bytes.count(b"\r\n") > 3
    target = tmp_path / "quotes.ris"
    assert kg("why", FINDING, "--graph", SAMPLE, "-o", target).stdout == ""
    assert target.read_bytes() == shown.stdout_bytes


def test_quotes_of_some_kinds_only(graph: Graph) -> None:
    council = thing("council", "E06000055")
    everything = explain(graph, council)
    some = explain(graph, council, ["Judgement"])
    assert some == tuple(quote for quote in everything if quote.kind == "Judgement")
    assert 0 < len(some) < len(everything)


def test_the_quotes_of_a_document_are_those_of_its_facts(graph: Graph) -> None:
    """Its own and those of its inspections and claims, in the order of its text; no others."""
    some = explain(graph, "Bradford")
    for path in {quote.path for quote in some}:
        (iri,) = resolve(graph, path, {"document"}).things
        found = quotes_in(graph, iri)
        assert {quote for quote in some if quote.path == path} <= set(found)
        assert {quote.path for quote in found} == {path}
        assert [quote.start for quote in found] == sorted(quote.start for quote in found)
        assert all(quote.kind for quote in found)
