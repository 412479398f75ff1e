"""PDF: lines of pages become headings, paragraphs, items, tables and footnotes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from files import LONG, Line, document, pdf, words
from kg.documents import layout
from kg.errors import DocumentError
from kg.model import BlockKind


def prose(*texts: str, gap: float = 14) -> list[Line]:
    """Lines of one paragraph that begins after a blank line."""
    return [Line(text, gap=2 * gap if k == 0 else gap) for k, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("header", "footer", "why"),
    [
        ("", "{page}", "a bare page number"),
        ("", "Page {page} of 4", "a page number in words"),
        ("Inspection of Somewhere", "{page}", "a running header"),
        ("Inspection of Somewhere, page {page}", "", "a header that holds the page's number"),
        ("", "Inspection of Somewhere, 4 March 2022", "a footer with a date"),
    ],
)
def test_headers_and_footers_leave_the_text(header: str, footer: str, why: str) -> None:
    pages = [prose(f"Paragraph number {n}0 says that {LONG}.", f"So {LONG}.") for n in range(4)]
    doc = document(pdf(*pages, header=header, footer=footer), "a.pdf")
    assert len(doc.blocks) == 4, why
    assert "Somewhere" not in doc.text
    assert "Page " not in doc.text


def test_a_line_that_repeats_inside_the_pages_stays() -> None:
    pages = [[*prose(f"{LONG}."), *prose("Recommendation"), *prose(f"{LONG}.")] for _ in range(4)]
    assert document(pdf(*pages), "a.pdf").text.count("Recommendation") == 4


@pytest.mark.parametrize(
    ("end", "begin", "expected", "why"),
    [
        ("so that children", "are safe.", "so that children are safe.", "a lower-case word"),
        ("early help,", "MASH and schools agree.", "early help, MASH and schools", "a comma"),
        ("services for multi-", "agency work exist.", "for multi-agency work", "a hyphen stays"),
    ],
)
def test_a_sentence_goes_on_over_a_page_break(
    end: str, begin: str, expected: str, why: str
) -> None:
    pages = [prose(f"Although {LONG}", f"in every team, {end}"), prose(begin, f"And {LONG}.")]
    doc = document(pdf(*pages, header="Inspection of Somewhere", footer="{page}"), "a.pdf")
    assert expected in doc.text, why
    assert doc.page_at(doc.text.index(end)) == 1
    assert doc.page_at(doc.text.index(begin)) == 2


def test_a_finished_sentence_ends_its_paragraph_at_the_page_break() -> None:
    doc = document(pdf(prose(f"So {LONG}."), prose(f"Now {LONG}.")), "a.pdf")
    assert len(doc.blocks) == 2


def test_pages_without_text_are_counted() -> None:
    doc = document(pdf(prose(f"So {LONG}."), [], prose(f"Now {LONG}.")), "a.pdf")
    assert len(doc.pages) == 3
    assert doc.page_at(0) == 1
    assert doc.page_at(doc.text.index("Now")) == 3


def test_lines_of_a_paragraph_are_joined_and_hyphens_stay() -> None:
    lines = prose(
        "Partners in the multi-", "agency hub know what the risks are and/", "or ask.", gap=14
    )
    doc = document(pdf(lines + prose(f"So {LONG}.")), "a.pdf")
    assert words(doc)[0] == "Partners in the multi-agency hub know what the risks are and/or ask."


def test_footnote_marks_leave_the_text_and_footnotes_stand_apart() -> None:
    body = [Line("A review of the Local Safeguarding Children Board", mark="1", gap=28)]
    note = [Line("1", size=6, gap=60), Line("One report covers both.", size=8, x=80, gap=0)]
    doc = document(pdf(body + prose(f"So {LONG}.", f"and {LONG}.") + note), "a.pdf")
    assert "Children Board\n" in doc.text
    assert not any("1" in one for one in words(doc))


def test_a_footnote_does_not_part_the_sentence_around_it(examples: Path) -> None:
    doc = document(
        (examples / "corpus" / "central-bedfordshire-single-inspection-2017.pdf").read_bytes(),
        "a.pdf",
    )
    notes = words(doc, BlockKind.FOOTNOTE)
    assert [note.split()[:3] for note in notes] == [
        ["One", "report", "covers"],
        ["The", "local", "authority"],
    ]
    assert "Local Safeguarding Children Board1" not in doc.text


def test_bullets_wrap_and_lose_their_mark() -> None:
    lines = [
        Line("•", gap=28),
        Line("Assessments, which are late for children who", gap=0, x=90),
        Line("need them most", x=90),
        Line("•", gap=14),
        Line("Supervision", gap=0, x=90),
    ]
    doc = document(pdf(prose(f"So {LONG}:") + lines), "a.pdf")
    assert words(doc, BlockKind.BULLET) == [
        "Assessments, which are late for children who need them most",
        "Supervision",
    ]


def test_a_large_bullet_does_not_part_its_item() -> None:
    lines = [
        Line("•", gap=28, size=16),
        Line(f"So {LONG}", gap=0, x=90),
        Line("(MASH) well", x=90),
    ]
    doc = document(pdf(prose(f"So {LONG}:") + lines), "a.pdf")
    assert words(doc, BlockKind.BULLET) == [f"So {LONG} (MASH) well"]


def test_an_item_in_larger_letters_goes_on_in_its_next_line() -> None:
    """A summary for children is set larger than the rest; a title below an item stays apart."""
    lines = [
        Line("• The council needs to make sure that each child and", gap=28, size=14),
        Line("care leaver has one social worker.", gap=18, x=82, size=14),
        Line("• Councillors help", gap=28, size=14),
        Line("Information about this area", gap=18, size=14),
    ]
    doc = document(pdf([*lines, *prose(f"So {LONG},", f"and {LONG}.")]), "a.pdf")
    assert words(doc)[:3] == [
        "The council needs to make sure that each child and care leaver has one social worker.",
        "Councillors help",
        "Information about this area",
    ]


def test_a_number_in_larger_or_bolder_letters_does_not_part_its_paragraph() -> None:
    """111: the line is as large as its words."""
    for mark in (Line("104.", gap=28, size=16), Line("104.", gap=28, bold=True)):
        lines = [mark, Line(f"So {LONG}", gap=0, x=102), Line("(MASH) well.", x=102)]
        doc = document(pdf(prose(f"So {LONG}.") + lines), "a.pdf")
        assert words(doc)[1:] == [f"So {LONG} (MASH) well."]
        assert doc.blocks[1].number == "104"


def test_page_numbers_a_little_above_the_margin_leave_the_text() -> None:
    """110: the number of the page, which stood inside the sentence; no other number goes."""
    pages = [
        [*prose(f"so {LONG},", "and then in every team"), Line(str(n), gap=590)] for n in (1, 2, 7)
    ]
    doc = document(pdf(*pages), "a.pdf")
    assert doc.text.count(f"and then in every team so {LONG}, and then in every team so") == 1
    assert [text for text in doc.text.split() if text.isdigit()] == ["7"]


def test_letters_of_size_one_have_the_size_to_which_they_are_scaled() -> None:
    title = [Line("Inspection of progress in", size=20), Line("Somewhere", size=20, gap=22)]
    plain, scaled = (
        document(pdf([*title, *prose(f"So {LONG},", f"and {LONG}.")], scaled=by), "a.pdf")
        for by in (False, True)
    )
    assert plain.blocks == scaled.blocks
    assert plain.blocks[0].kind is BlockKind.TITLE, "71: a title is not broken over its lines"


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("43. The local authority knows.", "43", "The local authority knows."),
        ("43.The local authority knows.", "43", "The local authority knows."),
        ("7.‘Families first’ is a team.", "7", "‘Families first’ is a team."),
        ("2.1 Adoption performance is good.", None, "2.1 Adoption performance is good."),
        ("12.5% of children moved.", None, "12.5% of children moved."),
        ("38 children moved.", None, "38 children moved."),
        ("2017. The council did X.", None, "2017. The council did X."),
    ],
)
def test_paragraph_numbers(text: str, number: str | None, rest: str) -> None:
    doc = document(pdf(prose(text) + prose(f"So {LONG}.")), "a.pdf")
    assert (doc.blocks[0].number, words(doc)[0]) == (number, rest)


def test_glued_paragraph_numbers_of_a_real_report(examples: Path) -> None:
    doc = document((examples / "corpus" / "bradford-ilacs-2023.pdf").read_bytes(), "a.pdf")
    numbers = [int(block.number) for block in doc.blocks if block.number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 10


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (Line("Findings", size=14, gap=30), "larger than the body"),
        (Line("Findings", bold=True, gap=30), "bold, of the body's size"),
    ],
)
def test_headings(line: Line, why: str) -> None:
    title = Line("Inspection of Somewhere", size=24, bold=True)
    body = [*prose(f"So {LONG}.", f"and {LONG}."), line, *prose(f"Now {LONG}.", f"and {LONG}.")]
    doc = document(pdf([title, *body]), "a.pdf")
    assert words(doc, BlockKind.TITLE) == ["Inspection of Somewhere"]
    assert words(doc, BlockKind.HEADING) == ["Findings"], why
    assert len(doc.blocks) == 4


def test_a_capital_after_a_line_break_does_not_part_a_sentence() -> None:
    """A name such as ‘Looking Out for Somebody’ may stand on both sides of a line's end."""
    lines = prose(
        f"So {LONG}, and it uses Looking",
        "Out for Somebody, an online tool, so that everyone knows what the risks are.",
    )
    doc = document(pdf(prose(f"So {LONG} and more.") + lines), "a.pdf")
    assert "uses Looking Out for Somebody" in doc.text


