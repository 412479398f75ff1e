"""What queries say of inspections that the sample lacks: each case with its reason, in each engine."""

from __future__ import annotations

import time

import pyoxigraph as ox
import pytest

from kg.query.answer import Triples
from kg.query.run import run
from kg.store.graph import Graph
from made_up import HEAD, answers, finding, inspection, reference, with_links
from queries import named

OLD = "overall-effectiveness=good help-and-protection=good in-care-and-care-leavers=good leadership=good"
NEW = "help-and-protection=good in-care=outstanding care-leavers=outstanding leadership=outstanding"
BEST = "help-and-protection=outstanding in-care=outstanding care-leavers=outstanding leadership=outstanding"

BEDFORD, MILTON, LUTON = "E06000055", "E06000042", "E06000032"

#: Bedford under two frameworks, and a council whose four areas are outstanding.
FRAMEWORKS = "".join(
    (
        inspection("old", BEDFORD, "ilacs", "2021-06-07", OLD),
        inspection("new", BEDFORD, "ilacs", "2026-05-11", NEW),
        inspection("best", MILTON, "ilacs", "2026-06-08", BEST),
        finding("a", "best", "Staff stay.", council=MILTON),
        finding("b", "new", "Staff are well led."),
    )
)

HELD = """
<urn:t:1> a kg:Tenure ; kg:document <urn:d:new> ; kg:inPostAt <urn:i:new> ; kg:since "2025-02"^^xsd:gYearMonth ;
  kg:sinceEarliest "2025-02-01"^^xsd:date ; kg:sinceLatest "2025-02-28"^^xsd:date ;
  org:role c:post-role\\/director-of-childrens-services ; org:organization council:E06000055 .
"""

NAMED = """
<urn:m:1> a kg:Mention ; kg:mentions <urn:p> ; kg:document <urn:d:old> ; kg:council council:E06000055 .
<urn:p> a kg:Programme ; rdfs:label "Harbour" .
"""


@pytest.mark.parametrize(
    ("query", "values", "kept", "row", "reason"),
    [
        ("statistical-neighbours", {"council": "Bedford"}, {"neighbour": "Milton Keynes"}, "Bedford,E06000055,not-reported,Milton Keynes,E06000042,not-reported,2026-06-08,2026-05-11,good,outstanding,outstanding,outstanding,outstanding,outstanding,outstanding,outstanding", "the newest grades, area by area, not those of 2021"),
        ("outstanding-practice", {}, {}, "workforce,Milton Keynes,E06000042,Staff stay.,,,best.pdf,not-reported,0.9,1", "outstanding in all areas; good in one is not enough"),
        ("themes-by-grade", {"grade": "not-reported"}, {}, "not-reported,workforce,2,2,0", "inspections of both councils"),
        ("grades-by-region", {}, {"region": "East of England"}, "East of England,1,0,0,0,0,1,new.pdf", "a council of the region, under no grade"),
        ("uneven-grades", {}, {}, "Bedford,E06000055,2026-05-11,help-and-protection,good,not-reported,worse,new.pdf", "worse than the three others, which are no better than most"),
        ("ilacs-summary", {"council": "Bedford"}, {"document": "new.pdf"}, "new.pdf,80428,bedford,11/05/2026,,,,not reported,outstanding,good,outstanding,outstanding", "in the words of the summary"),
        ("latest-grades", {"council": "Bedford"}, {}, "Bedford,E06000055,East of England,2026-05-11,ilacs,not-reported,good,outstanding,outstanding,outstanding,new.pdf,,", "no empty cell where nothing is missing"),
        ("grade-changes", {"area": "overall-effectiveness"}, {}, "Bedford,E06000055,overall-effectiveness,2021-06-07,good,2026-05-11,not-reported,not-reported,,old.pdf,new.pdf", "the journey does not end in 2021"),
        ("grade-changes", {"area": "leadership"}, {}, "Bedford,E06000055,leadership,2021-06-07,good,2026-05-11,outstanding,better,,old.pdf,new.pdf", "areas are compared as before"),
        ("grade-journeys", {"council": "Bedford", "area": "overall-effectiveness"}, {}, "Bedford,E06000055,overall-effectiveness,2021 good to 2026 not-reported,2,0,old.pdf", "both inspections"),
        ("grades-by-year", {"area": "overall-effectiveness", "grade": "not-reported"}, {}, "2026,overall-effectiveness,not-reported,2", "a grade that both leave out"),
        ("leaders-at-judgement", {}, {}, "Bedford,E06000055,,not-reported,director-of-childrens-services,,2025-02,new.pdf,2026-05-11,15", "who led then; fifteen months in post"),
        ("programmes-and-grades", {}, {}, "Harbour,,Bedford,E06000055,2021-06-07,good,2026-05-11,not-reported", "the next inspection is not missing"),
    ],
)  # fmt: skip
def test_the_newest_report_counts_under_any_framework(
    query: str, values: dict[str, str], kept: dict[str, str], row: str, reason: str
) -> None:
    rows = answers(FRAMEWORKS + HELD + NAMED, query, **values)
    found = [",".join(r.values()) for r in rows if kept.items() <= r.items()]
    assert found == [row], reason


@pytest.mark.parametrize(
    ("start", "grades", "areas", "reason"),
    [
        ("2026-05-11", NEW, "", "the overall grade is left out, not lost"),
        ("2026-05-11", NEW.replace("in-care=outstanding", ""), "in-care", "an area that the framework of 2026 has"),
        ("2026-04-26", NEW, "overall-effectiveness", "the framework before it has the grade"),
        ("2021-06-07", OLD.replace("overall-effectiveness=good", ""), "overall-effectiveness", "care leavers had no grade of their own"),
        ("", OLD, "", "without a date nobody can tell"),
        ("2021-06-07", "", "-", "no grade at all is one row, not four"),
    ],
)  # fmt: skip
def test_a_missing_area_is_named(start: str, grades: str, areas: str, reason: str) -> None:
    data = inspection("one", start=start, grades=grades)
    rows = answers(data, "not-found", missing="judgements")
    assert [row["area"] or "-" for row in rows] == areas.split(), reason


def test_the_board_need_not_be_graded() -> None:
    """A re-inspection left it out, and a review of the board alone is no newer inspection."""
    full = "overall-effectiveness=good help-and-protection=good looked-after-and-permanence=good adoption=good care-leavers=good leadership=good"
    data = inspection("full", kind="single-inspection", start="2015-06-01", grades=full)
    assert answers(data, "not-found", missing="judgements") == []
    data += inspection("board", kind="single-inspection", start="2016-06-01", grades="lscb=good")
    (row,) = answers(data, "latest-grades")
    assert row["document"] == "full.pdf"


