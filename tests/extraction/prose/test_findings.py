"""Findings and responses of prose: a table of cases with a reason each.

All people, places' doings and quotations are invented; each goes through reading and extraction.
"""

from __future__ import annotations

import pytest

from kg.documents.readers import read
from kg.extraction.pipeline import extract
from kg.model import Facts

OPENING = "Ofsted inspectors made a focused visit to Medway Council on 7 and 8 May 2019.\n\n"


def facts_of(body: str, opening: str = OPENING) -> Facts:
    return extract(read((opening + body).encode(), "story.txt", "0" * 64))


def kinds(body: str) -> list[str]:
    return [finding.kind for finding in facts_of(body).findings]


FOUND = [
    ("Supervision is regular and reflective, inspectors found.", ["strength"], "praise"),
    ("Too many assessments are late, the letter says.", ["weakness"], "blame"),
    (
        "Inspectors found that children are seen often. Too many plans are late.",
        ["strength", "weakness"],
        "a sentence that goes on without naming its source",
    ),
    (
        "Inspectors told the council to improve the timeliness of its assessments.",
        ["recommendation"],
        "what the inspectorate asks for",
    ),
    (
        (
            "Hanna Weir, the director of children's services, said: “Inspectors told us that too many "
            "plans are late.”"
        ),
        ["weakness"],
        "a director passes on a finding",
    ),
    (
        "The report found that referrals with concerns about a child are answered promptly.",
        ["strength"],
        "failings: concerns that are nobody's failing",
    ),
    (
        "Inspectors found that leaders accept the findings of audits and act on them quickly.",
        ["strength"],
        "accepts: leaders who accept audits",
    ),
    (
        "Inspectors found that social workers often do not know who would be responsible for a plan.",
        ["weakness"],
        "to-come: a clause that is found",
    ),
    (
        "Practice reviews are thorough and action is swift, the watchdog said.",
        ["strength"],
        "other-reviews: reviews that are praised",
    ),
    (
        "Inspectors said leaders need to continue to improve the timeliness of visits to children.",
        ["recommendation"],
        "improves: what is asked for",
    ),
    (
        "Inspectors found that the quality of assessments requires improvement.",
        ["weakness"],
        "graded: one thing and not the services",
    ),
    (
        "Social workers understand children's needs well, the report says.",
        ["strength"],
        "accepts: nobody accepts a report",
    ),
    (
        (
            "The report said that the council should:\n\n- improve supervision of social workers\n\n"
            "21. Social workers know children well and visit them often.\n\n"
            "22. Too many children wait too long for an assessment."
        ),
        ["recommendation", "strength", "weakness"],
        "numbered paragraphs are no items of a list",
    ),
    (
        "The inspector identified “significant weaknesses” in support for children.",
        ["weakness"],
        "significant weaknesses are no strength",
    ),
    (
        "An inspection by Ofsted raised significant concerns about its effectiveness.",
        ["weakness"],
        "significant concerns",
    ),
    (
        "Ofsted said services to children and families have “significantly deteriorated” since 2015.",
        ["weakness"],
        "a decline",
    ),
    (
        "Services to children continue to improve, according to Ofsted.",
        ["strength"],
        "services that go on improving",
    ),
    (
        "Areas identified for development include:\n\n- Reducing the number of changes of social worker",
        ["recommendation"],
        "an item below a line that asks, whatever it praises",
    ),
    (
        (
            "The report made two recommendations for improvement:\n\n1. Continue to develop services so "
            "that all children are helped well.\n\n2. Build on the strong work with care leavers."
        ),
        ["recommendation", "recommendation"],
        "numbered items",
    ),
    (
        "## What the inspectors asked for\n\nImprove the support for children who are homeless.",
        ["recommendation"],
        "an order under a heading that asks",
    ),
    (
        "## What the inspectors asked for\n\nSupervision is regular and reflective, inspectors found.",
        ["strength"],
        "what is told under such a heading",
    ),
    (
        "Inspectors found that the lessons of serious case reviews are used well.",
        ["strength"],
        "a finding about other reviews",
    ),
    (
        "Inspectors said the council works closely with its improvement partner to good effect.",
        ["strength"],
        "a finding about who helps",
    ),
]


@pytest.mark.parametrize(("body", "expected", "why"), FOUND)
def test_what_the_inspectorate_found(body: str, expected: list[str], why: str) -> None:
    assert kinds(body) == expected, why


