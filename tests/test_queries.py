"""The query library, its parameters, and answers in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, StoreError, UsageError
from kg.gazetteer import concept_labels
from kg.printable import printable
from kg.query.answer import Table, Triples
from kg.query.library import Query, bind, library, load
from kg.query.parameters import parameters, put
from kg.query.result_formats import FORMATS, write
from kg.query.run import run
from kg.rdf.iris import REFERENCE_GRAPH, thing
from kg.resources import queries_dir, reference_files
from kg.store.graph import Graph

SAMPLE = Path(__file__).parent / "graphs" / "sample.trig"

BEDFORD, CENTRAL = "Bedford,E06000055", "Central Bedfordshire,E06000056"

OA = "http://www.w3.org/ns/oa#"

#: What stands in the contract: the columns that others rely on, in their order.
STANDARD = {
    "documents": "document,title,kind,published,pages,words,sha256",
    "inspections": "document,council,gss,type,start,end,published,lead_inspector,overall",
    "judgements": "document,council,gss,published,area,grade",
    "inspectors": "document,name,role,council,gss",
    "leaders": "document,name,role,organisation,since",
    "programmes": "document,name,kind,council,quote",
    "findings": "document,council,gss,kind,themes,trend,text,start,end,page,paragraph,section,confidence",
    "previous-inspections": "document,council,when,grade,type",
    "organisations": "document,name,kind",
    "mentions": "document,council,gss,role,count",
}

#: Rows that an answer must hold: query, row, reason.
ROWS = [
    ("documents", f"first/visit.pdf,Focused visit to Bedford Borough,letter,2019-02-28,4,900,{'a000000000000001' * 4}", "the same bytes in two places: the first path in order, once"),
    ("documents", f"pages/about.md,About us,page,,,120,{'a000000000000006' * 4}", "no pages and no date: empty cells"),
    ("documents", f"news/story.html,,news,2022-04-20,,420,{'a000000000000005' * 4}", "no title"),
    ("inspections", f"2017/report.pdf,{BEDFORD},single-inspection,2017-01-23,2017-02-16,2017-04-07,Tom Birch;Una Vale,requires-improvement", "two who lead stand in one cell"),
    ("inspections", f"2022/report.pdf,{BEDFORD},ilacs,2022-02-28,2022-03-05,2022-04-19,Una Vale,good", "another document gives another end: the last, and still one row"),
    ("inspections", f"joint/letter.pdf,{CENTRAL},joint-targeted-area,2023-05-15,2023-05-19,2023-06,,", "a row for each council; dates as coarse as stated"),
    ("inspections", f"2020/monitoring.txt,{CENTRAL},monitoring-visit,,,,,", "an inspection without a date"),
    ("inspections", "pages/about.md,,,,,,,,", "a document about no inspection"),
    ("judgements", f"2022/report.pdf,{BEDFORD},2022-04-19,leadership,outstanding", "a grade"),
    ("judgements", f"news/story.html,{BEDFORD},2022-04-19,overall-effectiveness,inadequate", "a document's own grade, though another contradicts it"),
    ("inspectors", f'first/visit.pdf,"Tom ""Tim"" Birch",team,{BEDFORD}', "the name as this document writes it"),
    ("inspectors", "joint/letter.pdf,Ada Moss,signatory,Bedford;Central Bedfordshire,E06000055;E06000056", "one row a person, though there are two councils"),
    ("leaders", "first/visit.pdf,,chief-executive,Bedford,2016", "a holder without a name; a year alone"),
    ("leaders", "joint/letter.pdf,Sam Holt,other:Chief Constable,the police,", "a post of no token, at a body without a node"),
    ("leaders", "first/visit.pdf,Jo Reed,director-of-childrens-services,Bedford,2014-09", "the label of the organisation, not its words"),
    ("programmes", '2021/central.pdf,harbour families,service,Central Bedfordshire,A “harbour families” team helps early; it is \\ no line end.', "the name and the sentence of the document"),
    ("findings", f'first/visit.pdf,{BEDFORD},strength,workforce;quality-assurance-and-performance;supervision-and-management-oversight,improving,"Caseloads are low, and supervision is regular and reflective.",216,277,2,3,Main findings,0.93', "the main theme first, the others by their tokens"),
    ("findings", f"joint/letter.pdf,{BEDFORD},weakness,partnership-working;missing-and-exploitation,,Partners share information too slowly when children go missing.,170,233,3,,Main findings,0.93", "no trend and no paragraph"),
    ("findings", f"joint/letter.pdf,{CENTRAL},weakness,partnership-working;missing-and-exploitation,,Partners share information too slowly when children go missing.,170,233,3,,Main findings,0.93", "a row for each council"),
    ("previous-inspections", "2022/report.pdf,Bedford,2017-02,requires-improvement,", "a month; no type"),
    ("previous-inspections", "2022/report.pdf,Bedford,2012,,other", "a year; no grade"),
    ("organisations", "pages/about.md,Riverside Children's Trust,charity", "the label, where the mention has no name of its own"),
    ("mentions", f"first/visit.pdf,{CENTRAL},mentioned,1", "named, not its subject"),
    ("council-history", "Cumbria,E10000006,2015-03-03,2015-05-11,single-inspection,overall-effectiveness,inadequate,2015/cumbria.pdf", "of a council that is no more"),
    ("grade-changes", f"{BEDFORD},overall-effectiveness,2017-01-23,requires-improvement,2022-02-28,good,better", "the visit between them gave no grade"),
    ("recurring-weaknesses", f"{BEDFORD},health-and-wellbeing,2,2,2017-01-23,2019-02-05", "in two inspections"),
    ("recommendations-followed-up", f'{BEDFORD},health-and-wellbeing,2017-01-23,Ensure that health assessments are timely.,2019-02-05,weakness,"Health assessments come late; some come too late, ""far too late"".",first/visit.pdf,0.84', "the finding says so"),
    ("inspection-intervals", f"{BEDFORD},2019-02-05,focused-visit,2022-02-28,ilacs,36", "February to February"),
    ("leaders-at-judgement", f"{BEDFORD},2017-04-07,requires-improvement,lscb-chair,,2015-01,2017/report.pdf", "a holder without a name"),
    ("leaders-at-inspections", f"{BEDFORD},focused-visit,2019-02-05,chief-executive,Chief Executive,,2016,first/visit.pdf", "who the letter of the visit says held the post"),
    ("inspections-that-follow", f"{BEDFORD},2022-02-28,ilacs,2017-01-23,single-inspection,the inspection in 2017-02,2022/report.pdf,0.9", "by its date, with the words"),
    ("inspector-careers", f"Tom Birch,2019-02-05,{BEDFORD},focused-visit,team,first/visit.pdf", "one person, whatever the spelling"),
    ("leader-moves", f"Jo Reed,director-of-childrens-services,Central Bedfordshire,2023-06,joint/letter.pdf,{thing('person', 'jo-reed-E06000056')}", "the same name elsewhere"),
    ("outstanding-practice", f"care-leavers,{CENTRAL},Care leavers say: “we are never on our own”.,7,30,2021/central.pdf", "a strength of an outstanding council"),
    ("earlier-inspections-missing", f"{BEDFORD},2012,,2022/report.pdf,other", "that of 2017 is in the graph"),
    ("conflicting-grades", f"{BEDFORD},overall-effectiveness,good,inadequate,overall-effectiveness: good,overall-effectiveness: inadequate,ilacs,2022-02-28,2022/report.pdf,news/story.html", "a report and a story, with both quotes"),
    ("conflicting-dates", f"{BEDFORD},end,2022-03-04,2022-03-05,Inspection dates: 28 February to 4 March 2022,were here 28 Feb - 5 March,ilacs,2022/report.pdf,news/story.html", "two ends, each with the document whose words have it"),
    ("grade-journeys", f"{BEDFORD},overall-effectiveness,2017 requires-improvement to 2022 good to 2022 inadequate,2", "documents that disagree both stand"),
    ("publication-delays", f"{BEDFORD},single-inspection,2017-02-16,2017-04-07,50", "the last days of February are counted"),
    ("longest-since-inspection", f"{BEDFORD},East of England,2022-02-28,2", "the newest full inspection"),
    ("ilacs-summary", "2021/central.pdf,80446,central bedfordshire,11/10/2021,15/10/2021,06/12/21,,outstanding,,,,outstanding", "dates and words as there"),
    ("grades-by-region", "East of England,2,1,1,0,1", "Bedford under both of its grades, but once in the sum"),
    ("uneven-grades", f"{BEDFORD},2022-02-28,leadership,outstanding,good,better,2022/report.pdf", "an area above the whole"),
    ("recommendations-next-report", f"{BEDFORD},health-and-wellbeing,2017-01-23,Ensure that health assessments are timely.,2022-02-28,1,0,0,1,0,2017/report.pdf", "the next full inspection, not the visit between"),
    ("council-changes", "2023-04-01,Cumbria,E10000006,Cumberland,E06000063", "one of the two that took over"),
    ("not-found", "pages/about.md,page,inspection,120", "it reports no inspection"),
    ("not-found", "pages/about.md,page,publication-date,120", "and says no date: a row each"),
    ("workforce-findings", f"2017/report.pdf,{BEDFORD},weakness,vacancies;turnover;agency,Turnover of social workers is high and vacancies are filled by agency staff.,10,22", "several topics"),
    ("doubtful-findings", 'first/visit.pdf,weakness,0.55,"Health assessments come late; some come too late, ""far too late"".",2', "below 0.6"),
]  # fmt: skip

#: Strings that have broken out of queries that paste text together.
HOSTILE = [
    ('"', "a quote"),
    ("'", "an apostrophe"),
    ("\\", "a backslash"),
    ('\\"', "an escaped quote"),
    ('"""', "the end of a long string"),
    ("'''", "the end of the other long string"),
    ('" . ?s ?p ?o . "', "triples"),
    ('" } UNION { ?s ?p ?o } #', "a group and a comment"),
    ("}", "a brace"),
    ("# all that follows", "a comment"),
    ("<http://example.org/>", "an IRI"),
    ("?__label", "the parameter itself"),
    ("a\nb\r\nc\td", "line breaks and a tab"),
    ("\\u0022", "an escape that some engines read before they find strings"),
    ("\\\\u0022", "and one with its backslash escaped"),
    ("\x00\x01\x1b[31m\x7f\x85", "control characters"),
    ("\u202ereversed\u2066", "text that turns its direction"),
    ("\ufffe\uffff\ufeff", "what is no character"),
    ("😀 e\u0301 ﬁ", "beyond the first plane, combining, a ligature"),
    ("", "nothing"),
    ("%22 &quot; ${x} {{x}}", "escapes of other languages"),
]


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The sample and the reference data, each in its named graphs."""
    store = ox.Store()
    store.load(path=str(SAMPLE), format=ox.RdfFormat.TRIG)
    for path in reference_files():
        store.load(
            path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(REFERENCE_GRAPH)
        )
    return Graph(store, None, "sample")


@pytest.fixture(scope="module")
def merged(graph: Graph) -> Graph:
    """The same triples in one graph: what somebody has who loaded the Turtle."""
    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in graph.store)
    return Graph(store, None, "merged")


def named(name: str) -> Query:
    return load(name, io.StringIO())


def answers(graph: Graph, name: str, /, **values: str) -> list[dict[str, str]]:
    data = write(run(graph, bind(named(name), values)), "csv")
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_a_name_is_that_of_one_query_in_one_folder() -> None:
    names = [query.name for query in library()]
    assert len(set(names)) == len(names) >= 40
    assert not list(queries_dir().glob("*.rq")), "a query stands in the folder of its theme"


@pytest.mark.parametrize("query", library(), ids=lambda query: query.name)
def test_each_query_of_the_library_says_what_it_answers(query: Query) -> None:
    assert query.summary and not query.summary.endswith(".")
    assert query.description
    assert query.tags


def test_the_standard_queries_have_the_columns_of_the_contract(graph: Graph) -> None:
    answered = {q.name: run(graph, q.text) for q in library() if "standard" in q.tags}
    assert {n: ",".join(a.columns) for n, a in answered.items() if isinstance(a, Table)} == STANDARD


@pytest.mark.parametrize("query", library(), ids=lambda query: query.name)
def test_each_query_is_sparql_for_any_engine_and_gives_the_same_rows(
    query: Query, graph: Graph, merged: Graph, rdflib_graph: Any
) -> None:
    ours = run(graph, query.text)
    assert run(merged, query.text) == ours, "a triple in two named graphs counts twice"
    theirs = rdflib_graph.query(query.text)
    if isinstance(ours, Triples):
        assert {f"{t}" for t in ours.triples} == {
            f"{s.n3()} {p.n3()} {o.n3()}" for s, p, o in theirs
        }
    else:
        assert isinstance(ours, Table)
        assert [list(map(text, row)) for row in theirs] == [
            list(map(text, row)) for row in ours.rows
        ]


@pytest.fixture(scope="module")
def rdflib_graph(merged: Graph) -> Any:
    import rdflib

    data = merged.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert data is not None
    return rdflib.Graph().parse(data, format="nt")


def text(cell: object) -> str:
    """A cell of either library as text; an empty string and no value are the same in a table."""
    return (
        "" if cell is None else str(getattr(cell, "value", cell) if isinstance(cell, OX) else cell)
    )


OX = (ox.NamedNode, ox.BlankNode, ox.Literal)


@pytest.mark.parametrize(("name", "row", "reason"), ROWS, ids=[f"{n}: {r}" for n, _, r in ROWS])
def test_rows(name: str, row: str, reason: str, graph: Graph) -> None:
    wanted = next(csv.reader([row]))
    found = [list(answer.values()) for answer in answers(graph, name)]
    assert found.count(wanted) == 1, f"{reason}: {found}"


COUNTS = [(name, n) for name, n in (
    ("documents", 9), ("inspections", 10), ("judgements", 11), ("inspectors", 7), ("leaders", 5),
    ("programmes", 2), ("findings", 11), ("previous-inspections", 2), ("organisations", 2),
    ("mentions", 11), ("claims-without-evidence", 0), ("claims-without-document", 0),
    ("inspections-without-council", 0), ("grades-outside-the-scheme", 0),
    ("quotes-that-differ", 0), ("findings-incomplete", 0), ("things-without-label", 0),
    ("people-without-claim", 0), ("conflicting-posts", 0), ("conflicting-inspectors", 0),
)]  # fmt: skip


@pytest.mark.parametrize(("name", "rows"), COUNTS)
def test_no_row_more(name: str, rows: int, graph: Graph) -> None:
    assert len(answers(graph, name)) == rows


@pytest.mark.parametrize(
    ("name", "values", "column", "kept"),
    [
        ("inspections", {"council": "Bedford"}, "gss", "E06000055"),
        ("inspections", {"council": "E06000056"}, "council", "Central Bedfordshire"),
        ("inspections", {"type": "ilacs"}, "type", "ilacs"),
        ("judgements", {"council": "Bedford Borough Council"}, "gss", "E06000055"),
        ("judgements", {"grade": "good"}, "grade", "good"),
        ("judgements", {"area": "leadership"}, "area", "leadership"),
        ("inspectors", {"role": "lead"}, "role", "lead"),
        ("inspectors", {"name": "BIRCH"}, "name", "Birch"),
        ("leaders", {"role": "chief-executive"}, "role", "chief-executive"),
        ("programmes", {"council": "Central Bedfordshire"}, "council", "Central Bedfordshire"),
        ("programmes", {"kind": "service"}, "kind", "service"),
        ("findings", {"council": "Cumbria"}, "council", "Cumbria"),
        ("findings", {"theme": "health-and-wellbeing"}, "themes", "health-and-wellbeing"),
        ("findings", {"theme": "children-in-care"}, "themes", "children-in-care"),
        ("findings", {"kind": "recommendation"}, "kind", "recommendation"),
        ("organisations", {"kind": "charity"}, "kind", "charity"),
        ("mentions", {"role": "mentioned"}, "role", "mentioned"),
        ("previous-inspections", {"council": "Bedford"}, "council", "Bedford"),
        ("trends", {"trend": "declining"}, "trend", "declining"),
        ("grade-changes", {"change": "better"}, "change", "better"),
        ("doubtful-findings", {"below": "0.56"}, "confidence", "0.55"),
        ("not-found", {"missing": "lead-inspector"}, "missing", "lead-inspector"),
        ("workforce-findings", {"topic": "agency"}, "topics", "agency"),
    ],
)
def test_a_parameter_keeps_what_it_names_and_all_of_that(
    name: str, values: dict[str, str], column: str, kept: str, graph: Graph
) -> None:
    def keeps(cell: str) -> bool:
        return kept in cell if column == "name" else kept in cell.split(";")

    expected = [row for row in answers(graph, name) if keeps(row[column])]
    assert expected
    assert answers(graph, name, **values) == expected


def test_a_council_of_today_has_the_history_of_those_it_took_over_from(graph: Graph) -> None:
    rows = answers(graph, "council-history", council="Cumberland")
    assert [row["council"] for row in rows] == ["Cumbria"]


def test_choices_are_the_tokens_of_the_concepts() -> None:
    schemes = {
        "grade": "grade", "area": "area", "type": "inspection-type", "theme": "theme",
        "trend": "trend",
    }  # fmt: skip
    of_query = {
        ("documents", "kind"): "document-kind",
        ("findings", "kind"): "finding-kind",
        ("workforce-findings", "kind"): "finding-kind",
        ("programmes", "kind"): "programme-kind",
        ("programmes-by-council", "kind"): "programme-kind",
        ("inspectors", "role"): "inspector-role",
        ("inspector-careers", "role"): "inspector-role",
        ("leaders", "role"): "post-role",
        ("leaders-at-judgement", "role"): "post-role",
        ("leaders-at-inspections", "role"): "post-role",
        ("leaders-by-council", "role"): "post-role",
        ("leader-network", "role"): "post-role",
        ("programme-spread", "kind"): "programme-kind",
        ("programmes-and-grades", "kind"): "programme-kind",
        ("programme-network", "kind"): "programme-kind",
        ("programmes-in-findings", "kind"): "finding-kind",
        ("mentions", "role"): "mention-role",
    }
    for query in library():
        for parameter in query.parameters:
            scheme = of_query.get((query.name, parameter.name), schemes.get(parameter.name))
            if scheme:
                assert set(parameter.choices) == set(concept_labels(scheme)), query.name


@pytest.mark.parametrize(
    ("name", "claim", "reason"),
    [
        ("claims-without-evidence", "<urn:x> a kg:Finding", "no evidence at all"),
        ("claims-without-evidence", "<urn:x> a kg:Post ; kg:evidence <urn:e> . <urn:e> a kg:Evidence", "evidence that ends nowhere"),
        ("claims-without-document", "<urn:x> a kg:Mention", "no document"),
        ("claims-without-document", "<urn:x> a kg:Mention ; kg:document <urn:d> . <urn:d> a kg:Document", "a document without a path"),
        ("inspections-without-council", "<urn:x> a kg:Inspection ; kg:council <urn:c>", "no council of the gazetteer"),
        ("grades-outside-the-scheme", "<urn:x> a kg:Judgement ; kg:area <https://w3id.org/inspection-kg/concept/area/leadership> ; kg:grade <urn:g>", "no grade of the scheme"),
        ("findings-incomplete", '<urn:x> a kg:Finding ; kg:text "Harbour works." ; kg:confidence 0.9', "neither kind nor theme"),
        ("things-without-label", "<urn:x> a kg:Programme", "a programme without a name"),
        ("people-without-claim", "<urn:x> a kg:Leader", "nobody says that she held a post"),
        ("quotes-that-differ", f"<urn:x> <{OA}hasTarget> <urn:t> . <urn:t> <{OA}hasSelector> <urn:s> . <urn:s> <{OA}start> 4 ; <{OA}end> 9 ; <{OA}exact> 'Harbour'", "seven characters, a range of five"),
    ],
)  # fmt: skip
def test_checks_find_what_is_wrong(name: str, claim: str, reason: str, graph: Graph) -> None:
    store = ox.Store()
    store.extend(graph.store)
    store.update(f"PREFIX kg: <https://w3id.org/inspection-kg/ontology#> INSERT DATA {{ {claim} }}")
    rows = answers(Graph(store, None, "broken"), name)
    assert [next(iter(row.values())) for row in rows] == ["urn:x"], reason


#: Two documents on one inspection, and words in each.
TWO = """
  <urn:i> a kg:Inspection ; kg:council <COUNCIL> ; kg:start "2024" ;
    kg:inspectionType <https://w3id.org/inspection-kg/concept/inspection-type/ilacs> .
  <urn:d1> a kg:Document ; kg:path "a.txt" ; kg:reports <urn:i> .
  <urn:d2> a kg:Document ; kg:path "b.txt" ; kg:reports <urn:i> .
  <urn:c1> a kg:CLASS ; kg:document <urn:d1> ; kg:name "NAME1" ; kg:evidence <urn:e1> ; REST .
  <urn:c2> a kg:CLASS ; kg:document <urn:d2> ; kg:name "NAME2" ; kg:evidence <urn:e2> ; REST .
  <urn:e1> oa:hasTarget <urn:t1> . <urn:t1> oa:hasSelector <urn:s1> . <urn:s1> oa:exact "NAME1" .
  <urn:e2> oa:hasTarget <urn:t2> . <urn:t2> oa:hasSelector <urn:s2> . <urn:s2> oa:exact "NAME2" .
