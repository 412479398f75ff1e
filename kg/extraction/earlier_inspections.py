"""Earlier inspections that the text mentions, with date, type and grade.

Only sentences with a year, or with a grade of "the last inspection", are read.  Two mentions are
one inspection if the dates, types and services that both state agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.graded_parts import graded_parts
from kg.extraction.judgements import grade_named
from kg.extraction.text.dates import single
from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import Rule, pattern, rules
from kg.model import Document, EarlierInspection, Evidence, Inspection, PartialDate

__all__: list[str] = []

COMPONENT = "earlier"
SKIPPED_SECTIONS = ("boilerplate", "contents", "team", "signature", "method")
VISITS = ("focused-visit", "monitoring-visit")
#: Types of multi-agency inspections; "the last inspection" does not mean these.
MULTI_AGENCY = ("joint-targeted-area", "area-send", "other")
#: Types whose reports mean the same type by an inspection without a stated type.
SAME_KIND = ("area-send",)
#: Characters before an inspection's noun that are searched for its type.
REACH = 90
#: Maximum months from an inspection to its report.
MAX_MONTHS_TO_PUBLICATION = 5
#: Maximum sentences after an inspection, and blocks below, that may state its grade.
MAX_FOLLOWING, MAX_LISTED = 4, 3

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A mention; `scopes` are the services it names, `noun` is "visit", "inspection" or None."""

    when: PartialDate
    grade: str | None
    type: str | None
    noun: str | None
    scopes: frozenset[str]
    last: bool
    published: bool
    evidence: Evidence
    grade_evidence: Evidence | None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Graded:
    """A grade, the services that it names ("" for all), and the areas that it is of."""

    grade: str | None
    services: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Around:
    """A sentence with what stands around it: the one before, those that follow, a list below.

    `looked_at` are the words for what the reported visit looked at.
    """

    sentence: Range
    before: Range | None
    following: tuple[Range, ...]
    listed: tuple[Range, ...]
    looked_at: str


@Language.component("kg_earlier")
def earlier(doc: Doc) -> Doc:
    """Set `earlier` on the doc: each inspection once."""
    document: Document = doc._.document
    inspection: Inspection = doc._.inspection
    found: list[_Mention] = []
    undated: list[tuple[_Graded, Range]] = []
    for mention in _mentions(document, inspection, doc._.passages, undated):
        if _is_own(mention, inspection):
            continue
        twin = next((k for k, old in enumerate(found) if _same(old, mention)), None)
        if twin is None:
            found.append(mention)
        else:
            found[twin] = _merged(found[twin], mention)
    found = _with_last_grade(found, undated)
    doc._.earlier = tuple(_to_fact(mention) for mention in found)
    return doc


def _to_fact(mention: _Mention) -> EarlierInspection:
    """The fact, with separate evidence for the grade if that is in other words."""
    elsewhere = mention.grade_evidence if mention.grade_evidence != mention.evidence else None
    if elsewhere is not None:
        elsewhere = replace(elsewhere, states=("grade",))
    return EarlierInspection(
        mention.when,
        mention.grade,
        mention.type,
        mention.evidence,
        elsewhere,
        parts=mention.parts if mention.grade else (),
    )


def _is_own(mention: _Mention, inspection: Inspection) -> bool:
    """Whether a mention has the date of the reported inspection itself, or a later one."""
    start = inspection.start or inspection.published
    if start is None or mention.when.latest < start.earliest:
        return False
    if len(mention.when.iso) > 4 or mention.when.iso > start.iso[:4]:
        return True
    # "the focused visit in 2019" in a report of an inspection in the autumn of that year
    return mention.type in (None, inspection.type)


def _same(old: _Mention, new: _Mention) -> bool:
    """Whether two mentions are of one inspection."""
    if len({old.noun, new.noun} - {None}) > 1 or len({old.type, new.type} - {None}) > 1:
        return False
    if any(
        a.type in MULTI_AGENCY and b.last and b.type is None for a, b in ((old, new), (new, old))
    ):
        return False
    if old.scopes and new.scopes and not old.scopes & new.scopes:
        return False
    if old.grade and new.grade and old.grade != new.grade:
        return False
    shorter = min(len(old.when.iso), len(new.when.iso))
    if old.when.iso[:shorter] == new.when.iso[:shorter]:
        return True
    if old.published != new.published:
        report, visit = (old, new) if old.published else (new, old)
        return 0 <= _months(visit.when, report.when) <= MAX_MONTHS_TO_PUBLICATION
    # a service has one last inspection, even if the months differ by mistake
    return old.last and new.last and bool(old.scopes) and old.when.iso[:4] == new.when.iso[:4]


def _months(first: PartialDate, second: PartialDate) -> int:
    """Whole months from one date to another; -1 where either is only a year."""
    if min(len(first.iso), len(second.iso)) < 7:
        return -1
    years = int(second.iso[:4]) - int(first.iso[:4])
    return 12 * years + int(second.iso[5:7]) - int(first.iso[5:7])