def test_judgement_tables_keep_area_beside_grade(examples: Path) -> None:
    doc = document((examples / "corpus" / "thurrock-ilacs-2024.pdf").read_bytes(), "a.pdf")
    text = doc.text
    area = text.index("The impact of leaders on social work practice with children and families")
    assert text[area:].split("families", 1)[1].split()[0] == "Outstanding"
    assert " ".join(text[text.index("Overall effectiveness") :].split()[:3]).endswith(
        "effectiveness Outstanding"
    )


def test_rows_of_a_table_stand_in_their_order() -> None:
    rows = [
        Line("Help and protection", gap=22, right="Good"),
        Line("Children in care", gap=22, right="Inadequate"),
    ]
    doc = document(pdf(rows + prose(f"So {LONG}.")), "a.pdf")
    flat = doc.text.split()
    assert " ".join(flat[:7]) == "Help and protection Good Children in care"
    assert flat[7] == "Inadequate"


def two_columns(first: list[str], second: list[str], gap: float) -> list[Line]:
    """The lines of a row of a table: the first cell's, then the second's, from the same height."""
    below = [Line(text, gap=gap if k == 0 else 14) for k, text in enumerate(first)]
    back = gap if not first else -14 * (len(first) - 1)
    beside = [Line(text, gap=back if k == 0 else 14, x=230) for k, text in enumerate(second)]
    return below + beside


