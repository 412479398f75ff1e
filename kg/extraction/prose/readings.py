"""Readings: what the discourse of a document says of the speaker of each sentence.

The source that a sentence names, the quotation it stands in and who is named as its speaker before
or after it, the line above its list, the heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.extraction.prose.grammar import Sentence, parse, readable
from kg.extraction.prose.quotations import Quotation, quotations, quoted_share
from kg.extraction.prose.sources import (
    MASK,
    People,
    Source,
    Speaker,
    names_in,
    sources,
    subject_of,
    up_to_verb,
    voice_of,
)
from kg.extraction.text.passages import HEADINGS, Passage
from kg.extraction.text.patterns import pattern, rules, table
from kg.model import BlockKind, Document

__all__ = ["QUOTED", "Reading", "read"]

#: Sections of the publisher's own notices.
SILENT = ("boilerplate",)
#: Share of a sentence inside quotation marks from which it counts as quoted.
QUOTED = 0.5
#: Voices of people who speak in quotations, besides the inspectorate's.
SPEAKERS = ("council", "other")
#: Minimum words of a quotation that is read as one word by the parse.
MIN_MASKED = 4
#: Maximum characters of a line that only names a speaker.
MAX_NAMELINE = 160
#: Maximum characters of a line that opens a list or a stretch.
MAX_OPENING = 200
ITEM = re.compile(r"^\s*(?:[–—•*·-]\s|\(?[a-z0-9ivx]{1,3}[.)]\s)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the discourse says of a sentence.

    `share` is the share of it inside quotation marks.  `own` are the sources that it names itself,
    `inner` those inside a quotation; `direct`: words such as "inspectors said"; `relays`: words
    with which others pass on what these found.  `about` is the person whom it is about.  `speaker`
    is who speaks it, by `rule`; None where it is narration or nothing tells.  `opening` is the
    voice of the line above its list (`listed`) or of its heading.
    """

    start: int
    end: int
    passage: Passage
    number: int
    share: float
    own: tuple[Source, ...]
    inner: tuple[Source, ...]
    about: Speaker | None
    direct: bool
    speaker: Speaker | None
    rule: str
    opening: str | None
    listed: bool
    item: bool
    nameline: bool
    relays: bool


def read(document: Document, passages: Sequence[Passage]) -> tuple[Reading, ...]:
    """What the discourse says of each sentence of the passages that may be read, in order."""
    text = document.text
    shown = [passage for passage in passages if passage.section not in SILENT]
    spoken = quotations(text, [(p.block.start, p.block.end) for p in shown])
    located = [
        (passage, number, start, end)
        for passage in shown
        if passage.block.kind not in HEADINGS
        for number, (start, end) in enumerate(passage.sentences)
        if readable(text, start, end)
    ]
    parsed = parse(
        text, [(start, end) for *_, start, end in located], _masks(text, spoken, located)
    )
    people = People()
    for passage in shown:
        for start, end in passage.sentences:
            people.add(text, start, end)
    readings = [
        _read_alone(text, passage, number, sentence, spoken, people)
        for (passage, number, _, _), sentence in zip(located, parsed, strict=True)
    ]
    readings = list(_with_openings(text, shown, readings))
    return tuple(_with_speakers(text, readings, spoken))


def _masks(
    text: str, spoken: Sequence[Quotation], located: Sequence[tuple[Passage, int, int, int]]
) -> Iterator[tuple[int, int, str]]:
    """Quotations that the parse reads as one word, cut at the ends of sentences."""
    for _, _, start, end in located:
        for q in spoken:
            first, last = max(start, q.start), min(end, q.end)
            long = first < last and text.count(" ", first, last) + 1 >= MIN_MASKED
            if long and (first, last) != (start, end):
                yield first, last, MASK


