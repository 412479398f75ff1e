from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.errors import UsageError
from kg.rdf.rdflib_view import rdflib_term, rdflib_view
from kg.rdf.serialise import rdflib_graph
from kg.store.graph import Graph

TRIG = """
@prefix : <urn:x:> .
:one { :a :p "plain", "english"@en, 7, "07"^^<urn:x:type> . :a :q :b . }
:two { :a :q :b . :c :p "plain" . _:d :p :a . }
:e :q :b .
"""


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    store.load(TRIG.encode(), format=ox.RdfFormat.TRIG)
    return store


def test_it_is_the_union_each_triple_once(store: ox.Store) -> None:
    view = rdflib_view(store)
    assert len(view) == len(list(view)) == 8  # :a :q :b stands in two graphs
    assert isomorphic(view, rdflib_graph(store))


def test_each_pattern_gives_what_a_graph_in_memory_gives(graph: Graph) -> None:
    view, memory = rdflib_view(graph.store), rdflib_graph(graph.store)
    for s, p, o in sorted(memory)[::97]:
        for pattern in ((s, None, None), (s, p, None), (None, p, o), (None, None, o), (s, p, o)):
            assert set(view.triples(pattern)) == set(memory.triples(pattern))


@pytest.mark.parametrize("value", [0, False, ""])
def test_a_value_that_python_takes_for_false_is_one(value: object) -> None:
    subject, predicate = ox.NamedNode("urn:x:a"), ox.NamedNode("urn:x:p")
    store = ox.Store()
    for each in (ox.Literal(0), ox.Literal(False), ox.Literal("")):
        store.add(ox.Quad(subject, predicate, each))
    term = rdflib.Literal(value)
    assert [o for _, _, o in rdflib_view(store).triples((None, None, term))] == [term]


@pytest.mark.parametrize(
    "pattern",
    [
        (rdflib.Literal("a"), None, None),
        (None, rdflib.Literal("a"), None),
        (rdflib.URIRef("no iri"), None, None),
        (None, None, rdflib.Literal("07", datatype=rdflib.XSD.string)),
    ],
)
def test_what_nothing_can_have_finds_nothing(
    pattern: tuple[rdflib.term.Node | None, ...], store: ox.Store
) -> None:
    assert list(rdflib_view(store).triples(pattern)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT ?s { ?s <urn:x:q> <urn:x:b> } ORDER BY ?s", ["urn:x:a", "urn:x:a", "urn:x:e"]),
        ("SELECT DISTINCT ?s { ?s <urn:x:q> <urn:x:b> } ORDER BY ?s", ["urn:x:a", "urn:x:e"]),
        ("SELECT ?o { ?s <urn:x:p> ?o FILTER(ISNUMERIC(?o)) }", ["7"]),
    ],
)
def test_sparql_runs_in_oxigraph(query: str, rows: list[str], store: ox.Store) -> None:
    assert [str(row[0]) for row in rdflib_view(store).query(query)] == rows  # type: ignore[index]


def test_queries_take_bindings_and_kgs_prefixes(graph: Graph) -> None:
    view = rdflib_view(graph.store)
    classes = view.query(
        "SELECT DISTINCT ?s { ?s a ?c }",
        initBindings={"c": view.namespace_manager.expand_curie("kg:Document")},
    )
    assert len(classes) > 0
    assert view.query("ASK { ?s a kg:Document }").askAnswer is True
    assert view.query("ASK { ?s a kg:Nothing }").askAnswer is False
    made = view.query("CONSTRUCT { ?s a kg:Found } WHERE { ?s a kg:Document }").graph
    assert made is not None and len(made) == len(classes)
    assert "@prefix kg:" in view.serialize(format="turtle")


def test_it_only_reads_and_a_copy_can_be_changed(store: ox.Store) -> None:
    view = rdflib_view(store)
    triple = (rdflib.URIRef("urn:x:new"), rdflib.RDF.type, rdflib.URIRef("urn:x:b"))
    for change in (view.add, view.remove):
        with pytest.raises(UsageError, match="can't be changed"):
            change(triple)
    with pytest.raises(UsageError, match="can't be changed"):
        view.update("INSERT DATA { <urn:x:new> a <urn:x:b> }")
    copy = rdflib.Graph() + view
    copy.add(triple)
    assert len(copy) == len(view) + 1


def test_a_triple_term_is_refused() -> None:
    node = ox.NamedNode("urn:x:a")
    with pytest.raises(UsageError, match="triple terms"):
        rdflib_term(ox.Triple(node, node, node))
