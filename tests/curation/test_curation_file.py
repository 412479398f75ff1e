"""The curation file: what is refused, and that what people wrote is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.curation.curation_file import append, parse, read, remove_last
from kg.errors import InputError

BAD = [
    ("[1, 2", "invalid YAML", "cut short"),
    ("- a\n", "a mapping with `decisions`", "a list"),
    ("decisions: 5\n", "must be a list", "a number"),
    ("decisions:\n- 5\n", "decision 1: must be a mapping", "no mapping"),
    ("decisions:\n- same: [a]\n", "needs two or more things", "one alone"),
    ("decisions:\n- smae: [a, b]\n", "Unknown decision 'smae'. Did you mean 'same'?", "a slip of the pen"),
    ("decisions:\n- same: [a, b]\n  drop: c\n", "must have exactly one of", "two at once"),
    ("decisions:\n- rename: a\n", "needs `to`", "a key is missing"),
    ("decisions:\n- rename: a\n  too: b\n", "Unknown key 'too' of `rename`. Did you mean 'to'?", "a key misspelt"),
    ("decisions:\n- finding: f\n  kind: weekness\n", "Unknown finding-kind 'weekness'. Did you mean 'weakness'?", "a token misspelt"),
    ("decisions:\n- finding: f\n", "needs `kind`, `themes` or `trend`", "nothing decided"),
    ("decisions:\n- drop: {document: xyz, start: 1, end: 2}\n", "a document's hash", "no hash"),
    ("decisions:\n- drop: {document: '0123456789abcdef', start: 2, end: 1}\n", "smaller than", "backwards"),
    ("decisions:\n- add: joke\n  document: a\n", "Unknown kind of fact 'joke'. Known: finding, ", "no such fact"),
    ("decisions:\n- add: [finding]\n", "Unknown kind of fact", "a list for a fact"),
    ("decisions:\n- drop: a\n  on: yesterday\n", "`on` must be a date such as", "no date"),
    ("decisions:\n- drop: a\n  on: 2026-W48-1\n", "`on` must be a date such as", "a day of an ISO week"),
    ("decisions:\n- drop: a\n  on: 2026-11\n", "`on` must be a date such as", "a month"),
    ("decisions:\n- drop: &a b\n- drop: *a\n", "invalid YAML", "an alias"),
    ("decisions:\n- drop: a\n  drop: b\n", "in line 3: duplicate key `drop`", "a key twice"),
    ("decisions: " + "[" * 100_000, "in line 1: nested too deeply", "a list that would end the process"),
    ("decisions:\n- !!python/object/apply:os.system [ls]\n", "tags (!) are not allowed", "a command"),
    ("by: !!bool maybe\n", "tags (!) are not allowed", "a type that its text does not have"),
    ("by: !!timestamp foo\n", "tags (!) are not allowed", "no date"),
    ("a: !!int ''\n", "tags (!) are not allowed", "no number"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "why"), BAD, ids=[bad[2] for bad in BAD])
def test_a_bad_file_is_one_line_that_says_where(text: str, said: str, why: str) -> None:
    with pytest.raises(InputError) as error:
        parse(text, "c.yaml")
    assert str(error.value).startswith("c.yaml") and said in str(error.value), why
    assert "\n" not in str(error.value)


def test_a_hash_of_digits_and_the_word_on_are_text() -> None:
    text = "decisions:\n- drop: {document: 12345678e9012345, start: 1, end: 2}\n  on: 2026-11-22\n"
    (decision,) = parse(text, "c.yaml").decisions
    assert decision.about == ({"document": "12345678e9012345", "start": 1, "end": 2},)
    assert decision.on == "2026-11-22"


@given(st.binary(max_size=300))
def test_any_bytes_are_decisions_or_one_line(data: bytes) -> None:
    try:
        parse(data.decode("utf-8", "replace"), "c.yaml")
    except InputError as error:
        assert "\n" not in str(error)


def test_what_is_appended_keeps_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    decision = {"same": ["person/a", "person/b"], "by": "Jo", "on": "2026-11-22"}
    append(file, decision)
    assert len(read(file).decisions) == 1
    file.write_text("# by hand\nby: Jo\ndecisions:\n- drop: person/c  # left\n", encoding="utf-8")
    before = file.read_text("utf-8")
    append(file, decision)
    assert file.read_text("utf-8").startswith(before) and len(read(file).decisions) == 2
    remove_last(file, decision)
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing yet"),
        ("decisions:\n", "an empty list"),
        ("decisions: []\n", "one in brackets"),
        ("decisions: null\n", "none at all"),
        ("decisions:\n- drop: person/a\n  by: Jo\n", "at the margin"),
        ("decisions:\n  - drop: person/a\n    by: Jo\n", "indented, as most write it"),
        ("decisions:\n  - drop: person/a\nby: Jo\n", "with the name behind it"),
        ("# no decisions: yet\nby: Jo\n", "the word in a comment alone"),
    ],
)
def test_a_decision_is_appended_to_whatever_people_write(
    text: str, why: str, tmp_path: Path
) -> None:
    file = tmp_path / "curation.yaml"
    file.write_text(text, encoding="utf-8")
    before = read(file).decisions
    append(file, {"drop": "person/b", "by": "Ann"})
    (*there, new) = read(file).decisions
    assert tuple(there) == before and new.about == ("person/b",), why
    remove_last(file, {"drop": "person/b", "by": "Ann"})
    assert read(file).decisions == before, why


def test_a_list_in_brackets_is_left_to_its_writer(tmp_path: Path) -> None:
    file = tmp_path / "curation.yaml"
    file.write_text("decisions: [{drop: person/a, by: Jo}]\n", encoding="utf-8")
    with pytest.raises(InputError, match="lines of its own"):
        append(file, {"drop": "person/b", "by": "Ann"})
