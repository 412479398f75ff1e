"""Findings: evaluative sentences and clauses, with kind, themes and trend.

The classifier reads every sentence that may be a finding.  Rules for words and sections overrule
it (a bullet under "What needs to improve" is a recommendation).  A contrast of a strength and a
weakness is two findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import pairwise, zip_longest

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.classifier import Verdict, load
from kg.extraction.features import SentenceInContext
from kg.extraction.framework_references import end_of_words, reference_after
from kg.extraction.text.clauses import foreground, halves
from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import Rule, compiled, pattern, rules, table
from kg.model import BlockKind, Document, Evidence, Finding

__all__ = [
    "Assessment",
    "CandidateSentence",
    "Place",
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
#: Minimum confidence of what is said besides the background, for a verdict on it alone.
MIN_FOREGROUND = 0.65
#: Minimum confidence of a strength that "However" sets against a shortfall.
MIN_AGAINST = 0.6
#: Kinds of the sentence before, for that.
NO_PRAISE = {"weakness", "none"}
#: Maximum characters of a heading among the items of a list.
MAX_LIST_HEADING = 90
#: Letters of a word in a hint of `findings.toml`.
HINT_LENGTH = 4
WORD = re.compile(r"[a-z]+")
OPPOSED = {"strength", "weakness"}
FINDING_BLOCKS = (BlockKind.PARAGRAPH, BlockKind.BULLET)


class Place(Enum):
    """The kind of text that a sentence stands in.

    `SHORTFALLS` is prose about what is not good enough; items of a `LIST` ask for something, and
    those of a `LONG_LIST` may describe in further sentences what they ask for.
    """

    PLAIN = auto()
    SHORTFALLS = auto()
    LIST = auto()
    LONG_LIST = auto()


#: Gives a verdict for each of some clauses.
Classify = Callable[[Sequence[SentenceInContext]], Sequence[Verdict]]
#: Rules, each with its hints and with what must not come before its words.
HintedRules = tuple[tuple[Rule, frozenset[str], re.Pattern[str] | None], ...]


@dataclass(frozen=True, slots=True)
class CandidateSentence:
    """A sentence that may be a finding: its range, and the classifier's input.

    `in_long_item`: it is one of several sentences of a block.  `under_should`: the sentence
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
        for passage in _without_list_headings(document, passages)
        if passage.section not in silent
        for start, sentence_end in passage.sentences
        if (end := end_of_words(document.text, start, sentence_end)) > start
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
                start, end, SentenceInContext(words[at], *where), several, asked_above
            )
        if in_request and passage.block.number == str(item):
            item += 1
        elif not bullet:
            item, goes_on = 1, start != passage.block.start
            in_request = (in_request and goes_on) or bool(opens.search(words[at]))


