"""Frames: what one sentence states of inspections, bound by its grammar.

A frame is a grade, a visit, a publication or an announced visit, with its arguments: areas, dates,
and the council if the sentence names it.  Its `time` says whether it holds for the inspection that
the document reports, for an earlier or a coming one, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from spacy.tokens import Token

from kg.extraction.judgements import grade_named
from kg.extraction.prose.dates import DateMention
from kg.extraction.prose.grammar import Sentence, Term, clause_of, forms, moods
from kg.extraction.text.patterns import Rule, pattern, rules, table
from kg.model import PartialDate

__all__ = ["Announced", "Frames", "Grade", "Time", "Visit", "domain_terms", "frames_of"]

UNREAL = frozenset({"negated", "possible", "hoped", "planned", "conditional"})
#: Months between an inspection and a story about it; an older date is of an earlier inspection.
MAX_AGE_MONTHS = 8
#: Characters before a date that stands at the head of a sentence.
HEAD_OF_SENTENCE = 12
#: Conjunctions of clauses that say when.
TIME_CLAUSES = ("when", "after", "since", "before", "until")
#: Those of clauses about the time before.
BEFORE_CLAUSES = ("since", "before")
QUOTE_OPENS = "“‘\"'"
QUOTE_CLOSES = "”’\"'"
#: Words beside a grade in a quotation that is more than a grade in quotation marks.
MIN_MORE_QUOTED = 2

Range = tuple[int, int]


class Time(StrEnum):
    """When, and whether, what a clause says holds."""

    NOW = "now"
    EARLIER = "earlier"
    COMING = "coming"
    UNREAL = "unreal"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade with the areas that it is given to; no areas if the sentence names none.

    `when` is the date of an earlier grade, if told.  `council` is the range of the council's name.
    """

    grade: str
    areas: tuple[str, ...]
    time: Time
    when: DateMention | None
    council: Range | None
    start: int
    end: int
    overall: bool
    past_perfect: bool = False
    main: bool = True


@dataclass(frozen=True, slots=True)
class Visit:
    """A mention of an inspection or a visit: its type if told, its dates, and its number."""

    type: str | None
    time: Time
    dates: DateMention | None
    part: str
    ordinal: int | None
    council: Range | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Announced:
    """A visit that is to come: when and on what, and its type, as far as told."""

    when: PartialDate | None
    focus: str | None
    type: str | None
    council: Range | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of one sentence, in the order of the text; `published` are publication dates."""

    grades: tuple[Grade, ...] = ()
    visits: tuple[Visit, ...] = ()
    published: tuple[DateMention, ...] = ()
    announced: tuple[Announced, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence with what was found in it."""

    text: str
    sentence: Sentence
    dates: Sequence[DateMention]
    councils: Sequence[Range]
    today: PartialDate | None

    def words_of(self, verb: Token) -> str:
        """The words of a clause, with those of its "when" and "after" clauses."""
        inside = [
            token
            for token in self.sentence.tokens
            if (own := clause_of(token)) == verb
            or (own.dep_ == "advcl" and own.head == verb and _opens_with(own, ("when",)))
        ]
        return " ".join(self.text[slice(*self.sentence.range_of(token))] for token in inside)

    def words_with_subject(self, verb: Token) -> str:
        """The words of a clause, after those of the subject that it shares: "... and ends"."""
        words = self.words_of(verb)
        if verb.dep_ != "conj" or any(c.dep_.startswith("nsubj") for c in verb.children):
            return words
        subject = _subject(verb)
        return words if subject is None else f"{_subtree_words(self, subject)} {words}"

    def head(self, start: int, end: int) -> Token | None:
        """The word of a range that governs the others."""
        return self.sentence.head(start, end)

    def dates_of(self, token: Token) -> list[DateMention]:
        """The dates of a word: of its clause, of one that governs it, or what the clause is about."""
        verb = clause_of(token)
        while True:
            near = [d for d in self.dates if self._clause(d) == verb] or self._around(verb)
            if near or verb.dep_ not in ("ccomp", "xcomp", "pcomp", "oprd", "acomp"):
                return near
            verb = clause_of(verb.head)

    def date_of(self, token: Token, at: int) -> DateMention | None:
        """The nearest date of a word."""
        near = self.dates_of(token)
        return min(near, key=lambda d: (abs(d.start - at), d.start), default=None)

    def _around(self, verb: Token) -> list[DateMention]:
        """The dates that a relative clause is about, and those of a clause with "when"."""
        if verb.dep_ in ("relcl", "acl", "advcl"):
            noun = verb.head
            about = [
                d
                for d in self.dates
                if d.start <= self.sentence.starts[noun.i] < d.end
                or (
                    noun.pos_ == "NOUN"
                    and (head := self.head(d.start, d.end)) is not None
                    and noun in head.ancestors
                    and verb not in head.ancestors
                )
            ]
            if about:
                return about
        before_when = self.before_when(verb)
        if before_when:
            return before_when
        return [
            d
            for d in self.dates
            if (own := self._clause(d)) is not None
            and own.dep_ == "advcl"
            and own.head == verb
            and _opens_with(own, TIME_CLAUSES)
        ]

    def before_when(self, verb: Token) -> list[DateMention]:
        """The date that a clause with "when" is about: "since May 2021, when it was rated"."""
        for child in verb.children:
            if child.lower_ in ("when", "where"):
                at = self.sentence.starts[child.i]
                return [d for d in self.dates if 0 <= at - d.end <= 2]
        return []

    def _clause(self, date: DateMention) -> Token | None:
        head = self.head(date.start, date.end)
        return clause_of(head) if head is not None else None

    def council_of(self, token: Token) -> Range | None:
        """The council that a clause names, or the nearest clause around it that names one."""
        at = self.sentence.starts[token.i]
        verb = clause_of(token)
        while True:
            if verb.dep_ in ("relcl", "appos", "acl"):
                antecedent = self.sentence.starts[verb.head.i]
                about = [c for c in self.councils if c[0] <= antecedent < c[1]]
                if about:
                    return about[0]
            own = [
                c
                for c in self.councils
                if (head := self.head(*c)) is not None
                and clause_of(head) == verb
                and not _belongs_to_another(head)
            ]
            if own or verb.dep_ == "ROOT" or verb.head == verb:
                return min(own, key=lambda c: (c[0] > at, abs(c[0] - at)), default=None)
            verb = clause_of(verb.head)


