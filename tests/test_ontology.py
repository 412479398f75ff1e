"""The files of the ontology: well-formed, complete against the contract, and shapes that bite."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from kg.rdf.iris import CONCEPTS, KG, THINGS
from kg.resources import ontology_dir, queries_dir, reference_files

FILES = sorted(ontology_dir().glob("*.ttl"))
SKOS = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")
RDFS = rdflib.RDFS
TERMS = rdflib.Namespace(KG)

#: The tokens that the standard queries print.
TOKENS = {
    "inspection-type": "single-inspection ilacs focused-visit monitoring-visit joint-targeted-area "
    "area-send other",
    "area": "overall-effectiveness help-and-protection looked-after-and-permanence adoption "
    "care-leavers in-care in-care-and-care-leavers leadership lscb",
    "grade": "outstanding good requires-improvement inadequate adequate",
    "inspector-role": "lead deputy-lead team quality-assurance signatory other",
    "post-role": "director-of-childrens-services chief-executive council-leader lead-member mayor "
    "lscb-chair strategic-director assistant-director other",
    "programme-kind": "programme practice-model academy service project",
    "finding-kind": "strength weakness mixed recommendation",
    "trend": "improving declining",
    "theme": "early-help front-door assessment planning-and-review child-protection "
    "court-and-pre-proceedings domestic-abuse-and-neglect missing-and-exploitation "
    "disabled-children-and-send children-in-care placements-and-sufficiency "
    "permanence-and-adoption care-leavers health-and-wellbeing education homelessness-and-16-17 "
    "unaccompanied-children youth-justice voice-of-the-child "
    "supervision-and-management-oversight quality-assurance-and-performance workforce "
    "leadership-and-governance partnership-working recording-and-systems equality-and-identity "
    "private-fostering",
    "mention-role": "subject mentioned",
    "document-kind": "report letter news page other",
    "council-kind": "county unitary metropolitan-district london-borough",
    "organisation-kind": "safeguarding-partnership childrens-trust health police probation justice "
    "education charity government inspectorate adoption-agency board other",
}


@pytest.fixture(scope="module")
def reference() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in reference_files():
        graph.parse(path)
    return graph


def test_the_folders_are_found() -> None:
    assert {path.name for path in FILES} == {
        "alignments.ttl",
        "concepts.ttl",
        "councils.ttl",
        "kg.ttl",
        "organisations.ttl",
        "programmes.ttl",
        "shapes.ttl",
    }
    assert set(FILES) - set(reference_files()) == {ontology_dir() / "shapes.ttl"}
    assert queries_dir().name == "queries"


def test_an_installed_package_carries_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_data" / "ontology").mkdir(parents=True)
    monkeypatch.setattr("kg.resources._PACKAGE", tmp_path)
    assert ontology_dir() == tmp_path / "_data" / "ontology"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_two_parsers_read_the_same_triples(path: Path) -> None:
    quads = set(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    assert len(rdflib.Graph().parse(path)) == len(quads)


@pytest.mark.parametrize("path", reference_files(), ids=lambda path: path.name)
def test_reference_data_has_no_blank_nodes(path: Path) -> None:
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_end_their_lines_alike(path: Path) -> None:
    data = path.read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not re.search(rb"[ \t]\n", data)


@pytest.mark.parametrize("name", ["councils", "programmes", "organisations"])
def test_gazetteers_stand_in_order(name: str) -> None:
    """So that an editor finds a block, and a change shows as one."""
    text = (ontology_dir() / f"{name}.ttl").read_text(encoding="utf-8")
    blocks = re.findall(rf"^{name.removesuffix('s')}:(\S+) a kg:", text, re.MULTILINE)
    assert blocks == sorted(blocks)
    assert len(blocks) == len(set(blocks)) > 100


@pytest.mark.parametrize("scheme", TOKENS)
def test_every_token_of_the_contract_is_a_concept(reference: rdflib.Graph, scheme: str) -> None:
    in_scheme = reference.subjects(SKOS.inScheme, rdflib.URIRef(CONCEPTS + scheme))
    tokens = {str(reference.value(concept, SKOS.notation)) for concept in in_scheme}
    assert tokens == set(TOKENS[scheme].split())


def test_every_concept_is_complete(reference: rdflib.Graph) -> None:
    for concept in reference.subjects(rdflib.RDF.type, SKOS.Concept):
        notation = reference.value(concept, SKOS.notation)
        assert str(concept) == f"{reference.value(concept, SKOS.inScheme)}/{notation}"
        assert len(list(reference.objects(concept, SKOS.prefLabel))) == 1
        assert len(list(reference.objects(concept, SKOS.definition))) == 1


def test_grades_have_an_order(reference: rdflib.Graph) -> None:
    order = {
        str(reference.value(grade, SKOS.notation)): int(str(place))
        for grade, place in reference.subject_objects(TERMS.order)
    }
    assert order == {
        "outstanding": 1,
        "good": 2,
        "requires-improvement": 3,
        "adequate": 3,
        "inadequate": 4,
    }


def test_every_term_in_use_is_defined(reference: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(ontology_dir() / "shapes.ttl")
    defined = set(reference.subjects(RDFS.isDefinedBy, rdflib.URIRef(KG.rstrip("#"))))
    used = {
        term
        for graph in (reference, shapes)
        for triple in graph
        for term in triple
        if isinstance(term, rdflib.URIRef) and str(term).startswith(KG)
    }
    assert used <= defined
    for term in defined:
        assert reference.value(term, RDFS.label), term
        assert reference.value(term, RDFS.comment), term


def test_links_of_the_reference_data_lead_somewhere(reference: rdflib.Graph) -> None:
    ours = {
        term
        for triple in reference
        for term in triple
        if isinstance(term, rdflib.URIRef) and str(term).startswith((THINGS, CONCEPTS))
    }
    assert ours <= set(reference.subjects())


def test_a_council_is_found_from_its_predecessor(reference: rdflib.Graph) -> None:
    county = rdflib.URIRef(THINGS + "council/E10000006")
    event = reference.value(predicate=ORG.originalOrganization, object=county)
    names = {
        str(reference.value(council, RDFS.label))
        for council in reference.objects(event, ORG.resultingOrganization)
    }
    assert names == {"Cumberland", "Westmorland and Furness"}


# A graph of one document, to show that the shapes accept what is right and catch what is not.

PREFIXES = f"""
@base <{THINGS}> .
@prefix kg: <{KG}> .
@prefix c: <{CONCEPTS}> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
RIGHT = f"""
<document/d> a kg:Document ; kg:documentKind c:document-kind\\/report ; kg:path "a/report.pdf" ;
    kg:sha256 "{"0123456789abcdef" * 4}" ; kg:published "2022-04-19"^^xsd:date ;
    kg:publishedEarliest "2022-04-19"^^xsd:date ; kg:publishedLatest "2022-04-19"^^xsd:date .
<inspection/i> a kg:Inspection ; rdfs:label "Bedford: ilacs, 2022-02-28" ;
    kg:council <council/E06000055> ; kg:inspectionType c:inspection-type\\/ilacs ;
    kg:start "2022-02-28"^^xsd:date ; kg:startEarliest "2022-02-28"^^xsd:date ;
    kg:startLatest "2022-02-28"^^xsd:date ; kg:evidence <evidence/e> .
<judgement/j> a kg:Judgement ; kg:inspection <inspection/i> ; kg:council <council/E06000055> ;
    kg:area c:area\\/leadership ; kg:grade c:grade\\/good ;
    kg:document <document/d> ; kg:evidence <evidence/e> .
<association/a> a kg:Association ; prov:agent <person/ann> ; prov:hadRole c:inspector-role\\/lead ;
    kg:inspection <inspection/i> ; kg:document <document/d> ; kg:evidence <evidence/e> .
<post/p> a kg:Post ; org:member <person/bob> ; org:role c:post-role\\/chief-executive ;
    kg:since "2014"^^xsd:gYear ; kg:sinceEarliest "2014-01-01"^^xsd:date ;
    kg:sinceLatest "2014-12-31"^^xsd:date ; kg:document <document/d> ; kg:evidence <evidence/e> .
<mention/m> a kg:Mention ; kg:mentions <council/E06000055> ; kg:count 3 ;
    kg:document <document/d> ; kg:evidence <evidence/e> .
<earlier/x> a kg:EarlierInspection ; kg:when "2017-02"^^xsd:gYearMonth ;
    kg:whenEarliest "2017-02-01"^^xsd:date ; kg:whenLatest "2017-02-28"^^xsd:date ;
    kg:document <document/d> ; kg:evidence <evidence/e> .
<finding/f> a kg:Finding ; kg:findingKind c:finding-kind\\/strength ;
    kg:mainTheme c:theme\\/workforce ; kg:theme c:theme\\/workforce ; kg:text "Morale is high." ;
    kg:confidence 0.9 ; kg:document <document/d> ; kg:evidence <evidence/e> .
<person/ann> a kg:Inspector ; rdfs:label "Ann Lee" .
<person/bob> a kg:Leader ; rdfs:label "Bob Ray" .
<evidence/e> a kg:Evidence ; kg:component "findings" ; oa:hasTarget <evidence/e/target> .
<evidence/e/target> oa:hasSource <document/d> ; oa:hasSelector <evidence/e/selector> .
<evidence/e/selector> a oa:TextPositionSelector, oa:TextQuoteSelector ;
    oa:start 0 ; oa:end 15 ; oa:exact "Morale is high." .
"""


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_dir() / "shapes.ttl")


