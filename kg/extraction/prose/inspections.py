"""Inspections of prose: each that a document reports, with its grades, dates and predecessors."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.prose.dates import DateMention
from kg.extraction.prose.discourse import (
    Read,
    is_about_inspection,
    last_formed,
    resolve_names,
    topics_of,
)
from kg.extraction.prose.grades import OVERALL, Grade
from kg.extraction.prose.inspection_types import (
    FULL,
    Days,
    Told,
    framework_at,
    type_told,
    types_told,
)
from kg.extraction.prose.publisher import publishing_council
from kg.extraction.prose.reading import Time
from kg.extraction.prose.statements import (
    Account,
    Said,
    accounts,
    latest_date,
    read_frames,
    sentences_of,
)
from kg.extraction.prose.tables import grades_in_lists, grades_in_tables, visits_in_tables
from kg.extraction.prose.visits import Visit
from kg.extraction.prose.voices import Voiced
from kg.extraction.text.passages import Range
from kg.extraction.text.patterns import pattern, table
from kg.model import (
    Announcement,
    CouncilMention,
    Document,
    EarlierInspection,
    Evidence,
    Inspection,
    Judgement,
    PartialDate,
    Unresolved,
)
from kg.resources import word_lists

__all__: list[str] = []

COMPONENT = "statements"
#: Every area, as a sentence names them all at once, and every area but those named elsewhere.
ALL = "all"
OTHERS = "others"
#: Areas beside "all" that may only be examples: "in every area, and that includes A".
MAX_BESIDE_ALL = 2
#: Characters of a document that say what it is about.
OPENING = 400
#: Characters of a year.
YEAR = 4
#: Sentences of the inspectorate in a document that reports what it found.
MIN_SAID = 3
#: Confidence of a fact that a headline alone states, and of one that the text states.
HEADLINE = 0.6
SENTENCE = 0.9
#: Confidence of a type that a word names, that the document's date tells, and that neither does;
#: of a grade that stands beside the council's name, and beside none.  They follow the shares that
#: were right on real pages (docs/limits.md); of grades that are stated twice it was SENTENCE.
NAMED = 0.85
BY_DATE = 0.7
UNDATED = 0.5
BESIDE_NAME = 0.85
BESIDE_NONE = 0.6
#: Confidence that "the Council" is the one whose page it is.
UNNAMED = 0.8

Dates = tuple[PartialDate | None, PartialDate | None]


@dataclass(frozen=True, slots=True)
class _Found:
    """The facts that a document states of one council."""

    inspection: Inspection | None
    judgements: tuple[Judgement, ...]
    earlier: tuple[EarlierInspection, ...]


@Language.component("kg_statements")
def statements(doc: Doc) -> Doc:
    """Set `subjects`, `inspections`, `judgements` and `earlier` on the doc, if it is prose.

    It also sets `council_at`, the council of each sentence that is about one, by its start, and
    adds the council of the page to `councils` if the text does not name it.
    """
    document: Document = doc._.document
    if not doc._.kind.is_prose or not is_about_inspection(document):
        return doc
    today = _today(doc)
    if today is not None:
        when: dt.date | None = dt.date.fromisoformat(today.earliest)
    else:
        when = last_formed(document.text, doc._.councils)
    names = resolve_names(document.text, doc._.councils, when)
    located = sentences_of(document, doc._.passages, today)
    reference = today or latest_date(document, located)
    dated = today is not None
    mentioned = [(each.evidence.start, each.evidence.end) for each in doc._.councils]
    mentioned = sorted([*mentioned, *_unknown_councils(document.text, mentioned)])
    read = read_frames(
        document.text, located, names, mentioned, reference, doc._.voices, dated=dated
    )
    publisher = publishing_council(document, doc._.passages, when)
    topics = topics_of(document, read, names, publisher)
    if publisher in topics.subjects and publisher not in {name.gss for name in names}:
        doc._.councils = (*doc._.councils, _unnamed(document, publisher))
    doc._.council_at = {
        start: councils[0] for start, councils in topics.by_start.items() if len(councils) == 1
    }
    tables = (
        (
            *grades_in_tables(document, doc._.passages),
            *grades_in_lists(document, doc._.passages),
        ),
        visits_in_tables(document, doc._.passages, today),
    )
    stated, unresolved = accounts(document, read, topics, names, tables)
    types = types_told(
        document, stated.values(), reference, reports=_reports(document, doc._.voices)
    )
    doc._.councils = _counted(doc._.councils, read)
    found = {
        gss: _found(
            document, gss, _prepared(document, account, dated=dated), reference, types, dated
        )
        for gss, account in stated.items()
    }
    doc._.subjects = tuple(gss for gss, facts in found.items() if facts.inspection or facts.earlier)
    doc._.inspections = tuple(facts.inspection for facts in found.values() if facts.inspection)
    doc._.judgements = tuple(each for facts in found.values() for each in facts.judgements)
    doc._.earlier = tuple(each for facts in found.values() for each in facts.earlier)
    untyped = (
        _untyped(document, inspection) for inspection in doc._.inspections if not inspection.type
    )
    doc._.unresolved = (*doc._.unresolved, *unresolved, *untyped)
    return doc


def _reports(document: Document, voices: Iterable[Voiced]) -> bool:
    """Whether a document tells what inspectors found, and not only what they look at."""
    said = sum(one.by == "inspectorate" for one in voices)
    return said >= MIN_SAID and bool(pattern("discourse", "reports").search(document.text))


def _counted(
    mentions: Iterable[CouncilMention], read: Iterable[Read]
) -> tuple[CouncilMention, ...]:
    """The mentions of councils, those that are graded or inspected by their bare names as full."""
    frames: list[Grade | Visit] = []
    for sentence in read:
        frames += [*sentence.frames.grades, *sentence.frames.visits]
    meant = {start for frame in frames for start, _ in frame.councils}
    return tuple(replace(m, full=True) if m.evidence.start in meant else m for m in mentions)


def _untyped(document: Document, inspection: Inspection) -> Unresolved:
    """What is said of an inspection whose type is not known."""
    where = inspection.evidence[0]
    reason = "no word and no date of the text tells under which framework"
    return Unresolved.at(document, where.start, where.end, "inspection type", reason)


def _today(doc: Doc) -> PartialDate | None:
    """The document's own date: in its text, its metadata or its address."""
    if doc._.published is not None:
        date: PartialDate = doc._.published[0]
        return date
    declared = doc._.document.published or ""
    if re.match(r"\d{4}-\d\d-\d\d", declared):
        return PartialDate(declared[:10])
    path = re.search(r"/(20\d\d)/([01]\d)/([0-3]\d)/", doc._.document.url or "")
    return PartialDate("-".join(path.groups())) if path else None


