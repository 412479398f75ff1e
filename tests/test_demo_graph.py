"""The graph of the examples, walked through: what holds in every graph that is built."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.query.answer import Triples
from kg.query.library import bind, find
from kg.query.run import run
from kg.rdf.iris import (
    DESCRIPTION_GRAPH,
    ENTITIES_GRAPH,
    KG,
    PREFIXES,
    REFERENCE_GRAPH,
    THINGS,
)
from kg.store.graph import Graph, open_graph
from letters import select

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def demo(demo_graph: Path) -> Iterator[Graph]:
    """The demo's graph, open."""
    with open_graph(demo_graph) as graph:
        yield graph


def test_every_quote_is_a_range_of_its_text(demo: Graph) -> None:
    rows = select(
        demo,
        "?sha ?start ?end ?exact { ?e kg:startOffset ?start ; kg:endOffset ?end ; kg:text ?exact ; "
        "kg:document/kg:sha256 ?sha }",
    )
    words = "VALUES ?kind { kg:Evidence kg:Finding kg:Response } ?e a ?kind"
    assert len(rows) == int(select(demo, f"(COUNT(DISTINCT ?e) AS ?n) {{ {words} }}")[0][0])
    assert len(rows) > 500
    texts = {sha: demo.text(sha) or "" for sha, *_ in rows}
    wrong = [row for row in rows if texts[row[0]][int(row[1]) : int(row[2])] != row[3]]
    assert wrong == []


def test_every_claim_has_a_document_and_words(demo: Graph) -> None:
    claims = (
        "VALUES ?kind { kg:Judgement kg:Association kg:Tenure kg:Mention kg:EarlierInspection }"
    )
    rows = select(
        demo,
        f"?c {{ {claims} GRAPH ?g {{ ?c a ?kind }} FILTER NOT EXISTS {{ GRAPH ?g {{ "
        "?c kg:document ?d ; kg:evidence ?e . ?d kg:sha256 ?sha . ?e a kg:Evidence } } }",
    )
    assert rows == []
    assert select(demo, "?i { ?i a kg:Inspection FILTER NOT EXISTS { ?i kg:evidence ?e } }") == []


def test_every_finding_is_in_a_section_of_its_document(demo: Graph) -> None:
    inside = "?f kg:document ?d ; kg:inSection ?s . ?s a kg:Section ; kg:document ?d"
    rows = select(
        demo,
        f"?f {{ ?f a kg:Finding FILTER NOT EXISTS {{ GRAPH ?g {{ {inside} }} }} }}",
    )
    assert rows == []
    unused = "?s { ?s a kg:Section FILTER NOT EXISTS { ?f kg:inSection ?s } }"
    assert select(demo, unused) == []


def test_nothing_is_said_twice_of_a_finding(demo: Graph) -> None:
    again = "kg:evidence kg:council kg:inspection kg:section"
    for pattern in (
        f"VALUES ?again {{ {again} }} ?f ?again ?o",
        "?f kg:mainTheme ?t ; kg:theme ?t",
    ):
        assert select(demo, f"?f {{ ?f a kg:Finding . {pattern} }}") == []


def test_the_web_annotations_are_those_of_every_claim(demo: Graph) -> None:
    """Each evidence, finding and response has a target and a selector with its range and words."""
    triples = run(demo, bind(find("web-annotations"), {}))
    assert isinstance(triples, Triples)
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples.triples)
    rows = store.query(
        "PREFIX oa: <http://www.w3.org/ns/oa#> SELECT ?d ?start ?end ?exact { ?a oa:hasTarget ?t . "
        "?t a oa:SpecificResource ; oa:hasSource ?d ; oa:hasSelector ?s . ?s a "
        "oa:TextPositionSelector, oa:TextQuoteSelector ; oa:start ?start ; oa:end ?end ; "
        "oa:exact ?exact }"
    )
    assert isinstance(rows, ox.QuerySolutions)
    found = {tuple(cell.value for cell in row) for row in rows}
    words = "kg:startOffset ?start ; kg:endOffset ?end ; kg:text ?exact ; kg:document ?d"
    assert found == set(map(tuple, select(demo, f"?d ?start ?end ?exact {{ ?e {words} }}")))


