"""Programmes in prose: names in a form that says what kind of thing they are.

In stories and minutes most words in capitals or quotation marks name people, bodies, broadcasts and
headlines.  A name counts if a noun of its kind stands beside it ("the X programme"), if an
apposition or a clause explains it ("X, a service for"), or if it is commended and is not just a
place (`patterns/prose_programmes.toml`).  The gazetteer's names count only in their own case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from kg.extraction.name_words import (
    distinctive_words,
    kind_of_noun,
    normalised_words,
    place_words,
)
from kg.extraction.named_things import (
    NameMatch,
    has_capitals_of,
    people_named,
    searched_passages,
    without_overlaps,
)
from kg.extraction.text.passages import HEADINGS
from kg.extraction.text.patterns import Rule, pattern, rules, table
from kg.gazetteer import Body, fold

__all__ = ["programmes_in_prose"]

#: Characters before and after a name that are read with it.
REACH = 90
#: Maximum characters of a run of capitals that may be a name.
MAX_NAME = 160
#: Marks the start and the end of a name when it is read with the words around it.
MARK = "¦"
#: Kinds of body that may be programmes too.
ALSO_PROGRAMMES = ("adoption-agency", "other")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A phrase that may be a name, with the words before and after it.

    `noun` is the noun in or after the name, `strength` its class: `strong`, `academy`, `weak` or
    `none`; `stem` is the name without it.
    """

    start: int
    end: int
    name: str
    stem: str
    noun: str
    strength: str
    quoted: bool
    before: str
    after: str

    @property
    def around(self) -> str:
        """The name between two marks, with the words before and after it."""
        return f"{self.before}{MARK}{self.name}{MARK}{self.after}"


def programmes_in_prose(
    doc: Doc, known: Iterable[NameMatch], by_slug: Mapping[str, Body]
) -> list[NameMatch]:
    """The mentions of programmes; `known` are the gazetteer's names in any case."""
    text = doc._.document.text
    sure = [match for match in known if _in_own_case(text, match, by_slug[match.entity or ""])]
    taken = [(start, end) for start, end, kind in doc._.bodies if kind not in ALSO_PROGRAMMES]
    people = people_named(doc)
    longer: list[NameMatch] = []
    local: list[NameMatch] = []
    candidates = [*_candidates(doc)]
    for candidate in candidates:
        inside = [m for m in sure if candidate.start <= m.start and m.end <= candidate.end]
        if inside and not _is_local_version(candidate, inside[0]):
            continue
        if _is_something_else(candidate, people) or _overlaps(candidate, taken):
            continue
        if kind := inside[0].kind if inside else _kind(candidate):
            key = " ".join(distinctive_words(candidate.stem)) or fold(candidate.name)
            match = NameMatch(candidate.start, candidate.end, candidate.name, kind, None, key)
            (longer if inside else local).append(match)
    sure = [m for m in sure if not any(n.start <= m.start and m.end <= n.end for n in longer)]
    found = without_overlaps([*sure, *longer, *local])
    return without_overlaps([*found, *_further_mentions(candidates, found)])


def _in_own_case(text: str, match: NameMatch, body: Body) -> bool:
    """Whether a name of the gazetteer is written as one, not as everyday words.

    A name of several words may be in lower case before a noun ("the signs of safety model").
    """
    written = text[match.start : match.end].replace("’", "'")
    after = text[match.end : match.end + REACH]
    if pattern("prose_programmes", "other_name_after").match(after):
        return False
    if written in body.names or any(has_capitals_of(written, name) for name in body.names):
        return True
    noun = pattern("prose_programmes", "noun_of_known")
    return not written.isupper() and bool(noun.search(written) or noun.match(after))