def _unknown_councils(text: str, known: Sequence[Range]) -> Iterator[Range]:
    """Names of councils that the gazetteer lacks: what is said of them is of no other."""
    for match in pattern("discourse", "any_council").finditer(text):
        start, end = match.span()
        if not any(first < end and start < last for first, last in known):
            yield start, end


def _unnamed(document: Document, gss: str) -> CouncilMention:
    """The mention of a council that only its page's site names: "the Council", or the title."""
    match = pattern("discourse", "the_council", ignore_case=True).search(document.text)
    first = document.blocks[0]
    start, end = match.span() if match else (first.start, first.end)
    return CouncilMention((gss,), 0, True, Evidence(start, end, COMPONENT, UNNAMED))


# --- which statements are of the inspection that is reported ------------------------------------


def _prepared(document: Document, account: Account, *, dated: bool) -> Account:
    """An account with the time of grades and visits decided by the rest of the document."""
    account = replace(
        account,
        grades=_grades_in_time(account.grades, dated=dated),
        visits=account.visits if dated else _visits_in_time(account),
    )
    if not dated:
        account = _before_short_visit(account)
        account = replace(account, grades=_grades_of_earlier_visits(account))
    account = replace(account, grades=_grades_held(account))
    account = replace(account, grades=_grades_before_visit(account))
    if pattern("discourse", "intervention").search(document.text[:OPENING]):
        account = _with_cause(account)
    return account


