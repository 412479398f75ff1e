"""One person in many documents."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.extraction.pipeline import extract
from kg.graph.document_graph import document_quads
from kg.graph.entity_graph import entity_quads
from kg.graph.linking import link
from kg.rdf.iris import PREFIXES, THINGS
from leaders import document, joint, single, story


def people(*texts: str) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Whom the graph of several texts takes for one: IRI -> IRI, and the names of each IRI."""
    store = ox.Store()
    for number, text in enumerate(texts):
        doc = document(text, f"{number:016d}".ljust(64, "0"))
        store.load(document_quads(link(doc, extract(doc))), ox.RdfFormat.N_QUADS)
    same: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for quad in entity_quads(store):
        subject = str(quad.subject.value).removeprefix(THINGS)  # type: ignore[union-attr]
        if quad.predicate.value == PREFIXES["owl"] + "sameAs":
            same[subject] = quad.object.value.removeprefix(THINGS)  # type: ignore[union-attr]
        elif subject.startswith("person/") and isinstance(quad.object, ox.Literal):
            names.setdefault(subject, set()).add(quad.object.value)
    return same, names


def leaders_of(names: dict[str, set[str]]) -> list[str]:
    """The IRIs but that of the letters' signatory."""
    return sorted(set(names) - {"person/yvonne-stansted"})


def test_the_same_name_in_two_councils_is_two_people() -> None:
    body = "Jane Rowley, director of children’s services, said so."
    same, names = people(story(body), story(body, "Leicester"))
    assert same == {}
    assert sorted(names) == ["person/jane-rowley-E06000015", "person/jane-rowley-E06000016"]


@pytest.mark.parametrize(
    ("move", "one"),
    [
        ("Jane Rowley, director of people, joined the council from Derby City Council.", True),
        ("Jane Rowley, previously chief executive of Derby City Council, is our DCS.", True),
        ("Jane Rowley, director of people, joined the council from Luton Council.", False),
        ("Jane Rowley, director of people, spoke of Derby City Council.", False),
    ],
    ids=["joined from", "previously", "from a third council", "only speaks of it"],
)
def test_a_stated_move_makes_them_one(move: str, one: bool) -> None:
    same, _ = people(story("Jane Rowley, chief executive, spoke."), story(move, "Leicester"))
    assert bool(same) is one


def test_the_same_post_makes_them_one() -> None:
    """Two letters of two councils to one chief constable, and a name with a slip."""
    letter = "Jane Rowley, Chief Constable, Example Constabulary\nTom Ashby, Independent Scrutineer"
    _, names = people(joint(letter), joint(letter).replace("Derby", "Leicester"))
    assert leaders_of(names) == [
        "person/jane-rowley-example-constabulary",
        "person/tom-ashby-independent-scrutineer",
    ]
    said = "Nigel Johnson, chief executive, spoke."
    same, names = people(story(said), story(said.replace("Johnson", "Johnston")))
    assert same == {"person/nigel-johnson-E06000015": "person/nigel-johnston-E06000015"}
    assert names["person/nigel-johnston-E06000015"] == {"Nigel Johnson", "Nigel Johnston"}


def test_an_inspector_is_one_person_across_councils() -> None:
    team = single("X.") + "\n## The inspection team\n\nLead inspector: {}\n\nTeam inspectors: {}\n"
    same, names = people(
        team.format("Stephanie Marden", "Donna Marsden"),
        team.format("Steph Marden", "Donna Marsdenn").replace("Derby", "Leicester"),
        team.format("Stephanie Marden", "Paula Marden and Paul Marden"),
    )
    assert same == {
        "person/steph-marden": "person/stephanie-marden",
        "person/donna-marsden": "person/donna-marsdenn",
    }
    assert names["person/stephanie-marden"] == {"Stephanie Marden", "Steph Marden"}


TEAM = "\n## The inspection team\n\nLead inspector: Norma Penfold\n\nTeam inspectors: {}\n"
COUNCILS = ("Derby", "Leicester", "Luton", "Medway", "Slough", "Southend-on-Sea", "Thurrock")


def teams(*members: str) -> list[str]:
    """Reports of one council each, with one member of the team each."""
    return [
        (single("X.") + TEAM.format(member)).replace("Derby", council)
        for member, council in zip(members, COUNCILS, strict=False)
    ]


@pytest.mark.parametrize(
    ("members", "same", "why"),
    [
        (
            [*["Donna Marsden"] * 2, "Donna Mardsen", "Donna Marsdenn"],
            {"donna-mardsen": "donna-marsden", "donna-marsdenn": "donna-marsden"},
            "F3: two slips of one name that are not alike themselves",
        ),
        (
            [*["Janet Fraser"] * 5, "Janet Frazer"],
            {"janet-frazer": "janet-fraser"},
            "F3: a letter, once beside many",
        ),
        ([*["Janet Fraser"] * 2, "Janet Frazer"], {}, "a letter, once beside a few"),
        (
            [*["Janet Fraser"] * 5, *["Janet Frazer"] * 2],
            {},
            "another spelling that comes again",
        ),
    ],
)
def test_spellings_of_inspectors(members: list[str], same: dict[str, str], why: str) -> None:
    found, _ = people(*teams(*members))
    assert found == {f"person/{a}": f"person/{b}" for a, b in same.items()}, why


def test_two_in_one_document_are_two_in_all() -> None:
    """ "Chris" may be either of the two whom one team has, so nothing is said of him or her."""
    team = single("X.") + "\n## The inspection team\n\nLead inspector: {}\n\nTeam inspectors: {}\n"
    same, _ = people(
        team.format("Christine Marden", "Christopher Marden"),
        team.format("Chris Marden", "Donna Marsden").replace("Derby", "Leicester"),
    )
    assert same == {}
