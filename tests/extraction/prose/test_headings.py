"""Titles and headings of texts without marks."""

from __future__ import annotations

import pytest

from files import document, words
from kg.extraction.prose.headings import with_headings
from kg.model import BlockKind

STORY = (
    "The council has been asked to say how it will spend what it was given for buses, and nobody in "
    "the room could answer the question when it was put."
)


@pytest.mark.parametrize(
    ("head", "title", "why"),
    [
        ("Buses to stop for good in May", "Buses to stop for good in May", "the first line"),
        (
            "VALE POST\n\nThursday 5 May 2022\n\nBuses to stop for good in May\n\nBy Una Quill",
            "Buses to stop for good in May",
            "not the paper's name, the date or the writer",
        ),
        ("Skip to content\n\nBuses to stop for good", "Buses to stop for good", "not a notice"),
        ("VALE COUNCIL\n\nPRESENT\n\nCllr A Quill\n\nCllr B Pen", "VALE COUNCIL", "minutes"),
        ("", None, "a text that begins with its first sentence has no title"),
    ],
)
def test_titles(head: str, title: str | None, why: str) -> None:
    doc = with_headings(document(f"{head}\n\n{STORY}", "a.txt"))
    assert words(doc, BlockKind.TITLE) == [title] * (title is not None), why


@pytest.mark.parametrize(
    ("line", "heading", "why"),
    [
        ("Vale Council", True, "a name above its own part"),
        ("WHAT WORKS", True, "capitals"),
        ("'No jargon'", True, "a quotation of a word or two"),
        ("Minutes:", True, "a part of minutes"),
        ("What happens now", True, "a short line"),
        ("Nobody knew.", False, "a sentence"),
        ("“We will be good.”", False, "speech"),
        ("Una Quill, leader of the council", False, "a speaker under what she said"),
        ("Councillor Una Quill", False, "a speaker"),
        ("By Una Quill", False, "the writer"),
        ("Thursday 5 May 2022", False, "the date"),
        ("Members were told that:", False, "it goes on in the list below"),
        ("Good", False, "a grade in a table"),
        ("Overall | Good | Good", False, "a row of a table"),
        ("Ring 01632 960 114", False, "a telephone number"),
    ],
)
def test_headings(line: str, heading: bool, why: str) -> None:
    doc = with_headings(document(f"{STORY}\n\n{line}\n\n{STORY}", "a.txt"))
    assert words(doc, BlockKind.HEADING) == [line] * heading, why


@pytest.mark.parametrize(
    ("text", "headings", "why"),
    [
        (
            f"{STORY}\n\nVale Council\n\nInspected from 4 to 15 April\n\n{STORY}",
            ["Vale Council"],
            "a line with dates may come between",
        ),
        (
            f"{STORY}\n\nAdoption\n\nGood\n\nLeadership\n\nOutstanding\n\n{STORY}",
            [],
            "cells of a table that was saved as lines",
        ),
        (f"{STORY}\n\nUna Quill", [], "a last line has nothing below it"),
    ],
)
def test_lines_around_a_heading(text: str, headings: list[str], why: str) -> None:
    assert words(with_headings(document(text, "a.txt")), BlockKind.HEADING) == headings, why


def test_only_texts_without_marks_are_searched() -> None:
    page = document(f"<html><body><p>{STORY}</p><p>WHAT WORKS</p><p>{STORY}</p></body>", "a.html")
    assert with_headings(page) is page
