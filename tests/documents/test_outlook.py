"""Outlook's messages."""

from __future__ import annotations

import pytest

from files import document, words
from kg.documents.mail import attachments
from kg.errors import DocumentError
from ole import ole, outlook_message

FILE = b"%PDF-1.7\r\n\n" * 500


def test_words_files_and_the_day() -> None:
    inner = outlook_message("Inner", "Older words.", {"b.bin": b"\r\n\n"})
    data = ole(outlook_message("Plans", "Plans are late.", {"– a.pdf": FILE, "": inner}))
    doc = document(data, "a.msg")
    assert words(doc) == ["Plans", "Plans are late."]
    assert (doc.title, doc.published) == ("Plans", "2024-03-04")
    (name, content), (second, message) = attachments(data)
    assert (name, content, second) == ("– a.pdf", FILE, "Inner.eml")
    assert words(document(message, "a.eml")) == ["Inner", "Older words."]
    assert attachments(message) == [("b.bin", b"\r\n\n")]


def test_a_message_in_html_only() -> None:
    tree = {**outlook_message("Plans"), "__substg1.0_10130102": b"<p>Plans are late.</p>"}
    assert words(document(ole(tree), "a.msg")) == ["Plans", "Plans are late."]


def test_letters_of_one_byte() -> None:
    tree = {"__properties_version1.0": b"", "__substg1.0_1000001E": b"They don\x92t."}
    assert words(document(ole(tree), "a.msg")) == ["They don’t."]


@pytest.mark.parametrize("length", range(600, 3_500, 300))
def test_half_a_message_is_refused_or_read(length: int) -> None:
    data = ole(outlook_message("Plans", "Plans are late.", {"a.pdf": b"x" * 1_000}))
    try:
        assert document(data[:length], "a.msg").text
    except DocumentError as error:
        assert "damaged" in str(error) or "Outlook" in str(error) or "without words" in str(error)
