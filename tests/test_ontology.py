"""The files of the ontology: well-formed, complete against the contract, and shapes that bite."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.term import Node

import kg
from kg.rdf.iris import CONCEPTS, KG, PREFIXES, REFERENCE_GRAPH, THINGS
from kg.resources import ontology_dir, queries_dir, reference_files
from kg.store.graph import open_graph
from kg.store.stemming import stems

FILES = sorted(ontology_dir().glob("*.ttl"))
SKOS = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")
OWL, RDF, RDFS, XSD = rdflib.OWL, rdflib.RDF, rdflib.RDFS, rdflib.XSD
DCTERMS, VANN, VOID = rdflib.DCTERMS, rdflib.VANN, rdflib.VOID
TERMS = rdflib.Namespace(KG)
ONTOLOGY = rdflib.URIRef(KG.rstrip("#"))

#: The tokens that the standard queries print.
TOKENS = {
    "inspection-type": "single-inspection ilacs focused-visit monitoring-visit joint-targeted-area "
    "area-send other",
    "area": "overall-effectiveness help-and-protection looked-after-and-permanence adoption "
    "care-leavers in-care in-care-and-care-leavers leadership lscb",
    "framework": "single-inspection-2013 ilacs-2018 ilacs-2023 ilacs-2026",
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
    "voice": "council government other",
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
        "links.ttl",
        "organisations.ttl",
        "programmes.ttl",
        "shapes.ttl",
        "terms.ttl",
    }
    others = {ontology_dir() / name for name in ("shapes.ttl", "terms.ttl")}
    assert set(FILES) - set(reference_files()) == others
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
        if str(reference.value(grade, SKOS.inScheme)).endswith("/grade")
    }
    assert order == {
        "outstanding": 1,
        "good": 2,
        "requires-improvement": 3,
        "adequate": 3,
        "inadequate": 4,
    }


#: When an inspection began, its type, and what it grades then: `-` is left out, `?` may be graded.
FRAMEWORKS = [
    ("2013-10-31", "single-inspection", "", "before the first framework that is known"),
    ("2013-11-01", "single-inspection", "adoption care-leavers help-and-protection leadership looked-after-and-permanence ?lscb overall-effectiveness", "from the first day; re-inspections leave the board out"),
    ("2018-02-28", "single-inspection", "adoption care-leavers help-and-protection leadership looked-after-and-permanence ?lscb overall-effectiveness", "to the last day"),
    ("2018-02-28", "ilacs", "help-and-protection in-care-and-care-leavers leadership overall-effectiveness", "two types on one day: each has its own framework"),
    ("2022-12-31", "ilacs", "help-and-protection in-care-and-care-leavers leadership overall-effectiveness", "care leavers have no grade of their own yet"),
    ("2023-01-01", "ilacs", "care-leavers help-and-protection in-care leadership overall-effectiveness", "they have since 2023"),
    ("2026-04-26", "ilacs", "care-leavers help-and-protection in-care leadership overall-effectiveness", "the last with an overall grade"),
    ("2026-04-27", "ilacs", "care-leavers help-and-protection in-care leadership -overall-effectiveness", "the four areas stand alone"),
    ("2031-01-01", "ilacs", "care-leavers help-and-protection in-care leadership -overall-effectiveness", "in force until another is"),
    ("2024-01-01", "focused-visit", "", "visits give no grades"),
]  # fmt: skip


@pytest.mark.parametrize(("began", "kind", "areas", "why"), FRAMEWORKS)
def test_an_inspection_has_the_framework_of_its_day(
    began: str, kind: str, areas: str, why: str, reference: rdflib.Graph
) -> None:
    found = [
        framework
        for framework in reference.subjects(TERMS.inspectionType, rdflib.URIRef(f"{CONCEPTS}inspection-type/{kind}"))
        if str(reference.value(framework, TERMS.validFrom)) <= began
        and str(reference.value(framework, TERMS.validUntil) or "9999") >= began
    ]  # fmt: skip
    assert len(found) <= 1, "one framework of a type on a day"
    grades = [
        mark + str(reference.value(area, SKOS.notation))
        for framework in found
        for mark, name in (("", "gradesArea"), ("?", "mayGradeArea"), ("-", "leavesOutArea"))
        for area in reference.objects(framework, TERMS[name])
    ]
    assert sorted(grades, key=lambda area: area.strip("?-")) == areas.split(), why


def test_areas_of_all_frameworks_are_compared_as_those_of_the_newest(
    reference: rdflib.Graph,
) -> None:
    """Except for adoption, which had a grade of its own only until 2018, and the board's review."""
    newest = rdflib.URIRef(f"{CONCEPTS}framework/ilacs-2026")
    known = {*reference.objects(newest, TERMS.gradesArea), *reference.objects(newest, TERMS.leavesOutArea)}  # fmt: skip
    graded = set(reference.objects(None, TERMS.gradesArea))
    compared = {reference.value(area, TERMS.comparedAs) or area for area in graded}
    assert {str(reference.value(area, SKOS.notation)) for area in compared - known} == {"adoption"}


