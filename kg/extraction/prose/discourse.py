"""Discourse: which councils a document is about, and which of them each sentence is about.

A document is about one council, several or none.  A round-up gives each council its own section,
paragraph or sentences; a story about one council names others only to compare or in passing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.council_names import meanings
from kg.extraction.prose.frames import Frames
from kg.extraction.prose.grades import Grade
from kg.extraction.prose.reading import Time
from kg.extraction.prose.visits import Visit
from kg.extraction.text.passages import HEADINGS, Passage
from kg.extraction.text.patterns import pattern, table
from kg.gazetteer import Gazetteer
from kg.model import Block, BlockKind, CouncilMention, Document

__all__ = [
    "Name",
    "Read",
    "Topics",
    "is_about_inspection",
    "last_formed",
    "resolve_names",
    "topics_of",
]

#: Share of a line that a council's name takes up, if the line is the heading of its section.
MIN_HEADING_SHARE = 0.5
MAX_HEADING = 80
#: Characters of a paragraph or sentence before a name that opens it: "The first, Oldham, has ...".
OPENING = 40
#: Councils that open paragraphs of a round-up, even if its title names just one.
MIN_SURE = 3
#: Characters before a name that may say that it is only the place of the council before it.
PLACE = 12
#: Characters before a name that may say that the council is only compared with.
COMPARED = 60
#: Sentences among which a title and headings before the text are.
TITLE_SENTENCES = 4
#: Characters of a document in which it says what it is about.
LEAD = 700


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
    """The councils that a document is about, and those that each sentence is about.

    `by_start` has the GSS codes of each sentence by its start; none if it is not known which.
    """

    subjects: tuple[str, ...]
    by_start: Mapping[int, tuple[str, ...]]


def resolve_names(
    text: str, mentions: Sequence[CouncilMention], when: dt.date | None
) -> tuple[Name, ...]:
    """The names that mean one council at the date of the document, none of councils of the past.

    A county that only says where a council is ("St Helens in Lancashire") is none of them.
    """
    ends = {mention.evidence.end for mention in mentions}
    spelt_out = {m.candidates[0] for m in mentions if m.full and len(m.candidates) == 1}
    found = []
    for mention, meaning in zip(mentions, meanings(mentions, when, prose=True), strict=True):
        named = [gss for gss in mention.candidates if gss in spelt_out]
        if when is None and len(named) == 1:
            # without a date, "Dorset" beside "Dorset County Council" is the county
            meaning = named[0]
        start, end = mention.evidence.start, mention.evidence.end
        place = pattern("discourse", "place_of").search(text, max(0, start - PLACE), start)
        where = place is not None and place.start() in ends
        if isinstance(meaning, str) and not mention.former and not where:
            found.append(Name(start, end, meaning, mention.full))
    return tuple(found)


def last_formed(text: str, mentions: Iterable[CouncilMention]) -> dt.date | None:
    """The day from which all councils that a text names in full exist; None for no such day.

    A text that names a county's successor, and the county only as a place, is of later.
    """
    councils = Gazetteer.load().councils
    named = [
        councils[m.candidates[0]]
        for m in mentions
        if len(m.candidates) == 1 and "Council" in text[m.evidence.start : m.evidence.end]
    ]
    if any(council.abolished for council in named):
        return None  # it may be of the time when its successors were to come
    return max((council.formed for council in named if council.formed is not None), default=None)


def is_about_inspection(document: Document) -> bool:
    """Whether a document is about children's services that Ofsted inspects.

    It is not if it names neither, begins with another inspectorate, says more of schools or of
    adults' care, or explains what inspections are.
    """
    text = document.text
    first = pattern("discourse", "inspectorate").search(text)
    if first is None or first.lastgroup == "elsewhere":
        return False
    title = document.blocks[0]
    if pattern("discourse", "explains").search(text, title.start, title.end):
        return False
    if first.lastgroup == "health" and not pattern("discourse", "ofsted").search(text):
        return False
    ours, others = pattern("discourse", "ours"), pattern("discourse", "others")
    if not ours.search(text) and not pattern("discourse", "ofsted").search(text):
        return False
    lead = text[:LEAD]
    return len(ours.findall(lead)) >= len(others.findall(lead)) or len(
        ours.findall(text)
    ) > 2 * len(others.findall(text))


def topics_of(
    document: Document, read: Sequence[Read], names: Sequence[Name], publisher: str | None
) -> Topics:
    """Which councils the document is about, and which of them each sentence is about.

    `publisher` is the GSS code of the council whose page it is, if it is one's.
    """
    named = [tuple(n for n in names if s.start <= n.start < s.end) for s in read]
    owners = _section_owners(document, read, names)
    several = _several(read, named, owners)
    if len(several) > 1:
        return Topics(several, _topics_of_several(document, read, named, owners, several))
    main = _main(document, read, names, publisher)
    subjects = () if main is None else (main,)
    return Topics(
        subjects,
        {
            s.start: subjects if _may_be_of(main, names) else ()
            for s, names in zip(read, named, strict=True)
        },
    )


def _may_be_of(main: str | None, named: Sequence[Name]) -> bool:
    """Whether a sentence that names these councils may be about the document's own."""
    return not named or main in {name.gss for name in named}


