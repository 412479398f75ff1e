"""The type of the inspection that prose reports: by the words for it, or by what it led to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from kg.extraction.prose.dates import DateMention
from kg.extraction.prose.grades import Grade
from kg.extraction.prose.reading import Time
from kg.extraction.prose.statements import Account, Said
from kg.extraction.prose.visits import Visit
from kg.extraction.text.patterns import compiled, rules, table
from kg.model import Document, PartialDate

__all__ = ["FULL", "framework_at", "type_of_document", "type_told"]

#: A full inspection, whose framework its date decides.
FULL = "full"
#: Votes of a headline for a type; any other mention has one.
HEADLINE_VOTES = 3
#: Days of the longest visit that is no full inspection.
MAX_VISIT_DAYS = 4
#: A visit with a higher number is a monitoring visit.
MAX_FOCUSED = 2


def type_of_document(document: Document, accounts: Iterable[Account]) -> str | None:
    """The type that the words of a whole document tell: several inspectorates, or what it is on."""
    text = document.text
    for rule in rules("discourse", "document_type"):
        if rule.regex.search(text) and compiled("discourse", rule.fields["also"]).search(text):
            return str(rule.fields["type"])
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
    document_type: str | None,
) -> str | None:
    """The type of the inspection of an account; None if it is a full one that no word names.

    `here` and `now` are the visits and grades that are news.
    """
    named = _named(here) or _by_grade_held(account, now)
    if named is not None or now:
        return named
    return document_type or _of_visit(account, here)


def _named(here: Iterable[Said[Visit]]) -> str | None:
    """The type that most mentions of the inspection name, headlines first."""
    votes: Counter[str] = Counter()
    for said in here:
        if said.frame.type:
            votes[said.frame.type] += HEADLINE_VOTES if said.headline else 1
            votes[said.frame.type] += said.frame.dates is not None
    return votes.most_common(1)[0][0] if votes else None


def _by_grade_held(account: Account, now: Iterable[Said[Grade]]) -> str | None:
    """A monitoring visit, if the text speaks of such visits to a council that is inadequate."""
    grades = {said.frame.grade for said in now if not said.frame.areas}
    monitored = any(
        said.frame.type == "monitoring-visit" and said.frame.time in (Time.GENERAL, Time.EARLIER)
        for said in account.visits
    )
    inspected = any(
        said.frame.time is Time.NOW and "inspection" in said.frame.noun for said in account.visits
    )
    return "monitoring-visit" if monitored and grades == {"inadequate"} and not inspected else None


def _of_visit(account: Account, here: Sequence[Said[Visit]]) -> str | None:
    """The type of a visit that no word names: short and without a grade.

    A visit with a high number, or to a council that was inadequate, is a monitoring visit.
    """
    numbers = [said.frame.ordinal for said in here if said.frame.ordinal]
    visited = any(
        said.frame.noun == "visit" or (said.frame.dates and _is_short(said.frame.dates))
        for said in here
    )
    if not (visited or numbers):
        return None
    inadequate = any(
        said.frame.time is Time.EARLIER and said.frame.grade == "inadequate"
        for said in account.grades
    )
    monitoring = inadequate or max(numbers, default=0) > MAX_FOCUSED
    return "monitoring-visit" if monitoring else "focused-visit"


def _is_short(dates: DateMention) -> bool:
    """Whether dates are those of a visit of a few days, or of an unknown length."""
    if not dates.first.is_day:
        return dates.first == dates.last
    first, last = (dt.date.fromisoformat(day.iso) for day in (dates.first, dates.last))
    return (last - first).days < MAX_VISIT_DAYS


def framework_at(when: PartialDate | None, areas: Iterable[str], *, dated: bool) -> str:
    """The framework of a full inspection, by its date, or else by the areas that it graded."""
    if not dated and set(areas) & set(table("discourse")["old_areas"]):
        return "single-inspection"
    if when is not None:
        for era in table("discourse")["full"]:
            if when.earliest < era["until"]:
                return str(era["type"])
    return str(table("discourse")["framework_of_today"])
