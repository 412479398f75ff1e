"""Facts that people add."""

from __future__ import annotations

from pathlib import Path

import pytest

from curated import Curated, ask, place
from kg.explore.validate import validate

ADDED = [
    ("programme", "name: Quiet Star\n  kind: programme", "?n { ?p a kg:Programme ; rdfs:label ?n }", "Quiet Star"),
    ("organisation", "name: Parent Circle\n  kind: charity", "?n { ?p a kg:Organisation ; rdfs:label ?n }", "Parent Circle"),
    ("inspector", "name: Wilma Orr\n  role: team", "?n { ?c a kg:Association ; kg:name ?n }", "Wilma Orr"),
    ("leader", "name: Bo Hart\n  role: chief-executive\n  since: 2018-05", "?n { ?c a kg:Tenure ; kg:name ?n ; kg:since ?s }", "Bo Hart"),
    ("judgement", "area: leadership\n  grade: good", "?n { ?c a kg:Judgement ; kg:grade/skos:notation ?n }", "good"),
    ("previous-inspection", "when: 2015\n  grade: inadequate", "?n { ?c a kg:EarlierInspection ; kg:grade/skos:notation ?n }", "inadequate"),
    ("finding", "kind: mixed\n  themes: workforce", "?n { ?c a kg:Finding ; kg:findingKind/skos:notation ?n }", "mixed"),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "keys", "pattern", "expected"), ADDED, ids=[a[0] for a in ADDED])
def test_a_fact_that_is_added(
    curated: Curated, home: Path, fact: str, keys: str, pattern: str, expected: str
) -> None:
    where = place(home, "heard of the Bright Start").strip("{}").replace(", ", "\n  ")
    graph, report = curated(f"- add: {fact}\n  {where}\n  {keys}\n")
    assert report.decisions_not_applied == ()
    assert (expected,) in ask(graph, pattern)
    quotes = ask(graph, "?w { ?e kg:component 'curation' ; kg:text ?w }")
    assert quotes == [("heard of the Bright Start",)]
    conforms, said = validate(graph, None)
    assert conforms, said