def test_the_areas_of_a_theme_are_one_in_each_framework(reference: rdflib.Graph) -> None:
    """So a theme has one grade, or none where it runs through all areas."""
    overall = rdflib.URIRef(f"{CONCEPTS}area/overall-effectiveness")
    for theme in set(reference.subjects(TERMS.gradedUnder)):
        areas = set(reference.objects(theme, TERMS.gradedUnder))
        assert str(reference.value(theme, SKOS.inScheme)) == f"{CONCEPTS}theme"
        assert overall not in areas
        for framework in set(reference.subjects(TERMS.gradesArea)):
            assert len(areas & {*reference.objects(framework, TERMS.gradesArea)}) == 1


def test_each_term_has_its_own_names_and_a_theme(reference: rdflib.Graph) -> None:
    """A name of two things would find one of them only."""
    terms = rdflib.Graph().parse(ontology_dir() / "terms.ttl")
    found = list(terms.subjects(RDF.type, SKOS.Concept))
    names = [
        str(name)
        for term in found
        for kind in (SKOS.prefLabel, SKOS.altLabel)
        for name in terms.objects(term, kind)
    ]
    twice = [stem for stem, times in Counter(stems(names)).items() if times > 1]
    assert twice == []
    for term in found:
        assert str(terms.value(term, SKOS.inScheme)) == f"{CONCEPTS}term"
        assert len(list(terms.objects(term, SKOS.prefLabel))) == 1
        assert (terms.value(term, SKOS.broader), SKOS.notation, None) in reference


def test_links_of_the_reference_data_lead_somewhere(reference: rdflib.Graph) -> None:
    ours = {
        term
        for triple in reference
        for term in triple
        if isinstance(term, rdflib.URIRef) and str(term).startswith((THINGS, CONCEPTS))
    }
    assert ours <= set(reference.subjects())


def test_every_council_of_today_is_linked_to_others_registers(reference: rdflib.Graph) -> None:
    """No two share a link to a register, and the linksets count them right."""
    links: dict[str, list[tuple[Node, Node]]] = defaultdict(list)
    for council, target in reference.subject_objects(SKOS.exactMatch):
        if str(council).startswith(THINGS + "council/"):
            links[str(target).split("/")[2]].append((council, target))
    councils = set(reference.subjects(RDF.type, TERMS.Council))
    today = {council for council in councils if (council, TERMS.abolished, None) not in reference}
    assert len(today) == 153
    missing = {rdflib.URIRef(THINGS + "council/E06000040")}  # ontology/links.ttl says why
    assert {council for council, _ in links["www.wikidata.org"]} == today - missing
    assert {council for council, _ in links["www.planning.data.gov.uk"]} == today
    for register, pairs in links.items():
        assert len(pairs) == len(dict(pairs)) == len({target for _, target in pairs}), register
    counts = {
        str(reference.value(linkset, DCTERMS.source)).split("/")[2]: int(str(number))
        for linkset, number in reference.subject_objects(VOID.triples)
    }
    pages = len(list(reference.subject_objects(rdflib.FOAF.isPrimaryTopicOf)))
    assert counts == {
        "www.wikidata.org": len(links["www.wikidata.org"]),
        "www.planning.data.gov.uk": len(links["www.planning.data.gov.uk"]),
        "opendatacommunities.org": len(links["opendatacommunities.org"]),
        "en.wikipedia.org": pages,
    }


def test_a_council_is_found_from_its_predecessor(reference: rdflib.Graph) -> None:
    county = rdflib.URIRef(THINGS + "council/E10000006")
    event = reference.value(predicate=ORG.originalOrganization, object=county)
    names = {
        str(reference.value(council, RDFS.label))
        for council in reference.objects(event, ORG.resultingOrganization)
    }
    assert names == {"Cumberland", "Westmorland and Furness"}


# A graph of one document, to show that the shapes accept what is right and catch what is not.

