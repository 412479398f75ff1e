"""What `kg validate` finds is what pySHACL finds: for each kind of constraint, and on damaged graphs."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import SH

from kg.explore.shacl.check import violations
from kg.explore.shacl.constraints import constraints
from kg.explore.shacl.shapes import read_shapes
from kg.resources import ontology_dir, reference_files
from places import TESTS

PREFIXES = """@prefix : <urn:x:> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
#: What a shape is about, and what is found.
Found = set[tuple[str, str, str]]


def found_by_kg(data: Iterable[ox.Triple], shapes: Path) -> Found:
    store = ox.Store()
    for triple in data:
        # Each in a graph of its own: the union of the graphs is what is checked.
        graph = ox.NamedNode(f"urn:graph:{len(store)}")
        store.add(ox.Quad(triple.subject, triple.predicate, triple.object, graph))
    return {
        (text(one.focus), text(one.value), one.constraint.kind)
        for shape in read_shapes(shapes)
        for one in violations(store, shape)
    }


def text(term: object) -> str:
    """A term without its name where that is local to a store."""
    if isinstance(term, rdflib.BNode | ox.BlankNode):
        return "_:"
    return (
        ""
        if term is None
        else term.value
        if isinstance(term, ox.NamedNode | ox.Literal)
        else str(term)
    )


def found_by_pyshacl(data: Iterable[ox.Triple], shapes: Path) -> Found:
    graph = rdflib.Graph()
    graph.parse(data=ox.serialize(data, format=ox.RdfFormat.N_TRIPLES), format="nt")
    _, report, _ = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(shapes))
    assert isinstance(report, rdflib.Graph)
    found = set()
    for one in report.objects(None, SH.result):  # not what is a detail of another
        component = str(report.value(one, SH.sourceConstraintComponent)).rsplit("#", 1)[1]
        kind = component.removesuffix("ConstraintComponent")
        value = None if kind == "HasValue" else report.value(one, SH.value)
        focus = report.value(one, SH.focusNode)
        found.add((text(focus), text(value), kind[0].lower() + kind[1:]))
    return found


