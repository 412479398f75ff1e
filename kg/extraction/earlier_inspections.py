"""Earlier inspections that the text speaks of: when, with what grade where it says so.

Only sentences with a year in them are read, and those that grade "the last inspection".  Two
mentions are one inspection when date, kind and service agree as far as both say them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.judgements import grade_named
from kg.extraction.text.dates import single
from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import Rule, pattern, rules
from kg.model import Document, EarlierInspection, Evidence, Inspection, PartialDate

__all__: list[str] = []

COMPONENT = "earlier"
SILENT = ("boilerplate", "contents", "team", "signature", "method")
VISITS = ("focused-visit", "monitoring-visit")
#: Of several bodies: "the last inspection" of a council is none of these unless it says so.
JOINT = ("joint-targeted-area", "area-send", "other")
#: In a report of these, an inspection of no stated kind is one of the same kind.
SAME_KIND = ("area-send",)
#: How far before an inspection's noun the words that tell its kind are read, in characters.
REACH = 90
#: A report is published at most so many months after the inspection.
PUBLISHED_WITHIN = 5

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Mention:
    """One mention: `scopes` are the services that it names, `noun` visit, inspection or neither."""

    when: PartialDate
    grade: str | None
    type: str | None
    noun: str | None
    scopes: frozenset[str]
    last: bool
    published: bool
    evidence: Evidence
    grade_evidence: Evidence | None


@Language.component("kg_earlier")
def earlier(doc: Doc) -> Doc:
    """Set `earlier` on the doc: each inspection once."""
    document: Document = doc._.document
    inspection: Inspection = doc._.inspection
    found: list[_Mention] = []
    undated: list[tuple[str, Range]] = []
    for mention in _mentions(document, inspection, doc._.passages, undated):
        if _is_own(mention, inspection):
            continue
        twin = next((k for k, old in enumerate(found) if _same(old, mention)), None)
        if twin is None:
            found.append(mention)
        else:
            found[twin] = _merged(found[twin], mention)
    found = _graded(found, undated)
    doc._.earlier = tuple(_fact(mention) for mention in found)
    return doc


def _fact(mention: _Mention) -> EarlierInspection:
    """The fact, with the words of its grade where they stand elsewhere."""
    elsewhere = mention.grade_evidence if mention.grade_evidence != mention.evidence else None
    if elsewhere is not None:
        elsewhere = replace(elsewhere, states=("grade",))
    return EarlierInspection(mention.when, mention.grade, mention.type, mention.evidence, elsewhere)


def _is_own(mention: _Mention, inspection: Inspection) -> bool:
    """Whether a date is that of the inspection itself, or later."""
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
    if any(a.type in JOINT and b.last and b.type is None for a, b in ((old, new), (new, old))):
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
        return 0 <= _months(visit.when, report.when) <= PUBLISHED_WITHIN
    # of one service there is one last inspection, whatever month a slip of the pen gives it
    return old.last and new.last and bool(old.scopes) and old.when.iso[:4] == new.when.iso[:4]


def _months(one: PartialDate, other: PartialDate) -> int:
    """Whole months from one date to another; -1 where either is only a year."""
    if min(len(one.iso), len(other.iso)) < 7:
        return -1
    years = int(other.iso[:4]) - int(one.iso[:4])
    return 12 * years + int(other.iso[5:7]) - int(one.iso[5:7])


def _merged(old: _Mention, new: _Mention) -> _Mention:
    """Both as one: the finer date (the visit's, not its report's) with the words it stands in."""
    if old.published != new.published and len(old.when.iso) > 4 and len(new.when.iso) > 4:
        dated = new if old.published else old
    else:
        dated = max(old, new, key=lambda mention: len(mention.when.iso))
    graded = old if old.grade else new
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
    )


def _graded(found: list[_Mention], undated: list[tuple[str, Range]]) -> list[_Mention]:
    """The one last inspection with the grade that sentences without its date give it."""
    last = [k for k, m in enumerate(found) if m.last and m.noun != "visit" and m.type not in JOINT]
    if len(last) != 1 or len({grade for grade, _ in undated}) != 1:
        return found
    grade, (start, end) = undated[0]
    (place,) = last
    if found[place].grade is None:
        words = Evidence(start, end, COMPONENT, 0.8)
        found[place] = replace(found[place], grade=grade, grade_evidence=words)
    return found


def _mentions(
    document: Document,
    inspection: Inspection,
    passages: tuple[Passage, ...],
    undated: list[tuple[str, Range]],
) -> Iterator[_Mention]:
    """Every mention with a date, in order; grades without one go to `undated`."""
    text = document.text
    for passage in passages:
        if passage.section in SILENT:
            continue
        if not _hint().search(text, passage.block.start, passage.block.end):
            continue
        sentences = passage.sentences
        for index, (start, end) in enumerate(sentences):
            if _word("year").search(text, start, end):
                following = sentences[index + 1] if index + 1 < len(sentences) else None
                for rule in rules("earlier"):
                    for match in rule.regex.finditer(text, start, end):
                        yield from _read(text, inspection, rule, match, (start, end), following)
            else:
                for rule in rules("earlier", "undated"):
                    judged = rule.regex.search(text, start, end)
                    grade = grade_named(judged["grade"]) if judged else None
                    if judged and grade:
                        undated.append((grade, judged.span()))


def _read(
    text: str,
    inspection: Inspection,
    rule: Rule,
    match: re.Match[str],
    sentence: Range,
    following: Range | None,
) -> Iterator[_Mention]:
    """The mentions that a match of a rule makes: one a date, and one a service with its grade."""
    noun = match.start("noun") if "noun" in match.re.groupindex else match.start()
    before = text[max(sentence[0], noun - REACH) : noun]
    kind_words = _qualifiers(before)
    phrase = kind_words + match[0]
    graded = bool(rule.fields.get("graded"))
    if not graded and _word("not_before").search(before):
        return
    # what is judged, and whose inspection it is, stands before; what is inspected, in its words
    whole = graded or _word("whose").search(before)
    if _word("not_of").search(text[sentence[0] : match.end()] if whole else phrase):
        return
    start = match.start() - (len(kind_words) if noun == match.start() else 0)
    grades, last = _grades(text, match, sentence, following)
    kind = inspection.type if rule.fields.get("same_kind") else _named("type", phrase)
    is_inspection = bool(_word("inspection").search(phrase))
    services = before + match[0] if rule.fields.get("subject_before") else phrase
    evidence = Evidence(start, max(match.end(), last), COMPONENT)
    is_last = bool(_word("last").search(phrase))
    if is_inspection and kind is None and inspection.type in SAME_KIND:
        kind = inspection.type
    for when in _dates(match["when"]):
        for grade, scope in grades:
            yield _Mention(
                when,
                grade,
                kind,
                "visit" if kind in VISITS else "inspection" if is_inspection else None,
                _scopes(scope or services),
                is_last,
                bool(_word("published").search(match[0])),
                evidence,
                evidence if grade else None,
            )


def _qualifiers(before: str) -> str:
    """The end of a text that belongs to the noun after it: "joint targeted area "."""
    match = _word("qualifiers").search(before)
    return match[0] if match else ""


def _grades(
    text: str, match: re.Match[str], sentence: Range, following: Range | None
) -> tuple[list[tuple[str | None, str]], int]:
    """Grades with the service each is for ("" for all), and where their words end."""
    named = match.groupdict().get("grade")
    if named:
        return [(grade_named(named), "")], match.end()
    places = [("grade_after", match.end(), sentence[1])]
    if following and not _word("year").search(text, *following):
        places.append(("grade_next", *following))
    for key, start, end in places:
        for rule in rules("earlier", key):
            judged = rule.regex.match(text, start, end)
            grade = grade_named(judged["grade"]) if judged else None
            if not (judged and grade):
                continue
            parts = judged.groupdict()
            if parts.get("grade2"):
                two = [(grade, parts["scope"]), (grade_named(parts["grade2"]), parts["scope2"])]
                return two, judged.end()
            return [(grade, "")], judged.end()
    return [(None, "")], match.end()


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


def _word(name: str) -> re.Pattern[str]:
    return pattern("earlier", "words", name, ignore_case=True)


def _hint() -> re.Pattern[str]:
    """What a text that mentions an earlier inspection has: quick to look for."""
    return pattern("earlier", "words", "hint")
