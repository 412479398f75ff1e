"""The spaCy pipeline: a component for each kind of fact."""

from __future__ import annotations

import gc
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction import (
    councils,
    document_kind,
    earlier_inspections,
    findings,
    follow_ups,
    inspection,
    judgements,
    organisations,
    programmes,
)
from kg.extraction.people import inspectors, leaders
from kg.extraction.prose import findings as prose_findings
from kg.extraction.prose import inspections as prose_inspections
from kg.extraction.prose import voices
from kg.extraction.text import passages
from kg.model import Document, DocumentKind, Facts, Inspection

__all__ = ["COMPONENTS", "extract", "pipeline"]

#: Components in order; later ones read what earlier ones set.
COMPONENTS = (
    "kg_kind",
    "kg_passages",
    "kg_councils",
    "kg_inspection",
    "kg_voices",
    "kg_statements",
    "kg_judgements",
    "kg_inspectors",
    "kg_leaders",
    "kg_organisations",
    "kg_programmes",
    "kg_earlier",
    "kg_findings",
    "kg_prose_findings",
    "kg_followups",
)
#: Components for official documents; `kg_statements` reads the same facts in prose.
SKIPPED_IN_PROSE = ("kg_judgements", "kg_earlier", "kg_findings", "kg_followups")
#: Importing these modules registers their components with spaCy.
_MODULES = (
    councils, document_kind, earlier_inspections, findings, follow_ups, inspection, inspectors,
    judgements, leaders, organisations, passages, programmes, prose_findings, prose_inspections,
    voices,
)  # fmt: skip

_DEFAULTS: dict[str, object] = {
    "document": None,
    "passages": (),
    "kind": DocumentKind.OTHER,
    "published": None,
    "councils": (),
    "subjects": None,
    "council_at": {},
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
    for name, component in nlp.pipeline:
        if name not in SKIPPED_IN_PROSE or not doc._.kind.is_prose:
            doc = component(doc)
    facts = {name: getattr(doc._, name) for name in Facts.__slots__ if name in _DEFAULTS}
    return Facts(**facts)