PREFIXES_OF_A_GRAPH = f"""
@base <{THINGS}> .
@prefix kg: <{KG}> .
@prefix c: <{CONCEPTS}> .
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
<post/p> a kg:Tenure ; org:member <person/bob> ; org:role c:post-role\\/chief-executive ;
    kg:since "2014"^^xsd:gYear ; kg:sinceEarliest "2014-01-01"^^xsd:date ;
    kg:sinceLatest "2014-12-31"^^xsd:date ; kg:document <document/d> ; kg:evidence <evidence/e> .
<mention/m> a kg:Mention ; kg:mentions <council/E06000055> ; kg:count 3 ;
    kg:document <document/d> ; kg:evidence <evidence/e> .
<earlier/x> a kg:EarlierInspection ; kg:when "2017-02"^^xsd:gYearMonth ;
    kg:whenEarliest "2017-02-01"^^xsd:date ; kg:whenLatest "2017-02-28"^^xsd:date ;
    kg:document <document/d> ; kg:evidence <evidence/e> .
<earlier/y> a kg:EarlierInspection ; kg:when "2018"^^xsd:gYear ; kg:grade c:grade\\/good ;
    kg:whenEarliest "2018-01-01"^^xsd:date ; kg:whenLatest "2018-12-31"^^xsd:date ;
    kg:gradeHeldAt <inspection/i> ; kg:document <document/d> ; kg:evidence <evidence/e> .
<finding/f> a kg:Finding ; kg:findingKind c:finding-kind\\/strength ;
    kg:mainTheme c:theme\\/workforce ; kg:inSection <section/s> ; kg:confidence 0.9 ;
    kg:document <document/d> ; kg:text "Morale is high." ; kg:startOffset 0 ; kg:endOffset 15 .
<section/s> a kg:Section ; kg:heading "Staff" ; kg:inspection <inspection/i> ;
    kg:council <council/E06000055> ; kg:document <document/d> .
<response/r> a kg:Response ; kg:voice c:voice\\/council ; kg:speaker <person/bob> ;
    kg:body <council/E06000055> ; kg:document <document/d> ; kg:text "Morale is low." ;
    kg:startOffset 16 ; kg:endOffset 30 .
<person/ann> a kg:Inspector ; rdfs:label "Ann Lee" .
<person/bob> a kg:Leader ; rdfs:label "Bob Ray" .
<evidence/e> a kg:Evidence ; kg:component "dates" ; kg:document <document/d> ;
    kg:startOffset 40 ; kg:endOffset 52 ; kg:text "28 February." .
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
    graph = rdflib.Graph().parse(data=PREFIXES_OF_A_GRAPH + text, format="turtle")
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


J, A, P, F, X, R = (
    f"<{node}> a kg:{kind} ;"
    for node, kind in (
        ("judgement/j", "Judgement"),
        ("association/a", "Association"),
        ("post/p", "Tenure"),
        ("finding/f", "Finding"),
        ("earlier/x", "EarlierInspection"),
        ("response/r", "Response"),
    )
)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        # every claim has evidence and one document
        ("kg:document <document/d> ; kg:evidence <evidence/e> .\n<post/p>", "kg:document <document/d> .\n<post/p>", "a claim has evidence"),
        ("kg:count 3 ;\n    kg:document <document/d> ;", "kg:count 3 ;", "a claim belongs to exactly one document"),
        ("kg:count 3 ;", "kg:count 3 ; kg:document <document/d2> ;", "a claim belongs to exactly one document"),
        ("kg:council <council/E06000055> ;\n    kg:area", "kg:council <council/none> ;\n    kg:area", "a judgement is about exactly one council"),
        # evidence is words in a document, and so is a finding or a response
        ('kg:component "dates" ; kg:document <document/d> ;', 'kg:component "dates" ;', "evidence is in exactly one document"),
        ("kg:startOffset 40 ; ", "", "evidence has one start, before its end"),
        ("kg:startOffset 0 ; ", "", "evidence has one start, before its end"),
        ("kg:startOffset 0 ; ", "kg:startOffset 15 ; ", "evidence has one start, before its end"),
        ("kg:startOffset 16 ; kg:endOffset 30", "kg:startOffset 16", "evidence has one end"),
        ("kg:endOffset 52 ; ", "", "evidence has one end"),
        ('kg:text "28 February."', 'kg:text ""', "evidence has exactly one text, not empty"),
        (' kg:text "Morale is high." ;', "", "evidence has exactly one text, not empty"),
        (' ; kg:text "Morale is low." ;', " ;", "evidence has exactly one text, not empty"),
        # sections
        ("kg:inSection <section/s> ; ", "", "a finding is in a section"),
        ('kg:heading "Staff"', 'kg:heading "Staff", "Leaders"', "a section has at most one heading"),
        ("kg:council <council/E06000055> ; kg:document <document/d> .\n<response", "kg:council <council/E06000055> .\n<response", "a section is in exactly one document"),
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
        ('kg:publishedLatest "2022-04-19"^^xsd:date', "kg:pageCount 4", "a publication date has a latest day"),
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
        (" org:role c:post-role\\/chief-executive ;", "", "a tenure has exactly one role"),
        ("c:post-role\\/chief-executive", "c:inspector-role\\/lead", "the role of a tenure comes from its scheme"),
        (f"{P} org:member <person/bob> ;", f"{P} org:member <person/ann> ;", "a tenure has at most one holder, who is a leader"),
        ('kg:sinceEarliest "2014-01-01"^^xsd:date ;', "", "a tenure has an earliest day, not after its latest"),
        ("kg:mentions <council/E06000055> ; ", "", "a mention names exactly one thing"),
        ("kg:count 3", "kg:count 0", "a mention has a count of at least 1"),
        (f'{X} kg:when "2017-02"^^xsd:gYearMonth ;', f"{X}", "an earlier inspection has a date"),
        (f"{X} ", f"{X} kg:grade c:theme\\/workforce ; ", "the grade of an earlier inspection comes from its scheme"),
        (f"{J} ", f"{J} kg:gradeHeldAt <inspection/i> ; ", "a grade that is held at an inspection is stated, and of the whole"),
        (f"{X} ", f"{X} kg:gradeHeldAt <inspection/i> ; ", "a grade that is held at an inspection is stated, and of the whole"),
        (f"{X} ", f"{X} kg:gradeHeldAt <inspection/i> ; kg:grade c:grade\\/good ; kg:gradedArea c:area\\/care-leavers ; ", "a grade that is held at an inspection is stated, and of the whole"),
        (f"{F} kg:findingKind c:finding-kind\\/strength ;", f"{F}", "a finding has exactly one kind, from its scheme"),
        ("c:finding-kind\\/strength", "c:trend\\/improving", "a finding has exactly one kind, from its scheme"),
        ("kg:mainTheme c:theme\\/workforce ;", "", "a finding has exactly one main theme, from its scheme"),
        ("kg:mainTheme c:theme\\/workforce ;", "kg:mainTheme c:area\\/adoption ;", "a finding has exactly one main theme, from its scheme"),
        (f"{R} kg:voice c:voice\\/council ;", f"{R}", "a response has exactly one voice"),
        ("c:voice\\/council", "c:grade\\/good", "the voice of a response comes from its scheme"),
        ("    kg:start ", "    kg:ordinal 0 ; kg:start ", "an inspection's ordinal is a number from 1"),
        ("    kg:start ", '    kg:nextDue "2022"^^xsd:gYear ; kg:start ', "the date of the next visit has an earliest day"),
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
        ("<decision/d> a kg:Decision .", "a decision has exactly one kind"),
        ("<decision/d> a kg:Decision .", "a decision names who made it"),
        ("<f> kg:gradesArea c:area\\/leadership .", "a framework comes from its scheme"),
        ("<f> kg:gradesArea c:grade\\/good .", "a framework grades areas of their scheme"),
        (
            "<f> kg:gradesArea c:area\\/leadership .",
            "a framework has a type of inspection from its scheme",
        ),
        ("<f> kg:gradesArea c:area\\/leadership .", "a framework gives grades of their scheme"),
        ('<f> kg:gradesArea <a> ; kg:validFrom "2024-01-01"^^xsd:date ; kg:validUntil "2023-01-01"^^xsd:date .', "a framework has a first day, before its last"),
    ],
)  # fmt: skip
def test_shared_things_need_names_and_kinds(
    extra: str, message: str, reference: rdflib.Graph, shapes: rdflib.Graph
) -> None:
    assert message in problems(RIGHT + extra, reference, shapes)


# --- what a reader of the ontology may rely on ---


def local(term: object) -> str:
    """The name of one of our terms, any other IRI with its prefix."""
    text = str(term)
    known = {"": KG, **{f"{name}:": base for name, base in PREFIXES.items()}}
    return next(
        (prefix + text.removeprefix(b) for prefix, b in known.items() if text.startswith(b)), text
    )


def parents(graph: rdflib.Graph, of: Node) -> set[Node]:
    """A class and all classes above it."""
    return {node for node in graph.transitive_objects(of, RDFS.subClassOf) if node}


def properties(graph: rdflib.Graph) -> set[Node]:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    return {term for kind in kinds for term in graph.subjects(RDF.type, kind)}


def terms(graph: rdflib.Graph) -> set[Node]:
    """Our classes and properties, deprecated ones too."""
    found = {*graph.subjects(RDF.type, OWL.Class), *properties(graph)}
    return {term for term in found if str(term).startswith(KG)}


def deprecated(graph: rdflib.Graph) -> set[Node]:
    return set(graph.subjects(OWL.deprecated, rdflib.Literal(True)))


def undescribed(graph: rdflib.Graph) -> Iterator[str]:
    for term in terms(graph):
        for name in (RDFS.label, RDFS.comment, RDFS.isDefinedBy):
            if len(list(graph.objects(term, name))) != 1:
                yield f"{local(term)}: {local(name)}"


def without_language(graph: rdflib.Graph) -> Iterator[str]:
    said = (
        *(RDFS.label, RDFS.comment, DCTERMS.title, DCTERMS.description, TERMS.shortName),
        *(SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition),
    )
    for name in said:
        for subject, text in graph.subject_objects(name):
            if not isinstance(text, rdflib.Literal) or text.language != "en":
                yield f"{local(subject)}: {text}"


def called_alike(graph: rdflib.Graph) -> Iterator[str]:
    kinds = {
        "class": set(graph.subjects(RDF.type, OWL.Class)),
        "property": properties(graph),
        "scheme": set(graph.subjects(RDF.type, SKOS.ConceptScheme)),
    }
    for scheme in kinds["scheme"]:
        kinds[str(scheme)] = set(graph.subjects(SKOS.inScheme, scheme))
    for kind, members in kinds.items():
        labels = Counter(
            str(label).casefold()
            for member in members
            for name in (RDFS.label, SKOS.prefLabel)
            for label in graph.objects(member, name)
        )
        yield from (f"{kind}: {label}" for label, times in labels.items() if times > 1)


def misnamed(graph: rdflib.Graph) -> Iterator[str]:
    classes = {term for term in terms(graph) if term not in properties(graph)}
    for term in terms(graph):
        form = r"[A-Z][A-Za-z]*" if term in classes else r"[a-z][A-Za-z]*(?:256)?"
        if not re.fullmatch(form, local(term)):
            yield local(term)


def untyped(graph: rdflib.Graph) -> Iterator[str]:
    yield from (local(node) for node in set(graph.subjects()) if not graph.value(node, RDF.type))


def ill_fitting(graph: rdflib.Graph) -> Iterator[str]:
    """Domains and ranges that are not of the kind that the property asks for."""
    classes = {*graph.subjects(RDF.type, OWL.Class), SKOS.Concept, RDF.Property}
    for term in properties(graph):
        is_object = (term, RDF.type, OWL.ObjectProperty) in graph
        for value in graph.objects(term, RDFS.domain):
            if value not in classes:
                yield f"{local(term)}: domain {local(value)}"
        for value in graph.objects(term, RDFS.range):
            if value not in classes if is_object else not str(value).startswith(str(XSD)):
                yield f"{local(term)}: range {local(value)}"


def not_inverse(graph: rdflib.Graph) -> Iterator[str]:
    for one, other in graph.subject_objects(OWL.inverseOf):
        for a, b in ((RDFS.domain, RDFS.range), (RDFS.range, RDFS.domain)):
            if set(graph.objects(one, a)) != set(graph.objects(other, b)):
                yield f"{local(one)}, {local(other)}"
    for scheme, concept in graph.subject_objects(SKOS.hasTopConcept):
        if (concept, SKOS.topConceptOf, scheme) not in graph:
            yield f"{concept}: topConceptOf"
    for concept, scheme in graph.subject_objects(SKOS.topConceptOf):
        if (scheme, SKOS.hasTopConcept, concept) not in graph:
            yield f"{scheme}: hasTopConcept {concept}"


def out_of_reach(graph: rdflib.Graph) -> Iterator[str]:
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        above = set(graph.transitive_objects(concept, SKOS.broader))
        schemes = set(graph.objects(concept, SKOS.inScheme))
        tops = {scheme for one in above for scheme in graph.objects(one, SKOS.topConceptOf)}
        if len(schemes) != 1 or schemes != tops:
            yield str(concept)


def bare_schemes(graph: rdflib.Graph) -> Iterator[str]:
    needed = (SKOS.prefLabel, SKOS.definition, DCTERMS.creator, DCTERMS.license, SKOS.hasTopConcept)
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        yield from (f"{scheme}: {local(name)}" for name in needed if not graph.value(scheme, name))


def circular(graph: rdflib.Graph) -> Iterator[str]:
    for above in (RDFS.subClassOf, RDFS.subPropertyOf):
        for low, high in graph.subject_objects(above):
            if low in graph.transitive_objects(high, above):
                yield local(low)


def unreplaced(graph: rdflib.Graph) -> Iterator[str]:
    """Deprecated terms that don't lead to one that means the same and is not deprecated."""
    old = deprecated(graph)
    for term in old:
        is_class = (term, RDF.type, OWL.Class) in graph
        new = graph.value(term, DCTERMS.isReplacedBy)
        same = OWL.equivalentClass if is_class else OWL.equivalentProperty
        alike = graph.value(term, RDF.type) == graph.value(new, RDF.type)
        if new is None or new in old or graph.value(term, same) != new or not alike:
            yield local(term)


