"""Findings: evaluative sentences and clauses, with kind, themes and trend.

The classifier reads every sentence that may be a finding.  Rules for words and sections overrule
it (a bullet under "What needs to improve" is a recommendation).  A contrast of a strength and a
weakness is two findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.classifier import Verdict, load
from kg.extraction.features import SentenceInContext
from kg.extraction.text.clauses import foreground, halves
from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import Rule, pattern, rules, table
from kg.model import BlockKind, Document, DocumentKind, Evidence, Finding

__all__ = [
    "Assessment",
    "CandidateSentence",
    "assess_candidate",
    "candidate_sentences",
    "finding_of",
    "is_request",
    "trend_of",
]

COMPONENT = "findings"
#: Minimum characters of a finding.
MIN_LENGTH = 20
#: Minimum confidence of a kind that a rule decides.
RULE_CONFIDENCE = 0.8
#: Minimum confidence of both halves of a contrast for two findings.
MIN_HALF = 0.45
#: Letters of a word in a hint of `findings.toml`.
HINT_LENGTH = 4
WORD = re.compile(r"[a-z]+")
OPPOSED = {"strength", "weakness"}
OFFICIAL_KINDS = (DocumentKind.REPORT, DocumentKind.LETTER)
FINDING_BLOCKS = (BlockKind.PARAGRAPH, BlockKind.BULLET)

#: Gives a verdict for each of some clauses.
Classify = Callable[[Sequence[SentenceInContext]], Sequence[Verdict]]
#: Rules, each with its hints.
HintedRules = tuple[tuple[Rule, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class CandidateSentence:
    """A sentence that may be a finding: its range, and the classifier's input.

    `in_long_item`: it is one of several sentences of a list item.  `under_should`: the sentence
    above the list has "should".
    """

    start: int
    end: int
    sentence: SentenceInContext
    in_long_item: bool
    under_should: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """The kind and themes of a sentence or clause; `by_rule` if a rule decided the kind."""

    kind: str
    confidence: float
    themes: tuple[str, ...]
    by_rule: bool = False


def candidate_sentences(
    document: Document, passages: Iterable[Passage], opens: re.Pattern[str] | None = None
) -> Iterator[CandidateSentence]:
    """Every sentence that may be a finding, in the order of the text.

    `opens` matches the line above a list of what must improve: by default one that says "should".
    """
    silent = table("findings")["silent"]
    opens = opens or pattern("findings", "asked", "stem")
    located = [
        (passage, start, end)
        for passage in passages
        if passage.section not in silent
        for start, end in passage.sentences
    ]
    words = ["", "", *(document.quote(start, end) for _, start, end in located), ""]
    in_request, item = False, 1
    for at, (passage, start, end) in enumerate(located, start=2):
        bullet = passage.block.kind is BlockKind.BULLET
        if end - start >= MIN_LENGTH and passage.block.kind in FINDING_BLOCKS:
            nearby = tuple(filter(None, (words[at - 2], words[at - 1], words[at + 1])))
            where = (bullet, passage.section, passage.heading, words[at - 1], nearby)
            several = len(passage.sentences) > 1
            asked_above = in_request and (bullet or passage.block.number == str(item))
            yield CandidateSentence(
                start, end, SentenceInContext(words[at], *where), bullet and several, asked_above
            )
        if in_request and passage.block.number == str(item):
            item += 1
        elif not bullet:
            item, goes_on = 1, start != passage.block.start
            in_request = (in_request and goes_on) or bool(opens.search(words[at]))


def trend_of(words: str, kind: str) -> str | None:
    """The trend that a finding states, "improving" or "declining"; None if it states none.

    A mere change ("has fallen") is improving in a strength and declining in a weakness.

    >>> trend_of("Caseloads have fallen.", "strength"), trend_of("Morale has fallen.", "weakness")
    ('improving', 'declining')
    """
    rule = _first_match(_trend_rules(kind), words)
    return str(rule.fields["trend"]) if rule else None


@cache
def _trend_rules(kind: str) -> HintedRules:
    """The trend rules for findings of a kind."""
    return _with_hints(rule for rule in rules("findings", "trend") if kind in rule.fields["kinds"])


@cache
def _overruling_rules(verdict: str, *, half: bool) -> HintedRules:
    """The rules that may overrule a verdict or, for half of a contrast, confirm it."""
    return _with_hints(
        rule
        for rule in rules("findings", "words")
        if verdict in rule.fields.get("over", (verdict,))
        or (half and rule.fields["kind"] == verdict)
    )


def _with_hints(found: Iterable[Rule]) -> HintedRules:
    return tuple((rule, frozenset(rule.fields.get("hints", ()))) for rule in found)


@lru_cache(maxsize=2)
def _word_beginnings(words: str) -> frozenset[str]:
    """The first letters of each word; cached, because kind and trend use the same sentence."""
    return frozenset(word[:HINT_LENGTH] for word in WORD.findall(words.lower()))


def _first_match(found: HintedRules, words: str) -> Rule | None:
    """The first matching rule; a rule is skipped if no word begins with one of its hints."""
    beginnings = _word_beginnings(words)
    for rule, hints in found:
        if not (hints and hints.isdisjoint(beginnings)) and rule.regex.search(words):
            return rule
    return None


@Language.component("kg_findings")
def findings(doc: Doc) -> Doc:
    """Set `findings` on the doc, if it is the report or the letter of an inspection."""
    document: Document = doc._.document
    if doc._.kind not in OFFICIAL_KINDS or doc._.inspection.type is None:
        return doc
    list_section = table("findings")["asked"]["section"]
    narrative = doc._.inspection.type in table("findings")["asked"]["narrative"]
    out = []
    found = list(candidate_sentences(document, doc._.passages))
    verdicts = load().classify(candidate.sentence for candidate in found)
    for candidate, verdict in zip(found, verdicts, strict=True):
        heading = candidate.sentence.heading
        for start, end, result in assess_candidate(
            document.text, candidate, verdict, list_section, load().classify, narrative=narrative
        ):
            out.append(finding_of(document, start, end, result, heading))
    doc._.findings = tuple(out)
    return doc


def finding_of(
    document: Document,
    start: int,
    end: int,
    result: Assessment,
    heading: str | None,
    council: str | None = None,
) -> Finding:
    """The finding of a range."""
    trend = trend_of(document.quote(start, end), result.kind)
    evidence = Evidence(start, end, COMPONENT, result.confidence)
    return Finding(result.kind, result.themes, trend, heading, evidence, council)


def assess_candidate(
    text: str,
    candidate: CandidateSentence,
    verdict: Verdict,
    list_section: str | None,
    classify: Classify,
    *,
    narrative: bool,
) -> Iterator[tuple[int, int, Assessment]]:
    """The findings of a candidate: none, one, or the two halves of a contrast.

    `classify` gives the verdicts of clauses.
    """
    sentence = candidate.sentence
    in_list = sentence.section == list_section
    if in_list or candidate.under_should:
        result = _assess_list_item(candidate, verdict, in_list=in_list, narrative=narrative)
        if result.kind != "none":
            yield candidate.start, candidate.end, result
        return
    cut = halves(text, candidate.start, candidate.end)
    if cut is None:
        start, end = foreground(text, candidate.start, candidate.end)
        if (start, end) != (candidate.start, candidate.end):
            (verdict,) = classify([_clause(sentence, text[start:end])])
        result = _assess(text[start:end], verdict)
    else:
        clauses = [_clause(sentence, text[start:end]) for start, end in cut]
        read = zip(clauses, classify(clauses), strict=True)
        parts = [_assess(clause.text, half_verdict, half=True) for clause, half_verdict in read]
        sure = all(part.confidence >= MIN_HALF for part in parts)
        if sure and {part.kind for part in parts} == OPPOSED:
            for (start, end), part in zip(cut, parts, strict=True):
                yield start, end, part
            return
        result = _merge_halves(_from_verdict(verdict), *parts)
    if result.kind != "none":
        yield candidate.start, candidate.end, result


def _clause(sentence: SentenceInContext, words: str) -> SentenceInContext:
    """A clause as a sentence for the classifier, with a full stop."""
    return replace(sentence, text=words if words.endswith(".") else words + ".")


def _merge_halves(whole: Assessment, first: Assessment, second: Assessment) -> Assessment:
    """One finding for a contrast without opposed halves."""
    for half, other in ((first, second), (second, first)):
        if half.by_rule and half.kind == "none":
            return other
    if first.kind == second.kind and whole.kind in OPPOSED:
        return replace(whole, kind=first.kind, confidence=max(first.confidence, second.confidence))
    return whole


def _from_verdict(verdict: Verdict, *, half: bool = False) -> Assessment:
    """The classifier's assessment; half of a contrast cannot be mixed."""
    if half and verdict.kind == "mixed":
        kind, chance = verdict.second
        return Assessment(kind, round(verdict.confidence + chance, 3), verdict.themes)
    return Assessment(verdict.kind, verdict.confidence, verdict.themes)


