"""Whether confidence is the share of findings that is right."""

from __future__ import annotations

import pytest

from kg.evaluation.calibration import Outcome, calibrate, outcomes
from kg.evaluation.sentences import (
    locate,
)
from labelled_text import finding, sentence


def test_votes_are_cast_once_by_findings_in_labelled_sentences() -> None:
    text = "Caseloads are low. Leaders know it. A heading. Plans are late."
    sentences = [
        sentence("strength", "Caseloads are low."),
        sentence("none", "Leaders know it."),
        sentence("skip", "A heading."),
    ]
    found = [
        finding("strength", "Caseloads are low.", 0, 0.95),
        finding("strength", "Caseloads are low.", 0, 0.95),  # of a second council
        finding("strength", "Leaders know it.", 19, 0.6),
        finding("strength", "A heading.", 36, 0.5),
        finding("weakness", "Plans are late.", 47, 0.9),
    ]
    assert list(outcomes(sentences, locate(text, sentences), found)) == [
        Outcome(0.95, True),
        Outcome(0.6, False),
    ]


def test_calibration_compares_confidence_with_the_share_that_is_right() -> None:
    cast = [
        Outcome(0.7, True),
        Outcome(0.7, False),
        Outcome(0.78, True),
        Outcome(1.0, True),
        Outcome(0.699, True),
    ]
    found = calibrate(cast)
    assert [(one.low, one.high, one.count) for one in found.bins] == [
        (0.6, 0.7, 1),
        (0.7, 0.8, 3),
        (0.9, 1.0, 1),
    ], "an edge belongs to the bin above it, 1 to the last"
    middle = found.bins[1]
    assert middle.confidence == pytest.approx(2.18 / 3)
    assert middle.right == pytest.approx(2 / 3)
    assert found.count == 5
    assert found.error == pytest.approx((0.301 + 3 * (2.18 - 2) / 3 + 0) / 5)


def test_without_votes_nothing_is_said() -> None:
    assert (calibrate([]).bins, calibrate([]).error) == ((), 0.0)
