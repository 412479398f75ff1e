"""Findings and responses of prose: what the inspectorate found, and what others say of it.

A sentence is a candidate only if the inspectorate says it, if somebody passes on what it found, or
if the writer tells it; what a council, a union or a minister says is a response.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.classifier import Verdict
from kg.extraction.features import SentenceInContext
from kg.extraction.findings import (
    RULE_CONFIDENCE,
    Place,
    assess_candidate,
    candidate_sentences,
    finding_of,
    is_request,
)
from kg.extraction.judgements import area_named
from kg.extraction.prose.kinds import KindReader
from kg.extraction.prose.voices import Voiced
from kg.extraction.text.passages import Passage, Range
from kg.extraction.text.patterns import pattern, rules
from kg.model import Document, Evidence, Finding, Response

__all__ = ["prose_findings"]

COMPONENT = "voices"
#: Minimum characters of a response.
MIN_LENGTH = 20
#: Voices that are not the inspectorate's.
OTHERS = ("council", "other")
#: Characters before and behind a speaker's name that tell the post.
POST = 60
#: Maximum characters before a word of a body's name that may belong to the name.
MAX_NAME = 60
#: Words in capitals that go on with a name, to its left and to its right.
BEFORE = re.compile(r"(?:\b(?!(?:The|An?)\b)[A-Z][\w’'-]* (?:of |and )?)+$")
AFTER = re.compile(r"(?: (?:of |and )?[A-Z][\w’'-]*)+")

#: The GSS code of the council that a sentence is about, by the start of the sentence.
CouncilOf = Callable[[int], str | None]


def prose_findings(
    document: Document,
    passages: Sequence[Passage],
    voiced: Sequence[Voiced],
    council_of: CouncilOf = lambda _: None,
) -> tuple[tuple[Finding, ...], tuple[Response, ...]]:
    """The findings and the responses of a document of prose.

    `council_of` gives the council that the sentence with a start is about.
    """
    voices = {(one.start, one.end): one for one in voiced}
    findings = _findings(document, passages, voices, council_of)
    found = {finding.evidence.start for finding in findings}
    responses = [
        Response(
            _by(document.text, one),
            document.quote(*one.name) if one.name else None,
            _whole_name(document.text, one.body) if one.body else None,
            Evidence(one.start, one.end, COMPONENT, one.confidence),
            council_of(one.start),
        )
        for one in voiced
        # what somebody passes on of the inspectors' findings is a finding, and no response
        if one.by in OTHERS and one.start not in found and _is_response(document, one)
    ]
    return tuple(findings), tuple(responses)


def _findings(
    document: Document,
    passages: Sequence[Passage],
    voices: Mapping[tuple[int, int], Voiced],
    council_of: CouncilOf,
) -> list[Finding]:
    opens = pattern("voices", "lists", "asked")
    candidates = [
        (candidate, voice)
        for candidate in candidate_sentences(document, passages, opens)
        if (voice := voices.get((candidate.start, candidate.end))) is not None
    ]
    reader = KindReader.of(
        [candidate.sentence for candidate, _ in candidates],
        [voice.heard for _, voice in candidates],
    )
    found = []
    for at, ((candidate, voice), read) in enumerate(
        zip(candidates, reader.verdicts(), strict=True)
    ):
        verdict = _ruled(candidate.sentence, read)
        says_nothing = verdict.kind == "none" and not candidate.under_should
        if not _may_find(voice) or says_nothing or _is_area(candidate.sentence.text):
            continue
        for start, end, result in assess_candidate(
            document.text, candidate, verdict, Place.PLAIN, partial(reader.clauses, at)
        ):
            heading = candidate.sentence.heading
            council = council_of(candidate.start)
            found.append(finding_of(document, start, end, result, heading, council))
    return found


def _ruled(sentence: SentenceInContext, read: Verdict) -> Verdict:
    """The verdict of the first rule that fits a sentence, else the one that was read.

    An order under a heading that asks is a recommendation.
    """
    words, heading = sentence.text, sentence.heading or ""
    if pattern("voices", "lists", "heading").search(heading) and is_request(
        words, in_long_item=True
    ):
        sure = read.confidence if read.kind == "recommendation" else 0.0
        return replace(read, kind="recommendation", confidence=max(sure, RULE_CONFIDENCE))
    for rule in rules("voices", "kind"):
        if rule.regex.search(words):
            kind = str(rule.fields["kind"])
            sure = max(read.confidence if kind == read.kind else 0.0, RULE_CONFIDENCE)
            return replace(read, kind=kind, confidence=sure)
    return read


def _is_area(words: str) -> bool:
    """Whether an item of a list only names an area, with a grade above: "and adoption;"."""
    return area_named(words.strip(" .;,").removeprefix("and ")) is not None


def _may_find(voice: Voiced) -> bool:
    """Whether a sentence may be a finding, by its voice."""
    return voice.by in ("inspectorate", None) or voice.relays


def _by(text: str, one: Voiced) -> str:
    """The voice of a response, by the words about its speaker."""
    start, end = one.body or one.name or (one.start, one.end)
    around = POST if one.body is None and one.name is not None else 0
    words = text[max(0, start - around) : end + around]
    told = pattern("voices", "person", "government").search(words) if one.by == "other" else None
    return "government" if told else str(one.by)


def _whole_name(text: str, words: Range) -> str:
    """The name of a body with the words in capitals on both sides: all of "Kent County Council"."""
    start, end = words
    if text[start].isupper():
        before = BEFORE.search(text, max(0, start - MAX_NAME), start)
        after = AFTER.match(text, end)
        start, end = before.start() if before else start, after.end() if after else end
    return text[start:end]


def _is_response(document: Document, one: Voiced) -> bool:
    """Whether a sentence says something about the services or the inspection.

    A meeting's business says nothing of them.
    """
    words = document.quote(one.start, one.end)
    business = pattern("voices", "minutes", "business").search(words)
    return len(words) >= MIN_LENGTH and not business


@Language.component("kg_prose_findings")
def prose_findings_component(doc: Doc) -> Doc:
    """Set `findings` and `responses` on the doc, if it is prose about a council's inspection."""
    if doc._.kind.is_prose and (doc._.inspections or doc._.subjects):
        doc._.findings, doc._.responses = prose_findings(
            doc._.document, doc._.passages, doc._.voices, doc._.council_at.get
        )
    return doc
