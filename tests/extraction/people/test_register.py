"""One person in one document: surnames with titles, and slips of the pen."""

from __future__ import annotations

import pytest

from leaders import DCS, document, facts_of, story


def test_a_surname_with_a_title_is_the_full_name() -> None:
    text = story("Jane Rowley, chief executive, was glad. Ms Rowley added more. Mrs Rowley left.")
    (one,) = facts_of(text).leaders
    doc = document(text)
    quotes = [doc.quote(words.start, words.end) for words in one.also]
    assert (one.name, quotes) == ("Jane Rowley", ["Ms Rowley", "Mrs Rowley"])


def test_a_post_beside_a_surname_is_that_of_the_full_name() -> None:
    text = story("Jane Rowley met staff. Ms Rowley, the director of children’s services, was glad.")
    assert [(one.name, one.role) for one in facts_of(text).leaders] == [("Jane Rowley", DCS)]


@pytest.mark.parametrize(
    ("body", "resolved", "unresolved"),
    [
        ("Tom Ashby, chief executive, and Jane Ashby spoke. Dr Ashby left.", 0, ["Dr Ashby"]),
        ("Mr Tom Ashby, chief executive, and Ms Jane Ashby spoke. Mr Ashby left.", 1, []),
        ("Tom Ashby, chief executive, and Cllr Jo Ashby spoke. Cllr Ashby left.", 0, []),
        ("Tom Ashby, chief executive, spoke. Mr Halden, a parent, left.", 0, []),
    ],
    ids=["two fit", "titles decide", "a councillor is another", "nobody of that name"],
)
def test_a_surname_that_two_may_have(body: str, resolved: int, unresolved: list[str]) -> None:
    facts = facts_of(story(body))
    (one,) = (one for one in facts.leaders if one.name == "Tom Ashby")
    assert len(one.also) == resolved
    assert [item.text for item in facts.unresolved] == unresolved
    assert all("may be" in item.reason for item in facts.unresolved)


def test_a_slip_of_the_pen_is_another_spelling() -> None:
    text = story(
        "Ursula Gallimore, director of children’s services, was glad. “It is so,” said Ursuala "
        "Gallimore, director of children’s services."
    )
    (one,) = facts_of(text).leaders
    assert (one.name, one.other_names) == ("Ursula Gallimore", ("Ursuala Gallimore",))