CHECKLIST: list[tuple[Callable[[rdflib.Graph], Iterator[str]], str, str, str]] = [
    (undescribed, "each term says what it is, and where", 'kg:Town a owl:Class ; rdfs:label "town"@en .', "Town: rdfs:comment"),
    (without_language, "readers choose texts by language", 'kg:Council rdfs:comment "a town" .', "Council: a town"),
    (called_alike, "two things of a kind with one name are mixed up", 'kg:Town a owl:Class ; rdfs:label "Council"@en .', "class: council"),
    (called_alike, "the same within a scheme", f'<{CONCEPTS}trend/better> a skos:Concept ; skos:inScheme <{CONCEPTS}trend> ; skos:prefLabel "improving"@en .', f"{CONCEPTS}trend: improving"),
    (misnamed, "classes are written UpperCamel", "kg:town a owl:Class .", "town"),
    (misnamed, "properties are written lowerCamel", "kg:Has_town a owl:ObjectProperty .", "Has_town"),
    (untyped, "each node says what it is", 'kg:town rdfs:label "town"@en .', "town"),
    (ill_fitting, "a domain is a class that is defined", "kg:town a owl:ObjectProperty ; rdfs:domain kg:Town .", "town: domain Town"),
    (ill_fitting, "what leads to things has a class as range", "kg:town a owl:ObjectProperty ; rdfs:range xsd:string .", "town: range xsd:string"),
    (ill_fitting, "what leads to values has a datatype as range", "kg:town a owl:DatatypeProperty ; rdfs:range kg:Council .", "town: range Council"),
    (not_inverse, "the ends of inverse properties are the other way round", "kg:town owl:inverseOf kg:reports ; rdfs:domain kg:Inspection ; rdfs:range kg:Inspection .", "town, reports"),
    (not_inverse, "a top concept and its scheme know each other", f"<{CONCEPTS}trend> skos:hasTopConcept <{CONCEPTS}grade/good> .", f"{CONCEPTS}grade/good: topConceptOf"),
    (out_of_reach, "a tool that begins at top concepts shows all", f"<{CONCEPTS}trend/same> a skos:Concept ; skos:inScheme <{CONCEPTS}trend> .", f"{CONCEPTS}trend/same"),
    (bare_schemes, "a scheme may be used on its own", f"<{CONCEPTS}town> a skos:ConceptScheme .", f"{CONCEPTS}town: dcterms:license"),
    (circular, "nothing stands above itself", "kg:Claim rdfs:subClassOf kg:Finding .", "Claim"),
    (unreplaced, "whoever uses an old name learns the new one", "kg:Town a owl:Class ; owl:deprecated true .", "Town"),
    (unreplaced, "an old name is of the kind of the new one", "kg:town a owl:DatatypeProperty ; owl:deprecated true ; owl:equivalentProperty kg:reports ; dcterms:isReplacedBy kg:reports .", "town"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "why", "wrong", "found"),
    CHECKLIST,
    ids=[f"{c.__name__}-{w}" for c, w, *_ in CHECKLIST],
)
def test_checklist(
    check: Callable[[rdflib.Graph], Iterator[str]],
    why: str,
    wrong: str,
    found: str,
    reference: rdflib.Graph,
) -> None:
    assert set(check(reference)) == set(), why
    head = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())
    spoilt = rdflib.Graph().parse(data=head + wrong, format="turtle")
    spoilt += reference
    assert found in set(check(spoilt)), "the check sees nothing"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (DCTERMS.title, "en"),
        (DCTERMS.description, "en"),
        (DCTERMS.creator, None),
        (DCTERMS.publisher, None),
        (DCTERMS.license, None),
        (DCTERMS.created, XSD.date),
        (DCTERMS.modified, XSD.date),
        (VANN.preferredNamespacePrefix, None),
        (VANN.preferredNamespaceUri, None),
    ],
    ids=local,
)
def test_the_ontology_says_who_made_it_and_when(
    name: rdflib.URIRef, kind: str | None, reference: rdflib.Graph
) -> None:
    (value,) = reference.objects(ONTOLOGY, name)
    said = (value.language or value.datatype) if isinstance(value, rdflib.Literal) else None
    assert said == kind


