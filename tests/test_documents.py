"""Files to documents: what a file is, what is wrong with it, and what structure its text has."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from kg.documents.docx import MAX_ENTRIES
from kg.documents.html import MAX_DEPTH
from kg.documents.plain import decode, text_blocks
from kg.documents.readers import read
from kg.documents.sniff import EXTENSIONS, media_type
from kg.errors import DocumentError
from kg.model import Block, BlockKind, Document

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHA = "0" * 64


def document(data: bytes | str, name: str) -> Document:
    """A document from bytes or text."""
    return read(data.encode() if isinstance(data, str) else data, name, SHA)


def words(doc: Document, kind: BlockKind | None = None) -> list[str]:
    """The words of each block, or of each block of one kind."""
    return [doc.quote(b.start, b.end) for b in doc.blocks if kind in (None, b.kind)]


def block_with(doc: Document, text: str) -> Block:
    """The block in which a text stands."""
    found = doc.block_at(doc.text.index(text))
    assert found is not None
    return found


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def word_file(*, body: str | None = None, empty: bool = False) -> bytes:
    """A Word file; `body` replaces the whole of `word/document.xml`."""
    made = docx.Document()
    if not empty:
        made.add_paragraph("The council did X.")
    buffer = io.BytesIO()
    made.save(buffer)
    if body is None:
        return buffer.getvalue()
    with zipfile.ZipFile(buffer) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**entries, "word/document.xml": body.encode()})


# --- what a file is ---


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        pytest.param(b"%PDF-1.7\n", "a.pdf", "application/pdf", id="pdf"),
        pytest.param(b"\n\njunk%PDF-1.4\n", "a.pdf", "application/pdf", id="pdf-after-junk"),
        pytest.param(b"%PDF-1.7\n", "a.txt", "application/pdf", id="bytes-win-over-the-name"),
        pytest.param(b"<!DOCTYPE html><p>x", "a.html", "text/html", id="html"),
        pytest.param(b" \r\n<HTML><body>", "a.htm", "text/html", id="html-in-capitals"),
        pytest.param(b"<!-- x -->\n<html>", "a", "text/html", id="html-after-a-comment"),
        pytest.param(b"<?xml version='1.0'?><!doctype html>", "a", "text/html", id="xhtml"),
        pytest.param(b"<p>no head at all", "a.html", "text/html", id="fragment-named-html"),
        pytest.param(b"\xef\xbb\xbf<html>", "a.html", "text/html", id="html-with-a-mark"),
        pytest.param(b"# Title", "a.md", "text/markdown", id="markdown"),
        pytest.param(b"# Title", "a.MARKDOWN", "text/markdown", id="extension-in-capitals"),
        pytest.param(b"# Title", "a.txt", "text/plain", id="markdown-named-txt-is-text"),
        pytest.param(b"words", "a", "text/plain", id="no-extension"),
        pytest.param(b"caf\xe9 and \x93so\x94", "a.txt", "text/plain", id="windows-1252"),
        pytest.param("words".encode("utf-16"), "a.txt", "text/plain", id="utf-16-has-nuls"),
        pytest.param(word_file(), "a.docx", WORD, id="word"),
        pytest.param(word_file(), "a.bin", WORD, id="word-by-its-content"),
    ],
)
def test_the_first_bytes_say_what_a_file_is(data: bytes, name: str, expected: str) -> None:
    assert media_type(data, name) == expected


def test_every_extension_has_a_reader() -> None:
    from kg.documents.readers import READERS

    assert set(EXTENSIONS.values()) == set(READERS)


@pytest.mark.parametrize("name", ["report.pdf", "page.html", "note.docx", "note.md", "note.txt"])
def test_a_document_says_what_it_was_read_as(name: str) -> None:
    data = {
        "report.pdf": pdf([Line("The council did X.")]),
        "page.html": page("<p>" + "The council did X. " * 20 + "</p>"),
        "note.docx": word_file(),
    }.get(name, b"The council did X.")
    assert document(data, name).media_type == media_type(data, name)


# --- bad input: each with the reason that the report shows ---


@dataclass(frozen=True)
class Bad:
    """A file that gives no document."""

    name: str
    data: bytes
    reason: str
    why: str


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
BAD = [
    Bad("a.pdf", b"", "empty file (0 bytes)", "a download that broke off at once"),
    Bad("a.txt", b"", "empty file (0 bytes)", "whatever its extension"),
    Bad("a.pdf", b"<html><h1>404</h1></html>", "an HTML page, not a PDF", "an error page"),
    Bad("a.pdf", b"<!DOCTYPE HTML>\n<title>Sign in", "an HTML page, not a PDF", "a log-in page"),
    Bad("a.docx", b"<html></html>", "an HTML page, not a Word document", "the same for Word"),
    Bad("a.pdf", b"Not found", "not a PDF", "a plain error message"),
    Bad("a.pdf", b"%PDF-1.7\nnothing else", "a damaged PDF", "a header and nothing behind it"),
    Bad("a.docx", OLD_WORD, "password-protected Word file", "how Word wraps what it locks"),
    Bad("a.docx", zipped({"x.txt": b"x"}), "not a Word document", "some other zip archive"),
    Bad("a.docx", b"PK\x03\x04" + bytes(64), "not a Word document", "half an archive"),
    Bad("a.zip", zipped({"x.txt": b"x"}), "binary file", "an archive that is no document"),
    Bad("a.txt", bytes(range(256)) * 8, "binary file", "bytes that are no text"),
    Bad("a.md", b"text, then\0 NUL", "binary file", "NUL stands in no text"),
    Bad("a.txt", b" \n\t\n ", "no words", "white space only"),
    Bad("a.md", b"---\n\n***\n", "no words", "rules only"),
    Bad("a.html", b"<html><body></body></html>", "without a main text", "an empty page"),
    Bad("a.docx", word_file(empty=True), "no text in it", "a Word file without words"),
    Bad("a.docx", word_file(body="<a"), "a damaged Word document", "XML that breaks off"),
    Bad("a.docx", word_file(body="<a/>"), "a damaged Word document", "XML of something else"),
    Bad(
        "a.docx",
        zipped({"word/document.xml": b"<w/>"}),
        "a damaged Word document",
        "an archive with the one file that is looked for and none of the others",
    ),
    Bad(
        "a.docx",
        zipped({"word/document.xml": b""} | {f"f{n}": b"" for n in range(MAX_ENTRIES)}),
        "entries",
        "an archive of countless empty files",
    ),
    Bad(
        "a.html",
        b"<html>" + b"<div>" * (MAX_DEPTH + 100) + b"words" * 50,
        "nested more than",
        "a tree that would exhaust the parser's stack",
    ),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.name}-{bad.why}".replace(" ", "-"))
def test_a_bad_file_is_refused_with_its_reason(bad: Bad) -> None:
    with pytest.raises(DocumentError) as raised:
        document(bad.data, bad.name)
    message = str(raised.value)
    assert bad.reason in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty.pdf", "an empty file (0 bytes)"),
        ("error-page.pdf", "an HTML page, not a PDF"),
        ("picture-only.pdf", "no text in it: a scan or pictures only"),
        ("locked.pdf", "a password-protected PDF"),
        ("bomb.docx", "a zip bomb"),
        ("notes.txt", "a binary file"),
    ],
)
def test_the_bad_examples(examples: Path, name: str, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason.replace("(", r"\(").replace(")", r"\)")):
        document((examples / "bad" / name).read_bytes(), name)


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


REAL = ("bedford-jtai-2023.pdf", "bedford-area-send-2024.docx", "bedford-news-2017.html")


@pytest.mark.parametrize("name", REAL)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_damaged_file_gives_a_document_or_a_reason(
    examples: Path, name: str, data: st.DataObject
) -> None:
    """No reader lets any other error out: one bad file must cost itself alone."""
    whole = bytearray((examples / "corpus" / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 12), label="changes")):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(whole[: data.draw(st.integers(0, len(whole)), label="length")])
    try:
        assert document(damaged, name).text.strip()
    except DocumentError as error:
        assert str(error)


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400), extension=st.sampled_from([*EXTENSIONS, ".bin", ""]))
def test_any_bytes_give_a_document_or_a_reason(data: bytes, extension: str) -> None:
    try:
        assert document(data, "a" + extension).text.strip()
    except DocumentError as error:
        assert str(error)


# --- encodings ---

TEXT = "£3 million – “not yet” – Seán’s café"


@pytest.mark.parametrize(
    ("data", "declared", "note"),
    [
        pytest.param(TEXT.encode(), None, None, id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), None, None, id="utf-8-with-a-mark"),
        pytest.param(TEXT.encode("utf-16"), None, None, id="utf-16-with-a-mark"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), None, None, id="utf-16-big-endian"),
        pytest.param(TEXT.encode("cp1252"), "windows-1252", None, id="declared"),
        pytest.param(TEXT.encode("cp1252"), None, "Windows-1252", id="guessed-with-a-note"),
        pytest.param(
            TEXT.encode("cp1252"), "utf-8", "Windows-1252", id="declared-wrongly-with-a-note"
        ),
        pytest.param(TEXT.encode(), "klingon", None, id="declared-is-no-encoding"),
        pytest.param(TEXT.encode(), "base64", None, id="declared-is-no-text-encoding"),
        pytest.param(TEXT.encode(), "undefined", None, id="declared-is-python's-trap"),
        pytest.param(
            TEXT.encode("utf-8-sig"), "iso-8859-1", None, id="a-mark-is-surer-than-a-label"
        ),
    ],
)
def test_encodings(data: bytes, declared: str | None, note: str | None) -> None:
    text, notes = decode(data, declared)
    assert text == TEXT
    assert len(notes) == (note is not None)
    assert (note or "") in "".join(notes)


def test_bytes_that_windows_1252_lacks_are_counted() -> None:
    text, notes = decode(b"caf\xe9 \x81 \x9d")
    assert text == "café \ufffd \ufffd"
    assert "2 bytes are undefined" in notes[0]


@pytest.mark.parametrize(
    ("name", "noted", "quote"),
    [("windows-1252.txt", True, "£"), ("utf-16.txt", False, "’")],
)
def test_the_good_examples_in_odd_encodings(
    examples: Path, name: str, noted: bool, quote: str
) -> None:
    doc = document((examples / "good" / name).read_bytes(), name)
    assert bool(doc.notes) is noted
    assert quote in doc.text
    assert "\ufffd" not in doc.text


def page(body: str, head: str = '<meta charset="utf-8">') -> bytes:
    """An HTML page."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def even(data: bytes) -> bytes:
    """The same page with an even number of bytes, as UTF-16 has."""
    return data + b" " * (len(data) % 2)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(page(f"<p>{TEXT}</p>" * 9), "declared and true", id="utf-8"),
        pytest.param(
            page(f"<p>{TEXT}</p>" * 9).decode().replace("utf-8", "Windows-1252").encode("cp1252"),
            "declared and true",
            id="windows-1252",
        ),
        pytest.param(
            even(page(f"<p>{TEXT}</p>" * 9, '<meta charset="utf-16">')),
            "a label that ASCII bytes can be read in must not be believed: browsers read UTF-8",
            id="utf-16-declared-in-ascii",
        ),
        pytest.param(
            page(f"<p>{TEXT}</p>" * 9, '<meta charset="undefined">'),
            "Python has an encoding of this name, which refuses everything",
            id="undefined",
        ),
    ],
)
def test_encodings_of_pages(data: bytes, why: str) -> None:
    assert TEXT in document(data, "a.html").text, why