NOT_FOUND = [
    (
        (
            "Councillor Pollard left the meeting during this item. A member asked that the report show "
            "more clearly which targets are met. The chair thanked all staff for their hard work. "
            "RESOLVED that the report be noted."
        ),
        "a meeting's business, thanks and resolutions",
    ),
    (
        (
            "Hanna Weir is the director of children's services. Asked for her view, she told the "
            "paper: “We are making steady progress.\n\n“Staff morale is a lot higher and caseloads are "
            "manageable.”"
        ),
        "speech over paragraphs, the speaker a pronoun",
    ),
    (
        (
            "Inspectors talk to front-line practitioners and their managers. There is no advance "
            "notice of such a visit."
        ),
        "what an inspection is",
    ),
    (
        "Ofsted uses four grades: 'inadequate', 'requires improvement', 'good' and 'outstanding'.",
        "what grades there are",
    ),
    ("The council was rated good overall in 2018.", "a statement of grades"),
    (
        "UNISON said that social workers were exhausted and that caseloads were far too high.",
        "a union's view",
    ),
    (
        (
            "“Our social workers are the best in England and they stay,” said Councillor Jo Pollard, "
            "the leader of the council."
        ),
        "a boast",
    ),
    (
        (
            "Inspectors concluded that two areas require improvement:\n\n- adoption performance\n\n"
            "- and leadership, management and governance."
        ),
        "names of areas in a list of grades",
    ),
    (
        "Inspectors found that services require improvement to be good, two years after they were good.",
        "a grade",
    ),
    (
        "Councillor Reed queried why the report criticised supervision.",
        "someone who only asks",
    ),
    ("Inspectors make their judgements on a four-point scale.", "how grades are given"),
    (
        "“We still have too many children waiting, and our caseloads are too high.”",
        "no inspector says “our caseloads”",
    ),
    (
        (
            "Members asked about staff. Some of the main points that arose from the committee's "
            "discussion included:\n\n- Concern about weak and late plans."
        ),
        "a meeting's own points",
    ),
]


@pytest.mark.parametrize(("body", "why"), NOT_FOUND)
def test_what_is_no_finding(body: str, why: str) -> None:
    assert kinds(body) == [], why


#: Sentences behind two findings of the inspectors, which do not go on from them.
BESIDE_FINDINGS = [
    ("They visited many teams and spoke to leaders, staff and carers.", "scope: whom they met"),
    ("The report lists these areas of good practice:", "opens-a-list: what they are stands below"),
    (
        "Two serious case reviews found that the council had failed to protect a boy.",
        "other-reviews",
    ),
    (
        "The High Court ruled that social workers had failed three children.",
        "other-reviews: a court",
    ),
    ("Work with its improvement partner starts now, with a focus on practice.", "overseers"),
    ("The partnership accepts the findings and has put in place strong plans.", "accepts"),
    ("It was pleasing that all had accepted the recommendations.", "accepts: recommendations"),
]


@pytest.mark.parametrize(("sentence", "why"), BESIDE_FINDINGS)
def test_what_does_not_go_on_from_findings(sentence: str, why: str) -> None:
    body = "Inspectors found that too many plans are late. Supervision is weak. "
    assert kinds(body + sentence) == ["weakness", "weakness"], why


RESPONSES = [
    (
        "“We will train every worker,” said Hanna Weir, director of children's services.",
        [("council", "Hanna Weir")],
        "an officer",
    ),
    (
        "A spokesperson for UNISON said that caseloads were far too high.",
        [("other", None)],
        "a union without a named speaker",
    ),
    (
        "“Children in Medway deserve better than this,” said Jo Pollard, the children's minister.",
        [("government", "Jo Pollard")],
        "a minister",
    ),
    (
        "A spokesperson for the Department for Education said that it would appoint an adviser.",
        [("government", None)],
        "a department of the government",
    ),
    ("Supervision is regular and reflective, inspectors found.", [], "a finding is no response"),
    ("RESOLVED that the report be noted.", [], "a resolution is no response"),
    ("Present: Councillors Jo Pollard (Chair) and Tom Reed.", [], "who was there"),
    ("Apologies: Councillor Jo Pollard, cabinet member for children.", [], "who was not"),
]


@pytest.mark.parametrize(("body", "expected", "why"), RESPONSES)
def test_responses(body: str, expected: list[tuple[str, str | None]], why: str) -> None:
    found = facts_of(body).responses
    assert [(one.by, one.speaker) for one in found] == expected, why


def test_a_union_that_speaks_is_the_body_of_its_response() -> None:
    (response,) = facts_of("UNISON said that caseloads were far too high.").responses
    assert response.body == "UNISON"


def test_a_document_about_no_inspection_has_neither_findings_nor_responses() -> None:
    body = "Supervision is exemplary, the report says.\n\n“We know,” said Hanna Weir, the director."
    facts = facts_of(body, opening="")
    assert (facts.findings, facts.responses) == ((), ())