def _belongs_to_another(head: Token) -> bool:
    """Whether a council's name only says whose a thing is that no grade is of: "its newest city"."""
    return (
        head.dep_ == "poss"
        and head.head.pos_ in ("NOUN", "PROPN")
        and not _search("gradable", head.head.text)
        and not _search("rating_noun", head.head.text)
    )


def _opens_with(verb: Token, words: Sequence[str]) -> bool:
    """Whether a clause begins with one of these conjunctions."""
    return any(
        child.lower_ in words for child in verb.children if child.dep_ in ("mark", "advmod", "prep")
    )


def frames_of(
    text: str,
    sentence: Sentence,
    dates: Sequence[DateMention],
    councils: Sequence[Range],
    today: PartialDate | None,
    last_grade: str | None = None,
) -> Frames:
    """The frames of a sentence; `last_grade` is what "that grade" means at its start."""
    reading = _Reading(text, sentence, dates, councils, today)
    return Frames(
        grades=_without_background(_grades(reading, last_grade)),
        visits=_visits(reading),
        published=_published(reading),
        announced=_announced(reading),
    )


def domain_terms(text: str, start: int, end: int) -> Iterator[Term]:
    """The names of areas, and grades of several words, each with a word that the parser knows."""
    for rule in rules("frames", "area"):
        if rule.fields["area"] not in ("all", "overall-effectiveness"):
            for match in rule.regex.finditer(text, start, end):
                yield *match.span(), "adoption"
    for rule in rules("frames", "grade_word"):
        for match in rule.regex.finditer(text, start, end):
            before = text[max(start, match.start() - 12) : match.start()]
            if " " in match[0] and _search("complement", before):
                yield *match.span(), "poor"


def _without_background(grades: tuple[Grade, ...]) -> tuple[Grade, ...]:
    """Grades, those in the past perfect as earlier ones beside one that is not.

    "It had been inadequate but is now good"; in "it was told that it had been rated good" the
    past perfect is only reported speech.
    """
    now = [grade for grade in grades if grade.time is Time.NOW]
    if any(grade.when is None for grade in now):
        # "good overall, after telling it that it required improvement in 2017"
        dated = [g for g in now if g.when is not None and g.when.form == "year"]
        grades = tuple(replace(g, time=Time.EARLIER) if g in dated else g for g in grades)
        now = [grade for grade in grades if grade.time is Time.NOW]
    if {grade.past_perfect for grade in now} != {True, False}:
        return grades
    return tuple(
        replace(grade, time=Time.EARLIER) if grade in now and grade.past_perfect else grade
        for grade in grades
    )


@cache
def _compiled(key: str, *more: str) -> re.Pattern[str]:
    return pattern("frames", key, *more, ignore_case=True)


def _search(key: str, words: str, *more: str) -> re.Match[str] | None:
    return _compiled(key, *more).search(words)


# --- time -------------------------------------------------------------------------------------


def _holds_since(verb: Token) -> bool:
    """Whether a clause says since when it holds: "rated outstanding since it was inspected"."""
    return any(
        child.dep_ == "advcl" and _opens_with(child, ("since",)) for child in verb.children
    )


