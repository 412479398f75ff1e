"""What a heading says of the passages below it."""

from __future__ import annotations

import pytest

from kg.extraction.text.passages import passage_at, passages_of
from reports import document, ilacs


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("What needs to improve in this area of social work practice", "recommendations"),
        ("What does the area partnership need to do better?", "improvement"),
        ("Areas for priority action", "recommendations"),
        ("Recommendations", "recommendations"),
        ("Strengths", "strengths"),
        ("What is the area partnership doing that is effective?", "strengths"),
        ("The inspection team", "team"),
        ("Information about this local authority area", "area"),
        ("Previous Ofsted inspections", "area"),
        ("Local leadership", "area"),
        ("Information about this inspection", "method"),
        ("What the inspection judgements mean", "method"),
        ("What the inspection judgments mean", "method"),
        ("Responsible body Areas for priority action", "recommendations"),
        ("Case study: areas for priority action and improvement", "improvement"),
        ("Practice study: area for improvement", "improvement"),
        ("Next steps", "procedure"),
        ("Inspection judgement about the LSCB", "plain"),
        ("The plan for recommendations and areas for improvement", "plain"),
        ("Contents", "contents"),
        ("Related stories", "boilerplate"),
        ("Findings", "plain"),
        ("The experiences and progress of children in care: Good", "plain"),
    ],
)
def test_what_a_heading_says(heading: str, kind: str) -> None:
    doc = document(f"Before.\n\n## {heading}\n\nBelow.\n\n## Findings\n\nEnd.")
    passages = passages_of(doc)
    assert (passages[0].heading, passages[0].section) == (None, "plain")
    assert [(one.heading, one.section) for one in passages[1:3]] == [(heading, kind)] * 2
    assert (passages[-1].heading, passages[-1].section) == ("Findings", "plain")
    assert [passage_at(passages, one.block.start) for one in passages] == list(passages)
    assert passage_at(passages, len(doc.text)) is None


def test_the_notice_of_the_publisher_ends_a_report() -> None:
    doc = document(
        ilacs(
            "## Findings\n\nHelp is good.\n\nThe Office for Standards in Education inspects.\n\nMore."
        )
    )
    found = [one.section for one in passages_of(doc)]
    assert found[-3:] == ["plain", "boilerplate", "boilerplate"]


def test_the_address_at_the_foot_of_a_page_ends_nothing() -> None:
    """A letter's first page ends with it; the findings go on over the page."""
    doc = document(
        "# A\n\n## Findings\n\nHelp is good.\n\nPiccadilly Gate\n\nStore Street\n\nM1 2WD\n\n"
        "Plans are weak.\n\n## Next steps\n\nNothing."
    )
    found = {doc.quote(p.block.start, p.block.end): p.section for p in passages_of(doc)}
    assert [found[words] for words in ("Piccadilly Gate", "Store Street", "M1 2WD")] == [
        "boilerplate"
    ] * 3
    assert (found["Help is good."], found["Plans are weak."]) == ("plain", "plain")


@pytest.mark.parametrize(
    ("above", "section", "why"),
    [
        ("What the inspection judgements mean", "method", "34 to 36: grades of a board, defined"),
        ("Findings", "plain", "a board that was reviewed"),
    ],
)
def test_names_of_bodies_as_headings(above: str, section: str, why: str) -> None:
    doc = document(f"Before.\n\n## {above}\n\n### The LSCB\n\nIt requires improvement.")
    assert passages_of(doc)[-1].section == section, why


@pytest.mark.parametrize(
    ("prose", "below", "why"),
    [
        (True, "plain", "a line of a story drops itself alone"),
        (False, "boilerplate", "a notice of a report or a letter ends it"),
    ],
)
def test_a_notice_in_prose_and_in_a_report(prose: bool, below: str, why: str) -> None:
    doc = document("Help is good.\n\nSign up to our newsletter\n\nPlans are late.")
    found = [one.section for one in passages_of(doc, prose=prose)]
    assert found == ["plain", "boilerplate", below], why


def test_the_title_of_prose_opens_no_section() -> None:
    doc = document("# Focused visit: recommendations and next steps\n\nHelp is good.")
    assert [one.section for one in passages_of(doc, prose=True)] == ["plain", "plain"]
