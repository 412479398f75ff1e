"""The section on the journey of a council's grades: a picture, and a table of inspections."""

from __future__ import annotations

from kg.briefs.chart import Band, Chart, Lane, draw
from kg.briefs.held import Held, held
from kg.briefs.material import Material
from kg.briefs.model import Note, Picture, Remark, Section, Sentence, Table
from kg.briefs.phrases import month
from kg.briefs.record import AREAS, Inspection, Record, StatedGrade, compared
from kg.briefs.words import grade_letter, grade_name, say, table_of, years_of
from kg.date_format import date_in_words, dates_in_words
from kg.wording import in_sentence, joined

__all__ = ["journey"]

#: The widths of the columns of the journey, as shares.
WIDTHS = (5, 4, 4, 4, 4, 4, 6)


def journey(material: Material) -> Section | None:
    """The years as a picture and as a table; None where no grade is known."""
    record = material.record
    inspections = [
        *((record, one) for one in record.inspections if one.is_full),
        *((other, one) for other in material.replaced for one in other.full),
    ]
    rows = [
        *((one.when, _inspection_row(material, one)) for _, one in inspections),
        *((one.when, _stated_row(one)) for one in record.stated),
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: row[0], reverse=True)
    header = (say("journey", "inspection"), *table_of("areas").values(), say("journey", "other"))
    cells = tuple(row for _, row in rows)
    table = _without_empty(Table(say("journey", "table"), header, cells, WIDTHS))
    graded = (grade.area for _, one in inspections for grade in one.grades)
    remarks = {
        "areas-changed": any(compared(area) != area for area in graded),
        "replaced": any(one.full for one in material.replaced),
        "in-brackets": bool(record.stated),
        "undrawn": any(not one.when for one in record.inspections),
    }
    told = (Remark(say("journey", name)) for name, is_needed in remarks.items() if is_needed)
    pictures = [_picture(record)] if held_anything(record) else []
    return Section(say("headings", "journey"), (*pictures, table, *told))


def held_anything(record: Record) -> bool:
    """Whether there is a dated grade to draw."""
    return any(held(record, area) for area in AREAS)


def _inspection_row(material: Material, inspection: Inspection) -> tuple[Sentence, ...]:
    """An inspection with its grades; its note is in the first cell."""
    sources = [*inspection.dated_by()]
    sources += (source for grade in inspection.grades for source in grade.sources[:1])
    other = (
        say("journey", "other-area", area=label, grade=in_sentence(grade_name(one.grade)))
        for area, label in table_of("other-areas").items()
        for one in inspection.given(area)
    )
    return (
        Sentence(_dates(inspection, material.record), (Note(tuple(dict.fromkeys(sources))),)),
        *(Sentence(_given(inspection, area)) for area in AREAS),
        Sentence("; ".join(other)),
    )


def _dates(inspection: Inspection, own: Record) -> str:
    """When an inspection was, with its council where that is not the one of the brief."""
    when = dates_in_words(inspection.start, inspection.end) or say("journey", "undated")
    if inspection.council == own.council:
        return when
    name = inspection.council.official_name
    return say("inspections", "replaced", inspection=when, council=name)


def _stated_row(stated: StatedGrade) -> tuple[Sentence, ...]:
    first = Sentence(
        say("journey", "stated", when=date_in_words(stated.when)), (Note(stated.sources),)
    )
    empty = Sentence("")
    return (first, Sentence(f"({grade_name(stated.grade)})"), *(empty for _ in AREAS))


def _given(inspection: Inspection, area: str) -> str:
    given = dict.fromkeys(grade.grade for grade in inspection.given(area))
    if not given and area in inspection.no_grade:
        return say("journey", "none")
    return joined([grade_name(grade) for grade in given], "or")


def _without_empty(table: Table) -> Table:
    """The table without its last column if that is empty."""
    if any(row[-1].text for row in table.rows):
        return table
    rows = tuple(row[:-1] for row in table.rows)
    return Table(table.caption, table.header[:-1], rows, table.widths[:-1])


def _cell(step: Held) -> str:
    """A grade in a table: in brackets where only a later document states it."""
    if not step.grades:
        return say("journey", "none-step")
    name = joined([grade_name(grade) for grade in step.grades], "or")
    return name if step.inspection else f"({name})"


def _picture(record: Record) -> Picture:
    visits = tuple(one.when for one in record.inspections if one.when and not one.is_full)
    steps = {area: held(record, area) for area in AREAS}
    days = [*visits, *(step.when for area in AREAS for step in steps[area])]
    end = f"{max(days)[:4]}-12-31"
    labels = table_of("areas")
    lanes = tuple(
        Lane(
            labels[area],
            tuple(
                Band(step.when, step.until or end, step.grade, _letters(step))
                for step in steps[area]
            ),
        )
        for area in AREAS
        if steps[area]
    )
    years = years_of(days)
    chart = Chart(lanes, visits, say("journey", "lane-visits"))
    told = (
        say(
            "journey",
            "lane",
            area=labels[area],
            steps=", ".join(
                say("journey", "step", grade=_cell(step), when=month(step.when))
                for step in steps[area]
            ),
        )
        for area in AREAS
        if steps[area]
    )
    seen = say("journey", "visits", visits=joined([month(day) for day in visits]))
    alt = say("journey", "alt", years=years, lanes=" ".join(told), visits=seen if visits else "")
    return Picture(draw(chart), alt, say("journey", "picture", years=years))


def _letters(step: Held) -> str:
    if not step.grades:
        return say("journey", "none-letters")
    letters = "/".join(grade_letter(grade) for grade in step.grades)
    return letters if step.inspection else f"({letters})"
