"""Word files: their structure, and what a hostile one cannot do."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest

from files import changed, document, word_file, words
from kg.errors import DocumentError
from kg.model import BlockKind


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


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


BEGIN, RESULT, END = mark("begin"), mark("separate"), mark("end")
CODE = "<w:r><w:instrText>IF x</w:instrText></w:r>"
BOX = f"<w:txbxContent>{par(run('In the box.'))}</w:txbxContent>"
GONE = f"<w:del>{run('seldom ')}<w:r><w:delText>never </w:delText></w:r></w:del>"


@dataclass(frozen=True)
class Printed:
    """What Word prints of a body, block by block."""

    body: str
    words: list[str]
    why: str
    notes: tuple[str, ...] = ()


TRACKED = ("has tracked changes: read as if all were accepted",)

PRINTED = [
    Printed(
        par(run("Staff ") + f"<w:ins>{run('do not ')}</w:ins>" + run("listen.")),
        ["Staff do not listen."],
        "an insertion may turn the meaning round",
        TRACKED,
    ),
    Printed(par(run("Staff ") + GONE + run("listen.")), ["Staff listen."], "a deletion", TRACKED),
    Printed(
        par(f"<w:moveFrom>{run('Plans are late.')}</w:moveFrom>")
        + par(run("Visits are short."))
        + par(f"<w:moveTo>{run('Plans are late.')}</w:moveTo>"),
        ["Visits are short.", "Plans are late."],
        "a moved sentence stands once, where it is now",
        TRACKED,
    ),
    Printed(
        par(run("Staff do"), "<w:rPr><w:del/></w:rPr>") + par(run(" not listen.")),
        ["Staff do not listen."],
        "the end of a paragraph was deleted",
        TRACKED,
    ),
    Printed(
        table(cell(par(run("kept"))), f"<w:trPr><w:del/></w:trPr>{cell(par(run('gone')))}"),
        ["kept"],
        "a deleted row",
        TRACKED,
    ),
    Printed(
        par(run("Led by ") + f"<w:smartTag>{run('Ada Moss')}</w:smartTag>" + run(".")),
        ["Led by Ada Moss."],
        "a smart tag",
    ),
    Printed(
        f"<w:sdt><w:sdtPr><w:alias w:val='no'/></w:sdtPr><w:sdtContent>{par(run('All good.'))}"
        "</w:sdtContent></w:sdt>"
        + par(f"<w:sdt><w:sdtContent>{run('Overall: poor')}</w:sdtContent></w:sdt>"),
        ["All good.", "Overall: poor"],
        "content controls around paragraphs and words",
    ),
    Printed(
        par(run("See ") + f"<w:fldSimple w:instr='REF a'>{run('part 3')}</w:fldSimple>")
        + par(run("See ") + BEGIN + CODE + RESULT + run("part 4") + END),
        ["See part 3", "See part 4"],
        "fields print their results",
    ),
    Printed(
        par(run("A ") + BEGIN + CODE + BEGIN + RESULT + run("no") + END + RESULT + run("b") + END),
        ["A b"],
        "a field in the code of another is not printed",
    ),
    Printed(
        par(run("A ") + BEGIN + CODE + run("b")) + par(run("c")),
        ["A b", "c"],
        "a field that nobody ended loses no words",
    ),
    Printed(
        par(f"<w:hyperlink>{run('the plan')}</w:hyperlink>" + run(" is late")),
        ["the plan is late"],
        "a link",
    ),
    Printed(
        table(cell(par(run("Around")) + table(cell(par(run("Inside")))) + par(""))),
        ["Around", "Inside"],
        "a table in a cell",
    ),
    Printed(
        table(cell(par(run("12. All have plans.")) + par(run("They are read.")))),
        ["12. All have plans. They are read."],
        "paragraphs of one cell",
    ),
    Printed(
        f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell(par(run('In a row')))}</w:tr></w:sdtContent>"
        "</w:sdt></w:tbl>",
        ["In a row"],
        "a content control around a row",
    ),
    Printed(
        table(
            cell(par(run("Both")), "<w:vMerge w:val='restart'/>") + cell(par(run("one"))),
            cell(par(run("unseen")), "<w:vMerge/>") + cell(par(run("two"))),
        ),
        ["Both", "one", "two"],
        "words in the unseen part of a merged cell",
    ),
    Printed(
        par(
            run("Beside it")
            + f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{BOX}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        ["Beside it", "In the box."],
        "a text box, which newer and older programs draw in two ways",
    ),
    Printed(
        par(
            run("Prepared for printing only", "<w:vanish/>") + run("Shown", "<w:vanish w:val='0'/>")
        ),
        ["Shown"],
        "hidden words",
    ),
    Printed(
        par(f"<w:ruby><w:rt>{run('above')}</w:rt><w:rubyBase>{run('base')}</w:rubyBase></w:ruby>"),
        ["base"],
        "what stands over words to say how they sound",
    ),
    Printed(
        par(run("twenty") + "<w:r><w:noBreakHyphen/></w:r>" + run("one")),
        ["twenty-one"],
        "a hyphen that doesn't break",
    ),
    Printed(
        par(run("Numbers:") + "<w:r><w:drawing><c:chart xmlns:c='urn:c'/></w:drawing></w:r>")
        + "<w:altChunk/>",
        ["Numbers:"],
        "what has words and can't be read is told of",
        ("not read: 1 inserted document", "not read: 1 chart"),
    ),
]


@pytest.mark.parametrize("case", PRINTED, ids=lambda case: case.why.replace(" ", "-"))
def test_what_word_prints_is_read(case: Printed) -> None:
    body = f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{case.body}</w:body></w:document>'
    doc = document(word_file(body=body), "a.docx")
    assert (words(doc), doc.notes) == (case.words, case.notes)


def test_the_strict_edition_is_read_too() -> None:
    body = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
    body += par(run("Staff listen.")) + "</w:body></w:document>"
    assert words(document(word_file(body=body), "a.docx")) == ["Staff listen."]


def test_footnotes_follow_their_paragraph() -> None:
    body = par(run("Staff listen.") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + par(
        run("End.")
    )
    note = f'<w:footnote w:id="2">{par(run("Of 40 asked."))}</w:footnote>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    data = changed(
        word_file(),
        {
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{note}</w:footnotes>',
            "word/_rels/document.xml.rels": f'<R><Relationship Id="1" Type="{kind}/footnotes" Target="footnotes.xml"/></R>',
        },
    )
    doc = document(data, "a.docx")
    assert words(doc) == ["Staff listen.", "Of 40 asked.", "End."]
    assert words(doc, BlockKind.FOOTNOTE) == ["Of 40 asked."]


def test_a_damaged_picture_costs_no_text() -> None:
    data = changed(word_file(), {"word/media/image1.png": "picture" * 9}, zipfile.ZIP_STORED)
    data = data.replace(b"picturepicture", b"pictur_picture")  # its checksum is wrong now
    assert words(document(data, "a.docx")) == ["The council did X."]
