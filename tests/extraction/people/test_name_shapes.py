"""People's names: their shapes, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.people.name_shapes import find_names, is_person, strip_titles


def names(text: str) -> list[str]:
    """The names that are found in a text."""
    return [text[start:end] for start, end in find_names(text)]


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Lead inspector: Norma Penfold HMI", ["Norma Penfold"], "an office glued behind"),
        ("Nick Tracey, HMI", ["Nick Tracey"], "an office behind a comma"),
        ("Norma Penfold, His Majesty’s Inspector", ["Norma Penfold"], "an office in full"),
        ("Ms Sue Harling Director of Children’s Services", ["Sue Harling"], "a post without comma"),
        ("Ms Sue Harling\nDirector of Children’s Services", ["Sue Harling"], "a post below"),
        ("Councillor Shan Hurst, lead member", ["Shan Hurst"], "a councillor"),
        ("Cllr Shan Hurst", ["Shan Hurst"], "a councillor cut short"),
        ("Mayor Dave Hodges said", ["Dave Hodges"], "a mayor"),
        ("Dr Sean O’Keefe", ["Sean O’Keefe"], "a curly apostrophe"),
        ("Sean O'Keefe", ["Sean O'Keefe"], "a straight apostrophe"),
        ("Seán Ó Briain", ["Seán Ó Briain"], "a single letter of a surname"),
        ("Mary-Jane Smythe-Jones", ["Mary-Jane Smythe-Jones"], "double names"),
        ("Brenda McLaren and Fiona MacDonald", ["Brenda McLaren", "Fiona MacDonald"], "Mc, Mac"),
        ("Jenny de Souza", ["Jenny de Souza"], "a particle"),
        ("Pieter van der Berg", ["Pieter van der Berg"], "two particles"),
        ("Zoë Ødegård", ["Zoë Ødegård"], "letters beyond ASCII"),
        ("J. R. Hartwell", ["J. R. Hartwell"], "initials"),
        ("Anne J Hartwell", ["Anne J Hartwell"], "an initial without a stop"),
        ("Mohammed Al-Hassan", ["Mohammed Al-Hassan"], "an article with a hyphen"),
        ("Wendy Willis, CBE", ["Wendy Willis"], "an honour"),
        ("Dame Rachel Soames and Sir Alan Woods", ["Rachel Soames", "Alan Woods"], "honorifics"),
        (
            "Pauline Higgs, Tracey Metcalf, Cathy Blake and Donna Marsden",
            ["Pauline Higgs", "Tracey Metcalf", "Cathy Blake", "Donna Marsden"],
            "a list",
        ),
        ("Pauline Higgs; Tracey Metcalf", ["Pauline Higgs", "Tracey Metcalf"], "semicolons"),
        ("Charlie Fordwych, HMI, Lead inspector", ["Charlie Fordwych"], "a role behind"),
        ("Tessa Valpy, CQC Lead inspector", ["Tessa Valpy"], "another inspectorate"),
        ("Mark Young", ["Mark Young"], "a surname that is an everyday word"),
        ("Anna Hall", ["Anna Hall"], "a surname that is a building"),
        ("Steve West", ["Steve West"], "a surname that is a direction"),
        ("Paul d’Orsay and Anne d'Arcy", ["Paul d’Orsay", "Anne d'Arcy"], "91: a French particle"),
        ("Tracey Metcalf, June Blakely", ["Tracey Metcalf", "June Blakely"], "92: June"),
        ("and April Blakely", ["April Blakely"], "92: April"),
        ("In June Tracey Metcalf left.", ["Tracey Metcalf"], "a month before a name"),
        ("Since June Blakely has", [], "a month before a surname"),
        ("Judith Swinford Robert Pellow", ["Judith Swinford", "Robert Pellow"], "83: two names"),
        ("Mary Anne Smythe Jones", ["Mary Anne Smythe Jones"], "four words of one name"),
        ("Nigel Parkin Any complaints", ["Nigel Parkin"], "82: a sentence's first word behind"),
        ("Brent Ashby", ["Brent Ashby"], "a place that is a first name"),
        ("Claire Durham", ["Claire Durham"], "a place that is a surname"),
        ("Bradford Stone", ["Bradford Stone"], "a place that is a first name to few"),
        ("Kent Hughes, Tom Park", ["Kent Hughes", "Tom Park"], "the same in a list"),
        ("Camden Price, the chief executive", ["Camden Price"], "the same before a post"),
        ("Bradford Young", ["Bradford Young"], "a surname that is an everyday word behind it"),
    ],
)
def test_names_are_found(text: str, expected: list[str], why: str) -> None:
    assert names(text) == expected, why


@pytest.mark.parametrize(
    "text",
    [
        "Good Overall",
        "Requires Improvement",
        "Overall Effectiveness",
        "Halton",
        "Kew",
        "Cafcass",
        "Ofsted",
        "Photographs",
        "Read More",
        "Her Majesty’s Inspector",
        "His Majesty’s Chief Inspector",
        "Lead Inspector",
        "Senior Data Analyst",
        "Director of Children’s Services",
        "Chief Executive",
        "Lead Member",
        "Central Bedfordshire Council",
        "London Borough of Bexley",
        "Bedford Borough",
        "Durham Fells",  # 86: a place first
        "Surrey Downlands",  # 88
        "Kent Marshes",
        "Anytown Young Offenders Institution",  # 87
        "Piccadilly Gate",
        "Store Street",
        "Care Quality Commission",
        "National Probation Service",
        "Bedfordshire Police",
        "Public Law Outline",
        "Early Help",
        "Children in Care Council",
        "Social Work Academy",
        "Monday 5 February",
        "Yours Sincerely",
        "Dear Colleagues",
        "Crown Copyright",
        "The council did X.",
        "Although Children",
        "",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Councillor Shan Hurst", "Shan Hurst"),
        ("Ms Sue Harling", "Sue Harling"),
        ("Cllr. Dr Anne Smythe", "Anne Smythe"),
        ("Professor Sir Alan Woods", "Alan Woods"),
        ("Drew Barnes", "Drew Barnes"),
        ("Missy Lordes", "Missy Lordes"),
    ],
)
def test_titles_go(name: str, expected: str) -> None:
    assert strip_titles(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Rachel Griffin", True),
        ("Rachel", False),
        ("Rachel G.", False),
        ("Good Overall", False),
        ("Safeguarding Board", False),
    ],
)
def test_what_can_be_a_person(name: str, expected: bool) -> None:
    assert is_person(name) is expected


@given(st.text(max_size=200))
def test_ranges_are_ordered_and_inside_the_text(text: str) -> None:
    position = 0
    for start, end in find_names(text):
        assert position <= start < end <= len(text)
        assert is_person(text[start:end])
        position = end
