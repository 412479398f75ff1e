"""The library as RDF: read back by rdflib, each query is whole, and runs with a parameter."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SH

from command_line import kg
from kg.query.executables import turtle
from kg.query.library import library
from kg.rdf.iris import thing
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def catalogue() -> rdflib.Graph:
    return rdflib.Graph().parse(turtle(library()), format="turtle")


def test_each_query_is_an_executable_of_its_form(catalogue: rdflib.Graph) -> None:
    for query in library():
        node = rdflib.URIRef(thing("query", query.name))
        texts = {form: list(catalogue.objects(node, SH[form])) for form in ("select", "construct")}
        constructs = "\nCONSTRUCT" in query.text
        (text,) = texts["construct" if constructs else "select"]
        assert not texts["select" if constructs else "construct"]
        kind = SH.SPARQLConstructExecutable if constructs else SH.SPARQLSelectExecutable
        assert {SH.SPARQLExecutable, kind} == set(catalogue.objects(node, RDF.type))
        assert str(text) in query.text, "nothing but the header is left out"
        assert str(catalogue.value(node, RDFS.label)) == query.summary
        assert len(str(catalogue.value(node, RDFS.comment))) > 30
        wanted = {variable for p in query.parameters for variable in p.variables}
        paths = {
            str(catalogue.value(p, SH.path)).rpartition("/")[2]
            for p in catalogue.objects(node, SH.parameter)
        }
        assert paths == wanted


def test_one_runs_with_a_value_for_its_parameter(catalogue: rdflib.Graph, whole: Graph) -> None:
    node = rdflib.URIRef(thing("query", "documents"))
    (parameter,) = catalogue.objects(node, SH.parameter)
    assert str(catalogue.value(parameter, SH.name)) == "kind"
    assert catalogue.value(parameter, SH.optional) == rdflib.Literal(True)
    variable = str(catalogue.value(parameter, SH.path)).rpartition("/")[2]
    data = rdflib.Graph()
    for quad in whole.store:
        data.parse(f"{quad.triple} .".encode(), format="nt")
    text = str(catalogue.value(node, SH.select))
    rows = [
        list(data.query(text, initBindings=bound))
        for bound in ({}, {variable: rdflib.Literal("news")})
    ]
    assert [len(found) for found in rows] == [9, 1]


def test_the_default_of_a_parameter(catalogue: rdflib.Graph) -> None:
    stated = {
        (str(catalogue.value(p, SH.name)), str(value))
        for p, value in catalogue.subject_objects(SH.defaultValue)
    }
    assert stated == {
        (p.name, p.default) for q in library() for p in q.parameters if p.default is not None
    }


def test_it_is_a_form_of_the_list(tmp_path: Path) -> None:
    files = []
    for _ in range(2):
        done = kg("query", "--list", "-f", "ttl", "--tag", "check", "-o", tmp_path / "q.ttl")
        assert done.exit_code == 0, done.output
        files.append((tmp_path / "q.ttl").read_bytes())
    assert files[0] == files[1]
    found = rdflib.Graph().parse(files[0], format="turtle").subjects(RDF.type, SH.SPARQLExecutable)
    assert len(list(found)) == sum("check" in query.tags for query in library())
    done = kg("query", "--list", "-f", "csv")
    assert done.exit_code == 2 and "use ttl, or no format" in done.stderr
