"""Trains the weights that tell whether two findings are about the same issue, and measures them.

Needs `inspection-kg[train]`.  Labelled pairs quote reports, so they are no part of the project: a
JSON object on each line, with `recommendation`, `later` (each with `text`, `kind`, `themes`,
`inspection_type`, and where they apply `in_board_part` and `before`) and `same`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.graph.same_issue import Statement, confidence, features, may_match
from kg.resources import word_lists

__all__ = ["LabelledPair", "Score", "read_pairs", "score", "train"]

#: Inverse strength of the penalty on weights.
C = 3.0


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A recommendation and a later finding, and whether a reader says they are one issue."""

    recommendation: Statement
    later: Statement
    same: bool


@dataclass(frozen=True, slots=True)
class Score:
    """How many pairs are linked, how many of those rightly, and how many should be."""

    right: int
    linked: int
    wanted: int


def read_pairs(path: Path) -> list[LabelledPair]:
    """The labelled pairs of a file.  Raises InputError with the line that can't be read."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            pair = (_statement(row["recommendation"]), _statement(row["later"]), bool(row["same"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}, line {number}: no labelled pair ({error})") from None
        found.append(LabelledPair(*pair))
    return found


def _statement(row: dict[str, Any]) -> Statement:
    before = row.get("before")
    return Statement(
        "",
        row["text"],
        row["kind"],
        tuple(row["themes"]),
        row["inspection_type"],
        bool(row.get("in_board_part")),
        _statement(before) if before else None,
    )


def train(pairs: Sequence[LabelledPair]) -> tuple[float, dict[str, float]]:
    """The bias and the weights fitted to those pairs that may match; the same for the same pairs.

    Raises InputError if all pairs have one label.
    """
    from sklearn.linear_model import LogisticRegression

    usable = [pair for pair in pairs if may_match(pair.recommendation, pair.later)]
    labels = [pair.same for pair in usable]
    if len(set(labels)) < 2:
        raise InputError("training needs pairs of both labels that share a subject")
    rows = [features(pair.recommendation, pair.later) for pair in usable]
    fitted = LogisticRegression(C=C, max_iter=5000)
    fitted.fit([list(row.values()) for row in rows], labels)
    weights = zip(rows[0], fitted.coef_[0], strict=True)
    return round(float(fitted.intercept_[0]), 3), {n: round(float(w), 3) for n, w in weights}


def score(pairs: Sequence[LabelledPair], threshold: float | None = None) -> Score:
    """How the weights in use link pairs, by default at the threshold in use."""
    least = word_lists("same_issue")["threshold"] if threshold is None else threshold
    linked = [
        pair
        for pair in pairs
        if may_match(pair.recommendation, pair.later)
        and round(confidence(pair.recommendation, pair.later), 2) >= least
    ]
    right = sum(pair.same for pair in linked)
    return Score(right, len(linked), sum(pair.same for pair in pairs))
