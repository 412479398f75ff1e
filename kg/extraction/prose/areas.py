"""Areas of grades: which grade of a sentence each area that it names is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extraction.prose.grammar import clause_of
from kg.extraction.prose.reading import SentenceReading, is_subject, says
from kg.extraction.text.patterns import pattern, rules

__all__ = ["OVERALL", "AreaWord", "GradeWord", "area_words", "bind", "graded_in_clause"]

#: No grade, though there are some in the sentence.
UNBOUND = -1
#: Characters between a grade and "overall" right after it.
RIGHT_AFTER = 3
#: What names no area, though it has the words of one: "the child protection plan".
NO_AREA = "none"
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
    """An area in a sentence (`all` for every area, `others` for every other one).

    It has its range, and the word that governs it.
    """

    area: str
    start: int
    end: int
    head: Token


def area_words(reading: SentenceReading) -> list[AreaWord]:
    """The areas that a sentence names, in order, besides those that name what was inspected."""
    text, sentence = reading.text, reading.sentence
    found: list[AreaWord] = []
    for rule in rules("grades", "area"):
        for match in rule.regex.finditer(text, sentence.start, sentence.end):
            if any(match.start() < a.end and a.start < match.end() for a in found):
                continue
            head = reading.head(*match.span())
            if head is not None:
                found.append(AreaWord(rule.fields["area"], *match.span(), head))
    return sorted(
        (a for a in found if a.area != NO_AREA and not _is_inspected(a)), key=lambda a: a.start
    )


def _is_inspected(area: AreaWord) -> bool:
    """Whether an area only says what was inspected: "the inspection of child protection"."""
    for ancestor in area.head.ancestors:
        if ancestor.pos_ in ("VERB", "AUX") or _says("such_as", ancestor.text):
            return False
        if _says("inspection", ancestor.text) and ancestor.i < area.head.i:
            return True
    return False


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
        subject = is_subject(area.head, clause_of(area.head))
        bound = _bind_by_clause(reading, area, words) if subject else None
        return bound if bound is not None else _nearest(area, words)
    if formed is not None:
        return formed if formed != UNBOUND else None
    bound = _bind_by_clause(reading, area, words)
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


def _bind_by_clause(
    reading: SentenceReading, area: AreaWord, words: Sequence[GradeWord]
) -> int | None:
    """The grade of the area's own clause, or of one that governs it."""
    verb = clause_of(area.head)
    own = [k for k, word in enumerate(words) if clause_of(word.head) == verb]
    before = [k for k in own if words[k].end <= area.start]
    after = [k for k in own if words[k].start >= area.end]
    if is_subject(area.head, verb):
        below = [
            k
            for k, w in enumerate(words)
            if w.start >= area.end and verb in w.head.ancestors and not _has_object(reading, w)
        ]
        if after or below:
            return (after or below)[0]
    if own:
        return before[-1] if before else own[0]
    while verb.dep_ != "ROOT" and verb.head != verb and not _stands_alone(verb):
        verb = clause_of(verb.head)
        governing = [
            k for k, w in enumerate(words) if clause_of(w.head) == verb and w.end <= area.start
        ]
        if governing:
            return governing[-1]
    return None


def _has_object(reading: SentenceReading, word: GradeWord) -> bool:
    """Whether a grade is of its verb's object: "care leavers had ... and rated services good"."""
    return any(
        child.dep_ == "dobj"
        and child.tag_ not in ("WDT", "WP")
        and not word.start <= reading.sentence.starts[child.i] < word.end
        for child in clause_of(word.head).children
    )


def _stands_alone(verb: Token) -> bool:
    """Whether a clause is about something else than the one that governs it.

    It is joined to it and has a subject of its own, or tells of a noun that has no grade.
    """
    if verb.dep_ == "relcl":
        return not says("graded_with_area", verb.head.text)
    return verb.dep_ == "conj" and any(c.dep_.startswith("nsubj") for c in verb.children)


def _bind_by_place(
    reading: SentenceReading, area: AreaWord, words: Sequence[GradeWord]
) -> int | None:
    """The grade before the area if no verb stands between, or else the one after it."""
    text = reading.text
    before = [k for k, word in enumerate(words) if word.end <= area.start]
    subject = is_subject(area.head, clause_of(area.head))
    if before and not subject:
        end = words[before[-1]].end
        if ";" not in text[end : area.start] and not _verb_between(reading, end, area.start):
            return before[-1]
    after = [k for k, word in enumerate(words) if word.start >= area.end]
    if not after or ";" in text[area.end : words[after[0]].start]:
        return None
    return None if subject and _has_object(reading, words[after[0]]) else after[0]


def _bind_by_form(
    reading: SentenceReading, area: AreaWord, words: Sequence[GradeWord]
) -> int | None:
    """The grade of an area right after it ("good for A"), or on its side of a "but"."""
    text = reading.text
    before = max((k for k, w in enumerate(words) if w.end <= area.start), default=None)
    after = min((k for k, w in enumerate(words) if w.start >= area.end), default=None)
    if after is not None and _says("graded_next", text[area.end : words[after].start]):
        return after
    if before is not None and after is None and _is_elsewhere(reading, area, words[before]):
        return UNBOUND
    if (
        before is not None
        and after is not None
        and _says("aside", text[words[before].end : area.start])
    ):
        return after
    if before is not None and _says("given_to", text[words[before].end : area.start]):
        return before
    if after is not None and _says("right_behind", text[area.end : words[after].start]):
        return after
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


def _is_elsewhere(reading: SentenceReading, area: AreaWord, word: GradeWord) -> bool:
    """Whether a sentence goes on to an area after a grade that is not the area's.

    "Good, but leaders ..."; "'overall good' for its work with children in care", which says what
    the services are for.
    """
    between = reading.text[word.end : area.start]
    if _says("turns", between):
        return True
    return _says("overall_before", reading.before(word.start, 20)) and not _says("joins", between)


def _says(name: str, words: str) -> bool:
    return bool(pattern("grades", name, ignore_case=True).search(words))


def _verb_between(reading: SentenceReading, start: int, end: int) -> bool:
    return any(
        token.pos_ in ("VERB", "AUX") and start <= first < end
        for token, first in zip(reading.sentence.tokens, reading.sentence.starts, strict=True)
    )
