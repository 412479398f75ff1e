"""Parsed sentences: their offsets, their clauses, and the moods of what they say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Token

from kg.extraction.prose.grammar import Sentence, clause_of, forms, is_bare, moods, parse, readable
from kg.extraction.prose.reading import UNREAL
from prose import parsed

TENSES = {"past", "present", "past-perfect", "future"}


def token(sentence: Sentence, word: str) -> Token:
    """The first token that is this word."""
    return next(t for t in sentence.tokens if t.text == word)


# --- forms ---


@pytest.mark.parametrize(
    ("base", "expected", "why"),
    [
        ("want", {"want", "wants", "wanted", "wanting"}, "regular"),
        ("hope", {"hope", "hopes", "hoped", "hoping"}, "a silent e"),
        ("deny", {"deny", "denies", "denied", "denying"}, "y becomes i"),
        ("stay", {"stay", "stays", "stayed", "staying"}, "y after a vowel stays"),
        ("plan", {"plan", "plans", "planned", "planning"}, "a short verb doubles its last letter"),
        ("commit", {"commit", "commits", "committed", "committing"}, "so do verbs in -mit"),
        ("push", {"push", "pushes", "pushed", "pushing"}, "a hissing sound takes -es"),
    ],
)
def test_forms_of_words(base: str, expected: set[str], why: str) -> None:
    assert forms((base,)) == expected, why


# --- offsets ---


def test_offsets_are_those_of_the_text() -> None:
    text = "Headline\n\nBury is  good. Wigan isn't."
    first, second = parse(text, [(10, 24), (25, len(text))])
    for sentence in (first, second):
        words = [text[slice(*sentence.range_of(t))] for t in sentence.tokens]
        assert words == [t.text for t in sentence.tokens]
    assert [t.text for t in second.tokens] == ["Wigan", "is", "n't", "."]
    assert (first.start, first.end) == (10, 24)


@pytest.mark.parametrize(
    ("terms", "expected", "why"),
    [
        ((), ["Children", "in", "care", "are", "safe"], "none"),
        (((0, 16, "adoption"),), ["adoption", "are", "safe"], "one word for three"),
        (((0, 16, "adoption"), (9, 16, "x")), ["adoption", "are", "safe"], "one inside another is left out"),
        (((17, 40, "x"),), ["Children", "in", "care", "are", "safe"], "so is one that goes beyond the sentence"),
        (((0, 16, "adoption"), (17, 20, "is")), ["adoption", "is", "safe"], "one after the other"),
    ],
)  # fmt: skip
def test_terms_are_read_as_one_word(
    terms: tuple[tuple[int, int, str], ...], expected: list[str], why: str
) -> None:
    assert [t.text for t in parsed("Children in care are safe", *terms).tokens] == expected, why


def test_a_term_has_its_range_in_the_text() -> None:
    sentence = parsed("Children in care are safe", (0, 16, "adoption"))
    assert sentence.range_of(sentence.tokens[0]) == (0, 16)
    assert sentence.range_of(sentence.tokens[2]) == (21, 25)


@pytest.mark.parametrize(
    ("words", "expected", "why"),
    [
        ("services for children", "services", "the noun of a phrase"),
        ("were found", "found", "the verb of its auxiliary"),
        ("", None, "an empty range has none"),
    ],
)
def test_the_head_of_a_range(words: str, expected: str | None, why: str) -> None:
    text = "Good services for children were found."
    start = text.index(words)
    found = parsed(text).head(start, start + len(words))
    assert (found.text if found else None) == expected, why


# --- clauses ---

# fmt: off
CLAUSES = [
    ("Inspectors said leaders were good.", "leaders", "were", "what is said is a clause of its own"),
    ("Inspectors said leaders were good.", "Inspectors", "said", "the clause around it"),
    ("The council was inadequate when inspectors came.", "inspectors", "came", "a clause of time"),
    ("The council, which was inadequate, has new leaders.", "inadequate", "was", "a relative clause"),
    ("Bury was rated good and Wigan was failed.", "Wigan", "failed", "a clause joined by and"),
    ("Bury wants to become good.", "good", "wants", "an infinitive belongs to the clause around it"),
]
MOODS = [
    # --- the clause itself ---
    ("Bury is rated good.", "rated", set(), "a plain statement"),
    ("Bury is not rated good.", "rated", {"negated"}, "not"),
    ("Bury was never rated good.", "rated", {"negated"}, "adverb.negated"),
    ("Bury was almost rated good.", "rated", {"negated"}, "almost is not"),
    ("Bury could be rated good.", "rated", {"possible"}, "auxiliary.possible"),
    ("Bury should be rated good.", "rated", {"hoped"}, "auxiliary.hoped"),
    ("Bury will be rated good.", "rated", {"future"}, "auxiliary.future"),
    ("Perhaps Bury is rated good.", "rated", {"possible"}, "adverb.possible"),
    ("If Bury is rated good, we will dance.", "rated", {"conditional"}, "mark.conditional"),
    ("We ask whether Bury is rated good.", "rated", {"conditional"}, "whether"),
    # --- what governs it ---
    ("Bury hopes to be rated good.", "rated", {"hoped"}, "governing.hoped"),
    ("Bury plans to be rated good.", "rated", {"planned"}, "governing.planned"),
    ("Leaders deny that Bury is rated good.", "rated", {"negated"}, "governing.negated"),
    ("Leaders fear that Bury is rated good.", "rated", {"possible"}, "governing.possible"),
    ("Bury failed to be rated good.", "rated", {"negated"}, "an infinitive under a verb that denies"),
    ("Inspectors said that Bury is rated good.", "rated", set(), "a verb of speech does nothing"),
    ("Inspectors did not say that Bury is rated good.", "rated", {"negated"}, "a governor that is negated"),
    ("Bury hopes to improve and be rated good.", "rated", {"hoped"}, "an infinitive joined to one"),
    ("Bury hopes for money and is rated good.", "rated", set(), "a clause of its own is free"),
]
# fmt: on


@pytest.mark.parametrize(("words", "word", "verb", "why"), CLAUSES)
def test_the_clause_of_a_word(words: str, word: str, verb: str, why: str) -> None:
    assert clause_of(token(parsed(words), word)).text == verb, why


@pytest.mark.parametrize(("words", "word", "expected", "why"), MOODS)
def test_moods(words: str, word: str, expected: set[str], why: str) -> None:
    found = moods(token(parsed(words), word))
    assert found & (UNREAL | {"future"}) == expected, why


@pytest.mark.parametrize(
    ("words", "expected", "why"),
    [
        ("Bury was rated good.", {"past"}, "past"),
        ("Bury is rated good.", {"present"}, "present"),
        ("Bury had been rated good.", {"past", "past-perfect"}, "before the past"),
        ("Bury will be rated good.", {"future"}, "future"),
    ],
)
def test_tenses(words: str, expected: set[str], why: str) -> None:
    assert moods(token(parsed(words), "rated")) & TENSES == expected, why


@pytest.mark.parametrize(
    ("words", "word", "bare", "why"),
    [
        ("Bury hopes to improve.", "improve", True, "an infinitive"),
        ("Bury hopes to be rated good.", "rated", True, "a passive infinitive"),
        ("Bury was rated good.", "rated", False, "a verb with its tense"),
    ],
)
def test_verbs_without_a_tense(words: str, word: str, bare: bool, why: str) -> None:
    assert is_bare(token(parsed(words), word)) is bare, why


# --- any text ---


@settings(max_examples=60)
@given(
    st.text(max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 12)), max_size=4),
    st.integers(0, 20),
)
def test_any_text_keeps_its_offsets(text: str, spots: list[tuple[int, int]], start: int) -> None:
    begin = min(start, len(text))
    terms, at = [], 0
    for first, length in sorted(spots):
        if first >= at and first + length <= len(text):
            terms.append((first, first + length, "adoption"))
            at = first + length
    (sentence,) = parse(text, [(begin, len(text))], terms)
    whole = {(first, last) for first, last, _ in terms}
    at = begin
    for one, first, last in zip(sentence.tokens, sentence.starts, sentence.ends, strict=True):
        assert at <= first < last <= len(text)
        assert (first, last) in whole or text[first:last] == one.text
        at = last
    if not readable(text, begin, len(text)):
        assert sentence.tokens == ()
        return
    kept = "".join(text[a:b] for a, b in zip(sentence.starts, sentence.ends, strict=True))
    assert "".join(kept.split()) == "".join(text[begin:].split())
