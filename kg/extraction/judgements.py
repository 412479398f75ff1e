"""Judgements of official reports: grades for areas, from tables and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.text.passages import Passage, Range
from kg.extraction.text.patterns import expand, fragment, rules, table
from kg.model import Block, BlockKind, Document, Evidence, Judgement
from kg.reference_data import concept_labels
from kg.resources import word_lists

__all__ = ["area_named", "grade_named"]

COMPONENT = "judgements"
#: Maximum characters of a table row or heading.
MAX_LINE = 220
#: Maximum lines over which an area and its grade are broken.
MAX_LINES = 4
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
    return _areas().get(plain.casefold().strip(" :.–-"))


@cache
def _line_pattern() -> re.Pattern[str]:
    """A line or table row with an area (a group) and its grade (a group) at the end."""
    number, separator = (expand(table("judgements")[key]) for key in ("number", "separator"))
    grade = rf"(?:Grade \d \()?(?P<grade>{fragment('GRADE')})[.)]{{0,2}}"
    return re.compile(rf"^{number}(?P<area>\D.*?){separator}{grade}$", re.I)


@cache
def _ends_in_grade() -> re.Pattern[str]:
    """The end of a grade, whose first word may be in the line before."""
    return re.compile(rf"\b(?:{fragment('GRADE')}|improvement)[.)]{{0,2}}$", re.I)


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
    """Judgements in table rows and headings: area and grade on one line, or broken over several."""
    for index, passage in enumerate(passages):
        if _is_line(passage):
            lines = takewhile(_is_line, passages[index : index + MAX_LINES])
            yield from _in_lines(document, tuple(lines))


def _is_line(passage: Passage) -> bool:
    """Whether a passage can be a table row or a heading."""
    short = passage.block.end - passage.block.start <= MAX_LINE
    return short and passage.section not in ("boilerplate", "contents")


def _in_lines(document: Document, lines: tuple[Passage, ...]) -> Iterator[Judgement]:
    """The judgement that begins in the first of some lines, in as few of them as say it."""
    first, *rest = (line.block for line in lines)
    in_table = lines[0].section != "area"
    words = document.quote(first.start, first.end)
    if in_table and (alone := _one_line(words, first)) is not None:
        yield alone
    elif not _ends_in_grade().search(words):
        lines_below: list[str] = []
        for block in rest:
            added = document.quote(block.start, block.end)
            lines_below.append(added)
            if _ends_in_grade().search(added):
                named = _named(" ".join((words, *lines_below)), first, in_table, lines_below)
                if named and not _one_line(added, block):
                    yield _judgement(*named[:2], first.start, block.end)
                return


def _one_line(words: str, block: Block) -> Judgement | None:
    """The judgement of one line."""
    named = _named(words, block, True)
    if named is None:
        return None
    area, grade, (start, end) = named
    return _judgement(area, grade, block.start + start, block.start + end)


def _named(
    words: str, block: Block, in_table: bool, below: Sequence[str] = ()
) -> tuple[str, str, Range] | None:
    """The area and the grade that words beginning in a block state, and their range.

    `below` are the last of the words, if they stand in lines of their own.
    """
    if (row := _row(words)) is not None:
        return (*row, (0, len(words)))
    return _in_other_words(words, block, _goes_on(below)) if in_table else None


def _goes_on(below: Sequence[str]) -> bool:
    """Whether lines go on with the one above: no heading or sentence begins, but for a grade."""
    return all(line[:1].islower() for line in below) or grade_named(" ".join(below)) is not None


def _row(words: str) -> tuple[str, str] | None:
    """The area and the grade of a table row."""
    match = _line_pattern().match(words)
    if match is None:
        return None
    area, grade = area_named(match["area"]), grade_named(match["grade"])
    return (area, grade) if area and grade else None


def _in_other_words(words: str, block: Block, whole: bool) -> tuple[str, str, Range] | None:
    """The area and the grade of a heading that is worded otherwise, and the range of the words.

    A rule that lets any words stand before the grade takes `whole` lines only.
    """
    if block.kind is BlockKind.PARAGRAPH and block.number is not None:
        return None
    for rule in rules("judgements", "line"):
        match = rule.regex.search(words) if whole or not rule.fields.get("open") else None
        if match and (grade := grade_named(match["grade"])):
            return rule.fields["area"], grade, match.span()
    return None


def _judgement(area: str, grade: str, start: int, end: int, confidence: float = 1.0) -> Judgement:
    return Judgement(area, grade, Evidence(start, end, COMPONENT, confidence))
