"""Findings: sentences that judge, with kind, themes and trend.

The classifier reads every sentence where findings can stand; the section settles what it is
certain of (a bullet under "What needs to improve" is a recommendation).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.classifier import Verdict, load
from kg.extraction.features import Sentence
from kg.extraction.passages import Passage
from kg.extraction.rules import rules, table
from kg.model import Block, BlockKind, Document, DocumentKind, Evidence, Finding

__all__ = ["asks", "candidates", "trend_of"]

COMPONENT = "findings"
#: Shorter ranges than this, in characters, claim nothing.
LEAST = 20
#: How certain a kind is that a rule settles.
SETTLED = 0.8
OFFICIAL = (DocumentKind.REPORT, DocumentKind.LETTER)
FOUND_IN = (BlockKind.PARAGRAPH, BlockKind.BULLET)

Candidate = tuple[int, int, Sentence]


def candidates(document: Document, passages: Iterable[Passage]) -> Iterator[Candidate]:
    """Every sentence that may be a finding, with what the classifier sees of it."""
    silent = table("findings")["silent"]
    stands = [
        (passage, start, end)
        for passage in passages
        if passage.section not in silent
        for start, end in passage.sentences
    ]
    words = ["", "", *(document.quote(start, end) for _, start, end in stands), ""]
    for at, (passage, start, end) in enumerate(stands, start=2):
        if end - start >= LEAST and passage.block.kind in FOUND_IN:
            beside = tuple(filter(None, (words[at - 2], words[at - 1], words[at + 1])))
            bullet = passage.block.kind is BlockKind.BULLET
            where = (bullet, passage.section, passage.heading, words[at - 1], beside)
            yield start, end, Sentence(words[at], *where)


def trend_of(words: str) -> str | None:
    """Whether a sentence itself says that things have got better or worse."""
    return next(
        (r.fields["trend"] for r in rules("findings", "trend") if r.regex.search(words)), None
    )


@Language.component("kg_findings")
def findings(doc: Doc) -> Doc:
    """Set `findings` on the doc; a document that reports no inspection has none."""
    document: Document = doc._.document
    if doc._.inspection.type is None:
        return doc
    spoken = _spoken(doc)
    found = list(candidates(document, (p for p in doc._.passages if p.block not in spoken)))
    verdicts = load().classify(sentence for _, _, sentence in found)
    out = []
    for (start, end, sentence), verdict in zip(found, verdicts, strict=True):
        kind, confidence = _settle(sentence, verdict, doc._.kind, doc._.inspection.type)
        if kind == "none":
            continue
        evidence = Evidence(start, end, COMPONENT, confidence)
        out.append(
            Finding(kind, verdict.themes, trend_of(sentence.text), sentence.heading, evidence)
        )
    doc._.findings = tuple(out)
    return doc


def _spoken(doc: Doc) -> set[Block]:
    """The blocks of a story in which a leader speaks: praise and blame there is no finding."""
    if doc._.kind in OFFICIAL:
        return set()
    says = re.compile(table("findings")["says"])
    names = [leader.evidence.start for leader in doc._.leaders if leader.name]
    spoken: set[Block] = set()
    speaking = False
    for passage in doc._.passages:
        block = passage.block
        words = doc._.document.quote(block.start, block.end)
        named = any(block.start <= start < block.end for start in names)
        speaking = bool(named and says.search(words)) or (speaking and words[0] in "“‘\"'")
        if speaking:
            spoken.add(block)
    return spoken


def _settle(
    sentence: Sentence, verdict: Verdict, kind: DocumentKind, inspection: str
) -> tuple[str, float]:
    for rule in rules("findings", "words"):
        if rule.regex.search(sentence.text):
            return str(rule.fields["kind"]), max(verdict.confidence, SETTLED)
    asked = table("findings")["asked"]
    if sentence.section == asked["section"] and kind in OFFICIAL:
        if asks(sentence.text):
            return "recommendation", max(verdict.confidence, SETTLED)
        if verdict.kind == "recommendation" and inspection in asked["narrative"]:
            return verdict.second
    return verdict.kind, verdict.confidence


def asks(words: str) -> bool:
    """Whether an item of a list of what must improve asks for something.

    >>> asks("The timeliness of strategy meetings."), asks("Plans are too long.")
    (True, False)
    """
    order, should, head, verb = _asking()
    if order.search(words) or should.search(words):
        return True
    start = head.search(words)
    return start is not None and not verb.search(start[0])


@cache
def _asking() -> tuple[re.Pattern[str], ...]:
    asked = table("findings")["asked"]
    return tuple(re.compile(asked[name], re.I) for name in ("order", "should", "head", "verb"))
