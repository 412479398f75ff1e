"""Findings and labelled sentences: by wording, and by place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.evaluation.matching import Tally
from kg.evaluation.sentences import (
    PredictedFinding,
    PredictedLabel,
    by_place,
    by_wording,
    locate,
    tallies,
    with_labels,
)
from labelled_text import TEXT, finding, sentence

CASELOADS = "Caseloads are low and supervision is regular, but plans for children are often late."


@pytest.mark.parametrize(
    ("found", "kind", "reason"),
    [
        ([], "none", "no finding"),
        ([finding("strength", CASELOADS)], "strength", "the same words"),
        ([finding("strength", "4. " + CASELOADS.upper())], "strength", "a number, other case"),
        ([finding("strength", CASELOADS[:38])], "none", "less than half of it"),
        ([finding("strength", CASELOADS[:48])], "strength", "more than half of it"),
        ([finding("strength", CASELOADS[:44]), finding("weakness", CASELOADS[46:])], "mixed", "a half each"),
        ([finding("strength", CASELOADS[:70]), finding("weakness", "often late")], "strength", "too little of the other kind"),
        ([finding("weakness", CASELOADS + " " + "It is so. " * 20)], "none", "much longer than the sentence"),
        ([finding("weakness", "Visits to homes are rare, and nobody writes down what children say there.")], "none", "other words"),
    ],
)  # fmt: skip
def test_by_wording(found: list[PredictedFinding], kind: str, reason: str) -> None:
    assert by_wording(CASELOADS, found).kind == kind, reason


def test_by_wording_the_theme_is_that_of_the_finding_that_holds_most() -> None:
    found = [
        finding("strength", CASELOADS[:44], theme="workforce"),
        finding("strength", CASELOADS, theme="planning-and-review"),
    ]
    assert by_wording(CASELOADS, found) == PredictedLabel("strength", ("planning-and-review",))


@pytest.mark.parametrize(
    ("asked", "places", "reason"),
    [
        (["Caseloads are low."], ["Case-\nloads are low"], "a line's end and a hyphen"),
        (["1.Caseloads are low."], ["Case-\nloads are low"], "a number stuck to it"),
        (["CASELOADS are low"], ["Case-\nloads are low"], "case"),
        (["◼ Leaders know it."], ["Leaders know it"], "a bullet"),
        (["2."], [None], "nothing but a number"),
        (["Leaders are new."], [None], "not there"),
        (["Leaders know it.", "Caseloads are low."], ["Leaders know it", "Case-\nloads are low"], "out of order, but there once"),
    ],
)  # fmt: skip
def test_sentences_are_found_by_their_letters(
    asked: list[str], places: list[str | None], reason: str
) -> None:
    found = locate(TEXT, [sentence("none", text) for text in asked])
    assert [place and TEXT[slice(*place)] for place in found] == places, reason


def test_a_sentence_that_stands_twice_is_the_one_after_the_sentence_before_it() -> None:
    plans = sentence("weakness", "Plans are late.")
    first, second = locate(TEXT, [plans, plans])
    assert first is not None and second is not None
    assert first[0] == TEXT.index("Plans") and second[0] == TEXT.rindex("Plans")


@pytest.mark.parametrize(
    ("place", "found", "kind", "reason"),
    [
        (None, [finding("strength", "x" * 10)], "none", "a sentence that is not in the text"),
        ((10, 20), [], "none", "no finding"),
        ((10, 20), [finding("strength", "x" * 10, 10)], "strength", "its range"),
        ((10, 20), [finding("strength", "x" * 10, 20)], "none", "the range after it"),
        ((10, 20), [finding("strength", "x" * 90, 0)], "strength", "within a longer finding"),
        ((10, 90), [finding("strength", "x" * 5, 20)], "strength", "a clause of it"),
        ((10, 20), [finding("strength", "x" * 12, 17)], "none", "the end of it and the next"),
        ((10, 50), [finding("strength", "x" * 15, 10), finding("weakness", "x" * 25, 25)], "weakness", "the larger part"),
    ],
)  # fmt: skip
def test_by_place(
    place: tuple[int, int] | None, found: list[PredictedFinding], kind: str, reason: str
) -> None:
    assert by_place(place, found).kind == kind, reason


@pytest.mark.parametrize(
    ("label", "said", "counted", "reason"),
    [
        ("strength", "strength", {"strength": Tally(tp=1)}, "right"),
        ("strength", "weakness", {"strength": Tally(fn=1), "weakness": Tally(fp=1)}, "wrong for both kinds"),
        ("mixed", "weakness", {"weakness": Tally(tp=1)}, "one half of it"),
        ("strength", "mixed", {"strength": Tally(tp=1)}, "one half of it, the other way"),
        ("mixed", "none", {"none": Tally(fp=1)}, "neither half"),
        ("mixed", "mixed", {}, "no kind of its own"),
        ("recommendation", "mixed", {"recommendation": Tally(fn=1)}, "a recommendation is no half of it"),
        ("skip", "strength", {}, "broken text"),
    ],
)  # fmt: skip
def test_sentences_are_counted(
    label: str, said: str, counted: dict[str, Tally], reason: str
) -> None:
    counts, misread = tallies([sentence(label, "x")], [PredictedLabel(said)])
    assert {kind: tally for kind, tally in counts.items() if tally != Tally()} == counted, reason
    assert (
        bool(misread) == any(tally.fn or tally.fp for tally in counted.values()) or label == "mixed"
    )


@pytest.mark.parametrize(
    ("accepted", "said", "tally", "reason"),
    [
        (("workforce", "education"), ("education",), Tally(tp=1), "any that is accepted"),
        (("workforce",), ("education", "workforce"), Tally(fn=1, fp=1), "the first counts"),
        (("workforce",), (), Tally(fn=1, fp=1), "none given"),
        ((), ("education",), Tally(), "none to compare with"),
    ],
)
def test_first_themes(
    accepted: tuple[str, ...], said: tuple[str, ...], tally: Tally, reason: str
) -> None:
    counts, _ = tallies([sentence("strength", "x", *accepted)], [PredictedLabel("strength", said)])
    assert counts["theme"] == tally, reason


def test_the_ceiling_puts_labels_in_place_of_findings_of_the_passage_alone() -> None:
    text = "Caseloads are low. Leaders know it. Plans are late."
    sentences = [
        sentence("weakness", "Caseloads are low.", "workforce"),
        sentence("none", "Leaders know it."),
    ]
    found = [
        finding("strength", "Caseloads are low.", 0),
        finding("strength", "Leaders know it.", 19),
        finding("weakness", "Plans are late.", 36),
    ]
    right = with_labels(sentences, found, locate(text, sentences))
    assert [(one.kind, one.text) for one in right] == [
        ("weakness", "Plans are late."),
        ("weakness", "Caseloads are low."),
    ]


def test_two_councils_of_one_document_do_not_count_a_sentence_twice() -> None:
    one = finding("strength", "Caseloads are low.", 0)
    twice = [one, replace(one)]
    assert by_place(one.range, twice) == PredictedLabel("strength", one.themes)
