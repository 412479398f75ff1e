"""Areas: the words for them, and which grade of its sentence each is given."""

from __future__ import annotations

import pytest

from kg.extraction.prose.areas import area_words
from prose import frames, reading, told


def grades(words: str) -> list[str]:
    """The grades of a sentence in short."""
    return [told(grade) for grade in frames(words).grades]


# fmt: off
#: Words, and the areas that they name (a rule for each of `grades.toml`).
WORDS = [
    ("It is good in every area.", ["all"], "every area"),
    ("It is good across the board.", ["overall-effectiveness"], "across the board names no area"),
    ("It is good in all areas.", ["all"], "every area, with a preposition"),
    ("It is good for every one of the council's grades.", ["all"], "every one of its grades"),
    ("Everything else is good.", ["others"], "what is left"),
    ("Services for children in need of help and protection, children looked after and care leavers are good.", [], "none: the title of an inspection"),
    ("The Local Safeguarding Children’s Board is good.", ["lscb"], "a board's whole name"),
    ("“Looked after” children do well.", ["looked-after-and-permanence"], "in quotation marks"),
    ("The overall grade is good.", ["overall-effectiveness"], "the overall grade"),
    ("Its overall effectiveness is good.", ["overall-effectiveness"], "overall effectiveness"),
    ("Work with children in care and care leavers is good.", ["in-care-and-care-leavers"], "one area of 2018 to 2022"),
    ("The experiences and progress of children looked after and care leavers are good.", ["in-care-and-care-leavers"], "its title"),
    ("Help and protection is good.", ["help-and-protection"], "help and protection"),
    ("Services for children in need of help and protection are good.", ["help-and-protection"], "its title"),
    ("Support for children at risk is good.", ["help-and-protection"], "in everyday words"),
    ("Child protection plans are good.", [], "plans are no area"),
    ("Work with care leavers is good.", ["care-leavers"], "care leavers"),
    ("Work with young people who have left care is good.", ["care-leavers"], "... in everyday words"),
    ("The leaving care team is good.", ["care-leavers"], "... by their team"),
    ("Work with children in care is good.", ["in-care"], "children in care"),
    ("Work with young people in its care is good.", ["in-care"], "... of the council"),
    ("Work with looked-after children is good.", ["looked-after-and-permanence"], "children looked after"),
    ("Achieving permanence is good.", ["looked-after-and-permanence"], "permanence"),
    ("Adoption performance is good.", ["adoption"], "adoption"),
    ("The impact of leaders is good.", ["leadership"], "what leaders do"),
    ("Leadership, management and governance is good.", ["leadership"], "the title of before 2018"),
    ("The Local Safeguarding Children Board is good.", ["lscb"], "the board"),
    ("Roads are good.", [], "none"),
]
#: Sentences, and their grades with their areas.
BOUND = [
    ("Leadership was rated good.", ["good: leadership"], "a subject"),
    ("Bury was rated good for adoption.", ["good: adoption"], "given_to: for"),
    ("Bury is good for adoption, leadership and care leavers.", ["good: adoption, leadership, care-leavers"], "a list"),
    ("Bury was rated outstanding for leadership and good for adoption.", ["outstanding: leadership", "good: adoption"], "each after its grade"),
    ("Leadership is outstanding and adoption is good.", ["outstanding: leadership", "good: adoption"], "a clause for each"),
    ("Good overall, but requires improvement for care leavers.", ["good: overall", "requires-improvement: care-leavers"], "contrast: its own side of the but"),
    ("Adoption stays at good and leadership at inadequate.", ["good: adoption", "inadequate: leadership"], "graded_at"),
    ("Bury, good for adoption, is inadequate for care leavers.", ["good: adoption", "inadequate: care-leavers"], "given_to, in a phrase of its own"),
    ("Bury is good for adoption but leadership is rated inadequate.", ["good: adoption", "inadequate: leadership"], "contrast: a but between two grades"),
    ("The overall grade was good; adoption was rated outstanding.", ["good: overall", "outstanding: adoption"], "contrast: a semicolon"),
    ("The support for children in care was judged good but that for care leavers requires improvement.", ["good: in-care", "requires-improvement: care-leavers"], "a noun that the second clause leaves out"),
    ("The help given to care leavers is outstanding.", ["outstanding: care-leavers"], "graded_with_area: help is graded with whom it is for"),
    ("Leadership and adoption were rated good and outstanding respectively.", ["good: leadership", "outstanding: adoption"], "respectively: in order"),
    ("Leadership, adoption and care leavers were rated good and outstanding respectively.", [], "respectively: numbers that differ"),
    ("Bury was rated good in all areas except adoption.", ["good: all"], "except: an exception has no grade"),
    ("Bury was rated good for leadership, with the exception of adoption.", ["good: leadership"], "with the exception of"),
    ("Bury was rated overall good for its work with children in care.", ["good: overall"], "overall_before: what the services are for"),
    ("Bury was rated good, with particular strengths in leadership.", ["good"], "turns: what is praised"),
    ("Bury was rated good, but leaders were too slow.", ["good"], "turns: another clause"),
    ("Bury was rated good overall, with adoption rated outstanding.", ["good: overall", "outstanding: adoption"], "aside: the next grade is the area's"),
    ("Adoption was rated good, while care leavers had also done better.", ["good: adoption"], "turns: while"),
    ("The service was given a rating of good and adoption was rated outstanding.", ["good", "outstanding: adoption"], "graded_next"),
    ("The inspection of child protection in Bury came to a verdict of inadequate.", ["inadequate"], "inspection: what was inspected"),
    ("Bury was rated good in all areas, including leadership and adoption.", ["good: all, leadership, adoption"], "such_as: examples"),
    ("Leaders of the services had a plan and the services were rated good.", ["good"], "a clause with a subject of its own"),
]
# fmt: on


@pytest.mark.parametrize(("words", "expected", "why"), WORDS)
def test_words_for_areas(words: str, expected: list[str], why: str) -> None:
    assert [area.area for area in area_words(reading(words))] == expected, why


@pytest.mark.parametrize(("words", "expected", "why"), BOUND)
def test_the_areas_of_each_grade(words: str, expected: list[str], why: str) -> None:
    assert grades(words) == expected, why


def test_the_range_of_an_area() -> None:
    words = "Ofsted said the leaving care team is good."
    (area,) = area_words(reading(words))
    assert words[area.start : area.end] == "leaving care team"
