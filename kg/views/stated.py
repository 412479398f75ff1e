"""Overall grades that reports and letters state of inspections whose own report a graph lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from kg.model import OFFICIAL
from kg.rdf.iris import expand, token
from kg.reference_data import read_reference

__all__ = ["Stated", "counts", "in_years", "is_another", "settled"]

#: Years within which two dates are of one inspection: documents date it by its visit or its report.
NEAR = 0.75

#: When an inspection was, the grade that a document states of it, and the IRI of its claim.
Stated = tuple[str, str, str]


def in_years(when: str) -> float:
    """A date as a number of years; a year alone is its middle, a month alone too.

    >>> in_years("2019"), in_years("2019-07")
    (2019.5, 2019.54)
    """
    year, month, day = (*map(int, when.split("-")), *(0, 0))[:3]
    months = month - 1 + (day or 15) / 30 if month else 6
    return round(year + months / 12, 2)


def counts(when: str, grade: str, type_: str, areas: Collection[str], kinds: Iterable[str]) -> bool:
    """Whether a claim on an earlier inspection states an overall grade like those of today.

    It is of a type of inspection that a framework grades, or of none that is stated; of no area
    alone (`areas`); not from before the first framework; and from a report or letter (`kinds`).

    >>> counts("2016", "good", "", (), ["letter"]), counts("2016", "good", "", (), ["news"])
    (True, False)
    """
    types, first = _graded()
    is_full = not type_ or type_ in types
    is_official = any(kind in OFFICIAL for kind in kinds)
    return bool(grade) and is_full and not areas and when >= first and is_official


@cache
def _graded() -> tuple[frozenset[str], str]:
    """The types of inspection that a framework grades, and the month from which the first did."""
    nodes = read_reference("concepts").values()
    frameworks = [node for node in nodes if expand("kg:validFrom") in node]
    types = {token(iri) for node in frameworks for iri in node[expand("kg:inspectionType")]}
    return frozenset(types), min(node[expand("kg:validFrom")][0] for node in frameworks)[:7]


def is_another(when: str, graded: Iterable[float]) -> bool:
    """Whether a date is that of another inspection than those of these days, in years.

    >>> is_another("2017", [2017.3]), is_another("2015", [2017.3])
    (False, True)
    """
    return all(abs(in_years(when) - day) > NEAR for day in graded)


def settled(stated: Iterable[Stated]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The date, the grade and the claims of each inspection of a council, oldest first.

    What is stated of one inspection, within NEAR years, is one grade; where documents disagree, the
    one that most of them state, else none.

    >>> stated = [("2016", "good", "a"), ("2016-05", "good", "b"), ("2016", "inadequate", "c")]
    >>> list(settled(stated))
    [('2016-05', 'good', ('b', 'a'))]
    """
    for group in _grouped(stated):
        (grade, most), *others = Counter(grade for _, grade, _ in group).most_common(2)
        if others and others[0][1] == most:
            continue
        same = [(when, claim) for when, one, claim in group if one == grade]
        yield max((when for when, _ in same), key=len), grade, tuple(claim for _, claim in same)


def _grouped(stated: Iterable[Stated]) -> Iterator[list[Stated]]:
    """What is stated, by inspections: each within NEAR years of the first."""
    group: list[Stated] = []
    for one in sorted(stated, key=lambda one: in_years(one[0])):
        if group and in_years(one[0]) - in_years(group[0][0]) > NEAR:
            yield group
            group = []
        group.append(one)
    if group:
        yield group