# --- PDF ---


@dataclass(frozen=True)
class Line:
    """A line to draw: `gap` points below the line before it, `x` points from the left."""

    text: str
    gap: float = 14
    x: float = 72
    size: float = 11
    bold: bool = False
    #: A raised number right after the text.
    mark: str = ""
    #: A second text further right on the same line, as in a table.
    right: str = ""


LONG = "the work of the council with families has a shape that everyone in it can now describe"


def pdf(*pages: Iterable[Line], header: str = "", footer: str = "") -> bytes:
    """A PDF of pages of lines; `{page}` in header and footer is the page's number."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    for number, lines in enumerate(pages, start=1):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(72, A4[1] - 40, header.format(page=number))
        y = A4[1] - 110
        for line in lines:
            y -= line.gap
            font = "Helvetica-Bold" if line.bold else "Helvetica"
            text = canvas.beginText(line.x, y)
            text.setFont(font, line.size)
            text.textOut(line.text)
            if line.mark:
                text.setRise(4)
                text.setFont(font, 6)
                text.textOut(line.mark)
            canvas.drawText(text)
            if line.right:
                canvas.setFont(font, line.size)
                canvas.drawString(400, y, line.right)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(290, 36, footer.format(page=number))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


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


# --- HTML ---


def test_a_story_comes_without_what_surrounds_it(examples: Path) -> None:
    doc = document((examples / "corpus" / "bedford-news-2017.html").read_bytes(), "a.html")
    for noise in ("cookie", "Luton", "Milton Keynes", "beaten away", "Privacy", "dataLayer"):
        assert noise not in doc.text
    assert (
        words(doc)[0] == "Bedford Borough children’s services ‘require improvement’, say inspectors"
    )
    assert words(doc, BlockKind.HEADING)[1:] == ["What Ofsted found", "The council’s answer"]
    assert doc.text.count("say inspectors") == 1
    assert doc.published == "2017-04-07"


def test_a_page_that_declares_no_date_has_none(examples: Path) -> None:
    """A year in the text is no date of publication."""
    name = "bedford-news-focused-visit.html"
    assert document((examples / "corpus" / name).read_bytes(), name).published is None


def test_lists_of_a_page_are_bullets(examples: Path) -> None:
    name = "bedford-news-focused-visit.html"
    doc = document((examples / "corpus" / name).read_bytes(), name)
    bullets = words(doc, BlockKind.BULLET)
    assert len(bullets) == 6
    assert bullets[4] == "Disabled children receive a high-quality service."


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (
            "<p>Inspectors from <a href='/o'>Ofsted</a>, who visited <b>Somewhere</b>.</p>",
            "Inspectors from Ofsted, who visited Somewhere.",
            "marks inside a sentence add no space before its commas and stops",
        ),
        (
            "<p>Children under&shy;stand why people are worried.</p>",
            "Children understand why people are worried.",
            "a soft hyphen inside a line is not printed",
        ),
        (
            "<p>Jane Example<br>Director of Children’s Services</p>",
            "Jane Example Director of Children’s Services",
            "a line break parts words",
        ),
        (
            "<p>Caf&eacute; &amp; crèche&nbsp;– £3</p>",
            "Café & crèche – £3",
            "entities and no-break spaces",
        ),
    ],
)
def test_words_of_a_page(body: str, expected: str, why: str) -> None:
    filler = f"<p>{LONG.capitalize()}, and so it does.</p>" * 5
    doc = document(page(f"<main><h1>A page</h1>{filler}{body}{filler}</main>"), "a.html")
    assert expected in words(doc), why


# --- Word ---


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


# --- text and Markdown ---


@pytest.mark.parametrize("mark", ["■", "◼", "●", "•", "▪", "\uf0b7", "\uf0a7", "–", "-", "*", "+"])
def test_marks_of_list_items(mark: str) -> None:
    (block,) = text_blocks(f"{mark} Supervision is frequent.", range(0))
    assert (block.kind, block.lines) == (BlockKind.BULLET, ((None, "Supervision is frequent."),))


@dataclass(frozen=True)
class Text:
    """A Markdown text and the blocks that it makes: (kind, number, words)."""

    text: str
    blocks: list[tuple[str, str | None, str]]
    why: str


TEXTS = [
    Text(
        "# Title\n\n## Findings ##\n\nProse.",
        [("title", None, "Title"), ("heading", None, "Findings"), ("paragraph", None, "Prose.")],
        "headings, with marks behind them too",
    ),
    Text(
        "First line.\nSecond line.\n\nThird.",
        [
            ("paragraph", None, "First line."),
            ("paragraph", None, "Second line."),
            ("paragraph", None, "Third."),
        ],
        "short lines stand alone: an address, a table",
    ),
    Text(
        f"So {LONG} and\n{LONG} and\nno more.",
        [("paragraph", None, f"So {LONG} and {LONG} and no more.")],
        "a text that is cut at a width",
    ),
    Text(
        f"- {LONG}\n  {LONG} and\n  no more.\n- Second",
        [("bullet", None, f"{LONG} {LONG} and no more."), ("bullet", None, "Second")],
        "an item that is cut at a width",
    ),
    Text(
        "1. First point.\n2. Second point.",
        [("paragraph", "1", "First point."), ("paragraph", "2", "Second point.")],
        "numbered paragraphs",
    ),
    Text(
        'The **overall** grade is __good__, says [Ofsted](https://example.org/ "x").',
        [("paragraph", None, "The overall grade is good, says Ofsted.")],
        "marks of emphasis and links go, their words stay",
    ),
    Text(
        f"{LONG} **overall\neffectiveness is good.** So {LONG}.",
        [("paragraph", None, f"{LONG} overall effectiveness is good. So {LONG}.")],
        "emphasis may run over a line's end",
    ),
    Text(
        "Prose.\n\n---\n\nMore.",
        [("paragraph", None, "Prose."), ("paragraph", None, "More.")],
        "a rule is no text",
    ),
    Text(
        "> “Outstanding” is the highest grade.",
        [("paragraph", None, "“Outstanding” is the highest grade.")],
        "a block quote loses its mark",
    ),
    Text(
        "| Area | Grade |\n|------|:-----:|\n| Adoption | Good |",
        [
            ("paragraph", None, "Area"),
            ("paragraph", None, "Grade"),
            ("paragraph", None, "Adoption"),
            ("paragraph", None, "Good"),
        ],
        "a table's cells, as in Word and HTML, without its bars",
    ),
    Text(
        "We saw snake_case and 2 * 3 * 4.",
        [("paragraph", None, "We saw snake_case and 2 * 3 * 4.")],
        "what only looks like emphasis stays",
    ),
    Text(
        "First.\r\n\r\nSecond.\r\n",
        [("paragraph", None, "First."), ("paragraph", None, "Second.")],
        "line ends of Windows",
    ),
]


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case.why.replace(" ", "-"))
def test_markdown(case: Text) -> None:
    doc = document(case.text, "a.md")
    assert [(b.kind.value, b.number, doc.quote(b.start, b.end)) for b in doc.blocks] == case.blocks


def test_a_hyphen_at_a_line_end_of_a_text(examples: Path) -> None:
    name = "buckinghamshire-news-monitoring-visit.txt"
    doc = document((examples / "corpus" / name).read_bytes(), name)
    assert "- " not in doc.text.replace(" - ", "")
