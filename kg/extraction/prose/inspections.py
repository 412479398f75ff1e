"""Inspections of prose: each that a document reports, with its grades, dates and predecessors."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.prose.dates import DateMention, find_dates
from kg.extraction.prose.discourse import (
    Name,
    Read,
    Topics,
    is_about_inspection,
    resolve_names,
    topics_of,
)
from kg.extraction.prose.frames import Frames, frames_of
from kg.extraction.prose.grades import Grade, domain_terms
from kg.extraction.prose.grammar import Term, parse
from kg.extraction.prose.publisher import publishing_council
from kg.extraction.prose.reading import Time, says
from kg.extraction.prose.tables import TableGrade, TableVisit, grades_in_tables, visits_in_tables
from kg.extraction.prose.visits import Announced, Visit, type_named
from kg.extraction.prose.voices import Voiced
from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import compiled, pattern, rules, table
from kg.model import (
    Announcement,
    BlockKind,
    CouncilMention,
    Document,
    EarlierInspection,
    Evidence,
    Inspection,
    Judgement,
    PartialDate,
)
from kg.resources import word_lists

__all__: list[str] = []

COMPONENT = "statements"
HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)
FULL = ("ilacs", "single-inspection", "other")
#: Characters before a date that may say that it is to come.
COMING = 60
#: Areas beside "all" that may only be examples: "in every area, and that includes A".
MAX_BESIDE_ALL = 2
#: Characters of a document that say what it is about.
OPENING = 400
#: Days of the longest visit that is no full inspection.
MAX_VISIT_DAYS = 4
#: Confidence of a fact that a headline alone states.
HEADLINE = 0.6
SENTENCE = 0.9
#: Confidence that "the Council" is the one whose page it is.
UNNAMED = 0.8


@dataclass(frozen=True, slots=True)
class Said:
    """A frame with the council it is about, and whether a headline says it."""

    frame: Grade | Visit | Announced | DateMention
    council: str
    headline: bool


@Language.component("kg_statements")
def statements(doc: Doc) -> Doc:
    """Set `subjects`, `inspections`, `judgements` and `earlier` on the doc of a prose document."""
    if doc._.kind.is_prose:
        _read_statements(doc)
    return doc


def _read_statements(doc: Doc) -> None:
    document: Document = doc._.document
    today = _today(doc)
    when = dt.date.fromisoformat(today.earliest) if today is not None else None
    mentions: tuple[CouncilMention, ...] = doc._.councils
    names = resolve_names(mentions, when)
    if not is_about_inspection(document):
        return
    located = _sentences(document, doc._.passages, today)
    reference = today or _address_date(document) or _latest(document.text, located)
    read = _read(document.text, located, names, reference, doc._.voices, dated=today is not None)
    publisher = publishing_council(document, doc._.passages, when)
    topics = topics_of(document, read, names, publisher)
    if publisher in topics.subjects and publisher not in {name.gss for name in names}:
        doc._.councils = (*mentions, _unnamed(document, publisher))
    doc._.council_at = {
        start: councils[0] for start, councils in topics.by_start.items() if len(councils) == 1
    }
    tabled = grades_in_tables(document, doc._.passages)
    visits = visits_in_tables(document, doc._.passages, today)
    rows = [(row.start, row.end) for row in (*tabled, *visits)]
    spoken = [r for r in read if not any(a <= r.start < b for a, b in rows)]
    said = [
        *_tabled(tabled, topics),
        *_visited(visits, topics, names),
        *_said(spoken, topics, names),
    ]
    kind = _type_of_document(document, said)
    if pattern("discourse", "intervention").search(document.text[:OPENING]):
        said = _with_cause(said)
    found = {
        gss: _assemble(
            gss, [s for s in said if s.council == gss], reference, kind, dated=today is not None
        )
        for gss in topics.subjects
    }
    doc._.subjects = tuple(gss for gss, facts in found.items() if any(facts))
    doc._.inspections = tuple(i for facts in found.values() for i in facts.inspections)
    doc._.judgements = tuple(j for facts in found.values() for j in facts.judgements)
    doc._.earlier = tuple(e for facts in found.values() for e in facts.earlier)


def _with_cause(said: Sequence[Said]) -> list[Said]:
    """The inspection that led to an intervention, as the one that the document reports.

    A story on a commissioner or an improvement notice reports no inspection of its own.
    """
    stated = [s for s in said if isinstance(s.frame, (Grade, Visit))]
    grades = [s for s in stated if isinstance(s.frame, Grade) and s.frame.time is Time.EARLIER]
    if not grades or any(
        s.frame.time is Time.NOW for s in stated if isinstance(s.frame, (Grade, Visit))
    ):
        return list(said)
    latest = max(
        grades,
        key=lambda s: (
            s.frame.when.last.latest if isinstance(s.frame, Grade) and s.frame.when else ""
        ),
    )
    return [
        replace(s, frame=replace(s.frame, time=Time.NOW))
        if s is latest and isinstance(s.frame, Grade)
        else s
        for s in said
    ]


def _unnamed(document: Document, gss: str) -> CouncilMention:
    """The mention of a council that only its page's site names: "the Council", or the first words."""
    match = pattern("discourse", "the_council", ignore_case=True).search(document.text)
    first = document.blocks[0]
    start, end = match.span() if match else (first.start, first.end)
    return CouncilMention((gss,), 0, True, Evidence(start, end, COMPONENT, UNNAMED))


