"""Which council a name means at a date: in prose, an abolished council's name is its successor's.

A name gives candidates (`Gazetteer.candidates`).  Until a council's abolition its name means that
council; after it, its successor.  Where there are several successors, the one that the same text
names for certain; otherwise the name is undecided.  Words about the past ("the former X County
Council") mean the council of that time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kg.gazetteer import Council, Gazetteer
from kg.model import CouncilMention

__all__ = ["Undecided", "meanings", "resolve", "resolve_as_written", "resolve_former"]


@dataclass(frozen=True, slots=True)
class Undecided:
    """A name that may mean several councils; `reason` says which."""

    reason: str


def meanings(
    mentions: Sequence[CouncilMention],
    when: dt.date | None,
    known: Collection[str] = (),
    *,
    prose: bool,
) -> tuple[str | Undecided, ...]:
    """What each mention of a council in one document means: a GSS code, or why it is undecided.

    `known` are councils that the document is known to be about; an ambiguous name refers to one of
    them, or to one that the document also names unambiguously.  Reports name an abolished council
    on purpose; `prose` may not.
    """

    def meaning(mention: CouncilMention, certain: Collection[str]) -> str | Undecided:
        if not prose:
            return resolve_as_written(mention.candidates, when, certain)
        former = resolve_former(mention.candidates, when) if mention.former else None
        return former or resolve(mention.candidates, when, certain)

    alone = (meaning(mention, ()) for mention in mentions if not mention.former)
    certain = frozenset((*known, *(gss for gss in alone if isinstance(gss, str))))
    return tuple(meaning(mention, certain) for mention in mentions)


def resolve(
    candidates: Sequence[str], when: dt.date | None, certain: Collection[str] = ()
) -> str | Undecided:
    """The GSS code of the council that a name means at a date, or why it can't be decided.

    `candidates` are the GSS codes that the name may refer to; `when` is the date of the document,
    None if it has none; `certain` are the codes of councils that the document names unambiguously.

    >>> resolve(["E10000021"], dt.date(2025, 3, 4), {"E06000062"})    # a county, divided in 2021
    'E06000062'
    """
    named = _namesakes_at(candidates, when)
    in_force = {gss for council in named for gss in _in_force(council, when)}
    return _choose(named, in_force, when, certain)


def resolve_as_written(
    candidates: Sequence[str], when: dt.date | None, certain: Collection[str] = ()
) -> str | Undecided:
    """As `resolve`, but an old name means the old council, if no council of today has the name.

    >>> resolve_as_written(["E10000021"], dt.date(2025, 3, 4), {"E06000062"})
    'E10000021'
    """
    named = _namesakes_at(candidates, when)
    return _choose(named, {council.gss for council in named}, None, certain)


def resolve_former(candidates: Sequence[str], when: dt.date | None) -> str | None:
    """The GSS code of the council of the past that a name means; None unless there is just one.

    >>> resolve_former(["E10000009", "E06000059"], dt.date(2021, 12, 7))    # a county until 2019
    'E10000009'
    """
    councils = Gazetteer.load().councils
    former = [gss for gss in candidates if _is_abolished(councils[gss], when)]
    return former[0] if len(former) == 1 else None


def _namesakes_at(candidates: Iterable[str], when: dt.date | None) -> tuple[Council, ...]:
    """The candidates, each as the council of the same name that existed at a date."""
    gazetteer = Gazetteer.load()
    codes = {gazetteer.code_at(gss, when) for gss in candidates}
    return tuple(gazetteer.councils[gss] for gss in sorted(codes))


def _in_force(council: Council, when: dt.date | None) -> set[str]:
    """The council itself, or its successors at a date after its abolition.

    Without a date, an old name is taken as it stands.
    """
    if when is None or not council.successors or not _is_abolished(council, when):
        return {council.gss}
    councils = Gazetteer.load().councils
    return {gss for new in council.successors for gss in _in_force(councils[new], when)}


def _is_abolished(council: Council, when: dt.date | None) -> bool:
    return council.abolished is not None and (when is None or when >= council.abolished)


def _choose(
    named: Iterable[Council],
    possible: Collection[str],
    when: dt.date | None,
    certain: Collection[str],
) -> str | Undecided:
    """The only possible council, or the only one that is certain."""
    likely = possible if len(possible) == 1 else [gss for gss in possible if gss in certain]
    if len(likely) == 1:
        return next(iter(likely))
    councils = Gazetteer.load().councils
    names = " or ".join(councils[gss].official_name for gss in sorted(possible))
    gone = [
        f"{council.official_name} was abolished on {council.abolished.isoformat()}"
        for council in named
        if when is not None and council.abolished is not None and when >= council.abolished
    ]
    return Undecided(": ".join([*gone, f"may be {names}"]))
