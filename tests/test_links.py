"""Links that the texts state, within a document and between documents.

The councils are real, because the gazetteer knows them; people and sentences are invented.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pyoxigraph as ox
import pytest

from kg.documents.readers import read
from kg.extraction.pipeline import extract
from kg.graph.document_graph import document_quads
from kg.graph.inspection_links import Links
from kg.graph.linking import Linked, in_post_at, link, names_in_findings
from kg.model import Document
from kg.rdf.iris import KG
from kg.resources import reference_files


def document(text: str) -> Document:
    """A document from Markdown, or from HTML when it begins like a page."""
    name = "a.html" if text.startswith("<") else "a.md"
    return read(text.encode(), name, hashlib.sha256(text.encode()).hexdigest())


def linked(text: str) -> Linked:
    """What a text says, with its councils decided."""
    doc = document(text)
    return link(doc, extract(doc))


def ilacs(body: str, dates: str = "8 to 19 July 2024", council: str = "Derby City Council") -> str:
    """A report of the framework of 2018."""
    return f"# {council}\n\n## Inspection of children’s social care services\n\nInspection dates: {dates}\n\n{body}"


def single(body: str, dates: str, council: str = "Derby City Council") -> str:
    """A report of the framework of 2013 to 2018."""
    return (
        f"# {council}\n\n## Inspection of services for children in need of help and protection, "
        f"children looked after and care leavers\n\nInspection date: {dates}\n\n{body}"
    )


def visit(body: str, date: str, council: str = "Derby City Council") -> str:
    """A letter about a focused visit."""
    return (
        f"{date}\n\nMs Sue Harling\nDirector of Children’s Services\n{council}\n\nDear Ms Harling\n\n"
        f"## Focused visit to {council} children’s services\n\n{body}\n\nYours sincerely\n\n"
        "Norma Penfold\nHer Majesty’s Inspector"
    )


def store_of(*texts: str) -> ox.Store:
    """The claims of several documents, with the reference data and the links between them."""
    store = ox.Store()
    for file in reference_files():
        if file.name == "councils.ttl":
            store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    for text in texts:
        store.load(document_quads(linked(text)), ox.RdfFormat.N_QUADS)
    store.extend(list(Links(store).quads()))
    return store


def pairs(store: ox.Store, name: str) -> set[tuple[str, str]]:
    """The things that a property ties, by the ends of their IRIs."""
    return {
        ("/".join(q.subject.value.split("/")[-2:]), "/".join(q.object.value.split("/")[-2:]))
        for q in store.quads_for_pattern(None, ox.NamedNode(KG + name), None)
        if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.NamedNode)
    }


# --- which inspection follows which ---


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
        set(),
        "another month",
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


# --- who was in post ---

STORY = """<html><head><meta property="og:type" content="article"><title>News</title></head><body>
<h1>Inspectors visit Derby</h1><p>Ofsted inspected Derby City Council on 8 and 9 July 2024. It was a
focused visit.</p><p>Councillor Ann Marsh, lead member for children, said: “We are proud of our
staff and their work.”</p></body></html>"""


@pytest.mark.parametrize(
    ("text", "posts", "why"),
    [
        (ilacs("The DCS has been in post since May 2021."), 1, "a report says so"),
        (ilacs("The DCS has been in post since August 2024."), 0, "only after the inspection"),
        (
            ilacs("The appointment of an interim DCS in May 2021 helped."),
            0,
            "one who came for a time may have gone again",
        ),
        (
            visit("A visit took place on 5 and 6 February 2019.", "28 February 2019"),
            1,
            "the addressee of the letter",
        ),
        (
            STORY,
            0,
            "a story speaks of another day",
        ),
    ],
)
def test_a_leader_is_in_post_where_the_document_of_the_inspection_says_so(
    text: str, posts: int, why: str
) -> None:
    one = linked(text)
    assert one.facts.leaders, why
    held = [iri for post in one.facts.leaders for iri in in_post_at(one, post)]
    assert held == [iri for _, iri in one.inspections] * posts, why


# --- findings and the programmes they name ---

EMBEDDED = "1. Signs of Safety is well embedded and improves practice."


@pytest.mark.parametrize(
    ("body", "named", "why"),
    [
        (EMBEDDED, 1, "in the finding"),
        (
            "1. Staff use Signs of Safety.\n\n2. Plans for children are weak and out of date.",
            0,
            "elsewhere in the document",
        ),
        (
            f"{EMBEDDED}\n\n2. Too few social workers use Signs of Safety well.",
            2,
            "in each finding that names it, not only the first",
        ),
        (
            "1. Signs of Safetyville is well run and improves practice greatly for children.",
            0,
            "a longer word is another name",
        ),
    ],
)
def test_a_finding_names_what_stands_in_its_words(body: str, named: int, why: str) -> None:
    one = linked(ilacs(body))
    found = [iri for iris in names_in_findings(one).values() for iri in iris]
    assert [iri.rsplit("/", 1)[-1] for iri in found] == ["signs-of-safety"] * named, why


# --- what a text says it takes up ---


@pytest.mark.parametrize(
    ("body", "found", "why"),
    [
        (
            "Visits are late. This was a recommendation at the last inspection.",
            [(None, "Visits are late. This was a recommendation at the last inspection.")],
            "it speaks of the sentence before",
        ),
        (
            "Early help is late, despite this being a recommendation at the previous inspection.",
            [(None, "Early help is late, despite")],
            "in one sentence",
        ),
        (
            "Plans are late. This was an area for improvement in the 2019 inspection.",
            [("2019", "Plans are late.")],
            "an area for improvement, with its year",
        ),
        (
            "The quality of plans was identified as an area for improvement at the last inspection.",
            [(None, "The quality of plans")],
            "it says of what",
        ),
        (
            "A recommendation from the May 2019 inspection had been to record visits.",
            [("2019-05", "A recommendation")],
            "it says which",
        ),
        (
            "In the 2019 inspection, a recommendation had been made to record visits.",
            [("2019", "In the 2019")],
            "the inspection goes first",
        ),
        (
            "Some plans are thin, as recommended in the inspection in 2019.",
            [("2019", "Some plans")],
            "as recommended",
        ),
        (
            "The previous inspection made a recommendation that visits be recorded.",
            [(None, "The previous inspection")],
            "the inspection recommended",
        ),
        (
            "All recommendations from the last inspection have been met.",
            [],
            "it does not say which",
        ),
        ("Leaders have met most areas for improvement since the last inspection.", [], "nor this"),
        ("Visits are better than at the last inspection.", [], "no recommendation is spoken of"),
        ("This inspection makes a recommendation on visits.", [], "its own"),
        ("The board made a recommendation on visits in 2019.", [], "someone else's"),
        ("Much was recommended by the serious case review in 2019.", [], "of a review"),
    ],
)
def test_follow_ups(body: str, found: list[tuple[str | None, str]], why: str) -> None:
    one = linked(ilacs(f"1. {body}"))
    follow_ups = one.facts.followups
    assert [follow_up.when and follow_up.when.iso for follow_up in follow_ups] == [
        when for when, _ in found
    ], why
    for follow_up, (_, words) in zip(follow_ups, found, strict=True):
        quote = one.document.quote(follow_up.evidence.start, follow_up.evidence.end)
        assert quote.startswith(words)


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
    query = f"SELECT DISTINCT ?text {{ ?finding <{KG}takesUp>/<{KG}text> ?text }}"
    solutions = store.query(query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    texts = [solution["text"].value for solution in solutions]
    assert [text[: len(taken_up or "")] for text in texts] == ([taken_up] if taken_up else []), why
    reasons = [one.reason for each in Links(store).unresolved().values() for one in each]
    assert reasons == ([reason] if reason else []), why