#: Luton has an inspection with a date and one without.
UNDATED = inspection("dated", LUTON, "ilacs", "2022-01-10", OLD) + inspection(
    "undated", LUTON, "ilacs", "", OLD.replace("good", "inadequate")
)
UNDATED += finding("w1", "dated", "Staff leave.", "weakness", council=LUTON)
UNDATED += finding("w2", "undated", "Staff leave too soon.", "weakness", council=LUTON)
L = "Luton,E06000032"


@pytest.mark.parametrize(
    ("query", "values", "rows", "reason"),
    [
        ("grade-changes", {"area": "leadership"}, [f"{L},leadership,,,,inadequate,undated,undated.pdf,,"], "no pair, so only the one without a date"),
        ("grade-journeys", {"area": "leadership"}, [f"{L},leadership,undated inadequate to 2022 good,2,1,dated.pdf;undated.pdf"], "first, because its place is not known"),
        ("inspection-intervals", {}, [f"{L},,,,ilacs,,undated.pdf"], "it may be before or after"),
        ("latest-grades", {}, [f"{L},East of England,,ilacs,inadequate,inadequate,inadequate,,inadequate,undated.pdf,,", f"{L},East of England,2022-01-10,ilacs,good,good,good,,good,dated.pdf,,"], "it may be the newest"),
        ("grades-by-year", {"area": "leadership"}, [",leadership,inadequate,1", "2022,leadership,good,1"], "a row without a year"),
        ("inspections-by-year", {}, [",1,1,0,1,0,0,0,0,0,undated.pdf", "2022,1,1,0,1,0,0,0,0,0,dated.pdf"], "a row without a year"),
        ("longest-since-inspection", {}, [f"{L},East of England,2022-01-10,2,1,good,2022-01-10,0,,,,dated.pdf;undated.pdf"], "the other may be newer"),
        ("recurring-weaknesses", {}, [f"{L},workforce,2,2,2022-01-10,2022-01-10,1"], "twice, and once without a date"),
    ],
)  # fmt: skip
def test_an_inspection_without_a_date_is_named(
    query: str, values: dict[str, str], rows: list[str], reason: str
) -> None:
    assert [",".join(r.values()) for r in answers(UNDATED, query, **values)] == rows, reason


def test_a_pair_says_which_inspection_may_lie_between() -> None:
    data = UNDATED + inspection("later", LUTON, "ilacs", "2024-06-03", OLD)
    change, alone = answers(data, "grade-changes", area="leadership")[::-1]
    assert (change["change"], change["undated"]) == ("same", "undated.pdf")
    assert alone["change"] == "undated"


def post(name: str, report: str, who: str, role: str, body: str = "council:E06000032") -> str:
    """Someone in post at the inspection that a report is about."""
    return f"""
<urn:t:{name}> a kg:Tenure ; kg:document <urn:d:{report}> ; kg:inPostAt <urn:i:{report}> ;
  org:role c:post-role\\/{role} ; kg:name "{who}" ; org:organization {body} .
"""


VISITS = (
    inspection("before", LUTON, "joint-targeted-area", "2021-01-11")
    + inspection("graded", LUTON, "ilacs", "2022-01-10", OLD)
    + inspection("after", LUTON, "focused-visit", "2023-01-10")
)


@pytest.mark.parametrize(
    ("role", "body", "found", "reason"),
    [
        ("chief-executive", "council:E06000032", "Ann Lee Bob Ray changed", "the council's own"),
        ("chief-executive", "<urn:o:hospital>", "", "a partner's chief leads no council"),
        ("chief-executive", "council:E06000055", "", "nor does another council's"),
        ("lscb-chair", "<urn:o:board>", "Ann Lee Bob Ray changed", "the board is the council's"),
    ],
)
def test_who_leads_a_council_holds_a_post_there(
    role: str, body: str, found: str, reason: str
) -> None:
    data = VISITS + post("1", "before", "Ann Lee", role, body) + post("2", "after", "Bob Ray", role, body)  # fmt: skip
    data += post("3", "graded", "Cy Fox", role, body)
    rows = answers(data, "leaders-before-and-after")
    assert [f"{r['before']} {r['after']} {r['change']}" for r in rows] == found.split("\n")[: bool(found)], reason  # fmt: skip
    assert [r["name"] for r in answers(data, "leaders-at-judgement")] == ["Cy Fox"] * bool(found)


def test_a_post_without_name_and_date_says_nothing() -> None:
    data = VISITS + post("1", "graded", "x", "mayor").replace('kg:name "x" ;', "")
    assert answers(data, "leaders-at-judgement") == []


def test_an_abolished_council_is_marked() -> None:
    data = inspection("one", "E10000006", "ilacs", "2022-01-10", OLD)
    (row,) = answers(data, "latest-grades")
    assert row["abolished"] == "2023-04-01"
    assert row["successors"] == "Cumberland E06000063;Westmorland and Furness E06000064"


def quoted(number: int) -> str:
    """A report, a judgement and an earlier inspection, each with its words, on a day of its own."""
    day = f"{1000 + number}-01-01"
    words = "".join(
        f"""
<urn:e:{number}:{kind}> a kg:Evidence ; kg:states kg:start ; kg:document <urn:d:r{number}> ;
  kg:text "{kind}" ; kg:startOffset 1 ; kg:endOffset 9 .
"""
        for kind in ("judgement", "earlier", "dates")
    )
    return (
        inspection(f"r{number}", start=day, grades="leadership=good")
        + f"<urn:j:r{number}:leadership> kg:evidence <urn:e:{number}:judgement> ."
        + f"<urn:i:r{number}> kg:evidence <urn:e:{number}:dates> ."
        + f"<urn:x:{number}> a kg:EarlierInspection ; kg:refersTo <urn:i:r{number - 1}> ;"
        + f" kg:document <urn:d:r{number}> ; kg:council council:E06000055 ;"
        + f" kg:grade c:grade\\/good ; kg:evidence <urn:e:{number}:earlier> ."
        + words
    )


def seconds(query: str, size: int) -> float:
    """How long a query takes on so many reports: the best of some runs, as others use the machine."""
    data = HEAD + "".join(quoted(number) for number in range(size))
    store = reference()
    store.extend(
        ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode("urn:g"))
        for t in ox.parse(data, format=ox.RdfFormat.TURTLE)
    )
    graph, taken = Graph(store, None, "made up"), []
    for _ in range(3):
        start = time.process_time()
        run(graph, named(query).text)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("query", ["conflicting-grades", "conflicting-dates"])