@pytest.mark.parametrize(
    ("path", "scheme"), [("findingKind", "finding-kind"), ("mainTheme", "theme")]
)
def test_the_shapes_list_the_concepts_of_a_scheme(
    path: str, scheme: str, reference: rdflib.Graph, shapes: rdflib.Graph
) -> None:
    step = shapes.value(predicate=SH.path, object=TERMS[path])
    listed = shapes.value(step, SH["in"])
    assert listed is not None
    concepts = set(reference.subjects(SKOS.inScheme, rdflib.URIRef(CONCEPTS + scheme)))
    assert set(rdflib.collection.Collection(shapes, listed)) == concepts


def problems(text: str, reference: rdflib.Graph, shapes: rdflib.Graph) -> set[str]:
    """The messages of what the shapes find wrong in a document's graph."""
    graph = rdflib.Graph().parse(data=PREFIXES + text, format="turtle")
    used = set(graph.objects()) | {rdflib.URIRef(THINGS + "council/E06000055")}
    for node in used:  # all of the reference data would take a second each time
        for triple in reference.triples((node, None, None)):
            graph.add(triple)
    for concept in {node for node in graph.objects() if str(node).startswith(CONCEPTS)}:
        for triple in reference.triples((concept, None, None)):
            graph.add(triple)
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes)
    return {str(text) for text in report.objects(None, SH.resultMessage)}


