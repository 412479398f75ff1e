from __future__ import annotations

import pytest

from kg.query.prologue import with_prefixes

KG = "PREFIX kg: <https://w3id.org/inspection-kg/ontology#> "
SKOS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "


@pytest.mark.parametrize(
    ("query", "added", "why"),
    [
        ("ASK { ?s a kg:Document }", KG, "one of kg's"),
        ("ASK { ?s skos:broader/kg:x ?o }", SKOS + KG, "two, in the order of their use"),
        ("PREFIX kg: <urn:x> ASK { ?s a kg:Document }", "", "the query's own stays"),
        ("prefix kg: <urn:x>\nASK { ?s a kg:Document }", "", "its keyword in any case"),
        ("ASK { ?s a my:Document }", "", "not kg's: the engine names it"),
        ("ASK { ?s ?p <http://kg.example/> }", "", "an IRI has no prefix"),
        ("ASK { ?s ?p <urn:kg:x> }", "", "nor has a part of one"),
        ("ASK { ?s ?p ?skos }", "", "a variable is not a prefix"),
    ],
)
def test_prefixes_that_are_missing_are_declared(query: str, added: str, why: str) -> None:
    assert with_prefixes(query) == added + query, why


def test_lines_keep_their_numbers() -> None:
    query = "# what is there\n\nASK { ?s a kg:Document }"
    assert with_prefixes(query).splitlines()[1:] == query.splitlines()[1:]
