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
from kg.extraction.text.passages import Passage
from kg.model import Document, DocumentKind

__all__ = ["MODEL", "PROSE", "Voiced", "in_context", "voice_inputs", "voices"]

#: Kinds of document that are prose.
PROSE = (DocumentKind.NEWS, DocumentKind.PAGE, DocumentKind.OTHER)
MODEL = "voices"
#: The class of sentences in which others pass on what inspectors found, and that of narration.
RELAYS, NARRATION = "relays", "narration"
#: Confidence of a voice that a rule decides.
RULE_CONFIDENCE = 0.97

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Voiced:
    """A sentence and who says it; ranges in the document's text.

    `by` is "inspectorate", "council" or "other", None for the writer's narration.  `relays`:
    somebody else passes on what inspectors found.  `name` and `body` are the speaker's, as far as
    the text gives them.  `quoted`: it stands inside quotation marks.
    """

    start: int
    end: int
    by: str | None
    relays: bool = False
    name: Range | None = None
    body: Range | None = None
    quoted: bool = False
    confidence: float = 1.0


def voices(document: Document, passages: Sequence[Passage]) -> tuple[Voiced, ...]:
    """Who says each sentence of prose, in the order of the text."""
    readings, features = voice_inputs(document, passages)
    model = load(MODEL)
    return decide(readings, model.chances(features), model)


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


def decide(readings: Sequence[Reading], chances: Floats, model: LinearModel) -> tuple[Voiced, ...]:
    """The voice of each sentence, from its reading and the model's chances."""
    found = []
    for reading, row in zip(readings, chances, strict=True):
        ruled = _by_rule(reading)
        best = int(np.argmax(row))
        label, chance = ruled or model.classes[best], RULE_CONFIDENCE if ruled else float(row[best])
        found.append(_voiced(reading, label, round(chance, 3)))
    return tuple(found)


def _by_rule(reading: Reading) -> str | None:
    """The class that the discourse alone decides: that of a speaker who is named."""
    speaker = reading.speaker
    if speaker is None or speaker.voice not in SPEAKERS:
        return None
    if reading.relays:
        return RELAYS
    return speaker.voice


def _voiced(reading: Reading, label: str, confidence: float) -> Voiced:
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
    )


@Language.component("kg_voices")
def voices_component(doc: Doc) -> Doc:
    """Set `voices` on the doc, if it is prose."""
    if doc._.kind.is_prose:
        doc._.voices = voices(doc._.document, doc._.passages)
    return doc
