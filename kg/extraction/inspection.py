"""The inspection that a document reports: its type, dates and publication, and the genre.

The title block decides if there is one; prose is searched only if it is about an inspection.
A date that the text does not state is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import zip_longest

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.prose.document_date import document_date
from kg.extraction.text.dates import parse, single
from kg.extraction.text.passages import Range
from kg.extraction.text.patterns import Rule, fragment, pattern, rules, table
from kg.extraction.visit_focus import focus_of
from kg.model import Block, BlockKind, Document, DocumentKind, Evidence, Inspection, PartialDate

__all__ = ["opening_end"]

COMPONENT = "inspection"
#: Characters of the opening, which is searched for dates and type before the rest.
MAX_OPENING = 3_500
#: Blocks searched for a letter's date, which is before the greeting.
LETTER_HEAD_BLOCKS = 40
#: Maximum blocks of a title block.
TITLE_BLOCKS = 14
#: Priority that a heading has over other lines of the title block.
HEADING_BONUS = 100


def opening_end(document: Document) -> int:
    """The offset at which the opening of a document ends."""
    return min(MAX_OPENING, len(document.text))


def title_blocks(document: Document) -> Iterator[Block]:
    """The title block: titles, headings and short lines before the first prose."""
    for block in document.blocks[:TITLE_BLOCKS]:
        if block.kind is BlockKind.PARAGRAPH and block.end - block.start > 200:
            return
        yield block


@Language.component("kg_inspection")
def inspection(doc: Doc) -> Doc:
    """Set `published` and `inspections` on the doc."""
    document: Document = doc._.document
    kind: DocumentKind = doc._.kind
    found = _type(document)
    published = _published(document, kind)
    doc._.published = published
    if kind.is_prose or found is None:
        return doc
    token, evidence = found
    result = Inspection(type=token, evidence=(evidence,))
    year = int(published[0].iso[:4]) if published else _year_declared(document)
    dates = _dates(document, year, published[0] if published else None)
    if dates:
        start, end, words = dates
        token = _in_force(token, start) if evidence.confidence < 1 else token
        result = replace(
            result, type=token, start=start, end=end, evidence=(*result.evidence, words)
        )
    report_date = published or _report_published(document)
    if report_date:
        date, words = report_date
        words = replace(words, component=COMPONENT, states=("published",))
        result = replace(result, published=date, evidence=(*result.evidence, words))
    if result.type == "focused-visit" and (focus := focus_of(document.text)):
        words = focus.evidence
        result = replace(result, focus=focus, evidence=(*result.evidence, words))
    doc._.inspections = (result,)
    return doc


def _evidence(start: int, end: int, *states: str, confidence: float = 1.0) -> Evidence:
    return Evidence(start, end, COMPONENT, confidence, states)


def _type(document: Document) -> tuple[str, Evidence] | None:
    best: tuple[int, int, Rule, Range] | None = None
    for block, words, gap in _title_lines(document):
        is_heading = block.kind in (BlockKind.TITLE, BlockKind.HEADING)
        for rule in rules("inspection", "type"):
            match = rule.regex.search(words)
            if (
                match
                and block.start + match.start() < block.end
                and (is_heading or rule.fields["priority"] > 50)
            ):
                rank = (
                    rule.fields["priority"] + (HEADING_BONUS if is_heading else 0),
                    -block.start,
                )
                if best is None or rank > best[:2]:
                    start, end = (block.start + place for place in match.span())
                    best = (*rank, rule, (start, end + gap if end > block.end else end))
    if best is not None:
        _, _, rule, span = best
        where = _evidence(
            *span,
            "inspectionType",
            confidence=1.0 if best[0] > HEADING_BONUS else 0.9,
        )
        return rule.name, where
    about_inspection = pattern("inspection", "about", "regex")
    if len(about_inspection.findall(document.text)) < table("inspection")["about"]["least"]:
        return None
    for end, low in (
        (opening_end(document), 50),
        (len(document.text), 50),
        (len(document.text), 0),
    ):
        matches = [
            (match.start(), rule, match)
            for rule in rules("inspection", "type")
            if rule.fields["priority"] >= low
            and (match := rule.regex.search(document.text, 0, end))
        ]
        if matches:
            _, rule, match = min(matches, key=lambda m: m[0])
            where = _evidence(match.start(), match.end(), "inspectionType", confidence=0.9)
            return rule.name, where
    return None


def _title_lines(document: Document) -> Iterator[tuple[Block, str, int]]:
    """The blocks of the title, each alone and with the one below it, in which it may go on.

    With each its words, and how many characters fewer are between the two than in the text.
    """
    blocks = list(title_blocks(document))
    for block, below in zip_longest(blocks, blocks[1:]):
        words = document.quote(block.start, block.end)
        yield block, words, 0
        if below is not None and below.kind is block.kind:
            gap = below.start - block.end - 1
            yield block, f"{words} {document.quote(below.start, below.end)}", gap


def _in_force(token: str, start: PartialDate) -> str:
    """The framework in force at a date, if the prose names one that was not."""
    for era in table("inspection")["era"]:
        if era["type"] == token:
            if start.earliest > era.get("until", "9999"):
                return str(era["then"])
            if start.latest < era.get("from", ""):
                return str(era["before"])
    return token


def _dates(
    document: Document, year: int | None, latest: PartialDate | None
) -> tuple[PartialDate, PartialDate, Evidence] | None:
    for rule in rules("inspection", "dates"):
        for match in rule.regex.finditer(document.text, 0, opening_end(document)):
            dates = parse(match["dates"], year)
            if dates is None or "\n" in _date_links().sub(" ", match["dates"]):
                continue
            if latest is not None and dates[0].earliest > latest.latest:
                continue
            span = match.span("dates")
            return (*dates, _evidence(*span, "start", "end"))
    return None


@cache
def _date_links() -> re.Pattern[str]:
    """What links two dates, and may stand at the end or the start of a line."""
    return re.compile(fragment("DATE_LINK"))


def _published(document: Document, kind: DocumentKind) -> tuple[PartialDate, Evidence] | None:
    """The document's own date: a label, a letter's date line, or a story's date line."""
    if kind.is_prose:
        return document_date(document)
    head = document.text[: opening_end(document)]
    labelled = next(iter(rules("inspection", "published")))
    if (match := labelled.regex.search(head)) and (date := single(match["date"])):
        return date, Evidence(*match.span("date"), "publication", 1.0, ("published",))
    return next((line for line in _date_lines(document, kind)), None)


