"""Briefs as HTML: links both ways, headings, tables, and text that is no markup."""

from __future__ import annotations

import dataclasses
import re

from kg.briefs.html import html
from kg.briefs.model import Brief, Note, Paragraph, Section, Sentence, Source


def test_marks_and_notes_lead_to_each_other(brief: Brief) -> None:
    page = html(brief).decode()
    marks = re.findall(r'id="mark-(\d+)" href="#note-(\d+)"', page)
    back = re.findall(r'<li id="note-(\d+)">.*<a href="#mark-(\d+)"', page)
    assert marks == back == [(str(n), str(n)) for n in range(1, len(marks) + 1)]
    assert len(marks) > 20


def test_what_a_screen_reader_needs(brief: Brief) -> None:
    page = html(brief).decode()
    assert '<html lang="en-GB">' in page
    assert "<title>Children’s services in Central Bedfordshire: a brief</title>" in page
    assert page.count("<h1>") == 1
    assert len(re.findall("<table>", page)) == len(re.findall("<caption>[^<]", page))
    assert re.search(r'<th scope="col">.*</th></tr></thead>', page)
    assert re.search(r'<img src="data:image/png;base64,[^"]+" alt="Bands of grades by area', page)
    assert len(re.findall(r'href="(?!#)|src="(?!data:)', page)) == 0


def test_words_of_documents_are_no_markup() -> None:
    bad = "</title><script>alert(1)</script>"
    note = Note((Source(bad, bad, None, bad, bad),), bad)
    section = Section(bad, (Paragraph((Sentence(bad, (note,)),)),))
    page = html(Brief(bad, (bad,), (section,))).decode()
    assert "<script" not in page


def test_the_same_brief_gives_the_same_bytes(brief: Brief) -> None:
    assert html(brief) == html(dataclasses.replace(brief))
