"""The folder `queries`: the rows of each query on the sample, in any engine."""

from __future__ import annotations

import csv
import io
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.query.answer import Table, Triples
from kg.query.library import Query, bind, library
from kg.query.result_formats import write
from kg.query.run import run
from kg.rdf.iris import thing
from kg.reference_data import concept_labels
from kg.resources import queries_dir
from kg.store.graph import Graph
from queries import HOSTILE, STANDARD, named, text

BEDFORD, CENTRAL = "Bedford,E06000055", "Central Bedfordshire,E06000056"


#: Rows that an answer must hold: query, row, reason.
ROWS = [
    ("documents", f"first/visit.pdf,Focused visit to Bedford Borough,letter,2019-02-28,4,900,{'a000000000000001' * 4}", "the same bytes in two places: the first path in order, once"),
    ("documents", f"pages/about.md,About us,page,,,120,{'a000000000000006' * 4}", "no pages and no date: empty cells"),
    ("documents", f"news/story.html,,news,2022-04-20,,420,{'a000000000000005' * 4}", "no title"),
    ("inspections", f"2017/report.pdf,{BEDFORD},single-inspection,2017-01-23,2017-02-16,2017-04-07,Tom Birch;Una Vale,requires-improvement,,,,,,,single-inspection-2013", "two who lead stand in one cell"),
    ("inspections", f"2022/report.pdf,{BEDFORD},ilacs,2022-02-28,2022-03-05,2022-04-19,Una Vale,good,,,,,requires-improvement,stated,ilacs-2018", "another document gives another end: the last, and still one row"),
    ("inspections", f"joint/letter.pdf,{CENTRAL},joint-targeted-area,2023-05-15,2023-05-19,2023-06,,,,,,,outstanding,graph,", "a row for each council; dates as coarse as stated"),
    ("inspections", f"2020/monitoring.txt,{CENTRAL},monitoring-visit,,,,,,3,2020-11,care leavers,,,,", "no date; the third, and the next is announced"),
    ("inspections", "pages/about.md,,,,,,,,,,,,,,,", "a document about no inspection"),
    ("judgements", f"2022/report.pdf,{BEDFORD},2022-04-19,leadership,outstanding,East of England,ilacs,2022-02-28", "a grade, and when the inspection began"),
    ("judgements", f"news/story.html,{BEDFORD},2022-04-19,overall-effectiveness,inadequate,East of England,ilacs,2022-02-28", "a document's own grade, though another contradicts it"),
    ("inspectors", f'first/visit.pdf,"Tom ""Tim"" Birch",team,{BEDFORD}', "the name as this document writes it"),
    ("inspectors", "joint/letter.pdf,Ada Moss,signatory,Bedford;Central Bedfordshire,E06000055;E06000056", "one row a person, though there are two councils"),
    ("leaders", "first/visit.pdf,,chief-executive,Bedford,2016", "a holder without a name; a year alone"),
    ("leaders", "joint/letter.pdf,Sam Holt,other:Chief Constable,the police,", "a post of no token, at a body without a node"),
    ("leaders", "first/visit.pdf,Jo Reed,director-of-childrens-services,Bedford,2014-09", "the label of the organisation, not its words"),
    ("programmes", '2021/central.pdf,harbour families,service,Central Bedfordshire,A “harbour families” team helps early; it is \\ no line end.', "the name and the sentence of the document"),
    ("findings", f'first/visit.pdf,{BEDFORD},strength,workforce;quality-assurance-and-performance;supervision-and-management-oversight,improving,"Caseloads are low, and supervision is regular and reflective.",216,277,2,3,Main findings,0.93,,,East of England,focused-visit,2019-02-05', "the main theme first, the others by their tokens"),
    ("findings", f"joint/letter.pdf,{BEDFORD},weakness,partnership-working;missing-and-exploitation,,Partners share information too slowly when children go missing.,170,233,3,,Main findings,0.93,,,East of England,joint-targeted-area,2023-05-15", "no trend and no paragraph"),
    ("findings", f"joint/letter.pdf,{CENTRAL},weakness,partnership-working;missing-and-exploitation,,Partners share information too slowly when children go missing.,170,233,3,,Main findings,0.93,,,East of England,joint-targeted-area,2023-05-15", "a row for each council"),
    ("previous-inspections", "2022/report.pdf,Bedford,2017-02,requires-improvement,", "a month; no type"),
    ("previous-inspections", "2022/report.pdf,Bedford,2012,,other", "a year; no grade"),
    ("organisations", "pages/about.md,Riverside Children's Trust,charity", "the label, where the mention has no name of its own"),
    ("responses", f"news/story.html,{BEDFORD},council,Jo Reed,the council,\"We are sorry, and social workers' caseloads are down now.\",91,148,1", "who says it, and where"),
    ("mentions", f"first/visit.pdf,{CENTRAL},mentioned,1", "named, not its subject"),
    ("council-history", "Cumbria,E10000006,2015-03-03,2015-05-11,single-inspection,overall-effectiveness,inadequate,2015/cumbria.pdf", "of a council that is no more"),
    ("grade-changes", f"{BEDFORD},overall-effectiveness,2017-01-23,requires-improvement,2022-02-28,good,better,,2017/report.pdf,2022/report.pdf;news/story.html", "the visit between them gave no grade"),
    ("recurring-weaknesses", f"{BEDFORD},health-and-wellbeing,2,2,2017-01-23,2019-02-05,0", "in two inspections"),
    ("recommendations", f'2017/report.pdf,{BEDFORD},2017-01-23,Ensure that health assessments are timely.,,raised-again,first/visit.pdf,2019-02-05,"Health assessments come late; some come too late, ""far too late"".",health-and-wellbeing,single-inspection,focused-visit,weakness,raised-again,0.84,https://w3id.org/inspection-kg/id/finding/a000000000000002/x-303-345,https://w3id.org/inspection-kg/id/finding/a000000000000001/p4-278-343,303,278', "what a later visit says of it"),
    ("inspection-intervals", f"{BEDFORD},2019-02-05,focused-visit,2022-02-28,ilacs,36,", "February to February"),
    ("leaders-at-judgement", f"{BEDFORD},2017-04-07,requires-improvement,lscb-chair,,2015-01,2017/report.pdf,2017-01-23,24", "a holder without a name"),
    ("leaders-at-inspections", f"{BEDFORD},focused-visit,2019-02-05,chief-executive,Chief Executive,,2016,first/visit.pdf", "who the letter of the visit says held the post"),
    ("inspections-that-follow", f"{BEDFORD},2022-02-28,ilacs,2017-01-23,single-inspection,the inspection in 2017-02,2022/report.pdf,0.9", "by its date, with the words"),
    ("inspector-careers", f"Tom Birch,2019-02-05,{BEDFORD},focused-visit,team,first/visit.pdf", "one person, whatever the spelling"),
    ("leader-moves", f"Jo Reed,director-of-childrens-services,Central Bedfordshire,2023-06,joint/letter.pdf,{thing('person', 'jo-reed-E06000056')},2023-06", "the same name elsewhere"),
    ("outstanding-practice", f"care-leavers,{CENTRAL},Care leavers say: “we are never on our own”.,7,30,2021/central.pdf,outstanding,0.93,1", "a strength of an outstanding council"),
    ("earlier-inspections-missing", f"{BEDFORD},2012,,2022/report.pdf,other", "that of 2017 is in the graph"),
    ("conflicting-grades", f"{BEDFORD},overall-effectiveness,good,inadequate,overall-effectiveness: good,overall-effectiveness: inadequate,ilacs,2022-02-28,2022/report.pdf,news/story.html", "a report and a story, with both quotes"),
    ("conflicting-dates", f"{BEDFORD},end,2022-03-04,2022-03-05,Inspection dates: 28 February to 4 March 2022,were here 28 Feb - 5 March,ilacs,2022/report.pdf,news/story.html", "two ends, each with the document whose words have it"),
    ("grade-journeys", f"{BEDFORD},overall-effectiveness,2017 requires-improvement to 2022 good to 2022 inadequate,2,0,2017/report.pdf;2022/report.pdf;news/story.html", "documents that disagree both stand"),
    ("publication-delays", f"{BEDFORD},single-inspection,2017-02-16,2017-04-07,50,2017/report.pdf", "the last days of February are counted"),
    ("longest-since-inspection", f"{BEDFORD},East of England,2022-02-28,2,0,,2023-06-01,16,,,,2017/report.pdf;2022/report.pdf;news/story.html", "the newest full inspection; documents disagree on its grade"),
    ("inspections-by-year", "2022,1,1,0,1,0,0,0,0,0,2022/report.pdf;news/story.html", "two documents, one inspection"),
    ("inspections-by-year", ",1,1,0,0,0,1,0,0,0,2020/monitoring.txt", "no date: a row without a year"),
    ("inspections-counted", f"2019,focused-visit,{BEDFORD},East of England,unitary,2019-02-05,2019-02-28,,,requires-improvement,graph,first/visit.pdf;second/visit.pdf", "the same bytes in two places: one visit"),
    ("inspections-counted", f"2022,ilacs,{BEDFORD},East of England,unitary,2022-02-28,2022-04-19,good;inadequate,,requires-improvement,stated,2022/report.pdf;news/story.html", "documents that disagree: both grades in one row"),
    ("inspections-by-grade-held", "joint-targeted-area,2,1,0,0,0,0,1,joint/letter.pdf", "an inspection of two councils counts for each"),
    ("focused-visits-by-focus", "not-stated,1,0,0,1,0,0,0,first/visit.pdf;second/visit.pdf", "a visit whose letter names no focus"),
    ("days-to-publication", "ilacs,2,45,48,52,0,2021/central.pdf;2022/report.pdf;news/story.html", "documents give two ends of one inspection: three pairs of days"),
    ("days-to-publication", "joint-targeted-area,0,,,,1,", "published in a month: no number of days"),
    ("full-inspection-intervals", f"{BEDFORD},East of England,2017-01-23,requires-improvement,2022-02-28,61,2017/report.pdf,2022/report.pdf;news/story.html,", "the visit between them is no full inspection"),
    ("intervals-by-grade", "requires-improvement,1,61,61,61,2017/report.pdf,2022/report.pdf;news/story.html", "one pair"),
    ("grade-transitions", "requires-improvement,2,0,1,0,1,2022/report.pdf;news/story.html", "documents disagree on the later grade: both count"),
    ("grades-by-council-kind", "unitary,2,1,1,0,1,0,2021/central.pdf;2022/report.pdf;news/story.html", "Bedford under both of its grades"),
    ("ilacs-summary", "2021/central.pdf,80446,central bedfordshire,11/10/2021,15/10/2021,06/12/21,,outstanding,,,,outstanding", "dates and words as there"),
    ("grades-by-region", "East of England,2,1,1,0,1,0,2021/central.pdf;2022/report.pdf;news/story.html", "Bedford under both of its grades, but once in the sum"),
    ("uneven-grades", f"{BEDFORD},2022-02-28,leadership,outstanding,good,better,2022/report.pdf", "an area above the whole"),
    ("council-changes", "2023-04-01,Cumbria,E10000006,Cumberland,E06000063", "one of the two that took over"),
    ("not-found", "pages/about.md,page,inspection,120,", "it reports no inspection"),
    ("not-found", "pages/about.md,page,publication-date,120,", "and says no date: a row each"),
    ("workforce-findings", f"2017/report.pdf,{BEDFORD},weakness,vacancies;turnover;agency,Turnover of social workers is high and vacancies are filled by agency staff.,10,22", "several topics"),
    ("doubtful-findings", 'first/visit.pdf,weakness,0.55,"Health assessments come late; some come too late, ""far too late"".",2', "below 0.6"),
]  # fmt: skip