def _section_owners(
    document: Document, read: Sequence[Read], names: Sequence[Name]
) -> list[str | None]:
    """For each sentence, the council whose heading it stands under."""
    owners: list[str | None] = []
    owner: str | None = None
    for sentence in read:
        block = sentence.passage.block
        length = block.end - block.start
        inside = [name for name in names if block.start <= name.start < block.end]
        covered = sum(name.end - name.start for name in inside)
        if (
            len({name.gss for name in inside}) == 1
            and length <= MAX_HEADING
            and covered >= MIN_HEADING_SHARE * length
            and document.text[block.end - 1] not in ".!?"
        ):
            owner = inside[0].gss
        elif block.kind is BlockKind.TITLE or (
            block.kind is BlockKind.HEADING
            and pattern("discourse", "general_heading", ignore_case=True).search(
                document.quote(block.start, block.end)
            )
        ):
            owner = None
        owners.append(owner)
    return owners


def _reported(frames: Frames) -> Iterator[Grade | Visit]:
    """The frames of an inspection that is news."""
    for grade in frames.grades:
        if grade.time is Time.NOW and grade.main:
            yield grade
    for visit in frames.visits:
        if visit.time is Time.NOW and visit.main and (visit.type or visit.dates):
            yield visit


def _several(
    read: Sequence[Read], named: Sequence[tuple[Name, ...]], owners: Sequence[str | None]
) -> tuple[str, ...]:
    """The councils of a round-up, in the order of the text; fewer than two for other documents."""
    by_heading = _under_headings(read, owners)
    if len(by_heading) > 1:
        return by_heading
    opened = _opening(read, named)
    title = _in_title(read, named)
    if len(opened) >= MIN_SURE or (len(opened) > 1 and len(title) != 1):
        return opened
    return ()


def _under_headings(read: Sequence[Read], owners: Sequence[str | None]) -> tuple[str, ...]:
    """The councils that have a section each, with sentences in it."""
    owned = Counter(
        owner
        for owner, sentence in zip(owners, read, strict=True)
        if owner is not None and sentence.passage.block.kind not in HEADINGS
    )
    return tuple(owned) if len(owned) > 1 else ()


def _opening(read: Sequence[Read], named: Sequence[tuple[Name, ...]]) -> tuple[str, ...]:
    """The councils that open a sentence or a paragraph, with an inspection that is news in it."""
    found: dict[str, bool] = {}
    for index, sentence in enumerate(read):
        block = sentence.passage.block
        if block.kind in HEADINGS or not named[index]:
            continue
        first = named[index][0]
        opens = first.start - sentence.start <= OPENING
        graded = {
            g: True
            for f in sentence.frames.grades
            if f.time is Time.NOW
            for g in _named_by(f, named[index])
        }
        if len(graded) > 1:
            found |= graded
        paragraph = [s for s in read if s.passage.block is block]
        about = paragraph if opens and sentence.start == block.start else [sentence]
        for each in about:
            for frame in _reported(each.frames):
                own = _named_by(frame, named[index]) if each is sentence else ()
                for gss in own:
                    found.setdefault(gss, True)
                if (
                    not own
                    and opens
                    and each is not sentence
                    and not _names_another(each, read, named)
                ):
                    found.setdefault(first.gss, True)
    return tuple(found)


