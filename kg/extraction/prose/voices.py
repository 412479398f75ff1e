"""Voices: who says each sentence of prose.

The discourse is read by rules (`readings.py`); a small trained model weighs what they find with
the words of the sentence and of those around it.  Where a rule is certain, the rule decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.classifier import load as load_classifier
from kg.extraction.features import SentenceInContext
from kg.extraction.prose.linear import Features, Floats, LinearModel, load
from kg.extraction.prose.readings import QUOTED, SPEAKERS, Reading, read
from kg.extraction.prose.voice_features import features_of
from kg.extraction.text.passages import Passage, Range
from kg.extraction.text.patterns import pattern
from kg.model import Document, DocumentKind

__all__ = [
    "MODEL",
    "NARRATION",
    "PROSE",
    "RELAYS",
    "Voiced",
    "decide",
    "in_context",
    "voice_inputs",
    "voices",
]

#: Kinds of document that are prose.
PROSE = (DocumentKind.NEWS, DocumentKind.PAGE, DocumentKind.OTHER)
MODEL = "voices"
#: The class of sentences in which others pass on what inspectors found, and that of narration.
RELAYS, NARRATION = "relays", "narration"
#: The classes of sentences that state what the inspectorate found or said.
HEARD = ("inspectorate", RELAYS)
#: How a sentence that names its own source was read.
NAMED = ("subject", "according", "direct")
#: Confidence of a voice that a rule decides.
RULE_CONFIDENCE = 0.97


@dataclass(frozen=True, slots=True)
class Voiced:
    """A sentence and who says it; ranges in the document's text.

    `by` is "inspectorate", "council" or "other", None for the writer's narration.  `relays`:
    somebody else passes on what inspectors found.  `name` and `body` are the speaker's, as far as
    the text gives them.  `quoted`: it stands inside quotation marks.  `confidence` is the chance of
    the voice, `heard` the chance that it states what the inspectorate found or said.
    """

    start: int
    end: int
    by: str | None
    relays: bool = False
    name: Range | None = None
    body: Range | None = None
    quoted: bool = False
    confidence: float = 1.0
    heard: float = 1.0


def voices(document: Document, passages: Sequence[Passage]) -> tuple[Voiced, ...]:
    """Who says each sentence of prose, in the order of the text."""
    readings, features = voice_inputs(document, passages)
    model = load(MODEL)
    return decide(document, readings, model.chances(features), model)


def voice_inputs(
    document: Document, passages: Sequence[Passage]
) -> tuple[tuple[Reading, ...], list[Features]]:
    """The readings of a document's sentences, and the model's features of each."""
    readings = read(document, passages)
    verdicts = load_classifier().classify(in_context(document, readings))
    kinds = [verdict.kind for verdict in verdicts]
    names = features_of(document, readings, kinds)
    return readings, [dict.fromkeys(found, 1.0) for found in names]


def in_context(document: Document, readings: Sequence[Reading]) -> list[SentenceInContext]:
    """The sentences as the sentence classifier reads them."""
    words = ["", "", *(document.quote(one.start, one.end) for one in readings), ""]
    return [
        SentenceInContext(
            words[at],
            reading.item,
            reading.passage.section,
            reading.passage.heading,
            words[at - 1],
            tuple(filter(None, (words[at - 2], words[at - 1], words[at + 1]))),
        )
        for at, reading in enumerate(readings, start=2)
    ]


def decide(
    document: Document, readings: Sequence[Reading], chances: Floats, model: LinearModel
) -> tuple[Voiced, ...]:
    """The voice of each sentence, from its reading and the model's chances."""
    found = []
    for reading, row in zip(readings, chances, strict=True):
        label = model.classes[int(np.argmax(row))]
        chance = float(np.max(row))
        heard = sum(float(row[model.classes.index(name)]) for name in HEARD)
        speaks = max(SPEAKERS, key=lambda name: row[model.classes.index(name)])
        ruled = _by_rule(document.text, reading, label, speaks)
        if ruled is not None:
            label, chance = ruled, RULE_CONFIDENCE
            heard = RULE_CONFIDENCE if ruled in HEARD else 1.0 - RULE_CONFIDENCE
        found.append(_voiced(reading, label, round(chance, 3), round(heard, 3)))
    return tuple(found)


def _by_rule(text: str, reading: Reading, likely: str, speaks: str) -> str | None:
    """The class that the discourse alone decides; `likely` is the model's.

    A speaker who is named speaks; the items of a list are those of the line above it; "we" is
    whoever writes and, in quotation marks, no inspector unless inspectors found something:
    `speaks` is the likelier of the others.
    """
    speaker = reading.speaker
    if speaker is not None and speaker.voice in SPEAKERS:
        return RELAYS if reading.relays else speaker.voice
    if speaker is None and reading.item and reading.listed:
        return reading.opening
    if likely not in HEARD:
        return None
    words = text[reading.start : reading.end]
    if reading.share < QUOTED:
        starts = pattern("voices", "own", "starts").search(words)
        return "council" if starts and speaker is None else None
    ours = pattern("voices", "own", "first_person").search(words)
    inspected = pattern("voices", "own", "inspected").search(words)
    return speaks if ours and not inspected and reading.rule not in NAMED else None


def _voiced(reading: Reading, label: str, confidence: float, heard: float) -> Voiced:
    speaker = reading.speaker
    relays = label == RELAYS
    by: str | None = label
    if relays:
        by = speaker.voice if speaker is not None and speaker.voice in SPEAKERS else "council"
    elif label == NARRATION:
        by = None
    theirs = speaker is not None and speaker.voice in (by, None)
    return Voiced(
        reading.start,
        reading.end,
        by,
        relays,
        speaker.name if speaker and theirs else None,
        speaker.body if speaker and theirs else None,
        reading.share >= QUOTED,
        confidence,
        heard,
    )


@Language.component("kg_voices")
def voices_component(doc: Doc) -> Doc:
    """Set `voices` on the doc, if it is prose."""
    if doc._.kind.is_prose:
        doc._.voices = voices(doc._.document, doc._.passages)
    return doc
