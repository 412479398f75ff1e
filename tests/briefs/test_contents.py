"""What a brief says of a council, and the words that it rests on."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from kg.briefs.contents import read_brief
from kg.briefs.model import Brief, Picture, Remark, Section, Table, sentences
from kg.errors import UsageError
from kg.gazetteer import Gazetteer
from kg.store.graph import open_graph
from national import national_graph

#: What a quote says where a brief gives a grade.
GRADES = {
    "requires improvement": r"requir\w+ improvement",
    "outstanding": "outstanding",
    "inadequate": "inadequate",
    "good": r"\bgood\b",
}


@cache
def councils() -> list[str]:
    return sorted(Gazetteer.load().councils)


def heading(brief: Brief, start: str) -> Section:
    return next(one for one in brief.sections if one.heading.startswith(start))


def text(section: Section) -> str:
    told = [s.text for block in section.blocks for s in sentences(block)]
    return " ".join([*told, *(one.text for one in section.blocks if isinstance(one, Remark))])


def statements(brief: Brief) -> list[tuple[str, str, str]]:
    """The heading, the text and the noted words of each statement: a sentence, or a row."""
    found = []
    for section in brief.sections:
        for block in section.blocks if section.heading != "Documents" else ():
            rows = block.rows if isinstance(block, Table) else [(one,) for one in sentences(block)]
            for row in rows:
                notes = [note for cell in row for note in cell.notes]
                words = [source.words for note in notes for source in note.sources]
                noted = " ".join([*words, *(note.about for note in notes)])
                found.append((section.heading, " | ".join(c.text for c in row), noted))
    return found


@pytest.mark.parametrize("gss", councils()[:40])
def test_every_grade_and_year_stands_in_the_note(gss: str) -> None:
    for section, words, noted in statements(read_brief(national_graph(), gss)):
        if section.startswith("Programmes"):
            continue
        assert noted, words
        stated = re.sub("“.*?”", "", words).lower().replace("improvement to be good", "improvement")
        for grade, pattern in GRADES.items():
            assert grade not in stated or re.search(pattern, noted.lower()), (words, noted)
        # Those two have the dates of their documents.
        if not section.startswith(("Leaders", "What was asked")):
            assert set(re.findall(r"\b20\d\d\b", stated)) <= set(re.findall(r"20\d\d", noted))


def test_a_standing_that_has_not_changed(brief: Brief) -> None:
    told = text(heading(brief, "Where"))
    assert told.startswith(
        "The overall grade is good, given by the full inspection of 17 to 21 January 2022. "
        "At that inspection the areas were judged as follows: "
    )


def stated(n: int) -> Brief:
    return read_brief(national_graph(), councils()[n])


@pytest.mark.parametrize(
    ("n", "section", "words", "reason"),
    [
        (3, "Where", "graded areas, and gave no overall grade.", "since April 2026 there is none"),
        (3, "Where", "overall effectiveness was judged", "but the last one is told"),
        (3, "The journey", "none given", "nor is there one in the table"),
        (9, "Where", "The newest overall grade that documents here tell is good, of an inspection in March 2020, whose own report is not in the graph.", "only a later document states it"),
        (9, "The journey", "March 2020, as a later document states (Good)", "in brackets, as on the page"),
        (9, "Visits", "Focused visit of 9", "a visit after what only a later document states"),
        (5, "Where", "A report without a stated date (E06000006-undated-ilacs.txt) grades", "undated is said"),
        (5, "The journey", "without a stated date", "and stands last in the table"),
    ],
)  # fmt: skip
def test_what_is_unusual_is_said(n: int, section: str, words: str, reason: str) -> None:
    assert words in text(heading(stated(n), section)), reason


def test_a_council_that_was_replaced_says_so() -> None:
    lead = " ".join(read_brief(national_graph(), "Cumbria").lead)
    assert "was abolished on 1 April 2023, and is now part of" in lead


def test_inspections_of_a_council_that_was_replaced_are_in_the_journey() -> None:
    journey = text(heading(read_brief(national_graph(), "Cumberland"), "The journey"))
    assert "(Cumbria County Council)" in journey


def test_the_picture_says_in_words_what_it_shows(brief: Brief) -> None:
    pictures = [b for s in brief.sections for b in s.blocks if isinstance(b, Picture)]
    assert len(pictures) == 1
    assert "Overall: Good from June 2017, Good from January 2022." in pictures[0].alt
    assert pictures[0].alt.endswith("Visits: February 2019.")


def test_a_council_without_documents_gets_a_short_brief(demo_graph: Path) -> None:
    with open_graph(demo_graph) as graph:
        brief = read_brief(graph, "Essex")
    assert "The graph has no document about it." in brief.lead[0]
    assert [section.heading for section in brief.sections] == [
        "Where the council stands",
        "Leaders, and their dates in post",
        "Statistical neighbours",
        "Programmes and services that documents name",
    ]
    assert text(brief.sections[0]) == "No document in the graph is about Essex."


def test_an_unknown_council_has_the_usual_message(demo_graph: Path) -> None:
    with open_graph(demo_graph) as graph, pytest.raises(UsageError, match="Did you mean 'City of"):
        read_brief(graph, "Bradfrod")


def test_nothing_is_said_of_the_future(brief: Brief) -> None:
    told = " ".join(words for _, words, _ in statements(brief) if "“" not in words)
    assert not re.search(r"\b(will|likely|expected|next inspection|forecast)\b", told)
