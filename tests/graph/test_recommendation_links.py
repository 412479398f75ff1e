"""What became of recommendations: links to later statements, and states."""

from __future__ import annotations

import random
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.graph.document_graph import document_quads
from kg.graph.inspection_links import InspectionLinks
from kg.graph.recommendation_links import Link, Place, follow_up_quads, links, said, state
from kg.graph.same_issue import Statement
from kg.rdf.iris import ENTITIES_GRAPH, concept, thing, token
from kg.rdf.vocabulary import named_node
from kg.resources import reference_files
from linked_reports import ilacs, linked

ASKED = "The regularity and quality of supervision."
GOOD = "Supervision is regular and of good quality."


def place(
    text: str,
    day: str,
    kind: str = "strength",
    council: str = "Derby",
    document: str = "",
    trend: str = "",
    until: str = "",
) -> Place:
    iri = f"{day}-{text}"
    one = Statement(iri, text, kind, ("supervision-and-management-oversight",), "ilacs")
    return Place(one, council, document or day, 0, day, until or day, trend)


def asked(day: str, until: str = "") -> Place:
    return place(ASKED, day, "recommendation", until=until)


@pytest.mark.parametrize(
    ("places", "expected", "why"),
    [
        ([asked("2020-01-06"), place(GOOD, "2022-01-10")], ["2022-01-10"], "a later finding"),
        ([asked("2020-01-06"), place(GOOD, "2018-01-10")], [], "an earlier one"),
        ([asked("2020-01-06"), place(GOOD, "2020-01-06")], [], "of the same day: its own"),
        ([asked("2020-01-01", "2020-01-31"), place(GOOD, "2020-01-10")], [], "perhaps before it"),
        ([asked("2020-01-06"), place(GOOD, "2022-01-10", council="Luton")], [], "another council"),
        ([asked("2020-01-06"), place("Staff like tea.", "2022-01-10")], [], "about something else"),
        (
            [asked("2020-01-06"), place(GOOD, "2024-01-10"), place(GOOD, "2022-01-10")],
            ["2022-01-10", "2024-01-10"],
            "in order of their dates",
        ),
    ],
)
def test_later_statements(places: list[Place], expected: list[str], why: str) -> None:
    (found,) = (each for item, each in links(places, {}) if item.statement.text == ASKED)
    assert [link.later.first for link in found] == expected, why


@pytest.mark.parametrize(
    ("kinds", "second", "gap", "says", "why"),
    [
        (("weakness", "strength"), "Supervision has been put right.", 1, "some-progress", "both are said at once"),
        (("strength", "weakness"), "However, supervision is rare.", 1, "some-progress", "as above"),
        (("weakness", "strength"), "Adopters are well trained.", 1, "raised-again", "on something else"),
        (("weakness", "weakness"), "Supervision is rare.", 1, "raised-again", "both find fault"),
        (("weakness", "strength"), "Supervision has been put right.", 90, "raised-again", "it stands elsewhere"),
    ],
)  # fmt: skip
def test_a_sentence_with_the_contrary_right_after_it(
    kinds: tuple[str, str], second: str, gap: int, says: str, why: str
) -> None:
    first = place(GOOD, "2022-01-10", kinds[0], document="d")
    following = replace(place(second, "2022-01-10", kinds[1], document="d"), start=len(GOOD) + gap)
    ((_, found),) = links([asked("2020-01-06"), first, following], {})
    assert found[0].says == says, why


def test_a_link_that_a_document_states_needs_no_likeness() -> None:
    item, later = asked("2020-01-06"), place("This was asked for before.", "2022-01-10")
    stated = {item.statement.iri: {later.statement.iri: 0.65}}
    ((_, found),) = links([item, later], stated)
    assert [link.confidence for link in found] == [0.65]
    ((_, early),) = links([item, place(later.statement.text, "2019-01-10")], stated)
    assert early == []


def test_the_order_of_documents_does_not_matter() -> None:
    places = [asked(f"20{n}-01-06") for n in range(10, 20)] + [place(GOOD, "2019-06-01")]
    mixed = random.Random(1).sample(places, len(places))
    assert list(links(places, {})) == list(links(mixed, {}))


