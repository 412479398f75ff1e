"""Earlier inspections that the text speaks of: when, with what grade where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.dates import single
from kg.extraction.judgements import grade_named
from kg.extraction.passages import Passage
from kg.extraction.rules import fragment, rules, table
from kg.model import Document, EarlierInspection, Evidence, Inspection, PartialDate

__all__: list[str] = []

COMPONENT = "earlier"
SILENT = ("boilerplate", "contents", "team", "signature", "method")


@Language.component("kg_earlier")
def earlier(doc: Doc) -> Doc:
    """Set `earlier` on the doc: each date (and, in lists of them, each service) once."""
    document: Document = doc._.document
    inspection: Inspection = doc._.inspection
    found: list[EarlierInspection] = []
    for one, listed in _candidates(document, doc._.passages):
        if _is_own(one.when, inspection):
            continue
        # a report's list of earlier inspections names two of one month in two items
        twin = next((k for k, old in enumerate(found) if not listed and _same(old, one)), None)
        if twin is None:
            found.append(one)
        else:
            found[twin] = _merged(found[twin], one)
    doc._.earlier = tuple(found)
    return doc


def _is_own(when: PartialDate, inspection: Inspection) -> bool:
    """Whether a date is that of the inspection itself, or later."""
    start = inspection.start or inspection.published
    if start is None:
        return False
    return when.latest >= start.earliest and (len(when.iso) > 4 or when.iso >= start.iso[:4])


def _same(old: EarlierInspection, new: EarlierInspection) -> bool:
    if old.when.iso[:4] != new.when.iso[:4]:
        return False
    shorter = min(len(old.when.iso), len(new.when.iso))
    if old.when.iso[:shorter] != new.when.iso[:shorter]:
        return False
    types = {old.type, new.type} - {None}
    return len(types) < 2 and (old.grade == new.grade or not (old.grade and new.grade))


def _merged(old: EarlierInspection, new: EarlierInspection) -> EarlierInspection:
    finer = max(old.when, new.when, key=lambda date: len(date.iso))
    return replace(old, when=finer, grade=old.grade or new.grade, type=old.type or new.type)


def _candidates(
    document: Document, passages: tuple[Passage, ...]
) -> Iterator[tuple[EarlierInspection, bool]]:
    """Each with whether it is an item of a list of earlier inspections."""
    text = document.text
    for passage in passages:
        if passage.section in SILENT:
            continue
        seen: set[str] = set()
        sentences = passage.sentences
        for index, (start, end) in enumerate(sentences):
            for rule in rules("earlier"):
                for match in rule.regex.finditer(text, start, end):
                    when = single(match["when"])
                    if when is None:
                        continue
                    following = sentences[index + 1] if index + 1 < len(sentences) else None
                    grade, last = _grade(document, match, (start, end), following)
                    evidence = Evidence(match.start(), max(match.end(), last), COMPONENT)
                    one = EarlierInspection(when, grade, _type(match[0]), evidence)
                    yield one, passage.section == "area" and when.iso not in seen
                    seen.add(when.iso)


def _grade(
    document: Document,
    match: re.Match[str],
    sentence: tuple[int, int],
    following: tuple[int, int] | None,
) -> tuple[str | None, int]:
    """The grade that the sentence, or the one right after it, gives that inspection."""
    named = match.groupdict().get("grade")
    if named:
        return grade_named(named), match.end()
    for start, end in filter(None, ((match.end(), sentence[1]), following)):
        judged = _judged().search(document.text, start, end)
        if judged:
            return grade_named(judged["grade"]), judged.end()
    return None, match.end()


@cache
def _judged() -> re.Pattern[str]:
    return re.compile(
        r"(?:judged|graded|rated|found|which was|were|was)\s+(?:(?:them|it|these)\s+)?"
        r"(?:to be|as|to)?\s*"
        rf"(?:overall\s+)?[‘'“\"]?(?P<grade>{fragment('GRADE')})\b",
        re.I,
    )


def _type(sentence: str) -> str | None:
    for entry in table("earlier")["type"]:
        if re.search(entry["regex"], sentence, re.I):
            return str(entry["type"])
    return None
