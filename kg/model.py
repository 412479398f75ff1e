"""The value types passed between stages: documents and the facts that they state.

    Source -> Document -> Facts -> Linked -> quads

All are frozen and contain plain values.  Character offsets count Unicode code points in
`Document.text`; the start is included, the end is not.
"""

from __future__ import annotations

import bisect
import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

__all__ = [
    "NO_INSPECTION",
    "ROWS",
    "Announcement",
    "Block",
    "BlockKind",
    "CouncilMention",
    "Document",
    "DocumentKind",
    "EarlierInspection",
    "Evidence",
    "Facts",
    "Finding",
    "Focus",
    "FollowUp",
    "Inspection",
    "Inspector",
    "Judgement",
    "Leader",
    "NamedThing",
    "PartialDate",
    "Progress",
    "Response",
    "Unresolved",
]


_PARTIAL_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")

#: Key of the count of a quality query whose rows have no column `missing`.
ROWS = "rows"
#: Key of the count of documents that report no inspection.
NO_INSPECTION = "none"


class BlockKind(StrEnum):
    """The role of a block on the page; a cell says whose the text of the table beside it is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    FOOTNOTE = "footnote"
    CELL = "cell"


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

    @property
    def is_prose(self) -> bool:
        """Whether documents of this genre are prose about inspections: no report, no letter."""
        return self not in OFFICIAL


#: The kinds of document that inspectorates publish.
OFFICIAL = (DocumentKind.REPORT, DocumentKind.LETTER)


@dataclass(frozen=True, slots=True)
class Document:
    """A document's cleaned text and its structure.

    `pages` are the offsets at which pages start (empty for formats without pages).  `title`,
    `published`, `url` and `publisher` come from the file's metadata (HTML and DOCX), not from its
    text.  `names` are all names that a web page gives its publisher, the surest first: its site's
    name, the end of its title, its logo, its copyright line, its council's web address.
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
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    #: How sure it is that these are the words: less than 1 for words that were told from a picture.
    confidence: float = 1.0

    def page_at(self, offset: int) -> int | None:
        """The page, counted from 1, of the character at `offset`."""
        return bisect.bisect_right(self.pages, offset) or None

    def block_at(self, offset: int) -> Block | None:
        """The block that contains the character at `offset`."""
        index = bisect.bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        if index < 0 or offset >= self.blocks[index].end:
            return None
        return self.blocks[index]

    def quote(self, start: int, end: int) -> str:
        """The words of a range."""
        return self.text[start:end]


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as precise as a document states it: `2014`, `2014-03` or `2014-03-31`.

    >>> PartialDate("2014-02").latest
    '2014-02-28'
    """

    iso: str

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """The date in a text; raises ValueError for another form or a date that doesn't exist.

        Other forms of ISO 8601, such as `20190514` and `2019-W20-1`, are refused.
        """
        date = cls(text)
        if not _PARTIAL_DATE.fullmatch(text):
            raise ValueError(text)
        dt.date.fromisoformat(date.earliest)
        return date

    @property
    def is_day(self) -> bool:
        """Whether the date is precise to the day."""
        return self.iso.count("-") == 2

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
    """The words that support a fact, and the component that found them.

    `states` names the properties of the fact that these words support, if not all.
    """

    start: int
    end: int
    component: str
    confidence: float = 1.0
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CouncilMention:
    """A council's name in the text: its possible GSS codes, and its weight as the subject.

    `full` names count as naming the council, bare place names only beside them.  `former` says that
    the words around the name speak of a council of the past ("the former X County Council").
    """

    candidates: tuple[str, ...]
    weight: int
    full: bool
    evidence: Evidence
    former: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """The next inspection or visit that a document announces, as far as it says: when, on what."""

    when: PartialDate | None
    focus: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Focus:
    """What a focused visit looked at: tokens of the scheme `focus`, or `other:` and words."""

    areas: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection that a document reports; any part may be missing.

    `council` is the GSS code of the inspected council, None if linking is to decide it.
    `ordinal` is 3 for the third monitoring visit.
    """

    type: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    published: PartialDate | None = None
    evidence: tuple[Evidence, ...] = ()
    council: str | None = None
    ordinal: int | None = None
    next: Announcement | None = None
    focus: Focus | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A grade for an area (tokens of the schemes `area` and `grade`).

    Here as in other facts, `council` is the GSS code of the council that the fact is about, None
    for the subjects of the document.
    """

    area: str
    grade: str
    evidence: Evidence
    council: str | None = None


@dataclass(frozen=True, slots=True)
class Inspector:
    """A named person who inspected or signed for an inspectorate (scheme `inspector-role`).

    `other_names` are further spellings of the name, `also` further words about the person.  Who
    inspected and signed has two roles: `role` and `further_role`.
    """

    name: str
    role: str
    evidence: Evidence
    other_names: tuple[str, ...] = ()
    also: tuple[Evidence, ...] = ()
    council: str | None = None
    further_role: str | None = None


@dataclass(frozen=True, slots=True)
class Leader:
    """A leadership post in a council or partner body; `name` is None when it is not given.

    `other_names` are further spellings of the name, `also` further words about the holder;
    `before` names the bodies in which the holder previously held a post.
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
    council: str | None = None


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A programme or an organisation: its name in the text, how often and where it is first named.

    `entity` is the slug of the gazetteer's entry, None for a thing that was recognised by pattern.
    """

    name: str
    kind: str
    entity: str | None
    count: int
    quote: tuple[int, int]
    evidence: Evidence
    council: str | None = None


@dataclass(frozen=True, slots=True)
class EarlierInspection:
    """An earlier inspection of the council that the text mentions.

    `grade_evidence` is the place of its grade when that is not next to its date.  `parts` are the
    areas that the grade is of, none if it is that of the whole.
    """

    when: PartialDate
    grade: str | None
    type: str | None
    evidence: Evidence
    grade_evidence: Evidence | None = None
    council: str | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """An evaluative sentence or clause: kind, themes (most fitting first) and trend.

    `priority`: it is asked for under a heading such as "Areas for priority action".
    `framework_reference` is what an item names of the national framework, such as "outcome 3".
    """

    kind: str
    themes: tuple[str, ...]
    trend: str | None
    section: str | None
    evidence: Evidence
    council: str | None = None
    priority: bool = False
    framework_reference: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What someone other than the inspectorate says: never a finding.

    `by` is a token of the scheme `voice`: "council" for a council, its members, its officers or a
    body that delivers for it, "government" for ministers and departments, "other" for anyone else.
    `speaker` is a person's name and `body` the name of an organisation, each None when the text
    gives none.
    """

    by: str
    speaker: str | None
    body: str | None
    evidence: Evidence
    council: str | None = None


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Something that the text names and that could not be resolved to an entity."""

    what: str
    text: str
    start: int
    end: int
    reason: str

    @classmethod
    def at(cls, document: Document, start: int, end: int, what: str, reason: str) -> Unresolved:
        """What the words of a range of a document name."""
        return cls(what, document.quote(start, end), start, end, reason)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Words that refer to a recommendation of an earlier inspection.

    `when` is the date that they give for that inspection; None for the last inspection.
    """

    when: PartialDate | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts that one document states, before linking.

    `subjects` are the GSS codes of the councils that the document is about, None if linking is to
    decide them.
    """

    kind: DocumentKind = DocumentKind.OTHER
    title: tuple[int, int] | None = None
    published: tuple[PartialDate, Evidence] | None = None
    councils: tuple[CouncilMention, ...] = ()
    subjects: tuple[str, ...] | None = None
    inspections: tuple[Inspection, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    inspectors: tuple[Inspector, ...] = ()
    leaders: tuple[Leader, ...] = ()
    programmes: tuple[NamedThing, ...] = ()
    organisations: tuple[NamedThing, ...] = ()
    earlier: tuple[EarlierInspection, ...] = ()
    findings: tuple[Finding, ...] = ()
    responses: tuple[Response, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()

    @property
    def inspection(self) -> Inspection:
        """The first inspection that the document reports; an empty one if it reports none."""
        return self.inspections[0] if self.inspections else Inspection()


class Progress(Protocol):
    """Called after each step of a long task: steps done, total steps, the last step's name.

    `words` is the number of words of the document that the step processed, if any.
    """

    def __call__(self, done: int, total: int, name: str, words: int = 0, /) -> None:
        """Show or log the progress."""
