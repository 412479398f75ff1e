"""Links within a document: who was in post, and what a finding names."""

from __future__ import annotations

import pytest

from kg.graph.linking import in_post_at, names_in_findings
from linked_reports import ilacs, linked, visit

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
