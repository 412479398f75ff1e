"""Statements: the frames of all sentences of a document, each under its council."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from kg.extraction.prose.dates import DateMention, find_dates
from kg.extraction.prose.discourse import Name, Read, Topics
from kg.extraction.prose.frames import Frames, frames_of
from kg.extraction.prose.grades import OVERALL, Grade, domain_terms, goes_on
from kg.extraction.prose.grammar import MAX_PARSED, Term, parse
from kg.extraction.prose.reading import Time, says
from kg.extraction.prose.tables import TableGrade, TableVisit
from kg.extraction.prose.visits import Announced, Visit, type_named
from kg.extraction.prose.voices import Voiced
from kg.extraction.text.passages import HEADINGS, Passage, Range
from kg.extraction.text.patterns import pattern
from kg.model import Document, PartialDate, Unresolved

__all__ = ["Account", "Located", "Said", "accounts", "latest_date", "read_frames", "sentences_of"]


#: Characters before a date that may say that it is to come.
COMING = 60

Frame = TypeVar("Frame", Grade, Visit)


@dataclass(frozen=True, slots=True)
class Located:
    """A sentence outside the furniture, with its passage and its dates."""

    passage: Passage
    start: int
    end: int
    dates: tuple[DateMention, ...]


@dataclass(frozen=True, slots=True)
class Said(Generic[Frame]):
    """A grade or a visit that is stated, and whether a headline states it."""

    frame: Frame
    headline: bool


@dataclass(frozen=True, slots=True)
class Account:
    """What a document states of one council."""

    grades: tuple[Said[Grade], ...] = ()
    visits: tuple[Said[Visit], ...] = ()
    announced: tuple[Announced, ...] = ()
    published: tuple[DateMention, ...] = ()


def sentences_of(
    document: Document, passages: Iterable[Passage], today: PartialDate | None
) -> list[Located]:
    """The sentences outside the furniture; `today` is the document's date."""
    return [
        Located(passage, start, end, tuple(_dates(document.text, passage, start, end, today)))
        for passage in passages
        if passage.section != "boilerplate"
        for start, end in passage.sentences
        if end - start <= MAX_PARSED
    ]


def _dates(
    text: str, passage: Passage, start: int, end: int, today: PartialDate | None
) -> Iterator[DateMention]:
    """The dates of a sentence, but for the stamp of a page: "22/04/2025 - Area SEND inspection"."""
    stamp = pattern("document_date", "stamp", "regex").match(text, passage.block.start)
    for date in find_dates(text, start, end, today):
        if stamp is None or stamp.end() != date.end:
            yield date


def latest_date(document: Document, located: Iterable[Located]) -> PartialDate | None:
    """The time by which to tell old dates in a document without a date of its own.

    It is the month or year in the page's address, or else the latest date in the text.
    """
    path = re.search(r"/(20[0-4]\d)/(?:([01]\d)/)?", document.url or "")
    if path is not None:
        return PartialDate(f"{path[1]}-{path[2]}" if path[2] else path[1])
    text = document.text
    told = [
        date.last
        for each in located
        for date in each.dates
        if not date.relative
        and not says("not_latest", text[max(0, date.start - COMING) : date.start])
    ]
    return max(told, key=lambda date: date.latest, default=None)


def read_frames(
    text: str,
    located: Sequence[Located],
    names: Sequence[Name],
    mentioned: Sequence[Range],
    reference: PartialDate | None,
    voices: Iterable[Voiced],
    *,
    dated: bool,
) -> list[Read]:
    """The sentences with their frames; what others say in quotation marks has none.

    `mentioned` are all mentions of councils, also those whose meaning is not known; `reference`
    is the document's date if it is `dated`, or else what stands for it.
    """
    by_start = {one.start: one for one in voices}
    parsed = parse(text, [(each.start, each.end) for each in located], _terms(text, located, names))
    read: list[Read] = []
    last: str | None = None
    for each, sentence in zip(located, parsed, strict=True):
        voice = by_start.get(each.start)
        frames = Frames()
        if voice is None or voice.by not in ("council", "other") or not voice.quoted:
            frames = frames_of(
                text,
                sentence,
                each.dates,
                [(start, end) for start, end in mentioned if each.start <= start < each.end],
                reference,
                last,
                says_inspectorate=voice is not None and voice.by == "inspectorate",
                dated=dated,
            )
        last = frames.grades[-1].grade if frames.grades else last
        if read and goes_on(text[each.start : each.end]):
            frames = replace(frames, grades=_as_before(frames.grades, read[-1].frames.grades))
        read.append(Read(each.start, each.end, each.passage, frames))
    return read


def _as_before(grades: tuple[Grade, ...], before: Sequence[Grade]) -> tuple[Grade, ...]:
    """Grades of a sentence that goes on from one about an earlier inspection."""
    if not before or any(grade.time is not Time.EARLIER for grade in before):
        return grades
    return tuple(
        replace(grade, time=Time.EARLIER)
        if grade.time is Time.NOW and grade.when is None
        else grade
        for grade in grades
    )


