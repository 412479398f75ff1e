"""What is new in words: where a fact is told, and how."""

from __future__ import annotations

import pytest

from kg.explore.compared_facts import words
from kg.explore.diff import compare
from kg.explore.news import Item, News, news
from made_up import finding, inspection, made_up_graph

DAY = "2021-10-04"
#: An inspection that neither graph lacks.
OLD = inspection("old", start="2018-03-05", grades="overall-effectiveness=good")
REPORT = inspection("new", start=DAY, grades="leadership=good overall-effectiveness=inadequate")
ILACS = "Inspection of local authority children's services, 4 October 2021"
GRADED = f"{ILACS}: Overall effectiveness: inadequate; Leadership: good."


def told(before: str, after: str) -> News:
    graphs = made_up_graph(before), made_up_graph(after)
    return news(compare(*graphs, words), *graphs)


def only(found: News) -> Item:
    (item,) = found.items
    return item


LEADER = """<urn:t:1> a kg:Tenure ; kg:document <urn:d:new> ; kg:council council:E06000055 ;
  kg:inspection <urn:i:new> ; kg:name "Una Vale" ; org:role c:post-role\\/chief-executive ."""
NAMED = """<urn:m:1> a kg:Mention ; kg:document <urn:d:new> ; kg:council council:E06000055 ;
  kg:mentions <urn:p:1> ; kg:programmeKind c:programme-kind\\/service .
<urn:p:1> a kg:Programme ; rdfs:label "Harbour Steps" ."""
COUNCIL = """<urn:m:2> a kg:Mention ; kg:document <urn:d:new> ; kg:council council:E06000055 ;
  kg:mentions council:{} ; kg:mentionRole c:mention-role\\/mentioned ."""
RESPONSE = """<urn:r:1> a kg:Response ; kg:document <urn:d:new> ; kg:council council:E06000055 ;
  kg:voice c:voice\\/council ; kg:text "We will do better." ."""
EARLIER = """<urn:e:1> a kg:EarlierInspection ; kg:document <urn:d:new> ; kg:council council:E06000055 ;
  kg:inspection <urn:i:new> ; kg:when "2018"^^xsd:gYear ; kg:grade c:grade\\/good ."""

BOTH = OLD + REPORT
SENTENCES = [
    ("", REPORT, (GRADED,), "a report: its judgements, the overall one first"),
    ("", inspection("new", start=DAY, kind="focused-visit"), ("Focused visit, 4 October 2021.",), "a visit has no grades"),
    (REPORT, "", (f"{ILACS}: no longer known.",), "what went with its inspection is not told again"),
    (REPORT, REPORT.replace("grade\\/inadequate", "grade\\/good"), (f"{ILACS}: Overall effectiveness: good (before: inadequate).",), "a grade that is read differently"),
    (REPORT, inspection("new", start=DAY, grades="overall-effectiveness=inadequate"), (f"{ILACS}: Leadership: no longer stated (before: good).",), "a grade that is no longer read"),
    (REPORT, REPORT + '<urn:i:new> kg:published "2021-12-06"^^xsd:date .', (f"{ILACS}: published 6 December 2021.",), "a date that was not known"),
    (REPORT + '<urn:i:new> kg:published "2021-12-06"^^xsd:date .', REPORT, (f"{ILACS}: published no longer stated (before: 6 December 2021).",), "and the other way round"),
    (REPORT, REPORT + finding("a", "new", "Slow."), ("Findings: 1 new (1 strength).",), "one finding"),
    (REPORT, REPORT + finding("a", "new", "Slow.", "weakness") + finding("b", "new", "Mixed.", "mixed") + finding("c", "new", "Late.", "weakness"), ("Findings: 3 new (2 weaknesses, 1 mixed finding).",), "findings by kind"),
    (REPORT, REPORT + finding("a", "new", "Plans for care leavers.", "recommendation"), ("Findings: 1 new (1 recommendation).", "Recommendation: “Plans for care leavers.”"), "a recommendation in its words"),
    (REPORT + finding("a", "new", "Slow."), REPORT, ("Findings: 1 gone.",), "a finding that is gone"),
    (REPORT + finding("a", "new", "Slow."), REPORT + finding("a", "new", "Slow.", "weakness"), ("Findings: 1 read differently.",), "a finding of another kind"),
    (REPORT, REPORT + LEADER, ("Una Vale, chief executive.",), "a leader"),
    (REPORT + LEADER, REPORT, ("Una Vale, chief executive: no longer stated.",), "a leader who is no longer read"),
    (REPORT, REPORT + LEADER.replace('kg:name "Una Vale" ; ', ""), ("Somebody without a name, chief executive.",), "a post without a name"),
    (REPORT, REPORT + COUNCIL.format("E06000056"), ("Councils named (new): Central Bedfordshire.",), "another council"),
    (REPORT, REPORT + COUNCIL.format("E06000055"), (), "its own name is no news"),
    (REPORT, REPORT + NAMED, ("Programmes named (new): Harbour Steps.",), "a programme"),
    (REPORT, REPORT + RESPONSE, ("Responses of others: 1 new.",), "what others say is no finding"),
    (REPORT, REPORT + EARLIER, ("Earlier inspections: 1 new.",), "an earlier inspection"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "sentences", "reason"), SENTENCES)