def _time(
    reading: _Reading, token: Token, date: DateMention | None, *, of_grade: bool = False
) -> Time:
    """When what the clause of a word says holds."""
    verb = clause_of(token)
    mood = moods(token)
    words = reading.words_of(verb)
    if mood & UNREAL:
        return Time.COMING if "planned" in mood and not mood & {"negated"} else Time.UNREAL
    if "future" in mood or (_search("coming", words) and "past" not in mood):
        return Time.COMING
    if _is_generic(reading, verb):
        return Time.GENERAL
    if date is not None and _is_old(date, reading.today):
        return Time.EARLIER
    if _opens_with(verb, BEFORE_CLAUSES) or (of_grade and _holds_since(verb)):
        return Time.EARLIER
    if _search("earlier", words) and not _search("now", words):
        return Time.EARLIER
    if "past-perfect" in mood and date is None and _search("earlier", words):
        return Time.EARLIER
    return Time.NOW


def _is_old(date: DateMention, today: PartialDate | None) -> bool:
    """Whether a date is too long ago for the inspection that is news."""
    if today is None:
        return False
    months = [12 * int(d[:4]) + int(d[5:7]) for d in (today.earliest, date.last.latest)]
    if date.form in ("year", "ago", "season") and date.first.iso.count("-") == 0:
        return int(date.last.iso) < int(today.iso[:4]) - (int(today.earliest[5:7]) > 3) + 1 - 1
    return months[0] - months[1] > MAX_AGE_MONTHS


def _is_generic(reading: _Reading, verb: Token) -> bool:
    """Whether the subject of a clause is councils in general."""
    while True:
        subject = _subject(verb)
        if subject is not None and _search("generic", _subtree_words(reading, subject)):
            return True
        if verb.dep_ == "ROOT" or verb.dep_ in ("relcl", "conj", "advcl"):
            return False
        verb = clause_of(verb.head)


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it is joined to by "and"."""
    while True:
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass", "csubj", "expl"):
                return child
        if verb.dep_ in ("conj", "xcomp", "oprd", "acomp", "dep") and verb.head != verb:
            verb = verb.head
            continue
        return None


def _subtree_words(reading: _Reading, token: Token) -> str:
    inside = sorted(token.subtree, key=lambda t: t.i)
    start, end = reading.sentence.starts[inside[0].i], reading.sentence.ends[inside[-1].i]
    return reading.text[start:end]


# --- grades -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _GradeWord:
    grade: str
    start: int
    end: int
    head: Token
    pseudo: bool = False


@dataclass(frozen=True, slots=True)
class _AreaWord:
    area: str
    start: int
    end: int
    head: Token


def _grades(reading: _Reading, last_grade: str | None) -> tuple[Grade, ...]:
    sentence = reading.sentence
    words = _grade_words(reading, last_grade)
    if not words or _search("explains", reading.text[sentence.start : sentence.end]):
        return ()
    areas = _area_words(reading)
    if _search("respectively", reading.text[sentence.start : sentence.end]):
        return _in_order(reading, words, areas)
    bound: dict[int, list[_AreaWord]] = {}
    for area in areas:
        index = _bind(reading, area, words)
        if index is not None:
            bound.setdefault(index, []).append(area)
    found = [
        _grade(reading, words, index, tuple(bound.get(index, ())))
        for index in range(len(words))
        if not (words[index].pseudo and index not in bound and not _is_past_grade(reading, words, index))
    ]
    return (*found, *_also(reading, words, found))


def _in_order(
    reading: _Reading, words: Sequence[_GradeWord], areas: Sequence[_AreaWord]
) -> tuple[Grade, ...]:
    """Grades that are given to areas "respectively"; none if their numbers differ."""
    if len(words) != len(areas):
        return ()
    return tuple(_grade(reading, words, k, (area,)) for k, area in enumerate(areas))


def _also(
    reading: _Reading, words: Sequence[_GradeWord], found: Sequence[Grade]
) -> Iterator[Grade]:
    """The same grade at another time: "remains good, as in 2020"."""
    for date in reading.dates:
        before = [grade for grade in found if grade.end <= date.start]
        if before and _is_also(reading, date) and _is_old(date, reading.today):
            yield replace(before[-1], time=Time.EARLIER, when=date, areas=(), overall=True)


def _grade(
    reading: _Reading, words: Sequence[_GradeWord], index: int, areas: tuple[_AreaWord, ...]
) -> Grade:
    word = words[index]
    date = _grade_date(reading, words, index)
    time = _time(reading, word.head, date, of_grade=True)
    if date is not None and date.form == "after" and time is Time.NOW:
        time = Time.EARLIER
    asked = reading.text[reading.sentence.end - 1] == "?"
    if time is not Time.UNREAL and (asked or _hoped_before(reading, word)):
        time = Time.UNREAL
    if time in (Time.NOW, Time.EARLIER) and _moved_from(reading, words, index):
        time = Time.EARLIER
    elif time is Time.EARLIER and date is None and _moved_to(reading, words, index):
        time = Time.NOW
    council = reading.council_of(word.head)
    if council is not None and _search(
        "compared", reading.text[max(reading.sentence.start, council[0] - 60) : council[0]]
    ):
        time = Time.GENERAL
    starts = [word.start, *(area.start for area in areas)]
    ends = [word.end, *(area.end for area in areas)]
    named = tuple(dict.fromkeys(area.area for area in areas))
    return Grade(
        word.grade,
        tuple(area for area in named if area != "overall-effectiveness"),
        time,
        date,
        council,
        min(starts),
        max(ends),
        "overall-effectiveness" in named,
        "past-perfect" in moods(word.head),
        _is_main(word.head),
    )


def _is_main(token: Token) -> bool:
    """Whether a word stands in no relative or adverbial clause."""
    return all(a.dep_ not in ("relcl", "advcl", "acl") for a in (token, *token.ancestors))


def _is_past_grade(reading: _Reading, words: Sequence[_GradeWord], index: int) -> bool:
    """Whether "that grade" stands with an old date: "That grade was won in November 2018"."""
    date = _grade_date(reading, words, index)
    return date is not None and _is_old(date, reading.today)


def _grade_date(
    reading: _Reading, words: Sequence[_GradeWord], index: int
) -> DateMention | None:
    """The date of a grade: of the dates of its clause, one that is no other grade's."""
    word = words[index]
    near = [
        date
        for date in reading.dates_of(word.head)
        if not _is_also(reading, date)
        and _in_same_brackets(reading.text, word.start, date.start)
        and (date.form != "after" or _opens_with(clause_of(word.head), ("after", "since")))
    ]
    claims = {date: _claimant(reading, words, date) for date in near}
    return min(
        (date for date, claimant in claims.items() if claimant in (None, index)),
        key=lambda date: _distance(word, date),
        default=None,
    )