@pytest.mark.parametrize(
    ("kind", "trend", "text", "says", "why"),
    [
        ("recommendation", "", ASKED, "raised-again", "asked for again"),
        ("weakness", "", "Supervision is rare.", "raised-again", "still weak"),
        ("weakness", "improving", "Supervision is less rare.", "some-progress", "weak, but better"),
        ("mixed", "", "Some supervision is good.", "some-progress", "both"),
        ("strength", "", GOOD, "settled", "good"),
        ("strength", "improving", GOOD, "settled", "good, and better than before"),
        ("strength", "declining", GOOD, "some-progress", "good, but less so"),
        ("strength", "", "Supervision is beginning to help.", "some-progress", "a beginning"),
        ("strength", "", "Supervision is mostly regular.", "some-progress", "not always"),
        ("strength", "", "Most supervision is regular.", "some-progress", "not for all"),
        (
            "strength",
            "",
            "Supervision is designed to be regular.",
            "some-progress",
            "a design, no result",
        ),
        (
            "strength",
            "",
            "The utmost is made of supervision.",
            "settled",
            "most as a part of a word",
        ),
    ],
)
def test_what_a_statement_says(kind: str, trend: str, text: str, says: str, why: str) -> None:
    assert said(place(text, "2022-01-10", kind).statement, trend) == says, why


@pytest.mark.parametrize(
    ("later", "expected", "why"),
    [
        ([], "no-later-word", "nothing"),
        ([("2022", "strength")], "settled", "good"),
        ([("2022", "weakness"), ("2024", "strength")], "settled", "the latest document decides"),
        ([("2022", "strength"), ("2024", "weakness")], "raised-again", "as above"),
        ([("2024", "strength"), ("2024", "weakness")], "some-progress", "it says both"),
        ([("2024", "strength"), ("2024", "recommendation")], "raised-again", "asked for again"),
        ([("2024", "mixed"), ("2024", "mixed")], "some-progress", "all say so"),
    ],
)
def test_the_state(later: list[tuple[str, str]], expected: str, why: str) -> None:
    item = asked("2020-01-06")
    found = []
    for year, kind in later:
        one = place(f"{GOOD} {kind}", f"{year}-01-10", kind)
        found.append(Link(item, one, said(one.statement, ""), 0.9))
    assert state(found) == expected, why
    assert state(found[::-1]) == expected, why


def store_of(*texts: str) -> ox.Store:
    """The claims of documents, with reference data and all links between inspections."""
    store = ox.Store()
    for file in reference_files():
        if file.name in ("councils.ttl", "concepts.ttl"):
            store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    for text in texts:
        store.load(document_quads(linked(text)), ox.RdfFormat.N_QUADS)
    store.extend(list(InspectionLinks(store).quads()))
    return store


NEEDS = "## What needs to improve?\n\n- The regularity and quality of supervision.\n"
FIRST = ilacs(NEEDS, "4 to 15 March 2019")
SECOND = ilacs("## Findings\n\nSupervision is regular and of good quality.")


def test_follow_ups_are_claims_with_evidence() -> None:
    store = store_of(FIRST, SECOND)
    quads = list(follow_up_quads(store))
    values: dict[str, dict[str, str]] = {}
    for quad in quads:
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        name = token(quad.predicate.value.replace("#", "/"))
        values.setdefault(quad.subject.value, {})[name] = quad.object.value
    (claim,) = (row for row in values.values() if "finding" in row)
    item = claim["addressesRecommendation"]
    assert (
        token(claim["recommendationState"])
        == token(values[item]["recommendationState"])
        == "settled"
    )
    assert 0.7 <= float(claim["confidence"]) <= 1
    assert claim.keys() == {"type", "finding", "addressesRecommendation", "document", "evidence", "council", "recommendationState", "confidence"}  # fmt: skip
    assert quads == list(follow_up_quads(store_of(SECOND, FIRST))), "whatever the order"


def test_a_recommendation_to_several_councils_has_one_state() -> None:
    store = store_of(FIRST, SECOND)
    (item,) = {
        quad.subject
        for quad in store.quads_for_pattern(None, named_node("kg:findingKind"), None)
        if quad.object == ox.NamedNode(concept("finding-kind", "recommendation"))
    }
    other = ox.NamedNode(thing("council", "E06000035"))
    store.add(ox.Quad(item, named_node("kg:council"), other, ox.NamedNode(ENTITIES_GRAPH)))
    states = [
        token(quad.object.value)
        for quad in follow_up_quads(store)
        if quad.subject == item and isinstance(quad.object, ox.NamedNode)
    ]
    assert states == ["settled"], "nothing later is on the other council"


def test_nothing_follows_up_an_inspection_without_a_date() -> None:
    undated = ilacs(NEEDS).replace("Inspection dates: 8 to 19 July 2024\n\n", "")
    assert list(follow_up_quads(store_of(undated, SECOND.replace("July", "June")))) == []
