"""Grades of a sentence: which words are grades, of what, and when they held."""

from __future__ import annotations

import pytest

from kg.extraction.prose.grades import domain_terms
from kg.extraction.prose.reading import Time
from prose import frames, told


def grades(
    words: str, last_grade: str | None = None, *, says_inspectorate: bool = False
) -> list[str]:
    """The grades of a sentence in short."""
    found = frames(words, last_grade=last_grade, says_inspectorate=says_inspectorate)
    return [told(grade) for grade in found.grades]


# fmt: off
#: Sentences, the grades that they state (see `prose.told`), and the rule.
GRADE_WORDS = [
    ("Bury has been rated outstanding.", ["outstanding"], "grade_word"),
    ("Bury has been judged inadequate by Ofsted.", ["inadequate"], "grade_word"),
    ("Services in Bury were found to be adequate.", ["adequate"], "a grade of the years before 2013"),
    ("Bury requires improvement, inspectors said.", ["requires-improvement"], "a grade that is a verb"),
    ("Bury has been told it requires improvement to be good.", ["requires-improvement"], "one grade, not two"),
    ("Bury's services were judged to be in need of improvement.", ["requires-improvement"], "in need of"),
    ("Ofsted has rated Bury 'requires improvement'.", ["requires-improvement"], "in quotation marks"),
    ("Ofsted has handed Bury its lowest possible grade.", ["inadequate"], "grade_phrase: the lowest"),
    ("Ofsted gave Bury the worst possible rating.", ["inadequate"], "grade_phrase: the worst"),
    ("Bury has won the top rating.", ["outstanding"], "grade_phrase: the highest"),
    ("Bury was given the highest possible mark.", ["outstanding"], "grade_phrase: marks"),
    # --- verbs ---
    ("Inspectors found services to be good.", ["good"], "rating.verbs"),
    ("Ofsted gave it outstanding.", ["outstanding"], "rating.irregular: gave"),
    ("Bury's work was put at good.", ["good"], "rating.irregular: put at"),
    ("The story of how Bury grew from inadequate to good", ["good"], "from_grade: with any verb"),
    ("Bury's services are good, inspectors say.", ["good"], "rating.states with a subject that can be graded"),
    ("Bury remains inadequate.", ["inadequate"], "rating.states: remains"),
    ("Ofsted rates our services good", ["good"], "rates: a headline"),
    ("Bury climbs to outstanding", ["outstanding"], "rating.moves with to"),
    ("Bury fell to inadequate.", ["inadequate"], "rating.moved"),
    ("It was a good rating for the council.", ["good"], "a noun that says it is a rating"),
    # --- without a verb ---
    ("Good overall; outstanding for leadership", ["good: overall", "outstanding: leadership"], "verbless"),
    ("Inadequate for leaders, good in everything else", ["inadequate: leadership", "good: others"], "verbless: no verb at all"),
    ("Bury's work: outstanding for care leavers", ["outstanding: care-leavers"], "verbless_before: behind a colon"),
    ("Outstanding for care leavers, Ofsted finds", ["outstanding: care-leavers"], "verbless_before: it opens a headline"),
    # --- everyday words ---
    ("It was good to see the children again.", [], "everyday: good to see"),
    ("There was good news for Bury.", [], "everyday: good news"),
    ("Bury has done good work with families.", [], "an adjective of another noun"),
    ("There was outstanding practice in one team.", [], "the same of outstanding"),
    ("The council is very good.", [], "so_much: very"),
    ("Bury's services are so good.", [], "so_much: so"),
    ("The weather in Bury was good.", [], "a subject that is not graded"),
    ("The council has adequate funds.", [], "adequate funds"),
    ("“We were told that we are good enough,” she said.", [], "in a quotation of somebody"),
    ("The bridge requires improvement.", [], "something else requires improvement"),
    # --- lists and explanations ---
    ("Councils are graded outstanding, good, requires improvement or inadequate.", [], "in_list: all grades in a row"),
    ("Only councils rated good or outstanding may apply.", [], "or_between: neither is given"),
    ("There are four possible grades, and the lowest grade is inadequate.", [], "explains: four grades"),
    ("A focused visit does not lead to a grade such as good.", [], "explains: visits have no grade"),
    # --- quotations ---
    ("“The help for families is good and the council is outstanding,” said Ann Lee.", [], "a longer quotation"),
    ("Ofsted said Bury was “good” for adoption.", ["good: adoption"], "the grade alone in quotation marks"),
    ("The service was so inadequate that a trust took over.", [], "so_much_that: no grade"),
    ("Information sharing was said to be inadequate.", [], "of something that is not graded"),
    ("The service is good at keeping in touch.", [], "everyday: good at"),
    ("It lists the areas which need improvement.", [], "improvable: what may need it"),
    ("Bury was rated outstanding, the best grade.", ["outstanding"], "explained: other words for it"),
    ("Parts of the service were rated inadequate.", [], "partial: no whole service"),
    ("Services for young people with disabilities were rated inadequate.", [], "partial: for some children"),
]
MOODS = [
    ("Bury was not rated good.", ["unreal good"], "negated"),
    ("Bury was narrowly spared being rated inadequate.", ["unreal inadequate"], "narrowly"),
    ("Bury could be rated good.", ["unreal good"], "possible"),
    ("Leaders fear that Bury will be judged inadequate.", ["unreal inadequate"], "feared"),
    ("Bury hopes to be rated good.", ["unreal good"], "hoped"),
    ("The council wants its services to be rated outstanding.", ["unreal outstanding"], "wanted"),
    ("If services are rated inadequate, ministers may act.", ["unreal inadequate"], "conditional"),
    ("Until Bury is rated good, visits go on.", ["unreal good"], "until"),
    ("Is Bury now rated good?", ["unreal good"], "a question"),
    ("Bury is on its way to good.", ["unreal good"], "not_reached: on its way"),
    ("Bury's services were rated short of good.", ["unreal good"], "not_reached: short of"),
    ("Bury's services were far from good.", ["unreal good"], "not_reached: far from"),
    ("Services will be rated good one day.", ["unreal good"], "one_day"),
    ("Bury will be rated good next time.", ["unreal good"], "... next time"),
    ("Bury did not lose its good rating.", ["unreal good"], "a move that did not take place"),
    ("The council has set itself the target of a good rating.", ["unreal good"], "not_reached: a target"),
    ("It falls short of the threshold to be rated good.", ["unreal good"], "not_reached: a threshold"),
    ("The council was below “good”, the rating it wants.", ["unreal good"], "not_reached: below"),
    ("There is work to do to achieve a good rating.", ["unreal good"], "purpose: what work is for"),
    ("To be rated good.", ["good"], "purpose: a fragment governs itself"),
    ("Bury needs to improve in order to be judged good.", ["unreal good"], "purpose: in order to"),
    ("Plans must ensure that services are good.", ["unreal good"], "governing: to ensure"),
    ("The training helped Bury to be rated good.", ["good"], "governing_bare: what helped came about"),
]
TIMES = [
    # --- dates ---
    ("Bury was rated inadequate in 2015.", ["earlier inadequate @2015"], "an old year"),
    ("Bury was rated good in March 2022.", ["good @2022-03"], "a date that is near"),
    ("Bury was rated good on Tuesday.", ["good @2022-04-19"], "a day of the week"),
    ("Three years ago Bury was rated inadequate.", ["earlier inadequate @2019"], "ago"),
    ("In May 2017, when it was rated inadequate, Bury had no plan.", ["earlier inadequate @2017-05"], "when_clause"),
    ("Bury, which was rated inadequate in 2018, is now good.", ["earlier inadequate @2018", "good"], "a relative clause with its date"),
    ("Rated inadequate in 2015, Bury is now good.", ["earlier inadequate @2015", "good"], "now_between: not the old date's grade"),
    ("In 2015 Bury was inadequate but it is now good.", ["earlier inadequate @2015", "good"], "now_between, in clauses of their own"),
    ("Bury was rated good (it was inadequate in 2015).", ["good", "earlier inadequate @2015"], "a date in brackets belongs there"),
    ("Bury has been rated good, its first good rating since 2013.", ["good", "good"], "first_since: the grade is the new one"),
    ("Bury was rated inadequate twice since 2013.", ["earlier inadequate"], "repeated: no one date"),
    ("After the crisis of 2015 Bury is now rated good.", ["good"], "now_between: the old date is not the grade's"),
    ("Since May 2017, at which inspectors judged Bury inadequate, leaders changed.", ["earlier inadequate @2017-05"], "when_clause: at which"),
    ("Bury opened an office years after an inadequate grade.", ["earlier inadequate"], "years_from: years after"),
    # --- words of time ---
    ("Bury was previously rated inadequate.", ["earlier inadequate"], "earlier: previously"),
    ("Bury's services were formerly good.", ["earlier good"], "earlier: formerly"),
    ("At its last inspection Bury was rated inadequate.", ["earlier inadequate"], "earlier: the last inspection"),
    ("Since the last inspection when services were judged to be good, leaders left.", ["earlier good"], "last_when"),
    ("The services had been inspected in 2018, when they were found to be good.", ["earlier good @2018"], "when, after a past perfect"),
    ("An inspection in May 2017 found Bury inadequate.", ["earlier inadequate @2017-05"], "a date right before the verb"),
    ("It was inadequate in 2009 and then in 2015 as requires improvement.", ["earlier inadequate @2009", "earlier requires-improvement @2015"], "dated_as"),
    ("Bury lost its good rating, earned in 2016, after an inspection in March.", ["earlier good @2016"], "lost_in: not when it was lost"),
    ("Inspectors have removed the council's inadequate rating.", ["earlier inadequate"], "moved_from: removed"),
    ("The inadequate judgement has been lifted.", ["earlier inadequate"], "lifted"),
    ("After years of its services being rated inadequate, Bury has a plan.", ["earlier inadequate"], "years_from: years of"),
    ("Steady progress is being made since being rated inadequate.", ["earlier inadequate"], "since being"),
    ("In the latest report of 2022 Bury was rated good.", ["good"], "newest: the year of the inspection that is news"),
    ("Bury is no longer inadequate.", ["unreal inadequate"], "no longer"),
    ("Bury has been rated good again.", ["good"], "now: again"),
    ("Two years after it was rated inadequate, Bury has a new director.", ["earlier inadequate @2020"], "years after"),
    ("Bury is good, two years on from an inadequate verdict.", ["good", "earlier inadequate"], "years_from"),
    ("Bury has been rated good since it was inspected in 2018.", ["earlier good @2018"], "since it was inspected"),
    ("Bury had been inadequate but it is good.", ["earlier inadequate", "good"], "the past perfect beside the present"),
    ("Bury was told that it had been rated good.", ["good"], "the past perfect of reported speech"),
    ("It is good, after Ofsted told Bury that it required improvement in 2017.", ["good", "earlier requires-improvement @2017"], "a year beside a grade without a date"),
    # --- moves ---
    ("Bury has moved from inadequate to good.", ["earlier inadequate", "good"], "from X to Y"),
    ("Bury jumped from “requires improvement” to “outstanding”.", ["earlier requires-improvement", "outstanding"], "... in quotation marks"),
    ("Bury is now good, up from requires improvement.", ["good", "earlier requires-improvement"], "up from"),
    ("Bury has lost its good rating.", ["earlier good"], "moved_from: lost"),
    ("Bury has shaken off its inadequate rating.", ["earlier inadequate"], "moved_from: shaken off"),
    ("Bury was stripped of its outstanding grade.", ["earlier outstanding"], "moved_from: stripped of"),
    ("Adoption has climbed from good to outstanding.", ["earlier good: adoption", "outstanding: adoption"], "to_between: the area has the new grade"),
    ("Bury's rating rose two grades, from inadequate to good.", ["earlier inadequate", "good"], "moves with a noun"),
    ("Bury has improved its rating from inadequate in 2018 to good.", ["earlier inadequate @2018", "good"], "a move with the old date"),
    ("Bury escaped an inadequate rating.", ["earlier inadequate"], "moved_from: escaped"),
    ("Bury was rated inadequate in 2013, requires improvement in 2016 and good in 2019.", ["earlier inadequate @2013", "earlier requires-improvement @2016", "earlier good @2019"], "each date belongs to its grade"),
    # --- again ---
    ("Bury remains good, as in 2017.", ["good", "earlier good: overall @2017"], "also: as in"),
    ("Bury was judged inadequate, as it was in 2015.", ["inadequate", "earlier inadequate: overall @2015"], "also: as it was in"),
    ("Bury was inadequate in 2013 and again in 2015.", ["earlier inadequate @2013", "earlier inadequate: overall @2015"], "also: again in"),
    # --- held ---
    ("The 'inadequate' department has a new head.", ["earlier inadequate"], "held_by, in quotation marks"),
    ("Inspectors met leaders of the 'good' council.", ["earlier good"], "held_by: council"),
    ("Inspectors came back to 'inadequate' Bury.", ["earlier inadequate"], "a grade right before the council's name"),
    # --- to come ---
    ("Bury will be rated good.", ["coming good"], "future"),
    ("Bury plans to be rated good.", ["coming good"], "planned"),
]
GENERAL = [
    ("Most councils are rated good.", ["general good"], "generic: most councils"),
    ("Every authority was rated inadequate.", ["general inadequate"], "generic: every authority"),
    ("Three other councils were rated outstanding.", ["general outstanding"], "generic: a number"),
    ("Bury is one of only 13 councils rated outstanding.", ["earlier outstanding"], "generic_one_of: it holds the grade"),
    ("Unlike Wigan, which was rated good, Bury failed.", ["general good"], "compared: unlike"),
    ("Neighbouring Wigan was rated outstanding.", ["general outstanding"], "compared: neighbouring"),
]
BACK = [
    ("Adoption was given the same grade.", "good", ["good: adoption"], "same_grade: from the sentence before"),
    ("Leadership received that grade.", "inadequate", ["inadequate: leadership"], "same_grade: that grade"),
    ("The same goes for leadership.", "good", ["good: leadership"], "same_grade: the same goes for"),
    ("That was the verdict on its leaders too.", "good", ["good: leadership"], "same_grade: that was the verdict"),
    ("Help and protection is good, and so is the leadership.", None, ["good: help-and-protection", "good: leadership"], "same_grade: so is"),
    ("That grade was won in November 2018.", "good", ["earlier good @2018-11"], "that grade with an old date"),
    ("That grade surprised the mayor.", "good", [], "that grade with neither an area nor an old date"),
    ("Leadership received that grade.", None, [], "no grade before"),
]
# fmt: on