@pytest.mark.parametrize(
    ("shape", "data", "count", "reason"),
    [
        (
            "sh:class :A",
            ":x :p :y, :z . :y a :B . :B rdfs:subClassOf :A .",
            1,
            "a subclass will do",
        ),
        ("sh:class :A", ":x :p 1 .", 1, "a literal has no class"),
        ("sh:datatype xsd:integer", ':x :p 1, 1.5, "a", :y .', 3, "other datatypes, no datatype"),
        ("sh:datatype xsd:date", ':x :p "2024-02-30"^^xsd:date .', 1, "no such day"),
        (
            "sh:datatype xsd:byte",
            ':x :p "300"^^xsd:byte, "5"^^xsd:byte, "c"^^xsd:byte .',
            2,
            "out of its range",
        ),
        ("sh:datatype rdf:langString", ':x :p "a"@en, "b" .', 1, "without a language"),
        ("sh:nodeKind sh:IRI", ':x :p :y, "a", [] .', 2, "a literal, a blank node"),
        ("sh:nodeKind sh:BlankNodeOrLiteral", ':x :p :y, "a", [] .', 1, "an IRI"),
        ("sh:nodeKind sh:Literal", ':x :p :y, "a", [] .', 2, "an IRI, a blank node"),
        ("sh:minCount 1", ":x :q 1 .", 1, "none"),
        ("sh:minCount 2", ":x :p 1, 1 . ", 1, "one value, stated twice"),
        ("sh:maxCount 1", ":x :p 1, 2 .", 1, "two"),
        ("sh:maxCount 0", ":x :p 1 .", 1, "one too many"),
        ("sh:minExclusive 4", ':x :p 4, 5, "a", :y .', 3, "equal; not comparable"),
        ("sh:minInclusive 4", ":x :p 3, 4 .", 1, "less"),
        ("sh:maxExclusive 4", ":x :p 4, 3 .", 1, "equal"),
        ("sh:maxInclusive 4", ":x :p 5, 4 .", 1, "more"),
        ("sh:minLength 3", ':x :p "ab", "abc", <a:b>, [] .', 2, "short; no words; an IRI has some"),
        ("sh:maxLength 3", ':x :p "abcd", "abc", 12345 .', 2, "long; a number as it is written"),
        ('sh:pattern "^a$"', ':x :p "a", "ab" .', 1, "a dollar in the parameter"),
        ('sh:pattern "^A" ; sh:flags "i"', ':x :p "ab", "b" .', 1, "either case"),
        ('sh:languageIn ( "en" "cy" )', ':x :p "a"@en-GB, "b"@de, "c", :y .', 3, "a range of tags"),
        ("sh:uniqueLang true", ':x :p "a"@en, "b"@EN, "c" .', 1, "one language in two cases"),
        ("sh:uniqueLang false", ':x :p "a"@en, "b"@en .', 0, "switched off"),
        ("sh:equals :q", ":x :p 1, 2 ; :q 2, 3 .", 2, "one on either side"),
        ("sh:disjoint :q", ":x :p 1, 2 ; :q 2, 3 .", 1, "one in both"),
        ("sh:lessThan :q", ":x :p 1, 2 ; :q 2 .", 1, "equal"),
        ("sh:lessThan :q", ':x :p 1 ; :q "a" .', 1, "not comparable"),
        ("sh:lessThanOrEquals :q", ":x :p 1, 3 ; :q 2 .", 1, "more"),
        ("sh:hasValue 1", ":x :p 2 .", 1, "another"),
        ("sh:hasValue 1", ":x :p 1, 2 .", 0, "one of two"),
        ("sh:in ( 1 :y )", ":x :p 1, :y, 2 .", 1, "not listed"),
        ("sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ]", ":x :p :y .", 1, "of a value"),
        ("sh:property [ sh:path :q ; sh:minCount 1 ]", ":x :p :y .", 1, "the value is the focus"),
        ("sh:not [ sh:class :A ]", ":x :p :y, :z . :y a :A .", 1, "it does conform"),
        ("sh:and ( [ sh:minInclusive 1 ] [ sh:maxInclusive 2 ] )", ":x :p 1, 3 .", 1, "one of two"),
        ("sh:or ( [ sh:datatype xsd:date ] [ sh:class :A ] )", ":x :p 1 .", 1, "neither"),
        ("sh:xone ( [ sh:minInclusive 1 ] [ sh:maxInclusive 2 ] )", ":x :p 1, 3 .", 1, "both"),
        (
            "sh:qualifiedValueShape [ sh:class :A ] ; sh:qualifiedMinCount 1",
            ":x :p :y .",
            1,
            "none",
        ),
        (
            "sh:qualifiedValueShape [ sh:in ( 1 2 ) ] ; sh:qualifiedMaxCount 1",
            ":x :p 1, 2 .",
            1,
            "two",
        ),
        ("sh:maxCount 0 ; sh:deactivated true", ":x :p 1 .", 0, "switched off"),
        ("sh:maxCount 0 ; sh:severity sh:Info", ":x :p 1 .", 1, "of any severity"),
    ],
)
def test_each_kind_of_constraint(
    shape: str, data: str, count: int, reason: str, tmp_path: Path
) -> None:
    check(
        f":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; {shape} ] .",
        data,
        count,
        reason,
        tmp_path,
    )


