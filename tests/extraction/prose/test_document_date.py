"""The day that a story, a page or minutes bear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from files import document
from kg.extraction.prose.document_date import document_date, is_date_line

STORY = (
    "The council has been asked to say how it will spend what it was given for buses, and nobody in "
    "the room could answer the question when it was put."
)


def date_of(text: str, name: str = "a.txt", declared: str | None = None) -> str | None:
    """The document's own date in ISO 8601, checked against its words."""
    doc = replace(document(text, name), published=declared)
    found = document_date(doc)
    if found is None:
        return None
    date, evidence = found
    assert date.iso[:4][-2:] in doc.quote(evidence.start, evidence.end)
    return date.iso


@pytest.mark.parametrize(
    ("line", "expected", "why"),
    [
        ("Friday, March 8, 2019", "2019-03-08", "month first, as some papers write it"),
        ("Thursday 5 May 2022 08:00", "2022-05-05", "with the time behind it"),
        ("07:15, 5 MAY 2022", "2022-05-05", "with the time before it, in capitals"),
        ("05.09.18", "2018-09-05", "numbers are day, month, year; a year may have two digits"),
        ("5/9/2018 • Una Quill", "2018-09-05", "with the writer behind it"),
        ("2018-09-05", "2018-09-05", "ISO 8601"),
        ("Una Quill 06 April 2016", "2016-04-06", "the writer before it"),
        ("| 3 June 2019", "2019-06-03", "behind a bar"),
        ("Tue 6 August 2019", "2019-08-06", "a short name of the day"),
        ("Wed 6th Aug. 2019", "2019-08-06", "an ordinal, a short month"),
        ("Published: 14 January 2022", "2022-01-14", "a label"),
        ("Published14 January 2022", "2022-01-14", "a label that lost its space"),
        ("First published on 14 January 2022 at 9.30am", "2022-01-14", "a label and a time"),
        ("Last updated: 14 January 2022", "2022-01-14", "a page may have no other date"),
        ("By Una Quill on April 5, 2019 in Buses, Roads", "2019-04-05", "writer and sections"),
        ("Vale Post, Thursday 21st October 2021", "2021-10-21", "the paper's name"),
        ("5 May 2022 – The Vale of Nowhere Post", "2022-05-05", "the paper's name behind it"),
        ("Friday 28 June 2024 · 4-minute read", "2024-06-28", "how long it takes to read"),
        ("14 MAY 2014 | BY NEWSROOM | 0 COMMENTS", "2014-05-14", "a count of comments"),
        ("Embargoed until 00.01 on Tuesday 23 January 2024", "2024-01-23", "a press release"),
        (
            "Meeting of Bus Select Committee, Thursday, 18th April, 2019 10.00 am (Item 6.)",
            "2019-04-18",
            "the day of a meeting",
        ),
        ("Bus Panel - Tuesday, 7 February 2023 7.00 pm", "2023-02-07", "a committee's agenda"),
        (
            "MINUTES of the meeting held at the Old Hall on Thursday 24 March 2022 at 5.30pm",
            "2022-03-24",
            "minutes",
        ),
        ("Date of decision: 16/07/2024", "2024-07-16", "the record of a decision"),
    ],
)
def test_date_lines(line: str, expected: str, why: str) -> None:
    assert is_date_line(line), why
    assert date_of(f"Buses to stop for good\n\n{line}\n\n{STORY}") == expected, why


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Inspectors visited on 7 and 8 May 2019.", "running prose"),
        ("The committee met on 5 June 2018", "running prose without its full stop"),
        ("Their letter was published on 12 March 2019", "a letter's date in prose"),
        ("Inspection of Nowhere Council, 7 May 2019", "the date of an inspection"),
        ("Focused visit: 5 May 2019", "the date of a visit"),
        ("Report published: 5 May 2019", "the date of the report that a page is about"),
        ("Inspected from 4 to 15 April 2022", "the dates of an inspection"),
        ("DATE OF NEXT MEETING 26 May 2022", "the next meeting"),
        ("Call-in: 26 May 2022", "the end of a term"),
        ("Closing date: 26 May 2022", "a deadline"),
        ("The minutes of the meeting held on 7 May 2021 were approved", "an earlier meeting"),
        ("31 February 2022", "no such day"),
        ("4 May", "no year"),
        ("Version 1.12.24.7", "not a date"),
    ],
)
def test_lines_that_do_not_date_a_document(line: str, why: str) -> None:
    assert date_of(f"Buses to stop for good\n\n{line}\n\n{STORY}") is None, why


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (
            f"Buses stop\n\n{STORY}\n\n{STORY}\n\n- Trams stop\n- Published18 March 2019",
            None,
            "the date of a linked story",
        ),
        (
            (
                f"Buses stop\n\n{STORY}\n\n{STORY}\n\n{STORY}\n\nTrams stop\n\nPublished 8 March 2019"
                "\n\nFerries stop\n\nPublished 9 March 2019"
            ),
            None,
            "two dates at the foot are those of linked stories",
        ),
        (
            f"Buses stop\n\n{STORY}\n\n{STORY}\n\n{STORY}\n\nPublished: 8 March 2019",
            "2019-03-08",
            "one labelled date at the foot is the page's",
        ),
        (
            f"Buses stop\n\n{STORY}\n\n{STORY}\n\n{STORY}\n\n8 March 2019",
            None,
            "a date without a label at the foot may be anything",
        ),
        (
            f"Buses stop\n\nUpdated 9 March 2019\n\nPublished 8 March 2019\n\n{STORY}",
            "2019-03-08",
            "the day of publication is better than that of a change",
        ),
        (
            f"Published\n\n8 March 2019\n\nBuses stop\n\n{STORY}",
            "2019-03-08",
            "a label on a line of its own",
        ),
        (
            f"date 2019-03-08 Buses stop\n\n{STORY}",
            "2019-03-08",
            "a label and a day before the text, as some tools save pages",
        ),
        (
            (
                "Decision details\n\nPublication date: 18/07/2024\n\nDate of decision: 16/07/2024\n\n"
                f"Effective from: 26/07/2024\n\n{STORY}"
            ),
            "2024-07-16",
            "a decision is known by the day on which it was made",
        ),
    ],
)
def test_which_date_is_the_documents_own(text: str, expected: str | None, why: str) -> None:
    assert date_of(text) == expected, why


@pytest.mark.parametrize(
    ("line", "declared", "expected", "why"),
    [
        ("Updated 9 March 2019", "2019-03-08", None, "the page declares its publication"),
        ("9 March 2019", "2019-03-08", "2019-03-09", "the text precedes what is declared"),
        ("8 March 2019 | Updated 9 March 2019", "2019-03-08", "2019-03-08", "both agree"),
    ],
)
def test_what_the_page_declares(line: str, declared: str, expected: str | None, why: str) -> None:
    assert date_of(f"Buses stop\n\n{line}\n\n{STORY}", declared=declared) == expected, why