@pytest.fixture(scope="module")
def merged(graph: Graph) -> Graph:
    """The same triples in one graph: what somebody has who loaded the Turtle."""
    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in graph.store)
    return Graph(store, None, "merged")


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


@pytest.mark.parametrize(("name", "row", "reason"), ROWS, ids=[f"{n}: {r}" for n, _, r in ROWS])
def test_rows(name: str, row: str, reason: str, graph: Graph) -> None:
    wanted = next(csv.reader([row]))
    found = [list(answer.values()) for answer in answers(graph, name)]
    assert found.count(wanted) == 1, f"{reason}: {found}"


COUNTS = [(name, n) for name, n in (
    ("documents", 9), ("inspections", 10), ("judgements", 11), ("inspectors", 7), ("leaders", 5),
    ("programmes", 2), ("findings", 11), ("previous-inspections", 2), ("organisations", 2),
    ("mentions", 11), ("responses", 1), ("claims-without-evidence", 0), ("claims-without-document", 0),
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
        ("responses", {"council": "Bedford"}, "gss", "E06000055"),
        ("responses", {"by": "council"}, "by", "council"),
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


def either(name: str) -> list[str]:
    """The names of the parameters of a query that may have several values."""
    return [parameter.name for parameter in named(name).parameters if parameter.several]


#: Queries in which a council is a place to start from, so that it is one.
ONE_COUNCIL = {"council-history", "neighbours-strengths", "neighbours-themes"}
#: Where a region is a row, not a council.
REGIONS_ONLY = {"councils-without-documents", "longest-since-inspection", "weaknesses-by-region"}


def test_wherever_a_council_can_be_given_so_can_several_and_a_region() -> None:
    for query in library():
        takes = {parameter.name for parameter in query.parameters}
        if "council" in takes and query.name not in ONE_COUNCIL:
            assert {"council", "region"} <= set(either(query.name)), query.name
        elif "region" in takes:
            assert query.name in REGIONS_ONLY and "region" in either(query.name)


@pytest.mark.parametrize(
    "query", [q for q in library() if "council" in either(q.name)], ids=lambda query: query.name
)
def test_two_councils_or_their_region_give_what_each_gives(query: Query, graph: Graph) -> None:
    def rows(**values: Any) -> set[str]:
        answer = run(graph, bind(query, values))
        assert isinstance(answer, Table | Triples)
        return set(map(str, answer.triples if isinstance(answer, Triples) else answer.rows))

    one, other = rows(council="E06000055"), rows(council="E06000056")
    both = rows(council=["E06000055", "E06000056"])
    assert both == one | other
    assert rows(region="East of England") >= both
    assert rows(region="London", council="Camden") == rows(council="Camden")


def test_a_council_outside_the_region_is_refused() -> None:
    with pytest.raises(UsageError, match="No council that was given is in London"):
        bind(named("judgements"), {"council": "Bedford", "region": "London"})
    with pytest.raises(UsageError, match="council-history takes one value for 'council' only"):
        bind(named("council-history"), {"council": ["Bedford", "Luton"]})


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
    left_out = {("inspector-careers", "role"): {"other"}}
    for query in library():
        for parameter in query.parameters:
            scheme = of_query.get((query.name, parameter.name), schemes.get(parameter.name))
            if scheme:
                choices = set(parameter.choices) - (
                    {"not-reported"} if scheme == "grade" else set()
                )
                less = left_out.get((query.name, parameter.name), set())
                assert choices == set(concept_labels(scheme)) - less, query.name


@pytest.mark.parametrize(
    ("name", "claim", "reason"),
    [
        ("claims-without-evidence", "<urn:x> a kg:Finding", "no evidence at all"),
        ("claims-without-evidence", "<urn:x> a kg:Tenure ; kg:evidence <urn:e> . <urn:e> a kg:Evidence", "evidence that ends nowhere"),
        ("claims-without-document", "<urn:x> a kg:Mention", "no document"),
        ("claims-without-document", "<urn:x> a kg:Mention ; kg:document <urn:d> . <urn:d> a kg:Document", "a document without a path"),
        ("inspections-without-council", "<urn:x> a kg:Inspection ; kg:council <urn:c>", "no council of the gazetteer"),
        ("grades-outside-the-scheme", "<urn:x> a kg:Judgement ; kg:area <https://w3id.org/inspection-kg/concept/area/leadership> ; kg:grade <urn:g>", "no grade of the scheme"),
        ("findings-incomplete", '<urn:x> a kg:Finding ; kg:text "Harbour works." ; kg:confidence 0.9', "neither kind nor theme"),
        ("things-without-label", "<urn:x> a kg:Programme", "a programme without a name"),
        ("people-without-claim", "<urn:x> a kg:Leader", "nobody says that she held a post"),
        ("quotes-that-differ", "<urn:x> kg:startOffset 4 ; kg:endOffset 9 ; kg:text 'Harbour'", "seven characters, a range of five"),
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
  <urn:e1> kg:text "NAME1" .
  <urn:e2> kg:text "NAME2" .
"""


DIRECTOR = "org:organization <COUNCIL> ; org:role <https://w3id.org/inspection-kg/concept/post-role/director-of-childrens-services>"


LEAD = "kg:inspection <urn:i> ; prov:hadRole <https://w3id.org/inspection-kg/concept/inspector-role/lead>"


@pytest.mark.parametrize(
    ("name", "class_", "rest", "names", "row", "reason"),
    [
        ("conflicting-posts", "Tenure", DIRECTOR, ("Ida Frost", "Max Lund"), f"{BEDFORD},director-of-childrens-services,Ida Frost,Max Lund,Ida Frost,Max Lund,a.txt,b.txt", "two directors"),
        ("conflicting-posts", "Tenure", DIRECTOR, ("Ida Frost", "Ms Frost"), None, "one person, written in two ways"),
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
        "PREFIX kg: <https://w3id.org/inspection-kg/ontology#> "
        "PREFIX org: <http://www.w3.org/ns/org#> PREFIX prov: <http://www.w3.org/ns/prov#>"
        f"INSERT DATA {{ {data} }}"
    )
    found = [",".join(one.values()) for one in answers(Graph(store, None, "conflict"), name)]
    assert found == ([row] if row else []), reason


#: A document, and words in it.
WORDS = """
  <urn:d> a kg:Document ; kg:path "d.txt" .
  <urn:e> a kg:Evidence ; kg:component "names" ; kg:confidence 0.7 ; kg:document <urn:d> ;
    kg:startOffset 4 ; kg:endOffset 12 ; kg:text "Harbour" .
"""


@pytest.mark.parametrize(
    ("name", "claim", "values", "row", "reason"),
    [
        ("doubtful-facts", "a kg:Mention", {}, "d.txt,urn:x,0.7,names,Harbour,,Mention,,1", "below 1"),
        ("doubtful-facts", "a kg:Inspection", {"below": "0.71"}, "d.txt,urn:x,0.7,names,Harbour,,Inspection,,1", "below a bound; an inspection is a fact too"),
        ("doubtful-facts", "a kg:FollowUp", {}, "d.txt,urn:x,0.7,names,Harbour,,FollowUp,,1", "a follow-up is a fact too"),
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
    prologue = "PREFIX kg: <https://w3id.org/inspection-kg/ontology#>"
    store.update(
        f"{prologue} INSERT DATA {{ {WORDS} <urn:x> {claim} ; kg:document <urn:d> ; kg:evidence <urn:e> }}"
    )
    before = [",".join(one.values()) for one in answers(graph, name, **values)]
    found = [",".join(one.values()) for one in answers(Graph(store, None, "doubt"), name, **values)]
    assert sorted(found) == sorted([*before, *([row] if row else [])]), reason


#: What `not-found` says of a document, beyond what a triple of each kind would take away.
LETTER = """
  <urn:d> a kg:Document ; kg:path "d.txt" ; kg:wordCount 9 ; kg:reports <urn:i> ; kg:published "2024" ;
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


@pytest.mark.parametrize("value", [s for s, _ in HOSTILE], ids=[r for _, r in HOSTILE])
def test_hostile_values_in_the_library(value: str, graph: Graph) -> None:
    everything = answers(graph, "inspectors")
    kept = [row for row in everything if value.lower() in row["name"].lower()]
    assert answers(graph, "inspectors", name=value) == kept