def _date_lines(document: Document, kind: DocumentKind) -> Iterator[tuple[PartialDate, Evidence]]:
    """Lines that are a date, before a letter's greeting; not those of the inspection's own days."""
    date_line = re.compile(rf"(?:date:?\s*)?({fragment('FULL_DATE')}|{fragment('ISO_DATE')})", re.I)
    for block in document.blocks[:LETTER_HEAD_BLOCKS]:
        words = document.text[block.start : block.end]
        if words.startswith("Dear "):
            return
        match = date_line.fullmatch(words.strip())
        if match is None and kind is not DocumentKind.LETTER:
            match = date_line.match(words) if words.lower().startswith("date") else None
        if match and (date := single(match[1])):
            if kind is DocumentKind.REPORT and _is_inspected_on(document, date):
                continue
            begin = block.start + words.index(match[1])
            yield date, Evidence(begin, begin + len(match[1]), "publication", 1.0, ("published",))


def _is_inspected_on(document: Document, day: PartialDate) -> bool:
    """Whether a report's inspection had not ended on a day, which can't be that of the report."""
    dates = _dates(document, int(day.iso[:4]), None)
    return dates is not None and day.earliest <= dates[1].latest


def _report_published(document: Document) -> tuple[PartialDate, Evidence] | None:
    """The report's publication date, as a news story states it."""
    for rule in rules("inspection", "published")[1:]:
        match = rule.regex.search(document.text)
        if match and (date := single(match["date"])):
            return date, _evidence(*match.span("date"), "published")
    return None


def _year_declared(document: Document) -> int | None:
    declared = document.published or ""
    return int(declared[:4]) if re.match(r"\d{4}", declared) else None