def _short_visits(account: Account) -> list[Said[Visit]]:
    """The visits that a document reports and that give no grade."""
    ungraded = word_lists("inspections")["ungraded"]
    return [s for s in account.visits if s.frame.time is Time.NOW and s.frame.type in ungraded]


def _before_short_visit(account: Account) -> Account:
    """Dated grades, and the inspection that gave them, as earlier ones beside a visit without any.

    "Bury was inspected in May 2018, when it was graded good.  A focused visit has now found ...".
    """
    ungraded = word_lists("inspections")["ungraded"]
    if not _short_visits(account):
        return account
    days = {
        s.frame.when.first.iso
        for s in account.grades
        if s.frame.time is Time.NOW and s.frame.when is not None
    }

    def is_before(visit: Visit) -> bool:
        dates = visit.dates
        return visit.type not in ungraded and dates is not None and dates.first.iso in days

    return replace(
        account,
        grades=tuple(
            _at(s, Time.EARLIER) if s.frame.time is Time.NOW and s.frame.when else s
            for s in account.grades
        ),
        visits=tuple(
            replace(s, frame=replace(s.frame, time=Time.EARLIER)) if is_before(s.frame) else s
            for s in account.visits
        ),
    )


def _grades_of_earlier_visits(account: Account) -> tuple[Said[Grade], ...]:
    """Grades of the year of an earlier visit as earlier ones."""
    years = {
        s.frame.dates.first.iso[:4]
        for s in account.visits
        if s.frame.time is Time.EARLIER and s.frame.dates is not None
    }
    return tuple(
        _at(s, Time.EARLIER)
        if s.frame.time is Time.NOW and s.frame.when is not None and s.frame.when.first.iso in years
        else s
        for s in account.grades
    )


def _grades_held(account: Account) -> tuple[Said[Grade], ...]:
    """Grades that a council holds as earlier ones, in a document that reports no inspection.

    "Bury is rated good" alone does not say that Bury has been inspected.
    """
    reported = account.published or any(s.frame.time is Time.NOW for s in account.visits)
    given = any(s.frame.time is Time.NOW and not s.frame.held for s in account.grades)
    if reported or given:
        return account.grades
    return tuple(_at(s, Time.EARLIER) if s.frame.time is Time.NOW else s for s in account.grades)


def _grades_before_visit(account: Account) -> tuple[Said[Grade], ...]:
    """Grades dated before the visit that is news are earlier ones: it did not give them."""
    visited = [
        s.frame.dates.first.earliest
        for s in account.visits
        if s.frame.time is Time.NOW and s.frame.dates is not None
    ]

    def is_before(grade: Grade) -> bool:
        when = grade.when
        return grade.time is Time.NOW and when is not None and when.last.latest < min(visited)

    return tuple(
        _at(s, Time.EARLIER) if visited and is_before(s.frame) else s for s in account.grades
    )


def _grades_in_time(said: tuple[Said[Grade], ...], *, dated: bool) -> tuple[Said[Grade], ...]:
    """Overall grades with a date are earlier ones, beside another grade without one.

    Where the document has no date, only the other grade tells that "in 2022 it required
    improvement" was before, of the whole or of an area.
    """
    undated = [s for s in said if s.frame.time is Time.NOW and s.frame.when is None]
    overall = {s.frame.grade for s in undated if not s.frame.areas}

    def is_before(grade: Grade) -> bool:
        if grade.time is not Time.NOW or grade.when is None:
            return False
        other = bool(overall - {grade.grade}) and grade.when.form in ("year", "dates")
        if dated:
            return other and not grade.areas
        return other or (bool(undated) and grade.when.form == "year")

    return tuple(_at(s, Time.EARLIER) if is_before(s.frame) else s for s in said)


