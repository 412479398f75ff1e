"""How good each council was when each document was written: by area, and overall.

The grades are those of the inspection that the document reports.  Where it gives none, as a visit,
it is the overall grade that the council held then: as the document states it, or else that of its
last inspection in the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg.rdf.iris import expand, scheme_of, token
from kg.reference_data import read_reference
from kg.store.index_entries import select_from

__all__ = ["GOOD", "OVERALL", "Held", "Standing", "read_standings"]

#: The grades of practice to learn from, the better one first.
GOOD = ("outstanding", "good")
OVERALL = "overall-effectiveness"

# DISTINCT, because each document that reports an inspection repeats what is known of it.
_REPORTS = """SELECT DISTINCT ?document ?council ?inspection {
  ?document kg:reports ?inspection . ?inspection kg:council ?council }"""
_GRADES = """SELECT DISTINCT ?inspection ?area ?grade {
  ?judgement a kg:Judgement ; kg:inspection ?inspection ; kg:area ?area ; kg:grade ?grade }"""
_HELD = """SELECT DISTINCT ?inspection ?document ?grade {
  ?claim kg:gradeHeldAt ?inspection ; kg:grade ?grade
  OPTIONAL { ?claim a kg:EarlierInspection ; kg:document ?document } }"""


@dataclass(frozen=True)
class Held:
    """A grade that a council held, and the area that it is of (tokens)."""

    grade: str
    area: str


@dataclass(frozen=True)
class Standing:
    """The grades of a council at the time of a document, by area."""

    grades: Mapping[str, str]

    def on(self, theme: str) -> Held | None:
        """The grade of the area that covers a theme if that is good, or else the one overall."""
        covering = self._lowest(_areas().get(theme, ()))
        if covering is not None and covering.grade in GOOD:
            return covering
        # where there is no grade overall, as since 2026, no area may be worse
        return self._lowest([OVERALL]) or self._lowest(sorted(self.grades))

    def _lowest(self, areas: Iterable[str]) -> Held | None:
        held = (Held(self.grades[area], area) for area in areas if area in self.grades)
        return max(held, key=lambda one: _rank(one.grade), default=None)


def read_standings(store: ox.Store) -> dict[tuple[str, str], Standing]:
    """The standing of each council (GSS code) at the time of each document (IRI) about it."""
    select = select_from(store)
    judged: dict[str, dict[str, str]] = defaultdict(dict)
    for inspection, area, grade in select(_GRADES):
        _keep_lower(judged[inspection], token(area), token(grade))
    known: dict[str, dict[str, str]] = defaultdict(dict)
    stated: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for inspection, document, grade in select(_HELD):
        held = stated[inspection, document] if document else known[inspection]
        _keep_lower(held, OVERALL, token(grade))
    standings: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for document, council, inspection in select(_REPORTS):
        grades = judged[inspection] or stated[inspection, document] or known[inspection]
        for area, grade in grades.items():
            _keep_lower(standings[document, token(council)], area, grade)
    return {key: Standing(grades) for key, grades in standings.items()}


def _keep_lower(grades: dict[str, str], area: str, grade: str) -> None:
    """Keep the lower of two grades for one area: documents may disagree."""
    grades[area] = max(grades.get(area, grade), grade, key=_rank)


def _rank(grade: str) -> int:
    return _ranks().get(grade, 0)


@cache
def _ranks() -> Mapping[str, int]:
    """The order of the grades, 1 the best."""
    return {
        token(iri): int(node[expand("kg:order")][0])
        for iri, node in read_reference("concepts").items()
        if scheme_of(iri) == "grade"
    }


@cache
def _areas() -> Mapping[str, tuple[str, ...]]:
    """The areas whose grade covers each theme."""
    return {
        token(iri): tuple(map(token, node[expand("kg:gradedUnder")]))
        for iri, node in read_reference("concepts").items()
        if expand("kg:gradedUnder") in node
    }
