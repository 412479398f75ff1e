"""Programmes in fifteen real reports that are not in the gold, labelled before `kg` was asked.

`programmes.jsonl` says where each name stands first: the document's hash, a range and the kind.
"either" is what the guide leaves open: branded front doors, other bodies' services.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from pathlib import Path

import pytest

from kg.documents.readers import read
from kg.evaluation.matching import alike
from kg.extraction.pipeline import extract
from places import TESTS
from reports import Named, document, facts_of, ilacs

LABELS = TESTS / "data" / "programmes.jsonl"


@pytest.mark.slow
def test_named_programmes_of_other_reports_are_found(shared: Path) -> None:
    labels = defaultdict(list)
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        labels[one["document"]].append(one)
    right = missed = extra = seen = 0
    for path in sorted((shared / "corpus" / "reports").glob("*.pdf")):
        data = path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 not in labels:
            continue
        seen += 1
        document = read(data, path.name, sha256)
        left = sorted(one.name for one in extract(document).programmes)
        for one in labels[sha256]:
            if one["kind"] != "either":
                name = document.quote(one["start"], one["end"])
                match = next((found for found in left if alike(name, found)), None)
                if match is None:
                    missed += 1
                else:
                    right += 1
                    left.remove(match)
        either = [
            document.quote(one["start"], one["end"])
            for one in labels[sha256]
            if one["kind"] == "either"
        ]
        extra += sum(not any(alike(name, found) for name in either) for found in left)
    assert seen == len(labels)
    assert 2 * right / (2 * right + missed + extra) >= 0.8, (right, missed, extra)


PROGRAMMES = [
    Named(
        "Lantern First and Star First help families.",
        ["Lantern First", "Star First"],
        "two names with the same last word",
    ),
    Named(
        "They used the Strengthening Families programme.",
        ["Strengthening Families approach"],
        "a known approach that is called a programme",
    ),
    Named("Staff use Signs of Safety well.", ["Signs of Safety"], "a known practice model"),
    Named(
        "Signs of safety helps, and signs of safety stays.",
        ["Signs of Safety"],
        "in lower case, twice",
    ),
    Named("The ‘Quiet Lantern’ programme helps fathers.", ["Quiet Lantern"], "quoted, with a noun"),
    Named(
        "The Quiet Lantern Project helps fathers.",
        ["Quiet Lantern Project"],
        "capitals, with a noun",
    ),
    Named("The council’s social work academy trains staff.", ["social work academy"], "an academy"),
    Named("Leaders set up a systemic practice model.", ["Systemic practice"], "a kind of model"),
    Named("The early help service works with families.", [], "a service that every council has"),
    Named("The MASH and the virtual school do X.", [], "statutory functions"),
    Named("The Director of Children’s Services leads.", [], "a post"),
    Named("Children’s Services did X. Good Services count.", [], "a department, a grade"),
    Named("No service is commissioned for adults.", [], "a sentence that begins with No"),
    Named(
        "Managers drive improvement and pause for thought.", [], "verbs that are names elsewhere"
    ),
    Named(
        "His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services came.",
        [],
        "an inspectorate",
    ),
    Named(
        "Leaders asked for a peer review of the Pathways service.",
        ["Pathways service"],
        "a name that is also a noun for a programme",
    ),
    Named(
        "Programmes such as the Hope in Pregnancy service help mothers.",
        ["Hope in Pregnancy service"],
        "a small word inside, with no place behind it",
    ),
    Named(
        "Investment in the Quiet Lantern hub has helped foster carers.",
        ["Quiet Lantern hub"],
        "the capital of the sentence is not the name's",
    ),
    Named(
        "The Quiet Lantern hub offers a warm welcome to parents.",
        ["Quiet Lantern hub"],
        "a verb behind a noun is no noun",
    ),
    Named(
        "They benefit from the ‘keeping lanterns alight’ (KLA) service.",
        ["keeping lanterns alight"],
        "an abbreviation between a name and its noun",
    ),
    Named(
        "The social work and early help academy is a strength.",
        ["social work and early help academy"],
        "an academy may teach what every council has",
    ),
    Named(
        "Staff work with the regional adoption agency (Adopt@lantern) on matches.",
        ["Adopt@lantern"],
        "a regional adoption agency is a service too",
    ),
    Named("Staff use the North Lantern adoption consortium.", [], "a consortium is not"),
    Named(
        "Children get help from the young lanterns team for children who go missing.",
        ["young lanterns team"],
        "in lower case, by whom it is for",
    ),
    Named(
        "Schools hear of it through Operation Lantern.",
        ["Operation Lantern"],
        "an operation of the police for children",
    ),
    Named(
        "New social workers are in their assessed and supported year in employment.",
        ["Assessed and supported year in employment"],
        "without the word programme",
    ),
    Named(
        "Staff like the Step-Up to Social Work programme.",
        ["Step Up to Social Work"],
        "with a hyphen",
    ),
    Named("Social workers like relational practice.", [], "a way of working, with no model"),
    Named(
        "The Strengthening Families team helps parents.",
        ["Strengthening Families team"],
        "a team, and not the approach of the same name",
    ),
    Named("Leaders set up a turnaround board.", [], "a board, and not the programme"),
    Named("Write to John Comyn Drive, Perdiswell.", [], "a street"),
    Named("The Assistant Mayor leads.", [], "a post in capitals"),
    Named("Children are safe. The children said so.", [], "the first word of a sentence"),
    Named("The academy refused an audit.", [], "a school"),
    Named("The advice and referral team helps.", [], "what every council has"),
    Named(
        "Referrals go to the assessment and intervention team (A&I).",
        [],
        "an abbreviation does not begin at a small word",
    ),
    Named("Nurses of the North Lantern Ambulance Service came.", [], "a service of the NHS"),
    Named("The ‘Quiet Lantern’ strategy is new.", [], "a strategy"),
    Named(
        "Children have ideas in the children in care council, ‘Loud Lanterns’.",
        [],
        "a children's council is a body",
    ),
    Named("The ‘Loud Lanterns’ participation group helps leaders.", [], "a children's group"),
    Named(
        "The ‘Loud Lanterns’ group for children looked after meets often.",
        [],
        "a group by whom it is for",
    ),
    Named(
        "The ‘Loud Lanterns’ project for new fathers meets often.",
        ["Loud Lanterns"],
        "a project of others",
    ),
    Named(
        "Examples of this are the Lantern campaign, the GP-led youth clinic and the lantern strategy.",
        ["Lantern campaign"],
        "compounds that describe",
    ),
    Named(
        "They commission STAR (Support, Lantern, Action and Review) for all.",
        [],
        "words that an abbreviation stands for",
    ),
    Named(
        "Jo Sample Director of Children, Families and Safer Communities",
        [],
        "what a director directs",
    ),
    Named(
        "It was helped by organisations such as Quiet Lantern, which supports boys.",
        [],
        "an organisation, by the word before it",
    ),
    Named(
        "Support from Quiet Lantern, an organisation that helps parents, is good.",
        [],
        "an organisation, by the words behind it",
    ),
    Named(
        "Support from Quiet Lantern, a project that helps parents, is good.",
        ["Quiet Lantern"],
        "a project, by the words behind it",
    ),
    Named("They filled in the ‘Quiet Lantern’ questionnaire.", [], "a questionnaire"),
    Named("They learned at the ‘Quiet Lantern’ awards.", [], "an award"),
    Named(
        "Specialist help comes from a multi-agency lantern exploitation hub.",
        [],
        "what a hub is, not its name",
    ),
    Named(
        "Children are helped by the All Age Lantern Service.",
        ["All Age Lantern Service"],
        "a first word that often begins a sentence",
    ),
    Named(
        "All Lantern Service staff help.",
        ["Lantern Service"],
        "a first word that begins the sentence",
    ),
    Named(
        "Referrals go to the lantern support team (LST). LST helps. The LST listens. LST workers visit.",
        ["lantern support team"],
        "mentions by the abbreviation do not count against a name",
    ),
    Named(
        "They met the Derby Safeguarding Children Partnership (DSCP). Training is offered by the DSCP team, which supports parents.",
        [],
        "the abbreviation of a body",
    ),
    Named(
        "There are delays in the multi-agency safeguarding and support hub (MASSH) and, for some, in the multi-agency lantern hub (MALH).",
        [],
        "a front door by another name",
    ),
    Named(
        "Work is part of the Greater Derby approach and the ‘Derby team’.",
        [],
        "a place with a noun",
    ),
    Named(
        "Senior leaders have introduced a rent guarantor scheme and a career progression scheme.",
        [],
        "a scheme of any landlord",
    ),
    Named(
        "Families use the Family Information Service and the expanded family hub.",
        [],
        "services that every council has",
    ),
    Named("Cases are heard at the Quiet Lantern panel.", [], "a panel"),
    Named(
        "Comments included ‘the process was really thorough’, ‘a very personal service’, and ‘it went at our pace’.",
        [],
        "a comment with an article",
    ),
    Named(
        "Adopters use the Adoption Register, Link Maker and BAAF.",
        [],
        "bodies that are no regional agencies",
    ),
    Named("Cases step up to social work quickly.", [], "everyday words of a name"),
    Named(
        "Staff like ‘step up to social work’ and the Step up to Social Work scheme.",
        ["Step Up to Social Work"],
        "a name in quotation marks or capitals",
    ),
    Named("Police lead Operation Cara.", ["Operation CARA"], "a known operation"),
    Named(
        "The officers of Operation Pebble met.",
        ["Operation Pebble"],
        "an operation with an everyday name",
    ),
    Named(
        "The council-wide commitment to the ‘endless lights’ apprenticeship scheme is good.",
        ["endless lights"],
        "quoted, with its noun a word later",
    ),
    Named(
        "The new Early Parent Pathway (EPP) is a positive service offer.",
        ["Early Parent Pathway"],
        "a pathway with an abbreviation",
    ),
    Named("The ‘Lantern and Star Broker’ helps care leavers.", [], "a post in quotation marks"),
    Named(
        "Children need further support from a team around the family (TAF) plan.",
        [],
        "a way of working everywhere",
    ),
    Named(
        "Help comes from the Looked After Children Educational Support (LACES), which helps.",
        ["Looked After Children Educational Support"],
        "whom it is for, with an abbreviation",
    ),
    Named(
        "The ‘Lantern’ SCR action plan is monitored, and young people get Lantern Star Awards.",
        [],
        "a review of a case, and awards",
    ),
]


@pytest.mark.parametrize("case", PROGRAMMES, ids=lambda case: case.why)
def test_programmes(case: Named) -> None:
    found = facts_of(ilacs(f"1. {case.sentence}")).programmes
    assert [one.name for one in found] == case.names


def test_a_programme_is_counted_and_quoted_once() -> None:
    text = ilacs("1. Staff like Signs of Safety. It works.\n\n2. Signs of Safety is used by all.")
    doc = document(text)
    (found,) = extract(doc).programmes
    assert (found.count, found.entity) == (2, "signs-of-safety")
    assert doc.quote(*found.quote) == "Staff like Signs of Safety."


def test_a_name_does_not_cross_a_block() -> None:
    text = ilacs("Overall effectiveness\n\nGood\n\nThe Quiet Lantern services help fathers.")
    facts = facts_of(text)
    for one in (*facts.programmes, *facts.organisations):
        assert "\n" not in one.name


# --- prose: a name counts in a form that says what kind of thing it is ---

PROSE = [
    Named("He liked the Quiet Lantern programme.", ["Quiet Lantern programme"], "a noun after it"),
    Named("Families use the Lantern Keepers Scheme.", ["Lantern Keepers Scheme"], "a noun in it"),
    Named(
        "The borough's Right Hand, Left Hand scheme moves teenagers.",
        ["Right Hand, Left Hand scheme"],
        "a comma in the name",
    ),
    Named(
        "Quiet Lantern, a service for grandparents, won a prize.",
        ["Quiet Lantern"],
        "an apposition with an article",
    ),
    Named(
        "Lanterns, the Island's own befriending service, won a prize.",
        ["Lanterns"],
        "an apposition with an owner, one word at the start of a sentence",
    ),
    Named(
        "They spoke to Lantern Builders, volunteers who sit with parents.",
        ["Lantern Builders"],
        "an apposition of those who do it",
    ),
    Named("A service called Quiet Lantern Plus helps.", ["Quiet Lantern Plus"], "called"),
    Named(
        "Teenagers use the mentoring service Quiet Lantern.", ["Quiet Lantern"], "kind before it"
    ),
    Named("A night-time team, Derby Lantern, calms crises.", ["Derby Lantern"], "between commas"),
    Named(
        "Quiet Lantern, which finds mentors for young people, has grown.",
        ["Quiet Lantern"],
        "a clause that says what it does, for whom",
    ),
    Named(
        "The Lantern Pledge, under which nobody waits, has helped.",
        ["Lantern Pledge"],
        "a clause with a preposition",
    ),
    Named(
        "The Lantern Team, which works with fathers, grew.", ["Lantern Team"], "a team described"
    ),
    Named("Inspectors praised the Lantern Hub in Hale.", ["Lantern Hub"], "a hub praised"),
    Named("There was praise for Lantern Derby.", ["Lantern Derby"], "praise for a local name"),
    Named("Schools are told under Operation Lantern.", ["Operation Lantern"], "an operation"),
    Named("They liked Project Lantern.", ["Project Lantern"], "a project by its first word"),
    Named("A scheme called ‘Quiet Lantern’ helps.", ["Quiet Lantern"], "quoted, after its noun"),
    Named("The ‘Quiet Lantern’ project helps.", ["Quiet Lantern"], "quoted, before its noun"),
    Named("Staff use the signs of safety model.", ["Signs of Safety"], "in lower case with a noun"),
    Named("Staff use Signs of Safety.", ["Signs of Safety"], "the gazetteer’s own case"),
    Named(
        "Parents spoke of Signs of Safety Derby.",
        ["Signs of Safety Derby"],
        "a local version of a model",
    ),
    Named(
        "The council’s Social Work Academy grew.", ["Social Work Academy"], "a council’s academy"
    ),
    Named(
        "Members were minded to note the letter.", [], "an everyday word that is a name elsewhere"
    ),
    Named("Read our documentary, 'The B Side', today.", [], "a film"),
    Named("He told the BBC programme Panorama so.", [], "a broadcast"),
    Named("The Panorama programme was seen by many.", [], "a broadcast before its noun"),
    Named("‘Turned Corner’ is what the headline said.", [], "a headline"),
    Named("They described it as ‘Quiet Lantern’.", [], "quoted, without a noun"),
    Named("PLANS FOR CHILDREN ‘DRIFT’", [], "a headline in capitals"),
    Named("The film, 'Quiet Lantern', won a prize.", [], "a title in a list of prizes"),
    Named("The Labour group and the Conservative Group voted.", [], "political groups"),
    Named("Our service manager, Nadine Lantern, left.", [], "a person after a comma"),
    Named("Nadine Lantern, head of the family service, left.", [], "a person with a post"),
    Named("Nadine Lantern, a team manager, left.", [], "a noun that goes on"),
    Named("Hale Vale Academy, which helps pupils, is good.", [], "a school"),
    Named("The Children Act, under which they act, is old.", [], "a law"),
    Named("The early help service and the Front Door team met.", [], "services of any council"),
    Named("Our Children’s Services has grown.", [], "a department"),
    Named("Places on Polish courses came late.", [], "the plural of a kind"),
    Named("Inspectors praised Derby City Council.", [], "a council"),
    Named("By the Local Democracy Reporting Service, which covers councils.", [], "reporters"),
    Named("They work in the Hale Centre.", [], "a building that nothing describes"),
    Named("The North East Team met.", [], "a team that nothing describes"),
]


@pytest.mark.parametrize("case", PROSE, ids=lambda case: case.why)
def test_programmes_in_prose(case: Named) -> None:
    text = f"By Ann Writer\n\nOfsted sent a letter, it says.\n\n{case.sentence}"
    facts = facts_of(text)
    assert facts.kind.is_prose
    assert [one.name for one in facts.programmes] == case.names


def test_each_mention_in_prose_is_counted() -> None:
    text = "By Ann Writer\n\nThe mentoring service Quiet Lantern grew. Quiet Lantern is liked."
    (found,) = facts_of(text).programmes
    assert (found.name, found.count) == ("Quiet Lantern", 2)
