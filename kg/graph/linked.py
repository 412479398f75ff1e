"""The result of linking: the facts of one document with the entities that they are about.

Entities are IRIs; councils may also be GSS codes.  Each `Linked…` type pairs an extracted fact with
what was decided about it, so that writing a fact needs no further look-up.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kg.model import (
    Document,
    Evidence,
    Facts,
    Finding,
    FollowUp,
    Inspection,
    Inspector,
    Judgement,
    Leader,
    NamedThing,
    PartialDate,
    Response,
    Unresolved,
)
from kg.rdf.iris import document_key

__all__ = [
    "Context",
    "Linked",
    "LinkedFinding",
    "LinkedFollowUp",
    "LinkedInspection",
    "LinkedInspector",
    "LinkedJudgement",
    "LinkedPost",
    "LinkedResponse",
    "LinkedThing",
    "MentionedCouncil",
    "document_date",
]


@dataclass(frozen=True, slots=True)
class MentionedCouncil:
    """A council that a document names: whether it is a subject, how often, and the best mention."""

    gss: str
    subject: bool
    count: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class LinkedInspection:
    """An inspection of one council that a document reports."""

    gss: str
    council_name: str
    iri: str
    fact: Inspection


@dataclass(frozen=True, slots=True)
class Context:
    """What a document is about: the context in which its names are resolved.

    `subjects` are GSS codes, in the order in which the text names them, or the extraction gives
    them.
    """

    document: Document
    facts: Facts
    subjects: tuple[str, ...]
    inspections: tuple[LinkedInspection, ...]

    @property
    def namespace(self) -> str:
        """The part of an IRI that distinguishes a local name from the same name elsewhere.

        It is the first subject council's code, or the document's key when there is none.
        """
        return self.subjects[0] if self.subjects else document_key(self.document.sha256)

    def councils(self, council: str | None) -> tuple[str, ...]:
        """The councils that a fact with this `council` is about."""
        return (council,) if council else self.subjects

    def inspections_of(self, council: str | None) -> tuple[LinkedInspection, ...]:
        """The inspections that a fact with this `council` belongs to."""
        return tuple(
            inspection for inspection in self.inspections if council in (None, inspection.gss)
        )


@dataclass(frozen=True, slots=True)
class LinkedJudgement:
    """A judgement and the inspection that gave it."""

    fact: Judgement
    inspection: LinkedInspection


@dataclass(frozen=True, slots=True)
class LinkedInspector:
    """An inspector and the IRI of the person."""

    fact: Inspector
    person: str


@dataclass(frozen=True, slots=True)
class LinkedPost:
    """A leadership post with its holder and its body, each None when the text does not say.

    `held_before` are the councils in which the holder previously held a post; `in_post_at` are the
    inspections during which the holder was in post.
    """

    fact: Leader
    holder: str | None
    body: str | None
    held_before: tuple[str, ...]
    in_post_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedThing:
    """A programme or an organisation and its IRI."""

    fact: NamedThing
    iri: str


@dataclass(frozen=True, slots=True)
class LinkedFinding:
    """A finding with the IRIs of the programmes and organisations that it names."""

    fact: Finding
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedResponse:
    """A response with its speaker and the speaker's council, as IRIs.

    `speaker` is None unless the document names the person as a leader; `body` is None unless it is
    a council that the document is about.
    """

    fact: Response
    speaker: str | None
    body: str | None


@dataclass(frozen=True, slots=True)
class LinkedFollowUp:
    """A follow-up with the findings that start within its words."""

    fact: FollowUp
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A document and its facts, with all decisions of linking.

    The facts of `context` still hold the kinds of fact that need no linking: the document's kind
    and date, and the earlier inspections that it mentions.
    """

    context: Context
    councils: tuple[MentionedCouncil, ...]
    judgements: tuple[LinkedJudgement, ...]
    inspectors: tuple[LinkedInspector, ...]
    posts: tuple[LinkedPost, ...]
    programmes: tuple[LinkedThing, ...]
    organisations: tuple[LinkedThing, ...]
    findings: tuple[LinkedFinding, ...]
    responses: tuple[LinkedResponse, ...]
    follow_ups: tuple[LinkedFollowUp, ...]
    unresolved: tuple[Unresolved, ...]

    @property
    def document(self) -> Document:
        """The document."""
        return self.context.document

    @property
    def facts(self) -> Facts:
        """The facts before linking."""
        return self.context.facts

    @property
    def subjects(self) -> tuple[str, ...]:
        """The GSS codes of the councils that the document is about."""
        return self.context.subjects

    @property
    def inspections(self) -> tuple[LinkedInspection, ...]:
        """The inspections that the document reports, each of one council."""
        return self.context.inspections


def document_date(document: Document, facts: Facts) -> dt.date | None:
    """The date as of which a document names councils.

    A report or a letter names them as of its inspection, prose as of its own date, which the text
    gives or else the file's metadata.
    """
    own = facts.published[0] if facts.published else None
    inspected = (facts.inspection.start, facts.inspection.published)
    in_prose = (own or _declared(document), *inspected)
    for date in in_prose if facts.kind.is_prose else (*inspected, own):
        if date is not None:
            return dt.date.fromisoformat(date.earliest)
    return None


def _declared(document: Document) -> PartialDate | None:
    """The date of publication in a document's metadata; None if there is none."""
    try:
        return PartialDate.parse((document.published or "")[:10])
    except ValueError:
        return None