def test_a_right_graph_conforms(reference: rdflib.Graph, shapes: rdflib.Graph) -> None:
    assert problems(RIGHT, reference, shapes) == set()


def test_the_reference_data_conforms(reference: rdflib.Graph, shapes: rdflib.Graph) -> None:
    conforms, _, text = pyshacl.validate(reference, shacl_graph=shapes)
    assert conforms, text


J, A, P, F, X = (
    f"<{node}> a kg:{kind} ;"
    for node, kind in (
        ("judgement/j", "Judgement"),
        ("association/a", "Association"),
        ("post/p", "Post"),
        ("finding/f", "Finding"),
        ("earlier/x", "EarlierInspection"),
    )
)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        # every claim has evidence and one document
        ("kg:document <document/d> ; kg:evidence <evidence/e> .\n<post/p>", "kg:document <document/d> .\n<post/p>", "a claim has evidence"),
        ("kg:count 3 ;\n    kg:document <document/d> ;", "kg:count 3 ;", "a claim belongs to exactly one document"),
        ("kg:count 3 ;", "kg:count 3 ; kg:document <document/d2> ;", "a claim belongs to exactly one document"),
        ("kg:council <council/E06000055> ;\n    kg:area", "kg:council <council/none> ;\n    kg:area", "a judgement is of exactly one council"),
        # evidence leads to words
        (" ; oa:hasTarget <evidence/e/target>", "", "evidence has a target in exactly one document"),
        ("oa:hasSource <document/d> ; ", "", "evidence has a target in exactly one document"),
        (" ; oa:hasSelector <evidence/e/selector>", "", "evidence has a target with a selector that quotes its words"),
        ("oa:start 0 ; ", "", "a selector has one start, before its end"),
        ("oa:start 0 ; ", "oa:start 15 ; ", "a selector has one start, before its end"),
        ("oa:end 15 ; ", "", "a selector has one end"),
        ('oa:exact "Morale is high."', 'oa:exact ""', "evidence has a target with a selector that quotes its words"),
        # documents
        ("0123456789abcdef" * 4, "0123456789ABCDEF" * 4, "a document has one SHA-256 hash of 64 hexadecimal digits"),
        ("0123456789abcdef" * 4, "0123456789abcdef" * 3, "a document has one SHA-256 hash of 64 hexadecimal digits"),
        (' kg:path "a/report.pdf" ;', "", "a document has a path"),
        (" kg:documentKind c:document-kind\\/report ;", "", "a document has exactly one kind"),
        ("c:document-kind\\/report", "c:theme\\/workforce", "the kind of a document comes from its scheme"),
        # inspections
        (' rdfs:label "Bedford: ilacs, 2022-02-28" ;', "", "an inspection has a label"),
        ("    kg:council <council/E06000055> ; kg:inspectionType", "    kg:inspectionType", "an inspection has a council"),
        (" kg:inspectionType c:inspection-type\\/ilacs ;", "", "an inspection has exactly one type"),
        ("c:inspection-type\\/ilacs", "c:inspection-type\\/ilacs, c:inspection-type\\/other", "an inspection has exactly one type"),
        ("c:inspection-type\\/ilacs", "c:grade\\/good", "the type of an inspection comes from its scheme"),
        ('kg:startLatest "2022-02-28"^^xsd:date ; kg:evidence <evidence/e> .', 'kg:startLatest "2022-02-28"^^xsd:date .', "an inspection has evidence"),
        ('kg:startEarliest "2022-02-28"^^xsd:date ;', "", "a start has an earliest day, not after its latest"),
        ('kg:startEarliest "2022-02-28"', 'kg:startEarliest "2022-03-01"', "a start has an earliest day, not after its latest"),
        ('kg:publishedLatest "2022-04-19"^^xsd:date', "kg:pages 4", "a publication date has a latest day"),
        # people
        (' ; rdfs:label "Ann Lee"', "", "a person has a name"),
        ("prov:agent <person/ann> ;", "", "a person took part in an inspection or holds a post"),
        ("org:member <person/bob> ;", "", "a person took part in an inspection or holds a post"),
        # claims, kind by kind
        (f"{J} kg:inspection <inspection/i> ;", f"{J}", "a judgement belongs to exactly one inspection"),
        (" kg:grade c:grade\\/good ;", "", "a judgement has exactly one grade"),
        ("c:grade\\/good", "c:grade\\/splendid", "the grade of a judgement comes from its scheme"),
        ("kg:area c:area\\/leadership ;", "", "a judgement has exactly one area"),
        ("c:area\\/leadership", "c:theme\\/workforce", "the area of a judgement comes from its scheme"),
        (f"{A} prov:agent <person/ann> ;", f"{A}", "an association has exactly one inspector"),
        (" prov:hadRole c:inspector-role\\/lead ;", "", "an association has exactly one role"),
        ("c:inspector-role\\/lead", "c:post-role\\/mayor", "the role of an inspector comes from its scheme"),
        (" org:role c:post-role\\/chief-executive ;", "", "a post has exactly one role"),
        ("c:post-role\\/chief-executive", "c:inspector-role\\/lead", "the role of a post comes from its scheme"),
        (f"{P} org:member <person/bob> ;", f"{P} org:member <person/ann> ;", "the holder of a post is a leader, and one"),
        ('kg:sinceEarliest "2014-01-01"^^xsd:date ;', "", "a tenure has an earliest day, not after its latest"),
        ("kg:mentions <council/E06000055> ; ", "", "a mention is of exactly one thing"),
        ("kg:count 3", "kg:count 0", "a mention counts at least one place"),
        (f'{X} kg:when "2017-02"^^xsd:gYearMonth ;', f"{X}", "an earlier inspection has a date"),
        (f"{X} ", f"{X} kg:grade c:theme\\/workforce ; ", "the grade of an earlier inspection comes from its scheme"),
        (f"{F} kg:findingKind c:finding-kind\\/strength ;", f"{F}", "a finding has exactly one kind, from its scheme"),
        ("c:finding-kind\\/strength", "c:trend\\/improving", "a finding has exactly one kind, from its scheme"),
        ("kg:mainTheme c:theme\\/workforce ;", "", "a finding has exactly one main theme, from its scheme"),
        ("kg:mainTheme c:theme\\/workforce ;", "kg:mainTheme c:area\\/adoption ;", "a finding has exactly one main theme, from its scheme"),
        (' kg:text "Morale is high." ;', "", "a finding has its words"),
    ],
)  # fmt: skip
def test_a_wrong_graph_is_caught(
    right: str, wrong: str, message: str, reference: rdflib.Graph, shapes: rdflib.Graph
) -> None:
    assert RIGHT.count(right) >= 1, "the case no longer fits the graph"
    assert message in problems(RIGHT.replace(right, wrong, 1), reference, shapes)


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("<programme/p> a kg:Programme .", "a programme has a label"),
        ("<programme/p> a kg:Programme .", "a programme has a kind from its scheme"),
        ("<organisation/o> a kg:Organisation .", "an organisation has a label"),
        (
            "<organisation/o> a kg:Organisation .",
            "an organisation has a kind from its scheme",
        ),
        ("<council/x> a kg:Council .", "a council has one label"),
        ("<council/x> a kg:Council .", "a council has one official name"),
        ("<council/x> a kg:Council .", "a council has one GSS code"),
        ("<council/x> a kg:Council .", "a council has a kind from its scheme"),
        ("<council/x> a kg:Council .", "a council has a region from its scheme"),
    ],
)
def test_shared_things_need_names_and_kinds(
    extra: str, message: str, reference: rdflib.Graph, shapes: rdflib.Graph
) -> None:
    assert message in problems(RIGHT + extra, reference, shapes)
