"""Which councils a document is about, and which of them each sentence is about."""

from __future__ import annotations

import dataclasses

import pytest

from files import document, page
from kg.extraction.pipeline import extract
from kg.extraction.prose.discourse import is_about_inspection
from kg.gazetteer import Gazetteer
from kg.model import Facts

COUNCILS = Gazetteer.load().councils


def facts(paragraphs: tuple[str, ...], **metadata: object) -> Facts:
    """The facts of a text with these paragraphs, of 22 April 2022."""
    doc = document("\n\n".join(paragraphs), "a.txt")
    metadata = {"published": "2022-04-22", **metadata}
    return extract(dataclasses.replace(doc, **metadata))  # type: ignore[arg-type]


def subjects(found: Facts) -> list[str]:
    """The councils that a document is about."""
    return [COUNCILS[gss].name for gss in found.subjects or ()]


def grades(found: Facts) -> list[str]:
    """The overall grades, by council."""
    return sorted(
        f"{COUNCILS[j.council].name} {j.grade}"
        for j in found.judgements
        if j.council and j.area == "overall-effectiveness"
    )


FILLER = "The inspectors spoke to social workers, to foster carers and to a number of families."

# fmt: off
#: Paragraphs, the councils that they are about, and the overall grades.
ONE = [
    (("Bury's children's services have been rated good by Ofsted.", "Neighbouring Wigan was rated outstanding."), ["Bury"], ["Bury good"], "a neighbour is only compared with"),
    (("Bury's children's services have been rated good by Ofsted.", "Unlike Wigan, Bury has kept its social workers."), ["Bury"], ["Bury good"], "so is one that it is unlike"),
    (("Bury's children's services have been rated good by Ofsted.", "Ann Lee came from Wigan in 2019 to lead them."), ["Bury"], ["Bury good"], "one in passing"),
    (("Bury's children's services inspected", "Ofsted has published its report.", "They were rated good."), ["Bury"], ["Bury good"], "the title names it, the text does not"),
    (("Ofsted has published a report on children's services.", "They were rated good, and Bury Council is pleased."), ["Bury"], ["Bury good"], "named once, in its opening"),
    (("Children's services have been rated good by Ofsted.",), [], [], "no council"),
]
SEVERAL = [
    # --- headings ---
    (("This month's inspections", "Bury", "Ofsted has rated its children's services good.", "Wigan", "Ofsted has rated its children's services outstanding."), ["Bury", "Wigan"], ["Bury good", "Wigan outstanding"], "a section for each"),
    (("Ofsted's reports on children's services", "Bury Council", "They were rated good.", "Wigan Council", "They were rated inadequate.", "Reaction", "They were rated outstanding, says nobody."), ["Bury", "Wigan"], ["Bury good", "Wigan inadequate"], "a heading of no council ends the last section"),
    # --- paragraphs ---
    (("Ofsted has published three reports on children's services.", "Bury was rated good. " + FILLER, "Wigan was rated inadequate. " + FILLER, "Salford was rated outstanding. " + FILLER), ["Bury", "Wigan", "Salford"], ["Bury good", "Salford outstanding", "Wigan inadequate"], "a paragraph for each"),
    (("Ofsted has published two reports on children's services.", "Bury has been inspected. " + FILLER + " Its services were rated good.", "Wigan has been inspected. " + FILLER + " Its services were rated inadequate."), ["Bury", "Wigan"], ["Bury good", "Wigan inadequate"], "the council that opens the paragraph"),
    # --- sentences ---
    (("Ofsted has rated children's services in two councils.", "Bury was rated good and Wigan was rated inadequate."), ["Bury", "Wigan"], ["Bury good", "Wigan inadequate"], "a clause for each"),
    (("Ofsted has published its reports on children's services.", "Bury and Wigan were both rated good."), ["Bury", "Wigan"], ["Bury good", "Wigan good"], "two in a row"),
    (("Ofsted has published two reports on children's services.", "Bury has had a full inspection.", "Wigan has had a full inspection.", "Both were rated good."), ["Bury", "Wigan"], ["Bury good", "Wigan good"], "everyone: both"),
]
# fmt: on


@pytest.mark.parametrize(("paragraphs", "councils", "overall", "why"), ONE)
def test_documents_about_one_council(
    paragraphs: tuple[str, ...], councils: list[str], overall: list[str], why: str
) -> None:
    found = facts(paragraphs)
    assert subjects(found) == councils, why
    assert grades(found) == overall, why


@pytest.mark.parametrize(("paragraphs", "councils", "overall", "why"), SEVERAL)
def test_round_ups(
    paragraphs: tuple[str, ...], councils: list[str], overall: list[str], why: str
) -> None:
    found = facts(paragraphs)
    assert subjects(found) == councils, why
    assert grades(found) == overall, why


