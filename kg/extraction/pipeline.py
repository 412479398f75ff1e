"""The spaCy pipeline: a component for each kind of fact."""

from __future__ import annotations

import gc
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction import (
    councils,
    earlier_inspections,
    findings,
    follow_ups,
    inspection,
    judgements,
    organisations,
    programmes,
)
from kg.extraction.people import inspectors, leaders
from kg.extraction.prose import voices
from kg.extraction.text import passages
from kg.model import Document, DocumentKind, Facts, Inspection

__all__ = ["COMPONENTS", "extract", "pipeline"]

#: Components in order; later ones read what earlier ones set.
COMPONENTS = (
    "kg_passages",
    "kg_councils",
    "kg_inspection",
    "kg_judgements",
    "kg_inspectors",
    "kg_leaders",
    "kg_voices",
    "kg_organisations",
    "kg_programmes",
    "kg_earlier",
    "kg_findings",
    "kg_followups",
)
#: Importing these modules registers their components with spaCy.
_MODULES = (
    councils, earlier_inspections, findings, follow_ups, inspection, inspectors, judgements,
    leaders, organisations, passages, programmes, voices,
)  # fmt: skip

_DEFAULTS: dict[str, object] = {
    "document": None,
    "passages": (),
    "kind": DocumentKind.OTHER,
    "published": None,
    "councils": (),
    "subjects": None,
    "inspections": (),
    "judgements": (),
    "inspectors": (),
    "leaders": (),
    "programmes": (),
    "organisations": (),
    "bodies": (),
    "voices": (),
    "earlier": (),
    "findings": (),
    "responses": (),
    "unresolved": (),
    "followups": (),
}


@cache
def pipeline() -> Language:
    """The pipeline, created once in each process."""
    for name, default in _DEFAULTS.items():
        Doc.set_extension(name, default=default, force=True)
    Doc.set_extension("inspection", getter=_first_inspection, force=True)
    nlp = spacy.blank("en")
    nlp.max_length = 20_000_000
    for component in COMPONENTS:
        nlp.add_pipe(component)
    gc.freeze()  # the garbage collector need not search what stays loaded
    return nlp


def _first_inspection(doc: Doc) -> Inspection:
    """The first inspection that the document reports; an empty one if it reports none."""
    return doc._.inspections[0] if doc._.inspections else Inspection()


def extract(document: Document) -> Facts:
    """Extract all facts of a document."""
    nlp = pipeline()
    doc = nlp.make_doc(document.text)
    doc._.document = document
    for _, component in nlp.pipeline:
        doc = component(doc)
    facts = {name: getattr(doc._, name) for name in Facts.__slots__ if name in _DEFAULTS}
    return Facts(**facts)