def _terms(text: str, located: Iterable[Located], names: Iterable[Name]) -> list[Term]:
    """What the parser reads as one word: names of councils, dates, areas and grades."""
    terms: list[Term] = [
        (name.start, name.end, text[name.start :].split(maxsplit=1)[0]) for name in names
    ]
    for each in located:
        terms += domain_terms(text, each.start, each.end)
        terms += [
            (date.start, date.end, "March")
            for date in each.dates
            if date.form == "dates" and " " in text[date.start : date.end]
        ]
    kept: list[Term] = []
    for term in sorted(terms):
        if not kept or term[0] >= kept[-1][1]:
            kept.append(term)
    return kept


def accounts(
    document: Document,
    read: Sequence[Read],
    topics: Topics,
    names: Sequence[Name],
    tables: tuple[Sequence[TableGrade], Sequence[TableVisit]],
) -> tuple[Mapping[str, Account], tuple[Unresolved, ...]]:
    """What a document states of each of its councils, and what it states of none.

    Rows of `tables` take the place of the sentences in them.
    """
    graded, visited = tables
    rows = [(row.start, row.end) for row in graded] + [(row.start, row.end) for row in visited]
    prose = [s for s in read if not any(start <= s.start < end for start, end in rows)]
    grades: list[tuple[str, Said[Grade]]] = list(_table_grades(graded, topics))
    visits: list[tuple[str, Said[Visit]]] = []
    published: list[tuple[str, DateMention]] = []
    announced: list[tuple[str, Announced]] = []
    unresolved: list[Unresolved] = []
    for row, councils, time in _table_visits(visited, topics, names):
        visit = Visit(
            type_named(row.words), time, row.visited, "both", None, (), row.start, row.end
        )
        visits += [(gss, Said(visit, False)) for gss in councils]
        if row.published is not None and time is Time.NOW:
            published += [(gss, row.published) for gss in councils]
    by_start = {name.start: name.gss for name in names}
    leads = True
    for sentence in prose:
        headline = sentence.passage.block.kind in HEADINGS
        about = topics.by_start[sentence.start]
        frames = sentence.frames
        for grade in frames.grades:
            councils = _councils(grade, by_start, about)
            grades += [(gss, Said(grade, headline)) for gss in councils]
            if not councils and grade.time is Time.NOW:
                unresolved.append(_unbound(document, grade))
        for stated in frames.visits:
            councils = _councils(stated, by_start, about)
            visits += [(gss, Said(stated, headline)) for gss in councils]
        published += [(gss, date) for date in frames.published for gss in about]
        # a day that stands above the sections of the councils is that of all of them
        leads = leads and not about
        days = [date for date in frames.published if leads and date.first.is_day]
        published += [(gss, date) for date in days for gss in topics.subjects]
        if frames.announced is not None:
            councils = _councils(frames.announced, by_start, about)
            announced += [(gss, frames.announced) for gss in councils]
    found = {
        gss: Account(
            tuple(each for council, each in grades if council == gss),
            tuple(each for council, each in visits if council == gss),
            tuple(each for council, each in announced if council == gss),
            tuple(each for council, each in published if council == gss),
        )
        for gss in topics.subjects
    }
    return found, tuple(unresolved)


def _councils(
    frame: Grade | Visit | Announced, by_start: Mapping[int, str], about: tuple[str, ...]
) -> tuple[str, ...]:
    """The councils of a frame: named in its clause, or those that the sentence is about.

    None if its clause names one, and which it means is not known.
    """
    own = dict.fromkeys(by_start[start] for start, _ in frame.councils if start in by_start)
    return tuple(own) if own or frame.councils else about


def _unbound(document: Document, grade: Grade) -> Unresolved:
    reason = "a grade, but the text does not say of which council"
    return Unresolved.at(document, grade.start, grade.end, "judgement", reason)


def _table_grades(rows: Iterable[TableGrade], topics: Topics) -> Iterator[tuple[str, Said[Grade]]]:
    """The grades of tables, each of the one council that its table is about."""
    for row in rows:
        councils = topics.by_start.get(row.start, topics.subjects)
        overall = row.area == OVERALL
        when = None
        if row.year is not None:
            when = DateMention(row.start, row.end, row.year, row.year, "year", False, row.year)
        grade = Grade(
            row.grade,
            () if overall else (row.area,),
            Time.EARLIER if row.is_earlier else Time.NOW,
            when,
            (),
            row.start,
            row.end,
            overall,
        )
        if len(councils) == 1:
            yield councils[0], Said(grade, False)


def _table_visits(
    rows: Sequence[TableVisit], topics: Topics, names: Iterable[Name]
) -> Iterator[tuple[TableVisit, tuple[str, ...], Time]]:
    """The rows about visits, with the council of each and whether it is the latest of several."""
    latest = max((row.visited.first.iso for row in rows if row.visited), default="")
    for row in rows:
        own = {name.gss for name in names if row.start <= name.start < row.end}
        councils = tuple(own) or topics.by_start.get(row.start, topics.subjects)
        earlier = not own and row.visited is not None and row.visited.first.iso < latest
        if len(councils) == 1:
            yield row, councils, Time.EARLIER if earlier else Time.NOW