def test_time_grows_with_the_reports_not_with_their_square(query: str) -> None:
    assert seconds(query, 800) < 9 * max(seconds(query, 200), 0.02), "sixteen is the square of four"


#: Who took part in what: person, inspection, role.
TEAM = """
ann visit signatory
bob visit team
ann joint team
bob joint team
eve joint signatory
dan joint other
"""


def team() -> str:
    data = inspection("visit", LUTON, "focused-visit", "2021-01-11")
    data += inspection("joint", LUTON, "joint-targeted-area", "2022-01-10")
    for line in TEAM.split("\n"):
        if line:
            who, where, role = line.split()
            data += f"""
<urn:p:{who}> a kg:Inspector ; rdfs:label "{who}" .
<urn:a:{who}:{where}> a kg:Association ; prov:agent <urn:p:{who}> ; prov:hadRole c:inspector-role\\/{role} ;
  kg:name "{who}" ; kg:inspection <urn:i:{where}> ; kg:document <urn:d:{where}> ; kg:council council:{LUTON} .
"""
    return data


@pytest.mark.parametrize(
    ("query", "found", "reason"),
    [
        ("inspectors", "ann bob dan eve ann bob", "whom documents name, whatever they did"),
        ("inspector-careers", "ann ann bob bob", "eve signs for an inspectorate, dan looks on"),
        ("inspector-workload", "ann bob", "ann signs the letter of a visit, which is hers"),
        ("inspectors-together", "ann", "one pair, with bob"),
        ("inspectors-who-return", "ann bob", "twice in Luton"),
    ],
)
def test_who_signs_for_an_inspectorate_did_not_inspect(query: str, found: str, reason: str) -> None:
    assert [row["name"] for row in answers(team(), query)] == found.split(), reason


def test_the_network_of_inspectors_has_inspectors_alone() -> None:
    store = reference()
    for triple in ox.parse(HEAD + team(), format=ox.RdfFormat.TURTLE):
        store.add(ox.Quad(triple.subject, triple.predicate, triple.object))
    answer = run(Graph(store, None, "made up"), named("inspector-network").text)
    assert isinstance(answer, Triples)
    people = {str(t.subject) for t in answer.triples if "Inspector" in str(t.object)}
    assert people == {"<urn:p:ann>", "<urn:p:bob>"}


@pytest.mark.parametrize("query", ["inspector-workload", "inspectors-together", "inspectors-who-return"])  # fmt: skip
def test_work_on_an_inspection_without_a_date_counts(query: str) -> None:
    data = team().replace('kg:start "2022-01-10"^^xsd:date ; kg:startEarliest "2022-01-10"^^xsd:date ;', "")  # fmt: skip
    row = answers(data, query)[0]
    assert (row["inspections"], row["undated"]) == ("2", "1")
    assert (row["first"], row["last"]) == ("2021-01-11", "2021-01-11")


def held(name: str, report: str, who: str, body: str) -> str:
    return (
        post(name, report, who, "other", body)
        + f"""
<urn:t:{name}> org:member <urn:p:{name}> .
<urn:p:{name}> a kg:Leader ; rdfs:label "{who}" .
"""
    )


@pytest.mark.parametrize(
    ("more", "grade", "reason"),
    [
        ("", "no-report", "nothing is known of it"),
        (inspection("near", MILTON, "focused-visit", "2024-03-05"), "", "a visit, which gave no grade"),
        (inspection("near", MILTON, "ilacs", "2024-03-05", OLD), "good", "its grade"),
    ],
)  # fmt: skip
def test_a_neighbour_without_a_report_is_said_to_have_none(
    more: str, grade: str, reason: str
) -> None:
    data = inspection("own", BEDFORD, "ilacs", "2021-06-07", OLD) + more
    rows = answers(data, "statistical-neighbours", council="Bedford")
    (row,) = [row for row in rows if row["neighbour"] == "Milton Keynes"]
    assert row["neighbour_grade"] == grade, reason


BODIES = """
<urn:o:1> a kg:Organisation ; rdfs:label "Metropolitan Police" .
<urn:o:2> a kg:Organisation ; rdfs:label "The Metropolitan Police Service" .
<urn:o:3> a kg:Organisation ; rdfs:label "Essex Police" .
<urn:o:4> a kg:Organisation ; rdfs:label "North Wexmoor Trust" .
<urn:o:5> a kg:Organisation ; rdfs:label "North Lexmoor Trust" .
<urn:o:6> a kg:Organisation ; rdfs:label "Luton and Dunstable University Hospital" .
<urn:o:7> a kg:Organisation ; rdfs:label "Luton Borough Council’s housing" .
<urn:o:8> a kg:Organisation ; rdfs:label "Lexmoor Children’s Trust" .
<urn:o:9> a kg:Organisation ; rdfs:label "The Lexmoor Children's NHS Trust" .
<urn:o:10> a kg:Organisation ; rdfs:label "Children's Trust" .
<urn:o:11> a kg:Organisation ; rdfs:label "Great North Lexmoor Trust Hospital" .
"""


@pytest.mark.parametrize(
    ("one", "other", "rows", "reason"),
    [
        ("<urn:o:1>", "<urn:o:2>", 0, "one organisation in two spellings"),
        ("<urn:o:1>", "<urn:o:3>", 2, "two organisations"),
        ("council:E06000049", "council:E06000050", 2, "two councils whose names begin alike"),
        ("council:E06000032", "council:E06000032", 0, "one council, twice"),
        ("<urn:o:4>", "<urn:o:5>", 2, "North is no name"),
        ("council:E06000032", "<urn:o:6>", 2, "a council and a hospital of one town"),
        ("council:E06000032", "<urn:o:7>", 0, "a part of the council"),
        ("<urn:o:8>", "<urn:o:9>", 0, "two apostrophes, and NHS"),
        ("<urn:o:8>", "<urn:o:10>", 0, "one that says only what kind of body it is"),
        ("<urn:o:5>", "<urn:o:11>", 2, "a name in the middle of another"),
    ],
)
def test_a_move_is_from_one_organisation_to_another(
    one: str, other: str, rows: int, reason: str
) -> None:
    data = BODIES + inspection("a", LUTON, "focused-visit", "2021-01-11")
    data += inspection("b", LUTON, "focused-visit", "2022-01-10", rest='kg:endEarliest "2022-01-11"^^xsd:date ;')  # fmt: skip
    data += held("1", "a", "Ann Lee", one) + held("2", "b", "Ann Lee", other)
    found = answers(data, "leader-moves")
    assert len(found) == rows, reason
    assert {row["date"] for row in found} == ({"", "2022-01-11"} if rows else set())


