"""The section on where the council stands and since when, overall and by area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.briefs.held import Held, held, unchanged
from kg.briefs.material import Material, Row
from kg.briefs.model import (
    Block,
    Note,
    Paragraph,
    Remark,
    Section,
    Sentence,
    Source,
)
from kg.briefs.phrases import grades_by_area, month, phrase
from kg.briefs.record import OVERALL, Inspection, Record, StatedGrade, source_of
from kg.briefs.words import grade_phrase, inspection_phrase, say, table_of
from kg.date_format import date_in_words
from kg.gazetteer import Gazetteer
from kg.wording import joined

__all__ = ["standing"]


def standing(material: Material) -> Section:
    """Where the council stands and since when, overall and by area."""
    record = material.record
    blocks: list[Block] = []
    told = (
        *_overall(material),
        *(_formerly(material, stated) for stated in record.stated_before),
        *(_undated(one) for one in record.inspections if one.is_full and not one.when),
        *_conflicts(material),
    )
    if told:
        blocks.append(Paragraph(told))
    if not material.own_documents:
        blocks.append(Remark(say("standing", "no-document", council=record.council.name)))
    elif not record.full:
        blocks.append(Remark(say("standing", "no-full", council=record.council.name)))
    elif len(held(record, OVERALL)) == 1 and not any(one.full for one in material.replaced):
        blocks.append(Remark(say("standing", "no-earlier")))
    return Section(say("headings", "standing"), tuple(blocks))


# Sentences


def _overall(material: Material) -> Iterator[Sentence]:
    """The newest grades, since when the overall one is the same, and the one before."""
    record = material.record
    steps = held(record, OVERALL)
    if not steps:
        yield from _by_area(record, None)
        return
    last = steps[-1]
    if last.grades:
        yield _newest(last)
        yield from _by_area(record, last.inspection)
        same = unchanged(steps)
        before = steps[: len(steps) - len(same)]
        if last.grade and len(same) > 1:
            yield _already(same)
    else:
        assert last.inspection is not None
        definition = last.inspection.no_grade[OVERALL]
        about = say("standing", "no-overall-about", definition=definition)
        words = say("standing", "no-overall", inspection=phrase(last.inspection))
        yield Sentence(words, (_note(last), Note((), about)))
        yield from _by_area(record, last.inspection)
        before = tuple(step for step in steps if step.grades)
    if before and before[-1].grade:
        yield _before(material, before[-1])


def _newest(step: Held) -> Sentence:
    grades = joined([grade_phrase(grade) for grade in step.grades], "or")
    values = {"grade": grades, "grades": grades, "when": month(step.when)}
    if step.inspection is None:
        return Sentence(say("standing", "overall-stated", **values), (_note(step),))
    name = "overall-last" if step.until else "overall"
    if not step.grade:
        name = "overall-disputed"
    words = say("standing", name, inspection=phrase(step.inspection), **values)
    return Sentence(words, (_note(step),))


def _already(same: Sequence[Held]) -> Sentence:
    words = say(
        "standing",
        "overall-same",
        grade=grade_phrase(same[-1].grade),
        dates=joined([month(step.when) for step in same[:-1]]),
    )
    return Sentence(words, (_note(*same[:-1]),))


def _before(material: Material, step: Held) -> Sentence:
    grade = table_of("judged")[step.grade]
    if step.inspection is None:
        source, dated = _stated_in(material, step.sources)
        values = {"grade": grade, "when": month(step.when), "source": source}
        words = say("standing", "overall-before-stated", **values)
        return Sentence(words, (Note((*step.sources, *dated)),))
    inspection = phrase(step.inspection)
    words = say("standing", "overall-before", grade=grade, inspection=inspection)
    return Sentence(words, (_note(step),))


def _stated_in(material: Material, sources: Sequence[Source]) -> tuple[str, tuple[Source, ...]]:
    """The document that states a grade, in words, and the words that date it."""
    path = sources[0].path
    inspection = material.inspection_of(path)
    if inspection is None or not inspection.when:
        return path, ()
    kind = material.documents[path]["kind"]
    words = say("standing", "stated-in", kind=kind, when=month(inspection.when))
    return words, tuple(one for one in inspection.dated_by() if one not in sources)


def _by_area(record: Record, told: Inspection | None) -> Iterator[Sentence]:
    """The grades for areas at the newest full inspection; `told` is the one told of before."""
    if not record.full:
        return
    newest = record.full[-1]
    grades = grades_by_area(newest)
    if grades:
        name = "by-area" if newest is told else "by-area-older"
        words = say("standing", name, inspection=phrase(newest), grades=grades)
        sources = (grade.sources[0] for grade in newest.grades if grade.area != OVERALL)
        found = dict.fromkeys((*newest.dated_by(), *sources))
        yield Sentence(words, (Note(tuple(found)),))


def _formerly(material: Material, stated: StatedGrade) -> Sentence:
    """A grade that a document states of the time before the council was formed."""
    source, dated = _stated_in(material, stated.sources)
    councils = Gazetteer.load().councils
    names = [councils[gss].official_name for gss in material.council.predecessors]
    words = say(
        "standing",
        "formerly",
        grade=table_of("judged")[stated.grade],
        when=date_in_words(stated.when),
        predecessors=joined(names),
        source=source,
    )
    return Sentence(words, (Note((*stated.sources, *dated)),))


def _undated(inspection: Inspection) -> Sentence:
    phrases = table_of("area-phrases")
    grades = (
        say("standing", "for-areas", grade=grade_phrase(one.grade), areas=phrases[one.area])
        for one in inspection.grades
    )
    path = joined(inspection.claim.paths)
    words = say("standing", "undated", path=path, grades=joined(list(grades)))
    sources = (source for grade in inspection.grades for source in grade.sources[:1])
    return Sentence(words, (Note(tuple(sources)),))


def _conflicts(material: Material) -> Iterator[Sentence]:
    """What documents disagree on, each pair once."""
    for row in _pairs(material.conflicting_grades, "grade", "other_grade"):
        words = say(
            "standing",
            "conflict-grade",
            area=table_of("area-phrases")[row["area"]],
            inspection=inspection_phrase(row["type"], row["start"], ""),
            grade=grade_phrase(row["grade"]),
            other=grade_phrase(row["other_grade"]),
        )
        yield Sentence(words, _both_sides(material, row))
    for row in _pairs(material.conflicting_dates, "date", "other_date"):
        words = say(
            "standing",
            "conflict-date",
            which=say("standing", row["which"]),
            type=say("inspections", row["type"]),
            date=date_in_words(row["date"]),
            other=date_in_words(row["other_date"]),
        )
        yield Sentence(words, _both_sides(material, row))


def _pairs(rows: Sequence[Row], one: str, other: str) -> Iterator[Row]:
    return (row for row in rows if row[one] < row[other])


def _both_sides(material: Material, row: Row) -> tuple[Note, ...]:
    """The notes on a pair of documents that disagree."""
    sides = ((row["document"], row["quote"]), (row["other_document"], row["other_quote"]))
    return tuple(
        Note(
            tuple(
                dict.fromkeys(
                    source_of(q)
                    for q in material.record.quotes
                    if q.path == path and q.words in words
                )
            )
            or (Source(path, material.documents[path]["title"] or path, None, None, words),)
        )
        for path, words in sides
    )


def _note(*steps: Held) -> Note:
    """A note on inspections and their grades."""
    sources: list[Source] = []
    for step in steps:
        sources += step.inspection.dated_by() if step.inspection else ()
        sources += step.sources
    return Note(tuple(dict.fromkeys(sources)))