def _visits_in_time(account: Account) -> tuple[Said[Visit], ...]:
    """Visits of a year are earlier ones beside other news, in a document without a date."""
    here = [s for s in account.visits if s.frame.time is Time.NOW]
    news = [s.frame.when for s in account.grades if s.frame.time is Time.NOW]
    if all(s.frame.dates is not None for s in here) and None not in news:
        return account.visits
    return tuple(
        replace(s, frame=replace(s.frame, time=Time.EARLIER))
        if s in here and s.frame.dates is not None and s.frame.dates.form == "year"
        else s
        for s in account.visits
    )


def _with_cause(account: Account) -> Account:
    """The inspection that led to an intervention, as the one that the document reports.

    A story on a commissioner or an improvement notice reports no inspection of its own.
    """
    before = [s for s in account.grades if s.frame.time is Time.EARLIER]
    times = [s.frame.time for s in account.grades] + [s.frame.time for s in account.visits]
    if not before or Time.NOW in times:
        return account
    latest = max(before, key=lambda s: s.frame.when.last.latest if s.frame.when else "")
    return replace(
        account, grades=tuple(_at(s, Time.NOW) if s is latest else s for s in account.grades)
    )


def _at(said: Said[Grade], time: Time) -> Said[Grade]:
    return replace(said, frame=replace(said.frame, time=time))


# --- from statements to facts -------------------------------------------------------------------


def _found(
    document: Document,
    gss: str,
    account: Account,
    reference: PartialDate | None,
    types: Told,
    dated: bool,
) -> _Found:
    """The inspection of one council, its judgements, and the earlier inspections."""
    now = [s for s in account.grades if s.frame.time is Time.NOW]
    here = [s for s in account.visits if s.frame.time is Time.NOW]
    told = type_told(account, here, now, types)
    reported = told is not None and (
        (types.reports and told == types.joint) or not all(_is_topic(document, s) for s in here)
    )
    if not (now or reported or any(s.frame.dates for s in here)):
        return _Found(None, (), tuple(_earlier(gss, account, None)))
    dates, words = _dates(here, told)
    kind = told
    if told in (None, FULL):
        areas = {area for s in now for area in s.frame.areas}
        out = max((d.first for d in account.published), key=lambda day: day.iso, default=None)
        # without a date of the document, the last day that it tells is as good as its own
        day = reference if dated or (reference is not None and reference.is_day) else out
        days = Days(dates[0] or dates[1], day, reference)
        kind = framework_at(days, areas, document.text)
    if here or now:
        sure = NAMED if told not in (None, FULL) else BY_DATE if dated else UNDATED
        evidence = [_evidence_of_type(here, now, sure)]
    else:
        evidence = [Evidence(types.start, types.end, COMPONENT, SENTENCE, ("inspectionType",))]
    if words is not None:
        evidence.append(_evidence(words, "start", "end"))
    published = max(
        account.published, key=lambda date: (date.first.is_day, date.first.iso), default=None
    )
    if published is not None:
        evidence.append(_evidence(published, "published"))
    numbered = next(
        (s.frame for s in here if s.frame.ordinal and s.frame.type in (None, kind)), None
    )
    if numbered is not None:
        evidence.append(_evidence(numbered, "ordinal"))
    inspection = Inspection(
        type=kind,
        start=dates[0],
        end=dates[1],
        published=published.first if published else None,
        evidence=tuple(evidence),
        council=gss,
        ordinal=numbered.ordinal if numbered else None,
        next=_next(account),
    )
    ungraded = kind in word_lists("inspections")["ungraded"]
    return _Found(
        inspection,
        () if ungraded else tuple(_judgements(gss, now, inspection, reference, dated)),
        tuple(_earlier(gss, account, inspection)),
    )


