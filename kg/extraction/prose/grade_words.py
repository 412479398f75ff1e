"""Grade words: which words of a sentence are grades, and not everyday adjectives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from kg.extraction.judgements import grade_named
from kg.extraction.prose.areas import GradeWord
from kg.extraction.prose.grammar import clause_of, forms
from kg.extraction.prose.reading import (
    SentenceReading,
    in_quotation,
    is_old,
    is_subject,
    says,
    subject_of,
    subtree_words,
)
from kg.extraction.text.patterns import pattern, rules, table

__all__ = ["grade_words", "is_rating"]

#: Grades in a row that are a list of all grades.
MIN_LIST = 3
QUOTE_OPENS = "“‘\"'"
QUOTE_CLOSES = "”’\"'"
#: Characters before and after a word that tell whether it is a grade.
REACH = 90
#: Characters between a grade and its date: "good, in ".
MAX_GAP = 13
#: Parts of speech of nouns.
NOUNS = ("NOUN", "PROPN")


def grade_words(reading: SentenceReading, last_grade: str | None) -> list[GradeWord]:
    """The grades that a sentence names, in order; `last_grade` is what "that grade" may mean."""
    text, sentence = reading.text, reading.sentence
    found: list[GradeWord] = []
    for rule in (*rules("grades", "grade_word"), *rules("grades", "grade_phrase")):
        for match in rule.regex.finditer(text, sentence.start, sentence.end):
            head = reading.head(*match.span())
            if head is None or in_quotation(reading, *match.span()):
                continue
            phrase = rule.fields.get("grade")
            grade = phrase or _grade_token(match[0])
            if grade and (phrase or _is_grade(reading, match, head)):
                found.append(GradeWord(grade, *match.span(), head))
    found.sort(key=lambda word: word.start)
    found = _without_lists(reading, _without_repeats(reading, found))
    found = [word for word in found if not _is_alternative(reading, word, found)]
    return sorted((*found, *_referring(reading, found, last_grade)), key=lambda w: w.start)


def _referring(
    reading: SentenceReading, found: Sequence[GradeWord], last_grade: str | None
) -> list[GradeWord]:
    """Words such as "that grade", with the grade that was named last."""
    sentence = reading.sentence
    referring = []
    for rule in rules("grades", "same_grade"):
        for match in rule.regex.finditer(reading.text, sentence.start, sentence.end):
            before = [word for word in found if word.end <= match.start()]
            grade = before[-1].grade if before else last_grade
            head = reading.head(*match.span())
            if grade and head is not None:
                referring.append(GradeWord(grade, *match.span(), head, refers_back=True))
    return referring


def _says(name: str, words: str) -> bool:
    return bool(pattern("grades", name, ignore_case=True).search(words))


def _grade_token(words: str) -> str | None:
    """The grade that words name: "in need of improvement" is a form of one."""
    plain = pattern("grades", "needs", ignore_case=True).sub("requires improvement", words)
    return grade_named(plain)


def _is_grade(reading: SentenceReading, match: re.Match[str], head: Token) -> bool:
    """Whether a word is a grade here, and no everyday adjective: by its form, then its clause."""
    formed = _by_form(reading, match, head)
    if formed is not None:
        return formed
    noun = _modified_noun(head)
    if noun is not None:
        return says("rating_noun", noun.text)
    if _rating_verb(reading, head):
        return not _is_of_something_else(reading, head)
    verb = clause_of(head)
    if verb.lower_ in table("grades")["rating"]["states"] or "improvement" in match[0].lower():
        if verb.dep_ == "relcl" and _says("improvable", verb.head.text):
            return False
        subject = subject_of(verb)
        return subject is None or _is_gradable(reading, subject)
    return _says("given_next", reading.text[match.end() : match.end() + REACH])


def _by_form(reading: SentenceReading, match: re.Match[str], head: Token) -> bool | None:
    """Whether the words around a word make it a grade; None if they don't tell."""
    before = reading.before(match.start(), REACH)
    after = reading.text[match.end() : match.end() + REACH]
    if _says("so_much_that", before[-12:]):
        return False
    if before[-1:] in QUOTE_OPENS and before and after[:1] in QUOTE_CLOSES + ",.":
        return not _is_of_something_else(reading, head)
    if _says("verbless", after) and _says("verbless_before", before[-6:]):
        return True
    describes_next = _describes_next(reading, match, head)
    if _has_old_date(reading, match.end()):
        return not describes_next
    if _says("rates", before) and not describes_next:
        return True
    if _says("so_much", before[-12:]) or _says("everyday", after[:16]):
        return False
    return True if _says("from_grade", before) else None


