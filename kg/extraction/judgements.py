"""Judgements of official reports: grades for areas, from tables and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import expand, fragment, rules, table
from kg.model import Block, BlockKind, Document, Evidence, Judgement
from kg.reference_data import concept_labels
from kg.resources import word_lists

__all__ = ["area_named", "grade_named"]

COMPONENT = "judgements"
#: Maximum characters of a table row or heading.
MAX_LINE = 220
QUOTES = str.maketrans({"’": "'", "‘": "'"})


@cache
def _grades() -> dict[str, str]:
    return {
        label.casefold(): token
        for token, labels in concept_labels("grade").items()
        for label in labels
    }


@cache
def _areas() -> dict[str, str]:
    return {
        label.casefold().translate(QUOTES): token
        for token, labels in concept_labels("area").items()
        for label in labels
    }


def grade_named(words: str) -> str | None:
    """The grade that words name, by its labels ("requires improvement to be good")."""
    plain = re.sub(r"[^\w\s]", " ", words).casefold()
    plain = re.sub(r"\brequir(?:ed|ing|e)\b", "requires", " ".join(plain.split()))
    return _grades().get(plain)


def area_named(words: str) -> str | None:
    """The area that a line names, by its labels; a number before it is ignored."""
    plain = re.sub(r"^(?:\d(?:\.\d)?\.?\s+)", "", words.strip().translate(QUOTES))
    return _areas().get(plain.casefold().strip(" :–-"))


@cache
def _line_pattern() -> re.Pattern[str]:
    """A line or table row with an area (a group) and its grade (a group) at the end."""
    number, separator = (expand(table("judgements")[key]) for key in ("number", "separator"))
    return re.compile(rf"^{number}(?P<area>\D.*?){separator}(?P<grade>{fragment('GRADE')})$", re.I)


@Language.component("kg_judgements")
def judgements(doc: Doc) -> Doc:
    """Set `judgements` on the doc, one for each graded area."""
    if doc._.inspection.type in (None, *word_lists("inspections")["ungraded"]):
        return doc
    document: Document = doc._.document
    found: dict[str, Judgement] = {}
    for judgement in _from_lines(document, doc._.passages):
        found.setdefault(judgement.area, judgement)
    doc._.judgements = tuple(sorted(found.values(), key=lambda j: j.evidence.start))
    return doc


def _from_lines(document: Document, passages: tuple[Passage, ...]) -> Iterator[Judgement]:
    """Judgements in table rows and headings: area and grade on one line or on two."""
    pending: tuple[str, Block] | None = None
    for passage in passages:
        block = passage.block
        if block.end - block.start > MAX_LINE or passage.section in ("boilerplate", "contents"):
            pending = None
            continue
        words = document.text[block.start : block.end]
        grade = grade_named(re.sub(r"^Grade \d \((.*)\)$", r"\1", words))
        if grade and pending is not None:
            area, before = pending
            yield _judgement(area, grade, before.start, block.end)
            pending = None
            continue
        if (named_area := area_named(words)) is not None:
            pending = (named_area, block)
            continue
        pending = None
        if passage.section == "area":
            continue
        yield from _one_line(words, block)


def _one_line(words: str, block: Block) -> Iterator[Judgement]:
    match = _line_pattern().match(words)
    if match:
        area, grade = area_named(match["area"]), grade_named(match["grade"])
        if area and grade:
            yield _judgement(area, grade, block.start, block.end)
            return
    if block.kind is BlockKind.PARAGRAPH and block.number is not None:
        return
    for rule in rules("judgements", "line"):
        match = rule.regex.search(words)
        if match and (grade := grade_named(match["grade"])):
            yield _judgement(
                rule.fields["area"], grade, block.start + match.start(), block.start + match.end()
            )
            return


def _judgement(area: str, grade: str, start: int, end: int, confidence: float = 1.0) -> Judgement:
    return Judgement(area, grade, Evidence(start, end, COMPONENT, confidence))