def _read_alone(
    text: str,
    passage: Passage,
    number: int,
    sentence: Sentence,
    spoken: Sequence[Quotation],
    people: People,
) -> Reading:
    start, end = sentence.start, sentence.end
    share = quoted_share(spoken, start, end)
    named = sources(text, sentence, people)
    outside = [source for source in named if not _inside(spoken, source.start)]
    words = text[start:end]
    relays = pattern("voices", "person", "relays").search(words)
    said = pattern("voices", "person", "direct").search(words)
    direct = said is not None and not _inside(spoken, start + said.end() - 1)
    return Reading(
        start=start,
        end=end,
        passage=passage,
        number=number,
        share=share,
        own=tuple(outside),
        inner=tuple(source for source in named if _inside(spoken, source.start)),
        about=subject_of(text, sentence, people) if share < QUOTED else None,
        direct=direct,
        speaker=None,
        rule="",
        opening=None,
        listed=False,
        item=passage.block.kind is BlockKind.BULLET or bool(ITEM.match(words)),
        nameline=_is_nameline(text, start, end),
        relays=not _only_asks(outside) and relays is not None,
    )


def _only_asks(named: Sequence[Source]) -> bool:
    """Whether somebody asks: "the councillor queried why the report criticised supervision"."""
    asking = table("voices")["verbs"]["enquiring"]
    main = [source for source in named if not source.depth]
    return bool(main) and all(source.verb in asking for source in main)


def _inside(spoken: Sequence[Quotation], at: int) -> bool:
    return any(q.start <= at < q.end and q.end - q.start > 40 for q in spoken)


def _is_nameline(text: str, start: int, end: int) -> bool:
    """Whether a sentence only names a speaker: "Councillor Jo Bloggs, cabinet member"."""
    words = text[start:end]
    return (
        end - start <= MAX_NAMELINE
        and not pattern("voices", "nameline", "finite").search(words)
        and not words.rstrip().endswith(".")
        and voice_of(words)[0] in ("council", "other")
        and bool(names_in(text, start, end))
    )


def _voice_of_opening(words: str) -> str | None:
    """The voice of a heading or of a line above a list; None if it says nothing of it."""
    for rule in rules("voices", "opening"):
        if rule.regex.search(words):
            return str(rule.fields["voice"])
    return None


def _with_openings(
    text: str, shown: Sequence[Passage], readings: Sequence[Reading]
) -> Iterator[Reading]:
    """Readings with the voice of the line above their list, or of their heading."""
    heading: str | None = None
    line: str | None = None
    by_block: dict[int, list[Reading]] = {one.passage.block.start: [] for one in readings}
    for reading in readings:
        by_block[reading.passage.block.start].append(reading)
    for passage in shown:
        block = passage.block
        words = text[block.start : block.end]
        if block.kind in HEADINGS:
            heading, line = _voice_of_opening(words), None
            continue
        here = by_block.get(block.start, [])
        items = bool(here) and here[0].item
        if not items:
            line = None
        for reading in here:
            yield replace(reading, opening=line or heading, listed=line is not None)
        last = text[here[-1].start : here[-1].end] if here else ""
        if re.search(r"(?::|\s[-–])\s*$", last) or (
            not items and len(words) < 60 and not re.search(r"[.!?”\"]$", words)
        ):
            line = _voice_of_opening(last)


def _with_speakers(
    text: str, readings: Sequence[Reading], spoken: Sequence[Quotation]
) -> Iterator[Reading]:
    """Readings with the speaker of each quotation, and of each sentence that names its source."""
    resolved: list[Reading] = []
    person: Speaker | None = None
    body: Speaker | None = None
    for reading in readings:
        speaker, rule = _own_speaker(text[reading.start : reading.end], reading, person, body)
        if speaker is not None:
            if speaker.name is not None or speaker.voice != "inspectorate":
                person = speaker
            if speaker.name is None:
                body = speaker
        elif reading.about is not None and reading.about.voice in SPEAKERS:
            person = reading.about
        resolved.append(replace(reading, speaker=speaker, rule=rule))
    yield from _with_quoted(text, resolved, spoken)


def _own_speaker(
    words: str, reading: Reading, person: Speaker | None, body: Speaker | None
) -> tuple[Speaker | None, str]:
    """The speaker whom a sentence names itself, and the rule; `person` and `body` spoke last."""
    rule = ""
    for source in reading.own:
        if source.depth:
            continue
        if source.way == "passive":
            rule = rule or "passive"
            continue
        who, how = _meant(words, source, person, body)
        if who.voice not in (None, "group") or who.name is not None:
            return who, how
    if reading.direct:
        return Speaker("inspectorate"), "direct"
    return None, rule


