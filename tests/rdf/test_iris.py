"""IRIs: slugs, keys, and parts that stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.iris import CONCEPTS, THINGS, concept, document_key, slug, thing


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Signs of Safety", "signs-of-safety", "words"),
        ("Seán O’Keefe", "sean-okeefe", "accents and apostrophes"),
        ("  50/50 -- Café! ", "50-50-cafe", "signs"),
        ("’’", "x", "nothing is left"),
        ("word " * 40, ("word-" * 12)[:-1], "at most 60 letters, whole or not"),
    ],
)
def test_slugs(text: str, expected: str, why: str) -> None:
    assert slug(text) == expected, why


@given(st.text(max_size=100))
def test_a_slug_is_plain_and_stable(text: str) -> None:
    made = slug(text)
    assert made == slug(made)
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 0 < len(made) <= 60


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1, max_size=3))
def test_an_iri_keeps_its_parts_apart(parts: list[str]) -> None:
    """Each part is encoded, so that different parts never give the same IRI."""
    from urllib.parse import unquote

    iri = thing("person", *parts)
    assert iri.startswith(THINGS + "person/")
    assert [unquote(part) for part in iri.removeprefix(THINGS).split("/")[1:]] == parts
    assert not set(iri) & set(' <>"{}|\\^`')


def test_concepts_and_keys() -> None:
    assert concept("grade", "good") == CONCEPTS + "grade/good"
    assert document_key("0123456789abcdef" + "f" * 48) == "0123456789abcdef"
