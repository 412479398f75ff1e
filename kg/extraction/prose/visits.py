"""Visits: the inspections that a sentence mentions, their dates, and those of their reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extraction.prose.dates import DateMention
from kg.extraction.prose.grammar import clause_of
from kg.extraction.prose.reading import (
    BEFORE_PHRASES,
    TIME_CLAUSES,
    SentenceReading,
    Time,
    in_quotation,
    in_same_brackets,
    is_main,
    is_old,
    is_subject,
    opens_with,
    phrases_of_before,
    says,
    subject_of,
    subtree_words,
    time_of,
)
from kg.extraction.text.passages import Range
from kg.extraction.text.patterns import Rule, pattern, rules, table
from kg.model import PartialDate

__all__ = ["Announced", "Visit", "announced_in", "published_in", "type_named", "visits_in"]

#: Characters before a visit that are searched for its number, or for "last" and "next".
BEFORE = 40
#: Characters before a date that are searched for "since" and "until", and after it for "letter".
BEFORE_DATE = 16
AFTER_DATE = 30
BREAKS = ",;:("
#: Prepositions of a visit that was before the one that is news: "despite ... at a focused visit".
ASIDE = ("since", "despite", "than", "unlike")


@dataclass(frozen=True, slots=True)
class Visit:
    """A mention of an inspection or a visit: its type if told, its dates, and its number.

    `part` is the part of the inspection that `dates` are of: "start", "end" or "both".  `councils`
    are the ranges of the names of councils.  `noun` is the word for the visit, if there is one;
    `main`: it stands in no relative clause.
    """

    type: str | None
    time: Time
    dates: DateMention | None
    part: str
    ordinal: int | None
    councils: tuple[Range, ...]
    start: int
    end: int
    noun: str = ""
    main: bool = True


@dataclass(frozen=True, slots=True)
class Announced:
    """A visit that is to come: when and on what, and its type, as far as told."""

    when: PartialDate | None
    focus: str | None
    type: str | None
    councils: tuple[Range, ...]
    start: int
    end: int


def type_named(words: str) -> str | None:
    """The type of inspection that words name; "full" for one whose framework its date decides."""
    for rule in rules("visits", "visit"):
        if rule.fields["type"] and rule.regex.search(words):
            return str(rule.fields["type"])
    return None


def visits_in(reading: SentenceReading) -> tuple[Visit, ...]:
    """The inspections that a sentence mentions, by a noun or by a date on which inspectors came."""
    named = list(_named(reading))
    used = {visit.dates for visit in named}
    dated = [_dated(reading, date) for date in reading.dates if date not in used]
    return tuple(sorted((*named, *filter(None, dated)), key=lambda visit: visit.start))


def published_in(reading: SentenceReading) -> tuple[DateMention, ...]:
    """The dates on which, a sentence says, the report was published."""
    return tuple(
        date
        for date in reading.dates
        if "-" in date.first.iso
        and _is_publication(reading, date)
        and not _says("published", "earlier", reading.before(date.start))
        and not in_quotation(reading, date.start, date.end)
        and (head := reading.head(date.start, date.end)) is not None
        and time_of(reading, head, date) is Time.NOW
    )


def announced_in(reading: SentenceReading) -> Announced | None:
    """The visit to come: "A fourth visit, in November, will concentrate on care leavers"."""
    sentence = reading.sentence
    for verb in {clause_of(token): None for token in sentence.tokens}:
        words = reading.words_of(verb)
        if (
            not says("coming", words)
            or in_quotation(reading, *sentence.range_of(verb))
            or _says("published", "did", words)
            or not _is_about_visit(words)
        ):
            continue
        when = reading.date_of(verb, sentence.starts[verb.i])
        ahead = when is not None and when.coming_is_ahead(reading.today)
        focus = pattern("visits", "announced", "focus", ignore_case=True).search(
            reading.text, sentence.start, sentence.end
        )
        if ahead or focus is not None:
            return Announced(
                when.coming if when is not None and ahead else None,
                focus["focus"] if focus else None,
                type_named(words),
                reading.councils_of(verb),
                sentence.start,
                sentence.end,
            )
    return None


def _says(part: str, name: str, words: str) -> bool:
    return bool(pattern("visits", part, name, ignore_case=True).search(words))


def _is_about_visit(words: str) -> bool:
    return (
        _says("inspected", "itself", words)
        or _says("announced", "returns", words)
        or (_says("inspected", "who", words) and _says("inspected", "did", words))
    )


def _named(reading: SentenceReading) -> Iterator[Visit]:
    """The visits that nouns and verbs name; the rules are in the order of their precedence."""
    sentence = reading.sentence
    taken: list[Range] = []
    for rule in rules("visits", "visit"):
        for match in rule.regex.finditer(reading.text, sentence.start, sentence.end):
            head = reading.head(*match.span())
            if (
                head is None
                or any(match.start() < end and start < match.end() for start, end in taken)
                or in_quotation(reading, *match.span())
            ):
                continue
            taken.append(match.span())
            date = _date_of(reading, head, *match.span())
            if rule.fields["type"] or _is_inspectors(reading, match, head, date):
                yield _visit(reading, rule, match, head, date)


def _dated(reading: SentenceReading, date: DateMention) -> Visit | None:
    """The visit that a date alone tells: "They were in Hull on 22 and 23 September"."""
    head = reading.head(date.start, date.end)
    if (
        head is None
        or _is_publication(reading, date)
        or _is_bound(reading, date)
        or pattern("visits", "since_then", ignore_case=True).search(reading.before(date.start))
        or not _is_inspected(reading, head, date)
    ):
        return None
    part = _part(reading, reading.words_with_subject(clause_of(head)))
    councils = reading.councils_of(head)
    time = time_of(reading, head, date)
    return Visit(None, time, date, part, None, councils, date.start, date.end, main=is_main(head))


def _visit(
    reading: SentenceReading,
    rule: Rule,
    match: re.Match[str],
    head: Token,
    date: DateMention | None,
) -> Visit:
    rest = reading.text[match.end() : reading.sentence.end]
    number = pattern("visits", "number", ignore_case=True).search(
        reading.before(match.start(), BEFORE)
    ) or pattern("visits", "number_after", ignore_case=True).match(rest)
    return Visit(
        rule.fields["type"] or None,
        _time(reading, head, match, date),
        date,
        _part(reading, _words_of_date(reading, head, date)),
        _number(number["number"]) if number else None,
        reading.councils_of(head),
        match.start(),
        match.end(),
        match[0].lower(),
        is_main(head),
    )


def _is_inspectors(
    reading: SentenceReading, match: re.Match[str], head: Token, date: DateMention | None
) -> bool:
    """Whether a visit of no stated type is one of inspectors, and not of social workers."""
    if _says("inspected", "who", reading.words_of(clause_of(head))):
        return True
    numbered = pattern("visits", "numbered", ignore_case=True)
    month = pattern("visits", "month_alone", ignore_case=True)
    return _says("inspected", "itself", match[0]) and (
        date is not None
        or bool(numbered.search(reading.before(match.start(), BEFORE)))
        or bool(month.search(reading.text[match.end() : match.end() + AFTER_DATE]))
    )


def _number(word: str) -> int:
    ordinals: list[str] = table("visits")["ordinals"]
    lower = word.lower()
    return ordinals.index(lower) + 1 if lower in ordinals else int(re.sub(r"\D", "", word))


def _time(
    reading: SentenceReading, head: Token, match: re.Match[str], date: DateMention | None
) -> Time:
    """When a visit took place: by the words before and after it, or else by its clause."""
    told = _time_of_words(reading, head, match, date)
    if told is not None:
        return told
    time = time_of(reading, head, date)
    if date is None and time is Time.NOW and _is_of_old_clause(reading, head):
        return Time.EARLIER
    stated = (
        date is not None and not date.relative and match[0].lower() not in ("inspected", "visited")
    )
    if time is Time.UNREAL and (stated or is_subject(head, clause_of(head))):
        # "The inspection did not find ...": it is not the inspection that is denied
        time = Time.EARLIER if date is not None and is_old(date, reading.today) else Time.NOW
    plural = pattern("visits", "plural", ignore_case=True).search(match[0])
    before = reading.before(match.start(), BEFORE)
    if plural and date is None and time is Time.NOW and not re.search(r"\d", before):
        return Time.GENERAL
    return time


def _time_of_words(
    reading: SentenceReading, head: Token, match: re.Match[str], date: DateMention | None
) -> Time | None:
    """When a visit took place, by the words right before and after it; None if they don't tell."""
    before = reading.before(match.start(), BEFORE)
    after = reading.text[match.end() : match.end() + AFTER_DATE]

    def has(name: str, words: str) -> bool:
        return bool(pattern("visits", name, ignore_case=True).search(words))

    if reading.asks or _is_general(reading, match):
        return Time.GENERAL
    if not match[0].lower().endswith("ed") and has("describes", after):
        return Time.GENERAL
    if has("next", before) or has("looms", after):
        return Time.COMING
    recent = date is not None and not is_old(date, reading.today)
    if date is not None and recent and _is_whose(reading, date, match.start()):
        return Time.NOW
    if has("preceding", after) or has("earlier_ones", before):
        return Time.EARLIER
    if has("last", before):
        # without the document's date, "the last inspection in 2017" may not be taken for recent
        return Time.NOW if recent and reading.dated else Time.EARLIER
    aside = any(phrase.lower_ in ASIDE for phrase in phrases_of_before(head))
    return Time.EARLIER if aside else None