def test_the_ontology_has_the_version_of_the_package(reference: rdflib.Graph) -> None:
    assert str(reference.value(ONTOLOGY, OWL.versionInfo)) == kg.__version__
    assert str(reference.value(ONTOLOGY, OWL.versionIRI)) == f"{ONTOLOGY}/{kg.__version__}"
    created, modified = (reference.value(ONTOLOGY, DCTERMS[n]) for n in ("created", "modified"))
    assert str(created) <= str(modified)


def test_the_namespace_is_the_one_of_the_code(reference: rdflib.Graph) -> None:
    prefix = str(reference.value(ONTOLOGY, VANN.preferredNamespacePrefix))
    assert PREFIXES[prefix] == KG == str(reference.value(ONTOLOGY, VANN.preferredNamespaceUri))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_declared_prefixes_are_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = dict(re.findall(r"^@prefix (\S*): <(.*)> \.$", text, re.MULTILINE))
    body = re.sub(r"^(?:@prefix|#).*$", "", text, flags=re.MULTILINE)
    assert [name for name in declared if not re.search(rf"(?<![\w-]){name}:", body)] == []
    ours = {name: base for name, base in declared.items() if name in PREFIXES}
    assert ours == {name: PREFIXES[name] for name in ours}, "one prefix, one namespace"


