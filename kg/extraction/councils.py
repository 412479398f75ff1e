"""Councils named in the text, by the gazetteer's names, longest first.

A full name ("X Borough Council") always counts; a bare place name counts only if the words around
it make it the council.  In prose each bare name is a mention, unless it is part of another name (a
person, a newspaper, a hospital, a road).  The name of a body that delivers for one council counts
as that council.  `kg.graph.linking` decides later which council a name means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.extraction.inspection import opening_end
from kg.extraction.text.passages import Passage, passage_at
from kg.extraction.text.patterns import pattern, table
from kg.gazetteer import Gazetteer, organisations
from kg.model import BlockKind, CouncilMention, Document, Evidence

__all__ = ["Councils"]

COMPONENT = "councils"
#: Characters around a bare name that are searched for the words that decide.
REACH = 100
#: Minimum number of words of four letters in a headline in title case.
MIN_TITLE_WORDS = 4
#: Minimum share of them that begin with a capital.
MIN_TITLE_SHARE = 0.8


@Language.factory("kg_councils")
class Councils:
    """Sets `councils` on the doc: every mention of a council, in order."""

    def __init__(self, nlp: Language, name: str) -> None:
        gazetteer = Gazetteer.load()
        self.councils = gazetteer.councils
        self.names = {**_trusts(), **gazetteer.names()}
        self.names.update({n.upper(): codes for n, codes in gazetteer.names().items()})
        places = gazetteer.place_names
        self.short = {*_trusts(), *places, *(name.upper() for name in places)}
        self.matcher = PhraseMatcher(nlp.vocab)
        self.matcher.add("council", [nlp.make_doc(name) for name in self.names])

    def __call__(self, doc: Doc) -> Doc:
        """Set `councils` on the doc."""
        document: Document = doc._.document
        in_prose = doc._.kind.is_prose
        spans = filter_spans([Span(doc, start, end) for _, start, end in self.matcher(doc)])
        doc._.councils = tuple(
            mention
            for row in _rows(document, spans)
            if (passage := passage_at(doc._.passages, row[0].start_char)) is not None
            and passage.section != "boilerplate"
            for mention in self._mentions(document, passage, row, in_prose=in_prose)
        )
        return doc

    def _mentions(
        self, document: Document, passage: Passage, row: Sequence[Span], *, in_prose: bool
    ) -> Iterator[CouncilMention]:
        """The councils that a row of names mentions."""
        text, first, last = document.text, row[0].start_char, row[-1].end_char
        before = text[max(0, first - REACH) : first].split("\n")[-1]
        after = text[last : last + REACH].split("\n")[0]
        in_body = bool(_rule("body").match(after))
        named = bool(_rule("after").match(after))
        other = bool(_rule("other_name").match(after)) and not _rule("not_other_name").match(after)
        if in_prose:
            capitals = _capitals(document.quote(passage.block.start, passage.block.end))
            named = named or (capitals == "all" and bool(_any_case("after").match(after)))
            other = _is_part_of_name(before, after, other=other, capitals=capitals)
        declared = bool(_rule("subject_before").search(before))
        head = declared and first < opening_end(document)
        partner = head or any(_rule(name).search(before) for name in ("before", "shared"))
        known = partner and not in_body and not _rule("first_name").search(before)
        for span in row:
            start, end = span.start_char, span.end_char
            name = text[start:end]
            full = name not in self.short or (named and not other)
            if not full and (other or (span is row[0] and _rule("other_place").search(before))):
                continue
            confidence = 1.0 if full else 0.8
            former = in_prose and self._is_former(name, text[max(0, start - REACH) : start], after)
            yield CouncilMention(
                self.names[name],
                _weight(document, passage, start, full, declared),
                full or (known and name not in _trusts()),
                Evidence(start, end, COMPONENT, confidence),
                former,
            )

    def _is_former(self, name: str, before: str, after: str) -> bool:
        """Whether a name that an abolished council had is used for that council of the past."""
        if not any(self.councils[gss].abolished for gss in self.names[name]):
            return False
        return bool(_rule("former_before").search(before) or _rule("former_after").match(after))


def _rows(document: Document, spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Names in a row, with only a comma or "and" between them."""
    row: list[Span] = []
    for span in spans:
        if row:
            between = document.text[row[-1].end_char : span.start_char]
            if len(between) > REACH or not _rule("join").fullmatch(between):
                yield row
                row = []
        row.append(span)
    if row:
        yield row


def _weight(document: Document, passage: Passage, start: int, full: bool, declared: bool) -> int:
    weights = table("councils")["weights"]
    total: int = weights["full"] if full else weights["bare"]
    if declared:
        total += weights["declared_subject"]
    if passage.block.kind is BlockKind.TITLE:
        total += weights["title"]
    elif passage.block.kind is BlockKind.HEADING and start < opening_end(document):
        total += weights["heading"]
    if start < opening_end(document):
        total *= weights["opening"]
    return total


@cache
def _trusts() -> dict[str, tuple[str, ...]]:
    """The full names of bodies that deliver for one council, with either apostrophe."""
    return {
        spelling: body.delivers_for
        for body in organisations()
        if len(body.delivers_for) == 1
        for name in (body.name, *body.other_names)
        if " " in name
        for spelling in (name, name.replace("'", "’"))
    }


def _is_part_of_name(before: str, after: str, *, other: bool, capitals: str) -> bool:
    """Whether a bare name in prose is part of another name.

    `other` says that a capitalised word follows, which means little after "'s" or in a headline in
    capitals.
    """
    if capitals or _rule("owner").match(after):
        other = bool(_any_case("body_in_capitals").match(after))
    if other or _rule("begins_name").match(after):
        return True
    rules_before = ("ends_name", "opens_with_name") if capitals != "all" else ()
    return any(_rule(name).search(before) for name in rules_before)


@lru_cache(maxsize=1)  # the names of a block are read one after another
def _capitals(words: str) -> str:
    """How a block is set: "all" in capitals, "title" with a capital on each word, else ""."""
    if words.isupper():
        return "all"
    long_words = re.findall(r"[^\W\d_]{4,}", words)
    capitalised = sum(word[0].isupper() for word in long_words)
    few = len(long_words) < MIN_TITLE_WORDS or words.endswith(".")
    return "" if few or capitalised < MIN_TITLE_SHARE * len(long_words) else "title"


@cache
def _any_case(name: str) -> re.Pattern[str]:
    return pattern("councils", name, ignore_case=True)


def _rule(name: str) -> re.Pattern[str]:
    return pattern("councils", name)