def _claimant(
    reading: _Reading, words: Sequence[_GradeWord], date: DateMention
) -> int | None:
    """The grade that a date belongs to: "in May 2021, when ...", "good in 2017", or the nearest.

    None for a date at the head of the sentence, which belongs to all.
    """
    for k, word in enumerate(words):
        if date in reading.before_when(clause_of(word.head)):
            return k
        if _search("attached", reading.text[word.end : date.start].lstrip("”’\"'")):
            return k
    if date.start < words[0].start and date.start - reading.sentence.start < HEAD_OF_SENTENCE:
        return None
    own = [k for k, word in enumerate(words) if date in reading.dates_of(word.head)]
    return min(own or range(len(words)), key=lambda k: _distance(words[k], date))


def _hoped_before(reading: _Reading, word: _GradeWord) -> bool:
    """Whether the words before a grade say that it is not reached: "on its way to good"."""
    before = reading.text[max(reading.sentence.start, word.start - 40) : word.start]
    return bool(_search("not_reached", before))


def _is_also(reading: _Reading, date: DateMention) -> bool:
    """Whether a date is one at which the same held: "as in 2020"."""
    before = reading.text[max(reading.sentence.start, date.start - 40) : date.start]
    return bool(_search("also", before))


def _in_same_brackets(text: str, start: int, other: int) -> bool:
    """Whether no bracket stands between two places."""
    between = text[min(start, other) : max(start, other)]
    return between.count("(") == between.count(")")


def _distance(word: _GradeWord, date: DateMention) -> int:
    """How far a date is from a grade; one that follows is nearer than one that precedes."""
    return date.start - word.end if date.start >= word.end else 2 * (word.start - date.end) + 10


def _moved_from(reading: _Reading, words: Sequence[_GradeWord], index: int) -> bool:
    """Whether a grade is what the council moved from: "from inadequate to good"."""
    before = reading.text[max(reading.sentence.start, words[index].start - 30) : words[index].start]
    return bool(_search("moved_from", before))


def _moved_to(reading: _Reading, words: Sequence[_GradeWord], index: int) -> bool:
    """Whether a grade is what the council moved to, next to one that it moved from."""
    before = reading.text[max(reading.sentence.start, words[index].start - 30) : words[index].start]
    after = reading.text[words[index].end : words[index].end + 30]
    return bool(
        re.search(r"\b(?:to|into|as)\s+(?:being |a |an )?[“‘\"']?$", before)
        or re.match(r"[”’\"']?,? (?:up|down) from\b", after)
    )