# --- the terms that are used, and those that are defined ---


SAMPLE = Path(__file__).parent / "graphs" / "sample.trig"
Said = set[tuple[str, str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]


@pytest.fixture(scope="module")
def graphs(demo_graph: Path) -> dict[str, Said]:
    """What the example graph says, and one with more kinds of claim; without the ontology."""
    with open_graph(demo_graph) as graph:
        quads = list(graph.store)
    ours = [quad for quad in quads if str(quad.graph_name) != f"<{REFERENCE_GRAPH}>"]
    sample = ox.parse(path=str(SAMPLE), format=ox.RdfFormat.TRIG)
    return {"demo": _said(ours), "sample": _said(sample)}


def _said(quads: Iterable[ox.Quad | ox.Triple]) -> Said:
    return {(str(q.subject), q.predicate.value, q.object) for q in quads}


def in_graphs(graphs: dict[str, Said]) -> set[str]:
    """The terms of ours that graphs use as property, class or value."""
    names: set[str] = set()
    for said in graphs.values():
        names |= {name for _, name, _ in said}
        names |= {value.value for *_, value in said if isinstance(value, ox.NamedNode)}
    return {name.removeprefix(KG) for name in names if name.startswith(KG)}


def in_texts(paths: Iterable[Path]) -> set[str]:
    """The terms of ours that queries, shapes and SPARQL in the code name."""
    found: set[str] = set()
    for path in paths:
        text = re.sub(r"^#.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        found.update(re.findall(r"\bkg:([A-Za-z]\w*)", text))
        found.update(re.findall(r"(?:\bkg\(\"|\bKG \+ \"|<\{KG\})(\w+)[\">]", text))
    return found


@pytest.fixture(scope="module")
def used(graphs: dict[str, Said]) -> dict[str, set[str]]:
    """Where terms are used, and which."""
    data = ("concepts", "councils", "organisations", "programmes")
    return {
        "queries": in_texts(queries_dir().rglob("*.rq")),
        "shapes": in_texts([ontology_dir() / "shapes.ttl"]),
        "reference data": in_texts(ontology_dir() / f"{name}.ttl" for name in data),
        "code": in_texts(Path(kg.__file__).parent.rglob("*.py")),
        "graphs": in_graphs(graphs),
    }


@pytest.mark.parametrize("where", ["queries", "shapes", "reference data", "code", "graphs"])
def test_every_term_in_use_is_defined(
    where: str, used: dict[str, set[str]], reference: rdflib.Graph
) -> None:
    defined = {local(term) for term in terms(reference) - deprecated(reference)}
    assert len(used[where]) > 10
    assert used[where] - defined == set()


#: Terms that no graph, query or code names, and why they are defined all the same.
UNUSED = {
    "Person": "stands above inspectors and leaders, and is a foaf:Person",
}


def test_every_term_that_is_defined_is_used(
    used: dict[str, set[str]], reference: rdflib.Graph
) -> None:
    defined = {local(term) for term in terms(reference) - deprecated(reference)}
    assert defined - set().union(*used.values()) == set(UNUSED)


# --- domains and ranges: what a reasoner would add ---


RDF_TYPE, RDFS_SUBCLASS = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "subClassOf"
#: Of RDFS and OWL themselves.
AXIOMS = {
    (f"<{PREFIXES['owl']}{kind}>", RDFS_SUBCLASS, ox.NamedNode(PREFIXES["rdf"] + "Property"))
    for kind in ("ObjectProperty", "DatatypeProperty")
}


def reasoned(said: Said) -> set[str]:
    """What rdfs:domain and rdfs:range add to statements: classes that nodes are not typed with,
    and datatypes that values don't have.
    """
    related: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for subject, name, value in said | AXIOMS:
        related[name][subject].add(str(value))

    def above(kinds: Iterable[str]) -> set[str]:
        found: set[str] = set()
        left = list(kinds)
        while left:
            kind = left.pop()
            if kind not in found:
                found.add(kind)
                left += related[RDFS_SUBCLASS].get(kind, ())
        return found

    types = {node: above(kinds) for node, kinds in related[RDF_TYPE].items()}
    domains, ranges = (related[PREFIXES["rdfs"] + name] for name in ("domain", "range"))
    added: set[str] = set()
    for subject, name, value in said:
        if isinstance(value, ox.Literal):
            kinds = {str(value.datatype)}
        else:
            kinds = types.get(str(value), set())
        for needed, has in (
            (domains.get(f"<{name}>", set()), types.get(subject, set())),
            (ranges.get(f"<{name}>", set()), kinds),
        ):
            added |= {f"{local(name)}: {local(one[1:-1])}" for one in needed - has}
    return added


@pytest.fixture(scope="module")
def schema() -> Said:
    """The ontology and its reference data."""
    return {
        triple
        for path in reference_files()
        for triple in _said(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    }


@pytest.mark.parametrize("name", ["demo", "sample"])
def test_a_reasoner_adds_nothing(name: str, graphs: dict[str, Said], schema: Said) -> None:
    assert reasoned(graphs[name] | schema) == set()


@pytest.mark.parametrize(
    ("statement", "added", "why"),
    [
        ("<x> a kg:Mention ; kg:programmeKind c:programme-kind\\/academy .", set(), "no domain: a programme or a mention"),
        ("<x> a kg:Finding ; kg:name 'Ann' .", set(), "the class below the domain"),
        ("<x> a kg:Mention ; kg:mainTheme c:theme\\/workforce .", {"mainTheme: Finding"}, "of another class"),
        ("<x> kg:name 'Ann' .", {"name: Claim"}, "of no class"),
        ("<x> a kg:Finding ; kg:document <y> . <y> a kg:Council .", {"document: Document"}, "leads to another class"),
        ("<x> a kg:Finding ; kg:trend <y> .", {"trend: skos:Concept"}, "leads to what is not there"),
        ("<x> a kg:Mention ; kg:count 'three' .", {"count: xsd:integer"}, "has another datatype"),
        ("<x> a kg:Evidence ; kg:states kg:when .", set(), "each property of OWL is one of RDF"),
    ],
)  # fmt: skip
def test_what_a_reasoner_would_add_is_seen(
    statement: str, added: set[str], why: str, schema: Said
) -> None:
    triples = ox.parse(PREFIXES_OF_A_GRAPH + statement, format=ox.RdfFormat.TURTLE)
    assert reasoned(_said(triples) | schema) == added, why


# --- shapes beside domains and ranges ---


def disagreements(shapes: rdflib.Graph, ontology: rdflib.Graph) -> set[str]:
    """Where a shape asks for something else than the domain or range of a property says."""
    found: set[str] = set()
    for shape, step in shapes.subject_objects(SH.property):
        path = shapes.value(step, SH.path)
        assert path is not None
        steps = list(rdflib.collection.Collection(shapes, path)) or [path]
        for target in shapes.objects(shape, SH.targetClass):
            for domain in ontology.objects(steps[0], RDFS.domain):
                if domain not in parents(ontology, target):
                    found.add(f"{local(steps[0])}: {local(target)} is no {local(domain)}")
        for wanted in (*shapes.objects(step, SH["class"]), *shapes.objects(step, SH.datatype)):
            for known in ontology.objects(steps[-1], RDFS.range):
                if known not in parents(ontology, wanted):
                    found.add(f"{local(steps[-1])}: {local(wanted)} is no {local(known)}")
    return found


def test_shapes_agree_with_domains_and_ranges(
    shapes: rdflib.Graph, reference: rdflib.Graph
) -> None:
    assert disagreements(shapes, reference) == set()


@pytest.mark.parametrize(
    ("shape", "found", "why"),
    [
        ("sh:targetClass kg:Finding ; sh:property [ sh:path kg:document ; sh:class kg:Document ]", set(), "as the ontology says, by the class above"),
        ("sh:targetClass kg:Finding ; sh:property [ sh:path kg:council ; sh:class kg:Council ]", set(), "a property without a domain"),
        ("sh:targetClass kg:Finding ; sh:property [ sh:path kg:grade ]", set(), "the domain is the class above"),
        ("sh:targetClass kg:Finding ; sh:property [ sh:path kg:area ]", {"area: Finding is no Judgement"}, "another domain"),
        ("sh:targetClass kg:Finding ; sh:property [ sh:path ( kg:area skos:inScheme ) ]", {"area: Finding is no Judgement"}, "at the first step"),
        ("sh:targetClass kg:Finding ; sh:property [ sh:path kg:document ; sh:class kg:Council ]", {"document: Council is no Document"}, "another range"),
        ("sh:targetClass kg:Mention ; sh:property [ sh:path kg:count ; sh:datatype xsd:date ]", {"count: xsd:date is no xsd:integer"}, "another datatype"),
    ],
)  # fmt: skip
def test_a_shape_that_disagrees_is_seen(
    shape: str, found: set[str], why: str, reference: rdflib.Graph
) -> None:
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    data = f"{PREFIXES_OF_A_GRAPH}{head}<shape> a sh:NodeShape ; {shape} ."
    shapes = rdflib.Graph().parse(data=data, format="turtle")
    assert disagreements(shapes, reference) == found, why


def test_every_class_of_a_graph_has_a_shape(
    graphs: dict[str, Said], shapes: rdflib.Graph, reference: rdflib.Graph
) -> None:
    types = {
        value.value
        for said in graphs.values()
        for _, name, value in said
        if name == RDF_TYPE and isinstance(value, ox.NamedNode)
    }
    targets = set(shapes.objects(None, SH.targetClass))
    kinds = {*map(rdflib.URIRef, types), *reference.objects(None, RDF.type), *CURATED}
    ours = {kind for kind in kinds if str(kind).startswith(KG)}
    assert len(ours) > 12
    assert [local(k) for k in ours if targets.isdisjoint(parents(reference, k))] == []


#: Classes that a graph has where people decided something.
CURATED = {TERMS.Decision}
