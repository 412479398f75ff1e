"""Facts, properties and grades as a page shows them."""

from __future__ import annotations

import pytest

from kg.explore.explain import Quote
from kg.rdf.iris import THINGS, concept
from kg.rdf.vocabulary import CLAIMS
from kg.serve.pages.records import (
    Fact,
    documents_on,
    facts,
    grade_table,
    is_known,
    kind_name,
    name_of,
    properties,
    sections,
    words,
)
from kg.store.graph import Graph, open_graph

States = tuple[tuple[str, str], ...]


def quote(kind: str, states: States, claim: str = "x", start: int = 0) -> Quote:
    return Quote(
        THINGS + claim, kind, states, "words", "Title", "a.pdf", 1, None, start, start + 5, "c", 1.0
    )


def judged(area: str, grade: str, inspection: str, claim: str) -> Quote:
    return quote("Judgement", (("area", area), ("grade", grade), ("inspection", inspection)), claim)


@pytest.mark.parametrize(
    ("states", "thing", "expected", "why"),
    [
        ((("grade", "good"),), "", {"grade": "Good"}, "the label of a concept"),
        ((("name", "good"),), "", {"name": "good"}, "a name that is a token too"),
        ((("role", "other"),), "", {"role": "Other post"}, "by the scheme of the property"),
        (
            (("inspection type", "other"),),
            "",
            {"inspection type": "Other inspection"},
            "the same token in another scheme",
        ),
        ((("since", "2019-05"),), "", {"since": "May 2019"}, "a date in words"),
        ((("council", "Kent"), ("grade", "good")), "Kent", {"grade": "Good"}, "not what the page is of"),
        ((("theme", "education"), ("theme", "workforce")), "", {"theme": "Education, Workforce"}, "several values"),
        ((("agent", "Jo Moss"), ("name", "Jo Moss")), "", {"inspector": "Jo Moss"}, "a name that is said already"),
        ((("agent", "Jo Moss"), ("name", "J Moss")), "", {"inspector": "Jo Moss", "name": "J Moss"}, "another spelling"),
        (
            (("inspection", "Kent: focused visit, 2021-06"),),
            "",
            {"inspection": "Kent: focused visit, June 2021"},
            "an inspection in words",
        ),
    ],
)  # fmt: skip
def test_what_a_fact_states(states: States, thing: str, expected: dict[str, str], why: str) -> None:
    (fact,) = facts([quote("Mention", states)], thing)
    assert dict(fact.states) == {**expected}, why


def test_quotes_of_one_statement_are_one_fact() -> None:
    grade: States = (("grade", "good"),)
    found = facts([
        quote("Judgement", grade, start=1), quote("Judgement", grade, start=9),
        quote("Judgement", (("grade", "inadequate"),)), quote("Judgement", grade, "y"),
    ])  # fmt: skip
    assert [(len(fact.quotes), fact.token) for fact in found] == [
        (2, "good"), (1, "inadequate"), (1, "good"),
    ]  # fmt: skip


def test_sections_have_the_newest_first_and_each_kind_has_a_heading() -> None:
    old = quote("Judgement", (("inspection", "Kent: ilacs, 2019-02-05"),), "old")
    new = quote("Judgement", (("inspection", "Kent: ilacs, 2022-02-05"),), "new")
    (section,) = sections(facts([old, new]))
    assert [claim[0].claim for claim in section.claims] == [THINGS + "new", THINGS + "old"]
    assert {kind.name for kind in CLAIMS} <= set(words()["headings"])
    assert set(words()["short"]) | {"Finding"} == set(words()["headings"])


@pytest.mark.parametrize(
    ("states", "short"),
    [
        ((("main theme", "Workforce"), ("theme", "Leadership")), "Workforce, Leadership"),
        ((("main theme", "Workforce"),), "Workforce"),
        ((), "no theme"),
    ],
)
def test_a_finding_is_told_by_its_themes_the_main_one_first(
    states: tuple[tuple[str, str], ...], short: str
) -> None:
    assert Fact("x", "Finding", states, "strength", "", "", ()).short == short


def test_the_table_of_grades() -> None:
    first, second = "Kent: ilacs, 2019-02-05", "Kent: ilacs, 2022-02-05"
    table = grade_table(
        facts([
            judged("leadership", "good", first, "a"),
            judged("overall-effectiveness", "inadequate", first, "b"),
            judged("adoption", "good", first, "d"),
            judged("overall-effectiveness", "good", second, "c"),
            judged("leadership", "good", second, "e"),
            quote("EarlierInspection", (("grade", "good"), ("inspection", second))),
        ])
    )  # fmt: skip
    assert table.areas == ("Overall effectiveness", "Leadership", "Adoption performance")
    shown = [(name, [cell and cell.token for cell in cells]) for name, cells in table.rows]
    assert shown == [
        ("Kent: full inspection, 5 February 2022", ["good", "good", None]),
        ("Kent: full inspection, 5 February 2019", ["inadequate", "good", "good"]),
    ]


@pytest.mark.parametrize(
    ("iri", "kind"),
    [("council/x", "Council"), ("post/x", "Tenure"), ("unresolved/x", "Unresolved mention")],
)
def test_the_kind_of_a_thing(iri: str, kind: str) -> None:
    assert kind_name(THINGS + iri) == kind


@pytest.fixture(scope="module")
def demo(demo_graph: object) -> Graph:
    return open_graph(str(demo_graph))


def test_a_thing_of_a_graph(demo: Graph) -> None:
    council = THINGS + "council/E06000056"
    assert is_known(demo, council)
    assert not is_known(demo, THINGS + "council/E0")
    assert name_of(demo, council) == "Central Bedfordshire"
    assert name_of(demo, concept("grade", "good")) == "Good"
    assert name_of(demo, THINGS + "judgement/none") == ""
    known = {one.label: one.values for one in properties(demo, council)}
    assert {"Code", "Region", "Statistical neighbour"} <= set(known)
    assert {"Evidence", "Type", "Label"}.isdisjoint(known)
    inspection = THINGS + "inspection/E06000056/ilacs/2022-01-17"
    (documents,) = documents_on(demo, inspection)
    assert [value.text for value in documents.values] == [
        "Inspection of Central Bedfordshire local authority children’s services"
    ]
    assert documents_on(demo, council) == ()
    demo.close()
