"""Councils named in the text, by the gazetteer's names, longest first.

A full name ("X Borough Council") counts wherever it stands; a bare place name only where its
neighbours make it the council.  What a name may stand for is decided later, by `kg.linking`.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.extraction.inspection import opening
from kg.extraction.passages import passage_at
from kg.extraction.rules import expand, table
from kg.gazetteer import Gazetteer
from kg.model import Block, BlockKind, CouncilMention, Document, Evidence

__all__ = ["Councils"]

COMPONENT = "councils"
#: How far around a bare name its neighbours are read, in characters.
REACH = 60


@Language.factory("kg_councils")
class Councils:
    """Sets `councils` on the doc: every mention of a council, in order."""

    def __init__(self, nlp: Language, name: str) -> None:
        gazetteer = Gazetteer.load()
        self.names = gazetteer.names()
        self.short = gazetteer.place_names
        self.matcher = PhraseMatcher(nlp.vocab)
        self.matcher.add("council", [nlp.make_doc(name) for name in self.names])

    def __call__(self, doc: Doc) -> Doc:
        """Set `councils` on the doc."""
        document: Document = doc._.document
        spans = filter_spans([Span(doc, start, end) for _, start, end in self.matcher(doc)])
        mentions = []
        for span in spans:
            mention = self._mention(document, doc, span)
            if mention is not None:
                mentions.append(mention)
        doc._.councils = tuple(mentions)
        return doc

    def _mention(self, document: Document, doc: Doc, span: Span) -> CouncilMention | None:
        start, end = span.start_char, span.end_char
        passage = passage_at(doc._.passages, start)
        if passage is None or passage.section == "boilerplate":
            return None
        name = document.text[start:end]
        before = document.text[max(0, start - REACH) : start].split("\n")[-1]
        after = document.text[end : end + REACH].split("\n")[0]
        full = name not in self.short or bool(_rule("after").match(after))
        declared = bool(_rule("subject_before").search(before))
        partner = bool(_rule("before").search(before))
        if not full:
            if _rule("other_place").search(before):
                return None
            if _rule("other_name").match(after) and not _rule("not_other_name").match(after):
                return None
        weight = _weight(document, passage.block, start, full, declared)
        evidence = Evidence(start, end, COMPONENT, 1.0 if full else 0.8)
        return CouncilMention(self.names[name], weight, full or declared or partner, evidence)


def _weight(document: Document, block: Block, start: int, full: bool, declared: bool) -> int:
    weights = table("councils")["weights"]
    total: int = weights["full"] if full else weights["bare"]
    if declared:
        total += weights["declared_subject"]
    if block.kind is BlockKind.TITLE:
        total += weights["title"]
    elif block.kind is BlockKind.HEADING and start < opening(document):
        total += weights["heading"]
    if start < opening(document):
        total *= weights["opening"]
    return total


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(expand(table("councils")[name]))
