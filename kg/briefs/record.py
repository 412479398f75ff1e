"""What a graph tells of one council: its inspections with their grades, and who says so.

It is read from the quotes behind the council and its inspections (`kg.explore.explain`), so that
nothing is told without words of a document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.briefs.model import Source
from kg.explore.explain import Quote, explain
from kg.gazetteer import Council, Gazetteer
from kg.model import OFFICIAL
from kg.rdf.iris import expand, thing, token
from kg.reference_data import concept_labels, read_reference
from kg.store.graph import Graph
from kg.views.stated import counts, in_years, is_another, settled

__all__ = [
    "AREAS",
    "OVERALL",
    "Claim",
    "Grade",
    "Inspection",
    "Record",
    "StatedGrade",
    "compared",
    "read_record",
    "source_of",
]

OVERALL = "overall-effectiveness"
#: The areas that are compared over the years, as in `kg view`.
AREAS = (OVERALL, "help-and-protection", "in-care", "care-leavers", "leadership")

#: The kinds of claim that grades rest on.
GRADED = ("Inspection", "Judgement", "EarlierInspection")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and its quotes, each of which may support a part of it."""

    iri: str
    quotes: tuple[Quote, ...]

    def all(self, name: str) -> tuple[str, ...]:
        """The values of a property."""
        found = {value for quote in self.quotes for one, value in quote.states if one == name}
        return tuple(sorted(found))

    def one(self, name: str) -> str:
        """The first value of a property, or ""."""
        return next(iter(self.all(name)), "")

    def sources(self, *names: str) -> tuple[Source, ...]:
        """The words that state one of these properties; without names, all words.

        Those that state the least beside it come first: others may state it with the whole claim.
        """
        stating = [q for q in self.quotes if not names or any(n in names for n, _ in q.states)]
        if names:
            stating.sort(key=lambda quote: len(quote.states))
        return tuple(dict.fromkeys(source_of(quote) for quote in stating))

    @property
    def paths(self) -> tuple[str, ...]:
        """The documents that make it."""
        return tuple(sorted({quote.path for quote in self.quotes}))


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade for an area, with the words that give it."""

    area: str
    grade: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection or visit; `no_grade` says why its framework gives an area no grade."""

    council: Council
    type: str
    start: str
    end: str
    focus: tuple[str, ...]
    grades: tuple[Grade, ...]
    no_grade: Mapping[str, str]
    claim: Claim

    @property
    def when(self) -> str:
        """The first day that is known, or ""."""
        return self.start or self.end

    @property
    def is_full(self) -> bool:
        """Whether it grades the council's services, as full inspections do."""
        return any(compared(grade.area) in AREAS for grade in self.grades)

    def given(self, area: str) -> tuple[Grade, ...]:
        """The grades for an area: several where documents disagree."""
        exact = tuple(grade for grade in self.grades if grade.area == area)
        return exact or tuple(grade for grade in self.grades if compared(grade.area) == area)

    def dated_by(self) -> tuple[Source, ...]:
        """The words that give its date, and those with the year where they lack it."""
        found = self.claim.sources("start", "end")
        with_year = tuple(source for source in found if self.when[:4] in source.words)
        return with_year[:1] or (*found[:1], *self.claim.sources("published")[:1])


