"""The sections on what reports say: praise, what was asked for and what became of it, visits."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from kg.briefs.held import inspection_days
from kg.briefs.material import Material, Row
from kg.briefs.model import (
    Block,
    Items,
    Note,
    Paragraph,
    Remark,
    Section,
    Sentence,
    Table,
)
from kg.briefs.phrases import month, phrase
from kg.briefs.record import Inspection
from kg.briefs.words import counted, one_line, say, shortened, table_of
from kg.reference_data import concept_labels
from kg.wording import in_sentence, joined, upper_first

__all__ = ["asked", "praised", "visits"]

#: Themes in the table of what was praised, and the widths of its columns, as shares.
THEMES = 5
WIDTHS = (6, 3.6, 4.4, 18)
#: Confidence of a reading that is shown: of the kind of a finding, and of a link to an item.
SURE = 0.85
#: Characters of a sentence that may stand as an example.
SHORT, LONG = 40, 180
#: Items of one inspection, and later statements on one, that are shown; lines of the whole section.
#: The other items are counted.
EACH, LATER, LINES = 6, 2, 14
#: Characters of a quote within a list.
WORDS = 320

#: What was asked for, and what later documents say of it.
_Item = tuple[Sentence, ...]


def praised(material: Material) -> Section:
    """The themes with the most strengths in the report on the newest full inspection."""
    heading = say("headings", "praised")
    path = _newest_report(material)
    if not path:
        remark = Remark(say("praised", "none", council=material.council.name))
        return Section(heading, (remark,))
    findings = [row for row in material.findings if row["document"] == path]
    by_theme: dict[str, list[Row]] = defaultdict(list)
    for row in findings:
        by_theme[row["themes"].partition(";")[0]].append(row)
    themes = list(concept_labels("theme"))
    strongest = sorted(
        (theme for theme in by_theme if theme and _of_kind(by_theme[theme], "strength")),
        key=lambda theme: (
            -len(_of_kind(by_theme[theme], "strength")),
            len(_of_kind(by_theme[theme], "weakness")),
            themes.index(theme),
        ),
    )
    rows = tuple(_theme_row(material, theme, by_theme[theme]) for theme in strongest[:THEMES])
    header = tuple(say("praised", n) for n in ("theme", "strengths", "weaknesses", "example"))
    first = Paragraph((_totals(material, path, findings),))
    return Section(heading, (first, Table(say("praised", "table"), header, rows, WIDTHS)))


def asked(material: Material) -> Section:
    """The items of the newest full inspection and of visits since; earlier ones that came up again.

    An item is a list of rows, one for each later statement on it.
    """
    by_item = (list(rows) for _, rows in groupby(material.recommendations, key=_item_of))
    by_document: dict[str, list[list[Row]]] = defaultdict(list)
    for rows in by_item:
        by_document[rows[0]["document"]].append(rows)
    newest = material.record.full[-1].when if material.record.full else ""
    blocks: list[Block] = []
    left, room = sum(map(len, by_document.values())), LINES
    for path in sorted(by_document, key=material.day_of, reverse=True):
        is_new = material.day_of(path) >= newest
        items = [rows for rows in by_document[path] if is_new or _surest(material, rows)]
        told = _that_fit([tuple(_item(material, rows)) for rows in items[:EACH]], room)
        if told:
            room -= sum(map(len, told))
            left -= len(told)
            total = len(by_document[path])
            blocks.append(Paragraph((_asked_by(material, path, total, len(told)),)))
            blocks.append(Items(tuple(told)))
    remarks = [say("asked", "quiet"), say("asked", "reading")] if blocks else []
    if left:
        count = counted("asked", "count", left)
        remarks.append(say("asked", "more", count=count, gss=material.council.gss))
    if not by_document:
        remarks.append(say("asked", "none", council=material.council.name))
    return Section(say("headings", "asked"), (*blocks, *map(Remark, remarks)))


def _that_fit(items: Sequence[_Item], room: int) -> list[_Item]:
    """The first items that fit into so many lines."""
    lines = list(accumulate(map(len, items)))
    return [item for item, used in zip(items, lines, strict=True) if used <= room]


def _item_of(row: Row) -> str:
    return row["recommendation"]


def visits(material: Material) -> Section:
    """Visits and other inspections after the newest full one, and those undated."""
    after = max(inspection_days(material.record), default="")
    others = [one for one in material.record.inspections if not one.is_full]
    later = [one for one in others if one.when > after]
    items = tuple((_visit(one),) for one in [*later, *(one for one in others if not one.when)])
    heading = say("headings", "visits" if after else "visits-all")
    if items:
        return Section(heading, (Items(items),))
    name = "none" if after else "none-at-all"
    remark = say("visits", name, council=material.council.name, when=month(after))
    return Section(heading, (Remark(remark),))


# Praise


def _newest_report(material: Material) -> str:
    """The document with findings on the newest full inspection: on it alone, as reports are."""
    with_findings = {row["document"] for row in material.findings}
    for inspection in reversed(material.record.full):
        paths = (quote.path for quote in inspection.claim.quotes)  # official ones first
        for path in paths:
            if path in with_findings and material.inspection_of(path) == inspection:
                return path
    return ""


def _totals(material: Material, path: str, findings: Sequence[Row]) -> Sentence:
    kinds = Counter(row["kind"] for row in findings)
    inspection = material.inspection_of(path)
    assert inspection is not None
    words = say(
        "praised",
        "counted",
        inspection=phrase(inspection),
        strengths=counted("praised", "strength", kinds["strength"]),
        weaknesses=counted("praised", "weakness", kinds["weakness"]),
        mixed=counted("praised", "mixed", kinds["mixed"]),
    )
    pages = sorted({int(row["page"]) for row in findings if row["page"]})
    where = say("praised", "pages", first=pages[0], last=pages[-1]) if pages else ""
    about = say("praised", "counted-about", path=path, pages=where, gss=material.council.gss)
    return Sentence(words, (Note((), about),))


def _theme_row(material: Material, theme: str, findings: Sequence[Row]) -> tuple[Sentence, ...]:
    strengths = _of_kind(findings, "strength")
    example = _example(strengths)
    return (
        Sentence(concept_labels("theme")[theme][0]),
        Sentence(str(len(strengths))),
        Sentence(str(len(_of_kind(findings, "weakness")))),
        Sentence(f"“{shortened(example['text'], WORDS)}”", (Note((material.source(example),)),)),
    )


def _example(strengths: Sequence[Row]) -> Row:
    """The first strength that can be read alone, else the longest."""
    longest = max(strengths, key=lambda row: len(row["text"]))
    return next(filter(_stands_alone, strengths), longest)


def _stands_alone(row: Row) -> bool:
    text = one_line(row["text"])
    words = re.findall(r"[\w’-]+", text.lower())
    pointing = table_of("examples")
    return (
        SHORT <= len(text) <= LONG
        and float(row["confidence"]) >= SURE
        and text[0].isupper()
        and text.endswith(".")
        and words[0] not in pointing["first"]
        and not set(words).intersection(pointing["anywhere"])
    )


def _of_kind(findings: Sequence[Row], kind: str) -> list[Row]:
    return [row for row in findings if row["kind"] == kind]


# What was asked for


def _asked_by(material: Material, path: str, count: int, shown: int) -> Sentence:
    inspection = material.inspection_of(path)
    by = phrase(inspection) if inspection else _title(material, path)
    name = "by" if shown == count else "by-some"
    words = say("asked", name, inspection=by, count=counted("asked", "count", count), shown=shown)
    sources = inspection.dated_by() if inspection else ()
    return Sentence(words, (Note(sources, say("asked", "counted-about", path=path)),))


def _item(material: Material, rows: Sequence[Row]) -> Iterator[Sentence]:
    """What was asked for, and the newest later statements on it."""
    name = "priority" if rows[0]["priority"] == "true" else "item"
    words = say("asked", name, text=shortened(rows[0]["text"], WORDS))
    yield Sentence(words, (Note((material.source(_finding(material, rows[0])),)),))
    for row in _surest(material, rows):
        state = table_of("asked")["states"][row["later_state"]]
        text = shortened(row["later_text"], WORDS)
        words = say("asked", "later", state=state, when=month(row["later_date"]), text=text)
        yield Sentence(words, (Note((material.source(_finding(material, row, "later_")),)),))


def _surest(material: Material, rows: Sequence[Row]) -> list[Row]:
    """The surest statements of the latest document that speaks of an item, in their order.

    That document decides the state of the item: what an earlier one said may no longer hold.
    """
    latest = [row for row in rows if row["later_document"] == rows[-1]["later_document"]]
    sure = [row for row in latest if row["later_document"] and _is_sure(material, row)]
    surest = sorted(sure, key=lambda row: -float(row["confidence"]))[:LATER]
    return [row for row in sure if row in surest]


def _is_sure(material: Material, row: Row) -> bool:
    """Whether a later statement is about the item, and what it finds."""
    statement = _finding(material, row, "later_")
    return min(float(row["confidence"]), float(statement["confidence"])) >= SURE


def _finding(material: Material, row: Row, prefix: str = "") -> Row:
    """A recommendation, or a later statement, as the finding that it is."""
    key = row[f"{prefix}document"], row[f"{prefix}start"]
    return next(one for one in material.findings if (one["document"], one["start"]) == key)


def _title(material: Material, path: str) -> str:
    return material.documents[path]["title"] or path


# Visits


def _visit(inspection: Inspection) -> Sentence:
    name = "visit-focus" if inspection.focus else "visit"
    focus = joined([in_sentence(label) for label in inspection.focus])
    words = say("visits", name, inspection=upper_first(phrase(inspection)), focus=focus)
    sources = inspection.claim.sources("inspection type")[:1], inspection.dated_by()
    looked_at = inspection.claim.sources("focus", "other focus")[: len(inspection.focus)]
    found = dict.fromkeys((*sources[0], *sources[1], *looked_at))
    return Sentence(words, (Note(tuple(found) or inspection.claim.sources()[:1]),))