def _today(doc: Doc) -> PartialDate | None:
    """The document's own date."""
    if doc._.published is not None:
        date: PartialDate = doc._.published[0]
        return date
    declared = doc._.document.published or ""
    if re.match(r"\d{4}-\d\d-\d\d", declared):
        return PartialDate(declared[:10])
    path = re.search(r"/(20\d\d)/([01]\d)/([0-3]\d)/", doc._.document.url or "")
    return PartialDate("-".join(path.groups())) if path else None


@dataclass(frozen=True, slots=True)
class Located:
    """A sentence outside the furniture, with its passage and its dates."""

    passage: Passage
    start: int
    end: int
    dates: tuple[DateMention, ...]


def _sentences(
    document: Document, passages: Sequence[Passage], today: PartialDate | None
) -> list[Located]:
    return [
        Located(passage, start, end, tuple(find_dates(document.text, start, end, today)))
        for passage in passages
        if passage.section != "boilerplate"
        for start, end in passage.sentences
    ]


def _read(
    text: str,
    located: Sequence[Located],
    names: Sequence[Name],
    reference: PartialDate | None,
    voices: Sequence[Voiced],
    *,
    dated: bool,
) -> list[Read]:
    """The sentences with their frames; what others say in quotation marks has none."""
    inspectorate = {one.start for one in voices if one.by == "inspectorate"}
    others = {one.start for one in voices if one.by in ("council", "other") and one.quoted}
    terms = [
        *_name_terms(text, names),
        *_date_terms(text, [date for each in located for date in each.dates]),
        *(term for each in located for term in domain_terms(text, each.start, each.end)),
    ]
    ranges = [(each.start, each.end) for each in located]
    read: list[Read] = []
    last: str | None = None
    for each, sentence in zip(located, parse(text, ranges, _without_overlaps(terms)), strict=True):
        if each.start in others:
            read.append(Read(each.start, each.end, each.passage, Frames()))
            continue
        frames = frames_of(
            text,
            sentence,
            each.dates,
            [(n.start, n.end) for n in names if each.start <= n.start < each.end],
            reference,
            last,
            says_inspectorate=each.start in inspectorate,
            dated=dated,
        )
        last = frames.grades[-1].grade if frames.grades else last
        read.append(Read(each.start, each.end, each.passage, frames))
    return read


def _address_date(document: Document) -> PartialDate | None:
    """The month or the year in the address of a page: no date of its own, but near it."""
    path = re.search(r"/(20[0-4]\d)/(?:([01]\d)/)?", document.url or "")
    if path is None:
        return None
    return PartialDate(f"{path[1]}-{path[2]}" if path[2] else path[1])


def _latest(text: str, located: Sequence[Located]) -> PartialDate | None:
    """The latest date of a text, by which to tell old ones where the document has no date."""
    told = [
        date.last
        for each in located
        for date in each.dates
        if not date.relative
        and not says("not_latest", text[max(0, date.start - COMING) : date.start])
    ]
    return max(told, key=lambda date: date.latest, default=None)


