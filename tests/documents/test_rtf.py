"""RTF: what is printed, and in which order."""

from __future__ import annotations

import pytest

from files import document, words
from kg.model import BlockKind

TRACKED = ("has tracked changes: read as if all were accepted",)


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (r"Plans are late.\par They wait.\par", ["Plans are late.", "They wait."], "paragraphs"),
        ("Plans are\r\n late.\\\nThey wait.", ["Plans are late.", "They wait."], "line ends"),
        (r"They don\'92t \endash  \ldblquote yet\rdblquote", ["They don’t – “yet”"], "marks"),
        (r"caf\u233?s and \u-10179?\u-8704?.", ["cafés and 😀."], "Unicode, also in two halves"),
        (r"{\uc2 a\u233 xxb}", ["aéb"], "two letters repeat a character"),
        (r"Staff {\deleted never }listen.", ["Staff listen."], "a deletion"),
        (r"Staff {\revised do not }listen.", ["Staff do not listen."], "an insertion"),
        (r"Staff {\v secretly }listen{\v0  well}.", ["Staff listen well."], "hidden words"),
        (r"\v hidden\plain shown", ["shown"], "the end of all marks"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt the plan}} is late", ["the plan is late"], "a field"),
        (r"{\stylesheet{\s1 Heading 1;}}{\info{\title T}}{\*\generator X;}Words", ["Words"], "no text"),
        (r"{\header Running}{\pict 0102}{\shp{\*\shpinst{\sp x}{\shptxt In a box.}}{\shprslt no}}", ["In a box."], "a text box"),
        (r"{\outlinelevel0 Leadership\par}\pard Good.", ["Leadership", "Good."], "a heading"),
        (r"\trowd A\cell B\cell C\cell\row\pard D", ["A | B | C", "D"], "a row"),
        (r"{\pict\bin4 }}}} }Words", ["Words"], "bytes that look like the ends of groups"),
        (r"}}Words{{", ["Words"], "groups that don't match"),
        ("Words\\", ["Words}"], "a backslash before the last brace"),
    ],
)  # fmt: skip
def test_what_is_printed(body: str, expected: list[str], why: str) -> None:
    doc = document(r"{\rtf1\ansi\ansicpg1252 " + body + "}", "a.rtf")
    assert words(doc) == expected, why
    assert doc.notes == (TRACKED if r"\deleted" in body else ()), why


def test_footnotes_follow_their_paragraph() -> None:
    doc = document(r"{\rtf1 Staff listen.{\footnote\chftn Of 40\par asked.}\par End.}", "a.rtf")
    assert words(doc) == ["Staff listen.", "Of 40 asked.", "End."]
    assert words(doc, BlockKind.FOOTNOTE) == ["Of 40 asked."]


def test_other_code_pages() -> None:
    assert words(document(rb"{\rtf1\ansicpg1250 \'9a}", "a.rtf")) == ["š"]
    assert words(document(rb"{\rtf1\ansicpg99999 \'92}", "a.rtf")) == ["’"]


def test_a_file_that_ends_in_a_backslash() -> None:
    assert words(document("{\\rtf1 Words\\", "a.rtf")) == ["Words"]


def test_many_open_groups_are_no_trouble() -> None:
    assert words(document(rb"{\rtf1 " + b"{" * 100_000 + b"Words", "a.rtf")) == ["Words"]