@pytest.mark.parametrize(
    ("published", "ended", "last", "reason"),
    [
        ("2022-03-01", "2022-01-11", "2022-03-01", "the day of publication, where one is stated"),
        ("", "2022-01-11", "2022-01-11", "the end of the inspection, where none is"),
        ("", "", "2022-01-10", "or its start"),
    ],
)
@pytest.mark.parametrize(
    "query", ["programme-spread", "programmes-by-council", "leaders-by-council"]
)
def test_the_end_of_the_inspection_stands_in_for_the_day_of_publication(
    query: str, published: str, ended: str, last: str, reason: str
) -> None:
    end = f'kg:endEarliest "{ended}"^^xsd:date ;' if ended else ""
    data = inspection("a", LUTON, "ilacs", "2022-01-10", rest=end)
    if published:
        data += f'<urn:d:a> kg:publishedEarliest "{published}"^^xsd:date .'
    data += """
<urn:m:1> a kg:Mention ; kg:mentions <urn:p> ; kg:document <urn:d:a> ; kg:council council:E06000032 .
<urn:p> a kg:Programme ; rdfs:label "Harbour" .
""" + held("1", "a", "Ann Lee", "council:E06000032")
    (row,) = answers(data, query)
    assert (row["first"], row["last"]) == (last, last), reason


def test_since_when_is_as_coarse_as_it_was_stated() -> None:
    data = inspection("a", LUTON, "ilacs", "2022-01-10") + held("1", "a", "Ann Lee", "council:E06000032")  # fmt: skip
    data += (
        '<urn:t:1> kg:since "2014-01"^^xsd:gYearMonth ; kg:sinceEarliest "2014-01-01"^^xsd:date .'
    )
    (row,) = answers(data, "leaders-by-council")
    assert row["since"] == "2014-01"


def doubted(fact: str, sure: float) -> str:
    """Words of the report `a` behind a fact, with a confidence."""
    name = fact.strip("<>").replace(":", "-")
    return f"""
{fact} kg:evidence <urn:e:{name}> .
<urn:e:{name}> a kg:Evidence ; kg:component "x" ; kg:confidence {sure} ; kg:document <urn:d:a> ;
  kg:text "words" .
"""


def test_the_facts_most_worth_checking_come_first() -> None:
    """By doubt, and by how much hangs on them; each says in words what it is about."""
    data = inspection("a", LUTON, "ilacs", "2022-01-10", OLD)
    for number in range(5):
        data += finding(f"f{number}", "a", f"Harbour helps {number}.", council=LUTON)
    data += """
<urn:f:f0> kg:namesThing <urn:p> . <urn:f:f1> kg:namesThing <urn:p> .
<urn:m:1> a kg:Mention ; kg:mentions <urn:p> ; kg:document <urn:d:a> .
<urn:p> a kg:Programme ; rdfs:label "Harbour" .
<urn:m:2> a kg:Mention ; kg:mentions <urn:o> ; kg:document <urn:d:a> .
<urn:o> a kg:Organisation ; rdfs:label "The Quay" .
<urn:x:1> a kg:EarlierInspection ; kg:when "2014" ; kg:grade c:grade\\/good ; kg:document <urn:d:a> .
"""
    doubts = {"<urn:i:a>": 0.9, "<urn:m:1>": 0.7, "<urn:m:2>": 0.7, "<urn:x:1>": 0.8}
    doubts["<urn:j:a:leadership>"] = 0.5
    for fact, sure in doubts.items():
        data += doubted(fact, sure)
    rows = answers(data, "doubtful-facts")
    assert [f"{r['kind']} {r['about']} {r['confidence']} {r['hangs']}" for r in rows] == [
        "Inspection a 0.9 10",
        "Mention Harbour 0.7 3",
        "Judgement leadership: good 0.5 1",
        "Mention The Quay 0.7 1",
        "EarlierInspection 2014: good 0.8 1",
    ]


def test_a_thing_with_two_names_is_one_doubt() -> None:
    data = inspection("a", LUTON, "ilacs", "2022-01-10") + doubted("<urn:m:1>", 0.7)
    data += """
<urn:m:1> a kg:Mention ; kg:mentions <urn:p> ; kg:document <urn:d:a> ; kg:name "Harbour", "harbour" .
<urn:p> a kg:Programme ; rdfs:label "Harbour", "The Harbour" .
"""
    assert [row["about"] for row in answers(data, "doubtful-facts")] == ["Harbour"]


@pytest.mark.parametrize(
    ("words", "theme", "topics", "reason"),
    [
        ("Recruitment of social workers is slow.", "leadership-and-governance", "recruitment", "of staff, under any theme"),
        ("Recruitment of foster carers is slow.", "placements-and-sufficiency", "", "of carers"),
        ("Staff recruit adopters well.", "permanence-and-adoption", "", "by staff, of adopters"),
        ("Recruitment of staff and foster carers is slow.", "workforce", "recruitment", "of both, and the finding is on staff"),
        ("Recruitment is slow.", "workforce", "recruitment", "the theme says of whom"),
        ("Recruitment is slow.", "placements-and-sufficiency", "", "the theme says of whom"),
        ("Young people hear of job vacancies.", "care-leavers", "", "no vacancies of the council's"),
        ("Vacancies of managers are filled.", "assessment", "vacancies", "of staff"),
        ("Caseloads of foster carers' workers are high.", "placements-and-sufficiency", "caseloads", "only staff have caseloads"),
    ],
)  # fmt: skip
def test_findings_on_the_workforce_are_about_staff(
    words: str, theme: str, topics: str, reason: str
) -> None:
    data = inspection("a", start="2022-01-10") + finding("1", "a", words, theme=theme)
    found = [row["topics"] for row in answers(data, "workforce-findings")]
    assert found == ([topics] if topics else []), reason


ASKED = (
    finding("r", "a", "Keep staff.", "recommendation", council=LUTON)
    + "<urn:f:r> kg:startOffset 7 ."
)
STATE = "<urn:f:r> kg:recommendationState c:recommendation-state\\/{} .\n"