def _has_old_date(reading: SentenceReading, end: int) -> bool:
    """Whether an old date is attached right after a word: "good in 2017"."""
    gaps = [(date, reading.text[end : date.start].lstrip(QUOTE_CLOSES)) for date in reading.dates]
    return any(
        0 < len(gap) <= MAX_GAP and says("attached", gap) and is_old(date, reading.today)
        for date, gap in gaps
    )


def _names_area(words: str) -> bool:
    return any(rule.regex.search(words) for rule in rules("grades", "area"))


def _is_gradable(reading: SentenceReading, subject: Token) -> bool:
    """Whether a grade can be said of a subject: a service, a council, or a word for one."""
    if says("graded_with_area", subject.text) and _names_area(subtree_words(reading, subject)):
        return True
    return any(
        says("pronoun", noun.text)
        or says("gradable", noun.text)
        or any(a <= reading.sentence.starts[noun.i] < b for a, b in reading.councils)
        for noun in (subject, *subject.conjuncts)
    )


def _is_of_something_else(reading: SentenceReading, head: Token) -> bool:
    """Whether a clause says of something without a grade what it is: "oversight was said to be"."""
    verb = clause_of(head)
    subject = subject_of(verb)
    if subject is None or subject.pos_ != "NOUN" or verb.dep_ == "relcl" or is_subject(head, verb):
        return False
    inside = [reading.sentence.starts[token.i] for token in subject.subtree]
    if _names_area(subtree_words(reading, subject)) or any(
        start <= at < end for start, end in reading.councils for at in inside
    ):
        return False
    if any(says("rating_noun", ancestor.text) for ancestor in head.ancestors):
        return False
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    return (passive or verb.lower_ in table("grades")["rating"]["states"]) and not _is_gradable(
        reading, subject
    )


def _describes_next(reading: SentenceReading, match: re.Match[str], head: Token) -> bool:
    """Whether a grade word stands before the noun that it describes."""
    noun = _modified_noun(head)
    return noun is not None and reading.sentence.starts[noun.i] >= match.end()


def _modified_noun(head: Token) -> Token | None:
    """The noun that a grade word describes: "good work"."""
    if head.dep_ in ("amod", "compound", "nmod", "poss") and head.head.pos_ in ("NOUN", "PROPN"):
        return head.head
    return None


def _rating_verb(reading: SentenceReading, head: Token) -> bool:
    """Whether a verb that gives grades governs a word."""
    states = table("grades")["rating"]["states"]
    for ancestor in (head, *head.ancestors):
        if is_rating(ancestor):
            return True
        if ancestor.lower_ in _move_forms():
            return _says("moved_into", reading.before(reading.sentence.starts[head.i], 25))
        if ancestor.pos_ in ("VERB", "AUX") and ancestor.lower_ not in states:
            return False
        if ancestor.pos_ in NOUNS and says("rating_noun", ancestor.text):
            return True
    return False


def is_rating(verb: Token) -> bool:
    """Whether a verb gives grades: "judged"."""
    return verb.lower_ in _rating_forms()


@cache
def _rating_forms() -> frozenset[str]:
    words = table("grades")["rating"]
    return forms(tuple(words["verbs"])) | frozenset(words["irregular"])


@cache
def _move_forms() -> frozenset[str]:
    words = table("grades")["rating"]
    return forms(tuple(words["moves"])) | frozenset(words["moved"])


def _without_lists(reading: SentenceReading, found: list[GradeWord]) -> list[GradeWord]:
    """Grades, without those of a list of all that there are."""
    runs: list[list[GradeWord]] = []
    for word in found:
        if runs and _says("in_list", reading.text[runs[-1][-1].end : word.start]):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [word for run in runs if len(run) < MIN_LIST for word in run]


def _without_repeats(reading: SentenceReading, found: list[GradeWord]) -> list[GradeWord]:
    """Grades, without those that only explain the one before: "outstanding, the best grade"."""
    repeats = [
        second
        for first, second in pairwise(found)
        if first.grade == second.grade
        and _says("explained", reading.text[first.end : second.start])
    ]
    return [word for word in found if word not in repeats]


def _is_alternative(reading: SentenceReading, word: GradeWord, found: Sequence[GradeWord]) -> bool:
    """Whether a grade is one of two: ratings of "good" or "outstanding" are no one's grade."""
    return any(
        _says("or_between", reading.text[first.end : second.start])
        for first, second in pairwise(found)
        if word in (first, second)
    )