"""
DIRECTOR = "org:organization <COUNCIL> ; org:role <https://w3id.org/inspection-kg/concept/post-role/director-of-childrens-services>"
LEAD = "kg:inspection <urn:i> ; prov:hadRole <https://w3id.org/inspection-kg/concept/inspector-role/lead>"


@pytest.mark.parametrize(
    ("name", "class_", "rest", "names", "row", "reason"),
    [
        ("conflicting-posts", "Post", DIRECTOR, ("Ida Frost", "Max Lund"), f"{BEDFORD},director-of-childrens-services,Ida Frost,Max Lund,Ida Frost,Max Lund,a.txt,b.txt", "two directors"),
        ("conflicting-posts", "Post", DIRECTOR, ("Ida Frost", "Ms Frost"), None, "one person, written in two ways"),
        ("conflicting-inspectors", "Association", LEAD, ("Ida Frost", "Max Lund"), f"{BEDFORD},Ida Frost,Max Lund,Ida Frost,Max Lund,ilacs,2024,a.txt,b.txt", "two who lead"),
        ("conflicting-inspectors", "Association", LEAD, ("Ida Frost", "I. FROST"), None, "one person, written in two ways"),
    ],
)  # fmt: skip
def test_conflicts_show_both_quotes(
    name: str,
    class_: str,
    rest: str,
    names: tuple[str, str],
    row: str | None,
    reason: str,
    graph: Graph,
) -> None:
    store = ox.Store()
    store.extend(graph.store)
    data = TWO.replace("CLASS", class_).replace("REST", rest)
    data = data.replace("COUNCIL", thing("council", "E06000055"))
    for number, written in enumerate(names, 1):
        data = data.replace(f"NAME{number}", written)
    store.update(
        "PREFIX kg: <https://w3id.org/inspection-kg/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>"
        "PREFIX org: <http://www.w3.org/ns/org#> PREFIX prov: <http://www.w3.org/ns/prov#>"
        f"INSERT DATA {{ {data} }}"
    )
    found = [",".join(one.values()) for one in answers(Graph(store, None, "conflict"), name)]
    assert found == ([row] if row else []), reason


#: A document, and words in it.
WORDS = """
  <urn:d> a kg:Document ; kg:path "d.txt" .
  <urn:e> a kg:Evidence ; kg:component "names" ; kg:confidence 0.7 ; oa:hasTarget <urn:t> .
  <urn:t> oa:hasSource <urn:d> ; oa:hasSelector <urn:s> .
  <urn:s> oa:start 4 ; oa:end 12 ; oa:exact "Harbour" .