def _name_terms(text: str, names: Sequence[Name]) -> Iterator[Term]:
    for name in names:
        words = text[name.start : name.end].split()
        yield name.start, name.end, words[0] if len(words) == 1 else "".join(words[:1])


def _date_terms(text: str, dates: Sequence[DateMention]) -> Iterator[Term]:
    for date in dates:
        if date.form == "dates" and " " in text[date.start : date.end]:
            yield date.start, date.end, "March"


def _without_overlaps(terms: Sequence[Term]) -> list[Term]:
    kept: list[Term] = []
    for term in sorted(terms):
        if not kept or term[0] >= kept[-1][1]:
            kept.append(term)
    return kept


def _tabled(grades: Sequence[TableGrade], topics: Topics) -> Iterator[Said]:
    """The grades of tables as frames of the council that the table is about."""
    for row in grades:
        councils = topics.by_start.get(row.start, topics.subjects)
        overall = row.area == "overall-effectiveness"
        areas = () if overall else (row.area,)
        when = None
        if row.year is not None and row.year.iso != "0001":
            when = DateMention(row.start, row.end, row.year, row.year, "year", False, row.year)
        time = Time.NOW if row.year is None else Time.EARLIER
        grade = Grade(row.grade, areas, time, when, (), row.start, row.end, overall)
        if len(councils) == 1:
            yield Said(grade, councils[0], False)


def _said(read: Sequence[Read], topics: Topics, names: Sequence[Name]) -> Iterator[Said]:
    """Each frame with its council: named in its clause, or the one that the sentence is about."""
    by_start = {name.start: name.gss for name in names}
    for sentence in read:
        headline = sentence.passage.block.kind in HEADINGS
        about = topics.by_start[sentence.start]
        frames = sentence.frames
        announced = (frames.announced,) if frames.announced else ()
        for frame in (*frames.grades, *frames.visits, *announced):
            own = {by_start[start]: True for start, _ in frame.councils if start in by_start}
            for council in own or about:
                yield Said(frame, council, headline)
        for date in frames.published:
            for council in about:
                yield Said(date, council, headline)


