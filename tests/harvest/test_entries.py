"""Names of files: the same on all systems, and never one for two documents."""

from __future__ import annotations

import pytest

from kg.harvest.entries import Entry, Provider, file_name


@pytest.mark.parametrize(
    ("council", "published", "kind", "url", "expected", "why"),
    [
        ("Ashford Vale", "2026-03-24", "ilacs", "/v1/file/5001", "ashford-vale/2026-03-24-ilacs-5001.pdf", "plain"),
        ("Beck, Cole & St. Dún’s", "2026-03-24", "jtai", "/5001", "beck-cole-st-duns/2026-03-24-jtai-5001.pdf", "signs and accents"),
        ("NUL", "", "", "/aux.pdf", "nul-/undated-document-aux-.pdf", "names of devices"),
        ("", "2026-03-24", "ilacs", "/5001", "unknown-council/2026-03-24-ilacs-5001.pdf", "no council"),
        ("../../etc", "2026-03-24", "ilacs", "/..%2f..%2fpasswd", "etc/2026-03-24-ilacs-passwd.pdf", "a way out"),
        ("Ash.", "2026-03-24", "ilacs", "/a b. ", "ash/2026-03-24-ilacs-a-b.pdf", "a trailing dot and blank"),
        ("Ash", "2026-03-24", "ilacs", "/", "ash/2026-03-24-ilacs-x.pdf", "no number"),
        ("Ash", "2026-03-24", "ilacs", "/ash-2026-03-24.pdf", "ash/2026-03-24-ilacs-ash.pdf", "a date said once"),
    ],
)  # fmt: skip
def test_names(council: str, published: str, kind: str, url: str, expected: str, why: str) -> None:
    entry = Entry(Provider(council, ""), published, kind, f"https://kg.example{url}", "")
    assert file_name(entry) == expected, why


def test_long_names_are_cut() -> None:
    entry = Entry(
        Provider("Long " * 99, ""), "2026-03-24", "ilacs", f"https://kg.example/{'9' * 300}", ""
    )
    assert len(file_name(entry)) < 130


def test_a_name_that_is_taken_gets_a_hash_of_the_address() -> None:
    entry = Entry(Provider("Ash", ""), "2026-03-24", "ilacs", "https://kg.example/b/5001", "")
    name = file_name(entry)
    other = file_name(entry, {name})
    assert other == file_name(entry, {name}) == "ash/2026-03-24-ilacs-5001-" + other[-12:]
