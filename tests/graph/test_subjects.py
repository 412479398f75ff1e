"""What a text is about: subjects, groups, and the words beside them."""

from __future__ import annotations

import pytest

from kg.graph.subjects import about, has_phrase, listed, weight
from kg.resources import word_lists


@pytest.mark.parametrize(
    ("text", "heads", "others", "why"),
    [
        ("The quality of supervision.", ["supervision"], [], "what it asks for"),
        ("Supervision and case audits.", ["supervision", "audits"], [], "both, in order"),
        (
            "The voice of the child in assessments and plans.",
            ["voice"],
            ["assessments", "plans"],
            "in what it is heard is an aside",
        ),
        (
            "In conferences, partner attendance.",
            ["partner-attendance"],
            ["conferences"],
            "a comma ends the aside",
        ),
        (
            "Audits, so that supervision improves.",
            ["audits"],
            ["supervision"],
            "a purpose is why, not what",
        ),
        (
            "Ensure supervision is regular.",
            ["supervision"],
            [],
            "a purpose as the first word is what is asked for",
        ),
        ("Personal education plans.", ["education-plans"], [], "the longest phrase, not any plan"),
        ("PEPs lack targets.", ["education-plans"], [], "the short name"),
        ("Auditing and an AUDIT", ["audits"], [], "one subject, whatever the ending"),
        ("Lifelong friends visit the park.", ["visits"], [], "no life story"),
        ("Nothing of note.", [], [], "none"),
    ],
)
def test_heads_and_other_subjects(text: str, heads: list[str], others: list[str], why: str) -> None:
    found = about(text)
    assert list(found.heads) == heads, why
    assert sorted(found.others) == others, why


@pytest.mark.parametrize(
    ("text", "groups", "why"),
    [
        ("Care leavers’ homes.", {"care-leavers"}, "a curly apostrophe"),
        ("The DSCB meets.", {"boards"}, "a board by its letters"),
        ("Disabled children in care.", {"disabled", "in-care"}, "two groups"),
        ("Children play.", set(), "children alone are no group"),
    ],
)
def test_groups(text: str, groups: set[str], why: str) -> None:
    assert about(text).groups == groups, why


@pytest.mark.parametrize(
    ("text", "telling", "why"),
    [
        ("Plans and supervision.", {"supervision"}, "plans are everywhere"),
        ("Plans.", {"plans"}, "there is nothing else"),
        ("Plans and visits.", set(), "neither tells"),
    ],
)
def test_telling_heads(text: str, telling: set[str], why: str) -> None:
    assert about(text).telling == telling, why


def test_words_of_all_reports_are_kept_apart() -> None:
    found = about("The timely repair of bicycles")
    assert found.words == {"repair", "bicycl"}
    assert found.common == {"tim"}


def test_a_rare_word_weighs_more() -> None:
    assert weight(["supervision"]) < weight(["radicalisation"]) < weight(["zeppelin"])
    assert weight(["a", "b"]) == weight(["b", "a"])


@pytest.mark.parametrize(
    ("text", "key", "has", "why"),
    [
        ("It has improved since the last inspection.", "again", True, "says so"),
        ("It is the last word.", "again", False, "the last of what?"),
        ("They are beginning to work.", "unfinished", True, "a beginning"),
        ("The beginning is clear.", "unfinished", False, "the beginning of something"),
    ],
)
def test_phrases(text: str, key: str, has: bool, why: str) -> None:
    assert has_phrase(text, key) is has, why


def test_broad_subjects_are_subjects() -> None:
    assert listed("broad") <= word_lists("subjects")["subjects"].keys()


def test_no_phrase_has_two_names() -> None:
    for part in ("subjects", "groups"):
        phrases = [p.casefold() for each in word_lists("subjects")[part].values() for p in each]
        assert len(phrases) == len(set(phrases)), part