def _grade_words(reading: _Reading, last_grade: str | None) -> list[_GradeWord]:
    text, sentence = reading.text, reading.sentence
    found: list[_GradeWord] = []
    for rule in rules("frames", "grade_word"):
        for match in rule.regex.finditer(text, sentence.start, sentence.end):
            grade = _grade_token(match[0])
            head = reading.head(*match.span())
            if grade and head is not None and _is_grade(reading, match, head):
                found.append(_GradeWord(grade, *match.span(), head))
    for rule in rules("frames", "grade_phrase"):
        for match in rule.regex.finditer(text, sentence.start, sentence.end):
            head = reading.head(*match.span())
            if head is not None and not _in_quotation(reading, *match.span()):
                found.append(_GradeWord(rule.fields["grade"], *match.span(), head))
    found.sort(key=lambda w: w.start)
    for rule in rules("frames", "same_grade"):
        for match in rule.regex.finditer(text, sentence.start, sentence.end):
            before = [w for w in found if w.end <= match.start() and not w.pseudo]
            grade = before[-1].grade if before else last_grade
            head = reading.head(*match.span())
            if grade and head is not None:
                found.append(_GradeWord(grade, *match.span(), head, pseudo=True))
    return sorted(found, key=lambda w: w.start)


def _grade_token(words: str) -> str | None:
    plain = re.sub(r"\b(?:in need of|need(?:s|ed|ing)?) improvement", "requires improvement", words, flags=re.I)
    return grade_named(plain)


def _is_grade(reading: _Reading, match: re.Match[str], head: Token) -> bool:
    """Whether a word is a grade here, and not an everyday adjective or part of a quotation."""
    text = reading.text
    if _in_quotation(reading, *match.span()):
        return False
    quoted = (
        match.start() > 0
        and text[match.start() - 1] in QUOTE_OPENS
        and match.end() < len(text)
        and text[match.end()] in QUOTE_CLOSES + ",."
    )
    if quoted:
        return True
    if _search("verbless", text[match.end() : match.end() + 60]) and _search(
        "verbless_before", text[max(reading.sentence.start, match.start() - 6) : match.start()] or "^"
    ):
        return True
    for date in reading.dates:
        gap = text[match.end() : date.start].lstrip("”’\"'")
        if 0 < len(gap) < 14 and _search("attached", gap) and _is_old(date, reading.today):
            return not _describes_next(reading, match, head)
    ahead = text[max(reading.sentence.start, match.start() - 90) : match.start()]
    if _search("rates", ahead) and not _describes_next(reading, match, head):
        return True
    if _search("everyday", text[match.end() : match.end() + 16]):
        return False
    if _search("from_grade", ahead):
        return True
    noun = _modified_noun(head)
    if noun is not None:
        return bool(_search("rating_noun", noun.text))
    verb = clause_of(head)
    if _rating_verb(reading, head):
        return True
    subject = _subject(verb)
    if verb.lower_ in table("frames")["rating"]["states"] or _is_improvement(match):
        words = _subtree_words(reading, subject) if subject is not None else ""
        core = subject.text if subject is not None else ""
        return bool(
            subject is None
            or _search("pronoun", core)
            or _search("gradable", words)
            or _names_council(reading, subject)
        )
    after = text[match.end() : match.end() + 40]
    return bool(re.match(r"[”’\"',]*\s*(?:overall|for|in all|,? for|across)\b", after))


def _describes_next(reading: _Reading, match: re.Match[str], head: Token) -> bool:
    """Whether a grade word stands before the noun that it describes."""
    noun = _modified_noun(head)
    return noun is not None and reading.sentence.starts[noun.i] >= match.end()


def _is_improvement(match: re.Match[str]) -> bool:
    return "improvement" in match[0].lower()


def _names_council(reading: _Reading, subject: Token) -> bool:
    inside = sorted(token.i for token in subject.subtree)
    start = reading.sentence.starts[inside[0]]
    end = reading.sentence.ends[inside[-1]]
    return any(start <= c[0] < end for c in reading.councils)


def _modified_noun(head: Token) -> Token | None:
    """The noun that a grade word describes: "good work"."""
    if head.dep_ in ("amod", "compound", "nmod", "poss") and head.head.pos_ in ("NOUN", "PROPN"):
        return head.head
    return None


def _rating_verb(reading: _Reading, head: Token) -> bool:
    """Whether a verb that gives grades governs a word."""
    words = table("frames")["rating"]
    known = _rating_forms()
    moves = _move_forms()
    for ancestor in (head, *head.ancestors):
        if ancestor.lower_ in known:
            return True
        if ancestor.lower_ in moves:
            before = reading.text[
                max(0, reading.sentence.starts[head.i] - 25) : reading.sentence.starts[head.i]
            ]
            return bool(
                re.search(
                    r"\b(?:to|from|as|among the|into|at|out)\s+(?:being |be |a |an |the )?[“‘\"']?$",
                    before,
                )
            )
        if ancestor.pos_ in ("VERB", "AUX") and ancestor.lower_ not in words["states"]:
            return False
        if ancestor.pos_ in ("NOUN", "PROPN") and _search("rating_noun", ancestor.text):
            return True
    return False


