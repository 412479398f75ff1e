"""The type of the inspection that prose reports: by the words for it, or by what it led to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.extraction.prose.dates import DateMention
from kg.extraction.prose.grades import Grade
from kg.extraction.prose.reading import Time
from kg.extraction.prose.statements import Account, Said
from kg.extraction.prose.visits import Visit
from kg.extraction.text.patterns import compiled, pattern, rules, table
from kg.model import Document, PartialDate
from kg.resources import word_lists

__all__ = ["FULL", "Days", "Told", "framework_at", "type_told", "types_told"]

#: A full inspection, whose framework its date decides.
FULL = "full"
MONITORING = "monitoring-visit"
#: Votes of a headline for a type; any other mention has one.
HEADLINE_VOTES = 3
#: Days of the longest visit that is no full inspection.
MAX_VISIT_DAYS = 4
#: More graded areas are those of a full inspection, even beside a word for a visit.
MAX_AREAS = 1
#: A visit with a higher number is a monitoring visit.
MAX_FOCUSED = 2


@dataclass(frozen=True, slots=True)
class Told:
    """The types that the words of a whole document tell.

    `joint` is that of a joint inspection, by the inspectorates named at `start` to `end`;
    `mentioned` is the type of which the document speaks most in general; `reports`: it tells what
    inspectors found; `monitored`: it names a monitoring visit.
    """

    joint: str | None
    start: int
    end: int
    mentioned: str | None
    reports: bool
    monitored: bool


def types_told(
    document: Document,
    accounts: Iterable[Account],
    today: PartialDate | None,
    *,
    reports: bool,
) -> Told:
    """The types that the words of a whole document tell; `today` is its date, or its latest."""
    mentioned = _type_mentioned(accounts)
    text = document.text
    monitored = pattern("discourse", "monitored").search(text) is not None
    for rule in rules("discourse", "document_type"):
        match = rule.regex.search(text)
        if today is not None and today.latest < rule.fields["since"]:
            continue
        if match and compiled("discourse", rule.fields["also"]).search(text):
            return Told(str(rule.fields["type"]), *match.span(), mentioned, reports, monitored)
    return Told(None, 0, 0, mentioned, reports, monitored)


def _type_mentioned(accounts: Iterable[Account]) -> str | None:
    """The type of inspection of which a document speaks most in general."""
    mentioned = Counter(
        said.frame.type
        for account in accounts
        for said in account.visits
        if said.frame.type and said.frame.time is Time.GENERAL
    )
    named = [kind for kind, _ in mentioned.most_common(1) if kind != FULL]
    return named[0] if named else None


def type_told(
    account: Account,
    here: Sequence[Said[Visit]],
    now: Sequence[Said[Grade]],
    told: Told,
) -> str | None:
    """The type of the inspection of an account; None if it is a full one that no word names.

    `here` and `now` are the visits and grades that are news; `told` is what the words of the whole
    document tell.
    """
    if told.joint is not None and not any(said.frame.areas for said in now):
        named = _named(here)
        return told.joint if named in (None, FULL) else named
    if _are_given(here, now):
        ungraded = word_lists("inspections")["ungraded"]
        return _named(said for said in here if said.frame.type not in ungraded)
    named = _named(here) or _by_grade_held(account, now, monitored=told.monitored)
    if named is not None or now:
        return named
    return told.mentioned or _of_visit(account, here)


def _are_given(here: Iterable[Said[Visit]], now: Iterable[Said[Grade]]) -> bool:
    """Whether grades are sure to be given by the inspection, and so it is a full one.

    They are if there are several, or if a headline or the text tells one before any visit.
    """
    areas = sum(len(said.frame.areas) for said in now)
    typed = [said for said in here if said.frame.type]
    monitored = any(
        s.frame.type == MONITORING and (s.frame.dates or s.frame.ordinal) for s in typed
    )
    headline = not monitored and any(said.headline for said in now)
    first = min((said.frame.start for said in now), default=None)
    # a monitored council may be called inadequate before the visit is named, no other one is
    named = [s.frame.start for s in typed if s.frame.type != MONITORING]
    before = first is not None and len(named) == len(typed) > 0 and first < min(named)
    return areas > MAX_AREAS or before or (headline and not any(s.headline for s in typed))


def _named(here: Iterable[Said[Visit]]) -> str | None:
    """The type that most mentions of the inspection name, headlines first."""
    ungraded = word_lists("inspections")["ungraded"]
    votes: Counter[str] = Counter()
    for said in here:
        if said.frame.type:
            votes[said.frame.type] += HEADLINE_VOTES if said.headline else 1
            votes[said.frame.type] += said.frame.dates is not None
    return max(votes, key=lambda kind: (votes[kind], kind in ungraded), default=None)


def _by_grade_held(account: Account, now: Sequence[Said[Grade]], *, monitored: bool) -> str | None:
    """A monitoring visit, if the text speaks of such visits to a council that is inadequate."""
    if any(said.frame.areas for said in now):
        return None
    grades = {said.frame.grade for said in now}
    headline = any(said.headline for said in now)
    monitored = (monitored and not headline) or any(
        said.frame.type == MONITORING and said.frame.time in (Time.GENERAL, Time.EARLIER)
        for said in account.visits
    )
    inspected = any(
        said.frame.time is Time.NOW and "inspection" in said.frame.noun for said in account.visits
    )
    return MONITORING if monitored and grades == {"inadequate"} and not inspected else None


def _of_visit(account: Account, here: Sequence[Said[Visit]]) -> str | None:
    """The type of a visit that no word names: short and without a grade.

    A visit with a high number, or to a council that was inadequate, is a monitoring visit.
    """
    numbers = [said.frame.ordinal for said in here if said.frame.ordinal]
    visited = any(
        "visit" in said.frame.noun
        or (said.frame.dates and _is_short(said.frame.dates, said.frame.noun))
        for said in here
    )
    if not (visited or numbers):
        return None
    inadequate = any(
        said.frame.time is Time.EARLIER and said.frame.grade == "inadequate"
        for said in account.grades
    )
    monitoring = inadequate or max(numbers, default=0) > MAX_FOCUSED
    return MONITORING if monitoring else "focused-visit"


def _is_short(dates: DateMention, noun: str) -> bool:
    """Whether dates are those of a visit of a few days, or of one that is no "inspection"."""
    if not dates.first.is_day:
        return dates.first == dates.last and "inspect" not in noun
    first, last = (dt.date.fromisoformat(day.iso) for day in (dates.first, dates.last))
    return (last - first).days < MAX_VISIT_DAYS


@dataclass(frozen=True, slots=True)
class Days:
    """What is known of the time of an inspection, each None if it is not.

    The day of the visit, that of the report or the document, and the latest date in a text without
    a date, which may be that of an inspection years before.
    """

    visited: PartialDate | None = None
    published: PartialDate | None = None
    told: PartialDate | None = None


def framework_at(days: Days, areas: Iterable[str], text: str) -> str | None:
    """The framework of a full inspection; None if nothing decides between two.

    What it graded tells first, then its time, then the words of the document.  A document without
    any date is taken for one of today.
    """
    frameworks = table("discourse")["full"]
    when = days.visited or days.published or days.told
    for framework in frameworks:
        graded = set(areas) & set(framework.get("areas", ()))
        if graded and (when is None or when.earliest < framework["last"]):
            return str(framework["type"])
    by_time = _framework_of(days.visited, "visited") or (
        None if days.visited else _framework_of(days.published, "published")
    )
    if by_time is not None:
        return by_time
    for framework in reversed(frameworks):
        if "words" in framework and compiled("discourse", framework["words"]).search(text):
            return str(framework["type"])
    if when is None:
        return str(frameworks[-1]["type"])
    return None if days.visited or days.published else _framework_of(days.told, "told")


def _framework_of(when: PartialDate | None, how: str) -> str | None:
    """The framework in whose period a day is, by how the day is known."""
    if when is None:
        return None
    for framework in table("discourse")["full"]:
        first, end = framework.get(how, ("", ""))
        if first <= when.earliest < end:
            return str(framework["type"])
    return None
