"""What a file is, by its first bytes."""

from __future__ import annotations

import pytest

from files import WORD, word_file, zipped
from kg.documents.sniff import EXTENSIONS, ZIP, may_hold_others, media_type, tells_itself
from ole import ole, outlook_message

MEMO = b"From: Ada Moss\nTo: all staff\nDate: 3 May\nSubject: Plans\n\nPlans are late.\n"
MESSAGE = b"Subject: Plans\r\nMIME-Version: 1.0\r\n\r\nPlans are late.\r\n"
SAVED = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n"


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
        pytest.param(word_file(), "a.pdf", WORD, id="word-under-another-name"),
        pytest.param(word_file(), "a.docm", WORD, id="word-with-macros"),
        pytest.param(b"%PDF-1.7\n", "a.pdf.download", "application/pdf", id="a-safari-download"),
        pytest.param(rb"{\rtf1 x}", "a.doc", "application/rtf", id="rtf-named-doc"),
        pytest.param(MESSAGE, "50231520", "message/rfc822", id="a-message"),
        pytest.param(MESSAGE, "a.mht", "application/x-mimearchive", id="a-page-by-its-name"),
        pytest.param(SAVED, "a", "application/x-mimearchive", id="a-page-that-a-browser-saved"),
        pytest.param(MEMO, "a.txt", "text/plain", id="a-memo-has-fields-too"),
        pytest.param(MEMO, "a.eml", "message/rfc822", id="fields-in-a-file-named-eml"),
        pytest.param(b"<div><p>x", "a", "text/html", id="part-of-a-page-without-a-name"),
        pytest.param(b"<div>\n# x", "a.md", "text/markdown", id="markdown-may-begin-with-html"),
        pytest.param(zipped({"a": b"%PDF-1.7"}), "a", ZIP, id="a-pdf-in-an-archive"),
        pytest.param(ole(outlook_message("x")), "a", "application/vnd.ms-outlook", id="outlook"),
        pytest.param(ole({"WordDocument": b"x"}), "a", "application/msword", id="old-word"),
    ],
)
def test_the_first_bytes_say_what_a_file_is(data: bytes, name: str, expected: str) -> None:
    assert media_type(data, name) == expected


def test_every_extension_has_a_reader() -> None:
    from kg.documents.readers import READERS

    assert set(EXTENSIONS.values()) == {*READERS, ZIP}


@pytest.mark.parametrize(
    ("head", "tells", "why"),
    [
        (b"%PDF-1.7", True, "a download without an extension"),
        (b"PK\x03\x04", True, "an archive, which may be an office file"),
        (b"<!DOCTYPE html>", True, "a page"),
        (MESSAGE, True, "a message"),
        (b"a,b\n1,2\n", False, "a table of values is not meant"),
        (b"<div>", False, "a template of a program"),
        (b"\x89PNG\r\n", False, "a picture"),
        (b"", False, "nothing"),
    ],
)
def test_files_of_a_folder_that_tell_what_they_are(head: bytes, tells: bool, why: str) -> None:
    assert tells_itself(head) == tells, why


@pytest.mark.parametrize(
    ("head", "name", "may", "why"),
    [
        (b"PK\x03\x04", "a.docx", False, "most archives are office files, and hold no others"),
        (b"PK\x03\x04", "a.zip", True, "an archive"),
        (b"PK\x03\x04", "a", True, "what it is has to be seen"),
        (MESSAGE, "a.txt", True, "a message under another name"),
        (MEMO, "a.eml", True, "whatever is named so"),
        (MEMO, "a.txt", False, "a memo"),
        (b"%PDF-1.7", "a.pdf", False, "a PDF"),
    ],
)
def test_files_that_may_hold_others(head: bytes, name: str, may: bool, why: str) -> None:
    assert may_hold_others(head, name) == may, why