def _merged(old: _Mention, new: _Mention) -> _Mention:
    """Merge two mentions, keeping the finer date, and the visit's rather than its report's."""
    if old.published != new.published and len(old.when.iso) > 4 and len(new.when.iso) > 4:
        dated = new if old.published else old
    else:
        dated = max(old, new, key=lambda mention: len(mention.when.iso))
    graded = old if old.grade and not (old.parts and new.grade and not new.parts) else new
    return _Mention(
        when=dated.when,
        grade=graded.grade,
        type=old.type or new.type,
        noun=old.noun or new.noun,
        scopes=old.scopes & new.scopes or old.scopes or new.scopes,
        last=old.last or new.last,
        published=old.published and new.published,
        evidence=dated.evidence,
        grade_evidence=graded.grade_evidence,
        parts=graded.parts,
    )


def _with_last_grade(found: list[_Mention], undated: list[tuple[_Graded, Range]]) -> list[_Mention]:
    """Add the grade from sentences without a date to the last inspection, if there is only one.

    What they say of the whole counts before what they say of a part.
    """
    undated = [each for each in undated if not each[0].parts] or undated
    last = [
        k
        for k, m in enumerate(found)
        if m.last and m.noun != "visit" and m.type not in MULTI_AGENCY
    ]
    if len(last) != 1 or len({graded.grade for graded, _ in undated}) != 1:
        return found
    graded, (start, end) = undated[0]
    (place,) = last
    if found[place].grade is None:
        words = Evidence(start, end, COMPONENT, 0.8)
        found[place] = replace(
            found[place], grade=graded.grade, grade_evidence=words, parts=graded.parts
        )
    return found


def _mentions(
    document: Document,
    inspection: Inspection,
    passages: tuple[Passage, ...],
    undated: list[tuple[_Graded, Range]],
) -> Iterator[_Mention]:
    """Every mention with a date, in order; grades without a date are added to `undated`."""
    text = document.text
    focus = inspection.focus.evidence if inspection.focus else None
    looked_at = document.quote(focus.start, focus.end) if focus else ""
    for place, passage in enumerate(passages):
        if passage.section in SKIPPED_SECTIONS:
            continue
        if not _hint().search(text, passage.block.start, passage.block.end):
            continue
        below = passages[place + 1 : place + 1 + MAX_LISTED]
        for around in _in_context(text, passage, below, looked_at):
            start, end = around.sentence
            if _is_of_another(text, around):
                continue
            if _word_pattern("year").search(text, start, end):
                for rule in rules("earlier"):
                    for match in rule.regex.finditer(text, start, end):
                        yield from _mentions_in_match(text, inspection, rule, match, around)
            else:
                undated += _undated(text, around)


def _in_context(
    text: str, passage: Passage, below: tuple[Passage, ...], looked_at: str
) -> Iterator[_Around]:
    """The sentences of a passage with what stands around them."""
    sentences = passage.sentences
    above_list = _word_pattern("above_list").search(text, passage.block.start, passage.block.end)
    listed = tuple((p.block.start, p.block.end) for p in below) if above_list else ()
    for index, sentence in enumerate(sentences):
        before = sentences[index - 1] if index else None
        following = sentences[index + 1 : index + 1 + MAX_FOLLOWING]
        below_it = listed if len(following) <= 1 else ()
        yield _Around(sentence, before, following, below_it, looked_at)


def _is_of_another(text: str, around: _Around) -> bool:
    """Whether a sentence goes on about a home or an agency: "Both were judged to be good"."""
    if around.before is None or not _word_pattern("not_of").search(text, *around.before):
        return False
    sentence = text[slice(*around.sentence)]
    goes_on = bool(_word_pattern("goes_on").search(sentence))
    return goes_on and not _word_pattern("council_itself").search(sentence)


def _undated(text: str, around: _Around) -> Iterator[tuple[_Graded, Range]]:
    """Grades of the last inspection in a sentence without a date, and their words."""
    start, end = around.sentence
    for rule in rules("earlier", "undated"):
        judged = rule.regex.search(text, start, end)
        grade = grade_named(judged["grade"]) if judged else None
        if judged and grade:
            before = text[start : judged.start()]
            parts = graded_parts(judged[0], before, "", None, around.looked_at)
            if parts is not None:
                yield _Graded(grade, parts=parts), judged.span()


