"""Messages: which of their parts are words, and which are files."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from files import document, words
from kg.documents.mail import attachments
from kg.errors import DocumentError

HEAD = b"Subject: Late\r\nDate: Mon, 04 Mar 2024 23:30:00 -0500\r\nMIME-Version: 1.0\r\n"


def mixed(*parts: str, kind: str = "mixed") -> bytes:
    lines = [f"Content-Type: multipart/{kind}; boundary=b", ""]
    for part in parts:
        lines += ["--b", *part.split("\n")]
    return HEAD + "\r\n".join([*lines, "--b--", ""]).encode()


TEXT = "Content-Type: text/plain; charset=utf-8\n\nPlans are late – again."
PAGE = "Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n<p>Plans don=92t help.</p>"
EMPTY = "Content-Type: text/plain\n\n "
BYTES = "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0="


@pytest.mark.parametrize(
    ("data", "expected", "files", "why"),
    [
        (HEAD + b"\r\nPlans are late.\r\n", ["Plans are late."], [], "one part"),
        (mixed(TEXT, BYTES), ["Plans are late – again."], [("a.pdf", b"%PDF-")], "a file"),
        (mixed(TEXT, PAGE, kind="alternative"), ["Plans are late – again."], [], "two wordings"),
        (mixed(EMPTY, PAGE, kind="alternative"), ["Plans don’t help."], [], "the first is empty"),
        (
            mixed(TEXT, PAGE, PAGE.replace("-1", "-1; name=letter.html", 1), kind="alternative"),
            ["Plans are late – again."],
            [("letter.html", b"<p>Plans don\x92t help.</p>")],
            "a file among wordings, where some programs put it",
        ),
        (mixed(PAGE), ["Plans don’t help."], [], "ISO-8859-1 means windows-1252 here too"),
        (
            mixed(TEXT, "Content-Type: text/plain\nContent-Disposition: attachment\n\nKept."),
            ["Plans are late – again."],
            [("attachment 1.txt", b"Kept.")],
            "a file without a name",
        ),
        (
            mixed(TEXT, "Content-Type: message/rfc822\n\nSubject: A/B\n\nInner."),
            ["Plans are late – again."],
            [("A-B.eml", b"Subject: A/B\n\nInner.")],
            "a message in it",
        ),
        (
            mixed(TEXT, BYTES.replace("a.pdf", "=?utf-8?Q?=E2=80=93.pdf?=")),
            ["Plans are late – again."],
            [("–.pdf", b"%PDF-")],
            "a name in an encoded word",
        ),
    ],
)  # fmt: skip
def test_words_and_files(
    data: bytes, expected: list[str], files: list[tuple[str, bytes]], why: str
) -> None:
    doc = document(data, "a.eml")
    assert (words(doc), doc.title, doc.published) == (["Late", *expected], "Late", "2024-03-04"), (
        why
    )
    assert attachments(data) == files, why


def test_a_message_of_files_has_no_words() -> None:
    with pytest.raises(DocumentError, match="without words"):
        document(mixed(BYTES), "a.eml")


def test_parts_in_parts_end_somewhere() -> None:
    made = EmailMessage()
    made.set_content("Plans are late.")
    for _ in range(60):
        outer = EmailMessage()
        outer.make_mixed()
        outer.attach(made)
        made = outer
    made["MIME-Version"] = "1.0"
    with pytest.raises(DocumentError, match="levels deep"):
        document(made.as_bytes(), "a.eml")


@pytest.mark.parametrize(
    "header",
    [
        "Content-Type: multipart/mixed",
        'Content-Type: text/plain; charset="no such"',
        "Content-Transfer-Encoding: base64",
        "Subject: =?utf-8?b?////?=",
        "Date: Mon, 99 Foo 99999",
        "Content-Disposition: attachment; filename*=x'y'%zz",
    ],
)
def test_odd_headers_cost_no_words(header: str) -> None:
    data = f"MIME-Version: 1.0\r\n{header}\r\n\r\nPlans are late\r\n".encode()
    try:
        assert document(data, "a.eml").text
    except DocumentError as error:
        assert "without words" in str(error)
