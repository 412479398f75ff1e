"""Areas of grades: which grade of a sentence each area that it names is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extraction.prose.grammar import clause_of
from kg.extraction.prose.reading import SentenceReading, is_subject
from kg.extraction.text.patterns import pattern, rules

__all__ = ["OVERALL", "AreaWord", "GradeWord", "area_words", "bind", "graded_in_clause"]

#: No grade, though there are some in the sentence.
UNBOUND = -1
#: Characters between a grade and "overall" right after it.
RIGHT_AFTER = 3
#: The area that the overall grade is for.
OVERALL = "overall-effectiveness"


@dataclass(frozen=True, slots=True)
class GradeWord:
    """A grade in a sentence: its range and the word that governs it.

    `refers_back`: it is "that grade", which means one named before.
    """

    grade: str
    start: int
    end: int
    head: Token
    refers_back: bool = False


@dataclass(frozen=True, slots=True)
class AreaWord:
    """An area in a sentence (`all` for every area): its range and the word that governs it."""

    area: str
    start: int
    end: int
    head: Token


def area_words(reading: SentenceReading) -> list[AreaWord]:
    """The areas that a sentence names, in order."""
    text, sentence = reading.text, reading.sentence
    found: list[AreaWord] = []
    for rule in rules("grades", "area"):
        for match in rule.regex.finditer(text, sentence.start, sentence.end):
            if any(match.start() < a.end and a.start < match.end() for a in found):
                continue
            head = reading.head(*match.span())
            if head is not None:
                found.append(AreaWord(rule.fields["area"], *match.span(), head))
    return sorted(found, key=lambda a: a.start)


def bind(reading: SentenceReading, area: AreaWord, words: Sequence[GradeWord]) -> int | None:
    """The index of the grade that an area is given; None if it is given none.

    The words next to the area decide first, then its clause, then what is nearest.
    """
    described = graded_in_clause(area, words)
    if described is not None:
        return described
    if _says("adjective", reading.before(area.start)):
        return next((k for k, word in enumerate(words) if word.end == area.start - 1), None)
    formed = _bind_by_form(reading, area, words)
    if area.area == OVERALL and formed in (None, UNBOUND):
        return _nearest(area, words)
    if formed is not None:
        return formed if formed != UNBOUND else None
    bound = _bind_by_clause(area, words)
    return bound if bound is not None else _bind_by_place(reading, area, words)


def graded_in_clause(area: AreaWord, words: Sequence[GradeWord]) -> int | None:
    """The grade in a relative clause about an area: "adoption, which was outstanding"."""
    for k, word in enumerate(words):
        clause = clause_of(word.head)
        if clause.dep_ == "relcl" and clause.head == area.head and word.start >= area.end:
            return k
    return None


def _nearest(area: AreaWord, words: Sequence[GradeWord]) -> int | None:
    """The grade that "overall" is next to."""
    return min(
        (k for k, word in enumerate(words) if not word.refers_back),
        key=lambda k: (
            not 0 <= area.start - words[k].end <= RIGHT_AFTER,
            min(abs(area.start - words[k].end), abs(words[k].start - area.end)),
        ),
        default=None,
    )


def _bind_by_clause(area: AreaWord, words: Sequence[GradeWord]) -> int | None:
    """The grade of the area's own clause, or of one that governs it."""
    verb = clause_of(area.head)
    own = [k for k, word in enumerate(words) if clause_of(word.head) == verb]
    before = [k for k in own if words[k].end <= area.start]
    after = [k for k in own if words[k].start >= area.end]
    if is_subject(area.head, verb):
        below = [k for k, w in enumerate(words) if w.start >= area.end and verb in w.head.ancestors]
        if after or below:
            return (after or below)[0]
    if own:
        return before[-1] if before else own[0]
    while verb.dep_ != "ROOT" and verb.head != verb:
        verb = clause_of(verb.head)
        governing = [
            k for k, w in enumerate(words) if clause_of(w.head) == verb and w.end <= area.start
        ]
        if governing:
            return governing[-1]
    return None


def _bind_by_place(
    reading: SentenceReading, area: AreaWord, words: Sequence[GradeWord]
) -> int | None:
    """The grade before the area if no verb stands between, or else the one after it."""
    text = reading.text
    before = [k for k, word in enumerate(words) if word.end <= area.start]
    if before:
        end = words[before[-1]].end
        if ";" not in text[end : area.start] and not _verb_between(reading, end, area.start):
            return before[-1]
    after = [k for k, word in enumerate(words) if word.start >= area.end]
    return after[0] if after and ";" not in text[area.end : words[after[0]].start] else None


def _bind_by_form(
    reading: SentenceReading, area: AreaWord, words: Sequence[GradeWord]
) -> int | None:
    """The grade of an area right after it ("good for A"), or on its side of a "but"."""
    text = reading.text
    before = max((k for k, w in enumerate(words) if w.end <= area.start), default=None)
    after = min((k for k, w in enumerate(words) if w.start >= area.end), default=None)
    if before is not None and _says("given_to", text[words[before].end : area.start]):
        return before
    if after is not None and _says("graded_at", text[area.end : words[after].start]):
        return after
    if (
        before is None
        and after is not None
        and _says("contrast", text[area.end : words[after].start])
    ):
        return UNBOUND
    if before is None or after is None:
        return None
    broken_before = _says("contrast", text[words[before].end : area.start])
    broken_after = _says("contrast", text[area.end : words[after].start])
    if broken_before == broken_after:
        return None
    return after if broken_before else before


def _says(name: str, words: str) -> bool:
    return bool(pattern("grades", name, ignore_case=True).search(words))


def _verb_between(reading: SentenceReading, start: int, end: int) -> bool:
    return any(
        token.pos_ in ("VERB", "AUX") and start <= first < end
        for token, first in zip(reading.sentence.tokens, reading.sentence.starts, strict=True)
    )