def _is_general(reading: SentenceReading, match: re.Match[str]) -> bool:
    """Whether a visit is one of those of which the sentence explains what they are."""
    general = pattern("visits", "general", ignore_case=True).finditer(
        reading.text, reading.sentence.start, reading.sentence.end
    )
    return any(g.start() < match.end() and match.start() < g.end() for g in general)


def _is_of_old_clause(reading: SentenceReading, head: Token) -> bool:
    """Whether the clause of a visit tells of a time long ago: "warned in 2018, after a visit"."""
    own = [
        date
        for date in reading.dates_of(head)
        if (top := reading.head(date.start, date.end)) is not None
        and not any(a.lower_ in BEFORE_PHRASES for a in top.ancestors)
    ]
    return bool(own) and reading.dated and all(is_old(date, reading.today) for date in own)


def _words_of_date(reading: SentenceReading, head: Token, date: DateMention | None) -> str:
    """The words of the clause that dates a visit: its own, or a relative clause about it."""
    verb = clause_of(head)
    top = reading.head(date.start, date.end) if date is not None else None
    if top is not None and (own := clause_of(top)).dep_ in ("relcl", "acl") and own.head == head:
        verb = own
    return reading.words_of(verb)


def _part(reading: SentenceReading, words: str) -> str:
    """Which end of an inspection a clause dates: "start", "end" or "both"."""
    stays = pattern("visits", "stays", ignore_case=True)
    if _says("inspected", "began", words) or stays.search(reading.words):
        return "start"
    return "end" if _says("inspected", "ended", words) else "both"


