"""What a document is, which inspection it is about, and when that was."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kg.model import DocumentKind
from reports import STORY, VISIT, facts_of, ilacs, iso, letter, single

TYPES = [
    (ilacs(), "ilacs", "the title of 2018 to 2021"),
    (
        (
            "# Inspection of Derby City Council local authority children’s services\n\n"
            "Inspection dates: 8 to 19 July 2024\n\nLead inspector: Norma Penfold"
        ),
        "ilacs",
        "the title since 2021",
    ),
    (single(), "single-inspection", "the framework of 2013 to 2018"),
    (letter(VISIT), "focused-visit", "a focused visit"),
    (
        letter(VISIT.replace("focused", "focussed"), subject="Focussed visit to Derby"),
        "focused-visit",
        "spelt the other way",
    ),
    (
        letter("The visit did X.", subject="Focused assurance visit to Derby City Council"),
        "focused-visit",
        "the assurance visits of 2020 and 2021",
    ),
    (
        letter(
            "This letter summarises the findings of the second monitoring visit.",
            subject="Monitoring visit to Derby City Council children’s services",
        ),
        "monitoring-visit",
        "a monitoring visit",
    ),
    (
        letter(
            "Between 6 and 10 February 2023, Ofsted and the Care Quality Commission (CQC) carried "
            "out a joint inspection.",
            subject="Joint targeted area inspection of Derby",
        ),
        "joint-targeted-area",
        "a joint inspection",
    ),
    (
        (
            "# Area SEND inspection of Derby Local Area Partnership\n\n"
            "Inspection dates: 18 to 22 November 2024"
        ),
        "area-send",
        "an area SEND report",
    ),
    (
        letter(
            "Between 6 and 10 May 2019, Ofsted and the Care Quality Commission (CQC) inspected.",
            subject="Joint local area SEND inspection in Derby",
        ),
        "area-send",
        "an area SEND letter",
    ),
    (
        (
            "# Derby\n\n## Inspection of local authority arrangements for the protection of children"
            "\n\nInspection dates: 5 to 14 March 2012\n\nLead inspector: Norma Penfold"
        ),
        "other",
        "a framework before 2013",
    ),
    (
        ilacs("Help has got worse since the joint targeted area inspection (JTAI) of April 2017."),
        "ilacs",
        "a report that speaks of a joint inspection",
    ),
    (
        ilacs(
            "Leaders know the service well. " * 8
            + "\n\n## The council’s progress since the monitoring visit\n\nHelp is better."
        ),
        "ilacs",
        "a report with a heading that speaks of a monitoring visit",
    ),
    (
        (
            "## Derby Safeguarding Children Board\n\n"
            "## Review of the effectiveness of the Local Safeguarding Children Board\n\n"
            "Inspection date: 15 June 2015 – 17 June 2015"
        ),
        "other",
        "72: a review of the board alone",
    ),
    (
        (
            "# Derby City Council\n\n"
            "## Inspection of services for children in need of help and\n\n"
            "## protection, children looked after and care leavers\n\nand\n\n"
            "## Review of the effectiveness of the Local Safeguarding Children Board\n\n"
            "Inspection date: 15 June 2015 – 17 June 2015"
        ),
        "single-inspection",
        "71: a title broken over lines; with the services the board's review is a part",
    ),
    (
        (
            "# Inspection of progress made in the provision\n\n# of safeguarding services in\n\n"
            "# Derby\n\nAge group: All\n\nPublished: 3 July 2009\n\n"
            "Inspectors saw much, as the director said: it was good."
        ),
        "other",
        "71: an inspection of progress, whose title is broken over lines",
    ),
    (
        letter(VISIT + " This follows the single inspection of 2016 and a monitoring visit."),
        "focused-visit",
        "a letter that speaks of earlier inspections",
    ),
    (
        ilacs("Assessments are better than at the single inspection in 2016."),
        "ilacs",
        "a report that speaks of the older framework",
    ),
    (
        STORY.format(
            body="Ofsted inspectors made a focused visit to Derby City Council. The inspectors "
            "looked at X."
        ),
        "focused-visit",
        "a story",
    ),
    (
        STORY.format(
            body="Ofsted published the report of its inspection of Derby’s children’s services. "
            "Inspectors judged the experiences and progress of children in care good."
        ),
        "ilacs",
        "a story that names the judgements",
    ),
    (
        STORY.format(
            body="Ofsted inspected Derby’s children’s services in March 2022. Inspectors saw much."
        ),
        "ilacs",
        "a story with a verb and no noun",
    ),
    (
        (
            "# Roadworks in Derby\n\nDerby City Council closes a street. An inspection of the bridge "
            "was due, and inspectors came."
        ),
        None,
        "an inspection of something else",
    ),
    (
        (
            "# Food hygiene\n\nOur inspectors visit restaurants in Derby. After the inspection each "
            "gets a rating."
        ),
        None,
        "food inspectors",
    ),
    (
        (
            "# School news\n\nOfsted inspectors judged Example Primary School good. The inspection "
            "took place in May 2022."
        ),
        None,
        "a school's inspection",
    ),
    ("# Which council am I in?\n\nDerby City Council empties the bins.", None, "no inspection"),
]


# --- type ---


@pytest.mark.parametrize(("text", "expected", "why"), TYPES, ids=[why for *_, why in TYPES])
def test_type(text: str, expected: str | None, why: str) -> None:
    assert facts_of(text).inspection.type == expected, why


# --- genre ---


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (letter(VISIT), DocumentKind.LETTER),
        (ilacs(), DocumentKind.REPORT),
        (single(), DocumentKind.REPORT),
        (
            # 71: nothing but the front page tells that it is a report
            "# Progress in Derby\n\nAge group: All\n\nPublished: 3 July 2009\n\nThe report said: no.",
            DocumentKind.REPORT,
        ),
        (
            # a page of the web with an age in it
            "<html><body><h1>Holiday club</h1><p>Age group: 5 to 11</p><p>"
            + "The council did X. " * 30
            + "</p></body></html>",
            DocumentKind.PAGE,
        ),
        (STORY.format(body="Ofsted has inspected Derby City Council."), DocumentKind.NEWS),
        ("Notes for a meeting. The council did X.", DocumentKind.OTHER),
        ("<html><body><p>" + "The council did X. " * 30 + "</p></body></html>", DocumentKind.PAGE),
    ],
)
def test_genre(text: str, kind: DocumentKind) -> None:
    assert facts_of(text).kind == kind


# --- dates ---


@dataclass(frozen=True)
class When:
    """A text, the dates of its inspection (ISO 8601) and of its publication."""

    text: str
    start: str | None
    end: str | None
    published: str | None
    why: str


WHEN = [
    When(ilacs(), "2024-07-08", "2024-07-19", None, "the title block; no publication stated"),
    When(single(), "2017-01-23", "2017-02-16", "2017-04-07", "both labelled"),
    When(letter(VISIT), "2019-02-05", "2019-02-06", "2019-02-28", "a letter's own date"),
    When(
        letter(VISIT, date="Thursday 28 February 2019"),
        "2019-02-05",
        "2019-02-06",
        "2019-02-28",
        "a letter's date with its weekday",
    ),
    When(
        letter(VISIT + "\n\nThe last full inspection took place in November 2016."),
        "2019-02-05",
        "2019-02-06",
        "2019-02-28",
        "an inspection that took place earlier is not what the letter is about",
    ),
    When(
        letter("The letter details how Derby fared. A visit took place on 5 and 6 February 2019."),
        "2019-02-05",
        "2019-02-06",
        "2019-02-28",
        "the visit that took place, where the letter names no other",
    ),
    When(
        letter(
            "This letter summarises the findings of the visit since the last one, on 3 May 2016. "
            "The visit took place on 5 and 6 February 2019."
        ),
        "2019-02-05",
        "2019-02-06",
        "2019-02-28",
        "the day of the last one",
    ),
    When(
        ilacs("Published: 2 September 2024\n\n© Crown copyright 2024"),
        "2024-07-08",
        "2024-07-19",
        "2024-09-02",
        "a label of its own",
    ),
    When(
        ilacs("© Crown copyright 2023"),
        "2024-07-08",
        "2024-07-19",
        None,
        "a copyright year is no publication",
    ),
    When(
        ilacs(dates="8 July 2019 to 12 July 2019 and 7 August 2019 to\n\n8 August 2019"),
        "2019-07-08",
        "2019-08-08",
        None,
        "66: two windows of dates, the last of them on the next line, where it is no publication",
    ),
    When(
        ilacs(dates="8 to 12 July 2019 and\n\n7 to 8 August 2019"),
        "2019-07-08",
        "2019-08-08",
        None,
        "66: the second window on the next line",
    ),
    When(
        single()
        .replace("23 January 2017 – 16 February 2017", "12/09/2016 to 06/10/2016")
        .replace("7 April 2017", "25/11/2016"),
        "2016-09-12",
        "2016-10-06",
        "2016-11-25",
        "67: dates in figures",
    ),
    When(
        single()
        .replace("23 January 2017 – 16 February 2017", "1/06/2015 – 25/06/2015")
        .replace("7 April 2017", "10/08/2015"),
        "2015-06-01",
        "2015-06-25",
        "2015-08-10",
        "68: dates in figures, a day of one",
    ),
    *(
        When(
            single().replace("2017 – 16", f"2017 {dash} 16"),
            "2017-01-23",
            "2017-02-16",
            "2017-04-07",
            f"69: the dash U+{ord(dash):04X}",
        )
        for dash in "\u2500\u2015\u0335\u0336"
    ),
    When(
        "8 July 2024\n\n" + ilacs(),
        "2024-07-08",
        "2024-07-19",
        None,
        "70: a line above the title with the inspection's first day",
    ),
    When(
        "2 September 2024\n\n" + ilacs(),
        "2024-07-08",
        "2024-07-19",
        "2024-09-02",
        "a line above the title with a later day",
    ),
    When(
        ilacs(dates="8 to 19 July 2024\n\n2 September 2024"),
        "2024-07-08",
        "2024-07-19",
        "2024-09-02",
        "a line below the dates that is none of them",
    ),
    When(
        ilacs("The council was last inspected from 4 to 8 June 2018."),
        "2024-07-08",
        "2024-07-19",
        None,
        "an earlier inspection in the text",
    ),
    When(
        letter(
            VISIT.replace(
                "on 5 and 6 February 2019", "in the light of the inspection of 14 May 2017"
            )
        ),
        None,
        None,
        "2019-02-28",
        "only an earlier inspection has a date",
    ),
    When(
        letter(
            "Between 6 and 10 February 2023, Ofsted, the Care Quality Commission (CQC) and HMICFRS "
            "carried out a joint inspection.",
            subject="Joint targeted area inspection of Derby",
            date="31 March 2023",
        ),
        "2023-02-06",
        "2023-02-10",
        "2023-03-31",
        "a joint inspection's opening",
    ),
    When(
        letter(
            "The joint inspection was carried out from 14 to 16 May and 4 to 8 June 2018.",
            subject="Joint targeted area inspection of Derby",
            date="31 July 2018",
        ),
        "2018-05-14",
        "2018-06-08",
        "2018-07-31",
        "two windows",
    ),
    When(
        letter(
            "This letter summarises the findings of the monitoring visit to Derby children’s "
            "services on 8 and 9 October 2019.",
            subject="Monitoring visit to Derby children’s services",
            date="18 December 2019",
        ),
        "2019-10-08",
        "2019-10-09",
        "2019-12-18",
        "a monitoring visit",
    ),
    When(
        STORY.format(
            body="Published 7 April 2017\n\nThe single inspection of Derby’s children’s services "
            "ran from January 23 to February 16, Ofsted says. Inspectors saw much."
        ),
        "2017-01-23",
        "2017-02-16",
        None,
        "a story's dates take the year of its publication, which is not the report's",
    ),
    When(
        STORY.format(
            body="Inspectors came back to Derby’s children’s services. The monitoring visit took "
            "place in October. Ofsted saw much."
        ),
        None,
        None,
        None,
        "a month whose year nobody states",
    ),
    When(
        STORY.format(
            body="Ofsted’s inspection of Derby’s children’s services took place in March 2022. "
            "Inspectors saw much. The report was published on 4 May 2022."
        ),
        "2022-03",
        "2022-03",
        "2022-05-04",
        "a month, and when the report came out",
    ),
    When(
        letter(VISIT + "\n\nA focused visit was undertaken in November 2018. It looked at plans."),
        "2019-02-05",
        "2019-02-06",
        "2019-02-28",
        "the letter's visit, and one before it",
    ),
    When(
        letter("The monitoring visit was undertaken on 12 February 2019. Inspectors saw much."),
        "2019-02-12",
        "2019-02-12",
        "2019-02-28",
        "a visit that was undertaken",
    ),
]


@pytest.mark.parametrize("case", WHEN, ids=lambda case: case.why)
def test_dates(case: When) -> None:
    inspection = facts_of(case.text).inspection
    assert (iso(inspection.start), iso(inspection.end)) == (case.start, case.end)
    assert iso(inspection.published) == case.published