@dataclass(frozen=True, slots=True)
class StatedGrade:
    """An overall grade that a later document states, of an inspection without a report here."""

    when: str
    grade: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What a graph tells of one council.  Inspections are oldest first, then those undated.

    `stated` are of inspections since it was formed, `stated_before` of those before.
    """

    council: Council
    quotes: tuple[Quote, ...]
    inspections: tuple[Inspection, ...]
    stated: tuple[StatedGrade, ...]
    stated_before: tuple[StatedGrade, ...]
    posts: tuple[Claim, ...]
    programmes: tuple[Claim, ...]

    @property
    def full(self) -> tuple[Inspection, ...]:
        """The dated full inspections, oldest first."""
        return tuple(one for one in self.inspections if one.is_full and one.when)


def read_record(
    graph: Graph, gss: str, kinds: Mapping[str, str], *, only_grades: bool = False
) -> Record:
    """The record of a council; `kinds` are the kinds of the documents, by path.

    With `only_grades` it lacks posts and programmes, which takes half the time.
    """
    council = Gazetteer.load().councils[gss]
    wanted = GRADED if only_grades else None
    quotes = _official_first(explain(graph, thing("council", gss), wanted), kinds)
    claims = _claims(quotes)
    inspections = sorted(
        (_inspection(graph, council, claim, kinds) for claim in claims["Inspection"]),
        key=lambda one: (not one.when, one.when, one.claim.iri),
    )
    stated = tuple(_stated(inspections, claims["EarlierInspection"], kinds))
    formed = council.formed.isoformat() if council.formed else ""
    return Record(
        council,
        tuple(quotes),
        tuple(inspections),
        tuple(one for one in stated if one.when >= formed),
        tuple(one for one in stated if one.when < formed),
        tuple(claims["Tenure"]),
        tuple(claim for claim in claims["Mention"] if claim.one("programme kind")),
    )


def source_of(quote: Quote) -> Source:
    """The words of a quote with their place."""
    return Source(quote.path, quote.title, quote.page, quote.paragraph, quote.words)


@cache
def compared(area: str) -> str:
    """The area that grades for this one are compared as.

    >>> compared("looked-after-and-permanence"), compared("leadership")
    ('in-care', 'leadership')
    """
    for iri, node in read_reference("concepts").items():
        if token(iri) == area and expand("kg:comparedAs") in node:
            return token(node[expand("kg:comparedAs")][0])
    return area


def _official_first(quotes: Iterable[Quote], kinds: Mapping[str, str]) -> list[Quote]:
    return sorted(quotes, key=lambda quote: kinds.get(quote.path) not in OFFICIAL)


def _claims(quotes: Iterable[Quote]) -> dict[str, list[Claim]]:
    """The claims of each kind."""
    by_claim: dict[tuple[str, str], list[Quote]] = defaultdict(list)
    for quote in quotes:
        by_claim[quote.kind, quote.claim].append(quote)
    found: dict[str, list[Claim]] = defaultdict(list)
    for (kind, iri), same in by_claim.items():
        found[kind].append(Claim(iri, tuple(same)))
    return found


def _inspection(
    graph: Graph, council: Council, claim: Claim, kinds: Mapping[str, str]
) -> Inspection:
    judgements = _claims(_official_first(explain(graph, claim.iri, ["Judgement"]), kinds))[
        "Judgement"
    ]
    given: dict[tuple[str, str], dict[Source, None]] = defaultdict(dict)
    for judgement in judgements:
        if council.name in judgement.all("council"):
            key = judgement.one("area"), judgement.one("grade")
            given[key].update(dict.fromkeys(judgement.sources()))
    areas, grades = (list(concept_labels(scheme)) for scheme in ("area", "grade"))
    order = sorted(given, key=lambda key: (areas.index(key[0]), grades.index(key[1])))
    type_, start, end = (claim.one(name) for name in ("inspection type", "start", "end"))
    labels = concept_labels("focus")
    return Inspection(
        council,
        type_,
        start,
        end,
        (*(labels[focus][0] for focus in claim.all("focus")), *claim.all("other focus")),
        tuple(Grade(area, grade, tuple(given[area, grade])) for area, grade in order),
        _left_out(type_, start or end) if given else {},
        claim,
    )


def _left_out(type_: str, when: str) -> Mapping[str, str]:
    """The areas that the framework of a day leaves out, with its definition."""
    day = f"{when}-01-01"[:10]
    return {
        token(area): node[expand("skos:definition")][0]
        for node in _frameworks()
        if type_ in map(token, node[expand("kg:inspectionType")])
        if node[expand("kg:validFrom")][0] <= day <= node.get(expand("kg:validUntil"), [day])[0]
        for area in node.get(expand("kg:leavesOutArea"), ())
    }


@cache
def _frameworks() -> tuple[Mapping[str, list[str]], ...]:
    nodes = read_reference("concepts").values()
    return tuple(node for node in nodes if expand("kg:validFrom") in node)


def _stated(
    inspections: Iterable[Inspection],
    earlier: Iterable[Claim],
    kinds: Mapping[str, str],
) -> Iterable[StatedGrade]:
    """Overall grades that reports and letters state of inspections without a report here."""
    graded = [in_years(one.when) for one in inspections if one.grades and one.when]
    claims = {
        claim.iri: claim
        for claim in earlier
        if counts(
            claim.one("when"),
            claim.one("grade"),
            claim.one("inspection type"),
            claim.all("graded area"),
            (kinds.get(path, "") for path in claim.paths),
        )
        and is_another(claim.one("when"), graded)
    }
    stated = [(claim.one("when"), claim.one("grade"), iri) for iri, claim in claims.items()]
    for when, grade, iris in settled(stated):
        claim = next(claims[iri] for iri in iris if claims[iri].one("when") == when)
        sources = (*claim.sources("when")[:1], *claim.sources("grade")[:1])
        yield StatedGrade(when, grade, tuple(dict.fromkeys(sources)))
