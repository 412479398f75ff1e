"""Inspections that somebody made up, as Turtle, and what queries answer on them in each engine."""

from __future__ import annotations

import csv
import io
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.graph.inspection_links import InspectionLinks
from kg.query.answer import Table
from kg.query.library import bind
from kg.query.result_formats import write
from kg.query.run import run
from kg.rdf.iris import CONCEPTS, PREFIXES, REFERENCE_GRAPH, THINGS
from kg.resources import reference_files
from kg.store.graph import Graph
from queries import named, text

HEAD = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())
HEAD += f"@prefix c: <{CONCEPTS}> .\n@prefix council: <{THINGS}council/> .\n"


def inspection(
    name: str,
    council: str = "E06000055",
    kind: str = "ilacs",
    start: str = "",
    grades: str = "",
    rest: str = "",
) -> str:
    """An inspection, the report on it (`name`.pdf), and its grades by area ("leadership=good").

    `rest` is more Turtle about the inspection.
    """
    day = (
        f'kg:start "{start}"^^xsd:date ; kg:startEarliest "{start}"^^xsd:date ; '
        f'kg:startLatest "{start}"^^xsd:date ;'
        if start
        else ""
    )
    turtle = f"""
<urn:i:{name}> a kg:Inspection ; rdfs:label "{name}" ; kg:council council:{council} ; {day} {rest}
  kg:inspectionType c:inspection-type\\/{kind} .
<urn:d:{name}> a kg:Document ; kg:path "{name}.pdf" ; kg:reports <urn:i:{name}> ;
  kg:documentKind c:document-kind\\/report .
"""
    for grade in grades.split():
        area, _, token = grade.partition("=")
        turtle += f"""
<urn:j:{name}:{area}> a kg:Judgement ; kg:inspection <urn:i:{name}> ; kg:document <urn:d:{name}> ;
  kg:council council:{council} ; kg:area c:area\\/{area} ; kg:grade c:grade\\/{token} .
"""
    return turtle


def finding(
    name: str,
    report: str,
    words: str,
    kind: str = "strength",
    theme: str = "workforce",
    sure: float = 0.9,
    council: str = "E06000055",
) -> str:
    """A finding of the report `report`."""
    return f"""
<urn:s:{report}:{council}> a kg:Section ; kg:inspection <urn:i:{report}> ;
  kg:council council:{council} ; kg:document <urn:d:{report}> .
<urn:f:{name}> a kg:Finding ; kg:document <urn:d:{report}> ; kg:inSection <urn:s:{report}:{council}> ;
  kg:findingKind c:finding-kind\\/{kind} ; kg:text "{words}" ; kg:mainTheme c:theme\\/{theme} ;
  kg:confidence {sure} .
"""


def answers(data: str, query: str, /, **values: str) -> list[dict[str, str]]:
    """The rows of a query of the library on made-up data, after a look that every engine agrees.

    The data stands in two named graphs, then in one graph without a name, then in rdflib.
    """
    triples = list(ox.parse(HEAD + data, format=ox.RdfFormat.TURTLE))
    sparql = bind(named(query), values)
    union = reference()
    graphs = [ox.NamedNode(f"urn:g:{n}") for n in (1, 2)]
    union.extend(ox.Quad(t.subject, t.predicate, t.object, g) for t in triples for g in graphs)
    ours = run(Graph(union, None, "made up"), sparql)
    assert isinstance(ours, Table)
    merged = ox.Store()
    merged.extend(ox.Quad(q.subject, q.predicate, q.object) for q in union)
    assert run(Graph(merged, None, "merged"), sparql) == ours, "a triple counts twice"
    theirs = _rdflib_rows(HEAD + data, sparql)
    assert theirs == [[text(cell) for cell in row] for row in ours.rows], "rdflib differs"
    return list(csv.DictReader(io.StringIO(write(ours, "csv").decode(), newline="")))


def made_up_graph(data: str) -> Graph:
    """Made-up data with the reference data, as a graph."""
    store = reference()
    store.extend(ox.Quad(*triple) for triple in ox.parse(HEAD + data, format=ox.RdfFormat.TURTLE))
    return Graph(store, None, "made up")


def with_links(data: str) -> str:
    """Made-up data with the links that a build adds to it."""
    store = reference()
    store.extend(ox.Quad(*triple) for triple in ox.parse(HEAD + data, format=ox.RdfFormat.TURTLE))
    return data + "".join(f"{link.triple} .\n" for link in InspectionLinks(store).quads())


def reference() -> ox.Store:
    store = ox.Store()
    for path in reference_files():
        store.load(
            path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(REFERENCE_GRAPH)
        )
    return store


@cache
def _rdflib_reference() -> Any:
    import rdflib

    graph = rdflib.Graph()
    for path in reference_files():
        graph.parse(path)
    return graph


def _rdflib_rows(data: str, sparql: str) -> list[list[str]]:
    import rdflib

    graph = _rdflib_reference()
    known = set(rdflib.Graph().parse(data=data, format="turtle"))
    for triple in known:
        graph.add(triple)
    try:
        return [[text(cell) for cell in row] for row in graph.query(sparql)]
    finally:
        for triple in known:
            graph.remove(triple)