def _visited(rows: Sequence[TableVisit], topics: Topics, names: Sequence[Name]) -> Iterator[Said]:
    """The visits of tables as frames of the council that the row names, or that it is about."""
    latest = max((row.visited.first.iso for row in rows if row.visited), default="")
    for row in rows:
        own = {name.gss for name in names if row.start <= name.start < row.end}
        councils = tuple(own) or topics.by_start.get(row.start, topics.subjects)
        if len(councils) != 1:
            continue
        earlier = not own and row.visited is not None and row.visited.first.iso < latest
        time = Time.EARLIER if earlier else Time.NOW
        kind = type_named(row.words)
        yield Said(
            Visit(kind, time, row.visited, "both", None, (), row.start, row.end),
            councils[0],
            False,
        )
        if row.published is not None and not earlier:
            yield Said(row.published, councils[0], False)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a document says of one council."""

    inspections: tuple[Inspection, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    earlier: tuple[EarlierInspection, ...] = ()

    def __iter__(self) -> Iterator[bool]:
        return iter((bool(self.inspections), bool(self.earlier)))


def _assemble(
    gss: str,
    said: Sequence[Said],
    today: PartialDate | None,
    document_type: str | None,
    *,
    dated: bool,
) -> _Found:
    """The inspection of one council, its judgements, and the earlier inspections."""
    grades = [s for s in said if isinstance(s.frame, Grade)]
    visits = [s for s in said if isinstance(s.frame, Visit)]
    grades, visits = _without_old(grades, dated=dated), _visits_without_old(visits, dated=dated)
    now = [s for s in grades if s.frame.time is Time.NOW]  # type: ignore[union-attr]
    here = [s for s in visits if s.frame.time is Time.NOW]  # type: ignore[union-attr]
    kind = _type(here) or _type_by_grade_held(visits, now)
    kind = kind or (None if now else document_type or _type_of_visit(here, grades))
    has_dates = any(isinstance(s.frame, Visit) and s.frame.dates for s in here)
    if kind is None and not now and not has_dates:
        return _Found(earlier=tuple(_earlier(gss, grades, visits, Inspection())))
    dates, words = _dates(here, kind)
    old_areas = {area for s in now if isinstance(s.frame, Grade) for area in s.frame.areas}
    if kind in (None, "full") and not dated and old_areas & set(table("discourse")["old_areas"]):
        kind = "single-inspection"
    kind = _framework(kind, dates, today)
    evidence = [
        _evidence(s.frame.start, s.frame.end, "inspectionType") for s in here[:1] or now[:1]
    ]
    inspection = Inspection(type=kind, council=gss)
    if dates is not None and words is not None:
        evidence.append(_evidence(words.start, words.end, "start", "end"))
        inspection = replace(inspection, start=dates[0], end=dates[1])
    published = [s.frame for s in said if isinstance(s.frame, DateMention)]
    if published:
        first = max(published, key=lambda date: (date.first.is_day, date.first.iso))
        evidence.append(_evidence(first.start, first.end, "published"))
        inspection = replace(inspection, published=first.first)
    inspection = replace(
        inspection,
        evidence=tuple(evidence),
        ordinal=_ordinal(here, kind),
        next=_next(said),
    )
    graded = kind not in word_lists("inspections")["ungraded"]
    return _Found(
        (inspection,),
        tuple(_judgements(gss, now, inspection, today)) if graded else (),
        tuple(_earlier(gss, grades, visits, inspection)),
    )


def _type_by_grade_held(visits: Sequence[Said], now: Sequence[Said]) -> str | None:
    """A monitoring visit: the text speaks of such visits, and only of a council that is inadequate."""
    grades = {s.frame.grade for s in now if isinstance(s.frame, Grade) and not s.frame.areas}
    monitored = any(
        isinstance(s.frame, Visit)
        and s.frame.type == "monitoring-visit"
        and s.frame.time in (Time.GENERAL, Time.EARLIER)
        for s in visits
    )
    inspected = any(
        isinstance(s.frame, Visit) and s.frame.time is Time.NOW and "inspection" in s.frame.noun
        for s in visits
    )
    return "monitoring-visit" if monitored and grades == {"inadequate"} and not inspected else None


def _visits_without_old(said: Sequence[Said], *, dated: bool) -> list[Said]:
    """Visits, with those of a year as earlier ones beside others, where the document has no date."""
    here = [s for s in said if isinstance(s.frame, Visit) and s.frame.time is Time.NOW]
    other = any(isinstance(s.frame, Visit) and s.frame.dates is None for s in here)
    if dated or not other:
        return list(said)
    return [
        replace(s, frame=replace(s.frame, time=Time.EARLIER))
        if s in here
        and isinstance(s.frame, Visit)
        and s.frame.dates is not None
        and s.frame.dates.form == "year"
        else s
        for s in said
    ]


def _without_old(said: Sequence[Said], *, dated: bool) -> list[Said]:
    """Grades, with those of a year as earlier ones beside another grade without a date.

    Without the document's date, only the other grade tells that "in 2022 it required improvement"
    was before.
    """
    overall = [
        s
        for s in said
        if isinstance(s.frame, Grade) and s.frame.time is Time.NOW and not s.frame.areas
    ]
    undated = {
        s.frame.grade for s in overall if isinstance(s.frame, Grade) and s.frame.when is None
    }
    others = [
        s
        for s in said
        if isinstance(s.frame, Grade) and s.frame.time is Time.NOW and s.frame.when is None
    ]
    return [
        replace(s, frame=replace(s.frame, time=Time.EARLIER))
        if s in overall
        and isinstance(s.frame, Grade)
        and s.frame.when is not None
        and s.frame.when.form in ("year", "dates")
        and (undated - {s.frame.grade} or (not dated and s.frame.when.form == "year" and others))
        else s
        for s in said
    ]


def _ordinal(here: Sequence[Said], kind: str) -> int | None:
    """The number of the visit: "the third monitoring visit"."""
    numbers = [
        s.frame.ordinal
        for s in here
        if isinstance(s.frame, Visit) and s.frame.ordinal and s.frame.type in (None, kind)
    ]
    return numbers[0] if numbers else None


def _next(said: Sequence[Said]) -> Announcement | None:
    """The visit that is announced: the first with a date, or else with a focus."""
    ahead = [s.frame for s in said if isinstance(s.frame, Announced)]
    if not ahead:
        return None
    best = min(ahead, key=lambda frame: frame.when is None)
    return Announcement(best.when, best.focus, _evidence(best.start, best.end, "next"))


def _type_of_document(document: Document, said: Sequence[Said]) -> str | None:
    """The type that the words of a whole document tell: several inspectorates, or what it is on."""
    text = document.text
    for rule in rules("discourse", "document_type"):
        if rule.regex.search(text) and compiled("discourse", rule.fields["also"]).search(text):
            return str(rule.fields["type"])
    mentioned = Counter(
        s.frame.type
        for s in said
        if isinstance(s.frame, Visit) and s.frame.type and s.frame.time is Time.GENERAL
    )
    named = [kind for kind, _ in mentioned.most_common(1) if kind != "full"]
    return named[0] if named else None


def _type(here: Sequence[Said]) -> str | None:
    """The type that most mentions of the inspection name, headlines first."""
    votes: Counter[str] = Counter()
    for said in here:
        frame = said.frame
        if isinstance(frame, Visit) and frame.type:
            votes[frame.type] += (3 if said.headline else 1) + bool(frame.dates)
    return votes.most_common(1)[0][0] if votes else None


def _type_of_visit(here: Sequence[Said], grades: Sequence[Said]) -> str | None:
    """The type of a visit that no word names: short and without a grade.

    A visit with a number, or to a council that was inadequate, is a monitoring visit.
    """
    dated = [s.frame.dates for s in here if isinstance(s.frame, Visit) and s.frame.dates]
    numbers = [s.frame.ordinal for s in here if isinstance(s.frame, Visit) and s.frame.ordinal]
    visit = any(isinstance(s.frame, Visit) and s.frame.noun == "visit" for s in here)
    if not (visit or numbers or any(_is_short(dates) for dates in dated)):
        return None
    inadequate = any(
        isinstance(s.frame, Grade)
        and s.frame.time is Time.EARLIER
        and s.frame.grade == "inadequate"
        for s in grades
    )
    return "monitoring-visit" if inadequate or max(numbers, default=0) > 2 else "focused-visit"


def _is_short(dates: DateMention) -> bool:
    """Whether dates are those of a visit of up to three days, or of an unknown length."""
    if not dates.first.is_day:
        return dates.first == dates.last
    first, last = (dt.date.fromisoformat(day.iso) for day in (dates.first, dates.last))
    return (last - first).days < MAX_VISIT_DAYS


def _framework(
    kind: str | None,
    dates: tuple[PartialDate | None, PartialDate | None] | None,
    today: PartialDate | None,
) -> str:
    """The framework of a full inspection, by its date."""
    if kind not in (None, "full"):
        return str(kind)
    when = (dates[0] or dates[1]) if dates else today
    if when is None:
        return "ilacs"
    for era in table("discourse")["full"]:
        if when.earliest < era["until"]:
            return str(era["type"])
    return "ilacs"


def _dates(
    here: Sequence[Said], kind: str | None
) -> tuple[tuple[PartialDate | None, PartialDate | None] | None, DateMention | None]:
    """The dates of the inspection: the latest, the most precise, of its own type first."""
    dated = [
        (
            s.frame.type in (None, kind),
            s.frame.dates.first.is_day,
            s.frame.dates.first != s.frame.dates.last or bool(s.frame.type),
            s.frame.dates.first.iso,
            s.frame,
        )
        for s in here
        if isinstance(s.frame, Visit)
        and s.frame.dates is not None
        and s.frame.dates.form != "after"
    ]
    if not dated:
        return None, None
    best = max(dated, key=lambda d: d[:4])[4]
    assert best.dates is not None
    first, last = best.dates.first, best.dates.last
    if best.part == "start" and first == last:
        ends = [d[4].dates for d in dated if d[4].part == "end" and d[4].dates]
        return (first, ends[-1].last if ends else None), best.dates
    if best.part == "end" and first == last:
        starts = [d[4].dates for d in dated if d[4].part == "start" and d[4].dates]
        return (starts[-1].first if starts else None, last), best.dates
    return (first, last), best.dates


def _evidence(start: int, end: int, *states: str, confidence: float = SENTENCE) -> Evidence:
    return Evidence(start, end, COMPONENT, confidence, states)


def _judgements(
    gss: str, now: Sequence[Said], inspection: Inspection, reference: PartialDate | None
) -> Iterator[Judgement]:
    found: dict[str, Judgement] = {}
    implied_by: dict[str, Judgement] = {}
    for said in sorted(now, key=lambda s: s.headline):
        grade = said.frame
        assert isinstance(grade, Grade)
        confidence = HEADLINE if said.headline else SENTENCE
        where = Evidence(grade.start, grade.end, COMPONENT, confidence)
        listed = len(grade.areas) > MAX_BESIDE_ALL  # "in three of the other areas: A, B and C"
        areas = [a for a in grade.areas if a != "all" or not listed]
        implied_overall = not areas and inspection.type != "other"
        if grade.overall or implied_overall:
            areas.insert(0, "overall-effectiveness")
        for area in _areas(areas, inspection, reference):
            implied = "all" in areas and area not in grade.areas
            kept = implied_by if implied else found
            kept.setdefault(area, Judgement(area, grade.grade, where, gss))
    yield from (implied_by | found).values()


def _areas(
    areas: Sequence[str], inspection: Inspection, reference: PartialDate | None
) -> list[str]:
    """The areas by the names of the framework: what is one area in one is two in another."""
    when = inspection.start.earliest if inspection.start else None
    if when is None and inspection.published:
        when = inspection.published.earliest
    when = when or (reference.earliest if reference else None)
    era = next(
        (
            e
            for e in table("discourse")["areas"]
            if inspection.type == e["type"] and when is not None and when < e["until"]
        ),
        None,
    )
    if era is None:
        return [a if a != "all" else "overall-effectiveness" for a in areas]
    named: list[str] = []
    for area in areas:
        if area == "all":
            named += ["overall-effectiveness", *era["all"]]
        else:
            named += era["names"].get(area, [area])
    return list(dict.fromkeys(named))


def _earlier(
    gss: str, grades: Sequence[Said], visits: Sequence[Said], inspection: Inspection
) -> Iterator[EarlierInspection]:
    found: dict[str, EarlierInspection] = {}
    ungraded = word_lists("inspections")["ungraded"]
    for said in grades:
        grade = said.frame
        assert isinstance(grade, Grade)
        held = grade.time is Time.NOW and inspection.type in ungraded
        if not (grade.time is Time.EARLIER or held) or grade.when is None:
            continue
        if grade.areas and not grade.overall and "all" not in grade.areas:
            continue
        when = _month_of(grade.when)
        start, end = min(grade.start, grade.when.start), max(grade.end, grade.when.end)
        fact = EarlierInspection(
            when, grade.grade, None, Evidence(start, end, COMPONENT, SENTENCE), None, gss
        )
        found.setdefault(when.iso[:4], fact)
    own = inspection.start
    for said in visits:
        visit = said.frame
        assert isinstance(visit, Visit)
        if visit.dates is None or visit.time not in (Time.EARLIER, Time.NOW):
            continue
        when = _month_of(visit.dates)
        if own is not None and when.latest >= own.earliest[:7]:
            continue
        if visit.time is Time.NOW and own is None:
            continue
        if when.iso[:4] in found and (
            found[when.iso[:4]].grade or found[when.iso[:4]].when == when
        ):
            continue
        start, end = min(visit.start, visit.dates.start), max(visit.end, visit.dates.end)
        kind = visit.type if visit.type != "full" else None
        found[when.iso] = EarlierInspection(
            when, None, kind, Evidence(start, end, COMPONENT, SENTENCE), None, gss
        )
    yield from found.values()


def _month_of(date: DateMention) -> PartialDate:
    return PartialDate(date.first.iso[:7])
