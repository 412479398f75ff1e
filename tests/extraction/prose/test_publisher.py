"""Whose page a document is."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from files import document
from kg.extraction.prose.publisher import publishing_council
from kg.extraction.text.passages import passages_of
from kg.gazetteer import Gazetteer

COUNCILS = Gazetteer.load().councils
TODAY = dt.date(2022, 4, 22)


def publisher(text: str, **metadata: object) -> str | None:
    """The name of the council that publishes a text."""
    doc = dataclasses.replace(document(text, "a.txt"), **metadata)  # type: ignore[arg-type]
    gss = publishing_council(doc, passages_of(doc, prose=True), TODAY)
    return COUNCILS[gss].name if gss else None


STORY = "Ofsted has rated our services good, and there is more to come from us in a while."


@pytest.mark.parametrize(
    ("metadata", "expected", "why"),
    [
        ({"publisher": "Bury Council"}, "Bury", "its publisher"),
        ({"publisher": "London Borough of Camden"}, "Camden", "council_word: a borough"),
        ({"publisher": "Bury"}, None, "a place is no council"),
        ({"publisher": "The Bury Echo"}, None, "a newspaper"),
        ({"names": ("News centre", "© Bury Council")}, "Bury", "a name of its site, with its sign"),
        ({"title": "Good news | Bury Council"}, "Bury", "title_separator: the end of its title"),
        ({"title": "Good news – Bury Council"}, "Bury", "title_separator: a dash"),
        ({"title": "Bury Council praised"}, None, "what its title is about"),
        ({"title": "Bury Council | The Echo"}, None, "the start of its title"),
        ({"url": "https://www.bury.gov.uk/x"}, "Bury", "its address"),
        ({"url": "https://democracy.bury.gov.uk/x"}, "Bury", "committee pages"),
        ({"url": "https://news.example.org/bury.html"}, None, "another site"),
        ({"publisher": "Bury Council", "url": "https://www.wigan.gov.uk/"}, "Bury", "its publisher comes first"),
        ({}, None, "nothing tells"),
    ],
)  # fmt: skip
def test_metadata(metadata: dict[str, object], expected: str | None, why: str) -> None:
    assert publisher(STORY, **metadata) == expected, why


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (f"Bury Council\n\n{STORY}", "Bury", "a banner"),
        (f"Home > Bury Council > News\n\n{STORY}", "Bury", "a path of links"),
        (f"{STORY}\n\nMore at www.bury.gov.uk/news.", "Bury", "an address in the text"),
        (f"{STORY}\n\nSee bury.moderngov.co.uk/mgAi.aspx?ID=1", "Bury", "an address of committee pages"),
        (f"{STORY}\n\nBury Council was told so by everyone who lives there, and by some who do not, in a meeting.", None, "a sentence about it"),
        (f"{STORY}\n\nWrite to www.gov.uk/find-a-council.", None, "the government's address"),
    ],
)  # fmt: skip
def test_texts(text: str, expected: str | None, why: str) -> None:
    assert publisher(text) == expected, why


@pytest.mark.parametrize(
    ("when", "expected"), [(dt.date(2018, 6, 1), "E10000002"), (TODAY, "E06000060")]
)
def test_the_council_of_the_day(when: dt.date, expected: str) -> None:
    doc = dataclasses.replace(document(STORY, "a.txt"), publisher="Buckinghamshire Council")
    assert publishing_council(doc, passages_of(doc, prose=True), when) == expected
