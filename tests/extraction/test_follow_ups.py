"""What a text says it takes up of an earlier inspection."""

from __future__ import annotations

import pytest

from linked_reports import ilacs, linked


@pytest.mark.parametrize(
    ("body", "found", "why"),
    [
        (
            "Visits are late. This was a recommendation at the last inspection.",
            [(None, "Visits are late. This was a recommendation at the last inspection.")],
            "it speaks of the sentence before",
        ),
        (
            "Early help is late, despite this being a recommendation at the previous inspection.",
            [(None, "Early help is late, despite")],
            "in one sentence",
        ),
        (
            "Plans are late. This was an area for improvement in the 2019 inspection.",
            [("2019", "Plans are late.")],
            "an area for improvement, with its year",
        ),
        (
            "The quality of plans was identified as an area for improvement at the last inspection.",
            [(None, "The quality of plans")],
            "it says of what",
        ),
        (
            "A recommendation from the May 2019 inspection had been to record visits.",
            [("2019-05", "A recommendation")],
            "it says which",
        ),
        (
            "In the 2019 inspection, a recommendation had been made to record visits.",
            [("2019", "In the 2019")],
            "the inspection goes first",
        ),
        (
            "Some plans are thin, as recommended in the inspection in 2019.",
            [("2019", "Some plans")],
            "as recommended",
        ),
        (
            "The previous inspection made a recommendation that visits be recorded.",
            [(None, "The previous inspection")],
            "the inspection recommended",
        ),
        (
            "All recommendations from the last inspection have been met.",
            [],
            "it does not say which",
        ),
        ("Leaders have met most areas for improvement since the last inspection.", [], "nor this"),
        ("Visits are better than at the last inspection.", [], "no recommendation is spoken of"),
        ("This inspection makes a recommendation on visits.", [], "its own"),
        ("The board made a recommendation on visits in 2019.", [], "someone else's"),
        ("Much was recommended by the serious case review in 2019.", [], "of a review"),
    ],
)
def test_follow_ups(body: str, found: list[tuple[str | None, str]], why: str) -> None:
    one = linked(ilacs(f"1. {body}"))
    follow_ups = one.facts.followups
    assert [follow_up.when and follow_up.when.iso for follow_up in follow_ups] == [
        when for when, _ in found
    ], why
    for follow_up, (_, words) in zip(follow_ups, found, strict=True):
        quote = one.document.quote(follow_up.evidence.start, follow_up.evidence.end)
        assert quote.startswith(words)