def follow_up(name: str, report: str, says: str, council: str = LUTON) -> str:
    """A later finding of a report on the recommendation, and the claim that links them."""
    return (
        finding(name, report, f"Staff {name}.", council=council)
        + f"""
<urn:x:{name}> a kg:FollowUp ; kg:document <urn:d:{report}> ; kg:council council:{council} ;
  kg:finding <urn:f:{name}> ; kg:addressesRecommendation <urn:f:r> ; kg:confidence 0.8 ; kg:recommendationState c:recommendation-state\\/{says} ; kg:evidence <urn:f:{name}> .
<urn:f:{name}> kg:startOffset 9 .
"""
    )


@pytest.mark.parametrize(
    ("start", "rest", "values", "rows", "reason"),
    [
        ("2020-01-06", STATE.format("no-later-word"), {}, [("2020-01-06", "no-later-word", "", "")], "nothing later"),
        ("", "", {}, [("", "", "", "")], "without a date there is no later"),
        (
            "2020-01-06",
            STATE.format("settled") + follow_up("stay", "b", "settled") + follow_up("leave", "c", "raised-again"),
            {},
            [("2020-01-06", "settled", "Staff leave.", "raised-again"), ("2020-01-06", "settled", "Staff stay.", "settled")],
            "a row for each statement, by date",
        ),
        ("2020-01-06", STATE.format("settled") + follow_up("stay", "b", "settled"), {"state": "raised-again"}, [], "of another state"),
        ("2020-01-06", STATE.format("settled") + follow_up("stay", "b", "settled"), {"council": "Bedford"}, [], "of another council"),
        ("2020-01-06", STATE.format("settled") + follow_up("stay", "b", "settled"), {"theme": "education"}, [], "on another theme"),
        (
            "2020-01-06",
            STATE.format("settled") + follow_up("stay", "b", "settled", BEDFORD),
            {},
            [("2020-01-06", "settled", "", "")],
            "said of another council",
        ),
        (
            "2020-01-06",
            "<urn:y> a kg:FollowUp ; kg:addressesRecommendation <urn:f:r> ; kg:council council:E06000032 .",
            {},
            [("2020-01-06", "", "", "")],
            "the words of a document that say so are no row of their own",
        ),
    ],
)  # fmt: skip
def test_what_became_of_a_recommendation(
    start: str, rest: str, values: dict[str, str], rows: list[tuple[str, ...]], reason: str
) -> None:
    data = inspection("a", LUTON, start=start) + ASKED + rest
    data += inspection("b", LUTON, start="2024-01-08") + inspection("c", LUTON, start="2022-01-10")
    found = answers(data, "recommendations", **values)
    columns = ("date", "state", "later_text", "later_state")
    assert [tuple(row[name] for name in columns) for row in found] == rows, reason


@pytest.mark.parametrize(
    ("then", "now", "values", "rows", "reason"),
    [
        (4, 4, {}, 1, "four on both sides"),
        (3, 4, {}, 0, "too few before"),
        (4, 3, {}, 0, "too few now"),
        (1, 1, {"least": "1"}, 1, "as few as somebody asks for"),
    ],
)
def test_a_theme_changes_only_by_enough_findings(
    then: int, now: int, values: dict[str, str], rows: int, reason: str
) -> None:
    data = inspection("a", LUTON, "ilacs", "2020-01-06") + inspection("b", LUTON, "ilacs", "2023-01-09")  # fmt: skip
    for number in range(then):
        data += finding(f"a{number}", "a", f"Staff leave {number}.", "weakness", council=LUTON)
    for number in range(now):
        data += finding(f"b{number}", "b", f"Staff stay {number}.", council=LUTON)
    assert len(answers(data, "theme-changes", **values)) == rows, reason


RANKED = (
    inspection("b", BEDFORD, "ilacs", "2022-01-10", "overall-effectiveness=outstanding")
    + inspection("m", MILTON, "ilacs", "2022-01-10")
    + finding("1", "b", "Staff stay.", sure=0.991)
    + finding("2", "b", "Staff stay for many years.", sure=0.989)
    + finding("3", "b", "Staff stay, and all say why.", sure=0.97)
    + finding("4", "b", "Staff leave.", "weakness")
    + finding("5", "m", "Staff leave.", "weakness", council=MILTON)
    + finding("6", "b", "Health is poor.", "weakness", "health-and-wellbeing")
    + finding("7", "b", "Health is good.", "strength", "health-and-wellbeing")
    + finding("8", "m", "Health is poor.", "weakness", "health-and-wellbeing", council=MILTON)
)


@pytest.mark.parametrize(
    ("values", "found", "reason"),
    [
        ({}, "2", "as certain to two digits as another, and longer"),
        ({"top": "2"}, "2 1", "then the shorter one"),
        ({"top": "9"}, "2 1 3", "then the less certain one"),
    ],
)
def test_strengths_are_ranked_and_bounded(values: dict[str, str], found: str, reason: str) -> None:
    words = {"1": "Staff stay.", "2": "Staff stay for many years.", "3": "Staff stay, and all say why."}  # fmt: skip
    wanted = [words[number] for number in found.split()]
    rows = answers(RANKED, "neighbours-strengths", council="Milton Keynes", **values)
    assert [row["text"] for row in rows] == wanted, reason
    assert {(r["neighbour_strengths"], r["neighbour_weaknesses"]) for r in rows} == {("3", "1")}
    rows = answers(RANKED, "outstanding-practice", theme="workforce", **values)
    assert [row["text"] for row in rows] == wanted, reason


def earlier(name: str, when: str, grade: str, rest: str = "") -> str:
    """What the report `new` says of an earlier inspection of Bedford."""
    return f"""
<urn:e:{name}> a kg:EarlierInspection ; kg:document <urn:d:new> ; kg:council council:E06000055 ;
  kg:when "{when}"^^xsd:date ; kg:whenEarliest "{when}"^^xsd:date ; kg:whenLatest "{when}"^^xsd:date ; {rest}
  kg:grade c:grade\\/{grade} .
"""


VISIT = inspection(
    "new", BEDFORD, "focused-visit", "2024-03-05", rest="kg:focus c:focus\\/front-door ;"
)
SERVED = inspection("full", BEDFORD, "ilacs", "2021-06-07", OLD)
PART = "kg:gradedArea c:area\\/care-leavers ;"
OF_A_HOME = "kg:inspectionType c:inspection-type\\/other ;"


