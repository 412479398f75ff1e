"""Reads the findings of a graph, and how many there are of those that a page doesn't show.

Most of a graph is findings.  Their queries run on some documents at a time, as the rows of one
document never rest on another.  Each property is a SELECT of its own: Oxigraph then reads it once
and joins in memory, where for a plain pattern it would look it up for each finding.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from sys import intern
from typing import cast

import pyoxigraph as ox

from kg.network.model import FINDING_KINDS
from kg.network.things import Things
from kg.query.run import stream
from kg.rdf.iris import token
from kg.rdf.vocabulary import prologue
from kg.store.graph import Graph
from kg.store.select import each_text_row
from kg.views.model import Finding

__all__ = ["count_findings", "read_findings"]

_BY_DOCUMENT = "#+ slices: by-document\n" + prologue()

#: Findings; the rows of one differ in the theme.
_FINDINGS = """
SELECT ?finding ?kind ?section ?main ?theme ?trend ?priority ?confidence ?page ?paragraph ?state {
  ?finding kg:findingKind ?kind
  OPTIONAL { SELECT ?finding ?section { ?finding kg:inSection ?section } }
  OPTIONAL { SELECT ?finding ?main { ?finding kg:mainTheme ?main } }
  OPTIONAL { SELECT ?finding ?theme { ?finding kg:theme ?theme } }
  OPTIONAL { SELECT ?finding ?trend { ?finding kg:trend ?trend } }
  OPTIONAL { SELECT ?finding ?priority { ?finding kg:priority ?priority } }
  OPTIONAL { SELECT ?finding ?confidence { ?finding kg:confidence ?confidence } }
  OPTIONAL { SELECT ?finding ?page { ?finding kg:page ?page } }
  OPTIONAL { SELECT ?finding ?paragraph { ?finding kg:paragraph ?paragraph } }
  OPTIONAL { SELECT ?finding ?state { ?finding kg:recommendationState ?state } }
}"""

#: The number of findings in each section, of each kind and theme; without a theme, of all themes.
_NUMBERS = """
SELECT ?document ?section ?kind ?theme (COUNT(DISTINCT ?finding) AS ?number) {
  ?finding kg:findingKind ?kind
  OPTIONAL { SELECT ?finding ?section { ?finding kg:inSection ?section } }
  { SELECT ?finding ?document { ?finding kg:document ?document } }
  { SELECT ?finding ?theme {
    { ?finding kg:theme|kg:mainTheme ?theme } UNION { ?finding kg:findingKind ?any } } }
} GROUP BY ?document ?section ?kind ?theme"""

_SECTIONS = "SELECT DISTINCT ?section ?thing {{ ?section a kg:Section ; {} ?thing }}"

#: What later findings say of recommendations.
_FOLLOW_UPS = """SELECT DISTINCT ?item ?day ?finding ?says {
  ?claim kg:recommendationState ?says ; kg:addressesRecommendation ?item ; kg:finding ?finding .
  ?finding kg:inSection/kg:inspection/kg:startEarliest ?day }"""

_WORDS = "SELECT ?finding ?words { ?finding kg:findingKind ?kind ; kg:text ?words }"


def read_findings(
    graph: Graph, things: Things, texts: Mapping[str, str | None]
) -> tuple[Finding, ...]:
    """The findings of documents, in the order of their documents and places.

    `texts` has the text of each of the documents, or None where the graph has none.
    """
    keys = {token(iri): iri for iri in texts}
    councils, inspections = (_sections(graph, name) for name in ("kg:council", "kg:inspection"))
    found: dict[str, Finding] = {}
    for claim, kind, section, *themes, trend, priority, confidence, page, paragraph, state in _rows(
        graph, things, _FINDINGS, texts
    ):
        key, place = claim.rsplit("/", 2)[1:]
        if key not in keys:
            continue
        before = found[claim].themes if claim in found else ()
        found[claim] = Finding(
            keys[key],
            *_range(place),
            intern(token(kind)),
            intern(token(trend)),
            bool(priority),
            round(100 * float(confidence or 0)),
            tuple(sorted({*before, *(intern(token(theme)) for theme in themes if theme)})),
            int(page or 0),
            intern(paragraph),
            councils.get(section, ()),
            inspections.get(section, ()),
            "",
            intern(token(state)),
        )
    claims = sorted(found, key=lambda c: (found[c].document, found[c].start, found[c].end, c))
    later = _later_findings(_text_rows(graph, _FOLLOW_UPS), {c: n for n, c in enumerate(claims)})
    lacking = any(not f.end or texts[f.document] is None for f in found.values())
    words = dict(_text_rows(graph, _WORDS)) if lacking else {}
    return tuple(
        replace(found[claim], words=words.get(claim, ""), later=later.get(claim, ()))
        if claim in later or claim in words
        else found[claim]
        for claim in claims
    )


def count_findings(
    graph: Graph, things: Things, findings: Iterable[Finding], others: Collection[str]
) -> tuple[int, Mapping[str, Mapping[str, Sequence[int]]]]:
    """The number of these findings and of those of other documents: all, and of each inspection.

    Those of an inspection are one number for each kind, by theme, with "" for all themes.
    """
    tally: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    total = 0
    for finding in findings:
        total += 1
        for inspection in finding.inspections:
            for theme in ("", *finding.themes):
                tally[inspection][theme][finding.kind] += 1
    inspections = _sections(graph, "kg:inspection")
    for document, section, kind, theme, number in _rows(graph, things, _NUMBERS, others):
        if document in others:
            total += 0 if theme else int(number)
            for inspection in inspections.get(section, ()):
                tally[inspection][token(theme)][token(kind)] += int(number)
    return total, {
        inspection: {
            theme: tuple(kinds[kind] for kind in FINDING_KINDS) for theme, kinds in themes.items()
        }
        for inspection, themes in tally.items()
    }


def _rows(
    graph: Graph, things: Things, sparql: str, documents: Collection[str]
) -> Iterator[Sequence[str]]:
    """The rows of a SELECT for these documents, and for more where a graph is not in parts."""
    if not documents:
        return
    found = stream(graph, _BY_DOCUMENT + sparql, {things.one(iri, "path") for iri in documents})
    if found is None:
        yield from _text_rows(graph, sparql)
    else:
        for row in found[1]:
            yield ["" if term is None else cast(ox.Literal, term).value for term in row]


def _text_rows(graph: Graph, sparql: str) -> Iterator[list[str]]:
    return each_text_row(graph.store, prologue() + sparql, use_default_graph_as_union=True)


def _sections(graph: Graph, name: str) -> Mapping[str, tuple[str, ...]]:
    """The values of a property of each section, sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    for section, thing in _text_rows(graph, _SECTIONS.format(name)):
        found[section].append(thing)
    return {section: tuple(sorted(things)) for section, things in found.items()}


def _later_findings(
    rows: Iterable[Sequence[str]], number: Mapping[str, int]
) -> Mapping[str, tuple[tuple[int, str], ...]]:
    """The later findings on each recommendation, and what each says, by day and then by place.

    `rows` are those of `_FOLLOW_UPS`; findings are numbered by their place.
    """
    found: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for item, day, finding, says in rows:
        if finding in number:
            found[item].append((day, number[finding], token(says)))
    return {item: tuple((n, says) for _, n, says in sorted(some)) for item, some in found.items()}


def _range(place: str) -> tuple[int, int]:
    """The range of characters at the end of a finding's IRI; (0, 0) where it has none.

    >>> _range("b-23428-23597"), _range("p1")
    ((23428, 23597), (0, 0))
    """
    match = re.search(r"-(\d+)-(\d+)$", place)
    return (int(match[1]), int(match[2])) if match else (0, 0)
