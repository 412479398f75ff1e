"""The work on one document ends soon, whatever its text."""

from __future__ import annotations

import contextlib
import time

import pytest

from kg.builds.document_job import process
from kg.errors import DocumentError


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"a" * 40_000, "a word without an end"),
        (b"Aa" * 20_000, "one with capitals"),
        (b"A-" * 20_000, "a word of hyphens"),
        ("A’".encode() * 20_000, "a word of apostrophes"),
        (b"Aaa's " * 8_000, "owners of owners"),
        (b"-" * 40_000 + b" x", "a rule without an end"),
        (b"[" * 5_000 + b" x", "brackets that may open links"),
        (b"**" * 20_000 + b" x", "stars that may open emphasis"),
        (b"Lead inspector: " + b"Anna Bell, " * 3_000, "a list of names without a full stop"),
        (b"Inspection dates: " + b"1 to 2 to 3, " * 3_000, "a list of dates without a month"),
        (b"inspection of Ofsted " + b"Aaa Bbb " * 5_000, "capitals without a full stop"),
        (b"inspection of Ofsted " + b"not only the and of a " * 5_000, "a sentence without an end"),
        (b"\n".join(b"- item" for _ in range(20_000)), "a list without an end"),
    ],
)
def test_no_text_takes_the_rules_long(data: bytes, why: str) -> None:
    """The time that a text costs grows with its length, not with its square."""
    process(b"The council did X.", "warm-up.md", "0" * 64)
    started = time.process_time()
    with contextlib.suppress(DocumentError):
        process(data, "a.md", "1" * 64)
    assert time.process_time() - started < 2, why
