"""Follow-ups: sentences that refer to a recommendation of an earlier inspection.

`kg.graph.inspection_links` decides which recommendation, because that takes all documents.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.text.dates import single
from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import pattern, rules
from kg.model import Document, Evidence, FollowUp, PartialDate

__all__: list[str] = []

COMPONENT = "followups"
#: Sections that are not searched; lists of recommendations are this inspection's own.
SKIPPED_SECTIONS = ("boilerplate", "contents", "team", "signature", "method", "recommendations")


@Language.component("kg_followups")
def followups(doc: Doc) -> Doc:
    """Set `followups` on the doc, in order; at most one for each sentence."""
    document: Document = doc._.document
    found: list[FollowUp] = []
    for passage in doc._.passages:
        if passage.section in SKIPPED_SECTIONS:
            continue
        if _hint().search(document.text, passage.block.start, passage.block.end):
            found += _in_passage(document.text, passage)
    doc._.followups = tuple(found)
    return doc


def _in_passage(text: str, passage: Passage) -> list[FollowUp]:
    found = []
    for index, (start, end) in enumerate(passage.sentences):
        for rule in rules("followups"):
            match = rule.regex.search(text, start, end)
            if match is None:
                continue
            first = start
            if index and _refers_back().match(text, start):
                first = passage.sentences[index - 1][0]
            found.append(FollowUp(_inspection_date(match), Evidence(first, end, COMPONENT)))
            break
    return found


def _inspection_date(match: re.Match[str]) -> PartialDate | None:
    named = next((v for k, v in match.groupdict().items() if v), None)
    return single(named) if named else None


@cache
def _hint() -> re.Pattern[str]:
    return pattern("followups", "words", "hint", ignore_case=True)


@cache
def _refers_back() -> re.Pattern[str]:
    return pattern("followups", "words", "refers_back")
