"""Lines of stories and pages that are not their text."""

from __future__ import annotations

import pytest

from files import document
from kg.extraction.prose.furniture import furniture, is_furniture_line

STORY = (
    "The council has been asked to say how it will spend what it was given for buses, and nobody in "
    "the room could answer the question when it was put."
)
SHORT = "Nobody knew, and nobody said so before the meeting had ended."


@pytest.mark.parametrize(
    "line",
    [
        "Sign up to our newsletter for more bus news",
        "SIGN UP: Get the Post's free email newsletter",
        "Subscribe to our breaking news alerts",
        "Get the day's headlines in your inbox",
        "Register now for four free articles a month",
        "You have 2 free articles left this month",
        "Share this",
        "Share: Facebook Twitter LinkedIn",
        "Share on WhatsApp",
        "Click to share on X (opens in new window)",
        "Follow us on Facebook for more bus news",
        "Copy link",
        "READ MORE: Council tax to rise",
        "MORE: Flood defences are running late",
        "Read next: a walk in the hills",
        "Don't miss: the 12 best walks",
        "Click here to see the timetable",
        "Download the timetable (PDF, 160KB)",
        "[Photo: the bus station at dusk]",
        "Image: Vale Post",
        "Image caption, The station, which is to close",
        "The depot, where the drivers met. Photo: Vale Post",
        "The leader of the council on a bus (Picture: Una Quill)",
        "Advertisement",
        "Article continues below",
        "© Vale Post. All rights reserved.",
        "We use cookies to make this site better. Some of them are needed, others are not.",
        "Home > News > Buses",
        "Home / Newsroom / 2021 / July",
        "Tags: buses, trams",
        "Skip to content",
        "3 min read",
        "| 3 June 2019",
        "Published 15th Oct 2024, 05:00 BST",
        "By Una Quill",
        "By Una Quill, Local Democracy Reporter",
        "Comments are closed on this article.",
        "Sign in to post a comment",
        "Got a story? Email the newsdesk.",
        "POLL: Should every bus have a bell?",
        "Was this page helpful?",
        "Jobs | Motors | Property | Notices",
        "News article website design by Nobody",
    ],
)
def test_a_line_of_furniture_drops_itself_alone(line: str) -> None:
    assert is_furniture_line(line)
    doc = document(f"{STORY}\n\n{line}\n\n{SHORT}\n\n{STORY}", "a.txt")
    assert furniture(doc) == {doc.blocks[1].start}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Share the learning from audits with all teams", "an instruction, not a link"),
        ("Support for the families of young carers is strong", "a finding"),
        ("Follow-up visits are late", "a finding"),
        ("More children are seen on time.", "no link"),
        ("Read the child's file before each visit", "an instruction"),
        ("Play-based assessments are good", "a finding"),
        ("Area | 2022 | 2018", "the head of a table with rows below it"),
        ("By 2025 all buses will be electric.", "a sentence"),
        ("(c) Mrs Quill asked about the pavements near the school.", "a letter, not a copyright"),
        ("Contact between brothers and sisters is promoted well", "a finding"),
        ("Home visits are frequent", "a finding"),
        ("Image of social work has improved", "a finding"),
        ("Comment", "a heading of a release"),
        ("The copyright of the report is ours.", "a sentence"),
        ("“Sign up to it,” she told the meeting.", "speech"),
    ],
)
def test_text_that_looks_like_furniture(line: str, why: str) -> None:
    below = "Overall | Good | Good" if "|" in line else SHORT
    doc = document(f"{STORY}\n\n{line}\n\n{below}\n\n{STORY}", "a.txt")
    assert furniture(doc) == frozenset(), why


@pytest.mark.parametrize(
    ("head", "entries", "why"),
    [
        ("Related stories", ["Trams stop", "Ferries stop"], "linked stories"),
        ("READ MORE", ["Trams stop", "Vote: name our bus"], "linked stories"),
        ("More on this story", ["- Trams stop", "- Ferries stop 4 May 2020"], "a list of them"),
        ("Additional documents:", ["- Appendix 1", "- Appendix 2"], "papers of a meeting"),
    ],
)
def test_the_text_goes_on_below_linked_stories(head: str, entries: list[str], why: str) -> None:
    listed = "\n\n".join([head, *entries])
    doc = document(f"{STORY}\n\n{listed}\n\n{SHORT}\n\n{STORY}", "a.txt")
    dropped = [doc.quote(b.start, b.end) for b in doc.blocks if b.start in furniture(doc)]
    assert dropped == [head, *(entry.removeprefix("- ") for entry in entries)], why


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("Most read", "the site's other stories"),
        ("TRENDING", "the same, in capitals"),
        ("Also in the news", "the same"),
        ("Comments (3)", "what readers say is not the story"),
        ("3 comments", "the same"),
        ("Notes to editors", "what grades mean, who is available"),
    ],
)
def test_a_last_list_ends_the_document(head: str, why: str) -> None:
    doc = document(f"{STORY}\n\n{STORY}\n\n{STORY}\n\n{head}\n\nTrams stop\n\n{STORY}", "a.txt")
    assert furniture(doc) == {block.start for block in doc.blocks[3:]}, why


@pytest.mark.parametrize("head", ["Comments (3)", "Latest news", "3 comments"])
def test_a_count_of_comments_above_the_story_drops_itself(head: str) -> None:
    doc = document(f"Buses stop\n\n{head}\n\n{STORY}\n\n{STORY}\n\n{STORY}\n\n{STORY}", "a.txt")
    assert furniture(doc) == {doc.blocks[1].start}
