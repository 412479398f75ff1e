"""Reads the data for a page from the graph, with a few queries and joins in memory.

Most of a graph is findings.  They are read property by property, because scanning one property of
a store on disk takes a fifth of the time that the same property takes in a join.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import cast

import pyoxigraph as ox

from kg.rdf.iris import token
from kg.rdf.vocabulary import FINDING, VIEWS, kinds_read_by, prologue
from kg.store.graph import Graph

__all__ = ["QuotePlace", "Record", "findings", "quotes", "records"]

#: Values by the last part of the property's IRI.
Record = dict[str, list[str]]
#: Evidence of a claim: quote, document, page, paragraph, and the properties that it states,
#: where these are not all.
QuotePlace = tuple[str, str, str, str, frozenset[str]]

_PREFIXES = prologue()
#: The classes of claims except findings, which `findings` reads.
_CLAIMS = " ".join(f"kg:{kind.name}" for kind in kinds_read_by(VIEWS) if kind != FINDING)

_RECORDS = (
    _PREFIXES
    + f"""
SELECT ?subject ?property ?value WHERE {{
  VALUES ?class {{ kg:Council kg:Inspection kg:Inspector kg:Leader kg:Programme kg:Organisation
    kg:Document {_CLAIMS} skos:Concept }}
  ?subject a ?class ; ?property ?value .
}}"""
)

#: Properties read of a finding; every finding has the first.
_OF_FINDINGS = (
    "findingKind", "theme", "trend", "confidence", "inspection", "council", "document",
    "namesThing", "text", "page", "paragraph",
)  # fmt: skip

_FINDINGS_OF = (
    _PREFIXES
    + f"""
SELECT ?finding ?property ?value WHERE {{
  {{ SELECT DISTINCT ?finding WHERE {{
    VALUES ?place {{ PLACES }}
    {{ ?finding kg:inspection ?place }} UNION {{ ?finding kg:council ?place }}
    ?finding kg:findingKind ?kind
  }} }}
  VALUES ?property {{ {" ".join(f"kg:{name}" for name in _OF_FINDINGS)} }}
  ?finding ?property ?value .
}}"""
)
#: Inspections and councils up to which reading only their findings is faster than reading all.
_MAX_PLACES = 40

_EVIDENCE = (
    _PREFIXES
    + f"""
SELECT ?claim ?evidence ?document ?quote ?page ?paragraph ?states WHERE {{
  VALUES ?class {{ kg:Document kg:Inspection {_CLAIMS} }}
  ?claim a ?class ; kg:evidence ?evidence .
  ?evidence oa:hasTarget ?target .
  ?target oa:hasSource ?document ; oa:hasSelector ?selector .
  ?selector oa:exact ?quote .
  OPTIONAL {{ ?evidence kg:page ?page }}
  OPTIONAL {{ ?evidence kg:paragraph ?paragraph }}
  OPTIONAL {{ ?evidence kg:states ?states }}
}}"""
)


def records(graph: Graph) -> dict[str, Record]:
    """The record of each subject, except findings; values are sorted, without repeats."""
    gathered: dict[str, dict[str, set[str]]] = {}
    for row in cast(ox.QuerySolutions, graph.query(_RECORDS)):
        subject, name, value = row[0].value, row[1].value, row[2].value
        gathered.setdefault(subject, {}).setdefault(token(name), set()).add(value)
    return {
        subject: {name: sorted(values) for name, values in record.items()}
        for subject, record in gathered.items()
    }


def findings(graph: Graph, places: Collection[str] | None) -> dict[str, Record]:
    """The records of the findings about these inspections and councils, or None for all."""
    gathered: dict[str, Record] = {}
    if places is not None and len(places) <= _MAX_PLACES:
        values = " ".join(str(ox.NamedNode(iri)) for iri in sorted(places))
        for row in cast(ox.QuerySolutions, graph.query(_FINDINGS_OF.replace("PLACES", values))):
            finding, name, value = row[0].value, token(row[1].value), row[2].value
            gathered.setdefault(finding, {}).setdefault(name, []).append(value)
        return {finding: _ordered(record) for finding, record in gathered.items()}
    for name in _OF_FINDINGS:
        query = f"{_PREFIXES}SELECT ?finding ?value WHERE {{ ?finding kg:{name} ?value }}"
        for row in cast(ox.QuerySolutions, graph.query(query)):
            finding = row[0].value
            if name == _OF_FINDINGS[0]:
                gathered.setdefault(finding, {})
            if finding in gathered:
                gathered[finding].setdefault(name, []).append(row[1].value)
    return {finding: _ordered(record) for finding, record in gathered.items()}


def _ordered(record: Record) -> Record:
    return {
        name: sorted(set(values)) if len(values) > 1 else values for name, values in record.items()
    }


def quotes(graph: Graph) -> dict[str, list[QuotePlace]]:
    """The evidence of each claim, sorted by document."""
    states: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in cast(ox.QuerySolutions, graph.query(_EVIDENCE)):
        *place, stated = ("" if term is None else term.value for term in row)
        states[tuple(place)].add(token(stated))
    found: dict[str, set[QuotePlace]] = defaultdict(set)
    for (claim, _, document, quote, page, paragraph), stated in states.items():
        found[claim].add((quote, document, page, paragraph, frozenset(stated - {""})))
    return {claim: sorted(places, key=_by_document) for claim, places in found.items()}


def _by_document(place: QuotePlace) -> tuple[str, int, str, str, list[str]]:
    quote, document, page, paragraph, states = place
    return document, int(page or 0), paragraph, quote, sorted(states)