def _meant(
    words: str, source: Source, person: Speaker | None, body: Speaker | None
) -> tuple[Speaker, str]:
    """Whom a source means, and how that is known: a pronoun means whoever spoke last."""
    verbs = table("voices")["verbs"]
    if source.pronoun in verbs["person"] and person is not None:
        return person, "pronoun"
    if source.pronoun in verbs["person"] and pattern("voices", "own", "press").search(words):
        return Speaker("other"), "pronoun"
    if source.pronoun == "they" and source.verb in verbs["finding"]:
        return Speaker("inspectorate"), "pronoun"
    if source.pronoun in verbs["thing"] and body is not None:
        return body, "pronoun"
    if source.speaker.voice == "same":
        last = person if body is None else body
        return Speaker("council") if last is None else replace(last, name=None), source.way
    return source.speaker, source.way


def _with_quoted(
    text: str, readings: list[Reading], spoken: Sequence[Quotation]
) -> Iterator[Reading]:
    """Readings with the speakers of quoted sentences that name none themselves."""
    last: Speaker | None = None
    message = False
    for k, reading in enumerate(readings):
        message = reading.nameline or (message and reading.speaker is None)
        if reading.speaker is not None:
            last = reading.speaker
        elif reading.nameline:
            last = _nameline_speaker(text, reading)
            reading = replace(reading, speaker=last, rule="nameline")
        elif reading.share >= QUOTED:
            reading = _with_speaker_of_quotation(text, readings, k, spoken, last)
            last = reading.speaker
        elif message and last is not None and _speaks_of_itself(text, reading.passage):
            reading = replace(reading, speaker=last, rule="message")
        elif (named := reading.about or _named(text, reading)) and named.voice in SPEAKERS:
            last = named
        elif k and readings[k - 1].passage is not reading.passage:
            last = None
        yield reading


def _with_speaker_of_quotation(
    text: str,
    readings: list[Reading],
    k: int,
    spoken: Sequence[Quotation],
    last: Speaker | None,
) -> Reading:
    """A quoted sentence with its speaker: named later in the quotation, before it, or behind it."""
    reading = readings[k]
    ahead = _speaker_ahead(readings, k, spoken)
    if ahead is not None:
        return replace(reading, speaker=ahead, rule="quoted-before")
    if last is not None and not _is_far(readings, k, last):
        return replace(reading, speaker=last, rule="quoted-after")
    behind = next((later for later in readings[k:] if later.share < QUOTED), None)
    named = _named(text, behind)
    return replace(reading, speaker=named, rule="quoted-later" if named else "quoted")


def _is_far(readings: Sequence[Reading], k: int, last: Speaker) -> bool:
    """Whether a quotation is not the inspectorate's, though that is the last source before it.

    Its own words go on from a paragraph that quotes it.
    """
    before = readings[k - 1]
    elsewhere = before.passage is not readings[k].passage
    return last.voice == "inspectorate" and elsewhere and not before.share


def _speaks_of_itself(text: str, passage: Passage) -> bool:
    words = text[passage.block.start : passage.block.end]
    return bool(pattern("voices", "own", "first_person").search(words))


def _nameline_speaker(text: str, reading: Reading) -> Speaker:
    names = names_in(text, reading.start, reading.end)
    voice, body = voice_of(text[reading.start : reading.end], reading.start)
    return Speaker(voice, names[0] if names else None, body)


def _named(text: str, reading: Reading | None) -> Speaker | None:
    """Whom a sentence names with a post, whatever it says: "Those were the words of ..."."""
    if reading is None:
        return None
    for start, end in names_in(text, reading.start, reading.end):
        after = text[end : min(reading.end, end + 110)]
        voice, body = voice_of(up_to_verb(after), end, person=True)
        if voice is not None:
            return Speaker(voice, (start, end), body)
    return None


def _speaker_ahead(
    readings: Sequence[Reading], k: int, spoken: Sequence[Quotation]
) -> Speaker | None:
    """The speaker whom a later sentence of the same quotation names."""
    for here, there in pairwise(readings[k:]):
        if there.share < QUOTED:
            return None
        if there.passage is not here.passage and not any(
            q.continues and there.start <= q.start < there.end for q in spoken
        ):
            return None
        if there.speaker is not None:
            return there.speaker
    return None
