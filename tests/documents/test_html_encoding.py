"""The encoding of a page, with html5lib's own tests (tests/data/html5lib-encoding, MIT licence)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import webencodings

from files import document
from kg.documents.html_encoding import LOOKED_AT, declared_encoding

DATA = Path(__file__).parent.parent / "data" / "html5lib-encoding"
#: A page that declares its encoding by a script, and kg runs none.
SCRIPT = b"' + '2"


def html5lib_cases() -> list[tuple[bytes, str]]:
    cases = [
        case.partition(b"\n#encoding\n")
        for file in sorted(DATA.glob("*.dat"))
        for case in re.split(rb"(?m)^#data\n", file.read_bytes())[1:]
    ]
    return [(data, label.decode().strip()) for data, _, label in cases if SCRIPT not in data]


CASES = html5lib_cases()


def test_all_of_html5libs_cases_are_here() -> None:
    assert len(CASES) == 82


@pytest.mark.parametrize(("data", "label"), CASES, ids=[f"{n}" for n in range(len(CASES))])
def test_pages_declare_what_browsers_find(data: bytes, label: str) -> None:
    """A page that declares nothing is windows-1252 there, which is what is read if it isn't UTF-8."""
    codec = (declared_encoding(data) or "cp1252").removesuffix("-sig")
    assert codec == webencodings.lookup(label).codec_info.name


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("ISO-8859-1", "what most old programs wrote, and meant windows-1252"),
        ("latin1", "another name of it"),
        ("us-ascii", "ditto"),
        ("x-user-defined", "read as windows-1252 in pages"),
    ],
)
def test_quotes_of_windows_1252_are_read(label: str, why: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'
    words = "The council’s plan – “not yet” – costs £5."
    data = f"<html><head>{head}</head><body><p>{words}</p></body></html>".encode("cp1252")
    doc = document(data, "a.html")
    assert (words in doc.text, doc.notes) == (True, ()), why


def test_a_page_of_open_marks_is_looked_through_once() -> None:
    """Quadratic time over so many bytes would end the run."""
    for mark in (b"<!--", b"<!", b'<a b="', b"<meta charset='", b"<a "):
        assert declared_encoding(mark * (LOOKED_AT // len(mark))) is None