def _names_another(sentence: Read, read: Sequence[Read], named: Sequence[tuple[Name, ...]]) -> bool:
    return bool(named[read.index(sentence)])


def _named_by(frame: Grade | Visit, names: Sequence[Name]) -> tuple[str, ...]:
    """The councils that a frame itself names."""
    starts = {start for start, _ in frame.councils}
    return tuple(dict.fromkeys(name.gss for name in names if name.start in starts))


def _in_title(read: Sequence[Read], named: Sequence[tuple[Name, ...]]) -> frozenset[str]:
    """The councils that the title, the headings before the text or the first sentence names."""
    for index, sentence in enumerate(read[:TITLE_SENTENCES]):
        heading = sentence.passage.block.kind in HEADINGS
        if named[index] and (index == 0 or heading):
            return frozenset(name.gss for name in named[index])
    return frozenset()


def _topics_of_several(
    document: Document,
    read: Sequence[Read],
    named: Sequence[tuple[Name, ...]],
    owners: Sequence[str | None],
    subjects: tuple[str, ...],
) -> dict[int, tuple[str, ...]]:
    """The council of each sentence: its section's, the one that it names, or the one before."""
    topics: dict[int, tuple[str, ...]] = {}
    current: tuple[str, ...] = ()
    everyone = pattern("discourse", "everyone", ignore_case=True)
    for index, sentence in enumerate(read):
        owner = owners[index]
        words = document.quote(sentence.start, sentence.end)
        if owner is not None:
            current = (owner,)
        elif named[index]:
            first = named[index][0]
            councils = {name.gss for name in named[index]}
            opens = first.start - sentence.start <= OPENING
            current = (first.gss,) if opens or len(councils) == 1 else ()
        elif sentence.passage.block.kind in HEADINGS:
            current = ()
        topics[sentence.start] = current
        if index == 0 or (owner is None and sentence.passage.block.kind in HEADINGS):
            current = ()  # what follows a headline is not about the council that it names first
        if owner is None and not named[index] and everyone.search(words):
            topics[sentence.start] = subjects
    return topics


def _main(
    document: Document, read: Sequence[Read], names: Sequence[Name], publisher: str | None
) -> str | None:
    """The council that a document is about: by where it is named, and what is said of it.

    A council that is only mentioned in passing is not what a document is about.
    """
    weights = table("discourse")["weights"]
    score: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    blocks = list(dict.fromkeys(s.passage.block for s in read))
    compared = pattern("reading", "compared", ignore_case=True)
    for name in names:
        if compared.search(document.text[max(0, name.start - COMPARED) : name.start]):
            continue
        place = _place(name, blocks)
        sure[name.gss] += weights.get(place, 0)
        score[name.gss] += weights["name"]
    for sentence in read:
        stated: list[Grade | Visit] = [*sentence.frames.grades, *sentence.frames.visits]
        for frame in stated:
            if frame.time in (Time.NOW, Time.EARLIER):
                for own in _named_by(frame, names):
                    sure[own] += weights["now" if frame.time is Time.NOW else "earlier"]
    if publisher is not None:
        sure[publisher] += weights["publisher"]
    total = Counter({gss: sure[gss] + score[gss] for gss in (*sure, *score)})
    if not total:
        return None
    best = max(total, key=lambda gss: (total[gss], gss))
    alone = len(total) == 1 and (len(names) > 1 or any(name.start < LEAD for name in names))
    return best if sure[best] >= weights["least"] or alone else None


def _place(name: Name, blocks: Sequence[Block]) -> str:
    """Where a name stands: in the title, in the opening, or elsewhere."""
    for index, block in enumerate(blocks[: table("discourse")["weights"]["opening_blocks"]]):
        if block.start <= name.start < block.end:
            return "title" if index == 0 or block.kind is BlockKind.TITLE else "opening"
    return "elsewhere"
