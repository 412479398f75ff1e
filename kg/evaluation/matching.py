"""When a fact that `kg` found is one of the gold, and how many are.

Facts are matched one to one within a document, each with the first in order that is the same.
What counts as the same is said kind by kind in `KINDS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.evaluation.gold import Fact, Facts

__all__ = ["KINDS", "Miss", "Tally", "alike", "compare", "mean", "normal", "same_person"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Right, missed and extra: true positives, false negatives, false positives."""

    tp: int = 0
    fn: int = 0
    fp: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.tp + other.tp, self.fn + other.fn, self.fp + other.fp)

    @property
    def gold(self) -> int:
        """How many there are to find."""
        return self.tp + self.fn

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 when nothing was found."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found; 0 when there is nothing."""
        return self.tp / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """A fact that was "missed" or is "extra", or a sentence "misread"; `value` says which.

    `quote` are the words behind it, empty where none are known.
    """

    document: str
    fact: str
    what: str
    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact: when a gold fact (first) and a found one (second) are the same.

    The mean leaves out a kind whose gold is not complete.
    """

    name: str
    same: Callable[[tuple[str, ...], tuple[str, ...]], bool]
    complete: bool = True


def normal(text: str) -> str:
    """Text as its words, in lower case, without punctuation other than apostrophes.

    >>> normal("The  Council’s well-being strategy.")
    "the council's well being strategy"
    """
    plain = text.translate(_APOSTROPHES)
    return " ".join(re.sub(r"[^\w' ]+", " ", plain).split()).casefold()


#: Curly apostrophes, and the marks that PDF files leave at a line's end.
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "\ufffe": None, "\u00ad": None})

#: Words that one writer adds to the name of a scheme and another does not.
_COMMON = frozenset(
    {
        *("the", "a", "an", "of", "s", "new", "named", "council", "service", "services", "team"),
        *("programme", "program", "project", "scheme", "initiative", "model", "approach"),
        *("framework", "practice"),
    }
)


def alike(one: str, other: str) -> bool:
    """Whether two names of schemes or bodies mean one: nearly the same, or one within the other.

    >>> alike("the Open Door model", "open door"), alike("Mockingbird", "Bluebird")
    (True, False)
    """
    a, b = _essence(one), _essence(other)
    if a == b:
        return True
    within = min(len(a), len(b)) > 7 and (a in b or b in a)
    return within or SequenceMatcher(None, a, b).ratio() >= 0.85


def _essence(name: str) -> str:
    words = normal(name).replace("'s", "").split()
    return " ".join(word for word in words if word not in _COMMON) or normal(name)


def same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's: the last name, and the first as far as it is written.

    >>> same_person("Jo Hart", "Joanna Hart"), same_person("A. Hart", "Ann Hart")
    (False, True)
    >>> same_person("Jon Hart", "Jonathan Hart")
    True
    """
    a, b = normal(one).split(), normal(other).split()
    if not a or not b or a[-1] != b[-1]:
        return False
    return a[0] == b[0] or 1 in (len(a[0]), len(b[0])) or a[0][:3] == b[0][:3]


def _equal(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return gold == found


def _finer(gold: str, found: str) -> bool:
    """A found date says all that the gold date says; it may be finer."""
    return bool(found) and found[: len(gold)] == gold


def _dated(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return gold[0] == found[0] and _finer(gold[1], found[1])


def _named(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return same_person(gold[0], found[0])


def _named_with_role(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return _named(gold, found) and gold[1] == found[1]


def _leader(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    """The words of a post that is none of the scheme's are not compared."""
    return _named(gold, found) and (gold[1] == found[1] or gold[1].startswith("other"))


def _alike(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return alike(gold[0], found[0])


def _earlier(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    """The year, and the grade where the gold has one."""
    return gold[0][:4] == found[0][:4] and gold[1] in ("", found[1])


KINDS = (
    Kind("council", _equal),
    Kind("councils mentioned", _equal, complete=False),
    Kind("inspection type", _equal),
    Kind("dates", _dated),
    Kind("judgements", _equal),
    Kind("inspectors", _named),
    Kind("inspector roles", _named_with_role),
    Kind("lead inspector", _named),
    Kind("named leaders", _leader),
    Kind("tenures", _dated),
    Kind("programmes", _alike),
    Kind("previous inspections", _earlier),
    Kind("organisations", _alike, complete=False),
)


def mean(tallies: Mapping[str, Tally]) -> float:
    """The mean F1 over kinds of fact whose gold is complete."""
    partial = {kind.name for kind in KINDS if not kind.complete}
    scores = [tally.f1 for name, tally in tallies.items() if name not in partial]
    return sum(scores) / len(scores) if scores else 0.0


def compare(document: str, gold: Facts, found: Facts) -> tuple[dict[str, Tally], list[Miss]]:
    """How the facts found in a document compare with the gold, kind by kind."""
    tallies: dict[str, Tally] = {}
    misses: list[Miss] = []
    for kind in KINDS:
        wanted: Sequence[Fact] = gold[kind.name]
        if kind.name == "councils mentioned":
            # a council that is told of as the subject is not asked for a second time
            wanted = [fact for fact in wanted if fact not in found["council"]]
        missed, extra = _match(wanted, found[kind.name], kind)
        tallies[kind.name] = Tally(len(wanted) - len(missed), len(missed), len(extra))
        for what, facts in (("missed", missed), ("extra", extra)):
            misses += [
                Miss(document, kind.name, what, ", ".join(filter(None, fact.values)), fact.quote)
                for fact in facts
            ]
    return tallies, misses


def _match(
    gold: Sequence[Fact], found: Sequence[Fact], kind: Kind
) -> tuple[list[Fact], list[Fact]]:
    """Gold facts that no found fact matches, and found facts that are left over."""
    left, missed = list(found), []
    for fact in gold:
        hit = next((one for one in left if kind.same(fact.values, one.values)), None)
        if hit is None:
            missed.append(fact)
        else:
            left.remove(hit)
    return missed, left