@cache
def _rating_forms() -> frozenset[str]:
    words = table("frames")["rating"]
    return forms(tuple(words["verbs"])) | frozenset(words["irregular"])


@cache
def _move_forms() -> frozenset[str]:
    words = table("frames")["rating"]
    return forms(tuple(words["moves"])) | frozenset(words["moved"])


def _in_quotation(reading: _Reading, start: int, end: int) -> bool:
    """Whether a range is inside a quotation of several words, within its paragraph."""
    text = reading.text
    begin = text.rfind("\n", 0, start) + 1
    finish = text.find("\n", end)
    paragraph = text[begin : finish if finish >= 0 else len(text)]
    for match in QUOTATION.finditer(paragraph):
        first, last = begin + match.start(), begin + match.end()
        more = len(match[0].split()) - len(text[start:end].split())
        if first < start and end < last + 1 and more >= MIN_MORE_QUOTED:
            return True
    return False


QUOTATION = re.compile(
    r"“[^”“]*(?:”|$)|(?<!\w)\"[^\"]*(?:\"|$)|(?<!\w)‘[^‘]*?(?:’(?!\w)|$)|(?<!\w)'[^']*(?:'\w[^']*)*(?:'(?!\w)|$)"
)


def _area_words(reading: _Reading) -> list[_AreaWord]:
    text, sentence = reading.text, reading.sentence
    found: list[_AreaWord] = []
    for rule in rules("frames", "area"):
        for match in rule.regex.finditer(text, sentence.start, sentence.end):
            if any(match.start() < a.end and a.start < match.end() for a in found):
                continue
            head = reading.head(*match.span())
            if head is not None:
                found.append(_AreaWord(rule.fields["area"], *match.span(), head))
    return sorted(found, key=lambda a: a.start)


def _bind(reading: _Reading, area: _AreaWord, words: Sequence[_GradeWord]) -> int | None:
    """The grade that an area is given: of its own clause first, then the nearest."""
    text = reading.text
    verb = clause_of(area.head)
    own = [k for k, w in enumerate(words) if clause_of(w.head) == verb]
    before = [k for k in own if words[k].end <= area.start]
    after = [k for k in own if words[k].start >= area.end]
    if area.area == "overall-effectiveness":
        near = [k for k, w in enumerate(words) if not w.pseudo]
        return min(
            near,
            key=lambda k: (
                not (0 <= area.start - words[k].end <= 3),
                min(abs(area.start - words[k].end), abs(words[k].start - area.end)),
            ),
            default=None,
        )
    formed = _bind_by_form(reading, area, words)
    if formed is not None:
        return formed
    if _is_subject(area.head, verb):
        below = [
            k for k, w in enumerate(words) if w.start >= area.end and verb in w.head.ancestors
        ]
        if after or below:
            return (after or below)[0]
    if before:
        return before[-1]
    if after:
        return after[0]
    while verb.dep_ != "ROOT" and verb.head != verb:
        verb = clause_of(verb.head)
        governing = [
            k for k, w in enumerate(words) if clause_of(w.head) == verb and w.end <= area.start
        ]
        if governing:
            return governing[-1]
    anywhere = [k for k, w in enumerate(words) if w.end <= area.start]
    if anywhere and not re.search(r"[;]", text[words[anywhere[-1]].end : area.start]):
        last = words[anywhere[-1]]
        if not _verb_between(reading, last.end, area.start):
            return anywhere[-1]
    following = [k for k, w in enumerate(words) if w.start >= area.end]
    if following and ";" not in text[area.end : words[following[0]].start]:
        return following[0]
    return None


def _bind_by_form(
    reading: _Reading, area: _AreaWord, words: Sequence[_GradeWord]
) -> int | None:
    """The grade of an area right after it ("good for A"), or on its side of a "but"."""
    text = reading.text
    before = max((k for k, w in enumerate(words) if w.end <= area.start), default=None)
    after = min((k for k, w in enumerate(words) if w.start >= area.end), default=None)
    if before is not None and _search("given_to", text[words[before].end : area.start]):
        return before
    if after is not None and _search("graded_at", text[area.end : words[after].start]):
        return after
    if before is None or after is None:
        return None
    broken_before = _search("contrast", text[words[before].end : area.start])
    broken_after = _search("contrast", text[area.end : words[after].start])
    if bool(broken_before) == bool(broken_after):
        return None
    return after if broken_before else before


def _verb_between(reading: _Reading, start: int, end: int) -> bool:
    return any(
        token.pos_ in ("VERB", "AUX") and start <= first < end
        for token, first in zip(reading.sentence.tokens, reading.sentence.starts, strict=True)
    )


