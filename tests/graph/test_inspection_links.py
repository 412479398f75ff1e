"""Links between documents: which inspection follows which, which finding takes up which."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyoxigraph as ox
import pytest

from kg.graph.document_graph import document_quads
from kg.graph.inspection_links import InspectionLinks
from kg.rdf.iris import KG
from kg.resources import reference_files
from linked_reports import ilacs, linked, single, visit


def store_of(*texts: str) -> ox.Store:
    """The claims of several documents, with the reference data and the links between them."""
    store = ox.Store()
    for file in reference_files():
        if file.name == "councils.ttl":
            store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    for text in texts:
        store.load(document_quads(linked(text)), ox.RdfFormat.N_QUADS)
    store.extend(list(InspectionLinks(store).quads()))
    return store


def pairs(store: ox.Store, name: str) -> set[tuple[str, str]]:
    """The things that a property ties, by the ends of their IRIs."""
    return {
        ("/".join(q.subject.value.split("/")[-2:]), "/".join(q.object.value.split("/")[-2:]))
        for q in store.quads_for_pattern(None, ox.NamedNode(KG + name), None)
        if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.NamedNode)
    }


@dataclass(frozen=True)
class Follows:
    """The report of July 2024 with a body, other documents, and what it follows."""

    body: str
    others: list[str]
    follows: set[str]
    why: str


SPRING_2019 = "4 to 15 March 2019"


FOLLOWS = [
    Follows(
        "Since the last inspection in 2019, much rose.",
        [ilacs("", SPRING_2019)],
        {"ilacs/2019-03-04"},
        "a year, and one inspection in it",
    ),
    Follows(
        "Since the last inspection in March 2019, much rose.",
        [ilacs("", SPRING_2019)],
        {"ilacs/2019-03-04"},
        "a month",
    ),
    Follows(
        "Since the last inspection in May 2019, much rose.",
        [ilacs("", SPRING_2019)],
        {"ilacs/2019-03-04"},
        "E4: the month in which it was published, which reports don't say",
    ),
    Follows(
        "Since the last inspection in August 2019, much rose.",
        [ilacs("", SPRING_2019)],
        set(),
        "another month",
    ),
    Follows(
        "Since the last inspection in May 2019, much rose.",
        [ilacs("", SPRING_2019), ilacs("", "6 to 17 May 2019")],
        {"ilacs/2019-05-06"},
        "the one of that month comes first",
    ),
    Follows(
        "Since the last inspection in 2018, much rose.",
        [ilacs("", SPRING_2019)],
        set(),
        "another year",
    ),
    Follows(
        "Since the last inspection, much rose.", [ilacs("", SPRING_2019)], set(), "no date: no link"
    ),
    Follows(
        "Much rose.", [ilacs("", SPRING_2019)], set(), "an earlier one of which nothing is said"
    ),
    Follows(
        "Since the last inspection in 2019, much rose.",
        [ilacs("", SPRING_2019, "Luton Borough Council")],
        set(),
        "another council's",
    ),
    Follows(
        "Since the last inspection in 2019, much rose.",
        [visit("A visit took place on 5 and 6 February 2019.", "28 February 2019")],
        set(),
        "a visit is no inspection",
    ),
    Follows(
        "Since the last inspection in 2019, much rose.",
        [
            ilacs("", SPRING_2019),
            visit("A visit took place on 5 and 6 February 2019.", "28 February 2019"),
        ],
        {"ilacs/2019-03-04"},
        "the inspection, and not the visit of that year",
    ),
    Follows(
        "Since the focused visit in 2019, much rose.",
        [
            ilacs("", SPRING_2019),
            visit("A visit took place on 5 and 6 February 2019.", "28 February 2019"),
        ],
        {"focused-visit/2019-02-05"},
        "the visit, and not the inspection of that year",
    ),
    Follows(
        "Since the monitoring visit in 2019, much rose.",
        [visit("A visit took place on 5 and 6 February 2019.", "28 February 2019")],
        set(),
        "a visit of another kind",
    ),
    Follows(
        "Since the last inspection in 2017, much rose.",
        [
            single("", "23 January 2017 – 16 February 2017"),
            single("", "6 November 2017 – 30 November 2017"),
        ],
        set(),
        "two fit: neither",
    ),
    Follows(
        "Since the last inspection in 2017, much rose.",
        [single("Report published: 3 February 2017", "21 November 2016 – 15 December 2016")],
        {"single-inspection/2016-11-21"},
        "by the year of its publication",
    ),
    Follows(
        "A Care Quality Commission inspection in March 2019 found much.",
        [ilacs("", SPRING_2019)],
        set(),
        "of another body",
    ),
    Follows(
        "Since the inspections of 2017 and 2019, much rose.",
        [ilacs("", SPRING_2019), single("", "23 January 2017 – 16 February 2017")],
        {"ilacs/2019-03-04", "single-inspection/2017-01-23"},
        "both of two",
    ),
]


@pytest.mark.parametrize("case", FOLLOWS, ids=lambda case: case.why)
def test_an_inspection_follows_the_one_that_its_report_dates(case: Follows) -> None:
    store = store_of(ilacs(case.body), *case.others)
    found = pairs(store, "follows")
    assert found == {("ilacs/2024-07-08", earlier) for earlier in case.follows}
    for quad in store.quads_for_pattern(None, ox.NamedNode(KG + "refersTo"), None):
        for name in ("evidence", "confidence"):
            assert any(store.quads_for_pattern(quad.subject, ox.NamedNode(KG + name), None)), name


def test_a_new_council_follows_the_inspection_of_the_one_before() -> None:
    store = store_of(
        ilacs(
            "Cumbria County Council was judged to be good in May 2019.",
            council="Cumberland Council",
        ),
        ilacs("", "6 to 17 May 2019", "Cumbria County Council"),
    )
    assert pairs(store, "follows") == {("ilacs/2024-07-08", "ilacs/2019-05-06")}


STATED = "Derby City Council was judged to be good in May 2019."
GRADED = "| Judgement | Grade |\n|---|---|\n| Overall effectiveness | Inadequate |"


@pytest.mark.parametrize(
    ("body", "others", "held", "why"),
    [
        (STATED, [], {"good"}, "as the report states it"),
        ("", [ilacs(GRADED, SPRING_2019)], {"Inadequate"}, "of a judgement in the graph"),
        (STATED, [ilacs(GRADED, SPRING_2019)], {"good", "Inadequate"}, "of both, which may differ"),
        (GRADED, [], set(), "not its own"),
        (
            "",
            [ilacs(GRADED, SPRING_2019), ilacs(GRADED.replace("Ina", "A"), "6 to 17 May 2019")],
            {"Adequate"},
            "the later of two",
        ),
    ],
)
def test_a_grade_held_at_an_inspection_leads_back_to_words(
    body: str, others: list[str], held: set[str], why: str
) -> None:
    store = store_of(ilacs(body), *others)
    query = f"""SELECT ?words {{
      ?claim <{KG}gradeHeldAt> ?inspection ; <{KG}evidence>/<{KG}text> ?words
      FILTER(CONTAINS(STR(?inspection), "2024-07-08")) }}"""
    solutions = store.query(query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    found = {solution["words"].value for solution in solutions}
    words = {word for text in found for word in re.findall(r"good|Inadequate|Adequate", text)}
    assert words == held, why


EARLIER = ilacs(
    "## What needs to improve?\n\n"
    "- The timeliness of return home interviews for children who go missing.\n"
    "- The quality of pathway plans and health histories for care leavers.\n"
    "- The oversight of private fostering by managers.\n"
    "- The oversight of supervision by managers.",
    SPRING_2019,
)


DATED = "Since the last inspection in 2019, much rose.\n\n"


SAID = "This was a recommendation at the last inspection."


NOT_CLEAR = "no one recommendation of the earlier inspection is clearly meant"


NOT_THERE = "the earlier inspection is not in the graph, or not dated in the text"


@pytest.mark.parametrize(
    ("body", "others", "taken_up", "reason", "why"),
    [
        (
            f"{DATED}1. Return home interviews are now timely when children go missing. {SAID}",
            [EARLIER],
            "The timeliness of return home interviews",
            None,
            "the words of one",
        ),
        (
            f"{DATED}1. Pathway plans are weak. {SAID}",
            [EARLIER],
            "The quality of pathway plans",
            None,
            "few words, all of one",
        ),
        (
            f"{DATED}1. Oversight by managers is weak and records are thin. {SAID}",
            [EARLIER],
            None,
            NOT_CLEAR,
            "the words of two",
        ),
        (
            f"{DATED}1. Caseloads are too high. {SAID}",
            [EARLIER],
            None,
            NOT_CLEAR,
            "the words of none",
        ),
        (
            f"{DATED}1. Interviews are weak. {SAID}",
            [EARLIER],
            None,
            NOT_CLEAR,
            "one word is too little",
        ),
        (
            f"1. Pathway plans are weak. {SAID}",
            [EARLIER],
            None,
            NOT_THERE,
            "the text dates no inspection",
        ),
        (
            f"{DATED}1. Pathway plans are weak. {SAID}",
            [],
            None,
            NOT_THERE,
            "the earlier report is not in the graph",
        ),
        (
            f"{DATED}1. Pathway plans are weak. {SAID}",
            [EARLIER.replace("Derby City Council", "Luton Borough Council")],
            None,
            NOT_THERE,
            "another council's recommendation",
        ),
        (
            f"{DATED}1. Pathway plans are weak. This was a recommendation in the 2016 inspection.",
            [EARLIER],
            None,
            NOT_THERE,
            "of another inspection than the one in the graph",
        ),
        (f"{DATED}1. Pathway plans are weak.", [EARLIER], None, None, "the text does not say so"),
    ],
)
def test_a_finding_takes_up_a_recommendation(
    body: str, others: list[str], taken_up: str | None, reason: str | None, why: str
) -> None:
    store = store_of(ilacs(body), *others)
    query = f"SELECT DISTINCT ?text {{ ?finding <{KG}addressesRecommendation>/<{KG}text> ?text }}"
    solutions = store.query(query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    texts = [solution["text"].value for solution in solutions]
    assert [text[: len(taken_up or "")] for text in texts] == ([taken_up] if taken_up else []), why
    reasons = [one.reason for each in InspectionLinks(store).unresolved().values() for one in each]
    assert reasons == ([reason] if reason else []), why