def _mentions_in_match(
    text: str, inspection: Inspection, rule: Rule, match: re.Match[str], around: _Around
) -> Iterator[_Mention]:
    """The mentions in a rule's match: one for each date, and for each service with its grade."""
    sentence = around.sentence
    noun = match.start("noun") if "noun" in match.re.groupindex else match.start()
    before = text[max(sentence[0], noun - REACH) : noun]
    kind_words = _qualifiers(before)
    phrase = kind_words + match[0]
    graded = bool(rule.fields.get("graded"))
    if not graded and _word_pattern("not_before").search(before):
        return
    # a judged service and an inspection's owner come before the match, the rest is inside it
    whole = graded or _word_pattern("whose").search(before)
    if _word_pattern("not_of").search(text[sentence[0] : match.end()] if whole else phrase):
        return
    start = match.start() - (len(kind_words) if noun == match.start() else 0)
    dates = _dates(match["when"])
    first = dates[0] if dates else None
    grades, last = _grades(text, match, around, before if graded else "", phrase, first)
    kind = inspection.type if rule.fields.get("same_kind") else _named("type", phrase)
    is_inspection = bool(_word_pattern("inspection").search(phrase))
    services = before + match[0] if rule.fields.get("subject_before") else phrase
    evidence = Evidence(start, max(match.end(), last), COMPONENT)
    is_last = bool(_word_pattern("last").search(phrase))
    if is_inspection and kind is None and inspection.type in SAME_KIND:
        kind = inspection.type
    for when in dates:
        for each in grades:
            yield _Mention(
                when,
                each.grade,
                kind,
                "visit" if kind in VISITS else "inspection" if is_inspection else None,
                _scopes(each.services or services),
                is_last,
                bool(_word_pattern("published").search(match[0])),
                evidence,
                evidence if each.grade else None,
                each.parts,
            )


def _qualifiers(before: str) -> str:
    """The last words of a text that qualify the noun after it: "joint targeted area "."""
    match = _word_pattern("qualifiers").search(before)
    return match[0] if match else ""


def _grades(
    text: str,
    match: re.Match[str],
    around: _Around,
    judged_before: str,
    inspected: str,
    when: PartialDate | None,
) -> tuple[list[_Graded], int]:
    """Grades with their services and areas, and the offset at which their words end.

    `judged_before` are the words before a verb that stands at the start of the match, `inspected`
    those for the inspection.
    """
    sentence = text[around.sentence[0] : match.start()]
    named = match.groupdict().get("grade")
    if named:
        # its subject is the clause before the verb
        clause = re.split(r"[,;:]|\b(?:since|when|because|that)\b", judged_before)[-1] + match[0]
        parts = graded_parts(clause, sentence, "", when, around.looked_at)
        return [_graded(grade_named(named), parts)], match.end()
    for key, start, end in _places(text, match, around):
        for rule in rules("earlier", key):
            judged = rule.regex.match(text, start, end)
            grade = grade_named(judged["grade"]) if judged else None
            if not (judged and grade):
                continue
            words = judged.groupdict()
            if words.get("grade2"):
                two = ((grade, words["scope"]), (grade_named(words["grade2"]), words["scope2"]))
                each = [_graded(g, graded_parts(s, "", "", when), s) for g, s in two]
                return each, judged.end()
            clause = judged[0] + _for_what(text, judged.end(), end)
            parts = graded_parts(clause, sentence, inspected, when, around.looked_at)
            return [_graded(grade, parts)], judged.end()
    return [_Graded(None)], match.end()


def _graded(grade: str | None, parts: tuple[str, ...] | None, services: str = "") -> _Graded:
    """A grade with its areas; no grade if it is of a part that no words name."""
    return _Graded(None, services) if parts is None else _Graded(grade, services, parts)


def _places(text: str, match: re.Match[str], around: _Around) -> Iterator[tuple[str, int, int]]:
    """Where the grade of an inspection may stand: the rules, and the range in which they begin."""
    year = _word_pattern("year")
    yield "grade_after", match.end(), around.sentence[1]
    following = tuple(takewhile(lambda one: not year.search(text, *one), around.following))
    for start, end in following:
        yield "grade_overall", start, end
    if following:
        yield ("grade_next", *following[0])
    for start, end in around.listed:
        yield "grade_listed", start, end


def _for_what(text: str, start: int, end: int) -> str:
    """What a grade is said to be for, right after it."""
    found = _word_pattern("for_what").match(text, start, end)
    return found[0] if found else ""


def _dates(words: str) -> list[PartialDate]:
    """The dates of "March and October 2019" or "2014 and again in 2017", in order."""
    found: list[PartialDate] = []
    year: int | None = None
    for part in reversed(pattern("earlier", "words", "joins").split(words)):
        when = single(part, year)
        if when is not None:
            year = int(when.iso[:4])
            found.append(when)
    return found[::-1]


def _scopes(words: str) -> frozenset[str]:
    return frozenset(
        str(rule.fields["scope"]) for rule in rules("earlier", "scope") if rule.regex.search(words)
    )


def _named(key: str, words: str) -> str | None:
    for rule in rules("earlier", key):
        if rule.regex.search(words):
            return str(rule.fields[key])
    return None


def _word_pattern(name: str) -> re.Pattern[str]:
    return pattern("earlier", "words", name, ignore_case=True)


def _hint() -> re.Pattern[str]:
    """A quick check for texts that may mention an earlier inspection."""
    return pattern("earlier", "words", "hint")