def _assess(words: str, verdict: Verdict, *, half: bool = False) -> Assessment:
    """The classifier's assessment, unless a rule decides the kind."""
    read = _from_verdict(verdict, half=half)
    rule = _first_match(_overruling_rules(read.kind, half=half), words)
    if rule is None:
        return read
    kind = str(rule.fields["kind"])
    confidence = max(read.confidence, RULE_CONFIDENCE) if kind == read.kind else RULE_CONFIDENCE
    return Assessment(kind, confidence, read.themes, by_rule=True)


def _assess_list_item(
    candidate: CandidateSentence, verdict: Verdict, *, in_list: bool, narrative: bool
) -> Assessment:
    """The assessment of a sentence in a list of what must improve."""
    result = _assess(candidate.sentence.text, verdict)
    if result.by_rule and result.kind in ("none", "recommendation"):
        return result
    in_long_item = narrative and candidate.in_long_item
    if not in_list or is_request(candidate.sentence.text, in_long_item=in_long_item):
        confidence = max(verdict.confidence, RULE_CONFIDENCE)
        return Assessment("recommendation", confidence, verdict.themes)
    if verdict.kind == "recommendation" and narrative:
        return Assessment(*verdict.second, verdict.themes)
    return result


def is_request(words: str, *, in_long_item: bool = False) -> bool:
    """Whether an item of a list of what must improve is a request.

    A noun phrase is one, unless it is in a long item, which describes.

    >>> is_request("The timeliness of strategy meetings."), is_request("Plans are too long.")
    (True, False)
    """
    order, should, head, verb = _request_patterns()
    if order.search(words) or should.search(words):
        return True
    start = head.search(words)
    return not in_long_item and start is not None and not verb.search(start[0])


@cache
def _request_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(
        pattern("findings", "asked", name, ignore_case=True)
        for name in ("order", "should", "head", "verb")
    )