@pytest.mark.parametrize(
    ("shapes", "data", "count", "reason"),
    [
        (
            ":S sh:targetClass :A ; sh:hasValue :x .",
            ":x a :A . :y a :B . :B rdfs:subClassOf :A .",
            1,
            "a node shape; of a subclass",
        ),
        (
            ":S a sh:NodeShape, rdfs:Class ; sh:nodeKind sh:IRI .",
            "[] a :S . :x a :S .",
            1,
            "a shape that is a class",
        ),
        (":S sh:targetSubjectsOf :p ; sh:class :A .", ":x :p :y . :y a :A .", 1, "subjects"),
        (
            ":S sh:targetObjectsOf :p ; sh:class :A .",
            ':x :p :y, "a" . :y a :A .',
            1,
            "objects, of any kind",
        ),
        (
            ":S sh:targetNode :x, 1 ; sh:nodeKind sh:IRI .",
            ":y :p 2 .",
            1,
            "a literal that is not in the data",
        ),
        (":S sh:targetNode :x ; sh:equals :p .", ":x :p :x, :y . ", 1, "a node and a property"),
        (
            ":S sh:targetNode :x ; sh:closed true ; sh:ignoredProperties ( :q ) ; sh:property [ sh:path :p ] .",
            ":x :p 1 ; :q 2 ; :r 3 .",
            1,
            "closed",
        ),
        (
            ":S sh:targetNode :x ; sh:property [ sh:path ( :p [ sh:inversePath :q ] ) ; sh:maxCount 1 ] .",
            ":x :p :y . :a :q :y . :b :q :y .",
            1,
            "there and back",
        ),
        (
            ":S sh:targetNode :x ; sh:property [ sh:path [ sh:alternativePath ( :p :q ) ] ; sh:maxCount 1 ] .",
            ":x :p 1 ; :q 2 .",
            1,
            "either",
        ),
        (
            ":S sh:targetNode :x ; sh:property [ sh:path [ sh:zeroOrMorePath :p ] ; sh:maxCount 2 ] .",
            ":x :p :y . :y :p :x, :z .",
            1,
            "a circle",
        ),
        (
            ":S sh:targetNode :x ; sh:property [ sh:path [ sh:oneOrMorePath :p ] ; sh:minCount 3 ] .",
            ":x :p :y . :y :p :z .",
            1,
            "two steps",
        ),
        (
            ":S sh:targetNode :x ; sh:property [ sh:path [ sh:zeroOrOnePath :p ] ; sh:maxCount 1 ] .",
            ":x :p :y .",
            1,
            "itself too",
        ),
        (
            ":S sh:targetNode :x ; sh:property [ sh:path :p ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true ; sh:qualifiedValueShape [ sh:class :A ] ] , [ sh:path :p ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true ; sh:qualifiedValueShape [ sh:class :B ] ] .",
            ":x :p :y . :y a :A, :B .",
            1,
            "a value that would count twice",
        ),
        (
            ":S sh:targetNode :x ; sh:property [ sh:path :p ; sh:node [ sh:property [ sh:path :q ; sh:node [ sh:property [ sh:path :r ; sh:minCount 1 ] ] ] ] ] .",
            ":x :p [ :q [ :r 1 ] ] , [ :q [ ] ] .",
            1,
            "shapes in shapes, on blank nodes",
        ),
    ],
)
def test_targets_paths_and_shapes_in_shapes(
    shapes: str, data: str, count: int, reason: str, tmp_path: Path
) -> None:
    check(shapes, data, count, reason, tmp_path)


def check(shapes: str, data: str, count: int, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(PREFIXES + shapes, encoding="utf-8")
    triples = [quad.triple for quad in ox.parse(PREFIXES + data, format=ox.RdfFormat.TURTLE)]
    found = found_by_kg(triples, path)
    assert len(found) == count, reason
    assert found == found_by_pyshacl(triples, path)


@pytest.mark.parametrize("seed", range(2))
def test_a_damaged_graph(seed: int) -> None:
    """A graph of which statements are lost, doubled, or end at something else."""
    chance = random.Random(seed)
    sound = sorted(sample(), key=str)
    data = {*sound, *chance.choices(sound, k=300)}
    for one in chance.sample(sound, k=len(sound) // 10):
        data.discard(one)
        match chance.randrange(3):
            case 0:  # of the same kind: pySHACL compares words with dates, and finds no fault
                others = [other.object for other in sound if kind(other) == kind(one)]
                data.add(ox.Triple(one.subject, one.predicate, chance.choice(others)))
            case 1:
                data |= {one, ox.Triple(one.subject, chance.choice(sound).predicate, one.object)}
    shapes = ontology_dir() / "shapes.ttl"
    found = found_by_kg(data, shapes)
    assert len({kind for _, _, kind in found}) > 5
    assert found == found_by_pyshacl(data, shapes)


def kind(one: ox.Triple) -> object:
    """The datatype of what a statement ends at, if it has one."""
    return getattr(one.object, "datatype", None)


def sample() -> set[ox.Triple]:
    """The sample graph with the reference data it uses."""
    store = ox.Store()
    store.load(path=str(TESTS / "graphs" / "sample.trig"), format=ox.RdfFormat.TRIG)
    for path in reference_files():
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    # No booleans: pySHACL says that true is less than 2, as Python does.
    return {quad.triple for quad in store if "boolean" not in str(quad.object)}


def test_no_query_is_left_out() -> None:
    """Each kind of constraint that is a query is among the cases."""
    cases = Path(__file__).read_text(encoding="utf-8")
    queries = {*constraints()["of_values"], *constraints()["of_nodes"]}
    assert {kind for kind in queries if f"sh:{kind} " not in cases} == set()