def _is_subject(token: Token, verb: Token) -> bool:
    for ancestor in (token, *token.ancestors):
        if ancestor == verb:
            return False
        if ancestor.dep_ in ("nsubj", "nsubjpass", "csubj"):
            return True
    return False


# --- visits, publication, announcements -----------------------------------------------------------


def _visits(reading: _Reading) -> tuple[Visit, ...]:
    text, sentence = reading.text, reading.sentence
    found: list[Visit] = []
    taken: list[Range] = []
    used: set[DateMention] = set()
    for rule in rules("frames", "visit"):
        for match in rule.regex.finditer(text, sentence.start, sentence.end):
            if any(match.start() < b and a < match.end() for a, b in taken):
                continue
            head = reading.head(*match.span())
            if head is None or _in_quotation(reading, *match.span()):
                continue
            taken.append(match.span())
            date = _visit_date(reading, head, *match.span())
            if not rule.fields["type"] and not _is_inspectors(reading, match, head, date):
                continue
            if date is not None:
                used.add(date)
            time = _visit_time(reading, head, match, date)
            found.append(_visit(reading, rule, match, head, date, time))
    for date in reading.dates:
        if date in used or _is_publication(reading, date):
            continue
        head = reading.head(date.start, date.end)
        if head is None or _is_bound(reading, date) or not _is_inspected(reading, head, date):
            continue
        time = _time(reading, head, date)
        council = reading.council_of(head)
        part = _part(reading.words_with_subject(clause_of(head)))
        found.append(Visit(None, time, date, part, None, council, date.start, date.end))
    return tuple(sorted(found, key=lambda v: v.start))


def _is_inspectors(
    reading: _Reading, match: re.Match[str], head: Token, date: DateMention | None
) -> bool:
    """Whether a visit of no stated type is one of inspectors, and not of social workers."""
    if _search("inspected", reading.words_of(clause_of(head)), "who"):
        return True
    noun = bool(_search("inspected", match[0], "itself"))
    before = reading.text[max(reading.sentence.start, match.start() - 40) : match.start()]
    return noun and (date is not None or bool(_search("numbered", before)))


def _visit(
    reading: _Reading,
    rule: Rule,
    match: re.Match[str],
    head: Token,
    date: DateMention | None,
    time: Time,
) -> Visit:
    text = reading.text
    number = re.search(
        rf"\b({pattern('frames', 'parts', 'ORDINAL').pattern})(?: and last| and final)?"
        r"(?: (?:such|quarterly|of its|[a-z]+))?\s*$",
        text[max(reading.sentence.start, match.start() - 40) : match.start()],
        re.I,
    )
    return Visit(
        rule.fields["type"] or None,
        time,
        date,
        _part(reading.words_of(clause_of(head))),
        _number(number[1]) if number else None,
        reading.council_of(head),
        match.start(),
        match.end(),
    )


def _number(word: str) -> int:
    ordinals = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
    ]
    lower = word.lower()
    return ordinals.index(lower) + 1 if lower in ordinals else int(re.sub(r"\D", "", word))


def _visit_time(
    reading: _Reading, head: Token, match: re.Match[str], date: DateMention | None
) -> Time:
    before = reading.text[max(reading.sentence.start, match.start() - 40) : match.start()]
    general = _compiled("general").finditer(
        reading.text, reading.sentence.start, reading.sentence.end
    )
    if any(g.start() < match.end() and match.start() < g.end() for g in general):
        return Time.GENERAL
    if re.search(r"\b(?:next|forthcoming|future|another|further)\s+(?:\w+\s+)?$", before, re.I):
        return Time.COMING
    if re.search(
        r"\b(?:last|previous|earlier|prior|past|regular|follow-up)\s+(?:\w+\s+){0,2}$", before, re.I
    ):
        recent = date is not None and not _is_old(date, reading.today)
        return Time.NOW if recent else Time.EARLIER
    time = _time(reading, head, date)
    if time is Time.UNREAL and _is_subject(head, clause_of(head)):
        time = Time.EARLIER if date is not None and _is_old(date, reading.today) else Time.NOW
    plural = match[0].lower().rstrip("’'").endswith("s") and not re.search(r"\d", before)
    if (
        plural
        and date is None
        and time is Time.NOW
        and match[0].lower().endswith(("visits", "inspections"))
    ):
        return Time.GENERAL
    return time


def _part(words: str) -> str:
    """Which end of an inspection a clause dates: "start", "end" or "both"."""
    if _search("inspected", words, "began"):
        return "start"
    return "end" if _search("inspected", words, "ended") else "both"