@pytest.mark.parametrize(
    ("data", "cells", "reason"),
    [
        (VISIT, "front-door,,,", "no grade is known"),
        (VISIT + SERVED, "front-door,good,graph,", "the last inspection in the graph"),
        (VISIT + SERVED + earlier("a", "2022-02-01", "inadequate"), "front-door,inadequate,stated,", "what the letter says comes first"),
        (VISIT + earlier("a", "2018-02-01", "good") + earlier("b", "2022-02-01", "inadequate"), "front-door,inadequate,stated,", "the later of two"),
        (VISIT + SERVED + earlier("a", "2022-02-01", "inadequate", PART), "front-door,good,graph,", "the grade of a part is not the whole's"),
        (VISIT + SERVED.replace("2021-06-07", "2025-06-07"), "front-door,,,", "a grade that came later"),
        (VISIT + earlier("a", "2022-02-01", "inadequate").replace(BEDFORD, LUTON), "front-door,,,", "a neighbour's grade"),
        (VISIT + earlier("a", "2024-03-05", "inadequate"), "front-door,,,", "a grade that came with this inspection"),
        (VISIT + SERVED + earlier("a", "2022-02-01", "inadequate", OF_A_HOME), "front-door,good,graph,", "the grade of another body"),
        (VISIT + earlier("a", "2022-02-01", "good") + earlier("b", "2022-02-01", "inadequate"), "front-door,,,", "nobody can tell which of two"),
        (VISIT + SERVED + earlier("a", "2022-02-01", "good") + earlier("b", "2022-02-01", "inadequate"), "front-door,,,", "nor does the graph help, which tells of an older one"),
        (VISIT + SERVED + inspection("other", BEDFORD, "ilacs", "2021-06-07", "overall-effectiveness=inadequate"), "front-door,,,", "two inspections of one day"),
        (VISIT + SERVED + inspection("other", BEDFORD, "ilacs", "2021-06-07", "overall-effectiveness=good"), "front-door,good,graph,", "two that agree"),
        (VISIT + SERVED + inspection("part", BEDFORD, "focused-visit", "2022-06-07", "leadership=inadequate"), "front-door,good,graph,", "a later grade of one area"),
        (VISIT + SERVED + earlier("a", "2022-02-01", "inadequate").replace("urn:d:new", "urn:d:full"), "front-door,good,graph,", "what another document states"),
        (VISIT + SERVED + '<urn:i:new> kg:council council:E06000042 .', "front-door,good,graph,", "the grade of one of two councils"),
        (VISIT + inspection("full", MILTON, "ilacs", "2021-06-07", OLD) + '<urn:i:new> kg:council council:E06000042 .', "front-door,,,", "the other one's"),
        (inspection("new", BEDFORD, "ilacs", "2025-06-02", OLD, 'kg:startEarliest "2025-06-03"^^xsd:date ;'), ",,,ilacs-2023", "its own grade, where documents disagree about its start"),
        (inspection("new", BEDFORD, "ilacs", "2026-04-27", NEW), ",,,ilacs-2026", "the first day of a framework"),
        (inspection("new", BEDFORD, "ilacs", "2026-04-26", OLD), ",,,ilacs-2023", "the last day of the one before"),
        (VISIT.replace("kg:focus", 'kg:otherFocus "homes for staff" ; kg:focus'), "front-door;other:homes for staff,,,", "two things"),
    ],
)  # fmt: skip
def test_the_focus_of_a_visit_and_the_grade_held(data: str, cells: str, reason: str) -> None:
    rows = answers(with_links(data), "inspections")
    (row,) = [r for r in rows if (r["document"], r["gss"]) == ("new.pdf", BEDFORD)]
    assert ",".join([*row.values()][-4:]) == cells, reason
    rows = answers(with_links(data), "inspections-counted")
    (row,) = [r for r in rows if (r["documents"], r["gss"]) == ("new.pdf", BEDFORD)]
    counted = [row[column] for column in ("focus", "grade_held", "grade_held_from")]
    assert counted == cells.split(",")[:3], "the analysis counts it likewise"


@pytest.mark.parametrize(
    ("part", "conflicts", "reason"),
    [("", 1, "the whole, twice"), (PART, 0, "a part does not conflict with the whole")],
)
def test_the_grade_of_a_part_conflicts_with_no_grade_of_the_whole(
    part: str, conflicts: int, reason: str
) -> None:
    words = """
<urn:w> kg:text "inadequate" ; kg:startOffset 1 .
"""
    said = earlier("a", "2021-06-07", "inadequate", f"{part} kg:refersTo <urn:i:full> ;")
    quoted = "".join(f"<{claim}> kg:evidence <urn:w> .\n" for claim in ("urn:e:a", "urn:j:full:overall-effectiveness"))  # fmt: skip
    assert len(answers(SERVED + VISIT + said + words + quoted, "conflicting-grades")) == conflicts, reason  # fmt: skip


STATED = VISIT + earlier("a", "2022-02-01", "inadequate")
BED = "Bedford,E06000055,East of England"
SOME_DAY = {"day": "2023-01-01"}


@pytest.mark.parametrize(
    ("data", "values", "rows", "reason"),
    [
        (SERVED, {}, [f"{BED},good,2021-06-07,given,full.pdf"], "by its report"),
        (SERVED, {"day": "2021-06-07"}, [f"{BED},good,2021-06-07,given,full.pdf"], "from the first day of the inspection"),
        (SERVED, {"day": "2021-06-06"}, [f"{BED},,,,"], "not before: a row that says that no grade is known"),
        (STATED, SOME_DAY, [f"{BED},inadequate,2022-02-01,stated,new.pdf"], "as a later letter states it"),
        (SERVED + STATED, SOME_DAY, [f"{BED},inadequate,2022-02-01,stated,new.pdf"], "a grade that is stated, newer than that of the report"),
        (SERVED + STATED, {"day": "2021-12-31"}, [f"{BED},good,2021-06-07,given,full.pdf"], "the report before it"),
        (VISIT + earlier("a", "2022-02-01", "inadequate", PART), {}, [f"{BED},,,,"], "the grade of a part is not the whole's"),
        (VISIT + earlier("a", "2022-02-01", "inadequate", OF_A_HOME), {}, [f"{BED},,,,"], "the grade of another body"),
        (VISIT + earlier("a", "2012-02-01", "good"), {}, [f"{BED},,,,"], "from before the first framework"),
        (STATED.replace("kind\\/report", "kind\\/news"), {}, [f"{BED},,,,"], "what a story states is not taken"),
        (SERVED + inspection("re", BEDFORD, "ilacs", "2026-05-11", NEW), {}, [f"{BED},not-reported,2026-05-11,given,re.pdf"], "a framework without an overall grade"),
        (SERVED + inspection("other", BEDFORD, "ilacs", "2021-06-07", "overall-effectiveness=inadequate"), {}, [f"{BED},good,2021-06-07,given,full.pdf", f"{BED},inadequate,2021-06-07,given,other.pdf"], "two documents that disagree"),
        (SERVED + inspection("lscb", BEDFORD, "single-inspection", "2022-06-07", "lscb=good"), {}, [f"{BED},good,2021-06-07,given,full.pdf"], "a review of the board alone is no newer inspection"),
    ],
)  # fmt: skip
def test_the_grade_that_a_council_held(
    data: str, values: dict[str, str], rows: list[str], reason: str
) -> None:
    found = answers(data, "grades-held", council="Bedford", **values)
    assert [",".join(row.values()) for row in found] == rows, reason
    regions = {row["region"]: row for row in answers(data, "grades-held-by-region", **values)}
    graded = str(int(bool(found[0]["grade"])))
    assert regions["East of England"]["graded"] == regions["England"]["graded"] == graded, reason