def _date_of(reading: SentenceReading, head: Token, start: int, end: int) -> DateMention | None:
    """The date of a visit that a sentence mentions: attached to it, or in its clause."""
    verb = clause_of(head)
    attached = pattern("reading", "attached", ignore_case=True)
    between = pattern("visits", "not_between", ignore_case=True)
    near = [
        date
        for date in reading.dates
        if not _is_publication(reading, date)
        and not _is_bound(reading, date)
        and in_same_brackets(reading.text, start, date.start)
        and not _is_of_another_clause(reading, date, head)
        and not between.search(reading.text[end : date.start])
        and (top := reading.head(date.start, date.end)) is not None
        and (
            (clause_of(top) == verb and not _says("inspected", "other", reading.words_of(verb)))
            or head in list(top.ancestors)
            or attached.search(reading.text[end : date.start])
            or _is_whose(reading, date, start)
        )
    ]
    return min(near, key=lambda d: (d.start < start, abs(d.start - start)), default=None)


def _is_whose(reading: SentenceReading, date: DateMention, start: int) -> bool:
    """Whether a date says whose a visit that begins at `start` is: "February's visit"."""
    match = _visit_of(reading, date)
    return match is not None and date.end < start < date.end + match.end()


def _visit_of(reading: SentenceReading, date: DateMention) -> re.Match[str] | None:
    """The visit right after a date that says when it was: "February's focused visit"."""
    after = reading.text[date.end : date.end + AFTER_DATE]
    return pattern("visits", "of_visit", ignore_case=True).match(after)


