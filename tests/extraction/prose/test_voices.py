"""Voices: who says each sentence of prose, and whose words it passes on.

All people, places' doings and quotations are invented; each case goes through reading.
"""

from __future__ import annotations

import pytest

from kg.documents.readers import read
from kg.extraction.prose.quotations import quotations
from kg.extraction.prose.voices import Voiced, voices
from kg.extraction.text.passages import passages_of
from kg.model import Document

OPENING = (
    "Ofsted inspectors made a focused visit to Medway Council on 7 and 8 May 2019.\n\n"
    "Inspectors found that plans are clear and that children are seen often.\n\n"
)


def document_of(body: str, name: str = "story.txt") -> Document:
    return read((OPENING + body).encode(), name, "0" * 64)


def voiced(body: str) -> dict[str, Voiced]:
    document = document_of(body)
    found = voices(document, passages_of(document))
    return {document.quote(one.start, one.end): one for one in found}


def voice_of(body: str, words: str) -> Voiced:
    """The one sentence that contains these words."""
    (one,) = [voice for sentence, voice in voiced(body).items() if words in sentence]
    return one


SPEAKERS = [
    (
        "“We are making steady progress,” said Hanna Weir, director of children's services.",
        "steady progress",
        "council",
        "the speaker behind her words",
    ),
    (
        (
            "Hanna Weir, the council's director of children's services, said: “We know.\n\n"
            "“Caseloads are manageable and morale is high.\n\n“Nobody waits.”"
        ),
        "Caseloads are manageable",
        "council",
        "a quotation that goes on in the next paragraph",
    ),
    (
        (
            "Hanna Weir is the director of children's services.\n\n"
            "Asked for her view, she told the paper: “We are making steady progress.\n\n"
            "“Staff morale is a lot higher.”"
        ),
        "Staff morale",
        "council",
        "a pronoun stands for the speaker",
    ),
    (
        (
            "“Staff morale is a lot higher.\n\n“Nobody waits for a social worker now.”\n\n"
            "Those were the words of Hanna Weir, director of children's services."
        ),
        "Staff morale",
        "council",
        "the speaker is named two paragraphs later",
    ),
    (
        "Councillor Jo Pollard, cabinet member for children, said that the service was excellent.",
        "service was excellent",
        "council",
        "indirect speech",
    ),
    (
        "UNISON said that social workers were exhausted by their caseloads.",
        "exhausted",
        "other",
        "a union",
    ),
    (
        "“Nobody should have to wait so long,” said the children's minister, Ben Marsh.",
        "Nobody should",
        "other",
        "a minister, whose title comes before the name",
    ),
    (
        "Chief Superintendent Ann Reed, of Kent Police, said officers were better trained now.",
        "better trained",
        "other",
        "the police",
    ),
    (
        "“Too many plans drift for months,” the report says.",
        "Too many plans",
        "inspectorate",
        "the report, quoted",
    ),
    (
        "Social workers know their children well, inspectors said.",
        "know their children",
        "inspectorate",
        "the source behind what it says",
    ),
    (
        "According to the letter, supervision is regular and reflective.",
        "supervision is regular",
        "inspectorate",
        "according to",
    ),
    (
        "What we are doing:\n\n- new duty workers have been trained\n- visits are up by a third",
        "visits are up",
        "council",
        "a list of what the council does",
    ),
    (
        (
            "Inspectors found that:\n\n- visits are timely and children are seen alone\n"
            "- too many plans are late"
        ),
        "too many plans",
        "inspectorate",
        "a list of findings",
    ),
    (
        (
            "Members asked whether caseloads were too high.\n\nThe Chair thanked all staff for their "
            "hard work.\n\nRESOLVED that the excellent progress be noted."
        ),
        "hard work",
        "council",
        "the business of a meeting",
    ),
]


@pytest.mark.parametrize(("body", "words", "by", "why"), SPEAKERS)
def test_who_speaks(body: str, words: str, by: str | None, why: str) -> None:
    assert voice_of(body, words).by == by, why


NAMES = [
    (
        "“We know,” said Hanna Weir, director of children's services, on Monday.",
        "We know",
        "Hanna Weir",
        "a name behind the words",
    ),
    (
        (
            "Hanna Weir, the director of children's services, said she was glad.\n\n"
            "“Morale is high and people stay,” she said."
        ),
        "Morale",
        "Hanna Weir",
        "she is the director who spoke last",
    ),
]


@pytest.mark.parametrize(("body", "words", "name", "why"), NAMES)
def test_the_speaker_is_named_in_full(body: str, words: str, name: str, why: str) -> None:
    document, found = document_of(body), voice_of(body, words)
    assert found.name is not None, why
    assert document.quote(*found.name) == name, why


RELAYED = [
    ("Hanna Weir, the director, said: “Inspectors told us that plans are late.”", True, "told us"),
    ("Hanna Weir, the director, said: “Plans will be on time by May.”", False, "a promise"),
]


@pytest.mark.parametrize(("body", "relays", "why"), RELAYED)
def test_what_is_passed_on(body: str, relays: bool, why: str) -> None:
    found = voice_of(body, "Hanna")
    assert (found.by, found.relays) == ("council", relays), why


QUOTED = [
    ("He said “it is good” and left.", ["it is good"], "within a paragraph"),
    ("“It is good.\n“We know,” she said.", ["It is good.", "We know,"], "over two paragraphs"),
    ("The staff's plan isn't late.", [], "apostrophes are no marks"),
    ('"It is good," he said. "We know."', ["It is good,", "We know."], "straight marks"),
    ("It was 'requires improvement' again.", [], "two words in single marks are a term"),
]


@pytest.mark.parametrize(("text", "expected", "why"), QUOTED)
def test_quotations(text: str, expected: list[str], why: str) -> None:
    ranges, start = [], 0
    for line in text.split("\n"):
        ranges.append((start, start + len(line)))
        start += len(line) + 1
    found = quotations(text, ranges)
    assert [text[one.start : one.end] for one in found] == expected, why
