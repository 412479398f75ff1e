"""Training of the weights for "the same issue"."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.evaluation.issue_training import read_pairs, score, train
from kg.graph.same_issue import features
from kg.resources import word_lists


def row(asked: str, found: str, same: bool) -> dict[str, Any]:
    finding = {"kind": "strength", "themes": ["workforce"], "inspection_type": "ilacs"}
    return {
        "recommendation": {**finding, "text": asked, "kind": "recommendation"},
        "later": {**finding, "text": found, "before": {**finding, "text": "Tea is served."}},
        "same": same,
    }


ROWS = [
    row("The quality of supervision.", "Supervision is of good quality.", True),
    row("The size of caseloads.", "Caseloads are of a good size.", True),
    row("Audits and plans.", "Children enjoy visits in line with plans.", False),
    row("Visits and plans.", "A teacher, a cook and a nurse plan lunch.", False),
]


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    return path


def test_pairs_are_read_with_what_stands_before(tmp_path: Path) -> None:
    pairs = read_pairs(written(tmp_path / "pairs.jsonl", ROWS))
    assert [pair.same for pair in pairs] == [True, True, False, False]
    assert pairs[0].later.before is not None
    assert pairs[0].later.before.text == "Tea is served."


def test_the_same_pairs_give_the_same_weights(tmp_path: Path) -> None:
    pairs = read_pairs(written(tmp_path / "pairs.jsonl", ROWS))
    bias, weights = train(pairs)
    assert (bias, weights) == train(pairs)
    assert list(weights) == list(word_lists("same_issue")["weights"])

    def fitted(k: int) -> float:
        values = features(pairs[k].recommendation, pairs[k].later)
        return bias + sum(weights[name] * value for name, value in values.items())

    assert min(fitted(0), fitted(1)) > max(fitted(2), fitted(3))


def test_one_label_is_not_enough(tmp_path: Path) -> None:
    pairs = read_pairs(written(tmp_path / "pairs.jsonl", ROWS[:2]))
    with pytest.raises(InputError, match="both labels"):
        train(pairs)


def test_a_line_that_is_no_pair_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "pairs.jsonl", [ROWS[0], {"same": True}])
    with pytest.raises(InputError, match=r"pairs\.jsonl, line 2: no labelled pair"):
        read_pairs(path)


def test_the_score_counts_links(tmp_path: Path) -> None:
    pairs = read_pairs(written(tmp_path / "pairs.jsonl", ROWS))
    found = score(pairs)
    assert (found.right, found.linked, found.wanted) == (2, 2, 2)
    assert score(pairs, 0.0).linked == 4
