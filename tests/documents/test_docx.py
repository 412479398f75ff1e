"""Word files: their structure, and what a hostile one cannot do."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import docx
import pytest

from files import document, word_file, words
from kg.errors import DocumentError


def test_a_zip_bomb_is_not_inflated_into_memory(examples: Path) -> None:
    data = (examples / "bad" / "bomb.docx").read_bytes()
    tracemalloc.start()
    try:
        with pytest.raises(DocumentError):
            document(data, "bomb.docx")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 50_000_000


def test_a_word_file_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f"<w:document {space}><w:body><w:p><w:r><w:t>The council did X. &x;</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    try:
        text = document(word_file(body=body), "a.docx").text
    except DocumentError:
        return
    assert "the secret" not in text


def test_a_word_file_does_not_swell_by_its_entities() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    body = (
        f"<!DOCTYPE d [{laughs}]><w:document {space}><w:body><w:p><w:r><w:t>The council did X. "
        "&l8;</w:t></w:r></w:p></w:body></w:document>"
    )
    try:
        text = document(word_file(body=body), "a.docx").text
    except DocumentError:
        return
    assert len(text) < 1_000


def test_word_files_keep_their_structure() -> None:
    made = docx.Document()
    made.core_properties.title = "A note"
    made.add_paragraph("Somewhere", style="Title")
    made.add_heading("Findings", level=1)
    made.add_paragraph("12. The council did X.")
    made.add_paragraph("First item", style="List Bullet")
    made.add_paragraph("◼ Second item")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells),
        ("Area", "Grade", "Adoption", "Good"),
        strict=True,
    ):
        cell.text = text
    made.add_paragraph("Behind the table.")
    buffer = io.BytesIO()
    made.save(buffer)
    doc = document(buffer.getvalue(), "a.docx")
    assert [(b.kind.value, b.number, doc.quote(b.start, b.end)) for b in doc.blocks] == [
        ("title", None, "Somewhere"),
        ("heading", None, "Findings"),
        ("paragraph", "12", "The council did X."),
        ("bullet", None, "First item"),
        ("bullet", None, "Second item"),
        ("paragraph", None, "Area"),
        ("paragraph", None, "Grade"),
        ("paragraph", None, "Adoption"),
        ("paragraph", None, "Good"),
        ("paragraph", None, "Behind the table."),
    ]
    assert doc.title == "A note"
    assert doc.pages == ()
    assert doc.page_at(0) is None


def test_rows_of_three_columns_are_one_block_each() -> None:
    """A cell is known by its column, so an empty one stays."""
    made = docx.Document()
    table = made.add_table(rows=2, cols=3)
    for row, texts in zip(
        table.rows, [("Area", "2019", "2022"), ("Adoption", "", "Good")], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    made.save(buffer)
    doc = document(buffer.getvalue(), "a.docx")
    assert words(doc) == ["Area | 2019 | 2022", "Adoption | | Good"]


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [((0, 0), (0, 1), "cells of one row"), ((0, 0), (1, 0), "cells of one column")],
)
def test_a_merged_cell_stands_once(first: tuple[int, int], last: tuple[int, int], why: str) -> None:
    made = docx.Document()
    table = made.add_table(rows=2, cols=2)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "single"
    table.cell(*first).merge(table.cell(*last)).text = "merged"
    buffer = io.BytesIO()
    made.save(buffer)
    text = document(buffer.getvalue(), "a.docx").text
    assert (text.count("merged"), text.count("single")) == (1, 2), why