def test_every_named_graph_belongs_to_a_document(demo: Graph) -> None:
    graphs = {
        str(name.value) for name in demo.store.named_graphs() if isinstance(name, ox.NamedNode)
    }
    keys = {
        iri.removeprefix(THINGS + "document/") for (iri,) in select(demo, "?d { ?d a kg:Document }")
    }
    assert len(keys) == 19
    assert graphs == {f"{THINGS}graph/{key}" for key in keys} | {
        DESCRIPTION_GRAPH,
        ENTITIES_GRAPH,
        REFERENCE_GRAPH,
    }
    assert all(isinstance(q.graph_name, ox.NamedNode) for q in demo.quads())


def test_a_document_says_nothing_of_another(demo: Graph) -> None:
    """Its graph holds no node of another document; links between them are in one of their own."""
    rows = select(
        demo,
        "?g ?c { GRAPH ?g { ?c kg:document ?d } GRAPH ?h { ?d kg:sha256 ?sha } FILTER(?g != ?h) }",
    )
    assert {graph for graph, _ in rows} == {ENTITIES_GRAPH}


def test_there_are_no_blank_nodes(demo: Graph) -> None:
    blank = [q for q in demo.quads() if ox.BlankNode in map(type, (q.subject, q.object))]
    assert blank == []


def test_iris_of_things_are_under_one_roof(demo: Graph) -> None:
    reference = ox.NamedNode(REFERENCE_GRAPH)
    subjects = {str(q.subject) for q in demo.quads() if q.graph_name != reference}
    assert {iri for iri in subjects if not iri.startswith(f"<{THINGS}")} == set()


def test_every_term_that_is_used_is_defined(demo: Graph) -> None:
    used = {q.predicate.value for q in demo.quads() if q.predicate.value.startswith(KG)}
    used |= {
        q.object.value
        for q in demo.quads()
        if q.predicate.value == PREFIXES["rdf"] + "type"
        and isinstance(q.object, ox.NamedNode)
        and q.object.value.startswith(KG)
    }
    defined = {iri for (iri,) in select(demo, "DISTINCT ?t { ?t rdfs:comment|skos:definition ?c }")}
    assert used - defined == set()


def test_every_token_is_a_concept(demo: Graph) -> None:
    rows = select(
        demo,
        "DISTINCT ?o { ?s ?p ?o FILTER(STRSTARTS(STR(?o), "
        '"https://w3id.org/inspection-kg/concept/")) FILTER NOT EXISTS { ?o a ?t } }',
    )
    assert rows == []


def test_the_demo_conforms_to_its_shapes(run_kg: Run, demo_graph: Path) -> None:
    pytest.importorskip("kg.explore.validate")
    done = run_kg("validate", "--graph", demo_graph)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_graph_made_by_hand_is_not_what_the_shapes_want(run_kg: Run, tmp_path: Path) -> None:
    pytest.importorskip("kg.explore.validate")
    file = tmp_path / "bad.ttl"
    file.write_text(f"<{THINGS}x> a <{KG}Judgement> .\n", encoding="utf-8")
    assert run_kg("validate", "--graph", file).returncode == 1


def test_a_page_about_no_inspection_only_mentions(demo: Graph) -> None:
    rows = select(
        demo,
        "?what { ?d kg:path 'bedfordshire-councils.html' . ?c kg:document ?d ; a ?what "
        "FILTER(?what NOT IN (kg:Mention, kg:Evidence)) }",
    )
    assert rows == []
    assert select(
        demo,
        "?label { ?d kg:path 'bedfordshire-councils.html' . ?c kg:document ?d ; kg:mentions ?m . "
        "?m a kg:Council ; rdfs:label ?label }",
    ) == [("Bedford",), ("Central Bedfordshire",), ("Luton",)]


def test_one_inspector_is_one_person_in_all_documents(demo: Graph) -> None:
    rows = select(
        demo,
        "DISTINCT ?person (COUNT(DISTINCT ?d) AS ?n) { ?c kg:name 'Margaret Burke' ; "
        "prov:agent ?person ; kg:document ?d } GROUP BY ?person",
    )
    assert rows == [(THINGS + "person/margaret-burke", "4")]


def test_an_inspection_follows_the_one_it_speaks_of(demo: Graph) -> None:
    rows = select(demo, "?a ?b { ?x kg:follows ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }")
    followed = {(a.split(":")[0], a[-10:], b[-10:]) for a, b in rows}
    assert ("Thurrock", "2024-09-16", "2019-11-11") in followed
    assert ("Central Bedfordshire", "2019-02-05", "2017-06-12") in followed
