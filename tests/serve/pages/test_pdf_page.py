"""Where words stand on a page of a PDF, and its picture."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from kg.serve.pages.pdf_page import (
    MAX_HEIGHT,
    WIDTH,
    Marks,
    Passage,
    draw,
    find,
    from_json,
    marks,
    plain,
    to_json,
)

WORDS = "Visits are rarely late and plans are clear"


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages: words on two lines, and the same words again further down; then words that run on."""
    path = tmp_path_factory.mktemp("pdf") / "made.pdf"
    canvas = Canvas(str(path), pagesize=(400, 600))
    canvas.drawString(50, 500, "Visits are rarely late")
    canvas.drawString(50, 480, "and plans are clear. First.")
    canvas.drawString(50, 200, "Second: visits are rarely late and plans are clear.")
    canvas.drawString(50, 100, "Help that begins on this page and")
    canvas.showPage()
    canvas.drawString(50, 500, "ends on the next one is still help.")
    canvas.showPage()
    canvas.save()
    return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("letters", "passage", "expected", "why"),
    [
        ("xgoody", Passage("", "Good", ""), "good", "by its letters"),
        ("agoodbgoodc", Passage("b ", "good", " c"), "good", "by what is around it"),
        ("agoodb", Passage("q", "good", "q"), "good", "although nothing around it agrees"),
        ("oficers", Passage("", "Of\ufb01cers", ""), "", "another word"),
        ("officers", Passage("", "O\ufb03cers", ""), "officers", "a ligature is its letters"),
        ("thisbeginsherebut", Passage("", "this begins here but ends there", ""), "thisbeginsherebut", "as far as the page goes"),
        ("theendisonthispage", Passage("", "begun before, the end is on this page", ""), "theendisonthispage", "the rest"),
        ("shortpart", Passage("", "short part", "x"), "shortpart", "whole"),
        ("theshort", Passage("", "the other words", ""), "", "too little of it"),
        ("anything", Passage("a", "–", "b"), "", "no letters"),
        ("", Passage("", "words", ""), "", "an empty page"),
    ],
)  # fmt: skip
def test_words_are_found_by_their_letters(
    letters: str, passage: Passage, expected: str, why: str
) -> None:
    start, end = find(letters, passage)
    assert letters[start:end] == expected, why


def test_the_place_that_is_meant_is_marked_by_lines(pdf: Path) -> None:
    first = marks(pdf, sha256(pdf), 1, Passage("", WORDS, ". First"))
    second = marks(pdf, sha256(pdf), 1, Passage("Second: ", WORDS, "."))
    assert first is not None
    assert second is not None
    assert (first.width, first.height) == (WIDTH, WIDTH * 600 // 400)
    assert len(first.boxes) == 2, "two lines"
    assert len(second.boxes) == 1
    for x, y, width, height in (*first.boxes, *second.boxes):
        assert 0 < x < x + width < first.width
        assert 20 < height < 60, "a line of 12 points"
        assert 0 < y < first.height
    scale = WIDTH / 400
    assert first.boxes[0][1] < (600 - 500) * scale < first.boxes[1][1]
    assert abs(second.boxes[0][1] - (600 - 212) * scale) < 15


def test_words_that_run_on_are_marked_on_both_pages(pdf: Path) -> None:
    whole = Passage("", "Help that begins on this page and ends on the next one", " is still")
    found = [marks(pdf, sha256(pdf), number, whole) for number in (1, 2)]
    assert [len(one.boxes) if one else 0 for one in found] == [1, 1]


def test_the_part_to_show_has_the_boxes() -> None:
    shown = Marks(1000, 1400, ((100, 1200, 300, 40),))
    top, height = shown.part
    assert top <= 1200
    assert top + height >= 1240
    assert top + height <= 1400
    assert Marks(1000, 1400, ()).part == (0, 1400), "all, where nothing is marked"
    tall = Marks(1000, 1400, ((0, 10, 5, 5), (0, 1390, 5, 5)))
    assert tall.part == (0, 1400)


def test_marks_survive_the_way_between_processes() -> None:
    made = Marks(3, 4, ((1, 2, 3, 4), (5, 6, 7, 8)))
    assert from_json(to_json(made)) == made


def test_a_picture_is_bounded(pdf: Path, tmp_path: Path) -> None:
    data = draw(pdf, sha256(pdf), 1)
    assert data is not None
    assert Image.open(io.BytesIO(data)).size == (WIDTH, WIDTH * 600 // 400)
    tall = tmp_path / "tall.pdf"
    canvas = Canvas(str(tall), pagesize=(20, 14_000))
    canvas.drawString(1, 500, "x")
    canvas.save()
    data = draw(tall, sha256(tall), 1)
    assert data is not None
    width, height = Image.open(io.BytesIO(data)).size
    assert width < 20
    assert height <= MAX_HEIGHT + 1


@pytest.mark.parametrize(("number", "hash_"), [(0, ""), (3, ""), (1, "0" * 64)])
def test_no_picture_of_another_file_or_page(pdf: Path, number: int, hash_: str) -> None:
    assert draw(pdf, hash_ or sha256(pdf), number) is None
    assert marks(pdf, hash_ or sha256(pdf), number, Passage("", WORDS, "")) is None


def test_plain_text_has_letters_and_digits_alone() -> None:
    assert plain("Re-\nviewed “2019”: É!") == "reviewed2019é"