def _visit_date(reading: _Reading, head: Token, at: int, end: int) -> DateMention | None:
    """The date of a visit that a sentence mentions: attached to it, or in its clause."""
    verb = clause_of(head)
    near = [
        d
        for d in reading.dates
        if not _is_publication(reading, d)
        and not _is_bound(reading, d)
        and _in_same_brackets(reading.text, at, d.start)
        and not _is_of_another_clause(reading, d, verb)
        and (top := reading.head(d.start, d.end)) is not None
        and (
            clause_of(top) == verb
            or head in list(top.ancestors)
            or _search("attached", reading.text[end : d.start])
        )
    ]
    return min(near, key=lambda d: (d.start < at, abs(d.start - at)), default=None)


def _is_of_another_clause(reading: _Reading, date: DateMention, verb: Token) -> bool:
    """Whether a date stands in a clause of time, or in one about something else."""
    head = reading.head(date.start, date.end)
    if head is None or clause_of(head) == verb:
        return False
    own = clause_of(head)
    return _opens_with(own, TIME_CLAUSES) or bool(
        _search("inspected", reading.words_of(own), "other")
    )


def _last_break(reading: _Reading, offset: int) -> int:
    """The end of the last comma or semicolon before a place in a sentence."""
    before = reading.text[reading.sentence.start : offset]
    return reading.sentence.start + max(before.rfind(mark) + 1 for mark in ",;:(")


def _is_bound(reading: _Reading, date: DateMention) -> bool:
    """Whether a date is only the beginning or the end of a period: "since May 2021"."""
    before = reading.text[max(reading.sentence.start, date.start - 16) : date.start]
    return bool(_search("bounds", before))


def _is_inspected(reading: _Reading, head: Token, date: DateMention) -> bool:
    """Whether the clause of a date says that inspectors came."""
    verb = clause_of(head)
    words = reading.words_with_subject(verb)
    near = reading.text[_last_break(reading, date.start) : date.start]
    if _search("inspected", words, "other"):
        return False
    if _search("inspected", near, "surely"):
        return True
    if _search("inspected", words, "itself"):
        return True
    if not date.first.is_day and not _search("inspected", words, "surely"):
        return False
    return bool(_search("inspected", words, "who") and _search("inspected", words, "did"))


def _is_publication(reading: _Reading, date: DateMention) -> bool:
    """Whether a date says when the report was published."""
    head = reading.head(date.start, date.end)
    if head is None:
        return False
    after = reading.text[date.start : date.end + 30]
    if _search("published", after, "whose"):
        return True
    verb = clause_of(head)
    words = reading.words_of(verb)
    if verb.dep_ in ("acl", "relcl"):
        words = f"{verb.head.text} {words}"
    if date.relative and date.first.is_day and _search("published", words, "ofsted_said"):
        return True
    if _search("published", words, "letter_came"):
        return True
    if _search("published", words, "not_what"):
        return False
    nearest = _governing(head, verb)
    if nearest is not None and _search("inspected", nearest, "itself"):
        return False
    return bool(_search("published", words, "did") and _search("published", words, "what"))


def _governing(head: Token, verb: Token) -> str | None:
    """The noun that a date is attached to, if any."""
    for ancestor in head.ancestors:
        if ancestor == verb:
            return None
        if ancestor.pos_ == "NOUN":
            return str(ancestor.text)
    return None


def _published(reading: _Reading) -> tuple[DateMention, ...]:
    return tuple(
        date
        for date in reading.dates
        if _is_publication(reading, date)
        and not _in_quotation(reading, date.start, date.end)
        and (head := reading.head(date.start, date.end)) is not None
        and _time(reading, head, date) in (Time.NOW,)
    )


def _announced(reading: _Reading) -> tuple[Announced, ...]:
    """Visits to come: "A fourth visit, in November, will concentrate on care leavers"."""
    text, sentence = reading.text, reading.sentence
    found = []
    for verb in {clause_of(token): None for token in sentence.tokens}:
        words = reading.words_of(verb)
        if not _search("coming", words) or _in_quotation(reading, *sentence.range_of(verb)):
            continue
        if not (
            _search("inspected", words, "itself")
            or (_search("inspected", words, "who") and _search("inspected", words, "did"))
            or _search("announced", words, "returns")
        ):
            continue
        if _search("published", words, "did"):
            continue
        when = reading.date_of(verb, sentence.starts[verb.i])
        if when is not None and not when.coming_is_ahead(reading.today):
            when = None
        focus = _compiled("announced", "focus").search(text, sentence.start, sentence.end)
        kind = next(
            (
                rule.fields["type"]
                for rule in rules("frames", "visit")
                if rule.fields["type"] and rule.regex.search(words)
            ),
            None,
        )
        if when is None and focus is None:
            continue
        found.append(
            Announced(
                when.coming if when is not None else None,
                focus["focus"] if focus else None,
                kind,
                reading.council_of(verb),
                sentence.start,
                sentence.end,
            )
        )
    return tuple(found[:1])