"""


@pytest.mark.parametrize(
    ("name", "claim", "values", "row", "reason"),
    [
        ("doubtful-facts", "a kg:Mention", {}, "d.txt,urn:x,0.7,names,Harbour,", "below 1"),
        ("doubtful-facts", "a kg:Inspection", {"below": "0.71"}, "d.txt,urn:x,0.7,names,Harbour,", "below a bound; an inspection is a fact too"),
        ("doubtful-facts", "a kg:Mention", {"below": "0.7"}, None, "not below the bound"),
        ("doubtful-facts", "a kg:Finding", {}, None, "findings have a query of their own"),
        ("unresolved-mentions", 'a kg:UnresolvedMention ; kg:sought "council" ; kg:name "Harbour" ; kg:reason "may be A or B"', {}, "d.txt,council,Harbour,may be A or B,,4,12", "with its reason and place"),
        ("unresolved-mentions", "a kg:Mention", {}, None, "decided"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_listed(
    name: str, claim: str, values: dict[str, str], row: str | None, reason: str, graph: Graph
) -> None:
    store = ox.Store()
    store.extend(graph.store)
    prologue = "PREFIX kg: <https://w3id.org/inspection-kg/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>"
    store.update(
        f"{prologue} INSERT DATA {{ {WORDS} <urn:x> {claim} ; kg:document <urn:d> ; kg:evidence <urn:e> }}"
    )
    found = [",".join(one.values()) for one in answers(Graph(store, None, "doubt"), name, **values)]
    assert found == ([row] if row else []), reason


#: What `not-found` says of a document, beyond what a triple of each kind would take away.
LETTER = """
  <urn:d> a kg:Document ; kg:path "d.txt" ; kg:words 9 ; kg:reports <urn:i> ; kg:published "2024" ;
    kg:documentKind <https://w3id.org/inspection-kg/concept/document-kind/KIND> .
  <urn:i> a kg:Inspection ; kg:start "2024" ;
    kg:inspectionType <https://w3id.org/inspection-kg/concept/inspection-type/TYPE> .
  <urn:m> a kg:Mention ; kg:document <urn:d> ;
    kg:mentionRole <https://w3id.org/inspection-kg/concept/mention-role/subject> .
  <urn:f> a kg:Finding ; kg:document <urn:d> ;
    kg:findingKind <https://w3id.org/inspection-kg/concept/finding-kind/strength> .
