"""Findings: sentences and clauses that judge, with kind, themes and trend.

The classifier reads every sentence where findings can stand.  Words that settle a kind, and the
section, decide what it is not to be asked (a bullet under "What needs to improve" is a
recommendation).  A contrast of a strength and a weakness is two findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.classifier import Verdict, load
from kg.extraction.features import Sentence
from kg.extraction.text.clauses import foreground, halves
from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import Rule, pattern, rules, table
from kg.model import Block, BlockKind, Document, DocumentKind, Evidence, Finding

__all__ = ["Candidate", "asks", "candidates", "trend_of"]

COMPONENT = "findings"
#: Shorter ranges than this, in characters, claim nothing.
LEAST = 20
#: How certain a kind is that a rule settles.
SETTLED = 0.8
#: Both halves of a contrast are at least this certain where they become two findings.
SURE = 0.45
#: How many letters of a word a hint of `findings.toml` gives.
HINT = 4
WORD = re.compile(r"[a-z]+")
OPPOSED = {"strength", "weakness"}
OFFICIAL = (DocumentKind.REPORT, DocumentKind.LETTER)
FOUND_IN = (BlockKind.PARAGRAPH, BlockKind.BULLET)

#: Rules with their hints.
Hinted = tuple[tuple[Rule, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be a finding: its range, what the classifier sees, its place in a list.

    `tells` says that it is one of several sentences of a list item, `asked` that a sentence with
    "should" opened the list.
    """

    start: int
    end: int
    sentence: Sentence
    tells: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What a sentence or clause is found to be; `ruled` where a rule and no likelihood decides."""

    kind: str
    confidence: float
    themes: tuple[str, ...]
    ruled: bool = False


def candidates(document: Document, passages: Iterable[Passage]) -> Iterator[Candidate]:
    """Every sentence that may be a finding, in the order of the text."""
    silent = table("findings")["silent"]
    opens = pattern("findings", "asked", "stem")
    stands = [
        (passage, start, end)
        for passage in passages
        if passage.section not in silent
        for start, end in passage.sentences
    ]
    words = ["", "", *(document.quote(start, end) for _, start, end in stands), ""]
    stem = False
    for at, (passage, start, end) in enumerate(stands, start=2):
        bullet = passage.block.kind is BlockKind.BULLET
        if end - start >= LEAST and passage.block.kind in FOUND_IN:
            beside = tuple(filter(None, (words[at - 2], words[at - 1], words[at + 1])))
            where = (bullet, passage.section, passage.heading, words[at - 1], beside)
            several = len(passage.sentences) > 1
            below = bullet and stem
            yield Candidate(start, end, Sentence(words[at], *where), bullet and several, below)
        if not bullet:
            stem = (stem and start != passage.block.start) or bool(opens.search(words[at]))


def trend_of(words: str, kind: str) -> str | None:
    """Whether a finding itself says that things have got better or worse.

    What has merely moved ("has fallen") is better in a strength and worse in a weakness.

    >>> trend_of("Caseloads have fallen.", "strength"), trend_of("Morale has fallen.", "weakness")
    ('improving', 'declining')
    """
    rule = _first_that_fits(_trends(kind), words)
    return str(rule.fields["trend"]) if rule else None


@cache
def _trends(kind: str) -> Hinted:
    """The rules of trend for findings of a kind."""
    return _hinted(one for one in rules("findings", "trend") if kind in one.fields["kinds"])


@cache
def _settling(verdict: str, *, half: bool) -> Hinted:
    """The rules that may overrule a verdict, and for a half of a contrast may confirm it."""
    return _hinted(
        one
        for one in rules("findings", "words")
        if verdict in one.fields.get("over", (verdict,)) or (half and one.fields["kind"] == verdict)
    )


def _hinted(found: Iterable[Rule]) -> Hinted:
    return tuple((one, frozenset(one.fields.get("hints", ()))) for one in found)


@lru_cache(maxsize=2)
def _beginnings(words: str) -> frozenset[str]:
    """How the words begin; kept, because kind and trend ask for the same sentence."""
    return frozenset(word[:HINT] for word in WORD.findall(words.lower()))


def _first_that_fits(found: Hinted, words: str) -> Rule | None:
    """The first rule whose pattern fits; none is tried where no word begins like a hint of it."""
    begun = _beginnings(words)
    for rule, hints in found:
        if not (hints and hints.isdisjoint(begun)) and rule.regex.search(words):
            return rule
    return None


@Language.component("kg_findings")
def findings(doc: Doc) -> Doc:
    """Set `findings` on the doc; a document that reports no inspection has none."""
    document: Document = doc._.document
    if doc._.inspection.type is None:
        return doc
    spoken = _spoken(doc)
    listed = table("findings")["asked"]["section"] if doc._.kind in OFFICIAL else None
    narrative = doc._.inspection.type in table("findings")["asked"]["narrative"]
    out = []
    found = list(candidates(document, (p for p in doc._.passages if p.block not in spoken)))
    verdicts = load().classify(one.sentence for one in found)
    for one, verdict in zip(found, verdicts, strict=True):
        for start, end, judged in _findings(
            document.text, one, verdict, listed, narrative=narrative
        ):
            words = document.quote(start, end)
            evidence = Evidence(start, end, COMPONENT, judged.confidence)
            trend = trend_of(words, judged.kind)
            out.append(Finding(judged.kind, judged.themes, trend, one.sentence.heading, evidence))
    doc._.findings = tuple(out)
    return doc


def _spoken(doc: Doc) -> set[Block]:
    """The blocks of a story in which a leader speaks: praise and blame there is no finding."""
    if doc._.kind in OFFICIAL:
        return set()
    says = pattern("findings", "says")
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


def _findings(
    text: str, one: Candidate, verdict: Verdict, listed: str | None, *, narrative: bool
) -> Iterator[tuple[int, int, Judged]]:
    """What a candidate finds: nothing, one thing, or the two halves of a contrast."""
    sentence = one.sentence
    in_list = sentence.section == listed
    if in_list or one.asked:
        judged = _item(one, verdict, in_list=in_list, narrative=narrative)
        if judged.kind != "none":
            yield one.start, one.end, judged
        return
    cut = halves(text, one.start, one.end)
    if cut is None:
        start, end = foreground(text, one.start, one.end)
        if (start, end) != (one.start, one.end):
            (verdict,) = load().classify([_clause(sentence, text[start:end])])
        judged = _judge(text[start:end], verdict)
    else:
        clauses = [_clause(sentence, text[start:end]) for start, end in cut]
        read = zip(clauses, load().classify(clauses), strict=True)
        parts = [_judge(clause.text, said, half=True) for clause, said in read]
        if {part.kind for part in parts} == OPPOSED and all(p.confidence >= SURE for p in parts):
            for (start, end), part in zip(cut, parts, strict=True):
                yield start, end, part
            return
        judged = _together(_read(verdict), *parts)
    if judged.kind != "none":
        yield one.start, one.end, judged


def _clause(sentence: Sentence, words: str) -> Sentence:
    """A clause as the classifier knows sentences: with a full stop."""
    return replace(sentence, text=words if words.endswith(".") else words + ".")


def _together(whole: Judged, first: Judged, second: Judged) -> Judged:
    """One finding of a contrast whose halves are not opposed."""
    for half, other in ((first, second), (second, first)):
        if half.ruled and half.kind == "none":
            return other
    if first.kind == second.kind and whole.kind in OPPOSED:
        return replace(whole, kind=first.kind, confidence=max(first.confidence, second.confidence))
    return whole


def _read(verdict: Verdict, *, half: bool = False) -> Judged:
    """What the classifier says; a half of a contrast is not mixed once more."""
    if half and verdict.kind == "mixed":
        kind, chance = verdict.second
        return Judged(kind, round(verdict.confidence + chance, 3), verdict.themes)
    return Judged(verdict.kind, verdict.confidence, verdict.themes)


def _judge(words: str, verdict: Verdict, *, half: bool = False) -> Judged:
    """What the classifier says, unless the words settle the kind."""
    read = _read(verdict, half=half)
    rule = _first_that_fits(_settling(read.kind, half=half), words)
    if rule is None:
        return read
    kind = str(rule.fields["kind"])
    certain = max(read.confidence, SETTLED) if kind == read.kind else SETTLED
    return Judged(kind, certain, read.themes, ruled=True)


def _item(one: Candidate, verdict: Verdict, *, in_list: bool, narrative: bool) -> Judged:
    """A sentence of a list of what must improve."""
    judged = _judge(one.sentence.text, verdict)
    if judged.ruled and judged.kind in ("none", "recommendation"):
        return judged
    if not in_list or asks(one.sentence.text, tells=narrative and one.tells):
        return Judged("recommendation", max(verdict.confidence, SETTLED), verdict.themes)
    if verdict.kind == "recommendation" and narrative:
        return Judged(*verdict.second, verdict.themes)
    return judged


def asks(words: str, *, tells: bool = False) -> bool:
    """Whether an item of a list of what must improve asks for something.

    A noun phrase asks, but not in an item that `tells` how things are.

    >>> asks("The timeliness of strategy meetings."), asks("Plans are too long.")
    (True, False)
    """
    order, should, head, verb = _asking()
    if order.search(words) or should.search(words):
        return True
    start = head.search(words)
    return not tells and start is not None and not verb.search(start[0])


@cache
def _asking() -> tuple[re.Pattern[str], ...]:
    return tuple(
        pattern("findings", "asked", name, ignore_case=True)
        for name in ("order", "should", "head", "verb")
    )