@pytest.mark.parametrize(("words", "expected", "why"), GRADE_WORDS)
def test_words_that_are_grades(words: str, expected: list[str], why: str) -> None:
    assert grades(words) == expected, why


@pytest.mark.parametrize(("words", "expected", "why"), MOODS)
def test_grades_that_are_not_so(words: str, expected: list[str], why: str) -> None:
    assert grades(words) == expected, why


@pytest.mark.parametrize(("words", "expected", "why"), TIMES)
def test_when_grades_held(words: str, expected: list[str], why: str) -> None:
    assert grades(words) == expected, why


@pytest.mark.parametrize(("words", "expected", "why"), GENERAL)
def test_grades_of_no_council_in_particular(words: str, expected: list[str], why: str) -> None:
    assert grades(words) == expected, why


@pytest.mark.parametrize(("words", "last", "expected", "why"), BACK)
def test_that_grade(words: str, last: str | None, expected: list[str], why: str) -> None:
    assert grades(words, last) == expected, why


@pytest.mark.parametrize(
    ("words", "expected", "why"),
    [
        ("Wigan is rated good and Salford outstanding.", [("good", ["Wigan"]), ("outstanding", ["Salford"])], "gapping: the verb is said once"),
        ("Wigan was rated good and Salford was failed as inadequate.", [("good", ["Wigan"]), ("inadequate", ["Salford"])], "two clauses"),
        ("Bury, Bolton and Wigan are rated good.", [("good", ["Bury", "Bolton", "Wigan"])], "joined: a row"),
        ("In Wigan services are good; in Salford they are inadequate.", [("good", ["Wigan"]), ("inadequate", ["Salford"])], "each of its own clause"),
        ("Wigan's services are good while Salford's are inadequate.", [("good", ["Wigan"]), ("inadequate", ["Salford"])], "two possessives"),
        ("Bury and Bolton were both judged inadequate.", [("inadequate", ["Bury", "Bolton"])], "two in a row"),
        ("Ofsted has rated Bury Council good.", [("good", ["Bury Council"])], "the object"),
        ("Bury's services are good.", [("good", ["Bury"])], "a possessive"),
        ("Services in Bury are good.", [("good", ["Bury"])], "where the services are"),
        ("Salford, which was rated good, will help Bury.", [("good", ["Salford"])], "a relative clause is about the word before it"),
        ("The council was rated good.", [("good", [])], "none is named"),
    ],
)  # fmt: skip
def test_councils_of_grades(words: str, expected: list[tuple[str, list[str]]], why: str) -> None:
    found = frames(words).grades
    assert [(g.grade, [words[slice(*c)] for c in g.councils]) for g in found] == expected, why


