"""The voice model's features of a sentence: what the discourse says of it, its words, its place.

Training and use share these functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from kg.extraction.features import normalised_words
from kg.extraction.prose.readings import QUOTED, Reading
from kg.extraction.text.patterns import pattern, table
from kg.model import Document

__all__ = ["features_of"]

#: Sentences before and after whose own features count too.
NEARBY = (-2, -1, 1, 2)
#: Sentences of narration after a source, up to which its distance counts.
FAR = 6
#: What a reading says by yes or no.
FLAGS = ("item", "nameline", "direct")
NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][\w’'-]+")
QUOTED_TEXT = re.compile(r"“[^”]*”?|\"[^\"]*\"?")


def features_of(
    document: Document, readings: Sequence[Reading], kinds: Sequence[str]
) -> list[list[str]]:
    """The features of each sentence; `kinds` are those of the sentence classifier."""
    text = document.text
    own = [
        list(dict.fromkeys(_own(text, reading, kind)))
        for reading, kind in zip(readings, kinds, strict=True)
    ]
    genre = list(_genre(text, readings))
    state = list(_states(readings))
    result = []
    for k, reading in enumerate(readings):
        found = [*own[k], *genre, *state[k]]
        for step in NEARBY:
            at = k + step
            if 0 <= at < len(readings):
                here = "=" if readings[at].passage is reading.passage else "/"
                found += [f"{step}{here}{name}" for name in own[at] if name[0] == "@"]
        found += [f"{g}&{name}" for g in genre for name in own[k] if name.startswith("@who")]
        result.append(found)
    return result


def _own(text: str, reading: Reading, kind: str) -> Iterator[str]:
    """Features of the sentence itself; those of the discourse begin with "@"."""
    yield f"@kind={kind}"
    yield from _of_reading(reading)
    words = text[reading.start : reading.end]
    outside = QUOTED_TEXT.sub(" ", words) if reading.share < QUOTED else words
    for name in _pattern_names():
        if pattern("voices", *name).search(outside):
            yield "@" + ".".join(name)
    plain = normalised_words(NAME.sub("Name", outside))
    yield from (f"w={word}" for word in plain)
    yield from (f"w={first} {second}" for first, second in pairwise(plain))
    yield f"first={' '.join(plain[:2])}"
    yield f"first={plain[0] if plain else ''}"
    yield f"length={min(len(plain) // 5, 6)}"
    if not words.rstrip().endswith((".", "!", "?", "”", '"')):
        yield "@open"


def _of_reading(reading: Reading) -> Iterator[str]:
    """Features of what the discourse says of a sentence."""
    voice = reading.speaker.voice if reading.speaker else "-"
    yield f"@who={voice}"
    yield f"@rule={reading.rule},{voice}"
    yield f"@quoted={int(reading.share * 4)}"
    yield f"@opening={reading.opening},{reading.item}"
    yield f"@place={min(reading.number, 2)}"
    if reading.relays:
        yield f"@relays={voice}"
    yield from (f"@{name}" for name in FLAGS if getattr(reading, name))
    if reading.about is not None:
        yield f"@about={reading.about.voice}"
    for source in reading.own:
        yield f"@source={source.speaker.voice},{source.way},{min(source.depth, 1)}"
        yield f"source-verb={source.verb},{source.way}"
        if source.pronoun:
            yield f"@pronoun={source.pronoun}"
    yield from (f"@inner={source.speaker.voice}" for source in reading.inner)


@cache
def _pattern_names() -> tuple[tuple[str, str], ...]:
    """The patterns that are features: (table, name)."""
    return tuple(
        (group, name)
        for group in ("minutes", "narration", "own")
        for name in table("voices")[group]
    )


def _genre(text: str, readings: Sequence[Reading]) -> Iterator[str]:
    """Features of the whole document: minutes, a council's own page, a story."""
    words = [text[reading.start : reading.end] for reading in readings]
    minutes = pattern("voices", "minutes", "record")
    own = pattern("voices", "own", "first_person")
    count = sum(bool(minutes.search(one)) for one in words)
    yield f"*minutes={min(count, 3)}"
    first = sum(
        bool(own.search(QUOTED_TEXT.sub("", one)))
        for one, reading in zip(words, readings, strict=True)
        if reading.share < QUOTED
    )
    yield f"*own={0 if not first else 1 if first < 3 else 2}"


def _states(readings: Sequence[Reading]) -> Iterator[list[str]]:
    """For each sentence: who spoke last, how far back, and whether inspectors did before."""
    last, distance, before = "-", 0, False
    paragraph = None
    for place, reading in enumerate(readings):
        distance += 1
        if reading.passage is not paragraph:
            paragraph = reading.passage
        found = [
            f"last={last},{min(distance, FAR)}",
            f"last={last}",
            f"before={before}",
            f"where={min(4 * place // max(1, len(readings)), 3)}",
            f"start={min(place, 1)}",
        ]
        if reading.share < QUOTED:
            found.append(f"narrated,last={last},new={reading.number == 0}")
        yield found
        if reading.speaker is not None and reading.speaker.voice is not None:
            last, distance = reading.speaker.voice, 0
            before = before or last == "inspectorate"
        elif reading.rule == "passive":
            last, distance = "passive", 0
