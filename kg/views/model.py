"""What a page shows, as frozen values: councils, inspections, people, bodies and findings.

A thing refers to another by its IRI, to a document by its IRI, and to words by a `Place`.  Tokens
are those of the concept schemes.  Dates are as precise as the documents state them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.citation import Citation

__all__ = [
    "Atlas",
    "Body",
    "Concept",
    "Council",
    "Document",
    "Finding",
    "Grade",
    "Inspection",
    "Naming",
    "Person",
    "Place",
    "Post",
    "Response",
    "StatedGrade",
    "Visit",
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: `text[start:end]` of the document, counted in code points.

    `words` are the words themselves; `page` is 0 where the document has no pages.
    """

    document: str
    start: int
    end: int
    page: int
    paragraph: str
    words: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document.

    `findings` says whether its findings are on the page, not only their numbers.  `text` is None
    where they are not, and where the graph has no texts.
    """

    iri: str
    title: str
    path: str
    url: str
    paged: bool
    when: str
    reports: tuple[str, ...]
    findings: bool
    text: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: its token, label and definition, and the concept that it is compared as."""

    token: str
    label: str
    definition: str = ""
    compared_as: str = ""


@dataclass(frozen=True, slots=True)
class Council:
    """A council; `hexagon` is its column and row on the map (odd rows are half a hexagon right)."""

    iri: str
    gss: str
    name: str
    official: str
    kind: str
    region: str
    formed: str
    abolished: str
    successors: tuple[str, ...]
    neighbours: tuple[str, ...]
    also: tuple[str, ...]
    hexagon: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade for an area, and where documents give it."""

    area: str
    grade: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class StatedGrade:
    """An overall grade that a later document states, of an inspection without a report here."""

    council: str
    when: str
    grade: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection or visit.  `left_out` are the areas that its framework doesn't grade."""

    iri: str
    councils: tuple[str, ...]
    type: str
    start: str
    end: str
    published: str
    next_due: str
    follows: tuple[str, ...]
    focus: tuple[str, ...]
    left_out: tuple[str, ...]
    grades: tuple[Grade, ...]
    documents: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A post that a document says a person holds, at a council or another organisation."""

    council: str
    organisation: str
    role: str
    role_text: str
    since: str
    inspection: str
    document: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """A person's part in an inspection."""

    inspection: str
    role: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A leader or inspector, or both."""

    iri: str
    name: str
    also: tuple[str, ...]
    posts: tuple[Post, ...]
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """A document on a council that names a programme or organisation."""

    council: str
    document: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A programme or an organisation (`sort`), of a `kind` such as an academy or a charity."""

    iri: str
    sort: str
    kind: str
    name: str
    also: tuple[str, ...]
    namings: tuple[Naming, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """What others than the inspectorate say."""

    speaker: str
    councils: tuple[str, ...]
    inspections: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding; `confidence` is in hundredths, `words` are "" where texts have all of them.

    `state` is that of a recommendation.  `later` are the later findings about its issue, by date:
    positions in the atlas, each with what it says.
    """

    document: str
    start: int
    end: int
    kind: str
    trend: str
    priority: bool
    confidence: int
    themes: tuple[str, ...]
    page: int
    paragraph: str
    councils: tuple[str, ...]
    inspections: tuple[str, ...]
    words: str
    state: str = ""
    later: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Atlas:
    """Everything on the page.  Councils are sorted by name, findings by their place.

    `grades` are best first.  `findings` are those of the documents that are shown; `found` is the
    number of all.  `counts` has all too: of each inspection, by theme ("" for all themes), the
    number of each kind in `FINDING_KINDS`.
    """

    documents: tuple[Document, ...]
    grades: tuple[Concept, ...]
    areas: tuple[Concept, ...]
    themes: tuple[Concept, ...]
    types: tuple[Concept, ...]
    regions: tuple[Concept, ...]
    focuses: tuple[Concept, ...]
    councils: tuple[Council, ...]
    inspections: tuple[Inspection, ...]
    stated: tuple[StatedGrade, ...]
    people: tuple[Person, ...]
    bodies: tuple[Body, ...]
    responses: tuple[Response, ...]
    findings: tuple[Finding, ...]
    found: int
    counts: Mapping[str, Mapping[str, Sequence[int]]]