"""


@pytest.mark.parametrize(
    ("kind", "type_", "missing", "reason"),
    [
        ("report", "ilacs", "inspectors judgements lead-inspector", "a report has all of them"),
        ("report", "area-send", "inspectors lead-inspector", "no grades in these"),
        ("letter", "joint-targeted-area", "inspectors", "signed by several: nobody leads"),
        ("letter", "other", "inspection-type inspectors", "of another kind"),
        ("news", "ilacs", "", "a story need not say any of it"),
    ],
)
def test_what_was_not_found_is_what_its_kind_should_have(
    kind: str, type_: str, missing: str, reason: str, graph: Graph
) -> None:
    store = ox.Store()
    store.extend(graph.store)
    data = LETTER.replace("KIND", kind).replace("TYPE", type_)
    store.update(f"PREFIX kg: <https://w3id.org/inspection-kg/ontology#> INSERT DATA {{ {data} }}")
    rows = answers(Graph(store, None, "gaps"), "not-found")
    found = [row["missing"] for row in rows if row["document"] == "d.txt"]
    assert found == missing.split(), reason


def test_constructs_give_what_they_promise(graph: Graph) -> None:
    council = run(graph, bind(named("council-graph"), {"council": "Cumbria"}))
    assert isinstance(council, Triples)
    about = {str(triple.subject) for triple in council.triples}
    assert f"<{thing('council', 'E10000006')}>" in about
    assert f"<{thing('council', 'E06000055')}>" not in about
    network = run(graph, bind(named("inspector-network"), {}))
    assert isinstance(network, Triples)
    assert any("wasAssociatedWith" in str(triple.predicate) for triple in network.triples)


# parameters


@pytest.mark.parametrize(
    ("sparql", "found", "reason"),
    [
        ("?_a", [("a", True, "literal")], "required"),
        ("?__a", [("a", False, "literal")], "optional"),
        ("$__a", [("a", False, "literal")], "the other spelling of a variable"),
        ("?_a_literal ?_b_iri ?_c_number ?_d_integer", [("a", True, "literal"), ("b", True, "iri"), ("c", True, "number"), ("d", True, "integer")], "types"),
        ("?_a_xsd_date", [("a", True, "xsd:date")], "a datatype with its prefix"),
        ("?_a_en", [("a", True, "@en")], "a language"),
        ("?__a ?_a", [("a", True, "literal")], "required once is required"),
        ("?a ?a_b ?a__b", [], "plain variables"),
        ("# ?_a", [], "in a comment"),
        ("'?_a' \"?_b\"", [], "in strings"),
        ("'''it's ?_a''' \"\"\"a \"quoted\" ?_b\"\"\" ?_c", [("c", True, "literal")], "in long strings"),
        ("'\\'?_a' ?_b", [("b", True, "literal")], "after an escaped quote"),
        ("<http://example.org/?_a#b> ?_c", [("c", True, "literal")], "in an IRI; # is no comment there"),
        ("?x<?_a && ?y>?_b", [("a", True, "literal"), ("b", True, "literal")], "comparisons without blanks are no IRI"),
        ("ex:it\\'s ?_a", [("a", True, "literal")], "an escaped apostrophe in a name begins no string"),
    ],
)  # fmt: skip
def test_parameters_are_the_variables_that_are_named_so(
    sparql: str, found: list[tuple[str, bool, str]], reason: str
) -> None:
    got = [(p.name, p.required, p.type) for p in parameters(sparql, "here")]
    assert got == found, reason


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT *\n{ ?s ?p ?_la_code }", "line 2: ?_la_code is no parameter"),
        ("{ ?s ?p ?___a }", "?___a is no parameter"),
        ("{ ?s ?p ?_a_b_c_d }", "?_a_b_c_d is no parameter"),
        ("{ ?_a_iri ?p ?_a_number }", "a is iri and number"),
    ],
)
def test_what_only_looks_like_a_parameter_is_an_error(sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        parameters(sparql, "here")


def query_of(sparql: str) -> Query:
    return load("-", io.StringIO(sparql))


@pytest.mark.parametrize(
    ("variable", "value", "written"),
    [
        ("?_x", 'a "b"', r'"a \"b\""'),
        ("?_x_iri", "http://example.org/a", "<http://example.org/a>"),
        ("?_x_iri", "<http://example.org/a>", "<http://example.org/a>"),
        ("?_x_integer", "-5", '"-5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("?_x_number", "5", '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("?_x_number", "0.5", '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("?_x_number", "1e3", '"1e3"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ("?_x_xsd_date", "2019-02-28", '"2019-02-28"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("?_x_xsd_gYearMonth", "2019-02", '"2019-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
        ("?_x_xsd_boolean", "true", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("?_x_en", "word", '"word"@en'),
        ("?_council_iri", "Bedford", f"<{thing('council', 'E06000055')}>"),
        ("?_council_iri", "822", f"<{thing('council', 'E06000055')}>"),
        ("?_council_iri", "https://example.org/my-council", "<https://example.org/my-council>"),
    ],
)  # fmt: skip
def test_values_become_terms(variable: str, value: str, written: str) -> None:
    query = query_of(f"SELECT * {{ ?s ?p {variable} }}")
    assert bind(query, {query.parameters[0].name: value}).split("?p ")[1].strip(" }") == written


def test_a_datatype_may_have_a_prefix_of_the_query() -> None:
    query = query_of("PREFIX mine: <urn:mine:> SELECT * { ?s ?p ?_x_mine_size }")
    assert '"5"^^<urn:mine:size>' in bind(query, {"x": "5"})


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("?_x_iri", "no iri", "x='no iri' is no iri, such as https://example.org/thing"),
        ("?_x_iri", "http://example.org/> <b", "is no iri"),
        ("?_x_integer", "1.5", "is no integer, such as 12"),
        ("?_x_integer", "1 } #", "is no integer"),
        ("?_x_number", "NaN", "is no number"),
        ("?_x_xsd_date", "2019-02-30", "is no xsd:date, such as 2019-02-28"),
        ("?_x_xsd_date", "20190228", "is no xsd:date"),
        ("?_x_xsd_gYear", "19", "is no xsd:gYear"),
        ("?_x", "\ud800", "is no literal"),
        ("?_x_nope_date", "1", "the prefix nope: is not declared"),
        ("?_council_iri", "Bedfrod", "'Bedfrod' is no council; the nearest: Bedford"),
    ],
)
def test_bad_values_are_refused(variable: str, value: str, message: str) -> None:
    query = query_of(f"SELECT * {{ ?s ?p {variable} }}")
    with pytest.raises(UsageError, match=re.escape(message)):
        bind(query, {query.parameters[0].name: value})


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("findings", {"themes": "x"}, "findings has no parameter 'themes'; it has: "),
        ("inspector-workload", {"x": "y"}, "it has none"),
        ("council-graph", {}, "council-graph needs a value for 'council'; it has: council"),
        ("findings", {"theme": "workfroce"}, "theme='workfroce' is none of its choices; did you mean workforce?"),
        ("judgements", {"grade": "!"}, "one of: outstanding, good"),
    ],
)  # fmt: skip
def test_parameters_that_do_not_fit_are_named(
    name: str, values: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        bind(named(name), values)
    assert message in str(caught.value)


def labels(strings: list[str]) -> Graph:
    store = ox.Store()
    for number, string in enumerate(strings):
        store.add(
            ox.Quad(ox.NamedNode(f"urn:{number}"), ox.NamedNode("urn:label"), ox.Literal(string))
        )
    return Graph(store, None, "labels")


BY_LABEL = query_of("SELECT ?s { ?s <urn:label> ?__label }")
BY_FILTER = query_of("SELECT ?s { ?s <urn:label> ?x FILTER(?x = COALESCE(?__label, ?x)) }")


def found(graph: Graph, query: Query, value: str) -> list[str]:
    answer = run(graph, bind(query, {"label": value}))
    assert isinstance(answer, Table)
    return sorted(text(row[0]) for row in answer.rows)


@pytest.mark.parametrize("value", [s for s, _ in HOSTILE], ids=[r for _, r in HOSTILE])
def test_a_value_never_leaves_its_place(value: str) -> None:
    strings = [string for string, _ in HOSTILE]
    everywhere = labels(strings)
    expected = [f"urn:{strings.index(value)}"]
    assert found(everywhere, BY_LABEL, value) == expected
    assert found(everywhere, BY_FILTER, value) == expected


@given(st.text(), st.text())
def test_any_text_finds_itself_and_nothing_else(value: str, other: str) -> None:
    graph = labels([value, other])
    expected = ["urn:0", "urn:1"] if value == other else ["urn:0"]
    assert found(graph, BY_LABEL, value) == found(graph, BY_FILTER, value) == expected


@pytest.mark.parametrize("value", [s for s, _ in HOSTILE], ids=[r for _, r in HOSTILE])
def test_hostile_values_in_the_library(value: str, graph: Graph) -> None:
    everything = answers(graph, "inspectors")
    kept = [row for row in everything if value.lower() in row["name"].lower()]
    assert answers(graph, "inspectors", name=value) == kept


def test_escapes_that_engines_read_differently_are_refused() -> None:
    query = query_of(r'SELECT * { ?s ?_x "\u0022" }')
    with pytest.raises(QueryError, match="write the character itself instead of"):
        put(query.text, {"_x": ox.Literal("a")}, "here")


# headers and files


@pytest.mark.parametrize(
    ("header", "message", "reason"),
    [
        ("#+ summary: [", "line 1: bad header", "no YAML"),
        ("\n\n#+ summary: a\n#+  tags: b", "line 4: bad header", "the line is that of the file"),
        ("#+ just words", "write keys and values", "no mapping"),
        ("#+ tags: history", "tags is no list", "a word for a list"),
        ("#+ summary: true", 'summary: write "True" in quotes', "YAML makes a truth of it"),
        ("#+ defaults: 3", "defaults is no list", "no list"),
        ("#+ defaults:\n#+   - grade: good", "'grade', which is no parameter", "an unknown name"),
        ("#+ enumerate:\n#+   - x: a", "enumerate is no list", "a word for a list"),
        ("#+ enumerate:\n#+   - x: [no]", 'write "False" in quotes', "YAML makes a truth of no"),
        (
            "#+ summary: !!python/object/apply:os.getcwd []",
            "bad header",
            "YAML that builds objects",
        ),
    ],
)
def test_bad_headers_name_the_file_and_the_line(
    header: str, message: str, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "bad.rq"
    path.write_text(f"{header}\nSELECT * {{ ?s ?p ?__x }}", encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        load(str(path), io.StringIO())
    assert str(caught.value).startswith(str(path)) and message in str(caught.value), reason


#: The grammar of a parameter, as grlc 1.3 has it.
GRLC = re.compile(
    r"\?(?P<need>_{1,2})(?P<name>[a-zA-Z0-9]+)(_(?P<type>iri|number|literal|integer))?"
    r"(_(?P<prefix>[a-zA-Z0-9]+)_(?P<datatype>[a-zA-Z0-9]+))?(_(?P<lang>[a-zA-Z0-9]+))?"
)


@pytest.mark.parametrize("query", library(), ids=lambda query: query.name)
def test_grlc_reads_each_header_as_kg_does(query: Query) -> None:
    lines = query.text.split("\n")
    header = yaml.safe_load("\n".join(one.lstrip("#+") for one in lines if one.startswith("#+")))
    body = "\n".join(one for one in lines if not one.startswith("#+"))
    assert (header["summary"], tuple(header["tags"])) == (query.summary, query.tags)
    found = {match["name"]: match for match in GRLC.finditer(body)}
    defaults = {name: value for one in header.get("defaults", []) for name, value in one.items()}
    choices = {name: value for one in header.get("enumerate", []) for name, value in one.items()}
    assert list(found) == [parameter.name for parameter in query.parameters]
    for parameter in query.parameters:
        match = found[parameter.name]
        typed = f"{match['prefix']}:{match['datatype']}" if match["prefix"] else None
        assert parameter.type == (match["type"] or typed or match["lang"] or "literal")
        assert parameter.required == (match["need"] == "_")
        assert parameter.default == (
            str(defaults[parameter.name]) if parameter.name in defaults else None
        )
        assert parameter.choices == tuple(map(str, choices.get(parameter.name, ())))


def test_a_header_as_grlc_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(
        "#+ summary: Mine\n#+ endpoint: http://localhost/\n#+ pagination: 100\n#+ tags:\n"
        "#+   - a\n#+ defaults:\n#+   - since: 2018-01-01\n#+   - n: 5\n#+ enumerate:\n"
        "#+   - grade:\n#+     - good\n#+     - bad\n"
        " #+ not: a header line\n"
        "SELECT * { ?s ?p ?_since_xsd_date, ?_n_integer, ?__grade }",
        encoding="utf-8",
    )
    query = load(str(path), io.StringIO())
    assert (query.name, query.summary, query.tags) == ("mine", "Mine", ("a",))
    since, n, grade = query.parameters
    assert (since.default, n.default, grade.choices) == ("2018-01-01", "5", ("good", "bad"))
    bound = bind(query, {})
    assert '"2018-01-01"^^' in bound and '"5"^^' in bound and "?__grade" in bound


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("finding", "no query is called 'finding'; did you mean findings"),
        ("nowhere.rq", "nowhere.rq: no such query file"),
        ("zzzz", "kg query --list shows them all"),
    ],
)
def test_queries_that_do_not_exist(name: str, message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        named(name)


def test_queries_come_from_the_library_a_file_and_standard_input() -> None:
    assert named("findings").path == queries_dir() / "standard" / "findings.rq"
    by_path = load(str(queries_dir() / "standard" / "findings.rq"), io.StringIO())
    assert by_path == replace(named("findings"), ours=False), "a file may be anybody's"
    assert load("-", io.StringIO("ASK {}")).path is None


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "binary.rq"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QueryError, match="can't be read as UTF-8 text"):
        load(str(path), io.StringIO())


@pytest.mark.parametrize(
    ("sparql", "message"),
    [("SELECT", "the query is malformed"), ("SELECT ?x { ?x }", "the query is malformed")],
)
def test_malformed_queries_are_one_line(sparql: str, message: str, graph: Graph) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        run(graph, sparql)
    assert "\n" not in str(caught.value)


def test_a_closed_graph_says_so() -> None:
    closed = Graph(ox.Store(), None, "gone")
    closed.close()
    with pytest.raises(StoreError, match="gone: the graph is closed"):
        run(closed, "ASK {}")


# formats

CELLS = Table(
    ("value", "nothing"),
    tuple((ox.Literal(string), None) for string, _ in HOSTILE if string),
)


def test_csv_is_raw_and_reads_back() -> None:
    data = write(CELLS, "csv")
    assert data.startswith(b"value,nothing\r\n")
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))[1:]
    assert rows == [[string, ""] for string, _ in HOSTILE if string]


def test_csv_json_and_xml_are_those_of_pyoxigraph(graph: Graph) -> None:
    sparql = "SELECT ?s ?o ?none { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 400"
    ours = run(graph, sparql)
    formats = {"csv": ox.QueryResultsFormat.CSV, "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}  # fmt: skip
    for form, kind in formats.items():
        expected = graph.query(sparql)
        assert isinstance(expected, ox.QuerySolutions)
        reference = expected.serialize(format=kind)
        assert reference is not None
        assert list(parsed(write(ours, form), form)) == list(parsed(reference, form)), form


def parsed(data: bytes, form: str) -> Iterator[object]:
    if form == "json":
        yield json.loads(data)
    elif form == "xml":
        yield from (
            (node.tag, dict(node.attrib), (node.text or "").strip())
            for node in ET.fromstring(data).iter()
        )
    elif form == "csv":
        yield from csv.reader(io.StringIO(data.decode(), newline=""))
    else:
        solutions = ox.parse_query_results(data, format=ox.QueryResultsFormat.TSV)
        assert isinstance(solutions, ox.QuerySolutions)
        yield from (tuple(map(str, solution)) for solution in solutions)


TABLES = [form for form in FORMATS if form not in {"ttl", "nt", "jsonld"}]


@pytest.mark.parametrize("form", TABLES)
def test_every_table_format_takes_every_answer(form: str) -> None:
    for answer in (CELLS, Table(("x",), ()), True, False):
        data = write(answer, form)
        assert zipfile.is_zipfile(io.BytesIO(data)) if form == "xlsx" else data.decode("utf-8")
    if form == "xml":
        ET.fromstring(write(CELLS, form))
    if form == "json":
        assert json.loads(write(True, form)) == {"head": {}, "boolean": True}


def test_formats_that_do_not_fit_are_named() -> None:
    with pytest.raises(UsageError, match="no format is called 'pdf'; use one of: table, csv"):
        write(CELLS, "pdf")
    with pytest.raises(UsageError, match="the answer is a table, which ttl can't hold"):
        write(CELLS, "ttl")
    with pytest.raises(
        UsageError, match="the answer is a graph, which csv can't hold; use one of: ttl, nt"
    ):
        write(Triples(frozenset()), "csv")


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld"])
def test_every_graph_format_holds_the_graph(form: str) -> None:
    triple = ox.Triple(
        ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("\x1b", language="en")
    )
    kinds = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    data = write(Triples(frozenset({triple})), form)
    assert [quad.triple for quad in ox.parse(data, kinds[form])] == [triple]


@pytest.mark.parametrize("width", ["20", "60", "80", "100", "200"])
def test_tables_fit_the_terminal(width: str, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for name in STANDARD:
        lines = write(run(graph, bind(named(name), {})), "table").decode().splitlines()
        assert max(map(len, lines)) <= max(int(width), 28), name


def test_nothing_that_is_shown_moves_the_terminal() -> None:
    for form in ("table", "md", "html"):
        shown = write(CELLS, form).decode()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown), form
    assert printable("a\r\nb\x1b]8;;x\x07c") == "a b]8;;xc"


def test_html_and_markdown_hold_values_as_text() -> None:
    hostile = Table(("x",), ((ox.Literal("<script>alert(1)</script> | [a](javascript:b)"),),))
    page = write(hostile, "html").decode()
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    line = write(hostile, "md").decode().splitlines()[2]
    assert line == r"| \<script\>alert(1)\</script\> \| \[a\](javascript:b) |"
