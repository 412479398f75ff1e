"""Discourse: which council each sentence of a document is about.

A document is about one council or several.  A round-up gives each its own section, paragraph or
sentences; a story about one council names others only to compare or in passing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.council_names import meanings
from kg.extraction.prose.frames import Frames, Time
from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import table
from kg.model import BlockKind, CouncilMention, Document

__all__ = ["Name", "Read", "Topics", "resolve_names", "topics_of"]

HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)
#: Share of a heading that a council's name takes up, if the heading is the council's.
MIN_HEADING_SHARE = 0.5
#: Characters of a paragraph before a name that opens it: "The first, Oldham, has ...".
OPENING = 40


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text that means one council: its range, and the council's GSS code."""

    start: int
    end: int
    gss: str
    full: bool


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence that was read: its range, its passage, and its frames."""

    start: int
    end: int
    passage: Passage
    frames: Frames


@dataclass(frozen=True, slots=True)
class Topics:
    """The councils that a document is about, and the one that each sentence is about.

    `by_start` has an entry for each sentence by its start: a GSS code, or None for no one council.
    """

    subjects: tuple[str, ...]
    by_start: Mapping[int, str | None]


def resolve_names(mentions: Sequence[CouncilMention], when: dt.date | None) -> tuple[Name, ...]:
    """The names that mean one council, at the date of the document."""
    return tuple(
        Name(mention.evidence.start, mention.evidence.end, meaning, mention.full)
        for mention, meaning in zip(mentions, meanings(mentions, when, prose=True), strict=True)
        if isinstance(meaning, str)
    )


def topics_of(
    document: Document, read: Sequence[Read], names: Sequence[Name], publisher: str | None
) -> Topics:
    """Which councils the document is about, and which of them each sentence is about.

    `publisher` is the GSS code of the council whose page it is, if it is one's.
    """
    own = [_own_councils(sentence, names) for sentence in read]
    owners = _section_owners(document, read, names)
    several = _several(read, own, owners, names)
    if len(several) > 1:
        return Topics(several, _topics_of_several(read, own, owners, several))
    main = _main(document, read, names, publisher)
    if main is None:
        return Topics((), {sentence.start: None for sentence in read})
    return Topics((main,), _topics_of_one(read, names, own, main))


def _own_councils(sentence: Read, names: Sequence[Name]) -> tuple[Name, ...]:
    return tuple(name for name in names if sentence.start <= name.start < sentence.end)


def _section_owners(
    document: Document, read: Sequence[Read], names: Sequence[Name]
) -> list[str | None]:
    """For each sentence, the council whose heading it stands under."""
    owners: list[str | None] = []
    owner: str | None = None
    for sentence in read:
        block = sentence.passage.block
        if block.kind in HEADINGS:
            inside = [name for name in names if block.start <= name.start < block.end]
            covered = sum(name.end - name.start for name in inside)
            one = len({name.gss for name in inside}) == 1
            if one and covered >= MIN_HEADING_SHARE * (block.end - block.start):
                owner = inside[0].gss
            elif block.kind is BlockKind.TITLE:
                owner = None
        owners.append(owner)
    return owners


def _holds_now(frames: Frames) -> bool:
    """Whether a sentence reports an inspection as news."""
    return any(g.time is Time.NOW for g in frames.grades) or any(
        v.time is Time.NOW and (v.type or v.dates) for v in frames.visits
    )


def _several(
    read: Sequence[Read],
    own: Sequence[tuple[Name, ...]],
    owners: Sequence[str | None],
    names: Sequence[Name],
) -> tuple[str, ...]:
    """The councils of a round-up, in the order of the text; fewer than two for other documents."""
    under_headings = list(
        dict.fromkeys(
            owner
            for owner, sentence in zip(owners, read, strict=True)
            if owner is not None and sentence.passage.block.kind not in HEADINGS
        )
    )
    reported = {
        owner
        for owner, sentence in zip(owners, read, strict=True)
        if owner is not None and _holds_now(sentence.frames)
    }
    by_heading = [gss for gss in under_headings if gss in reported]
    if len(by_heading) > 1:
        return tuple(by_heading)
    opened: dict[str, bool] = {}
    for index, sentence in enumerate(read):
        block = sentence.passage.block
        if block.kind in HEADINGS or sentence.start != block.start or not own[index]:
            continue
        first = own[index][0]
        if first.start - block.start > OPENING:
            continue
        paragraph = [s for s in read if s.passage.block is block]
        if any(_holds_now(s.frames) for s in paragraph) and not _is_compared(sentence, first):
            opened.setdefault(first.gss, True)
    by_paragraph = tuple(opened)
    if len(by_paragraph) > 1 and not _one_in_title(read, names):
        return by_paragraph
    stated: dict[str, bool] = {}
    for index, sentence in enumerate(read):
        for frame in (*sentence.frames.grades, *sentence.frames.visits):
            if frame.time is Time.NOW and frame.council is not None:
                gss = next((n.gss for n in own[index] if n.start == frame.council[0]), None)
                if gss is not None:
                    stated.setdefault(gss, True)
    if len(stated) > 1 and not _one_in_title(read, names):
        return tuple(stated)
    return ()


def _is_compared(sentence: Read, name: Name) -> bool:
    return any(
        g.council is not None and g.council[0] == name.start and g.time is Time.GENERAL
        for g in sentence.frames.grades
    )


def _one_in_title(read: Sequence[Read], names: Sequence[Name]) -> bool:
    """Whether the title, or else the first paragraph, names just one council."""
    blocks = list(dict.fromkeys(s.passage.block for s in read))[:4]
    for block in blocks:
        inside = {name.gss for name in names if block.start <= name.start < block.end}
        if inside:
            return len(inside) == 1
    return False


def _topics_of_several(
    read: Sequence[Read],
    own: Sequence[tuple[Name, ...]],
    owners: Sequence[str | None],
    subjects: tuple[str, ...],
) -> dict[int, str | None]:
    topics: dict[int, str | None] = {}
    current: str | None = None
    block = None
    by_heading = any(owner is not None for owner in owners)
    for index, sentence in enumerate(read):
        if sentence.passage.block.kind in HEADINGS:
            current = owners[index]
            topics[sentence.start] = current
            continue
        if by_heading and owners[index] in subjects:
            current = owners[index]
            topics[sentence.start] = current
            continue
        named = list(dict.fromkeys(name.gss for name in own[index]))
        if named:
            if len(named) == 1:
                current = named[0]
            else:
                first = own[index][0]
                current = first.gss if first.start - sentence.start <= OPENING else None
        elif sentence.passage.block is not block and block is not None and len(own[index]) == 0:
            current = current if _goes_on(sentence) else current
        block = sentence.passage.block
        topics[sentence.start] = current
    return topics


def _goes_on(sentence: Read) -> bool:
    return True


def _topics_of_one(
    read: Sequence[Read],
    names: Sequence[Name],
    own: Sequence[tuple[Name, ...]],
    main: str,
) -> dict[int, str | None]:
    """Every sentence is about the one council, unless it names another and not this one."""
    topics: dict[int, str | None] = {}
    for index, sentence in enumerate(read):
        topics[sentence.start] = main
    return topics


def _main(
    document: Document, read: Sequence[Read], names: Sequence[Name], publisher: str | None
) -> str | None:
    """The council that a document is about: by where it is named, and what is said of it."""
    weights = table("discourse")["weights"]
    score: Counter[str] = Counter()
    first_blocks = list(dict.fromkeys(s.passage.block for s in read))
    for index, block in enumerate(first_blocks):
        inside = [name for name in names if block.start <= name.start < block.end]
        for gss in {name.gss for name in inside}:
            if index == 0 or block.kind is BlockKind.TITLE:
                score[gss] += weights["title"]
            elif index < weights["opening_blocks"]:
                score[gss] += weights["opening"]
    for name in names:
        score[name.gss] += weights["full"] if name.full else weights["bare"]
    for sentence in read:
        for frame in (*sentence.frames.grades, *sentence.frames.visits):
            if frame.council is None:
                continue
            gss = next((n.gss for n in names if n.start == frame.council[0]), None)
            if gss is not None:
                score[gss] += weights["frame"] if frame.time is Time.NOW else 0
    if publisher is not None:
        score[publisher] += weights["publisher"]
    best = score.most_common(2)
    return best[0][0] if best else None
