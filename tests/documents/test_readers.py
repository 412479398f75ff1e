"""What is wrong with a file, in words, and that no bytes do more harm than to themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from files import Line, document, page, pdf, word_file, zipped
from kg.documents.html import MAX_DEPTH
from kg.documents.office_package import MAX_ENTRIES
from kg.documents.sniff import EXTENSIONS, media_type
from kg.errors import DocumentError
from ole import ole


@pytest.mark.parametrize("name", ["report.pdf", "page.html", "note.docx", "note.md", "note.txt"])
def test_a_document_says_what_it_was_read_as(name: str) -> None:
    data = {
        "report.pdf": pdf([Line("The council did X.")]),
        "page.html": page("<p>" + "The council did X. " * 20 + "</p>"),
        "note.docx": word_file(),
    }.get(name, b"The council did X.")
    assert document(data, name).media_type == media_type(data, name)


@dataclass(frozen=True)
class Bad:
    """A file that gives no document."""

    name: str
    data: bytes
    reason: str
    why: str


def package(*names: str) -> bytes:
    """An office file of empty parts."""
    return zipped(dict.fromkeys(("[Content_Types].xml", *names), b""))


LOCKED = ole({"EncryptedPackage": b"x"})
OLD_EXCEL = ole({"Workbook": b"x"})


BAD = [
    Bad("a.pdf", b"", "empty file (0 bytes)", "a download that broke off at once"),
    Bad("a.txt", b"", "empty file (0 bytes)", "whatever its extension"),
    Bad("a.pdf", b"<html><h1>404</h1></html>", "an HTML page, not a PDF", "an error page"),
    Bad("a.pdf", b"<!DOCTYPE HTML>\n<title>Sign in", "an HTML page, not a PDF", "a log-in page"),
    Bad("a.docx", b"<html></html>", "an HTML page, not a Word document", "the same for Word"),
    Bad("a.pdf", b"Not found", "not a PDF", "a plain error message"),
    Bad("a.pdf", b"%PDF-1.7\nnothing else", "a damaged PDF", "a header and nothing behind it"),
    Bad("a.docx", LOCKED, "password-protected office file", "how Word wraps what it locks"),
    Bad("a.docx", LOCKED[:600], "a damaged file of an older office program", "half of it"),
    Bad("a.xls", OLD_EXCEL, "save it as .xlsx", "advice on what is not read"),
    Bad(
        "a.odt", zipped({"mimetype": b"application/epub+zip"}), "not an OpenDocument text", "a book"
    ),
    Bad("a.rtf", b"<html>", "an HTML page, not an RTF file", "the same for others"),
    Bad("a.msg", b"words", "not an Outlook message", "ditto"),
    Bad("a.xlsx", package("xl/x"), "a damaged Excel file", "a workbook without its parts"),
    Bad("a.pptx", package("ppt/x"), "a damaged PowerPoint file", "slides without their parts"),
    Bad("a.rtf", rb"{\rtf1}", "no text", "an RTF file without words"),
    Bad("a.eml", b"Subject: x\nMIME-Version: 1.0\n\n", "without words", "a message of a subject"),
    Bad("a.docx", zipped({"x.txt": b"x"}), "not a Word document", "some other zip archive"),
    Bad("a.docx", b"PK\x03\x04" + bytes(64), "not a Word document", "half an archive"),
    Bad("a.zip", zipped({"x.txt": b"x"}), "a zip archive without", "a bare archive is no document"),
    Bad("a.txt", bytes(range(256)) * 8, "binary file", "bytes that are no text"),
    Bad("a.md", b"text, then\0 NUL", "binary file", "NUL stands in no text"),
    Bad("a.txt", b" \n\t\n ", "no text", "white space only"),
    Bad("a.md", b"---\n\n***\n", "no text", "rules only"),
    Bad("a.html", b"<html><body></body></html>", "without main text", "an empty page"),
    Bad("a.docx", word_file(empty=True), "no text", "a Word file without words"),
    Bad("a.docx", word_file(body="<a"), "a damaged Word document", "XML that breaks off"),
    Bad("a.docx", word_file(body="<a/>"), "a damaged Word document", "XML of something else"),
    Bad(
        "a.docx",
        zipped({"word/document.xml": b"<w/>"}),
        "not a Word document",
        "an archive with the one file that is looked for and none of the others",
    ),
    Bad(
        "a.docx",
        package("word/document.xml", *map(str, range(MAX_ENTRIES))),
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
        ("picture-only.pdf", "no text: only a scan or pictures"),
        ("locked.pdf", "a password-protected PDF"),
        ("bomb.docx", "a zip bomb"),
        ("notes.txt", "a binary file"),
    ],
)
def test_the_bad_examples(examples: Path, name: str, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason.replace("(", r"\(").replace(")", r"\)")):
        document((examples / "bad" / name).read_bytes(), name)


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
