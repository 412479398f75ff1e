"""Overall grades that reports and letters state of inspections whose own report a graph lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

__all__ = ["OFFICIAL", "Stated", "in_years", "is_another", "settled"]

#: The kinds of document whose word on an earlier grade is taken.
OFFICIAL = ("report", "letter")
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