def _is_of_another_clause(reading: SentenceReading, date: DateMention, visit: Token) -> bool:
    """Whether a date stands in a clause of time, or in one about something else than the visit."""
    head = reading.head(date.start, date.end)
    if head is None:
        return False
    if any(visit not in phrase.subtree for phrase in phrases_of_before(head)):
        return True
    if (own := clause_of(head)) == clause_of(visit):
        return False
    words = reading.words_of(own)
    aside = (
        own.dep_ in ("relcl", "acl")
        and own.head != visit
        and not _says("inspected", "took_place", words)
    )
    return (
        aside or opens_with(own, TIME_CLAUSES) or _says("inspected", "other", reading.words_of(own))
    )


def _is_bound(reading: SentenceReading, date: DateMention) -> bool:
    """Whether a date is only the beginning or the end of a period: "since May 2021"."""
    bounds = pattern("visits", "bounds", ignore_case=True)
    before = bounds.search(reading.before(date.start, BEFORE_DATE))
    return before is not None and _visit_of(reading, date) is None


def _is_inspected(reading: SentenceReading, head: Token, date: DateMention) -> bool:
    """Whether the clause of a date says that inspectors came."""
    verb = clause_of(head)
    words = reading.words_with_subject(verb)
    if verb.dep_ == "relcl":
        words = f"{verb.head.text} {words}"
    since_break = _last_break(reading, date.start)
    if _says("inspected", "other", words) or _says("inspected", "grades", words):
        return False
    if _says("inspected", "surely", since_break) or _says("inspected", "itself", words):
        return True
    if not date.first.is_day and not _says("inspected", "surely", words):
        return False
    return _says("inspected", "who", words) and _says("inspected", "did", words)


def _last_break(reading: SentenceReading, offset: int) -> str:
    """The words of a sentence between its last comma or semicolon and a place."""
    before = reading.text[reading.sentence.start : offset]
    return before[max(before.rfind(mark) + 1 for mark in BREAKS) :]


def _is_publication(reading: SentenceReading, date: DateMention) -> bool:
    """Whether a date says when the report was published."""
    head = reading.head(date.start, date.end)
    if head is None:
        return False
    if _visit_of(reading, date) is not None:
        return False
    if _says("published", "whose", reading.text[date.start : date.end + AFTER_DATE]):
        return True
    verb = clause_of(head)
    bracketed = _says("published", "in_brackets", reading.before(date.start))
    words = reading.words if bracketed else reading.words_of(verb)
    if verb.dep_ in ("acl", "relcl"):
        words = f"{verb.head.text} {words}"
        if _is_somebodys(reading, verb):
            return False
    if date.relative and date.first.is_day and _says("published", "ofsted_said", words):
        return True
    if _says("published", "letter_came", words):
        return True
    if _says("published", "not_what", words):
        return False
    noun = _noun_of(head, verb)
    attached = _says("published", "right_before", reading.before(date.start))
    if noun is not None and _says("inspected", "itself", noun):
        return attached
    what = _says("published", "what", words) or (attached and _says("inspected", "itself", words))
    return what and _says("published", "did", words)


def _is_somebodys(reading: SentenceReading, verb: Token) -> bool:
    """Whether a person speaks in what was published: "In a report published in May, X advised"."""
    subject = subject_of(clause_of(verb.head))
    inside = verb.head.head.lower_ == "in"
    if not inside or subject is None or subject.pos_ != "PROPN":
        return False
    at = reading.sentence.starts[subject.i]
    is_council = any(start <= at < end for start, end in reading.councils)
    return not is_council and not _says("inspected", "who", subtree_words(reading, subject))


def _noun_of(head: Token, verb: Token) -> str | None:
    """The noun that a date is attached to, if any."""
    for ancestor in head.ancestors:
        if ancestor == verb:
            return None
        if ancestor.pos_ == "NOUN":
            return str(ancestor.text)
    return None