@pytest.mark.parametrize(
    ("words", "main", "why"),
    [
        ("Bury was rated good.", True, "a main clause"),
        ("Bury, which was rated good, has a new director.", False, "a relative clause"),
    ],
)
def test_grades_of_main_clauses(words: str, main: bool, why: str) -> None:
    assert [grade.main for grade in frames(words).grades] == [main], why


@pytest.mark.parametrize(
    ("says_inspectorate", "expected", "why"),
    [
        (True, ["good"], "the inspectorate's own words state a grade"),
        (False, [], "those of others do not"),
    ],
)
def test_grades_in_quotations(says_inspectorate: bool, expected: list[str], why: str) -> None:
    words = "“The services that we saw in this borough were rated good.”"
    assert grades(words, says_inspectorate=says_inspectorate) == expected, why


def test_the_range_of_a_grade_has_its_area() -> None:
    words = "Ofsted said Bury was good for adoption."
    (grade,) = frames(words).grades
    assert words[grade.start : grade.end] == "good for adoption"
    assert grade.time is Time.NOW


@pytest.mark.parametrize(
    ("words", "expected", "why"),
    [
        ("Children in care do well.", ["Children in care"], "an area"),
        ("It was rated requires improvement.", ["requires improvement"], "a grade of several words"),
        ("The overall grade is good.", [], "the overall grade is read as it stands"),
        ("They needed improvement work.", [], "words that are no complement stay verbs"),
    ],
)  # fmt: skip
def test_terms_of_the_domain(words: str, expected: list[str], why: str) -> None:
    assert [words[a:b] for a, b, _ in domain_terms(words, 0, len(words))] == expected, why
