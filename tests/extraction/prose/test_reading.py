"""A sentence and what it names: its clauses, its councils, its dates, and when it holds."""

from __future__ import annotations

import pytest
from spacy.tokens import Token

from kg.extraction.prose.dates import find_dates
from kg.extraction.prose.reading import (
    SentenceReading,
    Time,
    in_quotation,
    in_same_brackets,
    is_main,
    is_old,
    is_subject,
    opens_with,
    says,
    subject_of,
    time_of,
)
from kg.model import PartialDate
from prose import TODAY, reading

NOW, EARLIER, COMING, UNREAL, GENERAL = Time


def token(one: SentenceReading, word: str) -> Token:
    """The first token that begins with a word."""
    at = one.text.index(word)
    return next(
        token
        for token, start in zip(one.sentence.tokens, one.sentence.starts, strict=True)
        if start >= at
    )


# fmt: off
#: A sentence, the word whose clause is asked, and its time.
TIMES = [
    ("Leaders run good services.", "run", NOW, "the present"),
    ("Inspectors found delays.", "found", NOW, "a story tells in the past what is news"),
    # --- moods before all else ---
    ("Inspectors did not find delays.", "find", UNREAL, "negated"),
    ("Leaders hope to end delays in 2015.", "end", UNREAL, "hoped, whatever the date"),
    ("Leaders plan to end delays.", "end", COMING, "planned"),
    ("Leaders do not plan to end delays.", "end", UNREAL, "no plan"),
    ("Inspectors will find delays.", "find", COMING, "future"),
    ("Inspectors are due to return in May.", "return", COMING, "coming: due to"),
    ("The next visit is in May.", "is", COMING, "coming: the next one"),
    # --- words ---
    ("Leaders previously ran good services.", "ran", EARLIER, "earlier: previously"),
    ("Two years ago leaders ran good services.", "ran", EARLIER, "earlier: years ago"),
    ("At its last inspection leaders were weak.", "were", EARLIER, "earlier: the last inspection"),
    ("For three years leaders were weak.", "were", EARLIER, "earlier: for years"),
    ("Leaders have now replaced a weak team.", "replaced", NOW, "now: beside a word for before"),
    ("Since inspectors came, leaders were weak.", "came", EARLIER, "a clause of since"),
    ("Inspectors came, though leaders had left.", "left", EARLIER, "the past perfect of a minor clause"),
    # --- subjects ---
    ("Most councils run good services.", "run", GENERAL, "generic: most councils"),
    ("All other authorities run good services.", "run", GENERAL, "generic: all others"),
    ("Councils across England run good services.", "run", GENERAL, "generic: across England"),
    ("The council runs good services.", "runs", NOW, "one council"),
]
#: A date, how it is told, and whether it is too long ago for news.
AGES = [
    ("in March 2022", False, "last month"),
    ("in September 2021", False, "half a year"),
    ("in June 2021", True, "ten months"),
    ("in 2021", False, "in the first months of a year, last year may be recent"),
    ("in 2020", True, "two years"),
    ("last summer", False, "a season within a year"),
    ("in the summer of 2020", True, "a season of an old year"),
    ("two years ago", True, "counted"),
    ("a year ago", False, "... last year"),
]
#: Words, the name of a pattern of `reading.toml`, and whether they have it.
SAYS = [
    ("gradable", "the council", True, "a council can be graded"),
    ("gradable", "the weather", False, "the weather can't"),
    ("graded_with_area", "the support", True, "support is graded with whom it is for"),
    ("graded_with_area", "the roof", False, "a roof is not"),
    ("pronoun", "it", True, "a pronoun stands for a council"),
    ("pronoun", "he", False, "not for a man"),
    ("rating_noun", "verdict", True, "a rating by another name"),
    ("rating_noun", "visit", False, "a visit is none"),
    ("generic", "other boroughs", True, "others"),
    ("generic", "per cent of councils", True, "a share of councils"),
    ("generic", "the council", False, "one council"),
    ("compared", "compared with ", True, "before a council to compare with"),
    ("compared", "inspectors in ", False, "where inspectors were"),
    ("earlier", "up from", True, "before a grade of before"),
    ("earlier", "up to date", False, "no time"),
    ("now", "its most recent report", True, "most recent"),
    ("coming", "is expected in May", True, "expected"),
    ("coming", "was in May", False, "past"),
    ("joined", ", and ", True, "between names in a row"),
    ("not_latest", "by the end of ", True, "a date to come"),
    ("not_latest", "in late ", False, "a date"),
    ("generic_one_of", "one of only 13 authorities", True, "one of many that hold a grade"),
    ("years_before", "two years ", True, "before after"),
    ("attached", " on ", True, "between a visit and its date"),
    ("attached", " told us on ", False, "other words"),
]
# fmt: on


