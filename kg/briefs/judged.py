"""The sections on what the newest full inspection praised and criticised, by themes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kg.briefs.material import Material, Row
from kg.briefs.model import Block, Note, Paragraph, Remark, Section, Sentence, Source, Table
from kg.briefs.phrases import phrase
from kg.briefs.record import Inspection, compared
from kg.briefs.words import counted, grade_name, one_line, say, shortened, table_of
from kg.reference_data import concept_labels
from kg.wording import in_sentence

__all__ = ["SURE", "WORDS", "criticised", "praised", "stands_alone"]

#: Themes in each table, and the widths of its columns, as shares.
THEMES = 3
WIDTHS = (6, 4.8, 4.8, 2.7, 13.7)
#: Strengths for each weakness of a theme that is praised.
CLEARLY = 2
#: Confidence of a reading that is shown.
SURE = 0.85
#: Characters of a sentence that may stand as an example, and of a quote that is cut.
SHORT, LONG, WORDS = 40, 180, 320
#: The most characters between two sentences that follow each other.
NEXT_TO = 3

#: The findings of a document that have a theme, in order.
_ByTheme = Mapping[str, Sequence[Row]]


def praised(material: Material) -> Section:
    """The themes with most strengths, where they clearly outnumber the weaknesses."""
    heading = say("headings", "praised")
    path = _newest_report(material)
    if not path:
        remark = Remark(say("praised", "none", council=material.council.official_name))
        return Section(heading, (remark,))
    by_theme = _by_theme(material, path)
    first = Paragraph((_totals(material, path),))
    names = [
        theme
        for theme in _ordered(by_theme, "strength", "weakness")
        if _count(by_theme[theme], "strength") >= CLEARLY * _count(by_theme[theme], "weakness")
    ]
    table = _table(material, path, by_theme, names, "strength")
    return Section(heading, (first, table or Remark(say("praised", "none-clearly"))))


def criticised(material: Material) -> Section | None:
    """The themes with most weaknesses; None without a report."""
    path = _newest_report(material)
    if not path:
        return None
    by_theme = _by_theme(material, path)
    names = _ordered(by_theme, "weakness", "strength")
    table = _table(material, path, by_theme, names, "weakness")
    block: Block = table or Remark(say("praised", "none-criticised"))
    return Section(say("headings", "criticised"), (block,))


def stands_alone(row: Row) -> bool:
    """Whether a finding is sure, and can be read without the sentences around it."""
    text = one_line(row["text"])
    pointing = table_of("examples")
    words = _words(text)
    return (
        SHORT <= len(text) <= LONG
        and float(row["confidence"]) >= SURE
        and text[0].isupper()
        and text.endswith(".")
        and words[0] not in pointing["first"]
        and not set(words).intersection(pointing["anywhere"])
    )


def _newest_report(material: Material) -> str:
    """The document with findings on the newest full inspection: on it alone, as reports are."""
    with_findings = {row["document"] for row in material.findings}
    for inspection in reversed(material.record.full):
        paths = (quote.path for quote in inspection.claim.quotes)  # official ones first
        for path in paths:
            if path in with_findings and material.inspection_of(path) == inspection:
                return path
    return ""


def _by_theme(material: Material, path: str) -> _ByTheme:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in material.findings:
        for theme in row["themes"].split(";") if row["document"] == path else ():
            found[theme].append(row)
    found.pop("", None)
    return found


def _ordered(by_theme: _ByTheme, kind: str, other: str) -> list[str]:
    """The themes with a finding of a kind: those with most first, then with least of the other."""
    themes = list(concept_labels("theme"))
    return sorted(
        (theme for theme, rows in by_theme.items() if _count(rows, kind)),
        key=lambda theme: (
            -_count(by_theme[theme], kind),
            _count(by_theme[theme], other),
            themes.index(theme),
        ),
    )


def _count(rows: Sequence[Row], kind: str) -> int:
    return sum(row["kind"] == kind for row in rows)


def _totals(material: Material, path: str) -> Sentence:
    findings = [row for row in material.findings if row["document"] == path]
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


def _table(
    material: Material, path: str, by_theme: _ByTheme, names: Sequence[str], kind: str
) -> Table | None:
    """The first themes with their counts and an example each; None without any."""
    columns = ("strength", "weakness", "mixed")
    if kind == "weakness":
        columns = ("weakness", "strength", "mixed")
    labels = {"strength": "strengths", "weakness": "weaknesses", "mixed": "mixed-column"}
    inspection = material.inspection_of(path)
    assert inspection is not None
    shown: set[str] = set()
    rows = []
    for theme in names[:THEMES]:
        label, grades = _label(inspection, theme)
        example = _example(by_theme[theme], theme, kind, shown)
        shown.add(example["start"])
        quote = f"“{shortened(example['text'], WORDS)}”"
        rows.append(
            (
                Sentence(label, (Note(grades),) if grades else ()),
                *(Sentence(str(_count(by_theme[theme], column))) for column in columns),
                Sentence(quote, (Note((material.source(example),)),)),
            )
        )
    header = ("theme", *(labels[column] for column in columns), "example")
    caption = say("praised", "table" if kind == "strength" else "table-criticised")
    named = tuple(say("praised", name) for name in header)
    return Table(caption, named, tuple(rows), WIDTHS) if rows else None


def _label(inspection: Inspection, theme: str) -> tuple[str, tuple[Source, ...]]:
    """A theme, with the grade of its area where that is the lowest of several, and its words."""
    name = concept_labels("theme")[theme][0]
    order = list(concept_labels("grade"))
    given = {compared(one.area): one for one in inspection.grades}
    one = given.get(table_of("theme-areas").get(theme, ""))
    ranks = {order.index(each.grade) for each in inspection.grades}
    if one is None or len(ranks) == 1 or order.index(one.grade) < max(ranks):
        return name, ()
    words = say("praised", "graded", theme=name, grade=in_sentence(grade_name(one.grade)))
    return words, one.sources[:1]


def _example(rows: Sequence[Row], theme: str, kind: str, shown: set[str]) -> Row:
    """The surest finding that judges, can be read alone and is not taken back by the next one.

    One of which the theme is the main one comes before others.
    """
    found = [row for row in rows if row["kind"] == kind and row["start"] not in shown]
    found = found or [row for row in rows if row["kind"] == kind]
    back = {first["start"] for first, second in pairwise(rows) if _takes_back(first, second)}
    judging = set(table_of("judging")[kind])
    return max(
        found,
        key=lambda row: (
            row["start"] not in back,
            stands_alone(row),
            row["text"][:1].isupper(),
            bool(judging.intersection(_words(row["text"]))),
            row["themes"].partition(";")[0] == theme,
            float(row["confidence"]),
        ),
    )


def _takes_back(first: Row, second: Row) -> bool:
    """Whether a finding is followed by one that begins with "However" or the like."""
    follows = int(second["start"]) - int(first["end"]) <= NEXT_TO
    return follows and _words(second["text"])[:1][0] in table_of("contrast")["first"]


def _words(text: str) -> list[str]:
    return re.findall(r"[\w’-]+", text.lower()) or [""]
