"""Briefs as Word documents: read back by python-docx, and by LibreOffice where there is one."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx as python_docx
import pypdfium2
import pytest

from kg.briefs.docx import docx
from kg.briefs.model import Brief, Note, Paragraph, Section, Sentence, Source, sentences
from kg.briefs.notes import Notes

SOFFICE = shutil.which("soffice")


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


@pytest.fixture(scope="module")
def written(brief: Brief) -> bytes:
    return docx(brief)


def test_it_reads_back_with_its_headings_tables_and_title(brief: Brief, written: bytes) -> None:
    document = python_docx.Document(io.BytesIO(written))
    style = {p.text: p.style.name for p in document.paragraphs if p.style}
    assert style[brief.title] == "Title"
    assert [text for text, name in style.items() if name == "Heading 1"] == [
        section.heading for section in brief.sections
    ]
    assert document.core_properties.title == brief.title
    assert document.core_properties.language == "en-GB"
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    languages = re.findall(
        r'Lang w:val="(.*?)"|w:lang w:val="(.*?)"',
        "".join(part(written, f"word/{name}.xml") for name in ("styles", "settings")),
    )
    assert {one or other for one, other in languages} == {"en-GB"}


def test_properties_of_tables_stand_in_the_order_that_word_wants(written: bytes) -> None:
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblLook"]
    found = re.findall(r"<w:tblPr>(.*?)</w:tblPr>", part(written, "word/document.xml"), re.DOTALL)
    for properties in found:
        names = re.findall(r"<w:(tbl\w+|jc)\b", properties)
        assert names == sorted(names, key=order.index)
    assert found


def test_each_note_is_a_footnote(brief: Brief, written: bytes) -> None:
    notes = Notes()
    for section in brief.sections:
        for block in section.blocks:
            for sentence in sentences(block):
                notes.numbers(sentence)
    marks = re.findall(r'w:footnoteReference w:id="(\d+)"', part(written, "word/document.xml"))
    texts = re.findall(r'<w:footnote w:id="(\d+)">', part(written, "word/footnotes.xml"))
    assert marks == texts == [str(n) for n in range(1, len(notes.texts) + 1)]


def test_the_picture_has_its_text(written: bytes) -> None:
    assert re.search(r'<wp:docPr [^>]*descr="Bands of grades', part(written, "word/document.xml"))


def test_the_same_brief_gives_the_same_bytes_without_a_clock(brief: Brief, written: bytes) -> None:
    assert docx(brief) == written
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
    dates = re.findall(r"\d{4}-\d\d-\d\dT", part(written, "docProps/core.xml"))
    assert set(dates) == {"1980-01-01T"}


def test_words_that_xml_cannot_hold_are_replaced() -> None:
    bad = "a\x00<b>&"
    note = Note((Source(bad, bad, 1, None, bad),))
    data = docx(Brief(bad, (bad,), (Section(bad, (Paragraph((Sentence(bad, (note,)),)),)),)))
    assert "a�&lt;b&gt;&amp;" in part(data, "word/footnotes.xml")


@pytest.mark.slow
@pytest.mark.skipif(
    SOFFICE is None, reason="no LibreOffice here: apt-get install libreoffice-writer"
)
def test_libreoffice_prints_it_on_two_to_four_pages(written: bytes, tmp_path: Path) -> None:
    (tmp_path / "brief.docx").write_bytes(written)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [str(SOFFICE), home, "--headless", "--convert-to", "pdf", "brief.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    with pypdfium2.PdfDocument(tmp_path / "brief.pdf") as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert 2 <= len(pages) <= 4
    assert "Where the council stands" in pages[0]
    assert "page 1: “17 to 21 January 2022”; “Overall effectiveness Good”" in " ".join(
        pages[0].split()
    )
