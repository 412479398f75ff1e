"""The value types that the stages hand on: documents and the facts that they state.

    Source -> Document -> Facts -> Linked -> quads

All are frozen and hold plain values.  A character offset counts Unicode code points in
`Document.text`, start included, end excluded.
"""

from __future__ import annotations

import bisect
import calendar
import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

__all__ = [
    "Block",
    "BlockKind",
    "CouncilMention",
    "Document",
    "DocumentKind",
    "EarlierInspection",
    "Evidence",
    "Facts",
    "Finding",
    "FollowUp",
    "Inspection",
    "Inspector",
    "Judgement",
    "Leader",
    "NamedThing",
    "PartialDate",
    "Progress",
    "Unresolved",
]


class BlockKind(StrEnum):
    """What a block is on the page."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that belongs together; `number` is a paragraph's printed number ("43")."""

    kind: BlockKind
    start: int
    end: int
    number: str | None = None


class DocumentKind(StrEnum):
    """The genre of a document (concept scheme `document-kind`)."""

    REPORT = "report"
    LETTER = "letter"
    NEWS = "news"
    PAGE = "page"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Document:
    """A document's cleaned text and the structure over it.

    `pages` holds the offset at which each page begins (empty for formats without pages);
    `title`, `published`, `url` and `publisher` are what the file itself declares (HTML and DOCX
    metadata), not what was read from its text.
    """

    sha256: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    pages: tuple[int, ...] = ()
    title: str | None = None
    published: str | None = None
    url: str | None = None
    publisher: str | None = None
    notes: tuple[str, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The page, from 1, on which the character at `offset` stands."""
        return bisect.bisect_right(self.pages, offset) or None

    def block_at(self, offset: int) -> Block | None:
        """The block that holds the character at `offset`."""
        index = bisect.bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        if index < 0 or offset >= self.blocks[index].end:
            return None
        return self.blocks[index]

    def quote(self, start: int, end: int) -> str:
        """The words of a range."""
        return self.text[start:end]


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as coarse as a document states it: `2014`, `2014-03` or `2014-03-31`.

    >>> PartialDate("2014-02").latest
    '2014-02-28'
    """

    iso: str

    @property
    def earliest(self) -> str:
        """The first day that the date can mean, ISO 8601."""
        return self.iso + "-01-01"[3 * self.iso.count("-") :]

    @property
    def latest(self) -> str:
        """The last day that the date can mean, ISO 8601."""
        parts = [int(part) for part in self.iso.split("-")]
        year, month = parts[0], parts[1] if len(parts) > 1 else 12
        day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
        return dt.date(year, month, day).isoformat()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that a fact rests on, and the component that found them.

    `states` names the properties of the fact that these words support, where it is not all.
    """

    start: int
    end: int
    component: str
    confidence: float = 1.0
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CouncilMention:
    """A council's name in the text: what it may stand for, and its weight as the subject."""

    candidates: tuple[str, ...]
    weight: int
    full: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Inspection:
    """The inspection that a document reports; each part may be unstated."""

    type: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    published: PartialDate | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A grade for an area (tokens of the schemes `area` and `grade`)."""

    area: str
    grade: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Inspector:
    """Someone named who inspected or signed for an inspectorate (scheme `inspector-role`).

    `other_names` are further spellings of the name, `also` further words about the person.
    """

    name: str
    role: str
    evidence: Evidence
    other_names: tuple[str, ...] = ()
    also: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Leader:
    """A leadership post in a council or partner body; `name` is None where it is not given.

    `other_names` are further spellings of the name, `also` further words about the holder;
    `before` names the bodies of posts that the holder is said to have held before.
    """

    name: str | None
    role: str
    role_text: str
    organisation: str | None
    since: PartialDate | None
    evidence: Evidence
    other_names: tuple[str, ...] = ()
    also: tuple[Evidence, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A programme or an organisation: what the text calls it, how often, and first where.

    `entity` is the slug of the gazetteer's entry, None for one found by its shape.
    """

    name: str
    kind: str
    entity: str | None
    count: int
    quote: tuple[int, int]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class EarlierInspection:
    """An earlier inspection of the council that the text speaks of.

    `grade_evidence` is where its grade stands when that is not beside its date.
    """

    when: PartialDate
    grade: str | None
    type: str | None
    evidence: Evidence
    grade_evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """An evaluative sentence or clause: kind, themes (most fitting first) and trend."""

    kind: str
    themes: tuple[str, ...]
    trend: str | None
    section: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Something that the text names and that could not be decided: it stays out of the graph."""

    what: str
    text: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Words that say they speak of a recommendation of an earlier inspection.

    `when` is that inspection's date where they give it; None is the last one.
    """

    when: PartialDate | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one document says, before anything is linked."""

    kind: DocumentKind = DocumentKind.OTHER
    title: tuple[int, int] | None = None
    published: tuple[PartialDate, Evidence] | None = None
    councils: tuple[CouncilMention, ...] = ()
    inspection: Inspection = field(default_factory=Inspection)
    judgements: tuple[Judgement, ...] = ()
    inspectors: tuple[Inspector, ...] = ()
    leaders: tuple[Leader, ...] = ()
    programmes: tuple[NamedThing, ...] = ()
    organisations: tuple[NamedThing, ...] = ()
    earlier: tuple[EarlierInspection, ...] = ()
    findings: tuple[Finding, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()


class Progress(Protocol):
    """Called after each step of long work: steps done, steps in all, the last one's name.

    `words` are those of the document that the step processed, if it was one.
    """

    def __call__(self, done: int, total: int, name: str, words: int = 0, /) -> None:
        """Show, or log, how far the work is."""
