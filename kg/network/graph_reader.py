"""Reads records, findings and quotes from a graph, with a few queries and joins in memory.

Most of a graph is findings.  They are read property by property, because scanning one property of
a store on disk takes a fifth of the time that the same property takes in a join.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from sys import intern
from typing import cast

import pyoxigraph as ox

from kg.rdf.iris import token
from kg.rdf.vocabulary import FINDING, NETWORK, ClaimKind, kinds_read_by, prologue
from kg.store.graph import Graph
from kg.store.select import each_text_row

__all__ = ["QuotePlace", "Record", "class_names", "findings", "quotes", "records"]

#: Values by the last part of the property's IRI.
Record = dict[str, list[str]]
#: Evidence of a claim: quote, document and page.
QuotePlace = tuple[str, str, str]

_PREFIXES = prologue()


def class_names(kinds: Iterable[ClaimKind]) -> str:
    """The classes of claims except findings, for a VALUES clause."""
    return " ".join(f"kg:{kind.name}" for kind in kinds if kind != FINDING)


_RECORDS = (
    _PREFIXES
    + """
SELECT ?subject ?property ?value WHERE {
  VALUES ?class { kg:Council kg:Inspection kg:Inspector kg:Leader kg:Programme kg:Organisation
    kg:Document CLAIMS skos:Concept }
  ?subject a ?class ; ?property ?value .
}"""
)

#: What is read of a finding, and the paths to it; every finding has the first.
_OF_FINDINGS = {
    "findingKind": "kg:findingKind",
    "theme": "kg:theme|kg:mainTheme",
    "confidence": "kg:confidence",
    "inspection": "kg:inSection/kg:inspection",
    "council": "kg:inSection/kg:council",
    "document": "kg:document",
    "text": "kg:text",
    "page": "kg:page",
}

_EVIDENCE = (
    _PREFIXES
    + f"""
SELECT DISTINCT ?claim ?document ?quote ?page WHERE {{
  VALUES ?class {{ kg:Document kg:Inspection {class_names(kinds_read_by(NETWORK))} }}
  ?claim a ?class ; kg:evidence ?evidence .
  ?evidence kg:document ?document ; kg:text ?quote
  OPTIONAL {{ ?evidence kg:page ?page }}
}}"""
)


def records(graph: Graph, kinds: Iterable[ClaimKind]) -> dict[str, Record]:
    """The records of things and of claims of these kinds, except findings.

    Values are sorted, without repeats.
    """
    gathered: dict[str, Record] = {}
    query = _RECORDS.replace("CLAIMS", class_names(kinds))
    rows = each_text_row(graph.store, query, use_default_graph_as_union=True)
    for subject, name, value in rows:
        # A document or council has thousands of claims, each with its IRI: one copy serves all.
        values = gathered.setdefault(subject, {}).setdefault(intern(token(name)), [])
        values.append(intern(value))
    return {subject: _ordered(record) for subject, record in gathered.items()}


def findings(graph: Graph) -> dict[str, Record]:
    """The records of all findings."""
    gathered: dict[str, Record] = {}
    for name, path in _OF_FINDINGS.items():
        query = f"{_PREFIXES}SELECT ?finding ?value WHERE {{ ?finding {path} ?value }}"
        for row in cast(ox.QuerySolutions, graph.query(query)):
            finding = row[0].value
            if name == "findingKind":
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
    found: dict[str, list[QuotePlace]] = defaultdict(list)
    rows = each_text_row(graph.store, _EVIDENCE, use_default_graph_as_union=True)
    for claim, document, quote, page in rows:
        found[claim].append((quote, document, page))
    return {claim: sorted(places, key=_by_document) for claim, places in found.items()}


def _by_document(place: QuotePlace) -> tuple[str, int, str]:
    quote, document, page = place
    return document, int(page or 0), quote