def _without_list_headings(document: Document, passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages without the short lines above numbered items of a list, which are headings.

    A line that gives an order is an item without a number.
    """
    section = table("findings")["asked"]["section"]
    order = _request_patterns()[0]
    for passage, below in zip_longest(all_passages := [*passages], all_passages[1:]):
        words = document.quote(passage.block.start, passage.block.end)
        above_item = below is not None and below.block.number is not None
        unmarked = passage.block.kind is BlockKind.PARAGRAPH and passage.block.number is None
        is_line = len(words) <= MAX_LIST_HEADING and not words.endswith((".", ":", ";", ","))
        is_heading = above_item and unmarked and is_line and not order.search(words)
        if passage.section != section or not is_heading:
            yield passage


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
    return tuple(
        (
            rule,
            frozenset(rule.fields.get("hints", ())),
            compiled("findings", rule.fields["unless"], ignore_case=True)
            if "unless" in rule.fields
            else None,
        )
        for rule in found
    )


@lru_cache(maxsize=2)
def _word_beginnings(words: str) -> frozenset[str]:
    """The first letters of each word; cached, because kind and trend use the same sentence."""
    return frozenset(word[:HINT_LENGTH] for word in WORD.findall(words.lower()))


def _first_match(found: HintedRules, words: str) -> Rule | None:
    """The first matching rule; a rule is skipped if no word begins with one of its hints."""
    beginnings = _word_beginnings(words)
    for rule, hints, unless in found:
        if not (hints and hints.isdisjoint(beginnings)) and _matches(rule, unless, words):
            return rule
    return None


def _matches(rule: Rule, unless: re.Pattern[str] | None, words: str) -> bool:
    """Whether a rule fits somewhere without the words before that it must not have."""
    if unless is None:
        return rule.regex.search(words) is not None
    found = rule.regex.finditer(words)
    return any(not unless.search(words, 0, match.start()) for match in found)


@Language.component("kg_findings")
def findings(doc: Doc) -> Doc:
    """Set `findings` on the doc, if it is the report or the letter of an inspection."""
    document: Document = doc._.document
    if doc._.kind.is_prose or doc._.inspection.type is None:
        return doc
    out = []
    is_silent = doc._.inspection.type in table("findings")["procedure"]
    found = [
        candidate
        for candidate in candidate_sentences(document, doc._.passages)
        if not (is_silent and candidate.sentence.section == "procedure")
    ]
    read = load().classify(candidate.sentence for candidate in found)
    verdicts = against_the_one_before([one.sentence for one in found], read, load().classify)
    for candidate, verdict in zip(found, verdicts, strict=True):
        heading = candidate.sentence.heading
        place = _place(candidate.sentence, doc._.inspection.type)
        for start, end, result in assess_candidate(
            document.text, candidate, verdict, place, load().classify
        ):
            out.append(finding_of(document, start, end, result, heading))
    doc._.findings = tuple(out)
    return doc


def against_the_one_before(
    sentences: Sequence[SentenceInContext], read: Sequence[Verdict], classify: Classify
) -> list[Verdict]:
    """The verdicts, with those of strengths that "However" sets against a shortfall.

    Where "However" opens a sentence, it mostly finds fault, so that the classifier expects it to.
    After a weakness it cannot: there the sentence is read without "However".
    """
    verdicts = list(read)
    opener = pattern("clauses", "against")
    at = [
        number
        for number, (before, sentence) in enumerate(pairwise(sentences), start=1)
        if read[number].kind == "weakness"
        and read[number - 1].kind in NO_PRAISE
        and sentence.previous == before.text
        and opener.match(sentence.text)
    ]
    bare = [replace(sentences[number], text=_without(opener, sentences[number])) for number in at]
    for number, verdict in zip(at, classify(bare), strict=True):
        if verdict.kind == "strength" and verdict.confidence >= MIN_AGAINST:
            verdicts[number] = verdict
    return verdicts


def _without(opener: re.Pattern[str], sentence: SentenceInContext) -> str:
    """The words of a sentence without its opener, with a capital."""
    words = opener.sub("", sentence.text, count=1)
    return words[:1].upper() + words[1:]


def _place(sentence: SentenceInContext, inspection_type: str | None) -> Place:
    """What kind of text a sentence stands in, by its section and the type of inspection."""
    asked = table("findings")["asked"]
    if sentence.section not in (asked["section"], asked["prose"]["section"]):
        return Place.PLAIN
    if sentence.section == asked["prose"]["section"]:
        return Place.SHORTFALLS
    if inspection_type not in asked["narrative"]:
        return Place.LIST
    is_prose = inspection_type in asked["prose"]["types"] and _heads_prose(sentence.heading or "")
    return Place.SHORTFALLS if is_prose else Place.LONG_LIST


@lru_cache(maxsize=16)
def _heads_prose(heading: str) -> bool:
    return bool(pattern("findings", "asked", "prose", "heading", ignore_case=True).search(heading))


def finding_of(
    document: Document,
    start: int,
    end: int,
    result: Assessment,
    heading: str | None,
    council: str | None = None,
) -> Finding:
    """The finding of a range."""
    asked = result.kind == "recommendation"
    return Finding(
        kind=result.kind,
        themes=result.themes,
        trend=trend_of(document.quote(start, end), result.kind),
        section=heading,
        evidence=Evidence(start, end, COMPONENT, result.confidence),
        council=council,
        priority=asked and heading is not None and _heads_priorities(heading),
        framework_reference=reference_after(document.text, end) if asked else None,
    )


@lru_cache(maxsize=16)
def _heads_priorities(heading: str) -> bool:
    return bool(pattern("findings", "asked", "priority", ignore_case=True).search(heading))


def assess_candidate(
    text: str,
    candidate: CandidateSentence,
    verdict: Verdict,
    place: Place,
    classify: Classify,
) -> Iterator[tuple[int, int, Assessment]]:
    """The findings of a candidate: none, one, or the two halves of a contrast.

    `classify` gives the verdicts of clauses.
    """
    sentence = candidate.sentence
    if place is Place.SHORTFALLS:
        place, verdict = _among_shortfalls(candidate, verdict)
    if place in (Place.LIST, Place.LONG_LIST) or candidate.under_should:
        result = _assess_list_item(candidate, verdict, place)
        if result.kind != "none":
            yield candidate.start, candidate.end, result
        return
    cut = halves(text, candidate.start, candidate.end)
    if cut is None:
        start, end = foreground(text, candidate.start, candidate.end)
        if (start, end) != (candidate.start, candidate.end):
            (main,) = classify([_clause(sentence, text[start:end])])
            verdict = main if main.confidence >= MIN_FOREGROUND else verdict
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


def _among_shortfalls(candidate: CandidateSentence, verdict: Verdict) -> tuple[Place, Verdict]:
    """A sentence of prose about shortfalls as an item if it asks for something; else what it says.

    There a noun phrase is an item where the section is a list, or has a mark.
    """
    sentence = candidate.sentence
    may_be_item = sentence.bullet or sentence.section == table("findings")["asked"]["section"]
    asks = pattern("findings", "asked", "prose", "request").search(sentence.text)
    if asks or (may_be_item and not candidate.in_long_item and is_request(sentence.text)):
        return Place.LIST, verdict
    if verdict.kind == "recommendation":
        verdict = replace(verdict, kind=verdict.second[0], confidence=verdict.second[1])
    return Place.SHORTFALLS, verdict


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
    if rule is None or (read.kind == "weakness" and _finds_fault_before(rule, words)):
        return read
    kind = str(rule.fields["kind"])
    confidence = max(read.confidence, RULE_CONFIDENCE) if kind == read.kind else RULE_CONFIDENCE
    return Assessment(kind, confidence, read.themes, by_rule=True)


def _finds_fault_before(rule: Rule, words: str) -> bool:
    """Whether the words before those of a rule for strengths find fault ("not enough to avoid")."""
    match = rule.regex.search(words) if rule.fields["kind"] == "strength" else None
    fault = pattern("findings", "fault_before", ignore_case=True)
    return match is not None and bool(fault.search(words, 0, match.start()))


def _assess_list_item(candidate: CandidateSentence, verdict: Verdict, place: Place) -> Assessment:
    """The assessment of a sentence in a list of what must improve."""
    words = candidate.sentence.text
    result = _assess(words, verdict)
    if result.by_rule and result.kind in ("none", "recommendation"):
        return result
    describes = candidate.in_long_item if place is Place.LONG_LIST else place is Place.LIST
    if not describes or is_request(words, in_long_item=place is Place.LONG_LIST):
        confidence = max(verdict.confidence, RULE_CONFIDENCE)
        return Assessment("recommendation", confidence, verdict.themes)
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