@pytest.mark.parametrize(("words", "word", "expected", "why"), TIMES)
def test_when_a_clause_holds(words: str, word: str, expected: Time, why: str) -> None:
    one = reading(words)
    assert time_of(one, token(one, word), None) is expected, why


@pytest.mark.parametrize(
    ("words", "expected", "why"),
    [
        ("Leaders ran weak services in 2015.", EARLIER, "an old date"),
        ("Leaders ran weak services in March.", NOW, "a recent one"),
    ],
)
def test_dates_say_when_a_clause_holds(words: str, expected: Time, why: str) -> None:
    one = reading(words)
    assert time_of(one, token(one, "ran"), one.dates[0]) is expected, why


@pytest.mark.parametrize(
    ("of_grade", "expected", "why"),
    [
        (True, EARLIER, "a grade is that of two years ago"),
        (False, NOW, "what is no grade may be news"),
    ],
)
def test_years_after(of_grade: bool, expected: Time, why: str) -> None:
    one = reading("Leaders left two years after inspectors failed it.")
    assert time_of(one, token(one, "failed"), None, of_grade=of_grade) is expected, why


@pytest.mark.parametrize(("words", "old", "why"), AGES)
def test_old_dates(words: str, old: bool, why: str) -> None:
    (date,) = find_dates(words, 0, len(words), TODAY)
    assert is_old(date, TODAY) is old, why


def test_a_year_is_old_after_the_first_months_of_the_next() -> None:
    (date,) = find_dates("in 2021", 0, 7, TODAY)
    assert is_old(date, PartialDate("2022-05-01"))
    assert not is_old(date, None), "without the document's date nothing is"


@pytest.mark.parametrize(("name", "words", "expected", "why"), SAYS)
def test_patterns(name: str, words: str, expected: bool, why: str) -> None:
    assert says(name, words) is expected, why


@pytest.mark.parametrize(
    ("words", "word", "expected", "why"),
    [
        ("Bury is rated good.", "good", ["Bury"], "the subject"),
        ("Bury, Bolton and Wigan are rated good.", "good", ["Bury", "Bolton", "Wigan"], "joined: commas and and"),
        ("Bury, in Greater Manchester, and Wigan are rated good.", "good", ["Bury", "Wigan"], "joined: where one of them is"),
        ("Inspectors told Bury that services are good.", "good", ["Bury"], "of the clause around it"),
        ("Bury, which runs good services, will help Wigan.", "runs", ["Bury"], "the word that a relative clause is about"),
        ("Inspectors are good.", "good", [], "none"),
        ("Bury's bridge is good.", "good", [], "a thing of the council's that has no grade"),
    ],
)  # fmt: skip
def test_the_councils_of_a_clause(words: str, word: str, expected: list[str], why: str) -> None:
    one = reading(words)
    found = one.councils_of(token(one, word))
    assert [words[slice(*council)] for council in found] == expected, why


@pytest.mark.parametrize(
    ("words", "word", "expected", "why"),
    [
        ("Salford outstanding, Bury good", "good", ["Bury"], "right before it"),
        ("Salford is good", "good", [], "a verb between"),
        ("Salford “good”", "good", ["Salford"], "a quotation mark between"),
    ],
)
def test_the_council_right_before(words: str, word: str, expected: list[str], why: str) -> None:
    found = reading(words).council_before(words.index(word))
    assert [words[slice(*council)] for council in found] == expected, why


@pytest.mark.parametrize(
    ("words", "word", "expected", "why"),
    [
        ("Inspectors came in March and they left in April.", "came", ["2022-03"], "its own clause"),
        ("Inspectors came in March and they left in April.", "left", ["2022-04"], "its own clause"),
        ("Leaders learned when inspectors came in March.", "learned", ["2022-03"], "a clause of time"),
        ("In early March, when inspectors came, leaders left.", "came", ["2022-03"], "before_when: what the clause is about"),
        ("Leaders remember the visit in March that inspectors made.", "made", ["2022-03"], "the noun that a relative clause is about"),
        ("Inspectors said leaders left.", "left", [], "none"),
    ],
)  # fmt: skip
def test_the_dates_of_a_clause(words: str, word: str, expected: list[str], why: str) -> None:
    one = reading(words)
    assert [date.first.iso for date in one.dates_of(token(one, word))] == expected, why


