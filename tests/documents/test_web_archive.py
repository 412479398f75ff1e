"""Web archives: the page in them."""

from __future__ import annotations

import pytest

from files import document, words
from kg.errors import DocumentError

HEAD = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/late\r\n"
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
)
STYLE = "--b\r\nContent-Type: text/css\r\n\r\np { color: red }\r\n"
PAGE = (
    "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"
    "\r\n\r\n<html><body><p>Plans don=E2=80=99t help.</p></body></html>\r\n"
)
FRAME = "--b\r\nContent-Type: text/html\r\n\r\n<html><body><p>Buy this.</p></body></html>\r\n"


@pytest.mark.parametrize("parts", [PAGE + STYLE + FRAME, STYLE + PAGE])
def test_the_page_is_the_first_part_that_is_one(parts: str) -> None:
    doc = document(f"{HEAD}{parts}--b--\r\n", "a.mhtml")
    assert (words(doc), doc.url) == (["Plans don’t help."], "https://example.org/late")
    assert doc.media_type == "application/x-mimearchive"


def test_an_archive_without_a_page() -> None:
    with pytest.raises(DocumentError, match="without a page"):
        document(f"{HEAD}{STYLE}--b--\r\n", "a.mhtml")