@pytest.mark.parametrize(
    ("when", "grade", "reason"),
    [
        ("2022-11-14", "", "from before it was formed: the grade of the county that it replaced"),
        ("2023-06-05", "inadequate", "its own"),
    ],
)
def test_a_grade_from_before_a_council_is_not_its_own(when: str, grade: str, reason: str) -> None:
    data = (VISIT + earlier("a", when, "inadequate")).replace(BEDFORD, "E06000063")
    (row,) = answers(data, "grades-held", council="Cumberland")
    assert row["grade"] == grade, reason
    regions = {row["region"]: row for row in answers(data, "grades-held-by-region")}
    assert regions["North West"]["graded"] == str(int(bool(grade))), reason
    held = [row["grade"] for row in answers(data, "directors-by-grade")]
    assert held == [grade] * bool(grade), reason


def test_regions_by_the_grade_held() -> None:
    data = SERVED + inspection(
        "l", LUTON, "ilacs", "2021-06-07", "overall-effectiveness=inadequate"
    )
    data += inspection("m", MILTON, "ilacs", "2021-06-07", "overall-effectiveness=outstanding")
    rows = [[*row.values()] for row in answers(data, "grades-held-by-region", day="2022-01-01")]
    shown = [row[:1] + row[2:] for row in rows if row[2] != "0"]
    assert shown == [
        ["East of England", "2", "0", "1", "0", "1", "0", "50"],
        ["South East", "1", "1", "0", "0", "0", "0", "100"],
        ["England", "3", "1", "1", "0", "1", "0", "67"],
    ]


@pytest.mark.parametrize(
    ("day", "councils", "reason"),
    [("2023-03-31", "1", "one county"), ("2023-04-01", "2", "the two that took over from it")],
)
def test_councils_are_those_that_existed(day: str, councils: str, reason: str) -> None:
    names = {"Cumbria", "Cumberland", "Westmorland and Furness"}
    found = answers(SERVED, "grades-held", day=day)
    assert str(sum(row["council"] in names for row in found)) == councils, reason


HOLDERS = SERVED + inspection("b", BEDFORD, "focused-visit", "2022-01-10", rest='kg:endEarliest "2022-01-11"^^xsd:date ;')  # fmt: skip


def director(name: str, report: str, who: str, person: str = "") -> str:
    made = post(name, report, who, "director-of-childrens-services", f"council:{BEDFORD}")
    return made + f"<urn:t:{name}> org:member <urn:p:{person or name}> ."


@pytest.mark.parametrize(
    ("data", "values", "row", "reason"),
    [
        (HOLDERS, {}, "good,1,0,0,", "nobody is named: no number"),
        (HOLDERS + director("1", "full", "Ann Lee"), {}, "good,1,1,1,10", "one name"),
        (HOLDERS + director("1", "full", "Ann Lee") + director("2", "b", "Ann Lee", "1"), {}, "good,1,1,1,10", "one person in two documents"),
        (HOLDERS + director("1", "full", "Ann Lee") + director("2", "b", "Bob Ray"), {}, "good,1,1,2,20", "two people"),
        (HOLDERS + director("1", "full", "Ann Lee") + director("2", "b", "Bob Ray"), {"day": "2021-12-31"}, "good,1,1,1,10", "the second was named later"),
        (HOLDERS + director("1", "full", "Ann Lee").replace(BEDFORD, LUTON), {}, "good,1,0,0,", "a neighbour's director"),
        (HOLDERS + director("1", "full", "Ann Lee"), {"role": "chief-executive"}, "good,1,0,0,", "another post"),
    ],
)  # fmt: skip
def test_holders_by_the_grade_held(
    data: str, values: dict[str, str], row: str, reason: str
) -> None:
    (found,) = answers(data, "directors-by-grade", **values)
    assert ",".join(found.values()) == row, reason


ADVICE = SERVED + inspection("old", LUTON, "single-inspection", "2015-06-01")
ADVICE += inspection("no-day", MILTON, "ilacs")
for number, (report, theme) in enumerate(
    [("full", "workforce"), ("full", "workforce"), ("full", "education"), ("old", "workforce"), ("no-day", "education")]
):  # fmt: skip
    ADVICE += finding(f"r{number}", report, f"Item {number}.", "recommendation", theme)
ADVICE += finding("w", "full", "Slow.", "weakness", "workforce")
OLD_ONE, WORK, TEACH = "single-inspection,workforce,1,100,1,1", "ilacs,workforce,2,50,1,2", "ilacs,education,2,50,2,2"  # fmt: skip


@pytest.mark.parametrize(
    ("values", "rows", "reason"),
    [
        ({}, [TEACH, WORK, OLD_ONE], "by type; a weakness is no recommendation"),
        ({"type": "single-inspection"}, [OLD_ONE], "one type"),
        (
            {"until": "2016-12-31"},
            ["ilacs,education,1,100,1,1", OLD_ONE],
            "a report without a day is not left out",
        ),
        ({"from": "2016-01-01", "type": "ilacs"}, [TEACH, WORK], "from a day on"),
    ],
)
def test_recommendations_spread_over_themes(
    values: dict[str, str], rows: list[str], reason: str
) -> None:
    found = answers(ADVICE, "recommendations-by-theme", **values)
    assert [",".join(row.values()) for row in found] == rows, reason


def graded(name: str, start: str, grade: str, council: str = BEDFORD) -> str:
    """A full inspection with its overall grade."""
    return inspection(name, council, "ilacs", start, f"overall-effectiveness={grade}")