def _candidates(doc: Doc) -> Iterator[_Candidate]:
    """The runs of capitals and the quotations of a document, without its headlines."""
    text = doc._.document.text
    for passage in searched_passages(doc._.passages):
        block = passage.block
        if block.kind in HEADINGS or text[block.start : block.end].isupper():
            continue
        for rule in rules("prose_programmes", "shape"):
            for match in rule.regex.finditer(text, block.start, block.end):
                yield from _candidate(text, rule.name, match, block.start, block.end)


def _candidate(
    text: str, shape: str, match: re.Match[str], first: int, last: int
) -> Iterator[_Candidate]:
    start, end = match.span("name")
    if end - start > MAX_NAME:
        return
    quoted = shape == "quoted"
    left, right = match.span() if quoted else (start, end)
    if not quoted:
        lead = pattern("prose_programmes", "lead")
        while (cut := lead.match(text, start, end)) and cut.end() < end:
            start = left = cut.end()
    if then := pattern("prose_programmes", "noun_then").match(text, start, end):
        end = right = then.start("rest")
    name = text[start:end]
    stem, noun, strength = name, "", "none"
    inside = pattern("prose_programmes", "noun_inside").search(name)
    behind = pattern("prose_programmes", "noun_after").match(text, right, last)
    if found := inside or (None if quoted else behind):
        noun = found["noun"]
        strength = next((key for key in ("strong", "academy") if found[key]), "weak")
        stem = name[: inside.start()] if inside else name
        if not inside:
            end = right = found.end("noun")
            name = text[start:end]
    before, after = text[max(first, left - REACH) : left], text[right : min(last, right + REACH)]
    if stem:
        yield _Candidate(start, end, name, stem, noun, strength, quoted, before, after)


def _kind(candidate: _Candidate) -> str:
    """The kind of programme that a form makes of a candidate; "" if none does."""
    for rule in rules("prose_programmes"):
        if _fits(rule, candidate) and (match := rule.regex.search(candidate.around)):
            groups = match.groupdict()
            noun = next((word for key, word in groups.items() if key[:4] == "noun" and word), "")
            return _kind_of(noun or candidate.noun)
    return ""


def _fits(rule: Rule, candidate: _Candidate) -> bool:
    """Whether a form is for names of this shape, length and noun."""
    fields = rule.fields
    words = normalised_words(candidate.stem)
    return (
        bool(fields.get("quoted")) == candidate.quoted
        and fields["noun"] in ("any", candidate.strength)
        and len(words) >= fields.get("words", 1)
        and len(distinctive_words(candidate.stem)) >= fields.get("distinctive", 1)
        and (not fields.get("place") or any(word in place_words() for word in words))
    )


def _kind_of(noun: str) -> str:
    kinds: dict[str, str] = table("prose_programmes")["kinds"]
    folded = noun.casefold()
    return kinds.get(folded) or kinds.get(folded.removesuffix("s")) or kind_of_noun(folded)


def _is_something_else(candidate: _Candidate, people: frozenset[str]) -> bool:
    """Whether a name is that of a person, a body, a paper or a broadcast."""
    return (
        candidate.stem.casefold() in people
        or bool(pattern("prose_programmes", "not_inside").search(candidate.stem))
        or bool(pattern("prose_programmes", "not_around").search(candidate.around))
    )


def _is_local_version(candidate: _Candidate, known: NameMatch) -> bool:
    """Whether a name is one of the gazetteer's with a place after it ("Lantern Exampleton")."""
    further = normalised_words(candidate.name[known.end - candidate.start :])
    return candidate.start == known.start and bool(further) and further[0] in place_words()


def _overlaps(candidate: _Candidate, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(candidate.start < end and start < candidate.end for start, end in ranges)


def _further_mentions(
    candidates: Iterable[_Candidate], found: Iterable[NameMatch]
) -> Iterator[NameMatch]:
    """The places at which names that are found once stand again."""
    local = {match.name: match for match in found if match.entity is None}
    for candidate in candidates:
        if match := local.get(candidate.name):
            yield replace(match, start=candidate.start, end=candidate.end)