def test_the_nearest_date() -> None:
    words = "Inspectors came in March and in April."
    one = reading(words)
    nearest = one.date_of(token(one, "came"), words.index("April"))
    assert nearest is not None
    assert nearest.first.iso == "2022-04"


@pytest.mark.parametrize(
    ("words", "quoted", "says_inspectorate", "expected", "why"),
    [
        ("“Our work is good,” she said.", "good", False, True, "someone's words"),
        ("“Our work is good,” they said.", "good", True, False, "the inspectorate's"),
        ("Ofsted said it was “good”.", "good", False, False, "a word alone"),
        ("Ofsted said it was “very good”.", "good", False, False, "one more word"),
        ('"Our work is good," she said.', "good", False, True, "straight marks"),
        ("'Our work is good,' she said.", "good", False, True, "single marks"),
        ("It's the council's work that is good.", "good", False, False, "apostrophes are no marks"),
        ("“Our work is good and", "good", False, True, "one that goes on in the next paragraph"),
        ("“Yes,” she said of the good work. “No, it is not.”", "good", False, False, "between two quotations"),
    ],
)  # fmt: skip
def test_quotations(
    words: str, quoted: str, says_inspectorate: bool, expected: bool, why: str
) -> None:
    one = reading(words, says_inspectorate=says_inspectorate)
    start = words.index(quoted)
    assert in_quotation(one, start, start + len(quoted)) is expected, why


def test_a_quotation_ends_with_its_paragraph() -> None:
    text = "“Our work goes on.\nServices are good now."
    one = reading(text)
    start = text.index("good")
    assert not in_quotation(one, start, start + 4)


@pytest.mark.parametrize(
    ("words", "expected", "why"),
    [
        ("good in 2015", True, "no bracket"),
        ("good (in 2015", False, "a bracket opens between"),
        ("good) in 2015", False, "one closes between"),
        ("good (bad) 2015", True, "one opens and closes"),
    ],
)
def test_brackets(words: str, expected: bool, why: str) -> None:
    assert in_same_brackets(words, 0, words.index("2015")) is expected, why
    assert in_same_brackets(words, words.index("2015"), 0) is expected, why


# --- clauses ---


def test_words_of_a_clause() -> None:
    one = reading("Leaders left in May when inspectors came, since money ran out.")
    left = token(one, "left")
    assert "inspectors came" in one.words_of(left), "a clause with when belongs to it"
    assert "money" not in one.words_of(left), "one with since does not"


def test_words_of_a_clause_with_the_subject_that_it_shares() -> None:
    one = reading("The visit began in May and ended in June.")
    ended = token(one, "ended")
    assert "visit" not in one.words_of(ended)
    assert "The visit" in one.words_with_subject(ended)


@pytest.mark.parametrize(
    ("words", "verb", "expected", "why"),
    [
        ("Leaders left.", "left", "Leaders", "its own"),
        ("Leaders came and left.", "left", "Leaders", "shared"),
        ("Go home.", "Go", None, "none"),
    ],
)
def test_subjects(words: str, verb: str, expected: str | None, why: str) -> None:
    found = subject_of(token(reading(words), verb))
    assert (found.text if found else None) == expected, why


def test_whether_a_word_is_in_the_subject() -> None:
    one = reading("Leaders of services met inspectors.")
    met = token(one, "met")
    assert is_subject(token(one, "services"), met)
    assert not is_subject(token(one, "inspectors"), met)


def test_the_conjunction_of_a_clause() -> None:
    came = token(reading("Leaders left when inspectors came."), "came")
    assert opens_with(came, ("when",))
    assert not opens_with(came, ("since",))


@pytest.mark.parametrize(
    ("words", "word", "main", "why"),
    [
        ("Leaders left.", "left", True, "a main clause"),
        ("Leaders, who failed, left.", "failed", False, "a relative clause"),
        ("Leaders left when inspectors came.", "came", False, "a clause of time"),
        ("Leaders came to help families.", "help", True, "an infinitive"),
    ],
)
def test_main_clauses(words: str, word: str, main: bool, why: str) -> None:
    assert is_main(token(reading(words), word)) is main, why
