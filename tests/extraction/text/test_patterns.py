"""Every rule of the pattern files compiles and gives its reason."""

from __future__ import annotations

import pytest

from kg.extraction.text.patterns import rules


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("inspection", "type"),
        ("inspection", "dates"),
        ("inspection", "published"),
        ("inspection", "kind"),
        ("judgements", "line"),
        ("judgements", "prose"),
        ("people", "inspector"),
        ("posts", "post"),
        ("posts", "tenure"),
        ("earlier", "rule"),
        ("earlier", "grade_after"),
        ("earlier", "grade_next"),
        ("earlier", "undated"),
        ("organisations", "rule"),
        ("programmes", "shape"),
        ("programmes", "cue"),
        ("organisations", "before"),
        ("sections", "rule"),
        ("findings", "trend"),
    ],
)
def test_every_rule_compiles_and_gives_its_reason(name: str, key: str) -> None:
    found = rules(name, key)
    assert found
    assert all(rule.fields.get("why") for rule in found)