LEADERS = ["Leaders of all partners should act with speed to", "Make sure that no child waits for therapy."]  # fmt: skip


def test_a_narrow_cell_stands_apart_from_the_text_beside_it() -> None:
    """Errors 42 to 44: the body that is responsible is no item of what must be done."""
    rows = two_columns(["Wexmoor County", "Council and NHS", "Wexmoor"], LEADERS, 28)
    doc = document(pdf(prose(f"So {LONG} and more.") + rows), "a.pdf")
    assert words(doc, BlockKind.CELL) == ["Wexmoor County Council and NHS Wexmoor"]
    assert " ".join(LEADERS) in words(doc, BlockKind.PARAGRAPH)


def test_a_cell_does_not_part_the_sentence_that_goes_on_over_the_page() -> None:
    """Error 45: both cells of a row go on over the page."""
    first = two_columns(["Wexmoor County", "Council and"], [LEADERS[0], "make sure that they"], 28)
    second = two_columns(["NHS Wexmoor", "Trust"], ["see every child who is waiting for help from a", "therapist."], 28)  # fmt: skip
    doc = document(pdf(prose(f"So {LONG} and more.") + first, second), "a.pdf")
    (sentence,) = [words for words in words(doc, BlockKind.PARAGRAPH) if "therapist" in words]
    assert sentence.endswith(
        "make sure that they see every child who is waiting for help from a therapist."
    )


def test_short_words_beside_short_words_are_no_narrow_cell() -> None:
    rows = two_columns(["Lead inspector"], ["Norma Penfold"], 28)
    doc = document(pdf(prose(f"So {LONG} and more.") + rows), "a.pdf")
    assert words(doc, BlockKind.CELL) == []


WIDE = [f"{LEADERS[0]} {n}" for n in range(9)]


@pytest.mark.parametrize(
    ("narrow", "cells", "why"),
    [
        (["Wexmoor County", "Council and", "the police"], 1, "a body"),
        (["Wexmoor is slow", "to see children."], 0, "a sentence"),
        (["Is Wexmoor slow", "to see children?”"], 0, "a question, in quotation marks"),
        ([f"and others are {word}" for word in ("never", "often", "rarely", "seldom", "hardly", "always", "soon", "late", "early")], 0, "too long"),
    ],
)  # fmt: skip
def test_running_text_in_a_narrow_column_is_no_cell(
    narrow: list[str], cells: int, why: str
) -> None:
    rows = two_columns(narrow, WIDE, 28)
    doc = document(pdf(prose(f"So {LONG} and more.") + rows), "a.pdf")
    assert len(words(doc, BlockKind.CELL)) == cells, why
    if not cells:
        assert " ".join(narrow) in " ".join(words(doc, BlockKind.PARAGRAPH)), why


def test_many_short_lines_are_read_in_time() -> None:
    """20,000 lines on one page, none of which has another beside it."""
    lines = [
        layout.Line("Wexmoor", 1, 70, 110, 0.5, 100_000 - 5 * n, 11, bold=False, footnote=False)
        for n in range(20_000)
    ]
    start = time.process_time()
    layout.group_lines(lines)
    assert time.process_time() - start < 3


def test_the_lines_of_an_address_stay_apart(examples: Path) -> None:
    doc = document(
        (examples / "corpus" / "central-bedfordshire-focused-visit-2019.pdf").read_bytes(),
        "a.pdf",
    )
    lines = words(doc)
    start = lines.index("Ms Sue Harrison")
    assert lines[start : start + 4] == [
        "Ms Sue Harrison",
        "Director of Children’s Services",
        "Central Bedfordshire Council",
        "Monks Walk",
    ]
    assert lines[-3:-1] == ["Margaret Burke", "Her Majesty’s Inspector"]


def test_a_truncated_pdf_is_read_or_refused_in_words(examples: Path) -> None:
    data = (examples / "corpus" / "suffolk-ilacs-2019.pdf").read_bytes()
    for share in (0.2, 0.5, 0.9):
        try:
            assert document(data[: int(len(data) * share)], "a.pdf").text
        except DocumentError as error:
            assert "PDF" in str(error) or "no text" in str(error)
