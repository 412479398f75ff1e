"""Briefs as Markdown: footnotes, and text that is no markup."""

from __future__ import annotations

import re

import pytest

from kg.briefs.markdown import _plain, markdown
from kg.briefs.model import Brief


def test_each_mark_has_its_footnote(brief: Brief) -> None:
    page = markdown(brief).decode()
    marks = re.findall(r"(?<!\n)\[\^(\d+)\]", page)
    notes = re.findall(r"\n\[\^(\d+)\]: ", page)
    assert marks == notes == [str(n) for n in range(1, len(notes) + 1)]
    assert page.startswith("# Children’s services in Central Bedfordshire: a brief\n")
    assert "](picture" not in page and "][picture 1]" in page
    assert "\n[picture 1]: data:image/png;base64," in page


@pytest.mark.parametrize(
    ("text", "shown", "reason"),
    [
        ("Plans | reviews", "Plans \\| reviews", "a cell ends at a bar"),
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>", "no HTML"),
        ("[^1]: see", "\\[^1\\]: see", "no footnote"),
        ("1. First", "1\\. First", "no list"),
        ("- First", "\\- First", "no list"),
        ("one\n\ntwo", "one two", "a sentence is one line"),
        ("2018-19 plans", "2018-19 plans", "a number is no list"),
    ],
)
def test_words_of_documents_are_no_markup(text: str, shown: str, reason: str) -> None:
    assert _plain(text) == shown, reason