def _is_topic(document: Document, said: Said[Visit]) -> bool:
    """Whether a headline only names what a page is on: "Area SEND inspections"."""
    block = document.block_at(said.frame.start)
    is_sentence = block is not None and document.text[block.end - 1] == "."
    return said.headline and not said.frame.councils and not is_sentence


def _evidence(words: DateMention | Visit, *states: str) -> Evidence:
    return Evidence(words.start, words.end, COMPONENT, SENTENCE, states)


def _evidence_of_type(
    here: Sequence[Said[Visit]], now: Sequence[Said[Grade]], sure: float
) -> Evidence:
    """The words that report the inspection: the first that do so outside a headline, if any."""
    words = [(s.headline, 0, s.frame.start, s.frame.end) for s in here]
    words += [(s.headline, 1, s.frame.start, s.frame.end) for s in now]
    headline, _, start, end = min(words)
    confidence = min(HEADLINE, sure) if headline else sure
    return Evidence(start, end, COMPONENT, confidence, ("inspectionType",))


def _next(account: Account) -> Announcement | None:
    """The visit that is announced: the first with a date, or else with a focus."""
    if not account.announced:
        return None
    best = min(account.announced, key=lambda frame: frame.when is None)
    words = Evidence(best.start, best.end, COMPONENT, SENTENCE, ("next",))
    return Announcement(best.when, best.focus, words)


def _dates(here: Sequence[Said[Visit]], kind: str | None) -> tuple[Dates, DateMention | None]:
    """The dates of the inspection: the latest, the most precise, of its own type first.

    "Earlier this year" is no date of an inspection.
    """
    dated = [
        (visit, visit.dates)
        for visit in (s.frame for s in here)
        if visit.dates is not None
        and visit.dates.form != "after"
        and visit.type in (None, FULL, kind)
        and not (visit.dates.relative and len(visit.dates.first.iso) == YEAR)
    ]
    if not dated:
        return (None, None), None

    def rank(each: tuple[Visit, DateMention]) -> tuple[bool, bool, bool, str]:
        visit, dates = each
        sure = dates.first != dates.last or bool(visit.type)
        return visit.type in (None, kind), dates.first.is_day, sure, dates.first.iso

    best, words = max(dated, key=rank)
    first: PartialDate | None = words.first
    last: PartialDate | None = words.last
    if words.first == words.last and best.part == "start":
        last = next((dates.last for visit, dates in dated if visit.part == "end"), None)
    elif words.first == words.last and best.part == "end":
        first = next((dates.first for visit, dates in dated if visit.part == "start"), None)
    return (first, last), words


def _judgements(
    gss: str,
    now: Sequence[Said[Grade]],
    inspection: Inspection,
    reference: PartialDate | None,
    dated: bool,
) -> Iterator[Judgement]:
    """The grades of the inspection, one for each area: a named area before one that "all" means.

    Which areas "all" means is known only of a document with a date.
    """
    named: dict[str, list[Said[Grade]]] = {}
    meant: dict[str, list[Said[Grade]]] = {}
    for said in sorted(now, key=lambda s: s.headline):
        grade = said.frame
        # "in three of the other areas: A, B and C" is no more than A, B and C
        listed = len(grade.areas) > MAX_BESIDE_ALL
        areas = [area for area in grade.areas if area not in (ALL, OTHERS) or not listed]
        # before the frameworks of 2013 a grade without an area need not be an overall one
        overall = grade.overall or (ALL in grade.areas and listed)
        if overall or (not areas and inspection.type != "other"):
            areas.insert(0, OVERALL)
        if not dated and inspection.start is None and inspection.type != "single-inspection":
            areas = [OVERALL if area == ALL else area for area in areas if area != OTHERS]
        for area in _areas(areas, inspection, reference if dated else None):
            meant_only = {ALL, OTHERS} & set(areas) and area not in grade.areas
            (meant if meant_only else named).setdefault(area, []).append(said)
    for area, stated in (meant | named).items():
        said = _most_stated(stated)
        sure = _sure(said, stated)
        where = Evidence(said.frame.start, said.frame.end, COMPONENT, sure)
        yield Judgement(area, said.frame.grade, where, gss)