def test_a_general_heading_ends_the_section_of_the_last_council() -> None:
    body = """
    <article><h1>Ofsted's reports on children's services</h1>
    <h2>Bury Council</h2>
    <p>Its services were rated good after inspectors came in March to speak to families.</p>
    <h2>Wigan Council</h2>
    <p>A full inspection began in March and inspectors are to publish a report on it in May.</p>
    <h2>Reaction</h2>
    <p>It was rated inadequate, said one reader who had not read the report about anyone.</p>
    </article>"""
    doc = document(page(body), "a.html")
    found = extract(dataclasses.replace(doc, published="2022-04-22"))
    assert subjects(found) == ["Bury", "Wigan"]
    assert grades(found) == ["Bury good"]


# --- pages of a council that they do not name ---

PAGE = (
    "Ofsted has rated our children's services good",
    "Our children's services have been rated good by Ofsted.",
    "The council is very pleased.",
)


@pytest.mark.parametrize(
    ("metadata", "why"),
    [
        ({"publisher": "Bury Council"}, "its publisher"),
        ({"names": ("News", "Bury Council")}, "a name of its site"),
        ({"title": "Services rated good | Bury Council"}, "the end of its title"),
        ({"url": "https://www.bury.gov.uk/news/1"}, "its address"),
    ],
)
def test_a_page_is_about_the_council_that_publishes_it(
    metadata: dict[str, object], why: str
) -> None:
    found = facts(PAGE, **metadata)
    assert subjects(found) == ["Bury"], why
    assert grades(found) == ["Bury good"], why


def test_an_address_in_the_text_tells_whose_page_it_is() -> None:
    found = facts((*PAGE, "More at www.bury.gov.uk/ofsted."))
    assert subjects(found) == ["Bury"]


def test_the_council_of_a_page_that_names_none_is_mentioned_where_it_says_the_council() -> None:
    found = facts(PAGE, publisher="Bury Council")
    (mention,) = found.councils
    where = mention.evidence
    assert "\n\n".join(PAGE)[where.start : where.end] == "The council"


def test_a_publisher_of_news_is_no_council() -> None:
    assert subjects(facts(PAGE, publisher="The Bury Echo")) == []


# --- names at the date of the document ---


def test_a_name_means_the_council_of_the_day() -> None:
    """Buckinghamshire is a county until April 2020, and one unitary council after it."""
    story = ("Buckinghamshire's children's services have been rated good by Ofsted.",)
    codes = [facts(story, published=day).subjects for day in ("2018-06-01", "2022-06-01")]
    assert codes == [("E10000002",), ("E06000060",)]


# --- what the document is about ---


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Ofsted rated children's services good.", True, "ours"),
        ("Inspectors met social workers.", True, "inspectors of ours"),
        ("Children's services have a new director.", False, "no inspectorate"),
        ("Estyn, and Ofsted, wrote on social workers.", False, "elsewhere comes first"),
        ("The CQC wrote about social workers.", False, "health alone"),
        ("The CQC and Ofsted wrote about social workers.", True, "health, with Ofsted"),
        ("Ofsted inspected a primary school. The head teacher and pupils met social workers.", False, "others: more words of schools"),
        ("Ofsted looked at adult social care and care homes.", False, "others: adults"),
    ],
)  # fmt: skip
def test_documents_about_inspections(text: str, expected: bool, why: str) -> None:
    assert is_about_inspection(document(text, "a.txt")) is expected, why


def test_a_county_that_says_where_a_council_is_is_no_topic() -> None:
    found = facts(("St Helens Council in Lancashire has been rated good by Ofsted.", FILLER))
    assert subjects(found) == ["St Helens"]


def test_a_sentence_that_names_only_another_council_is_not_of_the_documents_own() -> None:
    found = facts(
        (
            "Ofsted has rated Bury's children's services good.",
            "Trafford had been graded by a team in March and Trafford was told that it is inadequate.",
            "Bury Council said that it was pleased. " + FILLER,
        )
    )
    assert "Bury inadequate" not in grades(found)


def test_without_a_date_a_bare_name_is_the_council_that_is_spelt_out() -> None:
    found = facts(
        ("Ofsted has rated Dorset County Council's services good.", "Dorset was pleased."),
        published=None,
    )
    assert found.subjects == ("E10000009",)


def test_a_school_at_the_top_does_not_hide_what_the_rest_is_about() -> None:
    lead = "Ofsted came to a primary school. " + "It spoke of news. " * 40
    assert not is_about_inspection(document(lead, "a.txt"))
    assert is_about_inspection(document(lead + "It rated social workers. " * 3, "a.txt"))
