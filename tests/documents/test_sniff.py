"""What a file is, by its first bytes."""

from __future__ import annotations

import pytest

from files import WORD, word_file
from kg.documents.sniff import EXTENSIONS, media_type


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