TWO_THINGS = VISIT.replace("kg:focus", 'kg:otherFocus "homes for staff" ; kg:focus')
EARLIER_VISIT = earlier(
    "v", "2022-02-01", "good", "kg:inspectionType c:inspection-type\\/focused-visit ;"
)
JOINT = inspection("new", BEDFORD, "joint-targeted-area", "2024-03-05")
THREE = graded("a", "2015-03-02", "good") + graded("b", "2018-11-05", "inadequate")
THREE += graded("c", "2021-01-11", "good")
#: In the month of `b`, as a news story may say.
VAGUE = inspection(
    "vague", BEDFORD, "ilacs", "", "overall-effectiveness=inadequate",
    'kg:start "2018-11"^^xsd:gYearMonth ; kg:startEarliest "2018-11-01"^^xsd:date ; '
    'kg:startLatest "2018-11-30"^^xsd:date ;',
)  # fmt: skip
WAITS = graded("d", "2020-11-30", "good", LUTON)
B = "Bedford,E06000055,East of England"


@pytest.mark.parametrize(
    ("query", "values", "data", "rows", "reason"),
    [
        ("focused-visits-by-focus", {}, VISIT + SERVED, ["front-door,1,0,1,0,0,0,0,new.pdf"], "under its focus and the grade held"),
        ("focused-visits-by-focus", {}, TWO_THINGS + SERVED, ["front-door,1,0,1,0,0,0,0,new.pdf", "other,1,0,1,0,0,0,0,new.pdf"], "two things: under both"),
        ("focused-visits-by-focus", {}, VISIT + graded("full", "2025-01-06", "good"), ["front-door,1,0,0,0,0,0,1,new.pdf"], "a grade that came later"),
        ("focused-visits-by-focus", {}, VISIT + EARLIER_VISIT, ["front-door,1,0,1,0,0,0,0,new.pdf"], "an earlier visit that the letter only mentions is not counted"),
        ("focused-visits-by-focus", {}, JOINT, [], "no focused visit"),
        ("inspections-by-grade-held", {"type": "joint-targeted-area"}, JOINT + SERVED, ["joint-targeted-area,1,0,1,0,0,0,0,new.pdf"], "the grade held"),
        ("inspections-by-grade-held", {"type": "joint-targeted-area"}, JOINT + SERVED + "<urn:i:new> kg:council council:E06000042 .", ["joint-targeted-area,2,0,1,0,0,0,1,new.pdf"], "two councils, of which one held a grade"),
        ("inspections-by-grade-held", {"type": "focused-visit"}, VISIT + earlier("a", "2012-02-01", "adequate"), ["focused-visit,1,0,0,0,1,0,0,new.pdf"], "a grade of old"),
        ("full-inspection-intervals", {}, THREE, [f"{B},2015-03-02,good,2018-11-05,44,a.pdf,b.pdf,", f"{B},2018-11-05,inadequate,2021-01-11,26,b.pdf,c.pdf,"], "consecutive ones"),
        ("full-inspection-intervals", {}, THREE + VISIT, [f"{B},2015-03-02,good,2018-11-05,44,a.pdf,b.pdf,", f"{B},2018-11-05,inadequate,2021-01-11,26,b.pdf,c.pdf,"], "a visit is no full inspection"),
        ("full-inspection-intervals", {}, UNDATED, [], "no day, no interval"),
        ("full-inspection-intervals", {}, UNDATED + graded("d", "2024-01-08", "good", LUTON), [f"{L},East of England,2022-01-10,good,2024-01-08,24,dated.pdf,d.pdf,undated.pdf"], "the one without a day may lie between"),
        ("full-inspection-intervals", {}, FRAMEWORKS, [f"{B},2021-06-07,good,2026-05-11,59,old.pdf,new.pdf,"], "the next one need not give an overall grade"),
        ("intervals-by-grade", {}, THREE + graded("e", "2023-03-06", "good"), ["good,2,26,35,44,a.pdf;c.pdf,b.pdf;e.pdf", "inadequate,1,26,26,26,b.pdf,c.pdf"], "44 and 26 months; the best grade first"),
        ("full-inspection-intervals", {"grade": "inadequate"}, THREE + VAGUE, [f"{B},2018-11-05,inadequate,2021-01-11,26,b.pdf,c.pdf,"], "a month that may be before or after makes no pair of 0 months"),
        ("intervals-by-grade", {}, WAITS, [], "it still waits"),
        ("longest-since-inspection", {"on": "2022-01-01"}, THREE + WAITS, [f"{L},East of England,2020-11-30,1,0,good,2022-01-01,14,2024-07,2024-07,2024-07,d.pdf", f"{B},2021-01-11,3,0,good,2022-01-01,12,2024-09,2024-09,2024-09,a.pdf;b.pdf;c.pdf"], "44 months, over the ends of years"),
        ("longest-since-inspection", {}, FRAMEWORKS.split("<urn:i:best>")[0], [f"{B},2026-05-11,2,0,,2026-05-11,0,,,,new.pdf;old.pdf"], "no overall grade, no window; until the newest day here"),
        ("longest-since-inspection", {"on": "2022-01-01"}, THREE + inspection("d", LUTON, "ilacs", "2021-06-07", "leadership=good"), [f"{B},2021-01-11,3,0,good,2022-01-01,12,2024-09,2024-09,2024-09,a.pdf;b.pdf;c.pdf", f"{L},East of England,2021-06-07,1,0,,2022-01-01,7,,,,d.pdf"], "one without a grade has no window, and one row"),
        ("longest-since-inspection", {"on": "2022-01-01"}, inspection("d", LUTON, "ilacs", "", "leadership=good"), [f"{L},East of England,,1,1,,2022-01-01,,,,,d.pdf"], "no day, no months"),
        ("grade-transitions", {}, THREE + graded("e", "2023-03-06", "good"), ["good,2,0,1,0,1,b.pdf;e.pdf", "inadequate,1,0,1,0,0,c.pdf"], "from each to the next"),
        ("grade-transitions", {}, FRAMEWORKS, [], "no overall grade to go to"),
        ("grade-transitions", {"area": "leadership"}, FRAMEWORKS, ["good,1,1,0,0,0,new.pdf"], "but one of an area"),
        ("grade-transitions", {}, UNDATED, [], "no place in an order"),
        ("grade-transitions", {}, VAGUE + graded("b", "2018-11-05", "good"), [], "nor has a month that holds the other"),
        ("grades-by-council-kind", {}, FRAMEWORKS, ["unitary,2,0,0,0,0,2,best.pdf;new.pdf"], "the newest has no overall grade: named, not lost"),
    ],
)  # fmt: skip
def test_what_the_analysis_counts(
    query: str, values: dict[str, str], data: str, rows: list[str], reason: str
) -> None:
    found = answers(with_links(data), query, **values)
    assert [",".join(row.values()) for row in found] == rows, reason