def _most_stated(stated: Sequence[Said[Grade]]) -> Said[Grade]:
    """The grade that is stated most often, or else the first: two may not both be right."""
    votes = Counter(said.frame.grade for said in stated)
    return max(stated, key=lambda said: votes[said.frame.grade])


def _sure(said: Said[Grade], stated: Sequence[Said[Grade]]) -> float:
    """How sure a grade is: by how often it is stated, and whether beside the council's name."""
    same = [each for each in stated if each.frame.grade == said.frame.grade]
    if said.headline:
        return HEADLINE
    if len(same) > 1:
        return SENTENCE
    return BESIDE_NAME if any(each.frame.councils for each in same) else BESIDE_NONE


def _areas(areas: Sequence[str], inspection: Inspection, day: PartialDate | None) -> list[str]:
    """The areas by the names of the framework: what is one area in one is two in another.

    `day` is the document's own date; without any the areas are what the words say.
    """
    when = inspection.start or inspection.published or day
    of_type = [era for era in table("discourse")["areas"] if inspection.type == era["type"]]
    eras = [era for era in of_type if when is not None and when.earliest < era["until"]]
    if len(of_type) == 1:
        eras = of_type
    if not eras:
        return [OVERALL if area == ALL else area for area in areas if area != OTHERS]
    names = {ALL: [OVERALL, *eras[0]["all"]], OTHERS: eras[0]["all"], **eras[0]["names"]}
    named = dict.fromkeys(name for area in areas for name in names.get(area, [area]))
    within = eras[0].get("within", {})
    return [name for name in named if within.get(name) not in named]


def _earlier(
    gss: str, account: Account, inspection: Inspection | None
) -> Iterator[EarlierInspection]:
    """The earlier inspections, one a year: those with a grade, then those with only a date."""
    ungraded = inspection is not None and inspection.type in word_lists("inspections")["ungraded"]
    found: dict[str, EarlierInspection] = {}
    for grade in (said.frame for said in account.grades):
        held = ungraded and grade.time is Time.NOW
        overall = not grade.areas or grade.overall or ALL in grade.areas
        if grade.when is not None and overall and (held or grade.time is Time.EARLIER):
            when = PartialDate(grade.when.first.iso[:7])
            fact = EarlierInspection(when, grade.grade, None, _around(grade, grade.when), None, gss)
            found.setdefault(when.iso[:4], fact)
    own = inspection.start if inspection is not None else None
    for visit in (said.frame for said in account.visits):
        if visit.dates is None or visit.time not in (Time.EARLIER, Time.NOW):
            continue
        when = PartialDate(visit.dates.first.iso[:7])
        if (own is None and visit.time is Time.NOW) or (
            own is not None and when.latest >= own.earliest[:7]
        ):
            continue
        known = found.get(when.iso[:4])
        if known is None or not (known.grade or known.when == when):
            kind = visit.type if visit.type != FULL else None
            found[when.iso] = EarlierInspection(
                when, None, kind, _around(visit, visit.dates), None, gss
            )
    months = {e.when.iso[:4] for e in found.values() if "-" in e.when.iso}
    yield from (
        e for e in found.values() if e.grade or "-" in e.when.iso or e.when.iso not in months
    )


def _around(frame: Grade | Visit, date: DateMention) -> Evidence:
    """The words of a frame with its date."""
    start, end = min(frame.start, date.start), max(frame.end, date.end)
    return Evidence(start, end, COMPONENT, SENTENCE)