def test_sentences(before: str, after: str, sentences: tuple[str, ...], reason: str) -> None:
    found = told(OLD + before, OLD + after)
    assert tuple(s for item in found.items for s in item.sentences) == sentences, reason


EVENTS = [
    (OLD, BOTH, "new", "a report that came"),
    (BOTH, OLD, "gone", "a report that went"),
    (BOTH, BOTH.replace('"new.pdf"', '"copy.pdf"'), "renamed", "the same document under another path is one item"),
    (BOTH, BOTH + '<urn:d:new> kg:sha256 "b" .', "a new version", "another file under the same path"),
    (BOTH, BOTH + NAMED, "read differently", "a fact that was not read before"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "event", "reason"), EVENTS)
def test_what_became_of_a_document(before: str, after: str, event: str, reason: str) -> None:
    assert only(told(before, after)).event == event, reason


def test_a_renamed_file_is_told_by_both_names() -> None:
    item = only(told(BOTH, BOTH.replace('"new.pdf"', '"copy.pdf"')))
    assert item.sentences == ("The file new.pdf is now called copy.pdf.",)


def test_a_fact_stands_with_the_document_that_is_new() -> None:
    """A second document states the grade of the first, and another one for leadership."""
    second = """
    <urn:d:story> a kg:Document ; kg:path "story.html" ; kg:reports <urn:i:new> .
    <urn:j:story> a kg:Judgement ; kg:inspection <urn:i:new> ; kg:document <urn:d:story> ;
      kg:council council:E06000055 ; kg:area c:area\\/leadership ; kg:grade c:grade\\/outstanding ."""
    item = only(told(BOTH, BOTH + second))
    assert item.document is not None and item.document.title == "story.html"
    assert item.sentences == (f"{ILACS}: Leadership: good or outstanding (before: good).",)


def test_items_by_council_and_newest_first() -> None:
    other = inspection("other", "E06000056", start="2020-01-01")
    undated = inspection("undated")
    found = told("", OLD + REPORT + other + undated)
    assert [(i.council, i.document and i.document.title, i.date) for i in found.items] == [
        ("Bedford", "new.pdf", DAY),
        ("Bedford", "old.pdf", "2018-03-05"),
        ("Bedford", "undated.pdf", ""),
        ("Central Bedfordshire", "other.pdf", "2020-01-01"),
    ]
    assert found.newest == DAY


def test_names_that_changed_stand_with_no_document() -> None:
    item = only(told(BOTH + NAMED, BOTH + NAMED.replace('"Harbour Steps"', '"Harbour Steps 2"')))
    assert (item.council, item.document) == ("", None)
    assert item.sentences == ("Harbour Steps is now Harbour Steps 2.",)


def test_nothing_is_new() -> None:
    assert told(BOTH, BOTH).items == ()
